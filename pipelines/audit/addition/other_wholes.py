"""The whole that the parts of a list add up to where it is not the one that was read; lists that fill one together.

What belongs here: counts that are one whole together, the count that shares are of, a stage of handling that the parts
are of, lists that only together divide a whole. What does not: what is said of the parts and their whole (``parts``),
and finding the whole of a list by its words (``pipelines.audit.group.wholes``).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from parsers.text.numbers import Interval
from pipelines.audit.figures import block, figure, is_whole, kind, narrative, same_subject
from pipelines.audit.finding import Audited
from pipelines.audit.group.groups import FEW, groups
from pipelines.audit.group.members import Group
from pipelines.audit.group.sums import counts
from pipelines.audit.intervals import Figure
from pipelines.audit.rules import words
from pipelines.audit.stated import period_of

FARTHEST_SHORT = Fraction(1, 4)
"""Of the whole: parts that fall short of it by more are hardly a sum gone wrong, but parts of something else."""
SLIP = Fraction(1, 10)
"""Of the whole: parts that exceed it by more are rather parts that overlap (one letter in two of them)."""
SMALLEST_FILLED = 500
"""From which whole on a few counts that add up to it are no chance."""
MOST_LISTS = 4
"""Lists behind each other that may divide one whole together."""


def counted_together(audited: Audited, whole: Figure, total: Fraction) -> Figure:
    """The whole together with the counts behind it, where together they are what the parts add up to: letters and calls
    (来电304件，来信13件……从性质看，咨询类200件、投诉类117件); otherwise the whole itself.
    """
    claims = narrative(audited)
    at = next((n for n, c in enumerate(claims) if c is whole.claim), None)
    added, printed = whole.value, [whole.printed]
    for claim in () if at is None else claims[at + 1 : at + 4]:
        number = figure(claim) if kind(claim.metric) == "count" else None
        if number is None or number.is_bound or number.is_about:
            break
        added, printed = added + number.value, [*printed, number.printed]
        if added == total:
            return replace(whole, value=total, interval=Interval(total, total), printed="＋".join(printed))
    return whole


def base_printed(audited: Audited, group: Group) -> Figure | None:
    """The count that the shares of a group are of instead of its whole, where the text prints it, before or behind."""
    own = {id(f.claim) for f in group.counts}
    counts = (figure(c) for c in narrative(audited) if c.metric == group.metric and id(c) not in own)
    printed = (f for f in counts if f is not None and not f.is_bound and not f.is_about)
    return next((f for f in printed if f.value == group.total >= FEW), None)


def counted_above(audited: Audited, group: Group) -> Figure | None:
    """Neighbouring counts of a paragraph above that together are what the parts add up to (行政类9443件、社会类81件。/
    在两类事项中，咨询类4495件、…).
    """
    if group.total < SMALLEST_FILLED:
        return None
    for place, figures in counts(audited).items():
        if place == block(group.first):
            return None
        alike = [f for f in figures if f.metric == group.metric]
        for start, end in combinations(range(len(alike) + 1), 2):
            run = alike[start:end]
            periods = {period_of(f.claim) for f in run if f.claim is not None}  # months are parts themselves
            if len(run) > 1 and len(periods) == 1 and sum((f.value for f in run), Fraction(0)) == group.total:
                printed = "＋".join(f.printed for f in run)
                return replace(run[0], value=group.total, interval=Interval(group.total, group.total), printed=printed)
    return None


def stage_that_fits(audited: Audited, group: Group, whole: Figure) -> Figure | None:
    """What was done with what came in, printed for the same time, where the parts add up to that and not to what came
    in (受理4371件，办结4368件; 来访3483件、…): they may be of those."""
    if whole.metric not in words("series", "known_at_once") or whole.claim is None or group.total < SMALLEST_FILLED:
        return None
    stages = (
        figure(c)
        for c in narrative(audited)
        if c.metric in words("series", "done") and is_whole(c) and same_subject(c, whole.claim)
    )
    exact = (f for f in stages if f is not None and not f.is_bound and not f.is_about)
    return next((f for f in exact if f.value == group.total != whole.value), None)


def _lists_of(audited: Audited, group: Group, whole: Figure) -> list[Group]:
    """The counted lists of which a printed count is the whole, in reading order, as far as they count the same."""
    alike = (g for g in groups(audited) if g.is_counted and g.metric == group.metric)
    return [g for g in alike if g.whole is not None and g.whole.claim is whole.claim]


def _lists_that_fill(audited: Audited, group: Group, whole: Figure) -> tuple[Group, ...]:
    """The lists behind each other, ``group`` among them, that only together add up to a whole (设施问题：…；/
    环境问题：…); empty where none do.
    """
    of_whole = _lists_of(audited, group, whole)
    at = next((n for n, g in enumerate(of_whole) if g.first is group.first), None)
    if at is None or whole.value < SMALLEST_FILLED:
        return ()
    begins = range(max(at - MOST_LISTS + 1, 0), at + 1)
    runs = (of_whole[begin : begin + n] for begin in begins for n in range(2, MOST_LISTS + 1) if begin + n > at)
    return next((tuple(run) for run in runs if sum((g.total for g in run), Fraction(0)) == whole.value), ())


def _leaves_the_rest_to_another(audited: Audited, group: Group, whole: Figure) -> bool:
    """Whether a list falls short of its whole by far and another of that has room beside it: they may be one."""
    if whole.value - group.total <= FARTHEST_SHORT * whole.value:
        return False
    others = (g for g in _lists_of(audited, group, whole) if g.first is not group.first)
    return any(len(g.members) > 1 and g.total + group.total <= (1 + SLIP) * whole.value for g in others)


def taken_together(audited: Audited, group: Group) -> Group | None:
    """A list with those that only together with it fill its whole; ``None`` where it is told with another one, or the
    rest may stand in another one.
    """
    whole = group.whole
    if whole is None or not group.is_counted or group.total >= whole.value:
        return group
    lists = _lists_that_fill(audited, group, whole)
    if lists:
        members = tuple(m for g in lists for m in g.members)
        return replace(group, members=members) if lists[0].first is group.first else None
    return None if _leaves_the_rest_to_another(audited, group, whole) else group
