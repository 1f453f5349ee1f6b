-- One row is a promise, from the current version of the letter or document that prints it, with what public letters show
-- of it. Letters can show one kind of promise: an answer within so many days, or on the same day. It is held against
-- the public letters received after it, up to the day to look again, in the channel that it is printed about: a
-- document's only channel, or the mailbox and office of the letter that is being answered. The dates are read in favour
-- of the office for not_kept (the first dated response was late) and against it for kept (every substantive answer was
-- in time). A change of counting or of a site would need the site before and after, so it stays open.
WITH printed AS (
    SELECT
        t.* REPLACE (coalesce(t.region_code, i.region_code) AS region_code),
        regexp_extract(
            t.quote, '(?:承诺|保证|确保).*?(\d+)\s*个?(工作日|天)内?(?:办结|回复|答复|反馈)', ['number', 'unit']
        ) AS term
    FROM lake.commitments t
    JOIN stage.containers k
        ON k.capture_id = t.capture_id
        AND k.document_id IS NOT DISTINCT FROM t.document_id
        AND k.letter_id IS NOT DISTINCT FROM t.letter_id
    LEFT JOIN stage.inherited_regions i ON i.document_id = t.document_id AND i.capture_id = t.capture_id
    WHERE k.is_current
),
only_channel AS (
    SELECT document_id, any_value(channel) AS channel
    FROM claims
    WHERE document_id IS NOT NULL AND channel IS NOT NULL
    GROUP BY document_id
    HAVING count(DISTINCT channel) = 1
),
limits AS (
    SELECT
        p.*,
        -- Hours are not printed with letters.
        CASE
            WHEN p.term.number <> '' THEN p.term.number::INTEGER
            WHEN regexp_matches(p.quote, '当[天日].*?当[天日](?:办结|回复|答复)') THEN 0
        END AS allowed,
        p.term.unit = '工作日' AS in_workdays,
        coalesce(c.channel, CASE WHEN l.agency IS NOT NULL THEN l.channel END) AS channel,
        l.agency AS office
    FROM printed p
    LEFT JOIN only_channel c ON c.document_id = p.document_id
    LEFT JOIN letters l ON l.letter_id = p.letter_id
),
-- Letters in the place of a promise, each with its two clocks in the unit of the promise.
held AS (
    SELECT
        k.capture_id,
        k.document_id,
        k.letter_id,
        k.locator,
        k.allowed,
        s.publishes = 'all' AS shows_all,
        o.observed_until,
        CASE WHEN k.in_workdays THEN t.first_response_workdays ELSE t.first_response_days END AS first_taken,
        CASE WHEN k.in_workdays THEN t.substantive_workdays ELSE t.substantive_days END AS best_taken,
        CASE WHEN k.in_workdays THEN t.followed_workdays ELSE t.followed_days END AS followed,
        t.answer = 'none' AND s.publishes = 'all' AS is_waiting,
        coalesce(first_taken, CASE WHEN is_waiting THEN followed END) > k.allowed AS is_beyond,
        coalesce(best_taken <= k.allowed, false) AS is_within
    FROM limits k
    JOIN response_times t
        ON coalesce(t.handling_region_code, t.region_code) = k.region_code
        AND t.channel = k.channel
        AND t.received_on > k.promised_on
        AND t.received_on <= k.recheck_on
        AND t.impossible_clocks = 0
    JOIN letters l
        ON l.letter_id = t.letter_id
        AND l.visibility = 'public'
        AND coalesce(l.agency = k.office, k.office IS NULL)
    JOIN sources s ON s.source_id = t.source_id
    LEFT JOIN stage.observation o ON o.source_id = t.source_id
    WHERE k.allowed IS NOT NULL
),
counted AS (
    SELECT
        capture_id,
        document_id,
        letter_id,
        locator,
        count(*) AS n_letters,
        count(*) FILTER (is_within) AS n_within,
        count(*) FILTER (is_beyond) AS n_beyond,
        bool_and(shows_all) AS shows_all,
        min(observed_until) AS observed_until
    FROM held
    -- A letter that is still waiting in time shows nothing yet.
    WHERE first_taken IS NOT NULL OR best_taken IS NOT NULL OR followed > allowed
    GROUP BY ALL
),
decided AS (
    SELECT
        k.*,
        coalesce(n.n_letters, 0) AS seen,
        CASE
            WHEN k.allowed IS NULL THEN 'not_shown_by_letters'
            WHEN k.promised_on IS NULL OR k.region_code IS NULL THEN 'day_or_place_not_printed'
            WHEN k.channel IS NULL THEN 'channel_or_office_not_clear'
            WHEN n.observed_until <= k.recheck_on THEN 'not_observed_until_recheck'
            -- As for a claimed time of reply (T5): a share of fewer letters is not held against anybody.
            WHEN seen < 20 THEN 'too_few_letters'
            WHEN n.n_beyond > 0 THEN NULL
            WHEN NOT n.shows_all THEN 'unanswered_letters_not_visible'
            WHEN n.n_within < seen THEN 'answers_without_a_clear_date'
        END AS open_reason,
        n.n_letters,
        n.n_within,
        n.n_beyond
    FROM limits k
    LEFT JOIN counted n
        ON n.capture_id = k.capture_id
        AND n.locator = k.locator
        AND n.document_id IS NOT DISTINCT FROM k.document_id
        AND n.letter_id IS NOT DISTINCT FROM k.letter_id
)
SELECT
    document_id,
    letter_id,
    region_code,
    quote,
    quote_redacted,
    promised_on,
    recheck_on,
    CASE WHEN open_reason IS NOT NULL THEN 'open' WHEN n_beyond > 0 THEN 'not_kept' ELSE 'kept' END AS outcome,
    open_reason,
    n_letters,
    n_within,
    n_beyond,
    locator,
    capture_id
FROM decided
