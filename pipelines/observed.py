"""Claimed rates held against the letters that crawls observed, and the counters of a list against each other.

What belongs here: the rows of ``claim_vs_public`` that need letters or counters and not one document: those with
``public_basis`` ``crawl``, and those of ``site_counter`` claims. What does not: the arithmetic
(``pipelines.audit.bounds``), rows that a document gives by itself.

A channel counts as observed where a full crawl of its site ended complete and was refused no page. A letter counts once
it was seen with a substantive reply, also where it was removed later: the count is a lower bound of what was answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import duckdb

from parsers.text.numbers import Interval
from pipelines.audit.bounds import VERDICTS_EN, Basis, overall, reconcile
from pipelines.audit.finding import VERDICTS, Sentences, say
from pipelines.audit.stated import channel_en
from pipelines.audit.wording import channel_zh, metric_en, percent
from pipelines.redacted_rows import redacted_row

Row = dict[str, Any]

OBSERVED = """
    SELECT l.region_code, l.channel, count(*) AS letters, count(*) FILTER (p.letter_id IS NOT NULL) AS answered
    FROM letters l
    LEFT JOIN (SELECT DISTINCT letter_id FROM replies WHERE stage = 'substantive') p USING (letter_id)
    WHERE
        l.region_code IS NOT NULL
        AND l.channel IS NOT NULL
        AND l.source_id IN (SELECT source_id FROM crawls WHERE mode = 'full' AND complete AND refused = 0)
    GROUP BY ALL
"""

# The latest reading of each counter: what the site says now.
COUNTERS = """
    SELECT c.*, p.url, s.name AS source_name
    FROM claims c
    JOIN captures p USING (capture_id)
    JOIN sources s ON s.source_id = c.source_id
    WHERE c.stated_by = 'site_counter' AND c.origin = 'counter'
    QUALIFY row_number() OVER (PARTITION BY c.source_id, c.metric ORDER BY p.fetched_at DESC, c.claim_id) = 1
    ORDER BY c.source_id, c.locator
"""

CLAIMED = """
    SELECT v.*, c.qualifier
    FROM claim_vs_public v
    JOIN claims c USING (claim_id)
    WHERE v.public_basis = 'claim'
    ORDER BY v.claim_id
"""
COUNTER_RATES = frozenset({"completion_rate", "reply_rate"})


def observed_rows(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """The rows of ``claim_vs_public`` that the letters and counters of an open warehouse give."""
    observed = {(row["region_code"], row["channel"]): row for row in _records(con, OBSERVED)}
    of_counters = list(counter_rows(list(_records(con, COUNTERS))))
    rows = list(of_counters)
    for row in (*_records(con, CLAIMED), *of_counters):
        seen = observed.get((row["region_code"], row["channel"]))
        if seen is not None:
            held = against_crawl(row, int(seen["answered"]), int(seen["letters"]))
            if held is not None:
                rows.append(held)
    return [redacted_row("claim_vs_public", row) for row in rows]


def counter_rows(counters: list[Row]) -> Iterator[Row]:
    """A rate that a list page prints beside its counts, held against the count of letters that it calls closed."""
    by_source: dict[str, dict[str, Row]] = {}
    for counter in counters:
        by_source.setdefault(counter["source_id"], {})[counter["metric"]] = counter
    for printed in by_source.values():
        for metric in sorted(COUNTER_RATES & printed.keys()):
            rate = printed[metric]
            public = printed.get("published") or printed.get("completed") or printed.get("replied")
            received = printed.get("received")
            if public is None or received is None or rate["low"] is None or rate["high"] is None:
                continue
            empty = dict.fromkeys(
                ("period_start", "period_end", "valid", "rate_valid", "verdict_valid", "agency_explanation")
            )
            row = empty | {
                "claim_id": rate["claim_id"],
                "public_basis": "claim",
                "public_claim_id": public["claim_id"],
                "region_code": rate["region_code"],
                "channel": rate["channel"],
                "metric": metric,
                "as_of": rate["as_of"],
                "received": int(received["value"]),
                "claimed_low": float(rate["low"] / 100),
                "claimed_high": float(rate["high"] / 100),
                "quote": rate["quote"],
                "url": rate["url"],
            }
            interval = Interval(Fraction(rate["low"]) / 100, Fraction(rate["high"]) / 100)
            held = _held(row, interval, int(public["value"]))
            if held is not None:
                yield held | _said("counter", held, int(public["value"]), public["label"])


def against_crawl(row: Mapping[str, Any], answered: int, letters: int) -> Row | None:
    """A row of the basis ``claim`` again, on the observed number of answered letters; ``None`` where the counts are not
    of the same letters (more answers seen than letters claimed).
    """
    qualifier = row.get("qualifier", "exact")
    claimed = Interval(
        _exact(row["claimed_low"]),
        _exact(row["claimed_high"]),
        low_closed=qualifier != "more_than",
        high_closed=qualifier != "less_than",
    )
    claim = {name: value for name, value in row.items() if name != "qualifier"}
    held = _held(claim | {"public_basis": "crawl", "public_claim_id": None}, claimed, answered)
    return None if held is None else held | _said("crawl", held, answered, str(letters))


def _exact(rate: float | None) -> Fraction | None:
    """The decimal fraction behind a stored rate: claims have at most a few digits, so that twelve are all of them."""
    return None if rate is None else Fraction(str(round(rate, 12)))


def _held(row: Row, claimed: Interval, public: int) -> Row | None:
    received, valid = row["received"], row["valid"]
    if any(n is not None and public > n for n in (received, valid)) or not (received or valid):
        return None
    bases = reconcile(claimed, public, received, valid)
    if not bases:
        return None
    narrowest = next(iter(bases.values()))
    on_received = bases.get("received_open") or bases.get("received_counted")
    return row | {
        "public_replies": public,
        "rate_received": public / received if received else None,
        "rate_valid": public / valid if valid else None,
        **_needs(narrowest),
        "verdict_received": on_received.verdict if on_received else None,
        "verdict_valid": bases["valid"].verdict if "valid" in bases else None,
        "verdict": overall([basis.verdict for basis in bases.values()]),
    }


def _needs(basis: Basis) -> Row:
    return {
        "needed_completed": basis.needed,
        "unpublished_needed": basis.unpublished,
        "verifiable_share": _number(basis.verifiable_share),
        "bound_low": _number(basis.bounds.low),
        "bound_high": _number(basis.bounds.high),
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _said(case: str, row: Mapping[str, Any], public: int, label: str) -> Sentences:
    n = row["valid"] or row["received"]
    return say(
        "observed",
        case,
        channel=channel_zh(row["channel"]),
        channel_en=channel_en(row["channel"]),
        metric_en=metric_en(row["metric"]),
        quote=row["quote"] or "",
        public=public,
        label=label,
        n=n,
        base="有效信件" if row["valid"] else "全部来信",
        base_en="valid letters" if row["valid"] else "letters received",
        share=percent(Fraction(public * 100, n), 1),
        verdict=VERDICTS[row["verdict"]],
        verdict_en=VERDICTS_EN[row["verdict"]],
    )


def _records(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[Row]:
    result = con.execute(query)
    names = [column[0] for column in result.description or []]
    for row in result.fetchall():
        yield dict(zip(names, row, strict=True))
