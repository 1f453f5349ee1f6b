-- One row is a printed figure. Figures of a letter come from the capture that the letter is taken from, those of a
-- document from each of its versions; capture and visibility are those of the container.
SELECT DISTINCT
    k.claim_id,
    c.* EXCLUDE (claim_id),
    k.version_no,
    k.visibility
FROM lake.claims c
JOIN stage.claim_ids k ON k.capture_id = c.capture_id AND k.lake_claim_id = c.claim_id
