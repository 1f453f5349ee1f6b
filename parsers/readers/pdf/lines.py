"""Characters to words and lines.

What belongs here: what stands on one line, and the gaps in it. What does not: how lines make paragraphs
(``paragraphs``), cells (``ruled``, ``unruled``).
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from parsers.readers.pdf.marks import Glyph

SAME_LINE = 0.35
"""How far apart the middles of two characters of one line are at most, of their size."""
WORD_GAP = 0.3
"""A gap between two words, of the size of the characters; between two Latin letters or figures ``LATIN_GAP``."""
LATIN_GAP = 0.2

_LATIN = re.compile(r"[A-Za-z0-9]")


class Word(NamedTuple):
    """Characters without a gap between them; ``left``, ``right``, ``middle`` in points, ``size`` that of the type."""

    text: str
    left: float
    right: float
    middle: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; ``number`` counts the lines of a page from 1. ``margins`` are those of its side of the page,
    where text stands side by side."""

    page: int
    number: int
    text: str
    left: float
    right: float
    middle: float
    size: float
    glyphs: tuple[Glyph, ...]
    words: tuple[Word, ...]
    margins: tuple[float, float] | None = None


def numbered_lines(
    glyphs: Iterable[Glyph], page: int, first: int = 1, margins: tuple[float, float] | None = None
) -> list[Line]:
    """The lines of a page, from the top."""
    return [
        Line(page, i, *word(run), tuple(run), tuple(in_words(run)), margins)
        for i, run in enumerate(in_lines(glyphs), first)
    ]


def in_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters line by line, from the top; in a line from left to right."""
    lines: list[list[Glyph]] = []
    middle = -1.0
    for glyph in sorted(glyphs, key=lambda g: g.middle):
        if lines and glyph.middle - middle <= SAME_LINE * min(glyph.size, lines[-1][0].size):
            lines[-1].append(glyph)
            middle += (glyph.middle - middle) / len(lines[-1])
        else:
            lines.append([glyph])
            middle = glyph.middle
    return [sorted(line, key=lambda g: g.left) for line in lines]


def is_gap(before: Glyph, after: Glyph) -> bool:
    gap = after.left - before.right
    size = min(before.size, after.size)
    if gap <= LATIN_GAP * size or gap > WORD_GAP * size:
        return gap > WORD_GAP * size
    return _LATIN.match(before.text[-1]) is not None and _LATIN.match(after.text) is not None


def in_words(glyphs: Sequence[Glyph]) -> list[Word]:
    """The words of a line."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and not is_gap(runs[-1][-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return [word(run) for run in runs]


def word(run: Sequence[Glyph]) -> Word:
    """A run of characters as one word, with blanks where it has gaps."""
    return Word(
        spaced(run),
        run[0].left,
        max(g.right for g in run),
        statistics.median(g.middle for g in run),
        statistics.median(g.size for g in run),
    )


def spaced(glyphs: Sequence[Glyph]) -> str:
    """The text of a line, a blank where it has a gap or one is printed."""
    text = glyphs[0].text if glyphs else ""
    for before, after in pairwise(glyphs):
        text += f" {after.text}" if after.follows_blank or is_gap(before, after) else after.text
    return text


def printed(lines: Iterable[Sequence[Glyph]]) -> str:
    """The text of a cell: its lines, one below the other."""
    return "\n".join(spaced(line) for line in lines)
