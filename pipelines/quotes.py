"""The clauses and table rows that a finding rests on, cut to what a reader needs, with the figures marked.

What belongs here: which text is quoted and where its figures stand in it. What does not: how a mark is shown
(``pipelines.show_checked``), claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from parsers.records import Claim

_BEFORE, _AFTER = 24, 12
_CELL = re.compile(r"\.c(\d+)$")
_BETWEEN_CELLS = " | "
# A figure ends where no digit goes on: the 6 of 6件 is not in 2026, nor in 6.5.
_NO_DIGIT_BEFORE, _NO_DIGIT_AFTER = r"(?<![\d.])", r"(?!\.?\d)"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """A clause or a row with its place in the file; ``parts`` are its pieces, each with whether it is a figure."""

    place: str
    parts: tuple[tuple[str, bool], ...]


def quotes(claims: Iterable[Claim]) -> list[Quote]:
    """The quotes of claims in their order, each clause or row once with all its figures marked."""
    together: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        together.setdefault((_block(claim), claim.quote), []).append(claim)
    return [_quote(block, text, group) for (block, text), group in together.items()]


def _block(claim: Claim) -> str:
    """The place of the paragraph or the row, without that of the figure in it."""
    return _CELL.sub("", claim.locator) if claim.origin == "table" else claim.locator.partition(":")[0]


def _quote(block: str, text: str, claims: list[Claim]) -> Quote:
    spans: list[Span] = []
    for claim in claims:
        spans += [found] if (found := _span(claim, spans)) else []
    spans = sorted(set(spans))
    place = claims[0].locator if len(claims) == 1 else block
    text = text.rstrip(" |")  # empty cells at the end of a row say nothing
    if claims[0].origin == "table":
        return Quote(place, _parts(text, spans, 0, len(text)))
    start = max(0, spans[0][0] - _BEFORE) if spans else 0
    end = min(len(text), (spans[-1][1] if spans else _BEFORE) + _AFTER)
    return Quote(place, _parts(text, spans, start, end))


def _span(claim: Claim, taken: list[Span]) -> Span | None:
    """Where the figure stands in its quote: a cell by its column, one in a sentence where nothing is marked yet."""
    if not claim.printed:
        return None
    cell = _CELL.search(claim.locator)
    if claim.origin == "table" and cell is not None:
        before = claim.quote.split(_BETWEEN_CELLS)[: int(cell[1])]
        if len(before) == int(cell[1]) and before[-1].strip() == claim.printed.strip():
            end = len(_BETWEEN_CELLS.join(before))
            return end - len(before[-1]), end
    whole = re.compile(_NO_DIGIT_BEFORE + re.escape(claim.printed) + _NO_DIGIT_AFTER)
    return next((found.span() for found in whole.finditer(claim.quote) if found.span() not in taken), None)


def _parts(text: str, spans: list[Span], start: int, end: int) -> tuple[tuple[str, bool], ...]:
    """``text[start:end]`` in pieces, dots where it is cut; overlapping spans are one."""
    merged: list[Span] = []
    for span in spans:
        if merged and span[0] < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(span[1], merged[-1][1]))
        else:
            merged.append(span)
    edges = [start, *(edge for span in merged for edge in span), end]
    pieces = [(" ".join(text[a:b].split("\n")), bool(number % 2)) for number, (a, b) in enumerate(pairwise(edges))]
    cut = [("…" if start else "", False), *pieces, ("…" if end < len(text) else "", False)]
    return tuple(piece for piece in cut if piece[0])
