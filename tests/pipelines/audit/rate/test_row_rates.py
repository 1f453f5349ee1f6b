"""A4 for rates with a row of their own, and for columns of rates that are fractions of 1."""

import pytest

from tests.pipelines.audit.from_text import findings, table

HEAD = "# 岭溪县2023年县长信箱办理情况通报\n\n"


def told(text: str) -> list[tuple[str | None, str]]:
    return [(f.claimed, f.verdict) for f in findings(text, "A4", HEAD)]


def test_a_row_of_rates_against_the_rows_of_counts() -> None:
    rows = (
        "受理量 件 120 90 上升",
        "办结量 件 117 89 上升",
        "满意量 件 110 80 上升",
        "办结率 % 97.5 98.9 下降",
        "满意率 % 94.0 {} 上升",
    )
    text = table("办理情况", "项目 单位 2023年 2022年 趋势", *rows)
    right = {("97.5", "consistent"), ("94.0", "consistent"), ("98.9", "consistent")}
    assert set(told(text.format("89.9"))) == right | {("89.9", "consistent")}
    assert set(told(text.format("88.9"))) == right  # nothing is said of one that no formula gives


def test_a_column_of_fractions_is_one_of_rates() -> None:
    text = table("办理情况", "单位 应办 办结 办结率", "甲局 612 598 0.9771", "乙局 401 388 {}", "丙镇 198 198 1.0000")
    assert [verdict for _, verdict in told(text.format("0.9676"))] == ["consistent"] * 3
    assert ("0.9576", "inconsistent") in told(text.format("0.9576"))


@pytest.mark.parametrize("rates", [("0.58", "0.75", "0.61"), ("0.58", "1.75", "0.61")])
def test_small_percentages_are_no_fractions(rates: tuple[str, str, str]) -> None:
    rows = [f"{name} 400 {rate}" for name, rate in zip(("甲局", "乙局", "丙镇"), rates, strict=True)]
    assert told(table("办理情况", "单位 转办 退单率", *rows)) == []
