-- One row is a letter on one clock, for letters whose day of receipt is known. workdays is when the clock stopped,
-- waited_workdays how long it is known to have run where it did not: until the letter was last seen, or, where an answer
-- bears no date, until it was last seen without one. The clocks signed_only and paired are about letters that have a
-- signed answer and leave the others out. A clock that has stopped and has no duration is impossible; a reply date over no
-- text says neither that the letter waits nor how long it did.
SELECT
    t.letter_id,
    t.region_code,
    t.handling_region_code,
    t.channel,
    s.publishes,
    date_trunc('year', t.received_on)::DATE AS period_start,
    t.signed_on IS NOT NULL AS is_signed,
    o.observed_until,
    t.followed_days,
    t.followed_workdays,
    unnest([
        {'clock': 'first_page', 'belongs': true, 'workdays': t.page_workdays, 'days': t.page_days,
         'page_workdays': NULL, 'waited_workdays': t.no_response_workdays,
         'is_undated': t.answer = 'empty' OR (t.page_replied_on IS NULL AND t.answer <> 'none'),
         'is_impossible': t.answer <> 'empty' AND t.page_replied_on IS NOT NULL AND t.page_days IS NULL},
        {'clock': 'signed_only', 'belongs': t.signed_on IS NOT NULL, 'workdays': t.signed_workdays,
         'days': t.signed_days, 'page_workdays': NULL, 'waited_workdays': NULL, 'is_undated': false,
         'is_impossible': t.signed_on IS NOT NULL AND t.signed_days IS NULL},
        {'clock': 'best_substantive', 'belongs': true, 'workdays': t.substantive_workdays,
         'days': t.substantive_days, 'page_workdays': NULL, 'waited_workdays': t.no_substantive_workdays,
         'is_undated': t.answer = 'empty' OR (t.substantive_on IS NULL AND t.answer = 'substantive'),
         'is_impossible': t.substantive_on IS NOT NULL AND t.substantive_days IS NULL},
        {'clock': 'paired', 'belongs': t.signed_on IS NOT NULL AND t.page_replied_on IS NOT NULL,
         'workdays': CASE WHEN t.page_workdays IS NOT NULL THEN t.signed_workdays END,
         'days': CASE WHEN t.page_days IS NOT NULL THEN t.signed_days END,
         'page_workdays': CASE WHEN t.signed_workdays IS NOT NULL THEN t.page_workdays END,
         'waited_workdays': NULL, 'is_undated': false,
         'is_impossible': t.signed_on IS NOT NULL AND t.page_replied_on IS NOT NULL
             AND (t.page_days IS NULL OR t.signed_days IS NULL)}
    ], recursive := true)
FROM response_times t
JOIN sources s USING (source_id)
LEFT JOIN stage.observation o USING (source_id)
WHERE t.received_on IS NOT NULL
