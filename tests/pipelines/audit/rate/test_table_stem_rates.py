"""Columns of rates that no list knows, beside the counts they are named after."""

import pytest

from tests.pipelines.audit.from_text import findings, table


def told(header: str, *rows: str) -> list[tuple[str, str]]:
    found = findings(table("案件办理情况表", header, *rows), "A4")
    return [(f.verdict, f.claimed) for f in found if "签收率" in f.subject or "延期率" in f.subject]


@pytest.mark.parametrize("header", ["单位 受理数 签收数 签收率", "单位 受理数 签收（件） 签收率（%）"])
def test_a_rate_named_after_a_column_of_counts_holds(header: str) -> None:
    sign = "" if "%" in header else "%"
    rows = [f"{r}{sign}" for r in ("河东区 200 190 95.00", "河西区 120 90 75.00", "河北区 50 45 90.00")]
    assert told(header, *rows) == [("consistent", "；".join(r.split()[-1] for r in rows))]


def test_the_base_is_the_count_that_gives_every_row() -> None:
    rows = ("河东区 0 200 190 0 0.00%", "河西区 3 120 90 0 0.00%")
    found = findings(table("案件办理情况表", "单位 未派遣数 应结案数 结案数 延期数 延期率", *rows), "A4")
    assert ["应结案数" in f.statement_zh for f in found if "延期率" in f.subject] == [True]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("单位 受理数 签收数 签收率", ("河东区 200 190 95.00%", "河西区 120 90 76.00%")),
        ("单位 受理数 结案数 签收率", ("河东区 200 190 95.00%", "河西区 120 90 75.00%")),
        ("单位 受理数 签收数 签收率", ("河东区 200 190 95.00%",)),
        ("单位 受理数 签收数 签收率", ("河东区 200 190 95.00%", "河西区 120 0 0.00%")),
    ],
)
def test_nothing_is_said_where_no_count_gives_every_row_or_one_alone(header: str, rows: tuple[str, ...]) -> None:
    assert told(header, *rows) == []
