"""A2 in tables: do the columns that count parts add up to the column that counts them together?

What belongs here: within one row, kinds of requests (投诉 | 举报 | 受理总数) or channels against their whole. What does
not: stages of handling in a row (``flows``), rows against the total row (``column_sums``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from parsers.cells import part_named
from parsers.claims.cells import channel_of_header
from pipelines.audit.figures import cause, claims_of, kind, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, severity_of_gap
from pipelines.audit.sheets import Sheet, SheetRow, is_of_all, sheets
from pipelines.audit.wording import decimal, header_zh, signed

_FEWEST_PARTS = 2
_ENOUGH_ROWS = 3
"""Rows that hold before one that does not is called wrong."""


@dataclass(frozen=True, slots=True)
class RowSum:
    """The cells of a row that count parts, and the one that counts them together."""

    row: SheetRow
    parts: tuple[Figure, ...]
    whole: Figure

    @property
    def added(self) -> Fraction:
        """The sum of the parts."""
        return sum((part.value for part in self.parts), Fraction(0))

    @property
    def holds(self) -> bool:
        """Whether the parts add up."""
        return self.added == self.whole.value


def part_columns(table: Sheet) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The place of each column of a whole, and those of its parts: the columns of the same metric that each name a
    part, those beside it or, where none are (each channel has columns of its own), all of them.
    """
    columns = table.table.columns
    part_of = [c.metric if part_named(c.header) or channel_of_header(c.header) else None for c in columns]
    for whole, column in enumerate(columns):
        if column.metric is None or kind(column.metric) != "count" or not is_of_all(column.header):
            continue
        runs = [[*g] for own, g in groupby(range(len(columns)), lambda at: part_of[at]) if own == column.metric]
        beside = [run for run in runs if whole in (run[0] - 1, run[-1] + 1)]
        parts = max(beside or [[at for run in runs for at in run]], key=len)
        if len(parts) >= _FEWEST_PARTS:
            yield whole, tuple(parts)


def row_sums(table: Sheet, whole: int, parts: tuple[int, ...]) -> tuple[RowSum, ...]:
    """The rows, and the total, that print the whole and all its parts."""
    found = []
    for row in table.all_rows():
        cells = [row.cells[at] for at in parts]
        together = row.cells[whole]
        if together is not None and all(cell is not None for cell in cells):
            found.append(RowSum(row, tuple(c for c in cells if c is not None), together))
    return tuple(found)


@check("A2", "表内小计", "parts of a row", gives="consistent needs_definition inconsistent")
def check_row_sums(audited: Audited) -> Iterator[Finding]:
    """Row by row, the columns of kinds of requests or of channels against the column that counts them together.

    Only where more than half of the rows hold: otherwise the whole counts more, or an item in several columns. A row
    that does not is ``inconsistent`` where at least three others do, otherwise ``needs_definition``.

    Tolerance: none.
    """
    for table in sheets(audited):
        for whole, parts in part_columns(table):
            rows = row_sums(table, whole, parts)
            holding = sum(row.holds for row in rows)
            if 2 * holding <= len(rows):
                continue
            for row in rows:
                yield _finding(audited, table, row, whole, settled=holding >= _ENOUGH_ROWS)


def _finding(audited: Audited, table: Sheet, found: RowSum, whole: int, *, settled: bool) -> Finding:
    gap = found.added - found.whole.value
    label, header = found.row.label or "合计", header_zh(table.table.columns[whole].header)
    added = "+".join(decimal(part.value) for part in found.parts) + f"={decimal(found.added)}"
    case = "holds" if found.holds else "differs" if settled else "open"
    finding = Finding(
        check_id="A2",
        subject=f"{table.name}“{label}”行“{header}”",
        verdict={"holds": "consistent", "differs": "inconsistent", "open": "needs_definition"}[case],
        severity=0 if found.holds else severity_of_gap(gap, found.whole.value),
        claimed=found.whole.printed,
        recomputed=decimal(found.added),
        gap=gap,
        evidence=(added,),
        metric=found.whole.metric,
        cause_id=None if found.holds else cause(audited, "table", table.table.table_no, "row_sums", label),
        **say(
            "row_sums",
            case,
            table=table.name,
            table_no=table.table.table_no,
            row=label,
            header=header,
            added=added,
            printed=found.whole.printed,
            gap=signed(gap),
        ),
    )
    return located(audited, finding, claims_of((found.whole, *found.parts)))
