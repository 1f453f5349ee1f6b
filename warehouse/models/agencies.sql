-- One row is an office: each that has a row of its own, and each of a kind that any region can have (housing) where a
-- claim or a reply stage has its code. Its name is then that of the region and of the kind.
WITH told AS (
    SELECT agency_code FROM lake.claims
    UNION
    SELECT agency_code FROM lake.replies
)
SELECT agency_code, region_code, name
FROM reference.agencies
UNION ALL
SELECT t.agency_code, r.region_code, r.name || k.name AS name
FROM told t
JOIN regions r ON starts_with(t.agency_code, r.region_code || '-')
JOIN reference.agency_kinds k ON t.agency_code = r.region_code || '-' || k.slug
WHERE t.agency_code NOT IN (SELECT agency_code FROM reference.agencies)
