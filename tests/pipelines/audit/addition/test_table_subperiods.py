"""X2 in tables: months and quarters beside the half year or the year that they make."""

import pytest

from tests.pipelines.audit import from_text as in_text

MONTHS = "单位 1月 2月 3月 {}"
ROWS = ("东河镇 12 14 10 {}", "西岭乡 5 6 7 18", "南坪镇 1 2 3 6", "合计 18 22 20 {}")


def x2(*lines: str) -> list[str]:
    text = in_text.table("2025年受理诉求情况", *lines)
    return [f.verdict for f in in_text.findings(text, "X2", "# 云溪县2025年12345热线受理情况\n\n")]


@pytest.mark.parametrize("whole", ["一季度", "1-3月", "第一季度"])
def test_months_add_up_to_their_quarter(whole: str) -> None:
    rows = [ROWS[0].format(36), *ROWS[1:3], ROWS[3].format(60)]
    assert x2(MONTHS.format(whole), *rows) == ["consistent"]


def test_one_cell_that_differs_is_wrong_where_all_others_hold() -> None:
    rows = [ROWS[0].format(37), *ROWS[1:3], ROWS[3].format(60)]
    assert sorted(x2(MONTHS.format("一季度"), *rows)) == ["consistent", "inconsistent"]


def test_rows_of_months_and_their_half_year() -> None:
    months = [f"{month}月 {10 * month} {9 * month}" for month in range(1, 7)]
    assert x2("月份 受理量 办结量", *months, "上半年 210 189") == ["consistent"]
    assert sorted(x2("月份 受理量 办结量", *months, "上半年 211 189")) == ["consistent", "needs_definition"]


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        ("单位 1月 1-2月 1-3月 一季度", "{} 12 26 36 40"),  # running counts
        ("单位 1月 3月 一季度", "{} 12 10 40"),  # a month is missing
        ("单位 1月 2月 3月 去年一季度", "{} 12 14 10 40"),
        ("单位 1月 2月 3月 二季度", "{} 12 14 10 40"),
    ],
)
def test_columns_that_do_not_fill_a_period_are_not_added_up(headers: str, row: str) -> None:
    assert x2(headers, *(row.format(name) for name in ("东河镇", "西岭乡", "南坪镇"))) == []
