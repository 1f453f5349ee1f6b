"""Tables whose cells each end with a bar: one or a few cells on a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.document import Grid
from parsers.readers.text import read_text
from parsers.tables import tables


def grid(text: str) -> Grid:
    (found,) = [b for b in read_text(text).blocks if isinstance(b, Grid)]
    return found


def lines(*cells: str) -> str:
    return "\n".join(cell if cell.strip("|") == "" else f"{cell} |" for cell in cells)


def test_one_cell_a_line_without_serial():
    text = lines(
        "办理单位", "收到来信(件)", "按期回复(件)", "东河镇", "12", "12", "西岭乡", "3", "2", "合计", "15", "14"
    )
    assert grid(text).rows == (
        ("办理单位", "收到来信(件)", "按期回复(件)"),
        ("东河镇", "12", "12"),
        ("西岭乡", "3", "2"),
        ("合计", "15", "14"),
    )


def test_one_row_a_line_with_a_bar_before_the_header_only():
    text = "| 承办县区 | 总件数 | 已办结 | 办结率 | \n甲区  | 52  | 52  | 100%  | \n乙县  | 29  | 28  | 96.55%  | "
    assert grid(text).rows[1:] == (("甲区", "52", "52", "100%"), ("乙县", "29", "28", "96.55%"))


def test_a_title_over_the_whole_row_and_columns_printed_twice():
    text = "| 各县区工单数量、得分及排名表 | |||||||\n" + lines(
        "单位", "总工单数", "得分", "排名", "单位", "总工单数", "得分", "排名",
        "甲县", "1115", "98.5", "1", "乙县", "1857", "96.1", "3", "丙县", "1955", "97.2", "2", "||||",
    )  # fmt: skip
    (table,) = tables(read_text(text)).known
    assert table.title == "各县区工单数量、得分及排名表"
    assert [(r.label, r.cells[1:]) for r in table.rows] == [
        ("甲县", ("1115", "98.5", "1")),
        ("丙县", ("1955", "97.2", "2")),
        ("乙县", ("1857", "96.1", "3")),
    ]


def test_header_of_three_levels_is_put_over_its_columns():
    text = lines(
        "序号", "单位", "派遣件数", "按时办结数", "超时办结数", "未办结数", "结案率", "||||||",
        "总计", "12345热线", "政民互动", "||||||||||",
        "按时办结", "超时办结", "未办结", "按时办结", "超时办结", "未办结", "|||||||",
        "1", "甲局", "99", "87", "0", "0", "12", "0", "0", "99", "0", "0", "100%",
        "2", "乙局", "77", "70", "1", "0", "6", "0", "0", "76", "1", "0", "100%",
    )  # fmt: skip
    (table,) = tables(read_text(text)).known
    assert [(c.header, c.metric) for c in table.columns[2:5]] == [
        ("派遣件数总计", "forwarded"),
        ("派遣件数12345热线按时办结", "completed_on_time"),
        ("派遣件数12345热线超时办结", "overdue_completed"),
    ]
    assert [c.metric for c in table.columns[-4:]] == [
        "completed_on_time",
        "overdue_completed",
        "not_completed",
        "completion_rate",
    ]
    assert table.rows[1].cells[9:] == ("76", "1", "0", "100%")


def test_two_tables_side_by_side_below_one_total():
    text = lines(
        "受理总量", "诉求来源", "数量", "占比", "工单类型", "数量", "占比",
        "100", "电话", "80", "80.00%", "咨询类", "70", "70.00%",
        "网站", "15", "15.00%", "投诉类", "30", "30.00%", "|",
        "微信", "5", "5.00%",
    ) + "\n（二）承办情况"  # fmt: skip
    found = tables(read_text(text)).known
    assert [[(r.label, r.cells[1], r.is_total) for r in t.rows] for t in found] == [
        [("电话", "80", False), ("网站", "15", False), ("微信", "5", False), ("受理总量", "100", True)],
        [("咨询类", "70", False), ("投诉类", "30", False), ("受理总量", "100", True)],
    ]


def test_an_empty_first_header_is_printed_at_the_end_of_its_row():
    text = "表1：诉求 | ||||\n本周数据 | 上周数据 | 环比增长 | 详细分类 | |\n住房 | 399 | 348 | 14.66% | 物业管理 |"
    (table,) = tables(read_text(text)).known
    assert [(c.header, c.metric) for c in table.columns] == [
        ("", None),
        ("本周数据", "received"),
        ("上周数据", "received"),
        ("环比增长", "change"),
        ("详细分类", None),
    ]


def test_a_text_that_stops_inside_the_table_cuts_it_off():
    text = lines("承办部门", "总件数", "已办结", "甲局", "7", "7", "乙局", "5", "5") + "\n丙"
    (table,) = tables(read_text(text)).known
    assert table.cut_off
    assert [r.label for r in table.rows] == ["甲局", "乙局"]


def test_a_heading_behind_a_total_cuts_nothing_off():
    text = lines("承办部门", "总件数", "已办结", "甲局", "7", "7", "合计", "7", "7") + "\n(三)热点诉求"
    (table,) = tables(read_text(text)).known
    assert not table.cut_off


@pytest.mark.parametrize("text", ["首页 |\n互动交流 |\n", "分享到: |", "甲 |\n乙 |\n3 |\n"])
def test_other_lines_with_bars_are_no_table(text: str):
    assert not [b for b in read_text(text).blocks if isinstance(b, Grid)]


def test_traditional_headers_with_inserted_pinyin():
    text = lines(
        "序號(hào)", "受理單位", "交辦總量", "辦結(jié)率", "1", "甲區(qū)", "42", "98.06%", "2", "乙縣", "19", "100%"
    )
    assert grid(text).rows[1] == ("1", "甲區(qū)", "42", "98.06%")


@given(
    st.lists(
        st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(lambda p: (str(p[0]), str(p[1]))),
        min_size=2,
        max_size=12,
    )
)
def test_every_figure_stays_under_its_header(rows: list[tuple[str, str]]):
    units = [f"第{chr(0x7532 + i)}单位" for i in range(len(rows))]
    body = [cell for unit, row in zip(units, rows, strict=True) for cell in (unit, *row)]
    assert grid(lines("单位", "受理数", "办结数", *body)).rows[1:] == tuple(
        (unit, *row) for unit, row in zip(units, rows, strict=True)
    )


def test_a_second_header_of_the_same_width_begins_another_table():
    first = ["单位", "办件数量", "办结率", "东河镇", "12", "100%", "西岭乡", "9", "88.89%"]
    second = ["部门", "办件数量", "办结率", "县教育局", "7", "100%", "县民政局", "4", "75%"]
    found = [b for b in read_text(lines(*first, *second)).blocks if isinstance(b, Grid)]
    assert [len(g.rows) for g in found] == [3, 3]
    assert [g.rows[0][0] for g in found] == ["单位", "部门"]
    assert [g.locators[0] for g in found] == ["L1-3", "L10-12"]
    assert not any(g.cut_off for g in found)


def test_one_row_a_line_below_a_header_of_two_levels_whose_merged_cells_are_printed_once():
    text = (
        "镇 办 | 6月采集情况 | 5月完成数 | 增/减 |\n任务数 | 完成数 | 完成率 | （件） | 幅度 |\n"
        "东河镇 | 40 | 44 | 110.00% | 40 | 4 | 10.00% |\n西岭乡 | 50 | 30 | 60.00% | 60 | -30 | -50.00% |\n"
        "合 计 | 90 | 74 | 82.22% | 100 | -26 | -26.00% |\n"
    )
    read = tables(read_text(text))
    (table,), issues = read.known, read.issues
    assert [c.header for c in table.columns] == [
        "镇 办", "6月采集情况任务数", "6月采集情况完成数", "6月采集情况完成率", "5月完成数", "增/减（件）", "增/减幅度"
    ]  # fmt: skip
    assert [c.metric for c in table.columns] == [
        None, "quota", "completed", "completion_rate", "completed", "change_count", "change"
    ]  # fmt: skip
    assert (table.rows[-1].is_total, issues) == (True, [])


def test_a_last_row_that_stops_inside_its_remark_keeps_its_figures():
    text = "类别 | 受理数 | 结案数 | 主要问题 |\n路面 | 12 | 11 | 坑洼、积水等 |\n绿化 | 8 | 8 | 枯死、倒伏、未修"
    (table,) = tables(read_text(text)).known
    assert [row.cells for row in table.rows] == [("路面", "12", "11", "坑洼、积水等"), ("绿化", "8", "8", None)]
    assert table.cut_off


def test_columns_of_periods_with_changes_in_brackets():
    header = ("类别 时间", "2023年四季度(件)", "与2023年三季度(环比增↑减↓)")
    rows = (
        ("受理总数", "24812", "23950(↑3.60%)"),
        ("咨询", "12406", "11800(↑5.14%)"),
        ("投诉", "8312", "8500(↓2.21%)"),
    )
    assert grid(lines(*header, *(cell for row in rows for cell in row))).rows == (header, *rows)
