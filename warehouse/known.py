"""The lake as it was known at the end of a day: which rows of it a build of the past is given.

What belongs here: the cut, as one query a table over the files of the lake (``files.<table>``). What does not: what is
made of the rows (``models``), which are the same for every build.

Known on a day is what this archive held then: a capture counts if it was fetched, and the crawl or ingest that stored
it was started, on that day or earlier (Asia/Shanghai). A file that was ingested later was not known, whatever date it
prints, nor was a page that came later in the archive of somebody else. Versions, removals and the currency of
documents follow from the captures. A crawl that goes over midnight had not ended: like an interrupted one it is not
complete, has no end, and its counts are those of the letters read so far. Only the facts are those of the day: parser,
words, sources, regions and calendar are today's.
"""

from __future__ import annotations

import datetime as dt

from warehouse.schema import literal, quoted

_CRAWLS = """
    WITH read_by_then AS (
        SELECT p.source_id, p.crawl_id, count(*) AS letters
        FROM files.letters l
        JOIN files.captures p USING (capture_id)
        WHERE {fetched_by_then}
        GROUP BY ALL
    ),
    started AS (
        SELECT c.*, coalesce({finished_by_then}, false) AS ended, coalesce(r.letters, 0) AS letters
        FROM files.crawls c
        LEFT JOIN read_by_then r USING (source_id, crawl_id)
        WHERE {started_by_then}
    )
    SELECT * EXCLUDE (ended, letters) REPLACE (
        CASE WHEN ended THEN finished_at END AS finished_at,
        CASE WHEN ended THEN listed_total END AS listed_total,
        CASE WHEN ended THEN letters_seen ELSE letters END AS letters_seen,
        CASE WHEN ended THEN letters_fetched ELSE letters END AS letters_fetched,
        CASE WHEN ended THEN failed ELSE 0 END AS failed,
        CASE WHEN ended THEN refused ELSE 0 END AS refused,
        ended AND complete AS complete,
        CASE WHEN ended THEN stop_reason END AS stop_reason
    )
    FROM started
"""
_CAPTURES = """
    SELECT p.*
    FROM files.captures p
    SEMI JOIN files.crawls c ON c.source_id = p.source_id AND c.crawl_id = p.crawl_id AND {started_by_then}
    WHERE {fetched_by_then}
"""
_OF_CAPTURES = "SELECT t.* FROM files.{table} t SEMI JOIN lake.captures USING (capture_id)"


def known(table: str, day: dt.date | None) -> str:
    """The query of the rows of a lake table that were known at the end of ``day``; of all rows without a day."""
    if day is None:
        return f"SELECT * FROM files.{quoted(table)}"
    query = {"crawls": _CRAWLS, "captures": _CAPTURES}.get(table, _OF_CAPTURES)
    return query.format(
        table=quoted(table),
        fetched_by_then=_by("p.fetched_at", day),
        started_by_then=_by("c.started_at", day),
        finished_by_then=_by("c.finished_at", day),
    )


def _by(moment: str, day: dt.date) -> str:
    return f"({moment} AT TIME ZONE 'Asia/Shanghai')::DATE <= DATE {literal(day.isoformat())}"
