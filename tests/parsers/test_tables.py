"""Tables put together from grids: fragments, headers, totals, titles, and rows that do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.document import Document, Grid, Text
from parsers.readers.text import read_text
from parsers.tables import Tables, tables
from parsers.tables.headers import metric_code

FIXTURES = Path(__file__).parents[1] / "fixtures" / "readers"


def of(text: str):
    """The tables and issue codes of a text in which blanks in table rows are tabs."""
    lines = (line.replace(" ", "\t") if "|" not in line and " " in line else line for line in text.split("\n"))
    read = tables(read_text("\n".join(lines)))
    found, issues = read.known, read.issues
    return found, [i.code for i in issues]


def test_two_line_header_units_and_totals_in_either_column():
    read = tables(read_text((FIXTURES / "two-line-header.txt").read_text(encoding="utf-8")))
    found, issues = read.known, read.issues
    first, second = found
    assert [c.metric for c in first.columns] == [
        None, None, "forwarded", "replied", "in_progress", "overdue", "completion_rate", None
    ]  # fmt: skip
    assert [c.kind for c in first.columns] == ["serial", "label", *["count"] * 4, "rate", "note"]
    assert first.columns[3].unit == "条"
    assert [c.header for c in second.columns[4:6]] == ["未按时认领（条）", "未按时回复（条）"]
    assert [c.metric for c in second.columns[4:6]] == ["claimed_late", "replied_late"]
    assert [(t.rows[0].label, t.rows[0].is_total) for t in found] == [("合计", True), ("合计", True)]
    assert (first.title, first.caption) == ("热线留言（市长热线）", ("2022年5月",))
    assert second.title == "信箱留言（市长信箱）"
    assert {t.section for t in found} == {"市热线及信箱留言转办情况"}
    assert second.notes == (("注：共同承办的留言只计入牵头单位。", "L23"),)
    assert [t.fragments for t in found] == [(2,), (2,)]
    assert issues == []


def test_lone_cell_tables_have_titles_captions_and_zero_rows():
    read = tables(read_text((FIXTURES / "lone-cells.txt").read_text(encoding="utf-8")))
    found, issues = read.known, read.issues
    first, second = found
    assert first.title == "青石县乡镇网上问政办理情况统计表"
    assert first.caption == ("统计周期:2021年3月1日至3月31日",)
    assert (first.section, second.section) == ("附件1", "附件2")
    assert first.columns[4].metric == "completion_rate"
    assert [r.serial for r in first.rows] == [1, 2, 3, 4, 5, 6]
    assert first.rows[3].cells == ("4", "南坪乡", None, None, None, None)
    assert second.rows[-1].is_total
    assert {i.code for i in issues} == {"header_kind"}


def test_fragments_with_the_header_repeated_and_the_total_at_the_end():
    found, issues = of(
        "附件1\n\n某县热线统计表\n\n单位 应办 办结率\n甲局 1 100%\n乙局 2 100%\n\n"
        "单位 应办 办结率\n丙局 3 100%\n合计 6 100%\n"
    )
    (table,) = found
    assert table.fragments == (2, 1)
    assert [r.label for r in table.rows] == ["甲局", "乙局", "丙局", "合计"]
    assert (table.title, table.cut_off, issues) == ("某县热线统计表", False, [])


def test_a_title_repeated_over_the_page_and_a_page_without_header_are_the_same_table():
    second_page = "某县热线统计表（续）\n\n单位 应办 办结率\n乙局 2 100%\n\n"
    text = f"某县热线统计表\n\n单位 应办 办结率\n甲局 1 100%\n\n{second_page}丙局 3 100%\n合计 6 100%"
    found, issues = of(text)
    assert [t.fragments for t in found] == [(1, 1, 1)]
    assert issues == []


def test_a_new_title_a_total_or_a_new_numbering_begins_a_new_table():
    two_titles = "甲表\n\n单位 应办\n甲局 1\n\n乙表\n\n单位 应办\n甲局 1\n"
    after_total = "单位 应办\n甲局 1\n合计 1\n\n单位 应办\n甲局 1\n合计 1\n"
    numbered = "序号 单位 应办\n1 甲局 1\n2 乙局 1\n\n序号 单位 应办\n1 甲局 1\n2 乙局 1\n"
    for text in (two_titles, after_total, numbered):
        assert len(of(text)[0]) == 2


def test_header_repeated_inside_one_grid_is_no_row():
    (table,), issues = of("单位 应办 办结率\n甲局 1 100%\n单位 应办 办结率\n乙局 2 100%\n")
    assert [r.label for r in table.rows] == ["甲局", "乙局"]
    assert issues == []


def test_rows_of_another_width_are_left_out_and_reported_never_shifted():
    document = read_text(
        "单位\t应办\t实办\t办结率\n甲局\t1\t1\t100%\n乙局\t2\t100%\n丙局\t3\t3\t100%\t\n丁局\t1\t1\t1\t1\n戊局\t1\t1\t100%\n"
    )
    read = tables(document)
    (table,), issues = read.known, read.issues
    assert [r.label for r in table.rows] == ["甲局", "丙局", "戊局"]
    assert [(i.code, i.raw, i.place) for i in issues] == [
        ("row_width", "乙局 | 2 | 100%", "L3"),
        ("row_width", "丁局 | 1 | 1 | 1 | 1", "L5"),
    ]


def test_a_remark_missing_at_the_end_is_a_cell_that_is_not_there():
    (table,), issues = of("单位 应办 备注\n甲局 1\n乙局 2 延期\n")
    assert [r.cells for r in table.rows] == [("甲局", "1", None), ("乙局", "2", "延期")]
    assert issues == []


def test_a_total_without_its_serial_is_put_in_place_when_only_one_way_fits():
    (table,), issues = of("序号 单位 应办 办结率 备注\n1 甲局 1 100% 无\n合计 1 100%\n")
    assert table.rows[-1].cells == (None, "合计", "1", "100%", None)
    assert issues == []


def test_subtotals_and_the_total_before_the_rows():
    (table,), issues = of(
        "序号 单位 应办\n合 合计 3\n1 甲局 1\n2 乙局 2\n_ 小计 3\n".replace("合 合计", " 合计").replace("_", "")
    )
    assert [(r.label, r.is_total, r.is_subtotal) for r in table.rows] == [
        ("合计", True, False),
        ("甲局", False, False),
        ("乙局", False, False),
        ("小计", False, True),
    ]
    assert issues == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("序号 单位 应办\n1 甲局 1\n3 乙局 1\n", "serial_gap"),
        ("序号 单位 应办\n2 甲局 1\n3 乙局 1\n", "serial_gap"),
        ("单位 应办\n甲局 1\n甲局 1\n", "duplicate_unit"),
        ("单位 应办\n甲局 1\n合计 1\n乙局 1\n", "total_in_the_middle"),
        ("单位 应办\n甲局 1\n合计 1\n总计 1\n", "several_totals"),
        ("单位 应办\n合计 1\n", "empty_table"),
        ("单位 应办 高级指标\n甲局 1 7\n", "unknown_header"),
        ("单位 应办 应办\n甲局 1 2\n", "duplicate_header"),
        ("单位 应办 办结率\n甲局 见附件 100%\n乙局 3 100%\n", "odd_cell"),
        ("单位 应办 办结率\n甲局 3 99.5\n", "rate_without_sign"),
        ("单位 未办\n甲局 50%\n", "header_kind"),
    ],
)
def test_oddities_are_reported(text, code):
    assert of(text)[1] == [code]


def test_accounts_of_one_office_are_no_duplicates():
    header = "序号 新媒体类型 新媒体名称 责任主体名称 合格/不合格"
    text = f"{header}\n1 微信 甲县发布 县政府办 合格\n2 微博 甲县发布 县政府办 合格\n"
    (table,), issues = of(text)
    assert [r.label for r in table.rows] == ["县政府办", "县政府办"]
    assert issues == []


def test_header_only_is_an_empty_table():
    (table,), issues = of("某县统计表\n\n单位 应办 办结率\n 无 无\n".replace(" 无 无", "\t\t"))
    assert table.rows == ()
    assert issues == ["empty_table"]


def test_a_grid_of_a_letter_is_no_statistics_table():
    assert of("| 项目 | 内容 |\n|---|---|\n| 来信时间 | 2020-12-09 |\n| 来信内容 | 办结率12.7% |\n") == ([], [])


def test_figures_under_unknown_headers_are_reported():
    found, issues = of("片区 甲指标 乙指标\n东片 1 2\n西片 3 4\n")
    assert (found, issues) == ([], ["unread_table"])


def test_a_title_broken_over_two_lines():
    (table,), _ = of("附件5\n\n四季度政务新媒体更新\n\n情况统计表\n\n（单位：条）\n\n单位 已回复\n甲局 3\n")
    assert table.title == "四季度政务新媒体更新情况统计表"
    assert table.caption == ("（单位：条）",)
    assert table.columns[1].unit == "条"
    assert table.section == "附件5"


def test_a_paragraph_above_is_no_title():
    (table,), _ = of("二、办理情况\n\n各单位办理情况如下：\n\n单位 已回复\n甲局 3\n")
    assert table.title is None


def test_the_heading_above_is_the_section():
    (table,), _ = of("二、市长信箱\n\n办理情况表\n\n单位 已回复\n甲局 3\n")
    assert (table.title, table.section) == ("办理情况表", "二、市长信箱")


def test_a_table_that_stops_inside_a_row_is_cut_off():
    (table,), issues = of("序号 单位 应办 办结率\n1 甲局 3 100%\n2 乙")
    assert table.cut_off
    assert [r.label for r in table.rows] == ["甲局"]
    assert issues == ["row_width", "cut_off_table"]


def test_the_last_table_without_the_total_that_the_others_have_is_cut_off():
    whole = "甲表\n\n单位 应办\n甲局 1\n合计 1\n\n"
    cut, _ = of(whole + "乙表\n\n单位 应办\n甲局 1\n乙局 2\n")
    followed, _ = of(whole + "乙表\n\n单位 应办\n甲局 1\n乙局 2\n\n某县人民政府\n")
    inspected, _ = of(whole + "丙表\n\n单位 合格/不合格\n甲局 合格\n")
    alone, _ = of("乙表\n\n单位 应办\n甲局 1\n乙局 2\n")
    assert [[t.cut_off for t in found] for found in (cut, followed, inspected, alone)] == [
        [False, True], [False, False], [False, False], [False]
    ]  # fmt: skip


def test_what_a_reader_knows_to_be_cut_is_cut_off():
    grid = Grid((("单位", "应办"), ("甲局", "1")), ("b1.r1", "b1.r2"), cut_off=True)
    read = tables(Document("text/html", (grid, Text("后文", "b2"))))
    (table,), issues = read.known, read.issues
    assert table.cut_off
    assert [i.code for i in issues] == ["cut_off_table"]


def test_a_line_merged_over_the_row_divides_the_table():
    rows = (("单位", "应办", "办结率"), ("一、乡镇", "", ""), ("甲镇", "1", "100%"))
    grid = Grid(rows, ("b1.r1", "b1.r2", "b1.r3"), spans=((1, 0, 1, 3),))
    read = tables(Document("text/html", (grid,)))
    (table,), issues = read.known, read.issues
    assert [r.label for r in table.rows] == ["甲镇"]
    assert [(i.code, i.raw) for i in issues] == [("group_row", "一、乡镇")]


def test_a_document_without_blocks_has_no_tables():
    assert tables(Document("text/plain", ())) == Tables([], [], [])


@pytest.mark.parametrize("mark", ["— 2 —", "附件1（续）", "附件2（续）", "（续表）", "某县热线情况通报"])
@pytest.mark.parametrize("header", ["单位 应办 办结率\n", ""])
def test_what_a_page_prints_between_two_pieces_does_not_divide_a_table(mark, header):
    first = "某县热线情况通报\n\n附件1\n\n某县统计表\n\n单位 应办 办结率\n甲局 3 100%"
    lines = f"{first}\n\n{mark}\n\n{header}乙局 2 100%\n合计 5 100%"
    found = tables(read_text("\n".join(_tabs(line) for line in lines.split("\n")))).known
    assert [(t.title, t.fragments, t.cut_off) for t in found] == [("某县统计表", (1, 1), False)]


def _tabs(line: str) -> str:
    return line if line.startswith("—") else line.replace(" ", "\t")


def test_a_table_that_may_go_on_is_not_to_be_added_up():
    found, issues = of(
        "某县通报\n\n单位 应办 办结率\n甲局 3 100%\n\n其他乡镇\n\n单位 应办 办结率\n乙局 2 100%\n合计 5 100%\n"
    )
    assert [t.cut_off for t in found] == [True, True]
    assert issues.count("cut_off_table") == 2


def test_a_table_announced_by_its_own_title_is_whole():
    found, _ = of("某县通报\n\n单位 应办\n甲局 3\n\n乡镇情况表\n\n单位 应办\n乙镇 2\n丙镇 3\n合计 5\n")
    assert [t.cut_off for t in found] == [False, False]


def test_column_groups_side_by_side_are_read_one_below_the_other():
    head = "序号 单位 来件数"
    (table,), issues = of(
        f"{head} {head}\n1 甲局 7 3 丙局 3\n2 乙局 4 4 丁局 1\n\n5 戊局 1\n".replace("\n\n5 ", "\n5 ")
    )
    assert [c.header for c in table.columns] == ["序号", "单位", "来件数"]
    assert [(r.serial, r.label, r.cells[2]) for r in table.rows] == [
        (1, "甲局", "7"), (2, "乙局", "4"), (5, "戊局", "1"), (3, "丙局", "3"), (4, "丁局", "1")
    ]  # fmt: skip
    assert [r.locator for r in table.rows][-1] == "L3.g2"
    assert "duplicate_header" not in issues


def test_kinds_of_request_side_by_side_are_read_one_below_the_other():
    text = (
        "事项类别 件数 占比 事项类别 件数 占比\n"
        "城市综合 635 42.4 环境保护 61 4.1\n"
        "其  他 235 15.7 三   农 57 3.8\n"
        "资源监管 142 9.5\n"
    )
    read = tables(read_text(text))
    (table,), issues = read.known, read.issues
    assert [(r.cells[:2], r.locator) for r in table.rows] == [
        (("城市综合", "635"), "L2"), (("其他", "235"), "L3"), (("资源监管", "142"), "L4"),
        (("环境保护", "61"), "L2.g2"), (("三农", "57"), "L3.g2"),
    ]  # fmt: skip
    assert {i.code for i in issues} == {"rate_without_sign"}


def test_a_row_that_is_wider_than_its_groups_is_left_out():
    text = (
        "| 类别 | 件数 | 占比 | 类别 | 件数 | 占比 |\n|---|---|---|---|---|---|\n| 城管 | 6 | 60% | 环保 | 3 | 30% |\n"
        "| 资 | 源 | 7 | 70% | 交通 | 1 | 10% |\n"
    )
    read = tables(read_text(text))
    (table,), issues = read.known, read.issues
    assert [r.cells[0] for r in table.rows] == ["城管", "环保"]
    assert "row_width" in {i.code for i in issues}


def test_units_in_two_columns_of_unequal_groups_are_not_read():
    found, issues = of("单位 来件数 办结数 单位 来件数\n甲局 7 7 丙局 3\n乙局 4 4 丁局 1\n")
    assert found == []
    assert issues == ["side_by_side"]


def test_a_label_broken_over_two_lines_is_one_word():
    (table,) = tables(read_text("| 单位 | 应办 |\n|---|---|\n| 县指挥部办公<br>室 | 1 |\n")).known
    assert table.rows[0].label == "县指挥部办公室"


@pytest.mark.parametrize(
    ("header", "metric"),
    [
        ("按期答复件数", "replied_on_time"),
        ("超期答复件数", "replied_late"),
        ("未答复件数", "not_completed"),
        ("答复件数", "replied"),
        ("12345热线按时办结", "completed_on_time"),
        ("转办工单数量", "forwarded"),
        ("提前答复件数", None),
        ("基本满意率", None),
        ("网站编号", None),
    ],
)
def test_a_header_is_known_by_its_parts_or_not_at_all(header: str, metric: str | None) -> None:
    assert metric_code(header) == metric


def test_a_table_on_its_side_has_a_row_for_each_of_its_columns():
    text = (
        "| 月份 | 1月 | 2月 | 合计 |\n|---|---|---|---|\n| 受理量 | 12 | 9 | 21 |\n| 办结率 | 100% | 88.9% | 95.2% |\n"
    )
    read = tables(read_text(text))
    (table,), issues = read.known, read.issues
    assert [(c.header, c.metric) for c in table.columns] == [
        ("月份", None), ("受理量", "received"), ("办结率", "completion_rate")
    ]  # fmt: skip
    assert [(r.label, r.cells[1], r.is_total, r.locator) for r in table.rows] == [
        ("1月", "12", False, "L1.t1"), ("2月", "9", False, "L1.t2"), ("合计", "21", True, "L1.t3")
    ]  # fmt: skip
    assert issues == []


def test_one_measure_in_the_first_column_leaves_a_table_as_it_is():
    text = "| 单位 | 收到 | 办结 |\n|---|---|---|\n| 受理 | 12 | 9 |\n| 东河镇 | 7 | 7 |\n"
    (table,) = tables(read_text(text)).known
    assert [r.label for r in table.rows] == ["受理", "东河镇"]


def test_columns_of_channels_and_kinds_count_what_the_title_says_or_what_came_in():
    def metrics_of(title: str, header: str) -> list[str | None]:
        (table,) = tables(read_text(f"{title}\n\n| {header} |\n|{'---|' * 4}\n| 东河镇 | 3 | 4 | 7 |\n")).known
        return [c.metric for c in table.columns[1:]]

    assert metrics_of("各镇情况表", "单位 | 投诉数量 | 举报数量 | 受理总数") == ["received"] * 3
    assert metrics_of("各镇办结情况表", "单位 | 市长信箱 | 微信平台 | 小计") == ["completed"] * 3


def test_a_column_merged_over_several_rows_names_groups_and_not_units():
    rows = ["商品 | 食品 | 12 | 60%", " | 服装 | 8 | 40%", "服务 | 餐饮 | 5 | 100%"]
    text = f"| 项目类别 | 类别 | 受理量 | 占商品比 |\n|{'---|' * 4}\n" + "".join(f"| {row} |\n" for row in rows)
    (table,) = tables(read_text(text)).known
    assert [r.label for r in table.rows] == ["食品", "服装", "餐饮"]
    assert table.columns[3].metric == "share"


def test_a_table_of_which_a_row_was_left_out_is_not_to_be_added_up():
    found, issues = of("某县热线统计表\n\n单位 应办 办结率\n甲局 1 100%\n乙局 2 100% 3 4\n合计 3 100%\n")
    assert ("row_width" in issues, [t.cut_off for t in found]) == (True, [True])


def test_a_table_of_one_row_of_counts_lies_on_its_side():
    document = read_text("工单类型 | 投诉类 | 举报类 | 咨询类\n工单数量（件） | 39 | 16 | 8\n")
    (table,) = tables(document).known
    assert [row.cells for row in table.rows] == [("投诉类", "39"), ("举报类", "16"), ("咨询类", "8")]


def test_a_row_of_counts_on_its_side_with_a_total_merged_over_it():
    text = "信件类型 | 咨询 | 投诉 | 建议\n信件数量(封) | 12 | 7 | 3\n合计(封) | 22\n\n二、存在问题\n"
    read = tables(read_text(text))
    (table,), issues = read.known, read.issues
    assert [(row.label, row.cells[1], row.is_total) for row in table.rows] == [
        ("咨询", "12", False), ("投诉", "7", False), ("建议", "3", False), ("合计(封)", "22", True)
    ]  # fmt: skip
    assert issues == []


def test_a_line_that_announces_another_table_ends_the_first():
    rows = "单位 办结件数\n甲镇 4\n乙镇 3\n"
    found, issues = of(f"乡镇办结量靠前的：\n\n{rows}\n县直单位办结量靠前的：\n\n{rows.replace('镇', '局')}\n完。")
    assert ([t.cut_off for t in found], issues) == ([False, False], [])


@pytest.mark.parametrize(
    ("header", "metric"),
    [
        ("立案数", "accepted"), ("应处置案件数", "due"), ("按期处置率（%）", "on_time_completion_rate"),
        ("返工率", "return_rate"), ("评价总数", "rated"), ("占总数", "share"), ("反馈及时率", "on_time_reply_rate"),
        ("诉求解决数", "resolved"), ("一次性办结率", None), ("5月受理工单量（件）", "received"),
    ],
)  # fmt: skip
def test_headers_of_assessments_and_city_management(header: str, metric: str | None):
    assert metric_code(header) == metric


def test_lists_of_the_best_and_the_worst_are_two_whole_tables() -> None:
    rows = "名次 单位 承办件 满意率\n{} 甲局 64 100%\n{} 乙局 121 98.4%\n"
    found, issues = of("红榜（满意率前2位）\n" + rows.format(1, 2) + "\n黑榜（满意率后2位）\n" + rows.format(30, 31))
    assert [(t.title, t.cut_off) for t in found] == [("红榜（满意率前2位）", False), ("黑榜（满意率后2位）", False)]
    assert "cut_off_table" not in issues


def test_measures_by_period_with_changes_in_items_are_set_upright() -> None:
    text = "| 指标 | 本月 | 上月 | 增减 |\n|---|---|---|---|\n| 受理量 | 12 | 9 | 3 |\n| 办结量 | 10 | 9 | 1 |\n"
    text += "| 满意率 | 98% | 97% | 1 |\n"
    found, _ = of(text)
    assert [r.label for t in found for r in t.rows] == ["本月", "上月", "增减"]


@pytest.mark.parametrize(
    "text",
    [
        "指标 数值\n来电总量（个） 120\n接通量（个） 117\n接通率（%） 97.5\n受理工单（件） 90\n",
        "序号 项目 单位 数量\n1 来电总量 个 120\n2 接通量 个 117\n3 接通率 % 97.5\n4 受理工单 件 90\n",
    ],
)
def test_a_list_of_measures_is_one_row_of_all_there_is(text: str) -> None:
    (table,), _ = of(text)
    assert [(c.metric, c.unit) for c in table.columns[1:]] == [
        ("received", "个"), ("connected", "个"), ("connect_rate", "%"), ("accepted", "件")
    ]  # fmt: skip
    assert [(r.label, r.cells[1:]) for r in table.rows] == [(None, ("120", "117", "97.5", "90"))]


def test_kinds_with_a_figure_each_are_no_list_of_measures() -> None:
    found, _ = of("类型 数量 占比\n投诉 12 60%\n咨询 8 40%\n合计 20 100%\n")
    assert [r.label for t in found for r in t.rows] == ["投诉", "咨询", "合计"]
    found, _ = of("项目 数量 占比\n受理 12 60%\n办结 8 40%\n合计 20 100%\n")
    assert [r.label for t in found for r in t.rows] == ["受理", "办结", "合计"]


def test_a_column_of_units_stands_behind_the_measures_of_several_periods() -> None:
    found, _ = of("项目 单位 2023年 2022年 增减\n受理量 件 120 90 30\n办结量 件 117 89 28\n办结率 % 97.5 98.9 -1.4\n")
    assert [r.label for t in found for r in t.rows] == ["2023年", "2022年", "增减"]
    assert [c.header for t in found for c in t.columns] == ["项目", "受理量（件）", "办结量（件）", "办结率（%）"]


def test_a_column_of_offices_is_none_of_units() -> None:
    found, _ = of("序号 项目 单位 受理量 办结量\n1 供水 甲局 12 9\n2 供电 乙局 7 7\n")
    assert [c.header for t in found for c in t.columns] == ["序号", "项目", "单位", "受理量", "办结量"]


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ("单位 接收量 受理量 不受理量 办结量", ["received", "accepted", "invalid", "completed"]),
        ("单位 收到工单 受理数 不予受理数 办结数", ["received", "accepted", "invalid", "completed"]),
        ("单位 受理件数 来件总数 不受理 办结", ["received", "received", "invalid", "completed"]),  # 受理 is more
        ("单位 收到 热线受理 不受理 办结", ["received", "received", "invalid", "completed"]),  # of one channel
        ("单位 上月接收量 受理量 不受理量 办结量", ["received", "received", "invalid", "completed"]),
    ],
)
def test_what_was_accepted_is_no_second_count_of_what_came_in(header: str, codes: list[str]) -> None:
    (found,), _ = of(f"{header}\n东河所 96 60 36 80\n青石所 110 64 46 103\n")
    assert [c.metric for c in found.columns[1:]] == codes


BESIDE = "| {} | 2023年四季度(件) | 与2023年三季度（环比增↑减↓） |\n|---|---|---|\n"
KINDS = "| 受理总数 | 20718 | 20300(↑2.06%) |\n| 咨询 | 12406 | 11800(↑5.14%) |\n| 投诉 | 8312 | 8500(↓2.21%) |\n"


@pytest.mark.parametrize("corner", ["类别 时间", "时间 类别", "类别"])
def test_a_change_in_brackets_has_a_column_of_its_own(corner: str) -> None:
    (found,), issues = of(BESIDE.format(corner) + KINDS)
    assert [(c.header, c.metric) for c in found.columns] == [
        ("类别", None), ("2023年四季度(件)", "received"), ("2023年三季度", "received"), ("环比", "change")
    ]  # fmt: skip
    assert found.rows[1].cells == ("咨询", "12406", "11800", "↑5.14%")
    assert [row.is_total for row in found.rows] == [True, False, False]
    assert "unknown_header" not in issues


def test_a_row_of_all_is_a_total_only_where_the_others_add_up_to_it() -> None:
    (found,), _ = of(BESIDE.format("类别") + KINDS.replace("20718", "29999").replace("20300", "29998"))
    assert not any(row.is_total for row in found.rows)


def test_a_corner_names_what_the_rows_are() -> None:
    (found,), _ = of("| 类别 时间 | 受理量 | 办结量 |\n|---|---|---|\n| 1月 | 12 | 9 |\n| 2月 | 10 | 9 |\n")
    assert found.columns[0].header == "时间"
    (found,), _ = of("| 类别 说明 | 受理量 | 办结量 |\n|---|---|---|\n| 咨询 | 12 | 9 |\n| 投诉 | 10 | 9 |\n")
    assert found.columns[0].header == "类别 说明"
