"""The whole of a share that its neighbours show: paragraphs of one form that give one kind each, and other shares of
what the text calls by the same words.

What belongs here: that whole. What does not: holding the share against it (``shares``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.records import Claim
from pipelines.audit.figures import block, same_subject
from pipelines.audit.finding import Audited
from pipelines.audit.group.groups import groups
from pipelines.audit.group.members import Group, is_share_of
from pipelines.audit.intervals import Figure, is_nearest, share_mode
from pipelines.audit.share.ratios import FINE, is_of_an_unnamed_total

_FORM = re.compile(r"[（(]?\d{0,2}[）).、．]?[\u4e00-\u9fff、]{2,16}[\d,]+件?[，,（(]占[比总]?[\d.]+[%％].*", re.S)
"""A sentence that opens with one kind, its count and its share (3.市容类共277件，占比7.03%)."""


def whole_of_neighbours(audited: Audited, group: Group) -> Figure | None:
    """The whole that both neighbours of a paragraph of one kind have, where all three print count and share in the same
    words, to two decimals, and theirs follow from it; ``None`` elsewhere.
    """
    alone = [g for g in groups(audited) if _gives_one_kind(g)]
    at = next((n for n, g in enumerate(alone) if g.first is group.first), None)
    if at is None or not 0 < at < len(alone) - 1:
        return None
    before, behind = alone[at - 1], alone[at + 1]
    wholes = [g.whole for g in (before, behind) if g.whole is not None and is_share_of(g.members[0], g.whole)]
    are_alike = all(
        same_subject(g.first, group.first) and g.first.metric == group.first.metric and _words(g) == _words(group)
        for g in (before, behind)
    )
    apart = len({block(g.first) for g in (before, group, behind)}) == 3
    return wholes[0] if are_alike and apart and len({w.value for w in wholes}) == 1 and len(wholes) == 2 else None


FEWEST_ALIKE = 2
"""Shares of one whole and in the same words that say what these words mean."""


def whole_in_same_words(audited: Audited, count: Figure, share: Figure) -> Figure | None:
    """The whole of the other shares that say in the same words that they are of all, where theirs follow from it and
    so does this one, which says no more of what it is (占全市总量7.05%); ``None`` where they have several wholes.
    """
    claim = share.claim
    if claim is None or not is_of_an_unnamed_total(claim):
        return None
    wholes = _wholes_by_words(audited).get(_words_before(claim), ())
    alike = [w for w in wholes if w.value != count.value]
    is_one = len({w.value for w in alike}) == 1 and len(alike) >= FEWEST_ALIKE
    return alike[0] if is_one and is_nearest(share_mode(count, alike[0], share)) else None


@lru_cache(maxsize=8)
def _wholes_by_words(audited: Audited) -> dict[str, tuple[Figure, ...]]:
    """The wholes of the finely printed shares of all that their wholes give, by the words before them."""
    found: dict[str, tuple[Figure, ...]] = {}
    for group in groups(audited):
        for member in group.members:
            share, whole = member.share, group.whole
            if share is None or share.claim is None or whole is None or not is_of_an_unnamed_total(share.claim):
                continue
            if share.step <= FINE and member.count is not None and is_share_of(member, whole):
                words = _words_before(share.claim)
                found[words] = (*found.get(words, ()), whole)
    return found


def _words_before(claim: Claim) -> str:
    """The words between 占 and a share."""
    return claim.quote[: max(claim.quote.find(claim.printed), 0)].rpartition("占")[2]


def _gives_one_kind(group: Group) -> bool:
    share = group.members[0].share
    return (
        len(group.members) == 1
        and group.members[0].count is not None
        and share is not None
        and share.step <= FINE
        and not share.is_bound
        and not share.is_about
        and _FORM.match(group.first.quote) is not None
    )


def _words(group: Group) -> str:
    """What stands between the count and the share of the one member."""
    count, share, quote = group.members[0].count, group.members[0].share, group.first.quote
    if count is None or share is None:
        return ""
    return quote.partition(count.printed)[2].partition(share.printed)[0]
