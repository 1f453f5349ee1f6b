"""The order in which the lines of a page are read: columns of running text, and text beside a table.

What belongs here: where a page is divided from top to bottom, so that a line does not run on into the text beside it.
What does not: the columns of a table (``columns``).
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.cells import header_kind
from parsers.readers.pdf.lines import Line, in_lines, in_words, numbered_lines, word
from parsers.readers.pdf.marks import Glyph

GUTTER = 1.2
"""What is free between two columns of text at least, of the size of the type."""
FEWEST_LINES = 5
"""How many lines stand on each side at least."""
SHORTEST_LINE = 8
"""Characters of a line of running text, on average; a narrower column is one of a table."""
FULL = 0.85
"""The part of the width that a line of running text takes, but for the last of a paragraph."""


def lines_in_order(glyphs: Sequence[Glyph], page: int, barriers: Sequence[float]) -> list[Line]:
    """The lines of a page as they are read: from the top, and where running text stands beside something else, the
    left side first. ``barriers`` are heights that no side reaches over: those of tables."""
    lines: list[Line] = []
    for part, margins in _parts(in_lines(glyphs), barriers, None):
        lines += numbered_lines(part, page, len(lines) + 1, margins)
    return lines


_Margins = tuple[float, float] | None


def _parts(
    lines: Sequence[Sequence[Glyph]], barriers: Sequence[float], margins: _Margins
) -> Iterator[tuple[list[Glyph], _Margins]]:
    """The characters in groups that are read one after the other, and the margins of those that stand side by side."""
    divided = _divided(lines, barriers)
    if divided is None:
        yield [g for line in lines for g in line], margins
        return
    first, end, place = divided
    beside = [g for line in lines[first:end] for g in line]
    yield [g for line in lines[:first] for g in line], margins
    for side in ([g for g in beside if g.right <= place], [g for g in beside if g.right > place]):
        yield from _parts(in_lines(side), barriers, (min(g.left for g in side), max(g.right for g in side)))
    yield from _parts(lines[end:], barriers, margins)


def _divided(lines: Sequence[Sequence[Glyph]], barriers: Sequence[float]) -> tuple[int, int, float] | None:
    """The lines (first, behind the last) that a gutter divides, one side of it running text, and its place."""
    if len(lines) < FEWEST_LINES:
        return None
    size = statistics.median(g.size for line in lines for g in line)
    starts = {round(w.left - GUTTER * size / 2) for line in lines for w in in_words(line)}
    found = []
    for place in starts:
        for first, end in _runs(lines, place, GUTTER * size / 2 - 1, barriers):
            sides = (
                in_lines(g for line in lines[first:end] for g in line if g.right <= place),
                in_lines(g for line in lines[first:end] for g in line if g.right > place),
            )
            if all(len(side) >= FEWEST_LINES for side in sides) and any(map(_is_running_text, sides)):
                found.append((first - end, place, first, end))
    if not found:
        return None
    _, place, first, end = min(found)
    return first, end, float(place)


def _runs(
    lines: Sequence[Sequence[Glyph]], place: float, half: float, barriers: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """The longest runs of lines in which nothing is printed at a place."""
    first = 0
    for i, line in enumerate(lines):
        if any(g.left < place + half and g.right > place - half for g in line):
            yield from [(first, i)] if i > first else []
            first = i + 1
        elif i > first and any(lines[i - 1][0].middle < barrier < line[0].middle for barrier in barriers):
            yield first, i
            first = i
    if first < len(lines):
        yield first, len(lines)


def _is_running_text(lines: Sequence[Sequence[Glyph]]) -> bool:
    """Whether lines are sentences that fill their width, one close below the other."""
    words = [word(line) for line in lines]
    parts = [in_words(line) for line in lines]
    if any(header_kind(w.text) is not None for line in parts for w in line):
        return False
    if 10 * sum(len(line) > 1 for line in parts) > len(parts):
        return False
    width = max(w.right for w in words) - min(w.left for w in words)
    full = sum(w.right - w.left >= FULL * width for w in words)
    steps = [b.middle - a.middle for a, b in pairwise(words)]
    usual = statistics.median(steps)
    even = sum(abs(step - usual) <= 0.1 * usual for step in steps)
    return (
        statistics.mean(len(w.text) for w in words) >= SHORTEST_LINE
        and 3 * full >= 2 * len(words)
        and 5 * even >= 4 * len(steps)
        and any(re.search(r"[，。；]", w.text) for w in words)
    )
