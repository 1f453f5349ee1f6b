"""PDF files with a text layer: paragraphs, ruled tables, tables without rules.

What belongs here: from bytes to a ``Document``. ``limits`` opens and counts, ``marks`` says what is drawn; ``lines``,
``zones``, ``furniture`` and ``paragraphs`` make text of it; ``ruled``, and ``unruled`` with ``columns`` and ``rows``,
make tables, one grid a page where a table goes on over a break. What does not: text recognition of scans
(``parsers.readers.scan``), the meaning of a table (``parsers.tables``).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException

from parsers.document import Document, Grid
from parsers.readers.layout import with_headings
from parsers.readers.pdf.furniture import without_furniture
from parsers.readers.pdf.limits import Interpreter, Work, open_document
from parsers.readers.pdf.lines import Line, numbered_lines
from parsers.readers.pdf.marks import Marks, marks_on
from parsers.readers.pdf.paragraphs import blocks
from parsers.readers.pdf.ruled import Ruled, ruled_tables, with_cut_row
from parsers.readers.pdf.unruled import Found, NotRead, cells_of, joined_rows, spans_of, unruled_tables
from parsers.readers.pdf.zones import lines_in_order
from parsers.records import Issue, Unreadable, brief
from parsers.vocabulary.layout import squeezed

__all__ = ["document_of", "read_pdf"]

FEWEST_CHARACTERS = 10
"""Of the whole file; a scan with a stamp or a page number has fewer."""
MOST_UNMAPPED = 0.3
"""The share of characters that a font gives no meaning to, ``(cid:12)``, above which the text is not readable."""

_TAIL = 2048
_UNMAPPED = re.compile(r"\(cid:\d+\)")

_DAMAGE = (
    PSException,
    struct.error,
    zlib.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What pdfminer raises on files with flipped and missing bytes: it trusts the objects of a file to be of the right
kind. Caught around its calls only, never around our own reading."""


@dataclass(slots=True)
class _Page:
    """A page while it is read: its marks, ruled tables, the lines outside them, then the tables among those."""

    marks: Marks
    ruled: list[Ruled]
    lines: list[Line]
    found: list[Found | NotRead]


def read_pdf(payload: bytes) -> Document:
    """Read a PDF.

    Raises ``Unreadable``: ``truncated_pdf``, ``encrypted_pdf`` (needs a password), ``damaged_pdf``, ``too_large`` (see
    ``limits``), ``no_text_layer`` (a scan), ``unmapped_text`` (its fonts do not say which characters they draw).

    Left out and reported: tables without rules whose layout has more than one reading (``unruled_table``), running
    heads and page numbers but for the first of a running head (``page_furniture``), slanted text, which is that of
    watermarks (``slanted_text``).
    """
    if b"%%EOF" not in payload[-_TAIL:] and b"startxref" not in payload[-_TAIL:]:
        raise Unreadable(
            "truncated_pdf", "The PDF stops before its end (no end-of-file mark): it was not saved completely."
        )
    marks = _marks(payload)
    _require_text(marks)
    return document_of(marks, "application/pdf")


def document_of(marks: Sequence[Marks], media_type: str) -> Document:
    """The document of pages whose marks are known, be they drawn by a file or recognised in a picture (``scan``)."""
    pages = [_page(page) for page in marks]
    kept, issues = without_furniture([(page.marks.height, page.lines) for page in pages])
    for page, lines in zip(pages, kept, strict=True):
        page.lines = lines
    issues += _slanted(marks)
    _find_unruled(pages)
    _join_over_breaks(pages)
    issues += [table.issue for page in pages for table in page.found if isinstance(table, NotRead)]
    items = [item for page in pages for item in _in_order(page)]
    return Document(media_type, with_headings(list(blocks(items))), pages=len(pages), issues=tuple(issues))


def _marks(payload: bytes) -> list[Marks]:
    work = Work()
    try:
        _, pages = open_document(payload, work)
        interpreter = Interpreter(work)
        marks = [marks_on(interpreter.drawn(page, number), number) for number, page in enumerate(pages, 1)]
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise Unreadable("encrypted_pdf", "The PDF is encrypted: it can only be read with its password.") from error
    except _DAMAGE as error:
        raise Unreadable(
            "damaged_pdf", f"The PDF is damaged and cannot be opened ({type(error).__name__}: {brief(error)})."
        ) from error
    if not marks:
        raise Unreadable("damaged_pdf", "The PDF has no pages that can be found in it: it is damaged.")
    return marks


def _require_text(pages: Sequence[Marks]) -> None:
    text = "".join(glyph.text for page in pages for glyphs in (page.glyphs, *page.sideways) for glyph in glyphs)
    if len(squeezed(text)) < FEWEST_CHARACTERS:
        raise Unreadable(
            "no_text_layer",
            f"The PDF ({len(pages)} pages) has no text layer: it is a scan.",
        )
    unmapped = len(_UNMAPPED.findall(text))
    if unmapped > MOST_UNMAPPED * len(squeezed(_UNMAPPED.sub("x", text))):
        raise Unreadable(
            "unmapped_text", "The fonts of the PDF do not say which characters they draw: it reads as a scan."
        )


