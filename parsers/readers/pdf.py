"""PDF with a text layer: ruled tables as grids, the lines around them as paragraphs, page by page.

What belongs here: from the bytes of a PDF to a ``Document``. What does not: scans (no text layer), tables without rules
(their lines are left out and reported), putting a table together over pages (``parsers.tables``).

Places: ``p2.l3`` is the third line of page 2 (``p2.l30-p3.l1`` a paragraph over a page break), ``p2.t1.r4`` a row of
its first table.
"""

from __future__ import annotations

import io
import re
import statistics
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from parsers.cells import header_kind, is_figure
from parsers.document import Block, Document, Grid, Text
from parsers.readers.layout import continues, has_ended, is_item, joined, numbering, with_headings
from parsers.records import Issue, Unreadable
from parsers.vocabulary.layout import layout_words, line_kind, squeezed

MOST_PAGES = 400
"""A bulletin has tens of pages; a longer file is something else, and takes minutes."""
FEWEST_CHARACTERS = 10
"""Of the whole file; a scan with a stamp or a page number has fewer."""
MOST_UNMAPPED = 0.3
"""The share of characters that a font gives no meaning to, ``(cid:12)``, above which the text is not readable."""
MARGIN_SHARE = 0.1
"""The strip at the top and at the foot of a page, of its height, where running heads and page numbers stand."""

LONGEST_PIECE = 18
"""Characters without a blank; a longer line below a table without rules is no piece of a name or a remark."""

_TAIL = 2048
_PAGE_NUMBER = re.compile(r"[-—–－―·.]*(?:第?\d{1,4}页?|\d{1,4}/\d{1,4}|第\d{1,4}页[,，/]?共\d{1,4}页)[-—–－―·.]*")
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_TABLE_SETTINGS = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}

