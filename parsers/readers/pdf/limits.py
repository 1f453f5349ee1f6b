"""How much of a PDF is read: pages, characters, paths, and what its streams unpack to, counted while it is read.

What belongs here: the limits, and the pdfminer classes that count. What does not: the size of the file itself
(``parsers.readers.dispatch``), what is on a page (``marks``). The limits are units of work, not seconds: the same file
is read or refused on every machine.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTPage
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFStream,
    list_value,
    resolve1,
    stream_value,
)

from parsers.records import Unreadable

MOST_PAGES = 400
"""A bulletin has tens of pages; a longer file is something else, and takes minutes."""
MOST_PAGE_CHARACTERS = 30_000
"""A page of small print has 4,000."""
MOST_CHARACTERS = 2_000_000
"""Of the whole file; 400 pages of full text have 600,000."""
MOST_PAGE_PATHS = 50_000
"""Lines, boxes and curves on one page; a table drawn in short dashes has 10,000."""
MOST_UNPACKED_BYTES = 256 * 1024 * 1024
"""What all streams unpack to; the largest are embedded fonts of 20 MB."""
MOST_CONTENT_BYTES = 64 * 1024 * 1024
"""Drawing instructions, as often as they are carried out; a page has 100 KB."""
MOST_CODES = 1_114_112
"""Character codes in one range of a font: all there are in Unicode."""

_ASCII_FILTERS = (
    *((name, ascii85decode) for name in LITERALS_ASCII85_DECODE),
    *((name, asciihexdecode) for name in LITERALS_ASCIIHEX_DECODE),
)
_PACKING = (*LITERALS_FLATE_DECODE, *LITERALS_LZW_DECODE, *LITERALS_RUNLENGTH_DECODE)
_MOST_LZW_RATIO = 4096
_MOST_RUN_RATIO = 64
_CHUNK = 1024 * 1024
_CODE_RANGE = re.compile(rb"<([0-9A-Fa-f]{1,16})>\s*<([0-9A-Fa-f]{1,16})>\s*[<\[]")


@dataclass(slots=True)
class Work:
    """What reading one file has taken so far. Each method raises ``Unreadable`` (``too_large``) above its limit."""

    unpacked: int = 0
    content: int = 0
    characters: int = 0
    page_characters: int = 0
    page_paths: int = 0
    page: int = 0

    def begin_page(self, number: int) -> None:
        self.page, self.page_characters, self.page_paths = number, 0, 0

    def add_unpacked(self, n: int) -> None:
        self.unpacked += n
        if self.unpacked > MOST_UNPACKED_BYTES:
            raise _too_large(f"Its streams unpack to more than {MOST_UNPACKED_BYTES // 1024**2} MB")

    def add_content(self, n: int) -> None:
        self.content += n
        if self.content > MOST_CONTENT_BYTES:
            raise _too_large(f"Its pages take more than {MOST_CONTENT_BYTES // 1024**2} MB of drawing instructions")

    def add_character(self) -> None:
        self.page_characters += 1
        self.characters += 1
        if self.page_characters > MOST_PAGE_CHARACTERS:
            raise _too_large(f"Page {self.page} has more than {MOST_PAGE_CHARACTERS} characters")
        if self.characters > MOST_CHARACTERS:
            raise _too_large(f"It has more than {MOST_CHARACTERS} characters")

    def add_path(self) -> None:
        self.page_paths += 1
        if self.page_paths > MOST_PAGE_PATHS:
            raise _too_large(f"Page {self.page} has more than {MOST_PAGE_PATHS} lines and boxes")


def _too_large(excess: str) -> Unreadable:
    return Unreadable("too_large", f"The PDF is not read. {excess}; no bulletin does.")


def open_document(payload: bytes, work: Work) -> tuple[PDFDocument, list[PDFPage]]:
    """The document and its pages. Raises ``Unreadable`` (``too_large``), and what pdfminer raises on damage."""
    document = PDFDocument(_Parser(BytesIO(payload), work))
    pages: list[PDFPage] = []
    for page in PDFPage.create_pages(document):
        if len(pages) == MOST_PAGES:
            raise Unreadable("too_large", f"The PDF has more than {MOST_PAGES} pages, which is the most that is read.")
        pages.append(page)
    return document, pages


class Interpreter:
    """Draws pages with pdfminer; fonts are shared between them."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._fonts = _Fonts()

    def drawn(self, page: PDFPage, number: int) -> LTPage:
        self._work.begin_page(number)
        device = _Device(self._fonts, self._work)
        _PageInterpreter(self._fonts, device).process_page(page)
        return device.get_result()


