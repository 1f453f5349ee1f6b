-- One row is a claimed rate held against the public replies that its own container states; those held against observed
-- letters are added by the caller.
SELECT
    k.claim_id,
    p.claim_id AS public_claim_id,
    v.* EXCLUDE (claim_id, public_claim_id, capture_id) REPLACE (coalesce(v.region_code, c.region_code) AS region_code)
FROM lake.claim_vs_public v
JOIN stage.claim_ids k ON k.capture_id = v.capture_id AND k.lake_claim_id = v.claim_id
LEFT JOIN claims c ON c.claim_id = k.claim_id
LEFT JOIN stage.claim_ids p ON p.capture_id = v.capture_id AND p.lake_claim_id = v.public_claim_id
WHERE k.is_current
