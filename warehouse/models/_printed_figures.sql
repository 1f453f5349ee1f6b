-- One row is an exact count or rate of a period as the current version of a document prints it, once a document: a
-- whole, a total, or an office's row; printings are all its prints there, because the text may say another whole than
-- the total of a table. A row of a city's table that bears the name of one of its counties is about that county as a
-- whole. family is the article and its attachments together: they are one publication.
WITH figures AS (
    SELECT
        c.claim_id,
        c.document_id,
        coalesce(d.parent_document_id, c.document_id) AS family,
        c.source_id,
        coalesce(d.title, c.document_id) AS title,
        d.dated_on,
        d.region_code AS document_region,
        c.stated_by,
        coalesce(county.region_code, c.region_code) AS region_code,
        c.channel,
        c.metric,
        m.kind,
        m.additive,
        CASE WHEN c.scope = 'unit' AND county.region_code IS NULL THEN coalesce(c.agency_code, c.agency) END AS office,
        CASE WHEN office IS NOT NULL THEN c.agency END AS agency,
        c.period_start,
        c.period_end,
        c.as_of,
        c.scope,
        c.value,
        c.low,
        c.high,
        c.printed,
        c.origin,
        c.confidence
    FROM claims c
    JOIN metrics m USING (metric)
    JOIN documents d ON d.document_id = c.document_id AND d.version_no = c.version_no
    LEFT JOIN regions county
        ON c.scope = 'unit'
        AND county.parent_code = c.region_code
        AND county.level = 'county'
        AND c.agency IN (county.name, left(county.name, greatest(2, len(county.name) - 1)))
    WHERE
        d.is_current
        AND m.kind IN ('count', 'rate')
        AND c.region_code IS NOT NULL
        AND c.channel IS NOT NULL
        AND c.period_start IS NOT NULL
        AND c.period_end IS NOT NULL
        AND c.category IS NULL
        AND c.of_metric IS NULL
        AND c.basis IS NULL
        AND c.qualifier = 'exact'
        AND c.stated_by IN ('government', 'press')
        AND c.value IS NOT NULL
        AND (c.scope IN ('whole', 'total') OR (c.scope = 'unit' AND c.agency IS NOT NULL))
)
SELECT
    *,
    list(struct_pack(
        printed := printed, value := value, low := low, high := high, origin := origin, claim_id := claim_id
    ) ORDER BY origin = 'narrative' DESC, claim_id) OVER same_figure AS printings
FROM figures
WINDOW same_figure AS (
    PARTITION BY document_id, region_code, channel, metric, office, period_start, period_end
)
QUALIFY row_number() OVER (
    same_figure ORDER BY scope = 'total' DESC, origin = 'table' DESC, confidence DESC, claim_id
) = 1
