"""The count that the parts of a list are of, where the sentence does not say it.

What belongs here: where a whole may stand, and which of several it is. What does not: the list (``groups``), and
whether its parts fill it (``parts``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from parsers.claims.sentences import goes_on
from parsers.records import UNASSIGNED, Claim
from pipelines.audit.figures import (
    before,
    block,
    figure,
    is_whole,
    kind,
    narrative,
    same_subject,
    span,
    text_between,
)
from pipelines.audit.finding import Audited
from pipelines.audit.group.members import (
    SHARE,
    Member,
    added_up,
    allowed,
    allows_most,
    fitting,
    is_share_of,
    is_whole_of,
)
from pipelines.audit.intervals import Figure
from pipelines.audit.rules import words


def whole_of_channels(audited: Audited, named: Sequence[Claim], metric: str) -> Figure | None:
    """The count before a list in its sentence, where the list begins with a channel: it is of all channels.

    Of a list of nothing but channels behind several taken together, ``umbrella_parts`` tells.
    """
    first, are_channels = named[0], not any(c.category or c.agency for c in named)
    if first.category is not None or first.agency is not None:
        return None
    own = first.stated_by, first.region_code, first.period_start, first.period_end, first.earlier
    is_next = goes_on(first.quote)  # 共受理937件。其中：县长信箱585件，…
    for claim in reversed(before(audited, first)):
        if block(claim) != block(first) or (claim.quote != first.quote and not is_next):
            return None
        subject = claim.stated_by, claim.region_code, claim.period_start, claim.period_end, claim.earlier
        if claim.metric == metric and subject == own and is_whole(claim) and claim.group is None:
            return None if are_channels and (is_umbrella(claim) or _stands_beside(claim, first)) else figure(claim)
    return None


def _stands_beside(claim: Claim, first: Claim) -> bool:
    """Whether a count is of one channel and no word puts the next one among it (县长信箱310件，网上问政168件;
    not 县长信箱310件，其中网上问政168件).
    """
    between = claim.quote[claim.quote.find(claim.printed) + len(claim.printed) : claim.quote.find(first.printed)]
    return claim.channel not in (None, "combined") and not any(w in between for w in words("groups", "announcing"))


def stands_in_row(whole: Figure, first: Claim) -> bool:
    """Whether a count is one of several that 、 joins, the first member of a list the next (局长信箱留言86条、网上咨询
    1402条): no whole of what stands beside it, unless a word says so.
    """
    member = figure(first)
    between = text_between(whole, member) if member is not None else None
    is_next = between is not None and re.fullmatch(r"\s*、[^，,；;。：:\d]*", between) is not None
    return is_next and not any(word in (between or "") for word in words("groups", "announcing"))


def are_stages(members: Sequence[Member], quote: str) -> bool:
    """Whether members are stages that the same letters pass one after the other (通过35911件，…；完成整改35708件): one
    is named for a stage, or a rate is printed of its name, and none for the letters that do not reach it (不通过64件).
    """
    ends = words("groups", "stage_names")
    if any(re.match("[不未]", m.name) for m in members):
        return False
    return all(m.name.endswith(ends) or f"{m.name[-2:]}率" in quote for m in members if m.count is not None)


_AMONG = re.compile(
    r"(?:^|[；;，,。])\s*在?(?P<what>[^，,；;。：:、\d]{2,10}?)(?:案件|工单|件|诉求|来信|信件|留言|来电)中[，,：:]?[^，,；;。\d]*$"
)
_OF_WHICH = re.compile(r"[，,；;（(]?\s*其中[，,：:]?[^，,；;。\d]*")


def whole_opened(audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None) -> Figure | None:
    """The count that the words before the members open, another one than ``read``: the nearest of the word that they
    are said to be among (结案案件中，事件类629件); or the one right before 其中 (办结9100件，其中电话6920件), where the
    members fill it, or most of their shares are of it and fewer of ``read``.
    """
    ahead = before(audited, first)
    found = _AMONG.search(first.quote[: max(first.quote.find(first.printed), 0)])
    if found is not None:
        said = (c for c in reversed(ahead) if c.label and is_whole(c) and kind(c.metric) == "count")
        nearest = next((c for c in said if (c.label or "").removesuffix("数") == found["what"]), None)
    else:
        nearest = ahead[-1] if ahead and is_whole(ahead[-1]) and kind(ahead[-1].metric) == "count" else None
    number, member = (figure(nearest) if nearest is not None else None), figure(first)
    if nearest is None or number is None or member is None or number.is_bound or number.is_about or number is read:
        return None
    if found is None and _OF_WHICH.fullmatch(text_between(number, member) or "") is None:
        return None
    if nearest.stated_by != first.stated_by or (read is not None and read.value == added_up(members)):
        return None
    if found is not None:
        return None if exceeds_by_far(members, number) else number
    is_full = all(m.count is not None for m in members) and added_up(members) == number.value
    is_nearer = read is None or allowed(members, number) > allowed(members, read)
    return number if is_full or (allows_most(members, number) and is_nearer) else None


def whole_behind(audited: Audited, last: Claim, metric: str, members: tuple[Member, ...]) -> Figure | None:
    """The whole that a paragraph counts behind its parts, where most shares are of it (甲类21件，占42%。…共50件)."""
    claims = narrative(audited)
    for claim in claims[len(before(audited, last)) + 1 :]:
        if block(claim) != block(last):
            return None
        number = figure(claim) if claim.metric == metric and is_whole(claim) and same_subject(claim, last) else None
        if number is not None and 2 * sum(is_share_of(m, number) for m in members) > len(members):
            return number
    return _summed_up(audited, last, metric)


def _summed_up(audited: Audited, last: Claim, metric: str) -> Figure | None:
    """The count right behind the last part that says it is all of them (商品类53件、服务类33件，合计86件)."""
    behind = (c for c in (*narrative(audited), *audited.unassigned) if block(c) == block(last) and c.unit != "%")
    following = sorted((c for c in behind if span(c)[0] > span(last)[0]), key=lambda c: span(c)[0])
    number, own = (figure(following[0]) if following else None), figure(last)
    if number is None or own is None or following[0].metric not in (metric, UNASSIGNED):
        return None
    is_sum = re.fullmatch(
        r"(?:，占[^，,；;。]*%)?[，,；;]\s*(?:合计|总计|共)[\u4e00-\u9fff]{0,4}", text_between(own, number) or ""
    )
    return replace(number, metric=metric) if is_sum and not (number.is_bound or number.is_about) else None


def filled_whole(audited: Audited, members: tuple[Member, ...], first: Claim) -> Figure | None:
    """The count before the members in their paragraph that their counts add up to, and that their shares are of."""
    if len(members) < 2 or any(m.count is None for m in members):
        return None
    total = added_up(members)
    filled = [f for f in counts_before(audited, first) if f.value == total and is_whole_of(members, f)]
    return filled[-1] if filled else None


CALLS = "次"
"""The unit in which calls are counted; a call need not become a request."""


def requests_for_calls(audited: Audited, members: tuple[Member, ...], read: Figure | None) -> Figure | None:
    """The count of requests behind that of calls in one paragraph (接听来电2280次；受理1040件), where the members are
    counted in the unit of the requests and nothing shows that they are parts of the calls; else ``None``.
    """
    units = {m.count.unit for m in members if m.count is not None}
    if read is None or read.claim is None or read.unit != CALLS or len(units) != 1 or CALLS in units:
        return None
    if read.value == added_up(members) or any(is_share_of(m, read) for m in members if m.count is not None):
        return None
    claims = narrative(audited)
    for claim in claims[len(before(audited, read.claim)) + 1 :]:
        if block(claim) != block(read.claim):
            return None
        number = figure(claim) if claim.metric in words("groups", "wholes") and is_whole(claim) else None
        if number is not None and same_subject(claim, read.claim) and {number.unit} == units:
            return None if number.is_bound or number.is_about else number
    return None


FARTHEST_SHARE = 12
"""Characters between a count and the share of it."""

FEWEST_UNREAD = 20
"""A smaller count may be the sum of two others by chance."""

FARTHEST_OVER = Fraction(1, 2)
"""Of a whole: members that exceed it by more are not its parts."""


def is_apart(audited: Audited, members: tuple[Member, ...], read: Figure, first: Claim) -> bool:
    """Whether a count that is too small is hardly the whole meant: it stands in another paragraph, or a count before it
    is large enough."""
    total = added_up(members)
    if read.claim is not None and block(read.claim) != block(first):
        return True
    wholes = (figure(c) for c in wholes_before(audited, first) if same_subject(c, first))
    return any(f is not None and f.value >= total for f in wholes)


def exceeds_by_far(members: tuple[Member, ...], whole: Figure) -> bool:
    """Whether members add up to so much more than a count that they are hardly parts of it."""
    total = added_up(members)
    return total > (1 + FARTHEST_OVER) * whole.value


def printed_total(audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None) -> Figure | None:
    """The nearest count printed before three or more members, of whatever (检举控告401件; 办结46050件), that they add
    up to, where they do not add up to ``read``, the count that their words say, and their shares are not of it.
    """
    if len(members) < 3 or any(m.count is None or m.count.is_bound or m.count.is_about for m in members):
        return None
    total = added_up(members)
    shared = [m for m in members if m.share is not None]
    if read is not None and (read.value == total or any(is_share_of(m, read) for m in shared)):
        return None
    counts = (
        figure(c)
        for c in reversed(before(audited, first))
        if c.stated_by == first.stated_by and kind(c.metric) == "count"
    )
    found = next((f for f in counts if f is not None and f.value == total and not f.is_bound and not f.is_about), None)
    return found if found is None else _whole_of_shares(audited, first, members) or found


def _whole_of_shares(audited: Audited, first: Claim, members: tuple[Member, ...]) -> Figure | None:
    """The nearest count of what came in before members of which every share is one of it (来访3483件，占79.68%；… of
    受理4371件, though the counts add up to 办结4368件)."""
    if any(m.share is None for m in members):
        return None
    counts = (
        figure(c) for c in reversed(before(audited, first)) if c.metric in words("groups", "wholes") and is_whole(c)
    )
    exact = (f for f in counts if f is not None and not f.is_bound and not f.is_about)
    return next((f for f in exact if all(is_share_of(m, f) for m in members)), None)


def unread_total(audited: Audited, first: Claim, members: tuple[Member, ...]) -> Figure | None:
    """The count right above the members in their paragraph of which it was not read what it counts, and that they add
    up to: what they are parts of.
    """
    if len(members) < 2 or any(m.count is None or m.count.is_bound or m.count.is_about for m in members):
        return None
    total = added_up(members)
    ahead = (c for c in audited.unassigned if block(c) == block(first) and span(c)[0] < span(first)[0])
    counts = (figure(c) for c in ahead if c.unit != "%" and c.value == total and total >= FEWEST_UNREAD)
    return next((f for f in counts if f is not None and not f.is_bound and not f.is_about), None)


def other_whole(audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None) -> Figure | None:
    """The other count of what came in, printed before the members in their paragraph, that they are parts of.

    办结35件，…。其中投诉类19件、… counts 37 in all, which is what was received. They are parts of the one count that
    they add up to, or that every one of several shares is of (one share alone may be of anything); counts that exceed
    what was done with letters (``read``) can only be parts of what came in.
    """
    counted = all(m.count is not None for m in members)
    total = added_up(members)
    shared = sum(m.share is not None for m in members) > 1
    exceeds = read is not None and read.metric not in words("groups", "wholes") and total > read.value
    fitting = tuple(f for f in counts_before(audited, first) if is_whole_of(members, f))
    exact = {f.value: f for f in fitting if (counted and total == f.value) or shared}
    if len(exact) == 1:
        return next(iter(exact.values()))
    return max(fitting, key=lambda f: f.value, default=None) if exceeds and not exact else None


def whole_said(audited: Audited, first: Claim, members: tuple[Member, ...]) -> Figure | None:
    """The nearest count before the members of the metric that a share of theirs says it is of, another one than theirs
    (予以公开173件，占办结总数的40%；部分公开42件，占10%), where most of their shares are of it.
    """
    shares = [m.share.claim for m in members if m.share is not None and m.share.claim is not None]
    said = {c.of_metric for c in shares if c.of_metric is not None and c.of_metric != first.metric}
    for claim in reversed(before(audited, first)):
        number = figure(claim) if claim.metric in said and is_whole(claim) and same_subject(claim, first) else None
        if number is not None and not number.is_bound and not number.is_about:
            fits = sum(is_share_of(m, number) for m in members if m.count is not None)
            return number if 2 * fits > len(shares) else None
    return None


def counts_before(audited: Audited, first: Claim) -> Iterator[Figure]:
    """The exact counts of what came in, and of what was passed on of it, before a claim in its paragraph."""
    for claim in narrative(audited):
        if claim is first:
            return
        if block(claim) != block(first) or not same_subject(claim, first) or not is_whole(claim):
            continue
        number = figure(claim) if claim.metric in words("groups", "wholes") else None
        if number is not None and not number.is_bound and not number.is_about:
            yield number


def whole_elsewhere(audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None) -> Figure | None:
    """The count of what came in, printed in a paragraph above, that the members are parts of, where ``read`` is the
    whole of none of them: the nearest that their counts add up to, else the nearest of which most shares are.

    A bulletin counts all its letters once, at its head, and what stands nearest may be a part itself (疫情来电212件；
    消费类来电58件，占比2%).
    """
    counted = all(m.count is not None for m in members)
    total = added_up(members)
    shared = [m for m in members if m.share is not None and m.count is not None]
    if read is not None and read.value == total:
        return None
    above = (c for c in wholes_before(audited, first) if block(c) != block(first))
    wholes = [f for c in above if (f := figure(c)) is not None and f.value >= total]
    exact = next((f for f in wholes if counted and len(members) > 2 and f.value == total), None)
    if exact is not None and not (read is not None and any(is_share_of(m, read) for m in shared)):
        return exact
    if not shared and counted and read is not None and read.claim is not None and total > read.value:
        return next((f for f in wholes if f.claim and f.metric == read.metric and same_subject(f.claim, first)), None)
    if not shared:
        return None if read is None or allows_most(members, read) else _most_allowing(audited, first, members)
    best = max(wholes, key=lambda f: (fitting(shared, f), f.claim is not None and is_whole(f.claim)), default=None)
    if best is None or 2 * sum(is_share_of(m, best) for m in shared) <= len(shared):
        return _whole_of_part(audited, first, members, read)
    return best if read is None or fitting(shared, best) > fitting(shared, read) else None


def _whole_of_part(audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None) -> Figure | None:
    """The nearest count above of which no share stands, where ``read`` is a part itself, with its share behind it
    (来电684件，占95%), and the members exceed it.
    """
    if read is None or read.claim is None or added_up(members) <= read.value or not _has_own_share(audited, read.claim):
        return None
    above = (c for c in wholes_before(audited, first) if c.metric == read.metric and same_subject(c, first))
    wholes = (figure(c) for c in above if is_whole(c) and not _has_own_share(audited, c))
    return next((f for f in wholes if f is not None and f.value >= added_up(members)), None)


def _has_own_share(audited: Audited, count: Claim) -> bool:
    """Whether a share stands right behind a count and is of it."""
    behind = narrative(audited)[len(before(audited, count)) + 1 :][:1]
    return any(
        c.metric == SHARE and c.quote == count.quote and span(c)[0] - span(count)[1] <= FARTHEST_SHARE for c in behind
    )


def count_before_in_sentence(
    audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None
) -> Figure | None:
    """The count of another part, in the sentence before the members, that all their shares are of, where ``read`` is
    the whole of none of them (快递类来信80件，其中有效20件，占比25%)."""
    shared = [m for m in members if m.share is not None and m.count is not None]
    if not shared or (read is not None and fitting(shared, read)):
        return None
    for claim in reversed(before(audited, first)):
        is_part = claim.quote == first.quote and not is_whole(claim) and kind(claim.metric) == "count"
        number = figure(claim) if is_part else None
        if number is not None and all(is_share_of(m, number) for m in shared):
            return number
    return None


def _most_allowing(audited: Audited, first: Claim, members: tuple[Member, ...]) -> Figure | None:
    """The largest count before the members of which most of their shares can be, where there are several.

    A count so large that it allows any share is not taken from one of several channels, for members of none of them.
    """
    above = list(wholes_before(audited, first))
    is_by_channel = len({c.channel for c in above if c.channel != "combined"} - {None}) > 1
    coarsest = max((m.share.step for m in members if m.share is not None), default=Fraction(0))

    def is_chance(whole: Claim, number: Figure) -> bool:
        is_of_one = is_by_channel and whole.channel not in (None, "combined", first.channel)
        return is_of_one and number.value * coarsest >= 100

    wholes = [f for c in above if (f := figure(c)) is not None and not is_chance(c, f)]
    best = max(wholes, key=lambda f: (allowed(members, f), f.value), default=None)
    return best if best is not None and allows_most(members, best) else None


def wholes_before(audited: Audited, first: Claim) -> Iterator[Claim]:
    """The exact counts of what came in that stand before a claim, the nearest first."""
    for claim in reversed(before(audited, first)):
        number = figure(claim) if claim.metric in words("groups", "wholes") else None
        if number is not None and not number.is_bound and not number.is_about and claim.stated_by == first.stated_by:
            yield claim


def is_umbrella(claim: Claim) -> bool:
    """Whether a claim is about several channels taken together."""
    return claim.channel in words("groups", "umbrella_channels") and is_whole(claim)
