"""One figure that sentences print several times.

What belongs here: repeats under one label. What does not: one value under several labels (``repeats``), tables
(``narrative_vs_table``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from parsers.records import Claim
from pipelines.audit.addition.levels import level_opening
from pipelines.audit.agreement.narrative_vs_table import where_said
from pipelines.audit.figures import (
    before,
    block,
    distinct,
    figure,
    is_whole,
    kind,
    located,
    narrative,
    same_part,
    span,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, severity_of_gap, severity_of_points
from pipelines.audit.rate.formulas import formulas
from pipelines.audit.rules import words
from pipelines.audit.stated import (
    grouped,
    label_of,
    period_of,
    shown,
    shown_en,
)
from pipelines.audit.wording import channel_zh, metric_en, named_en

_RULES = "reprinted"

# A misprint or a later count of the same thing is nearer.
_SAME_PRINTING = Fraction(4, 5)
_NEAR_BY_MEANING = Fraction(19, 20)
_HOTLINE = re.compile(r"(?<![\d.])12\d{3}(?![\d.])")
_FEW = 10
"""A smaller count is likely printed twice by chance."""
_NO_REPEATS = ("share", "change", "score", "rank")


def kind_listed(audited: Audited, claim: Claim) -> str | None:
    """The kind of which a channel in a list got what is printed (受理物业类122个，其中县长信箱1个); ``None`` for any
    other figure.
    """
    if claim.group is None or claim.category is not None:
        return None
    same = (c for c in before(audited, claim) if c.quote == claim.quote and block(c) == block(claim))
    first = next(same, None)
    return first.category if first is not None and kind(first.metric) == "count" else None


def _repeat_key(claim: Claim) -> tuple[object, ...]:
    about = (claim.stated_by, claim.region_code, claim.channel, claim.category, claim.metric, claim.of_metric)
    unit = claim.agency if claim.scope == "unit" else None
    return *about, claim.basis, claim.unit, unit, *period_of(claim), claim.as_of, level_opening(claim) or None


@check("N1", "同一数字多处", "one figure printed several times", gives="consistent needs_definition")
def repeated_figures(audited: Audited) -> Iterator[Finding]:
    """Counts and rates that sentences print more than once for the same subject overlap in all printings.

    Shares and changes are left out: their base may differ from place to place; scores and ranks, which are of single
    units. Figures that differ are told where they stand in two paragraphs, near each other, and no count beside them is
    the difference: otherwise they are more likely a whole and its part. Counts of one word that differ, however far,
    are told of two paragraphs that print two and more other counts alike, one of them of what came in: both are of the
    same letters. A count that is named as their difference (超期办结4件) is not told again.

    Tolerance: none for counts; for rates half a unit of the last digit of each printing.
    """
    found = list(_repeats(audited))
    told = {claim_id for f in found if f.verdict != "consistent" for claim_id in f.claim_ids}
    yield from distinct((*found, *_of_same_letters(audited, told)))


@lru_cache(maxsize=8)
def _by_key(audited: Audited) -> dict[tuple[object, ...], list[Claim]]:
    """The figures that are printed for the same subject."""
    stated = [
        c
        for c in narrative(audited)
        if figure(c) is not None and kind(c.metric) in ("count", "rate") and c.metric not in _NO_REPEATS
    ]
    return grouped(stated, lambda c: (*_repeat_key(c), kind_listed(audited, c)))


def is_repeat_told(audited: Audited, claims: list[Claim]) -> bool:
    """Whether ``repeated_figures`` tells these prints already: they are of one subject, and all of its prints agree."""
    keys = {(*_repeat_key(c), kind_listed(audited, c)) for c in claims}
    same = _by_key(audited).get(keys.pop(), []) if len(keys) == 1 else []
    return len(same) > 1 and _all_overlap(same)


def _repeats(audited: Audited) -> Iterator[Finding]:
    for claims in _by_key(audited).values():
        if len(claims) < 2:
            continue
        if _all_overlap(claims):
            if not _are_items_of_a_row(claims) and not _are_rates_of_two_counts(audited, claims):
                yield _repeated(audited, claims, holds=True)
            continue
        for same_label in grouped(claims, lambda c: (c.label, c.agency)).values():
            if _are_one_figure(same_label) and not (
                _are_parts(audited, same_label) or _are_of_two_things(audited, same_label)
            ):
                yield _repeated(audited, same_label, holds=False)
        for meant in _of_one_meaning(claims):
            is_told = _are_parts(audited, meant) or _are_of_two_things(audited, meant, of_channel=True)
            if _are_one_figure(meant) and not is_told:
                yield _repeated(audited, meant, holds=False)


_FEWEST_ALIKE = 2
"""Counts that two paragraphs print alike from which on they are of the same letters."""

Paragraph = dict[tuple[object, ...], Claim]


def _exact_counts(audited: Audited) -> list[Paragraph]:
    """The exact counts of all of each paragraph that it prints once, by what they are of."""
    counted = [
        c
        for c in narrative(audited)
        if kind(c.metric) == "count" and is_whole(c) and (f := figure(c)) and not (f.is_bound or f.is_about)
    ]
    paragraphs = (grouped(here, _repeat_key) for here in grouped(counted, block).values())
    return [{key: same[0] for key, same in here.items() if len(same) == 1} for here in paragraphs]


def _alike(one: Paragraph, two: Paragraph) -> list[Claim]:
    """The counts that two paragraphs print alike, where they are enough and no count of what came in differs."""
    alike, wholes = list[Claim](), words("groups", "wholes")
    for key in one.keys() & two.keys():
        value = one[key].value
        if value == two[key].value:
            alike += [one[key]] if value is not None and value >= _FEW else []
        elif one[key].metric in wholes:
            return []
    alike.sort(key=span)
    return alike if len(alike) >= _FEWEST_ALIKE else []


def _pairs_of_same_letters(paragraphs: list[Paragraph]) -> Iterator[tuple[Paragraph, Paragraph]]:
    """Each paragraph with the last one before it that prints the same count of what came in."""
    last: dict[tuple[object, ...], Paragraph] = {}
    for paragraph in paragraphs:
        came_in = [(key, c.value) for key, c in paragraph.items() if c.metric in words("groups", "wholes")]
        yield from ((one, paragraph) for one in {id(last[at]): last[at] for at in came_in if at in last}.values())
        last |= dict.fromkeys(came_in, paragraph)


def _of_same_letters(audited: Audited, told: set[str]) -> Iterator[Finding]:
    """Counts that differ between two paragraphs of the same letters; no answers to surveys, which may be two. What is
    named as the difference of two (超期办结4件) is not told again.
    """
    for one, two in _pairs_of_same_letters(_exact_counts(audited)):
        alike, named = _alike(one, two), list[Claim]()
        for key, claim in one.items() if alike else ():
            other = two.get(key)
            if other is None or claim.value is None or other.value is None or claim.value == other.value:
                continue
            is_stage = claim.metric not in (*words("groups", "wholes"), *words(_RULES, "surveyed"))
            is_told = {audited.claim_id(claim), audited.claim_id(other)} <= told
            if is_stage and claim.label == other.label and not is_told and claim not in named and other not in named:
                gap = abs(claim.value - other.value)
                others = (c for c in (*one.values(), *two.values()) if c.metric != claim.metric and c not in named)
                beside = [c for c in others if c.value == gap]
                named += beside[:1]
                yield _differing(audited, [claim, other], alike, beside[0] if beside else None)


def _differing(audited: Audited, claims: list[Claim], alike: list[Claim], beside: Claim | None) -> Finding:
    """Two prints of one count that differ, with the count that is their difference where one is printed."""
    found = _repeated(audited, claims, holds=False)
    are_few = all(c.value is not None and c.value < _FEW for c in claims)
    said: dict[str, object] = {
        "alike": "、".join(f"“{label_of(c)}”{shown(c)}" for c in alike),
        "alike_en": ", ".join(f"{metric_en(c.metric)} {shown_en(c)}" for c in alike),
        "why": f"相差之数即所印“{label_of(beside)}”{shown(beside)}，" if beside else "",
        "why_en": f" the difference is the printed {shown_en(beside)} ({metric_en(beside.metric)});" if beside else "",
        "claimed": "、".join(map(shown, claims)),
        "claimed_en": ", ".join(map(shown_en, claims)),
        "named_en": named_en(claims[0].metric),
    }
    texts = say(_RULES, "same_letters", **where_said(claims[0]) | said)
    return replace(found, severity=min(found.severity, 1) if are_few else found.severity, **texts)


def _of_one_meaning(claims: list[Claim]) -> Iterator[list[Claim]]:
    """The counts of all of one channel under several words that mean one thing (转办499件 … 其中热线派单493件), where
    each word is printed with one value and all of them are near each other.
    """
    meant = [c for c in claims if c.label in words(_RULES, "one_meaning") and c.channel and is_whole(c)]
    of_label = grouped(meant, lambda c: c.label).values()
    values = [Fraction(c.value) for c in meant if c.value is not None]
    is_one_each = len(of_label) > 1 and all(len({c.value for c in same}) == 1 for same in of_label)
    if is_one_each and len(values) == len(meant) and min(values) >= _NEAR_BY_MEANING * max(values):
        yield meant


def _are_items_of_a_row(claims: list[Claim]) -> bool:
    """Whether small counts of no part stand in one sentence: those of units that were not read (甲公司1件未办结、乙公司
    1件未办结), not one count printed twice.
    """
    is_one_sentence = len({(block(c), c.quote) for c in claims}) == 1
    are_few = all(c.value is not None and c.value < _FEW and kind(c.metric) == "count" for c in claims)
    return is_one_sentence and are_few and not any(c.category for c in claims)


def _are_rates_of_two_counts(audited: Audited, claims: list[Claim]) -> bool:
    """Whether rates that are printed differently, and could be of one value (99.86%, 100%), stand in paragraphs each of
    which counts what the rate is of, and those counts differ (按期办结2794件; 2798件): they are two.
    """
    first = claims[0]
    if kind(first.metric) != "rate" or len({c.value for c in claims}) < 2:
        return False
    counted = {metric for f in formulas(first.metric) if f.canonical for metric in f.plus}
    blocks = {block(c) for c in claims}
    here = [c for c in narrative(audited) if block(c) in blocks and c.metric in counted and same_part(c, first)]
    by_metric: dict[str, list[frozenset[object]]] = {}
    for same in grouped(here, lambda c: (c.metric, block(c))).values():
        by_metric.setdefault(same[0].metric, []).append(frozenset(c.value for c in same))
    return any(not frozenset.intersection(*of_blocks) for of_blocks in by_metric.values())


def _all_overlap(claims: list[Claim]) -> bool:
    """Whether all prints can be of one value; two exact ones of one precision only where they are equal, although the
    intervals of neighbours (80.1%, 80.2%) touch.
    """
    figures = [f for c in claims if (f := figure(c)) is not None]
    return all(a.interval.overlaps(b.interval) and not _are_neighbours(a, b) for a, b in combinations(figures, 2))


def _are_neighbours(a: Figure, b: Figure) -> bool:
    is_exact = not any(f.is_bound or f.is_about for f in (a, b))
    return is_exact and a.step == b.step and a.value != b.value


def _are_one_figure(claims: list[Claim]) -> bool:
    values = [Fraction(c.value) for c in claims if c.value is not None]
    if any((printed := figure(c)) is not None and printed.is_bound for c in claims):
        return False  # 超过50万件 may be said of each of several
    is_rate = kind(claims[0].metric) == "rate"
    # 99% and 100% are as likely of two things; 80.1% and 80.2% are not.
    is_fine = is_rate and any(f.step < 1 for c in claims if (f := figure(c)) is not None)
    is_close = is_fine or max(values) - min(values) < 1
    near = is_close and max(values) - min(values) <= 1 if is_rate else min(values) >= _SAME_PRINTING * max(values)
    # One paragraph that counts twice counts two things, but for an item of a list that another sentence takes up again.
    taken_up = claims[0].category is not None and {c.group is None for c in claims} == {True, False}
    apart = taken_up or len({block(c) for c in claims}) > 1
    return len(values) > 1 and near and apart and not _all_overlap(claims)


def _are_parts(audited: Audited, claims: list[Claim]) -> bool:
    """Whether the smaller of the figures is a part of the larger: a count beside it is what is missing, read or not."""
    values = sorted({Fraction(c.value) for c in claims if c.value is not None})
    blocks = {block(c) for c in claims}
    missing = {b - a for a in values for b in values if b > a}
    counted = (c for c in narrative(audited) if kind(c.metric) == "count")
    unread = (c for c in audited.unassigned if c.unit != "%")
    return any(Fraction(c.value) in missing for c in (*counted, *unread) if c.value is not None and block(c) in blocks)


def _are_of_two_things(audited: Audited, claims: list[Claim], *, of_channel: bool = False) -> bool:
    """Whether the paragraphs of the figures print another count of the same name (and ``of_channel`` of theirs) that
    differs, too: each speaks of something of its own whose name was not read. So, too, where the sentences of each
    name another hotline (12319), or each paragraph announces a table of its own.
    """
    of_value = grouped(claims, lambda c: c.value).values()
    hotlines = [{number for c in same for number in _HOTLINE.findall(c.quote)} for same in of_value]
    if all(hotlines) and not set.intersection(*hotlines):
        return True
    if {block(c) for c in claims} <= {table.lead for table in audited.tables}:
        return True
    by_metric: dict[tuple[str, str | None], dict[str, object]] = {}
    blocks = {block(c) for c in claims}
    for other in narrative(audited):
        if of_channel and other.channel != claims[0].channel:
            continue
        if block(other) in blocks and kind(other.metric) == "count" and other.metric != claims[0].metric:
            by_metric.setdefault((other.metric, other.category), {}).setdefault(block(other), other.value)
    return any(len(values) == len(blocks) and len(set(values.values())) > 1 for values in by_metric.values())


def _repeated(audited: Audited, claims: list[Claim], *, holds: bool) -> Finding:
    values = list(dict.fromkeys(shown(c) for c in claims))
    first = figure(claims[0])
    spread = max(
        (Fraction(c.value) for c in claims if c.value is not None), key=lambda v: abs(v - (first.value if first else v))
    )
    severity = 0
    if not holds and first is not None:
        is_rate = kind(first.metric) == "rate"
        severity = severity_of_points(spread, first) if is_rate else severity_of_gap(spread - first.value, first.value)
    finding = Finding(
        check_id="N1",
        subject=f"{channel_zh(claims[0].channel)}{claims[0].category or ''}{label_of(claims[0])}{len(claims)}处",
        verdict="consistent" if holds else "needs_definition",
        severity=severity,
        **say(
            _RULES,
            "repeated_differs" if not holds else "repeated" if len(values) == 1 else "repeated_rounded",
            **where_said(claims[0])
            | ({} if holds else {"label": "”、“".join(dict.fromkeys(map(label_of, claims)))})
            | {"claimed": "、".join(values), "claimed_en": ", ".join(dict.fromkeys(shown_en(c) for c in claims))},
            named_en=named_en(claims[0].metric),
            n=len(claims),
        ),
        claimed=values[0],
        recomputed="；".join(values),
        metric=claims[0].metric,
    )
    return located(audited, finding, claims)
