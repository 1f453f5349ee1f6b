-- One row is a region, answering region, channel, kind of site, year of receipt and clock. Durations are working days.
-- Where a site does not publish all letters it receives, the median holds for the letters that it shows and nothing
-- else; the Kaplan-Meier median, which needs the unanswered ones, is null there. A share within k days is of letters
-- that were followed for at least k days: younger ones could only have been answered fast.
WITH summary AS (
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
        count(*) FILTER (is_undated) AS n_undated,
        median(workdays) AS median,
        quantile_cont(workdays, 0.9) AS p90,
        median(page_workdays) AS paired_page_median,
        count(*) FILTER (followed_workdays >= 5 AND counts) AS n_followed_5_workdays,
        count(*) FILTER (followed_workdays >= 5 AND counts AND workdays <= 5) AS n_within_5_workdays,
        count(*) FILTER (followed_workdays >= 15 AND counts) AS n_followed_15_workdays,
        count(*) FILTER (followed_workdays >= 15 AND counts AND workdays <= 15) AS n_within_15_workdays,
        min(observed_until) AS observed_until
    FROM (
        -- Where unanswered letters are not shown, those that are would make every share too small or too large.
        SELECT *, belongs AND NOT is_impossible AND NOT is_undated AND (publishes = 'all' OR workdays IS NOT NULL) AS counts
        FROM stage.clocked
    )
    GROUP BY ALL
),
cohorts AS (
    SELECT *, coalesce(observed_until >= (period_start + INTERVAL 1 YEAR + INTERVAL 89 DAY)::DATE, false) AS mature
    FROM summary
),
-- Kaplan-Meier: at each duration the share that goes on waiting is (waiting - answered) / waiting. A letter without an
-- answer, or one that was taken off the site, leaves the count of those waiting when it was last seen.
counted AS (
    SELECT
        region_code,
        handling_region_code,
        channel,
        period_start,
        clock,
        coalesce(workdays, waited_workdays) AS duration,
        count(workdays) AS answered,
        count(*) AS ended
    FROM stage.clocked
    -- A letter that the calendar does not cover has no duration; response_times.outside_calendar counts it.
    WHERE publishes = 'all' AND clock IN ('first_page', 'best_substantive') AND NOT is_impossible AND duration IS NOT NULL
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
    -- A product of fractions may miss one half by the last bits of a double.
    SELECT region_code, handling_region_code, channel, period_start, clock, min(duration) AS km_median
    FROM survival
    WHERE share_waiting <= 0.5 + 1e-12
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
    s.n_undated,
    s.median,
    s.p90,
    s.paired_page_median,
    CASE WHEN s.mature THEN k.km_median::DOUBLE END AS km_median,
    s.n_followed_5_workdays,
    s.n_within_5_workdays / nullif(s.n_followed_5_workdays, 0) AS within_5_workdays,
    s.n_followed_15_workdays,
    s.n_within_15_workdays / nullif(s.n_followed_15_workdays, 0) AS within_15_workdays,
    s.observed_until,
    s.mature,
    s.publishes,
    CASE
        WHEN s.publishes <> 'all' THEN 'unanswered_letters_not_visible'
        WHEN s.clock IN ('signed_only', 'paired') THEN 'only_signed_letters'
        WHEN NOT s.mature THEN 'followed_less_than_90_days'
        WHEN k.km_median IS NULL THEN 'less_than_half_answered'
    END AS not_computable_reason
FROM cohorts s
LEFT JOIN kaplan_meier k
    ON k.region_code IS NOT DISTINCT FROM s.region_code
    AND k.handling_region_code IS NOT DISTINCT FROM s.handling_region_code
    AND k.channel IS NOT DISTINCT FROM s.channel
    AND k.period_start = s.period_start
    AND k.clock = s.clock
    AND s.publishes = 'all'
