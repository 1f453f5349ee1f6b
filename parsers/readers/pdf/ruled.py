"""Tables whose cells are ruled: from lines to cells, and from cells to a grid.

What belongs here: which lines make cells, also where they are drawn in dashes or the outer ones are left out, and what
is printed in each cell. What does not: tables with rules in one direction only (``unruled``). Where lines meet is
pdfplumber's to find.
"""

from __future__ import annotations

import statistics
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from parsers.cells import is_figure
from parsers.document import Grid
from parsers.readers.pdf.lines import Word, in_lines, printed, word
from parsers.readers.pdf.marks import Box, Glyph, Marks, Rule
from parsers.readers.pdf.rows import Frame, rows_of
from parsers.records import Unreadable

SLACK = 3.0
"""Points between two lines that are meant to meet, or to be one."""
SHORTEST_RULE = 3.0
LONGEST_DASH = 6.0
"""Points; shorter pieces in a row, with gaps like themselves, are one dashed line."""
OPEN_SIDE = 6.0
"""Points that lines reach beyond the outermost one that they cross: the outer line of the table is left out."""
MOST_CROSSINGS = 6_000
"""Lines across times lines down, of a page; a sheet of 100 rows and 30 columns has 3,100."""

_Span = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table: its box, its cells row by row (``None`` where a merged cell covers, or no cell is), and the
    merged cells."""

    box: Box
    rows: tuple[tuple[str | None, ...], ...]
    spans: tuple[_Span, ...]

    def grid(self, page: int, number: int) -> Grid:
        places = tuple(f"p{page}.t{number}.r{i}" for i in range(1, len(self.rows) + 1))
        return Grid(self.rows, places, page=page, spans=self.spans)


def ruled_tables(marks: Marks) -> tuple[list[Ruled], list[Glyph]]:
    """The ruled tables of a page, from the top, and the characters outside them. A box around text is no table."""
    boxes = [[Box(*cell) for cell in cells] for cells in _cells(marks)]
    tables: list[Ruled] = []
    outside = marks.glyphs
    for cells in boxes:
        if len({cell.left for cell in cells}) < 2:
            continue
        box = Box(
            min(c.left for c in cells),
            min(c.top for c in cells),
            max(c.right for c in cells),
            max(c.bottom for c in cells),
        )
        inside = [g for g in outside if _lies_in(g, box)]
        if not inside:
            continue
        outside = [g for g in outside if not _lies_in(g, box)]
        tables.append(_table(box, cells, inside))
    return tables, outside


def _lies_in(glyph: Glyph, box: Box) -> bool:
    return box.left <= (glyph.left + glyph.right) / 2 <= box.right and box.top <= glyph.middle <= box.bottom


# --- lines to cells ---------------------------------------------------------------------------------------------------


def _cells(marks: Marks) -> list[list[Any]]:
    across = [r for r in _undashed(marks.across) if r.end - r.start >= SHORTEST_RULE]
    down = [r for r in _undashed(marks.down) if r.end - r.start >= SHORTEST_RULE]
    edges = merge_edges([_edge(r, "h") for r in across] + [_edge(r, "v") for r in down], SLACK, SLACK, SLACK, SLACK)
    across = [Rule(e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h"]
    down = [Rule(e["x0"], e["top"], e["bottom"]) for e in edges if e["orientation"] == "v"]
    if len(across) * len(down) > MOST_CROSSINGS:
        raise Unreadable(
            "too_large",
            f"The PDF is not read. Page {marks.number} has {len(across)} lines across and {len(down)} lines down; no "
            "table does.",
        )
    across, down = _closed(across, down)
    edges = [_edge(r, "h") for r in across] + [_edge(r, "v") for r in down]
    crossings = edges_to_intersections(edges, SLACK, SLACK)
    found: list[list[Any]] = cells_to_tables(intersections_to_cells(crossings))
    return found


def _edge(rule: Rule, orientation: str) -> dict[str, Any]:
    at, start, end = rule
    x0, x1, top, bottom = (start, end, at, at) if orientation == "h" else (at, at, start, end)
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _undashed(rules: Iterable[Rule]) -> list[Rule]:
    """The rules, short pieces in a row joined to the dashed line that they draw."""
    rules = sorted(rules)
    whole = [r for r in rules if r.end - r.start > LONGEST_DASH]
    dashes = [r for r in rules if r.end - r.start <= LONGEST_DASH]
    for dash in dashes:
        last = whole[-1] if whole else None
        if last is not None and abs(last.at - dash.at) <= 0.5:
            gap = dash.start - last.end
            if 0 <= gap <= max(1.5 * (dash.end - dash.start), SLACK):
                whole[-1] = Rule(last.at, last.start, dash.end)
                continue
        whole.append(dash)
    return whole


def _closed(across: list[Rule], down: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The lines and, where lines of a table end in the open on one side, the line that closes it there."""
    more_across: list[Rule] = []
    more_down: list[Rule] = []
    for group_across, group_down in _groups(across, down):
        if len(group_across) >= 2 and group_down:
            more_down += _closing(group_across, group_down)
        if len(group_down) >= 2 and group_across:
            more_across += _closing(group_down, group_across)
    return across + more_across, down + more_down


