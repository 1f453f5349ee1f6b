-- One row is a letter, as its latest capture that shows its text has it. arg_max passes over nulls, so that a column
-- which is null there is filled from the latest capture that has it; not date, office and status that were printed with a
-- reply which is gone.
SELECT
    letter_id,
    arg_max(l.source_id, rank) AS source_id,
    arg_max(l.region_code, rank) AS region_code,
    arg_max(l.handling_region_code, rank) AS handling_region_code,
    arg_max(l.channel, rank) AS channel,
    arg_max(l.external_id, rank) AS external_id,
    arg_max(l.letter_no, rank) AS letter_no,
    arg_max(l.url, rank) AS url,
    arg_max(l.title, rank) AS title,
    arg_max(l.title_redacted, rank) AS title_redacted,
    arg_max(l.body, rank) AS body,
    arg_max(l.body_redacted, rank) AS body_redacted,
    arg_max(l.category, rank) AS category,
    arg_max(l.category_printed, rank) AS category_printed,
    arg_max(l.status, rank) FILTER (stands) AS status,
    arg_max(l.status_printed, rank) FILTER (stands) AS status_printed,
    arg_max(l.received_on, rank) AS received_on,
    arg_max(l.accepted_on, rank) AS accepted_on,
    arg_max(l.page_replied_on, rank) FILTER (stands) AS page_replied_on,
    arg_max(l.due_on_printed, rank) AS due_on_printed,
    arg_max(l.agency, rank) FILTER (stands) AS agency,
    arg_max(l.is_public, rank) AS is_public,
    bool_or(l.confidentiality_requested) AS confidentiality_requested,
    min(least(l.seen_at, t.first_seen_at)) AS first_seen_at,
    max(greatest(l.seen_at, t.last_seen_at)) AS last_seen_at,
    any_value(g.removed_at) AS removed_at,
    any_value(g.removal_reason) AS removal_reason,
    CASE WHEN bool_and(visibility = 'public') THEN 'public' ELSE 'private' END AS visibility,
    arg_max(l.capture_id, rank) AS capture_id
FROM lake.letters l
JOIN (
    SELECT
        letter_id,
        capture_id,
        visibility,
        stands,
        row_number() OVER (PARTITION BY letter_id ORDER BY shows_text, seen_at, capture_id) AS rank
    FROM stage.letter_captures
) USING (letter_id, capture_id)
LEFT JOIN (
    SELECT letter_id, min(seen_at) AS first_seen_at, max(seen_at) AS last_seen_at
    FROM (
        SELECT letter_id, seen_at FROM sightings
        UNION ALL
        SELECT c.letter_id, c.fetched_at FROM captures c JOIN stage.same_payload USING (capture_id)
    )
    GROUP BY letter_id
) t USING (letter_id)
LEFT JOIN (
    SELECT letter_id, max(noticed_at) AS removed_at, max_by(reason, noticed_at) AS removal_reason
    FROM stage.letter_presence
    GROUP BY letter_id
    HAVING NOT max_by(present, noticed_at)
) g USING (letter_id)
GROUP BY letter_id
