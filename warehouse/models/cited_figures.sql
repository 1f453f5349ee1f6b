-- One row is a figure that a finding rests on and that is no claim, in the current version of its container.
SELECT c.* EXCLUDE (capture_id)
FROM lake.cited_figures c
JOIN stage.containers k
    ON k.capture_id = c.capture_id
    AND k.document_id IS NOT DISTINCT FROM c.document_id
    AND k.letter_id IS NOT DISTINCT FROM c.letter_id
WHERE k.is_current
