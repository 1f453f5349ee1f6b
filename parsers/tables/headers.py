"""The header of a grid: where it stands, what its columns are called, and which metric a column holds.

What belongs here: rows above the first row of the body. What does not: lines outside the grid
(``parsers.tables.surroundings``), the body and the kinds of its columns (``parsers.tables.body``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.cells import (
    counts_of_period,
    header_kind,
    header_word,
    is_figure,
    is_period,
    is_total_word,
    part_named,
    total_words,
)
from parsers.document import Grid
from parsers.vocabulary import channel_words, load, metric_headers, metric_words, metrics, narrative

_MOST_HEADER_ROWS = 4
_CHANGES = ("change", "change_count")
_SHORTEST_STEM = 2  # characters of a word that is known without its ending


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a grid: lines above it inside the grid, and the row where the body begins."""

    above: tuple[str, ...]
    columns: tuple[str, ...]
    body_start: int


def header_of(grid: Grid) -> Header | None:
    """Find the header: below lines with a single cell (title, captions), one to three rows without figures."""
    rows = grid.rows
    top = 0
    while top < len(rows) - 1 and _is_banner(grid, top):
        top += 1
    if top >= len(rows) or not (_is_header_row(rows[top]) or _is_group_header(grid, top)):
        return None
    end = top + 1
    while end < min(len(rows), top + _MOST_HEADER_ROWS) and _is_lower_header(grid, top, end):
        end += 1
    above = tuple(next(c for c in row if c) for row in rows[:top] if any(row))
    width = max(len(row) for row in rows[top:end])
    return Header(above, tuple(_flat_header(grid, top, end, column) for column in range(width)), end)


def plain_header(grid: Grid) -> Header | None:
    """The header of a grid of figures whose words no list knows: the rows above the first with several figures. Where
    it is not sure which word stands over which column, these are called by their place (第2列). ``None`` without rows
    of one width.
    """
    rows = grid.rows
    start = next((i for i, row in enumerate(rows) if sum(is_figure(c) for c in row[1:]) > 1), len(rows))
    body = Counter(len(row) for row in rows[start:])
    if not body or start > _MOST_HEADER_ROWS + 1:
        return None
    width, n = body.most_common(1)[0]
    if 2 * n <= len(rows) - start:
        return None
    top = next((i for i in range(start) if not _is_banner(grid, i)), start)
    is_whole = start == top + 1 and len(rows[top]) == width and all(rows[top][1:])
    is_sure = is_whole or (
        bool(grid.spans) and not grid.spans_inferred and all(len(row) == width for row in rows[top:start])
    )
    names = [_flat_header(grid, top, start, at) if is_sure else "" for at in range(width)]
    return Header((), tuple(name or f"第{at}列" for at, name in enumerate(names, start=1)), start)


def _is_banner(grid: Grid, row: int) -> bool:
    """A row with a single cell, or none, that is not a header word: the title of the table or the unit of its
    figures."""
    filled = [c for c in grid.rows[row] if c]
    return len(filled) <= 1 and len(grid.rows[row]) > 1 and all(header_kind(c) is None for c in filled)


def _is_header_row(row: Sequence[str | None]) -> bool:
    filled = [c for c in row if c]
    known = sum(map(_is_known, filled))
    kinds = {header_kind(c) for c in filled}
    # A column of units and a measure make a header, however many others are written as no list has them.
    is_named = bool(kinds & {"serial", "label"}) and bool(kinds & {"count", "rate"})
    return known >= 2 and (is_named or 3 * known >= len(filled)) and not any(is_figure(c) for c in filled)


def _is_known(header: str) -> bool:
    """Whether a header is in a list, or names a part, a period, or a channel of something that is (县长信箱办结率)."""
    if header_kind(header) is not None or part_named(header) is not None or is_period(header):
        return True
    return any(channel in header for channel in channel_words()) and metric_code(header) is not None


def _is_group_header(grid: Grid, row: int) -> bool:
    """Whether a row names units and groups of columns (单位 | 市长信箱 | 县长信箱), with known headers under the
    groups."""
    if row + 1 >= len(grid.rows) or any(is_figure(c) for c in grid.rows[row]):
        return False
    below = sum(header_kind(c) is not None for c in grid.rows[row + 1] if c)
    return below >= 2 and _is_lower_header(grid, row, row + 1)


def _is_lower_header(grid: Grid, top: int, row: int) -> bool:
    """Whether a row goes on with the header: no figure, nothing under 序号 and 单位, something under another column."""
    cells = grid.rows[row]
    kinds = [header_kind(c) if c else None for c in grid.rows[top]]
    kinds[:1] = ["label" if kind == "text" else kind for kind in kinds[:1]]  # 诉求类型
    names = [i for i, kind in enumerate(kinds[: len(cells)]) if kind in ("serial", "label")]
    filled = [c for c in cells if c]
    covered = all(not cells[i] for i in names) and bool(names)
    is_total = len(filled) == 1 and is_total_word(filled[0])
    return covered and bool(filled) and not is_total and not any(is_figure(c) for c in filled)


