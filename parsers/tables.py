"""Published tables, put together from the grids of a document: titles, columns, rows, totals and notes.

What belongs here: which grids are statistics, which of them are one table over a page break, what a column measures and
whether what was read is sane (E1 of the checks: serials, widths, totals). What does not: figures and their units as
claims (``parsers.claims``), letters laid out as tables (``parsers.letters``: such a grid has no column of figures).

Nothing is repaired: a row that does not fit is left out and reported with its cells as printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from parsers.cells import (
    align,
    cell_kind,
    fits,
    header_kind,
    header_word,
    is_figure,
    is_subtotal_word,
    is_total_word,
    serial_number,
)
from parsers.document import Document, Grid, Text
from parsers.readers.layout import has_ended, numbering
from parsers.records import Column, Issue, Row, Table
from parsers.vocabulary import metric_headers, metrics
from parsers.vocabulary.layout import layout_words, line_kind, squeezed

LONGEST_TITLE = 80
"""Characters; a longer line above a table is a paragraph."""

MOST_LINES_ABOVE = 8
"""How many lines above a table may be its title, its captions and the annex they stand in."""

_MOST_HEADER_ROWS = 4
_SHORTEST_TITLE = 4
"""Characters; a shorter line may stand in a title by chance."""


@dataclass(frozen=True, slots=True)
class _Header:
    """The header of a grid: lines above it inside the grid, and the row where the body begins."""

    above: tuple[str, ...]
    columns: tuple[str, ...]
    body_start: int


@dataclass
class _Draft:
    """A table under construction: its header, and the body rows of each of its grids."""

    header: _Header
    above: list[Text]
    section: str | None
    parts: list[tuple[Grid, int]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def tables(document: Document) -> tuple[list[Table], list[Issue]]:
    """The statistics and inspection tables of a document in reading order, and what could not be read or is odd.

    A grid is such a table when a column is known to measure something and holds figures, or to say 合格/不合格. A grid
    full of figures that is none of these is reported as ``unread_table``.
    """
    drafts, issues = _drafts(document)
    found: list[Table] = []
    for draft in drafts:
        table, table_issues = _table(draft, len(found) + 1)
        found.append(table)
        issues += table_issues
    cut = _cut_off(drafts, found, document)
    for table in cut:
        issues.append(
            Issue(
                code="cut_off_table",
                message=f"Table {table.table_no} stops before its end; its rows are not to be added up. "
                "Look for the complete document.",
                place=table.rows[-1].locator if table.rows else table.locator,
            )
        )
    cut_numbers = {table.table_no for table in cut}
    return [replace(t, cut_off=t.table_no in cut_numbers) for t in found], issues


# --- which grids are one table ----------------------------------------------------------------------------------------


def _drafts(document: Document) -> tuple[list[_Draft], list[Issue]]:
    drafts: list[_Draft] = []
    issues: list[Issue] = []
    texts: list[Text] = []  # since the last grid
    section: str | None = None
    current: _Draft | None = None
    for block in document.blocks:
        if isinstance(block, Text):
            texts.append(block)
            continue
        if current is not None:
            current.notes += _notes(texts)
        header = _header(block)
        if current is not None and _goes_on(current, header, block, texts):
            current.parts.append((block, header.body_start if header else 0))
        elif header is not None and _measures(header, block):
            title_lines, section = _above(texts, header, section)
            current = _Draft(header, title_lines, section)
            current.parts.append((block, header.body_start))
            drafts.append(current)
        else:
            current = None
            issues += _unread(block)
        texts = []
    if current is not None:
        current.notes += _notes(texts)
    return drafts, issues


def _goes_on(draft: _Draft, header: _Header | None, grid: Grid, texts: Sequence[Text]) -> bool:
    """Whether the grid is the next page of the table: the same header or none, nothing new above it, no new numbering.

    The title of the table, repeated on the page with or without 续表, is nothing new.
    """
    title = "".join(squeezed(line.text) for line in draft.above) + "".join(
        squeezed(line) for line in draft.header.above
    )
    if not all(_is_repeat(text.text, title) for text in texts):
        return False
    if header is None:
        return _continues_body(draft, grid)
    if [squeezed(c) for c in header.columns] != [squeezed(c) for c in draft.header.columns]:
        return False
    if any(not _is_repeat(line, title) for line in header.above):
        return False
    return not _is_complete(draft) and _first_serial(header, grid) != 1


def _is_repeat(line: str, title: str) -> bool:
    word = squeezed(line)
    bare = next((word[:i] for i in range(len(word)) if line_kind("continued").match(word[i:])), word)
    return not bare or (len(bare) >= _SHORTEST_TITLE and bare in title)


def _continues_body(draft: _Draft, grid: Grid) -> bool:
    """A grid without a header, as wide as the table, whose every row holds the right kinds of cells."""
    kinds = [header_kind(c) or "any" for c in draft.header.columns]
    serials = [i for i, kind in enumerate(kinds) if kind == "serial"]

    def like_body(row: tuple[str | None, ...]) -> bool:
        if len(row) != len(kinds):
            return False
        if any(is_total_word(c) for c in row[:2]):
            return True
        return all(c is None or fits(c, kinds[i]) for i, c in enumerate(row) if i not in serials)

    return (
        not _is_complete(draft)
        and any(is_figure(c) for row in grid.rows for c in row)
        and all(map(like_body, grid.rows))
    )


def _is_complete(draft: _Draft) -> bool:
    """Whether the table ended with its total (a total in the first row opens a table)."""
    grid, start = draft.parts[-1]
    has_rows_above_total = len(grid.rows) - start > 1 or len(draft.parts) > 1
    return has_rows_above_total and len(grid.rows) > start and any(is_total_word(c) for c in grid.rows[-1][:2])


def _first_serial(header: _Header, grid: Grid) -> int | None:
    at = next((i for i, c in enumerate(header.columns) if header_kind(c) == "serial"), None)
    if at is None:
        return None
    return next((n for row in grid.rows[header.body_start :] if at < len(row) and (n := serial_number(row[at]))), None)


def _unread(grid: Grid) -> Iterator[Issue]:
    figures = sum(is_figure(c) for row in grid.rows for c in row[1:])
    if len(grid.rows) > 1 and figures > len(grid.rows):
        yield Issue(
            code="unread_table",
            message=f"A table of figures at {grid.locators[0]} has no column that the vocabulary knows, so none of its "
            "figures is read. Add its headers to parsers/vocabulary/metrics.yaml or columns.yaml.",
            place=grid.locators[0],
            raw=" | ".join(c or "" for c in grid.rows[0]),
        )


# --- header -----------------------------------------------------------------------------------------------------------


def _header(grid: Grid) -> _Header | None:
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
    return _Header(above, tuple(_flat_header(grid, top, end, column) for column in range(width)), end)


def _is_banner(grid: Grid, row: int) -> bool:
    """A row with a single cell, or none, that is not a header word: the title of the table or the unit of its
    figures."""
    filled = [c for c in grid.rows[row] if c]
    return len(filled) <= 1 and len(grid.rows[row]) > 1 and all(header_kind(c) is None for c in filled)


def _is_header_row(row: Sequence[str | None]) -> bool:
    filled = [c for c in row if c]
    known = sum(header_kind(c) is not None for c in filled)
    return known >= 2 and 3 * known >= len(filled) and not any(is_figure(c) for c in filled)


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
    names = [i for i, c in enumerate(grid.rows[top]) if c and header_kind(c) in ("serial", "label") and i < len(cells)]
    filled = [c for c in cells if c]
    covered = all(not cells[i] for i in names) and bool(names)
    return covered and bool(filled) and not any(is_figure(c) or is_total_word(c) for c in filled)


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


def _measures(header: _Header, grid: Grid) -> bool:
    """Whether a column that the vocabulary knows holds figures, or 合格/不合格."""
    body = grid.rows[header.body_start :]
    for index, printed in enumerate(header.columns):
        code = _metric_code(printed)
        if code is None:
            continue
        cells = [row[index] for row in body if index < len(row)]
        if metrics()[code].kind == "text" or not body or any(is_figure(c) for c in cells):
            return True
    return False


def _metric_code(printed: str) -> str | None:
    """The metric of a header; of a group's header the longest ending that is known: 12345热线按时办结 -> 按时办结."""
    word, _ = header_word(printed)
    known = metric_headers()
    return next((known[word[i:]] for i in range(len(word)) if word[i:] in known), None) if word else None


