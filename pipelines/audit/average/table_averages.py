"""A7 in tables: is a row of means (平均, 月均) the mean of the rows?

What belongs here: the cells of such a row against the cells of their columns. What does not: daily averages of
sentences (``averages``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipelines.audit.figures import cause, claims_of, kind, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, is_nearest, reproduces, severity_of_gap
from pipelines.audit.rules import words
from pipelines.audit.sheets import Sheet, SheetRow, sheets
from pipelines.audit.wording import decimal, header_zh, percent

_FEWEST_ROWS = 2


def _column(table: Sheet, at: int) -> tuple[Figure, ...]:
    return tuple(cell for row in table.rows if (cell := row.cells[at]) is not None)


def is_mean(mean: Fraction, printed: Figure) -> bool:
    """Whether a printed figure is a mean, rounded or cut off."""
    mode = reproduces(mean, printed)
    return is_nearest(mode) or mode == "truncated"


def is_of_more(label: str) -> bool:
    """Whether a row is called the mean of a whole place (全县平均): units that the table leaves out may be in it."""
    return label.startswith(tuple(words("table_averages", "whole_places")))


@check("A7", "附表平均", "means in tables", gives="consistent needs_definition")
def check_table_averages(audited: Audited) -> Iterator[Finding]:
    """Column by column, a row of means against the mean of the rows that print a figure.

    A rate may be that of all items together instead, and the mean of a whole place may take in units that the table
    leaves out: both only agree. A table that is cut off says nothing.

    Tolerance: half a unit of the last printed digit; truncation agrees.
    """
    for table in sheets(audited):
        for row in () if table.table.cut_off else table.averages:
            for at, printed in enumerate(row.cells):
                cells = _column(table, at)
                if printed is not None and len(cells) >= _FEWEST_ROWS and printed.metric != "rank":
                    yield from _findings(audited, table, row, at, printed, cells)


def _findings(
    audited: Audited, table: Sheet, row: SheetRow, at: int, printed: Figure, cells: tuple[Figure, ...]
) -> Iterator[Finding]:
    mean = sum((cell.value for cell in cells), Fraction(0)) / len(cells)
    is_rate = kind(printed.metric) == "rate"
    holds = is_mean(mean, printed)
    if not holds and (is_rate or is_of_more(row.label)):
        return
    header = header_zh(table.table.columns[at].header)
    shown = percent(mean) if is_rate else decimal(mean)
    finding = Finding(
        check_id="A7",
        subject=f"{table.name}“{header}”{row.label}",
        verdict="consistent" if holds else "needs_definition",
        severity=0 if holds else severity_of_gap(mean - printed.value, printed.value),
        claimed=printed.printed,
        recomputed=shown,
        gap=(mean - printed.value) / (100 if is_rate else 1),
        evidence=(f"({'+'.join(decimal(c.value) for c in cells)})/{len(cells)} = {shown}",),
        metric=printed.metric,
        cause_id=None if holds else cause(audited, "table", table.table.table_no, "mean", at),
        **say(
            "table_averages",
            "holds" if holds else "differs",
            table=table.name,
            table_no=table.table.table_no,
            header=header,
            row=row.label,
            rows=len(cells),
            printed=printed.printed,
            mean=shown,
        ),
    )
    yield located(audited, finding, claims_of(cells), table.sample)
