"""A4 for columns of rates that no list knows, named after a column of counts beside them (延期数 | 延期率).

What belongs here: finding the base of such a column among the counts of its table. What does not: rates with a formula
(``table_rates``), and rates of that kind in sentences (``stem_rates``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parsers.cells import header_word
from parsers.claims.cells import cell_number, is_blank
from parsers.records import Column
from parsers.text.numbers import PrintedNumber, interval
from parsers.vocabulary import load
from pipelines.audit.figures import distinct, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, is_nearest, reproduces
from pipelines.audit.sheets import Sheet, sheets
from pipelines.audit.wording import decimal, header_zh, percent

_FEWEST = 2
"""Rows whose count is more than nothing that must give their rate: one may do so by chance."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with its rate, the count it is named after and the one tried as its base."""

    rate: Figure
    part: Fraction
    base: Fraction

    @property
    def is_given(self) -> bool:
        """Whether the two counts give the rate."""
        return is_nearest(reproduces(self.part * 100 / self.base, self.rate))


def _name(header: str) -> str:
    """What a column counts, by its header without an ending that only says so (延期数 -> 延期)."""
    word = header_word(header)[0]
    endings = sorted(load("columns")["count_endings"], key=len, reverse=True)
    return next((stem for e in endings if (stem := word.removesuffix(e)) != word and stem), word)


def _is_rate(column: Column) -> bool:
    word = header_word(column.header)[0]
    return column.metric is None and word.endswith("率") and (column.kind == "rate" or column.unit == "%")


def _number(cell: str | None, column: Column) -> PrintedNumber | None:
    return None if cell is None or is_blank(cell) else cell_number(cell, column)


def _lines(table: Sheet, rate: int, part: int, base: int) -> list[_Line] | None:
    """The rows that print all three; ``None`` where a base is nothing or smaller than what it would be of."""
    columns, found = table.table.columns, []
    in_percent = Column(columns[rate].header, "rate", None, "%")
    for row in table.table.rows:
        printed, upper, lower = (
            _number(row.cells[rate], in_percent),
            _number(row.cells[part], columns[part]),
            _number(row.cells[base], columns[base]),
        )
        if printed is None or upper is None or lower is None:
            continue
        allowed = interval(printed, "exact", is_count=False)
        if upper.value > lower.value or not lower.value or allowed is None:
            return None
        figure = Figure(
            metric="rate",
            value=Fraction(printed.value),
            step=Fraction(printed.step),
            interval=allowed,
            printed=printed.printed,
            unit="%",
        )
        found.append(_Line(figure, Fraction(upper.value), Fraction(lower.value)))
    return found


def _best(table: Sheet, rate: int, part: int) -> tuple[int, list[_Line]] | None:
    """The column that gives all rates over the one they are named after, with the rows."""
    columns = table.table.columns
    for base in (i for i, c in enumerate(columns) if c.kind == "count" and c.unit != "%" and i not in (rate, part)):
        lines = _lines(table, rate, part, base)
        counted = [line for line in lines or () if line.part]
        is_fit = lines and len(lines) >= _FEWEST and all(line.is_given for line in lines)
        if lines and is_fit and (len(counted) >= _FEWEST or not counted):
            return base, lines
    return None


def stem_rates(table: Sheet) -> Iterator[tuple[Column, Column, list[_Line]]]:
    """The columns of rates that one column gives over another: rate, base, rows."""
    columns = table.table.columns
    for at, column in enumerate(columns):
        stem = header_word(column.header)[0].removesuffix("率")
        parts = [i for i, c in enumerate(columns) if c.kind == "count" and c.unit != "%" and _name(c.header) == stem]
        if _is_rate(column) and len(parts) == 1 and (best := _best(table, at, parts[0])) is not None:
            yield column, columns[best[0]], best[1]


def _finding(audited: Audited, table: Sheet, rate: Column, base: Column, lines: Sequence[_Line]) -> Finding:
    terms = tuple(f"{decimal(x.part)}/{decimal(x.base)} = {percent(x.part * 100 / x.base)}" for x in lines)
    header = header_zh(rate.header)
    finding = Finding(
        check_id="A4",
        subject=f"{table.name}“{header}”",
        verdict="consistent",
        severity=0,
        claimed="；".join(x.rate.printed for x in lines),
        recomputed="；".join(percent(x.part * 100 / x.base) for x in lines),
        formula_id="part_over_whole",
        evidence=terms,
        **say(
            "table_stem_rates",
            "holds",
            table=table.name,
            table_no=table.table.table_no,
            header=header,
            base=header_zh(base.header),
            rows=len(lines),
        ),
    )
    return located(audited, finding, (table.sample,) if table.sample is not None else ())


@check("A4", "附表随件数命名的比率", "rates of tables named after a column", gives="consistent")
def check_table_stem_rates(audited: Audited) -> Iterator[Finding]:
    """A column of rates of another name (签收率, 延期率) in a table that prints the count it is named after: the one
    other count that gives every row. Where none does, nothing is said: nobody defined the rate.

    Tolerance: half a unit of the last printed digit.
    """
    yield from distinct(_finding(audited, t, *found) for t in sheets(audited) for found in stem_rates(t))
