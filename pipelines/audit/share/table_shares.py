"""A3 in tables: does a column of shares follow from a column of counts beside it?

What belongs here: which counts and which whole a column of shares is of, and its rows against them. What does not:
shares in sentences (``shares``) and other rates (``table_rates``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from pipelines.audit.agreement.named_rows import is_same_name
from pipelines.audit.figures import (
    Sheet,
    SheetRow,
    cause,
    claims_of,
    figure,
    is_of_units,
    kind,
    located,
    narrative,
    sheets,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.members import SHARE
from pipelines.audit.intervals import Figure, is_nearest, reproduces, rounded, severity_of_points
from pipelines.audit.stated import period_of
from pipelines.audit.wording import decimal, percent, places_of

_FEWEST_ROWS = 3
"""By chance, two rows may follow any whole."""


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


def share_columns(audited: Audited, table: Sheet) -> Iterator[ShareColumn]:
    """The readings of a table's column of shares: of the whole table, or of each group of its rows.

    Nothing where no reading reproduces enough rows. A table that is cut off has no sum of its own.
    """
    own = None if table.table.cut_off else _best(_readings(table, table.rows, partial(_own_wholes, table)))
    if own is not None and 2 * len(own.outliers) < len(own.rows):
        yield own
        return
    for name, rows in row_groups(table):
        of_text = _best(_readings(table, rows, partial(_text_wholes, audited, table, name)))
        if of_text is not None and 5 * len(of_text.outliers) <= len(of_text.rows):
            yield of_text


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


_Wholes = Callable[[str, tuple[SheetRow, ...]], Sequence[Fraction]]


def _readings(table: Sheet, rows: tuple[SheetRow, ...], wholes: _Wholes) -> Iterator[ShareColumn]:
    metrics = dict.fromkeys(c.metric for c in table.table.columns if c.metric and kind(c.metric) == "count")
    for metric in metrics:
        both = tuple(row for row in rows if {metric, SHARE} <= row.by_metric.keys())
        for whole in wholes(metric, both) if len(both) >= _FEWEST_ROWS else ():
            if whole > 0:
                yield ShareColumn(table, metric, whole, both)


def _best(readings: Iterable[ShareColumn]) -> ShareColumn | None:
    return min(readings, key=lambda r: len(r.outliers), default=None)


def _own_wholes(table: Sheet, metric: str, rows: tuple[SheetRow, ...]) -> list[Fraction]:
    """The printed total of the counts, or their sum where no total is printed."""
    total = table.total.by_metric.get(metric) if table.total is not None else None
    return [_added(rows, metric) if total is None else total.value]


def _added(rows: Iterable[SheetRow], metric: str) -> Fraction:
    return sum((row.by_metric[metric].value for row in rows), Fraction(0))


def _text_wholes(
    audited: Audited, table: Sheet, name: str | None, metric: str, rows: tuple[SheetRow, ...]
) -> list[Fraction]:
    """The counts of the text that the rows may be parts of: of the table's speaker and period, of what their group is
    called, and not less than they are together.
    """
    sample, least = table.sample, _added(rows, metric)
    return [
        found.value
        for claim in narrative(audited)
        if sample is not None and (claim.stated_by, *period_of(claim)) == (sample.stated_by, *period_of(sample))
        if claim.metric == metric and (name is None or is_same_name(claim.category or "", name))
        if (found := figure(claim)) is not None and not found.is_bound and found.value >= least
    ]


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

    Only where more than half of the rows follow that reading. Otherwise the shares may be of a count of the text, for
    each group of rows by itself: of one that carries the name of the group and that four of five rows follow.
    Rounding up, and a remainder put on one row, are ``inconsistent`` with severity 1.

    Tolerance: printed precision.
    """
    for table in sheets(audited):
        for column in share_columns(audited, table):
            for row in column.outliers:
                yield _row_finding(audited, column, row)
            for row in column.rows:
                if column.fits(row):
                    yield _row_holds(audited, column, row)
