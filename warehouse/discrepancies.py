"""The discrepancy table as a person asks for it: by region, channel, severity and time.

What belongs here: choosing rows of the view ``discrepancies`` and putting them in order. What does not: which findings
are discrepancies (the view), how they look (the command line).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.query import Session, session


class SelectionError(ValueError):
    """A region or channel that the warehouse does not know; the message names near ones."""


@dataclass(frozen=True, slots=True)
class Discrepancies:
    """The rows chosen, most severe first, the headlines of claims against the public record, and what was audited.

    ``columns`` are those of the rows, also where there are none. ``audited`` sums ``audit_summary`` over the regions
    chosen, so that n always stands beside what does not fit; ``regions`` are all that something was audited of.
    """

    rows: list[dict[str, Any]]
    columns: tuple[str, ...]
    headlines: list[dict[str, Any]]
    audited: Mapping[str, Any]
    regions: tuple[tuple[str, str], ...]


# Regions are ordered by their most severe row, a claim against the public record before arithmetic inside one document;
# rows of a region stay together. The rows are those of ``discrepancies d``.
ORDER = """
    ORDER BY
        max(d.severity) OVER (PARTITION BY d.region_code) DESC,
        max(CASE WHEN d.check_id = 'V1' THEN 1 ELSE 0 END) OVER (PARTITION BY d.region_code) DESC,
        d.region_code, d.document_id, d.letter_id, d.severity DESC, d.check_id = 'V1' DESC,
        d.check_id, d.verdict = 'inconsistent', d.subject
"""
_ROWS = f"""
    SELECT d.*, doc.title AS document_title,
        coalesce(doc.url, l.url) AS url, coalesce(cd.file_name, cl.file_name) AS file_name,
        o.name AS source_name
    FROM discrepancies d
    LEFT JOIN sources o ON o.source_id = d.source_id
    LEFT JOIN documents doc ON doc.document_id = d.document_id AND doc.is_current
    LEFT JOIN letters l ON l.letter_id = d.letter_id
    LEFT JOIN captures cd ON cd.capture_id = doc.capture_id
    LEFT JOIN captures cl ON cl.capture_id = l.capture_id
    WHERE ($region IS NULL OR starts_with(d.region_code, $region))
        AND ($channel IS NULL OR d.channel = $channel)
        AND d.severity >= $severity
        AND ($since IS NULL OR coalesce(d.period_end, doc.dated_on, l.received_on) >= $since)
    {ORDER}
"""
_HEADLINES = """
    SELECT v.*, r.name AS region_name FROM claim_vs_public v LEFT JOIN regions r USING (region_code)
    WHERE ($region IS NULL OR starts_with(v.region_code, $region)) AND ($channel IS NULL OR v.channel = $channel)
    ORDER BY v.unpublished_needed DESC NULLS LAST, v.claim_id
"""
_AUDITED = """
    SELECT sum(documents) AS documents, sum(figures) AS figures, sum(checks_run) AS checks_run, sum(consistent) AS
    consistent,
        count(region_code) AS regions
    FROM audit_summary WHERE $region IS NULL OR starts_with(region_code, $region)
"""


_REGIONS = "SELECT region_code, name FROM audit_summary JOIN regions USING (region_code) ORDER BY region_code"


def select_discrepancies(
    db_path: Path,
    *,
    region: str | None = None,
    channel: str | None = None,
    severity: int = 1,
    since: dt.date | None = None,
) -> Discrepancies:
    """The discrepancies of the warehouse at ``db_path``; ``region`` and ``channel`` are a code or a Chinese name.

    A city's or province's code takes in the regions below it. Raises ``SelectionError`` for an unknown name.
    """
    with session(db_path) as asked:
        chosen = {
            "region": None if region is None else _stem(_code(asked, region, "regions", "region_code", "name")),
            "channel": None if channel is None else _code(asked, channel, "channels", "channel", "name_zh"),
        }
        answer = asked.ask(_ROWS, chosen | {"severity": severity, "since": since})
        headlines = asked.ask(_HEADLINES, chosen).records
        (audited,) = asked.ask(_AUDITED, {"region": chosen["region"]}).records
        regions = tuple((str(code), str(name)) for code, name in asked.ask(_REGIONS).rows)
    rows = answer.records
    shown = {row["region_code"] for row in rows if row["check_id"] == "V1"}
    of_shown = [h for h in headlines if h["region_code"] in shown]
    return Discrepancies(rows, tuple(answer.columns), of_shown, audited, regions)


def _code(asked: Session, words: str, table: str, code: str, name: str) -> str:
    found = asked.ask(f"SELECT DISTINCT {code} FROM {table} WHERE {code} = $words OR {name} = $words", {"words": words})
    if len(found.rows) == 1:
        return str(found.rows[0][0])
    near = asked.ask(f"SELECT {name}, {code} FROM {table} WHERE contains({name}, $words) LIMIT 5", {"words": words})
    candidates = "、".join(f"{row[0]} {row[1]}" for row in (found.rows and near.rows) or near.rows)
    what = "several have this name" if found.rows else "unknown"
    raise SelectionError(f"{words!r}: {what} in {table}" + (f"; did you mean {candidates}?" if candidates else ""))


def _stem(region_code: str) -> str:
    """The digits that a region's code shares with all below it: 611000 -> 6110."""
    return region_code.removesuffix("0000") if region_code.endswith("0000") else region_code.removesuffix("00")
