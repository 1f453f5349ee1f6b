-- One row is a version of a document, as the first capture of that version shows it.
SELECT
    d.document_id,
    v.version_no,
    v.is_current,
    coalesce(d.parent_document_id, nullif(a.document_id, d.document_id)) AS parent_document_id,
    d.source_id,
    coalesce(d.region_code, i.region_code) AS region_code,
    d.channel,
    d.stated_by,
    d.title,
    d.title_redacted,
    d.doc_no,
    d.index_no,
    d.issue_no,
    d.issuer,
    d.dated_on,
    d.published_on,
    d.period_start,
    d.period_end,
    d.cutoff_on,
    d.media_type,
    d.url,
    v.visibility,
    d.capture_id
FROM lake.documents d
JOIN stage.document_versions v USING (document_id, capture_id)
LEFT JOIN stage.inherited_regions i USING (document_id, capture_id)
LEFT JOIN stage.attached a ON a.address = d.address
WHERE v.is_first
