"""Counts beside the stages of handling that no metric names: what earlier periods left over, what was turned away.

What belongs here: knowing them by the words before them (上月结转36件, 不予受理15件), and adding them to what came in.
What does not: the identities themselves (``flows``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache

from parsers.claims.words import words_pattern
from parsers.records import UNASSIGNED, Claim
from parsers.text.numbers import Interval
from pipelines.audit.figures import block, figure, kind, narrative, of_paragraph, only_print, same_part, text_between
from pipelines.audit.finding import Audited
from pipelines.audit.intervals import Figure
from pipelines.audit.rules import words
from pipelines.audit.sheets import SheetRow

_CLAUSE_ENDS = re.compile(r"[，,；;。：:（(、]")

CARRIED = "carried_in"
"""The metric of what a bracket says to be left over by an earlier period (办结785件（包括上周18件）)."""

TOGETHER = "＋"
"""Between two prints that are counted as one."""


def words_before(claim: Claim) -> str:
    """The words of the clause of a figure before it; empty where the sentence prints the figure twice."""
    place = only_print(claim)
    return "" if place is None else _CLAUSE_ENDS.split(claim.quote[: place[0]])[-1]


@lru_cache(maxsize=8)  # every part of every paragraph asks for them
def _counts(audited: Audited) -> dict[str, list[tuple[Claim, Figure, str]]]:
    """The exact counts of each paragraph, each with the words of its clause before it."""
    found: dict[str, list[tuple[Claim, Figure, str]]] = {}
    for claim in (*narrative(audited), *audited.unassigned):
        number = figure(claim) if kind(claim.metric) == "count" or _is_count(claim) else None
        if number is not None and not number.is_bound and not number.is_about:
            found.setdefault(block(claim), []).append((claim, number, words_before(claim)))
    return found


def _is_count(claim: Claim) -> bool:
    return claim.metric == UNASSIGNED and claim.unit != "%"


def carried_in(audited: Audited, head: Claim) -> Figure | None:
    """The one count of the paragraph of ``head`` that earlier periods left over (上月结转36件, 8月底未办结14件); of
    several, the one behind ``head`` in its clauses up to a semicolon (建议类受理767件，办结785件（包括上周18件）；…).
    What was completed of them (前期结转在本月办结9件) need not be all that was left over.
    """
    said = [c for c in of_paragraph(audited, block(head)) if c.metric == CARRIED]
    own = [f for c in said if same_part(c, head) and (f := figure(c)) is not None]
    if said:
        return own[0] if len(own) == 1 else None
    found = [
        f
        for c, f, said_before in _counts(audited).get(block(head), ())
        if _left_over().search(said_before) or _is_of_earlier_month(c, said_before, head)
    ]
    if len(found) > 1:
        found = [f for f in found if _is_in_clauses_behind(head, f)]
    return found[0] if len(found) == 1 else None


@cache
def _left_over() -> re.Pattern[str]:
    return re.compile(rf"(?:{words_pattern(words('flows', 'carried'))})(?![至到下入])(?!.*(?<!未)办结)")


_MONTH_END = re.compile(r"(?P<month>1[0-2]|[1-9])月份?[底末]")


def _is_of_earlier_month(claim: Claim, said_before: str, head: Claim) -> bool:
    """Whether a count of open items is one at the end of another month than the last one reported (8月底未办结14件)."""
    named = _MONTH_END.search(said_before) if claim.metric in words("flows", "open") else None
    return named is not None and (head.period_end is None or int(named["month"]) != head.period_end.month)


def _is_in_clauses_behind(head: Claim, number: Figure) -> bool:
    """Whether a count stands behind ``head`` in one sentence with no semicolon between them."""
    first = figure(head)
    between = None if first is None else text_between(first, number)
    return between is not None and re.search("[；;]", between) is None


def turned_away(audited: Audited, head: Claim) -> Figure | None:
    """The one count of the paragraph of ``head`` that was not accepted (不予受理15件) and is of no metric."""
    counted = _counts(audited).get(block(head), ())
    found = [f for c, f, said_before in counted if _is_count(c) and _refused().search(said_before)]
    return found[0] if len(found) == 1 else None


@cache
def _refused() -> re.Pattern[str]:
    return re.compile(rf"(?:{words_pattern(words('flows', 'turned_away'))})[的共有为计]*$")


def with_left_over(row: SheetRow) -> SheetRow:
    """A row of a table, what its column 上月结转 prints counted with what came in."""
    left_over = row.by_metric.get("carried_in")
    if left_over is None or left_over.is_bound or "received" not in row.by_metric or "due" in row.by_metric:
        return row
    return replace(row, by_metric=together(row.by_metric, "received", left_over))


def together(figures: Mapping[str, Figure], whole: str, carried: Figure) -> dict[str, Figure]:
    """The figures with what was carried in added to the whole."""
    own = figures[whole]
    value = own.value + carried.value
    printed = f"{own.printed}{TOGETHER}{carried.printed}"
    return {**figures, whole: replace(own, value=value, interval=Interval(value, value), printed=printed)}
