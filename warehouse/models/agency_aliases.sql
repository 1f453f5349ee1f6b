-- One row is a known spelling of an office, with how often letters, reply stages and claims print it. A letter has no
-- code of its own: it counts where the spelling means an office of its jurisdiction.
WITH told AS (
    SELECT agency AS printed, agency_code FROM claims WHERE agency_code IS NOT NULL
    UNION ALL
    SELECT agency, agency_code FROM replies WHERE agency_code IS NOT NULL
),
spellings AS (
    SELECT printed, agency_code FROM told
    UNION
    SELECT printed, agency_code FROM reference.agency_aliases
),
uses AS (
    SELECT printed, agency_code FROM told
    UNION ALL
    SELECT s.printed, s.agency_code
    FROM letters l
    JOIN spellings s ON s.printed = l.agency
    JOIN agencies g ON g.agency_code = s.agency_code
        AND g.region_code = coalesce(l.handling_region_code, l.region_code)
)
SELECT s.printed, s.agency_code, count(u.printed) AS n
FROM spellings s
LEFT JOIN uses u ON u.printed = s.printed AND u.agency_code = s.agency_code
GROUP BY ALL
