"""G3, A2: do the earlier counts of parts add up to that of their whole, printed or as the changes allow them?

What belongs here: parts and a whole that each print how far they rose or fell, or each their earlier count. What does
not: one change against one count (``changes``), parts and whole of the period itself (``parts``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from parsers.records import Claim
from parsers.text.numbers import Interval
from pipelines.audit.change.change_pairs import BASES, POINTS, bases_of, figures_of, pairs, thing
from pipelines.audit.change.changes import earlier_counts
from pipelines.audit.figures import block, cause, claims_of, distinct, figure, located, narrative, of_paragraph
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.exact import exact_group
from pipelines.audit.group.groups import groups
from pipelines.audit.group.members import Group
from pipelines.audit.intervals import Figure, is_coarse, is_loose, severity_of_gap
from pipelines.audit.wording import decimal, metric_en, metric_zh, percent, signed

NEAR = 1
"""Percentage points: a change that lies nearer to the one that the other parts leave may be rounded otherwise."""
MOST_LINES = 8
"""Lists of one whole, each in a line of its own, that may divide it together."""


def _filled(listed: Iterable[Group]) -> Iterator[Group]:
    """The lists that add up to their whole, alone or all of one whole together (one part a line)."""
    of_whole: dict[int, list[Group]] = {}
    for group in listed:
        if group.whole is None or not group.is_counted:
            continue
        if len(group.members) > 1 and group.total == group.whole.value:
            yield group
        of_whole.setdefault(id(group.whole.claim), []).append(group)
    for lists in of_whole.values():
        members = tuple(m for group in lists for m in group.members)
        joined = replace(lists[0], members=members)
        is_one = 1 < len(lists) <= MOST_LINES and len({m.name for m in members}) == len(members)
        if is_one and joined.whole is not None and joined.total == joined.whole.value:
            yield joined


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


def _printed_change(audited: Audited, count: Figure, basis: str) -> tuple[Claim, Figure] | None:
    """The exact change of a count on ``basis``."""
    change = _change_of(audited, count, basis)
    printed = figure(change) if change is not None else None
    if change is None or printed is None or printed.is_bound or printed.is_about:
        return None
    return change, printed


def _moved(audited: Audited, count: Figure, basis: str) -> Moved | None:
    told = _printed_change(audited, count, basis)
    if told is None:
        return None
    change, printed = told
    allowed = earlier_counts(count, printed) or earlier_counts(count, printed, cut=True)
    return None if allowed is None else Moved(count, change, Interval(Fraction(allowed[0]), Fraction(allowed[1])))


def _shown(allowed: Interval) -> str:
    ends = dict.fromkeys(decimal(end) for end in (allowed.low, allowed.high) if end is not None)
    return "至".join(ends)


def _finding(audited: Audited, group: Group, basis: str) -> Finding | None:
    """The parts of a group that add up to its whole, each with its change, against the whole with its own."""
    if group.whole is None or any(map(is_coarse, (group.whole, *group.counts))):
        return None
    whole = _moved(audited, group.whole, basis)
    parts = [_moved(audited, count, basis) for count in group.counts]
    known = [part for part in parts if part is not None]
    if whole is not None and len(known) == len(parts) - 1:
        return _one_left(audited, group, basis, whole, known, group.counts[parts.index(None)])
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


def _one_left(
    audited: Audited, group: Group, basis: str, whole: Moved, known: Sequence[Moved], left: Figure
) -> Finding | None:
    """What the whole and the other parts leave for the earlier count of the one part whose change no whole number
    gives, and how far it rose or fell from that.
    """
    told = _printed_change(audited, left, basis)
    others = sum((part.earlier for part in known[1:]), known[0].earlier)
    room = whole.earlier + -others
    if told is None or left.claim is None or room.low is None or room.high is None or room.low <= 0:
        return None
    change, printed = told
    ends = [(left.value - earlier) * 100 / earlier for earlier in (room.high, room.low)]
    nearest = min(ends, key=lambda end: abs(end - printed.value))
    name = next((m.name for m in group.members if m.count is left), left.claim.category or "")
    basis_zh, basis_en = BASES[basis]
    implied = "至".join(dict.fromkeys(map(percent, ends)))
    subject = f"{group.channel}{name}由总数与其余各项推得的{basis_zh}数"
    finding = Finding(
        check_id="G3",
        subject=subject,
        verdict="needs_definition",
        severity=1 if abs(nearest - printed.value) < NEAR else 2,
        claimed=change.printed,
        recomputed=implied,
        evidence=(f"{_shown(whole.earlier)}-{_shown(others)} = {_shown(room)}",),
        metric=group.metric,
        cause_id=cause(audited, "earlier_sums", subject),
        **say(
            "earlier_sums",
            "one_left",
            who=f"{group.channel}{name}",
            metric_zh=metric_zh(group.metric),
            metric_en=metric_en(group.metric),
            basis_zh=basis_zh,
            basis_en=basis_en,
            printed=change.printed,
            now=decimal(left.value),
            terms=f"{_shown(whole.earlier)}-{_shown(others)}",
            terms_en=f"{_shown(whole.earlier)} - {_shown(others)}".replace("至", " to "),
            rest=_shown(room),
            rest_en=_shown(room).replace("至", " to "),
            implied=implied,
            implied_en=implied.replace("至", " to "),
        ),
    )
    changes = [moved.change for moved in (whole, *known)]
    return located(audited, finding, (change, *changes, *claims_of((group.whole, *group.counts))))


@check("G3", "各项上期推算数之和", "implied earlier counts of parts", gives="consistent needs_definition")
def check_earlier_sums(audited: Audited) -> Iterator[Finding]:
    """Parts that add up to their whole did so in the earlier period as well, unless it had another part: the whole
    earlier counts that the printed changes of the parts allow, added up, against those that the change of the whole
    allows. Where no whole number gives the change of one part, what the others leave for it is told.

    Tolerance: half a unit of the last printed digit of each change; digits that were cut off agree.
    """
    if not any(c.metric == "change" for c in narrative(audited)):
        return
    filled = list(_filled(exact_group(audited, group) for group in groups(audited)))
    found = (_finding(audited, group, basis) for group in filled for basis in BASES)
    yield from distinct(f for f in found if f is not None)


def _printed_then(audited: Audited, count: Figure, basis: str) -> Figure | None:
    """The one exact earlier count that is printed of what ``count`` counts."""
    own = count.claim
    if own is None:
        return None
    then = [f for c, f in figures_of(audited).get(thing(own, own.metric), ()) if _is_then(own, c, basis)]
    exact = [f for f in then if not (f.is_bound or f.is_about or is_loose(f))]
    return exact[0] if exact and len(exact) == len(then) and len({f.value for f in exact}) == 1 else None


def _is_then(own: Claim, earlier: Claim, basis: str) -> bool:
    bases = (earlier.earlier,) if earlier.earlier and not own.earlier else bases_of(own, earlier)
    return basis in bases and own.unit == earlier.unit


def _printed_sum(audited: Audited, group: Group, basis: str) -> Finding | None:
    """The printed earlier counts of the parts that add up to their whole now, against that of the whole."""
    if group.whole is None:
        return None
    whole = _printed_then(audited, group.whole, basis)
    parts = [_printed_then(audited, count, basis) for count in group.counts]
    known = [part for part in parts if part is not None]
    if whole is None or len(known) != len(parts) or len({id(part.claim) for part in known}) < len(known):
        return None
    added = sum((part.value for part in known), Fraction(0))
    gap = added - whole.value
    basis_zh, basis_en = BASES[basis]
    subject = f"{group.channel}{group.members[0].name}等{len(known)}项{basis_zh}{metric_zh(group.metric)}之和"
    terms = "+".join(decimal(part.value) for part in known)
    finding = Finding(
        check_id="A2",
        subject=subject,
        verdict="needs_definition" if gap else "consistent",
        severity=min(2, severity_of_gap(gap, whole.value)) if gap else 0,
        claimed=decimal(whole.value),
        recomputed=decimal(added),
        gap=gap,
        evidence=(f"{terms} = {decimal(added)}",),
        metric=group.metric,
        cause_id=cause(audited, "earlier_sums", subject) if gap else None,
        **say(
            "earlier_sums",
            "printed_differs" if gap else "printed_holds",
            subject=subject,
            basis_en=basis_en,
            metric_en=metric_en(group.metric),
            terms=terms,
            terms_en=terms.replace("+", " + "),
            added=decimal(added),
            whole=decimal(whole.value),
            gap=signed(gap),
        ),
    )
    return located(audited, finding, claims_of((whole, *known)))


@check("A2", "各项上期数之和", "earlier counts of parts", gives="consistent needs_definition")
def check_printed_earlier_sums(audited: Audited) -> Iterator[Finding]:
    """Parts that add up to their whole, and of which sentences print the counts of an earlier period, each once, as
    they do of the whole: those added up. Parts that the earlier period had besides could explain a difference.

    Tolerance: none; counts are exact.
    """
    found = (_printed_sum(audited, group, basis) for group in _filled(groups(audited)) for basis in BASES)
    yield from distinct(f for f in found if f is not None)
