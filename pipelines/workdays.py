"""Working days on the official calendar of mainland China, make-up working days included.

What belongs here: one day, the count between two days, and the rows of the calendar table. What does not: which clock
runs between which dates (``pipelines.audit.timing.clocks``, ``pipelines.audit.timing.lag``) and what a deadline is.

The calendar is that of the State Council's yearly holiday notices as the package ``chinesecalendar`` carries them. A
day it does not know raises ``UncoveredDay``: a calendar without make-up days would give wrong counts silently.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import TypedDict

import chinese_calendar
from chinese_calendar import constants

SOURCE = f"chinesecalendar {version('chinesecalendar')} (holiday notices of the State Council)"
_COVERED_YEARS = range(min(constants.holidays).year, max(constants.holidays).year + 1)
FIRST_DAY = dt.date(_COVERED_YEARS[0], 1, 1)
LAST_DAY = dt.date(_COVERED_YEARS[-1], 12, 31)


class UncoveredDay(ValueError):
    """A day for which no official calendar is at hand; the message names the year and what to do."""


class CalendarRow(TypedDict):
    """A row of ``working_days``.

    ``ordinal`` is the number of working days from the first covered day to ``day``, itself included: the count in (a,
    b] is ordinal(b) - ordinal(a).
    """

    day: dt.date
    is_workday: bool
    ordinal: int
    source: str


def _require_covered(day: dt.date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise UncoveredDay(
            f"{day.isoformat()}: the working-day calendar covers {FIRST_DAY.year} to {LAST_DAY.year}, not {day.year}. "
            "If the holiday notice of that year is out, install a newer chinesecalendar; otherwise check the date."
        )


def is_workday(day: dt.date) -> bool:
    """Whether offices work on ``day``. Raises ``UncoveredDay``."""
    _require_covered(day)
    return bool(chinese_calendar.is_workday(day))


@cache
def _workdays() -> tuple[dt.date, ...]:
    days = (FIRST_DAY + dt.timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
    return tuple(day for day in days if is_workday(day))


def _ordinal(day: dt.date) -> int:
    _require_covered(day)
    return bisect_right(_workdays(), day)


def workdays_between(start: dt.date, stop: dt.date) -> int:
    """How many working days lie in (start, stop]: the day of submission is day 0.

    Negative when ``stop`` is before ``start``. Raises ``UncoveredDay``.
    """
    return _ordinal(stop) - _ordinal(start)


def add_workdays(start: dt.date, count: int) -> dt.date:
    """The day on which ``count`` working days have passed: the earliest ``stop`` with that many in (start, stop].

    ``count`` 0 gives ``start`` itself. Raises ``ValueError`` for a negative count, ``UncoveredDay`` past the calendar.
    """
    if count < 0:
        raise ValueError(f"add_workdays counts forward; got {count}")
    if count == 0:
        _require_covered(start)
        return start
    index = _ordinal(start) + count - 1
    if index >= len(_workdays()):
        _require_covered(LAST_DAY + dt.timedelta(days=1))
    return _workdays()[index]


def calendar_rows() -> Iterator[CalendarRow]:
    """Every covered day in order, for the table ``working_days``."""
    ordinal = 0
    for n in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + dt.timedelta(days=n)
        works = is_workday(day)
        ordinal += works
        yield CalendarRow(day=day, is_workday=works, ordinal=ordinal, source=SOURCE)
