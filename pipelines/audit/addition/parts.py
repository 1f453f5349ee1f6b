"""A2: do the parts that a sentence names add up to the whole it prints?

What belongs here: counts of an enumeration against its whole, counts of single channels against channels taken
together, letters removed from a count (``valid``). What does not: which whole they are of (``other_wholes``), shares
that should fill 100 (``share_totals``), one share against its own count (``shares``), stages of handling (``flows``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from pipelines.audit.addition.other_wholes import (
    FARTHEST_SHORT,
    SLIP,
    SMALLEST_FILLED,
    base_printed,
    counted_above,
    counted_together,
    named_in_head,
    of_own_sentence,
    stage_that_fits,
    taken_together,
)
from pipelines.audit.addition.removals import is_left_over, removal
from pipelines.audit.addition.share_totals import shares_of_all
from pipelines.audit.english import english
from pipelines.audit.figures import (
    block,
    cause,
    claims_of,
    distinct,
    figure,
    is_whole,
    kind,
    located,
    narrative,
    text_between,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.exact import with_exact_members
from pipelines.audit.group.groups import groups, umbrella_parts
from pipelines.audit.group.members import Group
from pipelines.audit.group.skipped import is_read_in_full, skips_a_member
from pipelines.audit.group.sums import SMALLEST_WHOLE, counts, is_one_unit, run_that_fills
from pipelines.audit.group.wholes import is_umbrella
from pipelines.audit.intervals import Figure, room_of, severity_of_gap
from pipelines.audit.practices import practice, stated
from pipelines.audit.rules import words
from pipelines.audit.share.shares import are_all_of, is_of_most
from pipelines.audit.stated import channel_en
from pipelines.audit.wording import channel_zh, decimal, metric_en, metric_zh, period_zh, signed

FARTHEST_WITHIN = Fraction(1, 2)
"""Of the whole: parts that fall short of it by more are a few of many, and that they do not exceed it says little."""

_WITHIN = re.compile(r"\d(?:个?工作日|[日天周]|个?小时)(?:之|以)?内")
"""The name of a part that a longer span may count again (3日内办结14件，5日内办结26件)."""

MOST_COUNTS = 16
"""Among how many counts two or three that add up to a whole as large as ``SMALLEST_FILLED`` are no chance."""


def parts_case(
    parts: tuple[Fraction, ...],
    whole: Fraction,
    *,
    exhaustive: bool,
    of_its_sum: bool = False,
    shares_fit: bool = False,
    of_requests: bool = False,
    overlap: bool = False,
    room: Fraction = Fraction(0),
) -> tuple[str, int, str] | None:
    """Verdict, severity and sentence of parts against their whole; ``None`` for a few of many.

    More than the whole never fits. Less fits when the text does not present its parts as all there is; a reader is told
    where the remainder is smaller than each part named, or where the parts are the kinds of request (``of_requests``),
    which are few enough to be named all. Parts whose shares are of their own sum (``of_its_sum``) leave
    out the rest knowingly, so that the definition is open. Where most shares of the list fit the whole
    (``shares_fit``), it is theirs, however far they exceed it; where all of them do (``overlap``), no part is
    misprinted, and one item may be of several parts. ``room`` is what round numbers (12.9万) leave open.
    """
    gap = sum(parts, Fraction(0)) - whole
    if gap == 0:
        return "consistent", 0, "holds"
    if abs(gap) <= room:
        return "consistent", 0, "holds_rounded"
    if of_its_sum and gap < 0:
        return "needs_definition", severity_of_gap(gap, whole), "own_sum"
    if overlap and gap > 0:
        return "needs_definition", 2, "differs"
    if (gap > SLIP * whole and not shares_fit) or (exhaustive and -gap > FARTHEST_SHORT * whole):
        return "needs_definition", 3, "differs"
    if gap > 0 or exhaustive:
        return "inconsistent", severity_of_gap(gap, whole), "differs"
    if of_requests and -gap <= FARTHEST_SHORT * whole:
        return "needs_definition", 1, "remainder"
    if -gap < min(parts):
        return "unusual", 1, "remainder"
    return ("consistent", 0, "within") if -gap <= FARTHEST_WITHIN * whole else None


def _parts_finding(
    audited: Audited,
    subject: str,
    whole: Figure,
    parts: tuple[Figure, ...],
    *,
    exhaustive: bool,
    of_its_sum: bool = False,
    shares_fit: bool = False,
    of_requests: bool = False,
    overlap: bool = False,
    rest_said: bool = False,
    note: str | None = None,
    stage: Figure | None = None,
    elsewhere: Figure | None = None,
    named_en: str | None = None,
) -> Finding | None:
    """``stage`` is what the parts may be of instead of the whole: they add up to it; ``elsewhere`` another print of the
    whole that they add up to; ``named_en`` whose parts they are, where the English of ``subject`` does not tell it.
    """
    case = parts_case(
        tuple(p.value for p in parts),
        whole.value,
        exhaustive=exhaustive,
        of_its_sum=of_its_sum,
        shares_fit=shares_fit,
        of_requests=of_requests,
        overlap=overlap,
        room=room_of((whole, *parts)),
    )
    if note is not None and sum((p.value for p in parts), Fraction(0)) > whole.value:
        case = "consistent", 0, "overlap_stated"
    added = sum((p.value for p in parts), Fraction(0))
    if rest_said and added < whole.value:
        case = "consistent", 0, "rest_said"
    if stage is not None:
        case = "needs_definition", severity_of_gap(added - whole.value, whole.value), "of_a_stage"
    if elsewhere is not None:
        case = "needs_definition", severity_of_gap(added - whole.value, whole.value), "of_another_print"
    if case is None:
        return None
    verdict, severity, sentence = case
    terms = "+".join(decimal(p.value) for p in parts)
    metric = metric_en(whole.metric)
    period = period_zh(whole.claim) if whole.claim else ""
    finding = Finding(
        check_id="A2",
        subject=subject,
        verdict=verdict,
        severity=severity,
        claimed=whole.printed,
        recomputed=decimal(added),
        gap=added - whole.value,
        evidence=(
            f"{terms} = {decimal(added)}",
            f"{decimal(added)} - {decimal(whole.value)} = {signed(added - whole.value)}",
        ),
        metric=whole.metric,
        cause_id=None if verdict == "consistent" else cause(audited, "parts", subject),
        **say(
            "parts",
            sentence,
            subject=subject,
            named_en=named_en or english(subject),
            period_en=f", {english(period)}" if period else "",
            metric_en=metric,
            terms=terms,
            added=decimal(added),
            whole=decimal(whole.value),
            gap=signed(added - whole.value),
            rest=decimal(whole.value - added),
            note=note or "",
            stage_zh=metric_zh(stage.metric) if stage else "",
            stage_en=metric_en(stage.metric) if stage else "",
        ),
    )
    return located(audited, finding, claims_of((whole, *parts, stage, elsewhere)))


def _is_filled_by_others(audited: Audited, group: Group, whole: Figure) -> bool:
    """Whether two or three counts of the paragraph, a member among them and another, add up to the whole, or one other,
    or two of the sentence, are what the members fall short by, be it one of which it was not read what it counts: the
    list was not read as it is printed.
    """
    read = {c.locator for c in narrative(audited)}
    unread = (c for c in audited.printed if c.quote == group.first.quote and c.locator not in read)
    if any(c.value == whole.value - group.total >= SMALLEST_WHOLE for c in unread):
        return True
    if whole.value < SMALLEST_FILLED:
        return False
    own = {id(f.claim) for f in group.counts}
    here = [c for c in narrative(audited) if block(c) == block(group.first) and kind(c.metric) == "count"]
    counts = [f for c in here if (f := figure(c)) is not None and f.value < whole.value]
    others = [f for f in counts if id(f.claim) not in own]
    if any(f.value == whole.value - group.total >= SMALLEST_WHOLE for f in others):
        return True
    beside = [f for f in others if f.claim is not None and f.claim.quote == group.first.quote][:MOST_COUNTS]
    if any(a.value + b.value == whole.value - group.total >= SMALLEST_WHOLE for a, b in combinations(beside, 2)):
        return True  # 巡查上报1006件，受理热线舆情27件，领导交办60件: two ways that were read as something else
    lists = run_that_fills(whole, others)
    apart = {id(f.claim) for run in lists for f in run}  # parts of the same whole in another way
    counts = [f for f in counts if id(f.claim) not in apart]
    sets = (s for n in (2, 3) for s in combinations(counts[:MOST_COUNTS], n))
    return any(
        sum((f.value for f in s), Fraction(0)) == whole.value and len({id(f.claim) in own for f in s}) == 2
        for s in sets
    )


def _are_two_lists(group: Group, whole: Figure) -> bool:
    """Whether some neighbours among the members fill the whole by themselves (电话6627件、网络583件；咨询类6722件…):
    the others are parts of it another way.
    """
    return any(run_that_fills(whole, group.counts))


def _is_one_of_several(audited: Audited, group: Group, whole: Figure) -> bool:
    """Whether the whole stands in another paragraph than its parts, beside other counts of the same: the list may be of
    another of them (受理4217件（热线4203件），行政类2054件、社会类1986件。/ 咨询类2849件…).
    """
    if whole.claim is None or block(whole.claim) == block(group.first):
        return False
    beside = (c for c in narrative(audited) if block(c) == block(whole.claim) and is_whole(c))
    return len({c.value for c in beside if c.metric == whole.metric}) > 1


def _is_of_their_row(group: Group, whole: Figure) -> bool:
    """Whether what was read as the whole is one of the parts itself: 其中 opens the row in which it stands before them
    (受理2556件。其中，来电2389件，网络133件，…).
    """
    claim, quote = whole.claim, group.first.quote
    if claim is None or claim.quote != quote or block(claim) != block(group.first):
        return False
    opened = re.match(r"\s*其中[，,：:]?(?=[^，,。；;：:\d]+\d)", quote)
    return (
        opened is not None
        and quote.find(claim.printed) < quote.find(group.first.printed)
        and (re.search(r"\d", quote[opened.end() : quote.find(claim.printed)]) is None)
    )


def _has_a_sequel(audited: Audited, group: Group) -> bool:
    """Whether the list is one of two of a paragraph that count the same, of which the second says that it goes on
    (另外，求助类166件、其他359件).
    """
    alike = (g for g in groups(audited) if g.metric == group.metric and block(g.first) == block(group.first))
    quotes = {g.first.quote.lstrip() for g in alike}
    return len(quotes) > 1 and any(quote.startswith(words("groups", "further")) for quote in quotes)


def _hold_one_another(group: Group, whole: Figure) -> bool:
    """Whether the members are counts within longer and longer spans, which rise up to the whole: each may hold the ones
    before it.
    """
    within = [m.count.value for m in group.members if m.count is not None and _WITHIN.search(m.name)]
    return len(within) > 1 and within == sorted(within) and within[-1] <= whole.value


def _group_parts(audited: Audited, listed: Group) -> Finding | None:
    group = taken_together(audited, listed)
    if group is None:
        return None
    if group.whole is None or group.whole.is_bound or group.whole.is_about:
        return None
    if len(group.members) < 2 or not group.is_counted:
        return None
    if group.total != group.whole.value and skips_a_member(audited, group):
        return None
    if group.total != group.whole.value and not all(is_one_unit(f, group.whole) for f in group.counts):
        return None  # 举报426件次，…涉及县级干部22人次、科级干部149人次
    if group.total != group.whole.value and _hold_one_another(group, group.whole):
        return None
    if group.total < group.whole.value and not is_read_in_full(audited, group):
        return None
    if group.total < group.whole.value and _is_of_their_row(group, group.whole):
        return None
    if group.total < group.whole.value and _has_a_sequel(audited, group):
        return None
    if group.total != group.whole.value and _is_filled_by_others(audited, group, group.whole):
        return None
    if group.total > group.whole.value >= SMALLEST_FILLED and _are_two_lists(group, group.whole):
        return None
    subject = f"{group.subject}{metric_zh(group.metric)}之和"
    whole = group.whole
    if (said := named_in_head(audited, group)) is not None:
        return _parts_finding(audited, subject, said, group.counts, exhaustive=True, stage=whole)
    if (said := of_own_sentence(audited, group)) is not None:
        return _parts_finding(audited, subject, said, group.counts, exhaustive=True, elsewhere=whole)
    if group.is_of_its_sum and (base := base_printed(audited, group)) is not None:
        return _parts_finding(audited, subject, base, group.counts, exhaustive=True)
    if group.total > whole.value:
        whole = counted_together(audited, whole, group.total)
    elif group.total < whole.value:
        whole = counted_above(audited, group) or whole
    if group.is_exhaustive and (stage := stage_that_fits(audited, group, whole)) is not None:
        return _parts_finding(audited, subject, whole, group.counts, exhaustive=True, stage=stage)
    return _parts_finding(
        audited,
        subject,
        whole,
        group.counts,
        exhaustive=group.is_exhaustive and not _is_one_of_several(audited, group, group.whole),
        of_its_sum=group.is_of_its_sum,
        shares_fit=is_of_most(group, group.whole),
        of_requests=group.names_requests,
        overlap=are_all_of(group, group.whole) or any(f.metric in words("groups", "removed") for f in group.counts),
        rest_said=group.says_the_rest,
        note=stated(practice("several_kinds"), audited),
    )


def _umbrella_findings(audited: Audited) -> Iterator[Finding]:
    for claim in narrative(audited):
        whole = figure(claim) if is_umbrella(claim) and kind(claim.metric) == "count" else None
        if whole is None:
            continue
        parts = tuple(f for c in umbrella_parts(audited, claim, claim.metric) if (f := figure(c)) is not None)
        if len(parts) < 2 or _is_one_more_listed(audited, whole, parts):
            continue
        of_parts = [p.claim.channel for p in parts if p.claim]
        found = _parts_finding(
            audited,
            f"{'与'.join(map(channel_zh, of_parts))}{metric_zh(claim.metric)}之和",
            whole,
            parts,
            exhaustive=False,
            named_en=" and ".join(map(channel_en, of_parts)),
        )
        if found is not None:
            yield found


def _is_one_more_listed(audited: Audited, whole: Figure, parts: tuple[Figure, ...]) -> bool:
    """Whether the sentence of single channels counts what they leave of their whole (为民办实事派单6件)."""
    left = whole.value - sum((f.value for f in parts), Fraction(0))
    quotes = {f.claim.quote for f in parts if f.claim}
    same = (c for c in narrative(audited) if c.quote in quotes and c.metric == whole.metric)
    return left > 0 and any(c.value == left for c in same)


def _unit_findings(audited: Audited) -> Iterator[Finding]:
    """Units listed behind a count of which they have more together than it says (逾期9件，其中县住建局6件、…): an item
    may be of several units. Nothing is said where the text speaks of items handled jointly.
    """
    if any(word in audited.full_text for word in words("groups", "joint")):
        return
    for figures in counts(audited).values():
        for at, whole in enumerate(figures):
            units = tuple(_units_behind(whole, figures[at + 1 :]))
            total = sum((f.value for f in units), Fraction(0))
            if len(units) < 2 or whole.claim is None or not is_whole(whole.claim) or total <= whole.value:
                continue
            first = claims_of(units[:1])[0].agency
            subject = f"{first}等{len(units)}个单位{metric_zh(whole.metric)}之和"
            found = _parts_finding(audited, subject, whole, units, exhaustive=False, overlap=True)
            if found is not None:
                yield found


def _units_behind(whole: Figure, behind: Sequence[Figure]) -> Iterator[Figure]:
    """The counts of single units, each of another, that a sentence announces as the parts of a whole."""
    last, seen = whole, set[str | None]()
    for f in behind:
        between = text_between(last, f)
        if f.metric != whole.metric or f.claim is None or f.claim.scope != "unit" or between is None:
            return
        is_announced = last is not whole or any(word in between for word in words("groups", "announcing"))
        if f.claim.agency in seen or not is_announced or re.search("[。；;]", between):
            return
        seen.add(f.claim.agency)
        last = f
        yield f


@check("A2", "分项与总数", "parts of a whole", gives="consistent inconsistent needs_definition unusual")
def check_parts(audited: Audited) -> Iterator[Finding]:
    """The parts of an enumeration against the whole before it; shares against 100.

    Parts that exceed their whole are ``inconsistent``, but where the shares of all of them are of it, one item may be
    of several parts. Parts that fall short are so only where the text presents them as complete (shares that fill 100,
    a member 其他). Kinds of request (投诉, 求助, 咨询, 建议) that fall short may not be all. Where the shares are of
    the sum of the parts, what is left out is a matter of definition. Nothing is said of a shortfall in a paragraph
    of which a figure was not read. What is said to be left when some letters are taken off (剔除重复9件，实际转办172件)
    is held against what came in; of other words than valid ones only a difference that is small.

    Tolerance: none for counts; for shares half a last digit for each of them.
    """

    def findings() -> Iterator[Finding | None]:
        for group in groups(audited):
            yield _group_parts(audited, with_exact_members(audited, group))
            yield shares_of_all(audited, group)
        yield from _umbrella_findings(audited)
        yield from _unit_findings(audited)
        for claim in narrative(audited):
            if claim.metric == "valid" or is_left_over(claim):
                yield removal(audited, claim)

    yield from distinct(f for f in findings() if f is not None)
