-- One row is a finding that does not fit. Most severe first; among equals a claim against the public record (V1) before
-- arithmetic inside one document.
SELECT
    f.*,
    r.name AS region_name,
    c.name_zh AS channel_name
FROM findings f
LEFT JOIN regions r USING (region_code)
LEFT JOIN channels c USING (channel)
WHERE
    (f.verdict IN ('inconsistent', 'consistent_on_other_base', 'needs_definition') AND f.severity >= 1)
    OR (f.verdict = 'unverifiable' AND f.severity >= 2)
ORDER BY f.severity DESC, f.check_id = 'V1' DESC, f.region_code, f.document_id, f.letter_id, f.check_id, f.finding_id
