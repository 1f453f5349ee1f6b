"""A4 for rates that have a row of their own (项目 | 2023年 | 2022年, with the rows 受理量, 办结量 and 办结率).

What belongs here: such a row against the rows of counts, column by column. What does not: columns of rates
(``table_rates``), and tables that lie on their side, which are read upright (``parsers.tables.groups``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parsers.cells import header_word, is_of_dated_period, period_role
from parsers.claims.cells import cell_number, is_blank
from parsers.records import Column, Row
from parsers.tables.headers import metric_code
from pipelines.audit.figures import distinct, kind, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.rate.formulas import NOT_A_COMPLETION, Fit, added_up, fits, formula_en, formula_zh, with_numbers
from pipelines.audit.sheets import Sheet, cell_figure, sheets
from pipelines.audit.wording import header_zh, percent

_FEWEST = 3
"""Rows of different measures that make a table one of measures."""


def _measures(table: Sheet) -> dict[str, Row]:
    """The rows of a table by the metrics that they are called after; empty where two are of one, or too few are."""
    rows = [(code, row) for row in table.table.rows if row.label and (code := metric_code(row.label)) is not None]
    found = dict(rows)
    return found if len(rows) == len(found) >= _FEWEST else {}


def _figure(metric: str, row: Row, at: int) -> Figure | None:
    """The cell of a measure as the figure that its row says it is."""
    is_rate = kind(metric) == "rate"
    unit = "%" if is_rate else header_word(row.label or "")[1]
    column = Column(row.label or "", "rate" if is_rate else "count", None, unit)
    cell = row.cells[at]
    number = None if cell is None or is_blank(cell) else cell_number(cell, column)
    found = None if number is None else cell_figure(number, number.printed, metric, is_count=not is_rate)
    return None if found is None else replace(found, unit=unit)


def _given(figures: dict[str, Figure], metric: str) -> Fit | None:
    """The formula of a rate's name that reproduces it from the other figures of its column."""
    return next((f for f in fits(figures[metric], added_up(figures)) if f.fits and f.formula.agrees), None)


def _finding(audited: Audited, table: Sheet, at: int, figures: dict[str, Figure], metric: str, fit: Fit) -> Finding:
    printed, all_figures = figures[metric], added_up(figures)
    row, column = _measures(table)[metric].label or "", header_zh(table.table.columns[at].header)
    finding = Finding(
        check_id="A4",
        subject=f"{table.name}{row}“{column}”",
        verdict="consistent",
        severity=0,
        claimed=printed.printed,
        recomputed=percent(fit.rate),
        formula_id=fit.formula.formula_id,
        rounding=fit.mode,
        evidence=(f"{with_numbers(fit.formula, all_figures)} = {percent(fit.rate)}",),
        metric=metric,
        **say(
            "row_rates",
            "holds",
            table=table.name,
            table_no=table.table.table_no,
            row=row,
            column=column,
            printed=printed.printed,
            formula_zh=formula_zh(fit.formula),
            formula_en=formula_en(fit.formula),
            numbers=with_numbers(fit.formula, all_figures),
            rate=percent(fit.rate),
        ),
    )
    return located(audited, finding, (table.sample,) if table.sample is not None else ())


@check("A4", "各行指标的比率", "rates with a row of their own", gives="consistent")
def check_row_rates(audited: Audited) -> Iterator[Finding]:
    """In a table with a row for each measure and a column for each period, a row of rates against the rows of counts,
    by the formulas of ``rules/formulas.yaml``. A rate that none of them gives says nothing: some count may be left out.

    Tolerance: half a unit of the last printed digit; truncation agrees.
    """

    def findings() -> Iterator[Finding]:
        for table in sheets(audited):
            measures = _measures(table)
            for at, column in enumerate(table.table.columns):
                if not (is_of_dated_period(column.header) or period_role(column.header)):
                    continue
                read = {metric: f for metric, row in measures.items() if (f := _figure(metric, row, at)) is not None}
                for metric in (m for m in read if kind(m) == "rate" and m not in NOT_A_COMPLETION):
                    if (fit := _given(read, metric)) is not None:
                        yield _finding(audited, table, at, read, metric, fit)

    yield from distinct(findings())
