"""Tables of one cell a line that are found by their rows, whatever words their header has."""

from __future__ import annotations

import pytest

from parsers.document import Grid
from parsers.readers.text import read_text
from parsers.tables import tables

HEADER = ["时间", "人工接听量", "放弃量", "来电总量"]
ROWS = [["第一季度", "812", "35", "847"], ["第二季度", "790", "41", "831"], ["环比(%)", "-2.7", "17.1", "-1.9"]]


def text(*cells: str) -> str:
    return "\n\n".join(cells)


def grids(printed: str) -> list[Grid]:
    return [b for b in read_text(printed).blocks if isinstance(b, Grid)]


def test_a_header_of_unknown_words_is_found_by_three_rows_below_it() -> None:
    cells = [cell for row in [HEADER, *ROWS] for cell in row]
    (found,) = grids(text("青石县话务情况统计表", *cells, "二季度来电有所减少。"))
    assert found.rows == tuple(tuple(row) for row in [HEADER, *ROWS])
    assert not found.cut_off


def test_two_rows_are_enough_below_a_header_that_is_known() -> None:
    header = ["部门", "派遣数", "超期延办数", "完成数"]
    assert [g.rows[1:] for g in grids(text(*header, "一大队", "4", "0", "4", "二大队", "2", "1", "1"))] == [
        (("一大队", "4", "0", "4"), ("二大队", "2", "1", "1"))
    ]
    assert grids(text("地段", "灯数", "坏灯数", "修好数", "一路", "4", "0", "4", "二路", "2", "1", "1")) == []


def test_two_groups_side_by_side_may_end_with_half_a_row() -> None:
    group = ["单位", "工单数", "得分"]
    cells = [*group, *group, "甲镇", "12", "98.5", "乙镇", "7", "97.1", "丙镇", "3", "95"]
    (found,) = grids(text(*cells, "三、下一步打算"))
    assert found.rows[-1] == ("丙镇", "3", "95", None, None, None)
    (table,) = tables(read_text(text(*cells))).known
    assert [(row.label, row.cells[1]) for row in table.rows] == [("甲镇", "12"), ("丙镇", "3"), ("乙镇", "7")]


@pytest.mark.parametrize("left", [["第三季度", "801", "833"], ["第三季度", "801"], ["801", "32"]])
def test_a_row_with_a_cell_missing_leaves_the_table_not_whole(left: list[str]) -> None:
    cells = [cell for row in [HEADER, *ROWS[:2], ["第四季度", "9", "9", "9"]] for cell in row]
    document = read_text(text(*cells, *left))
    (found,) = [b for b in document.blocks if isinstance(b, Grid)]
    assert found.cut_off
    assert [(i.code, i.raw) for i in document.issues] == [("row_width", " | ".join(left))]


def test_paragraphs_headings_and_figures_of_a_text_are_no_table() -> None:
    assert grids(text("一、受理情况", "共受理12件。", "二、办理情况", "共办结12件。")) == []
    assert grids(text("标题", "甲", "乙", "1", "2", "3", "4", "5", "6")) == []


@pytest.mark.parametrize(
    ("cells", "is_table"),
    [
        (["2023年6月份", "投诉", "举报", "总接收量", "办结率", "数量", "402", "138", "540", "92.04%"], True),
        (["上半年", "咨询", "投诉", "来电总数", "件数", "31", "12", "43"], True),
        (["2023年6月份", "投诉", "举报", "路灯", "数量", "402", "138", "12"], False),  # a column that nobody knows
        (["2023年6月份", "投诉", "举报", "总接收量", "东河镇", "402", "138", "540"], False),  # one row of a unit
        (["情况如下", "投诉", "举报", "总接收量", "数量", "402", "138", "540"], False),  # of no period
        (["2023年6月份", "投诉", "举报", "总接收量", "数量", "402", "138"], False),  # a figure is missing
    ],
)
def test_one_row_of_counts_below_the_period_that_they_are_of(cells: list[str], is_table: bool) -> None:
    found = grids(text("表一：投诉举报情况", *cells, "以上是本月的投诉举报情况。"))
    assert bool(found) is is_table
    if found:
        assert found[0].rows == (tuple(cells[: len(cells) // 2]), tuple(cells[len(cells) // 2 :]))
