"""A9: what one stage of handling hands on should arrive at the next, where a text prints that all of it was done.

What belongs here: neighbouring stages held equal. What does not: stages that add up to another (``flows``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from parsers.records import Claim
from pipelines.audit.addition.identities import first_of_each
from pipelines.audit.figures import cause, claims_of, located
from pipelines.audit.finding import Audited, Finding, say
from pipelines.audit.intervals import Figure, is_nearest, reproduces, severity_of_gap
from pipelines.audit.rules import lists
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


def _rounds_away(before: Figure, after: Figure, rates: list[Figure]) -> bool:
    """Whether every 100 % that is printed is what the nearest rounding makes of the gap between two stages."""
    if before.value <= 0:
        return False
    return all(is_nearest(reproduces(after.value * 100 / before.value, rate)) for rate in rates)


def _stage_name(f: Figure) -> str:
    return f.claim.label if f.claim is not None and f.claim.label else metric_zh(f.metric)


def _chain_finding(audited: Audited, head: Claim, before: Figure, after: Figure) -> Finding:
    gap = before.value - after.value
    words = {
        "who": about(head),
        "before_zh": _stage_name(before),
        "after_zh": _stage_name(after),
        "before_en": metric_en(before.metric),
        "after_en": metric_en(after.metric),
        "before": decimal(before.value),
        "after": decimal(after.value),
        "gap": decimal(abs(gap)),
        "share": percent(abs(gap) * 100 / before.value, 2) if before.value else "-",
    }
    finding = Finding(
        check_id="A9",
        subject=f"{about(head)}{words['before_zh']}与{words['after_zh']}",
        verdict="needs_definition" if gap else "consistent",
        severity=severity_of_gap(gap, before.value) if gap else 0,
        claimed=f"{words['before']}；{words['after']}",
        recomputed=decimal(gap),
        gap=gap,
        evidence=(f"{words['before']}-{words['after']} = {decimal(gap)}",),
        metric=after.metric,
        cause_id=cause(audited, head.channel, head.period_start, "completion_rate") if gap else None,
        **say("flows", "chain_differs" if gap else "chain_holds", **words),
    )
    return located(audited, finding, claims_of((before, after)))
