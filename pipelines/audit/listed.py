"""A10 for names and figures: as many units, fields or items as the text says it lists.

What belongs here: names right before their number (甲、乙、丙等3个方面), units with figures behind theirs (共4家：…),
items with a figure each (三件分别超期34天、23天、11天). Names may hold 、 or 和 themselves, so that only what agrees is
told. What does not: lists of what letters are about (``enumerations``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from parsers.claims.words import words_pattern
from parsers.records import Claim
from parsers.text.numbers import chinese_integer
from pipelines.audit.figures import block, distinct, figure, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.rules import words
from pipelines.audit.stated import grouped, shown
from pipelines.audit.wording import about

FEWEST, MOST = 2, 60
_STOP = re.compile(r"[，,。；;：:！？!?\n（）()“”\"《》\d]")
_FARTHEST = 300
"""Characters that a list of names may have."""


@cache
def _number() -> re.Pattern[str]:
    """A number with the word for what a text counts behind the names of it."""
    return re.compile(
        rf"(?P<number>\d{{1,2}}|[两二三四五六七八九十]{{1,3}})(?P<unit>{words_pattern(words('listed', 'things'))})"
    )


def entries(names: str) -> tuple[int, int] | None:
    """How few and how many names a list may hold: 和 may join the last two or belong to one; ``None`` for no list."""
    few = names.count("、") + 1
    joined = re.search(".(?:和|及|与).", names.rpartition("、")[2]) is not None
    return (few, few + joined) if few > 1 or joined else None


def _count(printed: str) -> int | None:
    return int(printed) if printed.isdigit() else chinese_integer(printed)


def _names_before(audited: Audited) -> Iterator[Finding]:
    text = re.sub(r"[ \u3000\u00a0]", "", audited.full_text)
    for found in _number().finditer(text):
        number = _count(found["number"])
        before = _STOP.split(text[max(found.start() - _FARTHEST, 0) : found.start()])[-1]
        ends = entries(before.removesuffix("等"))
        if number is not None and ends is not None and FEWEST <= number <= MOST and ends[0] <= number <= ends[1]:
            yield _finding(audited, f"{found['number']}{found['unit']}", number, (), "names")


def _figures_behind(audited: Audited) -> Iterator[Finding]:
    """The units of a sentence that have a figure of one metric each, against the number of them that it says before."""
    for claims in grouped(narrative(audited), lambda c: (block(c), c.quote)).values():
        for at, claim in enumerate(claims):
            number = figure(claim) if claim.metric == "units" else None
            if number is None or number.is_bound or number.is_about or number.value.denominator != 1:
                continue
            behind = [c for c in claims[at + 1 :] if c.scope == "unit" and c.agency]
            if not behind or len({c.metric for c in behind}) != 1:
                continue
            if FEWEST <= len({c.agency for c in behind}) == number.value == len(behind):
                yield _finding(audited, shown(claim), int(number.value), (claim, *behind), "units")


def _figure_each(audited: Audited) -> Iterator[Finding]:
    """Items of a unit of which each has a time of its own."""
    claims = narrative(audited)
    for at, claim in enumerate(claims):
        number = figure(claim) if kind(claim.metric) == "count" and claim.metric != "overdue_days" else None
        if number is None or number.is_bound or number.is_about or not FEWEST <= number.value <= MOST:
            continue
        behind: list[Claim] = []
        for c in claims[at + 1 :]:
            if c.metric != "overdue_days" or (block(c), c.agency) != (block(claim), claim.agency):
                break
            behind.append(c)
        if len(behind) == number.value:
            yield _finding(audited, shown(claim), len(behind), (claim, *behind), "items")


def _finding(audited: Audited, printed: str, number: int, claims: tuple[Claim, ...], case: str) -> Finding:
    finding = Finding(
        check_id="A10",
        subject=f"{about(claims[0]) if claims else ''}所称{printed}",
        verdict="consistent",
        severity=0,
        claimed=printed,
        recomputed=str(number),
        metric=claims[0].metric if claims else None,
        **say("listed", case, printed=printed, n=number),
    )
    return located(audited, finding, claims)


@check("A10", "所列个数", "number of names listed", gives="consistent")
def check_listed(audited: Audited) -> Iterator[Finding]:
    """Names right before their number (甲、乙、丙等3个方面), units with a figure each behind it (共4家：…), and items
    of which each has a time (三件分别超期34天、23天、11天).

    Names and figures are counted and never quoted. Only what agrees is told.

    Tolerance: none; 和 may join two names or belong to one.
    """
    yield from distinct([*_names_before(audited), *_figures_behind(audited), *_figure_each(audited)])
