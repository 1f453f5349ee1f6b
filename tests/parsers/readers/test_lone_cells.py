"""Tables of one cell a line with a 序号: where their header ends."""

import pytest

from parsers.document import Grid
from parsers.readers.text import read_text
from parsers.tables import tables


def grids(*lines: str) -> list[Grid]:
    return [b for b in read_text("\n\n".join(lines)).blocks if isinstance(b, Grid)]


@pytest.mark.parametrize(
    "header",
    [("序号", "地区", "未办结", "办结", "合计"), ("序号", "地区", "合计", "办结", "未办结")],
)
def test_a_total_word_may_head_a_column(header: tuple[str, ...]):
    first, second, total = ("1", "东河镇", "0", "7", "7"), ("2", "西岭乡", "1", "4", "5"), ("总计", "1", "11", "12")
    (grid,) = grids("举报情况统计表", *header, *first, *second, *total)
    assert grid.rows == (header, first, second, (None, *total))


def test_a_total_above_the_first_row_is_a_row():
    (grid,) = grids(
        "序号", "单位", "受理数", "办结数", "合计", "12", "11", "1", "甲局", "7", "7", "2", "乙局", "5", "4"
    )
    assert grid.rows[:2] == (("序号", "单位", "受理数", "办结数"), (None, "合计", "12", "11"))


def test_kinds_and_their_number_below_a_title_that_says_what_is_counted():
    text = "\n\n".join(
        ("商品投诉统计表（前3）", "序号", "类别", "数量", "1", "食品", "44", "2", "家具", "32", "3", "鞋帽", "9")
    )
    read = tables(read_text(text))
    (table,), issues = read.known, read.issues
    assert [(row.serial, row.label, row.cells[2]) for row in table.rows] == [
        (1, "食品", "44"), (2, "家具", "32"), (3, "鞋帽", "9")
    ]  # fmt: skip
    assert (table.columns[2].metric, issues) == ("received", [])


def test_numbered_words_without_a_column_of_figures_are_no_table():
    assert grids("序号", "类别", "1", "食品", "2", "家具", "3", "鞋帽") == []


def test_kinds_of_calls_in_two_rows():
    (table,) = tables(
        read_text("\n\n".join(("话量分布", "类别", "供水", "供热", "市政", "数量", "61", "49", "98")))
    ).known
    assert table.columns[1].metric == "received"
    assert [(row.label, row.cells[1]) for row in table.rows] == [("供水", "61"), ("供热", "49"), ("市政", "98")]


def test_columns_of_two_months_count_what_the_title_names():
    rows = "类型 | 2022年3月（件） | 2021年3月（件）\n投诉 | 25 | 84\n举报 | 37 | 75\n"
    (table,) = tables(read_text(f"信件受理情况\n\n{rows}\n以上。")).known
    assert [c.metric for c in table.columns[1:]] == ["received", "received"]
    assert tables(read_text(f"各县人口\n\n{rows}\n以上。")).known == []


def test_a_sentence_that_lost_its_end_is_no_part_of_the_title():
    rows = "单位 | 受理数 | 办结数\n甲局 | 25 | 24\n乙局 | 37 | 37\n"
    text = f"从行业看，建筑业12件，占13.9%，其次是餐饮业9件\n附件：3月受理情况统计表\n\n{rows}\n以上。"
    (table,) = tables(read_text(text)).known
    assert (table.title or "") + (table.section or "") in ("附件：3月受理情况统计表", "3月受理情况统计表")
