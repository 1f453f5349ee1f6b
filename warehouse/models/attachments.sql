-- One row is a link of a page to a file, as the latest capture of the page has it.
SELECT
    a.document_id,
    a.title,
    a.url,
    f.document_id AS attached_document_id,
    a.capture_id
FROM lake.attachments a
JOIN stage.document_versions v USING (document_id, capture_id)
LEFT JOIN (SELECT DISTINCT address, document_id FROM lake.documents) f
    ON f.address = a.address AND f.document_id <> a.document_id
WHERE v.is_current AND v.is_first
