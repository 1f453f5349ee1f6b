"""X1, X2, N1, M1, T5 over several documents, crawls and letters: what no single document can show.

What belongs here: the queries that bring together what is about one thing, and what follows from it. What does not:
checks inside one document (``pipelines.audit``), clocks of letters (``desks``), claimed rates against the public record
(``observed``). DuckDB groups; only what is compared leaves the database.

Documents that print different figures need not be wrong: cut-off and scope are seldom printed, so the verdict is
``needs_definition``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import duckdb

from pipelines.audit.figures import LOW_CONFIDENCE
from pipelines.audit.finding import Finding, Placed, check, say
from pipelines.audit.rules import field, words
from pipelines.audit.wording import (
    apart,
    channel_zh,
    decimal,
    metric_en,
    metric_zh,
    named_en,
    of_period,
    percent,
    span_zh,
)
from warehouse.records import Row, records

_LISTED = 6
"""How many printed figures or parts a sentence lists."""


def said_of(row: Row) -> dict[str, str]:
    """Whom and what a row is about, in both languages."""
    place, office = row["region_name"] or row["region_code"] or "", row.get("agency") or ""
    channel = metric_en(row["channel"]) if row["channel"] else "channel"
    start, end = row.get("period_start"), row.get("period_end")
    return {
        "about": f"{place}{channel_zh(row['channel'])}{office}",
        "about_en": f"{channel} of {place}{f' ({office})' if office else ''}",
        "label": metric_zh(row["metric"]),
        "label_en": metric_en(row["metric"]),
        "named_en": named_en(row["metric"]),
        "period": span_zh(start, end),
        "period_en": f"{start} to {end}",
    }


def placed_of(row: Row, document: Row, *, within: str | None = None, **finding: Any) -> Placed:
    """A finding about the region, channel, metric and period of ``row``, shown with one of its documents.

    ``within`` is the document or site that it is about alone; several may say the same of one region and channel.
    """
    about: dict[str, Any] = {
        name: row.get(name) for name in ("metric", "agency", "region_code", "channel", "period_start", "period_end")
    }
    return Placed(
        finding=Finding(**finding, **about),
        container_id=within or f"{row['region_code']}:{row['channel']}",
        document_id=document["document_id"],
        source_id=document["source_id"],
    )


def doubt_of(row: Row) -> tuple[str, int]:
    """The verdict on figures that differ, and the most that its severity may be."""
    return ("parser_suspect", 1) if row["confidence"] < LOW_CONFIDENCE else ("needs_definition", 3)


def _severity(gap: Fraction, volume: Fraction, kind: str) -> int:
    """3 where the difference is more than 5 % of the volume, or 5 percentage points of a rate."""
    share = gap if kind == "rate" else gap * 100 / volume if volume else Fraction(100)
    return 3 if share > int(field("across", "headline_percent")) else 2


def _listed(texts: Sequence[str], between: str = "；") -> str:
    """The first few of some texts, each once."""
    each = list(dict.fromkeys(texts))
    return between.join(each[:_LISTED]) + ("……" if len(each) > _LISTED else "")


def _agreeing(documents: Sequence[Sequence[Row]]) -> list[Row]:
    """Of the printings of each document one, such that all may stand for one number; empty where there is none."""
    for low in (printing["low"] for printings in documents for printing in printings):
        found = [next((p for p in printings if p["low"] <= low <= p["high"]), None) for printings in documents]
        if None not in found:
            return [printing for printing in found if printing is not None]
    return []


def _distinct(printings: Sequence[Row]) -> list[Row]:
    """The first printing of each value."""
    first: dict[Any, Row] = {}
    for printing in printings:
        first.setdefault(printing["value"], printing)
    return list(first.values())


def _titles(figures: Sequence[Row]) -> Iterator[tuple[str, str, str]]:
    """The title of each document; where several have it, what tells them apart in Chinese and in English: the day that
    they print, where that is one day the moment at which they were stored, else their ids.
    """
    for figure in figures:
        alike = [other for other in figures if other["title"] == figure["title"]]
        day, stored = figure["dated_on"], figure["stored_at"]
        behind = ("", "")
        if len({other["dated_on"] for other in alike}) == len(alike) > 1 and day is not None:
            behind = (f"（{day}）", f" ({day})")
        elif len({other["stored_at"] for other in alike}) == len(alike) > 1:
            behind = (f"（{stored}存档）", f" (stored {stored})")
        elif len(alike) > 1:
            behind = (f"（{figure['document_id']}）", f" ({figure['document_id']})")
        yield f"《{figure['title']}》", *behind


def _each(printings: Sequence[Row], between: str) -> str:
    return between.join(printing["printed"] for printing in printings)


SAME_FIGURE = """
SELECT
    f.region_code, r.name AS region_name, f.channel, f.metric, f.kind, f.office, f.period_start, f.period_end,
    any_value(f.agency) AS agency,
    min(f.confidence) AS confidence,
    list({'title': f.title, 'printings': f.printings, 'as_of': f.as_of, 'dated_on': f.dated_on,
          'document_id': f.document_id, 'source_id': f.source_id,
          'stored_at': strftime(timezone('Asia/Shanghai', p.fetched_at), '%Y-%m-%d %H:%M:%S')}
          ORDER BY f.dated_on NULLS FIRST, p.fetched_at, f.document_id) AS figures
