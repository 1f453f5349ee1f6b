-- One row is a stage of the reply, from the capture that the letter is taken from; with the captures between which its
-- text appeared.
WITH latest AS (
    SELECT letter_id, capture_id FROM stage.letter_captures WHERE is_latest
),
-- A letter that was captured once has nothing to compare: its reply was there then.
appearances AS (
    SELECT now_there.letter_id, now_there.stage_no, min(seen.seen_at) AS first_seen_with_at
    FROM (
        SELECT DISTINCT
            letter_id,
            capture_id,
            stage_no,
            regexp_replace(body, '[\s\x{00A0}\x{200B}\x{3000}\x{FEFF}]', '', 'g') AS body_key
        FROM lake.replies
        SEMI JOIN latest USING (letter_id, capture_id)
    ) now_there
    JOIN stage.letter_captures seen USING (letter_id)
    WHERE seen.shows_text AND (seen.reply_key IS NULL OR contains(seen.reply_key, now_there.body_key))
    GROUP BY ALL
),
stages AS (
    SELECT DISTINCT r.*
    FROM lake.replies r
    SEMI JOIN latest USING (letter_id, capture_id)
)
SELECT
    s.letter_id,
    s.stage_no,
    s.stage,
    s.dated_on,
    s.date_basis,
    s.agency,
    s.agency_code,
    s.transferred_to,
    s.body,
    s.body_redacted,
    (
        SELECT max(k.seen_at)
        FROM stage.letter_captures k
        WHERE k.letter_id = s.letter_id AND k.shows_text AND k.seen_at < a.first_seen_with_at
    ) AS last_seen_without_at,
    a.first_seen_with_at,
    s.capture_id
FROM stages s
LEFT JOIN appearances a USING (letter_id, stage_no)
