-- One row is a letter without a substantive answer or a refusal, on sites that publish every letter, unless it was taken
-- off the site or prints a reply date over no text: nobody can tell what became of it then. It waits until it was last seen, not until today. The colours are
-- those of the warnings of 长沙's message board: yellow when the limit is reached (到期), red when it is passed (超时).
SELECT
    t.letter_id,
    t.followed_workdays AS waiting_workdays,
    t.limit_workdays,
    t.limit_source,
    CASE
        WHEN t.followed_workdays > t.limit_workdays THEN 'red'
        WHEN t.followed_workdays = t.limit_workdays THEN 'yellow'
        WHEN t.followed_workdays IS NOT NULL AND t.limit_workdays IS NOT NULL THEN 'ok'
    END AS state
FROM response_times t
JOIN sources s USING (source_id)
JOIN letters l USING (letter_id)
WHERE
    s.publishes = 'all'
    AND t.received_on IS NOT NULL
    AND t.answer NOT IN ('substantive', 'refusal', 'empty')
    AND l.removed_at IS NULL
