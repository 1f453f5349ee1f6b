"""Tables whose cells each end with a bar, one or a few of them on a line, so that the lines are not the rows.

What belongs here: from lines to one ``Grid``. What does not: tables with one row a line (``text``), cells without bars
(``lone_cells``), what the columns mean (``parsers.tables``).

The shape; the bars that stand alone are the cells that a merged one covers, printed at the end of the row::

    | 甲区工单办理情况表 | |||
    单位 |
    工单数 |
    得分 |
    排名 |
    甲街道 |
    120 |
    98.5 |
    1 |

How many cells make a row is not printed: it is the number with which every column holds one kind of cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.cells import cell_kind, fits, header_kind, is_figure, is_period, is_total_word
from parsers.document import Grid
from parsers.readers.header_levels import may_head, placed_header
from parsers.readers.layout import has_ended, is_item
from parsers.readers.lone_cells import LONGEST_CELL, MOST_COLUMNS
from parsers.records import Issue

_BAR = re.compile(r"(?<!\\)\|")
_ENOUGH = 0.95
"""Share of the cells that are of their column's kind; a remark in a column of figures is no reason to give up."""
_MOST_LABELS = 3
"""Cells of words with which a row may begin."""


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    line: int
    opens_row: bool = False
    """Whether a bar stands before it: nothing but a row begins so."""
    fills: bool = False
    """Whether it is one of the bars that stand alone."""


@dataclass(frozen=True, slots=True)
class BarredTable:
    """A grid, the index of the line behind it, and what did not fit."""

    grid: Grid
    next_line: int
    issues: tuple[Issue, ...]


def barred_table(lines: Sequence[str], at: int) -> BarredTable | None:
    """The table that begins at line ``at`` (from 0), or ``None``. Locators are those of lines (``L4-7``)."""
    end = at
    while end < len(lines) and _ends_cells(lines[end]):
        end += 1
    if end - at < 2:
        return None
    cells = [cell for i in range(at, end) for cell in _cells(lines[i], i)]
    end, cells = _with_cut_line(lines, end, cells)
    rest = _cut_cell(lines, end)
    banner, body = _without_banner(_filled_up(cells))
    width = _width(body)
    if width is None:
        return None
    following = _next_header(body, width)
    if following is not None:  # another table begins here, without a line between
        body, end, rest = body[:following], body[following].line, None
    is_complete = len(body) % width == 0 and is_total_word(body[-width].text)
    if rest is not None and is_complete:
        rest = None
    if rest is not None:
        body = [*body, rest]
    whole = len(body) - len(body) % width
    rows = [body[i : i + width] for i in range(0, whole, width)]
    is_last = not any(line.strip() for line in lines[(end if rest is None else end + 1) :])
    top = _header_rows(rows)
    kinds = _kinds(rows, top)
    placed: list[tuple[str | None, ...]] = [_in_place(row, kinds) for row in rows[top:]]
    places = [_locator(row) for row in rows[top:]]
    issues: list[Issue] = []
    if left := body[whole:]:
        last = _without_remark(left, kinds) if is_last else _last_row(left, kinds, placed)
        if last is None:
            issues.append(_incomplete(left, width))
        else:
            placed.append(last)
            places.append(_locator(left))
    header, spans = placed_header([[c.text for c in row] for row in rows[:top]], kinds)
    above = [(banner[0].text, *[""] * (width - 1))] if banner else []
    spans = tuple((r + len(above), c, high, wide) for r, c, high, wide in spans)
    grid = Grid(
        (*above, *header, *placed),
        (*([_locator(banner)] if banner else []), *(_locator(row) for row in rows[:top]), *places),
        spans=spans,
        spans_inferred=True,
        cut_off=is_last and (bool(left) or rest is not None),
    )
    return BarredTable(grid, end if rest is None else end + 1, tuple(issues))


def _ends_cells(line: str) -> bool:
    text = line.strip()
    return bool(text) and (text.endswith("|") and not text.endswith("\\|"))


def _cells(line: str, number: int) -> Iterator[_Cell]:
    """The cells of a line: each ends with a bar, and a bar before the first one opens a row."""
    text = line.strip()
    if not text.strip("| \u00a0"):
        yield from (_Cell("", number, fills=True) for _ in range(text.count("|")))
        return
    parts = _BAR.split(text)[:-1]
    opens = text.startswith("|")
    for i, part in enumerate(parts[1:] if opens else parts):
        yield _Cell(part.replace("\\|", "|").strip(), number, opens_row=opens and i == 0)


