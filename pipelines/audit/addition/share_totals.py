"""A2 for shares: do the shares of an enumeration fill 100?

What belongs here: the shares of all members of a list. What does not: one share against its own count (``shares``),
shares of several sentences that fill 100 (``adjacent``).
"""

from __future__ import annotations

import re
from fractions import Fraction

from pipelines.audit.addition.other_wholes import FARTHEST_SHORT
from pipelines.audit.figures import cause, claims_of, located
from pipelines.audit.finding import Audited, Finding, say
from pipelines.audit.group.members import Group
from pipelines.audit.group.skipped import is_read_in_full, skips_a_member
from pipelines.audit.intervals import Figure, room_of
from pipelines.audit.practices import practice, stated
from pipelines.audit.wording import percent


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


def shares_of_all(audited: Audited, group: Group) -> Finding | None:
    """What the shares of a list add up to; ``None`` for a list that does not claim to fill 100, or of round ones."""
    are_exact = not any(s.is_bound or s.step > 1 for s in group.shares)  # 超三成, 近一半: no sum of them tells anything
    case = shares_case(group) if len(group.shares) > 1 and are_exact else None
    if case is None or (case[2] == "shares_short" and not is_read_in_full(audited, group)):
        return None
    if case[2] == "counts_short" and skips_a_member(audited, group):
        return None
    verdict, severity, sentence = case
    note = stated(practice("several_kinds"), audited) or "" if sentence == "shares_exceed" else ""
    if note:
        verdict, severity, sentence = "consistent", 0, "shares_exceed_stated"
    subject = f"{group.subject}占比之和"
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
