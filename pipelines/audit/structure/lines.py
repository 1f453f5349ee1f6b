"""The columns of a table as lines of figures, also those whose headers no list knows.

What belongs here: which columns hold figures, their cells as numbers, and in how many rows a relation between them has
to hold before it is one. What does not: the relations (``line_totals``, ``line_sums``, ``line_ratios``), and what the
metrics of known columns say of each other, which has checks of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from parsers.cells import cell_kind, header_word, is_average_word
from parsers.claims.cells import cell_number
from parsers.records import UNASSIGNED, BulletinMeta, Claim, Column, Row, Table
from parsers.text.numbers import PrintedNumber
from parsers.vocabulary import load
from pipelines.audit.figures import kind
from pipelines.audit.finding import Audited
from pipelines.audit.intervals import Figure
from pipelines.audit.sheets import cell_figure, inside_others, is_blank_cell, is_of_units, name_of_subtotal, subtotalled
from pipelines.audit.wording import header_zh

FEWEST_ROWS = 3
"""Rows in which a relation has to show before it is more than chance."""
ENOUGH_ROWS, MOST = 5, Fraction(3, 4)
"""From how many rows on, and in which share of them, a relation has to hold before a row that does not is told."""
FEWEST_ALIKE = 3
"""Columns of one metric: a whole and two parts."""
LONGEST_TITLE = 40
"""Characters of a title up to which a table is named by it."""
MOST_LINES, MOST_ROWS = 40, 400
"""Columns and rows of a table that is looked at: of more, every column would be tried with every other."""


@dataclass(frozen=True, slots=True)
class Line:
    """A column of figures: ``cells`` has one entry for each row that a total adds up, ``None`` where nothing is
    printed; ``subtotals`` one for each group of rows, ``means`` one for each row of means. ``at`` is its place in the
    table, ``metric`` what it measures, as far as the vocabulary knows it; ``is_percent``: it prints percentages, or
    decimals, which are amounts (万元) where it ``is_amount``.
    """

    at: int
    header: str
    metric: str | None
    is_percent: bool
    cells: tuple[Figure | None, ...]
    total: Figure | None
    subtotals: tuple[Figure | None, ...] = ()
    means: tuple[Figure | None, ...] = ()
    is_amount: bool = False

    @property
    def falls(self) -> bool:
        """Whether a figure of it is below nothing."""
        return any(cell is not None and cell.value < 0 for cell in self.cells)

    @property
    def is_known(self) -> bool:
        """Whether the vocabulary knows what it measures."""
        return self.metric is not None


@dataclass(frozen=True, slots=True)
class Group:
    """A row that adds up some of the others: its name, and their places among the rows."""

    label: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a table in their order, with the names of its rows, of the groups of them that are added up, and
    of the rows of means; ``table_no`` is ``None`` where none is known.
    """

    name: str
    table_no: int | None
    lines: tuple[Line, ...]
    labels: tuple[str, ...]
    groups: tuple[Group, ...] = ()
    means: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[Line, ...]:
        """The lines of whole numbers, none below nothing: those are changes."""
        return tuple(line for line in self.lines if not line.is_percent and not line.falls)

    @property
    def amounts(self) -> tuple[Line, ...]:
        """The lines of decimals that may be amounts, none below nothing."""
        return tuple(line for line in self.lines if line.is_amount and not line.falls)


@lru_cache(maxsize=8)
def all_lines(audited: Audited) -> tuple[Lines, ...]:
    """Those of each table whose columns the checks of known metrics do not tell all of."""
    tables = [(t, t.table_no) for t in audited.tables] + [(t, None) for t in audited.unread_tables]
    stored = {claim.locator: claim for claim in audited.claims if claim.origin == "table"}
    cells = _Cells(stored, audited.meta or BulletinMeta())
    found = (
        _lines(table, number, cells)
        for table, number in tables
        if _is_open(table.columns) and len(table.rows) <= MOST_ROWS and not table.cut_off
    )
    return tuple(lines for lines in found if lines.lines)