def _with_cut_line(lines: Sequence[str], end: int, cells: list[_Cell]) -> tuple[int, list[_Cell]]:
    """The last line of a text with some cells and the beginning of one more: its whole cells."""
    is_cut = end < len(lines) and "|" in lines[end].strip() and not any(line.strip() for line in lines[end + 1 :])
    return (end + 1, [*cells, *_cells(lines[end].rpartition("|")[0] + "|", end)]) if is_cut else (end, cells)


def _filled_up(cells: Sequence[_Cell]) -> list[_Cell]:
    """The cells, header lines that are shorter than the rows below them filled up: where every row is one line, merged
    cells of the header are printed once."""
    on_line: dict[int, list[_Cell]] = {}
    for cell in cells:
        on_line.setdefault(cell.line, []).append(cell)
    rows = list(on_line.values())
    top = next((i for i, row in enumerate(rows) if any(is_figure(c.text) for c in row)), 0)
    widths = {len(row) for row in rows[top:-1]} or {len(row) for row in rows[top:]}
    width = widths.pop() if len(widths) == 1 else 0
    if not all(len(row) <= width for row in rows[:top]) or all(len(row) == width for row in rows[:top]):
        return list(cells)
    missing = {row[-1].line: width - len(row) for row in rows[:top]}
    return [c for row in rows for c in (*row, *[_Cell("", row[-1].line, fills=True)] * missing.get(row[-1].line, 0))]


def _cut_cell(lines: Sequence[str], at: int) -> _Cell | None:
    """The short last line of a text that stops inside a table: a cell whose bar is missing."""
    if at >= len(lines) or any(line.strip() for line in lines[at + 1 :]):
        return None
    text = lines[at].strip()
    is_cell = 0 < len(text) <= LONGEST_CELL // 2 and not has_ended(text) and not is_item(text) and "|" not in text
    return _Cell(text, at) if is_cell else None


def _without_banner(cells: Sequence[_Cell]) -> tuple[Sequence[_Cell], Sequence[_Cell]]:
    """The title that is merged over the whole first row, with the bars that fill the row, and the other cells."""
    filled = next((i for i, c in enumerate(cells[1:], 1) if c.text), len(cells))
    is_banner = bool(cells[0].text) and 2 <= filled < len(cells) and header_kind(cells[0].text) is None
    return (cells[:filled], cells[filled:]) if is_banner else ([], cells)


def _width(cells: Sequence[_Cell]) -> int | None:
    """How many cells make a row: the fewest with which every column holds one kind of cell."""
    first_figure = next((i for i, c in enumerate(cells) if is_figure(c.text)), None)
    if first_figure is None:
        return None
    by_line = _cells_a_line(cells)
    has_fills = any(c.fills for c in cells[:first_figure])
    most = min(MOST_COLUMNS, first_figure)
    fewest = 2 if has_fills else max(2, first_figure - _MOST_LABELS)
    for width in [by_line] if by_line else range(most, fewest - 1, -1) if not has_fills else range(2, most + 1):
        if _rows_begin(cells, width) and _share_in_kind(cells, width) >= _ENOUGH:
            return width
    return None


def _cells_a_line(cells: Sequence[_Cell]) -> int | None:
    """The number of cells on each line, where all lines but the last have the same and more than one."""
    on_line: dict[int, int] = {}
    for cell in cells:
        on_line[cell.line] = on_line.get(cell.line, 0) + 1
    counts = list(on_line.values())[:-1]
    return counts[0] if counts and set(counts) == {counts[0]} and counts[0] > 1 else None


def _rows_begin(cells: Sequence[_Cell], width: int) -> bool:
    """Whether the bars that open and those that fill a row stand where a row of this width begins and ends."""
    opened = all(i % width == 0 for i, c in enumerate(cells) if c.opens_row)
    runs = [i for i, c in enumerate(cells) if c.fills and (i + 1 == len(cells) or not cells[i + 1].fills)]
    return opened and all((i + 1) % width == 0 for i in runs)


def _share_in_kind(cells: Sequence[_Cell], width: int) -> float:
    """How many of the cells are of the kind of their column; 0 where there is no header or no row below it."""
    cells = cells[: _next_header(cells, width)]
    rows = [cells[i : i + width] for i in range(0, len(cells) - len(cells) % width, width)]
    top = _header_rows(rows)
    if not 0 < top < len(rows):
        return 0
    kinds = _kinds(rows, top)
    if not any(kind in ("count", "rate") for kind in kinds):
        return 0
    named = sum(header_kind(c.text) is not None or is_period(c.text) for row in rows[:top] for c in row if c.text)
    if not named:
        return 0
    header, _ = placed_header([[c.text for c in row] for row in rows[:top]], kinds)
    heads = [next((c for c in reversed(column) if c), "") for column in zip(*header, strict=True)]
    if not all(map(may_head, heads, kinds)) or not _may_begin(heads[0], kinds[0]):
        return 0
    found = [fits(c or "", k) for row in rows[top:] for c, k in zip(_in_place(row, kinds), kinds, strict=True)]
    return sum(found) / len(found)


