-- One row is a stage of the reply, from the capture that the letter is taken from; with the captures between which its
-- text appeared.
WITH texts AS (
    SELECT DISTINCT
        letter_id,
        capture_id,
        stage_no,
        regexp_replace(body, '[\s\x{00A0}\x{200B}\x{3000}\x{FEFF}]', '', 'g') AS body_key
    FROM lake.replies
),
appearances AS (
    SELECT now_there.letter_id, now_there.stage_no, min(seen.seen_at) AS first_seen_with_at
    FROM texts now_there
    JOIN stage.letter_captures latest USING (letter_id, capture_id)
    JOIN stage.letter_captures seen ON seen.letter_id = now_there.letter_id
    WHERE latest.is_latest AND seen.shows_text AND contains(seen.reply_key, now_there.body_key)
    GROUP BY ALL
),
stages AS (
    SELECT DISTINCT r.*
    FROM lake.replies r
    JOIN stage.letter_captures k USING (letter_id, capture_id)
    WHERE k.is_latest
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
