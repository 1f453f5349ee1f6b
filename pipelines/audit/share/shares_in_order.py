"""Shares in the order of the counts before them: A区412件、B区388件、C区205件，分别占41.0%、38.6%、20.4%.

What belongs here: which counts and which whole a row of shares is of where its list gives no names of its own. What
does not: shares whose parts were read (``groups``), and what is said of one share (``shares``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from parsers.records import UNASSIGNED, Claim
from pipelines.audit.figures import block, figure, narrative, span, text_between
from pipelines.audit.finding import Audited
from pipelines.audit.group.members import SHARE, Group, Member, name_of_part
from pipelines.audit.group.sums import counts, is_one_unit
from pipelines.audit.intervals import Figure, share_mode
from pipelines.audit.share.ratios import PRECISE, wholes_above

FEWEST_FOR_ONE_ODD = 3
"""Shares of which one may differ from its count, and the others still say what all of them are of."""

_IN_ORDER = re.compile(
    r"(?:分别|依次)约?占[^，,；;。：:\d]{0,16}$|(?:占[^，,；;。：:\d]{0,12}|比[例重])(?:分别|依次)[为是达到约]*[：:]?$"
)
_BETWEEN = re.compile(r"\s*(?:[、，,]|[和与及])\s*(?:[和与及]\s*)?")


def shares_in_order(audited: Audited) -> Iterator[Group]:
    """The rows of shares behind 分别占, each with as many counts that stand before it and the whole of which all of
    them are, or all but one of three or more finely printed ones.
    """
    for shares in _rows(audited):
        group = next(
            (g for run, ahead in _counts_before(audited, shares) if (g := _group(audited, run, shares, ahead))), None
        )
        if group is not None:
            yield group


def _group(
    audited: Audited, parts: Sequence[Figure], shares: Sequence[Figure], ahead: Sequence[Figure]
) -> Group | None:
    first = parts[0].claim
    wholes = [*reversed(ahead), *wholes_above(audited, shares[0].claim)] if shares[0].claim else []
    whole = _whole_of(parts, shares, wholes)
    if whole is None or first is None:
        return None
    return Group(
        parts[0].metric, tuple(Member(_name(p), p, s) for p, s in zip(parts, shares, strict=True)), whole, first
    )


@lru_cache(maxsize=8)
def are_in_order(audited: Audited) -> frozenset[int]:
    """The shares whose count their place in a row says, by the identity of their claims: the count right before the row
    is only that of the last one.
    """
    return frozenset(id(f.claim) for row in _rows(audited) for f in row)


def _rows(audited: Audited) -> Iterator[list[Figure]]:
    """The rows of two or more shares behind words that put them in the order of what stands before."""
    found = [c for c in (*narrative(audited), *audited.unassigned) if c.metric in (SHARE, UNASSIGNED) and c.unit == "%"]
    figures = [f for c in sorted(found, key=lambda c: (block(c), span(c))) if (f := figure(c)) is not None]
    row: list[Figure] = []
    for f in figures:
        if row and _BETWEEN.fullmatch(text_between(row[-1], f) or ""):
            row.append(f)
            continue
        if len(row) > 1 and _is_in_order(row[0]):
            yield row
        row = [f]
    if len(row) > 1 and _is_in_order(row[0]):
        yield row


def _is_in_order(first: Figure) -> bool:
    quote = first.claim.quote if first.claim else ""
    return any(_IN_ORDER.search(quote[: at.start()]) for at in re.finditer(re.escape(first.printed), quote))


def _counts_before(audited: Audited, shares: Sequence[Figure]) -> Iterator[tuple[list[Figure], list[Figure]]]:
    """The counts of the sentence that a row of shares may follow, with the others of the paragraph: those right before
    it, or those before the count of all of them together.
    """
    first, n = shares[0].claim, len(shares)
    if first is None:
        return
    ahead = [f for f in counts(audited).get(block(first), ()) if f.claim and span(f.claim)[1] <= span(first)[0]]
    for end in (len(ahead), len(ahead) - 1):
        parts, total = ahead[max(end - n, 0) : end], ahead[end:]
        is_total = not total or total[0].value == sum((f.value for f in parts), Fraction(0))
        if len(parts) == n and is_total and _are_of_one_sentence([*parts, *total], first):
            yield parts, [f for f in ahead if f not in parts]


def _are_of_one_sentence(figures: Iterable[Figure], share: Claim) -> bool:
    listed = list(figures)
    return all(f.claim and f.claim.quote == share.quote and is_one_unit(f, listed[0]) for f in listed)


def _whole_of(parts: Sequence[Figure], shares: Sequence[Figure], wholes: Sequence[Figure]) -> Figure | None:
    """The nearest count of which all shares are those of their counts; where none is, one of which all but one are."""
    if not parts or any(s.is_bound or s.is_about for s in shares):
        return None
    candidates = [w for w in (*wholes, _together(parts)) if w.value > max(p.value for p in parts)]
    fitting = [
        sum(share_mode(p, w, s) not in (None, "ceiling") for p, s in zip(parts, shares, strict=True))
        for w in candidates
    ]
    is_fine = len(shares) >= FEWEST_FOR_ONE_ODD and all(s.step <= PRECISE for s in shares)
    for wanted in (len(shares), *([len(shares) - 1] if is_fine else [])):
        if wanted in fitting:
            return candidates[fitting.index(wanted)]
    return None


def _together(parts: Sequence[Figure]) -> Figure:
    value = sum((p.value for p in parts), Fraction(0))
    return replace(parts[0], value=value, claim=None)


def _name(count: Figure) -> str:
    claim = count.claim
    return (name_of_part(claim) or claim.label or "") if claim else ""
