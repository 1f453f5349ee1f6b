"""One table from its grids: what its columns measure, and its rows with label, total and serial.

What belongs here: putting cells into columns. What does not: which grids are one table (``parsers.tables.fragments``),
whether the result is sane (``parsers.tables.sanity``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from parsers.cells import (
    OF_ONE,
    POINTS,
    align,
    cell_kind,
    counts_of_period,
    fits,
    header_kind,
    header_word,
    is_of_dated_period,
    is_period,
    is_subtotal_word,
    is_total_word,
    is_whole_place,
    label_at,
    part_named,
    period_role,
    serial_number,
    unbroken,
)
from parsers.document import Grid
from parsers.records import Column, Issue, Row, Table
from parsers.tables.fragments import Draft
from parsers.tables.headers import counted_in, header_group, is_bare_count, metric_code
from parsers.tables.heads import adds_up, with_group_heads
from parsers.tables.sanity import odd_cells, oddities
from parsers.tables.surroundings import announced, is_line
from parsers.text.numbers import half_width, parse_number
from parsers.vocabulary import channel_words, load, metric_headers, metrics, narrative
from parsers.vocabulary.layout import squeezed

_CHANGES = ("change", "change_count")
_OUTCOMES = {"completed", "in_progress", "not_completed", "replied", "returned", "invalid"}
_WHOLES = {"received", "valid", "accepted", "forwarded", "due", "handled"}


def put_together(draft: Draft, table_no: int, heading: str) -> tuple[Table, list[Issue]]:
    """The table of a draft and what was odd; ``heading`` is that of the document, for a table without a title."""
    first_grid, _ = draft.parts[0]
    place = re.sub(r"\.r\d+$", "", first_grid.locators[0])
    printed_lines = [line.text for line in draft.above] + list(draft.header.above)
    captions = tuple(line for line in printed_lines if is_line("captions", line))
    title = "".join(line for line in printed_lines if not is_line("captions", line)) or None
    issues: list[Issue] = []
    columns = _columns(draft, _unit_of(captions), place, issues, _subjects(title or draft.section or heading, draft))
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
        lead=draft.lead.locator if draft.lead else None,
    )
    return table, issues + list(oddities(table))


def _unit_of(captions: Sequence[str]) -> str | None:
    """The unit that a caption gives for the whole table: （单位：件）."""
    for caption in captions:
        word, unit = header_word(caption if "(" in caption or "（" in caption else f"（{caption}）")
        if unit is not None and not word:
            return unit
    return None


def _subjects(title: str, draft: Draft) -> list[str]:
    """What may say what the columns of a table count: its title, the header of what it lists, the sentence that
    announces it, the heading of its chapter.
    """
    roles = load("columns")["roles"]
    things = [h for h in draft.header.columns if header_word(h)[0] in (*roles["category"], *roles["channel"])]
    return [title, *things[:1], announced(draft.lead), draft.chapter]  # 诉求类型, 受理渠道


_FEWEST_IN_PERCENT = 2
"""Shares above 1 in a column; one alone may be a slip among fractions."""


def _counts_kinds(headers: Sequence[str], subjects: Sequence[str]) -> bool:
    """Whether a table sorts by kind or channel and prints the share of each (事项类别 | 件数 | 占比): what its 件数
    counts is what the document counts, unless a word around it says that it is other business.
    """
    roles = load("columns")["roles"]
    by_kind = any(header_word(h)[0] in (*roles["category"], *roles["channel"]) for h in headers)
    words = (
        *load("columns")["no_requests"],
        *narrative()["uncounted"],
        *narrative()["other_items"],
        *narrative()["taken_up"],
    )
    return by_kind and "share" in map(metric_code, headers) and not any(w in s for w in words for s in subjects)


def _columns(
    draft: Draft, table_unit: str | None, place: str, issues: list[Issue], subjects: Sequence[str]
) -> tuple[Column, ...]:
    printed = draft.header.columns
    bodies = [[row[i] if i < len(row) else None for row in _body_rows(draft)] for i in range(len(printed))]
    headers = [_of_rows(h, cells) for h, cells in zip(printed, bodies, strict=True)]
    of_parts = sum(part_named(h) is not None for h in headers) > 1 or _are_of_one_whole(headers) or _compares(headers)
    of_document = of_parts or _counts_kinds(headers, subjects)
    bare = next(filter(None, map(counted_in, subjects)), "received" if of_document else None)
    columns = [_column(h, cells, table_unit, place, issues, bare) for h, cells in zip(headers, bodies, strict=True)]
    columns = _accepted_beside_received(columns, bodies)
    if not any(c.kind == "label" for c in columns):
        columns = _with_label(columns, bodies)
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


def _of_rows(header: str, cells: Sequence[str | None]) -> str:
    """The header of a corner that a line divides (类别 时间): the one of its two words that names the rows below it;
    any other header as it is.
    """
    roles = load("columns")["roles"]
    of_period, of_part = [
        [word for word in header.split() if word in listed]
        for listed in (roles["period"], (*roles["category"], *roles["measure"], *roles["channel"]))
    ]
    if not of_period or not of_part or len(header.split()) != _WORDS_OF_CORNER:
        return header
    names = [cell for cell in cells if cell_kind(cell) == "text" and not _adds_up_by_name(cell)]
    are_periods = 2 * sum(is_period(name or "") or counts_of_period(name or "") for name in names) > len(names)
    return of_period[0] if are_periods else of_part[0]


_WORDS_OF_CORNER = 2


def _accepted_beside_received(columns: Sequence[Column], bodies: Sequence[Sequence[str | None]]) -> list[Column]:
    """The columns; 受理 beside all that came in (来电总量 | 受理诉求, 接收量 | 受理量) is no second count of these.
    Other than of calls, it is nowhere more than what came in: what was accepted is among it.
    """
    came_in = [i for i, c in enumerate(columns) if c.metric == "received" and not period_role(c.header)]
    accepted = [i for i in came_in if "受理" in columns[i].header]
    if len(came_in) != 2 or len(accepted) != 1:
        return list(columns)
    (at,), (of,) = accepted, set(came_in) - set(accepted)
    are_calls = any(word in columns[of].header for word in narrative()["calls"])
    if not are_calls and not (_are_of_all(columns[at], columns[of]) and _are_among(bodies[at], bodies[of])):
        return list(columns)
    return [replace(c, metric="accepted") if i == at else c for i, c in enumerate(columns)]


def _are_of_all(*columns: Column) -> bool:
    """Whether none of the columns is of a part, a channel or a period by its header."""
    headers = [c.header for c in columns]
    of_part = any(part_named(h) or header_group(h) or is_of_dated_period(h) for h in headers)
    return not of_part and not any(word in h for h in headers for word in channel_words())


def _are_among(few: Sequence[str | None], many: Sequence[str | None]) -> bool:
    """Whether each figure of a column is at most that of the other beside it, and some are less."""
    pairs = [
        (a.value, b.value)
        for x, y in zip(few, many, strict=True)
        if x and y and (a := parse_number(x.strip())) is not None and (b := parse_number(y.strip())) is not None
    ]
    return any(a < b for a, b in pairs) and all(a <= b for a, b in pairs)


def _are_of_one_whole(headers: Sequence[str]) -> bool:
    """Whether columns say what became of letters, and none how many came in: 合计 beside them does (办理中 | 已办结 |
    不受理 | 合计).
    """
    codes = {metric_code(h) for h in headers}
    return len(codes & _OUTCOMES) > 1 and not codes & _WHOLES


def _compares(headers: Sequence[str]) -> bool:
    """Whether columns of two periods stand by kinds of requests or channels (渠道 | 本周 | 上周): what these have is
    what came in."""
    roles = load("columns")["roles"]
    parts = any(header_word(h)[0] in (*roles["category"], *roles["channel"]) for h in headers)
    return parts and sum(is_period(h) or counts_of_period(h) for h in headers) > 1


def _body_rows(draft: Draft) -> Iterator[tuple[str | None, ...]]:
    for grid, start in draft.parts:
        yield from grid.rows[start:]


def _column(
    printed: str, cells: Sequence[str | None], table_unit: str | None, place: str, issues: list[Issue], bare: str | None
) -> Column:
    """``bare`` is what a column counts whose header does not say it (件数, 投诉)."""
    word, unit = header_word(printed)
    unit = POINTS if unit is None and any(c and c.endswith(POINTS) for c in cells) else unit  # 满意率升降: ↑0.4个百分点
    found = {cell_kind(c) for c in cells} - {"blank"}
    kind = header_kind(printed)
    code = None if kind in ("serial", "label", "note") else metric_code(printed)
    if (is_bare_count(printed) and found <= {"number"}) or (
        code is None and part_named(printed) and found == {"number"}
    ):
        code = bare
    if code is None:
        if kind is not None:
            return Column(printed, kind)
        if found == {"text"} and is_period(printed):  # a corner that prints the period of the table
            return Column(printed, "text")
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
    are_whole = found == {"number"} and not any("." in half_width(c or "") for c in cells)
    code = _counted_or_in_percent(code, unit, found, are_whole=are_whole)
    metric = metrics()[code]
    if metric.kind == "count" and found == {"percent"}:
        return _rate_without_its_word(printed, word, place, issues)
    if metric.kind == "rate" and found == {"number"} and unit is None and _are_fractions(code, cells):
        unit = OF_ONE
    elif metric.kind == "rate" and found == {"number"} and unit not in (metric.unit, POINTS):
        issues.append(
            Issue(
                code="rate_without_sign",
                message=f"The column {printed!r} of the table at {place} is a rate, but its figures have no % sign.",
                place=place,
                raw=printed,
            )
        )
    kind = {"count": "count", "duration": "count", "rate": "rate", "text": "text"}[metric.kind]
    is_in_unit = metric.additive and (not are_whole or not (table_unit or "").startswith("万"))
    counted = table_unit if metric.kind == "count" and is_in_unit else None
    in_percent = metric.kind == "rate" and unit != OF_ONE and _are_in_percent(code, cells)
    return Column(printed, kind, code, unit or counted or metric.unit, in_percent)


def _are_fractions(code: str, cells: Sequence[str | None]) -> bool:
    """Whether the cells of a rate are fractions of 1 (办结率 0.9771): none above 1, and most of them more than half, as
    rates are that say how much was done.
    """
    numbers = [n.value for c in cells if c and (n := parse_number(c.strip())) is not None]
    is_fine = any("." in (c or "") for c in cells)
    most = 2 * sum(value > Decimal("0.5") for value in numbers) > len(numbers) > 1
    return is_fine and most and max(numbers) <= 1 and code not in load("columns")["small_rates"]


def _are_in_percent(code: str, cells: Sequence[str | None]) -> bool:
    """Whether the bare cells of shares are percent though some are below 1 (59.3, 31.7, 0.04): several are too large
    for parts of 1.
    """
    numbers = [n.value for c in cells if c and (n := parse_number(c.strip())) is not None]
    return code == "share" and sum(value > 1 for value in numbers) >= _FEWEST_IN_PERCENT


def _counted_or_in_percent(code: str, unit: str | None, found: Set[str], *, are_whole: bool) -> str:
    """A change is one in items or in percent by what is printed in its column, whatever its header calls it (增减)."""
    if code not in _CHANGES:
        return code
    if "percent" in found or unit in ("%", POINTS):
        return "change"
    return "change_count" if unit is not None or are_whole else code


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


def _with_label(columns: Sequence[Column], bodies: Sequence[Sequence[str | None]]) -> list[Column]:
    """Where no header names the units, a column of words left of the figures does: the first of those with most
    different words, since one that is merged over several rows, or says the same in several, names groups of them.
    """
    measured = (i for i, c in enumerate(columns) if c.kind in ("count", "rate") and c.metric != "rank")
    figures = next(measured, len(columns))
    named = [i for i, c in enumerate(columns[:figures]) if c.kind == "text" and c.metric is None]
    names = {i: {c for c in bodies[i] if cell_kind(c) == "text" and not _adds_up_by_name(c)} for i in named}
    at = max(named, key=lambda i: len(names[i]), default=None)
    return [replace(c, kind="label") if i == at else c for i, c in enumerate(columns)]


def _adds_up_by_name(cell: str | None) -> bool:
    return is_total_word(cell) or is_subtotal_word(cell)


def _rows(
    draft: Draft, columns: Sequence[Column], issues: list[Issue]
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
            if len(filled) == 1 and is_line("notes", filled[0]):
                notes.append((filled[0], place))
                continue
            if _is_group_row(grid, index):
                issues.append(_group_row(filled[0], place))
                continue
            placed = in_columns(cells, columns)
            if placed is None:
                issues.append(_width(cells, len(columns), place))
                continue
            row = _row(placed, columns, place, grid.page)
            issues += odd_cells(row, columns)
            rows.append(row)
            counted += not row.is_total
        fragments.append(counted)
    return tuple(_with_total(with_group_heads(rows, columns), columns)), tuple(fragments), notes


def _with_total(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """The rows, the last of them as the total where it is the only one that adds up others (乡镇合计 alone), or the one
    of the whole place (全市) or of all that came in (受理总数) where the others add up to it. Where a total adds up
    nothing but subtotals (乡镇小计, 部门小计), these are its rows.
    """
    if len(rows) > 2 and rows[-1].is_total and all(row.is_subtotal for row in rows[:-1]):
        return [*(replace(row, is_subtotal=False) for row in rows[:-1]), rows[-1]]
    places = [row for row in rows if is_whole_place(row.label) or _counts_all(row.label)]
    if len(places) == 1 and not any(row.is_total for row in rows):
        units = [row for row in rows if row is not places[0] and not row.is_subtotal]
        is_sum = adds_up(places[0], units, columns)
        return [replace(row, is_total=True) if is_sum and row is places[0] else row for row in rows]
    alone = [row for row in rows if row.is_total or row.is_subtotal] == list(rows[-1:])
    if not rows or not alone or not rows[-1].is_subtotal or not _adds_all(rows[-1].label):
        return list(rows)
    return [*rows[:-1], replace(rows[-1], is_total=True, is_subtotal=False)]


def _counts_all(label: str | None) -> bool:
    """Whether a row is called like a column of all that came in (受理总数, 诉求总量)."""
    return label is not None and "总" in label and metric_headers().get(header_word(label)[0]) == "received"


def _adds_all(label: str | None) -> bool:
    """Whether a row may add up everything by its name (乡镇合计), other than a 小计."""
    return label is not None and not any(word in label for word in load("columns")["subtotal_rows"])


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


def in_columns(cells: Sequence[str | None], columns: Sequence[Column]) -> tuple[str | None, ...] | None:
    """The cells of a row in their columns, or ``None`` when their number does not allow it.

    Allowed: remarks missing at the end, empty cells too many, a total without its 序号 or its rank.
    """
    width = len(columns)
    if len(cells) > width:
        return None if any(cells[width:]) else tuple(cells[:width])
    missing = columns[len(cells) :]
    if all(c.kind in ("note", "text") and c.metric is None for c in missing):
        return (*cells, *(None for _ in missing))
    if cells and is_total_word(cells[0]) and None not in cells:
        return _total_in_columns([c or "" for c in cells], columns)
    return None


def _total_in_columns(cells: Sequence[str], columns: Sequence[Column]) -> tuple[str | None, ...] | None:
    """The cells of a total that is printed without the 序号 and the rank that it has none of; ``None`` where that does
    not say where each belongs.
    """
    if columns[0].kind == "serial":
        placed = align(cells, [c.kind for c in columns[1:]])
        if placed is not None:
            return (None, *placed)
    totalled = [i for i, c in enumerate(columns) if c.kind != "serial" and c.metric != "rank"]
    if len(totalled) != len(cells) or not all(fits(t, columns[i].kind) for t, i in zip(cells, totalled, strict=True)):
        return None
    of_column = dict(zip(totalled, cells, strict=True))
    return tuple(of_column.get(i) for i in range(len(columns)))


def _width(cells: Sequence[str | None], width: int, place: str) -> Issue:
    return Issue(
        code="row_width",
        message=f"The row at {place} has {len(cells)} cells where its table has {width} columns; it is left out. "
        "Compare it with the original page.",
        place=place,
        raw=" | ".join("" if c is None else c for c in cells),
    )


def _row(cells: tuple[str | None, ...], columns: Sequence[Column], place: str, page: int | None) -> Row:
    name_at = label_at([c.header for c in columns])
    if name_at is None:
        name_at = next((i for i, c in enumerate(columns) if c.kind == "label"), None)
    serial_at = next((i for i, c in enumerate(columns) if c.kind == "serial"), None)
    measured = (i for i, c in enumerate(columns) if c.kind in ("count", "rate") and c.metric != "rank")
    figures_from = next(measured, len(columns))
    names = cells[: max(figures_from, 1)]  # a total word stands left of the figures, in whatever column
    total = next((c for c in names if is_total_word(c)), None)
    subtotal = next((c for c in names if is_subtotal_word(c)), None)
    label = total or subtotal or (cells[name_at] if name_at is not None else None)
    return Row(
        label=squeezed(label) if label and (total or subtotal) else unbroken(label or "") or None,
        cells=cells,
        locator=place,
        is_total=total is not None,
        is_subtotal=subtotal is not None,
        serial=None if serial_at is None else serial_number(cells[serial_at]),
        page=page,
    )