class _Stream(PDFStream):
    """A stream that is measured before it is unpacked."""

    work: Work

    def decode(self) -> None:
        data = self.rawdata
        if data is not None and self.data is None:
            self._measure(data)
        super().decode()

    def _measure(self, data: bytes) -> None:
        filters = self.get_filters()
        packing = [name for name, _ in filters if name in _PACKING]
        if not packing:
            self.work.add_unpacked(len(data))
            return
        if len(packing) > 1:
            raise _too_large("A stream of it is packed several times over")
        if self.decipher is not None and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for name, _ in filters:
            if name in _PACKING:
                break
            data = next((unpack(data) for ascii_name, unpack in _ASCII_FILTERS if ascii_name is name), data)
        if packing[0] in LITERALS_FLATE_DECODE:
            self._inflate(data)
        else:
            self.work.add_unpacked(
                len(data) * (_MOST_LZW_RATIO if packing[0] in LITERALS_LZW_DECODE else _MOST_RUN_RATIO)
            )

    def _inflate(self, data: bytes) -> None:
        inflater = zlib.decompressobj()
        try:
            while data and not inflater.eof:
                self.work.add_unpacked(len(inflater.decompress(data, _CHUNK)))
                data = inflater.unconsumed_tail
        except zlib.error:  # pdfminer reads such a stream as far as it goes, which is what was counted
            return


class _Parser(PDFParser):
    def __init__(self, file: BytesIO, work: Work) -> None:
        super().__init__(file)
        self._work = work

    def push(self, *objs: tuple[int, Any]) -> None:
        super().push(*((at, self._counted(thing)) for at, thing in objs))

    def _counted(self, thing: Any) -> Any:
        if type(thing) is not PDFStream:
            return thing
        stream = _Stream(thing.attrs, thing.rawdata or b"", thing.decipher)
        stream.work = self._work
        return stream


class _Fonts(PDFResourceManager):
    """Refuses fonts whose ranges of codes would be counted out one by one for hours."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[object] = set()

    def get_font(self, objid: object, spec: Mapping[str, object]) -> Any:
        if objid is None or objid not in self._seen:
            _require_ranges(spec)
            self._seen.add(objid)
        return super().get_font(objid, spec)


def _require_ranges(spec: Mapping[str, object]) -> None:
    to_unicode = resolve1(spec.get("ToUnicode"))
    if isinstance(to_unicode, PDFStream):
        for first, last in _CODE_RANGE.findall(to_unicode.get_data()):
            _require_range(int(first, 16), int(last, 16))
    for key in ("W", "W2"):
        widths = resolve1(spec.get(key))
        numbers: list[int] = []
        for value in list_value(widths) if widths is not None else ():
            entry = resolve1(value)
            numbers = [*numbers[-1:], entry] if isinstance(entry, int) else []
            if len(numbers) == 2:
                _require_range(*numbers)


def _require_range(first: int, last: int) -> None:
    if last - first > MOST_CODES:
        raise _too_large(f"A font of it has a range of more than {MOST_CODES} codes")


class _Device(PDFPageAggregator):
    def __init__(self, fonts: PDFResourceManager, work: Work) -> None:
        super().__init__(fonts, laparams=None)
        self.work = work

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        self.work.add_character()
        return super().render_char(*args, **kwargs)

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        self.work.add_path()
        super().paint_path(*args, **kwargs)


class _PageInterpreter(PDFPageInterpreter):
    device: _Device

    def render_contents(
        self, resources: dict[object, object], streams: Sequence[object], *args: Any, **kw: Any
    ) -> None:
        self.device.work.add_content(sum(len(stream_value(stream).get_data()) for stream in streams))
        super().render_contents(resources, streams, *args, **kw)
