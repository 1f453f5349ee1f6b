"""A3: is a printed share its part over its whole? And G2 for shares: the count that a share without one forces.

What belongs here: one share at a time. What does not: whether shares fill 100 (``parts``), rates of handling
(``rates``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from parsers.text.numbers import Interval
from pipelines.audit.figures import (
    block,
    cause,
    claims_of,
    distinct,
    figure,
    kind,
    located,
    of_paragraph,
    only_print,
    span,
    text_between,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.exact import exact_group
from pipelines.audit.group.groups import groups
from pipelines.audit.group.members import Group, Member, name_of_part
from pipelines.audit.group.sums import counts
from pipelines.audit.intervals import (
    NEAREST,
    Figure,
    bases_for,
    counts_for,
    cut_interval,
    is_nearest,
    is_vague,
    rate_interval,
    ratio,
    reproduces,
    rounded,
    severity_of_points,
    share_mode,
    whole_numbers,
)
from pipelines.audit.share.kinds import kind_parted
from pipelines.audit.share.neighbours import whole_in_same_words, whole_of_neighbours
from pipelines.audit.share.ratios import (
    PRECISE,
    base_passed_over,
    base_said,
    is_loosely_named,
    part_and_whole,
    wholes_by_name,
)
from pipelines.audit.share.shares_in_order import shares_in_order
from pipelines.audit.steps import step
from pipelines.audit.wording import channel_zh, decimal, percent, period_zh, places_of


@dataclass(frozen=True, slots=True)
class ShareResult:
    """A share against its own count: what the arithmetic gives, the verdict and the case of the sentence."""

    rate: Fraction
    mode: str | None
    verdict: str
    severity: int
    case: str


def forced_to_fill(group: Group, member: Member) -> bool:
    """Whether the printed shares add up to exactly 100 while the nearest roundings of all counts do not, and
    ``member`` is one unit of its last digit away from its nearest rounding: the remainder was put on it. Where another
    is farther away, the whole is not theirs.
    """
    whole = group.whole
    if whole is None or whole.value <= 0 or group.total_share != 100 or not member.share or not member.count:
        return False
    pairs = [(m.count, m.share) for m in group.members]
    honest = [rounded(c.value * 100 / whole.value, s.step) for c, s in pairs if c is not None and s is not None]
    own = rounded(member.count.value * 100 / whole.value, member.share.step)
    return (
        len(honest) == len(pairs)
        and all(abs(h - s.value) <= s.step for h, (_, s) in zip(honest, pairs, strict=True) if s is not None)
        and sum(honest, Fraction(0)) != 100
        and abs(own - member.share.value) == member.share.step
    )


def is_padded(rate: Fraction, share: Figure) -> bool:
    """Whether a share is its rate rounded to one digit less, with a zero behind it (89.81% as 89.80%)."""
    coarse = share.step * 10
    return share.step < PRECISE and share.value % coarse == 0 and rounded(rate, coarse) == share.value


def is_of_all(group: Group, member: Member) -> bool:
    """Whether the one share of a list, behind its last member, is of all members together and not of that one."""
    whole, share, count = group.whole, group.share_of_all, member.count
    if whole is None or whole.value <= 0 or share is None or share is not member.share or count is None:
        return False
    own, together = (reproduces(value * 100 / whole.value, share) for value in (count.value, group.total))
    return not is_nearest(own) and is_nearest(together)


def share_result(group: Group, member: Member, other_wholes: tuple[Figure, ...] = ()) -> ShareResult | None:
    """The share of one member on the whole of its group; ``None`` where count, share or whole is missing.

    ``other_wholes`` are other printed counts that might be the base; they are tried only when the whole does not fit.
    """
    count, share, whole = member.count, member.share, group.whole
    if count is None or share is None or whole is None or whole.value <= 0:
        return None
    if is_vague(count.interval, whole.interval) and ratio(count.interval, whole.interval).overlaps(share.interval):
        return None  # hardly any share could be wrong; one that lies outside even so is
    rate = count.value * 100 / whole.value
    mode = share_mode(count, whole, share)
    if is_of_all(group, member):
        rate = group.total * 100 / whole.value
        mode = reproduces(rate, share)
    if rate > 100 and not is_of_most(group, whole):
        return None  # a part is no larger than its whole: what was taken for the whole is another count
    if is_nearest(mode):
        is_open = mode == "about" and not share.is_about
        return ShareResult(rate, mode, "consistent", 0, "holds_rounded" if is_open else "holds")
    if mode == "truncated":
        return ShareResult(rate, mode, "consistent", 1, "truncated")
    if forced_to_fill(group, member):
        return ShareResult(rate, mode, "inconsistent", 1, "forced")
    fitting = bases_that_fit(count, share, other_wholes)
    severity = severity_of_points(rate, share)
    if len(fitting) == 1:
        return ShareResult(rate, None, "consistent_on_other_base", severity, "other_base")
    if fitting:
        return ShareResult(rate, None, "needs_definition", severity, "several_bases")
    if mode == "ceiling":
        return ShareResult(rate, mode, "inconsistent", 1, "ceiling")
    if is_padded(rate, share):
        return ShareResult(rate, None, "inconsistent", 1, "padded")
    if not group.is_whole_of_another(share) and not share.value < 2 * rate < 4 * share.value:
        return None  # the whole that was read is that of something else
    if not _is_its_whole(group, rate, share):
        return ShareResult(rate, None, "needs_definition", severity, "no_base")
    return ShareResult(rate, None, "inconsistent", severity, "differs")


FARTHEST = Fraction(25)
"""Percentage points between a share and what its count gives, beyond which the whole is not the one it is of."""


def _is_its_whole(group: Group, rate: Fraction, share: Figure) -> bool:
    """Whether a share that differs can be called wrong: its whole is that of most other shares of the list, and those
    that differ are not all of one other number. Of one share alone nobody can tell what it is of.
    """
    whole = group.whole
    if whole is None or abs(rate - share.value) > FARTHEST:
        return False
    return is_of_most(group, whole) and not have_one_base(_differing(group, whole))


def _counted(group: Group) -> list[tuple[Figure, Figure]]:
    return [(m.count, m.share) for m in group.members if m.share is not None and m.count is not None]


def _differing(group: Group, whole: Figure) -> list[tuple[Figure, Figure]]:
    return [(c, s) for c, s in _counted(group) if reproduces(c.value * 100 / whole.value, s) is None]


def is_of_most(group: Group, whole: Figure) -> bool:
    """Whether the whole is that of most of the shares, one that differs left out of account."""
    counted = len(_counted(group))
    fitting = counted - len(_differing(group, whole))
    return counted > 1 and 2 * fitting > counted - 1


def are_all_of(group: Group, whole: Figure) -> bool:
    """Whether each member has a count and a share, and the share is that of its count in the whole."""
    return len(group.members) == len(_counted(group)) > 1 and not _differing(group, whole)


def have_one_base(pairs: Sequence[tuple[Figure, Figure]]) -> bool:
    """Whether two or more counts with their shares can all be of one whole number, whatever it is."""
    ranges = [
        bases_for((int(count.value), int(count.value)), rate_interval(share))
        for count, share in pairs
        if count.value.denominator == 1 and count.value > 0
    ]
    found = [ends for ends in ranges if ends is not None]
    return len(found) == len(pairs) > 1 and max(low for low, _ in found) <= min(high for _, high in found)


def bases_that_fit(count: Figure, share: Figure, wholes: tuple[Figure, ...]) -> tuple[Fraction, ...]:
    """The values among ``wholes`` on which ``count`` gives ``share`` by nearest rounding."""
    values = sorted({w.value for w in wholes if w.value > 0})
    return tuple(v for v in values if reproduces(count.value * 100 / v, share) in NEAREST)


def _other_wholes(audited: Audited, group: Group) -> tuple[Figure, ...]:
    """Other exact counts of the paragraph that are not parts, and the sum of all parts whose shares fill 100: the bases
    a share might be of instead.
    """
    read = group.whole.value if group.whole else None
    wholes = tuple(f for f in _counts_of_no_part(audited, block(group.first)) if f.value != read)
    return (*wholes, _sum_of_parts(group)) if group.is_of_its_sum else wholes


@lru_cache(maxsize=64)
def _counts_of_no_part(audited: Audited, place: str) -> tuple[Figure, ...]:
    counted = (c for c in of_paragraph(audited, place) if c.category is None and kind(c.metric) == "count")
    return tuple(f for c in counted if (f := figure(c)) is not None)


def _sum_of_parts(group: Group) -> Figure:
    """What the counts of an enumeration add up to, as a base that no one printed."""
    total = group.total
    return Figure(
        metric=group.metric, value=total, step=Fraction(1), interval=Interval(total, total), printed=decimal(total)
    )


def is_told(audited: Audited, group: Group, member: Member) -> bool:
    """Whether a share is judged on the whole of its list: not where that one does not give it, but another count does
    that stands before it.
    """
    found = share_result(group, member, _other_wholes(audited, group))
    share = member.share
    if found is None or share is None or share.claim is None:
        return found is not None
    is_open = found.case == "no_base" and share.step <= PRECISE
    return not (is_open and part_and_whole(audited, share.claim, share) is not None)


@lru_cache(maxsize=8)
def told_shares(audited: Audited) -> frozenset[int]:
    """The shares that are judged on the whole of their list, by the identity of their claims."""
    members = ((g, m) for g in groups(audited) for m in g.members)
    return frozenset(id(m.share.claim) for g, m in members if m.share and is_told(audited, g, m))


def _subject(group: Group, member: Member) -> str:
    together = f"{group.members[0].name}等{len(group.members)}项合计"
    return f"{group.channel}{together if is_of_all(group, member) else member.name}占比"


_BASE_SAID = re.compile(
    r"占([^，,；;。、：:\d]{2,14}?)(?:诉求|工单|受理|承办)?(?:总量|总数|量)?的?(?:比重|比例)?[约为达]?$"
)


def _part_said(audited: Audited, share: Figure) -> Figure | None:
    """The count of the part of which a share says that it is (城区街道938件；乡镇347件。其中某街道373件，占城区街道的
    39.8%).
    """
    claim = share.claim
    said = _BASE_SAID.search(claim.quote[: max(claim.quote.find(claim.printed), 0)]) if claim else None
    if claim is None or said is None:
        return None
    named = (c for c in of_paragraph(audited, block(claim)) if name_of_part(c) == said[1])
    return next((f for c in named if kind(c.metric) == "count" and (f := figure(c)) is not None), None)


def _of_part_said(audited: Audited, group: Group, member: Member) -> Group:
    """The group with the part that the words of a share name as its whole, where the share is of that one."""
    part = _part_said(audited, member.share) if member.share is not None and member.count is not None else None
    if part is None or member.count is None or member.share is None or part.value <= member.count.value:
        return group
    return replace(group, whole=part) if is_nearest(share_mode(member.count, part, member.share)) else group


_OF_MONTH_OR_SO_FAR = re.compile(r"(?:当[月季期年周]|本[月季期年周]|单月|累计)[^，,；;。：:\d]{0,8}$")


def _of_its_period(audited: Audited, group: Group, member: Member) -> Group:
    """The group with the other count of the paragraph that its words mean: where a month and the year so far are
    counted beside each other (10月承办23件；累计承办242件。其中某局当月7件，占30.43%), and where a share says that it
    is of another count than the one before it (已办结398件；延期54件，占交办总数的13.3%).
    """
    count, share = member.count, member.share
    if count is None or count.claim is None or share is None or share.claim is None or group.whole is None:
        return group
    if is_nearest(share_mode(count, group.whole, share)):
        return group
    quote, place = count.claim.quote, only_print(count.claim)
    is_of_another = share.claim.of_metric not in (None, count.metric, group.whole.metric)
    if not is_of_another and (place is None or _OF_MONTH_OR_SO_FAR.search(quote[: place[0]]) is None):
        return group
    rivals = (w for w in _other_wholes(audited, group) if w.value > count.value)
    rivals = (w for w in rivals if w.metric == group.whole.metric or is_of_another)
    return next((replace(group, whole=w) for w in rivals if is_nearest(share_mode(count, w, share))), group)


_BASE_OPENED = re.compile(r"占[^，,；;。：:\d]*[（(]\s*[共计]*$")
_TO_SHARE = re.compile(r"\s*[）)]的?(?:[\d.]+[%％](?:[、，]|以?及|和)?)*")


def _base_said(audited: Audited, share: Figure | None) -> Figure | None:
    """The count in a bracket behind what a share says it is of (占部门留言总数（964条）的44.71%)."""
    claim = share.claim if share is not None else None
    for base in counts(audited).get(block(claim), ()) if claim is not None else ():
        between = text_between(base, share) if share is not None else None
        if base.claim is None or between is None or _TO_SHARE.fullmatch(between) is None:
            continue
        before = base.claim.quote.rpartition(f"{base.printed}{between}")[0]
        if _BASE_OPENED.search(before):
            return base
    return None


def _of_base_said(audited: Audited, group: Group, member: Member) -> Group:
    """The group with the count that the words of a share name as its whole, where that one alone gives it (立项4100件,
    占总立项数的72.68%).
    """
    count, share, whole = member.count, member.share, group.whole
    if count is None or share is None or share.claim is None or whole is None:
        return group
    if is_nearest(share_mode(count, whole, share)):
        return group
    named = wholes_by_name(audited, count, share.claim, share)
    return next((replace(group, whole=f) for f in named if is_nearest(share_mode(count, f, share))), group)


def _of_its_paragraph(audited: Audited, group: Group, member: Member) -> Group:
    """The group with the count before a share in its paragraph that gives it, where the whole that was read stands in
    another paragraph and does not, and the words say no base (不满意的63件中，…重办后满意41件，占65.08%).
    """
    count, share, whole = member.count, member.share, group.whole
    if count is None or share is None or share.claim is None or whole is None or whole.claim is None:
        return group
    is_far = block(whole.claim) != block(share.claim) and not base_said(count, share.claim, share)
    if not is_far or share.step > PRECISE or is_nearest(share_mode(count, whole, share)):
        return group
    at = span(share.claim)
    near = [w for w in _other_wholes(audited, group) if w.claim is not None and span(w.claim) < at]
    giving = {w.value: w for w in near if w.value > count.value and is_nearest(share_mode(count, w, share))}
    return replace(group, whole=next(iter(giving.values()))) if len(giving) == 1 else group


def _of_same_words(audited: Audited, group: Group, member: Member) -> Group:
    """The group with the whole of other shares of all in the same words, where its own does not give the share."""
    count, share, whole = member.count, member.share, group.whole
    if count is None or share is None or whole is None or is_nearest(share_mode(count, whole, share)):
        return group
    alike = whole_in_same_words(audited, count, share)
    return group if alike is None else replace(group, whole=alike)


def _passed_over(audited: Audited, group: Group, member: Member) -> Figure | None:
    """The count that a share says it is of, where its list has another whole, which is the one that gives it."""
    count, share, whole = member.count, member.share, group.whole
    if count is None or share is None or share.claim is None or whole is None:
        return None
    is_given = is_nearest(share_mode(count, whole, share))
    return base_passed_over(audited, count, whole, share.claim, share) if is_given else None


def fits_any_count(audited: Audited, member: Member) -> bool:
    """Whether any count that the sentences print gives the share of a member."""
    count, share = member.count, member.share
    printed = tuple(f for figures in counts(audited).values() for f in figures)
    return count is not None and share is not None and bool(bases_that_fit(count, share, printed))


def _share_finding(audited: Audited, group: Group, member: Member) -> Finding | None:
    group = _of_its_period(audited, _of_part_said(audited, group, member), member)
    group = _of_its_paragraph(audited, _of_base_said(audited, group, member), member)
    group = _of_same_words(audited, group, member)
    wholes = _other_wholes(audited, group)
    said = _base_said(audited, member.share)
    group = group if said is None else replace(group, whole=said)
    passed_over = _passed_over(audited, group, member) if said is None else None
    is_wording = False
    if passed_over is not None and (whole := group.whole) is not None:
        count, share = member.count, member.share
        named = base_said(count, share.claim, share) if count and share and share.claim else ""
        is_wording = is_loosely_named(named, passed_over, whole)
        group, wholes = replace(group, whole=passed_over), (whole,)
    found = share_result(group, member, () if said is not None else wholes)
    if found is not None and is_wording:
        found = replace(found, severity=min(found.severity, 1))
    beside = whole_of_neighbours(audited, group) if found is not None and found.case == "no_base" else None
    if found is not None and beside is not None and not fits_any_count(audited, member):
        group = replace(group, whole=beside)
        held = share_result(group, member)
        found = replace(held, verdict="inconsistent", case="differs") if held and held.case == "no_base" else held
    if found is not None and said is not None and found.case == "no_base":
        found = replace(found, verdict="inconsistent", case="differs")
    if found is None or member.count is None or member.share is None or group.whole is None:
        return None
    if said is None and passed_over is None and beside is None and not is_told(audited, group, member):
        return None
    fitting = (
        bases_that_fit(member.count, member.share, wholes) if found.case in ("other_base", "several_bases") else ()
    )
    words = {
        "name": _subject(group, member).removesuffix("占比"),
        "printed": member.share.printed,
        "part": decimal(group.total if is_of_all(group, member) else member.count.value),
        "whole": decimal(group.whole.value),
        "rate": percent(found.rate),
        "nearest": percent(rounded(found.rate, member.share.step), places_of(member.share.step)),
        "coarse": percent(member.share.value, max(places_of(member.share.step) - 1, 0)),
        "others": "、".join(decimal(v) for v in fitting),
        "others_en": ", ".join(decimal(v) for v in fitting),
        "n": len(group.members),
        "fitting": len(_counted(group)) - len(_differing(group, group.whole)),
    }
    is_single = len(_counted(group)) == 1
    alone = "no_base_of_one" if is_single else "no_base_alone" if words["fitting"] else "no_base"
    case = alone if found.case == "no_base" else found.case
    finding = Finding(
        check_id="A3",
        subject=_subject(group, member),
        verdict=found.verdict,
        severity=found.severity,
        claimed=member.share.printed,
        recomputed=percent(found.rate),
        low=found.rate / 100,
        high=found.rate / 100,
        gap=(found.rate - member.share.value) / 100,
        formula_id="part_over_whole",
        rounding="forced_to_fill" if found.case == "forced" else found.mode,
        alternatives=(
            *(("ceiling",) if found.case == "forced" and found.mode == "ceiling" else ()),
            *map(decimal, fitting),
        ),
        evidence=(f"{words['part']}/{words['whole']} = {words['rate']}",),
        metric="share",
        cause_id=_cause(audited, group, member, found),
        **say("shares", case, **words),
    )
    return located(audited, finding, claims_of((member.share, member.count, group.whole)))


def whole_cause(audited: Audited, group: Group) -> str:
    """The cause that shares of a list which are not of its printed whole have in common."""
    return cause(audited, "whole", group.first.locator)


def _cause(audited: Audited, group: Group, member: Member, found: ShareResult) -> str | None:
    if found.verdict == "consistent":
        return None
    return whole_cause(audited, group) if found.case == "no_base" else cause(audited, "share", _subject(group, member))


@check("A3", "占比", "shares", gives="consistent consistent_on_other_base needs_definition inconsistent")
def check_shares(audited: Audited) -> Iterator[Finding]:
    """A printed share against its part over the whole of its enumeration, at printed precision. Shares behind
    分别占 are those of the counts before them, in their order, where a printed count is the whole of all of them, or of
    all but one.

    A share that only rounding up gives, or rounding to one digit less (89.80% of 89.81%), or that was moved so that all
    shares add up to 100, is ``inconsistent`` with
    severity 1; a share that fits one other printed count is ``consistent_on_other_base``.

    Tolerance: half a unit of the last printed digit; truncation is told and agrees.
    """
    listed = [exact_group(audited, group) for group in groups(audited)]
    members = [(g, m) for g in listed for m in g.members]
    if in_order := [(g, m) for g in shares_in_order(audited) for m in g.members if m.share]:
        told = {id(m.share.claim) for g, m in members if m.share and m.count and is_told(audited, g, m)}
        members += [(g, m) for g, m in in_order if m.share and id(m.share.claim) not in told]
    found = (_share_finding(audited, g, m) for g, m in members)
    yield from distinct(f for f in found if f is not None)


@dataclass(frozen=True, slots=True)
class Implied:
    """The whole numbers that a share without a count allows; ``None`` for both where no whole number does."""

    low: int | None
    high: int | None


def implied_by_share(share: Figure, whole: Figure) -> Implied | None:
    """The counts that ``share`` of ``whole`` allows; ``None`` where the share is a bound or the whole is not exact."""
    exact = whole_numbers(whole.interval)
    if share.is_bound or share.is_about or exact is None or exact[0] != exact[1] or exact[0] <= 0:
        return None
    found = counts_for(rate_interval(share), exact[0]) or counts_for(cut_interval(share), exact[0])
    return Implied(None, None) if found is None else Implied(*found)


def uncounted_shares(audited: Audited) -> Iterator[tuple[Group, Figure, Figure, Implied]]:
    """The shares without a count of their own whose whole is printed: group, share, whole, and what they allow."""
    for group in groups(audited):
        for member in group.members:
            if member.count is not None or member.share is None:
                continue
            whole = kind_parted(audited, member.share) or group.whole
            implied = implied_by_share(member.share, whole) if whole is not None else None
            if whole is not None and implied is not None:
                yield group, member.share, whole, implied


def share_assumption(group: Group, whole: Figure) -> str:
    """What an implied count of a share rests on, in words."""
    period = period_zh(group.first)
    when = f"（{period}）" if period else ""
    whose, quantity = f"{channel_zh(group.first.channel)}{when}", f"{decimal(whole.value)}{whole.unit or '件'}"
    return step("shares_of" if whose else "shares_of_whole", whose=whose, quantity=quantity)
