"""Builders of paragraphs for the tests of the arithmetic checks."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from parsers.records import Claim
from pipelines.audit.figures import figure
from pipelines.audit.finding import Finding
from pipelines.audit.intervals import Figure
from tests.pipelines.audit.stated_by_hand import day, stated

MARCH = {"period_start": day("2022-03-01"), "period_end": day("2022-03-31")}
_places = count(1)


def in_paragraph(block: str, metric: str, printed: str, **fields: Any) -> Claim:
    """A claim of March 2022 that stands in paragraph ``block``, behind those made before it."""
    defaults: dict[str, Any] = {"locator": f"{block}:{next(_places)}-0", "quote": f"{block}的一句话。", **MARCH}
    return stated(metric, printed, **defaults | fields)


def paragraph(block: str, *figures: tuple[str, str], **fields: Any) -> list[Claim]:
    """The claims of one paragraph about one part: (metric, printed) each."""
    return [in_paragraph(block, metric, printed, **fields) for metric, printed in figures]


def enumeration(
    block: str, members: dict[str, tuple[str | None, str | None]], *, metric: str = "received", **fields: Any
) -> list[Claim]:
    """An enumeration: name -> (count, share), ``None`` where the text prints none."""
    common = {"group": f"{block}-{next(_places)}", "scope": "category", **fields}
    counts = [
        in_paragraph(block, metric, printed, category=name, **common)
        for name, (printed, _) in members.items()
        if printed is not None
    ]
    shares = [
        in_paragraph(block, "share", printed, category=name, of_metric=metric, **common)
        for name, (_, printed) in members.items()
        if printed is not None
    ]
    return counts + shares


def changed(
    printed: str, *, down: bool = False, of: str = "received", basis: str = "previous_period", **fields: Any
) -> Claim:
    """A change as printed, its value signed."""
    claim = in_paragraph("L1", "change", printed, of_metric=of, basis=basis, unit="%", **fields)
    assert claim.value is not None
    if not down:
        return claim
    assert claim.low is not None
    assert claim.high is not None
    return in_paragraph(
        "L1",
        "change",
        printed,
        of_metric=of,
        basis=basis,
        value=-claim.value,
        low=-claim.high,
        high=-claim.low,
        unit="%",
        **fields,
    )


def month(year: int, number: int) -> dict[str, dt.date]:
    """The period of a month."""
    start = dt.date(year, number, 1)
    following = dt.date(year + number // 12, number % 12 + 1, 1)
    return {"period_start": start, "period_end": following - dt.timedelta(days=1)}


def printed_figure(metric: str, printed: str, **fields: Any) -> Figure:
    """A claim's figure; the claim must be a number."""
    found = figure(stated(metric, printed, **fields))
    assert found is not None
    return found


def results(findings: list[Finding]) -> list[tuple[str, str, int]]:
    """(subject, verdict, severity) of each."""
    return [(f.subject, f.verdict, f.severity) for f in findings]


def only(findings: list[Finding]) -> Finding:
    """The single finding that is there."""
    (finding,) = findings
    return finding
