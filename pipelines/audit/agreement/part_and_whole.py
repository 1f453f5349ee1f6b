"""N1 between a kind of request and those that it is one of: what a channel got of them, in two paragraphs.

What belongs here: two counts of one channel or platform, of which the one names more kinds of request (投诉举报1717件)
than the other (投诉2461件). What does not: parts of one enumeration (A2), figures of the same words (``retold``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from parsers.claims.cells import channel_in, platform_in
from parsers.records import Claim
from parsers.text.numbers import half_width
from pipelines.audit.figures import block, cause, distinct, figure, is_whole, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, severity_of_gap
from pipelines.audit.rules import words
from pipelines.audit.stated import grouped, period_of
from pipelines.audit.wording import channel_zh, decimal, signed

_RULES = "part_and_whole"


def _clause(claim: Claim) -> str:
    """What stands before a figure in its clause."""
    return half_width(re.split("[，,；;。：:]", claim.quote[: max(claim.quote.find(claim.printed), 0)])[-1])


def _kinds(claim: Claim) -> frozenset[str]:
    """The kinds of request that the clause of a count names."""
    return frozenset(kind for kind in words(_RULES, "kinds") if kind in _clause(claim))


def named_before(claim: Claim) -> str | None:
    """The platform or channel that the clause of a count names itself."""
    return platform_in(_clause(claim)) or channel_in(_clause(claim))


def _counts(audited: Audited) -> list[tuple[Claim, Figure]]:
    """The exact counts of what came in, as far as their own clauses say through what."""
    came_in = (c for c in narrative(audited) if c.metric in words(_RULES, "came_in") and is_whole(c))
    found = ((c, figure(c)) for c in came_in if c.earlier is None and named_before(c) and _kinds(c))
    return [(c, number) for c, number in found if number and not (number.is_bound or number.is_about)]


def _findings(audited: Audited) -> Iterator[Finding]:
    for same in grouped(_counts(audited), lambda f: (named_before(f[0]), f[0].stated_by, period_of(f[0]))).values():
        for (part, less), (whole, more) in permutations(same, 2):
            if _kinds(part) < _kinds(whole) and less.value > more.value and block(part) != block(whole):
                yield _finding(audited, less, more, part, whole)


def _finding(audited: Audited, less: Figure, more: Figure, part: Claim, whole: Claim) -> Finding:
    name = channel_zh(named_before(part))
    kinds, all_kinds = ("、".join(k for k in words(_RULES, "kinds") if k in _kinds(c)) for c in (part, whole))
    difference = less.value - more.value
    subject = f"{name}{kinds}与{all_kinds}"
    finding = Finding(
        check_id="N1",
        subject=subject,
        verdict="needs_definition",
        severity=severity_of_gap(difference, more.value),
        claimed=part.printed,
        recomputed=whole.printed,
        gap=difference,
        metric=part.metric,
        cause_id=cause(audited, _RULES, subject),
        **say(
            _RULES,
            "exceeds",
            name=name,
            kinds=kinds,
            all_kinds=all_kinds,
            part=decimal(less.value),
            whole=decimal(more.value),
            gap=signed(difference),
        ),
    )
    return located(audited, finding, (part, whole))


@check("N1", "一类诉求与所属各类", "a kind of request against those it is one of", gives="needs_definition")
def check_kinds(audited: Audited) -> Iterator[Finding]:
    """What a channel or platform got of one kind of request (投诉2461件) is no more than what it got of several, that
    one among them (投诉举报1717件), where two paragraphs say both of one period and name it. More is a matter of
    definition: other channels may be counted in, or another day.

    Tolerance: none.
    """
    yield from distinct(_findings(audited))
