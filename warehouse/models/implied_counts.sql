-- One row is a whole number that a printed rate forces.
SELECT k.claim_id, i.metric, i.low, i.high, i.assumption
FROM lake.implied_counts i
JOIN stage.claim_ids k ON k.capture_id = i.capture_id AND k.lake_claim_id = i.claim_id
WHERE k.is_current
