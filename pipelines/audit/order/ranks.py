"""N2: are printed ranks in the order of the scores beside them?

What belongs here: the ranks of one table against its scores, or against its one rate where it has no scores. What does
not: lists of units in sentences, and what a score is made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from pipelines.audit.figures import cause, claims_of, kind, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.rate.formulas import NOT_A_COMPLETION
from pipelines.audit.sheets import Sheet, SheetRow, group_sheets, sheets
from pipelines.audit.wording import decimal, metric_en, metric_zh

_MOST_WRONG = Fraction(1, 2)
"""Of all pairs: with more of them in the opposite order, a low score is the better one."""
_MOST_WRONG_OF_RATES = Fraction(1, 5)
"""Of all pairs: ranks that follow a rate less closely are of something else."""

Ranked = tuple[SheetRow, Fraction, Fraction]
"""A row with its rank and its score."""


def measure_of_ranks(table: Sheet) -> str | None:
    """The metric that the ranks of a table can be of: the score, else its one rate; ``None`` without either."""
    printed = {metric for row in table.rows for metric in row.by_metric}
    rates = [metric for metric in printed if kind(metric) == "rate" and metric not in NOT_A_COMPLETION]
    return "score" if "score" in printed else rates[0] if len(rates) == 1 else None


def ranked_rows(table: Sheet, measure: str) -> tuple[Ranked, ...]:
    """The rows of a table that print a rank and a score (the figure of ``measure``).

    None where a rank stands for two scores: the table then ranks several groups of units, each by itself.
    """
    found = tuple(
        (row, row.by_metric["rank"].value, row.by_metric[measure].value)
        for row in table.rows
        if {"rank", measure} <= row.by_metric.keys()
    )
    scores: dict[Fraction, set[Fraction]] = {}
    for _, rank, score in found:
        scores.setdefault(rank, set()).add(score)
    return found if all(len(each) == 1 for each in scores.values()) else ()


def out_of_order(rows: tuple[Ranked, ...]) -> tuple[tuple[Ranked, Ranked], ...]:
    """The pairs in which the better rank has the lower score."""
    pairs = (sorted(pair, key=lambda row: row[1]) for pair in combinations(rows, 2))
    return tuple((better, worse) for better, worse in pairs if better[1] < worse[1] and better[2] < worse[2])


@check("N2", "名次与得分", "ranks against scores", gives="consistent needs_definition inconsistent")
def check_ranks(audited: Audited) -> Iterator[Finding]:
    """In a table with one column of ranks and one of scores, no row has a better rank and a lower score than another;
    so, too, in one without scores whose one rate is in the order of the ranks in most rows. What the latter are of is
    not said: ``needs_definition``.

    Where more than half of all pairs are in the opposite order, a low score is the better one, and nothing
    is said; nor where one rank stands for several scores.

    Tolerance: none.
    """
    for table in (part for whole in sheets(audited) for part in (whole, *group_sheets(whole))):
        measure = measure_of_ranks(table)
        rows = ranked_rows(table, measure) if measure is not None else ()
        wrong = out_of_order(rows)
        most = _MOST_WRONG if measure == "score" else _MOST_WRONG_OF_RATES
        if measure is not None and len(rows) > 1 and len(wrong) <= most * len(rows) * (len(rows) - 1) / 2:
            yield _finding(audited, table, measure, rows, wrong)


def _finding(
    audited: Audited, table: Sheet, measure: str, rows: tuple[Ranked, ...], wrong: tuple[tuple[Ranked, Ranked], ...]
) -> Finding:
    """Of ranks that hold, all are shown; of those that do not, the pair that is farthest apart."""
    shown = tuple(sorted(rows, key=lambda row: row[1]))
    words: dict[str, object] = {
        "table": table.name,
        "rows": len(rows),
        "pairs": len(wrong),
        "measure_zh": metric_zh(measure),
        "measure_en": metric_en(measure),
    }
    if wrong:
        better, worse = max(wrong, key=lambda pair: pair[1][2] - pair[0][2])
        for name, (row, rank, score) in (("better", better), ("worse", worse)):
            words |= {name: row.label, f"{name}_rank": decimal(rank), f"{name}_score": decimal(score)}
        shown = (better, worse)
    finding = Finding(
        check_id="N2",
        subject=f"{table.name}名次与{metric_zh(measure)}",
        verdict="consistent" if not wrong else "inconsistent" if measure == "score" else "needs_definition",
        severity=2 if wrong else 0,
        claimed="；".join(decimal(rank) for _, rank, _ in shown),
        recomputed="；".join(decimal(score) for _, _, score in shown),
        metric="rank",
        cause_id=cause(audited, "table", table.table.table_no, "rank") if wrong else None,
        **say("ranks", "differs" if wrong else "holds", **words),
    )
    used = [row for pair in wrong for row, _, _ in pair] if wrong else [row for row, _, _ in rows]
    return located(audited, finding, claims_of(row.by_metric[m] for row in used for m in ("rank", measure)))
