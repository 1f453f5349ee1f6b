-- One row is a capture whose rows count: the latest of a letter, or the first of a version of a document.
SELECT capture_id, letter_id, NULL::VARCHAR AS document_id, NULL::BIGINT AS version_no, visibility, true AS is_current
FROM stage.letter_captures
WHERE is_latest
UNION ALL
SELECT capture_id, NULL, document_id, version_no, visibility, is_current
FROM stage.document_versions
WHERE is_first
