"""A9: completions of several channels taken together, against the replies of each.

What belongs here: stages whose whole and parts are of different channels. What does not: those of one (``flows``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from parsers.records import Claim
from pipelines.audit.figures import beside, cause, claims_of, figure, located, narrative
from pipelines.audit.finding import Audited, Finding, say
from pipelines.audit.group.groups import umbrella_parts
from pipelines.audit.group.wholes import is_umbrella
from pipelines.audit.intervals import severity_of_gap
from pipelines.audit.wording import about, channel_zh, decimal, signed


def umbrella_findings(audited: Audited) -> Iterator[Finding]:
    """One finding for each count of completions of all channels that can be held against those of the single ones."""
    for claim in narrative(audited):
        found = _umbrella_finding(audited, claim) if claim.metric == "completed" and is_umbrella(claim) else None
        if found is not None:
            yield found


def _covers(audited: Audited, umbrella: Claim) -> bool:
    """Whether the letters received by the single channels add up to those received by all, so that no channel is
    missing.
    """
    received = beside(audited, umbrella).get("received")
    if received is None or received.claim is None:
        return False
    parts = [f for c in umbrella_parts(audited, received.claim, "received") if (f := figure(c)) is not None]
    return len(parts) > 1 and sum(f.value for f in parts) == received.value


def _umbrella_finding(audited: Audited, claim: Claim) -> Finding | None:
    """办结 of several channels taken together against 回复 of each, where no channel prints 办结."""
    whole = figure(claim)
    parts = tuple(f for c in umbrella_parts(audited, claim, "replied") if (f := figure(c)) is not None)
    if whole is None or len(parts) < 2 or umbrella_parts(audited, claim, "completed") or not _covers(audited, claim):
        return None
    added = sum((f.value for f in parts), Fraction(0))
    gap = added - whole.value
    words = {
        "who": about(claim),
        "channels_zh": "、".join(channel_zh(f.claim.channel) for f in parts if f.claim),
        "terms": "+".join(decimal(f.value) for f in parts),
        "added": decimal(added),
        "whole": decimal(whole.value),
        "gap": signed(gap),
    }
    finding = Finding(
        check_id="A9",
        subject=f"{about(claim)}办结与各信箱回复之和",
        verdict="needs_definition" if gap else "consistent",
        severity=severity_of_gap(gap, whole.value) if gap else 0,
        claimed=claim.printed,
        recomputed=decimal(added),
        gap=gap,
        evidence=(f"{words['terms']} = {words['added']}",),
        metric=claim.metric,
        cause_id=cause(audited, "flow", claim.channel, claim.period_start, "umbrella") if gap else None,
        **say("flows", "umbrella_differs" if gap else "umbrella_holds", **words),
    )
    return located(audited, finding, claims_of((whole, *parts)))
