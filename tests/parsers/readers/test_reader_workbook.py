"""Workbooks, newer and older: what is printed in which cell, what is a line and what a table, what is hidden."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
import xlwt

from parsers.document import Grid, Text
from parsers.readers import workbook
from parsers.readers.workbook import Sheet, document_of
from parsers.readers.xls import read_xls
from parsers.readers.xlsx import read_xlsx
from parsers.records import Unreadable
from parsers.tables import tables
from tests.parsers.readers.office_files import relations, zipped

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TITLE = "某县2024年10月县长信箱办理情况统计表"
HEADER = ["序号", "单位", "转办", "办结", "办结率"]
BODY = [[1, "县教育局", 12, 11, 11 / 12], [2, "县住建局", 120, 118, 0.98333], ["合计", None, 132, 129, 129 / 132]]
NOTE = "注：本表只统计牵头办理单位。"
PRINTED = (
    ("序号", "单位", "转办", "办结", "办结率"),
    ("1", "县教育局", "12", "11", "91.67%"),
    ("2", "县住建局", "120", "118", "98.33%"),
    ("合计", "", "132", "129", "97.73%"),
)


def texts(document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Text)]


def grids(document) -> list[Grid]:
    return [b for b in document.blocks if isinstance(b, Grid)]


def codes(document) -> list[str]:
    return [i.code for i in document.issues]


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx_bulletin() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([TITLE])
    sheet.append(["填报单位：某县政府办", None, None, "单位：件"])
    for row in [HEADER, *BODY]:
        sheet.append(row)
    sheet.append([NOTE])
    for row in range(4, 7):
        sheet.cell(row, 5).number_format = "0.00%"
    for merged in ("A1:E1", "A6:B6", "A7:E7"):
        sheet.merge_cells(merged)
    return saved(book)


def xls_bulletin() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    percent = xlwt.easyxf(num_format_str="0.00%")
    sheet.write_merge(0, 0, 0, 4, TITLE)
    sheet.write(1, 0, "填报单位：某县政府办")
    sheet.write(1, 3, "单位：件")
    for number, row in enumerate([HEADER, *BODY], 2):
        for column, value in enumerate(row):
            if value is not None and (number, column) != (5, 0):
                sheet.write(number, column, value, *([percent] if isinstance(value, float) else []))
    sheet.write_merge(5, 5, 0, 1, "合计")
    sheet.write_merge(6, 6, 0, 4, NOTE)
    return saved(book)


@pytest.mark.parametrize(("read", "payload"), [(read_xlsx, xlsx_bulletin()), (read_xls, xls_bulletin())])
def test_a_bulletin_of_one_table(read, payload):
    document = read(payload)
    assert [(b.text, b.locator) for b in document.blocks if isinstance(b, Text)] == [
        (TITLE, "s1.r1"),
        ("填报单位：某县政府办", "s1.r2"),
        ("单位：件", "s1.r2"),
        (NOTE, "s1.r7"),
    ]
    (grid,) = grids(document)
    assert grid.rows == PRINTED
    assert grid.spans == ((3, 0, 1, 2),)
    assert grid.locators == ("s1.r3", "s1.r4", "s1.r5", "s1.r6")
    assert document.issues == ()
    read = tables(document)
    (table,), issues = read.known, read.issues
    assert (table.title, table.cut_off, table.notes[0][0]) == (TITLE, False, NOTE)
    assert [c.metric for c in table.columns[2:]] == ["forwarded", "completed", "completion_rate"]
    assert issues == []


def xlsx(sheet: str, *, styles: str = "", strings: str = "", state: str = "visible", date1904: str = "0") -> bytes:
    """A workbook of one sheet whose rows are given as markup."""
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><workbookPr date1904="{date1904}"/><sheets>'
            f'<sheet name="统计" sheetId="9" state="{state}" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                worksheet="worksheets/sheet1.xml", styles="styles.xml", sharedStrings="sharedStrings.xml"
            ),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>',
            "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
        }
    )


def data(*rows: str) -> str:
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData>"


def test_strings_in_runs_formulas_errors_and_what_nobody_calculated():
    strings = "<si><r><t>县长</t></r><r><t>信箱</t></r><rPh><t>xian</t></rPh></si><si><t>上_x000D_&#10;下</t></si>"
    row = (
        '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="str"><f>A1</f><v>文</v></c><c t="e"><v>#DIV/0!</v></c>'
        '<c><f>B3/C3</f></c><c><f>1+1</f><v>2</v></c><c t="b"><v>1</v></c><c t="inlineStr"><is><t>内</t></is></c>'
        '<c t="s"><v>77</v></c><c r="M1"><v>3</v></c>'
    )
    (grid,) = grids(read_xlsx(xlsx(data(row), strings=strings)))
    assert grid.rows == (("县长信箱", "上\n下", "文", "#DIV/0!", "=B3/C3", "2", "TRUE", "内", "", "", "", "", "3"),)


def test_chinese_formats_that_a_file_names_by_their_number_only():
    formats = "".join(f'<xf numFmtId="{n}"/>' for n in (0, 57, 31, 58, 14, 10, 200))
    styles = f'<numFmts><numFmt numFmtId="200" formatCode="0&quot;件&quot;"/></numFmts><cellXfs>{formats}</cellXfs>'
    row = "".join(f'<c s="{s}"><v>45596</v></c>' for s in (1, 2, 3, 4)) + (
        '<c s="5"><v>0.95950000000000002</v></c><c s="6"><v>12</v></c><c s="99"><v>7</v></c>'
    )
    (grid,) = grids(read_xlsx(xlsx(data(row), styles=styles)))
    assert grid.rows == (("2024年10月", "2024年10月31日", "10月31日", "2024/10/31", "95.95%", "12件", "7"),)
    (grid,) = grids(read_xlsx(xlsx(data(row), styles=styles, date1904="1")))
    assert grid.rows[0][1] == "2028年11月1日"


def test_a_format_that_is_not_known_is_said_once():
    styles = (
        '<numFmts><numFmt numFmtId="200" formatCode="# ?/?"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>'
    )
    document = read_xlsx(xlsx(data('<c s="1"><v>0.5</v></c><c s="1"><v>0.25</v></c>'), styles=styles))
    assert grids(document)[0].rows == (("0.5", "0.25"),)
    assert [(i.code, i.place, i.raw) for i in document.issues] == [("number_format", "s1.r1", "0.5")]


def test_what_is_hidden_is_left_out_said_and_never_added_up():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["单位", "上月", "转办"], ["甲局", 9, 3], ["乙局", 9, 4], ["合计", 18, 7]]:
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("底稿")
    other.append(["不公开"])
    other.sheet_state = "hidden"
    document = read_xlsx(saved(book))
    (grid,) = grids(document)
    assert grid.rows == (("单位", "转办"), ("甲局", "3"), ("合计", "7"))
    assert grid.locators == ("s1.r1", "s1.r2", "s1.r4")
    assert grid.cut_off
    assert codes(document) == ["hidden_cells", "hidden_sheet"]
    assert "1 filled rows and 1 filled columns" in document.issues[0].message


def test_older_files_hide_and_print_dates_too():
    book = xlwt.Workbook()
    sheet = book.add_sheet("统计")
    sheet.write(0, 0, dt.date(2024, 10, 31), xlwt.easyxf(num_format_str='yyyy"年"m"月"'))
    sheet.write(0, 1, True)
    sheet.write(1, 0, "隐藏")
    sheet.write(1, 1, 5)
    sheet.row(1).hidden = True
    sheet.write(2, 0, xlwt.Formula("1/0"))
    sheet.write(2, 1, 95.5)
    document = read_xls(saved(book))
    assert grids(document)[0].rows[0] == ("2024年10月", "TRUE")
    assert codes(document) == ["hidden_cells"]


def sheet_of(*rows: list[str], spans: tuple = (), name: str = "Sheet1", number: int = 1) -> Sheet:
    cells = {(i, j): cell for i, row in enumerate(rows, 1) for j, cell in enumerate(row, 1) if cell}
    return Sheet(name, number, cells, spans)


def test_two_tables_one_below_the_other():
    stacked = sheet_of(
        ["市长信箱办理情况表"],
        ["单位", "转办", "办结"],
        ["甲局", "3", "2"],
        ["乙局"],
        ["县长信箱办理情况表"],
        ["单位", "转办", "办结"],
        ["甲局", "4", "4"],
        [],
        ["某县政府办", "", "2024年11月1日"],
        spans=((5, 1, 1, 3), (1, 1, 1, 3)),
    )
    document = document_of("x", [stacked])
    assert texts(document) == ["市长信箱办理情况表", "县长信箱办理情况表"]
    assert [len(g.rows) for g in grids(document)] == [3, 2, 1]
    assert grids(document)[0].rows[2] == ("乙局", "", "")


def test_names_of_sheets_are_headings_where_there_are_several_and_they_say_something():
    first = sheet_of(["单位", "转办"], ["甲局", "3"], name="12345热线", number=1)
    second = sheet_of(["单位", "转办"], ["甲局", "4"], name="Sheet2", number=2)
    assert texts(document_of("x", [first, second])) == ["12345热线"]
    assert texts(document_of("x", [first])) == []


@pytest.mark.parametrize(
    ("read", "payload", "code", "words"),
    [
        (read_xlsx, xlsx(""), "no_text", "no filled cell"),
        (read_xlsx, xlsx(data("<c><v>1</v></c>"), state="hidden"), "no_text", "hidden"),
        (read_xlsx, xlsx("<sheetData><row>"), "damaged_office", "sheet1.xml"),
        (read_xlsx, zipped({"xl/workbook.xml": "x"}), "damaged_office", "xl/workbook.xml"),
        (read_xls, xls_bulletin()[:2000], "damaged_office", "damaged"),
        (read_xls, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "damaged_office", "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(read, payload, code, words):
    with pytest.raises(Unreadable, match=words) as caught:
        read(payload)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


def test_limits_are_said(monkeypatch):
    far = xlsx('<sheetData><row><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    assert len(grids(read_xlsx(far))) + len(texts(read_xlsx(far))) == 2
    monkeypatch.setattr(workbook, "MOST_CELLS", 10)
    monkeypatch.setattr("parsers.readers.xlsx.MOST_CELLS", 10)
    for read, payload in ((read_xlsx, xlsx_bulletin()), (read_xls, xls_bulletin())):
        with pytest.raises(Unreadable, match="cells") as caught:
            read(payload)
        assert caught.value.code == "too_large"


def test_merged_cells_over_one_another_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_CELLS", 20)
    merged = '<mergeCell ref="A1:ZZ9000"/>' * 30
    cells = data(*("<c><v>1</v></c>" for _ in range(15)))
    with pytest.raises(Unreadable, match="merged cells") as caught:
        read_xlsx(xlsx(f"{cells}<mergeCells>{merged}</mergeCells>"))
    assert caught.value.code == "too_large"
