"""The Kaplan-Meier median of the model against a hand computation and against an independent one in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import models

Letter = tuple[int | None, int]
"""Working days to the answer, or None, and working days until the letter was last seen without one."""


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS stage")
        yield connection


def summary(
    con: duckdb.DuckDBPyConnection, letters: list[Letter], *, until: str = "2022-03-31", clock: str = "first_page"
) -> tuple[float | None, str | None, int, float | None]:
    """km_median, its reason, and the letters followed for 5 working days with the share answered within them."""
    con.execute(
        "CREATE OR REPLACE TABLE stage.clocked (letter_id VARCHAR, region_code VARCHAR, handling_region_code VARCHAR,"
        " channel VARCHAR, publishes VARCHAR, period_start DATE, is_signed BOOLEAN, observed_until DATE,"
        " followed_days BIGINT, followed_workdays BIGINT, clock VARCHAR, belongs BOOLEAN, workdays BIGINT, days BIGINT,"
        " page_workdays BIGINT, waited_workdays BIGINT, is_undated BOOLEAN, is_impossible BOOLEAN)"
    )
    for n, (answered, seen) in enumerate(letters):
        values = {
            "letter_id": f"l{n}",
            "publishes": "all",
            "period_start": dt.date(2021, 1, 1),
            "is_signed": False,
            "observed_until": dt.date.fromisoformat(until),
            "followed_workdays": max(seen, answered or 0),
            "clock": clock,
            "belongs": True,
            "workdays": answered,
            "waited_workdays": None if answered is not None else seen,
            "is_undated": False,
            "is_impossible": False,
        }
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        con.execute(f"INSERT INTO stage.clocked ({names}) VALUES ({marks})", list(values.values()))
    (row,) = con.execute(
        "SELECT km_median, not_computable_reason, n_followed_5_workdays, within_5_workdays"
        f" FROM ({models.load()['response_summary'].sql})"
    ).fetchall()
    return row


def km_median(letters: list[Letter]) -> int | None:
    """The first duration after which at most half still wait, letter by letter and exactly."""
    share = Fraction(1)
    for duration in sorted({answered for answered, _ in letters if answered is not None}):
        waiting = sum((seen if answered is None else answered) >= duration for answered, seen in letters)
        answers = sum(answered == duration for answered, _ in letters)
        share *= Fraction(waiting - answers, waiting)
        if share <= Fraction(1, 2):
            return duration
    return None


# By hand: 7 letters. Day 2: 1 of 7 answered, 6/7 wait. One was taken off the site on day 3. Day 4: 2 of 5 answered,
# 6/7 x 3/5 = 18/35 > 1/2. One was last seen on day 6. Day 9: 1 of 2 answered, 18/70 wait: the median is 9 days. Without
# the two that were lost sight of, 4 of 5 were answered and the median would be 4.
BY_HAND: list[Letter] = [(2, 2), (None, 3), (4, 4), (4, 4), (None, 6), (9, 9), (None, 30)]


def test_letters_that_were_lost_sight_of_leave_the_count(con: duckdb.DuckDBPyConnection) -> None:
    km, reason, _, _ = summary(con, BY_HAND)
    assert (km, reason) == (9.0, None)
    assert km_median(BY_HAND) == 9


def test_a_share_is_of_letters_that_were_followed_long_enough(con: duckdb.DuckDBPyConnection) -> None:
    # Followed for 5 days or more: those of 6, 9 and 30 days, none of them answered within 5.
    assert summary(con, BY_HAND)[2:] == (3, 0.0)
    assert summary(con, [(2, 20), (None, 3), (7, 7)])[2:] == (2, 0.5)


@pytest.mark.parametrize(
    ("until", "clock", "reason"),
    [
        ("2022-03-30", "first_page", "followed_less_than_90_days"),
        ("2022-03-31", "signed_only", "only_signed_letters"),
        ("2022-03-31", "paired", "only_signed_letters"),
    ],
)
def test_why_there_is_none(con: duckdb.DuckDBPyConnection, until: str, clock: str, reason: str) -> None:
    assert summary(con, BY_HAND, until=until, clock=clock)[:2] == (None, reason)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.none() | st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=12))
def test_the_model_agrees_with_an_independent_computation(
    con: duckdb.DuckDBPyConnection, letters: list[Letter]
) -> None:
    km, reason, _, _ = summary(con, letters)
    assert km == km_median(letters)
    assert reason == (None if km is not None else "less_than_half_answered")
