"""X1 for changes: a rise or fall that one bulletin prints, against the count of the earlier period in another bulletin.

What belongs here: changes in percent against the same months a year earlier or the months before, whose earlier count
an earlier bulletin prints. What does not: changes whose earlier figure stands in the same document (A6), the same
figure in several documents (``same_figures``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import duckdb

from parsers.text.numbers import Interval
from pipelines.audit.finding import Placed, check, say
from pipelines.audit.wide.said import doubt_of, placed_of, said_of
from pipelines.audit.wording import percent
from warehouse.records import Row, records

NEAR = 5
"""Percentage points: a count that gives a change farther off is more likely of something else."""

CHANGES = """
SELECT
    later.region_code, r.name AS region_name, later.channel, later.metric, later.period_start, later.period_end,
    c.document_id, c.source_id, later.title, c.claim_id, c.printed, c.value, c.low, c.high,
    later.printings AS later_printings, earlier.printings AS earlier_printings,
    earlier.title AS earlier_title, earlier.period_start AS earlier_start, earlier.period_end AS earlier_end,
    least(c.confidence, later.confidence, earlier.confidence) AS confidence
FROM claims c
JOIN stage.printed_figures later
    ON later.document_id = c.document_id AND later.region_code = c.region_code AND later.channel = c.channel
    AND later.metric = c.of_metric AND later.period_start = c.period_start AND later.period_end = c.period_end
JOIN stage.printed_figures earlier
    ON earlier.family <> later.family AND earlier.region_code = later.region_code AND earlier.channel = later.channel
    AND earlier.metric = later.metric
    AND CASE c.basis
        WHEN 'year_earlier' THEN
            earlier.period_start = later.period_start - INTERVAL 1 YEAR
            AND earlier.period_end = last_day(later.period_end - INTERVAL 1 YEAR)
        ELSE
            earlier.period_end = later.period_start - INTERVAL 1 DAY
            AND datediff('month', earlier.period_start, earlier.period_end)
                = datediff('month', later.period_start, later.period_end)
            AND date_trunc('month', earlier.period_start) = earlier.period_start
    END
LEFT JOIN regions r ON r.region_code = later.region_code
WHERE
    c.metric = 'change' AND c.basis IN ('year_earlier', 'previous_period') AND c.unit = '%' AND c.qualifier = 'exact'
    AND c.scope IN ('whole', 'total') AND c.category IS NULL AND c.value IS NOT NULL
    AND later.kind = 'count' AND later.office IS NULL AND earlier.office IS NULL
    AND date_trunc('month', later.period_start) = later.period_start
    AND last_day(later.period_end) = later.period_end
QUALIFY row_number() OVER (
    PARTITION BY c.document_id, later.channel, later.metric, later.period_start, later.period_end, c.basis, c.value
    ORDER BY earlier.dated_on DESC NULLS LAST, earlier.document_id, c.claim_id
) = 1
ORDER BY later.region_code, later.channel, later.metric, later.period_start, c.document_id, c.basis, c.value
"""


def change_of(later: Fraction, earlier: Fraction) -> Fraction:
    """The change from an earlier count, in percent of it."""
    return (later - earlier) * 100 / earlier


def changes_of(later: Row, earlier: Row) -> Interval:
    """Where the change lies that two printed counts leave open: one number for exact ones, a range for 5.77万."""
    (low, high), (low_before, high_before) = (
        [Fraction(printing["value"] if printing[end] is None else printing[end]) for end in ("low", "high")]
        for printing in (later, earlier)
    )
    return Interval(change_of(low, high_before), change_of(high, low_before) if low_before > 0 else None)


@check(
    "X1",
    "增减与前期通报",
    "a change against an earlier bulletin",
    gives="consistent needs_definition",
    runs="warehouse",
)
def changes_from_bulletins(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """A change in percent of a count that a bulletin prints, against the count of the same months a year earlier, or of
    as many months before, in another bulletin of that region and channel.

    A change that is more than 5 percentage points off says nothing: the earlier count is then more likely of something
    else. Where several counts are printed, any may be the one.

    Tolerance: half a unit of the last printed digit of the change; round counts (5.77万) are what they were rounded
    from.
    """
    for row in records(con, CHANGES):
        pairs = [
            (later, earlier, change_of(Fraction(later["value"]), Fraction(earlier["value"])))
            for later in row["later_printings"]
            for earlier in row["earlier_printings"]
            if earlier["value"]
        ]
        pairs.sort(key=lambda pair: abs(pair[2] - Fraction(row["value"])))
        if pairs and abs(pairs[0][2] - Fraction(row["value"])) <= NEAR:
            yield _finding(row, *pairs[0])


def _finding(row: Row, later: Row, earlier: Row, change: Fraction) -> Placed:
    holds = changes_of(later, earlier).overlaps(Interval(Fraction(row["low"]), Fraction(row["high"])))
    verdict, most = ("consistent", 0) if holds else doubt_of(row)
    said = said_of(row)
    return placed_of(
        row,
        row,
        within=row["document_id"],
        check_id="X1",
        subject=f"{said['about']}{said['period']}{said['label']}增减{row['printed']}：《{row['earlier_title']}》",
        verdict=verdict,
        severity=min(most, 2),
        **say(
            "earlier_bulletins",
            "holds" if holds else "differs",
            **said,
            title=row["title"],
            attached=row["earlier_title"],
            printed=row["printed"],
            later=later["printed"],
            earlier=earlier["printed"],
            change=percent(change, 4),
        ),
        claim_ids=(row["claim_id"], later["claim_id"], earlier["claim_id"]),
        claimed=row["printed"],
        recomputed=percent(change, 4),
        gap=(change - Fraction(row["value"])) / 100,
        confidence=row["confidence"],
    )