# --- above and below the table ----------------------------------------------------------------------------------------


def _is(name: str, text: str) -> bool:
    return line_kind(name).match(text) is not None


def _notes(texts: Sequence[Text]) -> list[tuple[str, str]]:
    """The notes directly under a table, and those that go on below a first one."""
    found = []
    for text in texts:
        if not _is("notes", text.text):
            break
        found.append((text.text, text.locator))
    return found


def _above(texts: Sequence[Text], header: _Header, section: str | None) -> tuple[list[Text], str | None]:
    """The lines directly above a table that are its title and captions, and the section it stands in.

    Going up: captions, then the title (one line, or two of which the lower is the end of a title), then the section:
    the next heading, title or annex. With nothing new above, the section is that of the table before.
    """
    lines: list[Text] = []
    has_title = any(not _is("captions", line) for line in header.above)
    rest = list(texts[-MOST_LINES_ABOVE:])
    while rest and _is("captions", rest[-1].text):
        lines.insert(0, rest.pop())
    if not has_title and rest and _is_title(rest[-1]):
        lines.insert(0, rest.pop())
        if rest and _is_first_half(rest[-1], lines[0]):
            lines.insert(0, rest.pop())
        while rest and _is("captions", rest[-1].text):
            lines.insert(0, rest.pop())
    while rest:
        line = rest.pop()
        if _is("annex", line.text) or line.level or (_is_title(line) and not _is("captions", line.text)):
            return lines, line.text
        if has_ended(line.text):
            break
    return lines, section


