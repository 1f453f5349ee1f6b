"""G2: which whole numbers a printed rate allows, where the count it belongs to is not printed.

What belongs here: inverting a rate or a share to the count that is missing. What does not: rates whose counts are all
printed (``rates``, ``table_rates``; G1 for table rows is there). The method is GRIM (Brown and Heathers 2017): a
proportion of whole numbers at a printed precision exists only for some of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TypedDict

from parsers.records import Claim
from pipelines.audit.addition.asides import words_before
from pipelines.audit.agreement.named_rows import is_of_a_row
from pipelines.audit.agreement.part_and_whole import named_before
from pipelines.audit.figures import (
    beside,
    block,
    claims_of,
    distinct,
    figure,
    kind,
    located,
    narrative,
    printed_of,
    same_subject,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.members import Group
from pipelines.audit.intervals import (
    Figure,
    bases_for,
    counts_for,
    cut_interval,
    rate_interval,
    severity_of_points,
    whole_numbers,
)
from pipelines.audit.rate.defined import defined_otherwise
from pipelines.audit.rate.formulas import NOT_A_COMPLETION, Formula, available, fits, formula_en, formula_zh, formulas
from pipelines.audit.rate.named_rates import is_another
from pipelines.audit.rate.rate_counts import from_tables, has_further_grade
from pipelines.audit.rate.worded_rates import by_own_words
from pipelines.audit.share.common_wholes import is_of_no_share
from pipelines.audit.share.kinds import is_of_kind_in_front
from pipelines.audit.share.other_bases import OtherBase, other_base
from pipelines.audit.share.ratios import is_of_less_than_said, part_and_base, part_and_whole, wholes_said
from pipelines.audit.share.shares import Implied, share_assumption, uncounted_shares
from pipelines.audit.share.together import named_together, together
from pipelines.audit.wording import about, decimal, metric_en, metric_zh


class ImpliedCount(TypedDict):
    """A row of ``implied_counts``: the whole numbers of ``metric`` that the rate of ``claim_id`` allows, ends
    included.
    """

    claim_id: str
    metric: str
    low: int
    high: int
    assumption: str


@dataclass(frozen=True, slots=True)
class Inversion:
    """A rate with one side of its formula printed, and the other side that it allows."""

    claim: Claim
    rate: Figure
    formula: Formula
    known: Figure
    missing: str
    implied: Implied


def _simple(metric: str) -> tuple[Formula, ...]:
    """The formulas that agree with the name of a rate, with a single metric on each side."""
    return tuple(f for f in formulas(metric) if f.agrees and len(f.plus) == 1 and not f.minus)


def _invert(claim: Claim, rate: Figure, figures: dict[str, Figure]) -> Inversion | None:
    """The first formula of which exactly one side is printed, and which allows a whole number if any does; where none
    does, what the name of the rate says.

    100 % and 0 % are left alone: that a count equals its base, or is none, needs no inversion.
    """
    if rate.is_bound or rate.is_about or rate.value in (0, 100) or available(rate.metric, figures):
        return None
    tried = [found for formula in _simple(rate.metric) if (found := _inverted(claim, rate, formula, figures))]
    allowing = (found for found in tried if found.implied.low is not None)
    return next(allowing, next((found for found in tried if found.formula.canonical), None))


_ANSWERED = re.compile("接听|接起|应答")


def _answered(formula: Formula, figures: dict[str, Figure]) -> Figure | None:
    """The calls that came in by the words of a document which count those answered (接听来电2867个): the part of a
    connect rate, never its base.
    """
    base = figures.get(formula.denominator)
    if formula.plus != ("connected",) or "connected" in figures or base is None or base.claim is None:
        return None
    return replace(base, metric="connected") if _ANSWERED.search(base.claim.label or "") else None


def _inverted(claim: Claim, rate: Figure, formula: Formula, figures: dict[str, Figure]) -> Inversion | None:
    part, base = formula.plus[0], formula.denominator
    if (answered := _answered(formula, figures)) is not None:
        figures = {part: answered}
    known = figures.get(part) or figures.get(base)
    numbers = None if known is None or known.is_bound else whole_numbers(known.interval)
    if known is None or numbers is None or numbers[1] == 0:
        return None
    if part in figures:
        found = bases_for(numbers, rate_interval(rate)) or bases_for(numbers, cut_interval(rate))
        return Inversion(claim, rate, formula, known, base, Implied(*(found or (None, None))))
    if numbers[0] == numbers[1]:
        found = counts_for(rate_interval(rate), numbers[0]) or counts_for(cut_interval(rate), numbers[0])
        return Inversion(claim, rate, formula, known, part, Implied(*(found or (None, None))))
    return None


@lru_cache(maxsize=8)  # two checks share them
def inversions(audited: Audited) -> tuple[Inversion, ...]:
    """Every rate of a sentence of which one side is printed beside it and the other nowhere, but for one that the
    document defines otherwise than its name says.
    """
    return tuple(_inversions(audited))


def without_integer(audited: Audited) -> frozenset[int]:
    """The ids of the rates that no whole number gives on the count printed beside them, which G1 tells."""
    return frozenset(id(i.claim) for i in inversions(audited) if i.implied.low is None)


def _inversions(audited: Audited) -> Iterator[Inversion]:
    for claim in narrative(audited):
        rate = None if claim.metric in defined_otherwise(audited) else figure(claim)
        if rate is None or kind(claim.metric) != "rate" or claim.metric in NOT_A_COMPLETION or claim.each:
            continue
        figures = beside(audited, claim)
        found = _invert(claim, rate, {**from_tables(audited, claim, figures), **figures})
        if found is None or _is_given(audited, claim, rate) or _is_one_of_many(audited, found):
            continue
        if _prints_another_base(audited, found) or _is_of_those_who_rated(found):
            continue
        if found.implied.low is not None or not _is_of_another(audited, found):
            yield found


def _is_given(audited: Audited, claim: Claim, rate: Figure) -> bool:
    """Whether printed counts give a rate by their place or their words, whatever its formula takes them for."""
    return part_and_base(audited, claim, rate) is not None or by_own_words(audited, claim, rate) is not None


def _is_one_of_many(audited: Audited, found: Inversion) -> bool:
    """Whether the base of a rate is one of several counts of its name, none of which its words choose."""
    known = found.known.claim
    if known is None or known.metric != found.formula.denominator:
        return False
    return len({c.value for c in printed_of(audited, known, known.metric)}) > 1


def _prints_another_base(audited: Audited, found: Inversion) -> bool:
    """Whether the paragraph of a rate prints a larger count of the very platform or channel that its part is of,
    whatever it counts, which the rate does not allow (12319热线455件…12319热线结案448件，结案率94.1%): that the base
    can only be another number is then not sure.
    """
    part = found.known.claim
    if part is None or found.missing != found.formula.denominator or (named := named_before(part)) is None:
        return False
    low, high = found.implied.low, found.implied.high
    return any(
        block(c) == block(part)
        and named_before(c) == named
        and c.value is not None
        and c.value > found.known.value
        and not (low is not None and high is not None and low <= c.value <= high)
        for c in (*narrative(audited), *audited.unassigned, *audited.printed)
        if c.unit != "%"
    )


_RATED = re.compile("参评|参与评价|测评")


def _is_of_those_who_rated(found: Inversion) -> bool:
    """Whether the clause of a rate says that it is of those who gave a grade (有效参评满意率), and the base known is
    all who were called back (总回访量).
    """
    base = found.known.claim
    if base is None or found.known.metric != found.formula.denominator or "回访" not in (base.label or ""):
        return False
    return _RATED.search(words_before(found.claim)) is not None and _RATED.search(base.label or "") is None


def _is_of_another(audited: Audited, found: Inversion) -> bool:
    """Whether a base that allows no whole number is rather the base of something else."""
    return (
        _stands_behind(audited, found.known, found.claim)
        or is_another(found.claim)
        or has_further_grade(audited, found.claim)
        or _counted_otherwise(audited, found)
        or is_of_a_row(audited, found.claim)
        or _is_one_of_several(audited, found)
        or part_and_base(audited, found.claim, found.rate) is not None  # 受理1028封，受理率91.30%: of the 1126 above
    )


def _stands_behind(audited: Audited, known: Figure, rate: Claim) -> bool:
    """Whether a base is printed behind the rate or in another paragraph: where it allows no whole number it is the base
    of something else.
    """
    order = {id(c): i for i, c in enumerate(narrative(audited))}
    if known.claim is None or id(known.claim) not in order:
        return False
    return order[id(known.claim)] > order[id(rate)] or block(known.claim) != block(rate)


def _is_one_of_several(audited: Audited, found: Inversion) -> bool:
    """Whether the paragraph prints the upper side of a rate more than once: each is of a part (转来的76件中，
    按期办结69件；自收的42件中，按期办结38件。按期办结率…).
    """
    known = found.known.claim if found.missing == found.formula.denominator else None
    same = (c for c in narrative(audited) if known and c.metric == known.metric and block(c) == block(found.claim))
    return len({c.value for c in same if same_subject(c, found.claim)}) > 1


def _counted_otherwise(audited: Audited, found: Inversion) -> bool:
    """Whether the same rate of another period is printed with counts that give it by other formulas only: then this one
    is not of the base that was tried.
    """
    claim = found.claim
    known = [
        {fit.formula for fit in fits(rate, beside(audited, other)) if fit.fits and fit.formula.canonical}
        for other in narrative(audited)
        if (other.metric, other.channel, other.stated_by) == (claim.metric, claim.channel, claim.stated_by)
        and other.period_start != claim.period_start
        and (rate := figure(other)) is not None
    ]
    return any(fitting and found.formula not in fitting for fitting in known)


def _shown(implied: Implied, joiner: str) -> str:
    return f"{implied.low}" if implied.low == implied.high else f"{implied.low}{joiner}{implied.high}"


def outcome(implied: Implied) -> tuple[str, int, str]:
    """Verdict, severity and sentence: one whole number, several, or none."""
    if implied.low is None:
        return "needs_definition", 2, "none"
    return "consistent", 0, "unique" if implied.low == implied.high else "several"


def assumption(found: Inversion) -> str:
    """What the implied numbers rest on, in words."""
    return f"{metric_zh(found.claim.metric)}={formula_zh(found.formula)}"


def _rate_finding(audited: Audited, found: Inversion) -> Finding:
    verdict, severity, case = outcome(found.implied)
    words = {
        "who": about(found.claim),
        "who_en": metric_en(found.claim.metric),
        "label": found.claim.label or metric_zh(found.claim.metric),
        "printed": found.claim.printed,
        "known": f"{'约' if found.known.is_about else ''}{decimal(found.known.value)}",
        "known_en": f"{'about ' if found.known.is_about else ''}{decimal(found.known.value)}",
        "known_zh": metric_zh(found.known.metric),
        "known_name_en": metric_en(found.known.metric),
        "missing_zh": metric_zh(found.missing),
        "missing_en": metric_en(found.missing),
        "numbers": _shown(found.implied, "至"),
        "numbers_en": _shown(found.implied, " to "),
        "formula_zh": formula_zh(found.formula),
        "formula_en": formula_en(found.formula),
    }
    finding = Finding(
        check_id="G1" if case == "none" else "G2",
        subject=f"{about(found.claim)}{metric_zh(found.claim.metric)}对应的{metric_zh(found.missing)}数",
        verdict=verdict,
        severity=severity,
        claimed=f"{words['known']}；{found.claim.printed}",
        recomputed=None if case == "none" else _shown(found.implied, "至"),
        formula_id=found.formula.formula_id,
        evidence=(assumption(found),),
        metric=found.missing,
        **say("grim", f"rate_{case}", **words),
    )
    return located(audited, finding, claims_of((found.rate, found.known)))


def _is_its_base(group: Group, share: Figure, whole: Figure) -> bool:
    """Whether a share without a whole number on a base can be told: the base allows another share of the list, if there
    is one, and no whole number gives the share cut off.
    """
    base = int(whole.value)
    others = [s for s in group.shares if s is not share]
    is_base = not others or any(counts_for(rate_interval(s), base) for s in others)
    low = math.ceil(share.value * base / 100)
    return is_base and not share.value <= Fraction(low * 100, base) < share.value + share.step


def _is_of_count_before(audited: Audited, share: Figure) -> bool:
    """Whether a share is that of the count right before it, of another whole (重派5件，占比率0.90%, of 553)."""
    return share.claim is not None and part_and_whole(audited, share.claim, share) is not None


def _is_of_several(audited: Audited, claim: Claim, share: Figure) -> bool:
    """Whether a share is of kinds whose counts are printed (求助、咨询占总量的79.3%)."""
    return bool(named_together(audited, claim)) or together(audited, claim, share) is not None


def _says_other_base(audited: Audited, claim: Claim, whole: Figure) -> bool:
    """Whether a share says that it is of another printed count than the whole of its list (占有效警情的63%), or of all
    where that is one part of it (占总立案数的25%)."""
    if is_of_less_than_said(audited, claim, whole):
        return True
    said = [f.value for f in wholes_said(audited, claim)]
    return bool(said) and whole.value not in said


def _share_findings(audited: Audited) -> Iterator[Finding]:
    for group, share, whole, implied in uncounted_shares(audited):
        if share.claim is not None and _is_of_several(audited, share.claim, share):
            continue
        if is_of_no_share(audited, whole) or is_of_kind_in_front(share, whole):
            continue
        verdict, severity, case = outcome(implied)
        if case == "none" and (base := other_base(audited, group)) is not None:
            yield _of_other_base(audited, share, whole, base)
            continue
        if share.claim is not None and _says_other_base(audited, share.claim, whole):
            continue
        if _is_of_count_before(audited, share) or (case == "none" and not _is_its_base(group, share, whole)):
            continue
        name = about(share.claim) if share.claim else ""
        words = {
            "name": name,
            "printed": share.printed,
            "whole": decimal(whole.value),
            "numbers": _shown(implied, "至"),
            "numbers_en": _shown(implied, " to "),
        }
        finding = Finding(
            check_id="G1" if case == "none" else "G2",
            subject=f"{name}的件数",
            verdict=verdict,
            severity=severity,
            claimed=share.printed,
            recomputed=None if case == "none" else _shown(implied, "至"),
            formula_id="part_over_whole",
            evidence=(share_assumption(group, whole),),
            metric=group.metric,
            **say("grim", f"share_{case}", **words),
        )
        yield located(audited, finding, claims_of((share, whole)))


def _of_other_base(audited: Audited, share: Figure, whole: Figure, base: OtherBase) -> Finding:
    """A share that the whole of its list does not allow, and another base of all its shares does."""
    implied = Implied(*(counts_for(rate_interval(share), base.value) or (None, None)))
    name = about(share.claim) if share.claim else ""
    points = Fraction((implied.low or 0) * 100) / whole.value
    finding = Finding(
        check_id="G2",
        subject=f"{name}的件数",
        verdict="consistent_on_other_base",
        severity=severity_of_points(points, share),
        claimed=share.printed,
        recomputed=_shown(implied, "至"),
        formula_id="part_over_whole",
        alternatives=(str(base.value),),
        evidence=(f"{_shown(implied, '至')}/{base.value}",),
        metric="share",
        **say(
            "grim",
            "share_of_people" if base.counts_people else "share_other_base",
            name=name,
            printed=share.printed,
            whole=decimal(whole.value),
            base=base.value,
            numbers=_shown(implied, "至"),
            numbers_en=_shown(implied, " to "),
        ),
    )
    return located(audited, finding, claims_of((share, whole)))


@check(
    "G2",
    "由比率反推整数",
    "whole numbers implied by a rate",
    gives="consistent consistent_on_other_base needs_definition",
)
def check_inversion(audited: Audited) -> Iterator[Finding]:
    """The whole numbers compatible with a rate or a share whose count is not printed; exact, both ends of the printed
    interval.

    One or several numbers are ``consistent``. None at all is reported as G1, ``needs_definition``: the base is not
    named; where another count of the text allows all shares of the list, they are ``consistent_on_other_base``.

    Tolerance: half a unit of the last printed digit, both ends included; where that allows no number, digits that were
    cut off.
    """
    yield from distinct(
        [
            *(_rate_finding(audited, i) for i in inversions(audited)),
            *_share_findings(audited),
        ]
    )


def implied_counts(audited: Audited) -> list[ImpliedCount]:
    """The counts that printed rates and shares force, one row a claim, with the assumption each rests on."""
    rows = [
        ImpliedCount(
            claim_id=audited.claim_id(i.claim),
            metric=i.missing,
            low=i.implied.low,
            high=i.implied.high,
            assumption=assumption(i),
        )
        for i in inversions(audited)
        if i.implied.low is not None and i.implied.high is not None
    ]
    rows += [
        ImpliedCount(
            claim_id=audited.claim_id(share.claim),
            metric=group.metric,
            low=implied.low,
            high=implied.high,
            assumption=share_assumption(group, whole),
        )
        for group, share, whole, implied in uncounted_shares(audited)
        if share.claim is not None and implied.low is not None and implied.high is not None
    ]
    return rows
