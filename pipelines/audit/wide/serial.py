"""A5 over a publisher's series of bulletins: the formula that reproduces most of the rates that they print.

What belongs here: the figures of each bulletin of a series, the formulas tried on all of them, and what that says. What
does not: the formulas (``pipelines.audit.rate.formulas``), and rates inside one bulletin
(``pipelines.audit.rate.rates``, ``pipelines.audit.rate.table_rates``). A rate that fits several formulas in one
bulletin may fit only one over a series.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import duckdb

from parsers.text.numbers import Interval
from pipelines.audit.english import english
from pipelines.audit.figures import LOW_CONFIDENCE
from pipelines.audit.finding import Finding, Placed, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.rate.formulas import (
    NOT_A_COMPLETION,
    Fit,
    Formula,
    available,
    fits,
    formula_en,
    formula_zh,
    formulas,
)
from pipelines.audit.rules import field
from pipelines.audit.steps import step
from pipelines.audit.wording import channel_zh, metric_en, metric_zh, of_period, span_zh
from warehouse.records import Row, records

_LISTED = 6
"""How many bulletins a sentence lists."""

# One row is what one bulletin prints of one channel and period as a whole: figures that belong into one calculation. A
# period has one bulletin: of several documents the place's own, and of these the newest. What the press says is none.
BULLETINS = """
SELECT
    f.source_id, f.region_code, r.name AS region_name, f.channel, f.period_start, f.period_end, f.document_id,
    list(struct_pack(metric := f.metric, kind := f.kind, origin := f.origin, printings := f.printings)
        ORDER BY f.metric) AS figures
FROM stage.printed_figures f
LEFT JOIN regions r USING (region_code)
WHERE f.office IS NULL AND f.confidence >= $1 AND f.stated_by = 'government'
GROUP BY f.source_id, f.region_code, r.name, f.channel, f.period_start, f.period_end, f.document_id
HAVING bool_or(f.kind = 'rate') AND bool_or(f.kind = 'count')
QUALIFY row_number() OVER (
    PARTITION BY f.source_id, f.region_code, f.channel, f.period_start, f.period_end
    ORDER BY
        any_value(f.document_region) IS NOT DISTINCT FROM f.region_code DESC, max(f.dated_on) DESC NULLS LAST,
        f.document_id DESC
) = 1
ORDER BY f.source_id, f.region_code, f.channel, f.period_start, f.period_end, f.document_id
"""


@dataclass(frozen=True, slots=True)
class Printing:
    """A rate that one bulletin prints, and the result of every formula whose figures it prints beside it."""

    name: str
    document_id: str
    claim_id: str
    printed: str
    tried: tuple[Fit, ...]

    def fit(self, formula: Formula) -> Fit | None:
        """The result of ``formula`` here; ``None`` where it cannot be tried."""
        return next((f for f in self.tried if f.formula == formula), None)


@dataclass(frozen=True, slots=True)
class SeriesFit:
    """A formula tried on the bulletins of a series: how many rates it was tried on, and those that it does not give."""

    formula: Formula
    tested: int
    outliers: tuple[Printing, ...]

    @property
    def fitting(self) -> int:
        """The number of rates that it reproduces."""
        return self.tested - len(self.outliers)


def series_fits(metric: str, printings: Sequence[Printing]) -> tuple[SeriesFit, ...]:
    """Every formula that could be tried, the one that reproduces most first; of equals the one with fewer outliers,
    then what the name of the rate says.
    """
    found = []
    for formula in formulas(metric):
        here = [(p, f) for p in printings if (f := p.fit(formula)) is not None]
        if here:
            found.append(SeriesFit(formula, len(here), tuple(p for p, f in here if not f.fits)))
    return tuple(sorted(found, key=lambda s: (-s.fitting, len(s.outliers), not s.formula.canonical)))


@check(
    "A5",
    "历期通报的算法",
    "the formula of a series of bulletins",
    gives="consistent consistent_on_other_base needs_definition",
    runs="warehouse",
)
def series_formulas(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """Over at least 3 bulletins of one publisher, the newest for each period, the formula that reproduces most of the
    printed rates of a channel, each from the counts that its own bulletin prints; formulas that do as well are named,
    bulletins that do not follow it are listed. A formula that gives no more than half of them is not taken for theirs.

    Tolerance: half a unit of the last digit of each printing.
    """
    for about, metric, printings, tried in _tried(con):
        yield _finding(about, metric, printings, tried)


def series_rows(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Every formula tried on a series of bulletins as a row of ``formula_fits``; outliers are bulletins, not rows."""
    return [
        {
            "document_id": None,
            "table_no": None,
            "source_id": about["source_id"],
            "region_code": about["region_code"],
            "channel": about["channel"],
            "metric": metric,
            "formula_id": fit.formula.formula_id,
            "rows_fitting": fit.fitting,
            "rows_tested": fit.tested,
            "total_fits": None,
            "chosen": fit is tried[0],
            "outliers": [of_period(p.name, p.printed) for p in fit.outliers],
        }
        for about, metric, _, tried in _tried(con)
        for fit in tried
    ]


def _tried(
    con: duckdb.DuckDBPyConnection,
) -> Iterator[tuple[Row, str, Sequence[Printing], tuple[SeriesFit, ...]]]:
    """The series that are long enough, each with the formulas tried on it."""
    for about, metric, printings in _series(con):
        tried = series_fits(metric, printings)
        if tried and tried[0].tested >= int(field("serial", "enough_bulletins")):
            yield about, metric, printings, tried


