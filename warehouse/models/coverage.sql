-- One row is what share of the letters received is public: from a container that prints both numbers, from a claim held
-- against the public record, or from observed letters against a stated number for the same region, channel and period.
-- id_gap_low is an indicator, and only where a source says what its ids or numbers count: from the first to the last
-- public id of the period where ids count its letters one by one (gaps of an id shared by several mailboxes mean
-- nothing); the highest number of each day, added up, where a letter is numbered within its day. Such numbers are held
-- against the public letters also of calendar years for which nobody printed how many came in.
WITH figures AS (
    SELECT *, coalesce(document_id, letter_id) AS container
    FROM stated_figures
    WHERE scope IN ('whole', 'total') AND category IS NULL AND metric IN ('received', 'published') AND value = trunc(value)
),
stated AS (
    SELECT r.region_code, r.channel, r.period_start, r.period_end, r.value::BIGINT AS received, p.value::BIGINT AS published
    FROM figures r
    JOIN figures p
        ON p.container = r.container
        AND p.stated_by = r.stated_by
        AND p.region_code IS NOT DISTINCT FROM r.region_code
        AND p.channel IS NOT DISTINCT FROM r.channel
        AND p.period_start IS NOT DISTINCT FROM r.period_start
        AND p.period_end IS NOT DISTINCT FROM r.period_end
    WHERE r.metric = 'received' AND p.metric = 'published'
),
held_against AS (
    SELECT DISTINCT region_code, channel, period_start, period_end, received, public_replies AS published
    FROM claim_vs_public
    WHERE public_basis = 'claim' AND received IS NOT NULL AND public_replies IS NOT NULL
),
observed AS (
    SELECT r.region_code, r.channel, r.period_start, r.period_end, r.value::BIGINT AS received, count(*) AS published
    FROM figures r
    JOIN letters l
        ON l.region_code = r.region_code
        AND l.channel = r.channel
        AND l.received_on BETWEEN r.period_start AND r.period_end
    WHERE r.metric = 'received' AND l.is_public IS DISTINCT FROM false
    GROUP BY ALL
),
public_letters AS (
    SELECT
        l.region_code,
        l.channel,
        l.source_id,
        l.received_on,
        CASE WHEN s.sequential_ids THEN try_cast(l.external_id AS BIGINT) END AS id,
        CASE WHEN s.daily_numbers AND regexp_full_match(l.letter_no, '\d{10,12}') THEN
            try_strptime(left(l.letter_no, 8), '%Y%m%d')::DATE
        END AS numbered_on,
        CASE WHEN numbered_on IS NOT NULL THEN substr(l.letter_no, 9)::BIGINT END AS nth
    FROM letters l
    JOIN sources s USING (source_id)
    WHERE (s.sequential_ids OR s.daily_numbers) AND l.is_public IS DISTINCT FROM false
),
years AS (
    SELECT
        region_code,
        channel,
        make_date(year(received_on), 1, 1) AS period_start,
        make_date(year(received_on), 12, 31) AS period_end,
        count(*) AS published
    FROM public_letters
    WHERE received_on IS NOT NULL
    GROUP BY ALL
    HAVING count(nth) > 0
),
periods AS (
    SELECT DISTINCT region_code, channel, period_start, period_end FROM figures
    UNION
    SELECT region_code, channel, period_start, period_end FROM years
),
spans AS (
    SELECT p.region_code, p.channel, p.period_start, p.period_end, max(l.id) - min(l.id) + 1 AS id_gap_low
    FROM periods p
    JOIN public_letters l
        ON l.region_code = p.region_code
        AND l.channel = p.channel
        AND l.received_on BETWEEN p.period_start AND p.period_end
    WHERE l.id IS NOT NULL
    GROUP BY ALL
    -- Ids of several sites have nothing to do with each other.
    HAVING count(DISTINCT l.source_id) = 1
),
days AS (
    SELECT region_code, channel, source_id, numbered_on, max(nth) AS most
    FROM public_letters
    WHERE numbered_on IS NOT NULL
    GROUP BY ALL
),
numbered AS (
    SELECT p.region_code, p.channel, p.period_start, p.period_end, sum(d.most)::BIGINT AS id_gap_low
    FROM periods p
    JOIN days d
        ON d.region_code = p.region_code
        AND d.channel = p.channel
        AND d.numbered_on BETWEEN p.period_start AND p.period_end
    GROUP BY ALL
    HAVING count(DISTINCT d.source_id) = 1
),
together AS (
    SELECT *, 'claim' AS source FROM stated
    UNION ALL
    SELECT *, 'claim_vs_public' FROM held_against
    UNION ALL
    SELECT *, 'crawl' FROM observed
    UNION ALL
    SELECT y.region_code, y.channel, y.period_start, y.period_end, NULL, y.published, 'numbers'
    FROM years y
    ANTI JOIN observed USING (region_code, channel, period_start, period_end)
)
SELECT
    t.region_code,
    t.channel,
    t.period_start,
    t.period_end,
    t.received,
    t.published,
    t.published / nullif(t.received, 0) AS share,
    coalesce(g.id_gap_low, n.id_gap_low) AS id_gap_low,
    t.source
FROM together t
LEFT JOIN spans g USING (region_code, channel, period_start, period_end)
LEFT JOIN numbered n USING (region_code, channel, period_start, period_end)
