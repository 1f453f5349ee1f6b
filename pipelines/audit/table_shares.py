"""A3 in tables: does a column of shares follow from a column of counts beside it?

What belongs here: which counts and which whole a column of shares is of, and its rows against them. What does not:
shares in sentences (``shares``) and other rates (``table_rates``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pipelines.audit.figures import Sheet, SheetRow, cause, claims_of, kind, located, sheets
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.groups import SHARE
from pipelines.audit.intervals import Figure, is_nearest, reproduces, rounded, severity_of_points
from pipelines.audit.wording import decimal, percent, places_of


@dataclass(frozen=True, slots=True)
class ShareColumn:
    """A column of shares read as those of ``metric`` over ``whole``; ``rows`` are those that print both."""

    table: Sheet
    metric: str
    whole: Fraction
    rows: tuple[SheetRow, ...]

    def expected(self, row: SheetRow) -> Fraction:
        """The share of a row in percent."""
        return row.by_metric[self.metric].value * 100 / self.whole

    def fits(self, row: SheetRow) -> bool:
        """Whether a row prints its share, by nearest rounding or cut off."""
        mode = reproduces(self.expected(row), row.by_metric[SHARE])
        return is_nearest(mode) or mode == "truncated"

    @property
    def outliers(self) -> tuple[SheetRow, ...]:
        """The rows that do not."""
        return tuple(row for row in self.rows if not self.fits(row))


def share_column(table: Sheet) -> ShareColumn | None:
    """The reading of a table's column of shares that reproduces most rows; ``None`` where none reproduces more than
    half of at least three, or where the table is cut off.

    The whole is the printed total of the counts, or their sum where no total is printed.
    """
    if table.table.cut_off:
        return None
    readings = []
    metrics = dict.fromkeys(c.metric for c in table.table.columns if c.metric and kind(c.metric) == "count")
    for metric in metrics:
        rows = tuple(row for row in table.rows if {metric, SHARE} <= row.by_metric.keys())
        whole = _whole(table, metric, rows)
        if whole > 0 and len(rows) > 2:
            readings.append(ShareColumn(table, metric, whole, rows))
    best = min(readings, key=lambda r: len(r.outliers), default=None)
    return best if best is not None and 2 * len(best.outliers) < len(best.rows) else None


def _whole(table: Sheet, metric: str, rows: tuple[SheetRow, ...]) -> Fraction:
    total = table.total.by_metric.get(metric) if table.total is not None else None
    return sum((row.by_metric[metric].value for row in rows), Fraction(0)) if total is None else total.value


def _is_forced(column: ShareColumn, share: Figure, expected: Fraction) -> bool:
    """Whether the shares add up to exactly 100 and this one is a unit of its last digit off: it took the remainder."""
    added = sum((row.by_metric[SHARE].value for row in column.rows), Fraction(0))
    return added == 100 and abs(rounded(expected, share.step) - share.value) == share.step


def _row_finding(audited: Audited, column: ShareColumn, row: SheetRow) -> Finding:
    share, count, expected = row.by_metric[SHARE], row.by_metric[column.metric], column.expected(row)
    forced, ceiling = _is_forced(column, share, expected), reproduces(expected, share) == "ceiling"
    case = "forced" if forced else "ceiling" if ceiling else "differs"
    words = {
        "table": column.table.name,
        "row": row.label,
        "printed": share.printed,
        "part": decimal(count.value),
        "whole": decimal(column.whole),
        "rate": percent(expected),
        "nearest": percent(rounded(expected, share.step), places_of(share.step)),
    }
    finding = Finding(
        check_id="A3",
        subject=f"{column.table.name}{row.label}占比",
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


def _row_holds(audited: Audited, column: ShareColumn, row: SheetRow) -> Finding:
    share, count, expected = row.by_metric[SHARE], row.by_metric[column.metric], column.expected(row)
    mode = reproduces(expected, share)
    numbers = f"{decimal(count.value)}/{decimal(column.whole)}"
    finding = Finding(
        check_id="A3",
        subject=f"{column.table.name}{row.label}占比",
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
            printed=share.printed,
            numbers=numbers,
            rate=percent(expected),
        ),
    )
    return located(audited, finding, claims_of((share, count)), column.table.sample)


@check("A3", "附表占比", "shares in tables", gives="consistent inconsistent")
def check_table_shares(audited: Audited) -> Iterator[Finding]:
    """Each share of a table against the count of its row over the total.

    Only where more than half of the rows follow that reading: shares may be of a whole that the table does not print.
    Rounding up, and a remainder put on one row, are ``inconsistent`` with severity 1.

    Tolerance: printed precision.
    """
    for table in sheets(audited):
        column = share_column(table)
        if column is None:
            continue
        for row in column.outliers:
            yield _row_finding(audited, column, row)
        for row in column.rows:
            if column.fits(row):
                yield _row_holds(audited, column, row)
