"""A2: a single part that 其中 opens, against the count that it is a part of (走访195批，其中集访14批).

What belongs here: one part alone, of the same unit and kind of count. What does not: several parts, which may add up
(``parts``), and stages of handling (``flows``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.records import Claim
from pipelines.audit.figures import (
    before,
    block,
    cause,
    claims_of,
    distinct,
    figure,
    kind,
    located,
    narrative,
    span,
    text_between,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.groups import groups
from pipelines.audit.intervals import Figure, is_loose
from pipelines.audit.rules import words
from pipelines.audit.stated import grouped
from pipelines.audit.wording import about, decimal

_OPENED = re.compile(r"[，,（(]其中[，,：:]?(?P<name>[^，,。；;：:、（()\d]{2,16}?)[共有为计达]*$")
_NO_STOP = re.compile(r"[^。；;]*")


def _counts(claims: Sequence[Claim]) -> list[Figure]:
    counts = [c for c in claims if kind(c.metric) == "count" and c.metric not in words("groups", "no_parts")]
    return [f for c in counts if (f := figure(c)) is not None]


def _run(figures: Sequence[Figure], at: int, step: int) -> list[Figure]:
    """The counts that touch the one at ``at``, before (``step`` -1) or behind it (来访12批86人次)."""
    run = [figures[at]]
    while 0 <= at + step < len(figures):
        a, b = sorted((figures[at], figures[at + step]), key=lambda f: span(f.claim) if f.claim else (0, 0))
        if a.claim is None or b.claim is None or span(a.claim)[1] != span(b.claim)[0]:
            break
        at += step
        run.append(figures[at])
    return run


def _is_alone(figures: Sequence[Figure], last: Figure) -> bool:
    """Whether a sentence counts no further part behind the one that 其中 opens."""
    at = figures.index(last)
    gap = text_between(last, figures[at + 1]) if at + 1 < len(figures) else None
    return gap is None or re.search("[。；;]", gap) is not None


def _pairs(audited: Audited) -> Iterator[tuple[Figure, Figure, str]]:
    """Each whole with the one part of it behind 其中, of the same unit, and the name of the part."""
    listed = {id(f.claim) for g in groups(audited) if len(g.members) > 1 for f in g.counts}
    for claims in grouped(narrative(audited), lambda c: (block(c), c.quote)).values():
        if "其中" not in claims[0].quote:
            continue
        figures = _counts(claims)
        for at, (whole, part) in enumerate(pairwise(figures)):
            between = text_between(whole, part) or ""
            opened = _OPENED.search(between)
            if opened is None or _NO_STOP.fullmatch(between) is None or between.count("其中") > 1:
                continue
            wholes, parts = _run(figures, at, -1), _run(figures, at + 1, 1)
            if not _is_alone(figures, parts[-1]) or any(id(f.claim) in listed for f in parts):
                continue
            yield from ((w, p, opened["name"]) for p in parts for w in wholes if _are_alike(w, p))


def _are_alike(whole: Figure, part: Figure) -> bool:
    own, other = whole.claim, part.claim
    if own is None or other is None:
        return False
    is_one_period = (own.period_start, own.period_end, own.earlier) == (
        other.period_start,
        other.period_end,
        other.earlier,
    )
    is_exact = not any(f.is_bound or f.is_about or is_loose(f) for f in (whole, part))
    return whole.metric == part.metric and whole.unit == part.unit and is_one_period and is_exact


def _may_be_of_another(audited: Audited, part: Figure) -> bool:
    """Whether the paragraph has counted something before that is large enough to hold the part."""
    ahead = before(audited, part.claim) if part.claim else ()
    here = (f for c in ahead if part.claim and block(c) == block(part.claim) and (f := figure(c)) is not None)
    return any(kind(f.metric) == "count" and f.value >= part.value for f in here)


def _finding(audited: Audited, whole: Figure, part: Figure, name: str) -> Finding | None:
    is_over = part.value > whole.value
    if is_over and _may_be_of_another(audited, part):
        return None
    head = claims_of((whole,))[0]
    subject = f"{about(head)}其中{name}不多于{whole.printed}"
    relation = ">" if is_over else "≤"
    finding = Finding(
        check_id="A2",
        subject=subject,
        verdict="needs_definition" if is_over else "consistent",
        severity=2 if is_over else 0,
        claimed=part.printed,
        recomputed=whole.printed,
        gap=whole.value - part.value if is_over else None,
        evidence=(f"{decimal(part.value)} {relation} {decimal(whole.value)}",),
        metric=part.metric,
        cause_id=cause(audited, "within", subject) if is_over else None,
        **say(
            "within",
            "exceeds" if is_over else "holds",
            who=about(head),
            name=name,
            part=part.printed,
            whole=whole.printed,
        ),
    )
    return located(audited, finding, claims_of((whole, part)))


@check("A2", "其中一项不多于总数", "one part within its whole", gives="consistent needs_definition")
def check_within(audited: Audited) -> Iterator[Finding]:
    """The one part that 其中 opens counts no more than the figure of its unit before it. Told as exceeding only where
    the paragraph has counted nothing before that could hold it.

    Tolerance: none; counts are exact.
    """
    found = (_finding(audited, whole, part, name) for whole, part, name in _pairs(audited))
    yield from distinct(f for f in found if f is not None)
