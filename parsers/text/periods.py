"""Periods as bulletins print them: 2021年四季度, 1-6月, 上半年, 本月, 去年同期, also with lost characters.

What belongs here: from words to first and last day. What does not: single dates (``parsers.text.dates``), and the
question which figure a period belongs to (``parsers.claims``).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from parsers.text.numbers import DIGITS, chinese_integer, half_width
from parsers.vocabulary import load


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day; ``end`` is ``None`` for 自…以来. ``year_printed``: whether the words name their year.

    ``called``: what a document calls the period that it reports, where it does so (上周（11.28—12.04）).
    """

    start: dt.date
    end: dt.date | None
    year_printed: bool = field(default=True, compare=False)
    called: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period in a text, characters ``start`` to ``end``; ``period`` is ``None`` where the year is not known."""

    start: int
    end: int
    printed: str
    period: Period | None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class _Reading:
    """A shape that fits: ``build`` gives its period in a year; ``None`` where no year makes it known."""

    start: int
    end: int
    match: re.Match[str]
    build: Callable[[re.Match[str], int], Period] | None
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


def equal_parts(period: Period, wanted: int) -> list[Period]:
    """The months, quarters, half years or years of a period, where there are ``wanted`` of them; else none."""
    length = length_in_months(period)
    if length is None or wanted < 2 or length % wanted or length // wanted not in (1, 3, 6, 12):
        return []
    step = length // wanted
    first = period.start.year * 12 + period.start.month - 1
    starts = [first + step * i for i in range(wanted)]
    return [
        Period(dt.date(s // 12, s % 12 + 1, 1), month((s + step - 1) // 12, (s + step - 1) % 12 + 1).end)
        for s in starts
    ]


_DASH = r"\s*(?:[-—–－~～]|至|到)+\s*"
_N = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_WRITTEN_YEAR = r"(?:19|20)\d{2}|[一二三四五六七八九〇○零O0]{4}"
_YEAR = rf"(?<!\d)(?P<year>{_WRITTEN_YEAR})\s*年\s*"
_THIS_OR_LAST = r"(?P<this>今年|本年)\s*|(?P<last>去年|上年)\s*"
_MAYBE_YEAR = rf"(?:{_YEAR}|{_THIS_OR_LAST})?"
# Before 上半年 and 四季度 a year is clear without its 年 (2021四季度).
_LOOSE_YEAR = rf"(?:(?<!\d)(?P<year>{_WRITTEN_YEAR})\s*年?\s*|{_THIS_OR_LAST})?"
_SECOND_YEAR = rf"(?:(?P<year2>{_WRITTEN_YEAR})\s*年\s*)?"
# 3月5日 is a day, and 截至6月底 names one; neither is the month.
_NOT_A_DAY = rf"(?!\s*(?:{_N})\s*[日号]|底|末|初)"
_NO_MONTH = rf"(?!\s*(?:{_N})\s*月)"
_WEEKDAY_AND_CLOCK = (
    r"(?:\s*[（(]?(?:周|星期)[一二三四五六日天][）)]?)?"
    r"(?:\s*\d{1,2}(?:[时点](?:\d{1,2}分)?|[:：]\d{2}(?:[:：]\d{2})?))?"
)
# A leap year, to see whether words can be a period at all before their year is known.
_ANY_YEAR = 2000
# Days. A span without a second year that runs backwards goes over the turn of the year, if it is no longer than this.
_LONGEST_OVER_NEW_YEAR = 190


def _number(text: str) -> int:
    value = int(text) if text.isascii() and text.isdigit() else chinese_integer(text)
    if value is None:
        raise ValueError(f"no number: {text}")
    return value


def _year_number(text: str) -> int:
    """二〇二一, 二0二一 and 2021, digit by digit."""
    return int("".join(c if c.isascii() and c.isdigit() else str(DIGITS[c]) for c in text))


def _span(m: re.Match[str], year: int, start: dt.date, end_in: Callable[[int], dt.date]) -> Period:
    """From a day to one in the second year, where it is printed, else in the same or, over new year, in the next."""
    end = end_in(_year_number(m["year2"]) if m["year2"] else year)
    if end < start and not m["year2"]:
        end = end_in(year + 1)
        if (end - start).days > _LONGEST_OVER_NEW_YEAR:
            raise ValueError("runs backwards")
    if end < start:
        raise ValueError("runs backwards")
    return Period(start, end)


def _day_span(m: re.Match[str], year: int) -> Period:
    start = dt.date(year, _number(m["m1"]), _number(m["d1"]))
    last_month = _number(m["m2"]) if m["m2"] else start.month
    return _span(m, year, start, lambda y: dt.date(y, last_month, _number(m["d2"])))


def _month_span(m: re.Match[str], year: int) -> Period:
    def end(in_year: int) -> dt.date:
        return month(in_year, _number(m["m2"])).end or dt.date.max

    return _span(m, year, month(year, _number(m["m1"])).start, end)


def _two_months(m: re.Match[str], year: int) -> Period:
    """1、2月: neighbours only, others are no one period."""
    first, last = _number(m["m1"]), _number(m["m2"])
    if last != first + 1:
        raise ValueError("not neighbours")
    return months(year, first, last)


def _quarters(m: re.Match[str], year: int) -> Period:
    first, last = _number(m["q1"]), _number(m["q2"])
    if first >= last:
        raise ValueError("runs backwards")
    return months(year, 3 * first - 2, 3 * last)


def _quarter(m: re.Match[str], year: int) -> Period:
    return months(year, 3 * _number(m["q"]) - 2, 3 * _number(m["q"]))


def _first_quarters(m: re.Match[str], year: int) -> Period:
    return months(year, 1, 3 * _number(m["n"]))


def _one_month(m: re.Match[str], year: int) -> Period:
    return month(year, _number(m["m"]))


def _month_part(m: re.Match[str], year: int) -> Period:
    """上旬, 中旬, 下旬, 上半月, 下半月."""
    whole = month(year, _number(m["m"]))
    first, last = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 0), "上半月": (1, 15), "下半月": (16, 0)}[m["part"]]
    start = whole.start.replace(day=first)
    return Period(start, whole.start.replace(day=last) if last else whole.end)


def _half(m: re.Match[str], year: int) -> Period:
    return months(year, 1, 6) if m["half"] == "上" else months(year, 7, 12)


def _whole_year(_: re.Match[str], year: int) -> Period:
    return months(year, 1, 12)


def _years(m: re.Match[str], year: int) -> Period:
    last = _year_number(m["year2"])
    if last <= year:
        raise ValueError("runs backwards")
    return Period(dt.date(year, 1, 1), dt.date(last, 12, 31))


def _from_new_year(_: re.Match[str], year: int) -> Period:
    return Period(dt.date(year, 1, 1), None)


def _since(m: re.Match[str], year: int) -> Period:
    return Period(dt.date(year, _number(m["m"] or "1"), 1), None)


_OPENED = "(?:正式)?(?:开通|开设|开办|上线|设立|建立|启用|运行)(?:运行)?"
"""Words of a channel having begun."""

_SEASON = r"(?:冬季)?(?:供热|供暖|采暖|取暖)[期季]|学年|学期"
"""Years of their own, over the turn of the calendar year: that of the words is known, the days are not."""

# Order matters: a longer or more specific shape stands before the shape that is its beginning.
_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Period] | None, float], ...] = (
    (re.compile(rf"自?\s*{_YEAR}(?:(?P<m>\d{{1,2}})\s*月)?(?:份)?\s*(?:(?:{_OPENED})?以来|起)"), _since, 1.0),
    # Since a day that is not printed: what is counted then is of no period that is known.
    (re.compile(rf"自?(?:{_OPENED})以来"), None, 1.0),
    (re.compile(r"(?P<this>今年|本年|年初)以?来"), _from_new_year, 1.0),
    # A month without its 年: 20207月份.
    (
        re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<m>1[0-2]|[1-9])(?=月|[,，](?=[^\d]))(?:月份?)?(?!\s*\d{1,2}\s*日)"),
        _one_month,
        0.9,
    ),
    (
        re.compile(
            rf"{_MAYBE_YEAR}(?P<m1>{_N})\s*月\s*(?P<d1>{_N})\s*日?{_WEEKDAY_AND_CLOCK}{_DASH}"
            rf"{_SECOND_YEAR}(?:(?P<m2>{_N})\s*月\s*)?(?P<d2>{_N})\s*日{_WEEKDAY_AND_CLOCK}"
        ),
        _day_span,
        1.0,
    ),
    (
        re.compile(
            rf"(?<![\d.])(?P<year>20\d{{2}})(?P<mark>[-./])(?P<m1>\d{{1,2}})(?P=mark)(?P<d1>\d{{1,2}}){_DASH}"
            rf"(?:(?P<year2>20\d{{2}})(?P=mark))?(?P<m2>\d{{1,2}})(?P=mark)(?P<d2>\d{{1,2}})(?![\d%％])"
        ),
        _day_span,
        1.0,
    ),
    # A week beside its name: 上周（11.28—12.04）.
    (
        re.compile(
            rf"(?<=[（(])(?P<m1>\d{{1,2}})\.(?P<d1>\d{{1,2}}){_DASH}(?:(?P<year2>20\d{{2}})\.)?(?P<m2>\d{{1,2}})\.(?P<d2>\d{{1,2}})(?=[）)])"
        ),
        _day_span,
        0.9,
    ),
    (
        re.compile(
            rf"{_LOOSE_YEAR}第?(?P<q1>[一二三四1-4])\s*(?:(?:季度)?{_DASH}|、)第?(?P<q2>[一二三四1-4])\s*个?季度"
        ),
        _quarters,
        1.0,
    ),
    (re.compile(rf"{_LOOSE_YEAR}前(?P<n>[一二三123])个?季度"), _first_quarters, 1.0),
    (re.compile(rf"{_LOOSE_YEAR}(?<!上)第?(?P<q>[一二三四1-4])\s*季度"), _quarter, 1.0),
    (
        re.compile(rf"{_MAYBE_YEAR}(?P<m1>{_N})\s*月?(?:份)?{_DASH}{_SECOND_YEAR}(?P<m2>{_N})\s*月(?:份)?{_NOT_A_DAY}"),
        _month_span,
        1.0,
    ),
    (re.compile(rf"{_MAYBE_YEAR}(?P<m1>{_N})、(?P<m2>{_N})\s*月(?:份)?{_NOT_A_DAY}"), _two_months, 1.0),
    (re.compile(rf"{_LOOSE_YEAR}(?P<half>[上下])半年度?"), _half, 1.0),
    (
        re.compile(rf"{_MAYBE_YEAR}(?<![\d\-—])(?P<m>{_N})\s*月(?:份)?(?P<part>[上中下]旬|[上下]半月)"),
        _month_part,
        1.0,
    ),
    (re.compile(rf"{_YEAR}(?P<m>{_N})\s*月(?:份)?{_NOT_A_DAY}"), _one_month, 1.0),
    (re.compile(rf"(?:{_THIS_OR_LAST})?(?<![\d上])(?P<m>{_N})\s*月(?:份)?{_NOT_A_DAY}"), _one_month, 1.0),
    (re.compile(rf"(?<!\d)(?P<year>20\d{{2}})\s*年?度?{_DASH}20\d{{2}}\s*年?度?(?={_SEASON})"), None, 1.0),
    (re.compile(rf"{_YEAR}度?(?={_SEASON})"), None, 1.0),
    (re.compile(rf"(?<!\d)(?P<year>20\d{{2}})\s*年?度?{_DASH}(?P<year2>20\d{{2}})\s*年度?{_NO_MONTH}"), _years, 1.0),
    # Weeks are numbered in more than one way: the year is known, the days are not.
    (re.compile(rf"{_YEAR}第?\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*周"), None, 1.0),
    # The months reported, of that year (较2023年同期).
    (re.compile(rf"{_YEAR}同期(?:的)?"), None, 1.0),
    (
        re.compile(rf"{_YEAR}(?:全年|度)?{_NO_MONTH}(?!底|末|初|第?\s*[一二三四五六七八九十\d]\s*季度)"),
        _whole_year,
        1.0,
    ),
    (
        re.compile(r"(?:(?P<this>今年|全年|本年度?)|(?P<last>去年|上年)度?(?:全年)?)(?!同期|以?来|年?[底末初])"),
        _whole_year,
        1.0,
    ),
)
_LOST_SPAN = re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<a>\d{2,4})日?(?:至|-|—)(?P<b>\d{2,4})日?(?!\d)")
# Without its year only where it is the document's own period over again (2019年三季度(71日至930)): see find_periods.
_LOST_SPAN_AGAIN = re.compile(r"(?<=[(（])(?P<a>\d{2,4})日?(?:至|-|—)(?P<b>\d{2,4})日?(?=[)）])")
# 本周(123—1210日) is the one span of a week that these digits can be.
_LOST_WEEK = re.compile(r"(?<=本周[(（])(?P<a>\d{2,4})日?(?:至|-|—)(?P<b>\d{2,4})日?(?=[)）])")
_SAME_MONTHS = re.compile(rf"{_YEAR}同期的?")
_RELATIVE = re.compile(
    r"本月|本季度|本周|本期|上一?个?月(?:同期的?)?|上一?个?季度|上一?周|上一?期|(?:去年|上年)同期(?:的)?"
)
# Days that a bulletin's period may have for 本周, 本月 and 本季度 to mean it (a month may be counted from 26 to 25).
_LENGTHS = {"周": range(5, 11), "月": range(20, 36), "季度": range(80, 97)}


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


def _lost_span(m: re.Match[str], year: int) -> Period:
    first, last = month_day_readings(m["a"]), month_day_readings(m["b"])
    if len(first) != 1 or len(last) != 1:
        raise ValueError("more than one reading")
    start, end = dt.date(year, *first[0]), dt.date(year, *last[0])
    if end < start:
        raise ValueError("runs backwards")
    return Period(start, end)


def _lost_week(m: re.Match[str], year: int) -> Period:
    spans = [
        Period(dt.date(year, *a), dt.date(year, *b))
        for a in month_day_readings(m["a"])
        for b in month_day_readings(m["b"])
    ]
    weeks = [p for p in spans if _days(p) in _LENGTHS["周"]]
    if len(weeks) != 1:
        raise ValueError("not one week")
    return weeks[0]


def _days(period: Period) -> int:
    return 0 if period.end is None else (period.end - period.start).days + 1


def relative_period(words: str, ref: Period | None) -> Period | None:
    """本月, 上月, 去年同期, 2023年同期 against ``ref``; ``None`` where that is unknown or of another length (上月 of a
    quarter).
    """
    if ref is not None and (same := _SAME_MONTHS.fullmatch(half_width(words))) is not None:
        years = ref.start.year - _year_number(same["year"])
        return shifted(ref, 12 * years) if years > 0 else None
    if ref is None or _RELATIVE.fullmatch(words) is None:
        return None
    if words == ref.called:
        return ref
    words = re.sub("(?<=月)同期的?$", "", words)
    if "同期" in words:
        return shifted(ref, 12)
    unit = words.lstrip("本上一个")
    if unit in _LENGTHS and _days(ref) not in _LENGTHS[unit]:
        return None
    if words.startswith("本"):
        return ref
    if unit == "周":
        week = dt.timedelta(days=_days(ref))
        return Period(ref.start - week, ref.start - dt.timedelta(days=1))
    n = length_in_months(ref)
    return None if n is None else shifted(ref, n)


@cache
def _own_figure() -> re.Pattern[str]:
    """A figure of the period itself (去年同期的120件), no change since then (较上月下降5%)."""
    words = load("narrative")
    change = "|".join([*words["falls"], *words["rises"], "相比", "持平", "[增减多少升降]"])
    number = rf"\d|[一二三四五六七八九十百千两]+(?:{'|'.join(words['count_units'])})"
    return re.compile(rf"(?:(?!{change}|{number})[^，。；,;]){{0,8}}(?:{number})")


def _compared(text: str, start: int, end: int) -> bool:
    """Whether the words name what something is held against (较上月下降5%) instead of when it was."""
    before, after = text[:start], text[end:]
    if before.endswith(("较", "比", "对比")):
        return _own_figure().match(after) is None
    joined = before.endswith(("同", "与", "和", "跟"))
    return joined and re.match(r"的?(?:同期)?(?:基本)?(?:相比|比|持平|相当)", after) is not None


# Between a period with its year and one without it, of the same year: 2021年1月、2月; 2024年第28周（7月8日至14日）;
# 2021年暑假期间（7月1日至8月31日）.
_SAME_YEAR = re.compile(r"[\s、和及与,，（(]*|[\u4e00-\u9fff]{0,6}(?:期间|假期|[暑寒]假|[春夏秋冬]季)\s*[（(]")


# 截至2021年6月 says up to when, not when.
_CUT_OFF = re.compile(r"截[至止][到至]?\s*$")


def _year_of(m: re.Match[str], ref: Period | None) -> tuple[int | None, bool]:
    groups = m.groupdict()
    if groups.get("year"):
        return _year_number(groups["year"]), True
    if ref is None:
        return None, False
    return ref.start.year - (1 if groups.get("last") else 0), False


@lru_cache(maxsize=32)  # a text is read against several periods in turn
def _readings(text: str) -> tuple[_Reading, ...]:
    """Every shape in ``text``, in order and without overlaps, whatever its year."""
    taken: list[_Reading] = []

    def take(found: _Reading) -> None:
        if all(found.end <= t.start or found.start >= t.end for t in taken):
            taken.append(found)

    shapes = (
        (_LOST_SPAN, _lost_span, 0.9),
        (_LOST_WEEK, _lost_week, 0.9),
        (_LOST_SPAN_AGAIN, _lost_span, 0.9),
        *_SHAPES,
    )
    for pattern, build, confidence in shapes:
        for m in pattern.finditer(text):
            year = _year_of(m, None)[0] or _ANY_YEAR
            if build is None or _valid(build, m, year) is not None:
                take(_Reading(m.start(), m.end(), m, build, confidence))
    for m in _RELATIVE.finditer(text):
        take(_Reading(m.start(), m.end(), m, None))
    return tuple(sorted(taken, key=lambda r: r.start))


def _valid(build: Callable[[re.Match[str], int], Period], m: re.Match[str], year: int) -> Period | None:
    try:
        return build(m, year)
    except ValueError:  # a month 13, a 31 June, a span that runs backwards: words that only look like a period
        return None


def find_periods(text: str, ref: Period | None = None, *, held_against: bool = False) -> list[FoundPeriod]:
    """Every period in ``text``, in order and without overlaps.

    ``ref`` is the period that 本月, 上月, 去年同期 and months without a year are read against (the bulletin's own);
    without it such words give ``period=None``. Periods that something is held against (较上月下降) or counted up to
    (截至6月) are not given; with ``held_against`` they are.
    """
    normal = half_width(text).replace("\u00a0", " ").replace("\u3000", " ")
    found: list[FoundPeriod] = []
    year_before: int | None = None
    end_before = 0
    spoken: Period | None = None
    for r in _readings(normal):
        year, printed = _year_of(r.match, ref)
        groups = r.match.groupdict()
        named = printed or bool(groups.get("this") or groups.get("last"))
        if not named and year_before is not None and _SAME_YEAR.fullmatch(normal[end_before : r.start]):
            year, printed = year_before, True
        year_before, end_before = year if printed else None, r.end
        period: Period | None = None
        if r.build is None:
            # 1—5月受理90件，比上年同期85件: of the period spoken of, which need not be that of the document
            period = relative_period(r.match.group(), spoken if "同期" in r.match.group() and spoken else ref)
        elif year is not None:
            period = _valid(r.build, r.match, year)
            if period is None:
                continue
            period = Period(period.start, period.end, printed)
            if r.match.re is _LOST_SPAN_AGAIN and (ref is None or period != ref):
                continue
            if period.end is not None and length_in_months(period) is not None and not groups.get("last"):
                spoken = period
        if held_against or (not _compared(normal, r.start, r.end) and _CUT_OFF.search(normal, 0, r.start) is None):
            found.append(FoundPeriod(r.start, r.end, text[r.start : r.end], period, r.confidence))
    return found
