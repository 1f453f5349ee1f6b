"""A1 for columns that no list knows: do their rows add up to the total, and to the subtotals?

What belongs here: whole numbers and amounts of unknown columns against the cells of the rows that add them up. What
does not: columns of known metrics (``column_sums``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pipelines.audit.figures import cause, claims_of, distinct, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, severity_of_gap
from pipelines.audit.practices import why_rows_exceed
from pipelines.audit.steps import step
from pipelines.audit.structure.lines import FEWEST_ROWS, Line, Lines, all_lines
from pipelines.audit.wording import decimal, signed

NEAR = Fraction(1, 5)
"""By how much of a total its rows may miss it before the cell is taken for something else (a mean, a highest score)."""
_MONEY = re.compile(r"元[)）]?$|损失|金额")
TOTAL = "合计"
"""What the row is called that adds up all others."""


@dataclass(frozen=True, slots=True)
class _Addition:
    """Rows of a line and the cell that adds them up; ``name`` is what its row is called."""

    line: Line
    name: str
    cells: tuple[Figure | None, ...]
    printed: Figure

    @property
    def added(self) -> Fraction:
        return sum((cell.value for cell in self.cells if cell is not None), Fraction(0))

    @property
    def gap(self) -> Fraction:
        return self.added - self.printed.value

    @property
    def is_rounding(self) -> bool:
        """Whether rounding the rows and the total, where they are no whole numbers, leaves as much open as the gap."""
        figures = [cell for cell in (*self.cells, self.printed) if cell is not None]
        return abs(self.gap) <= sum((cell.step for cell in figures if cell.step < 1), Fraction(0)) / 2

    @property
    def is_of_money(self) -> bool:
        """Whether the column is of money by its header: that is added up wherever it has a total."""
        return self.line.is_amount and _MONEY.search(self.line.header) is not None

    @property
    def is_near(self) -> bool:
        """Whether every row prints a figure and they nearly add up to the total."""
        return None not in self.cells and abs(self.gap) <= NEAR * self.printed.value


def _additions(lines: Lines) -> list[_Addition]:
    """The totals and subtotals of whole numbers and of amounts, of more than one row with something in it."""
    found = []
    for line in (*lines.counts, *lines.amounts):
        groups = [(g.label, tuple(line.cells[at] for at in g.rows)) for g in lines.groups]
        sums = [(TOTAL, line.cells, line.total)]
        sums += [(*group, printed) for group, printed in zip(groups, line.subtotals, strict=True)]
        for name, cells, printed in sums:
            several = sum(cell is not None and cell.value != 0 for cell in cells) > 1
            if printed is not None and printed.value > 0 and several:
                found.append(_Addition(line, name, cells, printed))
    return found


def _findings(audited: Audited) -> Iterator[Finding]:
    note = why_rows_exceed(audited)
    for lines in all_lines(audited):
        additions = _additions(lines)
        holding = sum(one.gap == 0 for one in additions)
        is_kept = holding >= max(FEWEST_ROWS, len(additions) / 2)
        for one in additions:
            is_stated = note is not None and one.gap > 0 and one.is_near
            is_wrong = one.is_near and not one.is_rounding and (is_kept or (one.is_of_money and holding > 0))
            if not one.line.is_known and (one.gap == 0 or is_stated or is_wrong):
                yield _finding(audited, lines, one, note if is_stated else None)


def _finding(audited: Audited, lines: Lines, one: _Addition, note: str | None) -> Finding:
    agrees = one.gap == 0 or note is not None
    added, rows = decimal(one.added), len(one.cells)
    finding = Finding(
        check_id="A1",
        subject=f"{lines.name}“{one.line.header}”{one.name}",
        verdict="consistent" if agrees else "needs_definition",
        severity=0 if agrees else severity_of_gap(one.gap, one.printed.value),
        claimed=decimal(one.printed.value),
        recomputed=added,
        gap=one.gap,
        evidence=(step("rows_added", rows=rows, added=added),),
        cause_id=None if agrees else cause(audited, "table", lines.name, "sums"),
        **say(
            "line_totals",
            "holds" if one.gap == 0 else "stated" if note is not None else "differs",
            table=lines.name,
            header=one.line.header,
            name=one.name,
            name_en="total" if one.name == TOTAL else "subtotal",
            rows=rows,
            added=added,
            total=decimal(one.printed.value),
            gap=signed(one.gap),
            note=note,
        ),
    )
    return located(audited, finding, claims_of((*one.cells, one.printed)))


@check("A1", "未识别列的合计", "totals of columns that are not known", gives="consistent needs_definition")
def check_line_totals(audited: Audited) -> Iterator[Finding]:
    """The rows of a column of whole numbers, or of amounts (挽回损失, in 万元), that no list knows against the cell of
    the total row, and those of a group against its subtotal.

    A sum that agrees is told. One that does not is ``needs_definition``, and only where the total is missed by no more
    than a fifth and most sums of the table, at least three, come out, of money by its header any other one: else the
    column may hold what no sum is of. Where a note states why rows exceed the total, they are ``consistent``.

    Tolerance: none for whole numbers; of decimals, what rounding each of them leaves open is not told.
    """
    yield from distinct(_findings(audited))
