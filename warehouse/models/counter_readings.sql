-- One row is a counter on a page, once for each time the page was stored or found unchanged.
SELECT r.* EXCLUDE (capture_id, read_at), p.fetched_at AS read_at, p.capture_id
FROM lake.counter_readings r
JOIN stage.same_payload p ON p.read_from = r.capture_id