def _is_title(line: Text) -> bool:
    text = line.text.strip()
    is_sentence = has_ended(text) or text.endswith(("：", ":", "，", ","))
    is_chapter = line.level > 0 and (numbering(text) > 0 or not text.endswith(layout_words("title_ends")))
    return not is_sentence and not is_chapter and len(text) <= LONGEST_TITLE and not _is("annex", text)


def _is_first_half(upper: Text, lower: Text) -> bool:
    """Whether two lines are one title: only the lower one ends like a title, or it is nothing but such an ending."""
    ends = layout_words("title_ends")
    above, below = squeezed(upper.text), squeezed(lower.text)
    if not _is_title(upper) or _is("captions", upper.text) or not below.endswith(ends):
        return False
    return not above.endswith(ends) or len(below) <= 6


# --- the table itself -------------------------------------------------------------------------------------------------


def _table(draft: _Draft, table_no: int) -> tuple[Table, list[Issue]]:
    first_grid, _ = draft.parts[0]
    place = re.sub(r"\.r\d+$", "", first_grid.locators[0])
    printed_lines = [line.text for line in draft.above] + list(draft.header.above)
    captions = tuple(line for line in printed_lines if _is("captions", line))
    title = "".join(line for line in printed_lines if not _is("captions", line)) or None
    issues: list[Issue] = []
    columns = _columns(draft, _unit_of(captions), place, issues)
    rows, fragments, notes = _rows(draft, columns, issues)
    table = Table(
        table_no=table_no,
        title=title,
        columns=columns,
        rows=rows,
        locator=place,
        caption=captions,
        notes=(*notes, *draft.notes),
        fragments=fragments,
        section=draft.section,
    )
    return table, issues + list(_oddities(table))


def _unit_of(captions: Sequence[str]) -> str | None:
    """The unit that a caption gives for the whole table: （单位：件）."""
    for caption in captions:
        word, unit = header_word(caption if "(" in caption or "（" in caption else f"（{caption}）")
        if unit is not None and not word:
            return unit
    return None


