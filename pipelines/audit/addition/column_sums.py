"""A1: do the rows of a table add up to its printed total?

What belongs here: the sum of a column against its total cell, and whether joint handling could explain a difference.
What does not: totals repeated in the text (N1) and rates recomputed from row sums (D1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parsers.cells import period_role
from parsers.vocabulary import metrics
from pipelines.audit.figures import cause, claims_of, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, room_of, severity_of_gap
from pipelines.audit.practices import is_ruled_out, practice, stated, why_rows_exceed
from pipelines.audit.sheets import Sheet, SheetRow, sheets
from pipelines.audit.steps import step
from pipelines.audit.wording import decimal, header_zh, percent, signed


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """An additive column: its rows, their sum, and the printed total. ``blanks`` rows print other figures but none
    here.
    """

    header: str
    metric: str
    rows: tuple[Figure, ...]
    total: Figure
    blanks: int

    @property
    def added(self) -> Fraction:
        """The sum of the rows."""
        return sum((f.value for f in self.rows), Fraction(0))

    @property
    def gap(self) -> Fraction:
        """The sum of the rows minus the printed total."""
        return self.added - self.total.value


def _units(table: Sheet) -> tuple[SheetRow, ...]:
    """The rows that a total adds up: 去年同期 and 上月 below it are no units."""
    return tuple(r for r in _apart(table.rows) if period_role(r.label) not in ("previous_period", "year_earlier"))


def _apart(rows: Sequence[SheetRow]) -> tuple[SheetRow, ...]:
    """The rows of which none counts some of what another one counts."""
    return tuple(row for row in rows if not row.is_inside)


def column_sums(table: Sheet) -> tuple[ColumnSum, ...]:
    """The additive columns of a table whose rows and total were all read."""
    return () if table.total is None else _sums(table, table.total, _units(table))


def _sums(table: Sheet, whole: SheetRow, parts: Sequence[SheetRow]) -> tuple[ColumnSum, ...]:
    """The additive columns of some rows of a table and of the row that adds them up."""
    found = []
    for at, column in enumerate(table.table.columns):
        total = whole.cells[at]
        additive = column.metric is not None and metrics()[column.metric].additive
        if additive and column.metric and total is not None and at not in table.unread:
            rows = tuple(cell for row in parts if (cell := row.cells[at]) is not None)
            blanks = sum(row.cells[at] is None and not row.is_blank for row in parts)
            found.append(ColumnSum(header_zh(column.header), column.metric, rows, total, blanks))
    return tuple(found)


def could_be_joint_handling(columns: tuple[ColumnSum, ...], volume: frozenset[str]) -> bool:
    """Whether counting an item once for each unit could explain every difference: no column falls short of its
    total, and each volume column with items in it exceeds its total. One volume column that adds up rules it out.
    """
    volumes = [c for c in columns if c.metric in volume and c.total.value > 0]
    return bool(volumes) and all(c.gap > 0 for c in volumes) and all(c.gap >= 0 for c in columns)


def _finding(
    audited: Audited, table: Sheet, name: str, rows: int, column: ColumnSum, explained: bool, note: str | None
) -> Finding:
    """``name`` is what the row is called that adds up the others, of which there are ``rows``."""
    figures = {
        "table": table.name,
        "header": column.header,
        "name": name,
        "rows": rows,
        "total": decimal(column.total.value),
        "added": decimal(column.added),
        "gap": signed(column.gap),
        "blanks": column.blanks,
        "share": percent(abs(column.gap / column.total.value) * 100, 2) if column.total.value else "-",
        "practice_zh": practice("joint_handling").zh,
        "practice_en": practice("joint_handling").en,
        "note": note,
    }
    if column.gap == 0:
        verdict, severity, case = "consistent", 0, "holds"
    elif abs(column.gap) <= room_of((column.total, *column.rows)):
        verdict, severity, case = "consistent", 0, "holds_rounded"
    elif table.table.cut_off:
        verdict, severity, case = "unverifiable", 1, "cut_off"
    elif column.gap < 0 and column.blanks:
        verdict, severity, case = "unverifiable", 1, "blank_cells"
    elif -column.gap * 2 > abs(column.total.value):
        verdict, severity, case = "unverifiable", 1, "rows_missing"
    elif explained and note is not None:
        verdict, severity, case = "consistent", 0, "joint_handling_stated"
    elif explained:
        verdict, severity, case = "needs_definition", severity_of_gap(column.gap, column.total.value), "joint_handling"
    else:
        verdict, severity, case = "inconsistent", severity_of_gap(column.gap, column.total.value), "differs"
    finding = Finding(
        check_id="A1",
        subject=f"{table.name}“{column.header}”{name}",
        verdict=verdict,
        severity=severity,
        claimed=column.total.printed,
        recomputed=decimal(column.added),
        gap=column.gap,
        alternatives=("joint_handling",) if case.startswith("joint_handling") else (),
        evidence=(
            step("rows_added", rows=len(column.rows), added=figures["added"]),
            f"{figures['added']} - {figures['total']} = {figures['gap']}",
        ),
        metric=column.metric,
        cause_id=cause(audited, "table", table.table.table_no, "sums") if verdict != "consistent" else None,
        **say("column_sums", case, **figures),
    )
    return located(audited, finding, claims_of((column.total, *column.rows)))


@check("A1", "表格合计", "column sums", gives="consistent needs_definition inconsistent unverifiable")
def check_column_sums(audited: Audited) -> Iterator[Finding]:
    """Rows (其他 included, totals and subtotals not) against the total cell of each additive column, and the rows of a
    group against its subtotal.

    Where joint handling could explain all differences of a table and the document does not rule it out, they are
    ``needs_definition``, and ``consistent`` where a note states it, or that the total counts the same person or item
    once; otherwise ``inconsistent``. A table that is cut
    off is never called wrong, nor a sum that falls short where cells are blank or by more than half of the total: then
    rows stand elsewhere. A row 其中：… below a unit is a part of it and not added; in a table with such rows a sum that
    exceeds its total is not told.

    Tolerance: none; sums of whole numbers are exact.
    """
    joint, note = practice("joint_handling"), why_rows_exceed(audited)
    is_open = note is not None or not is_ruled_out(joint, audited)
    counted_once = stated(practice("counted_once"), audited) is not None
    for table in sheets(audited):
        groups = [("合计", _units(table), column_sums(table))]
        groups += [(row.label, own, _sums(table, row, own)) for row, rows in table.subtotals if (own := _apart(rows))]
        may_go_on = any(row.is_inside for row in table.rows)
        for name, rows, columns in groups:
            explained = is_open and could_be_joint_handling(columns, joint.volume)
            explained = explained or (counted_once and all(column.gap >= 0 for column in columns))
            for column in columns:
                if may_go_on and column.gap > 0:
                    continue  # 其中：占道经营, then 店外经营 without 其中: over which rows it goes on, no table says
                yield _finding(audited, table, name, len(rows), column, explained, note)
