"""Enumerations in sentences: the members of one group, their counts and shares, and the whole they are parts of.

What belongs here: putting claims of one ``group`` together. What does not: the arithmetic on them (``parts``,
``shares``).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import groupby, pairwise

from parsers.records import INSIDE, UNASSIGNED, Claim
from parsers.text.numbers import chinese_integer
from pipelines.audit.figures import (
    before,
    beside,
    block,
    figure,
    is_whole,
    kind,
    narrative,
    same_subject,
    span,
    text_between,
    whole_of,
)
from pipelines.audit.finding import Audited
from pipelines.audit.intervals import Figure, counts_for, is_nearest, rate_interval, reproduces
from pipelines.audit.rules import words
from pipelines.audit.stated import grouped
from pipelines.audit.wording import channel_zh

SHARE = "share"
_FIRST_FEW = re.compile(r"前[两二三四五六七八九十\d]+[位名项个类大]?")
FEWEST_REQUESTS = 4
"""Kinds of request from which on a list of them is likely whole."""
FEWEST_SENTENCES = 3
"""Sentences of one kind each from which on they are a list."""
FEW = 20
"""A smaller number may be the sum of two others by chance."""


@dataclass(frozen=True, slots=True)
class Member:
    """A part that an enumeration names: its count, its share in percent, or both."""

    name: str
    count: Figure | None
    share: Figure | None


@dataclass(frozen=True, slots=True)
class Group:
    """An enumeration. ``metric`` is what is counted; ``whole`` the printed number of it, ``None`` where none stands
    before.
    """

    metric: str
    members: tuple[Member, ...]
    whole: Figure | None
    first: Claim

    @property
    def channel(self) -> str:
        """The channel of all members for readers; empty where the first is named for one: it is of that only."""
        name = channel_zh(self.first.channel)
        return "" if self.members[0].name == name else name

    @property
    def counts(self) -> tuple[Figure, ...]:
        """The counts that are printed."""
        return tuple(m.count for m in self.members if m.count is not None)

    @property
    def shares(self) -> tuple[Figure, ...]:
        """The shares that are printed."""
        return tuple(m.share for m in self.members if m.share is not None)

    @property
    def total(self) -> Fraction:
        """The sum of the counts."""
        return sum((f.value for f in self.counts), Fraction(0))

    @property
    def total_share(self) -> Fraction:
        """The sum of the shares in percent."""
        return sum((f.value for f in self.shares), Fraction(0))

    @property
    def is_counted(self) -> bool:
        """Whether every member has an exact count."""
        return len(self.counts) == len(self.members) and not any(f.is_bound or f.is_about for f in self.counts)

    @property
    def has_rest(self) -> bool:
        """Whether a member stands for everything else (其他), so that the enumeration is complete: not in a list of the
        first few (排名前五的是), where 其他 begins the name of a kind, and not as a kind of request among topics
        (其他咨询).
        """
        rests = [m for m in self.members if _is_rest(m) and not self._is_only_request(m)]
        return bool(rests) and not self.names_the_first_few

    def _is_only_request(self, member: Member) -> bool:
        """Whether a member is named for a kind of request that no other one is."""
        kinds = [word for word in words("groups", "requests") if member.name.endswith(word)]
        return any(not any(word in m.name for m in self.members if m is not member) for word in kinds)

    @property
    def names_the_first_few(self) -> bool:
        """Whether the words before the first member say that only the first few are named."""
        quote = self.first.quote
        return _FIRST_FEW.search(quote[: max(quote.find(self.first.printed), 0)]) is not None

    @property
    def names_requests(self) -> bool:
        """Whether the members are kinds of request (投诉, 求助, 咨询, 建议) that no 等 behind the last leaves open."""
        last = self.members[-1].count or self.members[-1].share
        quote = self.first.quote
        end = quote.rfind(last.printed) + len(last.printed) if last is not None else 0
        is_open = quote[end:].startswith("等") or self.names_the_first_few
        named = [any(word in m.name for word in words("groups", "requests")) for m in self.members]
        return len(named) >= FEWEST_REQUESTS and all(named) and not is_open

    @property
    def shares_fill(self) -> bool:
        """Whether each member has a share and the shares add up to 100 within the rounding of each."""
        slack = sum((f.step for f in self.shares), Fraction(0)) / 2
        return len(self.shares) == len(self.members) > 1 and abs(self.total_share - 100) <= slack

    @property
    def leaves_a_rest(self) -> bool:
        """Whether every share follows from its count although the counts fall short of the whole: the rest was left
        out, however close to 100 the rounded shares come.
        """
        whole = self.whole
        if whole is None or not self.is_counted or self.total >= whole.value:
            return False
        return all(_is_share_of(m, whole) for m in self.members)

    @property
    def share_of_all(self) -> Figure | None:
        """The one share of a list that stands behind its last member and may be of all (甲12件、乙8件，占40%)."""
        last = self.members[-1]
        return last.share if len(self.shares) == 1 and self.is_counted and len(self.members) > 1 else None

    @property
    def is_of_its_sum(self) -> bool:
        """Whether the shares fill 100 because most are of the sum of the counts, which is not the whole, and none of
        the whole alone: a small share may be of both.
        """
        if self.whole is None or not self.is_counted or not self.shares_fill or self.total in (0, self.whole.value):
            return False
        added = replace(self.whole, value=self.total)
        own = [_is_share_of(m, added) for m in self.members]
        of_whole = [_is_share_of(m, self.whole) for m in self.members]
        return 2 * sum(own) > len(own) > 2 * sum(of_whole) and not any(
            w and not o for w, o in zip(of_whole, own, strict=True)
        )

    def is_whole_of_another(self, share: Figure) -> bool:
        """Whether a share other than this one follows from its count over the whole, in whatever rounding."""
        whole = self.whole
        others = [(m.count, m.share) for m in self.members if m.share is not share]
        return whole is not None and any(
            c is not None and s is not None and reproduces(c.value * 100 / whole.value, s) is not None
            for c, s in others
        )

    @property
    def is_exhaustive(self) -> bool:
        """Whether the text presents the members as all there is."""
        return self.has_rest or (self.shares_fill and not self.leaves_a_rest)


def _is_rest(member: Member) -> bool:
    return any(word in member.name for word in words("groups", "rest"))


def _name(claim: Claim) -> str:
    """The part that a claim is of; in a list with other names a channel is one, too (12345热线842件、网上信访86件)."""
    return claim.category or claim.agency or (channel_zh(claim.channel) if claim.group is not None else "")


def _figures(claims: Iterable[Claim], *, shares: bool) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for claim in claims:
        if (claim.metric == SHARE) == shares and (shares or kind(claim.metric) == "count"):
            number = figure(claim)
            if number is not None:
                found.setdefault(_name(claim), number)
    return found


def _of_one_unit(claims: list[Claim]) -> list[Claim]:
    """The members of a list of letters without those of which it counts people (来信60件、来访20批35人次)."""
    letters = words("groups", "letter_units")
    if not any(c.metric != SHARE and c.unit in letters for c in claims):
        return claims
    return [c for c in claims if kind(c.metric) != "count" or c.unit is None or c.unit in letters]


def _groups(audited: Audited, claims: list[Claim]) -> Iterator[Group]:
    """The enumeration of claims with one ``group``; two or more where lists stand behind each other without a word
    between them.
    """
    named = _of_one_unit([c for c in claims if _name(c)])
    counts, shares = _figures(named, shares=False), _figures(named, shares=True)
    metrics = {f.metric for f in counts.values()} or {
        f.claim.of_metric for f in shares.values() if f.claim and f.claim.of_metric
    }
    names = tuple(dict.fromkeys(_name(c) for c in named))
    members = tuple(Member(n, counts.get(n), shares.get(n)) for n in names if n in counts or n in shares)
    if len(metrics) != 1 or not members:
        return
    (metric,) = metrics
    if (item := _item_opened(audited, named[0], metric)) is not None:
        yield Group(metric, members, item, named[0])
        return
    read = whole_of(audited, named[0], metric) or _whole_of_channels(audited, named, metric)
    read = read or _whole_behind(audited, named[-1], metric, members)
    members = _with_removed(audited, members, read)
    if (read is None or read.value != _added(members)) and _is_total_of_the_rest(members):
        read, members = members[0].count, members[1:]
    if (total := _printed_total(audited, named[0], members, read)) is not None:
        yield Group(metric, members, total, named[0])
        return
    while (filled := _members_that_fill(audited, named[0], members, read)) is not None:
        first, whole = filled
        yield Group(metric if whole is None else whole.metric, first, whole or read, named[0])
        members = members[len(first) :]
    rests = [n for n, member in enumerate(members, 1) if _is_rest(member)]
    added = _added(members)
    if len(rests) > 1 and (read is None or added != read.value):
        # 其他 stands once in a list, so that what follows is another one, both of a whole that was not read.
        closed = rests[0]
        yield Group(metric, members[:closed], None, named[0])
        yield Group(metric, members[closed:], None, named[0])
        return
    yield _group(audited, metric, members, read, named[0])


def _whole_of_channels(audited: Audited, named: Sequence[Claim], metric: str) -> Figure | None:
    """The count before a list in its sentence, where the list begins with a channel: it is of all channels.

    Of a list of nothing but channels behind several taken together, ``umbrella_parts`` tells.
    """
    first, are_channels = named[0], not any(c.category or c.agency for c in named)
    if first.category is not None or first.agency is not None:
        return None
    own = first.stated_by, first.region_code, first.period_start, first.period_end, first.earlier
    for claim in reversed(before(audited, first)):
        if (claim.quote, block(claim)) != (first.quote, block(first)):
            return None
        subject = claim.stated_by, claim.region_code, claim.period_start, claim.period_end, claim.earlier
        if claim.metric == metric and subject == own and is_whole(claim) and claim.group is None:
            return None if are_channels and is_umbrella(claim) else figure(claim)
    return None


def _whole_behind(audited: Audited, last: Claim, metric: str, members: tuple[Member, ...]) -> Figure | None:
    """The whole that a paragraph counts behind its parts, where most shares are of it (甲类21件，占42%。…共50件)."""
    claims = narrative(audited)
    for claim in claims[len(before(audited, last)) + 1 :]:
        if block(claim) != block(last):
            return None
        number = figure(claim) if claim.metric == metric and is_whole(claim) and same_subject(claim, last) else None
        if number is not None and 2 * sum(_is_share_of(m, number) for m in members) > len(members):
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


_NEXT_ITEM = re.compile(
    r"(?:[，,、；;]|[，,]占[^，,；;、。\d]*[\d.]+[%％][，,、；;])(?:其中|还有|另有|及)?[^，,、；;：:。\d]{2,12}"
)


def _with_removed(audited: Audited, members: tuple[Member, ...], read: Figure | None) -> tuple[Member, ...]:
    """The members with those of their row that count what is taken off the letters (无效电话18件、重复来信9件), where
    they fill a count before them, or fall short of ``read`` without them although a member stands for all the rest.
    """
    first = members[0].count.claim if members[0].count is not None else None
    row = () if first is None else tuple(_removed_in_row(audited, members, first))
    if first is None or not row or (read is not None and _added(members) == read.value):
        return members
    shares = {m.name: m.share for m in members if m.count is None}
    kept = tuple(m for m in members if m.count is not None or m.name not in {r.name for r in row})
    together = (*kept, *(replace(r, share=shares.get(r.name)) for r in row))
    wholes = {f.value for c in _wholes_before(audited, first) if (f := figure(c)) is not None and f.value >= FEW}
    is_short = read is not None and _added(kept) < read.value and any(map(_is_rest, kept))
    return together if _added(together) in wholes or is_short else members


def _removed_in_row(audited: Audited, members: tuple[Member, ...], first: Claim) -> Iterator[Member]:
    """The counts of what is taken off the letters that stand between the members or right behind them."""
    own = {id(m.count.claim) for m in members if m.count is not None}
    last = figure(first)
    for claim in narrative(audited)[len(before(audited, first)) + 1 :]:
        number = figure(claim) if kind(claim.metric) == "count" else None
        if claim.quote != first.quote or last is None:
            return
        is_removed = claim.metric in words("groups", "removed") and claim.category is None
        if number is not None and is_removed and _NEXT_ITEM.fullmatch(text_between(last, number) or ""):
            yield Member(claim.label or "", number, None)
            last = number
        elif number is not None and id(claim) in own:
            last = number


def _item_opened(audited: Audited, member: Claim, metric: str) -> Figure | None:
    """The count of the item of another list that ``member`` is a part of: the one just counted (供水87件，其中停水
    15件；…), or the one that its sentence names (供水中，停水15件、…).
    """
    outer, inside, opened = (member.group or "").rpartition(INSIDE)
    items = (
        c
        for c in reversed(before(audited, member))
        if inside and c.group == outer and c.metric == metric and (opened.isdigit() or c.category == opened)
    )
    return next((number for c in items if (number := figure(c)) is not None), None)


def _group(audited: Audited, metric: str, members: tuple[Member, ...], read: Figure | None, first: Claim) -> Group:
    other = _filled_whole(audited, members, first)
    if other is None and (read is None or not _is_whole_of(members, read)):
        other = (
            _other_whole(audited, first, members, read)
            or _whole_elsewhere(audited, first, members, read)
            or _count_before_in_sentence(audited, first, members, read)
        )
    if (
        other is None
        and read is not None
        and _exceeds_by_far(members, read)
        and _is_apart(audited, members, read, first)
        and not _is_whole_of_most(members, read)
    ):
        return Group(metric, members, None, first)  # a count that stands nearest, but of something else
    return Group(metric if other is None else other.metric, members, other or read, first)


def _is_whole_of_most(members: tuple[Member, ...], whole: Figure) -> bool:
    """Whether one count that is too large is what keeps the members from being parts of the whole: most shares are of
    it, or, where there are none, the other counts fit into it.
    """
    shared = [m for m in members if m.share is not None and m.count is not None]
    if shared:
        return len(shared) > 2 and 2 * sum(_is_share_of(m, whole) for m in shared) > len(shared)
    largest = max((m.count.value for m in members if m.count is not None), default=Fraction(0))
    return len(members) > 2 and largest > whole.value >= _added(members) - largest


def _filled_whole(audited: Audited, members: tuple[Member, ...], first: Claim) -> Figure | None:
    """The count before the members in their paragraph that their counts add up to, and that their shares are of."""
    if len(members) < 2 or any(m.count is None for m in members):
        return None
    total = _added(members)
    filled = [f for f in _counts_before(audited, first) if f.value == total and _is_whole_of(members, f)]
    return filled[-1] if filled else None


FARTHEST_SHARE = 12
"""Characters between a count and the share of it."""
FARTHEST_OVER = Fraction(1, 2)
"""Of a whole: members that exceed it by more are not its parts."""


def _is_apart(audited: Audited, members: tuple[Member, ...], read: Figure, first: Claim) -> bool:
    """Whether a count that is too small is hardly the whole meant: it stands in another paragraph, or a count before it
    is large enough."""
    total = _added(members)
    if read.claim is not None and block(read.claim) != block(first):
        return True
    wholes = (figure(c) for c in _wholes_before(audited, first) if same_subject(c, first))
    return any(f is not None and f.value >= total for f in wholes)


def _exceeds_by_far(members: tuple[Member, ...], whole: Figure) -> bool:
    total = _added(members)
    return total > (1 + FARTHEST_OVER) * whole.value


def _added(members: tuple[Member, ...]) -> Fraction:
    return sum((m.count.value for m in members if m.count is not None), Fraction(0))


def _is_total_of_the_rest(members: tuple[Member, ...]) -> bool:
    """Whether the first member is what the next two or more add up to (举报401件，其中初次举报362件、重复举报39件)."""
    counts = [m.count for m in members]
    if len(members) < 3 or counts[0] is None or members[0].share is not None or counts[0].value < FEW:
        return False
    added = Fraction(0)
    for n, count in enumerate(counts[1:], 1):
        if count is None:
            return False
        added += count.value
        if n > 1 and added == counts[0].value:
            return True
    return False


def _printed_total(audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None) -> Figure | None:
    """The nearest count printed before three or more members, of whatever (检举控告401件; 办结46050件), that they add
    up to, where they do not add up to ``read``, the count that their words say, and their shares are not of it.
    """
    if len(members) < 3 or any(m.count is None or m.count.is_bound or m.count.is_about for m in members):
        return None
    total = _added(members)
    shared = [m for m in members if m.share is not None]
    if read is not None and (read.value == total or any(_is_share_of(m, read) for m in shared)):
        return None
    counts = (
        figure(c)
        for c in reversed(before(audited, first))
        if c.stated_by == first.stated_by and kind(c.metric) == "count"
    )
    return next((f for f in counts if f is not None and f.value == total and not f.is_bound and not f.is_about), None)


def _members_that_fill(
    audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None
) -> tuple[tuple[Member, ...], Figure | None] | None:
    """The first members of a list that fill a whole while all of them do not: behind them another list begins
    (转办30件。其中咨询类20件、其它10件。其中网站12件、微信8件). Their counts add up to a printed count, or their shares
    to 100; the whole is ``None`` where only the shares tell.
    """
    wholes = {f.value: f for f in (*_counts_before(audited, first), *([read] if read is not None else []))}
    if read is not None and _is_whole_of_most(members, read):
        if not all(_is_share_of(m, read) for m in members):
            return None
        wholes = {read.value: read}  # that the first few add up to another count as well is chance
    if all(m.count is not None for m in members) and _added(members) in wholes:
        return None
    added = shared = slack = Fraction(0)
    all_shares = [m.share for m in members if m.share is not None]
    excess = sum((s.value - s.step / 2 for s in all_shares), Fraction(0)) - 100
    are_two = len(all_shares) == len(members) and excess > 0
    counted = True
    for n, member in enumerate(members[:-1], 1):
        counted = counted and member.count is not None
        added += member.count.value if member.count is not None else 0
        shared += member.share.value if member.share is not None else 0
        slack += member.share.step / 2 if member.share is not None else 0
        needed = 1 if read is not None and added == read.value else 2
        if counted and n > needed and added in wholes:
            return members[:n], wholes[added]
        if n > 1 and are_two and abs(shared - 100) <= slack:
            return members[:n], None
    return None


def _is_whole_of(members: tuple[Member, ...], whole: Figure) -> bool:
    """Whether the counts of members do not exceed ``whole``, and each share is one of it."""
    if whole.value <= 0 or _added(members) > whole.value:
        return False
    return all(_is_share_of(m, whole) for m in members if m.share is not None)


def _is_share_of(member: Member, whole: Figure) -> bool:
    if member.share is None or member.share.is_bound or whole.value <= 0:
        return False
    if member.count is None:
        return whole.value.denominator == 1 and counts_for(rate_interval(member.share), int(whole.value)) is not None
    return is_nearest(reproduces(member.count.value * 100 / whole.value, member.share))


def _other_whole(audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None) -> Figure | None:
    """The other count of what came in, printed before the members in their paragraph, that they are parts of.

    办结35件，…。其中投诉类19件、… counts 37 in all, which is what was received. They are parts of the one count that
    they add up to, or that every one of several shares is of (one share alone may be of anything); counts that exceed
    what was done with letters (``read``) can only be parts of what came in.
    """
    counted = all(m.count is not None for m in members)
    total = _added(members)
    shared = sum(m.share is not None for m in members) > 1
    exceeds = read is not None and read.metric not in words("groups", "wholes") and total > read.value
    fitting = tuple(f for f in _counts_before(audited, first) if _is_whole_of(members, f))
    exact = {f.value: f for f in fitting if (counted and total == f.value) or shared}
    if len(exact) == 1:
        return next(iter(exact.values()))
    return max(fitting, key=lambda f: f.value, default=None) if exceeds and not exact else None


def _counts_before(audited: Audited, first: Claim) -> Iterator[Figure]:
    """The exact counts of what came in, and of what was passed on of it, before a claim in its paragraph."""
    for claim in narrative(audited):
        if claim is first:
            return
        if block(claim) != block(first) or not same_subject(claim, first) or not is_whole(claim):
            continue
        number = figure(claim) if claim.metric in words("groups", "wholes") else None
        if number is not None and not number.is_bound and not number.is_about:
            yield number


def _whole_elsewhere(audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None) -> Figure | None:
    """The count of what came in, printed in a paragraph above, that the members are parts of, where ``read`` is the
    whole of none of them: the nearest that their counts add up to, else the nearest of which most shares are.

    A bulletin counts all its letters once, at its head, and what stands nearest may be a part itself (疫情来电212件；
    消费类来电58件，占比2%).
    """
    counted = all(m.count is not None for m in members)
    total = _added(members)
    shared = [m for m in members if m.share is not None and m.count is not None]
    if read is not None and read.value == total:
        return None
    above = (c for c in _wholes_before(audited, first) if block(c) != block(first))
    wholes = [f for c in above if (f := figure(c)) is not None and f.value >= total]
    exact = next((f for f in wholes if counted and len(members) > 2 and f.value == total), None)
    if exact is not None and not (read is not None and any(_is_share_of(m, read) for m in shared)):
        return exact
    if not shared and counted and read is not None and read.claim is not None and total > read.value:
        return next((f for f in wholes if f.claim and f.metric == read.metric and same_subject(f.claim, first)), None)
    if not shared:
        return None if read is None or _allows_most(members, read) else _most_allowing(audited, first, members)
    best = max(wholes, key=lambda f: _fit(shared, f), default=None)
    if best is None or 2 * sum(_is_share_of(m, best) for m in shared) <= len(shared):
        return _whole_of_part(audited, first, members, read)
    return best if read is None or _fit(shared, best) > _fit(shared, read) else None


def _whole_of_part(audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None) -> Figure | None:
    """The nearest count above of which no share stands, where ``read`` is a part itself, with its share behind it
    (来电684件，占95%), and the members exceed it.
    """
    if read is None or read.claim is None or _added(members) <= read.value or not _has_own_share(audited, read.claim):
        return None
    above = (c for c in _wholes_before(audited, first) if c.metric == read.metric and same_subject(c, first))
    wholes = (figure(c) for c in above if is_whole(c) and not _has_own_share(audited, c))
    return next((f for f in wholes if f is not None and f.value >= _added(members)), None)


def _has_own_share(audited: Audited, count: Claim) -> bool:
    """Whether a share stands right behind a count and is of it."""
    behind = narrative(audited)[len(before(audited, count)) + 1 :][:1]
    return any(
        c.metric == SHARE and c.quote == count.quote and span(c)[0] - span(count)[1] <= FARTHEST_SHARE for c in behind
    )


def _count_before_in_sentence(
    audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None
) -> Figure | None:
    """The count of another part, in the sentence before the members, that all their shares are of, where ``read`` is
    the whole of none of them (快递类来信80件，其中有效20件，占比25%)."""
    shared = [m for m in members if m.share is not None and m.count is not None]
    if not shared or (read is not None and _fit(shared, read)):
        return None
    for claim in reversed(before(audited, first)):
        is_part = claim.quote == first.quote and not is_whole(claim) and kind(claim.metric) == "count"
        number = figure(claim) if is_part else None
        if number is not None and all(_is_share_of(m, number) for m in shared):
            return number
    return None


def _fit(members: Sequence[Member], whole: Figure) -> int:
    """How well the shares of members are shares of a whole: 2 for each that is by nearest rounding, 1 if cut off."""
    modes = [
        reproduces(m.count.value * 100 / whole.value, m.share)
        for m in members
        if m.count is not None and m.share is not None and whole.value > 0
    ]
    return sum(2 if is_nearest(mode) else mode == "truncated" for mode in modes)


def _most_allowing(audited: Audited, first: Claim, members: tuple[Member, ...]) -> Figure | None:
    """The largest count before the members of which most of their shares can be, where there are several."""
    wholes = [f for c in _wholes_before(audited, first) if (f := figure(c)) is not None]
    best = max(wholes, key=lambda f: (_allowed(members, f), f.value), default=None)
    return best if best is not None and _allows_most(members, best) else None


def _allows_most(members: tuple[Member, ...], whole: Figure) -> bool:
    """Whether most of the members have a share that can be one of ``whole``: one that is wrong leaves it theirs."""
    return 2 * _allowed(members, whole) > len(members)


def _allowed(members: tuple[Member, ...], whole: Figure) -> int:
    """How many of the members have a share that can be one of ``whole``."""
    return sum(_is_share_of(m, whole) for m in members if m.share is not None)


def _wholes_before(audited: Audited, first: Claim) -> Iterator[Claim]:
    """The exact counts of what came in that stand before a claim, the nearest first."""
    for claim in reversed(before(audited, first)):
        number = figure(claim) if claim.metric in words("groups", "wholes") else None
        if number is not None and not number.is_bound and not number.is_about and claim.stated_by == first.stated_by:
            yield claim


@lru_cache(maxsize=8)  # several checks ask for them
def groups(audited: Audited) -> tuple[Group, ...]:
    """The enumerations of the text, in reading order: claims with one ``group``, and a share that stands alone.

    An enumeration whose counts are of several metrics is not one of parts (``flows`` looks at those).
    """
    by_key: dict[tuple[str, ...], list[Claim]] = {}
    for claim in narrative(audited):
        key = (claim.group,) if claim.group is not None else ("", claim.locator)
        if claim.group is not None or claim.metric == SHARE:
            by_key.setdefault(key, []).append(claim)
    found = [_with_count(audited, part) for claims in by_key.values() for part in _sorted_anew(claims)]
    joined = _numbered(tuple(_joined(found)))
    return tuple(g for claims in joined for g in _of_each_metric(audited, claims))


def _joined(lists: Iterable[list[Claim]]) -> Iterator[list[Claim]]:
    """The lists of a text, those that name one kind each made one: a paragraph may give every kind a sentence of its
    own (住房类12件，占24%。交通类9件，占18%。). Between those with a share may stand one of which it was not read.
    """
    for key, run in groupby(lists, _kind_counted):
        alone = list(run)
        shared = [n for n, claims in enumerate(alone) if any(c.metric == SHARE for c in claims)]
        first, end = (shared[0], shared[-1] + 1) if key is not None and len(shared) >= FEWEST_SENTENCES else (0, 0)
        yield from alone[:first]
        if end:
            yield [claim for claims in alone[first:end] for claim in claims]
        yield from alone[end:]


_SORTED = re.compile(r"[；;，,。](?:其中)?(?:按|从)[^，,；;：:\d]{1,10}[分看][，,：:]?")


def _sorted_anew(claims: list[Claim]) -> Iterator[list[Claim]]:
    """The lists of one group, which ends where the words sort what was counted in another way (电话51件、网站9件；
    按类别分，咨询类40件、投诉类20件).
    """
    begin = 0
    for at, (first, second) in enumerate(pairwise(claims), 1):
        a, b = figure(first), figure(second)
        between = text_between(a, b) if a is not None and b is not None else None
        if between is not None and _SORTED.match(between):
            yield claims[begin:at]
            begin = at
    yield claims[begin:]


_MARK = re.compile(
    r"\s*(?P<before>[（(]?)(?P<number>\d{1,2}|[一二三四五六七八九十]+)(?P<behind>[）).、．]|是)\s*(?=[\u4e00-\u9fff])"
)


def _numbered(lists: Sequence[list[Claim]]) -> Iterator[list[Claim]]:
    """The lists of a text, those of one kind each made one that are numbered from 1 (1.咨询类274件。…2.投诉类155件。):
    between them may stand the parts of each kind.
    """
    runs: list[list[int]] = []
    keys: list[Hashable] = []
    for at, claims in enumerate(lists):
        number, key = _number_of(claims)
        nth = next((n for n in range(len(runs) - 1, -1, -1) if keys[n] == key and len(runs[n]) == number - 1), None)
        if number == 1:
            runs.append([at])
            keys.append(key)
        elif nth is not None:
            runs[nth].append(at)
    heads = {run[0]: run for run in runs if len(run) >= FEWEST_SENTENCES}
    joined = {at for run in heads.values() for at in run[1:]}
    for at, claims in enumerate(lists):
        if at not in joined:
            yield [c for n in heads[at] for c in lists[n]] if at in heads else claims


def _number_of(claims: list[Claim]) -> tuple[int, Hashable]:
    """The number that a list of one kind begins with, and what a list of such is a list of; 0 where it has none."""
    found, key = _MARK.match(claims[0].quote), _kind_counted(claims)
    if found is None or key is None or not claims[0].quote.startswith(_name(claims[0]), found.end()):
        return 0, None
    printed = found["number"]
    number = int(printed) if printed.isdigit() else chinese_integer(printed)
    return number or 0, (found["before"], found["behind"], printed.isdigit(), *key[1:])


def _of_each_metric(audited: Audited, claims: list[Claim]) -> Iterator[Group]:
    """The enumerations of a list that gives several counts of each of its members (甲类受理97件，办结88件；乙类受理
    43件，办结41件): one for each of them. The shares are those of the first; each says itself what it counts.
    """
    no_parts = words("groups", "no_parts")
    counts = [c for c in claims if kind(c.metric) == "count" and c.metric not in no_parts and _name(c)]
    counted = grouped(counts, lambda c: c.metric)
    names = {metric: {_name(c) for c in of_one} for metric, of_one in counted.items()}
    first = next(iter(names), "")
    further = [m for m, named in names.items() if m != first and len(named) > 1 and named == names[first]]
    yield from _groups(audited, [c for c in claims if c.metric not in further])
    for metric in further:
        figures = _figures(counted[metric], shares=False)
        members = tuple(Member(name, number, None) for name, number in figures.items())
        yield Group(metric, members, whole_of(audited, counted[metric][0], metric), counted[metric][0])


def _kind_counted(claims: list[Claim]) -> tuple[Hashable, ...] | None:
    """What a list of one kind with its count is a list of; ``None`` for any other list."""
    counts, first = _figures(claims, shares=False), claims[0]
    if first.scope != "category" or len({_name(c) for c in claims}) > 1 or not counts:
        return None
    (count,) = counts.values()
    return block(first), count.metric, first.channel, first.period_start, first.period_end, first.stated_by


def _with_count(audited: Audited, claims: list[Claim]) -> list[Claim]:
    """A share that stands alone together with the count of the same part beside it."""
    only = claims[0]
    if len(claims) > 1 or only.group is not None or only.of_metric is None:
        return claims
    count = beside(audited, only).get(only.of_metric)
    return claims if count is None or count.claim is None else [*claims, count.claim]


def is_umbrella(claim: Claim) -> bool:
    """Whether a claim is about several channels taken together."""
    return claim.channel in words("groups", "umbrella_channels") and is_whole(claim)


def umbrella_parts(audited: Audited, umbrella: Claim, metric: str) -> tuple[Claim, ...]:
    """The counts of single channels that a sentence lists behind a count of several channels taken together.

    They stand behind it in its paragraph, with ``metric`` and its period and speaker, one a channel.
    """
    claims = narrative(audited)
    parts: dict[str, Claim] = {}
    for claim in claims[claims.index(umbrella) + 1 :]:
        if block(claim) != block(umbrella):
            continue
        same = claim.metric == metric and claim.category is None and claim.agency == umbrella.agency
        elsewhere = claim.channel is not None and claim.channel != umbrella.channel
        together = (claim.period_start, claim.period_end, claim.region_code, claim.stated_by) == (
            umbrella.period_start,
            umbrella.period_end,
            umbrella.region_code,
            umbrella.stated_by,
        )
        if same and elsewhere and together and claim.channel is not None:
            parts.setdefault(claim.channel, claim)
    return tuple(parts.values())
