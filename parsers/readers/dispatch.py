"""Which reader reads a payload: by what it is, then by what it is called.

What belongs here: choosing the reader, and saying plainly why a file cannot be read. What does not: telling formats
apart (``parsers.readers.formats``), reading one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from parsers.document import Document
from parsers.readers.address import printed_address
from parsers.readers.decode import Decoded, decode
from parsers.readers.formats import (
    DOC,
    DOCX,
    ENCRYPTED,
    JSON,
    MHTML,
    ODS,
    ODT,
    OFD,
    OLE,
    PDF,
    RTF,
    WARC,
    XLS,
    XLSX,
    ZIP,
    is_as_named,
    named_media_type,
    signed_media_type,
    text_media_type,
)
from parsers.readers.helpers import NO_HELPERS, Helpers, Recognise
from parsers.readers.html import read_html
from parsers.readers.sheet import read_csv
from parsers.readers.text import read_text
from parsers.readers.word import read_word
from parsers.readers.xls import read_xls
from parsers.readers.xlsx import read_xlsx
from parsers.records import Issue, Unreadable

MOST_BYTES = 64 * 1024 * 1024
"""The largest payload that is read; real bulletins stay under 20 MB."""
MOST_CHARACTERS = 4_000_000
"""Of a page or a text; a table of letters may have more."""

READ_FORMATS = "HTML, PDF, Word, Excel, CSV, Markdown, plain text and ZIP of these"

_NOT_READ: Mapping[str, str] = MappingProxyType(
    {
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": "slides (pptx)",
        "application/vnd.ms-powerpoint": "slides (ppt)",
        OLE: "an Office file of an unknown kind",
        OFD: "an OFD document (版式文件)",
        "application/vnd.rar": "a RAR archive",
        "application/x-7z-compressed": "a 7z archive",
        "application/gzip": "a gzip archive",
        WARC: "a web archive (WARC)",
        MHTML: "a web page stored as MHTML",
        JSON: "JSON, an answer for programs and not a document",
    }
)
"""What is told apart and not read."""

_UNPACK = "unpack it, and give the files in it or pack them as ZIP"
_INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        OFD: "open it in an OFD reader and save or print it as PDF",
        "application/vnd.rar": _UNPACK,
        "application/x-7z-compressed": _UNPACK,
        "application/gzip": _UNPACK,
    }
)
"""What to do with some of them."""

_CONVERTED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {DOC: ("doc", "docx"), RTF: ("rtf", "docx"), ODT: ("odt", "docx"), ODS: ("ods", "xlsx")}
)
"""What is read through LibreOffice: its ending, and that of the format it is turned into."""

_OFFICE: Mapping[str, Callable[[bytes], Document]] = MappingProxyType({DOCX: read_word, XLSX: read_xlsx, XLS: read_xls})

_SHOWN: Mapping[str, str] = MappingProxyType(
    {
        PDF: "a PDF",
        DOCX: "a Word file (docx)",
        XLSX: "an Excel file (xlsx)",
        DOC: "a Word or WPS file of the older kind (doc, wps)",
        XLS: "an Excel or WPS file of the older kind (xls, et)",
        RTF: "an RTF file",
        ODT: "an OpenDocument text",
        ODS: "an OpenDocument table",
        ENCRYPTED: "an encrypted Office file",
        ZIP: "a zip archive",
        "image/png": "a PNG image",
        "image/jpeg": "a JPEG image",
        "image/gif": "a GIF image",
        "image/tiff": "a TIFF image",
        "image/bmp": "a BMP image",
        "text/html": "an HTML page",
        "text/csv": "a CSV table",
        "text/tab-separated-values": "a TSV table",
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


def read(
    payload: bytes, *, media_type: str | None = None, file_name: str | None = None, helpers: Helpers = NO_HELPERS
) -> Document:
    """Read a payload.

    ``media_type`` is a Content-Type (a charset in it is a claim, see ``decode``), ``file_name`` a name with its ending.
    The content decides; a name that says something else gives an issue ``not_as_named``. ``helpers`` are asked for what
    only another program can read; what was read that way has an issue ``converted`` or ``recognised``.

    Raises ``Unreadable`` with one clear sentence: ``empty``, ``too_large``, ``unsupported_format``,
    ``encrypted_office``, ``needs_libreoffice``, ``needs_ocr``, ``container`` (an archive holds several documents, see
    ``container``), and what ``decode`` and the readers raise.
    """
    if not payload:
        raise Unreadable("empty", "The file is empty: there is nothing to read in it.")
    if len(payload) > MOST_BYTES:
        raise Unreadable(
            "too_large",
            f"The file has {len(payload) // 1024**2} MB; at most {MOST_BYTES // 1024**2} MB are read. Divide it.",
        )
    named = named_media_type(file_name) or _CLAIMED.get((media_type or "").partition(";")[0].strip().lower())
    found = signed_media_type(payload, named)
    if found is not None:
        return _with_name_issue(_read_bytes(payload, found, helpers), found, named, file_name or media_type)
    decoded = _decoded(payload, media_type, named)
    found = text_media_type(decoded.text, named)
    if found in _NOT_READ:
        raise _not_read(found)
    if len(decoded.text) > MOST_CHARACTERS and found not in ("text/csv", "text/tab-separated-values"):
        raise Unreadable(
            "too_large",
            f"The text has {len(decoded.text) // 10**6} million characters; at most {MOST_CHARACTERS // 10**6} million "
            "are read. Divide it.",
        )
    document = _read_characters(decoded.text, found)
    document = replace(
        document,
        url=printed_address(payload, document.media_type),
        issues=(*decoded.issues, *document.issues),
    )
    return _with_name_issue(document, found, named, file_name or media_type)


def html_page(payload: bytes, *, media_type: str | None = None) -> Decoded | None:
    """The characters of an HTML page, for whoever reads its markup; ``None`` for any other payload."""
    named = _CLAIMED.get((media_type or "").partition(";")[0].strip().lower())
    if not payload or len(payload) > MOST_BYTES or signed_media_type(payload, named) is not None:
        return None
    try:
        decoded = _decoded(payload, media_type, named)
    except Unreadable:
        return None
    is_html = named in (None, "text/html") and text_media_type(decoded.text, named) == "text/html"
    return decoded if is_html else None


def _read_bytes(payload: bytes, found: str, helpers: Helpers) -> Document:
    """The document of a payload whose first bytes say what it is."""
    if found == PDF:
        return _read_pdf(payload, helpers)
    if found in _OFFICE:
        return _OFFICE[found](payload)
    if found in _CONVERTED:
        return _read_converted(payload, found, helpers)
    if found.startswith("image/"):
        from parsers.readers import scan

        return scan.read_picture(payload, found, _recogniser(f"The file is {_SHOWN[found]}.", helpers))
    if found == ENCRYPTED:
        raise Unreadable("encrypted_office", "The Office file is encrypted: it needs its password.")
    if found == ZIP:
        if not zipfile.is_zipfile(io.BytesIO(payload)):
            raise Unreadable(
                "damaged_zip", "The file is a damaged zip archive, Word or Excel file: its end is missing."
            )
        raise Unreadable("container", "The file is a zip archive; its documents are read one by one.")
    raise _not_read(found)


def _read_pdf(payload: bytes, helpers: Helpers) -> Document:
    """A PDF by its text layer; without one, or with one that says nothing, by what its pages look like."""
    # Its libraries take a quarter of the time in which a page of text is read, which needs none of them.
    from parsers.readers import pdf, scan

    try:
        document = pdf.read_pdf(payload)
    except Unreadable as refused:
        if refused.code not in ("no_text_layer", "unmapped_text"):
            raise
        return scan.read_scanned_pdf(payload, _recogniser(str(refused), helpers))
    return replace(document, issues=(*document.issues, *scan.scanned_pages(payload, document)))


def _recogniser(why: str, helpers: Helpers) -> Recognise:
    if helpers.recognise is None:
        raise Unreadable(
            "needs_ocr",
            f"{why} Its text can only be recognised: install the extra that does it, pip install 'wenzheng[ocr]'.",
        )
    return helpers.recognise


def _read_converted(payload: bytes, found: str, helpers: Helpers) -> Document:
    """A file of an older or a foreign program, as LibreOffice writes it down in a newer format."""
    ending, wanted = _CONVERTED[found]
    if helpers.convert is None:
        raise Unreadable(
            "needs_libreoffice",
            f"The file is {_SHOWN[found]}, which is read through LibreOffice: install LibreOffice, or save the file as "
            f"{wanted}.",
        )
    converted = helpers.convert(payload, ending, wanted)
    document = _OFFICE[DOCX if wanted == "docx" else XLSX](converted)
    issue = Issue(
        code="converted",
        message=f"The file is {_SHOWN[found]}; it was read as the {wanted} that LibreOffice makes of it.",
    )
    return replace(document, media_type=found, issues=(issue, *document.issues))


def _not_read(found: str) -> Unreadable:
    instead = _INSTEAD.get(found, "save it as one of these")
    message = f"The file is {_NOT_READ[found]}, which is not read. Read are {READ_FORMATS}: {instead}."
    return Unreadable("unsupported_format", message)


def _decoded(payload: bytes, media_type: str | None, named: str | None) -> Decoded:
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", media_type or "", re.IGNORECASE)
    try:
        return decode(payload, charset[1] if charset else None)
    except Unreadable as error:
        if error.code == "empty" or named is None or named.startswith("text/"):
            raise
        promised = _NOT_READ.get(named) or _SHOWN[named]
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
