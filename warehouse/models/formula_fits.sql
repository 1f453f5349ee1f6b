-- One row is a formula tried on a rate column, in the current version of the document.
SELECT f.* EXCLUDE (capture_id)
FROM lake.formula_fits f
JOIN stage.document_versions v USING (document_id, capture_id)
WHERE v.is_first AND v.is_current
