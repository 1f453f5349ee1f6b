"""The counts that shares belong to, where the list that was read does not hold them.

What belongs here: counts that stand before their shares under another name, above them, or in a list of their own. What
does not: lists as they were read (``groups``), and their wholes where counts and shares are read together (``wholes``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from parsers.records import Claim
from pipelines.audit.figures import before, block, figure, kind, same_subject, text_between
from pipelines.audit.finding import Audited
from pipelines.audit.group.members import SHARE, Member, added_up, is_whole_of, name_of_part
from pipelines.audit.group.wholes import FARTHEST_SHARE
from pipelines.audit.intervals import Figure


def with_shares(lists: list[list[Claim]]) -> Iterator[list[Claim]]:
    """The lists of a text, shares that a sentence gives behind its parts put to the counts of these parts
    (大气污染（48件）和噪声污染（31件）较多，分别占51.1%、33.0%).
    """
    counted = [claims for claims in lists if len(claims) > 1 and not any(c.metric == SHARE for c in claims)]
    further: dict[int, list[Claim]] = {}
    for claims in lists:
        names = {name_of_part(c) for c in claims}
        own = (
            of
            for of in counted
            if (block(of[0]), of[0].quote) == (block(claims[0]), claims[0].quote)
            and names <= {name_of_part(c) for c in of}
        )
        of = next(own, None) if all(c.metric == SHARE and c.group for c in claims) else None
        further.setdefault(id(claims if of is None else of), []).extend(claims)
    yield from further.values()


def counts_of_words(audited: Audited, shares: Mapping[str, Figure]) -> dict[str, Figure]:
    """The counts right before the shares of a list whose parts are named by what they count (满意82件，占比91%；
    不满意8件，占比9%); none where one is missing.
    """
    found = {}
    for name, share in shares.items():
        last = before(audited, share.claim)[-1:] if share.claim is not None else ()
        count = figure(last[0]) if last and last[0].label == name and last[0].category is None else None
        between = text_between(count, share) if count is not None and kind(count.metric) == "count" else None
        if count is None or between is None or len(between) > FARTHEST_SHARE:
            return {}
        found[name] = count
    return found if len(found) > 1 else {}


def whole_of_words(audited: Audited, first: Claim, members: tuple[Member, ...]) -> Figure | None:
    """The nearest count before the parts of what was done with letters that these add up to, else the nearest of which
    every share is: of whom these grades are (回访, 办结) is not said by their words.
    """
    known = [f for c in reversed(before(audited, first)) if kind(c.metric) == "count" and (f := figure(c)) is not None]
    exact = [f for f in known if not f.is_bound and not f.is_about]
    filled = (f for f in exact if f.value == added_up(members))
    return next(filled, None) or next((f for f in exact if is_whole_of(members, f)), None)


def counted_above(audited: Audited, shares: Mapping[str, Figure]) -> dict[str, Figure]:
    """The count of the part that a share alone names again in its paragraph, called a kind or not (市容124件、交通
    83件。其中市容类占比8.5%).
    """
    name, share = next(iter(shares.items()), ("", None))
    if len(shares) != 1 or share is None or share.claim is None:
        return {}
    for claim in reversed(before(audited, share.claim)):
        is_same = (claim.category or "").removesuffix("类") == name.removesuffix("类") and claim.metric != SHARE
        if is_same and block(claim) == block(share.claim) and same_subject(claim, share.claim):
            count = figure(claim) if claim.metric == share.claim.of_metric else None
            return {} if count is None else {name: count}
    return {}