def _may_begin(head: str, kind: str) -> bool:
    """Whether a column can be the first: one of figures only under a header that says so (序号, 受理总量)."""
    return kind not in ("serial", "count", "rate") or header_kind(head) in ("serial", "count", "rate")


def _next_header(cells: Sequence[_Cell], width: int) -> int | None:
    """Where another table of that width begins below this one: at a row of words of which two name columns."""
    starts = range(0, len(cells) - width + 1, width)
    top = next((i for i in starts if any(is_figure(c.text) for c in cells[i : i + width])), len(cells))
    for start in starts:
        row = [c.text for c in cells[start : start + width]]
        words = all(cell_kind(text) == "text" for text in row)
        if start > top and words and sum(header_kind(text) is not None for text in row) > 1:
            return start
    return None


def _header_rows(rows: Sequence[Sequence[_Cell]]) -> int:
    return next((i for i, row in enumerate(rows) if any(is_figure(c.text) for c in row)), len(rows))


def _kinds(rows: Sequence[Sequence[_Cell]], top: int) -> list[str]:
    """What each column holds: by its header in a header of one row, otherwise by most of its cells."""
    width = len(rows[0])

    def kind(column: int) -> str:
        by_header = header_kind(rows[0][column].text) if top == 1 else None
        cells = [row[column].text for row in rows[top:] if not row[-1].fills] or [
            row[column].text for row in rows[top:]
        ]
        if by_header in ("serial", "label") and 2 * sum(fits(c, by_header) for c in cells) > len(cells):
            return by_header
        seen = [found for cell in cells if (found := cell_kind(cell)) != "blank"]
        if not seen:
            return "any"
        if by_header == "rate" and "percent" in seen:
            return "rate"
        commonest = max(set(seen), key=lambda k: (seen.count(k), k))
        return {"number": "count", "percent": "rate", "text": "text"}[commonest]

    return [kind(i) for i in range(width)]


def _in_place(row: Sequence[_Cell], kinds: Sequence[str]) -> tuple[str | None, ...]:
    """The cells of a row under their headers: cells that a merged one above covers are printed at the end of the row,
    so that the others stand too far left."""
    texts = [c.text for c in row]
    missing = next((n for n in range(len(row)) if not row[len(row) - 1 - n].fills), len(row))
    if missing and not all(map(fits, texts, kinds)):
        moved = (*[None] * missing, *texts[: len(texts) - missing])
        if all(c is None or fits(c, k) for c, k in zip(moved, kinds, strict=True)):
            return moved
    return tuple(texts)


def _last_row(
    left: Sequence[_Cell], kinds: Sequence[str], above: Sequence[tuple[str | None, ...]]
) -> tuple[str | None, ...] | None:
    """A last row whose end is covered by merged cells; it begins where the row above it does."""
    start = next((i for i, c in enumerate(above[-1]) if c is not None), 0) if above else 0
    texts = [c.text for c in left]
    end = start + len(texts)
    if end > len(kinds) or not all(map(fits, texts, kinds[start:end])):
        return None
    if not is_figure(texts[-1]) and not is_total_word(texts[0]):
        return None
    return (*[None] * start, *texts, *[None] * (len(kinds) - end))


def _without_remark(left: Sequence[_Cell], kinds: Sequence[str]) -> tuple[str | None, ...] | None:
    """The last row of a text that stops inside its remark: its figures are all there."""
    texts = [c.text for c in left]
    is_whole = len(texts) > 1 and all(map(fits, texts, kinds)) and any(kind in ("count", "rate") for kind in kinds)
    lacks_words = all(kind == "text" for kind in kinds[len(texts) :])
    return (*texts, *[None] * (len(kinds) - len(texts))) if is_whole and lacks_words else None


def _locator(cells: Sequence[_Cell]) -> str:
    first, last = cells[0].line + 1, cells[-1].line + 1
    return f"L{first}" if first == last else f"L{first}-{last}"


def _incomplete(cells: Sequence[_Cell], width: int) -> Issue:
    place = _locator(cells)
    return Issue(
        code="row_width",
        message=f"A row of {len(cells)} cells ({place}) fits the {width} columns of its table in no single way; "
        "it is left out. Compare it with the original page.",
        place=place,
        raw=" | ".join(c.text for c in cells),
    )
