"""A2, A3, A4 and A9 by place: counts that add up to another, and a share or rate behind the count that it is of.

What belongs here: sums and shares that come out exactly although the names of the parts make no enumeration
(部门收到1904条，县区收到1155条). Since other figures may stand there as well, only what agrees is told. What does not:
enumerations that were read as such (``groups``), and what to say where figures disagree (``parts``, ``shares``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from parsers.claims.words import words_pattern
from parsers.records import UNASSIGNED, Claim
from parsers.text.numbers import half_width
from pipelines.audit.addition.asides import words_before
from pipelines.audit.addition.flows import check_flows, paragraphs
from pipelines.audit.addition.identities import results
from pipelines.audit.figures import (
    block,
    claims_of,
    distinct,
    figure,
    kind,
    located,
    narrative,
    of_paragraph,
    reading_order,
    same_part,
)
from pipelines.audit.finding import Audited, Finding, check, findings_of, say
from pipelines.audit.group.groups import filled_groups, groups, umbrella_parts
from pipelines.audit.group.members import SHARE
from pipelines.audit.group.sums import Sum, counts, in_paragraph, over_paragraphs, summed_below
from pipelines.audit.group.wholes import is_umbrella
from pipelines.audit.intervals import Figure, severity_of_points
from pipelines.audit.rules import field, words
from pipelines.audit.share.quotients import Quotient
from pipelines.audit.share.ratios import (
    base_passed_over,
    base_said,
    is_loosely_named,
    part_and_base,
    part_and_whole,
    says_share,
)
from pipelines.audit.share.shares import told_shares
from pipelines.audit.share.shares_in_order import are_in_order
from pipelines.audit.stated import grouped, label_of, shown
from pipelines.audit.wording import about, channel_zh, decimal, percent

NEXT = 2
"""Lines from one paragraph to the next, an empty one between them."""
Told = frozenset[tuple[Fraction, frozenset[str]]]
"""Sums that are told: the value of each whole with the places of its parts in the text."""


@lru_cache(maxsize=8)
def _told(audited: Audited) -> Told:
    """The sums that enumerations and the stages of handling tell already."""
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


def _places(figures: Sequence[Figure]) -> frozenset[str]:
    return frozenset(f.claim.locator for f in figures if f.claim is not None)


@lru_cache(maxsize=8)  # three checks share them
def _sums(audited: Audited) -> tuple[Sum, ...]:
    """The sums that nothing else tells, each once."""
    told = set(_told(audited))
    blocks = counts(audited)
    of_paragraphs = (s for figures in blocks.values() for s in in_paragraph(figures))
    # The items of a list that fills its whole are no parts of one of them (…、公共安全2件、拆迁征收1件、城市建设1件).
    filled = [_places(g.counts) for g in filled_groups(audited)]
    found = []
    paragraphs_in_order = list(blocks.values())
    for whole, run in (*of_paragraphs, *over_paragraphs(paragraphs_in_order), *summed_below(paragraphs_in_order)):
        is_removal = any(f.metric in words("groups", "removed") for f in run)
        is_new = whole.claim is not None and not is_removal and (whole.value, _places(run)) not in told
        if is_new and not any(_places([whole, *run]) <= places for places in filled):
            told.add((whole.value, _places(run)))
            found.append((whole, run))
    return tuple(found)


@lru_cache(maxsize=8)
def told_sums(audited: Audited) -> Told:
    """All sums of sentences that are told, here or elsewhere."""
    return _told(audited) | {(whole.value, _places(run)) for whole, run in _sums(audited)}


def _sum_findings(audited: Audited, check_id: str) -> Iterator[Finding]:
    told = {(g.whole.value, named) for g in groups(audited) if g.whole is not None and (named := _named(g.counts))}
    for whole, run in _sums(audited):
        named = _named(run)
        if whole.claim is None or (named is not None and (whole.value, named) in told):
            continue  # the same parts, taken from other paragraphs or in another order
        if named is not None:
            told.add((whole.value, named))
        found = _sum_finding(audited, whole.claim, whole, run)
        if found.check_id == check_id:
            yield found


def _named(run: Sequence[Figure]) -> frozenset[tuple[str, Fraction]] | None:
    """The names of parts with their counts, wherever they are printed; ``None`` where one has no name of its own."""
    named = frozenset((f.claim.category, f.value) for f in run if f.claim is not None and f.claim.category is not None)
    return named if len(named) == len(run) > 0 else None


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
    """Counts that add up exactly to another one: neighbours behind it, those that the text announces as its parts,
    those of one name, all of the next paragraph, or the first of several paragraphs.

    Only sums that no enumeration and no stage of handling tells already; counts that do not add up say nothing, because
    they need not be parts. Of small counts only what is announced is told. The same of shares in several sentences of
    a paragraph, or one in each of several paragraphs, that fill 100, and of two rates of one sentence that divide one
    whole (在线解答率65.3%，承办率34.7%).

    Tolerance: none for counts; for shares half a last digit for each of them.
    """
    yield from distinct([*_sum_findings(audited, "A2"), *_share_totals(audited), *_rate_totals(audited)])


@check("A9", "相邻各阶段之和", "neighbouring stages", gives="consistent")
def check_neighbouring_stages(audited: Audited) -> Iterator[Finding]:
    """Counts of different stages that add up exactly to another one, placed as neighbouring counts are.

    Only sums that no rule of ``rules/flows.yaml`` tells already.

    Tolerance: none.
    """
    told = {frozenset(f.claim_ids) for f in findings_of(check_flows, audited)}
    yield from distinct(f for f in _sum_findings(audited, "A9") if frozenset(f.claim_ids) not in told)


def _share_totals(audited: Audited) -> Iterator[Finding]:
    """The shares that fill 100 though no list has them all: those of a paragraph in several sentences, and those of
    neighbouring paragraphs with one each.
    """
    whole_lists = {_places(g.shares) for g in groups(audited)}
    unread = (c for c in audited.unassigned if c.unit == "%" and says_share(c))
    shares = [c for c in (*narrative(audited), *unread) if c.metric == SHARE or c.metric == UNASSIGNED]
    exact = [f for c in shares if (f := figure(c)) is not None and not f.is_bound and not f.is_about]
    by_place = grouped(_without_sums(exact), lambda f: block(f.claim) if f.claim else "")
    in_order = [by_place[place] for place in sorted(by_place, key=reading_order)]
    runs = [figures for figures in in_order if all(f.metric == SHARE for f in figures) and fills(figures)]
    for figures in (*runs, *_filling_shares(in_order)):
        if len(figures) > 2 and not any(_places(figures) <= places for places in whole_lists):
            yield _total_finding(audited, figures, _total(figures))


def _without_sums(shares: Sequence[Figure]) -> list[Figure]:
    """Shares in figures (no 近八成) without those that say themselves that they add up others (两类合计占比79.16%)."""
    said = re.compile(rf"{words_pattern(words('adjacent', 'sums_of_shares'))}[^，,；;。\d]*$")
    in_figures = (f for f in shares if "%" in half_width(f.printed))
    return [f for f in in_figures if f.claim is None or said.search(words_before(f.claim)) is None]


def _total(figures: Sequence[Figure]) -> Fraction:
    return sum((f.value for f in figures), Fraction(0))


def fills(shares: Sequence[Figure]) -> bool:
    """Whether shares add up to 100 within half a last digit for each of them."""
    slack = sum((f.step for f in shares), Fraction(0)) / 2
    return slack < 1 and abs(_total(shares) - 100) <= slack


def _filling_shares(paragraphs: Sequence[Sequence[Figure]]) -> Iterator[list[Figure]]:
    """The runs of neighbouring paragraphs with one share each that fill 100, a last one aside that sums up others."""
    runs: list[list[Figure]] = []
    before: tuple[int, ...] = ()
    for figures in paragraphs:
        place = reading_order(block(figures[0].claim)) if figures[0].claim else ()
        is_next = len(place) == len(before) > 0 and place[:-1] == before[:-1] and place[-1] - before[-1] <= NEXT
        if len(figures) == 1 and is_next and runs:
            runs[-1].append(figures[0])
        elif len(figures) == 1:
            runs.append([figures[0]])
        before = place if len(figures) == 1 else ()
    yield from (run for whole in runs for run in (whole, whole[:-1]) if fills(run))


def _total_finding(audited: Audited, figures: Sequence[Figure], total: Fraction) -> Finding:
    claims = claims_of(figures)
    first = claims[0].category or (figures[0].printed if claims[0].metric == UNASSIGNED else "")
    subject = f"{channel_zh(claims[0].channel)}{first}等{len(figures)}项占比之和"
    finding = Finding(
        check_id="A2",
        subject=subject,
        verdict="consistent",
        severity=0,
        claimed="100",
        recomputed=percent(total, 2),
        gap=(total - 100) / 100,
        evidence=("+".join(f.printed for f in figures) + f" = {percent(total, 2)}",),
        metric=SHARE,
        **say("parts", "shares_fill", subject=subject, n=len(figures), total=percent(total, 2)),
    )
    return located(audited, finding, claims)


def _rate_totals(audited: Audited) -> Iterator[Finding]:
    """Neighbouring rates of one sentence that divide one whole between them and fill 100."""
    pairs = {frozenset(pair) for pair in field("adjacent", "dividing_rates")}
    rates = [c for c in narrative(audited) if kind(c.metric) == "rate"]
    for one, next_to in pairwise(rates):
        figures = [f for f in (figure(one), figure(next_to)) if f is not None and not f.is_bound and not f.is_about]
        divides = {one.metric, next_to.metric} in pairs and same_part(one, next_to)
        if (
            divides
            and (one.quote, block(one)) == (next_to.quote, block(next_to))
            and len(figures) == 2
            and fills(figures)
        ):
            subject = f"{about(one)}{label_of(one)}与{label_of(next_to)}之和"
            terms = "+".join(f.printed for f in figures)
            finding = Finding(
                check_id="A2",
                subject=subject,
                verdict="consistent",
                severity=0,
                claimed="100",
                recomputed=percent(_total(figures), 2),
                gap=(_total(figures) - 100) / 100,
                evidence=(f"{terms} = {percent(_total(figures), 2)}",),
                metric=one.metric,
                **say("adjacent", "rates_fill", subject=subject, terms=terms, total=percent(_total(figures), 2)),
            )
            yield located(audited, finding, (one, next_to))


def _shares(audited: Audited) -> Iterator[Finding]:
    unread = (c for c in audited.unassigned if c.unit == "%" and says_share(c))
    for claim in (*(c for c in narrative(audited) if c.metric == SHARE and id(c) not in told_shares(audited)), *unread):
        share = figure(claim)
        is_alone = share is not None and id(claim) not in are_in_order(audited)
        found = part_and_whole(audited, claim, share) if share is not None and is_alone else None
        if share is not None and found is not None:
            other = base_passed_over(audited, *found, claim, share)
            if other is None:
                yield _share_finding(audited, claim, _quotient(*found), share)
            else:
                yield _other_base_finding(audited, claim, found, other, share)


def _other_base_finding(
    audited: Audited, claim: Claim, found: tuple[Figure, Figure], said: Figure, share: Figure
) -> Finding:
    """A share that says what it is of, and is of another count."""
    part, whole = found
    of_said, of_other = _quotient(part, said), _quotient(part, whole)
    who = about(part.claim if claim.metric == UNASSIGNED and part.claim is not None else claim)
    words_of_said, words_of_other = of_said.words(), of_other.words()
    severity = severity_of_points(of_said.rate, share)
    finding = Finding(
        check_id="A3",
        subject=f"{who}{decimal(part.value)}件占比",
        verdict="consistent_on_other_base",
        severity=min(severity, 1) if is_loosely_named(base_said(part, claim, share), said, whole) else severity,
        claimed=share.printed,
        recomputed=words_of_said["rate"],
        gap=(of_said.rate - share.value) / 100,
        formula_id="part_over_whole",
        alternatives=(words_of_other["numbers"],),
        evidence=tuple(f"{shown['numbers']} = {shown['rate']}" for shown in (words_of_said, words_of_other)),
        metric=SHARE,
        **say(
            "adjacent",
            "other_base",
            who=who,
            printed=share.printed,
            base=base_said(part, claim, share),
            whole=decimal(said.value),
            other=decimal(whole.value),
            **words_of_said,
        ),
    )
    return located(audited, finding, (claim, *of_said.claims, *of_other.claims), claim)


def _rates(audited: Audited) -> Iterator[Finding]:
    for claim in audited.unassigned:
        rate = figure(claim) if claim.unit == "%" and _ends_in(claim, "rate_words") else None
        found = part_and_base(audited, claim, rate) if rate is not None else None
        if rate is not None and found is not None:
            yield _rate_finding(audited, claim, _quotient(*found), rate)


def _quotient(part: Figure, whole: Figure) -> Quotient:
    return Quotient([part], [whole])


def _ends_in(claim: Claim, name: str) -> bool:
    return (claim.label or "").endswith(words("adjacent", name))


def _share_finding(audited: Audited, claim: Claim, quotient: Quotient, share: Figure) -> Finding:
    part = quotient.parts[0].claim
    who = about(part if claim.metric == UNASSIGNED and part is not None else claim)
    if part is not None and _is_named_after_another(audited, claim, part):
        who = about(replace(claim, category=part.label))
    finding = Finding(
        check_id="A3",
        subject=f"{who}{decimal(quotient.parts[0].value)}件占比",
        claimed=share.printed,
        metric=SHARE,
        **quotient.given(share),
        **say("adjacent", "share", who=who, printed=share.printed, **quotient.words()),
    )
    return located(audited, finding, (claim, *quotient.claims), claim)


def _is_named_after_another(audited: Audited, share: Claim, part: Claim) -> bool:
    """Whether a share was read as that of a part that has a count of its own before the one that it is of (通讯产品
    1003件，合计10670件，占70.64%).
    """
    here = (c for c in of_paragraph(audited, block(share)) if c.quote == share.quote)
    own = {c.value for c in here if c.category == share.category and kind(c.metric) == "count"}
    return part.metric == UNASSIGNED and share.category is not None and bool(own) and part.value not in own


def _rate_finding(audited: Audited, claim: Claim, quotient: Quotient, rate: Figure) -> Finding:
    label = claim.label or ""
    finding = Finding(
        check_id="A4",
        subject=f"{about(claim)}{label}",
        claimed=rate.printed,
        **quotient.given(rate),
        **say("adjacent", "rate", who=about(claim), label=label, printed=rate.printed, **quotient.words()),
    )
    return located(audited, finding, (claim, *quotient.claims), claim)


@check("A3", "相邻件数的占比", "shares behind their counts", gives="consistent consistent_on_other_base")
def check_neighbouring_shares(audited: Audited) -> Iterator[Finding]:
    """A share that stands directly behind a count and is that count over one that is printed before it.

    Only where no enumeration with a whole was read; a share that no printed count gives says nothing here. Where its
    words name the count that it is of (占总立项数的72.68%), and it follows from another one only, that one is named.

    Tolerance: half a unit of the last printed digit.
    """
    yield from distinct(_shares(audited))


@check("A4", "相邻件数的比率", "other rates behind their counts", gives="consistent")
def check_neighbouring_rates(audited: Audited) -> Iterator[Finding]:
    """A rate of another name (超期率, 返工率) that stands behind a count and is that count over one printed before it.

    A rate that no printed count gives says nothing here: nobody defined it.

    Tolerance: half a unit of the last printed digit.
    """
    yield from distinct(_rates(audited))
