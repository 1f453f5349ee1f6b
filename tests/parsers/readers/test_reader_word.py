"""Word files: what is printed, in its order and its cells, whatever Word has written around it."""

from __future__ import annotations

import io

import pytest
from docx import Document as WordDocument

from parsers.document import Grid, Text
from parsers.readers import word
from parsers.readers.word import read_word
from parsers.records import Unreadable
from parsers.tables import tables
from tests.parsers.readers.office_files import docx, p, r, table, tc, zipped

FIGURES = ["序号", "单位", "转办", "办结", "办结率"]


def texts(document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Text)]


def codes(document) -> list[str]:
    return [i.code for i in document.issues]


def grids(document) -> list[Grid]:
    return [b for b in document.blocks if isinstance(b, Grid)]


def test_a_file_that_word_s_own_library_wrote():
    made = WordDocument()
    made.add_heading("某县2024年10月县长信箱办理情况通报", 0)
    made.add_heading("一、总体情况", 1)
    made.add_paragraph("本月共收到来信132件，办结129件，办结率97.73%。")
    grid = made.add_table(3, 5)
    for row, cells in enumerate(
        (FIGURES, ["1", "县教育局", "12", "11", "91.67%"], ["合计", "", "132", "129", "97.73%"])
    ):
        for column, cell in enumerate(cells):
            grid.cell(row, column).text = cell
    grid.cell(2, 0).merge(grid.cell(2, 1))
    made.add_paragraph("某县人民政府办公室")
    out = io.BytesIO()
    made.save(out)
    document = read_word(out.getvalue())
    assert [(b.text, b.level, b.locator) for b in document.blocks if isinstance(b, Text)] == [
        ("某县2024年10月县长信箱办理情况通报", 1, "b1"),
        ("一、总体情况", 1, "b2"),
        ("本月共收到来信132件，办结129件，办结率97.73%。", 0, "b3"),
        ("某县人民政府办公室", 0, "b5"),
    ]
    (found,) = grids(document)
    assert found.rows[2] == ("合计", "", "132", "129", "97.73%")
    assert found.spans == ((2, 0, 1, 2),)
    assert found.locators == ("b4.r1", "b4.r2", "b4.r3")
    assert codes(document) == []


def test_cells_merged_both_ways_and_rows_that_begin_further_right():
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    two = '<w:gridSpan w:val="2"/>'
    body = table(
        [tc("单位", restart), tc("市长信箱", two), tc("县长信箱", two)],
        [tc("别的", goes_on), "转办", "办结率", "转办", "办结率"],
        ["甲局", "3", "100%", "4", "75%"],
    ) + ("<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + tc("a") + tc("b") + "</w:tr></w:tbl>")
    first, second = grids(read_word(docx(body)))
    assert first.rows == (
        ("单位", "市长信箱", "", "县长信箱", ""),
        ("", "转办", "办结率", "转办", "办结率"),
        ("甲局", "3", "100%", "4", "75%"),
    )
    assert set(first.spans) == {(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 1, 2)}
    assert second.rows == ((None, "a", "b"),)
    read = tables(read_word(docx(body)))
    (table_read,), issues = read.known, read.issues
    assert [c.metric for c in table_read.columns[1:]] == ["forwarded", "completion_rate"] * 2
    assert issues == []


def test_a_cell_merged_over_rows_of_other_widths_ends_where_they_do():
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table([tc("甲", restart), "1"], [tc("", goes_on), "2"], [tc("乙", restart), "3"], [tc("", goes_on), "4"])
    (grid,) = grids(read_word(docx(body)))
    assert set(grid.spans) == {(0, 0, 2, 1), (2, 0, 2, 1)}
    assert [row[0] for row in grid.rows] == ["甲", "", "乙", ""]


def test_tracked_changes_are_read_as_accepted():
    rows = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('旧')}{tc('1')}</w:tr><w:tr>{tc('新')}{tc('2')}</w:tr>"
    body = (
        p("共收到来信", "<w:del><w:r><w:delText>85</w:delText></w:r></w:del>", f"<w:ins>{r('132')}</w:ins>", "件。")
        + p(f"<w:moveFrom>{r('移走的话。')}</w:moveFrom>")
        + p(f"<w:moveTo>{r('移来的话。')}</w:moveTo>")
        + f"<w:tbl>{rows}</w:tbl>"
    )
    document = read_word(docx(body))
    assert texts(document) == ["共收到来信132件。", "移来的话。"]
    assert grids(document)[0].rows == (("新", "2"),)
    assert codes(document) == ["tracked_changes"]
    assert "5 tracked changes" in document.issues[0].message


