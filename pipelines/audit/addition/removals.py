"""Letters taken off what came in (duplicates, invalid ones), and what is left of it.

What belongs here: the words that say so, and the subtraction. What does not: parts that divide a whole (``parts``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from parsers.claims.words import any_of, words_pattern
from parsers.records import Claim
from pipelines.audit.figures import beside, block, cause, claims_of, figure, located, text_between
from pipelines.audit.finding import Audited, Finding, say
from pipelines.audit.group.sums import counts
from pipelines.audit.intervals import Figure, room_of, severity_of_gap
from pipelines.audit.rules import words
from pipelines.audit.wording import about, decimal, metric_en, metric_zh, signed

FARTHEST = Fraction(1, 10)
"""Of what came in: what is left and differs by more is rather left of something else."""


def removal_case(
    received: Fraction, removed: Fraction, valid: Fraction, room: Fraction = Fraction(0)
) -> tuple[str, int, str]:
    """Verdict, severity and sentence of received minus removed against valid. What is left over could have been
    removed for a reason that the text does not name; valid letters that exceed the difference cannot be explained so.
    ``room`` is what round numbers leave open.
    """
    gap = received - removed - valid
    if gap == 0:
        return "consistent", 0, "removal_holds"
    if abs(gap) <= room:
        return "consistent", 0, "removal_holds_rounded"
    return ("needs_definition" if gap > 0 else "inconsistent"), severity_of_gap(gap, received), "removal_differs"


def is_left_over(claim: Claim) -> bool:
    """Whether the words before a count say that it is what is left of letters of which some were taken off (剔除重复9
    件、无效5件，实际转办172件).
    """
    before = claim.quote[: max(claim.quote.find(claim.printed), 0)]
    left = rf"(?:{words_pattern(words('groups', 'left_over'))})[^，,；;。：:\d]{{0,8}}$"
    return re.search(rf"{any_of('set_aside')}[^；;。\d]*\d[^；;。]*(?:[，,]|后|外){left}", before) is not None


def _is_taken_off(left: Claim, printed: str) -> bool:
    """Whether a count stands among those taken off, before what is left (剔除重复9件、退回工单6件，实际受理…)."""
    before = left.quote[: max(left.quote.find(left.printed), 0)]
    return re.search(rf"{any_of('set_aside')}[^；;。]*{re.escape(printed)}", before) is not None


_OPENS_KINDS = re.compile(r"[，,]?(?:其中|主要|包括|包含|含|分别|[（(：:])[^；;。]*")


def each_once(removed: Iterable[Figure]) -> tuple[Figure, ...]:
    """Counts of what was taken off, without those that are kinds of another one (无效来信8封，其中重复4封、广告1封)."""
    found = tuple(removed)

    def is_kind_of(one: Figure, other: Figure) -> bool:
        between = text_between(other, one) if other.value >= one.value else None
        return between is not None and _OPENS_KINDS.fullmatch(between) is not None

    return tuple(f for f in found if not any(is_kind_of(f, other) for other in found if other is not f))


def removal(audited: Audited, claim: Claim) -> Finding | None:
    """What came in minus what was taken off against what is left; ``None`` where the paragraph does not print all."""
    valid = figure(claim)
    figures = {m: f for m, f in beside(audited, claim).items() if f.claim and block(f.claim) == block(claim)}
    named = (figures[m] for m in words("groups", "removed") if m in figures)
    removed = each_once({f.claim.locator: f for f in named if f.claim}.values())  # 剔除重复、无效件64件 is one figure
    if (returned := figures.get("returned")) is not None and _is_taken_off(claim, returned.printed):
        removed = (*removed, returned)
    received = figures.get("received")
    if valid is None or received is None or not removed:
        return None
    taken = sum((f.value for f in removed), Fraction(0))
    if taken > received.value or valid.value > received.value:
        return None  # these received are a part of another count, not what the valid ones are taken from
    kept_zh, kept_en = metric_zh(claim.metric), metric_en(claim.metric)
    if claim.metric == "valid":
        kept_zh, kept_en = "有效信件", "valid letters"
    gap = received.value - taken - valid.value
    if claim.metric != "valid" and abs(gap) > FARTHEST * received.value:
        return None
    here = counts(audited).get(block(claim), ())
    if any(f.value == gap for f in here if all(f.claim is not r.claim for r in removed)):
        return None  # the rest is printed under a name of its own
    verdict, severity, sentence = removal_case(received.value, taken, valid.value, room_of((received, *removed, valid)))
    left = received.value - taken
    terms = "+".join(decimal(f.value) for f in removed)
    finding = Finding(
        check_id="A2",
        subject=f"{about(claim)}剔除信件与{metric_zh(claim.metric)}",
        verdict=verdict,
        severity=severity,
        claimed=claim.printed,
        recomputed=decimal(left),
        gap=left - valid.value,
        evidence=(f"{terms} = {decimal(taken)}", f"{decimal(received.value)} - {decimal(taken)} = {decimal(left)}"),
        metric=claim.metric,
        cause_id=None if verdict == "consistent" else cause(audited, "parts", claim.metric, claim.channel),
        **say(
            "parts",
            sentence,
            who=about(claim),
            received=decimal(received.value),
            terms=terms,
            removed=decimal(taken),
            left=decimal(left),
            valid=decimal(valid.value),
            kept_zh=kept_zh,
            kept_en=kept_en,
            gap=signed(left - valid.value),
        ),
    )
    return located(audited, finding, claims_of((received, *removed, valid)))