FROM stage.printed_figures f
LEFT JOIN documents d ON d.document_id = f.document_id AND d.is_current
LEFT JOIN captures p ON p.capture_id = d.capture_id
LEFT JOIN regions r ON r.region_code = f.region_code
GROUP BY f.region_code, r.name, f.channel, f.metric, f.kind, f.office, f.period_start, f.period_end
HAVING count(DISTINCT f.family) > 1
ORDER BY f.region_code, f.channel, f.metric, f.period_start, f.period_end, f.office
"""


@check(
    "X1",
    "多份文件中的同一数字",
    "one figure in several documents",
    gives="consistent needs_definition",
    runs="warehouse",
)
def same_figures(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """The count or rate of one region, channel, office and period is the same in every publication that prints it, at
    the precision that each prints; of one that prints several, any may be it. A county's row in a city's table counts
    as the county's own figure. Where each prints another day of counting, what was done by then may well differ:
    severity 1.

    Tolerance: none for counts; for rates half a unit of the last digit of each printing.
    """
    for row in records(con, SAME_FIGURE):
        figures = row["figures"]
        agreeing = _agreeing([f["printings"] for f in figures])
        shown = [[one] for one in agreeing] if agreeing else [_distinct(f["printings"]) for f in figures]
        values = [Fraction(one[0]["value"]) for one in shown]
        gap = Fraction(0) if agreeing else max(values) - min(values)
        verdict, most = ("consistent", 0) if agreeing else doubt_of(row)
        days = [f["as_of"] for f in figures]
        if None not in days and len(set(days)) == len(days) and row["metric"] not in words("series", "known_at_once"):
            most = min(most, 1)
        said = said_of(row)
        names = list(zip(_titles(figures), shown, strict=True))
        texts = [f"{title}{apart_by}印{_each(one, '、')}" for (title, apart_by, _), one in names]
        texts_en = [f"{_each(one, ' and ')} in {title}{apart_by}" for (title, _, apart_by), one in names]
        yield placed_of(
            row,
            figures[-1],
            check_id="X1",
            subject=f"{said['about']}{said['period']}{said['label']}：多份文件",
            verdict=verdict,
            severity=min(most, _severity(gap, max(values), row["kind"])),
            **say(
                "across",
                "same_figure" if agreeing else "other_figure",
                **said,
                n=len(figures),
                printed=_listed(texts),
                printed_en=_listed(texts_en, "; "),
                gap=apart(gap, is_rate=row["kind"] == "rate"),
            ),
            claim_ids=tuple(printing["claim_id"] for one in shown for printing in one),
            claimed=_listed([printing["printed"] for one in shown for printing in one]),
            gap=gap,
            evidence=tuple(texts),
            confidence=row["confidence"],
        )


WITH_ATTACHMENTS = """
SELECT
    text.region_code, r.name AS region_name, text.channel, text.metric, text.kind, text.period_start, text.period_end,
    text.document_id, text.source_id, text.title,
    text.printed, text.value, text.claim_id,
    attached.document_id AS attached_id,
    attached.title AS attached_title, attached.printed AS attached_printed, attached.value AS attached_value,
    attached.claim_id AS attached_claim_id,
    text.low <= attached.high AND attached.low <= text.high AS same,
    least(text.confidence, attached.confidence) AS confidence
