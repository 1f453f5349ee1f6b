-- One row is a letter on a list page, once for each time the page was stored or found unchanged.
SELECT s.* EXCLUDE (capture_id, seen_at, crawl_id), p.fetched_at AS seen_at, p.crawl_id, p.capture_id
FROM lake.sightings s
JOIN stage.same_payload p ON p.read_from = s.capture_id
