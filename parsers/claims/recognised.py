"""How surely a claim was read where its document is a scan.

What belongs here: from the figures that were recognised to the confidence of claims. What does not: recognising
(``parsers.readers.scan``), what follows from little confidence (``pipelines.audit``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from parsers.document import ReadFigure
from parsers.records import Claim
from parsers.vocabulary.layout import squeezed

UNSEEN = 0.5
"""Confidence in an empty cell of a scan: a lone figure is what recognition overlooks most."""


def as_surely_as_read(claims: Iterable[Claim], figures: Sequence[ReadFigure]) -> list[Claim]:
    """The claims, none more certain than the figures it was read from; as they are without ``figures`` (no scan).

    A claim without a figure of its own (units named) is as certain as the least certain figure of its place.
    """
    return [replace(c, confidence=min(c.confidence, _certainty(c, figures))) if figures else c for c in claims]


def _certainty(claim: Claim, figures: Sequence[ReadFigure]) -> float:
    if not claim.printed.strip():
        return UNSEEN
    near = _near(claim.locator.partition(":")[0], figures)
    printed = squeezed(claim.printed)
    own = [f for f in near if squeezed(f.printed) in printed]
    return min(f.confidence for f in own or near)


def _near(place: str, figures: Sequence[ReadFigure]) -> Sequence[ReadFigure]:
    """The figures of a place, else of its row, whose columns may have moved, else all."""
    row = place.rpartition(".")[0]
    here = [f for f in figures if f.place == place]
    return here or [f for f in figures if row and f.place.startswith(f"{row}.")] or figures
