"""Markdown and plain text: headings, paragraphs broken in mid-sentence, and the four ways tables are printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.document import Grid, Text
from parsers.readers import read
from parsers.readers.text import read_text
from parsers.tables import Tables, tables

FIXTURES = Path(__file__).parents[2] / "fixtures" / "readers"


def grids(text: str) -> list[Grid]:
    return [b for b in read_text(text).blocks if isinstance(b, Grid)]


def texts(text: str) -> list[Text]:
    return [b for b in read_text(text).blocks if isinstance(b, Text)]


def test_lone_cells_with_missing_figures_and_a_lost_character():
    document = read_text((FIXTURES / "lone-cells.txt").read_text(encoding="utf-8"))
    first, second = (b for b in document.blocks if isinstance(b, Grid))
    assert first.rows == (
        ("序号", "部门名称", "信件总数", "办结总数", "办结", "备注"),
        ("1", "东河镇", "12", "12", "100.00%", None),
        ("2", "西岭乡", "3", "2", "66.67%", "一件正在办理"),
        ("3", "4号林场", "1", "1", "100.00%", None),
        ("4", "南坪乡", None, None, None, None),
        ("5", "北塬乡", None, None, None, None),
        ("6", "合兴镇", None, None, None, None),
    )
    assert second.rows[1:] == (
        ("1", "水务局", "3", "3", "100.00%"),
        ("2", "粮食局", "2", "2", "100.00%"),
        (None, "合计", "5", "5", "100.00%"),
    )
    assert document.issues == ()
    assert document.blocks[-1] == Text("青石县人民政府办公室", "L113")


def test_the_broken_sentence_is_one_paragraph_with_both_lines():
    document = read_text((FIXTURES / "lone-cells.txt").read_text(encoding="utf-8"))
    (joined,) = [b for b in document.blocks if isinstance(b, Text) and "乡镇办结率" in b.text]
    assert joined.locator == "L5-7"
    assert "乡镇办结率100%,各单位" in joined.text


@pytest.mark.parametrize(
    ("above", "below", "is_one"),
    [
        ("共受理5件，占比", "35.71%，主要反映工资问题。", True),
        ("办结率为100%,受理率", "为98%。", False),  # nothing says that the first line is not complete
        ("抄送：县委各部门，", "县法院。", True),
        ("本月办结率和受理率均为100%,较好", "其中,甲乡、乙乡实现零诉求。", False),
        ("共受理5件。", "35.71%的来件为咨询类。", False),
        ("附件:1.2020年7月份统计表", "2.2020年7月份县直部门统计表", False),
        ("县政府信息中心", "2020年8月10日", False),
        ("一、总体情况", "12件来信已办结。", False),
    ],
)
def test_what_is_joined_over_a_blank_line(above, below, is_one):
    assert len(texts(f"{above}\n\n{below}\n")) == (1 if is_one else 2)


def test_an_open_bracket_goes_on_in_the_next_line():
    assert [t.text for t in texts("（监测时间：微信每周一次，微博每十天一次\n抖音每两周一次）\n")] == [
        "（监测时间：微信每周一次，微博每十天一次抖音每两周一次）"
    ]


def test_headings_by_their_numbering():
    text = (
        "一、总体情况\n\n（二）留言办理\n\n1. 信箱办理情况。\n\n信箱收到5件。\n\n1. 多数单位不够重视。\n2. 答复简单。\n"
    )
    assert [t.level for t in texts(text)] == [1, 2, 3, 0, 0, 0]


def test_a_list_of_annexes_is_no_row_of_headings():
    assert [t.level for t in texts("附件：1. 热线统计表\n2. 信箱统计表\n3. 网站统计表\n")] == [0, 0, 0]


def test_markdown_title_with_its_address_and_a_padded_table():
    pad = " " * 3000
    table = f"| Title |{pad}|\n|:--:|{'-' * 3000}|\n| 回复机构 | [甲局](../a.md){pad}|\n"
    text = f"# [一封信](http://example.gov.cn/a(1).jsp?id=7)\n\n{table}"
    document = read(text.encode(), file_name="a.md")
    assert (document.title, document.url) == ("一封信", "http://example.gov.cn/a(1).jsp?id=7")
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert grid.rows == (("Title", ""), ("回复机构", "甲局"))
    assert grid.locators == ("L3", "L5")
    assert tables(document) == Tables([], [], [])


def test_text_without_a_title_has_none():
    document = read("某县人民政府办公室\n\n关于办理情况的通报\n".encode())
    assert (document.title, document.url) == (None, None)


def test_tab_rows_keep_their_empty_cells_and_one_grid_a_fragment():
    first, second = grids("单位\t应办\t备注\n甲局\t1\t\n\n单位\t应办\t备注\n\t\t合并\n")
    assert first.rows == (("单位", "应办", "备注"), ("甲局", "1", ""))
    assert second.rows == (("单位", "应办", "备注"), ("", "", "合并"))


def test_a_row_cut_by_a_line_break_in_a_cell_is_one_row():
    document = read_text(
        "单位\t应办\t办结率\t备注\n甲局\t3\t100%\t10月逾期1件\n11月逾期2件\n丙局\t5\t1\n00%\t无\n丁局\t1\t100%\t\n"
    )
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert grid.rows[1:] == (
        ("甲局", "3", "100%", "10月逾期1件\n11月逾期2件"),
        ("丙局", "5", "1\n00%", "无"),
        ("丁局", "1", "100%", ""),
    )
    assert grid.locators == ("L1", "L2-3", "L4-5", "L6")


def test_a_line_that_may_belong_to_two_rows_is_left_out_and_reported():
    document = read_text("单位\t应办\t备注\n甲局\t3\t\n乙\n局\t4\t\n丙局\t1\t\n")
    assert [(i.code, i.raw, i.place) for i in document.issues] == [("stray_line", "乙", "L3")]


def test_an_office_and_a_date_set_apart_by_a_tab_are_no_table():
    assert grids("某县信息中心\t\t2020年8月10日\n") == []


def test_columns_set_apart_by_blanks():
    (grid,) = grids("办理单位    应办件数   办结率    备注\n县住建局   12   100%\n县公安局   7   85.71%   逾期1件\n")
    assert grid.rows[1:] == (("县住建局", "12", "100%", None), ("县公安局", "7", "85.71%", "逾期1件"))


def test_a_row_that_fits_in_no_single_way_is_reported_with_its_cells():
    text = "序号\n部门名称\n来件数\n办结数\n办结率\n1\n甲镇\n5\n5\n100%\n2\n乙镇\n3\n100%\n3\n丙镇\n2\n2\n100%\n"
    document = read_text(text)
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert [row[1] for row in grid.rows[1:]] == ["甲镇", "丙镇"]
    (issue,) = document.issues
    assert (issue.code, issue.raw, issue.place) == ("row_width", "2 | 乙镇 | 3 | 100%", "L11-14")


def test_a_lone_cell_table_that_stops_inside_a_row_is_cut_off():
    document = read_text("序号\n部门名称\n来件数\n办结数\n办结率\n1\n甲镇\n5\n5\n100%\n2\n乙镇\n3\n")
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert grid.cut_off
    assert len(grid.rows) == 2
    assert tables(document).known[0].cut_off


def test_a_lone_cell_table_without_serials():
    document = read_text(
        "办理单位\n应办件数\n实办数\n办结率\n甲局\n3\n3\n100%\n乙局\n丙局\n1\n1\n100%\n合计\n4\n4\n100%\n"
    )
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert grid.rows[2:] == (("乙局", None, None, None), ("丙局", "1", "1", "100%"), ("合计", "4", "4", "100%"))


NAMES = [f"{a}{b}" for a in "东西南北中" for b in ("河镇", "岭乡", "水务局", "教体局", "林场")]


@given(
    st.lists(st.one_of(st.none(), st.tuples(st.integers(0, 40), st.integers(0, 40))), min_size=1, max_size=len(NAMES)),
    st.booleans(),
)
def test_lone_cells_come_back_whatever_the_figures(figures, with_blank_lines):
    rows = [
        (str(i), name, *((None,) * 3 if pair is None else (str(pair[0]), str(pair[1]), f"{pair[1]}.00%")))
        for i, (name, pair) in enumerate(zip(NAMES, figures, strict=False), 1)
    ]
    cells = [c for row in (("序号", "部门名称", "信件总数", "办结总数", "办结"), *rows) for c in row if c is not None]
    (grid,) = grids(("\n\n" if with_blank_lines else "\n").join(cells))
    assert grid.rows[1:] == tuple(rows)


@given(st.text(alphabet="序号单位应办结率合计12%一、（）。，\t\n| #甲局", max_size=200))
def test_no_text_breaks_the_reader_and_no_line_is_lost(text):
    document = read_text(text)
    kept = "".join(
        b.text if isinstance(b, Text) else "".join(c or "" for row in b.rows for c in row) for b in document.blocks
    ) + "".join(i.raw or "" for i in document.issues)
    for character in "序号单位应办结率合计甲局%，。":
        assert kept.count(character) == text.count(character)
    tables(document)


@pytest.mark.parametrize("mark", ["— 2 —", "- 3 -", "第 3 页 共 9 页", "第3页", "5", "3/9"])
def test_a_page_number_between_pieces_of_a_table_is_no_text(mark):
    document = read_text(f"单位\t应办\n甲局\t1\n\n{mark}\n\n单位\t应办\n乙局\t2\n合计\t3\n")
    assert [type(b) for b in document.blocks] == [Grid, Grid]
    assert [(i.code, i.raw, i.place) for i in document.issues] == [("page_furniture", mark, "L4")]


def test_a_bare_figure_elsewhere_stays():
    assert [t.text for t in texts("来件数\n\n5\n\n单位\t应办\n甲局\t1\n")] == ["来件数", "5"]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("收到来信**150**件，办结__148__件，<b>办结率</b>*98.67%*。", "收到来信150件，办结148件，办结率98.67%。"),
        ("**收到来信**", "收到来信"),
        ("张**反映的问题。李**来信。", "张**反映的问题。李**来信。"),
        ("电话138****1234", "电话138****1234"),
    ],
)
def test_marks_of_emphasis_are_not_text_but_hidden_names_stay(line, read):
    assert [t.text for t in texts(line)] == [read]


def test_lines_wrapped_at_a_fixed_width_are_one_paragraph():
    text = (
        "　　8月份，全县热线共受理群众来电262件，其中咨询类111件、反\n"
        "映类136件、投诉类7件、建议类1件、举报类7件，分别占比42.37%、51.\n"
        "91%、2.67%、0.38%、2.67%。其中市长信箱4件，回复4件，回复率\n"
        "100%。\n"
    )
    (paragraph,) = texts(text)
    assert paragraph.locator == "L1-4"
    assert "反映类136件" in paragraph.text
    assert "、51.91%、" in paragraph.text
    assert paragraph.text.endswith("回复率100%。")


@pytest.mark.parametrize(
    "text",
    [
        "各镇人民政府、街道办事处\n县政府各工作部门、直属机构，各有关企业事业单位以及驻县有关单位和部门\n",
        "受理的来信中，主要集中在城乡建设、教育、卫生等方面：\n办理情况较好的单位为县住建局、县教育局、县卫健局\n",
        "一是个别单位认识不足，存在应付现象，没有按规定时限办理\n二、个别单位答复简单，没有回应群众的诉求，质量不高\n",
    ],
)
def test_short_lines_announcements_and_items_are_not_wrapped(text):
    assert len(texts(text)) == 2


def test_a_lone_cell_table_of_an_inspection():
    (grid,) = grids(
        "序号\n单位名称\n合格/不合格\n备注\n1\n县政府办\n合格\n2\n县教体局\n不合格\n更新不及时\n3\n县公安局\n合格\n"
    )
    assert grid.rows[1:] == (
        ("1", "县政府办", "合格", None),
        ("2", "县教体局", "不合格", "更新不及时"),
        ("3", "县公安局", "合格", None),
    )


def test_lone_cells_below_a_header_of_two_levels():
    header = ["序号", "单位", "市长信箱", "县长信箱", "来件数", "办结数", "办结率", "来件数", "办结数", "办结率"]
    body = [["1", "甲局", "8", "8", "100%", "5", "4", "80%"], ["2", "乙局", "6", "3", "50%", "2", "2", "100%"]]
    body.append(["3", "丙镇", "1", "1", "100%", "4", "4", "100%"])
    (table,) = tables(read_text("\n\n".join([*header, *(cell for row in body for cell in row)]))).known
    assert [c.header for c in table.columns[2:]] == [
        f"{channel}{column}" for channel in ("市长信箱", "县长信箱") for column in ("来件数", "办结数", "办结率")
    ]
    assert [r.cells for r in table.rows] == [tuple(row) for row in body]
    assert not table.cut_off


def test_lone_cells_below_two_levels_that_stop_inside_a_row_are_cut_off():
    header = ["序号", "单位", "市长信箱", "县长信箱", "来件数", "办结数", "来件数", "办结数"]
    body = [
        "1",
        "甲局",
        "8",
        "8",
        "5",
        "4",
        "2",
        "乙局",
        "6",
        "3",
        "2",
        "2",
        "3",
        "丙镇",
        "1",
        "1",
        "4",
        "4",
        "4",
        "丁",
    ]
    (table,) = tables(read_text("\n".join([*header, *body]))).known
    assert table.cut_off
    assert [r.label for r in table.rows] == ["甲局", "乙局", "丙镇"]


def test_a_name_over_two_lines_of_a_table_set_with_blanks_is_one_row():
    text = (
        "序号  单位  收到  办结率\n1  县民政局  15  93.33%\n2  县住房和城乡\n建设局  20  95.00%\n合计    35  94.29%\n"
    )
    (found,) = grids(text)
    assert found.rows[2] == ("2", "县住房和城乡建设局", "20", "95.00%")
    assert found.locators[2] == "L3-4"
    assert found.rows[3] == ("合计", "35", "94.29%")


def test_one_blank_between_cells_is_enough_below_a_header_of_known_words_only():
    assert grids("年份 市长信箱 县长信箱 合计\n2022 120 300 420\n2023 100 250 350\n")[0].rows[1:] == (
        ("2022", "120", "300", "420"),
        ("2023", "100", "250", "350"),
    )
    text = "单位 收到 办结\n东河镇 12 12\n西岭乡 9 8\n以上 数据截至3月31日。\n"
    assert [len(g.rows) for g in grids(text)] == [3]
    assert texts(text)[-1].text == "以上 数据截至3月31日。"
    assert grids("单位 来件数 备注 与上年相比\n东河镇 12 无 多\n") == []


def test_rows_with_bars_only_between_their_cells():
    (grid,) = grids("上文\n单位 | 来件数 | 办结数\n甲局 | 12 | 11\n乙局 | 7 | 7\n\n下文\n")
    assert grid.rows == (("单位", "来件数", "办结数"), ("甲局", "12", "11"), ("乙局", "7", "7"))
    assert grid.locators == ("L2", "L3", "L4")
    assert not grid.cut_off


def test_rows_with_bars_between_that_stop_inside_a_row_are_cut_off():
    (grid,) = grids("单位 | 来件数 | 办结数\n甲局 | 12 | 11\n乙局 | 7\n")
    assert (len(grid.rows), grid.cut_off) == (2, True)


def test_bars_in_lines_of_words_are_no_table():
    assert grids("首页 | 政务公开 | 正文\n字号 | 大 | 打印\n") == []


def test_lone_cells_of_two_levels_end_with_a_total_without_serial():
    header = "序号 单位 12345热线 网上信箱 派单数 办结数 派单数 办结数"
    rows = ("1 东河镇 20 18 12 12", "2 西岭乡 15 15 8 7", "合计 35 33 20 19")
    text = "\n\n".join(" ".join((header, *rows)).split())
    (grid,) = [b for b in read_text(text).blocks if isinstance(b, Grid)]
    assert grid.rows[-1] == (None, "合计", "35", "33", "20", "19")
    assert not grid.cut_off


@pytest.mark.parametrize("mark", [" | ", "\t"])
def test_a_header_whose_merged_cells_are_printed_once_is_put_over_its_columns(mark: str):
    header = ("单位 本月 累计", "受理 办结 办结率 受理 办结 办结率")
    lines = (*header, "东河镇 40 38 95% 144 140 97.2%", "西岭乡 50 48 96% 140 140 100%")
    text = "\n".join(line.replace(" ", mark) for line in lines)
    (grid,) = [b for b in read_text(text).blocks if isinstance(b, Grid)]
    assert grid.rows[0] == ("单位", "本月", "", "", "累计", "", "")
    assert grid.rows[1] == ("", "受理", "办结", "办结率", "受理", "办结", "办结率")
    assert (0, 1, 1, 3) in grid.spans
