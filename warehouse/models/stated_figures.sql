-- One row is a stated fact, once. Additive counts (metrics.additive) are reduced so that they may be summed: of one
-- container, speaker, region, channel, platform, metric, period and cut-off only the coarsest scope is kept (whole or
-- total before subtotals before units before categories); of different wholes or totals the one of a table, because its
-- other columns belong to the same row, with the values passed over in other_values; of several enumerations of
-- categories the one that adds up to most. A figure printed without a cut-off belongs with those of its kind that have one.
WITH facts AS (
    SELECT
        c.*,
        coalesce(c.document_id, c.letter_id, c.capture_id) AS container,
        count(*) OVER (PARTITION BY c.fact_id) AS times_printed,
        max(c.as_of) OVER (PARTITION BY c.fact_id) AS fact_as_of,
        m.additive AND c.value IS NOT NULL AND c.qualifier <> 'target' AS is_summable
    FROM claims c
    JOIN metrics m USING (metric)
    LEFT JOIN documents d ON d.document_id = c.document_id AND d.version_no = c.version_no
    WHERE c.document_id IS NULL OR d.is_current
    QUALIFY row_number() OVER (PARTITION BY c.fact_id ORDER BY c.origin = 'table' DESC, c.claim_id) = 1
),
ranked AS (
    SELECT
        *,
        -- Rows with one sum_key state the same sum, each in its own detail.
        row(
            container, stated_by, region_code, channel, platform, metric, of_metric, basis, period_start, period_end,
            coalesce(fact_as_of, max(fact_as_of) OVER (
                PARTITION BY
                    container, stated_by, region_code, channel, platform, metric, of_metric, basis, period_start,
                    period_end
            ))
        ) AS sum_key,
        CASE scope WHEN 'whole' THEN 0 WHEN 'total' THEN 0 WHEN 'subtotal' THEN 2 WHEN 'unit' THEN 4 ELSE 6 END
            + CASE WHEN category IS NULL THEN 0 ELSE 1 END AS fineness
    FROM facts
    WHERE is_summable
),
coarsest AS (
    SELECT *, sum(value) OVER (PARTITION BY sum_key, "group") AS enumeration_sum
    FROM ranked
    QUALIFY fineness = min(fineness) OVER (PARTITION BY sum_key)
),
-- Wholes and totals of one category are alternatives of each other; so are enumerations of categories; units add up.
chosen AS (
    SELECT *
    FROM coarsest
    QUALIFY
        CASE
            WHEN scope IN ('whole', 'total') THEN
                row_number() OVER (PARTITION BY sum_key, category ORDER BY origin = 'table' DESC, value DESC, fact_id) = 1
            WHEN scope = 'category' THEN
                dense_rank() OVER (PARTITION BY sum_key ORDER BY enumeration_sum DESC, "group") = 1
            ELSE true
        END
),
passed_over AS (
    SELECT k.fact_id, list(DISTINCT o.value ORDER BY o.value) AS other_values
    FROM chosen k
    JOIN coarsest o ON o.sum_key = k.sum_key AND o.category IS NOT DISTINCT FROM k.category AND o.value <> k.value
    WHERE k.scope IN ('whole', 'total')
    GROUP BY k.fact_id
)
SELECT
    f.fact_id,
    f.claim_id,
    f.times_printed,
    coalesce(p.other_values, []) AS other_values,
    f.document_id,
    f.letter_id,
    f.source_id,
    f.region_code,
    f.channel,
    f.platform,
    f.stated_by,
    f.scope,
    f.agency,
    f.agency_code,
    f.category,
    f.metric,
    f.of_metric,
    f.basis,
    f.period_start,
    f.period_end,
    f.fact_as_of AS as_of,
    f.printed,
    f.value,
    f.value_text,
    f.unit,
    f.low,
    f.high,
    f.qualifier,
    f.quote
FROM facts f
LEFT JOIN passed_over p USING (fact_id)
WHERE NOT f.is_summable OR f.fact_id IN (SELECT fact_id FROM chosen)
