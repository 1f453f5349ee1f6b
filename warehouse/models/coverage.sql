-- One row is what share of the letters received is public: from a container that prints both numbers, from a claim held
-- against the public record, or from observed letters against a stated number for the same region, channel and period.
-- id_gap_low stays null until a source says that its ids are sequential: gaps of an id shared by several mailboxes mean
-- nothing.
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
together AS (
    SELECT *, 'claim' AS source FROM stated
    UNION ALL
    SELECT *, 'claim_vs_public' FROM held_against
    UNION ALL
    SELECT *, 'crawl' FROM observed
)
SELECT
    region_code,
    channel,
    period_start,
    period_end,
    received,
    published,
    published / nullif(received, 0) AS share,
    NULL::BIGINT AS id_gap_low,
    source
FROM together
