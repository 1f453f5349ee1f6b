"""A2 by punctuation alone: a count and the list of counts that divides it, whatever they count.

What belongs here: counts of accounts, websites, units or anything else (共314个，其中甲218个（市直53个，县区165个）),
told where they add up. What does not: counts of letters, whose words say more (``parts``, ``adjacent``), and saying
that a list which nobody says is whole does not add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby, takewhile

from parsers.claims.words import any_of, words_pattern
from parsers.records import Claim
from pipelines.audit.addition.adjacent import told_sums
from pipelines.audit.addition.identities import flows, limits_of_one_sentence
from pipelines.audit.figures import claims_of, distinct, figure, located, narrative, span
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, exact, sum_of
from pipelines.audit.rules import words
from pipelines.audit.wording import decimal

SMALLEST = 3
"""Smallest whole; of less, two numbers that happen to add up are no evidence."""
SMALLEST_UNANNOUNCED, FEWEST_UNANNOUNCED = 20, 3
"""The smallest whole and the fewest parts of a list that no word and no bracket opens."""
SMALLEST_OF_TWO = 500
"""The same for two parts (来电6842个，接通6725个，呼损117个)."""
_OPEN, _CLOSED = ("（", "("), ("）", ")")


def _gaps(claims: Sequence[Claim]) -> list[str] | None:
    """The texts before each count of a sentence, back to the one before; ``None`` where its quote shows them nowhere
    (its blanks were damaged).
    """
    spans = [span(claim) for claim in claims]
    quote, first = claims[0].quote, claims[0].printed
    starts = (at for at in range(len(quote)) if quote.startswith(first, at))
    for offset in (spans[0][0] - at for at in starts):
        if all(quote.startswith(c.printed, begin - offset) for c, (begin, _) in zip(claims, spans, strict=True)):
            ends = [offset, *(end for _, end in spans)]
            return [quote[end - offset : begin - offset] for end, (begin, _) in zip(ends, spans, strict=False)]
    return None


def _depths(gaps: Sequence[str]) -> Iterator[int]:
    """How many brackets are open before each count behind a whole; below 0 outside the bracket of the whole itself."""
    depth = lowest = 0
    for gap in gaps:
        for mark in gap:
            depth += (mark in _OPEN) - (mark in _CLOSED)
            lowest = min(lowest, depth)
        yield lowest if lowest < 0 else depth


def divisions(counts: Sequence[Figure], gaps: Sequence[str]) -> Iterator[tuple[Figure, tuple[Figure, ...]]]:
    """The counts of a sentence that the ones behind them divide: those in a bracket right behind, or the neighbours
    outside brackets. ``gaps`` are the texts before each count. From where one is held against another on, they are not
    looked at: the difference and what it is from add up as well (较上月的73件减少12件，办结52件，在办9件).
    """
    moved = next((at for at, gap in enumerate(gaps) if _moves(gap)), len(gaps))
    for at, whole in enumerate(counts[:moved]):
        behind, between = counts[at + 1 : moved], gaps[at + 1 : moved]
        depths = list(_depths(between))
        if between and between[0].startswith(_OPEN):
            inside = takewhile(lambda pair: pair[1] > 0, zip(behind, depths, strict=True))
            yield whole, tuple(count for count, depth in inside if depth == 1)
        outside = [i for i, depth in enumerate(takewhile(lambda depth: depth >= 0, depths)) if depth == 0]
        run = _filling(whole, [behind[i] for i in outside])
        if run and (_is_announced(between[outside[0]]) or _is_long(whole, run)):
            yield whole, run


def _moves(gap: str) -> bool:
    return re.search(any_of("falls", "rises", "previous_period", "year_earlier", "differing"), gap) is not None


def _filling(whole: Figure, behind: Sequence[Figure]) -> tuple[Figure, ...]:
    """The neighbours from the first one on, up to the one with which they reach the whole."""
    left, run = exact(whole.value), []
    for count in behind:
        if left <= 0 or count.unit != whole.unit:
            break
        run.append(count)
        left -= exact(count.value)
    return tuple(run)


def _is_announced(gap: str) -> bool:
    return re.search(words_pattern(words("groups", "announcing")), gap) is not None


def _is_long(whole: Figure, run: Sequence[Figure]) -> bool:
    if len(run) < FEWEST_UNANNOUNCED:
        return whole.value >= SMALLEST_OF_TWO
    return whole.value >= SMALLEST_UNANNOUNCED


def _adds_up(whole: Figure, parts: Sequence[Figure]) -> bool:
    if sum_of(part.value for part in parts) != whole.value or whole.value < SMALLEST:
        return False
    return sum(part.value > 0 for part in parts) > 1 and all(part.unit == whole.unit for part in parts)


def _are_stages(parts: Sequence[Figure], measured: Mapping[str, str]) -> bool:
    """Whether one of the counts is a limit of another, as what was due is of what was done (应办16件，办结9件): the
    second is among the first, and nothing is divided by both.
    """
    metrics = {measured[part.claim.locator] for part in parts if part.claim and part.claim.locator in measured}
    limits = (*flows(), *limits_of_one_sentence())
    return any(f.short is None and f.whole in metrics and metrics & {*f.parts} for f in limits)


def _findings(audited: Audited) -> Iterator[Finding]:
    told = set(told_sums(audited)) if audited.printed else set()
    measured = {claim.locator: claim.metric for claim in narrative(audited)} if audited.printed else {}
    for _, sentence in groupby(audited.printed, key=lambda c: (c.locator.partition(":")[0], c.quote)):
        claims = [claim for claim in sentence if figure(claim) is not None]
        gaps = _gaps(claims) if claims else None
        counts = [number for claim in claims if (number := figure(claim)) is not None]
        for whole, parts in divisions(counts, gaps or ()):
            key = whole.value, frozenset(part.claim.locator for part in parts if part.claim)
            if whole.claim is not None and _adds_up(whole, parts) and key not in told:
                if _are_stages(parts, measured):
                    continue
                told.add(key)
                yield _finding(audited, whole.claim, whole, parts)


def _finding(audited: Audited, claim: Claim, whole: Figure, parts: Sequence[Figure]) -> Finding:
    terms = "+".join(decimal(part.value) for part in parts)
    name = f"“{claim.label}”" if claim.label else ""
    finding = Finding(
        check_id="A2",
        subject=f"{claim.label or ''}{claim.printed}与其后{len(parts)}项之和",
        verdict="consistent",
        severity=0,
        claimed=claim.printed,
        recomputed=decimal(whole.value),
        gap=Fraction(0),
        evidence=(f"{terms} = {decimal(whole.value)}",),
        **say(
            "outlines", "sum", name=name, printed=claim.printed, n=len(parts), terms=terms, whole=decimal(whole.value)
        ),
    )
    return located(audited, finding, claims_of((whole, *parts)))


@check("A2", "所列各数之和", "counts divided by a list", gives="consistent")
def check_outlines(audited: Audited) -> Iterator[Finding]:
    """A count of anything and the counts that divide it by the punctuation of their sentence: all those in a bracket
    right behind it, or its next neighbours of its unit outside brackets, which a word announces (其中, 包括) or which
    are three and more, or two of a large count.

    Only sums that agree and that nothing else tells; counts that do not add up say nothing, as nobody says that they
    are all, nor do stages of handling of which one is among the other (应办16件，办结9件).

    Tolerance: none.
    """
    yield from distinct(_findings(audited))