_DAMAGE = (
    PdfminerException,
    MalformedPDFException,
    PSException,
    struct.error,
    zlib.error,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What pdfminer and pdfplumber raise on files with flipped and missing bytes: they trust the objects of
a file to be of the right kind. Caught around their calls only, never around our own reading."""

_Span = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line outside the tables; ``left``, ``right``, ``top`` in points, ``size`` the height of its
    characters."""

    page: int
    number: int
    text: str
    left: float
    right: float
    top: float
    size: float
    in_margin: bool


@dataclass(frozen=True, slots=True)
class _Table:
    top: float
    grid: Grid


@dataclass(frozen=True, slots=True)
class _Extracted:
    """A page as pdfplumber gives it: each table with its cells, and the lines outside them."""

    number: int
    height: float
    tables: list[tuple[Any, list[list[str | None]]]]
    lines: list[dict[str, Any]]


_Item = _Line | _Table


def read_pdf(payload: bytes) -> Document:
    """Read a PDF.

    Raises ``Unreadable``: ``truncated_pdf``, ``encrypted_pdf`` (needs a password), ``damaged_pdf``, ``too_large`` (more
    than ``MOST_PAGES``), ``no_text_layer`` (a scan), ``unmapped_text`` (its fonts do not say which characters they
    draw). Tables without rules are left out and reported (``unruled_table``), and so are running heads and page numbers
    (``page_furniture``); the first of a running head is kept.
    """
    if b"%%EOF" not in payload[-_TAIL:] and b"startxref" not in payload[-_TAIL:]:
        raise Unreadable(
            "truncated_pdf", "The PDF stops before its end (no end-of-file mark): it was not saved completely."
        )
    try:
        with pdfplumber.open(io.BytesIO(payload)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise Unreadable("too_large", f"The PDF has {len(pdf.pages)} pages; at most {MOST_PAGES} are read.")
            extracted = [_extract(page) for page in pdf.pages]
    except _DAMAGE as error:
        raise _damaged(error) from error
    if not extracted:
        raise Unreadable("damaged_pdf", "The PDF has no pages that can be found in it: it is damaged.")
    pages = [_items(page) for page in extracted]
    _require_text(pages)
    pages, issues = _without_furniture(pages)
    pages, unruled = _without_unruled_tables(pages)
    issues += unruled
    return Document("application/pdf", with_headings(list(_blocks(pages))), pages=len(pages), issues=tuple(issues))


def _damaged(error: Exception) -> Unreadable:
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
        return Unreadable("encrypted_pdf", "The PDF is encrypted: it can only be read with its password.")
    return Unreadable("damaged_pdf", f"The PDF is damaged and cannot be opened ({type(cause).__name__}: {cause}).")


def _require_text(pages: Sequence[Sequence[_Item]]) -> None:
    text = "".join(_printed(item) for items in pages for item in items)
    if len(squeezed(text)) < FEWEST_CHARACTERS:
        raise Unreadable(
            "no_text_layer",
            f"The PDF ({len(pages)} pages) has no text layer: it is a scan, and text recognition is not available yet.",
        )
    unmapped = len(_UNMAPPED.findall(text))
    if unmapped > MOST_UNMAPPED * len(squeezed(_UNMAPPED.sub("x", text))):
        raise Unreadable(
            "unmapped_text", "The fonts of the PDF do not say which characters they draw: it reads as a scan."
        )


def _printed(item: _Item) -> str:
    if isinstance(item, _Line):
        return item.text
    return "".join(c or "" for row in item.grid.rows for c in row)


# --- one page ---------------------------------------------------------------------------------------------------------


def _extract(page: Any) -> _Extracted:
    """What pdfplumber finds on a page. Characters drawn twice in one place (a cheap bold) count once."""
    page = page.dedupe_chars()
    found = [t for t in page.find_tables(_TABLE_SETTINGS) if len(t.rows) > 0 and len(t.columns) > 1]
    boxes = [t.bbox for t in found]

    def outside(thing: dict[str, Any]) -> bool:
        if thing["object_type"] != "char":
            return True
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)

    lines = page.filter(outside).extract_text_lines(return_chars=True)
    extracted = _Extracted(page.page_number, float(page.height), [(t, t.extract()) for t in found], lines)
    page.close()
    return extracted


def _items(page: _Extracted) -> list[_Item]:
    """The lines and tables of a page, from top to bottom."""
    tables = [_Table(t.bbox[1], _grid(t, cells, page.number, i)) for i, (t, cells) in enumerate(page.tables, 1)]
    lines = [_line(line, page, i) for i, line in enumerate(page.lines, 1)]
    items: list[_Item] = [*tables, *lines]
    return sorted(items, key=lambda item: item.top)


def _line(words: dict[str, Any], page: _Extracted, number: int) -> _Line:
    return _Line(
        page=page.number,
        number=number,
        text=words["text"],
        left=words["x0"],
        right=words["x1"],
        top=words["top"],
        size=statistics.median(c["size"] for c in words["chars"]),
        in_margin=words["bottom"] < MARGIN_SHARE * page.height or words["top"] > (1 - MARGIN_SHARE) * page.height,
    )


def _grid(table: Any, printed: Sequence[Sequence[str | None]], page: int, number: int) -> Grid:
    """The cells of a ruled table; one that a merged cell covers is ``""``, one that no rule encloses ``None``."""
    boxes = [row.cells for row in table.rows]
    edges = [row.bbox for row in table.rows]
    columns = [column.bbox for column in table.columns]
    spans = list(_spans(boxes, [e[1] for e in edges], [c[0] for c in columns]))
    covered = {
        (r, c) for top, left, high, wide in spans for r in range(top, top + high) for c in range(left, left + wide)
    }
    rows = tuple(
        tuple(
            (text or "").strip() if box is not None else "" if (r, c) in covered else None
            for c, (text, box) in enumerate(zip(texts, row, strict=True))
        )
        for r, (texts, row) in enumerate(zip(printed, boxes, strict=True))
    )
    return Grid(rows, tuple(f"p{page}.t{number}.r{i}" for i in range(1, len(rows) + 1)), page=page, spans=tuple(spans))


def _spans(boxes: Sequence[Sequence[Any]], tops: Sequence[float], lefts: Sequence[float]) -> Iterator[_Span]:
    """The merged cells: a box covers every row and column whose upper or left edge lies inside it."""
    slack = 1.0  # points: rules are drawn with a width
    for r, row in enumerate(boxes):
        for c, box in enumerate(row):
            if box is None:
                continue
            high = sum(box[1] - slack <= top < box[3] - slack for top in tops)
            wide = sum(box[0] - slack <= left < box[2] - slack for left in lefts)
            if (high, wide) != (1, 1):
                yield (r, c, high, wide)


# --- running heads, page numbers --------------------------------------------------------------------------------------


def _without_furniture(pages: list[list[_Item]]) -> tuple[list[list[_Item]], list[Issue]]:
    """Leave out page numbers, and lines in the margins that repeat on at least half of the pages, but for the first."""
    places: dict[str, list[_Line]] = defaultdict(list)
    for items in pages:
        for item in items:
            if isinstance(item, _Line) and item.in_margin:
                places[_pattern(item.text)].append(item)
    dropped: set[tuple[int, int]] = set()
    issues: list[Issue] = []
    for lines in places.values():
        if _PAGE_NUMBER.fullmatch(squeezed(lines[0].text)):
            left_out = lines
        elif len({line.page for line in lines}) >= max(2, len(pages) / 2):
            left_out = lines[1:]
        else:
            continue
        dropped |= {(line.page, line.number) for line in left_out}
        issues.append(
            Issue(
                code="page_furniture",
                message=f"Left out of the text on {len(left_out)} pages as a running head, foot or page number.",
                place=f"p{left_out[0].page}.l{left_out[0].number}",
                raw=left_out[0].text,
            )
        )
    kept = [[i for i in items if isinstance(i, _Table) or (i.page, i.number) not in dropped] for items in pages]
    return kept, issues


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "0", squeezed(text))


