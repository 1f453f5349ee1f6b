-- One row is a row of an inspection table, from the current version of its document.
SELECT t.*
FROM lake.compliance t
JOIN stage.containers k
    ON k.capture_id = t.capture_id
    AND k.document_id IS NOT DISTINCT FROM t.document_id
WHERE k.is_current
