-- One row is what share of the letters received is public: from a container that prints both numbers, from a claim held
-- against the public record, or from observed letters against a stated number for the same region, channel and period.
-- id_gap_low is an indicator, from the first to the last public id of the period, and only where a source says that its
-- ids count its letters one by one: gaps of an id shared by several mailboxes mean nothing.
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
spans AS (
    SELECT
        l.region_code,
        l.channel,
        f.period_start,
        f.period_end,
        max(try_cast(l.external_id AS BIGINT)) - min(try_cast(l.external_id AS BIGINT)) + 1 AS id_gap_low
    FROM (SELECT DISTINCT region_code, channel, period_start, period_end FROM figures) f
    JOIN letters l
        ON l.region_code = f.region_code
        AND l.channel = f.channel
        AND l.received_on BETWEEN f.period_start AND f.period_end
    JOIN sources s ON s.source_id = l.source_id AND s.sequential_ids
    GROUP BY ALL
    -- Ids of several sites have nothing to do with each other.
    HAVING count(DISTINCT l.source_id) = 1
),
together AS (
    SELECT *, 'claim' AS source FROM stated
    UNION ALL
    SELECT *, 'claim_vs_public' FROM held_against
    UNION ALL
    SELECT *, 'crawl' FROM observed
)
SELECT
    t.region_code,
    t.channel,
    t.period_start,
    t.period_end,
    t.received,
    t.published,
    t.published / nullif(t.received, 0) AS share,
    g.id_gap_low,
    t.source
FROM together t
LEFT JOIN spans g USING (region_code, channel, period_start, period_end)
