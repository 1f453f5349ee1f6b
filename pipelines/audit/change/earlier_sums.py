"""G3: do the earlier counts that the changes of parts allow add up to the one that the change of their whole allows?

What belongs here: parts and a whole that each print how far they rose or fell, and no earlier count. What does not: one
change against one count (``changes``), parts and whole of the period itself (``parts``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from parsers.records import Claim
from parsers.text.numbers import Interval
from pipelines.audit.change.change_pairs import BASES, POINTS, pairs
from pipelines.audit.change.changes import earlier_counts
from pipelines.audit.figures import block, cause, claims_of, distinct, figure, located, narrative, of_paragraph
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.exact import exact_group
from pipelines.audit.group.groups import groups
from pipelines.audit.group.members import Group
from pipelines.audit.intervals import Figure, is_coarse
from pipelines.audit.wording import decimal, metric_en, metric_zh


@dataclass(frozen=True, slots=True)
class Moved:
    """A count with the change printed for it, and the whole earlier counts that the two allow."""

    count: Figure
    change: Claim
    earlier: Interval


def _change_of(audited: Audited, count: Figure, basis: str) -> Claim | None:
    """The one change of a count on ``basis``, printed with no earlier count in its paragraph, or in another one that
    counts the same by name (投诉920件，环比下降19.6% … 本月受理投诉920件)."""
    told = [] if count.claim is None else [count.claim, *_named_elsewhere(audited, count.claim)]
    return next((change for own in told if (change := _change_beside(audited, own, basis)) is not None), None)


def _named_elsewhere(audited: Audited, own: Claim) -> list[Claim]:
    """The parts of the same number that another paragraph counts by a name that stands before the figure here."""
    said = re.split("[，,。；;：:]", own.quote.partition(own.printed)[0])[-1]
    return [
        c
        for c in narrative(audited)
        if c.category is not None
        and c.category in said
        and block(c) != block(own)
        and (c.metric, c.value, c.unit, c.channel) == (own.metric, own.value, own.unit, own.channel)
        and (c.period_start, c.period_end, c.earlier) == (own.period_start, own.period_end, own.earlier)
    ]


def _change_beside(audited: Audited, own: Claim, basis: str) -> Claim | None:
    """The one change of a count on ``basis`` in its paragraph, with no earlier count."""
    wanted = own.metric, own.category, own.agency, own.channel
    found = [
        c
        for c in of_paragraph(audited, block(own))
        if c.metric == "change"
        and c.basis == basis
        and c.unit != POINTS
        and (c.of_metric, c.category, c.agency, c.channel) == wanted
    ]
    return found[0] if len(found) == 1 and not pairs(audited, found[0]) else None


def _moved(audited: Audited, count: Figure, basis: str) -> Moved | None:
    change = _change_of(audited, count, basis)
    printed = figure(change) if change is not None else None
    if change is None or printed is None or printed.is_bound or printed.is_about:
        return None
    allowed = earlier_counts(count, printed) or earlier_counts(count, printed, cut=True)
    return None if allowed is None else Moved(count, change, Interval(Fraction(allowed[0]), Fraction(allowed[1])))


def _shown(allowed: Interval) -> str:
    ends = dict.fromkeys(decimal(end) for end in (allowed.low, allowed.high) if end is not None)
    return "至".join(ends)


def _finding(audited: Audited, group: Group, basis: str) -> Finding | None:
    """The parts of a group that add up to its whole, each with its change, against the whole with its own."""
    if group.whole is None or len(group.members) < 2 or not group.is_counted or group.total != group.whole.value:
        return None
    if any(map(is_coarse, (group.whole, *group.counts))):
        return None
    whole = _moved(audited, group.whole, basis)
    parts = [_moved(audited, count, basis) for count in group.counts]
    known = [part for part in parts if part is not None]
    if whole is None or len(known) != len(parts):
        return None
    added = Interval(Fraction(0), Fraction(0))
    for part in known:
        added += part.earlier
    agrees = added.overlaps(whole.earlier)
    basis_zh, basis_en = BASES[basis]
    subject = f"{group.subject}{basis_zh}之和"
    finding = Finding(
        check_id="G3",
        subject=subject,
        verdict="consistent" if agrees else "needs_definition",
        severity=0 if agrees else 1,
        claimed=_shown(whole.earlier),
        recomputed=_shown(added),
        evidence=(f"{'+'.join(_shown(part.earlier) for part in known)} = {_shown(added)}",),
        metric=group.metric,
        cause_id=None if agrees else cause(audited, "earlier_sums", subject),
        **say(
            "earlier_sums",
            "holds" if agrees else "differs",
            subject=subject,
            metric_zh=metric_zh(group.metric),
            metric_en=metric_en(group.metric),
            basis_zh=basis_zh,
            basis_en=basis_en,
            terms="+".join(_shown(part.earlier) for part in known),
            terms_en=" + ".join(_shown(part.earlier) for part in known).replace("至", " to "),
            added=_shown(added),
            added_en=_shown(added).replace("至", " to "),
            whole=_shown(whole.earlier),
            whole_en=_shown(whole.earlier).replace("至", " to "),
        ),
    )
    changes = [moved.change for moved in (whole, *known)]
    return located(audited, finding, (*changes, *claims_of((group.whole, *group.counts))))


@check("G3", "各项上期推算数之和", "implied earlier counts of parts", gives="consistent needs_definition")
def check_earlier_sums(audited: Audited) -> Iterator[Finding]:
    """Parts that add up to their whole did so in the earlier period as well, unless it had another part: the whole
    earlier counts that the printed changes of the parts allow, added up, against those that the change of the whole
    allows.

    Tolerance: half a unit of the last printed digit of each change; digits that were cut off agree.
    """
    if not any(c.metric == "change" for c in narrative(audited)):
        return
    exact = [exact_group(audited, group) for group in groups(audited)]
    found = (_finding(audited, group, basis) for group in exact for basis in BASES)
    yield from distinct(f for f in found if f is not None)
