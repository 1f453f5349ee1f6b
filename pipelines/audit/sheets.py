"""Published tables as figures: rows, totals, subtotals and means, each cell with its claim.

What belongs here: turning the cells of a table into ``Figure`` and finding what each row is. What does not: the figures
of sentences (``figures``), any check. Nothing is guessed: a cell that is not a number makes its row untested for that
metric.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from parsers.cells import compares, is_average_word, is_of_dated_period, is_whole_place, part_named, period_role
from parsers.claims.cells import cell_number, channel_in, columns_of
from parsers.records import Claim, Column, Row, Table
from parsers.tables.headers import header_group, metric_code
from parsers.text.numbers import PrintedNumber, interval
from pipelines.audit.figures import kind, reading_order
from pipelines.audit.finding import Audited
from pipelines.audit.intervals import Figure
from pipelines.audit.wording import channel_zh

BLANK_CELLS = frozenset({"", "-", "—", "——", "/", "\\", "无"})
"""What a table prints where it has no figure; in a row with other figures it says nothing, and is not read as 0."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a table as figures. ``cells`` has one entry a column (``None``: no number there); ``notes`` are the
    claims read from its note column; ``is_blank`` is true for a row that prints a name and no figure at all,
    ``is_inside`` for one that counts some of what a row above it counts (其中：占道经营 below 市容环境).
    """

    label: str
    is_total: bool
    cells: tuple[Figure | None, ...]
    by_metric: Mapping[str, Figure]
    notes: tuple[Claim, ...]
    is_blank: bool
    is_inside: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as figures: ``rows`` without totals and subtotals, ``total`` where one is printed. ``unread`` are the
    columns (by position) in which some cell is neither a number nor blank; ``changes`` the rows that print changes from
    one of the rows to another, ``averages`` those that print a mean of the rows, ``subtotals`` each row that adds up
    some of the rows, with these. ``group`` is what the columns have in common that the rows are read by, where it is no
    channel (``group_sheets``).
    """

    table: Table
    rows: tuple[SheetRow, ...]
    total: SheetRow | None
    channel: str | None
    sample: Claim | None
    unread: frozenset[int]
    changes: tuple[SheetRow, ...] = ()
    averages: tuple[SheetRow, ...] = ()
    subtotals: tuple[tuple[SheetRow, tuple[SheetRow, ...]], ...] = ()
    group: str = ""

    @property
    def name(self) -> str:
        """``表1（12345热线）``, of a group of its columns ``表1（12345热线）“本月”``: the head of subjects."""
        channel = channel_zh(self.channel)
        head = f"表{self.table.table_no}" + (f"（{channel}）" if channel else "")
        return f"{head}“{self.group}”" if self.group else head

    def all_rows(self) -> Iterator[SheetRow]:
        """The rows and then the total."""
        yield from self.rows
        if self.total is not None:
            yield self.total


def is_blank_cell(text: str | None) -> bool:
    """Whether a cell prints nothing."""
    return text is None or text.strip() in BLANK_CELLS


def _take(claims: list[Claim], metric: str, value: Decimal) -> Claim | None:
    """Take the first claim of this metric and value out of a row's claims; what is left in the end are its notes."""
    found = next((c for c in claims if c.metric == metric and c.value == value), None)
    if found is not None:
        claims.remove(found)
    return found


def _cell(column: Column, text: str | None, claims: list[Claim]) -> Figure | None:
    """A cell as a figure, linked to its claim; ``None`` where nothing, or no number, is printed."""
    metric = column.metric
    if metric is None or text is None or is_blank_cell(text) or kind(metric) == "text":
        return None
    number = cell_number(text, column)
    claim = None if number is None else _take(claims, metric, number.value)
    return None if number is None else cell_figure(number, text, metric, is_count=kind(metric) != "rate", claim=claim)


def cell_figure(
    number: PrintedNumber, text: str, metric: str, *, is_count: bool, claim: Claim | None = None
) -> Figure | None:
    """The number that a cell prints as ``text`` as a figure of ``metric``; ``None`` where it allows no interval."""
    allowed = interval(number, "exact", is_count=is_count)
    if allowed is None:
        return None
    return Figure(
        metric=metric,
        value=Fraction(number.value),
        step=Fraction(number.step),
        interval=allowed,
        printed=text.strip(),
        unit=number.unit,
        claim=claim,
    )


