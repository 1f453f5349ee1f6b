"""A9: all completions against those made at once and those made after an item was handed on.

What belongs here: the two ways in which letters are completed, where a paragraph prints both as such. What does not:
the stages of handling (``flows``), and sums that hold wherever their terms stand (``adjacent``).
"""

from __future__ import annotations

from collections.abc import Iterator

from parsers import vocabulary
from pipelines.audit.figures import block, cause, claims_of, figure, is_whole, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, say
from pipelines.audit.intervals import Figure, room_of, severity_of_gap
from pipelines.audit.stated import grouped
from pipelines.audit.wording import about, decimal, metric_en, metric_zh, signed


def ways_findings(audited: Audited) -> Iterator[Finding]:
    """All completions of a paragraph against those made at once and those after being handed on, where it prints both
    as such (当场办结80件，转办办结9件，共办结89件). A sum that holds is told wherever its terms stand (``adjacent``).
    """
    for claims in grouped([c for c in narrative(audited) if kind(c.metric) == "count"], block).values():
        whole = [c for c in claims if c.metric == "completed" and is_whole(c)]
        at_once = [c for c in claims if c.metric == "handled_directly" and is_whole(c) and "办结" in (c.label or "")]
        handed_on = [c for c in claims if c.metric == "completed" and c.category in vocabulary.narrative()["handed_on"]]
        figures = [figure(of_one[0]) for of_one in (whole, at_once, handed_on) if len(of_one) == 1]
        printed = [f for f in figures if f is not None and not f.is_bound and not f.is_about]
        if len(printed) < 3:
            continue
        gap = printed[1].value + printed[2].value - printed[0].value
        if abs(gap) > room_of(printed):
            yield _ways_finding(audited, printed[0], printed[1], printed[2])


def _ways_finding(audited: Audited, whole: Figure, at_once: Figure, handed_on: Figure) -> Finding:
    claim = claims_of((whole,))[0]
    added = at_once.value + handed_on.value
    gap = added - whole.value
    terms = f"{decimal(at_once.value)}+{decimal(handed_on.value)}"
    finding = Finding(
        check_id="A9",
        subject=f"{about(claim)}办结与直接办结、转办办结",
        verdict="needs_definition",
        severity=severity_of_gap(gap, whole.value),
        claimed=claim.printed,
        recomputed=decimal(added),
        gap=gap,
        evidence=(f"{terms} = {decimal(added)}",),
        metric=claim.metric,
        cause_id=cause(audited, "flow", claim.channel, claim.period_start, "ways"),
        **say(
            "flows",
            "differs",
            who=about(claim),
            whole_zh=metric_zh(claim.metric),
            whole_en=metric_en(claim.metric),
            whole=decimal(whole.value),
            parts_zh="直接办结+转办办结",
            parts_en="completed at once + completed after being handed on",
            sum=f"{terms}={decimal(added)}",
            sum_en=f"{terms} = {decimal(added)}",
            gap=signed(gap),
            why_zh="",
            why_en="",
        ),
    )
    return located(audited, finding, claims_of((whole, at_once, handed_on)))
