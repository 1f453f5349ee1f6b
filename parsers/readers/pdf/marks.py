"""What is printed on a page of a PDF: characters, rules and filled areas, the page turned so that its text is upright.

What belongs here: from pdfminer's layout objects to plain figures in points, measured from the upper left corner. What
does not: words and lines (``lines``), tables (``ruled``, ``unruled``). pdfplumber's own page objects say the same but
take three times as long to make, and cannot be limited.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pdfminer.layout import LTChar, LTCurve, LTFigure, LTItem, LTLine, LTPage, LTRect

THINNEST_AREA = 3.0
"""Points; a filled box that is thinner is a rule."""
SLANT = 0.05
"""Of a quarter turn; text further from upright and from the quarter turns is a watermark."""
BOLD_SHIFT = 1.0
"""Points; the same character drawn again this near is one character in a cheap bold."""
CENTRE = 0.38
"""How far above its base line the middle of a Chinese character lies, of its size; it says where a line is better than
the box, which fonts are free to make higher."""


class Glyph(NamedTuple):
    """A printed character; ``middle`` is the height of its line, ``size`` that of its type. ``follows_blank``: a blank
    is printed before it, which may be narrower than a gap."""

    text: str
    left: float
    right: float
    middle: float
    size: float
    follows_blank: bool = False


class Rule(NamedTuple):
    """A straight line along an axis: ``at`` one height (or, for one that goes down, one place across)."""

    at: float
    start: float
    end: float


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Marks:
    """A page. ``sideways`` are the characters that stand at a right angle to the others, each direction by itself and
    turned upright; ``slanted`` is the text of watermarks."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    across: list[Rule]
    down: list[Rule]
    areas: list[Box]
    sideways: list[list[Glyph]]
    slanted: str


def marks_on(page: LTPage, number: int) -> Marks:
    """The marks of a page, turned by the direction that most of its characters have."""
    characters: dict[int | None, list[LTChar]] = defaultdict(list)
    shapes: list[LTCurve] = []
    for item in _items(page):
        if isinstance(item, LTChar):
            characters[_quarter(item)].append(item)
        elif isinstance(item, LTCurve):
            shapes.append(item)
    slanted = "".join(c.get_text() for c in characters.pop(None, []))
    counts = Counter({turn: len(chars) for turn, chars in characters.items()})
    turn = max(counts, key=lambda t: (counts[t], -(t or 0))) if counts else 0
    turned = _Turned(turn or 0, page.width, page.height)
    across: list[Rule] = []
    down: list[Rule] = []
    areas: list[Box] = []
    for shape in shapes:
        _add_shape(shape, turned, across, down, areas)
    return Marks(
        number=number,
        width=turned.width,
        height=turned.height,
        glyphs=list(_glyphs(characters.get(turn, []), turned)),
        across=across,
        down=down,
        areas=areas,
        sideways=[
            list(_glyphs(chars, _Turned(t or 0, page.width, page.height)))
            for t, chars in sorted(characters.items(), key=lambda pair: pair[0] or 0)
            if t != turn
        ],
        slanted=slanted,
    )


def _items(page: Iterable[LTItem]) -> Iterator[LTItem]:
    """The marks of a page and of the forms drawn on it."""
    for item in page:
        if isinstance(item, LTFigure):
            yield from _items(item)
        else:
            yield item


def _quarter(character: LTChar) -> int | None:
    """How many quarter turns against the clock a character is turned; ``None`` when it stands between two."""
    a, b = character.matrix[:2]
    quarters = math.atan2(b, a) / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) <= SLANT else None


class _Turned:
    """From a point as pdfminer gives it (from the lower left corner) to one on the page turned upright."""

    def __init__(self, turn: int, width: float, height: float) -> None:
        self.turn = turn
        self._width, self._height = width, height
        self.width, self.height = (width, height) if turn % 2 == 0 else (height, width)

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.turn:
            case 0:
                return x, self.height - y
            case 1:
                return y, x
            case 2:
                return self._width - x, y
            case _:
                return self._height - y, self._width - x

    def box(self, item: LTChar | LTCurve) -> Box:
        x0, y0 = self.point(item.x0, item.y0)
        x1, y1 = self.point(item.x1, item.y1)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _glyphs(characters: Iterable[LTChar], turned: _Turned) -> Iterator[Glyph]:
    """The characters that show, each once."""
    seen: dict[tuple[str, int, int], list[tuple[float, float]]] = defaultdict(list)
    blank: Box | None = None
    for character in characters:
        text = character.get_text()
        box = turned.box(character)
        if not text or text.isspace():
            blank = box
            continue
        size = box.bottom - box.top
        _, base = turned.point(*character.matrix[4:])
        follows_blank = blank is not None and abs(blank.top - box.top) <= size / 2 and blank.left <= box.left
        glyph = Glyph(text, box.left, box.right, base - CENTRE * size, size, follows_blank)
        blank = None
        column, row = int(glyph.left // BOLD_SHIFT), int(glyph.middle // BOLD_SHIFT)
        near = [
            place for dx in (-1, 0, 1) for dy in (-1, 0, 1) for place in seen.get((text, column + dx, row + dy), ())
        ]
        if any(abs(x - glyph.left) <= BOLD_SHIFT and abs(y - glyph.middle) <= BOLD_SHIFT for x, y in near):
            continue
        seen[text, column, row].append((glyph.left, glyph.middle))
        yield glyph


def _add_shape(shape: LTCurve, turned: _Turned, across: list[Rule], down: list[Rule], areas: list[Box]) -> None:
    """A drawn line or box as rules; a box that is only filled as an area, or, if it is thin, as one rule."""
    box = turned.box(shape)
    wide, high = box.right - box.left, box.bottom - box.top
    is_box = isinstance(shape, LTRect)
    if is_box and shape.fill and min(wide, high) > THINNEST_AREA and not shape.stroke:
        areas.append(box)
    elif (is_box or isinstance(shape, LTLine)) and min(wide, high) <= THINNEST_AREA:
        if wide >= high:
            across.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
        else:
            down.append(Rule((box.left + box.right) / 2, box.top, box.bottom))
    elif shape.stroke:
        points = [turned.point(*point) for point in shape.pts]
        if is_box:
            points.append(points[0])
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(y0 - y1) <= 0.5:
                across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x0 - x1) <= 0.5:
                down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
