-- One row is a capture of a document with the version that it shows. A version is a run of captures with one payload;
-- is_first marks the capture that its rows are taken from. Files that were ingested together follow each other as they
-- were stored.
WITH seen AS (
    SELECT d.document_id, d.capture_id, d.seen_at, c.warc_file, c.warc_offset, c.sha256, c.visibility
    FROM lake.documents d
    LEFT JOIN captures c USING (capture_id)
),
compared AS (
    SELECT
        *,
        coalesce(sha256 IS DISTINCT FROM lag(sha256) OVER in_order, true) AS is_first
    FROM seen
    WINDOW in_order AS (PARTITION BY document_id ORDER BY seen_at, warc_file, warc_offset, capture_id)
),
numbered AS (
    SELECT *, count(*) FILTER (is_first) OVER in_order AS version_no
    FROM compared
    WINDOW in_order AS (PARTITION BY document_id ORDER BY seen_at, warc_file, warc_offset, capture_id)
)
SELECT
    document_id,
    capture_id,
    seen_at,
    visibility,
    is_first,
    version_no,
    version_no = max(version_no) OVER (PARTITION BY document_id) AS is_current
FROM numbered
