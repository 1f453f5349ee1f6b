-- One row is a printed figure. Figures of a letter come from the capture that the letter is taken from, those of a
-- document from each of its versions; capture and visibility are those of the container. An office that the parsers'
-- rules do not settle gets the code of its spelling in agency_aliases, within the jurisdiction of the figure only.
WITH spellings AS (
    SELECT a.printed, g.region_code, a.agency_code
    FROM reference.agency_aliases a
    JOIN agencies g USING (agency_code)
)
SELECT DISTINCT
    k.claim_id,
    c.* EXCLUDE (claim_id, agency_code),
    coalesce(c.agency_code, s.agency_code) AS agency_code,
    k.version_no,
    k.visibility
FROM lake.claims c
JOIN stage.claim_ids k ON k.capture_id = c.capture_id AND k.lake_claim_id = c.claim_id
LEFT JOIN spellings s ON s.printed = c.agency AND s.region_code = c.region_code
