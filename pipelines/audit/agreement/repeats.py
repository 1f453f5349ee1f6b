"""N1 by value: a figure that sentences print again under another word, for another period or part, or rounded.

What belongs here: prints that agree. Since a number may stand for two things, only one that no chance repeats counts,
and nothing is said of figures that differ: that is ``reprinted``, which holds prints of one
name against each other.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from parsers.claims.words import any_of
from parsers.records import UNASSIGNED, Claim
from pipelines.audit.agreement.reprinted import is_repeat_told, kind_listed
from pipelines.audit.figures import block, distinct, figure, is_whole, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, is_coarse, is_loose
from pipelines.audit.rules import words
from pipelines.audit.stated import grouped, label_of, shown, shown_en
from pipelines.audit.wording import channel_zh

_RULES = "repeats"
FEWEST_DIGITS = 3
"""Digits, closing zeros left out, of a count that is hardly printed twice by chance."""
SMALLEST_OF_ALL = 10
"""The same for counts of everything in one channel."""
NEAR = Fraction(11, 10)
"""Of a bound (超1144万): the figure that it rounds is no larger."""


def _family(claim: Claim) -> Hashable:
    """What may be printed for one another: counts of what came in, counts of what was late, else one metric."""
    for name in ("came_in", "late"):
        if claim.metric in words(_RULES, name):
            return name
    return claim.metric, None if claim.metric == "change" else claim.of_metric


def _digits(figure: Figure) -> int:
    return len(str(abs(int(figure.value))).rstrip("0"))


def is_telling(claims: Sequence[Claim], printed: Figure) -> bool:
    """Whether a value is hardly printed twice by chance."""
    of_one_part = len({(c.channel, c.category, c.agency if c.scope == "unit" else None) for c in claims}) == 1
    if kind(printed.metric) == "count" or printed.metric == UNASSIGNED:
        of_all = of_one_part and all(map(is_whole, claims)) and printed.value >= SMALLEST_OF_ALL
        return _digits(printed) >= FEWEST_DIGITS or of_all
    decimals = len(str(printed.step.denominator)) - 1
    return printed.value != 0 and (decimals > 1 or (decimals == 1 and of_one_part))


def _stated(audited: Audited) -> list[tuple[Claim, Figure]]:
    """What is printed as an exact number, in reading order."""
    kinds = ("count", "rate", "duration")
    known = [
        c
        for c in narrative(audited)
        if kind(c.metric) in kinds and c.metric not in words(_RULES, "no_repeats") and kind_listed(audited, c) is None
    ]
    pairs = [(c, f) for c in (*known, *audited.unassigned) if (f := figure(c)) is not None]
    return [(c, f) for c, f in pairs if not f.is_bound and not f.is_about]


def _sentences(claims: Sequence[Claim]) -> int:
    return len({(block(c), c.quote) for c in claims})


def _same_values(audited: Audited) -> Iterator[tuple[Claim, ...]]:
    """The prints of one value in several sentences."""
    stated = _stated(audited)
    figures = {id(c): f for c, f in stated}
    claims = [c for c, _ in stated]
    listed = _units_in_lists(claims)
    for same in grouped(claims, lambda c: (c.stated_by, figures[id(c)].value, _counted_in(c))).values():
        unread = [c for c in same if c.metric == UNASSIGNED]
        named = [c for c in same if c.metric != UNASSIGNED]
        for family in grouped(named, _family).values():
            together = [*family, *(unread if kind(family[0].metric) == "count" else ())]
            told = is_repeat_told(audited, together)
            apart = _are_two_parts(together) or _are_part_and_whole_apart(family)
            if told or _are_of_several(family) or _sentences(together) < 2 or apart:
                continue
            if len({c.scope == "unit" for c in together}) > 1 and any(id(c) in listed for c in together):
                continue
            if is_telling(together, figures[id(family[0])]):
                yield tuple(together)


def _counted_in(claim: Claim) -> str | None:
    """The unit of a figure, one for all in which letters are counted: 24期 are not 24人次."""
    return "letters" if claim.unit in words("groups", "letter_units") else claim.unit


def _are_part_and_whole_apart(claims: Sequence[Claim]) -> bool:
    """Whether one print is of a part and another of everything, in periods that have no day in common."""

    pairs = ((a, b) for a, b in combinations(claims, 2) if is_whole(a) != is_whole(b))
    return any(_are_of_two_times(a, b) for a, b in pairs)


def _are_of_two_times(claim: Claim, other: Claim) -> bool:
    """Whether two figures are of periods that have no day in common, by their days or by the words that place one
    before the period reported.
    """

    def is_before(a: Claim, b: Claim) -> bool:
        return a.period_end is not None and b.period_start is not None and a.period_end < b.period_start

    return claim.earlier != other.earlier or is_before(claim, other) or is_before(other, claim)


def _units_in_lists(claims: Sequence[Claim]) -> frozenset[int]:
    """The figures of units of which a sentence lists several: what has the same number elsewhere is another thing."""
    of_units = grouped([c for c in claims if c.scope == "unit"], lambda c: (block(c), c.quote, c.metric)).values()
    return frozenset(id(c) for listed in of_units if len({c.agency for c in listed}) > 1 for c in listed)


def _are_of_several(changes: Sequence[Claim]) -> bool:
    """Whether prints of a change are of several metrics; a heading may not say what changed (举报量下降30.0%)."""
    return len({c.of_metric for c in changes if c.of_metric}) > 1


def _are_two_parts(claims: Sequence[Claim]) -> bool:
    """Whether two of the prints are of parts or units with different names: they are two figures that happen to be
    equal.
    """
    named = [c for c in claims if c.category or c.scope == "unit"]
    return any(not _are_named_alike(a, b) for a, b in combinations(named, 2))


def _are_named_alike(a: Claim, b: Claim) -> bool:
    if a.agency and a.agency == b.agency and not (a.category and b.category):
        return True
    return _is_one_name(a.category or a.agency or "", b.category or b.agency or "")


def _is_one_name(a: str, b: str) -> bool:
    """Whether one name holds the other; what the items are called (供热诉求, 供热工单) is no part of a name."""
    items = any_of("kind_nouns", "items")
    one, other = (re.sub(rf"(?<=..)类?{items}$", "", name) for name in (a, b))
    return one in other or other in one


def _are_of_one(claim: Claim, other: Claim) -> bool:
    """Whether a count is of everything, or of a part that the other names as well."""
    if claim.category is None or other.category is None:
        return is_whole(claim)
    return claim.agency == other.agency and _is_one_name(claim.category, other.category)


def _rounded(audited: Audited) -> Iterator[tuple[Claim, ...]]:
    """A round number (16万余, 超1144万) and the exact one elsewhere that it is of."""
    exact = [(c, f) for c, f in _stated(audited) if kind(c.metric) == "count"]
    for claim in narrative(audited):
        printed = figure(claim) if kind(claim.metric) == "count" else None
        if printed is None or not (printed.is_bound or is_loose(printed)):
            continue
        fitting = [
            c
            for c, f in exact
            if (_family(c), c.channel) == (_family(claim), claim.channel)
            and _are_of_one(claim, c)
            and not _are_of_two_times(claim, c)
            and is_rounded(claim, printed, f)
            and not (is_coarse(printed) and c.metric != claim.metric)
        ]
        if fitting and not is_repeat_told(audited, [claim, fitting[0]]):
            yield claim, fitting[0]


def is_rounded(claim: Claim, round_number: Figure, exact: Figure) -> bool:
    """Whether a round number is what is left of an exact one: 16万余 is 160,000 to 170,000, 超1144万 little more, and
    71.6万 also what the further digits of 716,590 were cut off from.
    """
    if exact.step >= round_number.step and not round_number.is_bound:
        return False
    is_cut = not (round_number.is_bound or round_number.is_about)
    if re.search("[余餘多]", claim.printed) or (is_cut and exact.value not in round_number.interval):
        return round_number.value <= exact.value < round_number.value + round_number.step
    near = round_number.value / NEAR <= exact.value <= round_number.value * NEAR
    return near and exact.value in round_number.interval


def _finding(audited: Audited, claims: tuple[Claim, ...]) -> Finding:
    first = next((c for c in claims if c.metric != UNASSIGNED), claims[0])
    values = list(dict.fromkeys(map(shown, claims)))
    labels = list(dict.fromkeys(label_of(c) for c in claims if c.metric != UNASSIGNED))
    finding = Finding(
        check_id="N1",
        subject=f"{channel_zh(first.channel)}{first.category or ''}{'与'.join(labels)}所印{values[0]}",
        verdict="consistent",
        severity=0,
        claimed=values[0],
        recomputed="；".join(values),
        metric=first.metric,
        **say(
            _RULES,
            "same" if claims[0].value == claims[-1].value else "rounded",
            who=channel_zh(first.channel) or "文中",
            labels="、".join(f"“{label}”" for label in labels),
            n=len(claims),
            values="、".join(values),
            values_en=", ".join(dict.fromkeys(map(shown_en, claims))),
        ),
    )
    return located(audited, finding, claims, first)


@check("N1", "同一数值多处", "one value printed in several places", gives="consistent")
def repeated_values(audited: Audited) -> Iterator[Finding]:
    """A count, rate or time that several sentences print, also under another word for the same stage (受理, 承办) or
    for a part, and a round number (16万余) with the exact one that it rounds.

    Only values that are hardly printed twice by chance: counts of three digits, rates with decimals, counts of
    everything in a channel.

    Tolerance: none; a round number takes in what is rounded to it.
    """
    yield from distinct(_finding(audited, claims) for claims in (*_same_values(audited), *_rounded(audited)))
