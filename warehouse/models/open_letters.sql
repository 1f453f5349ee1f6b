-- One row is a letter without a substantive answer, on sites that publish every letter. The limit is the one that the
-- page prints, otherwise that of a rule read in full for just this region and channel, in working days; otherwise there
-- is none.
WITH waiting AS (
    SELECT
        l.letter_id,
        stop.ordinal - start.ordinal AS waiting_workdays,
        due.ordinal - start.ordinal AS printed_limit,
        r.limit_value::BIGINT AS rule_limit,
        r.rule_id
    FROM letters l
    JOIN sources s USING (source_id)
    JOIN stage.observation o USING (source_id)
    LEFT JOIN working_days start ON start.day = l.received_on
    LEFT JOIN working_days stop ON stop.day = o.observed_until
    LEFT JOIN working_days due ON due.day = l.due_on_printed
    LEFT JOIN deadline_rules r
        ON r.region_code = l.region_code
        AND r.channel = l.channel
        AND r.verified
        AND r.limit_unit = 'workdays'
        AND l.received_on >= coalesce(r.valid_from, l.received_on)
        AND l.received_on <= coalesce(r.valid_to, l.received_on)
    WHERE
        s.publishes = 'all'
        AND l.received_on IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM replies p WHERE p.letter_id = l.letter_id AND p.stage IN ('substantive', 'refusal')
        )
    -- Several rules for one letter differ by category, which printed categories do not decide; the longest limit is the
    -- fair one.
    QUALIFY row_number() OVER (PARTITION BY l.letter_id ORDER BY r.limit_value DESC NULLS LAST, r.rule_id) = 1
)
SELECT
    letter_id,
    waiting_workdays,
    coalesce(printed_limit, rule_limit) AS limit_workdays,
    CASE WHEN printed_limit IS NOT NULL THEN 'printed' ELSE rule_id END AS limit_source,
    CASE
        WHEN waiting_workdays > coalesce(printed_limit, rule_limit) THEN 'red'
        WHEN waiting_workdays >= coalesce(printed_limit, rule_limit) - 2 THEN 'yellow'
        WHEN coalesce(printed_limit, rule_limit) IS NOT NULL THEN 'ok'
    END AS state
FROM waiting
