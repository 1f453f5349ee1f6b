"""A10: does a number of years fit the first and the last of them?

What belongs here: years that a sentence names as a span (2011年至2016年，连续6年; 从2019年…到2025年…，六年增长), since
one of them (2017年以来的8年), and of an award, which are a claim (自2014年以来连续6年被评为…). What does not: other
things that a text counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.records import Claim
from parsers.text.numbers import printed_integer
from pipelines.audit.figures import cause, distinct, figure, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.stated import compact
from pipelines.audit.steps import step

FEWEST, MOST = 2, 40
_YEAR = r"(?<!\d)(?:19|20)\d\d"
_NUMBER = r"(?P<years>\d{1,2}|[二两三四五六七八九十]{1,3})年(?![度级代前后内期底末初份\d])"
_FROM_TO = re.compile(
    rf"(?P<first>{_YEAR})年?(?:[至到]|[-—－~～]{{1,2}})(?P<last>{_YEAR})年?[^。；;，,\d]{{0,8}}[，,]?[^。；;，,\d]{{0,8}}"
    rf"(?:连续|历时){_NUMBER}"
)
_MOVED = re.compile(
    rf"[从由自](?P<first>{_YEAR})年[^。；;]{{0,30}}?[到至](?P<last>{_YEAR})年[^。；;]{{0,30}}?[，,]{_NUMBER}"
    r"(?=[来间里中增翻累上下])"
)
_SINCE = re.compile(rf"自?(?P<first>{_YEAR})年(?:\d{{1,2}}月)?以来的?[，,]?这?{_NUMBER}(?=[来间里中，,])")


def span_case(years: int, first: int, last: int) -> tuple[str, int, str]:
    """Verdict, severity and sentence: both ends may be counted, or only one (from 2019 to 2025 are six years)."""
    return (
        ("consistent", 0, "holds") if years in (last - first, last - first + 1) else ("needs_definition", 1, "differs")
    )


def _said_in(audited: Audited) -> int | None:
    """The year in which a document speaks: of its date, else of the last period that it reports."""
    if audited.meta and audited.meta.dated_on:
        return audited.meta.dated_on.year
    return max((c.period_end.year for c in audited.claims if c.period_end is not None), default=None)


def _found(audited: Audited) -> Iterator[tuple[int, int, int, bool]]:
    """Years, the first and the last of them, and whether nothing else can be meant."""
    text = compact(audited.full_text)
    for pattern, is_sure in ((_FROM_TO, True), (_MOVED, False), (_SINCE, False)):
        for match in pattern.finditer(text):
            years = printed_integer(match["years"])
            last = int(match["last"]) if "last" in match.groupdict() else _said_in(audited)
            if years is not None and last is not None and FEWEST <= years <= MOST:
                yield years, int(match["first"]), last, is_sure


def _finding(audited: Audited, years: int, first: int, last: int) -> Finding:
    verdict, severity, case = span_case(years, first, last)
    subject = f"{first}年至{last}年的{years}年"
    finding = Finding(
        check_id="A10",
        subject=subject,
        verdict=verdict,
        severity=severity,
        claimed=f"{years}年",
        recomputed=f"{last - first}至{last - first + 1}年",
        evidence=(f"{last}-{first} = {last - first}",),
        cause_id=None if verdict == "consistent" else cause(audited, "spans", subject),
        **say("spans", case, first=first, last=last, years=years, between=last - first, counted=last - first + 1),
    )
    return located(audited, finding, ())


def years_case(years: int, first: int, last: int) -> tuple[str, int, str]:
    """Verdict, severity and sentence of N consecutive years since ``first``, said in ``last``.

    The year in which it is said may not be over, so the span is ``last - first`` or one more.
    """
    longest = last - first + 1
    if years > longest:
        return "inconsistent", 2, "years_exceed"
    return ("unusual", 1, "years_fewer") if years < longest - 1 else ("consistent", 0, "years_hold")


def _years_finding(audited: Audited, claim: Claim) -> Finding | None:
    number = figure(claim)
    said_on = claim.as_of or (audited.meta.dated_on if audited.meta else None)
    if number is None or claim.period_start is None or said_on is None:
        return None
    first, years = claim.period_start.year, int(number.value)
    verdict, severity, sentence = years_case(years, first, said_on.year)
    longest = said_on.year - first + 1
    subject = f"自{first}年以来连续{years}年"
    finding = Finding(
        check_id="A10",
        subject=subject,
        verdict=verdict,
        severity=severity,
        claimed=f"{years}年",
        recomputed=f"{longest - 1}至{longest}年",
        evidence=(
            f"{said_on.year}-{first} = {longest - 1}",
            step("years_span", first=first, last=first + years - 1, years=years),
        ),
        metric=claim.metric,
        cause_id=None if verdict == "consistent" else cause(audited, "years", subject),
        **say(
            "spans",
            sentence,
            first=first,
            last=said_on.year,
            years=years,
            until=first + years - 1,
            longest=longest,
        ),
    )
    return located(audited, finding, (claim,))


def consecutive_years(audited: Audited) -> Iterator[Finding]:
    """Consecutive years of an award against the span since their first."""
    found = (_years_finding(audited, claim) for claim in narrative(audited) if claim.metric == "award_years")
    return (finding for finding in found if finding is not None)


@check("A10", "所称年数", "number of years", gives="consistent needs_definition")
def check_spans(audited: Audited) -> Iterator[Finding]:
    """A number of years beside the first and the last of them, which a sentence names, or beside the first and the
    date of the document. Another number is told only of consecutive years between two that are named.

    Tolerance: both ends may be counted, or one.
    """
    found = _found(audited)
    yield from distinct(
        _finding(audited, years, first, last)
        for years, first, last, is_sure in found
        if first < last and (is_sure or span_case(years, first, last)[0] == "consistent")
    )
