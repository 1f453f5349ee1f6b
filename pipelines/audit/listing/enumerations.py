"""A10: does a list have as many entries as the count before it says?

What belongs here: the number of entries, never the entries: what a letter complains about is not repeated in a finding.
What does not: counts of kinds (``parts``), lists of units, and how years are counted (``spans``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from parsers.records import Claim
from pipelines.audit.figures import block, cause, distinct, figure, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.listing.spans import consecutive_years
from pipelines.audit.rules import words
from pipelines.audit.steps import step
from pipelines.audit.wording import about, decimal


def _any(field_name: str) -> str:
    return "|".join(map(re.escape, sorted(words("enumerations", field_name), key=len, reverse=True)))


@cache
def _opening() -> re.Pattern[str]:
    """The verb that opens a list, with the word before it that says whether the list is complete."""
    return re.compile(
        rf"(?:(?P<all>{_any('all')})|(?P<main>{_any('main')}))?(?:{_any('verbs')})(?:了)?(?!{_any('not_followed_by')})"
    )


def split_entries(text: str) -> tuple[str, ...]:
    """The entries of a list: split at 、 outside brackets and quotation marks."""
    closing = {pair[0]: pair[1] for pair in words("enumerations", "pairs")}
    open_marks: list[str] = []
    entries = [""]
    for c in text:
        if open_marks and c == open_marks[-1]:
            open_marks.pop()
        elif c in closing:
            open_marks.append(closing[c])
        if c == "、" and not open_marks:
            entries.append("")
        else:
            entries[-1] += c
    return tuple(e for e in entries if e.strip())


@dataclass(frozen=True, slots=True)
class Listing:
    """A list behind a count: its text (never shown), how many entries it may have, whether it promises one for each
    item or only the chief ones, and whether it ends with 等.
    """

    text: str
    low: int
    high: int
    promises_all: bool
    promises_main: bool
    is_open: bool


def _listing(opening: re.Match[str], rest: str) -> Listing | None:
    text = re.split(r"[。；;！]", rest, maxsplit=1)[0]
    is_open = re.search(rf"(?:{_any('open_ended')})$", text) is not None
    entries = split_entries(text)
    if len(entries) < 2:
        return None
    joined = re.search(rf".(?:{_any('joiners')}).", entries[-1]) is not None
    return Listing(
        text, len(entries), len(entries) + joined, opening["all"] is not None, opening["main"] is not None, is_open
    )


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def passage(audited: Audited, claim: Claim) -> str:
    """The sentence of ``claim`` and the one behind it on its line, without blanks: "收到5件。分别反映……" is one
    statement. What stands on a line of its own behind the sentence is none; a break inside the next one is one of the
    page.
    """
    quote, text = _squeezed(claim.quote), _BLANKS.sub("", audited.full_text)
    start = text.find(quote) if quote else -1
    if start < 0:
        return quote
    behind = text[start + len(quote) :]
    return quote if behind.startswith("\n") else quote + _squeezed(_NEXT_ENDS.split(behind, maxsplit=1)[0])


_BLANKS = re.compile(r"[^\S\n]")
_NEXT_ENDS = re.compile(r"(?<=。)|\n(?=\n|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）).、．])")
_IN_NUMBER = re.compile(r"[\d.]")
_GOES_ON = re.compile(r"[\d.%]")


def clause_after(text: str, claim: Claim) -> str | None:
    """What follows the printed count of ``claim`` in ``text`` up to the end of its statement; ``None`` if it is not
    found.

    Where the text names a category, the count behind its name is meant.
    """
    start = max(text.find(_squeezed(claim.category)), 0) if claim.category else 0
    printed = _squeezed(claim.printed)
    at = text.find(printed, start)
    while at >= 0:
        end = at + len(printed)
        if not (at > start and _IN_NUMBER.match(text[at - 1])) and not _GOES_ON.match(text, end):
            return re.split(r"[；;]", text[end:], maxsplit=1)[0]
        at = text.find(printed, at + 1)
    return None


def listing(audited: Audited, claim: Claim) -> Listing | None:
    """The list behind the count of ``claim``: the first one in its clause, or at the head of the next sentence."""
    rest = clause_after(passage(audited, claim), claim)
    if rest is None:
        return None
    opening = _opening().search(rest)
    if opening is None:
        return None
    between = rest[: opening.start()]
    if "。" in between and not between.endswith("。"):
        return None
    return _listing(opening, rest[opening.end() :])


def listing_case(count: int, found: Listing) -> tuple[str, int, str] | None:
    """Verdict, severity and sentence; ``None`` where the list promises nothing that could fail.

    A list of the chief items may be shorter. One entry can hold 、 or two items, so a difference leaves the reading
    open.
    """
    if found.low <= count <= found.high:
        return "consistent", 0, "holds"
    if found.is_open or (found.promises_main and found.low < count):
        return None
    if found.promises_all:
        return "needs_definition", 1, "differs"
    return ("unusual", 1, "differs") if found.promises_main else None


def _listing_finding(audited: Audited, claim: Claim, count: Figure, found: Listing) -> Finding | None:
    case = listing_case(int(count.value), found)
    if case is None:
        return None
    verdict, severity, sentence = case
    shown = found.high if found.low < count.value else found.low
    subject = f"{about(claim)}列举问题数"
    finding = Finding(
        check_id="A10",
        subject=subject,
        verdict=verdict,
        severity=severity,
        claimed=decimal(count.value),
        recomputed=str(shown),
        gap=shown - count.value,
        evidence=(step("listed_by_marks"),),
        metric=claim.metric,
        cause_id=None if verdict == "consistent" else cause(audited, "enumeration", subject, block(claim)),
        **say("enumerations", sentence, who=about(claim), count=decimal(count.value), entries=shown),
    )
    return located(audited, finding, (claim,))


def _listing_findings(audited: Audited) -> Iterator[Finding]:
    """One finding a list: where several counts stand before it, one that fits is enough, and otherwise the nearest
    counts.
    """
    by_list: dict[tuple[str, str], list[Finding]] = {}
    for claim in narrative(audited):
        count = figure(claim)
        if (
            count is None
            or kind(claim.metric) != "count"
            or count.value.denominator != 1
            or count.is_bound
            or count.is_about
        ):
            continue
        found = listing(audited, claim)
        finding = None if found is None else _listing_finding(audited, claim, count, found)
        if found is not None and finding is not None:
            by_list.setdefault((block(claim), found.text), []).append(finding)
    for findings in by_list.values():
        yield next((f for f in findings if f.verdict == "consistent"), findings[-1])


@check("A10", "列举计数", "enumerations", gives="consistent inconsistent needs_definition unusual")
def check_enumerations(audited: Audited) -> Iterator[Finding]:
    """Entries of a list, split at 、, against the count before it; and consecutive years against the span since
    their first.

    The entries are counted and never quoted. A list that ends with 等, or that names only the chief items, may be
    shorter.

    Tolerance: none; entries are counted.
    """

    def findings() -> Iterator[Finding]:
        yield from _listing_findings(audited)
        yield from consecutive_years(audited)

    yield from distinct(findings())
