"""Whether a table that was read is sane (E1 of the checks): cells, serials, units printed twice, totals.

What belongs here: questions to the rows of one table. What does not: arithmetic on its figures (``pipelines.audit``),
tables that stop before their end (``parsers.tables.endings``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.cells import compares, fits, is_average_word, is_level, is_total_word
from parsers.records import Column, Issue, Row, Table
from parsers.vocabulary.layout import squeezed


def odd_cells(row: Row, columns: Sequence[Column]) -> Iterator[Issue]:
    """The cells of a row that are no such figure as their column holds; a row of changes holds others."""
    if compares(row.label):
        return
    for cell, column in zip(row.cells, columns, strict=True):
        is_change = column.metric in ("change", "change_count")
        if is_total_word(cell) or (is_change and is_level(cell)):
            continue
        if column.kind in ("count", "rate") and cell and not fits(cell, column.kind):
            yield Issue(
                code="odd_cell",
                message=f"The cell {cell!r} at {row.locator} stands in the column {column.header!r} "
                "and is no such figure.",
                place=row.locator,
                raw=cell,
            )


def oddities(table: Table) -> Iterator[Issue]:
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


def with_next_serials(rows: Sequence[Row]) -> Iterator[tuple[Row, int]]:
    """Each numbered row with the number that is next there: behind a subtotal or the head of a group it may begin
    again with 1."""
    above, behind_group = 0, False
    for row in rows:
        if row.serial is not None:
            yield row, 1 if behind_group and row.serial == 1 else above + 1
            above, behind_group = row.serial, False
        behind_group = behind_group or row.is_subtotal


def _serial_gaps(table: Table) -> Iterator[Issue]:
    for below, expected in with_next_serials(table.rows):
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
    rows = [row for row in table.rows if not is_average_word(row.label)]
    at = [i for i, row in enumerate(rows) if row.is_total]
    if len(at) > 1:
        yield Issue(
            code="several_totals",
            message=f"Table {table.table_no} has {len(at)} rows of totals; which rows each adds up is not said.",
            place=rows[at[1]].locator,
        )
    elif at and at[0] not in (0, len(rows) - 1):
        yield Issue(
            code="total_in_the_middle",
            message=f"Table {table.table_no}: the total at {rows[at[0]].locator} has rows above and below it.",
            place=rows[at[0]].locator,
        )