def _without_unruled_tables(pages: list[list[_Item]]) -> tuple[list[list[_Item]], list[Issue]]:
    """Leave out the lines of tables without rules: read as sentences, a remark in them would be about no office."""
    issues: list[Issue] = []
    dropped: set[tuple[int, int]] = set()
    lines = [item for items in pages for item in items if isinstance(item, _Line)]
    at = 0
    while at < len(lines):
        end = _unruled_end(lines, at) if _is_header_line(lines[at]) else at
        region = lines[at:end]
        if region:
            dropped |= {(line.page, line.number) for line in region}
            issues.append(_unruled_table(region))
        at = max(end, at + 1)
    kept = [[i for i in items if isinstance(i, _Table) or (i.page, i.number) not in dropped] for items in pages]
    return kept, issues


def _is_header_line(line: _Line) -> bool:
    return sum(header_kind(word) is not None for word in line.text.split()) >= 3


def _unruled_end(lines: Sequence[_Line], header: int) -> int:
    """Behind the last line of the table whose header is line ``header``: rows of figures, and the pieces of their
    remarks.
    """
    end = header + 1
    while end < len(lines) and not _ends_unruled(lines[end]):
        end += 1
    return end


def _ends_unruled(line: _Line) -> bool:
    """Whether a line stands below a table: a title, an annex, a numbered heading, or a line of a sentence."""
    text, words = line.text.strip(), line.text.split()
    if sum(is_figure(word) for word in words) >= 2:
        return False
    is_title = squeezed(text).endswith(layout_words("title_ends")) or line_kind("annex").match(text) is not None
    is_prose = re.search(r"[，。；]", text) is not None or (len(words) == 1 and len(text) >= LONGEST_PIECE)
    return is_title or is_prose or numbering(text) in (1, 2)


def _unruled_table(region: Sequence[_Line]) -> Issue:
    place = f"p{region[0].page}.l{region[0].number}"
    return Issue(
        code="unruled_table",
        message=f"The line at {place} reads like the header of a table without rules; it and the {len(region) - 1} "
        "lines below are left out, their figures are not read. Compare them with the page.",
        place=place,
        raw="\n".join(line.text for line in region),
    )


# --- lines to paragraphs ----------------------------------------------------------------------------------------------


def _blocks(pages: Sequence[Sequence[_Item]]) -> Iterator[Block]:
    lines = [item for items in pages for item in items if isinstance(item, _Line)]
    left, right = _margins(lines)
    paragraph: list[_Line] = []
    for item in (item for items in pages for item in items):
        if isinstance(item, _Line) and paragraph and _goes_on(paragraph, item, left, right):
            paragraph.append(item)
            continue
        if paragraph:
            yield _paragraph(paragraph)
        paragraph = [item] if isinstance(item, _Line) else []
        if isinstance(item, _Table):
            yield item.grid
    if paragraph:
        yield _paragraph(paragraph)


def _margins(lines: Sequence[_Line]) -> tuple[float, float]:
    """Where lines of running text begin and end: the leftmost and rightmost edge that several lines share."""
    if not lines:
        return 0.0, 0.0
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    at = min(1, len(lines) - 1)  # the second from outside: one line may stick out
    return lefts[at], rights[-1 - at]


def _goes_on(paragraph: Sequence[_Line], line: _Line, left: float, right: float) -> bool:
    """Whether a line belongs to the paragraph: the one above is full, this one begins at the margin and opens nothing
    new."""
    above = paragraph[-1]
    text = "".join(p.text for p in paragraph)
    if numbering(line.text) in (1, 2) or abs(line.size - above.size) > 1.5:
        return False
    is_full = above.right > right - 2.5 * above.size
    begins_at_margin = line.left < left + line.size
    if is_full and begins_at_margin and not (above.page != line.page and has_ended(text)):
        return not (is_item(line.text) and has_ended(text))
    is_centred = above.left > left + 3 * above.size and line.left > left + 3 * line.size
    return not is_centred and begins_at_margin and continues(text, line.text, adjacent=True)


def _paragraph(lines: Sequence[_Line]) -> Text:
    text = lines[0].text
    for line in lines[1:]:
        text = joined(text, line.text)
    first, last = lines[0], lines[-1]
    place = f"p{first.page}.l{first.number}"
    if last.page != first.page:
        place += f"-p{last.page}.l{last.number}"
    elif last.number != first.number:
        place += f"-{last.number}"
    return Text(text, place, page=first.page)
