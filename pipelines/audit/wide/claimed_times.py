"""T5: the time in which letters are said to be answered, against the letters that were observed.

What belongs here: how many letters a claim may be held against, and what it says of how many. What does not: durations
in one document (``pipelines.audit.timing.durations``), clocks of letters (``desks``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import duckdb

from pipelines.audit.finding import Placed, check, say
from pipelines.audit.rules import field, words
from pipelines.audit.steps import step
from pipelines.audit.wide.said import doubt_of, placed_of, said_of
from pipelines.audit.wording import decimal, percent
from warehouse.records import Row, records

CLAIMED_TIMES = """
SELECT
    c.claim_id, c.document_id, c.letter_id, c.source_id, c.region_code, r.name AS region_name, c.channel, c.metric,
    c.period_start, c.period_end, c.quote, c.printed, c.confidence, c.unit, c.qualifier, c.high,
    coalesce(c.as_of, d.dated_on, d.published_on) AS stated_on
FROM claims c
LEFT JOIN documents d ON d.document_id = c.document_id AND d.version_no = c.version_no
LEFT JOIN regions r ON r.region_code = c.region_code
WHERE
    c.metric = 'response_time' AND c.qualifier IN ('at_most', 'less_than') AND c.high IS NOT NULL
    AND c.unit IN ('工作日', '个工作日', '天', '日') AND c.stated_by IN ('government', 'press')
    AND coalesce(d.is_current, true) AND c.region_code IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY c.document_id, c.letter_id, c.region_code, c.channel, c.period_start, c.period_end, c.printed
    ORDER BY c.claim_id
) = 1
ORDER BY c.claim_id
"""

OBSERVED_TIMES = """
SELECT
    count(*) AS n,
    count(*) FILTER (page <= $limit) AS page,
    count(*) FILTER (best <= $limit) AS best,
    median(best) AS median,
    quantile_cont(best, 0.9) AS p90
FROM (
    SELECT
        CASE WHEN $in_workdays THEN page_workdays ELSE page_days END AS page,
        CASE WHEN $in_workdays THEN substantive_workdays ELSE substantive_days END AS best,
        CASE WHEN $in_workdays THEN followed_workdays ELSE followed_days END AS followed
    FROM response_times
    WHERE
        $region IN (region_code, handling_region_code)
        AND ($channel IS NULL OR channel = $channel)
        AND received_on BETWEEN coalesce($start, received_on) AND coalesce($stop, received_on)
        AND impossible_clocks = 0
)
WHERE followed >= $limit
"""


@check(
    "T5",
    "所称办理时间与公开来信",
    "claimed time of reply against observed letters",
    gives="consistent needs_definition unverifiable",
    runs="warehouse",
)
def claimed_times(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """Where letters are said to be answered within so many days: the share of observed letters of that region, channel
    and period, followed at least that long, that were, by the page's date and by the best date. A claim about most
    letters is read as more than half, any other as all. Too few letters (``rules/across.yaml``) are ``unverifiable``.

    Tolerance: none; the last day itself is in time.
    """
    for row in records(con, CLAIMED_TIMES):
        values = {
            # Days are whole: less than 5 days is 4 at most.
            "limit": int(row["high"]) - (row["qualifier"] == "less_than" and row["high"] == int(row["high"])),
            "in_workdays": "工作日" in row["unit"],
            "region": row["region_code"],
            "channel": row["channel"],
            "start": row["period_start"],
            "stop": row["period_end"] or row["stated_on"],
        }
        (counted,) = records(con, OBSERVED_TIMES, values)
        yield _claimed_time(row, counted, row["printed"])


def _claimed_time(row: Row, seen: Row, limit: str) -> Placed:
    said, n = said_of(row), seen["n"]
    subject = f"{said['about']}{said['period']}所称办理时间{limit}"
    enough = n >= int(field("across", "enough_letters"))
    common = {
        "check_id": "T5",
        "subject": subject,
        "claim_ids": (row["claim_id"],),
        "claimed": limit,
        "evidence": (step("letters_checked", n=n),),
    }
    if not enough:
        sentences = say("claimed_times", "few_letters", quote=row["quote"], n=n)
        return placed_of(
            row,
            row,
            within=row["document_id"] or row["letter_id"],
            **common,
            **sentences,
            verdict="unverifiable",
            severity=1,
            confidence=row["confidence"],
        )
    word = next((w for w in words("across", "mostly") if w in row["quote"]), None)
    page, best = Fraction(seen["page"], n), Fraction(seen["best"], n)
    holds = [share > Fraction(1, 2) if word else share == 1 for share in (page, best)]
    reading = say("claimed_times", "mostly", word=word) if word else None
    verdict, most = ("consistent", 0) if all(holds) else doubt_of(row)
    return placed_of(
        row,
        row,
        within=row["document_id"] or row["letter_id"],
        **common,
        verdict=verdict,
        # Severity 3: the date that is taken decides, or most letters took longer.
        severity=min(most, 3 if any(holds) or best <= Fraction(1, 2) else 2),
        **say(
            "claimed_times",
            "observed_time",
            quote=row["quote"],
            n=n,
            limit=limit,
            limit_en=limit,
            page=percent(page * 100, 1),
            best=percent(best * 100, 1),
            median="—" if seen["median"] is None else decimal(Fraction(seen["median"]), 1),
            p90="—" if seen["p90"] is None else decimal(Fraction(seen["p90"]), 1),
            reading=reading["statement_zh"] if reading else "",
            reading_en=reading["statement_en"] if reading else "",
        ),
        recomputed=f"{percent(page * 100, 1)}；{percent(best * 100, 1)}",
        low=min(page, best),
        high=max(page, best),
        confidence=row["confidence"],
    )