def test_numbers_that_word_counts_by_itself_are_printed():
    numbering = """
      <w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
        <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
      </w:abstractNum>
      <w:abstractNum w:abstractNumId="1">
        <w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/><w:suff w:val="nothing"/></w:lvl>
      </w:abstractNum>
      <w:abstractNum w:abstractNumId="2">
        <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>
      </w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
      <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
      <w:num w:numId="3"><w:abstractNumId w:val="0"/>
        <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
      <w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>"""
    styles = """
      <w:style w:type="paragraph" w:styleId="a"><w:name w:val="base"/>
        <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="b"><w:name w:val="next"/><w:basedOn w:val="a"/></w:style>"""

    def listed(number: int, level: int = 0) -> str:
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'

    deleted = f"{listed(2)}<w:rPr><w:del/></w:rPr>"
    body = (
        p("总体情况", properties=listed(1))
        + p("受理", properties=listed(1, 1))
        + p("办结", properties=listed(1, 1))
        + p("存在问题", properties='<w:pStyle w:val="b"/>')
        + p("回复慢", properties=listed(1, 1))
        + p("不编号", properties='<w:pStyle w:val="b"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("重新开始", properties=listed(3))
        + p("接着数", properties=listed(1))
        + p("一点", properties=listed(4))
        + table(
            ["序号", "单位"],
            [tc(p(properties=listed(2))), "甲局"],
            [tc(p(properties=deleted)), "乙局"],
            [tc(p(properties=listed(2))), "丙局"],
        )
    )
    document = read_word(docx(body, numbering=numbering, styles=styles))
    assert texts(document) == [
        *("一、总体情况", "1. 受理", "2. 办结", "二、存在问题", "1. 回复慢"),
        *("不编号", "一、重新开始", "二、接着数", "• 一点"),
    ]
    assert [row[0] for row in grids(document)[0].rows] == ["序号", "1", "", "2"]
    assert [b.level for b in document.blocks[:4]] == [1, 0, 0, 1]


def test_a_list_counted_in_an_unknown_way_is_said():
    numbering = """<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="hebrew1"/>
      <w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"""
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    document = read_word(docx(p("一句话。", properties=listed), numbering=numbering))
    assert [(i.code, i.raw) for i in document.issues] == [("list_number", "hebrew1")]


def test_text_boxes_stand_once_though_they_are_written_twice():
    box = f"<w:txbxContent>{p('某县人民政府文件')}{table(['a', 'b'])}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read_word(docx(p("正文一。", drawing) + p("正文二。")))
    assert texts(document) == ["正文一。", "某县人民政府文件", "正文二。"]
    assert [g.rows for g in grids(document)] == [(("a", "b"),)]


def test_footnotes_stand_below_what_they_belong_to():
    footnotes = (
        f'<w:footnote w:type="separator" w:id="-1">{p("----")}</w:footnote>'
        f'<w:footnote w:id="1">{p("注：数据截至10月底。", "<w:r><w:footnoteReference w:id=&quot;1&quot;/></w:r>")}'
        "</w:footnote>"
    ).replace("&quot;", '"')
    body = table(["单位", "转办"], [tc(p("甲局", '<w:r><w:footnoteReference w:id="1"/></w:r>')), "3"]) + p("完。")
    document = read_word(docx(body, footnotes=footnotes))
    assert isinstance(document.blocks[0], Grid)
    assert texts(document) == ["注：数据截至10月底。", "完。"]


def test_breaks_tabs_fields_boxes_and_ruby():
    body = (
        p("上行", "<w:r><w:br/></w:r>", "下行", '<w:r><w:br w:type="page"/></w:r>', "<w:r><w:tab/></w:r>", "右")
        + p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>', "7")
        + p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "是")
        + p("<w:r><w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase>汉</w:rubyBase></w:ruby></w:r>字")
        + p("<w:hyperlink>链接</w:hyperlink>".replace("链接", r("链接")))
    )
    document = read_word(docx(body.replace("<w:rubyBase>汉", f"<w:rubyBase>{r('汉')}")))
    assert texts(document)[:3] == ["上行\n下行\t右", "7", "☑是"]
    assert texts(document)[-1] == "链接"
    assert "汉" in texts(document)[3]


