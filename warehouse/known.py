"""The lake as it was known at the end of a day: which rows of it a build of the past is given.

What belongs here: the cut, as one query a table over the files of the lake (``files.<table>``). What does not: what is
made of the rows (``models``), which are the same for every build.

Known on a day is what this archive held then: a capture counts if it was fetched, and the crawl or ingest that stored
it was started, on that day or earlier (Asia/Shanghai). A file that was ingested later was not known, whatever date it
prints, nor was a page that came later in the archive of somebody else. Versions, removals and the currency of
documents follow from the captures. A crawl that goes over midnight had not ended: like an interrupted one it is not
complete, has no end, and its counts are those that the archive gave so far, as
``pipelines.fill`` counts them. Only the facts are those of the day: parser,
words, sources, regions and calendar are today's.
"""

from __future__ import annotations

import datetime as dt

from warehouse.schema import literal, quoted

_CRAWLS = """
    WITH by_then AS (
        SELECT * FROM files.captures p WHERE {fetched_by_then}
    ),
    unread AS (
        SELECT DISTINCT source_id, crawl_id FROM by_then WHERE outcome = 'unchanged' AND letter_id IS NULL
    ),
    pages AS (
        SELECT source_id, crawl_id, letter_id FROM by_then WHERE coalesce(http_status, 200) < 400
        UNION
        SELECT p.source_id, p.crawl_id, l.letter_id FROM files.letters l JOIN by_then p USING (capture_id)
    ),
    letters AS (
        SELECT source_id, crawl_id, count(letter_id) AS letters FROM pages GROUP BY ALL
    ),
    articles AS (
        SELECT p.source_id, p.crawl_id, count(DISTINCT capture_id) AS articles
        FROM files.documents
        JOIN by_then p USING (capture_id)
        GROUP BY ALL
    ),
    lists AS (
        SELECT
            p.source_id, p.crawl_id, count(DISTINCT coalesce(s.letter_id, s.url, capture_id || ' ' || row_no)) AS seen
        FROM files.sightings s
        JOIN by_then p USING (capture_id)
        GROUP BY ALL
    ),
    started AS (
        SELECT
            c.*,
            coalesce({finished_by_then}, false) AS ended,
            u.crawl_id IS NULL AS all_read,
            coalesce(letters, 0) AS letters,
            coalesce(articles, 0) AS articles,
            seen
        FROM files.crawls c
        LEFT JOIN unread u USING (source_id, crawl_id)
        LEFT JOIN letters USING (source_id, crawl_id)
        LEFT JOIN articles USING (source_id, crawl_id)
        LEFT JOIN lists USING (source_id, crawl_id)
        WHERE {started_by_then}
    )
    SELECT * EXCLUDE (ended, all_read, letters, articles, seen) REPLACE (
        CASE WHEN ended THEN finished_at END AS finished_at,
        CASE WHEN ended THEN listed_total END AS listed_total,
        CASE WHEN ended THEN letters_seen WHEN all_read THEN seen END AS letters_seen,
        CASE
            WHEN ended THEN letters_fetched
            WHEN all_read OR letters > 0 THEN letters + articles
        END AS letters_fetched,
        CASE WHEN ended THEN failed ELSE 0 END AS failed,
        CASE WHEN ended THEN refused ELSE 0 END AS refused,
        ended AND complete AS complete,
        CASE WHEN ended THEN stop_reason ELSE 'interrupted' END AS stop_reason
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


def known(table: str, until: dt.date | None) -> str:
    """The query of the rows of a lake table that were known at the end of a day, or, where ``until`` has a time, before
    it; of all rows without either.
    """
    if until is None:
        return f"SELECT * FROM files.{quoted(table)}"
    query = {"crawls": _CRAWLS, "captures": _CAPTURES}.get(table, _OF_CAPTURES)
    return query.format(
        table=quoted(table),
        fetched_by_then=_by("p.fetched_at", until),
        started_by_then=_by("c.started_at", until),
        finished_by_then=_by("c.finished_at", until),
    )


def _by(moment: str, until: dt.date) -> str:
    if isinstance(until, dt.datetime):
        return f"{moment} < TIMESTAMPTZ {literal(until.isoformat())}"
    day = until
    return f"({moment} AT TIME ZONE 'Asia/Shanghai')::DATE <= DATE {literal(day.isoformat())}"
