"""Tables that a print left as one cell a line, empty cells gone: found by their header, put back by their running 序号.

What belongs here: from lines to one ``Grid``. What does not: what the columns mean in the end (``parsers.tables``).

The shape, blank lines between left out (the third unit has no letters, and its figures are not printed)::

    序号 / 部门名称 / 信件总数 / 办结总数 / 办结率 / 1 / 甲镇 / 12 / 12 / 100.00% / 2 / 乙镇 / 3 / 3 / 100.00% / 3 /
    丙乡
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.cells import align, cell_kind, fits, header_kind, header_word, is_figure, is_total_word, serial_number
from parsers.document import Grid
from parsers.readers.header_levels import column_kind_seen, in_two_levels
from parsers.readers.layout import has_ended, heading_level
from parsers.records import Issue
from parsers.vocabulary import load, metric_headers
from parsers.vocabulary.layout import line_kind, squeezed

LONGEST_CELL = 40
"""Characters; a longer line is a paragraph, and the table ends above it."""

MOST_COLUMNS = 20

_MEASURES = ("count", "rate")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it, and its number from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class LoneTable:
    """A grid, how many of the given lines it uses up, and what did not fit."""

    grid: Grid
    used: int
    issues: tuple[Issue, ...]


def lone_table(lines: Sequence[Line]) -> LoneTable | None:
    """The table whose header begins at the first of ``lines`` (no blank ones), or ``None``.

    Rows that fit the columns in no way, or in more than one, are left out and reported with their lines.
    """
    cells = [line.text.strip() for line in lines]
    width = header_width(cells)
    if width is None:
        return None
    body = cells[width : width + _body_length(cells[width:], cells[0])]
    kinds = [column_kind(h) for h in cells[:width]]
    has_serial = kinds[0] == "serial"
    starts = _serial_starts(body, width) if has_serial else _label_starts(body, kinds)
    if not starts:
        return None
    lengths = Counter(b - a for a, b in pairwise(starts))
    usual = lengths.most_common(1)[0][0] if lengths else width
    may_lack_remark = width - usual == 1 and kinds[-1] == "note"
    if has_serial and 2 < usual < width and lengths[usual] > 1 and not lengths[width] and not may_lack_remark:
        return _of_two_levels(lines, cells, width, usual)
    kinds = _kinds_seen(body, starts, kinds)
    ends = [*starts[1:], starts[-1] + _last_row_length(body[starts[-1] :], kinds)]
    rows: list[tuple[str | None, ...]] = [tuple(cells[:width])]
    locators = [locator(lines[:width])]
    issues: list[Issue] = []
    for start, end in zip(starts, ends, strict=True):
        place = locator(lines[width + start : width + end])
        row = _row(body[start:end], kinds)
        if row is None:
            issues.append(does_not_fit(body[start:end], width, place))
            continue
        rows.append(row)
        locators.append(place)
    used = width + ends[-1]
    ends_with_name = used == len(lines) and not has_serial and len(rows) > 2 and sum(map(bool, rows[-1])) == 1
    if ends_with_name:  # the text was cut off behind a name: a unit without figures at the very end is rarer
        issues.append(does_not_fit(body[starts[-1] :], width, locators.pop()))
        rows.pop()
    stops_inside_row = ends_with_name or (used == len(lines) and _row(body[starts[-1] :], kinds) is None)
    return LoneTable(Grid(tuple(rows), tuple(locators), cut_off=stops_inside_row), used, tuple(issues))


def _of_two_levels(lines: Sequence[Line], cells: Sequence[str], header: int, width: int) -> LoneTable | None:
    """A table whose header has more cells than its rows: some of them are heads of the others. Its rows are whole."""
    body = cells[header : header + _body_length(cells[header:], cells[0])]
    starts = [0]
    while _is_next_row(body, starts[-1], width):
        starts.append(starts[-1] + width)
    rows: list[tuple[str | None, ...]] = [tuple(body[a : a + width]) for a in starts if a + width <= len(body)]
    bare = _total_without_serial(body[starts[-1] :], width) if len(rows) < len(starts) else ()
    columns = [column_kind_seen(column) for column in zip(*rows, strict=True)]
    placed = in_two_levels(cells[:header], columns)
    if len(rows) < 2 or placed is None:
        return None
    used = header + width * len(rows)
    top = [locator(lines[:header])] * len(placed[0])
    places = [locator(lines[header + a : header + a + width]) for a in starts[: len(rows)]]
    if bare:
        rows.append((None, *bare))
        places.append(locator(lines[used : used + len(bare)]))
        used += len(bare)
    is_cut = len(lines) - used < width and not bare and not is_total_word(rows[-1][0])
    left = lines[used:] if is_cut else []
    grid = Grid((*placed[0], *rows), (*top, *places), spans=placed[1], cut_off=bool(left), spans_inferred=True)
    issues = (does_not_fit([line.text for line in left], width, locator(left)),) if left else ()
    return LoneTable(grid, used + len(left), issues)


def _total_without_serial(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """The total at the end whose 序号 a print left out: its word and a figure for each column; nothing where there is
    none."""
    total = tuple(cells[: width - 1])
    is_whole = len(total) == width - 1 and is_total_word(total[0]) and all(cell_kind(c) != "text" for c in total[1:])
    return total if is_whole else ()


def _is_next_row(body: Sequence[str], start: int, width: int) -> bool:
    """Whether another row follows the one at ``start``: the next running number, or a total."""
    at = start + width
    if at >= len(body):
        return False
    number, next_number = serial_number(body[start]), serial_number(body[at])
    return is_total_word(body[at]) or (number is not None and next_number == number + 1)


def header_width(cells: Sequence[str]) -> int | None:
    """How many lines the header takes; ``None`` when the first line does not begin one.

    With a 序号 column the header ends at the first number or total, so that a header word that lost a character does
    not end it; without one, every header word has to be known.
    """
    first = header_kind(cells[0])
    if first == "serial":
        ends = (i for i, c in enumerate(cells[: MOST_COLUMNS + 1]) if serial_number(c) is not None or is_total_word(c))
        width = next((i for i in ends if not _heads_column(cells, i)), 0)
    elif first == "label":
        width = next((i for i, c in enumerate(cells[: MOST_COLUMNS + 1]) if header_kind(c) is None), 0)
    else:
        return None
    kinds = [column_kind(c) for c in cells[:width]]
    figures = sum(k in (*_MEASURES, "result") for k in kinds)
    known = sum(k != "any" for k in kinds)
    is_named = "label" in kinds or kinds[:2] == ["serial", "text"]  # 类别, 诉求类型
    if width < 3 or not is_named or not figures or 2 * known < width:
        return None
    if any(len(c) > LONGEST_CELL or has_ended(c) for c in cells[:width]):
        return None
    return width


def _heads_column(cells: Sequence[str], at: int) -> bool:
    """Whether the total word at a place is the header of a column: another header, or the first row, stands behind."""
    behind = cells[at + 1 : at + 3]
    is_first_row = len(behind) == 2 and serial_number(behind[0]) == 1 and cell_kind(behind[1]) == "text"
    return is_total_word(cells[at]) and (is_first_row or (bool(behind) and column_kind(behind[0]) != "any"))


def column_kind(header: str) -> str:
    """The kind of a column by its header; ``result`` for 合格/不合格, ``any`` for a header that no list knows."""
    word, _ = header_word(header)
    if word in load("columns")["roles"]["counted_by_title"]:
        return "count"
    return "result" if metric_headers().get(word) == "compliance" else header_kind(header) or "any"


def _body_length(cells: Sequence[str], first_header: str) -> int:
    """How many lines can be cells: up to a paragraph, an annex, a note, a numbered heading or the header once more."""

    def ends_table(cell: str) -> bool:
        return (
            len(cell) > LONGEST_CELL
            or has_ended(cell)
            or squeezed(cell) == squeezed(first_header)
            or line_kind("annex").match(cell) is not None
            or line_kind("notes").match(cell) is not None
            or (heading_level(cell) > 0 and serial_number(cell) is None)
        )

    return next((i for i, c in enumerate(cells) if ends_table(c)), len(cells))


def _serial_starts(body: Sequence[str], width: int) -> list[int]:
    """Where rows begin: the running number with a name behind it, or a total."""

    def opens(i: int, serial: int | None) -> bool:
        if i >= len(body):
            return False
        if is_total_word(body[i]):
            return True
        number = serial_number(body[i])
        named = i + 1 < len(body) and cell_kind(body[i + 1]) == "text"
        return named and number is not None and (serial is None or number == serial)

    starts: list[int] = []
    at, serial = 0, None
    while opens(at, serial):
        starts.append(at)
        number = serial_number(body[at])
        serial = serial if number is None else number + 1
        full = at + width
        if is_total_word(body[at]) and opens(full - 1, serial) and not opens(full, serial):
            full -= 1  # a total that opens the table without a 序号
        if opens(full, serial):
            at = full
            continue
        found = next((i for i in range(at + 2, len(body)) if opens(i, serial) and serial is not None), None)
        if found is None and opens(full, None):  # the numbering has a gap; reported by parsers.tables
            found, serial = full, None
        if found is None:
            break
        at = found
    return starts


def _label_starts(body: Sequence[str], kinds: Sequence[str]) -> list[int]:
    """Where rows begin in a table without 序号: every name, or, where a remark can stand, every name before a
    figure."""
    has_remarks = "note" in kinds or "text" in kinds[1:]
    starts = []
    for i, cell in enumerate(body):
        before_figure = i + 1 < len(body) and is_figure(body[i + 1])
        if cell_kind(cell) == "text" and (before_figure or not has_remarks):
            starts.append(i)
    return starts if starts[:1] == [0] else []


def _kinds_seen(body: Sequence[str], starts: Sequence[int], kinds: Sequence[str]) -> list[str]:
    """The kinds of the columns, where the header leaves them open or the full rows show another one."""
    width = len(kinds)
    full = [body[a:b] for a, b in pairwise(starts) if b - a == width]
    last = body[starts[-1] : starts[-1] + width]
    if len(last) == width and all(cell_kind(c) != "text" for c, k in zip(last, kinds, strict=True) if k in _MEASURES):
        full.append(last)

    def seen(column: int) -> str:
        if kinds[column] not in (*_MEASURES, "any"):
            return kinds[column]
        found = {cell_kind(row[column]) for row in full} - {"blank"}
        return {"percent": "rate", "number": "count", "text": "text"}[found.pop()] if len(found) == 1 else kinds[column]

    return [seen(i) for i in range(width)]


def _row(cells: Sequence[str], kinds: Sequence[str]) -> tuple[str | None, ...] | None:
    """The cells in their columns; a total may come without its serial."""
    if is_total_word(cells[0]) and kinds[0] == "serial":
        figures = align(cells, kinds[1:])
        return None if figures is None else (None, *figures)
    return align(cells, kinds)


def _last_row_length(cells: Sequence[str], kinds: Sequence[str]) -> int:
    """How many lines belong to the last row: the most that fit, a remark only behind a complete row that is no total.

    When figures follow that fit nowhere, they belong to it too, and the row is one that does not fit.
    """
    length = next((n for n in range(min(len(kinds), len(cells)), 1, -1) if _can_end(cells[:n], kinds)), 2)
    if length < len(kinds):
        while length < len(cells) and is_figure(cells[length]):
            length += 1
    return min(length, len(cells))


def _can_end(cells: Sequence[str], kinds: Sequence[str]) -> bool:
    is_result = "result" in kinds and fits(cells[-1], "result")
    is_remark = cell_kind(cells[-1]) == "text" and len(cells) > 2 and not is_result
    may_have_remark = len(cells) == len(kinds) and not is_total_word(cells[0])
    return _row(cells, kinds) is not None and (may_have_remark or not is_remark)


def does_not_fit(cells: Sequence[str], width: int, place: str) -> Issue:
    """The issue of cells that are left out of a table of ``width`` columns."""
    return Issue(
        code="row_width",
        message=f"A row of {len(cells)} cells ({place}) fits the {width} columns of its table in no single way; "
        "it is left out. Compare it with the original page.",
        place=place,
        raw=" | ".join(cells),
    )


def locator(lines: Sequence[Line]) -> str:
    """The place of lines that stand one below the other."""
    first, last = lines[0].number, lines[-1].number
    return f"L{first}" if first == last else f"L{first}-{last}"
