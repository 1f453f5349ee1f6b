"""A2 for tables without a total: do their rows add up to the count of the paragraph that they stand below?

What belongs here: a table that divides what the sentence straight above it counts (受理的34件，分类情况如下：). What
does not: totals printed in a table (``column_sums``), counts of other paragraphs (``narrative_vs_table``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from parsers.records import Claim
from parsers.vocabulary import metrics
from pipelines.audit.figures import block, cause, claims_of, figure, is_whole, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, room_of, severity_of_gap
from pipelines.audit.sheets import Sheet, sheets
from pipelines.audit.stated import shown, shown_en
from pipelines.audit.wording import decimal, header_zh, signed

_FEWEST_ROWS = 3
"""Fewer may add up to a figure of the paragraph by chance."""
_ENDS = ("：", ":")


@dataclass(frozen=True, slots=True)
class Division:
    """A column of a table without a total, and the sum of its rows."""

    table: Sheet
    header: str
    cells: tuple[Figure, ...]

    @property
    def added(self) -> Fraction:
        """The sum of the rows."""
        return sum((cell.value for cell in self.cells), Fraction(0))


def division(table: Sheet) -> Division | None:
    """The one column of a table whose rows can be added up, where no total is printed and every row has its figure."""
    if table.total is not None or table.table.cut_off or table.unread or len(table.rows) < _FEWEST_ROWS:
        return None
    columns = table.table.columns
    at = [i for i, c in enumerate(columns) if c.metric is not None and metrics()[c.metric].additive]
    cells = [row.cells[at[0]] for row in table.rows] if len(at) == 1 else []
    found = tuple(cell for cell in cells if cell is not None)
    return Division(table, header_zh(columns[at[0]].header), found) if found and len(found) == len(cells) else None


def _counts_above(audited: Audited, table: Sheet) -> list[tuple[Claim, Figure]]:
    """The exact counts of the paragraph straight above a table that are of no part."""
    above = [c for c in narrative(audited) if block(c) == table.table.lead and kind(c.metric) == "count"]
    exact = (c for c in above if is_whole(c) and c.qualifier == "exact" and not c.each)
    return [(c, number) for c in exact if (number := figure(c)) is not None]


@check("A2", "表前总数", "rows of a table against the count above it", gives="consistent needs_definition inconsistent")
def check_announced(audited: Audited) -> Iterator[Finding]:
    """The sum of the rows of a table without a total against a count of the paragraph straight above it.

    One that is equal agrees. A difference is told where the sentence announces the table and prints one count alone:
    the rows exceed what they divide (``inconsistent``), or fall short of it (``needs_definition``).

    Tolerance: none for exact counts; what a round number (1.2万) leaves open.
    """
    for table in sheets(audited):
        found = division(table)
        counts = _counts_above(audited, table) if found is not None else []
        if found is None or not counts:
            continue
        equal = next((one for one in counts if one[1].value == found.added), None)
        announcing = [one for one in counts if one[0].quote.rstrip().endswith(_ENDS)]
        if equal is not None:
            yield _finding(audited, found, *equal)
        elif len({number.value for _, number in announcing}) == 1 and announcing == counts:
            yield _finding(audited, found, *announcing[0])


def _case(gap: Fraction, room: Fraction) -> str:
    if gap == 0:
        return "holds"
    if abs(gap) <= room:
        return "holds_rounded"
    return "exceeds" if gap > 0 else "short"


def _finding(audited: Audited, found: Division, claim: Claim, whole: Figure) -> Finding:
    gap = found.added - whole.value
    case = _case(gap, room_of((whole, *found.cells)))
    verdict = {"exceeds": "inconsistent", "short": "needs_definition"}.get(case, "consistent")
    table = found.table.table.table_no
    finding = Finding(
        check_id="A2",
        subject=f"{found.table.name}“{found.header}”与表前总数",
        verdict=verdict,
        severity=0 if verdict == "consistent" else severity_of_gap(gap, whole.value),
        claimed=shown(claim),
        recomputed=decimal(found.added),
        gap=gap,
        evidence=("+".join(decimal(c.value) for c in found.cells) + f" = {decimal(found.added)}",),
        metric=claim.metric,
        cause_id=None if verdict == "consistent" else cause(audited, "table", table, "announced"),
        **say(
            "announced",
            case,
            table=found.table.name,
            table_no=table,
            header=found.header,
            rows=len(found.cells),
            added=decimal(found.added),
            claimed=shown(claim),
            claimed_en=shown_en(claim),
            gap=signed(gap),
        ),
    )
    return located(audited, finding, (claim, *claims_of(found.cells)))
