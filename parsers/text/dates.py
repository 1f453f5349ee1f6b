"""Printed dates: where they stand in a text, and which day each can be.

What belongs here: one date, one month, or the two ends of one range, in any shape that pages print, also with
characters lost (年, 月 or 日 missing). What does not: what the date is of (``parsers.letters``, ``parsers.replies``),
reporting periods by name (上半年, 四季度). No clock: a missing year comes from the caller or stays missing. Offsets
count characters of the text as given; nothing is taken out before counting.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from parsers.text.numbers import DIGITS, chinese_integer, half_width

SURE = 1.0
WITHOUT_YEAR = 0.8
LOST_ONE_CHARACTER = 0.8
LOST_SEPARATORS = 0.6
AMBIGUOUS = 0.3
UNREAD = 0.0

INVISIBLE = "\u200b\u200c\u200d\ufeff\u2060"
"""Characters of no width that pages leave behind dates."""

_YEAR_WORDS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "当年": 0, "明年": 1, "次年": 1}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text, from ``start`` to ``end`` (exclusive), ``printed`` as it stands there.

    ``candidates`` are the days that the printed characters allow, in order; ``date`` is the day when there is one
    only. No candidate: the day does not exist (2月30日) or its year is not known. ``confidence`` is 1 for a complete
    date, less when characters are lost or the year was supplied, 0 without a candidate.
    """

    start: int
    end: int
    printed: str
    date: dt.date | None
    candidates: tuple[dt.date, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class FoundMonth:
    """A month in a text (2020年7月份, 20207月); ``month`` counts from 1."""

    start: int
    end: int
    printed: str
    year: int
    month: int


def plain(text: str) -> str:
    """A copy to search in, of the same length: half-width digits and signs, blanks for characters of no width."""
    return half_width(text).translate({ord(c): " " for c in INVISIBLE})


_DIGIT = "0-9〇○零O一二三四五六七八九"
# 二9一三: the 9 is a misprinted 〇 (seen in signatures); no year 29xx is meant by anyone.
_YEAR = rf"(?:[1一]\s*[9九]|[2二]\s*[0〇○零O]|二9)\s*[{_DIGIT}]\s*[{_DIGIT}]"
_ONE_TO_NINE = "一二三四五六七八九"
_SMALL = rf"(?:[0-9]\s*[0-9]|[0-9]|[一二三]?十[{_ONE_TO_NINE}]?|廿[{_ONE_TO_NINE}]?|卅一?|[〇○零O]?[{_ONE_TO_NINE}])"
_SPACE = r"\s*"
# Behind a bare number these make it an amount or a number of something, not a date.
_NOT_AMOUNT = r"(?![0-9]|\s*[元件条封个名人次户亩米万亿号%℃:]|[.,][0-9]|[A-Za-z_/])"
_FREE = r"(?<![0-9A-Za-z_./〔\[【-])"
_ZONE = r"(?:Z|[+-][0-9]{2}:?[0-9]{2})"
_SECONDS = r"(?:\s*[:分]\s*[0-5]?[0-9](?:\.[0-9]+)?秒?|分)"
_TIME = rf"(?:\s*T?\s*[0-2]?[0-9]\s*[:时]\s*[0-5]?[0-9]{_SECONDS}?{_ZONE}?)"

_WORDED = re.compile(
    rf"(?<![{_DIGIT}])(?P<year>{_YEAR}){_SPACE}(?P<nian>年?){_SPACE}(?P<month>{_SMALL}|元){_SPACE}月{_SPACE}"
    rf"(?P<day>{_SMALL})(?:{_SPACE}(?P<ri>[日号])|{_NOT_AMOUNT}(?![{_DIGIT}十]))"
)
_SEPARATED = re.compile(
    rf"{_FREE}(?P<year>(?:19|20)[0-9]{{2}})\s*(?P<sep>[-/.])\s*(?P<month>[0-9]{{1,2}})\s*(?P=sep)\s*(?P<day>[0-9]{{1,2}})"
    r"(?![0-9]|[-/.][0-9]|[A-Za-z_/](?!\d{1,2}:))"
)
_LOST = re.compile(
    rf"{_FREE}(?P<year>(?:19|20)[0-9]{{2}})(?P<nian>年?)(?P<rest>[0-9]{{2,4}})(?P<ri>日?)(?![月年日]){_NOT_AMOUNT}"
)
_SHORT_YEAR = re.compile(
    rf"(?<![{_DIGIT}])(?P<year>[{_DIGIT}]{{2}}){_SPACE}年{_SPACE}(?P<month>{_SMALL}){_SPACE}月{_SPACE}(?P<day>{_SMALL}){_SPACE}[日号]"
)
_MONTH_DAY = re.compile(
    rf"(?<![{_DIGIT}])(?<![{_DIGIT}]年)(?P<month>{_SMALL}){_SPACE}月{_SPACE}(?P<day>{_SMALL}){_SPACE}[日号]"
)
# 截至75: the day of counting with 月 and 日 lost; nothing else of two to four digits stands there alone.
_LOST_MONTH_DAY = re.compile(r"(?<=截至|截止)到?(?P<rest>[0-9]{2,4})日?(?=\s*[,;、。]|\s*$)")
_RANGE_END = re.compile(
    rf"\s*(?:至|到|[-—–~－～]+)\s*(?:(?P<month>{_SMALL}){_SPACE}月{_SPACE}(?P<day>{_SMALL})(?:{_SPACE}[日号])?"
    rf"|(?P<only>{_SMALL}){_SPACE}日|(?P<rest>[0-9]{{2,4}})日?{_NOT_AMOUNT})(?![{_DIGIT}月])"
)
_MONTH = re.compile(
    rf"(?<![{_DIGIT}])(?P<year>{_YEAR}){_SPACE}年?{_SPACE}(?P<month>1[0-2]|[1-9]|0[1-9]|十[一二]?|[一二三四五六七八九]){_SPACE}月(?:份|(?!{_SPACE}[{_DIGIT}十]))"
)


def _integer(printed: str) -> int | None:
    digits = "".join(printed.split()).replace("O", "0").replace("元", "1")  # 元月 is January
    if digits.isascii() and digits.isdigit():
        return int(digits)
    if all(c in DIGITS or c.isdigit() for c in digits):  # 二〇一二, 二9一三
        return int("".join(c if c.isdigit() and c.isascii() else str(DIGITS[c]) for c in digits))
    return chinese_integer(digits.replace("廿", "二十").replace("卅", "三十"))


def _day(year: int | None, month: int | None, day: int | None) -> tuple[dt.date, ...]:
    if year is None or month is None or day is None:
        return ()
    try:
        return (dt.date(year, month, day),)
    except ValueError:  # a day that the calendar does not have
        return ()


def _splits(year: int, digits: str) -> tuple[dt.date, ...]:
    """Every day that month and day digits printed without a separator can be: ``111`` is 1-11 or 11-1.

    A leading zero belongs to a two-digit form, so a one-digit part is never 0.
    """
    days = [
        day for cut in (1, 2) if 1 <= len(digits) - cut <= 2 for day in _day(year, int(digits[:cut]), int(digits[cut:]))
    ]
    return tuple(sorted(set(days)))


def _found(text: str, start: int, end: int, candidates: tuple[dt.date, ...], confidence: float) -> FoundDate:
    if len(candidates) > 1:
        confidence = AMBIGUOUS
    elif not candidates:
        confidence = UNREAD
    return FoundDate(
        start, end, text[start:end], candidates[0] if len(candidates) == 1 else None, candidates, confidence
    )


def _worded(text: str, m: re.Match[str], _: int | None) -> FoundDate:
    complete = m["nian"] and m["ri"] and not m["year"].startswith("二9")
    candidates = _day(_integer(m["year"].replace("二9", "20")), _integer(m["month"]), _integer(m["day"]))
    return _found(text, m.start(), m.end(), candidates, SURE if complete else LOST_ONE_CHARACTER)


def _separated(text: str, m: re.Match[str], _: int | None) -> FoundDate:
    return _found(text, m.start(), m.end(), _day(int(m["year"]), int(m["month"]), int(m["day"])), SURE)


def _lost(text: str, m: re.Match[str], _: int | None) -> FoundDate | None:
    if len(m["rest"]) == 2 and not m["ri"]:  # 202012 is a month or a number, not a day
        return None
    candidates = _splits(int(m["year"]), m["rest"])
    if not candidates and not m["ri"]:  # an ordinary number that begins like a year
        return None
    return _found(text, m.start(), m.end(), candidates, LOST_SEPARATORS)


def _short_year(text: str, m: re.Match[str], _: int | None) -> FoundDate:
    """09年3月5日, 一二年三月五日 can be of this century or the last: both are candidates."""
    month, day, year = _integer(m["month"]), _integer(m["day"]), _integer(m["year"])
    candidates = () if year is None else _day(1900 + year, month, day) + _day(2000 + year, month, day)
    return _found(text, m.start(), m.end(), candidates, AMBIGUOUS)


def _month_day(text: str, m: re.Match[str], default_year: int | None) -> FoundDate:
    said = text[max(0, m.start() - 2) : m.start()]
    year = None if default_year is None else default_year + _YEAR_WORDS.get(said, 0)
    return _found(text, m.start(), m.end(), _day(year, _integer(m["month"]), _integer(m["day"])), WITHOUT_YEAR)


def _lost_month_day(text: str, m: re.Match[str], default_year: int | None) -> FoundDate | None:
    candidates = () if default_year is None else _splits(default_year, m["rest"])
    return _found(text, m.start("rest"), m.end(), candidates, LOST_SEPARATORS) if candidates else None


_Reader = Callable[[str, re.Match[str], "int | None"], "FoundDate | None"]
# Most complete shape first: what one shape has read, a later one does not read again.
_SHAPES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_WORDED, _worded),
    (_SEPARATED, _separated),
    (_SHORT_YEAR, _short_year),
    (_LOST, _lost),
    (_MONTH_DAY, _month_day),
    (_LOST_MONTH_DAY, _lost_month_day),
)


