-- One row is a claim of a container that counts: its id in the lake, and in the warehouse. The parsers see one capture
-- at a time and give ids as of version 1; a later version of a document gets ids of its own, because both versions
-- stand here.
SELECT
    c.capture_id,
    c.claim_id AS lake_claim_id,
    CASE WHEN coalesce(k.version_no, 1) = 1 THEN c.claim_id
        ELSE left(sha256(c.claim_id || chr(31) || k.version_no), 16) END AS claim_id,
    k.version_no,
    k.visibility,
    k.is_current
FROM (SELECT DISTINCT capture_id, claim_id, letter_id, document_id FROM lake.claims) c
JOIN stage.containers k
    ON k.capture_id = c.capture_id
    AND k.letter_id IS NOT DISTINCT FROM c.letter_id
    AND k.document_id IS NOT DISTINCT FROM c.document_id
UNION ALL
-- A counter of a list page stands in no letter and no document.
SELECT c.capture_id, c.claim_id, c.claim_id, NULL, p.visibility, true
FROM lake.claims c
JOIN captures p USING (capture_id)
WHERE c.letter_id IS NULL AND c.document_id IS NULL
