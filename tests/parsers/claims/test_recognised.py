"""The confidence of claims from a scan."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.claims.recognised import UNSEEN, as_surely_as_read
from parsers.document import ReadFigure
from parsers.records import Claim

FIGURES = (
    ReadFigure("p1.l3", "139", 0.7),
    ReadFigure("p1.l3", "97.84%", 0.99),
    ReadFigure("p1.t1.r2.c4", "118", 0.6),
    ReadFigure("p1.t1.r2.c3", "120", 0.95),
)


def claim(locator: str, printed: str) -> Claim:
    return Claim(
        metric="received",
        printed=printed,
        value=Decimal(1),
        unit=None,
        stated_by="government",
        scope="whole",
        origin="table",
        quote="",
        locator=locator,
    )


@pytest.mark.parametrize(
    ("locator", "printed", "confidence"),
    [
        ("p1.l3:4-7", "139", 0.7),
        ("p1.l3:9-15", "97.84%", 0.99),
        ("p1.l3:0-3", "个别单位", 0.7),
        ("p1.t1.r2.c4", "118", 0.6),
        ("p1.t1.r2.c9", "120", 0.95),
        ("p9.l1:0-2", "12", 0.6),
        ("p1.t1.r2.c5", "", UNSEEN),
    ],
)
def test_a_claim_is_as_certain_as_its_figure(locator: str, printed: str, confidence: float) -> None:
    (read,) = as_surely_as_read([claim(locator, printed)], FIGURES)
    assert read.confidence == confidence


def test_what_was_written_is_certain() -> None:
    assert as_surely_as_read([claim("p1.l3", "")], ())[0].confidence == 1.0
