"""X2: do months, quarters and half-years add up to the period that they make up, whoever prints them?

What belongs here: which periods are parts of which, and what their sum may be. What does not: periods that one document
adds up (``pipelines.audit.addition.subperiods``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import duckdb

from pipelines.audit.finding import Placed, check, say
from pipelines.audit.rules import words
from pipelines.audit.wide.said import distinct_printings, doubt_of, each_printed, placed_of, said_of, severity_of
from pipelines.audit.wording import decimal, of_period, span_zh
from warehouse.records import Row, records

# A period is a run of whole months; a part of it starts where parts of its length do (a quarter in January, April ...).
# Where different values of a part are printed, in one publication or in several, each is possible.
SUMS_OVER_PERIODS = """
WITH figures AS (
    SELECT
        f.region_code, r.name AS region_name, f.channel, f.metric, f.office, f.period_start, f.period_end,
        any_value(f.agency) AS agency,
        min(list_min(list_transform(f.printings, lambda p: p.low))) AS low,
        max(list_max(list_transform(f.printings, lambda p: p.high))) AS high,
        min(f.confidence) AS confidence,
        arg_max(struct_pack(printings := f.printings, document_id := f.document_id, source_id := f.source_id),
            (coalesce(f.dated_on, f.period_end), f.document_id)) AS figure,
        list(f.printings ORDER BY coalesce(f.dated_on, f.period_end) DESC, f.document_id DESC).flatten() AS printings,
        date_diff('month', f.period_start, f.period_end + 1) AS months
    FROM stage.printed_figures f
    LEFT JOIN regions r USING (region_code)
    WHERE
        f.kind = 'count'
        AND f.metric IN (SELECT unnest($1::VARCHAR[]))
        AND day(f.period_start) = 1
        AND day(f.period_end + 1) = 1
    GROUP BY f.region_code, r.name, f.channel, f.metric, f.office, f.period_start, f.period_end
)
SELECT
    w.* EXCLUDE (confidence),
    p.months AS part_months,
    sum(p.low) AS sum_low,
    sum(p.high) AS sum_high,
    sum(p.months) = any_value(w.months) AS complete,
    least(any_value(w.confidence), min(p.confidence)) AS confidence,
    list(struct_pack(start := p.period_start, stop := p.period_end, printed := p.figure.printings[1].printed,
        claim_id := p.figure.printings[1].claim_id) ORDER BY p.period_start) AS parts
FROM figures w
JOIN figures p
    ON p.region_code = w.region_code
    AND p.channel = w.channel
    AND p.metric = w.metric
    AND p.office IS NOT DISTINCT FROM w.office
    AND p.period_start >= w.period_start
    AND p.period_end <= w.period_end
    AND p.months < w.months
    AND p.months IN (1, 3, 6)
    AND (month(p.period_start) - 1) % p.months = 0
GROUP BY ALL
HAVING complete OR sum_low > any_value(w.high)
ORDER BY w.region_code, w.channel, w.metric, w.period_start, w.period_end, w.office, part_months
"""


def _between(whole: Row, low: Fraction, high: Fraction) -> Fraction:
    """How far a sum between ``low`` and ``high`` is from a whole; from the nearest end, so that the difference is the
    least that the prints allow."""
    most = Fraction(whole["high"])
    return low - most if low > most else min(Fraction(0), high - Fraction(whole["low"]))


@check(
    "X2",
    "分期之和",
    "months and quarters against the year",
    gives="consistent needs_definition",
    runs="warehouse",
)
def sums_over_periods(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """Counts of months, quarters and half-years add up to that of the period that they make up; where some are missing,
    those that are printed are not more than the whole. Where several wholes are printed, any may be the sum. What came
    in does not change afterwards; of what was done with it more may be known when the whole is printed, so that a whole
    above its parts is severity 1.

    Tolerance: what the printed precision of each leaves open.
    """
    for row in records(con, SUMS_OVER_PERIODS, [list(words("across", "flows"))]):
        parts, low, high = row["parts"], Fraction(row["sum_low"]), Fraction(row["sum_high"])
        # The text and the table of one document may print different wholes: any of them may be the sum.
        wholes = sorted(distinct_printings(row["printings"]), key=lambda whole: abs(_between(whole, low, high)))
        gap = _between(wholes[0], low, high)
        fits = gap == 0
        shown = wholes[:1] if fits else distinct_printings(row["printings"])
        verdict, most = ("consistent", 0) if fits else doubt_of(row)
        if gap < 0 and row["metric"] not in words("series", "known_at_once"):
            most = min(most, 1)
        said = said_of(row)
        total = decimal(low) if low == high else f"{decimal(low)}至{decimal(high)}"
        case = "adds_up" if fits else "does_not_add_up" if row["complete"] else "exceeds"
        yield placed_of(
            row,
            row["figure"],
            check_id="X2",
            subject=f"{said['about']}{said['period']}{said['label']}：{row['part_months']}个月一期",
            verdict=verdict,
            severity=min(most, severity_of(abs(gap), Fraction(row["high"]), "count")),
            **say(
                "period_sums",
                case,
                **said,
                whole=each_printed(shown, "、"),
                whole_en=each_printed(shown, " and "),
                n=len(parts),
                parts="＋".join(p["printed"] for p in parts),
                sum=total,
                gap=decimal(abs(gap)),
            ),
            claim_ids=(*(whole["claim_id"] for whole in shown), *(p["claim_id"] for p in parts)),
            claimed=each_printed(shown, "；"),
            recomputed=total,
            gap=gap,
            evidence=tuple(of_period(span_zh(p["start"], p["stop"]), p["printed"]) for p in parts),
            confidence=row["confidence"],
        )
