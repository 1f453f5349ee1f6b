-- One row is a capture of a letter, with what is compared between captures: title, body, reply and office without white
-- space, and the dates that it prints; null for a letter that was captured once. is_latest marks the capture that the
-- letter is taken from: the last one that shows its text, because a capture that shows neither body nor reply (a list
-- page) says nothing about the text. What a capture does not print is that of the capture before, but for a reply that is
-- gone: date, office and status that were printed with it went with it. stands is false for what was seen before that.
WITH captured_again AS (
    SELECT letter_id FROM lake.letters GROUP BY letter_id HAVING min(capture_id) <> max(capture_id)
),
printed AS (
    SELECT DISTINCT
        letter_id,
        capture_id,
        regexp_replace(title, '[\s\x{00A0}\x{200B}\x{3000}\x{FEFF}]', '', 'g') AS title_key,
        regexp_replace(body, '[\s\x{00A0}\x{200B}\x{3000}\x{FEFF}]', '', 'g') AS body_key,
        regexp_replace(agency, '[\s\x{00A0}\x{200B}\x{3000}\x{FEFF}]', '', 'g') AS agency_key,
        received_on,
        page_replied_on,
        '' AS no_reply
    FROM lake.letters
    SEMI JOIN captured_again USING (letter_id)
),
reply_texts AS (
    SELECT
        letter_id,
        capture_id,
        regexp_replace(string_agg(body, '' ORDER BY stage_no), '[\s\x{00A0}\x{200B}\x{3000}\x{FEFF}]', '', 'g') AS reply_key,
        list(dated_on ORDER BY stage_no) AS stage_dates,
        list(regexp_replace(agency, '[\s\x{00A0}\x{200B}\x{3000}\x{FEFF}]', '', 'g') ORDER BY stage_no) AS stage_offices
    FROM (
        SELECT DISTINCT letter_id, capture_id, stage_no, body, dated_on, agency
        FROM lake.replies
        SEMI JOIN captured_again USING (letter_id)
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
        p.* EXCLUDE (letter_id, capture_id, no_reply),
        t.stage_dates,
        t.stage_offices,
        coalesce(t.reply_key, p.no_reply) AS reply_key,
        CASE WHEN shows_text THEN coalesce(t.reply_key, p.no_reply) END AS reply_shown
    FROM (SELECT DISTINCT letter_id, capture_id, seen_at, body IS NOT NULL AS shows_body FROM lake.letters) l
    LEFT JOIN (SELECT capture_id, visibility FROM captures) c USING (capture_id)
    LEFT JOIN (SELECT DISTINCT letter_id, capture_id FROM lake.replies WHERE body IS NOT NULL) r USING (letter_id, capture_id)
    LEFT JOIN printed p USING (letter_id, capture_id)
    LEFT JOIN reply_texts t USING (letter_id, capture_id)
),
withdrawn AS (
    SELECT *, coalesce(reply_shown = '' AND last_value(reply_shown IGNORE NULLS) OVER before <> '', false) AS withdraws
    FROM seen
    WINDOW before AS (
        PARTITION BY letter_id ORDER BY seen_at, capture_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
counted AS (
    SELECT
        *,
        count(*) FILTER (withdraws) OVER (PARTITION BY letter_id ORDER BY seen_at, capture_id) AS withdrawals,
        count(*) FILTER (withdraws) OVER (PARTITION BY letter_id) AS all_withdrawals
    FROM withdrawn
)
SELECT
    letter_id,
    capture_id,
    seen_at,
    visibility,
    shows_text,
    last_value(title_key IGNORE NULLS) OVER so_far AS title_key,
    last_value(body_key IGNORE NULLS) OVER so_far AS body_key,
    last_value(received_on IGNORE NULLS) OVER so_far AS received_on,
    last_value(agency_key IGNORE NULLS) OVER since AS agency_key,
    last_value(page_replied_on IGNORE NULLS) OVER since AS page_replied_on,
    reply_key,
    stage_dates,
    stage_offices,
    withdraws,
    withdrawals = all_withdrawals AS stands,
    row_number() OVER (PARTITION BY letter_id ORDER BY shows_text DESC, seen_at DESC, capture_id DESC) = 1 AS is_latest
FROM counted
WINDOW
    so_far AS (
        PARTITION BY letter_id ORDER BY shows_text, seen_at, capture_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ),
    since AS (
        PARTITION BY letter_id, withdrawals
        ORDER BY shows_text, seen_at, capture_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
