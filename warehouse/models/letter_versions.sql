-- One row is a version of a letter. Captures that do not show the text are no versions, nor are those with the same
-- text. A reply that keeps the earlier text at its beginning or end is reply_added, another one reply_edited.
-- Going and coming back are versions, too, at the time when they were noticed.
WITH compared AS (
    SELECT
        *,
        lag(title_key) OVER in_order AS title_before,
        lag(body_key) OVER in_order AS body_before,
        lag(reply_key) OVER in_order AS reply_before,
        row_number() OVER in_order AS capture_no
    FROM stage.letter_captures
    WHERE shows_text
    WINDOW in_order AS (PARTITION BY letter_id ORDER BY seen_at, capture_id)
),
changed AS (
    SELECT
        *,
        -- A field that no earlier capture showed has not changed: nobody knows what it was.
        list_filter(
            [
                CASE WHEN title_before IS NOT NULL AND title_key <> title_before THEN 'title' END,
                CASE WHEN body_before IS NOT NULL AND body_key <> body_before THEN 'body' END,
                CASE WHEN reply_key <> reply_before THEN 'replies' END
            ],
            lambda field: field IS NOT NULL
        ) AS changed_fields
    FROM compared
),
changes AS (
    SELECT
        letter_id,
        seen_at,
        CASE
            WHEN capture_no = 1 THEN 'new'
            WHEN changed_fields <> ['replies'] THEN 'edited'
            WHEN starts_with(reply_key, reply_before) OR ends_with(reply_key, reply_before) THEN 'reply_added'
            ELSE 'reply_edited'
        END AS change,
        changed_fields,
        capture_id
    FROM changed
    WHERE capture_no = 1 OR len(changed_fields) > 0
    UNION ALL
    SELECT letter_id, noticed_at, CASE WHEN present THEN 'restored' ELSE 'removed' END, [], capture_id
    FROM stage.letter_presence
    -- A letter that was listed and never opened has no text, and so no versions.
    WHERE letter_id IN (SELECT letter_id FROM changed)
)
SELECT
    letter_id,
    row_number() OVER (
        PARTITION BY letter_id ORDER BY seen_at, change = 'new' DESC, change = 'restored' DESC, capture_id, change
    ) AS version_no,
    seen_at,
    change,
    changed_fields,
    capture_id
FROM changes
