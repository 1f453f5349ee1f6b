"""A3 in tables: does a column of shares follow from a column of counts beside it?

What belongs here: which counts and which whole a column of shares is of, and its rows against them. What does not:
shares in sentences (``shares``) and other rates (``table_rates``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pipelines.audit.agreement.named_rows import is_same_name
from pipelines.audit.figures import cause, claims_of, figure, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.members import SHARE
from pipelines.audit.intervals import Figure, is_nearest, reproduces, rounded, severity_of_points, share_mode
from pipelines.audit.rate.formulas import NOTHING
from pipelines.audit.sheets import Sheet, SheetRow, is_of_units, sheets
from pipelines.audit.stated import period_of
from pipelines.audit.wording import decimal, header_zh, percent, places_of

_FEWEST_ROWS = 3
"""By chance, two rows may follow any whole."""


@dataclass(frozen=True, slots=True)
class SharedRow:
    """A row with its share, its count, and the whole that the share is read to be of."""

    row: SheetRow
    share: Figure
    count: Figure
    whole: Figure

    @property
    def expected(self) -> Fraction:
        """The share in percent."""
        return self.count.value * 100 / self.whole.value

    @property
    def mode(self) -> str | None:
        """How the share becomes the printed one."""
        return share_mode(self.count, self.whole, self.share)

    @property
    def fits(self) -> bool:
        """Whether the share is printed, by nearest rounding or cut off."""
        return is_nearest(self.mode) or self.mode == "truncated"


@dataclass(frozen=True, slots=True)
class ShareColumn:
    """The column ``at`` of shares read as those of the counts of column ``of``; ``rows`` are those that print both."""

    table: Sheet
    at: int
    of: int
    rows: tuple[SharedRow, ...]

    @property
    def header(self) -> str:
        """What the shares are called: where a table has several columns of them, by their header, or by that of their
        counts where they share one.
        """
        columns = self.table.table.columns
        headers = [header_zh(c.header) for c in columns if c.metric == SHARE]
        own = header_zh(columns[self.at].header)
        if len(headers) == 1:
            return "占比"
        return f"“{own}”" if headers.count(own) == 1 else f"“{header_zh(columns[self.of].header)}”占比"

    @property
    def outliers(self) -> tuple[SharedRow, ...]:
        """The rows that do not print their share."""
        return tuple(row for row in self.rows if not row.fits)


def share_columns(audited: Audited, table: Sheet) -> Iterator[ShareColumn]:
    """The readings of each of a table's columns of shares: of the whole table, of the subtotal of each group of its
    rows, or of what the text counts of each group.

    Nothing where no reading reproduces enough rows. A table that is cut off has no sum of its own.
    """
    for at, column in enumerate(table.table.columns):
        if column.metric != SHARE:
            continue
        wholes = () if table.table.cut_off else (_own_whole, _subtotal, _group_sum)
        readings = [reading for whole_of in wholes for reading in _readings(table, at, whole_of)]
        own = _best(readings)
        if own is not None and 2 * len(own.outliers) < len(own.rows):
            yield own
            continue
        groups = row_groups(table)
        found = [best for name, rows in groups if (best := _best(_of_text(audited, table, at, name, rows))) is not None]
        is_told = _are_mostly_followed(found)
        yield from (
            best
            for best in found
            if _are_mostly_followed([best]) or (is_told and 2 * len(best.outliers) < len(best.rows))
        )


def _are_mostly_followed(columns: Sequence[ShareColumn]) -> bool:
    """Whether four of five rows of all these readings together print their share."""
    return 5 * sum(len(c.outliers) for c in columns) <= sum(len(c.rows) for c in columns)


def row_groups(table: Sheet) -> Iterator[tuple[str | None, tuple[SheetRow, ...]]]:
    """The rows by what a column that is merged over several of them says (商品类 | 食品, 服装, …); all of them, without
    a name, where no column does.
    """
    body = [row for row in table.table.rows if is_of_units(row)]
    label = next((i for i, c in enumerate(table.table.columns) if c.kind == "label"), 0)
    merged = [i for i in range(label) if body and body[0].cells[i] and not all(row.cells[i] for row in body)]
    if len(merged) != 1:
        yield None, table.rows
        return
    found: dict[str, list[SheetRow]] = {}
    name = ""
    for printed, row in zip(body, table.rows, strict=True):
        name = printed.cells[merged[0]] or name
        found.setdefault(name, []).append(row)
    for name, rows in found.items():
        yield name, tuple(rows)


_Whole = Callable[[Sheet, SheetRow, int], Figure | None]


def _readings(table: Sheet, at: int, whole_of: _Whole) -> Iterator[ShareColumn]:
    """The shares of column ``at`` as those of each column of counts, the nearest on its left first."""
    rows = (*table.rows, *(row for row, _ in table.subtotals))
    for of in counted_columns(table, at):
        shared = (_shared(row, at, of, whole_of(table, row, of)) for row in rows)
        yield ShareColumn(table, at, of, tuple(row for row in shared if row is not None))


def counted_columns(table: Sheet, at: int) -> list[int]:
    """The columns of counts, the nearest left of column ``at`` first."""
    counts = [i for i, c in enumerate(table.table.columns) if c.metric and kind(c.metric) == "count"]
    return sorted(counts, key=lambda i: (i > at, abs(i - at)))


def _shared(row: SheetRow, at: int, of: int, whole: Figure | None) -> SharedRow | None:
    share, count = row.cells[at], row.cells[of]
    if share is None or count is None or whole is None or whole.value <= 0:
        return None
    return SharedRow(row, share, count, whole)


def _best(readings: Iterable[ShareColumn]) -> ShareColumn | None:
    return min((r for r in readings if len(r.rows) >= _FEWEST_ROWS), key=lambda r: len(r.outliers), default=None)


def _own_whole(table: Sheet, row: SheetRow, of: int) -> Figure | None:
    """The printed total of the counts, or their sum where no total is printed."""
    total = table.total.cells[of] if table.total is not None else None
    return total if total is not None else _added(table.rows, of)


def _subtotal(table: Sheet, row: SheetRow, of: int) -> Figure | None:
    """The printed subtotal of the group that a row belongs to (占本类比)."""
    return next((head.cells[of] for head, members in table.subtotals if any(m is row for m in members)), None)


def _group_sum(table: Sheet, row: SheetRow, of: int) -> Figure | None:
    """The sum of the rows below the same merged cell, where no subtotal is printed."""
    groups = [] if table.subtotals else [rows for name, rows in row_groups(table) if name is not None]
    return next((_added(rows, of) for rows in groups if any(r is row for r in rows)), None)


def _added(rows: Iterable[SheetRow], of: int) -> Figure | None:
    cells = [cell for row in rows if (cell := row.cells[of]) is not None]
    if not cells:
        return None
    added, low_to_high = sum((c.value for c in cells), Fraction(0)), sum((c.interval for c in cells), NOTHING)
    return replace(cells[0], value=added, interval=low_to_high, claim=None, printed=decimal(added))


def _of_text(
    audited: Audited, table: Sheet, at: int, name: str | None, rows: tuple[SheetRow, ...]
) -> Iterator[ShareColumn]:
    """The shares of some rows as those of the counts of the text that they may be parts of: of the table's speaker and
    period, of what their group is called, and not less than they are together.
    """
    sample = table.sample
    for of in counted_columns(table, at):
        metric, both = table.table.columns[of].metric, [r for r in rows if r.cells[at] is not None]
        least = _added(both, of)
        for claim in narrative(audited):
            if sample is None or (claim.stated_by, *period_of(claim)) != (sample.stated_by, *period_of(sample)):
                continue
            if claim.metric != metric or not (name is None or is_same_name(claim.category or "", name)):
                continue
            whole = figure(claim)
            if whole is not None and least is not None and not whole.is_bound and whole.value >= least.value:
                shared = (_shared(row, at, of, whole) for row in both)
                yield ShareColumn(table, at, of, tuple(row for row in shared if row is not None))


def _is_forced(column: ShareColumn, row: SharedRow) -> bool:
    """Whether the shares add up to exactly 100 and this one is a unit of its last digit off: it took the remainder."""
    added = sum((r.share.value for r in column.rows if not r.row.is_total), Fraction(0))
    return added == 100 and abs(rounded(row.expected, row.share.step) - row.share.value) == row.share.step


def _row_finding(audited: Audited, column: ShareColumn, shared: SharedRow) -> Finding:
    row, share, count, expected = shared.row, shared.share, shared.count, shared.expected
    forced, ceiling = _is_forced(column, shared), reproduces(expected, share) == "ceiling"
    case = "forced" if forced else "ceiling" if ceiling else "differs"
    words = {
        "table": column.table.name,
        "row": row.label,
        "share": column.header,
        "printed": share.printed,
        "part": decimal(count.value),
        "whole": decimal(shared.whole.value),
        "rate": percent(expected),
        "nearest": percent(rounded(expected, share.step), places_of(share.step)),
    }
    finding = Finding(
        check_id="A3",
        subject=f"{column.table.name}{row.label}{column.header}",
        verdict="inconsistent",
        severity=severity_of_points(expected, share) if case == "differs" else 1,
        claimed=share.printed,
        recomputed=percent(expected),
        low=expected / 100,
        high=expected / 100,
        gap=(expected - share.value) / 100,
        formula_id="part_over_whole",
        rounding={"forced": "forced_to_fill", "ceiling": "ceiling"}.get(case),
        evidence=(f"{words['part']}/{words['whole']} = {words['rate']}",),
        metric=SHARE,
        cause_id=cause(audited, "table", column.table.table.table_no, SHARE, row.label),
        **say("table_shares", case, **words),
    )
    return located(audited, finding, claims_of((share, count)))


def _row_holds(audited: Audited, column: ShareColumn, shared: SharedRow) -> Finding:
    row, share, count, expected, mode = shared.row, shared.share, shared.count, shared.expected, shared.mode
    numbers = f"{decimal(count.value)}/{decimal(shared.whole.value)}"
    finding = Finding(
        check_id="A3",
        subject=f"{column.table.name}{row.label}{column.header}",
        verdict="consistent",
        severity=0 if is_nearest(mode) else 1,
        claimed=share.printed,
        recomputed=percent(expected),
        low=expected / 100,
        high=expected / 100,
        formula_id="part_over_whole",
        rounding=mode,
        evidence=(f"{numbers} = {percent(expected)}",),
        metric=SHARE,
        **say(
            "table_shares",
            "holds",
            table=column.table.name,
            row=row.label,
            share=column.header,
            printed=share.printed,
            numbers=numbers,
            rate=percent(expected),
        ),
    )
    return located(audited, finding, claims_of((share, count)), column.table.sample)


@check("A3", "附表占比", "shares in tables", gives="consistent inconsistent")
def check_table_shares(audited: Audited) -> Iterator[Finding]:
    """Each share of a table against the count of its row over the total, or over the subtotal of its group; of several
    columns of shares each by itself.

    Only where more than half of the rows follow that reading. Otherwise the shares may be of a count of the text, for
    each group of rows by itself: of one that carries the name of the group and that four of five rows follow, or more
    than half where four of five rows of all groups follow theirs.
    Rounding up, and a remainder put on one row, are ``inconsistent`` with severity 1.

    Tolerance: printed precision.
    """
    for table in sheets(audited):
        for column in share_columns(audited, table):
            for row in column.outliers:
                yield _row_finding(audited, column, row)
            for row in column.rows:
                if row.fits:
                    yield _row_holds(audited, column, row)
