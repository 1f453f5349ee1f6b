"""M1: counters that only grow, as crawls read them on the list pages of a site and documents print them.

What belongs here: the readings of one counter, and what a later one may not be. What does not: rates of such counters
against the public record (``observed``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import duckdb

from pipelines.audit.finding import Placed, check, say
from pipelines.audit.rules import words
from pipelines.audit.steps import step
from pipelines.audit.wide.said import placed_of, said_of
from pipelines.audit.wording import decimal
from warehouse.records import records

# Readings of one counter: on the list pages of a site, or in several documents and letters about one channel. Of a day
# the last reading counts.
COUNTERS = """
WITH readings AS (
    SELECT
        'site:' || n.source_id AS series, s.region_code, s.channel, n.metric, n.read_at::DATE AS day, n.read_at,
        n.value, NULL AS claim_id, NULL AS document_id, n.source_id, n.capture_id AS container, 1.0 AS confidence
    FROM counter_readings n
    JOIN sources s USING (source_id)
    UNION ALL
    SELECT
        'print', c.region_code, c.channel, c.metric, c.as_of, c.as_of, c.value, c.claim_id, c.document_id, c.source_id,
        coalesce(c.document_id, c.letter_id), c.confidence
    FROM claims c
    LEFT JOIN documents d ON d.document_id = c.document_id AND d.version_no = c.version_no
    WHERE
        c.origin <> 'counter' AND c.as_of IS NOT NULL AND c.period_start IS NULL AND c.category IS NULL
        AND c.scope IN ('whole', 'total') AND c.qualifier = 'exact' AND coalesce(d.is_current, true)
        AND c.region_code IS NOT NULL AND c.channel IS NOT NULL
),
daily AS (
    SELECT series, region_code, channel, metric, day, arg_max(readings, (read_at, coalesce(claim_id, ''))) AS reading
    FROM readings
    WHERE metric IN (SELECT unnest($1::VARCHAR[])) AND value = trunc(value)
    GROUP BY ALL
),
steps AS (
    SELECT *, lag(day) OVER (PARTITION BY series, region_code, channel, metric ORDER BY day) AS day_before
    FROM daily
),
-- Neither of the two days counts: nobody knows what came in before the counter was read.
between_readings AS (
    SELECT s.series, s.region_code, s.channel, s.metric, s.day, count(*) AS letters
    FROM steps s
    JOIN letters l
        ON l.received_on > s.day_before
        AND l.received_on < s.day
        AND l.region_code = s.region_code
        AND l.channel = s.channel
        AND (s.series = 'print' OR l.source_id = s.reading.source_id)
    GROUP BY ALL
)
SELECT
    k.series, k.region_code, r.name AS region_name, k.channel, k.metric,
    min(k.reading.confidence) AS confidence,
    list(struct_pack(day := k.day, value := k.reading.value, claim_id := k.reading.claim_id,
        document_id := k.reading.document_id, source_id := k.reading.source_id,
        letters := coalesce(b.letters, 0)) ORDER BY k.day) AS readings
FROM steps k
LEFT JOIN between_readings b USING (series, region_code, channel, metric, day)
LEFT JOIN regions r USING (region_code)
GROUP BY k.series, k.region_code, r.name, k.channel, k.metric
HAVING count(DISTINCT k.reading.container) > 1
ORDER BY k.series, k.region_code, k.channel, k.metric
"""


@check(
    "M1",
    "累计数历次读数",
    "a cumulative counter over crawls and documents",
    gives="consistent unusual",
    runs="warehouse",
)
def counters_over_time(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """A counter that only grows does not fall from one day to a later one; one of letters received does not stand still
    while public letters are dated between the two.

    Tolerance: none; a fall by one is told.
    """
    for row in records(con, COUNTERS, [list(words("across", "cumulative"))]):
        readings = row["readings"]
        steps = list(pairwise(readings))
        falls = [(a, b) for a, b in steps if b["value"] < a["value"]]
        # Letters only stand for what is received; completed ones may well stand still.
        stood = [(a, b) for a, b in steps if b["value"] == a["value"] and b["letters"] and row["metric"] == "received"]
        case = "counter_fell" if falls else "counter_stood" if stood else "counter_grew"
        earlier, later = (falls or stood or [(readings[0], readings[-1])])[0]
        said = said_of(row)
        where = "列表页" if row["series"] != "print" else "历次所述"
        yield placed_of(
            row,
            later,
            within=None if row["series"] == "print" else row["series"],
            check_id="M1",
            subject=f"{said['about']}累计{said['label']}：{where}",
            verdict="consistent" if case == "counter_grew" else "unusual",
            severity=0 if case == "counter_grew" else 1,
            **say(
                "counters",
                case,
                **said,
                earlier=decimal(Fraction(earlier["value"])),
                later=decimal(Fraction(later["value"])),
                earlier_on=earlier["day"],
                later_on=later["day"],
                gap=decimal(abs(Fraction(later["value"]) - Fraction(earlier["value"]))),
                n=len(readings),
                falls=len(falls),
                letters=later["letters"],
            ),
            claim_ids=tuple(dict.fromkeys(filter(None, (earlier["claim_id"], later["claim_id"])))),
            claimed=f"{decimal(Fraction(earlier['value']))}；{decimal(Fraction(later['value']))}",
            recomputed=decimal(Fraction(later["value"]) - Fraction(earlier["value"])),
            evidence=(
                step("readings", n=len(readings)),
                step("falls", n=len(falls)),
                step("stood_still", n=len(stood)),
            ),
            confidence=row["confidence"],
        )
