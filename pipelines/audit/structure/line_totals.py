"""A1 for columns that no list knows: do their rows add up to the total?

What belongs here: whole numbers of unknown columns against the cell of the total row. What does not: columns of known
metrics (``column_sums``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipelines.audit.figures import cause, claims_of, distinct, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import severity_of_gap
from pipelines.audit.steps import step
from pipelines.audit.structure.lines import FEWEST_ROWS, Line, Lines, all_lines
from pipelines.audit.wording import decimal, signed

NEAR = Fraction(1, 5)
"""By how much of a total its rows may miss it before the cell is taken for something else (a mean, a highest score)."""


def _added(line: Line) -> Fraction:
    return sum((cell.value for cell in line.cells if cell is not None), Fraction(0))


def _gap(line: Line) -> Fraction:
    return Fraction(0) if line.total is None else _added(line) - line.total.value


def _totalled(lines: Lines) -> list[Line]:
    """The lines of whole numbers that have a total and more than one row with something in it."""
    totalled = (line for line in lines.counts if line.total is not None and line.total.value > 0)
    return [line for line in totalled if sum(c is not None and c.value != 0 for c in line.cells) > 1]


def _findings(audited: Audited) -> Iterator[Finding]:
    for lines in all_lines(audited):
        totalled = _totalled(lines)
        holding = sum(_gap(line) == 0 for line in totalled)
        is_kept = holding >= max(FEWEST_ROWS, len(totalled) / 2)
        for line in totalled:
            gap = _gap(line)
            if not line.is_known and (gap == 0 or (is_kept and _is_near(line))):
                yield _finding(audited, lines, line, gap)


def _is_near(line: Line) -> bool:
    """Whether every row prints a figure and they nearly add up to the total."""
    return None not in line.cells and line.total is not None and abs(_gap(line)) <= NEAR * line.total.value


def _finding(audited: Audited, lines: Lines, line: Line, gap: Fraction) -> Finding:
    total = line.total.value if line.total is not None else Fraction(0)
    added, rows = decimal(_added(line)), len(lines.labels)
    finding = Finding(
        check_id="A1",
        subject=f"{lines.name}“{line.header}”合计",
        verdict="needs_definition" if gap else "consistent",
        severity=severity_of_gap(gap, total) if gap else 0,
        claimed=decimal(total),
        recomputed=added,
        gap=gap,
        evidence=(step("rows_added", rows=rows, added=added),),
        cause_id=cause(audited, "table", lines.name, "sums") if gap else None,
        **say(
            "line_totals",
            "differs" if gap else "holds",
            table=lines.name,
            header=line.header,
            rows=rows,
            added=added,
            total=decimal(total),
            gap=signed(gap),
        ),
    )
    return located(audited, finding, claims_of((*line.cells, line.total)))


@check("A1", "未识别列的合计", "totals of columns that are not known", gives="consistent needs_definition")
def check_line_totals(audited: Audited) -> Iterator[Finding]:
    """The rows of a column of whole numbers that no list knows against the cell of the total row.

    A sum that agrees is told. One that does not is ``needs_definition``, and only where the total is missed by no more
    than a fifth and most columns of the table, at least three, add up: else the column may hold what no sum is of.

    Tolerance: none.
    """
    yield from distinct(_findings(audited))
