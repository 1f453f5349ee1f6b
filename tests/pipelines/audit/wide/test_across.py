"""Checks over several documents, crawls and letters, on small hand-made warehouses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from types import ModuleType
from typing import Any

import duckdb
import pytest

from parsers import vocabulary
from pipelines.audit.finding import CHECKS
from pipelines.audit.wide import (
    claimed_times,
    counters,
    earlier_bulletins,
    names_told,
    period_sums,
    same_figures,
    wide_row,
)
from tests.warehouse.world import NOON, capture, claim, document, letter, row, source
from warehouse import models, reference, schema

MADE_ANEW = ("claims", "documents", "letters", "response_times", "counter_readings", "captures", "table_cells")
ACROSS = (same_figures, period_sums, counters, claimed_times)
READ = ("regions", "metrics", "sources", *MADE_ANEW)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables that the checks read, with what does not change from test to test."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        connection.execute("ATTACH ':memory:' AS stage")
        for name in READ:
            connection.execute(schema.create_statement(schema.tables()[name]))
        for region in reference.rows("regions"):
            if region["region_code"].startswith("6110"):
                insert(connection, "regions", region)
        for metric in vocabulary.metrics().values():
            insert(connection, "metrics", {"metric": metric.code, "kind": metric.kind, "additive": metric.additive})
        insert(connection, "sources", source(channel="mayor_mailbox"))
        yield connection


def insert(con: duckdb.DuckDBPyConnection, table: str, values: dict[str, Any]) -> None:
    known = {column.name for column in schema.tables()[table].columns}
    kept = {name: value for name, value in values.items() if name in known}
    names, marks = ", ".join(f'"{name}"' for name in kept), ", ".join("?" * len(kept))
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(kept.values()))


def found(
    con: duckdb.DuckDBPyConnection, of: Sequence[ModuleType] = ACROSS, **tables: list[dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """The findings of one small warehouse, by check, of the checks of some modules."""
    for name in MADE_ANEW:
        con.execute(f"DELETE FROM {name}")
    for name, rows in tables.items():
        for values in rows:
            insert(con, name, values)
    con.execute(f"CREATE OR REPLACE TABLE stage.printed_figures AS {models.load()['stage.printed_figures'].sql}")
    by_check: dict[str, list[dict[str, Any]]] = {}
    of_module = [check for check in CHECKS if check.run.__module__ in {module.__name__ for module in of}]
    names = names_told(con)
    for one in (wide_row(placed, names=names) for check in of_module for placed in check.run(con)):
        by_check.setdefault(one["check_id"], []).append(one)
    return by_check


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


MAYOR = {"region_code": "611000", "channel": "mayor_mailbox"}


def month(number: int) -> dict[str, dt.date]:
    last = dt.date(2021 + number // 12, number % 12 + 1, 1) - dt.timedelta(days=1)
    return {"period_start": dt.date(2021, number, 1), "period_end": last}


def quarter(number: int) -> dict[str, dt.date]:
    return {"period_start": month(3 * number - 2)["period_start"], "period_end": month(3 * number)["period_end"]}


YEAR = {"period_start": day("2021-01-01"), "period_end": day("2021-12-31")}


def bulletins(*printed: tuple[str, str, int | str, dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """A document for each name, and in it a claim for each (document, metric, value, fields)."""
    names = sorted({name for name, *_ in printed})
    return {
        "documents": [
            document(name, "c", title=f"通报{name}", region_code="611000") | {"version_no": 1, "is_current": True}
            for name in names
        ],
        "claims": [
            claim(f"claim-{n}", "c", metric, value, document_id=name, **(MAYOR | fields)) | {"version_no": 1}
            for n, (name, metric, value, fields) in enumerate(printed)
        ],
    }


@pytest.mark.parametrize(
    ("second", "verdict", "severity"), [(50, "consistent", 0), (51, "needs_definition", 2), (60, "needs_definition", 3)]
)
def test_one_figure_in_two_documents(con: duckdb.DuckDBPyConnection, second: int, verdict: str, severity: int) -> None:
    ((one,),) = found(con, **bulletins(("a", "received", 50, YEAR), ("b", "received", second, YEAR))).values()
    assert (one["check_id"], one["verdict"], one["severity"]) == ("X1", verdict, severity)
    assert sorted(one["claim_ids"]) == ["claim-0", "claim-1"]
    assert "《通报a》印50" in one["statement_zh"]


def test_documents_with_one_title_are_told_apart(con: duckdb.DuckDBPyConnection) -> None:
    tables = bulletins(("a", "received", 50, YEAR), ("b", "received", 51, YEAR))
    for number, one in enumerate(tables["documents"], start=1):
        one |= {"title": "通报", "dated_on": day(f"2022-01-0{number}")}
    (dated,) = found(con, **tables)["X1"]
    assert "《通报》（2022-01-01）印50；《通报》（2022-01-02）印51" in dated["statement_zh"]
    assert "50 in 《通报》 (2022-01-01); 51 in 《通报》 (2022-01-02)" in dated["statement_en"]
    for number, one in enumerate(tables["documents"], start=1):
        one |= {"dated_on": day("2022-01-01"), "capture_id": f"c{number}"}
    tables["captures"] = [capture("c1"), capture("c2", fetched_at=NOON + dt.timedelta(days=1))]
    (stored,) = found(con, **tables)["X1"]
    assert "《通报》（2024-05-02 12:00:00存档）印51" in stored["statement_zh"]


def test_a_figure_touches_neither_channel_nor_period(con: duckdb.DuckDBPyConnection) -> None:
    hotline = {"channel": "hotline_12345"}
    printed = [(f"m{n}", "received", 1, month(n) | hotline) for n in (1, 2, 3)]
    by_check = found(con, **bulletins(*printed, ("q", "received", 4, quarter(1) | hotline)))
    (one,) = by_check["X2"]
    assert one["statement_zh"].startswith("商洛市12345热线2021年1月至3月收到所印为4")
    assert one["statement_en"].startswith("The number “received” of the hotline 12345 of 商洛市 for 2021-01-01")


def test_a_rate_printed_with_fewer_decimals_is_the_same(con: duckdb.DuckDBPyConnection) -> None:
    rough = {"low": Decimal("99.5"), "high": Decimal("100.5")} | YEAR
    fine = {"low": Decimal("99.725"), "high": Decimal("99.735")} | YEAR
    (one,) = found(con, **bulletins(("a", "reply_rate", 100, rough), ("b", "reply_rate", "99.73", fine)))["X1"]
    assert one["verdict"] == "consistent"


@pytest.mark.parametrize(
    "other", [{"channel": "hotline_12345"}, month(1), {"category": "投诉"}, {"qualifier": "about"}]
)
def test_what_is_another_figure(con: duckdb.DuckDBPyConnection, other: dict[str, Any]) -> None:
    assert found(con, **bulletins(("a", "received", 50, YEAR), ("b", "received", 49, YEAR | other))) == {}


def test_whom_letters_complain_about_is_not_named(con: duckdb.DuckDBPyConnection) -> None:
    names = {"周立民": "某人", "恒远公司": "某企业", "福满楼酒店": "某企业（之2）"}
    of_rows = [YEAR | {"scope": "unit", "agency": name} for name in names]
    printed = [(doc, "received", n, row) for row in of_rows for doc, n in (("a", 50), ("b", 60))]
    cells = [
        {"document_id": "a", "version_no": 1, "table_no": 1, "row_no": n, "col_no": 1, "is_total": False}
        | {"header": "被投诉单位（个人）", "printed": name}
        for n, name in enumerate(names, start=1)
    ]
    found_of = found(con, **bulletins(*printed), table_cells=cells)["X1"]
    assert len({one["finding_id"] for one in found_of}) == 3
    for one in found_of:
        said = " ".join(map(str, one.values()))
        assert not any(name in said for name in names)
        assert any(other in said for other in names.values())


def test_an_article_and_its_attachment_are_one_publication(con: duckdb.DuckDBPyConnection) -> None:
    tables = bulletins(("a", "received", 50, YEAR), ("b", "received", 51, YEAR))
    tables["documents"][1]["parent_document_id"] = "a"
    assert found(con, **tables) == {}


@pytest.mark.parametrize(
    ("total", "verdict", "severity"), [(50, "consistent", 0), (51, "needs_definition", 2), (60, "needs_definition", 3)]
)
def test_a_sentence_and_the_table_of_an_attachment(
    con: duckdb.DuckDBPyConnection, total: int, verdict: str, severity: int
) -> None:
    of_table = YEAR | {"scope": "total", "origin": "table"}
    tables = bulletins(("a", "received", 50, YEAR | {"origin": "narrative"}), ("b", "received", total, of_table))
    tables["documents"][1]["parent_document_id"] = "a"
    ((one,),) = found(con, **tables).values()
    assert (one["check_id"], one["verdict"], one["severity"]) == ("N1", verdict, severity)
    assert (one["document_id"], one["claimed"], one["recomputed"]) == ("a", "50", str(total))
    assert "《通报a》正文印50，附件《通报b》的表中印" in one["statement_zh"]


def test_a_county_in_the_table_of_its_city(con: duckdb.DuckDBPyConnection) -> None:
    in_city = YEAR | {"scope": "unit", "agency": "丹凤县", "origin": "table"}
    (one,) = found(
        con,
        **bulletins(("city", "received", 30, in_city), ("county", "received", 35, YEAR | {"region_code": "611022"})),
    )["X1"]
    assert (one["region_code"], one["verdict"], one["agency"]) == ("611022", "needs_definition", None)


def months(*values: int) -> list[tuple[str, str, int | str, dict[str, Any]]]:
    return [(f"m{n}", "received", value, month(n)) for n, value in enumerate(values, start=1)]


def test_months_quarters_and_the_year(con: duckdb.DuckDBPyConnection) -> None:
    quarters = [(f"q{n}", "received", value, quarter(n)) for n, value in enumerate((6, 15, 24, 34), start=1)]
    rows = found(con, **bulletins(*months(*range(1, 13)), *quarters, ("y", "received", 79, YEAR)))["X2"]
    assert [(r["subject"][-6:], r["verdict"], r["claimed"], r["recomputed"]) for r in rows] == [
        ("：1个月一期", "consistent", "6", "6"),
        ("：1个月一期", "needs_definition", "79", "78"),
        ("：3个月一期", "consistent", "79", "79"),
        ("：1个月一期", "consistent", "15", "15"),
        ("：1个月一期", "consistent", "24", "24"),
        ("：1个月一期", "needs_definition", "34", "33"),
    ]
    assert rows[1]["gap"] == -1
    assert rows[1]["severity"] == 2


def test_parts_that_are_missing_say_nothing_unless_the_others_are_too_many(con: duckdb.DuckDBPyConnection) -> None:
    assert found(con, **bulletins(*months(10, 20), ("q", "received", 31, quarter(1)))) == {}
    (one,) = found(con, **bulletins(*months(10, 20), ("q", "received", 29, quarter(1))))["X2"]
    assert (one["verdict"], one["gap"]) == ("needs_definition", 1)
    assert "仅2个分期" in one["statement_zh"]


def test_what_is_open_at_the_end_of_a_period_does_not_add_up(con: duckdb.DuckDBPyConnection) -> None:
    open_ = [(name, "in_progress", value, fields) for name, _, value, fields in months(1, 2, 3)]
    assert found(con, **bulletins(*open_, ("q", "in_progress", 3, quarter(1)))) == {}


def readings(*values: int) -> dict[str, list[dict[str, Any]]]:
    """A counter of letters received on 1 May 2024 and the days after it; a letter of 2 May."""
    at = [dt.datetime(2024, 5, 1 + 2 * n, 4, tzinfo=dt.UTC) for n in range(len(values))]
    return {
        "letters": [letter("x", "l", received_on=day("2024-05-02"))],
        "counter_readings": [
            row("counter_readings", source_id="shangluo-mayor", read_at=at[n], label="来信总数", metric="received",
                printed=str(value), value=value, unit="件", capture_id=f"r{n}")
            for n, value in enumerate(values)
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "verdict", "words"),
    [
        ((10, 12, 11), "unusual", "少1；3次读数中有1次减少"),
        ((10, 10, 11), "unusual", "有1封的来信日期在此期间"),
        ((10, 11, 11), "consistent", "没有减少"),
    ],
)
def test_a_counter_over_crawls(
    con: duckdb.DuckDBPyConnection, values: tuple[int, ...], verdict: str, words: str
) -> None:
    (one,) = found(con, **readings(*values))["M1"]
    assert one["verdict"] == verdict
    assert words in one["statement_zh"]


def test_a_cumulative_count_in_two_documents(con: duckdb.DuckDBPyConnection) -> None:
    first, then = {"as_of": day("2020-12-09")}, {"as_of": day("2020-12-15")}
    (one,) = found(con, **bulletins(("a", "completed", 218, first), ("b", "completed", 217, then)))["M1"]
    assert (one["verdict"], one["severity"], one["claim_ids"]) == ("unusual", 1, ["claim-0", "claim-1"])


def claimed_time(con: duckdb.DuckDBPyConnection, quote: str, answers: list[int]) -> dict[str, Any]:
    """A claim of 5 working days, and letters of Monday 2021-03-01 answered so many working days later."""
    limit = {"unit": "工作日", "qualifier": "at_most", "quote": quote, "low": None, "high": 5}
    tables = bulletins(("a", "response_time", 5, YEAR | limit))
    tables["response_times"] = [
        {
            "letter_id": f"l{n}",
            "source_id": "shangluo-mayor",
            **MAYOR,
            "received_on": day("2021-03-01"),
            "page_workdays": 1,
            "substantive_workdays": workdays,
            "followed_workdays": 500,
            "impossible_clocks": 0,
        }
        for n, workdays in enumerate(answers)
    ]
    (one,) = found(con, **tables)["T5"]
    return one


@pytest.mark.parametrize(
    ("quote", "late", "verdict", "severity"),
    [
        ("办理时间在5个工作日以内", 0, "consistent", 0),
        ("办理时间在5个工作日以内", 1, "needs_definition", 3),  # by the page all, by the signature not
        ("普遍控制在5个工作日以内", 9, "consistent", 0),
        ("普遍控制在5个工作日以内", 11, "needs_definition", 3),
    ],
)
def test_a_claimed_time_against_the_letters(
    con: duckdb.DuckDBPyConnection, quote: str, late: int, verdict: str, severity: int
) -> None:
    one = claimed_time(con, quote, [4] * (20 - late) + [14] * late)
    assert (one["verdict"], one["severity"]) == (verdict, severity)
    assert one["recomputed"] == f"100.0%；{100 - 5 * late}.0%"


def test_few_letters_are_not_compared(con: duckdb.DuckDBPyConnection) -> None:
    one = claimed_time(con, "办理时间在5个工作日以内", [14] * 19)
    assert (one["verdict"], one["severity"]) == ("unverifiable", 1)


@pytest.mark.parametrize(
    ("metric", "days", "severity"),
    [
        ("completed", ("2022-01-05", "2022-02-05"), 1),
        ("completed", ("2022-01-05", "2022-01-05"), 3),
        ("completed", ("2022-01-05", None), 3),
        ("received", ("2022-01-05", "2022-02-05"), 3),
    ],
)
def test_what_was_done_by_another_day_may_differ(
    con: duckdb.DuckDBPyConnection, metric: str, days: tuple[str | None, str | None], severity: int
) -> None:
    first, second = ({"as_of": one and day(one)} for one in days)
    (one,) = found(con, **bulletins(("a", metric, 50, YEAR | first), ("b", metric, 60, YEAR | second)))["X1"]
    assert (one["verdict"], one["severity"]) == ("needs_definition", severity)


@pytest.mark.parametrize(("whole", "severity"), [(40, 1), (20, 3)])
def test_more_may_be_done_when_the_whole_is_printed(con: duckdb.DuckDBPyConnection, whole: int, severity: int) -> None:
    done = [(f"m{n}", "completed", 10, month(n)) for n in (1, 2, 3)]
    (one,) = found(con, **bulletins(*done, ("q", "completed", whole, quarter(1))))["X2"]
    assert (one["verdict"], one["severity"]) == ("needs_definition", severity)


def test_times_of_several_documents_are_several_findings(con: duckdb.DuckDBPyConnection) -> None:
    limit = {"unit": "工作日", "qualifier": "at_most", "quote": "均在5个工作日以内答复", "low": None, "high": 5}
    times = [(name, "response_time", 5, period | limit) for name in "ab" for period in (quarter(1), quarter(2))]
    rows = found(con, **bulletins(*times, ("a", "response_time", 5, quarter(1) | limit)))["T5"]
    assert len({row["finding_id"] for row in rows}) == len(rows) == 4


def test_two_sites_of_one_mailbox_have_a_counter_each(con: duckdb.DuckDBPyConnection) -> None:
    insert(con, "sources", source(source_id="second", channel="mayor_mailbox"))
    readings = [
        {"source_id": name, "metric": "received", "label": "来信数", "capture_id": f"{name}-{n}", "value": 100 + n,
         "read_at": dt.datetime(2024, 5, n, 4, tzinfo=dt.UTC)}
        for name in ("shangluo-mayor", "second")
        for n in (1, 2)
    ]  # fmt: skip
    rows = found(con, counter_readings=readings)["M1"]
    con.execute("DELETE FROM sources WHERE source_id = 'second'")
    assert len({row["finding_id"] for row in rows}) == len(rows) == 2


def change(printed: str, basis: str = "previous_period", **fields: Any) -> dict[str, Any]:
    """The fields of a change in percent with one decimal."""
    half = Decimal("0.05")
    bounds = {"low": Decimal(printed) - half, "high": Decimal(printed) + half}
    return {"of_metric": "received", "basis": basis, "unit": "%", "printed": f"{printed}%", **bounds, **fields}


@pytest.mark.parametrize(
    ("printed", "verdict", "severity"), [("-21.6", "consistent", 0), ("-22.6", "needs_definition", 2)]
)
def test_a_change_against_the_count_of_an_earlier_bulletin(
    con: duckdb.DuckDBPyConnection, printed: str, verdict: str, severity: int
) -> None:
    said = ("b", "change", printed, month(7) | change(printed))
    tables = bulletins(("a", "received", 139, month(6)), ("b", "received", 109, month(7)), said)
    (one,) = found(con, [earlier_bulletins], **tables)["X1"]
    assert (one["verdict"], one["severity"], one["recomputed"]) == (verdict, severity, "-21.5827%")
    assert "《通报a》印前期139" in one["statement_zh"]


def test_a_change_against_the_same_months_a_year_earlier(con: duckdb.DuckDBPyConnection) -> None:
    before = {"period_start": day("2020-01-01"), "period_end": day("2020-03-31")}
    said = ("b", "change", "20.0", quarter(1) | change("20.0", "year_earlier"))
    tables = bulletins(("a", "received", 100, before), ("b", "received", 120, quarter(1)), said)
    ((one,),) = found(con, [earlier_bulletins], **tables).values()
    assert one["verdict"] == "consistent"


@pytest.mark.parametrize(
    ("printed", "verdict"), [("6.3", "consistent"), ("6.6", "consistent"), ("6.8", "needs_definition")]
)
def test_a_change_of_round_counts_lies_where_they_leave_it(
    con: duckdb.DuckDBPyConnection, printed: str, verdict: str
) -> None:
    def round_to_hundred(count: int) -> dict[str, Any]:
        return {"low": count - 50, "high": count + 50, "printed": f"{Decimal(count) / 10_000}万件"}

    later, before = month(7) | round_to_hundred(57_700), month(6) | round_to_hundred(54_200)
    said = ("b", "change", printed, month(7) | change(printed))
    tables = bulletins(("a", "received", 54_200, before), ("b", "received", 57_700, later), said)
    (one,) = found(con, [earlier_bulletins], **tables)["X1"]
    assert one["verdict"] == verdict


@pytest.mark.parametrize(
    ("count", "period", "said"),
    [
        (139, month(5), change("-21.6")),  # not the month before
        (39, month(6), change("-21.6")),  # a count of something else
        (139, month(6), change("-21.6", category="投诉")),
        (139, month(6), change("-21.6", of_metric="completed")),
        (139, month(6), change("-21.6", "ambiguous")),
    ],
)
def test_other_counts_say_nothing_of_a_change(
    con: duckdb.DuckDBPyConnection, count: int, period: dict[str, Any], said: dict[str, Any]
) -> None:
    printed = ("b", "change", "-21.6", month(7) | said)
    tables = bulletins(("a", "received", count, period), ("b", "received", 109, month(7)), printed)
    assert found(con, [earlier_bulletins], **tables) == {}
