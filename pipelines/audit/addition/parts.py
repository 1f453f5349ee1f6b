"""A2: do the parts that a sentence names add up to the whole it prints?

What belongs here: counts of an enumeration against its whole, counts of single channels against channels taken
together, letters removed from a count (``valid``), and shares that should fill 100. What does not: one share against
its own count (``shares``), stages of handling (``flows``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from parsers import vocabulary
from parsers.claims.words import any_of, words_pattern
from parsers.text.numbers import Interval
from pipelines.audit.addition.removals import is_left_over, removal
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
    same_part,
    same_subject,
    text_between,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.exact import with_exact_members
from pipelines.audit.group.groups import FEW, groups, umbrella_parts
from pipelines.audit.group.members import Group
from pipelines.audit.group.skipped import skips_a_member
from pipelines.audit.group.sums import SMALLEST_WHOLE, counts, is_one_unit, run_that_fills
from pipelines.audit.group.wholes import is_umbrella
from pipelines.audit.intervals import Figure, room_of, severity_of_gap
from pipelines.audit.practices import practice, stated
from pipelines.audit.rules import words
from pipelines.audit.share.shares import are_all_of, is_of_most
from pipelines.audit.stated import period_of
from pipelines.audit.wording import channel_zh, decimal, metric_en, metric_zh, percent, signed

SLIP = Fraction(1, 10)
"""Of the whole: parts that exceed it by more are rather parts that overlap (one letter in two of them)."""
FARTHEST_SHORT = Fraction(1, 4)
"""Of the whole: parts that fall short of it by more are hardly a sum gone wrong, but parts of something else."""

FARTHEST_WITHIN = Fraction(1, 2)
"""Of the whole: parts that fall short of it by more are a few of many, and that they do not exceed it says little."""

_WITHIN = re.compile(r"\d(?:个?工作日|[日天周]|个?小时)(?:之|以)?内")
"""The name of a part that a longer span may count again (3日内办结14件，5日内办结26件)."""

SMALLEST_FILLED, MOST_COUNTS = 500, 16
"""From which whole on, and among how many counts, two or three that add up to it are no chance."""


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
) -> Finding | None:
    """``stage`` is what the parts may be of instead of the whole: they add up to it; ``elsewhere`` another print of the
    whole that they add up to.
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


def _group_subject(group: Group) -> str:
    return f"{group.channel}{group.members[0].name}等{len(group.members)}项"


def _is_read_in_full(audited: Audited, group: Group) -> bool:
    """Whether every figure of the paragraph was read: otherwise a part may be missing from the sum."""
    return block(group.first) not in audited.unread


