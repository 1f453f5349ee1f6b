-- One row is a promise, from the current version of the letter or document that prints it.
SELECT t.*
FROM lake.commitments t
JOIN stage.containers k
    ON k.capture_id = t.capture_id
    AND k.document_id IS NOT DISTINCT FROM t.document_id
    AND k.letter_id IS NOT DISTINCT FROM t.letter_id
WHERE k.is_current
