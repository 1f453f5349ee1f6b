"""PDF: ruled tables over page breaks, merged cells, paragraphs, running heads, and files that cannot be read."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from parsers.document import Grid, Text
from parsers.readers.pdf import limits, read_pdf
from parsers.records import Unreadable
from parsers.tables import tables
from parsers.vocabulary.layout import squeezed
from tests.parsers.readers.pdf_tables import NAMES, Column, Content, Layout, drawn

LONG_REMARK = "主要涉及物业管理和房屋漏水等问题，已责成专人限期办理，其中未办结3件"
HEADER = ["序号", "办理单位", "应办件数", "实办数", "办结率", "逾期办结件数", "备注"]


def unit_rows(n: int) -> list[list[str]]:
    """Rows of which every fifth has a remark of three lines."""
    remark = "10月逾期 1件\n11月逾期 2件\n12月逾期 1件"
    return [
        [
            str(i),
            f"测试单位{i}",
            str(i * 3),
            str(i * 3),
            "100%",
            "4" if i % 5 == 0 else "0",
            remark if i % 5 == 0 else "",
        ]
        for i in range(1, n + 1)
    ]


@pytest.fixture(scope="session")
def bulletin(make_pdf):
    rows = unit_rows(90)
    total = ["合计", "", str(sum(3 * i for i in range(1, 91))), str(sum(3 * i for i in range(1, 91))), "100%", "72", ""]
    prose = "四季度，全县共受理热线转办工单12285件，实办12285件，办结率为100%。" * 4
    return make_pdf(
        [
            "*关于办理情况的通报",
            "一、总体情况",
            prose,
            "*四季度热线工单办理情况统计表",
            ([HEADER, *rows, total], 1, [("SPAN", (0, -1), (1, -1))]),
        ],
        running_head="某县人民政府办公室文件",
        page_numbers=True,
    )


def test_every_cell_of_a_ruled_table_over_pages_is_read(bulletin):
    document = read_pdf(bulletin)
    assert document.pages >= 4
    read = tables(document)
    (table,), issues = read.known, read.issues
    assert issues == []
    assert [list(row.cells) for row in table.rows[:-1]] == unit_rows(90)
    assert table.rows[-1].is_total
    assert table.rows[-1].cells[2] == "12285"
    assert sum(table.fragments) == 90
    assert len(table.fragments) == document.pages
    assert table.title == "四季度热线工单办理情况统计表"
    assert table.rows[-1].page == document.pages


def test_row_places_name_page_table_and_row(bulletin):
    grids = [b for b in read_pdf(bulletin).blocks if isinstance(b, Grid)]
    assert [g.page for g in grids] == list(range(1, len(grids) + 1))
    assert grids[1].locators[:2] == ("p2.t1.r1", "p2.t1.r2")


def test_paragraphs_are_put_together_and_tables_are_not_in_them(bulletin):
    texts = [b for b in read_pdf(bulletin).blocks if isinstance(b, Text)]
    prose = [t for t in texts if t.text.startswith("四季度，")]
    assert len(prose) == 1
    assert prose[0].text.count("办结率为100%。") == 4
    assert [t.level for t in texts if t.text == "一、总体情况"] == [1]
    assert not any("测试单位" in t.text for t in texts)


def test_running_head_and_page_numbers_are_left_out_and_reported(bulletin):
    document = read_pdf(bulletin)
    texts = [b.text for b in document.blocks if isinstance(b, Text)]
    assert texts.count("某县人民政府办公室文件") == 1
    assert not any(t.startswith("- ") for t in texts)
    assert {i.raw for i in document.issues} == {"- 1 -", "某县人民政府办公室文件"}


def test_merged_header_cells_are_joined_per_column(make_pdf):
    rows = [
        ["序号", "单位", "未按时", "", "办结率"],
        ["", "", "认领（条）", "回复（条）", ""],
        ["1", "甲局", "0", "2", "100%"],
        ["合计", "", "0", "2", "100%"],
    ]
    merged = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (1, 1)), ("SPAN", (4, 0), (4, 1)), ("SPAN", (2, 0), (3, 0))]
    read = tables(read_pdf(make_pdf([("*办理情况统计表"), (rows, 2, merged)])))
    (table,), issues = read.known, read.issues
    assert [c.header for c in table.columns] == ["序号", "单位", "未按时认领（条）", "未按时回复（条）", "办结率"]
    assert [c.metric for c in table.columns] == [None, None, "claimed_late", "replied_late", "completion_rate"]
    assert [r.label for r in table.rows] == ["甲局", "合计"]
    assert issues == []


def test_a_paragraph_goes_on_over_the_page_break(make_pdf):
    sentence = "各单位要提高政治站位，按照规定时间认领并答复群众来信，做到件件有着落，"
    document = read_pdf(make_pdf(["正文前言说明如下。", sentence * 60 + "不得逾期。"]))
    (long,) = [b for b in document.blocks if isinstance(b, Text) and b.text.startswith("各单位")]
    assert document.pages == 2
    assert long.text == sentence * 60 + "不得逾期。"
    assert "-p2.l" in long.locator


def test_a_table_without_rules_is_reported_not_guessed():
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("STSong-Light", 12)
    for i, line in enumerate(("办理单位   应办件数   实办数   办结率", "甲局   12   12   100%", "乙局   3   3   100%")):
        canvas.drawString(80, 700 - 20 * i, line)
    canvas.save()
    document = read_pdf(buffer.getvalue())
    (issue,) = document.issues
    assert (issue.code, (issue.raw or "").count("\n")) == ("unruled_table", 2)
    assert document.blocks == ()
    assert tables(document).known == []


@pytest.mark.parametrize("rules", ["grid", "dashed", "open"])
def test_ruled_rows_cut_by_a_page_break_are_put_together(rules):
    rows = tuple((str(i), name, str(i), LONG_REMARK) for i, name in enumerate(NAMES[:12], 1))
    columns = (Column("序号", "serial"), Column("单位", "label"), Column("来件数", "count"), Column("备注", "note"))
    layout = Layout(rules=rules, split_rows=True, note_width=7, page="landscape", repeat_header=rules == "grid")
    document = read_pdf(drawn(Content(columns, rows), layout))
    assert document.pages > 1
    read = tables(document)
    (table,), issues = read.known, read.issues
    assert [[squeezed(cell or "") for cell in row.cells] for row in table.rows] == [list(row) for row in rows]
    assert issues == []


def test_rows_between_which_no_line_is_drawn_are_told_apart():
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("STSong-Light", 10)
    for x in (60, 160, 260, 360):
        canvas.line(x, 600, x, 720)
    for y in (600, 700, 720):
        canvas.line(60, y, 360, y)
    rows = [("单位", "来件数", "办结数"), ("甲局", "12", "12"), ("乙局", "3", "2"), ("丙局", "0", "0")]
    for i, row in enumerate(rows):
        for x, cell in zip((70, 170, 270), row, strict=True):
            canvas.drawString(x, 706 - 24 * i, cell)
    canvas.save()
    (grid,) = read_pdf(buffer.getvalue()).blocks
    assert grid.rows == tuple(rows)


def test_slanted_text_is_a_watermark_and_sideways_text_a_line_of_its_own():
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for turn, x, y, text in (
        (0, 80, 700, "本月共收到群众来信十二件。"),
        (45, 200, 300, "征求意见稿"),
        (90, 40, 400, "装订线内"),
    ):
        canvas.saveState()
        canvas.setFont("STSong-Light", 12)
        canvas.translate(x, y)
        canvas.rotate(turn)
        canvas.drawString(0, 0, text)
        canvas.restoreState()
    canvas.save()
    document = read_pdf(buffer.getvalue())
    assert [b.text for b in document.blocks] == ["本月共收到群众来信十二件。", "装订线内"]
    assert [(i.code, i.raw) for i in document.issues] == [("slanted_text", "征求意见稿")]


def _blank_pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.save()
    return buffer.getvalue()


def test_scan_without_text_is_unreadable():
    with pytest.raises(Unreadable, match="scan") as caught:
        read_pdf(_blank_pdf())
    assert caught.value.code == "no_text_layer"


def test_truncated_pdf_is_unreadable(bulletin):
    for share in (0.3, 0.6, 0.95):
        with pytest.raises(Unreadable) as caught:
            read_pdf(bulletin[: int(len(bulletin) * share)])
        assert caught.value.code == "truncated_pdf"


def test_encrypted_pdf_is_unreadable(make_pdf):
    with pytest.raises(Unreadable, match="password") as caught:
        read_pdf(make_pdf(["需要口令的文件内容。"], password="secret"))
    assert caught.value.code == "encrypted_pdf"


def test_damaged_pdf_is_unreadable():
    with pytest.raises(Unreadable) as caught:
        read_pdf(b"%PDF-1.4\n" + b"x" * 500 + b"\nstartxref\n0\n%%EOF\n")
    assert caught.value.code == "damaged_pdf"


def test_a_pdf_of_too_many_pages_is_refused(make_pdf, monkeypatch):
    monkeypatch.setattr(limits, "MOST_PAGES", 1)
    with pytest.raises(Unreadable, match="more than 1 pages") as caught:
        read_pdf(make_pdf(["第一页的正文内容。", None, "第二页的正文内容。"]))
    assert caught.value.code == "too_large"


def test_a_bold_title_drawn_twice_is_read_once():
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("STSong-Light", 18)
    for shift in (0, 0.3):
        canvas.drawString(80 + shift, 700, "关于办理情况的通报正文")
    canvas.save()
    assert [b.text for b in read_pdf(buffer.getvalue()).blocks] == ["关于办理情况的通报正文"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_bytes_are_read_or_refused_but_nothing_else(make_pdf, data):
    payload = bytearray(make_pdf(["本月共收到来信十二件。", ([["单位", "应办"], ["甲局", "1"]], 1, [])]))
    for at in data.draw(st.lists(st.integers(20, len(payload) - 60), min_size=1, max_size=30)):
        payload[at] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        assert read_pdf(bytes(payload)).blocks
