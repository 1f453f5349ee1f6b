"""The static report of a published version: one page, readable without a net, with every discrepancy and its source.

What belongs here: what is asked of the published tables and the page's own words. What does not: which findings are
discrepancies (the view), their sentences (the audit), the look of the page (``warehouse/templates/report.html.j2``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb

from warehouse.discrepancies import ORDER
from warehouse.published_files import Edition, render
from warehouse.records import Row, records

PAGE = "report/index.html"

_ROWS = f"""
    SELECT d.*, doc.title AS document_title, doc.dated_on, doc.published_on,
        coalesce(doc.url, l.url) AS url, coalesce(cd.fetched_at, cl.fetched_at, s.observed_until) AS fetched_at,
        coalesce(cd.sha256, cl.sha256) AS sha256, s.name AS source_name
    FROM discrepancies d
    LEFT JOIN documents doc ON doc.document_id = d.document_id AND doc.is_current
    LEFT JOIN letters l ON l.letter_id = d.letter_id
    LEFT JOIN captures cd ON cd.capture_id = doc.capture_id
    LEFT JOIN captures cl ON cl.capture_id = l.capture_id
    LEFT JOIN (
        SELECT o.source_id, any_value(o.name) AS name, max(c.fetched_at) AS observed_until
        FROM sources o LEFT JOIN captures c USING (source_id)
        GROUP BY o.source_id
    ) s ON s.source_id = d.source_id
    {ORDER}
"""
_CLAIMS = """
    SELECT v.*, r.name AS region_name, c.name_zh AS channel_zh, c.name_en AS channel_en,
        k.printed AS claimed_printed, p.fetched_at, p.sha256, s.name AS source_name
    FROM claim_vs_public v
    JOIN (SELECT claim_id, printed, capture_id, source_id FROM claims) k USING (claim_id)
    JOIN captures p USING (capture_id)
    JOIN sources s ON s.source_id = k.source_id
    LEFT JOIN regions r ON r.region_code = v.region_code
    LEFT JOIN channels c ON c.channel = v.channel
    WHERE v.public_basis = 'claim'
    ORDER BY v.unpublished_needed DESC NULLS LAST, v.claim_id
"""
_REGIONS = """
    SELECT a.*, r.name AS region_name
    FROM audit_summary a LEFT JOIN regions r USING (region_code)
    ORDER BY a.region_code NULLS LAST
"""
_COVERAGE = """
    SELECT v.*, r.name AS region_name, c.name_zh AS channel_zh, c.name_en AS channel_en
    FROM coverage v LEFT JOIN regions r USING (region_code) LEFT JOIN channels c USING (channel)
    ORDER BY v.region_code, v.channel, v.period_start, v.received, v.source
"""
_SOURCES = """
    SELECT s.*, count(c.capture_id) AS captures, min(c.fetched_at) AS first_at, max(c.fetched_at) AS last_at
    FROM sources s JOIN captures c USING (source_id)
    GROUP BY ALL ORDER BY s.region_code, s.source_id
"""


@dataclass(frozen=True, slots=True)
class Region:
    """A jurisdiction with its discrepancies and with how much of it was read and checked."""

    name: str
    region_code: str | None
    summary: Row | None
    containers: list[list[Row]]


def write(con: duckdb.DuckDBPyConnection, folder: Path, edition: Edition) -> None:
    """Write the page from the tables of the database in use."""
    summaries = records(con, _REGIONS)
    path = folder / PAGE
    path.parent.mkdir()
    page = render(
        "report.html.j2",
        edition=edition,
        claims=records(con, _CLAIMS),
        regions=list(_regions(records(con, _ROWS), summaries)),
        summaries=summaries,
        coverage=records(con, _COVERAGE),
        sources=records(con, _SOURCES),
        verdicts={row["verdict"]: (row["name_zh"], row["name_en"]) for row in records(con, "FROM verdicts")},
    )
    path.write_text(page, encoding="utf-8")


def _regions(rows: Iterable[Row], summaries: Iterable[Row]) -> Iterator[Region]:
    by_code = {summary["region_code"]: summary for summary in summaries}
    for code, of_region in groupby(rows, key=lambda row: row["region_code"]):
        listed = list(of_region)
        containers = [
            list(group)
            for _, group in groupby(listed, key=lambda row: (row["document_id"], row["letter_id"], row["source_id"]))
        ]
        yield Region(listed[0]["region_name"] or "", code, by_code.get(code), containers)
