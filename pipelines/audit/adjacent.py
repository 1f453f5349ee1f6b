"""A2 and A3 by place: counts that stand behind a count and add up to it, and a share behind the count it is of.

What belongs here: sums and shares that come out exactly although the names of the parts make no enumeration
(部门收到1904条，县区收到1155条). Since other figures may stand there as well, only what agrees is told. What does not:
enumerations that were read as such (``groups``), and what to say where figures disagree (``parts``, ``shares``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from parsers.records import UNASSIGNED, Claim
from pipelines.audit.figures import block, claims_of, distinct, figure, located, narrative, span
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.flows import paragraphs, results
from pipelines.audit.groups import SHARE, groups, is_umbrella, umbrella_parts
from pipelines.audit.intervals import Figure, is_nearest, reproduces
from pipelines.audit.parts import REMOVED
from pipelines.audit.rules import words
from pipelines.audit.stated import label_of, shown
from pipelines.audit.sums import counts, in_paragraph, over_paragraphs
from pipelines.audit.wording import about, decimal, percent

FARTHEST = 12
"""Characters between a count and the share of it."""


def _by_block(audited: Audited) -> dict[str, list[Claim]]:
    blocks: dict[str, list[Claim]] = {}
    for claim in narrative(audited):
        blocks.setdefault(block(claim), []).append(claim)
    return blocks


@lru_cache(maxsize=8)
def _told(audited: Audited) -> frozenset[tuple[Fraction, frozenset[int]]]:
    """The sums that enumerations and the stages of handling tell already: a whole with the places of its parts."""
    told = {(g.whole.value, _places(g.counts)) for g in groups(audited) if g.whole is not None}
    for _, figures in paragraphs(audited):
        first = {f.metric: f for f in reversed(figures)}
        for result in results(first):
            told.add((first[result.flow.whole].value, _places([first[m] for m in result.parts])))
    for claim in narrative(audited):
        whole = figure(claim) if is_umbrella(claim) else None
        if whole is not None:
            parts = [f for c in umbrella_parts(audited, claim, claim.metric) if (f := figure(c)) is not None]
            told.add((whole.value, _places(parts)))
    return frozenset(told)


def _places(figures: Sequence[Figure]) -> frozenset[int]:
    return frozenset(id(f.claim) for f in figures)


def _sums(audited: Audited) -> Iterator[Finding]:
    told = set(_told(audited))
    blocks = counts(audited)
    of_paragraphs = (s for figures in blocks.values() for s in in_paragraph(figures))
    for whole, run in (*of_paragraphs, *over_paragraphs(list(blocks.values()))):
        is_removal = any(f.metric in REMOVED for f in run)
        if whole.claim is not None and not is_removal and (whole.value, _places(run)) not in told:
            told.add((whole.value, _places(run)))
            yield _sum_finding(audited, whole.claim, whole, run)


def _sum_finding(audited: Audited, claim: Claim, whole: Figure, run: tuple[Figure, ...]) -> Finding:
    terms = "+".join(decimal(f.value) for f in run)
    finding = Finding(
        check_id="A9" if len({f.metric for f in run}) == len(run) else "A2",
        subject=f"{about(claim)}{label_of(claim)}与所印{len(run)}项之和",
        verdict="consistent",
        severity=0,
        claimed=shown(claim),
        recomputed=decimal(whole.value),
        gap=Fraction(0),
        evidence=(f"{terms} = {decimal(whole.value)}",),
        metric=None if claim.metric == UNASSIGNED else claim.metric,
        **say(
            "adjacent",
            "sum",
            who=about(claim),
            label=label_of(claim),
            printed=whole.printed,
            n=len(run),
            terms=terms,
            whole=decimal(whole.value),
        ),
    )
    return located(audited, finding, claims_of((whole, *run)), claim)


@check("A2", "相邻各数之和", "neighbouring counts", gives="consistent")
def check_neighbours(audited: Audited) -> Iterator[Finding]:
    """Counts of one paragraph that stand next to each other behind a count and add up to it exactly.

    Only sums that no enumeration and no stage of handling tells already; counts that do not add up say nothing, because
    they need not be parts.

    Tolerance: none.
    """
    yield from (f for f in distinct(_sums(audited)) if f.check_id == "A2")


@check("A9", "相邻各阶段之和", "neighbouring stages", gives="consistent")
def check_neighbouring_stages(audited: Audited) -> Iterator[Finding]:
    """Counts of different stages that stand next to each other behind a count and add up to it exactly.

    Only sums that no rule of ``rules/flows.yaml`` tells already.

    Tolerance: none.
    """
    yield from (f for f in distinct(_sums(audited)) if f.check_id == "A9")


def _shares(audited: Audited) -> Iterator[Finding]:
    grouped = {id(m.share.claim) for g in groups(audited) for m in g.members if m.share and m.count and g.whole}
    before: list[Figure] = []
    for claims in _by_block(audited).values():
        own = counts(audited).get(block(claims[0]), [])
        for claim in claims:
            share = figure(claim) if claim.metric == SHARE and id(claim) not in grouped else None
            if share is None or share.is_bound or share.is_about:
                continue
            ahead = [f for f in own if f.claim is not None and span(f.claim)[1] <= span(claim)[0]]
            if not ahead or ahead[-1].claim is None or span(claim)[0] - span(ahead[-1].claim)[1] > FARTHEST:
                continue
            *wholes, part = ahead
            fitting = (w for w in reversed([*before, *wholes]) if w.value > part.value and _is_share(part, w, share))
            whole = next(fitting, None)
            if whole is not None:
                yield _share_finding(audited, claim, part, whole, share)
        before += [f for f in own if f.metric in words("groups", "wholes")]


def _is_share(part: Figure, whole: Figure, share: Figure) -> bool:
    return is_nearest(reproduces(part.value * 100 / whole.value, share))


def _share_finding(audited: Audited, claim: Claim, part: Figure, whole: Figure, share: Figure) -> Finding:
    rate = part.value * 100 / whole.value
    numbers = f"{decimal(part.value)}/{decimal(whole.value)}"
    finding = Finding(
        check_id="A3",
        subject=f"{about(claim)}{decimal(part.value)}件占比",
        verdict="consistent",
        severity=0,
        claimed=share.printed,
        recomputed=percent(rate),
        low=rate / 100,
        high=rate / 100,
        formula_id="part_over_whole",
        rounding=reproduces(rate, share),
        evidence=(f"{numbers} = {percent(rate)}",),
        metric=SHARE,
        **say("adjacent", "share", who=about(claim), printed=share.printed, numbers=numbers, rate=percent(rate)),
    )
    return located(audited, finding, (claim, *claims_of((part, whole))))


@check("A3", "相邻件数的占比", "shares behind their counts", gives="consistent")
def check_neighbouring_shares(audited: Audited) -> Iterator[Finding]:
    """A share that stands directly behind a count and is that count over one that is printed before it.

    Only where no enumeration with a whole was read; a share that no printed count gives says nothing here.

    Tolerance: half a unit of the last printed digit.
    """
    yield from distinct(_shares(audited))
