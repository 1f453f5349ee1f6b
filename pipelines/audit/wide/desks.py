"""What the letters of each desk (source, handling region, channel) show together, counted in the warehouse.

What belongs here: the query that counts, by the definitions of ``pipelines.audit.timing.clocks``, and the findings it
gives. What does not: the clocks of a letter (``warehouse/models/response_times.sql``), the words (``pipelines.audit``).
Only one row a desk leaves the database, however many letters there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from pipelines.audit.timing.answering import desk_findings
from pipelines.audit.timing.clocks import NAMED, Clocks, Desk
from pipelines.lake_rows import finding_row
from warehouse.records import records

# The clocks of one letter as DuckDB's struct, for desks where a finding speaks of one letter alone.
_CLOCKS = "{" + ", ".join(f"'{name}': {name}" for name in Clocks.__dataclass_fields__) + "}"

# One row is a letter, with the desk that it is of, and what the findings over a desk count of it.
CLOCKS = """
WITH clocks AS (
    SELECT
        r.letter_id,
        r.source_id,
        coalesce(r.handling_region_code, r.region_code) AS region_code,
        r.channel,
        r.received_on,
        r.transfer_on,
        r.page_replied_on,
        r.signed_on,
        r.first_response_on,
        r.first_response_days,
        r.first_response_workdays,
        r.signed_days AS substantive_days,
        r.signed_workdays AS substantive_workdays,
        r.signed_minus_page_days,
        r.signed_minus_page_workdays,
        r.limit_workdays IS NOT NULL AND r.page_workdays IS NOT NULL AND r.substantive_workdays IS NOT NULL
            AS is_limited,
        r.captured_on,
        r.page_workdays > r.limit_workdays AS is_over_page,
        r.substantive_workdays > r.limit_workdays AS is_over_best,
        least(r.page_replied_on, r.transfer_on, r.signed_on) AS earliest,
        coalesce(earliest < r.received_on, false) AS is_reversed,
        coalesce(greatest(r.received_on, r.page_replied_on, r.transfer_on, r.signed_on) > r.captured_on, false)
            AS is_ahead,
        r.signed_minus_page_days IS NOT NULL AND NOT is_reversed AND NOT is_ahead AS has_both,
        has_both AND r.signed_minus_page_days > 0 AND coalesce(r.signed_minus_page_workdays >= 1, true) AS is_late,
        r.received_on IS NOT NULL AND (coalesce(r.first_response_on, earliest) IS NOT NULL OR is_ahead) AS is_dated
    FROM response_times r
)
"""

# One row is a desk, its columns those of ``Desk``.
DESKS = f"""
{CLOCKS}
SELECT
    source_id,
    region_code,
    channel,
    min(letter_id) AS letter_id,
    count(*) AS letters,
    count(*) FILTER (has_both) AS "both",
    histogram(signed_minus_page_days) FILTER (is_late) AS late,
    count(*) FILTER (is_late AND page_replied_on = transfer_on) AS transfers,
    histogram(first_response_days) FILTER (first_response_days IS NOT NULL) AS first,
    histogram(substantive_days) FILTER (substantive_days IS NOT NULL) AS substantive,
    count(*) FILTER (is_dated) AS dated,
    count(*) FILTER (is_dated AND is_reversed) AS reversed,
    count(*) FILTER (is_dated AND is_reversed AND received_on - earliest <= 366) AS slips,
    coalesce(min(letter_id, {NAMED}) FILTER (is_late), []) AS late_letters,
    count(*) FILTER (is_dated AND is_ahead) AS ahead,
    count(*) FILTER (is_dated AND (is_reversed OR is_ahead)) AS impossible,
    coalesce(min(letter_id, {NAMED}) FILTER (is_dated AND (is_reversed OR is_ahead)), []) AS impossible_letters,
    count(*) FILTER (is_limited) AS limited,
    count(*) FILTER (is_limited AND is_over_page) AS over_page,
    count(*) FILTER (is_limited AND is_over_best) AS over_best,
    any_value({_CLOCKS}) FILTER (has_both) AS only_both,
    any_value({_CLOCKS}) FILTER (first_response_days IS NOT NULL) AS only_first,
    any_value({_CLOCKS}) FILTER (substantive_days IS NOT NULL) AS only_substantive,
    any_value({_CLOCKS}) FILTER (is_dated) AS only_dated
FROM clocks
GROUP BY source_id, region_code, channel
ORDER BY source_id, region_code, channel
"""


def clock_findings(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """T1-T4 as rows of ``findings``, for each source, handling region and channel of an open warehouse."""
    desks = records(con, DESKS)
    letters: dict[str, int] = {}
    for row in desks:
        letters[row["source_id"]] = letters.get(row["source_id"], 0) + row["letters"]
    found = []
    for row in desks:
        source_id = row["source_id"]
        place = {
            "document_id": None,
            # A finding about the only letter of a source is that letter's.
            "letter_id": row["letter_id"] if letters[source_id] == 1 else None,
            "source_id": source_id,
        }
        for finding in desk_findings(desk_of_row(row)):
            found.append(finding_row(finding, None, container_id=source_id) | place)
    return found


def desk_of_row(row: Mapping[str, Any]) -> Desk:
    """A row of ``DESKS`` as a desk."""
    given = {name: row[name] for name in Desk.__dataclass_fields__ if name in row}
    for name in ("late", "first", "substantive"):
        given[name] = row[name] or {}
    for name in ("late_letters", "impossible_letters"):
        given[name] = tuple(row[name])
    numbers = {
        "both": given["both"],
        "first": sum(given["first"].values()),
        "substantive": sum(given["substantive"].values()),
        "dated": given["dated"],
    }
    for name, number in numbers.items():
        given[f"only_{name}"] = Clocks(**row[f"only_{name}"]) if number == 1 else None
    return Desk(**given)