def _columns(draft: _Draft, table_unit: str | None, place: str, issues: list[Issue]) -> tuple[Column, ...]:
    headers = draft.header.columns
    bodies = [[row[i] if i < len(row) else None for row in _body_rows(draft)] for i in range(len(headers))]
    columns = [_column(h, cells, table_unit, place, issues) for h, cells in zip(headers, bodies, strict=True)]
    if not any(c.kind == "label" for c in columns):
        columns = _with_label(columns)
    for header, n in Counter(squeezed(h) for h in headers if h).items():
        if n > 1:
            issues.append(
                Issue(
                    code="duplicate_header",
                    message=f"The header {header} stands over {n} columns of the table at {place}; "
                    "which is which is not said.",
                    place=place,
                    raw=header,
                )
            )
    return tuple(columns)


def _body_rows(draft: _Draft) -> Iterator[tuple[str | None, ...]]:
    for grid, start in draft.parts:
        yield from grid.rows[start:]


def _column(
    printed: str, cells: Sequence[str | None], table_unit: str | None, place: str, issues: list[Issue]
) -> Column:
    word, unit = header_word(printed)
    found = {cell_kind(c) for c in cells} - {"blank"}
    kind = header_kind(printed)
    code = None if kind in ("serial", "label", "note") else _metric_code(printed)
    if code is None:
        if kind is not None:
            return Column(printed, kind)
        if word:
            issues.append(
                Issue(
                    code="unknown_header",
                    message=f"The column {printed!r} of the table at {place} is not known; its cells are kept "
                    "without a meaning. Add the word to parsers/vocabulary/metrics.yaml or columns.yaml.",
                    place=place,
                    raw=printed,
                )
            )
        seen = {"number": "count", "percent": "rate"}.get(next(iter(found))) if len(found) == 1 else None
        return Column(printed, seen or "text", None, unit)
    metric = metrics()[code]
    if metric.kind == "count" and found == {"percent"}:
        return _rate_without_its_word(printed, word, place, issues)
    if metric.kind == "rate" and found == {"number"} and metric.unit != unit:
        issues.append(
            Issue(
                code="rate_without_sign",
                message=f"The column {printed!r} of the table at {place} is a rate, but its figures have no % sign.",
                place=place,
                raw=printed,
            )
        )
    kind = {"count": "count", "duration": "count", "rate": "rate", "text": "text"}[metric.kind]
    counted = table_unit if metric.kind == "count" else None
    return Column(printed, kind, code, unit or counted or metric.unit)


def _rate_without_its_word(printed: str, word: str, place: str, issues: list[Issue]) -> Column:
    """A header of counts over percentages: the 率 of a known rate got lost (办结 over 100.00%), or it is not known."""
    code = metric_headers().get(f"{word}率")
    read_as = f"read as {word}率" if code else "kept without a meaning"
    issues.append(
        Issue(
            code="header_kind",
            message=f"The header {printed!r} of the table at {place} names a count, but its cells are percentages: "
            f"{read_as}.",
            place=place,
            raw=printed,
        )
    )
    return Column(printed, "rate", code, "%")


def _with_label(columns: Sequence[Column]) -> list[Column]:
    """Where no header names the units, the first column of words left of the figures does."""
    figures = next((i for i, c in enumerate(columns) if c.kind in ("count", "rate")), len(columns))
    at = next((i for i, c in enumerate(columns[:figures]) if c.kind == "text" and c.metric is None), None)
    return [replace(c, kind="label") if i == at else c for i, c in enumerate(columns)]


