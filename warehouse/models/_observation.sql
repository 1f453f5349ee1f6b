-- One row is a site with the day of its last capture.
SELECT source_id, max(fetched_at)::DATE AS observed_until
FROM captures
GROUP BY source_id
