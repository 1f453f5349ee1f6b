-- One row is a region with what was read and checked there. A finding that names no region counts where its container
-- does.
WITH located AS (
    SELECT
        coalesce(f.region_code, d.region_code, l.region_code) AS region_code,
        coalesce(f.document_id, f.letter_id) AS container,
        f.verdict
    FROM findings f
    LEFT JOIN documents d ON d.document_id = f.document_id AND d.is_current
    LEFT JOIN letters l ON l.letter_id = f.letter_id
),
figures AS (
    SELECT region_code, count(*) AS figures FROM stated_figures GROUP BY region_code
),
containers AS (
    SELECT region_code, count(DISTINCT container) AS documents
    FROM (
        SELECT region_code, coalesce(document_id, letter_id) AS container FROM stated_figures
        UNION ALL
        SELECT region_code, container FROM located
        UNION ALL
        SELECT region_code, document_id FROM documents WHERE is_current
    )
    GROUP BY region_code
),
checked AS (
    SELECT region_code, verdict, count(*) AS n FROM located GROUP BY ALL
),
verdicts AS (
    SELECT
        region_code,
        sum(n) AS checks_run,
        sum(n) FILTER (verdict = 'consistent') AS consistent,
        sum(n) FILTER (verdict = 'inconsistent') AS inconsistent,
        sum(n) FILTER (verdict = 'consistent_on_other_base') AS consistent_on_other_base,
        sum(n) FILTER (verdict = 'needs_definition') AS needs_definition,
        sum(n) FILTER (verdict = 'unverifiable') AS unverifiable,
        sum(n) FILTER (verdict = 'ambiguous') AS ambiguous,
        sum(n) FILTER (verdict = 'unusual') AS unusual,
        sum(n) FILTER (verdict = 'parser_suspect') AS parser_suspect
    FROM checked
    GROUP BY region_code
)
SELECT
    c.region_code,
    c.documents,
    coalesce(f.figures, 0) AS figures,
    coalesce(v.checks_run, 0)::BIGINT AS checks_run,
    coalesce(v.consistent, 0)::BIGINT AS consistent,
    coalesce(v.inconsistent, 0)::BIGINT AS inconsistent,
    coalesce(v.consistent_on_other_base, 0)::BIGINT AS consistent_on_other_base,
    coalesce(v.needs_definition, 0)::BIGINT AS needs_definition,
    coalesce(v.unverifiable, 0)::BIGINT AS unverifiable,
    coalesce(v.ambiguous, 0)::BIGINT AS ambiguous,
    coalesce(v.unusual, 0)::BIGINT AS unusual,
    coalesce(v.parser_suspect, 0)::BIGINT AS parser_suspect
FROM containers c
LEFT JOIN figures f ON f.region_code IS NOT DISTINCT FROM c.region_code
LEFT JOIN verdicts v ON v.region_code IS NOT DISTINCT FROM c.region_code
