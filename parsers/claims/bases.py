"""Against which period a figure is held: the one before, a year earlier, or one that is named.

What belongs here: the words for it (环比, 较上月, 比2021年, 上年同期) and how two periods lie to each other. What does
not: by how much a figure rose or fell (``changes``).
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
    if named is None and _MONTH_HELD_AGAINST.search(re.split("[，,；;。：:]", before)[-1]):
        return _basis_of_months(before)  # 11月受理349件，比10月的362件减少13件, of no year
    return named or basis_named(before) or _basis_between(own, period_held_against(before, own))


_MONTH_HELD_AGAINST = re.compile(r"[比较](?P<month>1[0-2]|[1-9])月")


def _basis_of_months(before: str) -> str | None:
    """The basis of a change that is held against the month before the one that is named before that."""
    held = next(reversed(list(_MONTH_HELD_AGAINST.finditer(before))), None)
    named = re.findall(r"(?<!\d)(1[0-2]|[1-9])月", before[: held.start()]) if held else []
    return "previous_period" if held and named and int(held["month"]) == (int(named[-1]) - 2) % 12 + 1 else None


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


def earlier_by_name(before: str, words: str) -> str | None:
    """How a period without days lies to the one reported, by its words (上年同期, 比上月, 上月 behind 本月); 上月 alone
    may be it, and of which year 2021年同期 is, nothing says.
    """
    if "同期" in words and "月" not in words:
        return "another" if re.match(r"\d", words) else "year_earlier"
    is_held_against = before.endswith(("比", "较", "同", "与", "和", "由", "从"))
    previous = re.fullmatch("上一?个?(月|季度|周|期)", words)
    is_beside = previous is not None and f"本{previous[1]}" in before
    return "previous_period" if previous and (is_held_against or is_beside) else None