def _range_end(text: str, copy: str, begin: FoundDate) -> FoundDate | None:
    """The end of a range that leaves out what its begin has printed (2020年7月1日至31日, 202071日至731)."""
    m = _RANGE_END.match(copy, begin.end)
    if m is None or begin.date is None:
        return None
    start = min(m.start(g) for g in ("month", "only", "rest") if m[g] is not None)
    year, month = begin.date.year, begin.date.month
    if m["rest"] is not None:
        candidates = tuple(d for d in _splits(year, m["rest"]) if d >= begin.date)
        return _found(text, start, m.end(), candidates, LOST_SEPARATORS) if candidates else None
    if m["only"] is not None:
        candidates = _day(year, month, _integer(m["only"]))
    else:
        candidates = _day(year, _integer(m["month"]), _integer(m["day"]))
        if candidates and candidates[0] < begin.date:  # 12月30日至1月5日 ends in the next year
            candidates = _day(year + 1, candidates[0].month, candidates[0].day)
    return _found(text, start, m.end(), candidates, min(begin.confidence, WITHOUT_YEAR))


def _take(found: FoundDate, taken: list[FoundDate]) -> bool:
    """Put a date among those taken, which are in order; ``False`` where it overlaps one of them."""
    at = bisect_right(taken, found.start, key=_start)
    if (at > 0 and found.start < taken[at - 1].end) or (at < len(taken) and taken[at].start < found.end):
        return False
    taken.insert(at, found)
    return True


