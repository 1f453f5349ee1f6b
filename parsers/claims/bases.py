"""Against which period a change is: 环比, 同比, or the period that its words name.

What belongs here: the basis of one change. What does not: by how much something changed, and what (``changes``).
"""

from __future__ import annotations

import re

from parsers.claims.sentence import Figure
from parsers.claims.walk import Walk
from parsers.claims.words import any_of
from parsers.text.periods import Period, find_periods, length_in_months, shifted

_HELD_AGAINST = re.compile(r"[较比与同和](?P<when>[^，,；;。：:]{2,16})")
_SHORTEST_MONTH = 27  # days from the first to the last of it
_NEAR = 6  # characters: 较上月同比 names both bases for one change


def basis_of(walk: Walk, figure: Figure) -> str | None:
    """The basis that words name (环比), else that of the period which the figure is held against (比2021年); ``None``
    where that period is neither the one before nor a year earlier (2024年…较2022年增长50%).
    """
    sentence = walk.sentence
    before = sentence.before(figure)
    segment = max(before.rfind(mark) for mark in "；;") + 1
    named = basis_named(sentence.clause_before(figure), is_clause=sentence.clause_start(figure.index) > 0)
    own = walk.state.period or walk.scope.period
    if named is None and (held := period_held_against(before[segment:], own)) is not None:
        return _basis_between(own, held)
    return named or basis_named(before) or _basis_between(own, period_held_against(before, own))


def period_held_against(text: str, own: Period | None) -> Period | None:
    """The period before ``own`` that ``text`` names last behind 比, 较 or 与."""
    held = [m["when"] for m in _HELD_AGAINST.finditer(text)]
    for found in (found for when in reversed(held) for found in find_periods(when, own)):
        if own is not None and found.period is not None and found.period.end and found.period.end < own.start:
            return found.period
    return None


def _basis_between(own: Period | None, earlier: Period | None) -> str | None:
    if own is None or earlier is None:
        return None
    if shifted(own, 12) == earlier:
        return "year_earlier"
    if own.end is not None and earlier.end is not None and (own.end - own.start).days < _SHORTEST_MONTH:
        is_next = (own.start - earlier.end).days == 1 and own.end - own.start == earlier.end - earlier.start
        return "previous_period" if is_next else None  # 8月8日至14日 against 上周
    length = length_in_months(own)
    return "previous_period" if length is not None and shifted(own, length) == earlier else None


def basis_named(text: str, *, is_clause: bool = False) -> str | None:
    """The basis that the words of ``text`` name; of two the later one, ``ambiguous`` where they are of one clause."""
    previous = re.search(any_of("previous_period"), text)
    year = re.search(any_of("year_earlier"), text)
    if previous and year:
        if is_clause or abs(previous.start() - year.start()) < _NEAR:
            return "ambiguous"
        return "previous_period" if previous.start() > year.start() else "year_earlier"
    if previous or year:
        return "previous_period" if previous else "year_earlier"
    return None