FROM stage.printed_figures text
JOIN stage.printed_figures attached USING (family, region_code, channel, metric, period_start, period_end)
LEFT JOIN regions r USING (region_code)
WHERE
    text.document_id <> attached.document_id AND text.origin = 'narrative' AND attached.origin = 'table'
    AND text.office IS NULL AND attached.office IS NULL
ORDER BY text.document_id, attached.document_id, text.channel, text.metric, text.period_start, text.period_end
"""


@check(
    "N1",
    "正文与附件",
    "text against the table of an attachment",
    gives="consistent needs_definition",
    runs="warehouse",
)
def text_against_attachments(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """A count or rate in the sentences of one file against the total in the table of another file of the same
    publication: an article and its attachments, the files of an archive.

    Tolerance: none for counts; for rates half a unit of the last digit of each printing.
    """
    for row in records(con, WITH_ATTACHMENTS):
        gap = Fraction(row["attached_value"]) - Fraction(row["value"])
        verdict, most = ("consistent", 0) if row["same"] else doubt_of(row)
        said = said_of(row)
        yield placed_of(
            row,
            row,
            # Attachments of one article may bear one title, and one title may be used every month.
            within=f"{row['document_id']}:{row['attached_id']}",
            check_id="N1",
            subject=f"{said['about']}{said['period']}{said['label']}：《{row['title']}》与附件《{row['attached_title']}》",
            verdict=verdict,
            severity=min(most, _severity(abs(gap), Fraction(row["value"]), row["kind"])),
            **say(
                "across",
                "as_attached" if row["same"] else "other_than_attached",
                **said,
                title=row["title"],
                attached=row["attached_title"],
                printed=row["printed"],
                attached_printed=row["attached_printed"],
                gap=apart(gap, is_rate=row["kind"] == "rate"),
            ),
            claim_ids=(row["claim_id"], row["attached_claim_id"]),
            claimed=row["printed"],
            recomputed=row["attached_printed"],
            gap=gap,
            confidence=row["confidence"],
        )


# A period is a run of whole months; a part of it starts where parts of its length do (a quarter in January, April ...).
# Where different values of a part are printed, in one publication or in several, each is possible.
SUMS_OVER_PERIODS = """
WITH figures AS (
    SELECT
        f.region_code, r.name AS region_name, f.channel, f.metric, f.office, f.period_start, f.period_end,
        any_value(f.agency) AS agency,
        min(list_min(list_transform(f.printings, lambda p: p.low))) AS low,
        max(list_max(list_transform(f.printings, lambda p: p.high))) AS high,
        min(f.confidence) AS confidence,
        arg_max(struct_pack(printings := f.printings, document_id := f.document_id, source_id := f.source_id),
            (coalesce(f.dated_on, f.period_end), f.document_id)) AS figure,
        list(f.printings ORDER BY coalesce(f.dated_on, f.period_end) DESC, f.document_id DESC).flatten() AS printings,
        date_diff('month', f.period_start, f.period_end + 1) AS months
    FROM stage.printed_figures f
    LEFT JOIN regions r USING (region_code)
    WHERE
        f.kind = 'count'
        AND f.metric IN (SELECT unnest($1::VARCHAR[]))
        AND day(f.period_start) = 1
        AND day(f.period_end + 1) = 1
    GROUP BY f.region_code, r.name, f.channel, f.metric, f.office, f.period_start, f.period_end
)
SELECT
    w.* EXCLUDE (confidence),
    p.months AS part_months,
    sum(p.low) AS sum_low,
    sum(p.high) AS sum_high,
    sum(p.months) = any_value(w.months) AS complete,
    least(any_value(w.confidence), min(p.confidence)) AS confidence,
    list(struct_pack(start := p.period_start, stop := p.period_end, printed := p.figure.printings[1].printed,
        claim_id := p.figure.printings[1].claim_id) ORDER BY p.period_start) AS parts
FROM figures w
JOIN figures p
    ON p.region_code = w.region_code
    AND p.channel = w.channel
    AND p.metric = w.metric
    AND p.office IS NOT DISTINCT FROM w.office
    AND p.period_start >= w.period_start
    AND p.period_end <= w.period_end
    AND p.months < w.months
    AND p.months IN (1, 3, 6)
    AND (month(p.period_start) - 1) % p.months = 0
