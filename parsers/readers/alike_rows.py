"""Tables of one cell a line whose rows are all alike: found by their rows, whatever words their header has.

What belongs here: from lines to one ``Grid`` where every row is printed whole. What does not: rows that lost empty
cells, and those with a 序号 (``lone_cells``); what the columns mean (``parsers.tables``).

The shape, blank lines between left out; names may stand at the head of more than one group of columns::

    时间 / 人工接听 / 放弃 / 第一季度 / 812 / 35 / 第二季度 / 790 / 41 / 环比（%） / -2.7 / 17.1
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.cells import cell_kind, header_kind, header_word, is_figure, is_period, is_total_word, part_named
from parsers.document import Grid
from parsers.readers.layout import has_ended, heading_level
from parsers.readers.lone_cells import LONGEST_CELL, MOST_COLUMNS, Line, LoneTable, does_not_fit, locator
from parsers.vocabulary import load
from parsers.vocabulary.layout import line_kind

_FEWEST_ROWS = 3
"""With fewer rows a header has to be known; by chance no three pieces of a text are alike in this way."""
_FEWEST_COLUMNS = 3


def table_of_alike_rows(lines: Sequence[Line]) -> LoneTable | None:
    """The table whose header begins at the first of ``lines`` (no blank ones), or ``None``.

    The header is what stands before the name of the first row; how many cells make a row is how many it has. A table
    that is followed by what may be a row with a missing cell is not whole (``cut_off``).
    """
    cells = [line.text.strip() for line in lines]
    width = alike_width(cells)
    if width is None:
        return None
    shape = [is_figure(c) for c in cells[width : 2 * width]]
    starts = [width]
    while _is_alike(cells[starts[-1] + width : starts[-1] + 2 * width], shape):
        starts.append(starts[-1] + width)
    used = starts[-1] + width
    short = _short_row(cells[used : used + width], shape)
    known = header_kind(cells[0]) in ("label", "text") and any(_is_measure(c) for c in cells[1:width])
    fewest = 1 if _is_row_of_counts(cells[: width + 1]) else 2 if known else _FEWEST_ROWS
    if len(starts) + bool(short) < fewest:
        return None
    rows: list[tuple[str | None, ...]] = [tuple(cells[:width]), *(tuple(cells[a : a + width]) for a in starts)]
    places = [locator(lines[:width]), *(locator(lines[a : a + width]) for a in starts)]
    if short:
        rows.append((*cells[used : used + short], *[None] * (width - short)))
        places.append(locator(lines[used : used + short]))
        used += short
    left = _left_over(cells[used : used + width], shape)
    if left == width - 1 and is_total_word(cells[used]):  # a total has no rank; parsers.tables places its cells
        rows.append(tuple(cells[used : used + left]))
        places.append(locator(lines[used : used + left]))
        used, left = used + left, 0
    rest = lines[used : used + left]
    issues = (does_not_fit([line.text for line in rest], width, locator(rest)),) if rest else ()
    return LoneTable(Grid(tuple(rows), tuple(places), cut_off=bool(rest)), used + left, issues)


def alike_width(cells: Sequence[str]) -> int | None:
    """How many cells make the header: those of words before the first figure, but for the name of the first row.

    ``None`` where no header begins at the first cell; of the cells, twice the header and no more are looked at.
    """
    first = next((i for i, c in enumerate(cells[: MOST_COLUMNS + 2]) if not may_be_name(c)), 0)
    width = first - 1
    if width < _FEWEST_COLUMNS or header_kind(cells[0]) == "serial" or not is_figure(cells[first]):
        return None
    shape = [is_figure(c) for c in cells[width : 2 * width]]
    return width if len(shape) == width and _is_alike(cells[width : 2 * width], shape) else None


def may_be_name(cell: str) -> bool:
    """Whether a line can be a header or a name: short, of words, no sentence and no heading."""
    short = len(cell) <= LONGEST_CELL and not has_ended(cell) and cell_kind(cell) == "text"
    return (
        short and not heading_level(cell) and not line_kind("annex").match(cell) and not line_kind("notes").match(cell)
    )


def _is_measure(header: str) -> bool:
    return header_kind(header) in ("count", "rate")


def _is_row_of_counts(cells: Sequence[str]) -> bool:
    """Whether a header and the name below it are those of one row of counts of a period (8月份 | 投诉 | 举报, 数量):
    each column is known, and the row has no other name.
    """
    of_period = is_period(cells[0]) or header_word(cells[0])[0] in load("columns")["roles"]["period"]
    known = all(header_kind(c) is not None or part_named(c) is not None for c in cells[1:-1])
    return of_period and known and header_word(cells[-1])[0] in load("columns")["roles"]["counted_by_title"]


def _is_alike(cells: Sequence[str], shape: Sequence[bool]) -> bool:
    """Whether cells are words and figures where those of the first row are; nothing printed counts as a figure."""
    return len(cells) == len(shape) and all(
        cell_kind(c) != "text" if figure else may_be_name(c) for c, figure in zip(cells, shape, strict=True)
    )


def _short_row(cells: Sequence[str], shape: Sequence[bool]) -> int:
    """How many cells a last row has whose last groups are empty (an odd number of units in two groups); 0 for none."""
    groups = [i for i, figure in enumerate(shape) if i and not figure]
    for end in reversed(groups):
        followed = cells[end] if end < len(cells) else ""
        if _is_alike(cells[:end], shape[:end]) and not is_figure(followed):
            return end
    return 0


def _left_over(cells: Sequence[str], shape: Sequence[bool]) -> int:
    """How many of the cells behind the last whole row may be the beginning of one more: a name and figures, or figures
    alone."""
    figures = next((i for i, c in enumerate(cells[1:], 1) if cell_kind(c) == "text"), len(cells))
    named = bool(cells) and may_be_name(cells[0]) and figures > 1 and shape[1]
    return figures if named or (bool(cells) and is_figure(cells[0])) else 0
