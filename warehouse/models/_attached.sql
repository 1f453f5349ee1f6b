-- One row is an address of a file with the page that links to it, the first one that did.
SELECT a.address, arg_min(a.document_id, (d.seen_at, a.document_id)) AS document_id
FROM lake.attachments a
JOIN lake.documents d USING (document_id, capture_id)
WHERE a.address IS NOT NULL
GROUP BY a.address
