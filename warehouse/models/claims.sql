-- One row is a printed figure. Figures of a letter come from the capture that the letter is taken from, those of a
-- document from each of its versions; capture and visibility are those of the container.
SELECT DISTINCT
    k.claim_id,
    c.* EXCLUDE (claim_id) REPLACE (coalesce(c.region_code, i.region_code) AS region_code),
    k.version_no,
    k.visibility
FROM lake.claims c
JOIN stage.claim_ids k ON k.capture_id = c.capture_id AND k.lake_claim_id = c.claim_id
LEFT JOIN stage.inherited_regions i ON i.document_id = c.document_id AND i.capture_id = c.capture_id
