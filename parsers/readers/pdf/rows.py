"""The rows of a table that no rules divide: which lines of its cells stand in one row.

What belongs here: from the lines in each column to rows. What does not: where the columns are (``columns``), what the
cells mean.

Figures never wrap, so each row has one height at which its figures stand: its anchor. The lines of a wrapped name or
remark lie around their anchor (the print centres its cells), begin at it or end at it. An arrangement is kept only when
every line is explained by it and no other arrangement explains them all.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from parsers.cells import cell_kind, fits, is_subtotal_word, is_total_word
from parsers.readers.pdf.lines import Word

FIRM_KINDS = ("serial", "count", "rate", "result")
"""Columns whose cells do not wrap."""
MOST_ROWS = 200
"""Of a table on one page; a page of small print has 90 lines."""
SAME_HEIGHT = 0.3
"""How far apart the middles of two cells of one row are at most, of their size."""
WIDEST_LEADING = 2.0
"""The distance between two lines of one cell, of their size; lines further apart are two cells."""
CENTRED = 0.25
"""How far the middle of a cell lies from the anchor of its row at most, of its size, where cells are centred."""
PITCH_SLACK = 0.06
"""By how much the distances between the lines of one cell differ, of that distance."""

Alignment = Literal["centred", "from_top", "from_bottom"]
ALIGNMENTS: tuple[Alignment, ...] = ("centred", "from_top", "from_bottom")
_BEFORE = -1

Cells = tuple[tuple[Word, ...], ...]
"""The lines of each cell of a row."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table, or of its part on one page. ``before`` goes on with the last row of the page before;
    ``goes_on``: the last row has its figures on the next page; ``alignments`` are those that the print allows."""

    rows: tuple[Cells, ...]
    before: Cells | None = None
    goes_on: bool = False
    alignments: frozenset[Alignment] = frozenset(ALIGNMENTS)


@dataclass(frozen=True, slots=True)
class Frame:
    """What bounds the rows: heights of lines drawn between them, whether the page breaks off a row above or below, and
    the alignments that the pages before allow."""

    separators: tuple[float, ...] = ()
    open_above: bool = False
    open_below: bool = False
    alignments: frozenset[Alignment] = frozenset(ALIGNMENTS)


def rows_of(columns: Sequence[Sequence[Word]], kinds: Sequence[str], frame: Frame) -> Rows | None:
    """The rows that the lines of the columns, each from the top, make; ``None`` when they make none, or more than one
    arrangement explains them."""
    whole = [_whole_figures(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    firm = [i for i, kind in enumerate(kinds) if kind in FIRM_KINDS]
    if any(not _is_firm(piece, kinds[i]) for i in firm for piece in whole[i]):
        return None
    anchors = _anchors([piece for i in firm for piece in whole[i]])
    if not 0 < len(anchors) <= MOST_ROWS:
        return None
    found = _arrangements(whole, firm, anchors, frame)
    if not found:
        anchors = _with_names(whole, kinds, anchors)
        found = _arrangements(whole, firm, anchors, frame) if anchors else {}
    if not found:
        return _divided(whole, firm, frame)
    if len(found) > 1:
        found = {a: how for a, how in found.items() if how & frame.alignments} or found
    if len(found) > 1:
        names = [i for i, kind in enumerate(kinds) if kind not in (*FIRM_KINDS, "note")]
        found = {a: how for a, how in found.items() if all(_wraps_by_width(whole[i], a[i]) for i in names)}
    if len(found) != 1:
        return None
    ((arrangement, how),) = found.items()
    return _in_rows(whole, arrangement, len(anchors), how)


def _whole_figures(column: Sequence[Word], kind: str) -> list[Word]:
    """The column with the sign or unit that a narrow cell pushed to the next line put back to its figure."""
    if kind not in ("count", "rate"):
        return list(column)
    pieces: list[Word] = []
    for piece in column:
        above = pieces[-1] if pieces else None
        if (
            above is not None
            and cell_kind(piece.text) == "text"
            and piece.middle - above.middle <= WIDEST_LEADING * piece.size
            and cell_kind(above.text + piece.text) in ("number", "percent")
        ):
            pieces[-1] = Word(
                above.text + piece.text,
                min(above.left, piece.left),
                max(above.right, piece.right),
                (above.middle + piece.middle) / 2,
                above.size,
            )
        else:
            pieces.append(piece)
    return pieces


def _is_firm(piece: Word, kind: str) -> bool:
    return fits(piece.text, kind) or (kind == "serial" and (is_total_word(piece.text) or is_subtotal_word(piece.text)))


def _anchors(pieces: Sequence[Word]) -> list[float]:
    """The heights at which figures stand, from the top; none when two rows of them overlap."""
    groups: list[list[Word]] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        if groups and piece.middle - groups[-1][-1].middle <= SAME_HEIGHT * piece.size:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    anchors = [statistics.median(p.middle for p in group) for group in groups]
    size = min((p.size for p in pieces), default=0.0)
    overlap = any(b - a < 0.8 * size for a, b in pairwise(anchors))
    spread = any(g[-1].middle - g[0].middle > 2 * SAME_HEIGHT * size for g in groups)
    return [] if overlap or spread else anchors


def _wraps_by_width(column: Sequence[Word], rows: Sequence[int]) -> bool:
    """Whether each name goes on below only because its line is full."""
    widest = max((piece.right - piece.left for piece in column), default=0.0)
    return all(
        above.right - above.left + below.size > widest + 0.2 * below.size
        for (above, row), (below, next_row) in pairwise(zip(column, rows, strict=True))
        if row == next_row
    )


def _with_names(columns: Sequence[Sequence[Word]], kinds: Sequence[str], anchors: Sequence[float]) -> list[float]:
    """The anchors and the heights of names beside which no figure is printed; none where they may be the second lines
    of names: below a name that fills its column, or nearer to it than rows are to each other."""
    label = next((i for i, kind in enumerate(kinds) if kind == "label"), None)
    if label is None or "serial" in kinds or len(anchors) < 2:
        return []
    names = columns[label]
    widest = max(n.right for n in names) - min(n.left for n in names)
    alone = [
        (above, n)
        for above, n in zip((None, *names), names, strict=False)
        if all(abs(n.middle - a) > SAME_HEIGHT * n.size for a in anchors)
    ]
    heights = sorted([*anchors, *(n.middle for _, n in alone)])
    pitches = [b - a for a, b in pairwise(anchors)]
    steps = [b - a for a, b in pairwise(heights)]
    if len(names) != len(heights) or min(steps) < 0.95 * min(pitches) or max(steps) > 1.5 * max(pitches):
        return []
    may_wrap = (
        above.right - above.left > widest - 2 * above.size
        and below.middle - above.middle <= WIDEST_LEADING * below.size
        for above, below in alone
        if above is not None
    )
    return [] if any(may_wrap) else heights


def _divided(columns: Sequence[Sequence[Word]], firm: Sequence[int], frame: Frame) -> Rows | None:
    """The rows between lines drawn between every two anchors, whatever the alignment in them; none at a page break,
    where the rest of a row may stand in a band with another."""
    anchors = _anchors([piece for i in firm for piece in columns[i]])
    edges = sorted(frame.separators)
    divided = len(anchors) > 1 and all(any(a < edge < b for edge in edges) for a, b in pairwise(anchors))
    if not divided or frame.open_above or frame.open_below:
        return None

    def band(height: float) -> int:
        return sum(edge < height for edge in edges)

    bands = sorted({band(p.middle) for column in columns for p in column})
    return Rows(tuple(tuple(tuple(p for p in column if band(p.middle) == b) for column in columns) for b in bands))


# --- arrangements -----------------------------------------------------------------------------------------------------


_Arrangement = tuple[tuple[int, ...], ...]
"""For each column the row of each of its lines; ``_BEFORE`` and the number of rows stand for the pages around."""


def _arrangements(
    columns: Sequence[Sequence[Word]], firm: Sequence[int], anchors: Sequence[float], frame: Frame
) -> dict[_Arrangement, frozenset[Alignment]]:
    """The arrangements in which all columns are aligned in the same way (and in which), or, where there is none, each
    in its own.

    That the page break cuts a row is the last explanation, and then of no more columns than need it.
    """
    whole = Frame(frame.separators)
    at_anchor = {i: {tuple(_nearest(p.middle, anchors) for p in columns[i])} for i in firm}
    for frames in ((whole,), (whole, frame)):
        explained = {
            alignment: [
                at_anchor.get(i) or _first_explanations(column, anchors, alignment, frames)
                for i, column in enumerate(columns)
            ]
            for alignment in ALIGNMENTS
        }
        found: dict[_Arrangement, frozenset[Alignment]] = {}
        for alignment, options in explained.items():
            for arrangement in _products(options):
                if _is_in_order(columns, arrangement, len(anchors)):
                    found[arrangement] = found.get(arrangement, frozenset()) | {alignment}
        each_its_own = [set().union(*options) for options in zip(*explained.values(), strict=True)]
        if not found:
            found = {
                arrangement: frozenset(ALIGNMENTS)
                for arrangement in _products(each_its_own)
                if _is_in_order(columns, arrangement, len(anchors))
            }
        if found:
            return found
    return {}


def _first_explanations(
    column: Sequence[Word], anchors: Sequence[float], alignment: Alignment, frames: Sequence[Frame]
) -> set[tuple[int, ...]]:
    """The explanations within the first of the frames that allows any."""
    return next((found for frame in frames if (found := _explanations(column, anchors, alignment, frame))), set())


def _products(choices: Sequence[set[tuple[int, ...]]]) -> Iterator[_Arrangement]:
    """All combinations, at most the two that are needed to see that there is more than one."""
    if any(not options for options in choices):
        return
    first = tuple(min(options) for options in choices)
    yield first
    for i, options in enumerate(choices):
        if len(options) > 1:
            yield (*first[:i], max(options), *first[i + 1 :])
            return


def _nearest(height: float, anchors: Sequence[float]) -> int:
    return min(range(len(anchors)), key=lambda i: abs(anchors[i] - height))


def _is_in_order(columns: Sequence[Sequence[Word]], arrangement: _Arrangement, n: int) -> bool:
    """Whether no row reaches into the next one, in whatever column."""
    heights: dict[int, list[float]] = {}
    for column, rows in zip(columns, arrangement, strict=True):
        for piece, row in zip(column, rows, strict=True):
            heights.setdefault(row, []).append(piece.middle)
    present = [heights[row] for row in range(_BEFORE, n + 1) if row in heights]
    return all(max(above) < min(below) for above, below in pairwise(present))


def _explanations(
    column: Sequence[Word], anchors: Sequence[float], alignment: Alignment, frame: Frame
) -> set[tuple[int, ...]]:
    """The ways to put the lines of a column, in order, into rows: none, the only one, or two of several."""
    leading = _leading(column)
    n = len(anchors)
    found: dict[tuple[int, int], set[tuple[int, ...]]] = {}

    def ways(first: int, row: int) -> set[tuple[int, ...]]:
        """How lines ``first``.. go into rows ``row``..; at most two."""
        if row > n:
            return {()} if first == len(column) else set()
        if (first, row) not in found:
            options: set[tuple[int, ...]] = set()
            for end in range(first, len(column) + 1):
                block = column[first:end]
                if block and not _is_one_cell(block, leading, frame.separators):
                    break
                edges = Frame(
                    frame.separators, frame.open_above and first == 0, frame.open_below and end == len(column)
                )
                if not block or _stands_in(block, row, anchors, alignment, edges):
                    options |= {(*([row] * len(block)), *rest) for rest in ways(end, row + 1)}
                if len(options) > 1:
                    break
            found[first, row] = set(sorted(options)[:2])
        return found[first, row]

    return ways(0, _BEFORE)


def _leading(column: Sequence[Word]) -> float | None:
    """The distance between two lines of one cell: the smallest in the column, where it is not that of far rows."""
    distances = [b.middle - a.middle for a, b in pairwise(sorted(column, key=lambda p: p.middle))]
    near = [d for d, p in zip(distances, column, strict=False) if 0.5 * p.size < d <= WIDEST_LEADING * p.size]
    return min(near, default=None)


def _is_one_cell(block: Sequence[Word], leading: float | None, separators: Sequence[float]) -> bool:
    if len(block) == 1:
        return True
    even = leading is not None and all(
        abs(b.middle - a.middle - leading) <= PITCH_SLACK * leading for a, b in pairwise(block)
    )
    return even and not any(block[0].middle < edge < block[-1].middle for edge in separators)


def _stands_in(block: Sequence[Word], row: int, anchors: Sequence[float], alignment: Alignment, frame: Frame) -> bool:
    """Whether the lines of a cell lie at the anchor of a row as the alignment wants, and between the rows around it."""
    top, bottom = block[0].middle, block[-1].middle
    slack = SAME_HEIGHT * min(piece.size for piece in block)
    above = anchors[row - 1] if row > 0 else float("-inf")
    below = anchors[row + 1] if row + 1 < len(anchors) else float("inf")
    if top <= above + slack or bottom >= below - slack:
        return False
    if row == _BEFORE:
        return frame.open_above and alignment != "from_bottom"
    if row == len(anchors):
        return frame.open_below and alignment != "from_top" and top > anchors[-1] + slack
    anchor = anchors[row]
    if any(min(top, anchor) < edge < max(bottom, anchor) for edge in frame.separators):
        return False
    match alignment:
        case "from_top":
            return abs(top - anchor) <= slack
        case "from_bottom":
            return abs(bottom - anchor) <= slack
        case "centred":
            off = (top + bottom) / 2 - anchor
            cut_below = frame.open_below and row == len(anchors) - 1 and top - slack <= anchor and off < 0
            cut_above = frame.open_above and row == 0 and bottom + slack >= anchor and off > 0
            return abs(off) <= CENTRED * block[0].size or cut_below or cut_above


def _in_rows(
    columns: Sequence[Sequence[Word]], arrangement: _Arrangement, n: int, alignments: frozenset[Alignment]
) -> Rows:
    def cells(row: int) -> Cells:
        return tuple(
            tuple(piece for piece, at in zip(column, rows, strict=True) if at == row)
            for column, rows in zip(columns, arrangement, strict=True)
        )

    before, after = cells(_BEFORE), cells(n)
    rows = [cells(row) for row in range(n)]
    if any(after):
        rows.append(after)
    return Rows(tuple(rows), before if any(before) else None, any(after), alignments)
