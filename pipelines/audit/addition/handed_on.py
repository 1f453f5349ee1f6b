"""A9: what one stage of handling hands on should arrive at the next, where a text prints that all of it was done; and
what is left over of what was forwarded where it prints nothing of the kind.

What belongs here: neighbouring stages held equal. What does not: stages that add up to another (``flows``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from parsers.records import Claim
from pipelines.audit.addition.identities import first_of_each
from pipelines.audit.figures import (
    block,
    cause,
    claims_of,
    figure,
    is_whole,
    kind,
    located,
    narrative,
    span,
    text_between,
)
from pipelines.audit.finding import Audited, Finding, say
from pipelines.audit.intervals import Figure, is_loose, is_nearest, reproduces, severity_of_gap
from pipelines.audit.rules import lists, words
from pipelines.audit.wording import about, decimal, metric_en, metric_zh, percent


def chain_findings(audited: Audited, head: Claim, figures: tuple[Figure, ...]) -> Iterator[Finding]:
    """Each two neighbouring stages among the figures of one part, which ``head`` opens."""
    return (_chain_finding(audited, head, before, after) for before, after in chain(figures))


def chain(figures: tuple[Figure, ...]) -> tuple[tuple[Figure, Figure], ...]:
    """Neighbouring stages that should be equal: only where 100 % is printed and no count of remaining items is.

    A stage with several figures is not compared: which of them was handed on cannot be told; nor is one that counts
    less than the next, for then it is of some letters only (实名举报22件均已反馈; 办结31件).
    """
    rule = lists("flows", "chain")
    values: dict[str, set[Fraction]] = {}
    for f in figures:
        values.setdefault(f.metric, set()).add(f.value)
    complete = [f for f in figures if f.metric in rule["rates"] and f.value == 100 and not f.is_bound]
    came_in = {f.value for f in figures if f.metric in rule["came_in"]}
    remaining = any(f.metric in rule["remaining"] and f.value for f in figures)
    if not complete or remaining:
        return ()
    first = first_of_each(f for f in figures if not f.is_bound and not f.is_about)
    stages = [first[stage] for stage in rule["stages"] if stage in first]
    pairs = [(a, b) for a, b in pairwise(stages) if len(values[a.metric]) == len(values[b.metric]) == 1]
    return tuple(
        (a, b)
        for a, b in pairs
        if a.value == b.value or (a.value > b.value and not (b.value in came_in or _rounds_away(a, b, complete)))
    )


FEWEST_DONE = Fraction(1, 4)
"""Of what was forwarded: where less was completed, it is of other letters (those of a day, those of one kind)."""


def remainder_findings(
    audited: Audited, head: Claim, figures: tuple[Figure, ...], elsewhere: Mapping[str, Figure]
) -> Iterator[Finding]:
    """What is left of the items that a sentence of the whole says were forwarded, where it prints those completed (or
    else replied to) and the text prints neither what is open nor a rate that says the same.

    ``needs_definition`` of severity 0: nothing disagrees, only what became of the others is not said.
    """
    if (pair := _left_over(head, figures, elsewhere)) is None:
        return
    before, after = pair
    if _is_accounted_for(audited, before, after):
        return
    yield _left(audited, head, before, after, "remainder")


def _left(audited: Audited, head: Claim, before: Figure, after: Figure, case: str) -> Finding:
    """What is left of the one count beside the other, in the words of ``case``."""
    said = _chain_words(head, before, after)
    finding = Finding(
        check_id="A9",
        subject=f"{about(head)}{said['before_zh']}与{said['after_zh']}之差",
        verdict="needs_definition",
        severity=0,
        claimed=f"{said['before']}；{said['after']}",
        recomputed=said["gap"],
        evidence=(f"{said['before']}-{said['after']} = {said['gap']}",),
        metric=after.metric,
        **say("flows", case, **said),
    )
    return located(audited, finding, claims_of((before, after)))


def _left_over(
    head: Claim, figures: tuple[Figure, ...], elsewhere: Mapping[str, Figure]
) -> tuple[Figure, Figure] | None:
    rule = lists("flows", "remainder")
    known = {f.metric for f in figures} | elsewhere.keys()
    if not is_whole(head) or known & {*rule["open"]}:
        return None
    first = first_of_each(figures)
    done = next((first[stage] for stage in rule["done"] if stage in first), None)
    begun = first.get("forwarded") or _all_handed_on(figures, done)
    if begun is None or done is None or not _are_counted_together(begun, done, figures):
        return None
    rates = (f for f in figures if kind(f.metric) == "rate" and not f.is_bound)
    is_said = any(is_nearest(reproduces(done.value * 100 / begun.value, rate)) for rate in rates)
    return None if is_said else (begun, done)


_ALL_HANDED_ON = re.compile(
    r"[，,](?:现|目前)?(?:均已?|全部已?|都已?|已均|已全部|已经?全部)(?:转|交|派|移)[^\d，,；;。]*(?:[，,](?:其中)?[^\d，,；;。]{0,8})?"
)


def _all_handed_on(figures: tuple[Figure, ...], done: Figure | None) -> Figure | None:
    """The count of what came in of which the words before those done say that all was handed on (有效信件37件，均已转
    有关部门办理，其中已办结36件); ``None`` where none does.
    """
    came_in = [f for f in figures if f.metric in words("groups", "wholes") and f.claim is not None]
    between = ((f, text_between(f, done)) for f in came_in if done is not None)
    return next((f for f, text in between if text and _ALL_HANDED_ON.fullmatch(text)), None)


_AMONG_IT = re.compile(r"[，,（(]?其中[：:]?[^\d，,；;。：:]{0,8}")


def not_valid_findings(audited: Audited) -> Iterator[Finding]:
    """What is left of all letters where the next figure of the sentence counts the valid ones among them (来信129件，
    其中有效信件98件), and the paragraph neither counts the others nor says what they are.

    ``needs_definition`` of severity 0: nothing disagrees, only what makes a letter valid is not said.
    """
    for before, after in pairwise(narrative(audited)):
        pair = figure(before), figure(after)
        if before.metric != "received" or after.metric != "valid" or after.category or before.scope == "unit":
            continue
        all_of, valid = pair
        if all_of is None or valid is None or any(f.is_bound or f.is_about or is_loose(f) for f in (all_of, valid)):
            continue
        is_among = before.quote == after.quote and _AMONG_IT.fullmatch(text_between(all_of, valid) or "")
        if not is_among or not 0 < valid.value < all_of.value or _are_told(audited, all_of, valid):
            continue
        yield _left(audited, before, all_of, valid, "not_valid")


def _are_told(audited: Audited, all_of: Figure, valid: Figure) -> bool:
    """Whether the paragraph prints what is not valid as a figure, or says of what kind it is."""
    gap, (counted,) = all_of.value - valid.value, claims_of((all_of,))
    here = [c for c in (*narrative(audited), *audited.printed, *audited.unassigned) if block(c) == block(counted)]
    is_counted = any(c.value == gap or c.metric in words("groups", "removed") for c in here)
    said = {c.quote for c in here} | {counted.quote}
    return is_counted or any(word in quote for quote in said for word in words("flows", "not_valid"))


def _are_counted_together(begun: Figure, done: Figure, figures: tuple[Figure, ...]) -> bool:
    """Whether one sentence counts, each exactly and once, what was forwarded and then what of it was done."""
    if begun.claim is None or done.claim is None or begun.claim.quote != done.claim.quote:
        return False
    values = [{f.value for f in figures if f.metric == metric} for metric in (begun.metric, done.metric)]
    is_exact = not any(f.is_bound or f.is_about or is_loose(f) for f in (begun, done))
    in_order = span(begun.claim) < span(done.claim)
    return (
        is_exact and in_order and set(map(len, values)) == {1} and FEWEST_DONE * begun.value < done.value < begun.value
    )


_BEHIND = 60
"""Characters behind a sentence in which the next one may go on to say what became of the others."""


def _is_accounted_for(audited: Audited, before: Figure, after: Figure) -> bool:
    """Whether the paragraph prints what is left over as a figure, or says of it, without one, that it is open (其余正在
    办理).
    """
    gap, counted = before.value - after.value, claims_of((before,))[0]
    here = (c for c in (*narrative(audited), *audited.printed, *audited.unassigned) if block(c) == block(counted))
    if any(c.value == gap for c in here):
        return True
    at = audited.full_text.find(counted.quote)
    behind = audited.full_text[at + len(counted.quote) :][:_BEHIND] if at >= 0 else ""
    return any(word in text for text in (counted.quote, behind) for word in words("flows", "said_to_be_open"))


def _rounds_away(before: Figure, after: Figure, rates: list[Figure]) -> bool:
    """Whether every 100 % that is printed is what the nearest rounding makes of the gap between two stages."""
    if before.value <= 0:
        return False
    return all(is_nearest(reproduces(after.value * 100 / before.value, rate)) for rate in rates)


def _stage_name(f: Figure) -> str:
    return f.claim.label if f.claim is not None and f.claim.label else metric_zh(f.metric)


def _chain_words(head: Claim, before: Figure, after: Figure) -> dict[str, str]:
    gap = abs(before.value - after.value)
    return {
        "who": about(head),
        "before_zh": _stage_name(before),
        "after_zh": _stage_name(after),
        "before_en": metric_en(before.metric),
        "after_en": metric_en(after.metric),
        "before": decimal(before.value),
        "after": decimal(after.value),
        "gap": decimal(gap),
        "share": percent(gap * 100 / before.value, 2) if before.value else "-",
    }


def _chain_finding(audited: Audited, head: Claim, before: Figure, after: Figure) -> Finding:
    gap, said = before.value - after.value, _chain_words(head, before, after)
    finding = Finding(
        check_id="A9",
        subject=f"{about(head)}{said['before_zh']}与{said['after_zh']}",
        verdict="needs_definition" if gap else "consistent",
        severity=severity_of_gap(gap, before.value) if gap else 0,
        claimed=f"{said['before']}；{said['after']}",
        recomputed=decimal(gap),
        gap=gap,
        evidence=(f"{said['before']}-{said['after']} = {decimal(gap)}",),
        metric=after.metric,
        cause_id=cause(audited, head.channel, head.period_start, "completion_rate") if gap else None,
        **say("flows", "chain_differs" if gap else "chain_holds", **said),
    )
    return located(audited, finding, claims_of((before, after)))
