"""Scans: the text that somebody else recognises in a picture, laid out as the page has it.

What belongs here: from pictures to pages of recognised characters, and how surely each figure was read. What does not:
recognising (``helpers``: the models are no part of this project), lines, paragraphs and tables (``pdf``, which reads
them from characters with places, whatever drew them).

A figure that was read with less confidence than ``SURE`` is an issue, and what is computed from it is under suspicion
of the reader, not of the office that printed it.
"""

from __future__ import annotations

import io
import math
import re
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from parsers.document import Document, Grid, ReadFigure, Text
from parsers.readers.formats import PDF
from parsers.readers.helpers import Recognise, Recognised
from parsers.readers.pdf import document_of
from parsers.readers.pdf.marks import Glyph, Marks
from parsers.records import Issue, Unreadable, brief
from parsers.vocabulary.layout import squeezed

MOST_PAGES = 60
"""A page takes seconds to recognise; a bulletin has tens of pages."""
MOST_PIXELS = 50_000_000
"""Of one picture; an A4 page at 600 dots an inch has 35 million."""
DOTS = 200
"""Dots an inch at which a page of a PDF is drawn: type of 9 points is 25 pixels high."""
SURE = 0.9
"""The confidence below which a character of a figure counts as doubtful."""
POINTS_WIDE = 595.0
"""How wide a picture counts, in points: as A4. Distances are compared with the size of the type, not with this."""

_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?\s*[%％‰]?")
_LONGEST_WORD = 4
"""Characters of a piece up to which it has to be a whole line of a cell to count as that cell's."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: what was recognised on it, upright and in points."""

    number: int
    width: float
    height: float
    pieces: tuple[Recognised, ...]


def read_scanned_pdf(payload: bytes, recognise: Recognise) -> Document:
    """Read a PDF by what its pages look like.

    Raises ``Unreadable``: ``damaged_pdf``, ``too_large`` (pages, pixels), ``no_text``, and what ``recognise`` raises.
    """
    return _read(_drawn_pages(payload), PDF, recognise)


def read_picture(payload: bytes, media_type: str, recognise: Recognise) -> Document:
    """Read an image; the frames of a TIFF are pages. Raises as ``read_scanned_pdf``, ``damaged_image`` for the file."""
    return _read(_frames(payload), media_type, recognise)


def scanned_pages(payload: bytes, document: Document) -> Iterator[Issue]:
    """The pages of a PDF with text on others that hold a picture and no text: an annex from a scanner."""
    said = {page for block in document.blocks for page in _pages_of(block)}
    silent = [number for number in range(1, (document.pages or 0) + 1) if number not in said]
    for number in _with_pictures(payload, silent) if silent else ():
        yield Issue(
            code="scanned_page",
            message=f"Page {number} of the PDF is a picture without text; what stands on it was not read.",
            place=f"p{number}",
        )


def _with_pictures(payload: bytes, numbers: Sequence[int]) -> Sequence[int]:
    """Those of the pages that hold a picture; all of them where the file cannot be opened for a look."""
    pictures = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    try:
        with _opened(payload) as file:
            return [number for number in numbers if any(True for _ in file[number - 1].get_objects(pictures))]
    except Unreadable:
        return numbers


def _pages_of(block: Text | Grid) -> range:
    """The pages that a block stands on; a paragraph may go on over a page break (``p3.l40-p4.l1``)."""
    pages = [int(number) for number in re.findall(r"p(\d+)\.", block.locator if isinstance(block, Text) else "")]
    pages = pages or ([] if block.page is None else [block.page])
    return range(pages[0], pages[-1] + 1) if pages else range(0)


def _read(pictures: Iterator[Image.Image], media_type: str, recognise: Recognise) -> Document:
    pages: list[_Page] = []
    for number, picture in enumerate(pictures, 1):
        if number > MOST_PAGES:
            raise Unreadable("too_large", f"The scan has more than {MOST_PAGES} pages. Divide it.")
        pages.append(_page(number, picture, recognise))
    if not any(page.pieces for page in pages):
        raise Unreadable("no_text", f"No text was recognised in the scan ({len(pages)} pages).")
    document = document_of([_marks(page) for page in pages], media_type)
    figures = tuple(figure for page in pages for figure in _figures(page, document))
    said = Issue(code="recognised", message="The file is a scan: its text was recognised, and may be misread.")
    return replace(document, figures=figures, issues=(said, *document.issues, *_doubts(figures)))


# --- pictures ---------------------------------------------------------------------------------------------------------


def _drawn_pages(payload: bytes) -> Iterator[Image.Image]:
    with _opened(payload) as file:
        for page in file:
            width, height = page.get_size()
            _require_size(round(width * DOTS / 72), round(height * DOTS / 72))
            yield page.render(scale=DOTS / 72).to_pil()