def _is_filled_by_others(audited: Audited, group: Group, whole: Figure) -> bool:
    """Whether two or three counts of the paragraph, a member among them and another, add up to the whole, or one other
    is what the members fall short by, be it one of which it was not read what it counts: the list was not read as it is
    printed.
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


def _together(audited: Audited, whole: Figure, total: Fraction) -> Figure:
    """The whole together with the counts behind it, where together they are what the parts add up to: letters and calls
    (来电304件，来信13件……从性质看，咨询类200件、投诉类117件); otherwise the whole itself.
    """
    claims = narrative(audited)
    at = next((n for n, c in enumerate(claims) if c is whole.claim), None)
    added, printed = whole.value, [whole.printed]
    for claim in () if at is None else claims[at + 1 : at + 4]:
        number = figure(claim) if kind(claim.metric) == "count" else None
        if number is None or number.is_bound or number.is_about:
            break
        added, printed = added + number.value, [*printed, number.printed]
        if added == total:
            return replace(whole, value=total, interval=Interval(total, total), printed="＋".join(printed))
    return whole


def _base_printed(audited: Audited, group: Group) -> Figure | None:
    """The count that the shares of a group are of instead of its whole, where the text prints it, before or behind."""
    own = {id(f.claim) for f in group.counts}
    counts = (figure(c) for c in narrative(audited) if c.metric == group.metric and id(c) not in own)
    printed = (f for f in counts if f is not None and not f.is_bound and not f.is_about)
    return next((f for f in printed if f.value == group.total >= FEW), None)


def _together_above(audited: Audited, group: Group) -> Figure | None:
    """Neighbouring counts of a paragraph above that together are what the parts add up to (行政类9443件、社会类81件。/
    在两类事项中，咨询类4495件、…).
    """
    if group.total < SMALLEST_FILLED:
        return None
    for place, figures in counts(audited).items():
        if place == block(group.first):
            return None
        alike = [f for f in figures if f.metric == group.metric]
        for start, end in combinations(range(len(alike) + 1), 2):
            run = alike[start:end]
            periods = {period_of(f.claim) for f in run if f.claim is not None}  # months are parts themselves
            if len(run) > 1 and len(periods) == 1 and sum((f.value for f in run), Fraction(0)) == group.total:
                printed = "＋".join(f.printed for f in run)
                return replace(run[0], value=group.total, interval=Interval(group.total, group.total), printed=printed)
    return None


def _stage_that_fits(audited: Audited, group: Group, whole: Figure) -> Figure | None:
    """What was done with what came in, printed for the same time, where the parts add up to that and not to what came
    in (受理4371件，办结4368件; 来访3483件、…): they may be of those."""
    if whole.metric not in words("series", "known_at_once") or whole.claim is None or group.total < SMALLEST_FILLED:
        return None
    stages = (
        figure(c)
        for c in narrative(audited)
        if c.metric in words("series", "done") and is_whole(c) and same_subject(c, whole.claim)
    )
    exact = (f for f in stages if f is not None and not f.is_bound and not f.is_about)
    return next((f for f in exact if f.value == group.total != whole.value), None)


_SORTED_BY = re.compile(rf"[^，,；;。]*(?:{any_of('list_heads')})[，,：:]\s*(?=[^，,；;。：:\d]*$)")
"""The clause that opens a list by saying what is sorted in it, and by what (从诉求受理渠道看，电话端…)."""


def _named_in_head(audited: Audited, group: Group) -> Figure | None:
    """The count that the clause before a list names (从诉求受理渠道看), where the parts exceed it and add up to another
    one (总受理量1199件、提供服务1273件): it is the whole that the text says.
    """
    quote = group.first.quote
    head = _SORTED_BY.search(re.split("[；;。]", quote[: max(quote.find(group.first.printed), 0)])[-1])
    own = None if group.whole is None else group.whole.claim
    if head is None or own is None or group.total != own.value:
        return None
    named = {vocabulary.metric_words()[w] for w in re.findall(words_pattern(vocabulary.metric_words()), head.group())}
    named = {metric for metric in named if kind(metric) == "count"} - {own.metric}
    wholes = [c for c in narrative(audited) if c.metric in named and is_whole(c) and same_subject(c, own)]
    said = figure(wholes[0]) if len({c.value for c in wholes}) == 1 else None
    if said is None or said.is_bound or said.is_about:
        return None
    return said if group.total > said.value else None


def _of_own_sentence(group: Group, audited: Audited) -> Figure | None:
    """The count of the same in the sentence of a list, where its parts add up to one printed elsewhere (事件1764件，…。
    在受理的1768件事件类案件中，市容环境1035件、…).
    """
    own = None if group.whole is None else group.whole.claim
    if own is None or own.quote == group.first.quote or group.total != own.value:
        return None
    opened = re.match(
        r"\s*在?[^，,；;。：:\d]{0,16}[\d.]+[^，,；;。：:\d]{1,16}(?:之中|中|里)[，,：:]", group.first.quote
    )
    if opened is None:
        return None
    for claim in narrative(audited):
        is_here = claim.quote == group.first.quote and block(claim) == block(group.first)
        if is_here and claim.printed in opened.group() and same_part(claim, own) and claim.metric == own.metric:
            said = figure(claim)
            return None if said is None or said.is_bound or said.is_about or said.value == own.value else said
    return None


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


MOST_LISTS = 4
"""Lists behind each other that may divide one whole together."""


def _lists_of(audited: Audited, group: Group, whole: Figure) -> list[Group]:
    """The counted lists of which a printed count is the whole, in reading order, as far as they count the same."""
    alike = (g for g in groups(audited) if g.is_counted and g.metric == group.metric)
    return [g for g in alike if g.whole is not None and g.whole.claim is whole.claim]


def _lists_that_fill(audited: Audited, group: Group, whole: Figure) -> tuple[Group, ...]:
    """The lists behind each other, ``group`` among them, that only together add up to a whole (设施问题：…；/
    环境问题：…); empty where none do.
    """
    of_whole = _lists_of(audited, group, whole)
    at = next((n for n, g in enumerate(of_whole) if g.first is group.first), None)
    if at is None or whole.value < SMALLEST_FILLED:
        return ()
    begins = range(max(at - MOST_LISTS + 1, 0), at + 1)
    runs = (of_whole[begin : begin + n] for begin in begins for n in range(2, MOST_LISTS + 1) if begin + n > at)
    return next((tuple(run) for run in runs if sum((g.total for g in run), Fraction(0)) == whole.value), ())


def _leaves_the_rest_to_another(audited: Audited, group: Group, whole: Figure) -> bool:
    """Whether a list falls short of its whole by far and another of that has room beside it: they may be one."""
    if whole.value - group.total <= FARTHEST_SHORT * whole.value:
        return False
    others = (g for g in _lists_of(audited, group, whole) if g.first is not group.first)
    return any(len(g.members) > 1 and g.total + group.total <= (1 + SLIP) * whole.value for g in others)


def _hold_one_another(group: Group, whole: Figure) -> bool:
    """Whether the members are counts within longer and longer spans, which rise up to the whole: each may hold the ones
    before it.
    """
    within = [m.count.value for m in group.members if m.count is not None and _WITHIN.search(m.name)]
    return len(within) > 1 and within == sorted(within) and within[-1] <= whole.value


def _taken_together(audited: Audited, group: Group) -> Group | None:
    """A list with those that only together with it fill its whole; ``None`` where it is told with another one, or the
    rest may stand in another one.
    """
    whole = group.whole
    if whole is None or not group.is_counted or group.total >= whole.value:
        return group
    lists = _lists_that_fill(audited, group, whole)
    if lists:
        members = tuple(m for g in lists for m in g.members)
        return replace(group, members=members) if lists[0].first is group.first else None
    return None if _leaves_the_rest_to_another(audited, group, whole) else group


def _group_parts(audited: Audited, listed: Group) -> Finding | None:
    group = _taken_together(audited, listed)
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
    if group.total < group.whole.value and not _is_read_in_full(audited, group):
        return None
    if group.total < group.whole.value and _is_of_their_row(group, group.whole):
        return None
    if group.total < group.whole.value and _has_a_sequel(audited, group):
        return None
    if group.total != group.whole.value and _is_filled_by_others(audited, group, group.whole):
        return None
    if group.total > group.whole.value >= SMALLEST_FILLED and _are_two_lists(group, group.whole):
        return None
    subject = f"{_group_subject(group)}{metric_zh(group.metric)}之和"
    whole = group.whole
    if (said := _named_in_head(audited, group)) is not None:
        return _parts_finding(audited, subject, said, group.counts, exhaustive=True, stage=whole)
    if (said := _of_own_sentence(group, audited)) is not None:
        return _parts_finding(audited, subject, said, group.counts, exhaustive=True, elsewhere=whole)
    if group.is_of_its_sum and (base := _base_printed(audited, group)) is not None:
        return _parts_finding(audited, subject, base, group.counts, exhaustive=True)
    if group.total > whole.value:
        whole = _together(audited, whole, group.total)
    elif group.total < whole.value:
        whole = _together_above(audited, group) or whole
    if group.is_exhaustive and (stage := _stage_that_fits(audited, group, whole)) is not None:
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


def shares_case(group: Group) -> tuple[str, int, str] | None:
    """Verdict, severity and sentence of shares that should fill 100; ``None`` for a list that does not claim to.

    Each share may be off by half a unit of its last digit. Shares of more than 100 can come from items with several
    topics, so the definition is open, but not where the counts fill the whole exactly; shares that fall far short are
    not all that there are.
    """
    slack = sum((f.step for f in group.shares), Fraction(0)) / 2
    excess = group.total_share - 100
    if group.shares_fill:
        return "consistent", 0, "shares_fill"
    fills = group.is_counted and group.whole is not None and group.total == group.whole.value
    if excess > slack and fills:
        return None  # counts that fill the whole do not overlap: one of the shares is wrong
    if excess > slack:
        return None if group.names_several_bases else ("needs_definition", 2, "shares_exceed")
    complete = group.has_rest or fills
    is_near = sum(map(_slack, group.shares), Fraction(0)) < -excess < FARTHEST_SHORT * 100
    if complete and is_near and len(group.shares) == len(group.members):
        return (
            ("needs_definition", 1, "counts_short")
            if _counts_are_as_short(group)
            else ("inconsistent", 2, "shares_short")
        )
    return None


def _slack(share: Figure) -> Fraction:
    """By how much a share may be off: one that ends in 0 may have been rounded to a digit less (89.80%)."""
    is_padded = re.search(r"\.\d+0\s*[%％]?$", share.printed) is not None
    return share.step * (10 if is_padded else 1) / 2


def _counts_are_as_short(group: Group) -> bool:
    """Whether the counts leave out of their whole what the shares leave out of 100: then no share is wrong."""
    if not group.is_counted or group.whole is None or not group.whole.value:
        return False
    slack = sum((f.step for f in group.shares), Fraction(0)) / 2
    room = room_of((*group.counts, group.whole)) * 100 / group.whole.value  # of counts in 万
    return abs(group.total * 100 / group.whole.value - group.total_share) <= slack + room


def _group_shares(audited: Audited, group: Group) -> Finding | None:
    are_exact = not any(s.is_bound or s.step > 1 for s in group.shares)  # 超三成, 近一半: no sum of them tells anything
    case = shares_case(group) if len(group.shares) > 1 and are_exact else None
    if case is None or (case[2] == "shares_short" and not _is_read_in_full(audited, group)):
        return None
    if case[2] == "counts_short" and skips_a_member(audited, group):
        return None
    verdict, severity, sentence = case
    note = stated(practice("several_kinds"), audited) or "" if sentence == "shares_exceed" else ""
    if note:
        verdict, severity, sentence = "consistent", 0, "shares_exceed_stated"
    subject = f"{_group_subject(group)}占比之和"
    finding = Finding(
        check_id="A2",
        subject=subject,
        verdict=verdict,
        severity=severity,
        claimed="100",
        recomputed=percent(group.total_share, 2),
        gap=(group.total_share - 100) / 100,
        evidence=("+".join(f.printed for f in group.shares) + f" = {percent(group.total_share, 2)}",),
        metric="share",
        cause_id=None if verdict == "consistent" else cause(audited, "parts", subject),
        **say("parts", sentence, subject=subject, n=len(group.shares), total=percent(group.total_share, 2), note=note),
    )
    return located(audited, finding, claims_of(group.shares))


def _umbrella_findings(audited: Audited) -> Iterator[Finding]:
    for claim in narrative(audited):
        whole = figure(claim) if is_umbrella(claim) and kind(claim.metric) == "count" else None
        if whole is None:
            continue
        parts = tuple(f for c in umbrella_parts(audited, claim, claim.metric) if (f := figure(c)) is not None)
        if len(parts) < 2:
            continue
        channels = "与".join(channel_zh(p.claim.channel) for p in parts if p.claim)
        found = _parts_finding(audited, f"{channels}{metric_zh(claim.metric)}之和", whole, parts, exhaustive=False)
        if found is not None:
            yield found


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
            yield _group_shares(audited, group)
        yield from _umbrella_findings(audited)
        yield from _unit_findings(audited)
        for claim in narrative(audited):
            if claim.metric == "valid" or is_left_over(claim):
                yield removal(audited, claim)

    yield from distinct(f for f in findings() if f is not None)