def _series(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[Row, str, list[Printing]]]:
    """The rates of each publisher, region, channel and metric, with the first row that they come from."""
    series: dict[tuple[Any, ...], tuple[Row, str, list[Printing]]] = {}
    for row in records(con, BULLETINS, [LOW_CONFIDENCE]):
        for figure in row["figures"]:
            metric = figure["metric"]
            if figure["kind"] != "rate" or metric in NOT_A_COMPLETION or not formulas(metric):
                continue
            key = (row["source_id"], row["region_code"], row["channel"], metric)
            series.setdefault(key, (row, metric, []))[2].append(_printing(row, figure))
    yield from series.values()


def _printing(row: Row, rate: Row) -> Printing:
    """A rate with the counts that stand where it does, in the text or in the table, which may print different ones."""
    beside = {f["metric"]: _printed_in(rate["origin"], f["printings"]) for f in row["figures"]}
    figures = {metric: _figure(metric, printed) for metric, printed in beside.items()}
    metric = rate["metric"]
    return Printing(
        name=span_zh(row["period_start"], row["period_end"]),
        document_id=row["document_id"],
        claim_id=beside[metric]["claim_id"],
        printed=beside[metric]["printed"],
        tried=fits(figures[metric], figures, available(metric, figures)),
    )


def _printed_in(origin: str, printings: Sequence[Row]) -> Row:
    return next((printed for printed in printings if printed["origin"] == origin), printings[0])


def _figure(metric: str, printed: Row) -> Figure:
    low, high = Fraction(printed["low"]), Fraction(printed["high"])
    return Figure(
        metric=metric,
        value=Fraction(printed["value"]),
        # What is printed to a digit lies within half a unit of it on either side; a count is printed to the unit.
        step=high - low or Fraction(1),
        interval=Interval(low, high),
        printed=printed["printed"],
    )


def _outlier(printing: Printing) -> str:
    """An outlier with the formulas that give its rate, where there are any."""
    other = "、".join(formula_zh(f.formula) for f in printing.tried if f.fits)
    printed = of_period(printing.name, printing.printed)
    return step("fits_other", printed=printed, formula=other) if other else printed


def _outlier_en(printing: Printing) -> str:
    """The same in English."""
    other = " and ".join(formula_en(f.formula) for f in printing.tried if f.fits)
    return f"{printing.printed} for {english(printing.name)}" + (f" (given by {other})" if other else "")


def _listed(texts: Sequence[str], between: str = "；", more: str = "……") -> str:
    return between.join(texts[:_LISTED]) + (more if len(texts) > _LISTED else "")


def _verdict(best: SeriesFit) -> tuple[str, int, str]:
    """Verdict, severity and sentence: whether the series follows one formula, and whether it is that of the label."""
    if 2 * best.fitting <= best.tested:
        return "needs_definition", 2, "open"
    if best.outliers:
        return "needs_definition", 2, "outliers"
    return ("consistent", 0, "holds") if best.formula.agrees else ("consistent_on_other_base", 1, "other")


def _finding(about: Row, metric: str, printings: Sequence[Printing], tried: Sequence[SeriesFit]) -> Placed:
    best = tried[0]
    ties = [s for s in tried[1:] if (s.fitting, len(s.outliers)) == (best.fitting, len(best.outliers))]
    verdict, severity, case = _verdict(best)
    place = about["region_name"] or about["region_code"]
    tied = say(
        "serial",
        "tied",
        formulas="、".join(formula_zh(s.formula) for s in ties),
        formulas_en=", ".join(formula_en(s.formula) for s in ties),
    )
    outliers = [_outlier(p) for p in best.outliers]
    counted = "；".join(f"{formula_zh(s.formula)} {s.fitting}/{s.tested}" for s in tried)
    finding = Finding(
        check_id="A5",
        subject=f"{place}{channel_zh(about['channel'])}历期{metric_zh(metric)}的算法",
        verdict=verdict,
        severity=severity,
        **say(
            "serial",
            case,
            about=f"{place}{channel_zh(about['channel'])}",
            about_en=f"{metric_en(about['channel'])} of {place}",
            label=metric_zh(metric),
            label_en=metric_en(metric),
            formula=formula_zh(best.formula),
            formula_en=formula_en(best.formula),
            n=best.tested,
            fitting=best.fitting,
            outliers=_listed(outliers),
            outliers_en=_listed([_outlier_en(p) for p in best.outliers], "; ", " ..."),
            ties=tied["statement_zh"] if ties else "",
            ties_en=tied["statement_en"] if ties else "",
        ),
        claim_ids=tuple(p.claim_id for p in printings),
        claimed=_listed([p.printed for p in printings]),
        recomputed=counted,
        formula_id=best.formula.formula_id,
        alternatives=tuple(s.formula.formula_id for s in ties),
        evidence=(counted, *outliers),
        metric=metric,
        region_code=about["region_code"],
        channel=about["channel"],
    )
    return Placed(
        finding=finding,
        container_id=f"{about['source_id']}:{about['region_code']}:{about['channel']}",
        document_id=(best.outliers or printings)[-1].document_id,
        source_id=about["source_id"],
    )
