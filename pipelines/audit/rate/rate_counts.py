"""The printed counts that a rate of a sentence may be of, and whether it can be called wrong by them.

What belongs here: the counts of its sentence and paragraph, those of the tables of the same subject, and how sure it is
that they are its own. What does not: the verdict (``judgements``), and counts that are its own by their place alone
(``ratios``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from parsers.claims.words import words_pattern
from parsers.records import Claim
from parsers.text.numbers import Interval
from pipelines.audit.figures import (
    before,
    beside,
    block,
    figure,
    kind,
    narrative,
    of_paragraph,
    of_part,
    printed_of,
    same_part,
    same_subject,
)
from pipelines.audit.finding import Audited
from pipelines.audit.intervals import Figure
from pipelines.audit.rate.formulas import Fit, available, fits, formulas
from pipelines.audit.rules import field, lists, words
from pipelines.audit.sheets import Sheet, sheets

FARTHEST = Fraction(25)
"""Percentage points between a printed rate and what the counts beside it give, beyond which they are not its counts:
misprints and other definitions are nearer."""


def has_further_grade(audited: Audited, claim: Claim) -> bool:
    """Whether the paragraph of a rate prints a further grade that the rate may count (``rules/formulas.yaml``)."""
    grades = lists("formulas", "further_grades").get(claim.metric, ())
    quotes = {c.quote for c in of_paragraph(audited, block(claim))} if grades else ()
    return any(grade in quote for quote in quotes for grade in grades)


def prints_other_grade(audited: Audited, claim: Claim) -> bool:
    """Whether the paragraph of a rate prints the count of a grade that is not read as one (“一般”34件)."""
    grades = lists("formulas", "other_grades").get(claim.metric)
    if not grades:
        return False
    counted = rf"(?:{words_pattern(grades)})[”\"』」]?[的为有]*\d"
    return any(re.search(counted, quote) for quote in {c.quote for c in of_paragraph(audited, block(claim))})


def prints_further_grade(audited: Audited, claim: Claim, tried: tuple[Fit, ...]) -> bool:
    """Whether the further grade that a rate may count is printed as a count, so that every formula was tried."""
    further = {metric for terms in field("formulas", "added_up").values() for metric in terms["further"]}
    return has_further_grade(audited, claim) and any(further & f.formula.parts for f in tried)


def can_be_judged(audited: Audited, claim: Claim, tried: tuple[Fit, ...]) -> bool:
    """Whether a rate that nothing reproduces can be called wrong: its own base is printed, no count of its sentence has
    two values (one of them is then another count), and no further grade stands beside it.
    """
    used = {m for f in tried if f.formula.canonical and not f.formula.stands_in for m in f.formula.parts}
    if not tried or not _is_counted_here(audited, claim, tried):
        return False
    values: dict[str, set[Decimal | None]] = {}
    for other in of_part(audited, claim):
        if kind(other.metric) == "count" and other.quote == claim.quote and figure(other):
            values.setdefault(other.metric, set()).add(other.value)
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


def is_counted_once(audited: Audited, claim: Claim, tried: tuple[Fit, ...]) -> bool:
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


def is_of_what_is_left(claim: Claim, tried: tuple[Fit, ...], figures: Mapping[str, Figure]) -> bool:
    """Whether the sentence of a rate prints what came in and what of it was not done, and no other count that it may be
    of (49件，未办结1件，办结率99%): they say what it should be, though not whether all of it was due.
    """
    if not tried or not all(f.formula.leaves_undone for f in tried) or claim.value is None:
        return False
    counts = [figures[metric].claim for metric in tried[0].formula.parts]
    is_here = all(c is not None and (c.quote, block(c)) == (claim.quote, block(claim)) for c in counts)
    return is_here and abs(tried[0].rate - Fraction(claim.value)) <= FARTHEST


def has_several_bases(audited: Audited, claim: Claim) -> bool:
    """Whether the paragraph prints different counts of what came in and was passed on, none of which the rate names."""
    bases = words("groups", "wholes")
    here = (c for c in narrative(audited) if block(c) == block(claim) and same_part(c, claim) and c.metric in bases)
    exact = {f.value for c in here if (f := figure(c)) is not None and not f.is_bound and not f.is_about}
    return len(exact) > 1


def same_tables(audited: Audited, claim: Claim) -> tuple[Sheet, ...]:
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
    tables = same_tables(audited, claim)
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


def has_numerator(claim: Claim, figures: dict[str, Figure]) -> bool:
    """Whether the upper side of some formula is printed, so that the base can be inferred (G2); what is left of a base
    infers none.
    """
    tried = (f for f in formulas(claim.metric) if not (f.minus and f.denominator in f.plus))
    return any({*f.plus, *f.minus} - {f.denominator} <= figures.keys() for f in tried)


def lacks_its_count(claim: Claim, figures: dict[str, Figure]) -> bool:
    """Whether only a count that stands in for its own is printed beside a rate (replies for completions)."""
    tried = available(claim.metric, figures)
    return bool(tried) and all(f.stands_in for f in tried)


def with_its_base(audited: Audited, claim: Claim, printed: Figure, figures: dict[str, Figure]) -> dict[str, Figure]:
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
    for other in of_paragraph(audited, block(claim)):
        if other is claim:
            return
        number = figure(other) if same_part(other, claim) else None
        if number is not None and kind(other.metric) == "count" and not number.is_bound and not number.is_about:
            yield number