def test_hidden_text_pictures_heads_and_strange_forms_of_file_are_said():
    drawing = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    parts = {
        "word/header1.xml": "<w:hdr xmlns:w='x'><w:p><w:r><w:t>某县信访局简报</w:t></w:r></w:p></w:hdr>",
        "word/footer1.xml": "<w:ftr xmlns:w='x'><w:p><w:r><w:t>- 3 -</w:t></w:r></w:p></w:ftr>",
        "word/document.xml": "<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main' xmlns:a='a'>"
        f"<w:body>{p('可见。', r('隐藏的87件', '<w:vanish/>'), drawing)}</w:body></w:document>",
    }
    document = read_word(zipped(parts))
    assert texts(document) == ["可见。"]
    assert [(i.code, i.raw) for i in document.issues] == [
        ("page_furniture", "某县信访局简报"),
        ("hidden_text", "隐藏的87件"),
        ("not_read", None),
    ]
    assert "1 picture" in document.issues[-1].message


def test_a_nested_table_is_a_table_and_the_outer_one_layout():
    inner = table(["单位", "来件数"], ["甲局", "3"])
    document = read_word(docx(table([tc(p("左栏。")), tc(p("说明。") + inner)])))
    assert texts(document) == ["左栏。", "说明。"]
    assert grids(document)[0].rows == (("单位", "来件数"), ("甲局", "3"))


@pytest.mark.parametrize(
    ("payload", "code", "words"),
    [
        (docx(""), "no_text", "no text"),
        (docx(p("<w:r><w:drawing><a:blip/><a:blip/></w:drawing></w:r>")), "no_text", "2 pictures"),
        (zipped({"word/other.xml": "<a/>"}), "damaged_office", "main part"),
        (zipped({"word/document.xml": "<a><b></a>"}), "damaged_office", "word/document.xml"),
        (zipped({"word/document.xml": "<a>" * 5000 + "</a>" * 5000}), "damaged_office", "word/document.xml"),
        (docx(p("话。"))[:-30], "damaged_zip", "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(payload, code, words):
    with pytest.raises(Unreadable, match=words) as caught:
        read_word(payload)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


def test_entities_are_not_resolved():
    bomb = '<!DOCTYPE d [<!ENTITY a "AAAA"><!ENTITY b "&a;&a;">]>'
    parts = {"word/document.xml": f"{bomb}<d><body><p><r><t>前&b;</t></r></p></body></d>"}
    assert texts(read_word(zipped(parts))) == ["前"]


def test_a_file_of_too_many_paragraphs_is_refused(monkeypatch):
    monkeypatch.setattr(word, "MOST_PARAGRAPHS", 3)
    with pytest.raises(Unreadable, match="more than 3 paragraphs"):
        read_word(docx(p("一。") * 4))
