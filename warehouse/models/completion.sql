-- One row is a rate recomputed from the printed counts of one container, speaker, region, channel, office and period,
-- one for each definition (warehouse/reference/completion_definitions.csv) whose counts are all printed as a whole, a
-- total or a unit's row. The text and the table of a container each give their own rate, one where they agree; only a
-- definition whose counts are all printed in neither takes them from both (printed_in).
WITH counts AS (
    SELECT
        c.claim_id,
        c.document_id,
        c.letter_id,
        c.source_id,
        c.stated_by,
        c.region_code,
        c.channel,
        CASE WHEN c.scope = 'unit' THEN c.agency END AS agency,
        CASE WHEN c.scope = 'unit' THEN c.agency_code END AS agency_code,
        c.period_start,
        c.period_end,
        c.as_of,
        c.metric,
        c.value,
        c.origin,
        c.low,
        c.high,
        row(
            coalesce(c.document_id, c.letter_id, c.source_id), c.stated_by, c.region_code, c.channel,
            CASE WHEN c.scope = 'unit' THEN c.agency END, c.period_start, c.period_end
        ) AS container
    FROM claims c
    JOIN metrics m USING (metric)
    LEFT JOIN documents d ON d.document_id = c.document_id AND d.version_no = c.version_no
    WHERE
        m.kind = 'count'
        AND c.category IS NULL
        AND c.value = trunc(c.value)
        AND c.qualifier <> 'target'
        AND (c.scope IN ('whole', 'total') OR (c.scope = 'unit' AND c.agency IS NOT NULL))
        AND (c.document_id IS NULL OR d.is_current)
    QUALIFY row_number() OVER (
        PARTITION BY container, c.metric, c.as_of, c.origin ORDER BY c.value DESC, c.claim_id
    ) = 1
),
placed AS (
    SELECT *, origin AS printed_in FROM counts
    UNION ALL
    SELECT *, 'both' FROM counts
),
-- A count without a cut-off goes with those of its container that have one; a metric with several cut-offs gives
-- several rows.
cutoffs AS (
    SELECT DISTINCT container, as_of AS cutoff FROM counts WHERE as_of IS NOT NULL
    UNION ALL
    SELECT container, NULL FROM counts GROUP BY container HAVING count(as_of) = 0
),
aligned AS (
    SELECT c.*, k.cutoff
    FROM placed c
    JOIN cutoffs k ON k.container = c.container AND (c.as_of IS NULL OR c.as_of IS NOT DISTINCT FROM k.cutoff)
    QUALIFY row_number() OVER (
        PARTITION BY c.container, c.metric, k.cutoff, c.printed_in
        ORDER BY c.origin = 'table' DESC, c.as_of IS NULL, c.value DESC, c.claim_id
    ) = 1
),
sides AS (
    SELECT
        c.container,
        c.cutoff,
        c.printed_in,
        t.definition,
        t.alternative,
        t.side,
        any_value(c.document_id) AS document_id,
        any_value(c.letter_id) AS letter_id,
        any_value(c.source_id) AS source_id,
        any_value(c.stated_by) AS stated_by,
        any_value(c.region_code) AS region_code,
        any_value(c.channel) AS channel,
        any_value(c.agency) AS agency,
        any_value(c.agency_code) AS agency_code,
        any_value(c.period_start) AS period_start,
        any_value(c.period_end) AS period_end,
        max(c.as_of) AS as_of,
        sum(t.sign * c.value)::BIGINT AS value,
        -- An open end of any count leaves the sum open.
        CASE WHEN count(CASE t.sign WHEN 1 THEN c.low ELSE c.high END) = count(*)
            THEN sum(CASE t.sign WHEN 1 THEN c.low ELSE -c.high END) END AS low,
        CASE WHEN count(CASE t.sign WHEN 1 THEN c.high ELSE c.low END) = count(*)
            THEN sum(CASE t.sign WHEN 1 THEN c.high ELSE -c.low END) END AS high,
        list(c.claim_id ORDER BY t.place) AS sources
    FROM aligned c
    JOIN reference.completion_terms t USING (metric)
    GROUP BY c.container, c.cutoff, c.printed_in, t.definition, t.alternative, t.side
    HAVING count(*) = any_value(t.terms)
),
rates AS (
    SELECT
        n.* EXCLUDE (side, value, low, high, sources, as_of),
        greatest(n.as_of, d.as_of) AS as_of,
        n.value AS numerator,
        d.value AS denominator,
        n.sources AS numerator_source,
        d.sources AS denominator_source,
        n.value / nullif(d.value, 0) AS rate,
        n.low / nullif(d.high, 0) AS low,
        n.high / nullif(d.low, 0) AS high
    FROM sides n
    JOIN sides d
        ON d.container = n.container
        AND d.cutoff IS NOT DISTINCT FROM n.cutoff
        AND d.printed_in = n.printed_in
        AND d.definition = n.definition
        AND d.alternative = n.alternative
    WHERE n.side = 'numerator' AND d.side = 'denominator'
    QUALIFY row_number() OVER (
        PARTITION BY n.container, n.cutoff, n.definition, n.printed_in ORDER BY n.alternative
    ) = 1
),
-- Where text and table give one rate, the table is named, because the other columns of its row go with it.
chosen AS (
    SELECT * FROM rates
    QUALIFY
        (
            printed_in <> 'both'
            OR count(*) FILTER (printed_in <> 'both') OVER (PARTITION BY container, cutoff, definition) = 0
        )
        AND row_number() OVER (
            PARTITION BY container, cutoff, definition, printed_in = 'both', numerator, denominator
            ORDER BY printed_in = 'table' DESC, printed_in
        ) = 1
)
SELECT
    r.region_code,
    r.channel,
    r.agency,
    r.agency_code,
    r.stated_by,
    r.period_start,
    r.period_end,
    r.as_of,
    r.definition,
    r.printed_in,
    r.numerator,
    r.denominator,
    r.numerator_source,
    r.denominator_source,
    r.rate,
    r.low::DOUBLE AS low,
    r.high::DOUBLE AS high,
    s.publishes,
    r.definition || '|' || r.channel || '|' || coalesce(r.period_start::VARCHAR, 'cumulative') || '|'
        || coalesce(r.period_end::VARCHAR, 'cumulative') || '|' || s.publishes AS comparison_key,
    r.document_id,
    r.letter_id
FROM chosen r
JOIN sources s USING (source_id)
