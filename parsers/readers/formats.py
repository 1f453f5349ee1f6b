"""What kind of file a payload is: by its bytes first, by its name where bytes cannot tell.

What belongs here: media types, for the readers and for whoever stores a payload. What does not: reading a payload
(``parsers.readers.dispatch`` chooses the reader). The first bytes decide; text has none, and there the look of it and
the ending of the name do.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from types import MappingProxyType

from parsers.readers.decode import decode
from parsers.records import Unreadable

EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"
WARC = "application/warc"
OLE = "application/x-ole-storage"
MHTML = "multipart/related"
JSON = "application/json"
ZIP = "application/zip"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFD = "application/ofd"
ENCRYPTED = "application/encrypted-office"

# The files of Word and its kin are zips; a member whose name begins like this tells which.
_ZIP_MEMBERS = (
    ("word/", DOCX),
    ("xl/", XLSX),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("OFD.xml", OFD),
)
_OPEN_DOCUMENTS = frozenset({ODT, ODS})
# The older ones are OLE files; one of these stream names inside tells which.
_OLE_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_SIGNATURES = (
    (b"WARC/", WARC),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "pdf": PDF,
        "html": "text/html",
        "htm": "text/html",
        "shtml": "text/html",
        "xhtml": "text/html",
        "mht": MHTML,
        "mhtml": MHTML,
        "md": "text/markdown",
        "markdown": "text/markdown",
        "txt": "text/plain",
        "text": "text/plain",
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "tab": "text/tab-separated-values",
        "json": JSON,
        "xml": "application/xml",
        "docx": DOCX,
        "xlsx": XLSX,
        "pptx": _ZIP_MEMBERS[2][1],
        "doc": DOC,
        "wps": DOC,
        "xls": XLS,
        "et": XLS,
        "ppt": "application/vnd.ms-powerpoint",
        "rtf": RTF,
        "odt": ODT,
        "ods": ODS,
        "ofd": OFD,
        "zip": ZIP,
        "rar": "application/vnd.rar",
        "7z": "application/x-7z-compressed",
        "gz": "application/gzip",
        "warc": WARC,
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "gif": "image/gif",
        "tif": "image/tiff",
        "tiff": "image/tiff",
        "bmp": "image/bmp",
    }
)
# What a name may also be without anybody having been misled.
_ALSO: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "text/plain": frozenset({"text/markdown"}),
        "text/markdown": frozenset({"text/plain"}),
        "application/gzip": frozenset({WARC}),
        "application/xml": frozenset({"text/html", "text/plain"}),
    }
)
_SEPARATED = frozenset({"text/csv", "text/tab-separated-values"})
_GZIP = b"\x1f\x8b"
_SNIFFED = 8192
_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title|script|div|table|p|span|td|br|url)\b", re.IGNORECASE)
_MHTML = re.compile(r"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_MARKDOWN = re.compile(r"^(?:#{1,6} |#{1,6}\[.*\]\(|\|.*\|\s*$)", re.MULTILINE)


def media_type(payload: bytes, file_name: str | None = None) -> str:
    """The media type of a payload: ``application/x-empty`` without bytes, ``application/octet-stream`` if unknown."""
    if not payload:
        return EMPTY
    named = named_media_type(file_name)
    found = signed_media_type(payload, named)
    if found is not None:
        return found
    try:
        text = decode(payload).text
    except Unreadable:
        return UNKNOWN
    return text_media_type(text, named)


def signed_media_type(payload: bytes, named: str | None = None) -> str | None:
    """The media type that the first bytes tell, ``None`` for text and unknown formats.

    ``named`` is the media type of the name: it decides on a damaged zip, whose members cannot be listed.
    """
    if b"%PDF-" in payload[:1024]:
        return PDF
    if payload.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(payload, named)
    if payload.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in payload), OLE)
    if payload.startswith(_GZIP):
        return _of_gzip(payload)
    if payload.startswith(b"BM") and b"\x00" in payload[:32]:  # without a zero byte, a text that begins with BM
        return "image/bmp"
    return next((kind for signature, kind in _SIGNATURES if payload.startswith(signature)), None)


def text_media_type(text: str, named: str | None = None) -> str:
    """The media type of a decoded text; ``named``, that of its name, tells a CSV, which has no look of its own.

    A CSV may hold letters with tags in them; any other text with several tags is a page.
    """
    head = text[:_SNIFFED].lstrip("\ufeff \t\r\n")
    if _MHTML.search(head):
        return MHTML
    if named not in _SEPARATED and _is_json(text):
        return JSON
    if _TAG.match(head) or (named not in _SEPARATED and len(_TAG.findall(head)) > 1):
        return "text/html"
    if head.startswith("<?xml"):
        return "application/xml"
    if named in _SEPARATED or named == "text/markdown":
        return named
    return "text/markdown" if _MARKDOWN.search(head) else "text/plain"


def is_warc(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is a WARC, compressed or not; a few hundred bytes are enough."""
    return head.startswith(b"WARC/") or (head.startswith(_GZIP) and _of_gzip(head) == WARC)


def named_media_type(file_name: str | None) -> str | None:
    """The media type that the ending of a name stands for; ``None`` for unknown endings (.jsp, .do) and no name."""
    ending = (file_name or "").rpartition(".")[2].lower()
    return _ENDINGS.get(ending)


def not_as_named(found: str, file_name: str) -> str | None:
    """A sentence where the content is not what the name says, otherwise ``None``."""
    named = named_media_type(file_name)
    if named is None or is_as_named(found, named):
        return None
    return f"the name says {named}, the content is {found}"


def is_as_named(found: str, named: str) -> bool:
    """Whether content of the media type ``found`` is what a name that stands for ``named`` promises."""
    return found in (named, EMPTY) or found in _ALSO.get(named, ())


def _of_zip(payload: bytes, named: str | None) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            names = archive.namelist()
            stated = _stated_kind(archive) if "mimetype" in names else ""
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        # The list of members stands at the end; of a cut file only the name can tell.
        return named if named in {kind for _, kind in _ZIP_MEMBERS} | _OPEN_DOCUMENTS else ZIP
    if stated in _OPEN_DOCUMENTS:
        return stated
    return next((kind for start, kind in _ZIP_MEMBERS if any(n.startswith(start) for n in names)), ZIP)


def _stated_kind(archive: zipfile.ZipFile) -> str:
    """What an OpenDocument file says that it is, in its first bytes."""
    with archive.open("mimetype") as member:
        return member.read(100).decode("ascii", "replace").strip()


def _of_gzip(payload: bytes) -> str:
    try:
        with gzip.open(io.BytesIO(payload)) as file:
            return WARC if file.read(5) == b"WARC/" else "application/gzip"
    except (OSError, EOFError, zlib.error):  # damaged from the start
        return "application/gzip"


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
