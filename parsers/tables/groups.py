"""Tables printed in two or more column groups side by side (序号 单位 来件数 | 序号 单位 来件数): one below the other.

What belongs here: whether the columns of a grid are the same groups over again, and the grid with one group. What does
not: what the columns mean (``parsers.tables.body``).
"""

from __future__ import annotations

from collections.abc import Iterator

from parsers.cells import header_kind, is_total_word
from parsers.document import Grid
from parsers.tables.headers import Header, header_of
from parsers.vocabulary.layout import squeezed


def column_groups(grid: Grid) -> int | None:
    """How many times the same columns, a unit among them, stand side by side (1: once); ``None`` without a header."""
    header = header_of(grid)
    if header is None:
        return None
    words = [squeezed(c) for c in header.columns]
    for groups in range(len(words) // 2, 1, -1):
        width = len(words) // groups
        if words == words[:width] * groups and any(header_kind(c) == "label" for c in words[:width]):
            return groups
    return 1


def stands_twice(header: Header) -> bool:
    """Whether one word for the units (单位) stands over more than one column."""
    labels = [squeezed(c) for c in header.columns if header_kind(c) == "label"]
    return len(labels) > len(set(labels))


def one_below_the_other(grid: Grid, groups: int) -> Grid:
    """The grid with its first column group only, the rows of the others below, totals last.

    The place of a row of the second group is that of its printed row with ``.g2``. The groups have no merged cells.
    """
    if groups == 1:
        return grid
    header = header_of(grid)
    width = max(map(len, grid.rows)) // groups if header is None else len(header.columns) // groups
    body = list(_body(grid, header.body_start if header else 0, width, groups))
    ordered = [r for r in body if not _is_total(r[0])] + [r for r in body if _is_total(r[0])]
    top: list[tuple[tuple[str | None, ...], str]] = []
    if header is not None:
        top = [((line, *[""] * (width - 1)), grid.locators[i]) for i, line in enumerate(header.above)]
        top.append((header.columns[:width], grid.locators[header.body_start - 1]))
    lines = top + ordered
    return Grid(
        tuple(cells for cells, _ in lines), tuple(place for _, place in lines), page=grid.page, cut_off=grid.cut_off
    )


def _body(grid: Grid, start: int, width: int, groups: int) -> Iterator[tuple[tuple[str | None, ...], str]]:
    for group in range(groups):
        for cells, place in zip(grid.rows[start:], grid.locators[start:], strict=True):
            end = None if group == groups - 1 else (group + 1) * width
            part = cells[group * width : end]
            if any((c or "").strip() for c in part):
                yield part, place if group == 0 else f"{place}.g{group + 1}"


def _is_total(cells: tuple[str | None, ...]) -> bool:
    return any(is_total_word(c) for c in cells[:2])
