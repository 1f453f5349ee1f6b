"""A4 in sentences: does a printed rate follow from the counts printed with it?

What belongs here: rates of sentences against the counts beside them, or against the tables of the same channel and
period. What does not: rates in tables (``table_rates``), shares (``shares``), changes (``changes``), and bounds from
the public record (V1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from parsers.records import Claim
from parsers.text.numbers import Interval
from pipelines.audit.figures import (
    Sheet,
    SheetRow,
    before,
    beside,
    block,
    cause,
    claims_of,
    distinct,
    figure,
    kind,
    located,
    narrative,
    printed_of,
    same_part,
    same_subject,
    sheets,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.formulas import Fit, added_up, available, fits, formula_en, formula_zh, formulas, with_numbers
from pipelines.audit.intervals import Figure, reproduces, severity_of_points
from pipelines.audit.ratios import is_given_by_a_pair, own_counts, part_and_base
from pipelines.audit.rules import field, lists, words
from pipelines.audit.stated import shown, shown_en
from pipelines.audit.wording import about, decimal, metric_en, metric_zh, percent

NOT_A_COMPLETION = frozenset({"share", "change"})
"""Rates that other checks own (A3, A6)."""


FARTHEST = Fraction(25)
"""Percentage points between a printed rate and what the counts beside it give, beyond which they are not its counts:
misprints and other definitions are nearer."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the fits of one printed rate amount to: verdict, severity, the case of the sentence, the fit that it
    names.
    """

    verdict: str
    severity: int
    case: str
    measured: Fit
    reading: Fit | None = None


def judge(printed: Figure, tried: tuple[Fit, ...]) -> Judgement:
    """The verdict on a printed rate from the formulas that apply (at least one).

    Any formula that agrees with the name of the rate and fits is enough, and so is it when every formula that applies
    fits. Otherwise exactly one other definition that fits is named; several leave the definition open; a rate that only
    rounding up reproduces, or that nothing reproduces, is ``inconsistent``.
    """
    measured = tried[0]
    agreeing = next((f for f in tried if f.formula.agrees and f.fits), None)
    if agreeing is not None and agreeing.mode == "truncated":
        return Judgement("consistent", 1, "truncated", agreeing)
    if agreeing is not None and printed.value == 100 and agreeing.rate != 100 and not printed.is_bound:
        return Judgement("unusual", 1, "rounds_to_whole", agreeing)
    if agreeing is not None:
        return Judgement("consistent", 0, "holds", agreeing)
    at_bound = next((f for f in tried if printed.is_bound and f.formula.agrees and f.rate == printed.value), None)
    if at_bound is not None:
        return Judgement("unusual", 1, "at_bound", at_bound)
    others = [f for f in tried if not f.formula.agrees and f.fits]
    if others and len(others) == len(tried):
        cut = measured.mode == "truncated"
        return Judgement("consistent", int(cut), "truncated" if cut else "holds", measured)
    if measured in others:
        measured = next(f for f in tried if f not in others)
    severity = severity_of_points(measured.rate, printed)
    if len(others) == 1:
        return Judgement("consistent_on_other_base", severity, "other_base", measured, others[0])
    if others:
        return Judgement("needs_definition", severity, "several_bases", measured, others[0])
    ceiling = next((f for f in tried if f.formula.canonical and f.mode == "ceiling"), None)
    if ceiling is not None:
        return Judgement("inconsistent", 1, "ceiling", ceiling, ceiling)
    return Judgement("inconsistent", severity, "differs", measured)


def steps(tried: tuple[Fit, ...], figures: dict[str, Figure]) -> tuple[str, ...]:
    """The arithmetic of every formula that applies, one line each."""
    return tuple(f"{formula_zh(f.formula)} = {with_numbers(f.formula, figures)} = {percent(f.rate)}" for f in tried)


def has_further_grade(audited: Audited, claim: Claim) -> bool:
    """Whether the paragraph of a rate prints a further grade that the rate may count (``rules/formulas.yaml``)."""
    grades = lists("formulas", "further_grades").get(claim.metric, ())
    quotes = {c.quote for c in narrative(audited) if block(c) == block(claim)}
    return any(grade in quote for quote in quotes for grade in grades)


def _prints_further_grade(audited: Audited, claim: Claim, tried: tuple[Fit, ...]) -> bool:
    """Whether the further grade that a rate may count is printed as a count, so that every formula was tried."""
    further = {metric for terms in field("formulas", "added_up").values() for metric in terms["further"]}
    return has_further_grade(audited, claim) and any(further & f.formula.parts for f in tried)


def _can_be_judged(audited: Audited, claim: Claim, tried: tuple[Fit, ...]) -> bool:
    """Whether a rate that nothing reproduces can be called wrong: its own base is printed, no count of its sentence has
    two values (one of them is then another count), and no further grade stands beside it.
    """
    used = {m for f in tried if f.formula.canonical and not f.formula.stands_in for m in f.formula.parts}
    values: dict[str, set[Decimal | None]] = {}
    for other in narrative(audited):
        if kind(other.metric) == "count" and other.quote == claim.quote and same_part(other, claim) and figure(other):
            values.setdefault(other.metric, set()).add(other.value)
    if not tried or not _is_counted_here(audited, claim, tried):
        return False
    single = all(len(v) == 1 for v in values.values())
    return bool(used) and single and _is_read(audited, claim, tried) and not has_further_grade(audited, claim)


def _is_read(audited: Audited, claim: Claim, tried: tuple[Fit, ...]) -> bool:
    """Whether it was read what every figure of the paragraph counts. A rate of another name (返工率) is no count that
    this one may be of, where the counts of its own formula stand in its sentence.
    """
    unread = [c for c in audited.unassigned if block(c) == block(claim)]
    figures = beside(audited, claim)
    own = (f.claim for m in tried[0].formula.parts if (f := figures.get(m)) is not None)
    in_sentence = all(c is not None and c.quote == claim.quote for c in own)
    named = all(c.unit == "%" and (c.label or "").endswith(words("adjacent", "rate_words")) for c in unread)
    return not unread or (named and in_sentence)


def _is_counted_here(audited: Audited, claim: Claim, tried: tuple[Fit, ...]) -> bool:
    """Whether the counts of the first formula stand in the paragraph of the rate, and give a rate not so far from it
    that they are plainly of something else.
    """
    figures = beside(audited, claim)
    places = [f.claim for m in tried[0].formula.parts if (f := figures.get(m)) is not None]
    here = all(c is not None and block(c) == block(claim) for c in places)
    if not here or claim.value is None:
        return False
    printed = Fraction(claim.value)
    is_complement = abs(100 - tried[0].rate - printed) < 1  # what was left undone, printed for what was done
    return is_complement or abs(tried[0].rate - printed) <= FARTHEST


def _is_counted_once(audited: Audited, claim: Claim, tried: tuple[Fit, ...]) -> bool:
    """Whether the text prints each count of the rate's own formula once, before the rate, for what it is of, in
    whatever paragraph.
    """
    own = tried[0].formula
    if not own.canonical or own.stands_in or block(claim) in audited.unread or has_further_grade(audited, claim):
        return False
    if "published" in own.plus:
        return False  # what is public may be counted on letters of which no number is printed
    ahead = {id(c) for c in before(audited, claim)}
    counts = [printed_of(audited, claim, metric) for metric in own.parts]
    return all(len({c.value for c in same}) == 1 and all(id(c) in ahead for c in same) for same in counts)


def _has_several_bases(audited: Audited, claim: Claim) -> bool:
    """Whether the paragraph prints different counts of what came in and was passed on, none of which the rate names."""
    bases = words("groups", "wholes")
    here = (c for c in narrative(audited) if block(c) == block(claim) and same_part(c, claim) and c.metric in bases)
    exact = {f.value for c in here if (f := figure(c)) is not None and not f.is_bound and not f.is_about}
    return len(exact) > 1


def _rate_finding(audited: Audited, claim: Claim, printed: Figure, figures: dict[str, Figure]) -> Finding | None:
    tried = _as_named(claim, fits(printed, figures))
    can_be_judged = any(f.fits for f in tried) or _can_be_judged(audited, claim, tried)
    if not tried or not (
        can_be_judged or _is_counted_once(audited, claim, tried) or _prints_further_grade(audited, claim, tried)
    ):
        return None
    found = judge(printed, tried)
    is_open = not can_be_judged or _has_several_bases(audited, claim)
    if found.verdict == "inconsistent" and is_open and (found.case == "differs" or not can_be_judged):
        found = replace(found, verdict="needs_definition", severity=max(2, found.severity))
    reading = found.reading or found.measured
    words = {
        "who": about(claim),
        "who_en": metric_en(claim.metric),
        "label": claim.label or metric_zh(claim.metric),
        "printed": shown(claim),
        "printed_en": shown_en(claim),
        "rate": percent(found.measured.rate),
        "formula_zh": formula_zh(found.measured.formula),
        "formula_en": formula_en(found.measured.formula),
        "numbers": with_numbers(found.measured.formula, figures),
        "other_zh": formula_zh(reading.formula),
        "other_en": formula_en(reading.formula),
        "other_numbers": with_numbers(reading.formula, figures),
        "other_rate": percent(reading.rate),
    }
    finding = Finding(
        check_id="A4",
        subject=f"{about(claim)}{metric_zh(claim.metric)}",
        verdict=found.verdict,
        severity=found.severity,
        claimed=claim.printed,
        recomputed=percent(found.measured.rate),
        low=found.measured.rate / 100,
        high=found.measured.rate / 100,
        gap=(found.measured.rate - printed.value) / 100,
        formula_id=reading.formula.formula_id,
        rounding=reading.mode,
        alternatives=tuple(f.formula.formula_id for f in tried if f.fits and f is not reading),
        evidence=steps(tried, figures),
        metric=claim.metric,
        agency=claim.agency if claim.scope == "unit" else None,
        cause_id=None
        if found.verdict == "consistent"
        else cause(audited, claim.channel, claim.period_start, claim.metric),
        **say("rates", found.case, **words),
    )
    used = {m for f in tried for m in f.formula.parts}
    return located(audited, finding, (claim, *claims_of(figures[m] for m in sorted(used))))


def _as_named(claim: Claim, tried: tuple[Fit, ...]) -> tuple[Fit, ...]:
    """The formulas with a grade that the rate says it counts before those without it (满意率（含基本满意）94.3%)."""
    name = re.split("[，。；,;]", claim.quote.partition(claim.printed)[0])[-1]
    counted = {grade for grade, said in lists("formulas", "counted_in").items() if any(word in name for word in said)}
    return tuple(sorted(tried, key=lambda f: not counted <= f.formula.parts))


def _same_tables(audited: Audited, claim: Claim) -> tuple[Sheet, ...]:
    return tuple(s for s in sheets(audited) if s.sample is not None and same_subject(s.sample, claim))


def _column_total(table: Sheet, metric: str) -> Fraction | None:
    if table.total is not None:
        total = table.total.by_metric.get(metric)
        return None if total is None else total.value
    cells = [row.by_metric[metric].value for row in table.rows if metric in row.by_metric]
    return sum(cells, Fraction(0)) if cells else None


def from_tables(audited: Audited, claim: Claim, printed_beside: dict[str, Figure]) -> dict[str, Figure]:
    """Counts of the tables of the same subject, added over the tables, where the tables cover what the text counts.

    They do when a count that the text prints equals the sum of the tables; otherwise nothing is taken from them.
    """
    tables = _same_tables(audited, claim)
    shared = [set(row.by_metric) for t in tables for row in t.rows[:1]]
    totals: dict[str, Fraction] = {}
    for metric in sorted(set.intersection(*shared)) if shared else ():
        values = [_column_total(t, metric) for t in tables]
        if kind(metric) == "count" and not any(t.table.cut_off for t in tables) and None not in values:
            totals[metric] = sum((v for v in values if v is not None), Fraction(0))
    agree = [totals[m] == printed_beside[m].value for m in totals if m in printed_beside]
    if not agree or not all(agree):
        return {}
    return {
        metric: Figure(metric=metric, value=v, step=Fraction(1), interval=Interval(v, v), printed=str(v))
        for metric, v in totals.items()
    }


def _row_fits(row: SheetRow, printed: Figure) -> bool | None:
    tried = [f for f in fits(printed, row.by_metric) if f.formula.canonical]
    return any(f.fits for f in tried) if tried else None


def _each_finding(audited: Audited, claim: Claim, printed: Figure) -> Finding | None:
    """A rate claimed for every unit named, against the rows of the tables of the same subject.

    A row that does not reach it counts against the claim only if the claim names its unit, or names none.
    """
    rows = [row for table in _same_tables(audited, claim) for row in table.rows]
    tested = [(row, ok) for row in rows if (ok := _row_fits(row, printed)) is not None]
    named = claim.agency or ""
    failing = [row.label for row, ok in tested if not ok and (not named or row.label.removeprefix("县") in named)]
    if not tested or (not failing and not all(ok for _, ok in tested)):
        return None
    words = {
        "who": about(claim),
        "who_en": metric_en(claim.metric),
        "label": claim.label or metric_zh(claim.metric),
        "printed": shown(claim),
        "printed_en": shown_en(claim),
        "rows": len(tested),
        "n_failing": len(failing),
        "failing": "、".join(failing),
    }
    finding = Finding(
        check_id="A4",
        subject=f"{about(claim)}所列各单位{metric_zh(claim.metric)}",
        verdict="inconsistent" if failing else "consistent",
        severity=2 if failing else 0,
        claimed=claim.printed,
        recomputed=f"{len(tested) - len(failing)}/{len(tested)}行",
        metric=claim.metric,
        **say("rates", "each_differs" if failing else "each_holds", **words),
    )
    return located(audited, finding, (claim,))


def _has_numerator(claim: Claim, figures: dict[str, Figure]) -> bool:
    """Whether the upper side of some formula is printed, so that the base can be inferred (G2)."""
    return any({*f.plus, *f.minus} - {f.denominator} <= figures.keys() for f in formulas(claim.metric))


def _is_tested_elsewhere(audited: Audited, claim: Claim) -> bool:
    """Whether the same rate of the same subject is printed again with counts beside it: a headline repeats the text."""

    def repeats(other: Claim) -> bool:
        same = (other.metric, other.value, other.category) == (claim.metric, claim.value, claim.category)
        return other is not claim and same and same_subject(other, claim)

    return any(_has_numerator(c, beside(audited, c)) for c in narrative(audited) if repeats(c))


def _unverifiable(audited: Audited, claim: Claim) -> Finding:
    words = {
        "who": about(claim),
        "who_en": metric_en(claim.metric),
        "label": claim.label or metric_zh(claim.metric),
        "printed": shown(claim),
        "printed_en": shown_en(claim),
    }
    finding = Finding(
        check_id="A4",
        subject=f"{about(claim)}{'所列各单位' if claim.each and claim.agency else ''}{metric_zh(claim.metric)}",
        verdict="unverifiable",
        severity=1,
        claimed=claim.printed,
        metric=claim.metric,
        agency=claim.agency if claim.scope == "unit" else None,
        **say("rates", "no_figures", **words),
    )
    return located(audited, finding, (claim,))


def _with_its_base(audited: Audited, claim: Claim, printed: Figure, figures: dict[str, Figure]) -> dict[str, Figure]:
    """The figures beside a rate; where no formula gives it on the nearest ones, with the other count of the paragraph
    on which its own formula does, if there is one such count (受理13499件。其中投诉9880件。办结13043件，办结率97%).
    """
    if any(f.fits for f in fits(printed, figures)):
        return figures
    own = tuple(f for f in formulas(claim.metric) if f.canonical)
    fitting = {
        other.value: figures | {other.metric: other}
        for other in _counts_of(audited, claim)
        if any(f.fits for f in fits(printed, figures | {other.metric: other}, own))
    }
    return next(iter(fitting.values())) if len(fitting) == 1 else figures


def _counts_of(audited: Audited, claim: Claim) -> Iterator[Figure]:
    """The exact counts of the same part that stand before a rate in its paragraph."""
    for other in narrative(audited):
        if other is claim:
            return
        number = figure(other) if block(other) == block(claim) and same_part(other, claim) else None
        if number is not None and kind(other.metric) == "count" and not number.is_bound and not number.is_about:
            yield number


def _is_left_open(finding: Finding) -> bool:
    return finding.verdict == "needs_definition" and not finding.alternatives


def _unless_of_others(audited: Audited, claim: Claim, printed: Figure, found: Finding) -> Finding:
    """``found``, open where other counts of the paragraph give the rate, what was left undone not among them."""
    is_complement = found.low is not None and abs(100 - found.low * 100 - printed.value) < 1
    if found.verdict != "inconsistent" or is_complement or not is_given_by_a_pair(audited, claim, printed):
        return found
    return replace(found, verdict="needs_definition", severity=max(2, found.severity))


def _by_place(audited: Audited, claim: Claim, printed: Figure, *, of_name: bool) -> Finding | None:
    """A rate that no formula on the counts of its part gives, as that of other counts of its name in its paragraph, or
    (not ``of_name``) of the count before it over another one.
    """
    own = [(f.plus[0], f.denominator) for f in formulas(claim.metric) if f.canonical and len({*f.plus, *f.minus}) == 1]
    found = own_counts(audited, claim, printed, own)
    if found is None and not of_name and (before := part_and_base(audited, claim, printed)):
        found = (before[0],), (before[1],)
    if found is None or found[0][0].metric in lists("formulas", "left_out").get(claim.metric, ()):
        return None  # what is not completed gives no completion rate
    parts, bases = found
    rate = sum((f.value for f in parts), Fraction(0)) * 100 / sum((f.value for f in bases), Fraction(0))
    numbers = f"{_summed(parts)}/{_summed(bases)}"
    finding = Finding(
        check_id="A4",
        subject=f"{about(claim)}{metric_zh(claim.metric)}",
        verdict="consistent",
        severity=0,
        claimed=claim.printed,
        recomputed=percent(rate),
        low=rate / 100,
        high=rate / 100,
        formula_id="part_over_whole",
        rounding=reproduces(rate, printed),
        evidence=(f"{numbers} = {percent(rate)}",),
        metric=claim.metric,
        agency=claim.agency if claim.scope == "unit" else None,
        **say(
            "rates",
            "by_place",
            who=about(claim),
            who_en=metric_en(claim.metric),
            label=claim.label or metric_zh(claim.metric),
            printed=shown(claim),
            printed_en=shown_en(claim),
            numbers=numbers,
            rate=percent(rate),
        ),
    )
    return located(audited, finding, (claim, *claims_of((*parts, *bases))))


def _summed(counts: Sequence[Figure]) -> str:
    text = "+".join(decimal(f.value) for f in counts)
    return f"({text})" if len(counts) > 1 else text


def _lacks_its_count(claim: Claim, figures: dict[str, Figure]) -> bool:
    """Whether only a count that stands in for its own is printed beside a rate (replies for completions)."""
    tried = available(claim.metric, figures)
    return bool(tried) and all(f.stands_in for f in tried)


def _nothing_left_out(audited: Audited, claim: Claim, printed: Figure) -> Claim | None:
    """The count of 0 that the sentence of a rate of 100 % prints of what such a rate leaves out, where it is the only
    one (不满意0件，满意率100%).
    """
    left_out = lists("formulas", "left_out").get(claim.metric, ())
    counts = [c for c in narrative(audited) if c.quote == claim.quote and same_part(c, claim) and c.metric in left_out]
    is_all = printed.value == 100 and not printed.is_bound and not printed.is_about
    return counts[0] if is_all and len(counts) == 1 and counts[0].value == 0 else None


def _none_left(audited: Audited, claim: Claim, left: Claim) -> Finding:
    words = {
        "who": about(claim),
        "who_en": metric_en(claim.metric),
        "label": claim.label or metric_zh(claim.metric),
        "printed": shown(claim),
        "printed_en": shown_en(claim),
        "left_zh": left.label or metric_zh(left.metric),
        "left_en": metric_en(left.metric),
    }
    finding = Finding(
        check_id="A4",
        subject=f"{about(claim)}{metric_zh(claim.metric)}",
        verdict="consistent",
        severity=0,
        claimed=claim.printed,
        recomputed=percent(Fraction(100)),
        evidence=(f"{words['left_zh']} = 0",),
        metric=claim.metric,
        agency=claim.agency if claim.scope == "unit" else None,
        **say("rates", "none_left", **words),
    )
    return located(audited, finding, (claim, left))


def _text_rate(audited: Audited, claim: Claim, printed: Figure) -> Finding | None:
    if claim.each and claim.agency:
        found = _each_finding(audited, claim, printed)
    else:
        figures = added_up(beside(audited, claim))
        found = _rate_finding(audited, claim, printed, _with_its_base(audited, claim, printed, figures))
        if found is None:
            found = _rate_finding(audited, claim, printed, {**from_tables(audited, claim, figures), **figures})
        is_wrong = found is not None and found.verdict == "inconsistent"
        if found is None or is_wrong or _is_left_open(found):
            by_place = _by_place(audited, claim, printed, of_name=is_wrong)
            found = by_place or (found and _unless_of_others(audited, claim, printed, found))
        if found is None and (left := _nothing_left_out(audited, claim, printed)) is not None:
            return _none_left(audited, claim, left)
        if found is None and _has_numerator(claim, figures) and not _lacks_its_count(claim, figures):
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

    A bound that is claimed for each of several years or units (每年85%以上) is not tested against one cumulative
    count: that is V1. A rate of 100 % agrees with a count of 0 of what it leaves out (不满意0件). A rate for which no
    count is printed at all is ``unverifiable``.

    Tolerance: half a unit of the last printed digit; truncation is told and agrees.
    """

    def findings() -> Iterator[Finding]:
        for claim in narrative(audited):
            printed = figure(claim)
            if printed is None or kind(claim.metric) != "rate" or claim.metric in NOT_A_COMPLETION:
                continue
            if claim.each and printed.is_bound:
                continue
            found = _text_rate(audited, claim, printed)
            if found is not None:
                yield found

    yield from distinct(findings())
