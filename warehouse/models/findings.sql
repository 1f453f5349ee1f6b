-- One row is a check of one letter or document, from its current version; checks over many letters are added by the
-- caller.
WITH current_findings AS (
    SELECT f.*
    FROM lake.findings f
    JOIN stage.containers k
        ON k.capture_id = f.capture_id
        AND k.document_id IS NOT DISTINCT FROM f.document_id
        AND k.letter_id IS NOT DISTINCT FROM f.letter_id
    WHERE k.is_current
),
named AS (
    SELECT capture_id, finding_id, unnest(claim_ids) AS lake_claim_id, generate_subscripts(claim_ids, 1) AS place
    FROM current_findings
),
renamed AS (
    SELECT n.capture_id, n.finding_id, list(k.claim_id ORDER BY n.place) AS claim_ids
    FROM named n
    JOIN stage.claim_ids k USING (capture_id, lake_claim_id)
    GROUP BY ALL
)
SELECT
    f.* EXCLUDE (capture_id, claim_ids) REPLACE (coalesce(f.region_code, i.region_code) AS region_code),
    coalesce(r.claim_ids, []) AS claim_ids,
    NULL::VARCHAR AS first_seen_build
FROM current_findings f
LEFT JOIN renamed r USING (capture_id, finding_id)
LEFT JOIN stage.inherited_regions i ON i.document_id = f.document_id AND i.capture_id = f.capture_id