def _rows(
    draft: _Draft, columns: Sequence[Column], issues: list[Issue]
) -> tuple[tuple[Row, ...], tuple[int, ...], list[tuple[str, str]]]:
    """The body rows, how many each grid has (totals not counted), and the notes printed as rows."""
    headers = [squeezed(h) for h in draft.header.columns]
    rows: list[Row] = []
    notes: list[tuple[str, str]] = []
    fragments: list[int] = []
    for grid, start in draft.parts:
        counted = 0
        for index in range(start, len(grid.rows)):
            cells, place = grid.rows[index], grid.locators[index]
            filled = [c for c in cells if c]
            if not filled or _is_header_again(cells, headers):
                continue
            if len(filled) == 1 and _is("notes", filled[0]):
                notes.append((filled[0], place))
                continue
            if _is_group_row(grid, index):
                issues.append(_group_row(filled[0], place))
                continue
            placed = _placed(cells, columns)
            if placed is None:
                issues.append(_width(cells, len(columns), place))
                continue
            row = _row(placed, columns, place, grid.page)
            issues += _odd_cells(row, columns)
            rows.append(row)
            counted += not row.is_total
        fragments.append(counted)
    return tuple(rows), tuple(fragments), notes


def _is_header_again(cells: Sequence[str | None], headers: Sequence[str]) -> bool:
    words = [squeezed(c or "") for c in cells]
    same = sum(a == b for a, b in zip(words, headers, strict=False) if a)
    return same >= 2 and all(not w or w in h for w, h in zip(words, headers, strict=False))


def _is_group_row(grid: Grid, row: int) -> bool:
    """A single cell merged over most of the row: a caption for the rows below it."""
    width = len(grid.rows[row])
    return any(top == row and left == 0 and columns > width // 2 for top, left, _, columns in grid.spans) and (
        sum(bool(c) for c in grid.rows[row]) == 1
    )


def _group_row(text: str, place: str) -> Issue:
    return Issue(
        code="group_row",
        message=f"The line {text!r} at {place} divides the table; the rows below it are kept without it.",
        place=place,
        raw=text,
    )


def _placed(cells: Sequence[str | None], columns: Sequence[Column]) -> tuple[str | None, ...] | None:
    """The cells of a row in their columns, or ``None`` when their number does not allow it.

    Allowed: remarks missing at the end, empty cells too many, a total without its 序号.
    """
    width = len(columns)
    if len(cells) > width:
        return None if any(cells[width:]) else tuple(cells[:width])
    missing = columns[len(cells) :]
    if all(c.kind in ("note", "text") and c.metric is None for c in missing):
        return (*cells, *(None for _ in missing))
    if cells and is_total_word(cells[0]) and columns[0].kind == "serial" and None not in cells:
        placed = align([c or "" for c in cells], [c.kind for c in columns[1:]])
        return None if placed is None else (None, *placed)
    return None


def _width(cells: Sequence[str | None], width: int, place: str) -> Issue:
    return Issue(
        code="row_width",
        message=f"The row at {place} has {len(cells)} cells where its table has {width} columns; it is left out. "
        "Compare it with the original page.",
        place=place,
        raw=" | ".join("" if c is None else c for c in cells),
    )


def _row(cells: tuple[str | None, ...], columns: Sequence[Column], place: str, page: int | None) -> Row:
    label_at = next((i for i, c in enumerate(columns) if c.kind == "label"), None)
    serial_at = next((i for i, c in enumerate(columns) if c.kind == "serial"), None)
    figures_from = next((i for i, c in enumerate(columns) if c.kind in ("count", "rate")), len(columns))
    names = cells[: max(figures_from, 1)]  # a total word stands left of the figures, in whatever column
    total = next((c for c in names if is_total_word(c)), None)
    subtotal = next((c for c in names if is_subtotal_word(c)), None)
    label = total or subtotal or (cells[label_at] if label_at is not None else None)
    return Row(
        label=squeezed(label) if label and (total or subtotal) else label or None,
        cells=cells,
        locator=place,
        is_total=total is not None,
        is_subtotal=subtotal is not None,
        serial=None if serial_at is None else serial_number(cells[serial_at]),
        page=page,
    )


# --- is what was read sane? (E1) --------------------------------------------------------------------------------------


