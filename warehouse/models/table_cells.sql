-- One row is a cell of a table of one version of a document.
SELECT DISTINCT
    t.document_id,
    v.version_no,
    t.table_no,
    t.table_title,
    t.row_no,
    t.col_no,
    t.row_label,
    t.header,
    t.printed,
    t.printed_redacted,
    t.value,
    t.is_total,
    t.page
FROM lake.table_cells t
JOIN stage.document_versions v USING (document_id, capture_id)
WHERE v.is_first
