"""What kind of file a payload is."""

import gzip
import io
import zipfile

import pytest

from parsers.readers.formats import media_type, not_as_named

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def zipped(*names: str) -> bytes:
    """A zip with empty members of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return out.getvalue()


@pytest.mark.parametrize(
    ("payload", "name", "expected"),
    [
        (b"", "a.pdf", "application/x-empty"),
        (b"%PDF-1.7 ...", "a.txt", "application/pdf"),
        (b"\n\n%PDF-1.4", None, "application/pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.zip", WORD),
        (zipped("xl/workbook.xml"), None, EXCEL),
        (zipped("a.txt"), None, "application/zip"),
        (zipped("word/document.xml")[:-10], "a.docx", WORD),
        (zipped("word/document.xml")[:-10], "a.bin", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), None, "application/msword"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), None, "application/vnd.ms-excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "application/x-ole-storage"),
        (gzip.compress(b"WARC/1.1\r\n", mtime=0), None, "application/warc"),
        (gzip.compress(b"text", mtime=0), None, "application/gzip"),
        (b"\x1f\x8b damaged", None, "application/gzip"),
        (b"WARC/1.0\r\n", None, "application/warc"),
        (b"\x89PNG\r\n\x1a\n", "scan.pdf", "image/png"),
        (b"BM\x46\x00\x00\x00", None, "image/bmp"),
        (b"BM is a word here", None, "text/plain"),
        ("<html><body>来信".encode("gb18030"), "a.xls", "text/html"),
        (b"<url>http://a.cn/</url>\n<script>1</script>", "a", "text/html"),
        (b"<?xml version='1.0'?><a/>", None, "application/xml"),
        (b'{"a": 1}', None, "application/json"),
        (b"[not json](http://a.cn)", None, "text/plain"),
        ("# [标题](http://a.cn/1)\n\n正文".encode(), "a.txt", "text/markdown"),
        ("| 标题 | 内容 |\n|---|---|\n".encode(), "a.txt", "text/markdown"),
        ("办结率 100%".encode(), "a.txt", "text/plain"),
        ("办结率 100%".encode("gb18030"), None, "text/plain"),
        ("编号,内容\n1,<p>来信</p><p>二</p>".encode(), "a.csv", "text/csv"),
        ("编号\t内容".encode(), "a.tsv", "text/tab-separated-values"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; x", "a.html", "multipart/related"),
        (bytes(range(256)), "a.txt", "application/octet-stream"),
    ],
)
def test_media_types(payload: bytes, name: str | None, expected: str) -> None:
    assert media_type(payload, name) == expected


@pytest.mark.parametrize(
    ("found", "name", "expected"),
    [
        ("application/pdf", "a.PDF", None),
        ("text/markdown", "a.txt", None),
        ("text/html", "a.jsp", None),
        ("application/x-empty", "a.pdf", None),
        ("application/warc", "a.warc.gz", None),
        ("text/html", "a.xls", "the name says application/vnd.ms-excel, the content is text/html"),
    ],
)
def test_what_is_not_as_named_is_said(found: str, name: str, expected: str | None) -> None:
    assert not_as_named(found, name) == expected
