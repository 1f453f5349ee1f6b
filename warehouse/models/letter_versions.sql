-- One row is a version of a letter. Captures that do not show the text are no versions, nor are those that print the same
-- text, dates and offices. A reply that keeps the earlier text at its beginning or end is reply_added, one that is gone
-- reply_withdrawn, another one reply_edited; of several changes the first of these names the version, and changed_fields
-- has all of them: a reply that was edited under an unchanged date has no date among them.
-- Going and coming back are versions, too, at the time when they were noticed.
WITH compared AS (
    SELECT
        *,
        lag(title_key) OVER in_order AS title_before,
        lag(body_key) OVER in_order AS body_before,
        lag(reply_key) OVER in_order AS reply_before,
        lag(received_on) OVER in_order AS received_before,
        lag(page_replied_on) OVER in_order AS page_replied_before,
        lag(agency_key) OVER in_order AS agency_before,
        lag(stage_dates) OVER in_order AS dates_before,
        lag(stage_offices) OVER in_order AS offices_before,
        row_number() OVER in_order AS capture_no
    FROM stage.letter_captures
    WHERE shows_text
    WINDOW in_order AS (PARTITION BY letter_id ORDER BY seen_at, capture_id)
),
changed AS (
    SELECT
        *,
        -- A stage that was added before another one leaves nothing to compare stage by stage.
        reply_key = reply_before OR len(stage_dates) = len(dates_before) AS same_stages,
        -- A field that one of the two captures does not show has not changed: nobody knows what it was. A reply that is
        -- gone took its date and office along, of which letter_captures knows.
        list_filter(
            [
                CASE WHEN title_key <> title_before THEN 'title' END,
                CASE WHEN body_key <> body_before THEN 'body' END,
                CASE WHEN reply_key <> reply_before THEN 'replies' END,
                CASE WHEN received_on <> received_before THEN 'received_on' END,
                CASE
                    WHEN page_replied_on <> page_replied_before OR (withdraws AND page_replied_on IS NULL AND page_replied_before IS NOT NULL)
                        THEN 'page_replied_on'
                END,
                CASE
                    WHEN same_stages
                        AND len(list_filter(list_zip(stage_dates, dates_before), lambda pair: pair[1] <> pair[2])) > 0
                        THEN 'dated_on'
                END,
                CASE
                    WHEN agency_key <> agency_before
                        OR (withdraws AND agency_key IS NULL AND agency_before IS NOT NULL)
                        OR (
                            same_stages
                            AND len(list_filter(list_zip(stage_offices, offices_before), lambda pair: pair[1] <> pair[2])) > 0
                        )
                        THEN 'agency'
                END
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
            WHEN list_has_any(changed_fields, ['title', 'body']) THEN 'edited'
            WHEN withdraws THEN 'reply_withdrawn'
            WHEN list_contains(changed_fields, 'replies')
                AND (starts_with(reply_key, reply_before) OR ends_with(reply_key, reply_before)) THEN 'reply_added'
            WHEN list_contains(changed_fields, 'replies') THEN 'reply_edited'
            WHEN list_has_any(changed_fields, ['received_on', 'page_replied_on', 'dated_on']) THEN 'date_moved'
            ELSE 'office_changed'
        END AS change,
        changed_fields,
        NULL AS reason,
        capture_id
    FROM changed
    WHERE capture_no = 1 OR len(changed_fields) > 0
    UNION ALL
    SELECT letter_id, noticed_at, CASE WHEN present THEN 'restored' ELSE 'removed' END, [], reason, capture_id
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
    reason,
    capture_id
FROM changes
