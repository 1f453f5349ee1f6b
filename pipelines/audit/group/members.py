"""The parts that a text counts together, and the list that they make.

What belongs here: what a member and a list are, and what a list says by itself. What does not: finding lists
(``groups``) and their wholes (``wholes``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property

from parsers.claims.words import words_pattern
from parsers.records import Claim
from parsers.text.leading import first_few
from pipelines.audit.figures import (
    figure,
    kind,
)
from pipelines.audit.intervals import Figure, counts_for, is_nearest, rate_interval, reproduces, sum_of
from pipelines.audit.rules import words
from pipelines.audit.wording import channel_of

SHARE = "share"

_BASE = re.compile(r"占([^，,；;占、。\d]{2,12}?)的(?:比重|比例)?[约为达]?$")


@cache
def _rest_said() -> re.Pattern[str]:
    """A clause that says what the rest is, without its count."""
    said, nouns = (words_pattern(words("groups", name)) for name in ("rest_said", "rest_nouns"))
    return re.compile(
        rf"[）)]?[，,、；;](?:{said})(?:的|{nouns})?(?:均|都|全部|皆|则)?[为是属系][^，,；;。\d]{{2,}}[。；;，,]?$"
    )


FEWEST_REQUESTS = 4
"""Kinds of request from which on a list of them is likely whole."""


@dataclass(frozen=True, slots=True)
class Member:
    """A part that an enumeration names: its count, its share in percent, or both."""

    name: str
    count: Figure | None
    share: Figure | None


@dataclass(frozen=True)
class Group:
    """An enumeration. ``metric`` is what is counted; ``whole`` the printed number of it, ``None`` where none stands
    before. What many checks ask of a list is worked out once for each.
    """

    metric: str
    members: tuple[Member, ...]
    whole: Figure | None
    first: Claim

    @property
    def channel(self) -> str:
        """The channel of all members for readers; empty where the first is named for one, or others are of another: it
        is of that only.
        """
        name = channel_of(self.first)
        channels = {f.claim.channel for f in (*self.counts, *self.shares) if f.claim is not None}
        return "" if self.members[0].name == name or len(channels) > 1 else name

    @property
    def subject(self) -> str:
        """What findings about the list call it: its first member, and how many there are."""
        return f"{self.channel}{self.members[0].name}等{len(self.members)}项"

    @cached_property
    def counts(self) -> tuple[Figure, ...]:
        """The counts that are printed."""
        return tuple(m.count for m in self.members if m.count is not None)

    @cached_property
    def shares(self) -> tuple[Figure, ...]:
        """The shares that are printed."""
        return tuple(m.share for m in self.members if m.share is not None)

    @cached_property
    def total(self) -> Fraction:
        """The sum of the counts."""
        return sum_of(f.value for f in self.counts)

    @cached_property
    def total_share(self) -> Fraction:
        """The sum of the shares in percent."""
        return sum_of(f.value for f in self.shares)

    @cached_property
    def is_counted(self) -> bool:
        """Whether every member has an exact count."""
        return len(self.counts) == len(self.members) and not any(f.is_bound or f.is_about for f in self.counts)

    @cached_property
    def has_rest(self) -> bool:
        """Whether a member stands for everything else (其他), so that the enumeration is complete: not in a list of the
        first few (排名前五的是), where 其他 begins the name of a kind, and not as a kind of request among topics
        (其他咨询).
        """
        rests = [m for m in self.members if is_rest(m) and not self._is_only_request(m)]
        return bool(rests) and not self.names_the_first_few

    def _is_only_request(self, member: Member) -> bool:
        """Whether a member is named for a kind of request that no other one is."""
        kinds = [word for word in words("groups", "requests") if member.name.endswith(word)]
        return any(not any(word in m.name for m in self.members if m is not member) for word in kinds)

    @cached_property
    def names_the_first_few(self) -> bool:
        """Whether the words before the first member say that only the first few are named."""
        quote = self.first.quote
        return any(first_few(quote[: max(quote.find(self.first.printed), 0)]))

    @property
    def names_several_bases(self) -> bool:
        """Whether the words before the shares name different wholes for them (占投诉举报的55%，…，占投诉的56%)."""
        before = (s.claim.quote[: max(s.claim.quote.find(s.printed), 0)] for s in self.shares if s.claim is not None)
        named = (_BASE.search(text) for text in before)
        return len({re.sub("[总量数件]", "", found[1]) for found in named if found is not None}) > 1

    @property
    def says_the_rest(self) -> bool:
        """Whether the words behind the last member say what the rest is, without its count (其余均为投诉类)."""
        last = self.members[-1].share or self.members[-1].count
        at = self.first.quote.rfind(last.printed) if last is not None else -1
        behind = self.first.quote[at + len(last.printed) :] if last is not None and at >= 0 else ""
        return _rest_said().match(behind) is not None

    @property
    def names_requests(self) -> bool:
        """Whether the members are kinds of request (投诉, 求助, 咨询, 建议) that no 等 behind the last leaves open."""
        last = self.members[-1].count or self.members[-1].share
        quote = self.first.quote
        end = quote.rfind(last.printed) + len(last.printed) if last is not None else 0
        is_open = quote[end:].startswith("等") or self.names_the_first_few
        named = [any(word in m.name for word in words("groups", "requests")) for m in self.members]
        return len(named) >= FEWEST_REQUESTS and all(named) and not is_open

    @cached_property
    def shares_fill(self) -> bool:
        """Whether each member has a share and the shares add up to 100 within the rounding of each."""
        slack = sum_of(f.step for f in self.shares) / 2
        return len(self.shares) == len(self.members) > 1 and abs(self.total_share - 100) <= slack

    @cached_property
    def leaves_a_rest(self) -> bool:
        """Whether every share follows from its count although the counts fall short of the whole: the rest was left
        out, however close to 100 the rounded shares come.
        """
        whole = self.whole
        if whole is None or not self.is_counted or self.total >= whole.value:
            return False
        return all(is_share_of(m, whole) for m in self.members)

    @property
    def share_of_all(self) -> Figure | None:
        """The one share of a list that stands behind its last member and may be of all (甲12件、乙8件，占40%)."""
        last = self.members[-1]
        return last.share if len(self.shares) == 1 and self.is_counted and len(self.members) > 1 else None

    @cached_property
    def is_of_its_sum(self) -> bool:
        """Whether the shares fill 100 because most are of the sum of the counts, which is not the whole, and none of
        the whole alone: a small share may be of both.
        """
        if self.whole is None or not self.is_counted or not self.shares_fill or self.total in (0, self.whole.value):
            return False
        added = replace(self.whole, value=self.total)
        own = [is_share_of(m, added) for m in self.members]
        of_whole = [is_share_of(m, self.whole) for m in self.members]
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

    @cached_property
    def is_exhaustive(self) -> bool:
        """Whether the text presents the members as all there is."""
        return self.has_rest or (self.shares_fill and not self.leaves_a_rest)


def is_rest(member: Member) -> bool:
    """Whether a member stands for all that is not named (其他)."""
    name = re.sub(r"[（(][^（）()]*[）)]", "", member.name)  # 人工录入（来函、其他部门转办）: an example, not the rest
    return any(word in name for word in words("groups", "rest"))


def name_of_part(claim: Claim) -> str:
    """The part that a claim is of; in a list with other names a channel is one, too (12345热线842件、网上信访86件)."""
    return claim.category or claim.agency or (channel_of(claim) if claim.group is not None else "")


def figures_by_name(claims: Iterable[Claim], *, shares: bool) -> dict[str, Figure]:
    """The counts of claims, or their shares, by the part that each is of; the first of each part."""
    found: dict[str, Figure] = {}
    for claim in claims:
        if (claim.metric == SHARE) == shares and (shares or kind(claim.metric) == "count"):
            number = figure(claim)
            if number is not None:
                found.setdefault(name_of_part(claim), number)
    return found


def is_whole_of_most(members: tuple[Member, ...], whole: Figure) -> bool:
    """Whether one count that is too large is what keeps the members from being parts of the whole: most shares are of
    it, or, where there are none, the other counts fit into it.
    """
    shared = [m for m in members if m.share is not None and m.count is not None]
    if shared:
        return len(shared) > 2 and 2 * sum(is_share_of(m, whole) for m in shared) > len(shared)
    largest = max((m.count.value for m in members if m.count is not None), default=Fraction(0))
    return len(members) > 2 and largest > whole.value >= added_up(members) - largest


def added_up(members: tuple[Member, ...]) -> Fraction:
    """The sum of the counts of members."""
    return sum_of(m.count.value for m in members if m.count is not None)


def is_whole_of(members: tuple[Member, ...], whole: Figure) -> bool:
    """Whether the counts of members do not exceed ``whole``, and each share is one of it."""
    if whole.value <= 0 or added_up(members) > whole.value:
        return False
    return all(is_share_of(m, whole) for m in members if m.share is not None)


def is_share_of(member: Member, whole: Figure) -> bool:
    """Whether the share of a member can be one of ``whole``: that of its count, or of any whole number."""
    if member.share is None or member.share.is_bound or whole.value <= 0:
        return False
    if member.count is None:
        return whole.value.denominator == 1 and counts_for(rate_interval(member.share), int(whole.value)) is not None
    return is_nearest(reproduces(member.count.value * 100 / whole.value, member.share))


def fitting(members: Sequence[Member], whole: Figure) -> int:
    """How well the shares of members are shares of a whole: 2 for each that is by nearest rounding, 1 if cut off."""
    modes = [
        reproduces(m.count.value * 100 / whole.value, m.share)
        for m in members
        if m.count is not None and m.share is not None and whole.value > 0
    ]
    return sum(2 if is_nearest(mode) else mode == "truncated" for mode in modes)


def allows_most(members: tuple[Member, ...], whole: Figure) -> bool:
    """Whether most of the members have a share that can be one of ``whole``: one that is wrong leaves it theirs."""
    return 2 * allowed(members, whole) > len(members)


def allowed(members: tuple[Member, ...], whole: Figure) -> int:
    """How many of the members have a share that can be one of ``whole``."""
    return sum(is_share_of(m, whole) for m in members if m.share is not None)
