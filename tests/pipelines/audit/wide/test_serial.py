"""A5 over a series of bulletins, on small hand-made warehouses."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from pipelines.audit.wide.serial import series_formulas
from tests.pipelines.audit.wide.test_across import MAYOR, insert, month
from tests.warehouse.world import claim
from warehouse import schema

CHANNEL = {**MAYOR, "office": None}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS stage")
        connection.execute(schema.create_statement(schema.tables()["regions"]))
        insert(connection, "regions", {"region_code": "611000", "name": "商洛市", "level": "city"})
        connection.execute(
            "CREATE TABLE stage.printed_figures (document_id VARCHAR, source_id VARCHAR, region_code VARCHAR,"
            " channel VARCHAR, metric VARCHAR, kind VARCHAR, office VARCHAR, period_start DATE, period_end DATE,"
            " origin VARCHAR, confidence DOUBLE, stated_by VARCHAR, document_region VARCHAR, dated_on DATE,"
            " printings STRUCT(printed VARCHAR, value DECIMAL(18,6), low DECIMAL(18,6), high DECIMAL(18,6),"
            " origin VARCHAR, claim_id VARCHAR)[])"
        )
        yield connection


def found(con: duckdb.DuckDBPyConnection, *bulletins: dict[str, str]) -> list[Any]:
    """The findings on one bulletin a month, each with what it prints; rates have two decimals."""
    con.execute("DELETE FROM stage.printed_figures")
    for number, printed in enumerate(bulletins, start=1):
        for metric, text in printed.items():
            is_rate = metric.endswith("_rate")
            half = Decimal("0.005") if is_rate else Decimal(0)
            value = Decimal(text)
            row = claim(f"{metric}-{number}", "c", metric, text, document_id=f"d{number}", **MAYOR, **month(number))
            row |= {"kind": "rate" if is_rate else "count", "low": value - half, "high": value + half}
            row["printings"] = [{name: row[name] for name in ("printed", "value", "low", "high", "origin", "claim_id")}]
            names = [name for (name, *_) in con.execute("DESCRIBE stage.printed_figures").fetchall() if name in row]
            marks = ", ".join("?" * len(names))
            con.execute(
                f"INSERT INTO stage.printed_figures ({', '.join(names)}) VALUES ({marks})", [row[n] for n in names]
            )
    return [placed.finding for placed in series_formulas(con)]


def on_time(due: int, completed: int, late: int, rate: str) -> dict[str, str]:
    counts = {"due": str(due), "completed": str(completed), "overdue_completed": str(late)}
    return counts | {"on_time_completion_rate": rate}


BY_COMPLETED = [on_time(202, 201, 34, "83.08"), on_time(110, 100, 7, "93.00"), on_time(60, 50, 4, "92.00")]


def test_a_series_that_follows_what_the_label_says(con: duckdb.DuckDBPyConnection) -> None:
    printed = [on_time(202, 201, 34, "83.17"), on_time(110, 100, 11, "90.00"), on_time(60, 50, 6, "90.00")]
    (one,) = found(con, *printed)
    assert (one.check_id, one.verdict, one.severity) == ("A5", "consistent", 0)
    assert (one.formula_id, one.alternatives, len(one.claim_ids)) == ("on_time_over_due", (), 3)


def test_a_series_that_follows_another_formula(con: duckdb.DuckDBPyConnection) -> None:
    (one,) = found(con, *BY_COMPLETED)
    assert (one.verdict, one.severity, one.formula_id) == ("consistent_on_other_base", 1, "on_time_over_completed")
    assert "3期" in one.statement_zh


def test_an_outlier_is_listed_with_the_formula_that_gives_it(con: duckdb.DuckDBPyConnection) -> None:
    (one,) = found(con, *BY_COMPLETED, on_time(40, 30, 4, "90.00"))
    assert (one.verdict, one.severity, one.formula_id) == ("needs_definition", 2, "on_time_over_completed")
    assert one.evidence[1:] == ("2021年4月90.00（合(应办-逾期办结)/应办）",)
    assert "not so: 90.00 for April 2021 (given by (due - overdue completed)/due)." in one.statement_en


def test_formulas_that_cannot_be_told_apart_are_named(con: duckdb.DuckDBPyConnection) -> None:
    same = [on_time(50, 50, 5, "90.00")] * 3
    (one,) = found(con, *same)
    assert (one.verdict, one.formula_id) == ("consistent", "on_time_over_due")
    assert "on_time_over_completed" in one.alternatives
    assert "不能区分" in one.statement_zh


def test_the_last_digit_decides(con: duckdb.DuckDBPyConnection) -> None:
    # 2/3 is 66.666...: 66.67 by rounding, 66.66 by cutting off, and 66.68 by neither.
    for rate, verdict in (("66.67", "consistent"), ("66.66", "consistent"), ("66.68", "needs_definition")):
        (one,) = found(con, *[{"received": "3", "completed": "2", "completion_rate": rate}] * 3)
        assert one.verdict == verdict, rate


def test_two_bulletins_or_rates_without_counts_are_no_series(con: duckdb.DuckDBPyConnection) -> None:
    assert found(con, *BY_COMPLETED[:2]) == []
    assert found(con, *[{"due": "10", "on_time_completion_rate": "90.00"}] * 3) == []
