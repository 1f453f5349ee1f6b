"""Tables printed in two or more column groups side by side (序号 单位 来件数 | 序号 单位 来件数): one below the other.

What belongs here: whether the columns of a grid are the same groups over again, and the grid with one group; several
tables side by side in one grid (来源 数量 占比 | 类型 数量 占比), taken apart; a table that lies on its side, set
upright. What does not: what the columns mean (``parsers.tables.body``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.cells import (
    cell_kind,
    compares,
    counts_of_period,
    figure_and_change,
    header_kind,
    header_word,
    is_figure,
    is_level,
    is_period,
    is_total_word,
)
from parsers.document import Grid
from parsers.tables.headers import Header, header_of, metric_code
from parsers.vocabulary import load, metric_headers, metrics
from parsers.vocabulary.layout import squeezed

_FEWEST_LISTED = 3
"""Different measures that make a table of two columns a list of them."""
_FEWEST_MEASURES = 2
"""One word in the first column may be a name that happens to be a measure, too."""


def upright(grid: Grid) -> Grid:
    """A grid that lies on its side, its measures in the first column (月份 | 1月 | 2月, 受理量 | 12 | 9), with a row
    for each of its columns; any other grid as it is.

    The place of a row is that of the printed header with ``.t1``, ``.t2`` for its columns.
    """
    grid = _with_units_in_names(grid)
    top = next((i for i, row in enumerate(grid.rows) if sum(map(bool, row)) > 1), 0)
    head, body = grid.rows[top], grid.rows[top + 1 :]
    total = _total_below(body)
    body = body[:-1] if total else body
    if grid.spans or not body or {len(row) for row in body} != {len(head)}:
        return grid
    names = [row[0] or "" for row in body]
    figures = [cell_kind(c) for row in body for c in row[1:] if not is_level(c)]
    measured = all(map(_is_measure, names)) if len(names) >= _FEWEST_MEASURES else _is_one_count(head, names[0])
    is_list = _lists_measures(head, names)
    lies = is_list or (
        (measured or _are_of_periods(head[1:], names))
        and all(head[1:])
        and not any(_is_measure(c) and not is_total_word(c) and not compares(c) for c in head[1:])
    )
    if not lies or "text" in figures:
        return grid
    heads = [""] if is_list else head[1:]  # 数值 names nobody
    rows = [(head[0], *names), *((name, *(row[i] for row in body)) for i, name in enumerate(heads, 1))]
    places = [grid.locators[top], *(f"{grid.locators[top]}.t{i}" for i in range(1, len(head)))]
    if total:
        rows.append(total)
        places.append(grid.locators[-1])
    above = [(row[0], *[None] * len(names)) for row in grid.rows[:top]]
    return Grid((*above, *rows), (*grid.locators[:top], *places), page=grid.page, cut_off=grid.cut_off)


def with_changes_apart(grid: Grid) -> Grid:
    """A grid in which the cells of a column print a figure with its change in brackets (与二季度（环比）:
    15223(↑14.28%)), with two columns for these; any other grid as it is.
    """
    width = max(map(len, grid.rows), default=0)
    both = [[figure_and_change(row[at]) if at < len(row) else (None, None) for row in grid.rows] for at in range(width)]
    changed = [any(change for _, change in column) for column in both]
    if not any(changed) or grid.spans or any(len(row) != width for row in grid.rows):
        return grid
    tops = [next(i for i, cell in enumerate(column) if cell[1]) for column, c in zip(both, changed, strict=True) if c]
    top = min(tops)

    def cells(row: int) -> Iterator[str | None]:
        for at, column in enumerate(both):
            figure, change = column[row]
            is_header = changed[at] and row == top - 1
            yield _before_change(figure or "") if is_header else figure
            if changed[at]:
                yield _header_of_change(figure or "") if is_header else change

    return replace(grid, rows=tuple(tuple(cells(i)) for i in range(len(grid.rows))))


def _before_change(header: str) -> str:
    """与2022年二季度（环比增↑减↓） without what it says of the change, where a period is left: 2022年二季度."""
    bare = re.sub(r"[(（][^()（）]*[)）]", "", squeezed(header)).lstrip("与比较同")
    return bare if is_period(bare) or counts_of_period(bare) else header


def _header_of_change(header: str) -> str:
    return next((word for word in ("同比", "环比") if word in header), "增减幅度")


def _with_units_in_names(grid: Grid) -> Grid:
    """A grid whose second column only prints the units of its measures (受理量 | 件 | 1806), with these behind their
    names, and without numbers before them; any other grid as it is.
    """
    top = next((i for i, row in enumerate(grid.rows) if sum(map(bool, row)) > 1), 0)
    head, body = grid.rows[top], grid.rows[top + 1 :]
    if grid.spans or not body or {len(row) for row in body} != {len(head)}:
        return grid
    first = 1 if header_kind(head[0] or "") == "serial" else 0
    units = load("columns")["units"]
    has_units = len(head) > first + 2 and squeezed(head[first + 1] or "") in load("columns")["unit_columns"]
    if not has_units or not all(squeezed(row[first + 1] or "") in units for row in body):
        return grid
    named = [(f"{row[first]}（{squeezed(row[first + 1] or '')}）", *row[first + 2 :]) for row in body]
    above = [row[:1] + row[first + 2 :] for row in grid.rows[:top]]
    return replace(grid, rows=(*above, (head[first], *head[first + 2 :]), *named))


def _lists_measures(head: Sequence[str | None], names: Sequence[str]) -> bool:
    """Whether a table of two columns lists measures with a figure each (指标 | 数值), most of them known and different
    ones, and no total among them.
    """
    columns = load("columns")
    has_figures = len(head) == 2 and header_word(head[0] or "")[0] in columns["roles"]["measure"]
    if not has_figures or header_word(head[1] or "")[0] not in columns["bare_counts"] or any(map(is_total_word, names)):
        return False
    codes = [code for name in names if (code := metric_code(name)) is not None]
    return len(set(codes)) >= _FEWEST_LISTED and 2 * len(codes) > len(names)


def _total_below(body: Sequence[Sequence[str | None]]) -> tuple[str, str] | None:
    """The total and its figure in a last row whose one figure is merged over all columns, below one row of counts."""
    filled = [c for c in body[-1] if c] if len(body) == 2 else []
    is_total = len(filled) == 2 < len(body[-1]) and is_total_word(header_word(filled[0])[0])
    return (filled[0], filled[1]) if is_total and is_figure(filled[1]) else None


def _is_one_count(head: Sequence[str | None], name: str) -> bool:
    """Whether a single row counts what its header names (类型 | 投诉 | 咨询, 数量 | 12 | 9)."""
    word, _ = header_word(name)
    is_count = word in load("columns")["roles"]["counted_by_title"] or _is_measure(name)
    named = header_kind(head[0] or "") in ("label", "text")
    return is_count and named and not any(header_kind(cell) for cell in head[1:] if cell and not is_total_word(cell))


def _are_of_periods(columns: Sequence[str | None], names: Sequence[str]) -> bool:
    """Whether the columns are of several periods, their total and their changes (9月 | 8月 | 环比), and the rows are
    most of them measures, a rate or two different counts among them, and not the parts of one whole.
    """
    periods = [c for c in columns if c and (is_period(c) or counts_of_period(c))]
    changes = [c for c in columns if c and (is_total_word(c) or compares(c))]
    codes = [code for name in names if (code := metric_code(name)) not in (None, "change", "change_count", "share")]
    differ = len(set(codes)) > 1 or any(metrics()[code].kind == "rate" for code in codes if code)
    return len(periods) > 1 and len(periods) + len(changes) == len(columns) and differ and 2 * len(codes) > len(names)


def _is_measure(word: str | None) -> bool:
    """Whether a word is that of a metric, other than of a change between two others, or of a plain count (件数)."""
    name = header_word(word or "")[0]
    counts = name in load("columns")["roles"]["counted_by_title"] and not is_total_word(name)
    return counts or metric_headers().get(name) not in (None, "change")


def column_groups(grid: Grid) -> int | None:
    """How many times the same columns, a unit or a kind of request among them, stand side by side (1: once); ``None``
    without a header.
    """
    header = header_of(grid)
    if header is None:
        return None
    words = [squeezed(c) for c in header.columns]
    for groups in range(len(words) // 2, 1, -1):
        width = len(words) // groups
        if words == words[:width] * groups and any(header_kind(c) in ("label", "text") for c in words[:width]):
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
            if len(cells) > width * groups:  # which cell is of which group, is not to be told
                if group == 0:
                    yield cells, place
                continue
            end = None if group == groups - 1 else (group + 1) * width
            part = cells[group * width : end]
            if any((c or "").strip() for c in part):
                yield part, place if group == 0 else f"{place}.g{group + 1}"


def _is_total(cells: tuple[str | None, ...]) -> bool:
    return any(is_total_word(c) for c in cells[:2])


def taken_apart(grid: Grid) -> tuple[Grid, ...]:
    """The tables that stand side by side in a grid, each with its own column of words before the same measures
    (来源 数量 占比 | 类型 数量 占比); the grid itself where there is one.

    A column of figures left of all of them, merged over the rows (受理总量), is the total of each. The place of a row
    of the second table is that of its printed row with ``.g2``.
    """
    header = header_of(grid)
    if header is None:
        return (grid,)
    starts = _group_starts([squeezed(c) for c in header.columns], grid.rows[header.body_start :])
    if len(starts) < 2:
        return (grid,)
    total = _merged_total(grid, header, starts[0])
    if starts[0] and total is None:
        return (grid,)
    ends = [*starts[1:], len(header.columns)]
    return tuple(_group(grid, header, n, a, b, total) for n, (a, b) in enumerate(zip(starts, ends, strict=True), 1))


def _group_starts(words: Sequence[str], body: Sequence[Sequence[str | None]]) -> list[int]:
    """Where groups begin that have different names for what they list and the same measures behind them."""
    named = [i for i in range(len(words)) if _holds_words([row[i] for row in body if i < len(row)])]
    if len(named) < 2:
        return []
    ends = [*named[1:], len(words)]
    groups = [words[a:b] for a, b in zip(named, ends, strict=True)]
    same = len({tuple(g[1:]) for g in groups}) == 1 and len({g[0] for g in groups}) == len(groups)
    return named if same and len(groups[0]) > 1 else []


def _holds_words(cells: Sequence[str | None]) -> bool:
    kinds = [kind for c in cells if (kind := cell_kind(c)) != "blank"]
    return bool(kinds) and all(kind == "text" for kind in kinds)


def _merged_total(grid: Grid, header: Header, columns: int) -> tuple[str, str] | None:
    """The header and the figure of a single column left of the groups that has one cell for all rows."""
    cells = [c for row in grid.rows[header.body_start :] if columns == 1 and (c := row[0])]
    return (header.columns[0], cells[0]) if len(cells) == 1 and is_total_word(header.columns[0]) else None


def _group(grid: Grid, header: Header, number: int, start: int, end: int, total: tuple[str, str] | None) -> Grid:
    def place(row: int) -> str:
        return grid.locators[row] if number == 1 else f"{grid.locators[row]}.g{number}"

    kept = [i for i in range(header.body_start, len(grid.rows)) if any(grid.rows[i][start:end])]
    rows: list[tuple[str | None, ...]] = [header.columns[start:end], *(grid.rows[i][start:end] for i in kept)]
    places = [place(header.body_start - 1), *map(place, kept)]
    if total is not None:
        rows.append((*total, *[None] * (end - start - 2)))
        places.append(f"{place(kept[0])}.total")
    return Grid(tuple(rows), tuple(places), page=grid.page, cut_off=grid.cut_off)
