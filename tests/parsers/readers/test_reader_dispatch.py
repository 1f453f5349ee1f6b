"""Formats, character sets and bad input: each file is read as what it is, or refused in one sentence."""

from __future__ import annotations

import io
import zipfile

import pytest

from parsers.document import Grid, Text
from parsers.readers import dispatch, read, sheet
from parsers.readers.decode import decode
from parsers.readers.sheet import read_csv
from parsers.records import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = "<html><head><title>通报</title></head><body><p>本月共收到来信十二件。</p></body></html>"


def codes(document) -> list[str]:
    return [i.code for i in document.issues]


def zip_with(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("payload", "name", "code", "words"),
    [
        (b"", "a.txt", "empty", "empty"),
        (b" \n\t\n", "a.txt", "empty", "empty"),
        (b"\x00" * 2000, "a.txt", "empty", "empty"),
        ("\u3000\u3000".encode(), "a.txt", "empty", "white space"),
        (b"%PDF-1.7\n1 0 obj\n<<", "a.pdf", "truncated_pdf", "not saved completely"),
        (zip_with("word/document.xml"), "a.docx", "damaged_office", "word/document.xml"),
        (zip_with("xl/workbook.xml"), "a.xlsx", "damaged_office", "xl/workbook.xml"),
        (zip_with("ppt/presentation.xml"), "a.pptx", "unsupported_format", "slides"),
        (zip_with("OFD.xml"), "a.ofd", "unsupported_format", "OFD document.*save or print it as PDF"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(40), "a.rar", "unsupported_format", "RAR archive.*unpack it"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "a.docx", "unsupported_format", "7z archive.*unpack it"),
        (zip_with("a/b.txt"), "a.zip", "container", "one by one"),
        (zip_with("word/document.xml")[:60], "a.docx", "damaged_zip", "damaged"),
        (zip_with("a/b.txt")[:40], "a.zip", "damaged_zip", "end is missing"),
        (OLE + bytes(600), "a.doc", "unsupported_format", "unknown kind"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "needs_libreoffice", "install LibreOffice"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted_office", "password"),
        (b"{\\rtf1 abc}", "a.rtf", "needs_libreoffice", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.png", "needs_ocr", r"wenzheng\[ocr\]"),
        (b'{"rows": [1, 2]}', "a.txt", "unsupported_format", "JSON"),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n<html>",
            "a.mht",
            "unsupported_format",
            "MHTML",
        ),
        (bytes(range(256)) * 40, "a.pdf", "unknown_charset", "named like a PDF"),
        (bytes(range(1, 128)) * 40, "a.txt", "binary", "binary"),
        (
            "縣長信箱辦理情況統計表，請查閱附件。".encode("big5") * 5,
            "a.txt",
            "unknown_charset",
            "UTF-8 fails at byte 0",
        ),
        (b"<html><body><div id='app'></div><script>go()</script></body></html>", "a.html", "no_text", "script"),
        (b'a,"b\n1,2\n', "a.csv", "bad_csv", "line 1"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(payload, name, code, words):
    with pytest.raises(Unreadable, match=words) as caught:
        read(payload, file_name=name)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(dispatch, "MOST_BYTES", 1000)
    with pytest.raises(Unreadable, match="at most") as caught:
        read(b"x" * 1001, file_name="a.txt")
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    ("payload", "name", "media_type"),
    [
        (PAGE.encode(), "通报.pdf", "text/html"),
        (PAGE.encode(), "统计表.xls", "text/html"),
        ("本月共收到来信十二件。".encode(), "a.html", "text/plain"),
        ("本月共收到来信十二件。".encode(), "a.docx", "text/plain"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_read_as_what_it_is(payload, name, media_type):
    document = read(payload, file_name=name)
    assert document.media_type == media_type
    assert codes(document) == ["not_as_named"]
    assert document.issues[0].raw == name
    assert any(isinstance(b, Text) and "十二件" in b.text for b in document.blocks)


def test_a_pdf_named_txt_is_read_as_pdf(make_pdf):
    document = read(make_pdf(["本月共收到来信十二件，均已按时办结。"]), file_name="a.txt")
    assert document.media_type == "application/pdf"
    assert codes(document) == ["not_as_named"]


@pytest.mark.parametrize("name", ["a.html", "show.jsp", "detail.do", None])
def test_a_page_needs_no_name(name):
    assert codes(read(PAGE.encode(), file_name=name)) == []


def test_the_media_type_counts_where_the_name_says_nothing():
    assert codes(read(PAGE.encode(), media_type="application/pdf", file_name="download")) == ["not_as_named"]


def test_a_csv_of_letters_with_tags_in_them_stays_a_csv():
    payload = "标题,内容\n一封信,<p>您好</p><p>谢谢</p>\n".encode()
    document = read(payload, file_name="letters.csv")
    assert document.blocks == (Grid((("标题", "内容"), ("一封信", "<p>您好</p><p>谢谢</p>")), ("L1", "L2")),)


def test_a_csv_of_too_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(sheet, "MOST_CELLS", 5)
    with pytest.raises(Unreadable, match="more than 5 cells") as caught:
        read_csv("a,b,c\n1,2,3\n")
    assert caught.value.code == "too_large"


def test_csv_places_are_the_lines_a_row_takes():
    document = read_csv('a,b\n\n1,"x\ny"\n2,z\n')
    (grid,) = document.blocks
    assert grid.locators == ("L1", "L3-4", "L5")


@pytest.mark.parametrize(
    ("payload", "charset"),
    [
        ("县长信箱".encode(), "utf-8"),
        ("县长信箱".encode("utf-8-sig"), "utf-8"),
        ("县长信箱".encode("gb18030"), "gb18030"),
        ("县长信箱".encode("utf-16"), "utf-16"),
        (b"plain", "utf-8"),
    ],
)
def test_character_sets(payload, charset):
    decoded = decode(payload)
    assert decoded.charset == charset
    assert decoded.text in ("县长信箱", "plain")
    assert decoded.issues == ()


@pytest.mark.parametrize(
    ("claim", "encoding", "differs"),
    [("gb2312", "utf-8", True), ("utf-8", "gbk", True), ("GBK", "gbk", False), ("UTF8", "utf-8", False)],
)
def test_the_bytes_decide_and_a_wrong_claim_is_reported(claim, encoding, differs):
    page = PAGE.replace("<head>", f'<head><meta http-equiv="Content-Type" content="text/html; charset={claim}">')
    document = read(page.encode(encoding), file_name="a.html")
    assert document.title == "通报"
    assert codes(document) == (["charset_differs"] if differs else [])


def test_a_claim_in_the_header_counts_before_the_page():
    document = read(PAGE.encode("gbk"), media_type="text/html; charset=utf-8")
    assert codes(document) == ["charset_differs"]


def test_a_text_cut_within_a_character_is_read_up_to_there():
    decoded = decode("本月共收到来信十二件".encode()[:-1])
    assert decoded.text == "本月共收到来信十二"
    assert [i.code for i in decoded.issues] == ["cut_off_text"]
