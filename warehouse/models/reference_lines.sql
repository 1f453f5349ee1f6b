-- One row is a region, answering region, channel, kind of site, year of receipt and rule of the whole country that was read
-- in full, with the share of letters that stayed within it. Such a rule is about petitions in general and limits no
-- mailbox, so no letter is late by it (response_times.limit_workdays): it is a line to see a mailbox against. Requests for
-- information have a channel of their own, so their limit is none of these. A letter counts against the rule that was in
-- force on its day of receipt, and only where it was followed for as long as the rule allows.
WITH measured AS (
    SELECT
        t.region_code,
        t.handling_region_code,
        t.channel,
        s.publishes,
        date_trunc('year', t.received_on)::DATE AS period_start,
        t.received_on,
        unnest([
            -- A notice that the letter arrived may come with the answer; the first dated response is the latest day for it.
            {'clock_stop': 'notified', 'days': t.first_response_days, 'workdays': t.first_response_workdays,
             'is_open': t.answer = 'none'},
            -- A refusal ends the matter without an answer: it is neither open nor within.
            {'clock_stop': 'completed', 'days': t.substantive_days, 'workdays': t.substantive_workdays,
             'is_open': t.answer IN ('none', 'notice')}
        ], recursive := true),
        t.followed_days,
        t.followed_workdays
    FROM response_times t
    JOIN sources s USING (source_id)
    WHERE t.received_on IS NOT NULL
),
held AS (
    SELECT
        m.* EXCLUDE (clock_stop),
        r.rule_id,
        r.citation,
        r.limit_value::BIGINT AS limit_value,
        r.limit_unit,
        r.clock_start,
        r.clock_stop,
        CASE r.limit_unit WHEN 'days' THEN m.days WHEN 'workdays' THEN m.workdays END AS taken,
        CASE r.limit_unit WHEN 'days' THEN m.followed_days WHEN 'workdays' THEN m.followed_workdays END AS followed
    FROM measured m
    JOIN deadline_rules r
        ON r.clock_stop = m.clock_stop
        AND r.verified
        AND r.region_code IS NULL
        AND r.channel IS NULL
        AND r.clock_start IN ('received', 'accepted')
        AND r.limit_unit IN ('days', 'workdays')
        AND m.received_on >= coalesce(r.valid_from, m.received_on)
        AND m.received_on <= coalesce(r.valid_to, m.received_on)
)
SELECT
    region_code,
    handling_region_code,
    channel,
    publishes,
    period_start,
    (period_start + INTERVAL 1 YEAR - INTERVAL 1 DAY)::DATE AS period_end,
    rule_id,
    any_value(citation) AS citation,
    any_value(limit_value) AS limit_value,
    any_value(limit_unit) AS limit_unit,
    any_value(clock_start) AS clock_start,
    clock_stop,
    count(*) AS n_followed,
    count(*) FILTER (taken <= limit_value) AS n_within,
    n_within / n_followed AS share_within
FROM held
-- Where unanswered letters are not shown, only those that were answered can be counted.
WHERE followed >= limit_value AND (taken IS NOT NULL OR (is_open AND publishes = 'all'))
GROUP BY region_code, handling_region_code, channel, publishes, period_start, rule_id, clock_stop