@contextmanager
def _opened(payload: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        with pypdfium2.PdfDocument(payload) as file:
            yield file
    except pypdfium2.PdfiumError as error:
        raise Unreadable("damaged_pdf", f"The pages of the PDF cannot be drawn ({brief(error)}).") from error


def _frames(payload: bytes) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(payload)) as file:
            for frame in ImageSequence.Iterator(file):
                _require_size(*frame.size)
                yield ImageOps.exif_transpose(frame).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable("too_large", f"The picture is larger than the {MOST_PIXELS} pixels that are read.") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unreadable("damaged_image", f"The picture is damaged and cannot be opened ({brief(error)}).") from error


def _require_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Unreadable(
            "too_large", f"A picture has {width} x {height} pixels; at most {MOST_PIXELS // 10**6} million are read."
        )


def _page(number: int, picture: Image.Image, recognise: Recognise) -> _Page:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=1)
    width, height = picture.size
    scale = POINTS_WIDE / width
    found = [piece for piece in recognise(out.getvalue()) if piece.text.strip()]
    turn = -_slope(found)
    return _Page(number, POINTS_WIDE, height * scale, tuple(_upright(piece, turn, scale) for piece in found))


def _slope(pieces: Sequence[Recognised]) -> float:
    """The angle at which the lines run, in radians: that of most of the text, as a page on the glass lies."""
    long = [p for p in pieces if _length(p) > 3 * _height(p)]
    angles = [math.atan2(p.corners[1][1] - p.corners[0][1], p.corners[1][0] - p.corners[0][0]) for p in long]
    return statistics.median(angles) if angles else 0.0


def _length(piece: Recognised) -> float:
    return math.dist(piece.corners[0], piece.corners[1])


def _height(piece: Recognised) -> float:
    return math.dist(piece.corners[0], piece.corners[3])


def _upright(piece: Recognised, turn: float, scale: float) -> Recognised:
    """The piece with its corners turned about the upper left of the picture, in points."""
    cos, sin = math.cos(turn) * scale, math.sin(turn) * scale
    upper_left, upper_right, lower_right, lower_left = (
        (x * cos - y * sin, x * sin + y * cos) for x, y in piece.corners
    )
    return replace(piece, corners=(upper_left, upper_right, lower_right, lower_left))


# --- characters with places -------------------------------------------------------------------------------------------


def _marks(page: _Page) -> Marks:
    glyphs = [glyph for piece in page.pieces for glyph in _glyphs(piece)]
    return Marks(page.number, page.width, page.height, glyphs, [], [], [], [], "")


def _glyphs(piece: Recognised) -> Iterator[Glyph]:
    """The characters of a piece, side by side over the length of its box: a Chinese one is as wide as two others."""
    left = min(x for x, _ in piece.corners)
    right = max(x for x, _ in piece.corners)
    middle = sum(y for _, y in piece.corners) / 4
    widths = [_em(character) for character in piece.text]
    em = (right - left) / sum(widths)
    size = min(em, _height(piece))
    at = left
    follows_blank = False
    for character, width in zip(piece.text, widths, strict=True):
        if character.strip():
            yield Glyph(character, at, at + width * em, middle, size, follows_blank)
        follows_blank = not character.strip()
        at += width * em


def _em(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


# --- how surely each figure was read ----------------------------------------------------------------------------------


def _figures(page: _Page, document: Document) -> Iterator[ReadFigure]:
    """Every figure that was recognised on a page, with the places of the document that it may stand in.

    The layout does not keep which piece a place is made of, so a figure belongs to every place of its page that prints
    its piece: of two equal cells, a doubt about one is a doubt about both.
    """
    places = list(_places(page.number, document))
    for piece in page.pieces:
        own = squeezed(piece.text)
        inside = _holding(own, places)
        for found in _FIGURE.finditer(piece.text):
            confidence = min(piece.confidences[found.start() : found.end()])
            yield from (ReadFigure(place, found[0].strip(), confidence) for place in inside)


def _places(page: int, document: Document) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The paragraphs and cells of a page, each with its lines."""
    for block in document.blocks:
        if page not in _pages_of(block):
            continue
        if isinstance(block, Text):
            yield block.locator, (squeezed(block.text),)
        else:
            for place, row in zip(block.locators, block.rows, strict=True):
                for number, cell in enumerate(row, 1):
                    yield f"{place}.c{number}", tuple(squeezed(line) for line in (cell or "").split("\n"))


def _holding(piece: str, places: Sequence[tuple[str, tuple[str, ...]]]) -> list[str]:
    """The places with this line; else those with it in a line, as paragraphs have; else all."""
    whole = [place for place, lines in places if piece in lines]
    part = [place for place, lines in places if len(piece) > _LONGEST_WORD and any(piece in line for line in lines)]
    return whole or part or [place for place, _ in places]


def _doubts(figures: Sequence[ReadFigure]) -> Iterator[Issue]:
    """One issue for each doubtful figure, at the first of its places."""
    said: set[tuple[str, float]] = set()
    for figure in figures:
        if figure.confidence < SURE and (figure.printed, figure.confidence) not in said:
            said.add((figure.printed, figure.confidence))
            yield Issue(
                code="low_confidence",
                message=f"The figure {figure.printed} was recognised with a confidence of {figure.confidence:.2f}; "
                "compare it with the scan.",
                place=figure.place,
                raw=figure.printed,
            )
