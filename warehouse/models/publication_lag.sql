-- One row is how late a document appeared, for documents that print at least two of their date, publication day and
-- period end. Working days are null where a date lies outside the calendar; its calendar days stand.
WITH dated AS (
    SELECT
        document_id, dated_on, published_on, period_end,
        CASE WHEN published_on IS NOT NULL THEN dated_on END AS lag_from,
        CASE WHEN period_end IS NOT NULL THEN coalesce(published_on, dated_on) END AS appeared_on
    FROM documents
    WHERE is_current
),
ordinals AS (
    SELECT
        d.document_id,
        w.day,
        w.ordinal
    FROM (
        SELECT
            document_id,
            unnest(list_distinct([
                CASE WHEN lag_from IS NOT NULL THEN published_on END, lag_from,
                appeared_on, CASE WHEN appeared_on IS NOT NULL THEN period_end END
            ])) AS day
        FROM dated
    ) d
    LEFT JOIN working_days w ON w.day = d.day
)
SELECT
    d.document_id,
    d.dated_on,
    d.published_on,
    d.period_end,
    d.published_on - d.lag_from AS lag_days,
    CASE WHEN d.lag_from IS NOT NULL THEN published.ordinal - lag_start.ordinal END AS lag_workdays,
    d.appeared_on - d.period_end AS after_period_days,
    appeared.ordinal - period.ordinal AS after_period_workdays,
    coalesce(d.document_id IN (SELECT document_id FROM ordinals WHERE day IS NOT NULL AND ordinal IS NULL), false)
        AS outside_calendar
FROM dated d
LEFT JOIN ordinals published ON published.document_id = d.document_id AND published.day = d.published_on
LEFT JOIN ordinals lag_start ON lag_start.document_id = d.document_id AND lag_start.day = d.lag_from
LEFT JOIN ordinals appeared ON appeared.document_id = d.document_id AND appeared.day = d.appeared_on
LEFT JOIN ordinals period ON period.document_id = d.document_id AND period.day = d.period_end
WHERE d.lag_from IS NOT NULL OR d.appeared_on IS NOT NULL
