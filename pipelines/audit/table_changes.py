"""A6 in tables: does a column of changes follow from the two columns that it compares?

What belongs here: a rise or fall in a row that prints both figures (本月 | 上月 | 环比). What does not: changes in
sentences (``changes``, whose arithmetic this is).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsers.cells import period_role
from pipelines.audit.changes import BASES, ChangeResult, Pair, change_result
from pipelines.audit.figures import Sheet, SheetRow, cause, claims_of, kind, located, sheets
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.wording import decimal, percent

_CHANGE = "change"


@dataclass(frozen=True, slots=True)
class ChangeColumns:
    """The places of a change, of the figure it ends with and of the one it starts from, and the comparison."""

    change: int
    current: int
    earlier: int
    basis: str


def change_columns(table: Sheet) -> Iterator[ChangeColumns]:
    """Each column of changes with the one pair of columns of a metric for this period and for the one it names."""
    columns = table.table.columns
    roles = [period_role(c.header) for c in columns]
    for at, column in enumerate(columns):
        if column.metric != _CHANGE:
            continue
        basis = "year_earlier" if "同比" in column.header else "previous_period"
        pairs = [
            (i, j)
            for i, a in enumerate(columns)
            for j, b in enumerate(columns)
            if roles[j] == basis and roles[i] in ("current", None) and i != j
            if a.metric is not None and a.metric == b.metric and a.kind in ("count", "rate")
        ]
        if len(pairs) == 1:
            yield ChangeColumns(at, *pairs[0], basis)


@dataclass(frozen=True, slots=True)
class _Tested:
    row: SheetRow
    printed: Figure
    pair: Pair
    result: ChangeResult


def _tested(table: Sheet, columns: ChangeColumns) -> Iterator[_Tested]:
    for row in table.all_rows():
        printed, now, before = (row.cells[i] for i in (columns.change, columns.current, columns.earlier))
        if printed is None or now is None or before is None or before.value <= 0:
            continue
        pair = Pair(now, before, columns.basis)
        result = change_result(pair, printed, of_rate=kind(now.metric) == "rate")
        if result.verdict != "consistent" and "opposite_sign" in result.fitting and printed.value > 0:
            result = ChangeResult(result.expected, None, "consistent", 0, "holds", {})  # 降幅 is printed without a sign
        yield _Tested(row, printed, pair, result)


def _finding(audited: Audited, table: Sheet, tested: _Tested, columns: ChangeColumns) -> Finding:
    pair, result = tested.pair, tested.result
    now, before = decimal(pair.current.value), decimal(pair.earlier.value)
    finding = Finding(
        check_id="A6",
        subject=f"{table.name}{tested.row.label or '合计'}较{BASES[columns.basis][0]}变化幅度",
        verdict=result.verdict,
        severity=result.severity,
        claimed=tested.printed.printed,
        recomputed=percent(result.expected),
        low=result.expected / 100,
        high=result.expected / 100,
        gap=(result.expected - tested.printed.value) / 100,
        formula_id="change_over_earlier",
        rounding=result.mode,
        alternatives=tuple(result.fitting),
        evidence=(f"({now}-{before})/{before} = {percent(result.expected)}",),
        metric=_CHANGE,
        agency=tested.row.label,
        cause_id=None
        if result.verdict == "consistent"
        else cause(audited, "table", table.table.table_no, _CHANGE, tested.row.label),
        **say(
            "table_changes",
            "holds" if result.verdict == "consistent" else "differs",
            table=table.name,
            table_no=table.table.table_no,
            row=tested.row.label,
            printed=tested.printed.printed,
            now=now,
            before=before,
            expected=percent(result.expected),
        ),
    )
    return located(audited, finding, claims_of((tested.printed, pair.current, pair.earlier)))


@check("A6", "附表增减", "changes in tables", gives="consistent inconsistent")
def check_table_changes(audited: Audited) -> Iterator[Finding]:
    """Row by row, (later - earlier) / earlier against the printed change, where one pair of columns is of the two
    periods that the change compares.

    Only where at least half of the rows follow; otherwise the columns are of something else. A fall may be printed
    without its sign.

    Tolerance: half a unit of the last printed digit; truncation is told and agrees.
    """
    for table in sheets(audited):
        for columns in change_columns(table):
            tested = list(_tested(table, columns))
            holding = [t for t in tested if t.result.verdict == "consistent"]
            if not tested or 2 * len(holding) < len(tested):
                continue
            for row in tested:
                yield _finding(audited, table, row, columns)
