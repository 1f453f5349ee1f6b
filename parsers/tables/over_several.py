"""A total that adds up several tables, printed below the last of them under the sum of its own rows.

What belongs here: telling it from the total of that table. What does not: rows of totals themselves
(``parsers.tables.body``), and whether they are right (``pipelines.audit``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from parsers.records import Row, Table
from parsers.text.numbers import parse_number
from parsers.vocabulary import metrics


def with_own_totals(tables: Sequence[Table]) -> list[Table]:
    """The tables, the 小计 of all rows of one as its total where the 总计 below it is that of the tables above, too.

    Only where it is so in every column of counts: otherwise one of the figures is wrong, and which is not said.
    """
    found: list[Table] = []
    for table in tables:
        found.append(_with_own_total(table, found))
    return found


def _with_own_total(table: Table, above: Sequence[Table]) -> Table:
    rows = table.rows
    if len(rows) < 3 or not (rows[-2].is_subtotal and rows[-1].is_total):
        return table
    if any(row.is_subtotal or row.is_total for row in rows[:-2]):
        return table
    like = [t for t in above if [c.metric for c in t.columns] == [c.metric for c in table.columns]]
    own = [_counts(table, rows[-2])]
    for other in reversed(like):
        sums = [row for row in other.rows if row.is_total or row.is_subtotal]
        if len(sums) != 1:
            return table
        own.append(_counts(other, sums[0]))
        if _added(own) == _counts(table, rows[-1]):
            return replace(table, rows=(*rows[:-2], replace(rows[-2], is_total=True, is_subtotal=False), rows[-1]))
    return table


def _counts(table: Table, row: Row) -> list[Decimal | None]:
    """The figures of a row in the columns that may be added up."""
    return [
        number.value if (number := parse_number((cell or "").strip(), None)) is not None else None
        for cell, column in zip(row.cells, table.columns, strict=True)
        if column.metric is not None and metrics()[column.metric].additive
    ]


def _added(rows: Sequence[Sequence[Decimal | None]]) -> list[Decimal | None]:
    return [None if None in cells else sum(c for c in cells if c is not None) for cells in zip(*rows, strict=True)]
