"""The numbers of a desk, counted in SQL, against the same numbers counted letter by letter in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.records import Letter
from pipelines.audit.stated import grouped
from pipelines.audit.timing.clocks import Desk, clocks_of, counted, desk_of
from pipelines.audit.wide.desks import DESKS, clock_findings, desk_of_row
from pipelines.workdays import calendar_rows
from tests.pipelines.audit.stated_by_hand import letter
from warehouse import models, schema

START = dt.date(2020, 12, 1)
CAPTURED = dt.date(2020, 12, 31)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables that response_times is made of, empty but for the calendar."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        for name in ("letters", "replies", "working_days", "response_times"):
            connection.execute(schema.create_statement(schema.tables()[name]))
        connection.execute("CREATE TABLE captures (capture_id VARCHAR, fetched_at TIMESTAMPTZ)")
        connection.execute("INSERT INTO captures VALUES ('page', ?)", [f"{CAPTURED} 09:00:00+08"])
        connection.execute("ATTACH ':memory:' AS stage")
        connection.execute(
            "CREATE TABLE stage.letter_limits (letter_id VARCHAR, limit_workdays BIGINT, limit_source VARCHAR)"
        )
        rows = [
            (r["day"], r["is_workday"], r["ordinal"], r["source"])
            for r in calendar_rows()
            if 2018 < r["day"].year < 2022
        ]
        connection.executemany("INSERT INTO working_days VALUES (?, ?, ?, ?)", rows)
        yield connection


def desks(con: duckdb.DuckDBPyConnection, letters: list[Letter], limits: dict[str, int] | None = None) -> list[Desk]:
    for table in ("letters", "replies", "response_times", "stage.letter_limits"):
        con.execute(f"DELETE FROM {table}")
    for one in letters:
        values: dict[str, Any] = {
            "letter_id": one.letter_id,
            "source_id": one.source_id,
            "region_code": one.region_code,
            "handling_region_code": one.handling_region_code,
            "channel": one.channel,
            "received_on": one.received_on,
            "page_replied_on": one.page_replied_on,
            "capture_id": "page",
            "last_seen_at": dt.datetime(2021, 6, 1, tzinfo=dt.UTC),
        }
        insert(con, "letters", values)
        for reply in one.replies:
            stage = {name: getattr(reply, name) for name in ("stage_no", "stage", "dated_on", "date_basis")}
            insert(con, "replies", stage | {"letter_id": one.letter_id})
    for letter_id, limit in (limits or {}).items():
        con.execute("INSERT INTO stage.letter_limits VALUES (?, ?, 'printed')", [letter_id, limit])
    con.execute(f"INSERT INTO response_times BY NAME {models.load()['response_times'].sql}")
    result = con.execute(DESKS)
    names = [column[0] for column in result.description or []]
    return [desk_of_row(dict(zip(names, row, strict=True))) for row in result.fetchall()]


def insert(con: duckdb.DuckDBPyConnection, table: str, values: dict[str, Any]) -> None:
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))


DATES = st.none() | st.integers(-400, 40).map(lambda n: (START + dt.timedelta(days=n)).isoformat())
STAGES = st.tuples(
    st.sampled_from(["transfer", "interim", "substantive", "refusal"]),
    DATES,
    st.sampled_from(["signature", "inline"]),
)
LETTERS = st.lists(
    st.builds(
        lambda received, page, stages, region: (received, page, stages, region),
        DATES,
        DATES,
        st.lists(STAGES, max_size=3),
        st.sampled_from([None, "611022"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=20, deadline=None)
@given(LETTERS)
def test_sql_counts_as_python_does(con: duckdb.DuckDBPyConnection, found: list[Any]) -> None:
    letters = [
        letter(received, page, *stages, letter_id=f"l{n}", handling_region_code=region)
        for n, (received, page, stages, region) in enumerate(found)
    ]
    expected = {
        desk[1:]: counted(desk[1], desk[2], [clocks_of(one, CAPTURED) for one in group])
        for desk, group in grouped(letters, desk_of).items()
    }
    assert {(desk.region_code, desk.channel): desk for desk in desks(con, letters)} == expected


def test_a_date_after_its_capture_is_impossible_and_in_no_duration(con: duckdb.DuckDBPyConnection) -> None:
    answer = ("substantive", "2021-12-15", "signature")
    letters = [
        letter("2020-12-09", "2020-12-10", answer, letter_id="signed"),
        letter("2021-12-09", None, letter_id="sent"),
        letter("2020-12-09", "2020-12-10", ("substantive", None, "none"), letter_id="in order"),
    ]
    (desk,) = desks(con, letters)
    assert (desk.dated, desk.ahead, desk.reversed, desk.both, desk.substantive) == (3, 2, 0, 0, {})
    (t3,) = [row for row in clock_findings(con) if row["check_id"] == "T3"]
    assert (t3["verdict"], t3["severity"], t3["recomputed"]) == ("inconsistent", 2, "0处颠倒；2处晚于存档")
    assert con.execute("SELECT letter_id, impossible_clocks FROM response_times ORDER BY 1").fetchall() == [
        ("in order", 0), ("sent", 0), ("signed", 2)
    ]  # fmt: skip


def test_late_by_one_date_and_not_by_the_other(con: duckdb.DuckDBPyConnection) -> None:
    answer = ("substantive", "2020-12-15", "signature")
    letters = [letter("2020-12-09", "2020-12-10", answer, letter_id=f"l{n}") for n in range(3)]
    (desk,) = desks(con, letters, {"l0": 3, "l1": 4})
    assert (desk.limited, desk.over_page, desk.over_best) == (2, 0, 1)
    (t4,) = [row for row in clock_findings(con) if row["check_id"] == "T4"]
    assert (t4["verdict"], t4["severity"], t4["letter_id"]) == ("needs_definition", 2, None)
    assert con.execute("SELECT letter_id, is_late FROM response_times ORDER BY 1").fetchall() == [
        ("l0", True), ("l1", False), ("l2", None)
    ]  # fmt: skip