def _by_metric(cells: Sequence[Figure | None], columns: Sequence[Column]) -> dict[str, Figure]:
    """The figures by metric, but for those of earlier periods (去年同期). Of a metric in two columns the one stands for
    it that is neither of one channel nor of an earlier period (按时办结 beside 12345热线按时办结, 4月受理数 beside
    3月受理数); where there is none, or there are several, none does. Beside columns of the period itself (本月受理) a
    column of all so far (累计办结率) has a group of its own.
    """
    found: dict[str, list[tuple[Figure, bool]]] = {}
    is_of_period = any(period_role(column.header) == "current" for column in columns if column.metric is not None)
    for cell, column in zip(cells, columns, strict=True):
        is_earlier = period_role(column.header) in ("previous_period", "year_earlier")
        is_so_far = is_of_period and (header_group(column.header) or "").endswith("累计")
        if cell is not None and not is_so_far and (cell.metric == "carried_in" or not is_earlier):
            found.setdefault(cell.metric, []).append((cell, is_of_all(column.header)))
    alone = {metric: same for metric, same in found.items() if len(same) == 1}
    own = {metric: [pair for pair in same if pair[1]] for metric, same in found.items() if metric not in alone}
    of_last = {metric: _of_last_period(same) for metric, same in own.items()}
    return {metric: same[0][0] for metric, same in {**alone, **of_last}.items() if len(same) == 1}


def _of_last_period(found: Sequence[tuple[Figure, bool]]) -> Sequence[tuple[Figure, bool]]:
    """The figures of the period that ends last, of several of these the shortest (4月 beside 1-4月), where all have
    one."""
    claims = [cell.claim for cell, _ in found if cell.claim is not None]
    spans = [(c.period_end, c.period_start) for c in claims if c.period_end is not None and c.period_start is not None]
    return found if len(spans) < len(found) else [f for f, span in zip(found, spans, strict=True) if span == max(spans)]


@lru_cache(maxsize=4096)
def is_of_all(header: str) -> bool:
    """Whether a column is neither of one channel, kind of request or measure (满意率得分) nor of an earlier period."""
    is_of_measure = metric_code(header_group(header)) is not None
    is_of_part = channel_in(header) is not None or part_named(header) is not None
    return not is_of_part and not is_of_measure and period_role(header) in ("current", None)


def _sheet_row(table: Table, row: Row, claims: Iterable[Claim]) -> SheetRow:
    left = list(claims)
    measured = [i for i, c in enumerate(table.columns) if c.metric is not None]
    blank_row = all(is_blank_cell(row.cells[i]) for i in measured)
    columns = columns_of(row, table.columns)
    cells = tuple(_cell(column, text, left) for column, text in zip(columns, row.cells, strict=True))
    notes = () if blank_row else tuple(left)
    return SheetRow(row.label or "", row.is_total, cells, _by_metric(cells, columns), notes, blank_row)


def _row_of(claim: Claim) -> str:
    return claim.locator.rpartition(".c")[0]


def _unread(table: Table) -> frozenset[int]:
    return frozenset(
        i
        for i, column in enumerate(table.columns)
        if column.metric is not None
        and kind(column.metric) != "text"
        and any(
            not is_blank_cell(text := row.cells[i]) and cell_number(text or "", column) is None for row in table.rows
        )
    )


def is_of_units(row: Row) -> bool:
    """Whether a row is one of those that a total adds up: no total, no subtotal, no mean, no changes of the rows
    above, not the place that the others lie in (全市)."""
    is_sum = row.is_total or row.is_subtotal or is_whole_place(row.label)
    return not (is_sum or is_average_word(row.label) or compares(row.label))


_PART_OF_ABOVE = re.compile(r"\s*[（(]?其中[：:，,、\s]*[\u4e00-\u9fff]")


def inside_others(rows: Sequence[Row]) -> frozenset[str]:
    """The places of the rows that say of themselves that they are parts of the unit above them (其中：占道经营); below
    a total or a subtotal, they are its rows.
    """
    inside, above = set(), None
    for row in rows:
        if not _PART_OF_ABOVE.match(row.label or ""):
            above = row
        elif above is not None and is_of_units(above):
            inside.add(row.locator)
    return frozenset(inside)


def _sample(claims: Sequence[Claim]) -> Claim | None:
    """The claim that stands for the channel and period of a table: of a column of the whole, of the total where the
    rows are of several periods, and of the last one where the columns are (3月受理数, 4月受理数)."""
    whole = [c for c in claims if is_of_all(c.label or "")] or claims
    if len({(c.channel, c.period_start, c.period_end) for c in whole}) > 1:
        whole = [c for c in whole if c.scope == "total"] or whole
    ends = [c.period_end for c in whole if is_of_dated_period(c.label or "") and c.period_end is not None]
    of_last = [c for c in whole if c.period_end == max(ends)] if ends else whole
    return next(iter(of_last), None)