GROUP BY ALL
HAVING complete OR sum_low > any_value(w.high)
ORDER BY w.region_code, w.channel, w.metric, w.period_start, w.period_end, w.office, part_months
"""


def _between(whole: Row, low: Fraction, high: Fraction) -> Fraction:
    """How far a sum between ``low`` and ``high`` is from a whole; from the nearest end, so that the difference is the
    least that the prints allow."""
    most = Fraction(whole["high"])
    return low - most if low > most else min(Fraction(0), high - Fraction(whole["low"]))


@check(
    "X2",
    "分期之和",
    "months and quarters against the year",
    gives="consistent needs_definition",
    runs="warehouse",
)
def sums_over_periods(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """Counts of months, quarters and half-years add up to that of the period that they make up; where some are missing,
    those that are printed are not more than the whole. Where several wholes are printed, any may be the sum. What came
    in does not change afterwards; of what was done with it more may be known when the whole is printed, so that a whole
    above its parts is severity 1.

    Tolerance: what the printed precision of each leaves open.
    """
    for row in records(con, SUMS_OVER_PERIODS, [list(words("across", "flows"))]):
        parts, low, high = row["parts"], Fraction(row["sum_low"]), Fraction(row["sum_high"])
        # The text and the table of one document may print different wholes: any of them may be the sum.
        wholes = sorted(_distinct(row["printings"]), key=lambda whole: abs(_between(whole, low, high)))
        gap = _between(wholes[0], low, high)
        fits = gap == 0
        shown = wholes[:1] if fits else _distinct(row["printings"])
        verdict, most = ("consistent", 0) if fits else doubt_of(row)
        if gap < 0 and row["metric"] not in words("series", "known_at_once"):
            most = min(most, 1)
        said = said_of(row)
        total = decimal(low) if low == high else f"{decimal(low)}至{decimal(high)}"
        case = "adds_up" if fits else "does_not_add_up" if row["complete"] else "exceeds"
        yield placed_of(
            row,
            row["figure"],
            check_id="X2",
            subject=f"{said['about']}{said['period']}{said['label']}：{row['part_months']}个月一期",
            verdict=verdict,
            severity=min(most, _severity(abs(gap), Fraction(row["high"]), "count")),
            **say(
                "across",
                case,
                **said,
                whole=_each(shown, "、"),
                whole_en=_each(shown, " and "),
                n=len(parts),
                parts="＋".join(p["printed"] for p in parts),
                sum=total,
                gap=decimal(abs(gap)),
            ),
            claim_ids=(*(whole["claim_id"] for whole in shown), *(p["claim_id"] for p in parts)),
            claimed=_each(shown, "；"),
            recomputed=total,
            gap=gap,
            evidence=tuple(of_period(span_zh(p["start"], p["stop"]), p["printed"]) for p in parts),
            confidence=row["confidence"],
        )


# Readings of one counter: on the list pages of a site, or in several documents and letters about one channel. Of a day
# the last reading counts.
COUNTERS = """
WITH readings AS (
    SELECT
        'site:' || n.source_id AS series, s.region_code, s.channel, n.metric, n.read_at::DATE AS day, n.read_at,
        n.value, NULL AS claim_id, NULL AS document_id, n.source_id, n.capture_id AS container, 1.0 AS confidence
    FROM counter_readings n
    JOIN sources s USING (source_id)
    UNION ALL
    SELECT
        'print', c.region_code, c.channel, c.metric, c.as_of, c.as_of, c.value, c.claim_id, c.document_id, c.source_id,
        coalesce(c.document_id, c.letter_id), c.confidence
    FROM claims c
    LEFT JOIN documents d ON d.document_id = c.document_id AND d.version_no = c.version_no
    WHERE
        c.origin <> 'counter' AND c.as_of IS NOT NULL AND c.period_start IS NULL AND c.category IS NULL
        AND c.scope IN ('whole', 'total') AND c.qualifier = 'exact' AND coalesce(d.is_current, true)
        AND c.region_code IS NOT NULL AND c.channel IS NOT NULL
),
daily AS (
    SELECT series, region_code, channel, metric, day, arg_max(readings, (read_at, coalesce(claim_id, ''))) AS reading
    FROM readings
    WHERE metric IN (SELECT unnest($1::VARCHAR[])) AND value = trunc(value)
    GROUP BY ALL
),
steps AS (
    SELECT *, lag(day) OVER (PARTITION BY series, region_code, channel, metric ORDER BY day) AS day_before
    FROM daily
),
-- Neither of the two days counts: nobody knows what came in before the counter was read.
between_readings AS (
    SELECT s.series, s.region_code, s.channel, s.metric, s.day, count(*) AS letters
    FROM steps s
    JOIN letters l
        ON l.received_on > s.day_before
        AND l.received_on < s.day
        AND l.region_code = s.region_code
        AND l.channel = s.channel
        AND (s.series = 'print' OR l.source_id = s.reading.source_id)
    GROUP BY ALL
)
SELECT
    k.series, k.region_code, r.name AS region_name, k.channel, k.metric,
    min(k.reading.confidence) AS confidence,
    list(struct_pack(day := k.day, value := k.reading.value, claim_id := k.reading.claim_id,
        document_id := k.reading.document_id, source_id := k.reading.source_id,
        letters := coalesce(b.letters, 0)) ORDER BY k.day) AS readings
