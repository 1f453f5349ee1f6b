-- One row is a capture with the capture of the same site whose payload it has: itself, or for an unchanged page the one
-- that was read.
SELECT c.capture_id, c.source_id, c.crawl_id, c.fetched_at, r.capture_id AS read_from
FROM captures c
JOIN captures r ON r.source_id = c.source_id AND r.sha256 = c.sha256 AND r.outcome = 'parsed'
WHERE c.capture_id = r.capture_id OR c.outcome = 'unchanged'
-- The same payload may have been read at two addresses; one reading is enough.
QUALIFY row_number() OVER (
    PARTITION BY c.capture_id ORDER BY c.capture_id = r.capture_id DESC, c.url = r.url DESC, r.fetched_at, r.capture_id
) = 1