@lru_cache(maxsize=64)
def sheet(audited: Audited, table: Table) -> Sheet:
    """A table of ``audited`` as figures, each linked to its claim."""
    of_table = [c for c in audited.claims if c.origin == "table" and c.table_no == table.table_no]
    claims: dict[str, list[Claim]] = {}
    for claim in of_table:
        claims.setdefault(_row_of(claim), []).append(claim)
    inside = inside_others(table.rows)
    read = [(r, _sheet_row(table, r, claims.get(r.locator, ()))) for r in table.rows]
    read = [(r, replace(found, is_inside=r.locator in inside)) for r, found in read]
    body = [found for r, found in read if r.is_total or is_of_units(r)]
    sample = _sample(of_table)
    channels = {c.channel for c in of_table}
    return Sheet(
        table=table,
        rows=tuple(r for r in body if not r.is_total),
        total=next((r for r in body if r.is_total), None),
        channel=channels.pop() if len(channels) == 1 else None,
        sample=sample,
        unread=_unread(table),
        changes=tuple(found for r, found in read if compares(r.label)),
        averages=tuple(found for r, found in read if is_average_word(r.label)),
        subtotals=tuple(_subtotals(read)),
    )


def subtotalled(rows: Sequence[Row]) -> Iterator[tuple[Row, tuple[Row, ...]]]:
    """Each subtotal of a table with its rows: those above it up to the one before, or, where the first row is one,
    those below.
    """
    alike = [row for row in rows if row.is_subtotal or is_of_units(row)]
    leads = bool(alike) and alike[0].is_subtotal
    members: list[Row] = []
    for row in reversed(alike) if leads else alike:
        if not row.is_subtotal:
            members.append(row)
        elif members:
            yield row, tuple(members)
            members = []


def name_of_subtotal(subtotal: Row, members: Sequence[Row]) -> str:
    """A subtotal with the first of its rows in the order of the table, since most are called 小计."""
    first = min(members, key=lambda row: reading_order(row.locator))
    return f"{subtotal.label or ''}（{first.label or ''}等{len(members)}行）"


def _subtotals(read: Sequence[tuple[Row, SheetRow]]) -> Iterator[tuple[SheetRow, tuple[SheetRow, ...]]]:
    figures = {id(row): found for row, found in read}
    for row, members in subtotalled([row for row, _ in read]):
        found = replace(figures[id(row)], label=name_of_subtotal(row, members), is_total=True)
        yield found, tuple(figures[id(member)] for member in members)


@lru_cache(maxsize=8)
def sheets(audited: Audited) -> tuple[Sheet, ...]:
    """All tables of ``audited`` that have at least one measured column."""
    return tuple(sheet(audited, t) for t in audited.tables if any(c.metric for c in t.columns))


def group_sheets(table: Sheet) -> Iterator[Sheet]:
    """A table with groups of columns of the same metrics (县长信箱收到, 县长信箱办结率, 网上问政收到, …; 本月受理量,
    本月办结率, 1-4月累计受理量, …) as one for each group: its rows, whose metrics are those of the group's columns.

    The group that the rows of the table are read by is left out.
    """
    columns = table.table.columns
    groups = [header_group(column.header) if column.metric else None for column in columns]
    so_far = next((g for g in groups if g is not None and g.endswith("累计")), None)
    groups = [so_far if g is not None and g.endswith("累计") else g for g in groups]  # 1-10月累计受理, 累计办结

    def row_of(row: SheetRow, group: str) -> SheetRow:
        own = (cell for cell, named in zip(row.cells, groups, strict=True) if named == group)
        return replace(row, by_metric={cell.metric: cell for cell in own if cell is not None})

    printed = [column.metric for column in columns]
    read = {id(cell) for row in table.all_rows() for cell in row.by_metric.values()}
    for group in dict.fromkeys(g for g in groups if g is not None):
        at = [i for i, named in enumerate(groups) if named == group]
        own = [printed[i] for i in at]
        is_read = any(id(row.cells[i]) in read for row in table.all_rows() for i in at if printed.count(printed[i]) > 1)
        if 1 < len(own) == len(set(own)) and any(printed.count(metric) > 1 for metric in own) and not is_read:
            channel = channel_in(group)
            yield replace(
                table,
                rows=tuple(row_of(r, group) for r in table.rows),
                total=None if table.total is None else row_of(table.total, group),
                subtotals=tuple((row_of(r, group), rows) for r, rows in table.subtotals),
                channel=channel or table.channel,
                group="" if channel else group,
            )
