-- One row is a letter's clocks. Working days are differences of working_days.ordinal, so the days in (start, stop] are
-- counted. For a date outside the calendar the working days are null and outside_calendar is true; its calendar days
-- stand, and the build says how many there are: one odd date must not keep all others from being counted. A clock that
-- runs backwards, or with a date after the capture that prints it, is impossible and has no duration. A reply date over
-- no text is printed and stops no clock.
WITH stage_dates AS (
    SELECT
        letter_id,
        min(dated_on) FILTER (stage = 'transfer') AS transfer_on,
        min(dated_on) AS first_stage_on,
        arg_max(dated_on, stage_no) FILTER (stage = 'substantive' AND date_basis = 'signature') AS read_signature_on,
        -- The last signature is one of no day (2月30日): neither an earlier one nor the page dates that answer.
        coalesce(
            arg_max(dated_on IS NULL, stage_no) FILTER (stage = 'substantive' AND date_basis = 'signature'), false
        ) AS is_signature_unread,
        CASE WHEN NOT is_signature_unread THEN read_signature_on END AS signed_on,
        arg_max(dated_on, stage_no) FILTER (stage = 'substantive' AND date_basis = 'page') AS stage_page_on,
        bool_or(stage = 'substantive') AS has_substantive,
        bool_or(stage = 'refusal') AS has_refusal,
        min(last_seen_without_at) AS unanswered_at,
        min(last_seen_without_at) FILTER (stage = 'substantive') AS without_substantive_at
    FROM replies
    GROUP BY letter_id
),
dates AS (
    SELECT
        l.letter_id,
        l.source_id,
        l.region_code,
        l.handling_region_code,
        l.channel,
        l.received_on,
        s.transfer_on,
        l.page_replied_on,
        s.signed_on,
        CASE
            WHEN s.has_substantive AND NOT s.is_signature_unread
                THEN coalesce(s.signed_on, s.stage_page_on, l.page_replied_on)
        END AS substantive_on,
        -- A signature is no day on which anybody was answered: it dates the first response only where nothing else does.
        CASE
            WHEN s.letter_id IS NOT NULL THEN coalesce(least(l.page_replied_on, s.transfer_on), s.first_stage_on)
        END AS first_response_on,
        CASE
            WHEN s.has_substantive THEN 'substantive'
            WHEN s.has_refusal THEN 'refusal'
            WHEN s.letter_id IS NOT NULL THEN 'notice'
            WHEN l.page_replied_on IS NOT NULL THEN 'empty'
            ELSE 'none'
        END AS answer,
        c.fetched_at::DATE AS captured_on,
        l.last_seen_at::DATE AS followed_until,
        CASE WHEN answer = 'none' THEN l.last_seen_at ELSE s.unanswered_at END::DATE AS no_response_until,
        CASE answer WHEN 'substantive' THEN s.without_substantive_at WHEN 'empty' THEN NULL ELSE l.last_seen_at END::DATE
            AS no_substantive_until
    FROM letters l
    JOIN (SELECT capture_id, fetched_at FROM captures) c USING (capture_id)
    LEFT JOIN stage_dates s USING (letter_id)
),
-- What stops a clock, and until when a letter was followed; only the first four are answers.
clocks AS (
    SELECT letter_id, received_on, captured_on, unnest([
        {'clock': 'page', 'stopped_on': CASE WHEN answer <> 'empty' THEN page_replied_on END, 'is_answer': true},
        {'clock': 'signed', 'stopped_on': signed_on, 'is_answer': true},
        {'clock': 'first_response', 'stopped_on': first_response_on, 'is_answer': true},
        {'clock': 'substantive', 'stopped_on': substantive_on, 'is_answer': true},
        {'clock': 'followed', 'stopped_on': followed_until, 'is_answer': false},
        {'clock': 'no_response', 'stopped_on': no_response_until, 'is_answer': false},
        {'clock': 'no_substantive', 'stopped_on': no_substantive_until, 'is_answer': false}
    ], recursive := true)
    FROM dates
),
measured AS (
    SELECT
        c.letter_id,
        c.clock,
        c.is_answer,
        c.stopped_on < c.received_on
            OR c.received_on > c.captured_on
            OR (c.is_answer AND c.stopped_on > c.captured_on) AS is_impossible,
        CASE WHEN NOT is_impossible THEN c.stopped_on - c.received_on END AS days,
        CASE WHEN NOT is_impossible THEN stop.ordinal - start.ordinal END AS workdays,
        start.ordinal IS NULL OR stop.ordinal IS NULL AS outside_calendar
    FROM clocks c
    LEFT JOIN working_days start ON start.day = c.received_on
    LEFT JOIN working_days stop ON stop.day = c.stopped_on
    WHERE c.received_on IS NOT NULL AND c.stopped_on IS NOT NULL
),
spread AS (
    SELECT
        letter_id,
        max(days) FILTER (clock = 'page') AS page_days,
        max(workdays) FILTER (clock = 'page') AS page_workdays,
        max(days) FILTER (clock = 'signed') AS signed_days,
        max(workdays) FILTER (clock = 'signed') AS signed_workdays,
        max(days) FILTER (clock = 'first_response') AS first_response_days,
        max(workdays) FILTER (clock = 'first_response') AS first_response_workdays,
        max(days) FILTER (clock = 'substantive') AS substantive_days,
        max(workdays) FILTER (clock = 'substantive') AS substantive_workdays,
        max(days) FILTER (clock = 'followed') AS followed_days,
        max(workdays) FILTER (clock = 'followed') AS followed_workdays,
        max(workdays) FILTER (clock = 'no_response') AS no_response_workdays,
        max(workdays) FILTER (clock = 'no_substantive') AS no_substantive_workdays,
        count(*) FILTER (is_answer AND is_impossible) AS impossible_clocks,
        bool_or(outside_calendar) FILTER (is_answer) AS outside_calendar
    FROM measured
    GROUP BY letter_id
)
SELECT
    d.letter_id,
    d.source_id,
    d.region_code,
    d.handling_region_code,
    d.channel,
    d.received_on,
    d.transfer_on,
    d.page_replied_on,
    d.signed_on,
    d.first_response_on,
    d.substantive_on,
    d.answer,
    s.page_days,
    s.page_workdays,
    s.signed_days,
    s.signed_workdays,
    s.first_response_days,
    s.first_response_workdays,
    s.substantive_days,
    s.substantive_workdays,
    d.signed_on - d.page_replied_on AS signed_minus_page_days,
    signed.ordinal - page.ordinal AS signed_minus_page_workdays,
    d.captured_on,
    d.followed_until,
    s.followed_days,
    s.followed_workdays,
    s.no_response_workdays,
    s.no_substantive_workdays,
    k.limit_workdays,
    k.limit_source,
    -- Late is late by the best clock; a letter that still waits is late once its limit has passed.
    coalesce(s.substantive_workdays, s.no_substantive_workdays) > k.limit_workdays
        OR CASE WHEN d.answer NOT IN ('substantive', 'empty') OR s.substantive_workdays IS NOT NULL THEN false END AS is_late,
    coalesce(s.impossible_clocks, 0) AS impossible_clocks,
    coalesce(s.outside_calendar, false) AS outside_calendar,
    CASE
        WHEN d.signed_on IS NOT NULL THEN 'signature'
        WHEN d.substantive_on IS NOT NULL THEN 'page'
        ELSE 'none'
    END AS basis
FROM dates d
LEFT JOIN spread s USING (letter_id)
LEFT JOIN stage.letter_limits k USING (letter_id)
LEFT JOIN working_days page ON page.day = d.page_replied_on
LEFT JOIN working_days signed ON signed.day = d.signed_on
