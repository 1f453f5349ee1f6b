-- One row is a region, answering region, channel, kind of site, year of receipt and clock. Durations are working days.
-- Where a site does not publish all letters it receives, the median holds for the letters that it shows and nothing
-- else; the Kaplan-Meier median, which needs the unanswered ones, is null there.
WITH clocked AS (
    SELECT
        t.letter_id,
        t.region_code,
        t.handling_region_code,
        t.channel,
        s.publishes,
        date_trunc('year', t.received_on)::DATE AS period_start,
        t.signed_on IS NOT NULL AS is_signed,
        o.observed_until,
        t.received_on,
        unnest([
            {'clock': 'first_page', 'workdays': t.page_workdays, 'page_workdays': NULL,
             'is_impossible': t.page_replied_on < t.received_on},
            {'clock': 'signed_only', 'workdays': t.signed_workdays, 'page_workdays': NULL,
             'is_impossible': t.signed_on < t.received_on},
            {'clock': 'best_substantive', 'workdays': t.substantive_workdays, 'page_workdays': NULL,
             'is_impossible': t.substantive_on < t.received_on},
            {'clock': 'paired',
             'workdays': CASE WHEN t.page_workdays IS NOT NULL THEN t.signed_workdays END,
             'page_workdays': CASE WHEN t.signed_workdays IS NOT NULL THEN t.page_workdays END,
             'is_impossible': t.page_replied_on < t.received_on OR t.signed_on < t.received_on}
        ], recursive := true)
    FROM response_times t
    JOIN sources s USING (source_id)
    LEFT JOIN stage.observation o USING (source_id)
    WHERE t.received_on IS NOT NULL
),
summary AS (
    SELECT
        region_code,
        handling_region_code,
        channel,
        publishes,
        period_start,
        clock,
        count(*) AS n_received,
        count(workdays) AS n_answered,
        count(*) FILTER (is_signed) AS n_signed,
        count(*) FILTER (is_impossible) AS n_impossible,
        median(workdays) AS median,
        quantile_cont(workdays, 0.9) AS p90,
        median(page_workdays) AS paired_page_median,
        count(*) FILTER (workdays <= 5) / nullif(count(workdays), 0) AS within_5_workdays,
        count(*) FILTER (workdays <= 15) / nullif(count(workdays), 0) AS within_15_workdays,
        max(observed_until) AS observed_until
    FROM clocked
    GROUP BY ALL
),
-- Kaplan-Meier: at each duration the share that goes on waiting is (waiting - answered) / waiting. A letter without an
-- answer leaves the count of those waiting when it was last observed. Impossible letters are left out, as they are
-- above.
durations AS (
    SELECT
        c.region_code,
        c.handling_region_code,
        c.channel,
        c.period_start,
        c.clock,
        c.workdays IS NOT NULL AS is_answered,
        coalesce(c.workdays, stop.ordinal - start.ordinal) AS duration
    FROM clocked c
    LEFT JOIN working_days start ON start.day = c.received_on
    LEFT JOIN working_days stop ON stop.day = c.observed_until
    WHERE c.publishes = 'all' AND NOT coalesce(c.is_impossible, false)
        -- A letter that the calendar does not cover has no duration; response_times.outside_calendar counts it.
        AND coalesce(c.workdays, stop.ordinal - start.ordinal) IS NOT NULL
),
counted AS (
    SELECT
        region_code,
        handling_region_code,
        channel,
        period_start,
        clock,
        duration,
        count(*) FILTER (is_answered) AS answered,
        count(*) AS ended
    FROM durations
    GROUP BY ALL
),
steps AS (
    SELECT
        *,
        sum(ended) OVER (
            PARTITION BY region_code, handling_region_code, channel, period_start, clock ORDER BY duration DESC
        ) AS waiting
    FROM counted
),
survival AS (
    SELECT
        *,
        product((waiting - answered) / waiting) OVER (
            PARTITION BY region_code, handling_region_code, channel, period_start, clock ORDER BY duration
        ) AS share_waiting
    FROM steps
),
kaplan_meier AS (
    -- A product of fractions may miss one half by the last bit of a double; no two true values lie that close together.
    SELECT region_code, handling_region_code, channel, period_start, clock, min(duration) AS km_median
    FROM survival
    WHERE share_waiting <= 0.5 + 1e-9
    GROUP BY ALL
)
SELECT
    s.region_code,
    s.handling_region_code,
    s.channel,
    s.period_start,
    (s.period_start + INTERVAL 1 YEAR - INTERVAL 1 DAY)::DATE AS period_end,
    s.clock,
    s.n_received,
    s.n_answered,
    s.n_signed,
    s.n_impossible,
    s.median,
    s.p90,
    s.paired_page_median,
    k.km_median::DOUBLE AS km_median,
    s.within_5_workdays,
    s.within_15_workdays,
    s.observed_until,
    s.observed_until >= (s.period_start + INTERVAL 1 YEAR + INTERVAL 59 DAY)::DATE AS mature,
    s.publishes,
    CASE
        WHEN s.publishes <> 'all' THEN 'unanswered_letters_not_visible'
        WHEN k.km_median IS NULL THEN 'less_than_half_answered'
    END AS not_computable_reason
FROM summary s
LEFT JOIN kaplan_meier k
    ON k.region_code IS NOT DISTINCT FROM s.region_code
    AND k.handling_region_code IS NOT DISTINCT FROM s.handling_region_code
    AND k.channel IS NOT DISTINCT FROM s.channel
    AND k.period_start = s.period_start
    AND k.clock = s.clock
    AND s.publishes = 'all'
