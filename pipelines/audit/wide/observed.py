"""Claimed rates held against the letters that crawls observed, and the counters of a list against each other.

What belongs here: the rows of ``claim_vs_public``, and their findings, that need letters or counters and not one
document: those with ``public_basis`` ``crawl``, and those of ``site_counter`` claims. What does not: the arithmetic
(``pipelines.audit.record.bounds``), rows that a document gives by itself.

A channel counts as observed where a full crawl of its site ended complete and was refused no page. A letter counts once
it was seen with a substantive reply, also where it was removed later: the count is a lower bound of what was answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import duckdb

from parsers.identity import digest
from parsers.text.numbers import Interval
from pipelines.audit.figures import LOW_CONFIDENCE, distinct
from pipelines.audit.finding import VERDICTS, Finding, Sentences, check, say
from pipelines.audit.record.bounds import AGAINST_PUBLIC_EN, Basis, overall, reconcile, severity_on
from pipelines.audit.stated import rate_text, the_channel_en
from pipelines.audit.wording import channel_zh, metric_en, percent
from pipelines.lake_rows import finding_row
from pipelines.redacted_rows import redacted_row
from warehouse.records import Row, records

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

# The letters of the period that a claim is about; of a claim without a period those that had come in by its day.
OBSERVED_OF_CLAIMS = """
    WITH seen AS (
        SELECT l.region_code, l.channel, l.received_on, p.letter_id IS NOT NULL AS is_answered
        FROM letters l
        LEFT JOIN (SELECT DISTINCT letter_id FROM replies WHERE stage = 'substantive') p USING (letter_id)
        WHERE l.source_id IN (SELECT source_id FROM crawls WHERE mode = 'full' AND complete AND refused = 0)
    )
    SELECT v.claim_id, count(*) AS letters, count(*) FILTER (s.is_answered) AS answered
    FROM claim_vs_public v
    JOIN seen s USING (region_code, channel)
    WHERE
        v.public_basis = 'claim'
        AND (v.period_start IS NULL OR s.received_on >= v.period_start)
        AND (coalesce(v.period_end, v.as_of) IS NULL OR s.received_on <= coalesce(v.period_end, v.as_of))
    GROUP BY v.claim_id
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
    SELECT v.*, c.qualifier, c.printed, c.label, c.confidence, c.source_id, c.document_id, c.letter_id
    FROM claim_vs_public v
    JOIN claims c USING (claim_id)
    WHERE v.public_basis = 'claim'
    ORDER BY v.claim_id
"""
COUNTER_RATES = frozenset({"completion_rate", "reply_rate"})
# What a finding is given of the claim beside the row of claim_vs_public.
_OF_CLAIM = ("qualifier", "printed", "label", "confidence", "source_id", "document_id", "letter_id")
_PUBLIC_RECORD = {"crawl": "公开记录为抓取所见", "claim": "公开记录为栏目计数"}


@dataclass(frozen=True, slots=True)
class Held:
    """A claim held against a public record: its row of ``claim_vs_public``, the finding that says the same, and the
    document, letter or list that prints the claim.
    """

    row: Row
    finding: Finding
    container_id: str
    place: Row


def observed_rows(con: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    """The rows of ``claim_vs_public``, and a V1 finding for each, that the letters and counters of an open warehouse
    give.
    """
    observed = {(row["region_code"], row["channel"]): row for row in records(con, OBSERVED)}
    counters = list(counter_claims(records(con, COUNTERS)))
    held = [one for claim, public in counters if (one := against_counter(claim, public)) is not None]
    of_counters = [claim for claim, public in counters]
    by_claim = {row["claim_id"]: row for row in records(con, OBSERVED_OF_CLAIMS)}
    held_against = [(claim, by_claim.get(claim["claim_id"])) for claim in records(con, CLAIMED)]
    held_against += [(claim, observed.get((claim["region_code"], claim["channel"]))) for claim in of_counters]
    for claim, seen in held_against:
        if seen is not None:
            one = against_crawl(claim, int(seen["answered"]), int(seen["letters"]))
            held += [] if one is None else [one]
    return {
        "claim_vs_public": [redacted_row("claim_vs_public", one.row) for one in held],
        "findings": list(_finding_rows(held)),
    }


def _finding_rows(held: list[Held]) -> Iterator[Row]:
    by_container: dict[str, list[Held]] = {}
    for one in held:
        by_container.setdefault(one.container_id, []).append(one)
    for container_id, here in by_container.items():
        for finding in distinct(one.finding for one in here):
            yield finding_row(finding, None, container_id=container_id) | here[0].place


def counter_claims(counters: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Each rate that a list page prints beside its counts, as a claim, and the counter of letters that it calls
    closed.
    """
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
            taken_over = ("claim_id", "region_code", "channel", "as_of", "quote", "url", *_OF_CLAIM)
            claim = {name: rate[name] for name in taken_over} | {
                "metric": metric,
                "received": int(received["value"]),
                "claimed_low": float(rate["low"] / 100),
                "claimed_high": float(rate["high"] / 100),
            }
            unknown = ("period_start", "period_end", "valid", "agency_explanation")
            yield dict.fromkeys(unknown) | claim, public


