"""N1 between tables: a figure that two tables of one document print.

What belongs here: totals and rows of one name that two tables both print (各单位 and 各类别 of the same letters, a kind
of request that stands in two rankings). Two tables seldom count alike in all of their rows, so that only what agrees
is told, and only numbers that no chance repeats. What does not: a table against a sentence (``narrative_vs_table``),
the rows of one table against its total (A1), one month in several bulletins (X1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from parsers.records import Claim
from pipelines.audit.addition.column_sums import ColumnSum, column_sums
from pipelines.audit.agreement.worded_cells import telling_digits
from pipelines.audit.figures import cause, claims_of, distinct, kind, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, severity_of_gap
from pipelines.audit.rules import field
from pipelines.audit.sheets import Sheet, SheetRow, sheets
from pipelines.audit.stated import compact, may_be_of_one, period_of, table_name
from pipelines.audit.wording import decimal, metric_en, metric_zh, signed

_RULES = "two_tables"
FEWEST_DIGITS, FEWEST_OF_A_ROW = 3, 4
"""Digits that say something of a total that two tables print, and of one that is a row of another table."""
FEWEST_ALIKE = 3
"""Cells of rows of one name that two tables print alike, beside which a single one that differs is told."""
FEWEST_ROWS = 2
"""Rows with such cells, apart from that of the one that differs."""
SMALLEST_ALIKE = 10
"""A smaller count may be in both tables by chance."""
NEAREST_OTHER = Fraction(9, 10)
"""Of the larger: a cell that differs by more is of something else."""
_Pair = tuple[Figure, Figure]


def _are_of_one_time(a: Claim | None, b: Claim | None) -> bool:
    """Whether two cells are of one period and channel, as far as both say so."""
    return a is not None and b is not None and may_be_of_one(a, b)


def _may_be_one(a: Figure, b: Figure) -> bool:
    """Whether two counts may be printed for one another: of one metric, or of one thing under two labels."""
    equal = {metric for metric, relation in field("narrative_vs_table", "pairs").get(a.metric, {}).items()}
    return b.metric == a.metric or b.metric in equal


def _counts(row: SheetRow) -> Iterator[Figure]:
    """The counts of a row that have enough digits, one a column."""
    for cell in row.cells:
        if cell is not None and kind(cell.metric) == "count" and telling_digits(cell.printed) >= FEWEST_DIGITS:
            yield cell


def _same(one: SheetRow, other: SheetRow) -> Iterator[_Pair]:
    for a in _counts(one):
        b = next((b for b in _counts(other) if a.value == b.value and _are_of_one_time(a.claim, b.claim)), None)
        if b is not None and _may_be_one(a, b):
            yield a, b


def _totals(one: Sheet, other: Sheet) -> Iterator[tuple[SheetRow, SheetRow, list[_Pair]]]:
    """The totals of two tables, with what both print."""
    if one.total is not None and other.total is not None and (pairs := list(_same(one.total, other.total))):
        yield one.total, other.total, pairs


def _total_and_row(one: Sheet, other: Sheet) -> Iterator[tuple[SheetRow, SheetRow, list[_Pair]]]:
    """The total of a table and the one row of another that print a large number for the same time."""
    if one.total is None:
        return
    for cell in _counts(one.total):
        if telling_digits(cell.printed) < FEWEST_OF_A_ROW:
            continue
        found = [
            (row, b)
            for row in other.rows
            for b in row.cells
            if b is not None and b.value == cell.value and kind(b.metric) == "count"
            if _are_of_one_time(cell.claim, b.claim) and period_of_figure(cell) == period_of_figure(b)
        ]
        if len(found) == 1:
            yield one.total, found[0][0], [(cell, found[0][1])]


def _added_up_elsewhere(one: Sheet, other: Sheet) -> Iterator[tuple[ColumnSum, SheetRow, Figure]]:
    """The totals of a table that its rows do not add up to, while another table prints what they do add up to, in the
    one row that is of the same letters: both print the same for another period.
    """
    for column in column_sums(one) if one.total is not None else ():
        claim = column.total.claim
        if not column.gap or claim is None or telling_digits(decimal(column.added)) < FEWEST_OF_A_ROW:
            continue
        twins = {id(row): row for _, row, _ in _total_and_row(one, other)}
        for row in twins.values():
            cell = next((b for b in row.cells if b is not None and b.value == column.added), None)
            if cell is not None and _are_of_one_time(claim, cell.claim):
                yield column, row, cell


def period_of_figure(cell: Figure) -> object:
    """The period of a cell; ``None`` for one that no claim was made of."""
    return None if cell.claim is None else period_of(cell.claim)


def _rows(one: Sheet, other: Sheet) -> Iterator[tuple[SheetRow, SheetRow, list[_Pair]]]:
    """The rows of one name in two tables, with what both print."""
    named = {compact(row.label): row for row in other.rows}
    for row in one.rows:
        twin = named.get(compact(row.label)) if row.label else None
        if twin is not None and (pairs := list(_same(row, twin))):
            yield row, twin, pairs


def _facing(row: SheetRow, twin: SheetRow) -> Iterator[_Pair]:
    """The counts of two rows of one name that are of one metric, part and period, where each row has only one of it."""
    known: dict[object, list[list[Figure]]] = {}
    for at, cells in enumerate((row.cells, twin.cells)):
        for cell in cells:
            if cell is not None and cell.claim is not None and kind(cell.metric) == "count":
                key = cell.metric, cell.unit, cell.claim.category, period_of_figure(cell)
                known.setdefault(key, [[], []])[at].append(cell)
    for ours, theirs in known.values():
        if len(ours) == len(theirs) == 1 and _are_of_one_time(ours[0].claim, theirs[0].claim):
            yield ours[0], theirs[0]


def _single_difference(one: Sheet, other: Sheet) -> tuple[SheetRow, Figure, Figure] | None:
    """The one cell of the rows of one name that two tables print differently, but not by much, where they print all
    others alike.
    """
    named = {compact(row.label): row for row in other.rows if row.label}
    rows = [(row, twin) for row in one.rows if row.label and (twin := named.get(compact(row.label))) is not None]
    facing = [(row, a, b) for row, twin in rows for a, b in _facing(row, twin)]
    differing = [(row, a, b) for row, a, b in facing if not a.interval.overlaps(b.interval)]
    alike = [row for row, a, b in facing if a.value == b.value and a.value >= SMALLEST_ALIKE]
    if len(differing) != 1 or len(alike) < FEWEST_ALIKE:
        return None
    own, a, b = differing[0]
    if len({id(row) for row in alike if row is not own}) < FEWEST_ROWS:
        return None
    low, high = sorted((a.value, b.value))
    return differing[0] if low >= NEAREST_OTHER * high else None


def _one_cell_differs(audited: Audited, one: Sheet, other: Sheet, row: SheetRow, a: Figure, b: Figure) -> Finding:
    first, second = table_name(audited, one.table), table_name(audited, other.table)
    subject = f"{first}与{second}{row.label}{metric_zh(a.metric)}"
    gap = b.value - a.value
    finding = Finding(
        check_id="N1",
        subject=subject,
        verdict="needs_definition",
        severity=severity_of_gap(gap, a.value),
        claimed=a.printed,
        recomputed=b.printed,
        gap=gap,
        metric=a.metric,
        cause_id=cause(audited, "two_tables", subject),
        **say(
            _RULES,
            "one_differs",
            table=first,
            table_no=one.table.table_no,
            other=second,
            other_no=other.table.table_no,
            row=row.label,
            metric_zh=metric_zh(a.metric),
            metric_en=metric_en(a.metric),
            printed=a.printed,
            twin=b.printed,
            gap=signed(gap),
        ),
    )
    return located(audited, finding, claims_of((a, b)))


def _findings(audited: Audited) -> Iterator[Finding]:
    for one, other in combinations(sheets(audited), 2):
        totals = list(_totals(one, other))
        yield from (_finding(audited, one, other, *found) for found in totals)
        for a, b in ((one, other), (other, one)) if not totals else ():
            yield from (_finding(audited, a, b, *found) for found in _total_and_row(a, b))
            yield from (_differing(audited, a, b, *found) for found in _added_up_elsewhere(a, b))
        yield from (_finding(audited, one, other, *found) for found in _rows(one, other))
        if (found := _single_difference(one, other)) is not None:
            yield _one_cell_differs(audited, one, other, *found)


def _differing(audited: Audited, one: Sheet, other: Sheet, column: ColumnSum, row: SheetRow, cell: Figure) -> Finding:
    """A total that the rows above it and another table contradict alike."""
    first, second = table_name(audited, one.table), table_name(audited, other.table)
    gap = cell.value - column.total.value
    finding = Finding(
        check_id="N1",
        subject=f"{first}“{column.header}”合计与{second}{row.label}",
        verdict="inconsistent" if gap < 0 else "needs_definition",  # more may be counted once for each unit
        severity=severity_of_gap(gap, column.total.value),
        claimed=column.total.printed,
        recomputed=cell.printed,
        gap=gap,
        metric=column.metric,
        cause_id=cause(audited, "table", one.table.table_no, "sums"),
        **say(
            _RULES,
            "differs",
            table=first,
            table_no=one.table.table_no,
            header=column.header,
            other=second,
            other_no=other.table.table_no,
            twin=row.label,
            total=column.total.printed,
            printed=cell.printed,
            gap=signed(gap),
        ),
    )
    return located(audited, finding, claims_of((column.total, cell)))


def _finding(
    audited: Audited, one: Sheet, other: Sheet, row: SheetRow, twin: SheetRow, pairs: Sequence[_Pair]
) -> Finding:
    first, second = table_name(audited, one.table), table_name(audited, other.table)
    values = "；".join(a.printed for a, _ in pairs)
    finding = Finding(
        check_id="N1",
        subject=f"{first}{row.label}与{second}{twin.label}",
        verdict="consistent",
        severity=0,
        claimed=values,
        recomputed="；".join(b.printed for _, b in pairs),
        metric=pairs[0][0].metric,
        **say(
            _RULES,
            "same",
            table=first,
            table_no=one.table.table_no,
            row=row.label,
            other=second,
            other_no=other.table.table_no,
            twin=twin.label,
            columns="、".join(metric_zh(a.metric) for a, _ in pairs),
            columns_en=", ".join(metric_en(a.metric) for a, _ in pairs),
            values=values,
        ),
    )
    return located(audited, finding, claims_of(cell for pair in pairs for cell in pair))


@check("N1", "两表同一数字", "one figure in two tables", gives="consistent inconsistent needs_definition")
def two_tables(audited: Audited) -> Iterator[Finding]:
    """The totals of two tables of one period and channel, rows of one name in both, and a total that is a row of
    another table, where they print the same count.

    Only counts of three digits or more, closing zeros left out, of four for a total and a row; and only what agrees:
    two tables may count alike in some of their rows only. A total that its own rows do not add up to differs from the
    row of another table, where that row prints what they add up to and both print the same for another period; where
    the rows are more, an item may be counted once for each unit. Where all rows of one name agree but for one cell that
    differs by little, that one is told.

    Tolerance: none.
    """
    yield from distinct(_findings(audited))