def _is_open(columns: Sequence[Column]) -> bool:
    """Whether a column of figures is not known, or several count the same, of which one may be the sum of others."""
    metrics = Counter(column.metric for column in columns if column.kind in ("count", "rate"))
    return None in metrics or any(n >= FEWEST_ALIKE for n in metrics.values())


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a table by what they are: those that a total adds up, the total, subtotals, and means."""

    units: Sequence[Row]
    total: Row | None
    subtotals: Sequence[Row]
    means: Sequence[Row]


def _lines(table: Table, table_no: int | None, cells: _Cells) -> Lines:
    inside = inside_others(table.rows)
    rows = [row for row in table.rows if is_of_units(row) and row.locator not in inside]
    total = next((row for row in table.rows if row.is_total), None)
    places = {id(row): at for at, row in enumerate(rows)}
    groups = tuple(subtotalled(table.rows))
    subtotals = [row for row, _ in groups]
    means = [row for row in table.rows if is_average_word(row.label)]
    printed = _Rows(rows, total, subtotals, means)
    lines = (_line(at, column, printed, cells) for at, column in enumerate(table.columns))
    return Lines(
        name=f"表{table.table_no}" if table_no is not None else _name(table),
        table_no=table_no,
        lines=tuple(line for line in lines if line is not None)[:MOST_LINES],
        labels=tuple(row.label or f"第{n}行" for n, row in enumerate(rows, start=1)),
        groups=tuple(
            Group(name_of_subtotal(row, members), tuple(sorted(places[id(m)] for m in members if id(m) in places)))
            for row, members in groups
        ),
        means=tuple(row.label or "" for row in means),
    )


def _name(table: Table) -> str:
    """What a table of which no column is known is called: no checks but these name it, so that its title says more."""
    title = (table.title or "").strip()
    return f"表{table.table_no}" + (f"（{title}）" if 0 < len(title) <= LONGEST_TITLE else "")


def _line(at: int, column: Column, rows: _Rows, cells: _Cells) -> Line | None:
    """A column as a line; ``None`` for one that holds words, ranks, running numbers, times, or hardly any figure."""
    is_measured = column.metric is not None and kind(column.metric) in ("count", "rate") and column.metric != "rank"
    if not is_measured and (column.metric is not None or column.kind not in ("count", "rate") or _is_order(column)):
        return None
    printed = [row.cells[at] for row in rows.units]
    if any(not is_blank_cell(cell) and cell_kind(cell) not in ("number", "percent") for cell in printed):
        return None
    figures = tuple(cells.figure(row, at, column) for row in rows.units)
    known = [figure for figure in figures if figure is not None]
    if len(known) < FEWEST_ROWS:
        return None
    is_rate = column.kind == "rate" or any(figure.unit == "%" for figure in known)
    is_decimal = any(figure.step < 1 for figure in known)
    return Line(
        at=at,
        header=header_zh(column.header) or f"第{at + 1}列",
        metric=column.metric,
        is_percent=is_rate or is_decimal,
        is_amount=is_decimal and not is_rate and column.metric is None,
        cells=figures,
        total=None if rows.total is None else cells.figure(rows.total, at, column),
        subtotals=tuple(cells.figure(row, at, column) for row in rows.subtotals),
        means=tuple(cells.figure(row, at, column) for row in rows.means),
    )


def _is_order(column: Column) -> bool:
    word = header_word(column.header)[0]
    return any(end in word for end in load("columns")["orders"])


@dataclass(frozen=True, slots=True)
class _Cells:
    """What makes figures of cells: the claims of a document's tables by their places, and what it says of itself."""

    stored: Mapping[str, Claim]
    meta: BulletinMeta

    def figure(self, row: Row, at: int, column: Column) -> Figure | None:
        """The figure of a row in column ``at`` with its claim, which is none that is stored where no list knows the
        column.
        """
        printed = row.cells[at]
        if printed is None or is_blank_cell(printed):
            return None
        number = cell_number(printed, column)
        is_count = number is not None and number.unit != "%"
        found = None if number is None else cell_figure(number, printed, column.metric or "", is_count=is_count)
        if number is None or found is None:
            return None
        place = f"{row.locator}.c{at + 1}"
        return replace(found, claim=self.stored.get(place) or self._unstored(row, place, number, column))

    def _unstored(self, row: Row, place: str, number: PrintedNumber, column: Column) -> Claim:
        return Claim(
            metric=UNASSIGNED,
            printed=number.printed.strip(),
            value=number.value,
            unit=number.unit,
            stated_by=self.meta.stated_by,
            scope="total" if row.is_total else "unit",
            origin="table",
            quote=" | ".join(cell or "" for cell in row.cells),
            locator=place,
            region_code=self.meta.region_code,
            agency=None if row.is_total else row.label,
            label=header_zh(column.header) or None,
            period_start=self.meta.period_start,
            period_end=self.meta.period_end,
        )


def in_rows(*lines: Line) -> Iterator[tuple[int, tuple[Figure, ...]]]:
    """The rows that print a figure in each of some lines: the place of the row, and its figures."""
    for at, cells in enumerate(zip(*(line.cells for line in lines), strict=True)):
        found = tuple(cell for cell in cells if cell is not None)
        if len(found) == len(lines):
            yield at, found


def is_rule(holding: int, telling: int, rows: int) -> bool:
    """Whether a relation that holds in so many of some rows is one that the table keeps: in all of them, or in most of
    many. ``telling`` are the rows among those in which it holds that would hardly agree by chance.
    """
    if telling < FEWEST_ROWS:
        return False
    return holding == rows or (telling >= ENOUGH_ROWS and holding >= MOST * rows)


def listed(printed: Sequence[str], most: int = 12) -> str:
    """The figures of a line one after another, as far as they are few enough to be read."""
    return "、".join(printed[:most]) + ("……" if len(printed) > most else "")
