"""P2 over letters: answers on the last day of their limit and on one day of the week."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import duckdb
import pytest

from pipelines.audit.wide import wide_row
from pipelines.audit.wide.heaping import (
    chance_of_two_alike,
    heaped_on_limit,
    heaped_on_weekday,
    is_heaped_on_limit,
    is_heaped_on_weekday,
)
from tests.warehouse.world import calendar
from warehouse import schema

DESKS = 2000
MONDAY = dt.date(2021, 3, 1)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for name in ("response_times", "working_days", "regions"):
            connection.execute(schema.create_statement(schema.tables()[name]))
        days = [list(row.values()) for row in calendar() if row["day"].year == 2021]
        connection.executemany("INSERT INTO working_days VALUES (?, ?, ?, ?)", days)
        yield connection


def answered(con: duckdb.DuckDBPyConnection, letters: list[dict[str, Any]]) -> None:
    """Fill the table of clocks with the letters of one desk."""
    con.execute("DELETE FROM response_times")
    for n, values in enumerate(letters):
        row = {"letter_id": f"l{n}", "source_id": "s", "region_code": "611000", "channel": "mayor_mailbox"} | values
        row |= {"answer": "substantive", "impossible_clocks": 0, "outside_calendar": False, "basis": "signature"}
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        con.execute(f"INSERT INTO response_times ({names}) VALUES ({marks})", list(row.values()))


def taking(*counts: tuple[int, int], limit: int | None = 10) -> list[dict[str, Any]]:
    """So many letters that took so many working days, with a limit of 10."""
    return [
        {"substantive_on": MONDAY, "substantive_workdays": workdays, "limit_workdays": limit}
        for number, workdays in counts
        for _ in range(number)
    ]


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ([(40, 3), (10, 10)], "unusual"),  # 20 %, the edge
        ([(41, 3), (9, 10)], "consistent"),
        ([(31, 3), (4, 9), (15, 10)], "unusual"),  # chance gives it once in 104 desks
        ([(30, 3), (5, 9), (15, 10)], "consistent"),  # once in 48
        ([(30, 3), (15, 10), (5, 11)], "consistent"),
        ([(50, 3)], "consistent"),
    ],
)
def test_the_last_day_of_the_limit(con: duckdb.DuckDBPyConnection, counts: list[tuple[int, int]], verdict: str) -> None:
    answered(con, taking(*counts))
    (one,) = heaped_on_limit(con)
    assert (one.finding.check_id, one.finding.verdict) == ("P2", verdict)
    assert one.finding.severity == (verdict == "unusual")
    on = sum(number for number, workdays in counts if workdays == 10)
    assert one.finding.evidence == (f"{on}/50={on * 2}.0%",)
    assert (f"{on}件" in one.finding.statement_zh, f", {on} (" in one.finding.statement_en) == (True, True)


def test_twice_as_many_as_on_the_days_beside_it() -> None:
    assert is_heaped_on_limit(40, 20, 3, 100)
    assert is_heaped_on_limit(40, 3, 20, 100)
    assert not is_heaped_on_limit(39, 20, 3, 100)


def test_where_the_limit_does_not_apply(con: duckdb.DuckDBPyConnection) -> None:
    answered(con, taking((49, 10)))
    assert list(heaped_on_limit(con)) == []
    answered(con, taking((60, 10), limit=None))
    assert list(heaped_on_limit(con)) == []


def on_weekdays(*counts: int) -> list[dict[str, Any]]:
    """So many answers on each day of the week from Monday 2021-03-01."""
    return [{"substantive_on": MONDAY + dt.timedelta(days=n)} for n, number in enumerate(counts) for _ in range(number)]


@pytest.mark.parametrize(
    ("counts", "verdict", "evidence", "weekday"),
    [
        ((10, 10, 10, 0, 20), "unusual", "20/50=40.0%", "Friday"),
        ((10, 10, 11, 0, 19), "consistent", "19/50=38.0%", "Friday"),
        ((50, 0, 0, 0, 0), "unusual", "50/50=100.0%", "Monday"),
        ((10, 10, 10, 10, 10, 30, 30), "consistent", "10/50=20.0%", "Monday"),  # a weekend that is none of working days
    ],
)
def test_one_day_of_the_week(
    con: duckdb.DuckDBPyConnection, counts: tuple[int, ...], verdict: str, evidence: str, weekday: str
) -> None:
    answered(con, on_weekdays(*counts))
    (one,) = heaped_on_weekday(con)
    assert (one.finding.verdict, one.finding.evidence) == (verdict, (evidence,))
    assert weekday in one.finding.statement_en


def test_few_answers_and_make_up_days_say_nothing_of_the_week(con: duckdb.DuckDBPyConnection) -> None:
    answered(con, on_weekdays(0, 0, 0, 0, 49))
    assert list(heaped_on_weekday(con)) == []
    answered(con, [{"substantive_on": dt.date(2021, 2, 7)}] * 60)  # a Sunday worked for the Spring Festival
    assert list(heaped_on_weekday(con)) == []


def test_districts_of_one_name_in_one_mailbox_are_told_apart(con: duckdb.DuckDBPyConnection) -> None:
    letters = [{"region_code": "130000", "handling_region_code": code} for code in ("130104", "130703")]
    answered(con, [desk | day for desk in letters for day in on_weekdays(20, 10, 10, 10, 10)])
    names = [("130000", "河北省"), ("130104", "桥西区"), ("130703", "桥西区")]
    con.executemany("INSERT INTO regions (region_code, name, level) VALUES (?, ?, 'county')", names)
    found = [wide_row(placed) for placed in heaped_on_weekday(con)]
    con.execute("DELETE FROM regions")
    assert len({row["finding_id"] for row in found}) == 2
    assert {row["subject"] for row in found} == {"河北省市长信箱（桥西区答复）实质答复与星期"}
    assert "in the mayor mailbox of 河北省 (answered by 桥西区)" in found[0]["statement_en"]


@pytest.mark.parametrize("limit", [4, 5, 7, 10])
@pytest.mark.parametrize("n", [50, 100])
def test_answers_spread_evenly_over_their_limit_are_seldom_told(n: int, limit: int) -> None:
    """The false-alarm rate that rules/heaping.yaml states."""
    rng = Random(f"{n} {limit}")
    told = 0
    for _ in range(DESKS):
        days = Counter(rng.choices(range(1, limit + 1), k=n))
        told += is_heaped_on_limit(days[limit], days[limit - 1], days[limit + 1], n)
    assert told * 100 <= DESKS


@pytest.mark.parametrize("n", [50, 100])
def test_answers_spread_evenly_over_the_week_are_seldom_told(n: int) -> None:
    rng = Random(n)
    commonest = [max(Counter(rng.choices(range(5), k=n)).values()) for _ in range(DESKS)]
    assert sum(is_heaped_on_weekday(on, n) for on in commonest) * 100 <= DESKS


def test_the_chance_of_two_days_that_are_alike() -> None:
    assert chance_of_two_alike(0, 0) == 1
    assert chance_of_two_alike(10, 0) == Fraction(1, 1024)
    assert chance_of_two_alike(2, 1) == Fraction(1, 2)
    assert Fraction(1, 100) < chance_of_two_alike(16, 8) < Fraction(1, 10)
    assert chance_of_two_alike(200_000, 100_000) < Fraction(1, 10**20)
