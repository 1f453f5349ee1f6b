"""A4, A5 and G1 in tables: which formula a column of rates follows, and which rows do not.

What belongs here: rate columns against the count columns of the same row. What does not: totals (A1), notes (A8),
rates of sentences (``rates``). Formulas come from ``rules/formulas.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TypedDict

from pipelines.audit.figures import cause, claims_of, kind, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, counts_for, rate_interval, severity_of_points
from pipelines.audit.rate.defined import defined_otherwise
from pipelines.audit.rate.formulas import (
    NOT_A_COMPLETION,
    Fit,
    Formula,
    added_up,
    available,
    fits,
    formula_en,
    formula_zh,
    is_inferred,
)
from pipelines.audit.rate.judgements import Judgement, figures_tried, judge, judged, judged_words, steps
from pipelines.audit.sheets import Sheet, SheetRow, group_sheets, is_of_all, sheets
from pipelines.audit.steps import step
from pipelines.audit.wording import decimal, header_zh, metric_en, metric_zh, percent


class FormulaFit(TypedDict):
    """A row of ``formula_fits``. ``total_fits`` is ``None`` where no total is printed; ``outliers`` are row labels;
    ``region_code`` and ``channel`` are those of the figures of the table.
    """

    document_id: str
    table_no: int
    region_code: str | None
    channel: str | None
    metric: str
    formula_id: str
    rows_fitting: int
    rows_tested: int
    total_fits: bool | None
    chosen: bool
    outliers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnFit:
    """A formula tried on all rows of a column of rates."""

    formula: Formula
    fitting: int
    tested: int
    total_fits: bool | None
    outliers: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, bool, bool]:
        """More rows first, then the total, then what the name of the rate says."""
        return self.fitting, self.total_fits is True, self.formula.canonical

    @property
    def is_settled(self) -> bool:
        """Whether more than half of the rows follow the formula."""
        return 2 * self.fitting > self.tested


@dataclass(frozen=True, slots=True)
class RateColumn:
    """A column of rates with the formulas tried on it, the chosen one first."""

    table: Sheet
    metric: str
    header: str
    tried: tuple[ColumnFit, ...]

    @property
    def chosen(self) -> ColumnFit:
        """The formula that reproduces most."""
        return self.tried[0]

    @property
    def subject(self) -> str:
        """The head of subjects: table and header."""
        return f"{self.table.name}“{self.header}”"


def _fit(row: SheetRow, metric: str, formula: Formula) -> Fit | None:
    printed = row.by_metric.get(metric)
    found = fits(printed, row.by_metric, (formula,)) if printed is not None else ()
    return found[0] if found else None


def _column_fit(table: Sheet, metric: str, formula: Formula) -> ColumnFit:
    results = [(row.label, f) for row in table.rows if (f := _fit(row, metric, formula)) is not None]
    total = _fit(table.total, metric, formula) if table.total is not None else None
    return ColumnFit(
        formula=formula,
        fitting=sum(f.fits for _, f in results),
        tested=len(results),
        total_fits=None if total is None else total.fits,
        outliers=tuple(label for label, f in results if not f.fits),
    )


def _as_canonical(fit: ColumnFit) -> ColumnFit:
    """A formula that says what the name says in its strictest sense is canonical where a whole column follows it."""
    whole = fit.tested and fit.fitting == fit.tested and fit.total_fits is not False
    if not (whole and fit.formula.canonical_over_table):
        return fit
    return replace(fit, formula=replace(fit.formula, canonical=True, agrees=True))


def _with_bases(table: Sheet) -> Sheet:
    """A table whose rows also hold the bases that are the sum of what they print (参与评价 of 满意 and 不满意)."""

    def of(row: SheetRow) -> SheetRow:
        whole = added_up(dict(row.by_metric))
        return row if len(whole) == len(row.by_metric) else replace(row, by_metric=whole)

    total = None if table.total is None else of(table.total)
    subtotals = tuple((of(row), tuple(map(of, parts))) for row, parts in table.subtotals)
    return replace(table, rows=tuple(map(of, table.rows)), total=total, subtotals=subtotals)


def rate_columns(table: Sheet) -> tuple[RateColumn, ...]:
    """The columns of rates of a table on which at least one formula could be tried; of several columns of one rate
    (one a channel) the one that is of the whole row.
    """
    found = []
    table = _with_bases(table)
    printed = {metric for row in table.all_rows() for metric in row.by_metric}
    for at, column in enumerate(table.table.columns):
        metric = column.metric
        if metric is None or kind(metric) != "rate" or metric in NOT_A_COMPLETION:
            continue
        if not any(
            row.cells[at] is not None and row.cells[at] is row.by_metric.get(metric) for row in table.all_rows()
        ):
            continue
        tried = [_as_canonical(_column_fit(table, metric, f)) for f in available(metric, printed)]
        tested = sorted((t for t in tried if t.tested), key=lambda t: t.rank, reverse=True)
        if tested:
            found.append(RateColumn(table, metric, header_zh(column.header), tuple(tested)))
    return tuple(found)


def formula_fits(audited: Audited) -> list[FormulaFit]:
    """Every formula tried on every column of rates, one row each; ``chosen`` marks the one that reproduces most."""
    return [
        FormulaFit(
            document_id=audited.container_id,
            table_no=column.table.table.table_no,
            region_code=column.table.sample.region_code if column.table.sample else None,
            channel=column.table.channel,
            metric=column.metric,
            formula_id=t.formula.formula_id,
            rows_fitting=t.fitting,
            rows_tested=t.tested,
            total_fits=t.total_fits,
            chosen=t is column.chosen,
            outliers=t.outliers,
        )
        for table in sheets(audited)
        for column in rate_columns(table)
        for t in column.tried
    ]


def check_id(metric: str) -> str:
    """A5 for rates whose formula is inferred, A4 for those with a settled one."""
    return "A5" if is_inferred(metric) else "A4"


def column_cause(audited: Audited, column: RateColumn, label: str | None = None) -> str:
    """The cause shared by what one formula leaves open in a column, or by what is odd about one row."""
    channel = () if is_of_all(column.header) else (column.header,)
    return cause(audited, "table", column.table.table.table_no, column.metric, label, *channel)


_FITS = {None: "rows_fit", True: "rows_and_total_fit", False: "rows_fit_total_not"}
"""The step that says how many rows keep to a formula, by whether the total does; ``None`` where there is no total."""


def _counts_zh(column: RateColumn) -> str:
    return "；".join(f"{formula_zh(t.formula)} {t.fitting}/{t.tested}" for t in column.tried)


def _counts_en(column: RateColumn) -> str:
    return "; ".join(f"{formula_en(t.formula)} {t.fitting}/{t.tested}" for t in column.tried)


def column_case(column: RateColumn) -> tuple[str, int, str]:
    """Verdict, severity and sentence of a whole column: the label's own formula fits as well as any, another one fits
    better, or none fits more than half of the rows.
    """
    best = column.chosen
    tied = [t for t in column.tried if t.rank[:2] == best.rank[:2]]
    if not best.is_settled:
        return "needs_definition", 2, "column_open"
    if not best.formula.agrees:
        return "consistent_on_other_base", 2, "column_other"
    return "consistent", 0, "column_tie" if len(tied) > 1 else "column_holds"


def _column_finding(audited: Audited, column: RateColumn) -> Finding:
    verdict, severity, case = column_case(column)
    best = column.chosen
    words = {
        "column": column.subject,
        "metric_en": metric_en(column.metric),
        "formula_zh": formula_zh(best.formula),
        "formula_en": formula_en(best.formula),
        "fitting": best.fitting,
        "tested": best.tested,
        "counts_zh": _counts_zh(column),
        "counts_en": _counts_en(column),
        "outliers": "、".join(best.outliers) or "无",
    }
    finding = Finding(
        check_id=check_id(column.metric),
        subject=f"{column.subject}的算法",
        verdict=verdict,
        severity=severity,
        claimed=None,
        recomputed=_counts_zh(column),
        formula_id=best.formula.formula_id,
        alternatives=tuple(t.formula.formula_id for t in column.tried[1:] if t.rank[:2] == best.rank[:2]),
        evidence=tuple(
            step(_FITS[t.total_fits], formula=formula_zh(t.formula), fitting=t.fitting, tested=t.tested)
            for t in column.tried
        ),
        metric=column.metric,
        cause_id=None if verdict == "consistent" else column_cause(audited, column),
        **say("table_rates", case, **words),
    )
    printed = [row.by_metric.get(column.metric) for row in column.table.all_rows()]
    return located(audited, finding, claims_of(printed), column.table.sample)


def judge_row(printed: Figure, tried: tuple[Fit, ...], chosen: ColumnFit) -> Judgement:
    """The verdict on one row: as for a rate alone, but a row that several other formulas reproduce is read by the
    formula of its column when that is one of them.
    """
    found = judge(printed, tried)
    by_column = next((f for f in tried if f.formula == chosen.formula and f.fits), None)
    if found.verdict == "needs_definition" and by_column is not None and chosen.is_settled:
        return Judgement("consistent_on_other_base", found.severity, "other_base", found.measured, by_column)
    return found


def _row_words(column: RateColumn, row: SheetRow, printed: Figure, found: Judgement) -> dict[str, object]:
    return {
        "column": column.table.name,
        "row": row.label,
        "header": column.header,
        "metric_en": metric_en(column.metric),
        "printed": printed.printed,
        **judged_words(found, row.by_metric),
    }


def _row_finding(audited: Audited, column: RateColumn, row: SheetRow, tried: tuple[Fit, ...]) -> Finding:
    printed = row.by_metric[column.metric]
    found = judge_row(printed, tried, column.chosen)
    follows_column = found.verdict == "consistent_on_other_base" and found.reading.formula == column.chosen.formula
    finding = Finding(
        check_id=check_id(column.metric),
        subject=f"{column.table.name}{row.label}“{column.header}”",
        claimed=printed.printed,
        metric=column.metric,
        agency=None if row.is_total else row.label,
        cause_id=None
        if found.verdict == "consistent"
        else column_cause(audited, column, None if follows_column else row.label),
        **judged(found, printed, tried, row.by_metric),
        **say("table_rates", found.case, **_row_words(column, row, printed, found)),
    )
    return located(audited, finding, claims_of((printed, *figures_tried(tried, row.by_metric))))


def _rest_finding(audited: Audited, column: RateColumn, rows: list[SheetRow]) -> Finding:
    printed = [row.by_metric[column.metric] for row in rows]
    values, is_one = sorted({f.value for f in printed}), len(rows) == 1
    shown = percent(values[0], 2) if len(values) == 1 else f"{percent(values[0], 2)}至{percent(values[-1], 2)}"
    words = {
        "column": column.subject,
        "metric_en": metric_en(column.metric),
        "rows": len(rows),
        "rest_en": "the other row" if is_one else f"the other {len(rows)} rows",
        "agree_en": "agrees" if is_one else "agree",
        "their_en": "its row" if is_one else "their rows",
        "printed": shown,
        "printed_en": shown.replace("至", " to "),
    }
    finding = Finding(
        check_id=check_id(column.metric),
        subject=f"{column.subject}其余各行",
        verdict="consistent",
        severity=0,
        claimed=shown,
        recomputed=f"{len(rows)}/{len(rows)}行",
        formula_id=column.chosen.formula.formula_id,
        metric=column.metric,
        **say("table_rates", "rest_holds", **words),
    )
    return located(audited, finding, claims_of(printed), column.table.sample)


def missed_bases(missed: Fraction, rate: Figure) -> tuple[int, int] | None:
    """The whole bases n for which (n - missed) / n is the printed rate; ``None`` where there is none or no end to
    them.
    """
    left = counts_left(rate)
    if missed <= 0 or left is None:
        return None
    low, high = left
    smallest, largest = -(-missed // high), missed // low
    return (int(smallest), int(largest)) if smallest <= largest else None


def counts_left(rate: Figure) -> tuple[Fraction, Fraction] | None:
    """The interval of 1 - rate, where both of its ends are above 0."""
    allowed = rate_interval(rate)
    if allowed.low is None or allowed.high is None or allowed.high >= 1:
        return None
    return 1 - allowed.high, 1 - allowed.low


def _existence_finding(audited: Audited, column: RateColumn, row: SheetRow, tried: tuple[Fit, ...]) -> Finding | None:
    """G1 for a row that no formula reproduces: whether any whole number over its printed base gives the rate."""
    printed = row.by_metric[column.metric]
    bases = sorted({row.by_metric[f.formula.denominator].value for f in tried})
    formula = column.chosen.formula
    allows = (base.denominator != 1 or counts_for(rate_interval(printed), int(base)) for base in bases)
    if formula.denominator not in row.by_metric or any(allows):
        return None
    base, missed = row.by_metric[formula.denominator].value, None
    if set(formula.plus) == {formula.denominator}:
        missed = sum((row.by_metric[m].value for m in formula.minus), Fraction(0))
    other = None if missed is None else missed_bases(missed, printed)
    settled = column.chosen.is_settled
    hint = "base_named" if other is not None and other[0] == other[1] else "base_unknown"
    words = {
        **_row_words(column, row, printed, Judgement("inconsistent", 2, "", tried[0])),
        "base": "、".join(decimal(b) for b in bases),
        "base_en": " or ".join(decimal(b) for b in bases),
        "missed": "" if missed is None else decimal(missed),
        "missed_zh": "、".join(map(metric_zh, formula.minus)),
        "missed_en": " and ".join(map(metric_en, formula.minus)),
        "n": "" if other is None else other[0],
        "k": "" if other is None or missed is None else decimal(other[0] - missed),
    }
    finding = Finding(
        check_id="G1",
        subject=f"{column.table.name}{row.label}“{column.header}”",
        verdict="inconsistent" if settled else "needs_definition",
        severity=max(2, severity_of_points(tried[0].rate, printed)),
        claimed=printed.printed,
        recomputed=percent(tried[0].rate),
        gap=(tried[0].rate - printed.value) / 100,
        formula_id=formula.formula_id,
        alternatives=(f"{words['k']}/{words['n']}",) if hint == "base_named" else (),
        evidence=(*steps(tried, row.by_metric), step("no_whole_number", base=decimal(base), quantity=printed.printed)),
        metric=column.metric,
        agency=None if row.is_total else row.label,
        cause_id=column_cause(audited, column, row.label),
        **say("table_rates", hint, **words),
    )
    return located(audited, finding, claims_of((printed, *(row.by_metric[m] for m in sorted(formula.parts)))))


def _rows(column: RateColumn) -> Iterator[tuple[SheetRow, tuple[Fit, ...]]]:
    """The rows, the total and the subtotals with what each formula of the rate gives."""
    for row in (*column.table.all_rows(), *(subtotal for subtotal, _ in column.table.subtotals)):
        printed = row.by_metric.get(column.metric)
        if printed is None:
            continue
        applying = available(printed.metric, row.by_metric)
        # As the column reads them: a formula may be canonical for it, and what is canonical is measured against first,
        # of several the one that the column follows.
        read = {t.formula.formula_id: t.formula for t in column.tried}
        chosen = column.chosen.formula.formula_id
        formulas = sorted(
            (read.get(f.formula_id, f) for f in applying), key=lambda f: (not f.canonical, f.formula_id != chosen)
        )
        if tried := fits(printed, row.by_metric, formulas):
            yield row, tried


def _baseless_finding(audited: Audited, column: RateColumn) -> Finding | None:
    """Rows that print a rate although every base of it is 0: 0 of 0 has no rate."""
    bases = {t.formula.denominator for t in column.tried}
    rows = [
        row
        for row in column.table.rows
        if column.metric in row.by_metric and all(b in row.by_metric and row.by_metric[b].value == 0 for b in bases)
    ]
    if not rows:
        return None
    printed = [row.by_metric[column.metric] for row in rows]
    shown = "、".join(dict.fromkeys(f.printed for f in printed))
    finding = Finding(
        check_id=check_id(column.metric),
        subject=f"{column.subject}零件行",
        verdict="unusual",
        severity=1,
        claimed=shown,
        metric=column.metric,
        cause_id=column_cause(audited, column, "0"),
        **say(
            "table_rates",
            "no_base",
            column=column.subject,
            metric_en=metric_en(column.metric),
            rows=len(rows),
            printed=shown,
        ),
    )
    return located(audited, finding, claims_of(printed), column.table.sample)


def _column_findings(audited: Audited, column: RateColumn) -> Iterator[Finding]:
    baseless = _baseless_finding(audited, column)
    if baseless is not None:
        yield baseless
    if column_case(column)[2] != "column_holds" or is_inferred(column.metric):
        yield _column_finding(audited, column)
    plain: list[SheetRow] = []
    for row, tried in _rows(column):
        printed = row.by_metric[column.metric]
        found = judge_row(printed, tried, column.chosen)
        if found.verdict == "consistent" and found.severity == 0 and not row.is_total and printed.value in (0, 100):
            plain.append(row)
        elif found.verdict == "consistent" or column.chosen.is_settled:
            yield _row_finding(audited, column, row, tried)
    if plain:
        yield _rest_finding(audited, column, plain)


@lru_cache(maxsize=8)  # three checks share them
def _rate_columns(audited: Audited) -> tuple[RateColumn, ...]:
    """The columns of rates of the tables, and of those that stand side by side in one of them, one a channel or
    period.
    """
    tables = (part for table in sheets(audited) for part in (table, *group_sheets(table)))
    return tuple(column for table in tables for column in rate_columns(table))


@check(
    "A4",
    "附表比率",
    "rates in tables",
    gives="consistent consistent_on_other_base needs_definition inconsistent unverifiable unusual",
)
def check_table_rates(audited: Audited) -> Iterator[Finding]:
    """Row by row, a rate against its canonical formula at printed precision; another formula that fits is named.

    Rows at 100 % (or 0) that agree are one finding a column; the total and other rows have their own. Where no
    formula fits more than half of the rows, the column has one finding and its rows have none. A rate that a note
    defines by another formula than its name says is told only where it agrees.

    Tolerance: half a unit of the last printed digit; truncation is told and agrees.
    """
    for column in _rate_columns(audited):
        if not is_inferred(column.metric):
            is_other = column.metric in defined_otherwise(audited)
            wrong = ("inconsistent", "needs_definition") if is_other else ()
            yield from (f for f in _column_findings(audited, column) if f.verdict not in wrong)


@check(
    "A5",
    "算法推断",
    "formula inference",
    gives="consistent consistent_on_other_base needs_definition inconsistent unusual",
)
def check_formula_inference(audited: Audited) -> Iterator[Finding]:
    """For rates without a settled formula: each candidate on every row and the total; the one that reproduces most
    is chosen.

    A chosen formula that is not the label's own is ``consistent_on_other_base``, and so is each row that only it
    reproduces; a row that no formula reproduces is ``inconsistent``.

    Tolerance: half a unit of the last printed digit.
    """
    for column in _rate_columns(audited):
        if is_inferred(column.metric):
            yield from _column_findings(audited, column)


@check("G1", "整数可行性", "existence of a whole number", gives="inconsistent needs_definition")
def check_existence(audited: Audited) -> Iterator[Finding]:
    """For each row whose rate no formula reproduces: is there a whole k with k / n at printed precision for its base n?

    Only where there is none is a finding given: ``inconsistent`` when the column's formula is settled, otherwise
    ``needs_definition``.

    Tolerance: half a unit of the last printed digit, both ends included.
    """
    for column in _rate_columns(audited):
        for row, tried in _rows(column):
            if not any(f.fits for f in tried) and column.metric not in defined_otherwise(audited):
                found = _existence_finding(audited, column, row, tried)
                if found is not None:
                    yield found
