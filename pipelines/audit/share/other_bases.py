"""Another base of shares that print no counts: the one count of the text on which all of them allow whole numbers.

What belongs here: finding it. What does not: which whole a list has (``groups``), and what its shares allow on that
(``grim``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from parsers.records import Claim
from pipelines.audit.figures import figure, is_whole, narrative, span
from pipelines.audit.finding import Audited
from pipelines.audit.group.groups import groups
from pipelines.audit.group.members import Group
from pipelines.audit.intervals import Figure, counts_for, rate_interval
from pipelines.audit.rules import words

FEWEST = 3
"""Shares of a list from which on a base that allows all of them is told."""
CHANCE = Fraction(1, 100)
"""That so many shares allow whole numbers on any base of its size: below it, one on which they do is no accident."""


@dataclass(frozen=True, slots=True)
class OtherBase:
    """A count that all shares of a list may be of; ``counts_people`` where visits are counted by people in it."""

    value: int
    counts_people: bool


def other_base(audited: Audited, group: Group) -> OtherBase | None:
    """The one base other than its whole that all shares of a list without counts may be of, where its whole is that of
    no more than half of them; ``None`` if there is none or several.
    """
    shares = [s for s in group.shares if not s.is_bound and not s.is_about]
    whole = group.whole
    if whole is None or group.counts or len(shares) < FEWEST or len(shares) != len(group.members):
        return None
    if whole.value.denominator != 1 or 2 * sum(_allows(int(whole.value), s) for s in shares) > len(shares):
        return None
    found = {b.value: b for b in _bases(audited, whole) if all(_allows(b.value, s) for s in shares)}
    telling = [b for b in found.values() if b.value != whole.value and _chance(b.value, shares) < CHANCE]
    return telling[0] if len(telling) == 1 else None


def _allows(base: int, share: Figure) -> bool:
    return counts_for(rate_interval(share), base) is not None


def _chance(base: int, shares: list[Figure]) -> Fraction:
    return math.prod((min(Fraction(1), base * s.step / 100) for s in shares), start=Fraction(1))


def _bases(audited: Audited, whole: Figure) -> Iterator[OtherBase]:
    """The exact counts of everything that the text prints, and the whole with people in the place of visits."""
    for claim in narrative(audited):
        number = figure(claim) if is_whole(claim) and claim.metric in words("groups", "wholes") else None
        if number is not None and not number.is_bound and not number.is_about and number.value.denominator == 1:
            yield OtherBase(int(number.value), counts_people=False)
    for group in groups(audited):
        if group.whole is not None and group.whole.claim is whole.claim and group.total == whole.value:
            people = sum((_people(audited, count) for count in group.counts), Fraction(0))
            if people.denominator == 1 and people != whole.value:
                yield OtherBase(int(people), counts_people=True)


def _people(audited: Audited, count: Figure) -> Fraction:
    """The number of people that touches a count of visits (来访12批86人次), otherwise the count."""
    claims = narrative(audited)
    at = next((n for n, c in enumerate(claims) if c is count.claim), None)
    behind = claims[at + 1] if at is not None and at + 1 < len(claims) else None
    if count.claim is None or behind is None or not _touches(count.claim, behind):
        return count.value
    number = figure(behind)
    return count.value if number is None else number.value


def _touches(claim: Claim, behind: Claim) -> bool:
    same = (claim.metric, claim.category, claim.quote) == (behind.metric, behind.category, behind.quote)
    return same and span(claim)[1] == span(behind)[0]