def _odd_cells(row: Row, columns: Sequence[Column]) -> Iterator[Issue]:
    for cell, column in zip(row.cells, columns, strict=True):
        if column.kind in ("count", "rate") and cell and not fits(cell, column.kind):
            yield Issue(
                code="odd_cell",
                message=f"The cell {cell!r} at {row.locator} stands in the column {column.header!r} "
                "and is no such figure.",
                place=row.locator,
                raw=cell,
            )


def _oddities(table: Table) -> Iterator[Issue]:
    yield from _serial_gaps(table)
    yield from _duplicates(table)
    yield from _totals(table)
    if not any(not row.is_total for row in table.rows):
        yield Issue(
            code="empty_table",
            message=f"Table {table.table_no} at {table.locator} has a header and no rows.",
            place=table.locator,
            raw=table.title,
        )


def _serial_gaps(table: Table) -> Iterator[Issue]:
    numbered = [row for row in table.rows if row.serial is not None]
    for above, below in zip([None, *numbered], numbered, strict=False):
        expected = 1 if above is None or above.serial is None else above.serial + 1
        if below.serial != expected:
            yield Issue(
                code="serial_gap",
                message=f"Table {table.table_no}: 序号 {below.serial} at {below.locator} where {expected} is next; "
                "a row is missing or out of place.",
                place=below.locator,
                raw=str(below.serial),
            )


def _duplicates(table: Table) -> Iterator[Issue]:
    """Units that stand in the table twice, with the same words beside them (accounts of one office differ in their
    name)."""
    words = [i for i, c in enumerate(table.columns) if c.kind in ("label", "text") and c.metric is None]
    seen: dict[tuple[str, ...], Row] = {}
    for row in table.rows:
        if row.is_total or row.is_subtotal or not row.label:
            continue
        key = tuple(squeezed(row.cells[i] or "") for i in words)
        first = seen.setdefault(key, row)
        if first is not row:
            yield Issue(
                code="duplicate_unit",
                message=f"Table {table.table_no}: {row.label} stands at {first.locator} and again at {row.locator}.",
                place=row.locator,
                raw=row.label,
            )


def _totals(table: Table) -> Iterator[Issue]:
    at = [i for i, row in enumerate(table.rows) if row.is_total]
    if len(at) > 1:
        yield Issue(
            code="several_totals",
            message=f"Table {table.table_no} has {len(at)} rows of totals; which rows each adds up is not said.",
            place=table.rows[at[1]].locator,
        )
    elif at and at[0] not in (0, len(table.rows) - 1):
        yield Issue(
            code="total_in_the_middle",
            message=f"Table {table.table_no}: the total at {table.rows[at[0]].locator} has rows above and below it.",
            place=table.rows[at[0]].locator,
        )


def _cut_off(drafts: Sequence[_Draft], found: Sequence[Table], document: Document) -> list[Table]:
    """The tables whose end is missing: a reader said so; or the text stops inside a row; or it stops with a table that
    has figures and no total, while every other table with figures ends with one.
    """
    cut = [t for draft, t in zip(drafts, found, strict=True) if any(grid.cut_off for grid, _ in draft.parts)]
    if not found or found[-1] in cut or drafts[-1].parts[-1][0] is not document.blocks[-1]:
        return cut
    others = [t for t in found[:-1] if _adds_up(t)]
    others_end_with_total = bool(others) and all(t.rows and t.rows[-1].is_total for t in others)
    has_total = any(row.is_total for row in found[-1].rows)
    lacks_total = _adds_up(found[-1]) and others_end_with_total and not has_total
    if lacks_total or _stops_inside_row(drafts[-1], found[-1].columns):
        cut.append(found[-1])
    return cut


def _stops_inside_row(draft: _Draft, columns: Sequence[Column]) -> bool:
    grid, start = draft.parts[-1]
    return len(grid.rows) > start and len(grid.rows[-1]) < len(columns) and _placed(grid.rows[-1], columns) is None


def _adds_up(table: Table) -> bool:
    return any(c.kind == "count" and c.metric is not None and metrics()[c.metric].additive for c in table.columns)
