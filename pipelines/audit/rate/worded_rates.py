"""A4 for a rate whose own words name the count it is of (呼损117个，呼损率1.71%; 按时率98.80%（按时初查2976件）).

What belongs here: that count by its words, wherever it stands in the paragraph, and the count that gives the rate with
it. What does not: rates that counts give by their place alone (``ratios``), and by their metrics (``rates``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.records import UNASSIGNED, Claim
from pipelines.audit.figures import block, distinct, figure, located, prints, span
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.sums import counts
from pipelines.audit.intervals import Figure, is_nearest, share_mode
from pipelines.audit.rules import words
from pipelines.audit.share.quotients import Quotient
from pipelines.audit.share.ratios import ANSWERED, PRECISE, part_and_base
from pipelines.audit.wording import about

Pair = tuple[Figure, Figure]
"""A count and the one that it is a part of."""

# Patterns made anew for every print would be compiled thousands of times.
_NAMED = re.compile(r"([\u4e00-\u9fff]{2,16})率[为达是到有]{0,3}$")
_BEFORE = 20
"""Characters before a rate in which its name ends."""
_SHORTEST_STEM, _LONGEST_STEM = 2, 6
_WHOLES = (*words("groups", "wholes"), *ANSWERED, "completed_on_time", "handled", "rated")
"""The counts of other paragraphs that a rate may be of."""
SMALLEST = 10
"""Below it two counts that are equal by chance would give a rate of 100 %."""


def name_of_rate(claim: Claim) -> str:
    """The words before 率 in the clause of a rate (群众参评率72.8%: 群众参评)."""
    before = (_NAMED.search(claim.quote, max(0, at - _BEFORE), at) for at in prints(claim.quote, claim.printed))
    found = next((m[1] for m in before if m is not None), "")
    return found if (claim.label or "率").rstrip("为达是到有").endswith("率") else ""


def _stems(claim: Claim) -> list[str]:
    """The ends of the name of a rate, the longest first."""
    name = name_of_rate(claim)
    return [name[-n:] for n in range(min(len(name), _LONGEST_STEM), _SHORTEST_STEM - 1, -1)]


def _words(count: Claim, peers: Sequence[Claim]) -> str:
    """The words of a clause right before its count; ``peers`` are the counts of its sentence, itself among them."""
    if count.metric == UNASSIGNED:
        return count.label or ""
    places = prints(count.quote, count.printed)
    alike = [peer.locator for peer in peers if peer.printed == count.printed]
    if len(places) != len(alike):
        return ""
    return re.split(r"[，,；;。：:、（()）\d]", count.quote[: places[alike.index(count.locator)]])[-1]


def _counted(audited: Audited, claim: Claim) -> list[Figure]:
    """The exact counts of the paragraph of a rate, each once, in their order."""
    of_block = [f for f in counts(audited).get(block(claim), ()) if f.claim is not None]
    known = {f.claim.locator for f in of_block if f.claim}
    others = (c for c in audited.printed if block(c) == block(claim) and c.locator not in known)
    found = [*of_block, *(f for c in others if (f := figure(c)) is not None)]
    return sorted(found, key=lambda f: span(f.claim)[0] if f.claim else 0)


def _parts(claim: Claim, here: list[Figure]) -> list[Figure]:
    """The counts of the sentence of a rate that the longest end of its name is said of."""
    same = [(f, f.claim) for f in here if f.claim is not None and f.claim.quote == claim.quote]
    peers = [count for _, count in same]
    named = ([f for f, count in same if _is_said(stem, _words(count, peers))] for stem in _stems(claim))
    return next((found for found in named if found), [])


def _is_said(stem: str, of_words: str) -> bool:
    """Whether words hold a stem, but for its contrary (未办结)."""
    return any(before[-1:] not in ("不", "未", "非", "无") for before in of_words.split(stem)[:-1])


def _bases(audited: Audited, claim: Claim, rate: Figure, here: list[Figure]) -> Iterator[Figure]:
    """The counts of the paragraph of a rate, then those of the paragraphs above that a rate may be of; a rate of 100 %
    may be of one below, too.
    """
    yield from here
    is_below = False
    for place, figures in counts(audited).items():
        is_below = is_below or place == block(claim)
        if place != block(claim) and (rate.value == 100 or not is_below):
            yield from (f for f in figures if f.metric in _WHOLES)


def by_own_words(audited: Audited, claim: Claim, rate: Figure) -> Pair | None:
    """The count that a rate is named after and the one of which it is that rate. A rate of 100 % is of an equal count
    under other words; a coarse one is of none.
    """
    if rate.is_bound or rate.is_about or (rate.step > PRECISE and rate.value != 100) or rate.value <= 0:
        return None
    here = _counted(audited, claim)
    for part in _parts(claim, here):
        for base in _bases(audited, claim, rate, here):
            is_other = base.claim is not part.claim and base.value >= part.value >= (
                SMALLEST if rate.value == 100 else 1
            )
            if is_other and is_nearest(share_mode(part, base, rate)):
                return part, base
    return None


def _finding(audited: Audited, claim: Claim, rate: Figure, found: Pair) -> Finding:
    label, quotient = f"{name_of_rate(claim)}率", Quotient([found[0]], [found[1]])
    finding = Finding(
        check_id="A4",
        subject=f"{about(claim)}{label}",
        claimed=rate.printed,
        **quotient.given(rate),
        **say("adjacent", "rate", who=about(claim), label=label, printed=rate.printed, **quotient.words()),
    )
    return located(audited, finding, (claim, *quotient.claims), claim)


@check("A4", "件数有同名的比率", "rates with a count of their name", gives="consistent")
def check_worded_rates(audited: Audited) -> Iterator[Finding]:
    """A rate that no list knows (呼损率, 录用率) and the count of its sentence whose words end as its name does: that
    count over another one of the paragraph, or over what came in or was handled of the paragraphs above.

    One that no printed count gives says nothing here.

    Tolerance: half a unit of the last printed digit.
    """

    def findings() -> Iterator[Finding]:
        for claim in audited.unassigned:
            rate = figure(claim) if claim.unit == "%" else None
            if rate is None or part_and_base(audited, claim, rate) is not None:
                continue  # told by its place
            if (found := by_own_words(audited, claim, rate)) is not None:
                yield _finding(audited, claim, rate, found)

    yield from distinct(findings())
