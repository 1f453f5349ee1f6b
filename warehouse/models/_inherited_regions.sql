-- One row is a version of a document that names no place, with the place that it is about all the same: the one that its
-- article and the other files of the same publication name, otherwise that of its source.
WITH publications AS (
    SELECT
        d.document_id,
        d.capture_id,
        d.source_id,
        d.region_code,
        coalesce(d.parent_document_id, a.document_id, d.document_id) AS family
    FROM lake.documents d
    LEFT JOIN stage.attached a ON a.address = d.address
),
named AS (
    SELECT family, any_value(region_code) AS region_code
    FROM publications
    GROUP BY family
    HAVING count(DISTINCT region_code) = 1
)
SELECT p.document_id, p.capture_id, coalesce(n.region_code, s.region_code) AS region_code
FROM publications p
JOIN sources s USING (source_id)
LEFT JOIN named n USING (family)
WHERE p.region_code IS NULL AND coalesce(n.region_code, s.region_code) IS NOT NULL
