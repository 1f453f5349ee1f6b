"""The periods that invented bulletins report on, and the words that print them.

What belongs here: weeks, months, quarters, half years and years with their neighbours. What does not: figures.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

DAY = dt.timedelta(days=1)
QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day; ``printed`` as sentences name it, ``earlier`` and ``year_earlier`` what it is compared with
    (``None`` where nobody does), ``parts`` the names of the months or quarters that it is made of.
    """

    kind: str
    start: dt.date
    end: dt.date
    title: str
    printed: tuple[str, ...]
    earlier: tuple[str, ...]
    year_earlier: tuple[str, ...]
    parts: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def to_date(self) -> str:
        """January until the end of the span: 2022年1—3月."""
        return f"{self.end.year}年1—{self.end.month}月"


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - DAY


def span(rng: Random) -> Span:
    """A period between 2019 and 2025."""
    year = rng.randint(2019, 2025)
    match rng.choice(("week", "month", "month", "month", "quarter", "quarter", "half", "year")):
        case "week":
            return _week(year, rng.randint(2, 50))
        case "month":
            return _month(year, rng.randint(1, 12))
        case "quarter":
            return _quarter(year, rng.randint(1, 4))
        case "half":
            return _half(year, rng.randint(1, 2))
        case _:
            return _year(year)


def _week(year: int, number: int) -> Span:
    start = dt.date.fromisocalendar(year, number, 1)
    end = start + 6 * DAY
    days = f"{start.month}月{start.day}日—{end.month}月{end.day}日"
    printed = (f"{year}年第{number}周（{days}）", f"{year}年{start.month}月{start.day}日至{end.month}月{end.day}日")
    return Span("week", start, end, f"{year}年第{number}周", printed, ("上周",), ())


def _month(year: int, month: int) -> Span:
    printed = (f"{year}年{month}月", f"{year}年{month}月份", f"{month}月份", f"{month}月", "本月")
    before = 12 if month == 1 else month - 1
    earlier = ("上月", "上个月") if month == 1 else ("上月", "上个月", f"{before}月份")
    return Span(
        "month", dt.date(year, month, 1), _last_day(year, month), f"{year}年{month}月", printed, earlier, ("去年同期",)
    )


def _quarter(year: int, number: int) -> Span:
    name = QUARTERS[number - 1]
    first = 3 * number - 2
    printed = (
        f"{year}年第{name}季度",
        f"{year}年{name}季度",
        f"{name}季度",
        "本季度",
        f"{year}年{first}—{first + 2}月",
    )
    parts = tuple(f"{m}月" for m in range(first, first + 3))
    start, end = dt.date(year, first, 1), _last_day(year, first + 2)
    return Span("quarter", start, end, f"{year}年第{name}季度", printed, ("上季度",), ("去年同期",), parts)


def _half(year: int, number: int) -> Span:
    name = "上" if number == 1 else "下"
    months = "1—6" if number == 1 else "7—12"
    start, end = dt.date(year, 6 * number - 5, 1), _last_day(year, 6 * number)
    parts = tuple(f"{QUARTERS[i]}季度" for i in range(2 * number - 2, 2 * number))
    printed = (f"{year}年{name}半年", f"{name}半年", f"{year}年{months}月")
    return Span("half", start, end, f"{year}年{name}半年", printed, (), ("去年同期",), parts)


def _year(year: int) -> Span:
    parts = tuple(f"{name}季度" for name in QUARTERS)
    printed = (f"{year}年", f"{year}年度", f"{year}年全年")
    return Span(
        "year",
        dt.date(year, 1, 1),
        dt.date(year, 12, 31),
        f"{year}年",
        printed,
        (f"{year - 1}年", "上年"),
        (),
        parts,
    )
