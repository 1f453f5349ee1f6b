"""A4 for a rate named after the count right before it (返工97件，返工率9.22%), where no count beside it is its base.

What belongs here: the base of such a rate among the counts of other paragraphs, and the one that it would need. What
does not: rates that a count of their own paragraph gives (``adjacent``), and those that the vocabulary knows
(``rates``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from parsers.records import Claim
from pipelines.audit.figures import block, claims_of, distinct, figure, located, span
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.sums import counts
from pipelines.audit.intervals import Figure, bases_for, is_nearest, rate_interval, share_mode
from pipelines.audit.rate.worded_rates import by_own_words
from pipelines.audit.rules import words
from pipelines.audit.share.quotients import Quotient
from pipelines.audit.share.ratios import FARTHEST, FINE, part_and_base
from pipelines.audit.wording import about, decimal

_BASES = (*words("groups", "wholes"), "completed", "rated", "handled")
_SHORTEST_STEM, _LONGEST_STEM = 2, 4


def _stems(claim: Claim) -> list[str]:
    """What a rate of another name may be called after (返工 of 本月返工率), the longest first."""
    named = re.search(r"([\u4e00-\u9fff]+)率[为达是到]*$", claim.label or "")
    whole = named[1] if named else ""
    lengths = range(min(len(whole), _LONGEST_STEM), _SHORTEST_STEM - 1, -1)
    return [whole[-n:] for n in lengths]


def own_count(audited: Audited, claim: Claim) -> Figure | None:
    """The count right before a rate after which the rate is named (返工97件，返工率; 重复派件15件，重派率)."""
    here = [f for f in counts(audited).get(block(claim), ()) if f.claim and span(f.claim)[1] <= span(claim)[0]]
    part = here[-1] if here else None
    if part is None or part.claim is None or part.claim.agency is not None:
        return None
    if span(claim)[0] - span(part.claim)[1] > FARTHEST or part.value <= 0:
        return None
    printed, category = re.escape(part.printed), part.claim.category
    for stem in _stems(claim):
        named = r"[\u4e00-\u9fff]{0,2}".join(stem) + r"[\u4e00-\u9fff]{0,3}"
        is_named = re.search(rf"{named}\s*{printed}", claim.quote) is not None and part.claim.quote == claim.quote
        if is_named and (category is None or re.fullmatch(named, category)):
            return part
    return None


def _bases(audited: Audited, claim: Claim, part: Figure) -> list[Figure]:
    """The different counts of the text that a rate may be of, those before it in its own paragraph first."""
    here = [f for f in counts(audited).get(block(claim), ()) if f.claim and span(f.claim) < span(claim)]
    others = [f for place, figures in counts(audited).items() if place != block(claim) for f in figures]
    found = [f for f in (*here, *others) if f.metric in _BASES and f.value >= part.value]
    return list({f.value: f for f in reversed(found) if f.claim and f.claim.category is None}.values())[::-1]


def _other_base(part: Figure, bases: Sequence[Figure], rate: Figure) -> Figure | None:
    """The one count of another paragraph that gives a rate which is fine enough not to be so by chance."""
    fitting = [base for base in bases if rate.step <= FINE and is_nearest(share_mode(part, base, rate))]
    return fitting[0] if len(fitting) == 1 else None


def _finding(audited: Audited, claim: Claim, rate: Figure, part: Figure, base: Figure) -> Finding:
    quotient = Quotient([part], [base])
    finding = Finding(
        check_id="A4",
        subject=f"{about(claim)}{claim.label}",
        claimed=rate.printed,
        **quotient.given(rate),
        **say("stem_rates", "other_paragraph", **_words(claim, rate, part), **quotient.words()),
    )
    found = replace(finding, verdict="consistent_on_other_base")
    return located(audited, found, (claim, *quotient.claims), claim)


def _words(claim: Claim, rate: Figure, part: Figure) -> dict[str, str]:
    return {"who": about(claim), "label": claim.label or "", "printed": rate.printed, "part": decimal(part.value)}


def _open_finding(audited: Audited, claim: Claim, rate: Figure, part: Figure, bases: Sequence[Figure]) -> Finding:
    needed = bases_for((int(part.value), int(part.value)), rate_interval(rate))
    tried = [Quotient([part], [base]).words() for base in bases]
    given = "；".join(f"{words['numbers']}={words['rate']}" for words in tried)
    ends = "" if needed is None else "至".join(dict.fromkeys(map(str, needed)))
    finding = Finding(
        check_id="A4",
        subject=f"{about(claim)}{claim.label}",
        verdict="needs_definition",
        severity=1,
        claimed=rate.printed,
        recomputed="；".join(words["rate"] for words in tried),
        formula_id="part_over_whole",
        evidence=tuple(f"{words['numbers']} = {words['rate']}" for words in tried),
        **say(
            "stem_rates",
            "no_base" if needed is None else "base",
            **_words(claim, rate, part),
            given=given,
            given_en=given.replace("；", "; "),
            needed=ends,
            needed_en=ends.replace("至", " to "),
        ),
    )
    return located(audited, finding, (claim, *claims_of((part, *bases))), claim)


@check("A4", "随件数命名的比率", "rates named after a count", gives="consistent_on_other_base needs_definition")
def check_stem_rates(audited: Audited) -> Iterator[Finding]:
    """A rate of another name that stands right behind the count it is named after (返工97件，返工率9.22%), where no
    count before it in its paragraph is its base: the one count of another paragraph that is
    (``consistent_on_other_base``), or else the base that it would need (``needs_definition``).

    Tolerance: half a unit of the last printed digit.
    """

    def findings() -> Iterator[Finding]:
        for claim in audited.unassigned:
            rate = figure(claim) if claim.unit == "%" else None
            part = own_count(audited, claim) if rate is not None else None
            if rate is None or part is None or rate.is_bound or rate.is_about or not 0 < rate.value < Fraction(100):
                continue
            given = part_and_base(audited, claim, rate) or by_own_words(audited, claim, rate)
            if part.value.denominator != 1 or given is not None:
                continue
            bases = _bases(audited, claim, part)
            if (base := _other_base(part, bases, rate)) is not None:
                yield _finding(audited, claim, rate, part, base)
            elif bases:
                yield _open_finding(audited, claim, rate, part, bases[:3])

    yield from distinct(findings())