def _flat_header(grid: Grid, top: int, end: int, column: int) -> str:
    """The lines of one column's header, joined; a cell merged over several columns belongs to each of them.

    A print without merged cells leaves the group's other columns empty: they belong to the group on their left.
    """
    parts: list[str] = []
    for row in range(top, end):
        part = _cell(grid, row, column)
        if not part and row < end - 1 and _is_lower_filled(grid, row, end, column):
            part = _group_above(grid, row, column)
        if part and (not parts or parts[-1] != part):
            parts.append(part)
    return "".join(parts)


def _cell(grid: Grid, row: int, column: int) -> str:
    cells = grid.rows[row]
    return (cells[column] or "") if column < len(cells) else ""


def _is_lower_filled(grid: Grid, row: int, end: int, column: int) -> bool:
    return any(_cell(grid, below, column) for below in range(row + 1, end))


def _group_above(grid: Grid, row: int, column: int) -> str:
    for top, left, _, columns in grid.spans:
        if top == row and left <= column < left + columns:
            return _cell(grid, row, left)
    if grid.spans:
        return ""
    return next((c for i in range(column - 1, -1, -1) if (c := _cell(grid, row, i))), "")


def measures(header: Header, grid: Grid, around: Sequence[str]) -> bool:
    """Whether a column that the vocabulary knows holds figures, or 合格/不合格; or two count parts of something; or one
    counts what the lines ``around`` the table name (属地 | 数量)."""
    body = grid.rows[header.body_start :]
    parts = 0
    for index, printed in enumerate(header.columns):
        code = metric_code(printed)
        has_figures = any(is_figure(row[index]) for row in body if index < len(row))
        if code is not None and (metrics()[code].kind == "text" or not body or has_figures):
            return True
        parts += has_figures and part_named(printed) is not None
        if has_figures and is_bare_count(printed) and any(map(counted_in, around)):
            return True
    return parts > 1


def is_bare_count(printed: str) -> bool:
    """Whether a column counts what its table is about, by a header that does not say what: 件数, 本月, 3月."""
    word, _ = header_word(printed)
    is_count = word in load("columns")["roles"]["counted_by_title"]
    return is_count or counts_of_period(printed) or is_period(printed)


def counted_in(title: str) -> str | None:
    """What a column 件数 counts by the title of its table: its longest word for a count, else what is received."""
    counts = [w for w, code in metric_words().items() if metrics()[code].kind == "count" and w in title]
    columns = load("columns")
    nouns = (*narrative()["items"], *columns["kinds_of_requests"], *columns["things_counted"])
    names_things = any(noun in title for noun in nouns)
    longest = max(counts, key=len, default="")
    if longest and not (names_things and longest in columns["words_of_any_title"] and f"{longest}情况" in title):
        return metric_words()[longest]
    return "received" if names_things else None


def metric_code(printed: str) -> str | None:
    """The metric of a header; of a group's header the longest ending that is known: 12345热线按时办结 -> 按时办结.

    A total below the header of a group counts what the group counts: 派遣案件数合计.
    """
    word, _ = header_word(printed)
    if not word:
        return None
    is_share = word.startswith(load("columns")["share_opening"]) and word.endswith(tuple(load("columns")["share_ends"]))
    if is_share and metric_headers().get(word[-2:]) not in _CHANGES:  # 占比环比 is no share
        return "share"
    whole = next((w for w in sorted(total_words(), key=len, reverse=True) if word.endswith(w) and word != w), None)
    if whole is not None and (code := metric_code(word.removesuffix(whole))) is not None:
        return code
    for start in range(len(word)):
        code = _known(word[start:])
        if code is not None:
            if metric_headers().get(word[:start]) in _CHANGES:
                return "change_count"  # 增减 over 受理
            modified = any(word[:start].endswith(modifier) for modifier in load("columns")["header_modifiers"])
            return None if modified else code
    return None


def changed_metric(printed: str) -> str | None:
    """The metric whose changes a column prints (受理量环比, 占比变化, or 受理 below 增减), if its header says so."""
    group = header_group(printed)
    word, _ = header_word(printed)
    if metric_headers().get(word) in _CHANGES and word.startswith(load("columns")["share_opening"]):
        return "share"
    return _known(word.removeprefix(group) if metric_headers().get(group) in _CHANGES else group)


def header_group(printed: str) -> str:
    """What stands in a header before its metric: 县长信箱 of 县长信箱办结率, 1-4月累计 of 1-4月累计受理量."""
    word, _ = header_word(printed)
    return next((word[:start] for start in range(len(word)) if _known(word[start:]) is not None), word)


def _known(word: str) -> str | None:
    """The metric of a header, with or without an ending for counts, by the words of headers, then of sentences."""
    headers, sentences = metric_headers(), metric_words()
    if word in headers:
        return headers[word]
    for ending in load("columns")["count_endings"]:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            code = headers.get(stem) or sentences.get(stem)
            if code is not None and metrics()[code].kind == "count":
                return code
    return sentences.get(word) if len(word) >= _SHORTEST_STEM else None
