"""What the formulas that apply to one printed rate amount to: a verdict, and how a finding tells it.

What belongs here: judging a rate on figures that stand together, in a sentence or in a row. What does not: which
figures those are (``rate_counts``, ``table_rates``), and the formulas (``formulas``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypedDict

from pipelines.audit.intervals import Figure, severity_of_points
from pipelines.audit.rate.formulas import Fit, formula_en, formula_zh, with_numbers
from pipelines.audit.wording import percent


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the fits of one printed rate amount to: verdict, severity, the case of the sentence, the fit that it
    names.
    """

    verdict: str
    severity: int
    case: str
    measured: Fit
    other: Fit | None = None

    @property
    def reading(self) -> Fit:
        """The fit that explains the rate: another one where the verdict names it, otherwise the measured one."""
        return self.other or self.measured


def is_passed_over(fit: Fit, tried: tuple[Fit, ...]) -> bool:
    """Whether a formula counts what others leave (回访420件 less 不满意19件) while what the name of the rate counts is
    printed as well (满意381件), whose formula the rules name first, and gives another rate.
    """
    if not fit.formula.minus or any(f.fits and f.formula.agrees and not f.formula.minus for f in tried):
        return False
    own = (f for f in tried[: tried.index(fit)] if f.formula.canonical and not f.formula.minus)
    return any(f.formula.denominator == fit.formula.denominator for f in own)


def judge(printed: Figure, tried: tuple[Fit, ...]) -> Judgement:
    """The verdict on a printed rate from the formulas that apply (at least one).

    Any formula that agrees with the name of the rate and fits is enough, unless it only counts what others leave while
    the own count is printed (``is_passed_over``); so is it when every formula that applies fits. Otherwise exactly one
    other definition that fits is named; several leave the definition open; a rate that only rounding up reproduces, or
    that nothing reproduces, is ``inconsistent``.
    """
    measured = tried[0]
    agreeing = next((f for f in tried if f.formula.agrees and f.fits and not is_passed_over(f, tried)), None)
    if agreeing is not None and agreeing.mode == "truncated":
        return Judgement("consistent", 1, "truncated", agreeing)
    if agreeing is not None and printed.value == 100 and agreeing.rate != 100 and not printed.is_bound:
        return Judgement("unusual", 1, "rounds_to_whole", agreeing)
    if agreeing is not None:
        return Judgement("consistent", 0, "holds", agreeing)
    at_bound = next((f for f in tried if printed.is_bound and f.formula.agrees and f.rate == printed.value), None)
    if at_bound is not None:
        return Judgement("unusual", 1, "at_bound", at_bound)
    others = [f for f in tried if f.fits and (not f.formula.agrees or is_passed_over(f, tried))]
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


def steps(tried: tuple[Fit, ...], figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """The arithmetic of every formula that applies, one line each."""
    return tuple(f"{formula_zh(f.formula)} = {with_numbers(f.formula, figures)} = {percent(f.rate)}" for f in tried)


class Judged(TypedDict):
    """The fields of a finding about a rate that its judgement gives, by their names."""

    verdict: str
    severity: int
    recomputed: str
    low: Fraction
    high: Fraction
    gap: Fraction
    formula_id: str
    rounding: str | None
    alternatives: tuple[str, ...]
    evidence: tuple[str, ...]


def judged(found: Judgement, printed: Figure, tried: tuple[Fit, ...], figures: Mapping[str, Figure]) -> Judged:
    """A judgement as keyword arguments of ``Finding``; rates as fractions of 1."""
    rate, reading = found.measured.rate, found.reading
    return {
        "verdict": found.verdict,
        "severity": found.severity,
        "recomputed": percent(rate),
        "low": rate / 100,
        "high": rate / 100,
        "gap": (rate - printed.value) / 100,
        "formula_id": reading.formula.formula_id,
        "rounding": reading.mode,
        "alternatives": tuple(f.formula.formula_id for f in tried if f.fits and f is not reading),
        "evidence": steps(tried, figures),
    }


def judged_words(found: Judgement, figures: Mapping[str, Figure]) -> dict[str, str]:
    """The arithmetic of a judgement as the sentences about a rate print it: as measured, and as it may be read."""
    measured, reading = found.measured, found.reading
    return {
        "formula_zh": formula_zh(measured.formula),
        "formula_en": formula_en(measured.formula),
        "numbers": with_numbers(measured.formula, figures),
        "rate": percent(measured.rate),
        "other_zh": formula_zh(reading.formula),
        "other_en": formula_en(reading.formula),
        "other_numbers": with_numbers(reading.formula, figures),
        "other_rate": percent(reading.rate),
    }


def figures_tried(tried: tuple[Fit, ...], figures: Mapping[str, Figure]) -> tuple[Figure, ...]:
    """The figures that any of the formulas uses, in the order of their metrics."""
    used = {metric for fit in tried for metric in fit.formula.parts}
    return tuple(figures[metric] for metric in sorted(used))