def _page(marks: Marks) -> _Page:
    ruled, outside = ruled_tables(marks)
    lines = lines_in_order(outside, marks.number, [(table.box.top + table.box.bottom) / 2 for table in ruled])
    for glyphs in marks.sideways:
        margins = min(g.left for g in glyphs), max(g.right for g in glyphs)
        lines += numbered_lines(glyphs, marks.number, len(lines) + 1, margins)
    return _Page(marks, ruled, lines, [])


def _slanted(pages: Sequence[Marks]) -> list[Issue]:
    return [
        Issue(
            code="slanted_text",
            message=f"Slanted text on page {page.number} is left out as a watermark.",
            place=f"p{page.number}",
            raw=page.slanted,
        )
        for page in pages
        if page.slanted
    ]


def _find_unruled(pages: Sequence[_Page]) -> None:
    carried: Found | None = None
    for page in pages:
        last_line = page.lines[-1].number if page.lines else 0
        barriers = [(table.box.top + table.box.bottom) / 2 for table in page.ruled]
        page.found, page.lines = unruled_tables(page.marks, page.lines, carried, page is pages[-1], barriers)
        carried = None
        last = page.found[-1] if page.found else None
        if isinstance(last, Found) and last.lines[-1].number == last_line:
            carried = last
    for above, below in pairwise(pages):
        _mark_part(above, below)


def _mark_part(above: _Page, below: _Page) -> None:
    """Mark a table one of whose pages is not read: the other one is no table to add up."""
    if not above.found or not below.found:
        return
    upper, lower = above.found[-1], below.found[0]
    is_broken = not any(line.number > upper.lines[-1].number for line in above.lines)
    is_rest = not any(line.number < lower.lines[0].number for line in below.lines)
    if is_broken and is_rest:
        if isinstance(upper, Found) and isinstance(lower, NotRead):
            above.found[-1] = replace(upper, is_part=True)
        if isinstance(upper, NotRead) and isinstance(lower, Found):
            below.found[0] = replace(lower, is_part=True)


def _join_over_breaks(pages: Sequence[_Page]) -> None:
    """Put the rows together that a page break cut; a table that goes on with a row that is not there is not read."""
    for above, below in pairwise(pages):
        upper = above.found[-1] if above.found else None
        lower = below.found[0] if below.found else None
        if above.ruled and below.ruled and _is_at_foot(above) and _is_on_top(below):
            cut = with_cut_row(above.ruled[-1], below.ruled[0])
            if cut is not None:
                above.ruled[-1], below.ruled[0] = cut
        goes_on = isinstance(upper, Found) and upper.rows.goes_on
        if not goes_on and not (isinstance(lower, Found) and lower.rows.before is not None):
            continue
        joined = joined_rows(upper, lower) if isinstance(upper, Found) and isinstance(lower, Found) else None
        if joined is not None:
            above.found[-1], below.found[0] = joined
            continue
        why = "a row of it goes on over the page break and its other part cannot be told"
        if isinstance(upper, Found) and goes_on:
            above.found[-1] = NotRead(upper.lines, why)
        if isinstance(lower, Found) and lower.rows.before is not None:
            below.found[0] = NotRead(lower.lines, why)


def _is_at_foot(page: _Page) -> bool:
    """Whether nothing stands below the last ruled table of a page."""
    low = page.ruled[-1].box.bottom
    return not page.found and all(line.middle < low for line in page.lines)


def _is_on_top(page: _Page) -> bool:
    """Whether nothing stands above the first ruled table of a page."""
    high = page.ruled[0].box.top
    return all(table.lines[0].middle > high for table in page.found) and all(line.middle > high for line in page.lines)


def _in_order(page: _Page) -> list[Line | Grid]:
    """The lines and tables of a page as they are read; tables are numbered in this order."""
    found = [table for table in page.found if isinstance(table, Found) and table.rows.rows]
    placed: list[tuple[float, Line | Ruled | Found]] = [(line.number, line) for line in page.lines]
    placed += [(table.lines[0].number, table) for table in found]
    numbered = sorted([*page.lines, *(line for table in found for line in table.lines)], key=lambda line: line.number)
    for table in page.ruled:
        below = (line.number - 0.5 for line in numbered if line.middle > table.box.top)
        placed.append((next(below, float("inf")), table))
    items: list[Line | Grid] = []
    tables = 0
    for _, item in sorted(placed, key=lambda pair: pair[0]):
        if isinstance(item, Line):
            items.append(item)
            continue
        tables += 1
        items.append(item.grid(page.marks.number, tables) if isinstance(item, Ruled) else _grid(item, tables))
    return items


def _grid(table: Found, number: int) -> Grid:
    rows = tuple(cells_of(table))
    places = tuple(f"p{table.page}.t{number}.r{i}" for i in range(1, len(rows) + 1))
    return Grid(rows, places, page=table.page, spans=spans_of(table), cut_off=table.is_part)