@check(
    "V1",
    "栏目所印比率与栏目计数",
    "rate of a list page against its own counters",
    gives="consistent unverifiable inconsistent consistent_on_other_base",
    runs="observed",
)
def against_counter(claim: Row, public: Row) -> Held | None:
    """A rate of a list page held against the count that the page prints beside it.

    Tolerance: none beyond the claim itself, which is the interval that its print allows; a list page may cut digits off
    instead of rounding (99.5 % shown as 99 %).
    """
    if claim["qualifier"] == "exact" and None not in (claim["claimed_low"], claim["claimed_high"]):
        half = (claim["claimed_high"] - claim["claimed_low"]) / 2
        claim = claim | {"claimed_high": claim["claimed_high"] + half - _JUST_BELOW}
    record = {"public_basis": "claim", "public_claim_id": public["claim_id"]}
    return _held(claim, record, int(public["value"]), "counter", public["label"])


@check(
    "V1",
    "所称比率与抓取所见",
    "claimed rate against the letters that crawls observed",
    gives="consistent unverifiable inconsistent consistent_on_other_base",
    runs="observed",
)
def against_crawl(claim: Row, answered: int, letters: int) -> Held | None:
    """A claim held against the observed number of answered letters, which is a lower bound; nothing is said where the
    counts are not of the same letters (more answers seen than letters claimed).

    Tolerance: none beyond the claim itself, which is the interval that its print allows.
    """
    record = {"public_basis": "crawl", "public_claim_id": None}
    return _held(claim, record, answered, "crawl", str(letters))


_JUST_BELOW = 1e-9
"""Less than any printed digit: what is cut off never reaches the next one."""


def _claimed(claim: Row) -> Interval:
    return Interval(
        _exact(claim["claimed_low"]),
        _exact(claim["claimed_high"]),
        low_closed=claim["qualifier"] != "more_than",
        high_closed=claim["qualifier"] != "less_than",
    )


def _exact(rate: float | None) -> Fraction | None:
    """The decimal fraction behind a stored rate: claims have at most a few digits, so that twelve are all of them."""
    return None if rate is None else Fraction(str(round(rate, 12)))


def _held(claim: Row, record: Row, public: int, case: str, label: str) -> Held | None:
    received, valid = claim["received"], claim["valid"]
    if any(n is not None and public > n for n in (received, valid)) or not (received or valid):
        return None
    claimed = _claimed(claim)
    bases = reconcile(claimed, public, received, valid)
    if not bases:
        return None
    narrowest = next(iter(bases.values()))
    on_received = bases.get("received_open") or bases.get("received_counted")
    row = {name: value for name, value in claim.items() if name not in _OF_CLAIM} | record
    row |= {
        "public_replies": public,
        "rate_received": public / received if received else None,
        "rate_valid": public / valid if valid else None,
        **_needs(narrowest),
        "verdict_received": on_received.verdict if on_received else None,
        "verdict_valid": bases["valid"].verdict if "valid" in bases else None,
        "verdict": overall([basis.verdict for basis in bases.values()]),
    }
    row |= _said(case, row, public, label)
    container_id = claim["document_id"] or claim["letter_id"] or f"{claim['source_id']}:list"
    place = {name: claim[name] for name in ("document_id", "letter_id", "source_id")}
    return Held(row, _finding(container_id, claim, row, claimed, narrowest), container_id, place)


def _finding(container_id: str, claim: Row, row: Row, claimed: Interval, basis: Basis) -> Finding:
    """The V1 finding of a row; ``pipelines.audit.record.bounds`` gives those of documents and letters on the basis
    ``claim``.
    """
    verdict = str(row["verdict"])
    is_suspect = claim["confidence"] < LOW_CONFIDENCE and verdict != "consistent"
    severity = 0 if verdict == "consistent" else severity_on(claimed, basis)
    low, high = basis.bounds.low or Fraction(0), basis.bounds.high or Fraction(1)
    # A list page prints one rate, whose value changes from day to day; a document may print several.
    printed = claim["printed"] if claim["document_id"] or claim["letter_id"] else ""
    return Finding(
        check_id="V1",
        subject=f"{channel_zh(claim['channel'])}{claim['label'] or metric_en(claim['metric'])}{printed}，"
        + _PUBLIC_RECORD[row["public_basis"]],
        verdict="parser_suspect" if is_suspect else verdict,
        severity=min(severity, 1) if is_suspect else severity,
        statement_zh=row["statement_zh"],
        statement_en=row["statement_en"],
        claim_ids=tuple(filter(None, (claim["claim_id"], row["public_claim_id"]))),
        claimed=claim["printed"],
        recomputed=f"[{rate_text(low)}, {rate_text(high)}]",
        low=low,
        high=high,
        formula_id=f"public_over_{basis.name}",
        evidence=(f"{row['public_replies']}/{basis.n}={rate_text(basis.visible)}",),
        metric=claim["metric"],
        region_code=claim["region_code"],
        channel=claim["channel"],
        period_start=claim["period_start"],
        period_end=claim["period_end"],
        confidence=claim["confidence"],
        cause_id=digest("cause", container_id, "claim_vs_public", claim["channel"], claim["metric"]),
    )


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
        channel_en=the_channel_en(row["channel"]),
        metric_en=metric_en(row["metric"]),
        quote=row["quote"] or "",
        public=public,
        label=label,
        n=n,
        base="有效信件" if row["valid"] else "全部来信",
        base_en="valid letters" if row["valid"] else "letters received",
        share=percent(Fraction(public * 100, n), 1),
        verdict=VERDICTS[row["verdict"]],
        verdict_en=AGAINST_PUBLIC_EN[row["verdict"]],
    )
