-- One row is a change of a letter's presence on its site, in order of time. present is true where a list or the letter's
-- own page shows it again, false where it is gone: a complete full crawl that lists letters does not list it, or its own
-- page answers 404 or 410. A letter that a crawl lists without a link under the same title is withheld, not gone, and a
-- list counts for nothing where the letter's own page was gone in the same crawl.
WITH complete_crawls AS (
    SELECT c.source_id, c.crawl_id, c.started_at, c.finished_at, max_by(s.capture_id, s.seen_at) AS capture_id
    FROM crawls c
    JOIN sightings s USING (source_id, crawl_id)
    WHERE c.mode = 'full' AND c.complete AND c.finished_at IS NOT NULL
    GROUP BY ALL
),
listed AS (
    SELECT source_id, letter_id, crawl_id, min(seen_at) AS seen_at, min_by(capture_id, seen_at) AS capture_id
    FROM sightings
    WHERE letter_id IS NOT NULL
    GROUP BY ALL
),
pages AS (
    SELECT c.source_id, c.letter_id, c.crawl_id, c.fetched_at, c.capture_id, p.capture_id IS NULL AS gone
    FROM captures c
    LEFT JOIN stage.same_payload p USING (capture_id)
    WHERE c.letter_id IS NOT NULL AND (c.http_status IN (404, 410) OR p.capture_id IS NOT NULL)
),
titles AS (
    SELECT letter_id, any_value(title) AS title FROM lake.letters WHERE title IS NOT NULL GROUP BY letter_id
),
events AS (
    SELECT letter_id, seen_at AS noticed_at, true AS present, NULL AS reason, capture_id
    FROM listed l
    WHERE NOT EXISTS (
        SELECT 1 FROM pages p WHERE p.letter_id = l.letter_id AND p.crawl_id = l.crawl_id AND p.gone
    )
    UNION ALL
    SELECT letter_id, fetched_at, NOT gone, CASE WHEN gone THEN 'page_gone' END, capture_id FROM pages
    UNION ALL
    -- Letters that came in files have been seen, but only what was on the list can vanish from it.
    SELECT f.letter_id, c.finished_at, false, 'not_listed', c.capture_id
    FROM (SELECT source_id, letter_id, min(seen_at) AS listed_at FROM listed GROUP BY ALL) f
    JOIN complete_crawls c ON c.source_id = f.source_id AND c.started_at > f.listed_at
    LEFT JOIN titles t ON t.letter_id = f.letter_id
    WHERE
        NOT EXISTS (SELECT 1 FROM listed l WHERE l.letter_id = f.letter_id AND l.crawl_id = c.crawl_id)
        AND NOT EXISTS (SELECT 1 FROM pages p WHERE p.letter_id = f.letter_id AND p.crawl_id = c.crawl_id)
        AND NOT EXISTS (
            SELECT 1
            FROM sightings s
            WHERE s.source_id = c.source_id AND s.crawl_id = c.crawl_id AND s.letter_id IS NULL AND s.title = t.title
        )
)
SELECT letter_id, noticed_at, present, reason, capture_id
FROM events
QUALIFY present IS DISTINCT FROM lag(present, 1, true) OVER (
    PARTITION BY letter_id ORDER BY noticed_at, present DESC, capture_id
)
