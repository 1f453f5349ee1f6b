"""A3, A4 and A6 for columns that no list knows: is a column of percentages a quotient of others, row by row?

What belongs here: trying a share of the total, one column over another, what is left of one, and a change from one to
another, and the rows that do not keep to the one that fits. What does not: columns of known metrics among themselves
(``table_shares``, ``table_rates``, ``table_changes``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import islice, permutations

from pipelines.audit.figures import cause, claims_of, distinct, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, is_nearest, reproduces, severity_of_points
from pipelines.audit.rate.table_stem_rates import stem_rates
from pipelines.audit.sheets import sheets
from pipelines.audit.structure.line_totals import TOTAL
from pipelines.audit.structure.lines import Group, Line, Lines, all_lines, in_rows, is_rule, listed
from pipelines.audit.wording import decimal, header_zh, percent

FIRST_ROWS = 12
"""Rows in which a reading is tried first."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with a percentage and what the other columns (``of``) make of it; ``None`` over nothing."""

    label: str
    printed: Figure
    of: tuple[Figure, ...]
    expected: Fraction | None
    arithmetic: str

    @property
    def fits(self) -> bool:
        """Whether the percentage is that, by nearest rounding or cut off."""
        mode = None if self.expected is None else reproduces(self.expected, self.printed)
        return is_nearest(mode) or mode == "truncated"


@dataclass(frozen=True, slots=True)
class LineRatio:
    """A column of percentages read as ``formula`` of others (their headers in order); ``sums`` are the rows that add up
    others, as the formula has them.
    """

    line: Line
    case: str
    of: tuple[Line, ...]
    rows: tuple[Row, ...]
    sums: tuple[Row, ...] = ()

    @property
    def formula(self) -> str:
        """The formula in the headers of its columns."""
        return _SHOWN[self.case].format(*(f"“{line.header}”" for line in self.of))

    @property
    def formula_en(self) -> str:
        """The same in English."""
        return self.formula.replace("其合计", "its total")

    @property
    def outliers(self) -> tuple[Row, ...]:
        """The rows that do not keep to it."""
        return tuple(row for row in self.rows if not row.fits)


_SHOWN = {
    "share": "{0}/其合计",
    "rate": "{0}/{1}",
    "rest": "({1}-{0})/{1}",
    "change": "({0}-{1})/{1}",
}
_CHECKS = {"share": "A3", "rate": "A4", "rest": "A4", "change": "A6"}
_OF_TWO: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "rate": lambda a, b: a,
    "change": lambda a, b: a - b,
    "rest": lambda a, b: b - a,
}


def line_ratios(lines: Lines) -> Iterator[LineRatio]:
    """The reading of each column of percentages that its rows keep to: the first that fits most of them."""
    for line in lines.lines:
        if line.is_percent:
            readings = [found for found in _readings(lines, line) if _is_kept(found)]
            best = min(readings, key=lambda found: len(found.outliers), default=None)
            if best is not None:
                yield best


def _readings(lines: Lines, line: Line) -> Iterator[LineRatio]:
    for count in lines.counts:
        if not (line.is_known and count.is_known):
            yield LineRatio(line, "share", (count,), tuple(_shares(lines, line, count)))
    for a, b in permutations(lines.counts, 2):
        if line.is_known and a.is_known and b.is_known:
            continue
        for case in _OF_TWO:
            if _may_fit(line, case, a, b):
                yield LineRatio(
                    line, case, (a, b), tuple(_quotients(lines, line, case, a, b)), _of_sums(lines, line, case, a, b)
                )


def _may_fit(line: Line, case: str, a: Line, b: Line) -> bool:
    """Whether a reading fits a third of the first rows: of a wide table there are thousands to be tried."""
    rows = list(islice(in_rows(line, a, b), FIRST_ROWS))
    near = (
        abs(_OF_TWO[case](first.value, second.value) * 100 - printed.value * second.value) < printed.step * second.value
        for _, (printed, first, second) in rows
    )
    return bool(rows) and 3 * sum(near) >= len(rows)


def _shares(lines: Lines, line: Line, count: Line) -> Iterator[Row]:
    added = sum((cell.value for cell in count.cells if cell is not None), Fraction(0))
    whole = count.total.value if count.total is not None else added
    for at, (printed, part) in in_rows(line, count):
        expected = part.value * 100 / whole if whole > 0 else None
        of = (part,) if count.total is None else (part, count.total)
        yield Row(lines.labels[at], printed, of, expected, f"{decimal(part.value)}/{decimal(whole)}")


def _quotients(lines: Lines, line: Line, case: str, a: Line, b: Line) -> Iterator[Row]:
    for at, (printed, first, second) in in_rows(line, a, b):
        yield _row(lines.labels[at], case, printed, first, second)


def _row(label: str, case: str, printed: Figure, first: Figure, second: Figure) -> Row:
    above = _OF_TWO[case](first.value, second.value)
    expected = above * 100 / second.value if second.value > 0 else None
    arithmetic = _SHOWN[case].format(decimal(first.value), decimal(second.value))
    return Row(label, printed, (first, second), expected, arithmetic)


def _of_sums(lines: Lines, line: Line, case: str, a: Line, b: Line) -> tuple[Row, ...]:
    """The total and the subtotals, but for one that prints the mean of its rows or what is none of a sum (0 and 100 %
    and over nothing)."""
    groups = [Group(TOTAL, tuple(range(len(lines.labels)))), *lines.groups]
    cells = ((one.total, *one.subtotals) for one in (line, a, b))
    rows = []
    for group, printed, first, second in zip(groups, *cells, strict=True):
        if printed is None or first is None or second is None or not second.value:
            continue
        means = [cell.value for at in group.rows if (cell := line.cells[at]) is not None]
        row = _row(group.label, case, printed, first, second)
        if row.fits or not (means and is_nearest(reproduces(sum(means, Fraction(0)) / len(means), printed))):
            rows.append(row)
    return tuple(rows)


