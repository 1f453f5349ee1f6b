"""Which reader reads a payload: by what it is, then by what it is called.

What belongs here: telling formats apart, and saying plainly why a file cannot be read. What does not: reading one.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from parsers.document import Document
from parsers.readers.address import printed_address
from parsers.readers.decode import Decoded, decode
from parsers.readers.html import read_html
from parsers.readers.pdf import read_pdf
from parsers.readers.sheet import read_csv
from parsers.readers.text import read_text
from parsers.records import Issue, Unreadable

MOST_BYTES = 64 * 1024 * 1024
"""The largest payload that is read; real bulletins stay under 20 MB."""

READ_FORMATS = "HTML, PDF, Markdown, plain text, CSV and TSV"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "legacy Office (doc, xls, ppt, wps)"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"BM", "BMP image"),
    (b"Rar!", "RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"WARC/", "web archive (WARC)"),
)
"""The first bytes of formats that are not read. BMP's two letters also begin words: see ``_foreign_format``."""

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|span|td|br)\b", re.IGNORECASE)
_MHTML = re.compile(r"(?:^|\n)content-type:\s*multipart/related", re.IGNORECASE)
_SNIFFED = 8192
_MARKDOWN = re.compile(r"^(?:#{1,6} |\|.*\|\s*$)", re.MULTILINE)

_NAMED: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("pdf",), "pdf"),
        **dict.fromkeys(("html", "htm", "shtml", "xhtml"), "html"),
        **dict.fromkeys(("txt", "text", "md", "markdown"), "text"),
        **dict.fromkeys(("csv",), "csv"),
        **dict.fromkeys(("tsv", "tab"), "tsv"),
        **dict.fromkeys(("docx", "xlsx", "pptx", "zip"), "zip"),
        **dict.fromkeys(("doc", "xls", "ppt", "wps", "et"), "legacy Office"),
        **dict.fromkeys(("rtf",), "RTF"),
        **dict.fromkeys(("png", "jpg", "jpeg", "gif", "tif", "tiff", "bmp"), "image"),
    }
)
_MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "application/pdf": "pdf",
        "text/html": "html",
        "application/xhtml+xml": "html",
        "text/plain": "text",
        "text/markdown": "text",
        "text/csv": "csv",
        "text/tab-separated-values": "tsv",
    }
)


def read(payload: bytes, *, media_type: str | None = None, file_name: str | None = None) -> Document:
    """Read a payload into a ``Document``.

    ``media_type`` is a Content-Type (a charset in it is a claim, see ``decode``), ``file_name`` a name with its ending.
    The content decides; a name that says something else gives an issue ``not_as_named``.

    Raises ``Unreadable`` with one clear sentence: ``empty``, ``too_large``, ``unsupported_format``, and what
    ``decode``, ``read_pdf``, ``read_html`` and ``read_csv`` raise.
    """
    if not payload:
        raise Unreadable("empty", "The file is empty: there is nothing to read in it.")
    if len(payload) > MOST_BYTES:
        raise Unreadable(
            "too_large",
            f"The file has {len(payload) // 1024**2} MB; at most {MOST_BYTES // 1024**2} MB are read. Divide it.",
        )
    named = _named(media_type, file_name)
    if b"%PDF-" in payload[:1024]:
        return _with_name_issue(read_pdf(payload), "pdf", named, file_name or media_type)
    foreign = _foreign_format(payload)
    if foreign is not None:
        raise Unreadable(
            "unsupported_format",
            f"The file is {foreign}, which is not read yet. Read are {READ_FORMATS}: save it as one of these.",
        )
    decoded = _decoded(payload, media_type, named)
    found, document = _read_characters(decoded.text, named)
    document = replace(
        document,
        url=printed_address(payload, document.media_type),
        issues=(*decoded.issues, *document.issues),
    )
    return _with_name_issue(document, found, named, file_name or media_type)


def _decoded(payload: bytes, media_type: str | None, named: str | None) -> Decoded:
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", media_type or "", re.IGNORECASE)
    try:
        return decode(payload, charset[1] if charset else None)
    except Unreadable as error:
        if error.code == "empty" or named not in ("pdf", "zip", "legacy Office", "image", "RTF"):
            raise
        raise Unreadable(
            error.code, f"The file is named like a {named} but is none, and it is no text either. {error}"
        ) from error


def _read_characters(text: str, named: str | None) -> tuple[str, Document]:
    """The reader for a decoded text: what it looks like, then what it is called."""
    head = text[:_SNIFFED]
    if _MHTML.search(head):
        raise Unreadable(
            "unsupported_format",
            f"The file is a web page stored as MHTML, which is not read yet. Read are {READ_FORMATS}.",
        )
    if named not in ("csv", "tsv") and _is_json(text):
        raise Unreadable(
            "unsupported_format", f"The file is JSON, an answer for programs, not a document. Read are {READ_FORMATS}."
        )
    # A CSV may hold letters with tags in them; a page is one that begins with a tag.
    if _HTML.match(head.lstrip("\ufeff \t\r\n")) or (named not in ("csv", "tsv") and len(_HTML.findall(head)) > 1):
        return "html", read_html(text)
    if named == "csv":
        return "csv", read_csv(text)
    if named == "tsv":
        return "tsv", read_csv(text, delimiter="\t", media_type="text/tab-separated-values")
    return "text", read_text(text, "text/markdown" if _MARKDOWN.search(head) else "text/plain")


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _named(media_type: str | None, file_name: str | None) -> str | None:
    """The format that the name says, or else the media type; ``None`` for endings of programs (.jsp, .do) and unknown
    ones."""
    ending = (file_name or "").rpartition(".")[2].lower() if "." in (file_name or "") else ""
    bare = (media_type or "").partition(";")[0].strip().lower()
    return _NAMED.get(ending) or _MEDIA_TYPES.get(bare)


def _foreign_format(payload: bytes) -> str | None:
    """The name of a format that is not read, by its first bytes."""
    kind = next((name for magic, name in _MAGIC if payload.startswith(magic)), None)
    if kind == "zip":
        return _zip_format(payload)
    if kind == "BMP image" and b"\x00" not in payload[:32]:  # a text that begins with the letters BM
        return None
    return f"a {kind}" if kind else None


def _zip_format(payload: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return "a damaged zip archive (or Word or Excel file)"
    for folder, name in (("word/", "a Word file (docx)"), ("xl/", "an Excel file (xlsx)"), ("ppt/", "slides (pptx)")):
        if any(n.startswith(folder) for n in names):
            return name
    return "a zip archive"


def _with_name_issue(document: Document, found: str, named: str | None, name: str | None) -> Document:
    if named is None or named == found:
        return document
    shown = "plain text" if found == "text" else found.upper()
    issue = Issue(
        code="not_as_named",
        message=f"The file is named {name!r} but is {shown}; it was read as what it is.",
        raw=name,
    )
    return replace(document, issues=(issue, *document.issues))
