"""Which reader reads a payload: by what it is, then by what it is called.

What belongs here: choosing the reader, and saying plainly why a file cannot be read. What does not: telling formats
apart (``parsers.readers.formats``), reading one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from parsers.document import Document
from parsers.readers.address import printed_address
from parsers.readers.decode import Decoded, decode
from parsers.readers.formats import (
    JSON,
    MHTML,
    OLE,
    WARC,
    is_as_named,
    named_media_type,
    signed_media_type,
    text_media_type,
)
from parsers.readers.html import read_html
from parsers.readers.pdf import read_pdf
from parsers.readers.sheet import read_csv
from parsers.readers.text import read_text
from parsers.records import Issue, Unreadable

MOST_BYTES = 64 * 1024 * 1024
"""The largest payload that is read; real bulletins stay under 20 MB."""

READ_FORMATS = "HTML, PDF, Markdown, plain text, CSV and TSV"

_NOT_READ: Mapping[str, str] = MappingProxyType(
    {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "a Word file (docx)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "an Excel file (xlsx)",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": "slides (pptx)",
        "application/msword": "a legacy Office file (doc, wps)",
        "application/vnd.ms-excel": "a legacy Office file (xls, et)",
        "application/vnd.ms-powerpoint": "a legacy Office file (ppt)",
        OLE: "a legacy Office file (doc, xls, ppt, wps)",
        "application/rtf": "an RTF file",
        "image/png": "a PNG image",
        "image/jpeg": "a JPEG image",
        "image/gif": "a GIF image",
        "image/tiff": "a TIFF image",
        "image/bmp": "a BMP image",
        "application/zip": "a zip archive",
        "application/vnd.rar": "a RAR archive",
        "application/x-7z-compressed": "a 7z archive",
        "application/gzip": "a gzip archive",
        WARC: "a web archive (WARC)",
        MHTML: "a web page stored as MHTML",
        JSON: "JSON, an answer for programs and not a document",
    }
)
"""What is told apart and not read."""

_SHOWN: Mapping[str, str] = MappingProxyType(
    {
        "application/pdf": "PDF",
        "text/html": "HTML",
        "text/csv": "CSV",
        "text/tab-separated-values": "TSV",
        "text/markdown": "Markdown",
        "text/plain": "plain text",
        "application/xml": "XML",
    }
)
"""What is read, as issues name it."""

# A Content-Type says something about a format only where it is one of these; servers send others for anything.
_CLAIMED: Mapping[str, str] = MappingProxyType(
    {
        "application/pdf": "application/pdf",
        "text/html": "text/html",
        "application/xhtml+xml": "text/html",
        "text/plain": "text/plain",
        "text/markdown": "text/markdown",
        "text/csv": "text/csv",
        "text/tab-separated-values": "text/tab-separated-values",
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
    named = named_media_type(file_name) or _CLAIMED.get((media_type or "").partition(";")[0].strip().lower())
    found = signed_media_type(payload)
    if found == "application/pdf":
        return _with_name_issue(read_pdf(payload), found, named, file_name or media_type)
    if found is not None:
        raise _not_read(found, payload)
    decoded = _decoded(payload, media_type, named)
    found = text_media_type(decoded.text, named)
    if found in _NOT_READ:
        raise _not_read(found, payload)
    document = _read_characters(decoded.text, found)
    document = replace(
        document,
        url=printed_address(payload, document.media_type),
        issues=(*decoded.issues, *document.issues),
    )
    return _with_name_issue(document, found, named, file_name or media_type)


def _not_read(found: str, payload: bytes) -> Unreadable:
    name = _NOT_READ[found]
    if found == "application/zip" and not zipfile.is_zipfile(io.BytesIO(payload)):
        name = "a damaged zip archive (or Word or Excel file)"
    message = f"The file is {name}, which is not read yet. Read are {READ_FORMATS}: save it as one of these."
    return Unreadable("unsupported_format", message)


def _decoded(payload: bytes, media_type: str | None, named: str | None) -> Decoded:
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", media_type or "", re.IGNORECASE)
    try:
        return decode(payload, charset[1] if charset else None)
    except Unreadable as error:
        promised = "a PDF" if named == "application/pdf" else _NOT_READ.get(named or "")
        if error.code == "empty" or promised is None:
            raise
        raise Unreadable(
            error.code, f"The file is named like {promised} but is none, and it is no text either. {error}"
        ) from error


def _read_characters(text: str, found: str) -> Document:
    """The document of a decoded text of the media type ``found``."""
    if found == "text/html":
        return read_html(text)
    if found == "text/csv":
        return read_csv(text)
    if found == "text/tab-separated-values":
        return read_csv(text, delimiter="\t", media_type=found)
    return read_text(text, "text/markdown" if found == "text/markdown" else "text/plain")


def _with_name_issue(document: Document, found: str, named: str | None, name: str | None) -> Document:
    if named is None or is_as_named(found, named):
        return document
    shown = _SHOWN[found]
    issue = Issue(
        code="not_as_named",
        message=f"The file is named {name!r} but is {shown}; it was read as what it is.",
        raw=name,
    )
    return replace(document, issues=(issue, *document.issues))
