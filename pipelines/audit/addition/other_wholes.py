"""The whole that the parts of a list add up to where it is not the one that was read; lists that fill one together.

What belongs here: counts that are one whole together, the count that shares are of, a stage of handling that the parts
are of, the count that the clause before a list names, lists that only together divide a whole. What does not: what is
said of the parts and their whole (``parts``), and finding the whole of a list by its words
(``pipelines.audit.group.wholes``).
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from parsers import vocabulary
from parsers.claims.words import any_of, words_pattern
from parsers.text.numbers import Interval
from pipelines.audit.figures import block, figure, is_whole, kind, narrative, same_part, same_subject
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


_SORTED_BY = re.compile(rf"[^，,；;。]*(?:{any_of('list_heads')})[，,：:]\s*(?=[^，,；;。：:\d]*$)")
"""The clause that opens a list by saying what is sorted in it, and by what (从诉求受理渠道看，电话端…)."""


def named_in_head(audited: Audited, group: Group) -> Figure | None:
    """The count that the clause before a list names (从诉求受理渠道看), where the parts exceed it and add up to another
    one (总受理量1199件、提供服务1273件): it is the whole that the text says.
    """
    quote = group.first.quote
    head = _SORTED_BY.search(re.split("[；;。]", quote[: max(quote.find(group.first.printed), 0)])[-1])
    own = None if group.whole is None else group.whole.claim
    if head is None or own is None or group.total != own.value:
        return None
    named = {vocabulary.metric_words()[w] for w in re.findall(words_pattern(vocabulary.metric_words()), head.group())}
    named = {metric for metric in named if kind(metric) == "count"} - {own.metric}
    wholes = [c for c in narrative(audited) if c.metric in named and is_whole(c) and same_subject(c, own)]
    said = figure(wholes[0]) if len({c.value for c in wholes}) == 1 else None
    if said is None or said.is_bound or said.is_about:
        return None
    return said if group.total > said.value else None


def of_own_sentence(audited: Audited, group: Group) -> Figure | None:
    """The count of the same in the sentence of a list, where its parts add up to one printed elsewhere (事件1764件，…。
    在受理的1768件事件类案件中，市容环境1035件、…).
    """
    own = None if group.whole is None else group.whole.claim
    if own is None or own.quote == group.first.quote or group.total != own.value:
        return None
    opened = re.match(
        r"\s*在?[^，,；;。：:\d]{0,16}[\d.]+[^，,；;。：:\d]{1,16}(?:之中|中|里)[，,：:]", group.first.quote
    )
    if opened is None:
        return None
    for claim in narrative(audited):
        is_here = claim.quote == group.first.quote and block(claim) == block(group.first)
        if is_here and claim.printed in opened.group() and same_part(claim, own) and claim.metric == own.metric:
            said = figure(claim)
            return None if said is None or said.is_bound or said.is_about or said.value == own.value else said
    return None
