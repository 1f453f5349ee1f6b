"""A7 for columns that no list knows: is a row of means (平均) the mean of the rows?

What belongs here: the cells of such a row against the figures of unknown columns. What does not: columns of known
metrics (``average.table_averages``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipelines.audit.average.table_averages import is_mean, is_of_more
from pipelines.audit.figures import cause, claims_of, distinct, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, severity_of_gap
from pipelines.audit.structure.lines import Line, Lines, all_lines
from pipelines.audit.wording import decimal

FEWEST = 2
"""Columns whose means have to come out before another one is told that does not."""
NEAR = Fraction(1, 5)
"""By how much of the mean a cell may miss it before it is taken for something else (a median, a mark)."""


def _mean(line: Line) -> Fraction:
    known = [cell.value for cell in line.cells if cell is not None]
    return sum(known, Fraction(0)) / len(known)


def _findings(audited: Audited) -> Iterator[Finding]:
    for lines in all_lines(audited):
        for at, label in enumerate(lines.means):
            printed = [(line, cell) for line in lines.lines if (cell := line.means[at]) is not None]
            held = sum(is_mean(_mean(line), cell) for line, cell in printed)
            is_kept = held >= max(FEWEST, len(printed) / 2) and not is_of_more(label)
            for line, cell in printed:
                if not line.is_known and (is_mean(_mean(line), cell) or (is_kept and _is_odd(line, cell))):
                    yield _finding(audited, lines, line, label, cell)


def _is_odd(line: Line, cell: Figure) -> bool:
    """Whether a cell that is not the mean can be nothing else: a percentage may be that of all items together, and
    rows without a figure may have been left out or not."""
    mean = _mean(line)
    return not line.is_percent and None not in line.cells and abs(mean - cell.value) <= NEAR * abs(mean)


def _finding(audited: Audited, lines: Lines, line: Line, label: str, cell: Figure) -> Finding:
    mean = _mean(line)
    agrees = is_mean(mean, cell)
    known = [one for one in line.cells if one is not None]
    finding = Finding(
        check_id="A7",
        subject=f"{lines.name}“{line.header}”{label}",
        verdict="consistent" if agrees else "needs_definition",
        severity=0 if agrees else severity_of_gap(mean - cell.value, cell.value),
        claimed=cell.printed,
        recomputed=decimal(mean),
        gap=mean - cell.value,
        evidence=(f"({'+'.join(one.printed for one in known)})/{len(known)} = {decimal(mean)}",),
        cause_id=None if agrees else cause(audited, "table", lines.name, "means"),
        **say(
            "line_means",
            "holds" if agrees else "differs",
            table=lines.name,
            header=line.header,
            row=label,
            rows=len(known),
            printed=cell.printed,
            mean=decimal(mean),
        ),
    )
    return located(audited, finding, claims_of((*line.cells, cell)))


@check("A7", "未识别列的平均", "means of columns that are not known", gives="consistent needs_definition")
def check_line_means(audited: Audited) -> Iterator[Finding]:
    """A row of means against the mean of the rows of a column that no list knows.

    One that does not agree is ``needs_definition``, and only for counts that miss it by no more than a fifth, where at
    least two columns and half of them agree. The mean of a whole place may take in units that the table leaves out.

    Tolerance: half a unit of the last printed digit; truncation agrees.
    """
    yield from distinct(_findings(audited))