def _groups(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The lines that hang together by crossing."""
    rest_across, rest_down = list(across), list(down)
    while rest_across:
        group_across, group_down = [rest_across.pop()], []
        new = True
        while new:
            met = [d for d in rest_down if any(_cross(a, d) for a in group_across)]
            rest_down = [d for d in rest_down if d not in met]
            group_down += met
            also = [a for a in rest_across if any(_cross(a, d) for d in met)]
            rest_across = [a for a in rest_across if a not in also]
            group_across += also
            new = bool(met)
        yield group_across, group_down


def _cross(across: Rule, down: Rule) -> bool:
    return across.start - SLACK <= down.at <= across.end + SLACK and down.start - SLACK <= across.at <= down.end + SLACK


def _closing(lines: Sequence[Rule], crossed: Sequence[Rule]) -> Iterator[Rule]:
    """The lines that are missing at either end of parallel lines: most of them reach as far beyond what they cross."""
    first, last = min(r.at for r in crossed), max(r.at for r in crossed)
    sides = (
        [(r.start, r.at) for r in lines if r.start < first - OPEN_SIDE],
        [(r.end, r.at) for r in lines if r.end > last + OPEN_SIDE],
    )
    for ends in sides:
        places = [place for place, _ in ends]
        if 2 * len(ends) > len(lines) and len(ends) >= 2 and max(places) - min(places) <= OPEN_SIDE:
            heights = [at for _, at in ends]
            yield Rule(statistics.median(places), min(heights), max(heights))


# --- cells to a grid --------------------------------------------------------------------------------------------------


def _table(box: Box, cells: Sequence[Box], glyphs: Sequence[Glyph]) -> Ruled:
    tops = _distinct(cell.top for cell in cells)
    lefts = _distinct(cell.left for cell in cells)
    places = {cell: _place(cell, tops, lefts) for cell in cells}
    covering = {
        (r, c): cell
        for cell, (row, column, high, wide) in places.items()
        for r in range(row, row + high)
        for c in range(column, column + wide)
    }
    inside: dict[Box, list[Glyph]] = {cell: [] for cell in cells}
    for glyph in glyphs:
        at = bisect_right(tops, glyph.middle) - 1, bisect_right(lefts, (glyph.left + glyph.right) / 2) - 1
        if at in covering:
            inside[covering[at]].append(glyph)
    rows: list[list[str | None]] = [
        ["" if (r, c) in covering else None for c in range(len(lefts))] for r in range(len(tops))
    ]
    stacked: dict[tuple[int, int], list[Word]] = {}
    spans: list[_Span] = []
    for cell, (row, column, high, wide) in places.items():
        lines = in_lines(inside[cell])
        rows[row][column] = printed(lines)
        if (high, wide) != (1, 1):
            spans.append((row, column, high, wide))
        else:
            stacked[row, column] = [word(line) for line in lines]
    return _divided(Ruled(box, tuple(map(tuple, rows)), tuple(sorted(spans))), stacked)


def _place(cell: Box, tops: Sequence[float], lefts: Sequence[float]) -> _Span:
    """The row and column of a cell, and how many it takes: those that begin inside it."""
    rows = [i for i, top in enumerate(tops) if cell.top - 1 <= top < cell.bottom - 1]
    columns = [i for i, left in enumerate(lefts) if cell.left - 1 <= left < cell.right - 1]
    return rows[0], columns[0], len(rows), len(columns)


def _distinct(places: Iterable[float]) -> list[float]:
    """The places, those closer than a point counted once."""
    distinct: list[float] = []
    for place in sorted(places):
        if not distinct or place - distinct[-1] > 1.0:
            distinct.append(place)
    return distinct


def _divided(table: Ruled, lines: dict[tuple[int, int], list[Word]]) -> Ruled:
    """The table with the rows that stand in one ruled band (no lines between them) one by one, where they can be told
    apart."""
    rows: list[tuple[str | None, ...]] = []
    moved: dict[int, int] = {}
    for r, row in enumerate(table.rows):
        moved[r] = len(rows)
        columns = [lines.get((r, c), []) for c in range(len(row))]
        parts = _rows_of_band(columns) if all((r, c) in lines for c in range(len(row))) else None
        rows += [row] if parts is None else parts
    spans = tuple((moved[r], c, high, wide) for r, c, high, wide in table.spans)
    return Ruled(table.box, tuple(rows), spans)


def _rows_of_band(columns: Sequence[Sequence[Word]]) -> list[tuple[str | None, ...]] | None:
    """The rows of a band in which two columns or more hold the same number of figures one below the other."""
    stacks = [len(column) for column in columns if len(column) > 1 and all(is_figure(line.text) for line in column)]
    if len(stacks) < 2 or len(set(stacks)) > 1:
        return None
    kinds = ["count" if column and all(is_figure(line.text) for line in column) else "any" for column in columns]
    found = rows_of(columns, kinds, Frame())
    if found is None:
        return None
    return [tuple("\n".join(line.text for line in cell) for cell in cells) for cells in found.rows]


# --- over a page break ------------------------------------------------------------------------------------------------


def with_cut_row(above: Ruled, below: Ruled) -> tuple[Ruled, Ruled] | None:
    """Two tables, one at the foot of a page and one on top of the next, with the row that the page break cut whole on
    the first. ``None`` when no row is cut.

    One part of such a row has its first cell and its figures, the other has nothing where those stand. ``below`` may
    begin with the header printed again.
    """
    if len(above.rows) < 2 or len(above.rows[-1]) != len(below.rows[0]):
        return None
    at = next((i for i, (a, b) in enumerate(zip(above.rows, below.rows, strict=False)) if a != b), None)
    if at is None or not (_is_rest(below.rows[at], above.rows[-1]) or _is_rest(above.rows[-1], below.rows[at])):
        return None
    pairs = zip(above.rows[-1], below.rows[at], strict=True)
    whole = tuple("\n".join(filter(None, pair)) if any(pair) else pair[0] for pair in pairs)
    spans = tuple((r - (r > at), c, high, wide) for r, c, high, wide in below.spans if r != at)
    return (
        replace(above, rows=(*above.rows[:-1], whole)),
        replace(below, rows=(*below.rows[:at], *below.rows[at + 1 :]), spans=spans),
    )


def _is_rest(rest: Sequence[str | None], row: Sequence[str | None]) -> bool:
    """Whether a row has nothing but words for cells of another one that has its first cell and figures."""
    figures = [i for i, cell in enumerate(row) if is_figure(cell)]
    return bool(figures and row[0] and any(rest)) and not any(rest[i] for i in (0, *figures))