def _is_kept(found: LineRatio) -> bool:
    """Whether the rows keep to a reading; 0 and 100 % say nothing of what they are of."""
    holding = [row for row in found.rows if row.fits]
    telling = len({row.printed.value for row in holding if abs(row.printed.value) not in (0, 100)})
    return is_rule(len(holding), telling, len(found.rows))


@lru_cache(maxsize=8)  # three checks share them
def _untold(audited: Audited) -> tuple[tuple[Lines, LineRatio], ...]:
    """The ratios of each table that no other check tells."""
    by_stem = {
        (table.table.table_no, header_zh(rate.header)) for table in sheets(audited) for rate, *_ in stem_rates(table)
    }
    return tuple(
        (lines, found)
        for lines in all_lines(audited)
        if not all(line.is_known for line in lines.lines)
        for found in line_ratios(lines)
        if (lines.table_no, found.line.header) not in by_stem
    )


def _findings(audited: Audited, check_id: str) -> Iterator[Finding]:
    for lines, found in _untold(audited):
        if _CHECKS[found.case] == check_id:
            yield _held(audited, lines, found)
            for row in (*found.outliers, *(row for row in found.sums if not row.fits)):
                yield _outlier(audited, lines, found, row)
            yield from (_sum_held(audited, lines, found, row) for row in found.sums if row.fits)


def _held(audited: Audited, lines: Lines, found: LineRatio) -> Finding:
    rows = [row for row in found.rows if row.fits]
    values = [percent(row.expected) for row in rows if row.expected is not None]
    finding = Finding(
        check_id=_CHECKS[found.case],
        subject=f"{lines.name}“{found.line.header}”一列",
        verdict="consistent",
        severity=0,
        claimed=listed([row.printed.printed for row in rows]),
        recomputed=listed(values),
        evidence=tuple(f"{row.arithmetic} = {value}" for row, value in zip(rows, values, strict=True)),
        **say(
            "line_ratios",
            "holds",
            table=lines.name,
            header=found.line.header,
            formula=found.formula,
            formula_en=found.formula_en,
            rows=len(rows),
            of=len(found.rows),
        ),
    )
    return located(audited, finding, claims_of(cell for row in rows for cell in (row.printed, *row.of)))


def _sum_held(audited: Audited, lines: Lines, found: LineRatio, row: Row) -> Finding:
    """The percentage of a total or subtotal that is calculated as those of its rows."""
    expected = percent(row.expected) if row.expected is not None else None
    finding = Finding(
        check_id=_CHECKS[found.case],
        subject=f"{lines.name}“{row.label}”行“{found.line.header}”",
        verdict="consistent",
        severity=0,
        claimed=row.printed.printed,
        recomputed=expected,
        evidence=(f"{row.arithmetic} = {expected}",),
        **say(
            "line_ratios",
            "sum_holds",
            table=lines.name,
            row=row.label,
            header=found.line.header,
            printed=row.printed.printed,
            arithmetic=row.arithmetic,
            expected=expected,
        ),
    )
    return located(audited, finding, claims_of((row.printed, *row.of)))


def _outlier(audited: Audited, lines: Lines, found: LineRatio, row: Row) -> Finding:
    label = row.label
    expected = None if row.expected is None else percent(row.expected)
    finding = Finding(
        check_id=_CHECKS[found.case],
        subject=f"{lines.name}“{label}”行“{found.line.header}”",
        verdict="needs_definition",
        severity=2 if row.expected is None else severity_of_points(row.expected, row.printed),
        claimed=row.printed.printed,
        recomputed=expected,
        evidence=() if expected is None else (f"{row.arithmetic} = {expected}",),
        cause_id=cause(audited, "table", lines.name, "line_ratios", label),
        **say(
            "line_ratios",
            "of_nothing" if expected is None else "differs",
            table=lines.name,
            row=label,
            header=found.line.header,
            printed=row.printed.printed,
            arithmetic=row.arithmetic,
            expected=expected,
            formula=found.formula,
            formula_en=found.formula_en,
            rows=len(found.rows) - len(found.outliers),
        ),
    )
    return located(audited, finding, claims_of((row.printed, *row.of)))


@check("A3", "未识别列的占比", "columns that are shares of another", gives="consistent needs_definition")
def check_line_shares(audited: Audited) -> Iterator[Finding]:
    """A column of percentages against the rows of another over its total, where no list knows both.

    It is taken for the shares of the column that gives them in every row, at least three of them neither 0 nor 100 %,
    or in three quarters of them, at least five; the rows that do not keep to it are ``needs_definition``.

    Tolerance: half a unit of the last printed digit, or further digits cut off.
    """
    yield from distinct(_findings(audited, "A3"))


@check("A4", "未识别列的比率", "columns that are rates of two others", gives="consistent needs_definition")
def check_line_rates(audited: Audited) -> Iterator[Finding]:
    """A column of percentages against one column over another, or what is left of it, where no list knows all three.

    Which ones, the rows say, as for shares of a column. The total and the subtotals are told by themselves; one that is
    the mean of its rows says nothing.

    Tolerance: half a unit of the last printed digit, or further digits cut off.
    """
    yield from distinct(_findings(audited, "A4"))


@check("A6", "未识别列的增减", "columns that are changes between two others", gives="consistent needs_definition")
def check_line_changes(audited: Audited) -> Iterator[Finding]:
    """A column of percentages against the change from one column to another, where no list knows all three.

    Which ones, the rows say, as for shares of a column.

    Tolerance: half a unit of the last printed digit, or further digits cut off.
    """
    yield from distinct(_findings(audited, "A6"))
