"""V1 against the letters of crawls: those of the period that a claim is about, and the rates of list pages."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from pipelines.audit.wide.observed import OBSERVED_OF_CLAIMS, against_counter
from tests.warehouse.world import letter
from warehouse import schema

MAYOR = {"region_code": "611000", "channel": "mayor_mailbox"}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for name in ("letters", "replies", "crawls", "claim_vs_public"):
            columns = ", ".join(f"{c.name} {c.type}" for c in schema.tables()[name].columns)
            connection.execute(f"CREATE TABLE {name} ({columns})")
        insert(connection, "crawls", crawl_id="c1", source_id="shangluo-mayor", mode="full", complete=True, refused=0)
        for number, day in enumerate(("2021-03-31", "2021-04-01", "2021-06-30", "2021-07-01"), start=1):
            row = letter(f"l{number}", "c1", received_on=dt.date.fromisoformat(day))
            insert(connection, "letters", **{k: v for k, v in row.items() if k in known(connection, "letters")})
        insert(connection, "replies", letter_id="l2", stage="substantive")
        yield connection


def known(con: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    return {name for (name, *_) in con.execute(f"DESCRIBE {table}").fetchall()}


def insert(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    marks = ", ".join("?" * len(values))
    con.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({"period_start": dt.date(2021, 4, 1), "period_end": dt.date(2021, 6, 30)}, [("q", 2, 1)]),
        ({"period_start": dt.date(2021, 4, 1), "as_of": dt.date(2021, 7, 1)}, [("q", 3, 1)]),
        ({"as_of": dt.date(2021, 4, 1)}, [("q", 2, 1)]),
        ({}, [("q", 4, 1)]),
        ({"period_start": dt.date(2020, 1, 1), "period_end": dt.date(2020, 12, 31)}, []),
    ],
)
def test_only_letters_of_the_period_count(
    con: duckdb.DuckDBPyConnection, about: dict[str, dt.date], expected: list[tuple[str, int, int]]
) -> None:
    insert(con, "claim_vs_public", claim_id="q", public_basis="claim", **MAYOR, **about)
    assert con.execute(OBSERVED_OF_CLAIMS).fetchall() == expected


@pytest.mark.parametrize(
    ("completed", "verdict"), [(989, "consistent"), (990, "consistent"), (999, "consistent"), (1000, "inconsistent")]
)
def test_a_list_page_may_cut_digits_off(completed: int, verdict: str) -> None:
    claim = {
        **MAYOR, "claim_id": "r", "metric": "completion_rate", "label": "办结率", "printed": "99%",
        "quote": "办结率 99%", "qualifier": "exact", "confidence": 1.0, "source_id": "s",
        "document_id": None, "letter_id": None,
        "received": 1000, "valid": None, "claimed_low": 0.985, "claimed_high": 0.995, "period_start": None,
        "period_end": None,
    }  # fmt: skip
    held = against_counter(claim, {"claim_id": "n", "value": completed, "label": "办结数"})
    assert held is not None
    assert (held.row["verdict"], held.finding.subject) == (verdict, "市长信箱办结率，公开记录为栏目计数")