def _start(found: FoundDate) -> int:
    return found.start


def _readings(text: str, copy: str, default_year: int | None) -> Iterator[FoundDate]:
    taken: list[FoundDate] = []
    for pattern, read in _SHAPES:
        for m in pattern.finditer(copy):
            found = read(text, m, default_year)
            if found is None or not _take(found, taken):
                continue
            yield found
            end = _range_end(text, copy, found) if pattern is not _MONTH_DAY else None
            if end is not None and _take(end, taken):
                yield end


def find_dates(text: str, *, default_year: int | None = None) -> list[FoundDate]:
    """All dates of a text in reading order.

    Read are 2020-12-09, 2019/4/25 9:32:09 (the time is not part of it), 2020年12月9日 with blanks inside or
    full-width digits, 二〇一二年七月二日, 二9一三年四月二日, dates that lost 年, 月 or 日 (2020810, 202071日至731,
    截至75) and 12月31日, whose year is ``default_year``, shifted by a printed 去年 or 明年; without it the date is
    ``None``.
    Numbers inside addresses and amounts are left alone. Never raises for any text.
    """
    return sorted(_readings(text, plain(text), default_year), key=lambda f: f.start)


def find_months(text: str) -> list[FoundMonth]:
    """Months printed with their year and without a day: 2020年7月份, 20207月份."""
    found = []
    for m in _MONTH.finditer(plain(text)):
        year, month = _integer(m["year"]), _integer(m["month"])
        if year is not None and month is not None:
            found.append(FoundMonth(m.start(), m.end(), text[m.start() : m.end()], year, month))
    return found


_AROUND = re.compile(rf"{_TIME}?\s*(?:[(]?\s*(?:星期|周)[一二三四五六日天]\s*[)]?)?{_TIME}?\s*[。.]?\s*")


def parse_date(text: str) -> dt.date | None:
    """The day of a field that holds one date, with or without time or weekday; ``None`` for anything else."""
    copy = plain(text)
    found = find_dates(text)
    if len(found) != 1 or copy[: found[0].start].strip():
        return None
    return found[0].date if _AROUND.fullmatch(copy, found[0].end) else None


def first_date(text: str, default_year: int | None = None) -> dt.date | None:
    """The first date of a text that can be read in one way only."""
    return next((d.date for d in find_dates(text, default_year=default_year) if d.date is not None), None)