FROM steps k
LEFT JOIN between_readings b USING (series, region_code, channel, metric, day)
LEFT JOIN regions r USING (region_code)
GROUP BY k.series, k.region_code, r.name, k.channel, k.metric
HAVING count(DISTINCT k.reading.container) > 1
ORDER BY k.series, k.region_code, k.channel, k.metric
"""


@check(
    "M1",
    "累计数历次读数",
    "a cumulative counter over crawls and documents",
    gives="consistent unusual",
    runs="warehouse",
)
def counters_over_time(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """A counter that only grows does not fall from one day to a later one; one of letters received does not stand still
    while public letters are dated between the two.

    Tolerance: none; a fall by one is told.
    """
    for row in records(con, COUNTERS, [list(words("across", "cumulative"))]):
        readings = row["readings"]
        steps = list(pairwise(readings))
        falls = [(a, b) for a, b in steps if b["value"] < a["value"]]
        # Letters only stand for what is received; completed ones may well stand still.
        stood = [(a, b) for a, b in steps if b["value"] == a["value"] and b["letters"] and row["metric"] == "received"]
        case = "counter_fell" if falls else "counter_stood" if stood else "counter_grew"
        earlier, later = (falls or stood or [(readings[0], readings[-1])])[0]
        said = said_of(row)
        where = "列表页" if row["series"] != "print" else "历次所述"
        yield placed_of(
            row,
            later,
            within=None if row["series"] == "print" else row["series"],
            check_id="M1",
            subject=f"{said['about']}累计{said['label']}：{where}",
            verdict="consistent" if case == "counter_grew" else "unusual",
            severity=0 if case == "counter_grew" else 1,
            **say(
                "across",
                case,
                **said,
                earlier=decimal(Fraction(earlier["value"])),
                later=decimal(Fraction(later["value"])),
                earlier_on=earlier["day"],
                later_on=later["day"],
                gap=decimal(abs(Fraction(later["value"]) - Fraction(earlier["value"]))),
                n=len(readings),
                falls=len(falls),
                letters=later["letters"],
            ),
            claim_ids=tuple(dict.fromkeys(filter(None, (earlier["claim_id"], later["claim_id"])))),
            claimed=f"{decimal(Fraction(earlier['value']))}；{decimal(Fraction(later['value']))}",
            recomputed=decimal(Fraction(later["value"]) - Fraction(earlier["value"])),
            evidence=(f"读数{len(readings)}次", f"减少{len(falls)}次", f"有来信而未变{len(stood)}次"),
            confidence=row["confidence"],
        )


CLAIMED_TIMES = """
SELECT
    c.claim_id, c.document_id, c.letter_id, c.source_id, c.region_code, r.name AS region_name, c.channel, c.metric,
    c.period_start, c.period_end, c.quote, c.printed, c.confidence, c.unit, c.qualifier, c.high,
    coalesce(c.as_of, d.dated_on, d.published_on) AS stated_on
