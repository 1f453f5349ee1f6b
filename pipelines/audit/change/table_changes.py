"""A6 in tables: does a column of changes follow from the two columns that it compares?

What belongs here: a rise or fall, in percent or in items, in a row that prints both figures (本月 | 上月 | 环比). What
does not: changes in sentences (``changes``, whose arithmetic this is).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from parsers.cells import POINTS, basis_named, is_of_dated_period, period_role
from parsers.records import Claim
from parsers.tables.headers import changed_metric
from parsers.text.periods import find_periods, months
from pipelines.audit.addition.column_sums import column_sums
from pipelines.audit.change.change_pairs import BASES, Pair, bases_of
from pipelines.audit.change.changes import ChangeResult, change_result
from pipelines.audit.figures import cause, claims_of, distinct, kind, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.members import SHARE
from pipelines.audit.intervals import Figure, is_loose, room_of, severity_of_gap
from pipelines.audit.sheets import Sheet, SheetRow, sheets
from pipelines.audit.wording import decimal, header_zh, percent, signed

_CHANGE = "change"
_NEVER = dt.date.min
_SOME_YEAR = months(2000, 1, 12)
_CHANGES = (_CHANGE, "change_count")
_OTHER_BASES = ("later_figure_as_base", "later_figure_as_base_opposite_sign")
_FEWEST_ON_OTHER_BASE = 2
"""One row may give the printed figure so by chance."""


@dataclass(frozen=True, slots=True)
class ChangeColumns:
    """The places of a change, of the figure it ends with and of the one it starts from, and the comparison."""

    change: int
    current: int
    earlier: int
    basis: str


def change_columns(table: Sheet) -> Iterator[ChangeColumns]:
    """Each column of changes, in percent or in items, with the one pair of columns of a metric for this period and for
    the one it names; where it names none, for any earlier one, and of the metric that it names.
    """
    columns = table.table.columns
    roles = _roles(table)
    dated = {c.metric for c, role in zip(columns, roles, strict=True) if "current" in role}  # 1-10月累计 beside 10月
    for at, column in enumerate(columns):
        if column.metric not in _CHANGES:
            continue
        named, of_metric = basis_named(column.header), changed_metric(column.header)
        pairs = [
            ChangeColumns(at, i, j, basis)
            for basis in ([named] if named else BASES)
            for i, a in enumerate(columns)
            for j, b in enumerate(columns)
            if basis in roles[j] and ("current" in roles[i] or not (roles[i] or a.metric in dated)) and i != j
            if a.metric is not None and a.metric == b.metric and a.kind in ("count", "rate")
            if (a.metric == of_metric if of_metric else a.metric != SHARE)
            if a.kind == "rate" or column.unit != POINTS
        ]
        if len({(pair.current, pair.earlier) for pair in pairs}) == 1:  # 2022年 | 2023年: before and a year before
            yield pairs[-1]


def _roles(table: Sheet) -> list[tuple[str, ...]]:
    """Which period each column is of, by its word (上月), or, where headers name months and years, by how they lie to
    the latest of them (2022年 beside 2023年, 3月受理数 beside 4月受理数)."""
    headers = [column.header for column in table.table.columns]
    roles: list[tuple[str, ...]] = [() if (role := period_role(h)) is None else (role,) for h in headers]
    claims = {
        at: cell.claim
        for row in table.rows[:1]
        for at, cell in enumerate(row.cells)
        if is_of_dated_period(headers[at]) and cell is not None and cell.claim is not None
    }
    if not any(claim.period_end for claim in claims.values()):
        claims = {at: _in_some_year(claim, headers[at]) for at, claim in claims.items()}
    ends = {at: claim.period_end for at, claim in claims.items() if claim.period_end is not None}
    latest = max(ends, key=lambda at: ends[at], default=None)
    if latest is not None:
        for at, claim in claims.items():
            is_same = claim.period_start == claims[latest].period_start and claim.period_end == ends[latest]
            roles[at] = ("current",) if is_same else bases_of(claims[latest], claim)
    for at, column in enumerate(table.table.columns):
        if column.metric == SHARE and not roles[at]:  # 今年 | 占比 | 去年 | 占比
            counts = [i for i, c in enumerate(table.table.columns[:at]) if c.metric and kind(c.metric) == "count"]
            roles[at] = roles[counts[-1]] if counts else ()
    return roles


def _in_some_year(claim: Claim, header: str) -> Claim:
    """A figure of a month without a year (5月 beside 4月) with days of a year, to see which month is before which."""
    found = [f.period for f in find_periods(header, _SOME_YEAR) if f.period is not None]
    return replace(claim, period_start=found[0].start, period_end=found[0].end) if len(found) == 1 else claim


@dataclass(frozen=True, slots=True)
class _Tested:
    """A change that was tested: of the row, or of the column, of that name."""

    label: str
    printed: Figure
    pair: Pair
    result: ChangeResult


def _tested(table: Sheet, columns: ChangeColumns) -> Iterator[_Tested]:
    for row in (*table.all_rows(), *(row for row, _ in table.subtotals)):
        printed, now, before = (row.cells[i] for i in (columns.change, columns.current, columns.earlier))
        yield from _test(row.label or "合计", printed, now, before, columns.basis)


def _tested_down(table: Sheet, at: int) -> list[_Tested]:
    """The changes of column ``at`` in a table whose rows are months, quarters or years, each against the row of the
    period that it compares: of the figures that its header names, else of those left of it that fit most of them.
    """
    columns = table.table.columns
    basis, named = basis_named(columns[at].header) or "previous_period", changed_metric(columns[at].header)
    counted = [i for i, c in enumerate(columns[:at]) if c.metric and c.metric not in _CHANGES and c.kind != "text"]
    counted = [i for i in counted if named is None or columns[i].metric == named]

    def tested(of: int) -> Iterator[_Tested]:
        figures = [(row, f, f.claim) for row in table.rows if (f := row.cells[of]) is not None and f.claim is not None]
        for row, now, claim in figures:
            before = [f for _, f, other in figures if basis in bases_of(claim, other)]
            if len(before) == 1:
                yield from _test(row.label or "", row.cells[at], now, before[0], basis)

    return max((list(tested(i)) for i in reversed(counted)), key=lambda found: sum(map(_holds, found)), default=[])


def _test(
    label: str, printed: Figure | None, now: Figure | None, before: Figure | None, basis: str
) -> Iterator[_Tested]:
    """A printed change against its two figures, where all three are there."""
    if printed is None or now is None or before is None or before.value <= 0:
        return
    pair = Pair(now, before, basis)
    if printed.metric == _CHANGE:
        result = change_result(pair, printed, of_rate=kind(now.metric) == "rate")
    else:
        result = _count_result(pair, printed)
    if result.verdict != "consistent" and "opposite_sign" in result.fitting and printed.value > 0:
        result = ChangeResult(result.expected, None, "consistent", 0, "holds", {})  # 降幅 is printed without a sign
    if not {"percentage_points", "relative_change"}.isdisjoint(result.fitting):
        result = replace(result, verdict="needs_definition", severity=1)  # 办结率 | -2.35%: points, in all likelihood
    yield _Tested(label, printed, pair, result)


def _count_result(pair: Pair, printed: Figure) -> ChangeResult:
    """A printed number of items more or fewer against one pair of figures."""
    expected = pair.difference
    room = room_of((pair.current, pair.earlier)) if is_loose(pair.current) or is_loose(pair.earlier) else 0
    if expected in printed.interval or abs(expected - printed.value) <= room:
        return ChangeResult(expected, "exact", "consistent", 0, "holds", {})
    turned = expected * printed.value < 0
    severity = 3 if turned else severity_of_gap(expected - printed.value, pair.earlier.value)
    fitting = {"opposite_sign": -expected} if -expected in printed.interval else {}
    return ChangeResult(expected, None, "inconsistent", severity, "differs", fitting)


def _compared(table: Sheet, changes: SheetRow) -> list[tuple[SheetRow, SheetRow]]:
    """The rows that a row of changes may compare, as (earlier, later): those that their names say (上月, 本月), or
    how their periods lie to the latest (8月, 9月), else the two of the table either way round.
    """
    basis = basis_named(changes.label) or "previous_period"
    by_role = {role: row for row, roles in _roles_of_rows(table) for role in roles}
    if basis in by_role and "current" in by_role:
        return [(by_role[basis], by_role["current"])]
    if len(table.changes) > 1 or len(table.rows) != 2:
        return []
    upper, lower = table.rows
    return [(upper, lower), (lower, upper)]


def _roles_of_rows(table: Sheet) -> Iterator[tuple[SheetRow, tuple[str, ...]]]:
    """Which period each row is of, as ``_roles`` tells it of columns."""
    claims = {row.label: found[0] for row in table.rows if (found := claims_of(row.cells))}
    dated = {name: c for name, c in claims.items() if is_of_dated_period(name) and c.period_end is not None}
    latest = max(dated.values(), key=lambda c: c.period_end or _NEVER, default=None)
    for row in table.rows:
        role, own = period_role(row.label), dated.get(row.label)
        if role is not None:
            yield row, (role,)
        elif latest is not None and own is not None:
            same = (own.period_start, own.period_end) == (latest.period_start, latest.period_end)
            yield row, ("current",) if same else bases_of(latest, own)


def _tested_row(table: Sheet, changes: SheetRow) -> list[_Tested]:
    """The cells of a row of changes against the two rows that it compares; of two ways round, the one that fits more of
    them.
    """
    basis = basis_named(changes.label) or "previous_period"
    headers = [header_zh(c.header) for c in table.table.columns]

    def tested(before: SheetRow, now: SheetRow) -> list[_Tested]:
        cells = zip(headers, changes.cells, now.cells, before.cells, strict=True)
        return [t for header, change, b, a in cells for t in _test(header, change, b, a, basis)]

    ways = [tested(before, now) for before, now in _compared(table, changes)]
    return max(ways, key=lambda found: sum(map(_holds, found)), default=[])


def _holds(tested: _Tested) -> bool:
    return tested.result.verdict == "consistent"


def _case(result: ChangeResult) -> str:
    if result.verdict == "consistent":
        return "holds"
    if result.verdict == "needs_definition":
        return "points"
    return "other_base" if any(name in result.fitting for name in _OTHER_BASES) else "differs"


def _shown(change: Fraction, printed: Figure) -> str:
    """A change as its column prints it: in percent, in points, or in items."""
    if printed.metric != _CHANGE:
        return signed(change)
    return f"{signed(change)}{POINTS}" if printed.unit == POINTS else percent(change)


def _cause(audited: Audited, table: Sheet, tested: _Tested, *, on_other_base: bool) -> str:
    """The id of what a change that does not fit goes back to: the total that its rows do not add up to, the base that
    the column takes, or the row, whose change is wrong in items and in percent at once.
    """
    number, cells = table.table.table_no, (tested.pair.current, tested.pair.earlier)
    wrong = {c.total.claim.locator for c in column_sums(table) if c.gap and c.total.claim is not None}
    if any(cell.claim is not None and cell.claim.locator in wrong for cell in cells):
        return cause(audited, "table", number, "sums")
    if on_other_base:
        return cause(audited, "table", number, tested.printed.metric, None)
    return cause(audited, "table", number, "change", tested.label)


def _finding(audited: Audited, table: Sheet, tested: _Tested) -> Finding:
    pair, result, printed = tested.pair, tested.result, tested.printed
    holds = result.verdict == "consistent"
    now, before = decimal(pair.current.value), decimal(pair.earlier.value)
    in_percent = printed.metric == _CHANGE
    expected = _shown(result.expected, printed)
    other = next((result.fitting[name] for name in _OTHER_BASES if name in result.fitting), None)
    finding = Finding(
        check_id="A6",
        subject=f"{table.name}{tested.label}较{BASES[pair.basis][0]}{'变化幅度' if in_percent else '增减件数'}",
        verdict=result.verdict,
        severity=result.severity,
        claimed=printed.printed,
        recomputed=expected,
        low=result.expected / 100 if in_percent else None,
        high=result.expected / 100 if in_percent else None,
        gap=(result.expected - printed.value) / (100 if in_percent else 1),
        formula_id="change_over_earlier" if in_percent else None,
        rounding=result.mode,
        alternatives=tuple(result.fitting),
        evidence=(
            f"({now}-{before})/{before} = {expected}" if expected.endswith("%") else f"{now}-{before} = {expected}",
        ),
        metric=printed.metric,
        agency=tested.label if pair.current.claim and pair.current.claim.agency else None,
        cause_id=None if holds else _cause(audited, table, tested, on_other_base=other is not None),
        **say(
            "table_changes",
            _case(result),
            table=table.name,
            table_no=table.table.table_no,
            row=tested.label,
            printed=printed.printed,
            now=now,
            before=before,
            expected=expected,
            points=signed(pair.difference),
            other=f"({now}-{before})/{now}={percent(other)}" if other is not None else "",
        ),
    )
    return located(audited, finding, claims_of((printed, pair.current, pair.earlier)))


@check("A6", "附表增减", "changes in tables", gives="consistent needs_definition inconsistent")
def check_table_changes(audited: Audited) -> Iterator[Finding]:
    """Row by row, (later - earlier) / earlier, or later - earlier, against the printed change in percent or in items,
    where one pair of columns is of the two periods that the change compares; where the rows are months, quarters or
    years, against the row of the earlier one.

    Only where at least half of the rows follow, or at least half take the later figure as the base; otherwise the
    columns are of something else. A fall may be printed without its sign.

    Tolerance: half a unit of the last printed digit; truncation is told and agrees.
    """
    yield from distinct(
        finding
        for table in sheets(audited)
        for tested in _tested_columns(table)
        for finding in _findings(audited, table, tested)
    )


def _tested_columns(table: Sheet) -> Iterator[list[_Tested]]:
    beside = {columns.change: columns for columns in change_columns(table)}
    for at, column in enumerate(table.table.columns):
        if at in beside:
            yield list(_tested(table, beside[at]))
        elif column.metric in _CHANGES:
            yield _tested_down(table, at)


@check("A6", "附表增减行", "rows of changes in tables", gives="consistent needs_definition inconsistent")
def check_rows_of_changes(audited: Audited) -> Iterator[Finding]:
    """In a table of two periods and a row of changes (第二季度, 第三季度, 环比), or of several with the words for them
    (本月, 上月, 环比, 去年同期, 同比): column by column, (later - earlier) / earlier against the printed change.

    Only where at least half of the columns follow. A fall may be printed without its sign; the change of a rate that is
    printed in percent and is the difference in points is ``needs_definition``.

    Tolerance: half a unit of the last printed digit; truncation is told and agrees.
    """
    for table in sheets(audited):
        for changes in table.changes:
            yield from _findings(audited, table, _tested_row(table, changes))


def _findings(audited: Audited, table: Sheet, tested: list[_Tested]) -> Iterator[Finding]:
    """One finding each, where at least half of them hold, or at least half are on the later figure."""
    if tested and (2 * sum(map(_holds, tested)) >= len(tested) or _are_on_later_figure(tested)):
        for one in tested:
            yield _finding(audited, table, one)


def _are_on_later_figure(tested: list[_Tested]) -> bool:
    fitting = sum(any(name in t.result.fitting for name in _OTHER_BASES) for t in tested)
    return fitting >= _FEWEST_ON_OTHER_BASE and 2 * fitting >= len(tested)
