-- One row is a capture of a letter, with what is compared between captures: title, body and reply without white space,
-- which are null for a letter that was captured once. is_latest marks the capture that the letter is taken from: the
-- last one that shows its text, because a capture that shows neither body nor reply (a list page) says nothing about
-- the text. A title or body that a capture does not show is that of the capture before.
WITH captured_again AS (
    SELECT letter_id FROM lake.letters GROUP BY letter_id HAVING min(capture_id) <> max(capture_id)
),
titles_and_bodies AS (
    SELECT DISTINCT
        letter_id,
        capture_id,
        regexp_replace(title, '[\s\x{00A0}\x{200B}\x{3000}\x{FEFF}]', '', 'g') AS title_key,
        regexp_replace(body, '[\s\x{00A0}\x{200B}\x{3000}\x{FEFF}]', '', 'g') AS body_key,
        '' AS no_reply
    FROM lake.letters
    SEMI JOIN captured_again USING (letter_id)
),
reply_texts AS (
    SELECT
        letter_id,
        capture_id,
        regexp_replace(string_agg(body, '' ORDER BY stage_no), '[\s\x{00A0}\x{200B}\x{3000}\x{FEFF}]', '', 'g') AS reply_key
    FROM (
        SELECT DISTINCT letter_id, capture_id, stage_no, body FROM lake.replies SEMI JOIN captured_again USING (letter_id)
    )
    GROUP BY ALL
),
seen AS (
    SELECT
        l.letter_id,
        l.capture_id,
        l.seen_at,
        c.visibility,
        l.shows_body OR r.letter_id IS NOT NULL AS shows_text,
        b.title_key,
        b.body_key,
        coalesce(t.reply_key, b.no_reply) AS reply_key
    FROM (SELECT DISTINCT letter_id, capture_id, seen_at, body IS NOT NULL AS shows_body FROM lake.letters) l
    LEFT JOIN (SELECT capture_id, visibility FROM captures) c USING (capture_id)
    LEFT JOIN (SELECT DISTINCT letter_id, capture_id FROM lake.replies WHERE body IS NOT NULL) r USING (letter_id, capture_id)
    LEFT JOIN titles_and_bodies b USING (letter_id, capture_id)
    LEFT JOIN reply_texts t USING (letter_id, capture_id)
)
SELECT
    letter_id,
    capture_id,
    seen_at,
    visibility,
    shows_text,
    last_value(title_key IGNORE NULLS) OVER so_far AS title_key,
    last_value(body_key IGNORE NULLS) OVER so_far AS body_key,
    reply_key,
    row_number() OVER (PARTITION BY letter_id ORDER BY shows_text DESC, seen_at DESC, capture_id DESC) = 1 AS is_latest
FROM seen
WINDOW so_far AS (
    PARTITION BY letter_id ORDER BY shows_text, seen_at, capture_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
)
