"""The formulas of rates, from ``rules/formulas.yaml``: what they are, when they apply, what they give.

What belongs here: one formula on one set of figures, and which of several fit a printed rate. What does not: which
figures stand together (``figures``), and the verdict (``rates``, ``table_rates``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property, reduce
from operator import add

from parsers.text.numbers import Interval
from parsers.vocabulary import metrics
from pipelines.audit.intervals import Figure, is_loose, is_nearest, is_vague, ratio, reproduces, sum_of
from pipelines.audit.rules import BadRule, field
from pipelines.audit.wording import decimal, metric_en, metric_zh

_PLACE = "pipelines/audit/rules/formulas.yaml"
NOTHING = Interval(Fraction(0), Fraction(0))
NOT_A_COMPLETION = frozenset({"share", "change"})
"""Rates that other checks own (A3, A6)."""


@dataclass(frozen=True)
class Formula:
    """A way of calculating ``metric``: ``plus`` minus ``minus`` over ``denominator``.

    ``canonical`` is true for what the name of the rate says, ``agrees`` also for what it may plainly say: a rate that
    it gives agrees, but none is called wrong by it. ``instead_of`` names a metric in whose absence alone
    the formula is used. ``canonical_over_table``: canonical for a column of which it reproduces every row and the
    total. ``may_exceed``: the upper side may be more than the base.
    """

    formula_id: str
    metric: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    denominator: str
    canonical: bool
    instead_of: str | None
    canonical_over_table: bool = False
    agrees: bool = False
    may_exceed: bool = False

    @cached_property
    def parts(self) -> frozenset[str]:
        """All the metrics that the formula needs."""
        return frozenset((*self.plus, *self.minus, self.denominator))

    @property
    def leaves_undone(self) -> bool:
        """Whether the upper side is the base without what was not done, in the absence of a count of what was; what is
        still in progress may not have been due.
        """
        return self.instead_of is not None and self.denominator in self.plus and self.minus == ("not_completed",)

    @property
    def stands_in(self) -> bool:
        """Whether one other count is taken where the own one is not printed (replies for completions): it may show how
        a rate came about, but calls none wrong.
        """
        return self.instead_of is not None and len(self.plus) == 1


def _terms(expression: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``due - overdue_completed`` -> (("due",), ("overdue_completed",))."""
    words = expression.split()
    signs = ["+", *words[1::2]]
    terms = words[::2]
    if len(signs) != len(terms) or not set(signs) <= {"+", "-"}:
        raise BadRule(f"{_PLACE}: {expression!r}: metrics joined by + and - expected")
    plus = tuple(t for t, sign in zip(terms, signs, strict=True) if sign == "+")
    return plus, tuple(t for t, sign in zip(terms, signs, strict=True) if sign == "-")


def _formula(row: Mapping[str, object]) -> Formula:
    missing = {"id", "metric", "numerator", "denominator", "canonical"} - row.keys()
    if missing:
        raise BadRule(f"{_PLACE}: formula {row.get('id', row)}: {', '.join(sorted(missing))} missing")
    plus, minus = _terms(str(row["numerator"]))
    instead_of = row.get("instead_of")
    formula = Formula(
        formula_id=str(row["id"]),
        metric=str(row["metric"]),
        plus=plus,
        minus=minus,
        denominator=str(row["denominator"]),
        canonical=row["canonical"] is True,
        instead_of=None if instead_of is None else str(instead_of),
        canonical_over_table=row.get("canonical_over_table") is True,
        agrees=row["canonical"] is True or row.get("agrees") is True,
        may_exceed=row.get("may_exceed") is True,
    )
    unknown = sorted({formula.metric, *formula.parts} - metrics().keys())
    if unknown:
        raise BadRule(f"{_PLACE}: formula {formula.formula_id}: {', '.join(unknown)} not in the vocabulary")
    return formula


@cache
def formulas(metric: str) -> tuple[Formula, ...]:
    """The formulas of a rate, canonical ones first within their order of the file; empty for a rate without any."""
    found = [f for row in field("formulas", "formulas") if (f := _formula(row)).metric == metric]
    return tuple(sorted(found, key=lambda f: not f.canonical))


def is_inferred(metric: str) -> bool:
    """Whether the formula of a rate has to be inferred from a whole table (A5)."""
    return metric in field("formulas", "inferred")


def available(metric: str, printed: Iterable[str]) -> tuple[Formula, ...]:
    """The formulas of a rate for which every figure is printed."""
    have = set(printed)
    return tuple(f for f in formulas(metric) if f.parts <= have and f.instead_of not in have)


