"""Periods as bulletins print them: 2021年四季度, 1-6月, 上半年, 本月, 去年同期, also with lost characters.

What belongs here: from words to first and last day. What does not: single dates (``parsers.text.dates``), and the
question which figure a period belongs to (``parsers.claims``).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from parsers.text.numbers import chinese_integer, half_width


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day; ``end`` is ``None`` for 自…以来. ``year_printed``: whether the words name their year."""

    start: dt.date
    end: dt.date | None
    year_printed: bool = True


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period in a text, characters ``start`` to ``end``; ``period`` is ``None`` where the year is not known."""

    start: int
    end: int
    printed: str
    period: Period | None
    confidence: float = 1.0


def month(year: int, number: int) -> Period:
    """A calendar month."""
    return months(year, number, number)


def months(year: int, first: int, last: int) -> Period:
    """From the first day of one month to the last of another in one year."""
    return Period(dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))


def shifted(period: Period, months_back: int) -> Period | None:
    """A period of whole months, so many months earlier; ``None`` if it is not made of whole months."""
    if period.end is None or period.start.day != 1 or (period.end + dt.timedelta(days=1)).day != 1:
        return None
    first = period.start.year * 12 + period.start.month - 1 - months_back
    last = period.end.year * 12 + period.end.month - 1 - months_back
    start = dt.date(first // 12, first % 12 + 1, 1)
    end = dt.date(last // 12, last % 12 + 1, calendar.monthrange(last // 12, last % 12 + 1)[1])
    return Period(start, end)


def length_in_months(period: Period) -> int | None:
    """How many whole months a period has; ``None`` if it is not made of whole months."""
    if period.end is None or shifted(period, 0) is None:
        return None
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1


_DASH = r"\s*(?:[-—–－~～]|至|到)+\s*"
_YEAR = r"(?P<year>(?:19|20)\d{2}|[一二三四五六七八九〇○零]{4})\s*年\s*"
_MAYBE_YEAR = rf"(?:{_YEAR}|(?P<this>今年|本年)\s*|(?P<last>去年|上年)\s*)?"
_DAY = r"(\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"


def _number(text: str) -> int:
    value = int(text) if text.isdigit() else chinese_integer(text)
    if value is None:
        raise ValueError(text)
    return value


def _year(m: re.Match[str], ref: Period | None) -> tuple[int | None, bool]:
    groups = m.groupdict()
    if groups.get("year"):
        return _number(groups["year"]), True
    if ref is None:
        return None, False
    return ref.start.year - (1 if groups.get("last") else 0), False


def _valid(build: Callable[[], Period]) -> Period | None:
    try:
        return build()
    except ValueError:  # a month 13 or a 31 June: words that only look like a period
        return None


def _quarter(m: re.Match[str], year: int) -> Period | None:
    q = _number(m["q"])
    return _valid(lambda: months(year, 3 * q - 2, 3 * q))


def _month_span(m: re.Match[str], year: int) -> Period | None:
    return _valid(lambda: months(year, _number(m["m1"]), _number(m["m2"])))


def _one_month(m: re.Match[str], year: int) -> Period | None:
    return _valid(lambda: month(year, _number(m["m"])))


def _half(m: re.Match[str], year: int) -> Period | None:
    return months(year, 1, 6) if m["half"] == "上" else months(year, 7, 12)


def _day_span(m: re.Match[str], year: int) -> Period | None:
    def build() -> Period:
        start = dt.date(year, _number(m["m1"]), _number(m["d1"]))
        second_year = _number(m["year2"]) if m["year2"] else year
        return Period(start, dt.date(second_year, _number(m["m2"]) if m["m2"] else start.month, _number(m["d2"])))

    return _valid(build)


# Order matters: a longer or more specific shape stands before the shape that is its beginning.
_N = r"\d{1,2}|[一二三四五六七八九十]{1,2}"
_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Period | None]], ...] = (
    (
        re.compile(
            rf"{_MAYBE_YEAR}(?P<m1>{_N})\s*月\s*(?P<d1>{_N})\s*日?{_DASH}"
            rf"(?:(?P<year2>(?:19|20)\d{{2}})\s*年\s*)?(?:(?P<m2>{_N})\s*月\s*)?(?P<d2>{_N})\s*日"
        ),
        _day_span,
    ),
    (re.compile(rf"{_MAYBE_YEAR}前(?P<n>[一二三123])(?:个)?季度"), lambda m, y: months(y, 1, 3 * _number(m["n"]))),
    (re.compile(rf"{_MAYBE_YEAR}第?(?P<q>[一二三四1-4])\s*季度"), _quarter),
    (
        re.compile(rf"{_MAYBE_YEAR}(?P<m1>{_N})\s*月?(?:份)?{_DASH}(?P<m2>{_N})\s*月(?:份)?(?!\s*\d{{1,2}}\s*日)"),
        _month_span,
    ),
    (re.compile(rf"{_MAYBE_YEAR}(?P<half>[上下])半年"), _half),
    (re.compile(rf"{_YEAR}(?P<m>{_N})\s*月(?:份)?(?!\s*(?:{_N})\s*日)"), _one_month),
    (
        re.compile(rf"(?:(?P<this>今年|本年)|(?P<last>去年|上年))?(?P<m>{_N})\s*月(?:份)?(?!\s*(?:{_N})\s*日)"),
        _one_month,
    ),
    (re.compile(rf"{_YEAR}(?:全年|度)?(?!\s*(?:{_N})\s*月)"), lambda m, y: months(y, 1, 12)),
    (re.compile(r"(?P<this>今年|全年|本年度)(?!以来)"), lambda m, y: months(y, 1, 12)),
)
_SINCE = re.compile(r"自?\s*(?P<year>(?:19|20)\d{2})\s*年(?:\s*(?P<m>\d{1,2})\s*月)?(?:份)?\s*(?:以来|起)")
_LOST_MONTH = re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<m>1[0-2]|[1-9])(?=月|[,，](?=[^\d]))(?:月份?)?")
_LOST_SPAN = re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<a>\d{2,4})日?(?:至|-|—)(?P<b>\d{2,4})日?(?!\d)")
_RELATIVE = re.compile(r"本月|本季度|本周|本期|本年度?|上月|上个月|上季度|上期|(?:去年|上年)同期(?:的)?|上年度?(?!同)")


def month_day_readings(digits: str) -> list[tuple[int, int]]:
    """Every (month, day) that digits with their 月 lost can be: ``731`` -> (7, 31); ``111`` -> (1, 11), (11, 1)."""
    readings = []
    for cut in range(1, len(digits)):
        left, right = digits[:cut], digits[cut:]
        if "0" in (left[0], right[0]) and (len(left) > 2 or len(right) > 2 or left == "0" or right == "0"):
            continue
        if len(left) <= 2 and len(right) <= 2 and 1 <= int(left) <= 12 and 1 <= int(right) <= 31:
            readings.append((int(left), int(right)))
    return readings


def _lost_span(m: re.Match[str]) -> Period | None:
    year = int(m["year"])
    first, last = month_day_readings(m["a"]), month_day_readings(m["b"])
    if len(first) != 1 or len(last) != 1:
        return None
    return _valid(lambda: Period(dt.date(year, *first[0]), dt.date(year, *last[0])))


def relative_period(words: str, ref: Period | None) -> Period | None:
    """本月, 上月, 去年同期 against ``ref``; ``None`` where that is unknown or of another length (上月 of a quarter)."""
    if ref is None:
        return None
    if words.startswith("本"):
        return ref
    if "同期" in words:
        return shifted(ref, 12)
    if words.startswith("上年"):
        return months(ref.start.year - 1, 1, 12)
    n = length_in_months(ref)
    wanted = {"上月": 1, "上个月": 1, "上季度": 3}.get(words, n)
    return shifted(ref, n) if n is not None and n == wanted else None


def _compared(text: str, m: re.Match[str]) -> bool:
    """Whether the words name what something is held against (较上月下降) instead of when it was."""
    return text[: m.start()].endswith(("较", "比", "同", "与", "和")) and not re.match(
        r"[的]?[\u4e00-\u9fff]{0,6}\d", text[m.end() :]
    )


def find_periods(text: str, ref: Period | None = None) -> list[FoundPeriod]:
    """Every period in ``text``, in order and without overlaps.

    ``ref`` is the period that 本月, 上月, 去年同期 and months without a year are read against (the bulletin's own);
    without it such words give ``period=None``.
    """
    normal = half_width(text).replace("\u00a0", " ").replace("\u3000", " ")
    taken: list[FoundPeriod] = []

    def free(start: int, end: int) -> bool:
        return all(end <= t.start or start >= t.end for t in taken)

    def take(m: re.Match[str], period: Period | None, confidence: float = 1.0) -> None:
        if free(m.start(), m.end()):
            taken.append(FoundPeriod(m.start(), m.end(), text[m.start() : m.end()], period, confidence))

    for m in _SINCE.finditer(normal):
        start = _valid(lambda m=m: Period(dt.date(int(m["year"]), int(m["m"] or 1), 1), None))  # type: ignore[misc]
        take(m, start)
    for m in _LOST_SPAN.finditer(normal):
        if (span := _lost_span(m)) is not None:
            take(m, span, 0.9)
    for m in _LOST_MONTH.finditer(normal):
        take(m, month(int(m["year"]), int(m["m"])), 0.9)
    for pattern, build in _SHAPES:
        for m in pattern.finditer(normal):
            year, printed = _year(m, ref)
            if year is None:
                take(m, None)
            elif (period := build(m, year)) is not None:
                take(m, Period(period.start, period.end, printed))
    for m in _RELATIVE.finditer(normal):
        if not _compared(normal, m):
            take(m, relative_period(m.group(), ref))
    return sorted(taken, key=lambda f: f.start)