FROM claims c
LEFT JOIN documents d ON d.document_id = c.document_id AND d.version_no = c.version_no
LEFT JOIN regions r ON r.region_code = c.region_code
WHERE
    c.metric = 'response_time' AND c.qualifier IN ('at_most', 'less_than') AND c.high IS NOT NULL
    AND c.unit IN ('工作日', '个工作日', '天', '日') AND c.stated_by IN ('government', 'press')
    AND coalesce(d.is_current, true) AND c.region_code IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY c.document_id, c.letter_id, c.region_code, c.channel, c.period_start, c.period_end, c.printed
    ORDER BY c.claim_id
) = 1
ORDER BY c.claim_id
"""

OBSERVED_TIMES = """
SELECT
    count(*) AS n,
    count(*) FILTER (page <= $limit) AS page,
    count(*) FILTER (best <= $limit) AS best,
    median(best) AS median,
    quantile_cont(best, 0.9) AS p90
FROM (
    SELECT
        CASE WHEN $in_workdays THEN page_workdays ELSE page_days END AS page,
        CASE WHEN $in_workdays THEN substantive_workdays ELSE substantive_days END AS best,
        CASE WHEN $in_workdays THEN followed_workdays ELSE followed_days END AS followed
    FROM response_times
    WHERE
        $region IN (region_code, handling_region_code)
        AND ($channel IS NULL OR channel = $channel)
        AND received_on BETWEEN coalesce($start, received_on) AND coalesce($stop, received_on)
        AND impossible_clocks = 0
)
WHERE followed >= $limit
"""


@check(
    "T5",
    "所称办理时间与公开来信",
    "claimed time of reply against observed letters",
    gives="consistent needs_definition unverifiable",
    runs="warehouse",
)
def claimed_times(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """Where letters are said to be answered within so many days: the share of observed letters of that region, channel
    and period, followed at least that long, that were, by the page's date and by the best date. A claim about most
    letters is read as more than half, any other as all. Too few letters (``rules/across.yaml``) are ``unverifiable``.

    Tolerance: none; the last day itself is in time.
    """
    for row in records(con, CLAIMED_TIMES):
        values = {
            # Days are whole: less than 5 days is 4 at most.
            "limit": int(row["high"]) - (row["qualifier"] == "less_than" and row["high"] == int(row["high"])),
            "in_workdays": "工作日" in row["unit"],
            "region": row["region_code"],
            "channel": row["channel"],
            "start": row["period_start"],
            "stop": row["period_end"] or row["stated_on"],
        }
        (counted,) = records(con, OBSERVED_TIMES, values)
        yield _claimed_time(row, counted, row["printed"])


def _claimed_time(row: Row, seen: Row, limit: str) -> Placed:
    said, n = said_of(row), seen["n"]
    subject = f"{said['about']}{said['period']}所称办理时间{limit}"
    enough = n >= int(field("across", "enough_letters"))
    common = {
        "check_id": "T5",
        "subject": subject,
        "claim_ids": (row["claim_id"],),
        "claimed": limit,
        "evidence": (f"n={n}",),
    }
    if not enough:
        sentences = say("across", "few_letters", quote=row["quote"], n=n)
        return placed_of(
            row,
            row,
            within=row["document_id"] or row["letter_id"],
            **common,
            **sentences,
            verdict="unverifiable",
            severity=1,
            confidence=row["confidence"],
        )
    word = next((w for w in words("across", "mostly") if w in row["quote"]), None)
    page, best = Fraction(seen["page"], n), Fraction(seen["best"], n)
    holds = [share > Fraction(1, 2) if word else share == 1 for share in (page, best)]
    reading = say("across", "mostly", word=word) if word else None
    verdict, most = ("consistent", 0) if all(holds) else doubt_of(row)
    return placed_of(
        row,
        row,
        within=row["document_id"] or row["letter_id"],
        **common,
        verdict=verdict,
        # Severity 3: the date that is taken decides, or most letters took longer.
        severity=min(most, 3 if any(holds) or best <= Fraction(1, 2) else 2),
        **say(
            "across",
            "observed_time",
            quote=row["quote"],
            n=n,
            limit=limit,
            limit_en=limit,
            page=percent(page * 100, 1),
            best=percent(best * 100, 1),
            median="—" if seen["median"] is None else decimal(Fraction(seen["median"]), 1),
            p90="—" if seen["p90"] is None else decimal(Fraction(seen["p90"]), 1),
            reading=reading["statement_zh"] if reading else "",
            reading_en=reading["statement_en"] if reading else "",
        ),
        recomputed=f"{percent(page * 100, 1)}；{percent(best * 100, 1)}",
        low=min(page, best),
        high=max(page, best),
        confidence=row["confidence"],
    )
