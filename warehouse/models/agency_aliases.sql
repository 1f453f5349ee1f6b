-- One row is a known spelling of an office, with how often letters, reply stages and claims of its jurisdiction print
-- it.
WITH printed AS (
    SELECT agency, region_code FROM claims
    UNION ALL
    SELECT agency, coalesce(handling_region_code, region_code) FROM letters
    UNION ALL
    SELECT r.agency, coalesce(l.handling_region_code, l.region_code) FROM replies r JOIN letters l USING (letter_id)
)
SELECT a.printed, a.agency_code, count(p.agency) AS n
FROM reference.agency_aliases a
JOIN agencies g USING (agency_code)
LEFT JOIN printed p ON p.agency = a.printed AND p.region_code = g.region_code
GROUP BY ALL