def added_up(figures: dict[str, Figure]) -> dict[str, Figure]:
    """Figures with those that are not printed but follow from others: sums (``added_up`` of the file) and what one
    count leaves of another (``remainders``).
    """
    found = dict(figures)
    for metric, terms in field("formulas", "remainders").items():
        whole, less, left = (figures.get(terms[name]) for name in ("of", "less", "printed_as"))
        if whole is not None and less is not None and less.value < whole.value:
            found[metric] = _derived(metric, whole.value - less.value, whole.interval + -less.interval)
        elif whole is not None and left is not None and left.value < whole.value:
            found[metric] = replace(left, metric=metric)
    for metric, terms in field("formulas", "added_up").items():
        further = [m for m in terms["further"] if m in figures]
        parts = [figures[m] for m in (*terms["of"], *further) if m in figures]
        if metric in figures or len(parts) < len(terms["of"]) + len(further):
            continue
        total = sum(part.value for part in parts)
        more = [found[m] for m in terms.get("fewer_than", ()) if m in found]
        if "fewer_than" in terms and not (more and all(total < f.value for f in more)):
            continue
        found[metric] = _derived(metric, total, sum((part.interval for part in parts), NOTHING))
    return found


def _derived(metric: str, value: Fraction | int, allowed: Interval) -> Figure:
    exact = Fraction(value)
    return Figure(metric=metric, value=exact, step=Fraction(1), interval=allowed, printed=decimal(exact))


def numerator(formula: Formula, figures: Mapping[str, Figure]) -> Fraction:
    """The upper side of a formula."""
    upper = sum_of(figures[m].value for m in formula.plus)
    return upper - sum_of(figures[m].value for m in formula.minus) if formula.minus else upper


def result(formula: Formula, figures: Mapping[str, Figure]) -> Fraction | None:
    """The rate in percent; ``None`` where a figure is missing, the base is 0, or the upper side is not a part of the
    base and has to be one.
    """
    if not formula.parts <= figures.keys():
        return None
    base = figures[formula.denominator].value
    part = numerator(formula, figures)
    is_part = part >= 0 and (part <= base or formula.may_exceed)
    return part * 100 / base if base > 0 and is_part else None


@dataclass(frozen=True, slots=True)
class Fit:
    """A formula on one set of figures: the rate in percent that it gives, and how that becomes the printed one (or
    ``None``).
    """

    formula: Formula
    rate: Fraction
    mode: str | None

    @property
    def fits(self) -> bool:
        """Whether the printed rate is reproduced without a remark other than truncation."""
        return is_nearest(self.mode) or self.mode == "truncated"


def fits(printed: Figure, figures: Mapping[str, Figure], tried: Iterable[Formula] | None = None) -> tuple[Fit, ...]:
    """Every formula that applies, with its result; the first is what the rate is measured against."""
    chosen = available(printed.metric, figures) if tried is None else tuple(tried)
    told = (f for f in chosen if f.parts <= figures.keys() and not _is_vague(f, figures))
    return tuple(
        Fit(f, rate, _mode(f, rate, figures, printed)) for f in told if (rate := result(f, figures)) is not None
    )


def _is_vague(formula: Formula, figures: Mapping[str, Figure]) -> bool:
    """Whether the prints of the counts leave so much open that hardly any rate could be wrong."""
    if not any(is_loose(figures[m]) for m in formula.parts):
        return False
    return is_vague(_upper(formula, figures), figures[formula.denominator].interval)


def _upper(formula: Formula, figures: Mapping[str, Figure]) -> Interval:
    """Where the upper side of a formula may lie."""
    return reduce(add, (*(figures[m].interval for m in formula.plus), *(-figures[m].interval for m in formula.minus)))


def _mode(formula: Formula, rate: Fraction, figures: Mapping[str, Figure], printed: Figure) -> str | None:
    """How a formula's rate becomes the printed one; counts such as 2.8万余 leave more than one rate open."""
    mode = reproduces(rate, printed)
    if is_nearest(mode) or not any(is_loose(figures[m]) for m in formula.parts):
        return mode
    share = ratio(_upper(formula, figures), figures[formula.denominator].interval)
    return "about" if share.overlaps(printed.interval) else mode


def _joined(formula: Formula, texts: Mapping[str, str], minus: str = "-") -> str:
    upper = "+".join(texts[m] for m in formula.plus) + "".join(f"{minus}{texts[m]}" for m in formula.minus)
    many = len(formula.plus) + len(formula.minus) > 1
    return f"({upper})/{texts[formula.denominator]}" if many else f"{upper}/{texts[formula.denominator]}"


def formula_zh(formula: Formula) -> str:
    """``(应办-逾期办结)/应办``."""
    return _joined(formula, {m: metric_zh(m) for m in formula.parts})


def formula_en(formula: Formula) -> str:
    """``(due - overdue completed)/due``."""
    return _joined(formula, {m: metric_en(m) for m in formula.parts}, " - ").replace("+", " + ")


def with_numbers(formula: Formula, figures: Mapping[str, Figure]) -> str:
    """``(202-34)/202``."""
    return _joined(formula, {m: decimal(figures[m].value) for m in formula.parts})
