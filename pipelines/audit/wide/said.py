"""What findings over several documents share: whom and what one is about, how sure it is, and how it lists figures.

What belongs here: what more than one check over several documents says alike. What does not: any check.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from pipelines.audit.figures import LOW_CONFIDENCE
from pipelines.audit.finding import Finding, Placed
from pipelines.audit.rules import field
from pipelines.audit.wording import channel_zh, metric_en, metric_zh, named_en, span_zh
from warehouse.records import Row

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


def severity_of(gap: Fraction, volume: Fraction, kind: str) -> int:
    """3 where the difference is more than 5 % of the volume, or 5 percentage points of a rate."""
    share = gap if kind == "rate" else gap * 100 / volume if volume else Fraction(100)
    return 3 if share > int(field("across", "headline_percent")) else 2


def listed(texts: Sequence[str], between: str = "；") -> str:
    """The first few of some texts, each once."""
    each = list(dict.fromkeys(texts))
    return between.join(each[:_LISTED]) + ("……" if len(each) > _LISTED else "")


def distinct_printings(printings: Sequence[Row]) -> list[Row]:
    """The first printing of each value."""
    first: dict[Any, Row] = {}
    for printing in printings:
        first.setdefault(printing["value"], printing)
    return list(first.values())


def each_printed(printings: Sequence[Row], between: str) -> str:
    """Each printing as printed, on one line."""
    return between.join(printing["printed"] for printing in printings)
