-- One row is a letter with the limit that its own channel sets, in working days from receipt: the deadline that its page
-- prints, otherwise a rule of its region and channel that was read in full and starts with receipt. A rule of the whole
-- country is no limit of a channel: those are lines of reference (reference_lines). Of several rules, which differ by
-- categories that nobody printed, the longest is the fair one.
SELECT
    l.letter_id,
    coalesce(due.ordinal, CASE r.limit_unit
        WHEN 'workdays' THEN start.ordinal + r.limit_value::BIGINT
        WHEN 'days' THEN rule_due.ordinal
    END) - start.ordinal AS limit_workdays,
    CASE WHEN due.ordinal IS NOT NULL THEN 'printed' ELSE r.rule_id END AS limit_source
FROM letters l
JOIN working_days start ON start.day = l.received_on
LEFT JOIN working_days due ON due.day = l.due_on_printed AND due.day >= l.received_on
LEFT JOIN deadline_rules r
    ON r.region_code = l.region_code
    AND r.channel = l.channel
    AND r.verified
    AND r.clock_start = 'received'
    AND r.clock_stop IN ('answered', 'completed')
    AND r.limit_unit IN ('workdays', 'days')
    AND l.received_on >= coalesce(r.valid_from, l.received_on)
    AND l.received_on <= coalesce(r.valid_to, l.received_on)
LEFT JOIN working_days rule_due ON r.limit_unit = 'days' AND rule_due.day = l.received_on + r.limit_value::INTEGER
WHERE due.ordinal IS NOT NULL OR r.rule_id IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY l.letter_id ORDER BY limit_workdays DESC NULLS LAST, r.rule_id) = 1
