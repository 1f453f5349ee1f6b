"""A4 in sentences: does a printed rate follow from the counts printed with it?

What belongs here: rates of sentences against the counts beside them, or against the tables of the same channel and
period. What does not: rates in tables (``table_rates``), which counts a rate may be of (``rate_counts``, ``ratios``),
shares (``shares``), changes (``changes``), and bounds from the public record (V1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from parsers.records import Claim
from pipelines.audit.agreement.named_rows import is_of_a_row
from pipelines.audit.figures import (
    beside,
    cause,
    claims_of,
    distinct,
    figure,
    kind,
    located,
    narrative,
    same_part,
    same_subject,
    text_between,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.rate.defined import defined_otherwise
from pipelines.audit.rate.formulas import NOT_A_COMPLETION, Fit, added_up, fits, formulas
from pipelines.audit.rate.grim import without_integer
from pipelines.audit.rate.impossible import is_impossible
from pipelines.audit.rate.judgements import figures_tried, judge, judged, judged_words
from pipelines.audit.rate.named_rates import may_be_of_others
from pipelines.audit.rate.rate_counts import (
    can_be_judged,
    from_tables,
    has_numerator,
    has_several_bases,
    is_counted_once,
    is_of_what_is_left,
    lacks_its_count,
    prints_further_grade,
    prints_other_grade,
    same_tables,
    with_its_base,
)
from pipelines.audit.rate.worded_rates import by_own_words
from pipelines.audit.rules import lists
from pipelines.audit.share.quotients import Quotient
from pipelines.audit.share.ratios import all_of_count, is_given_by_a_pair, own_counts, part_and_base, parts_and_base
from pipelines.audit.sheets import SheetRow
from pipelines.audit.stated import shown, shown_en
from pipelines.audit.wording import about, metric_en, metric_zh, percent

_OF_EACH = "所列各单位"


def _words(claim: Claim) -> dict[str, str]:
    """What every sentence about a rate says first: whose rate, its name, and how it is printed."""
    return {
        "who": about(claim),
        "who_en": metric_en(claim.metric),
        "label": claim.label or metric_zh(claim.metric),
        "printed": shown(claim),
        "printed_en": shown_en(claim),
    }


def _subject(claim: Claim, of_each: str = "") -> str:
    return f"{about(claim)}{of_each}{metric_zh(claim.metric)}"


def _unit(claim: Claim) -> str | None:
    return claim.agency if claim.scope == "unit" else None


def _rate_finding(audited: Audited, claim: Claim, printed: Figure, figures: dict[str, Figure]) -> Finding | None:
    tried = _as_named(claim, fits(printed, figures))
    is_sure = any(f.fits for f in tried) or can_be_judged(audited, claim, tried)
    if not tried or not (
        is_sure
        or is_counted_once(audited, claim, tried)
        or prints_further_grade(audited, claim, tried)
        or is_of_what_is_left(claim, tried, figures)
    ):
        return None
    found = judge(printed, tried)
    is_open = not is_sure or has_several_bases(audited, claim)
    if found.verdict == "inconsistent" and is_open and (found.case == "differs" or not is_sure):
        found = replace(found, verdict="needs_definition", severity=max(2, found.severity))
    holds = found.verdict == "consistent"
    finding = Finding(
        check_id="A4",
        subject=_subject(claim),
        claimed=claim.printed,
        metric=claim.metric,
        agency=_unit(claim),
        cause_id=None if holds else cause(audited, claim.channel, claim.period_start, claim.metric),
        **judged(found, printed, tried, figures),
        **say("rates", found.case, **_words(claim), **judged_words(found, figures)),
    )
    return located(audited, finding, (claim, *claims_of(figures_tried(tried, figures))))


def _as_named(claim: Claim, tried: tuple[Fit, ...]) -> tuple[Fit, ...]:
    """The formulas with a grade that the rate says it counts before those without it (满意率（含基本满意）94.3%)."""
    name = re.split("[，。；,;]", claim.quote.partition(claim.printed)[0])[-1]
    counted = {grade for grade, said in lists("formulas", "counted_in").items() if any(word in name for word in said)}
    return tuple(sorted(tried, key=lambda f: not counted <= f.formula.parts))


def _row_fits(row: SheetRow, printed: Figure) -> bool | None:
    tried = [f for f in fits(printed, row.by_metric) if f.formula.canonical]
    return any(f.fits for f in tried) if tried else None


def _each_finding(audited: Audited, claim: Claim, printed: Figure) -> Finding | None:
    """A rate claimed for every unit named, against the rows of the tables of the same subject.

    A row that does not reach it counts against the claim only if the claim names its unit, or names none.
    """
    rows = [row for table in same_tables(audited, claim) for row in table.rows]
    tested = [(row, ok) for row in rows if (ok := _row_fits(row, printed)) is not None]
    named = claim.agency or ""
    failing = [row.label for row, ok in tested if not ok and (not named or row.label.removeprefix("县") in named)]
    if not tested or (not failing and not all(ok for _, ok in tested)):
        return None
    counted = {"rows": len(tested), "n_failing": len(failing), "failing": "、".join(failing)}
    finding = Finding(
        check_id="A4",
        subject=_subject(claim, _OF_EACH),
        verdict="inconsistent" if failing else "consistent",
        severity=2 if failing else 0,
        claimed=claim.printed,
        recomputed=f"{len(tested) - len(failing)}/{len(tested)}行",
        metric=claim.metric,
        **say("rates", "each_differs" if failing else "each_holds", **_words(claim), **counted),
    )
    return located(audited, finding, (claim,))


def _is_tested_elsewhere(audited: Audited, claim: Claim) -> bool:
    """Whether the same rate of the same subject is printed again with counts beside it: a headline repeats the text,
    the text the row of an office."""

    def repeats(other: Claim) -> bool:
        same = (other.metric, other.value, other.category) == (claim.metric, claim.value, claim.category)
        return other is not claim and same and same_subject(other, claim)

    is_again = any(has_numerator(c, beside(audited, c)) for c in narrative(audited) if repeats(c))
    return is_again or is_of_a_row(audited, claim)


def _unverifiable(audited: Audited, claim: Claim) -> Finding:
    finding = Finding(
        check_id="A4",
        subject=_subject(claim, _OF_EACH if claim.each and claim.agency else ""),
        verdict="unverifiable",
        severity=1,
        claimed=claim.printed,
        metric=claim.metric,
        agency=_unit(claim),
        **say("rates", "no_figures", **_words(claim)),
    )
    return located(audited, finding, (claim,))


def _is_not_given(finding: Finding) -> bool:
    return finding.verdict == "inconsistent" or (finding.verdict == "needs_definition" and not finding.alternatives)


def _is_left_open(finding: Finding) -> bool:
    return finding.verdict == "needs_definition" and not finding.alternatives


def _unless_of_others(audited: Audited, claim: Claim, printed: Figure, found: Finding) -> Finding:
    """``found``, open where other counts of the paragraph give the rate, what was left undone not among them."""
    is_complement = found.low is not None and abs(100 - found.low * 100 - printed.value) < 1
    if found.verdict != "inconsistent" or is_complement or not is_given_by_a_pair(audited, claim, printed):
        return found
    return replace(found, verdict="needs_definition", severity=max(2, found.severity))


def _by_place(audited: Audited, claim: Claim, printed: Figure, *, of_name: bool) -> Finding | None:
    """A rate that no formula on the counts of its part gives, as that of other counts of its name in its paragraph, of
    the count before it all of which was dealt with, or of that over another one: where ``of_name``, over the one right
    before it (流转2298件，办结2287件，办结率99.52%), and otherwise also of a count that its own words name.
    """
    single = [f for f in formulas(claim.metric) if f.canonical and len({*f.plus, *f.minus}) == 1]
    own = [(f.plus[0], f.denominator) for f in single]
    found = own_counts(audited, claim, printed, own) or parts_and_base(audited, claim, printed, own)
    before = part_and_base(audited, claim, printed) if found is None else None
    if before is not None and not (of_name and re.search(r"\d", text_between(before[1], before[0]) or "0")):
        found = (before[0],), (before[1],)
    case = "by_place"
    if found is None and not of_name and (worded := by_own_words(audited, claim, printed)) is not None:
        found, case = ((worded[0],), (worded[1],)), "by_words"
    parts = {f.plus[0] for f in single if not f.stands_in}
    if found is None and (counted := all_of_count(audited, claim, printed, parts)) is not None:
        found = (counted,), (counted,)
    if found is None or found[0][0].metric in lists("formulas", "left_out").get(claim.metric, ()):
        return None  # what is not completed gives no completion rate
    quotient = Quotient(*found)
    finding = Finding(
        check_id="A4",
        subject=_subject(claim),
        claimed=claim.printed,
        metric=claim.metric,
        agency=_unit(claim),
        **quotient.given(printed),
        **say("rates", case, **_words(claim), **quotient.words()),
    )
    return located(audited, finding, (claim, *quotient.claims))


def _nothing_left_out(audited: Audited, claim: Claim, printed: Figure) -> Claim | None:
    """The count of 0 that the sentence of a rate of 100 % prints of what such a rate leaves out, where it is the only
    one (不满意0件，满意率100%).
    """
    left_out = lists("formulas", "left_out").get(claim.metric, ())
    counts = [c for c in narrative(audited) if c.quote == claim.quote and same_part(c, claim) and c.metric in left_out]
    is_all = printed.value == 100 and not printed.is_bound and not printed.is_about
    return counts[0] if is_all and len(counts) == 1 and counts[0].value == 0 else None


def _none_left(audited: Audited, claim: Claim, left: Claim) -> Finding:
    left_zh = left.label or metric_zh(left.metric)
    finding = Finding(
        check_id="A4",
        subject=_subject(claim),
        verdict="consistent",
        severity=0,
        claimed=claim.printed,
        recomputed=percent(Fraction(100)),
        evidence=(f"{left_zh} = 0",),
        metric=claim.metric,
        agency=_unit(claim),
        **say("rates", "none_left", **_words(claim), left_zh=left_zh, left_en=metric_en(left.metric)),
    )
    return located(audited, finding, (claim, left))


def _text_rate(audited: Audited, claim: Claim, printed: Figure) -> Finding | None:
    if claim.each and claim.agency:
        found = _each_finding(audited, claim, printed)
    else:
        printed_beside = beside(audited, claim)
        figures = printed_beside if prints_other_grade(audited, claim) else added_up(printed_beside)
        found = _rate_finding(audited, claim, printed, with_its_base(audited, claim, printed, figures))
        if found is None:
            found = _rate_finding(audited, claim, printed, {**from_tables(audited, claim, figures), **figures})
        is_wrong = found is not None and found.verdict == "inconsistent"
        if found is None or is_wrong or _is_left_open(found):
            by_place = _by_place(audited, claim, printed, of_name=is_wrong)
            found = by_place or (found and _unless_of_others(audited, claim, printed, found))
        if found is None and (left := _nothing_left_out(audited, claim, printed)) is not None:
            return _none_left(audited, claim, left)
        if found is None and has_numerator(claim, figures) and not lacks_its_count(claim, figures):
            return None
    if found is None and not printed.is_bound and not _is_tested_elsewhere(audited, claim):
        return _unverifiable(audited, claim)
    return found


@check(
    "A4",
    "正文比率",
    "rates in sentences",
    gives="consistent consistent_on_other_base needs_definition inconsistent unverifiable unusual",
)
def check_text_rates(audited: Audited) -> Iterator[Finding]:
    """A rate of a sentence against the formulas of ``rules/formulas.yaml`` on the counts of the same part beside it,
    at printed precision; without counts beside it, against tables that cover the same count.

    A rate whose words make it another one (一次办结率, 15秒接通率), or beside which the counts give a rate of its kind,
    is never called wrong. A bound that is claimed for each of several years or units (每年85%以上) is not tested
    against one cumulative count: that is V1. A rate of 100 % agrees with a count of 0 of what it leaves out
    (不满意0件). A rate for which no count is printed at all is ``unverifiable``, unless G1 tells that no number gives
    it. One that a note defines by another formula than its name says (办结率=办结件数÷（上期结转件数+新收件数）) is
    told only where it agrees.

    Tolerance: half a unit of the last printed digit; truncation is told and agrees.
    """

    def given(claim: Claim) -> bool:
        printed = figure(claim)
        found = None if printed is None or printed.is_bound else _text_rate(audited, claim, printed)
        return found is not None and found.verdict in ("consistent", "consistent_on_other_base")

    def findings() -> Iterator[Finding]:
        for claim in narrative(audited):
            printed = figure(claim)
            if printed is None or kind(claim.metric) != "rate" or claim.metric in NOT_A_COMPLETION:
                continue
            if (claim.each and printed.is_bound) or is_impossible(audited, claim):
                continue
            found = _text_rate(audited, claim, printed)
            if found is not None and _is_not_given(found) and may_be_of_others(audited, claim, given):
                found = _unverifiable(audited, claim)
            if found is not None and found.verdict == "unverifiable" and id(claim) in without_integer(audited):
                continue
            is_wrong = found is not None and found.verdict in ("inconsistent", "needs_definition")
            if found is not None and not (is_wrong and claim.metric in defined_otherwise(audited)):
                yield found

    yield from distinct(findings())
