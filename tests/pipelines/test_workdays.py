import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.workdays import (
    FIRST_DAY,
    LAST_DAY,
    UncoveredDay,
    add_workdays,
    calendar_rows,
    is_workday,
    workdays_between,
)

covered = st.dates(FIRST_DAY, LAST_DAY)


@pytest.mark.parametrize(
    ("start", "stop", "count"),
    [
        ("2020-12-09", "2020-12-10", 1),
        ("2020-12-09", "2020-12-15", 4),
        ("2020-08-10", "2021-02-22", 132),
        ("2020-07-31", "2020-08-10", 6),
        ("2022-03-31", "2022-04-15", 10),
        ("2021-12-31", "2022-01-14", 9),
        ("2020-12-15", "2020-12-09", -4),
        ("2020-12-12", "2020-12-12", 0),
    ],
)
def test_counts_exclude_the_start_and_include_the_stop(start: str, stop: str, count: int) -> None:
    assert workdays_between(dt.date.fromisoformat(start), dt.date.fromisoformat(stop)) == count


@pytest.mark.parametrize("day", ["2021-02-07", "2021-02-20", "2022-01-29", "2022-01-30", "2022-04-02", "2022-04-24"])
def test_make_up_days_are_working_days(day: str) -> None:
    date = dt.date.fromisoformat(day)
    assert date.weekday() >= 5
    assert is_workday(date)


def test_a_holiday_on_a_weekday_is_not_a_working_day() -> None:
    assert dt.date(2021, 2, 15).weekday() == 0
    assert not is_workday(dt.date(2021, 2, 15))


@pytest.mark.parametrize("day", [FIRST_DAY - dt.timedelta(days=1), LAST_DAY + dt.timedelta(days=1)])
def test_an_uncovered_year_is_named_with_what_to_do(day: dt.date) -> None:
    with pytest.raises(UncoveredDay, match=rf"not {day.year}.*install a newer chinesecalendar"):
        workdays_between(dt.date(2020, 1, 1), day)


def test_adding_past_the_calendar_is_an_error_and_not_the_last_day() -> None:
    with pytest.raises(UncoveredDay):
        add_workdays(LAST_DAY - dt.timedelta(days=1), 30)


def test_adding_counts_forward_only() -> None:
    with pytest.raises(ValueError, match="counts forward"):
        add_workdays(dt.date(2020, 1, 2), -1)


@given(covered, covered, covered)
def test_counts_add_up(a: dt.date, b: dt.date, c: dt.date) -> None:
    assert workdays_between(a, b) + workdays_between(b, c) == workdays_between(a, c)


@given(st.dates(FIRST_DAY, dt.date(2025, 1, 1)), st.integers(1, 200))
def test_adding_is_the_earliest_day_with_that_count(start: dt.date, count: int) -> None:
    stop = add_workdays(start, count)
    assert workdays_between(start, stop) == count
    assert workdays_between(start, stop - dt.timedelta(days=1)) == count - 1


@given(st.dates(FIRST_DAY, dt.date(2026, 12, 1)), st.integers(1, 30))
def test_counts_agree_with_counting_one_by_one(start: dt.date, days: int) -> None:
    stop = start + dt.timedelta(days=days)
    assert workdays_between(start, stop) == sum(is_workday(start + dt.timedelta(days=n)) for n in range(1, days + 1))


def test_calendar_rows_have_every_day_once_and_give_the_same_counts() -> None:
    rows = {row["day"]: row for row in calendar_rows()}
    assert len(rows) == (LAST_DAY - FIRST_DAY).days + 1
    assert rows[dt.date(2021, 2, 22)]["ordinal"] - rows[dt.date(2020, 8, 10)]["ordinal"] == 132
    assert rows[FIRST_DAY]["ordinal"] == 0  # New Year's Day
    assert rows[dt.date(2021, 2, 20)]["is_workday"] is True
    assert "chinesecalendar" in rows[FIRST_DAY]["source"]
