"""A2 and G2 for the grades of one rating that are printed as rates alone (满意率92.47%，基本满意率7.53%).

What belongs here: whether they fill 100, and which whole numbers they make of what was counted. What does not: grades
whose counts are printed (``rates``), and the rate of one grade under the counts of who rated (``grim``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from parsers.claims.words import words_pattern
from parsers.records import Claim
from pipelines.audit.figures import block, claims_of, distinct, figure, is_whole, located, narrative, reading_order
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.sums import counts
from pipelines.audit.intervals import Figure, counts_for, is_loose, rate_interval
from pipelines.audit.rate.grim import inversions
from pipelines.audit.rate.unread_rates import unread_rates
from pipelines.audit.rules import words
from pipelines.audit.stated import grouped
from pipelines.audit.wording import about, decimal, percent, places_of

GRADED = ("satisfaction_rate", "dissatisfaction_rate")
_COUNTED = ("satisfied", "basically_satisfied", "very_satisfied", "dissatisfied", "rated")
_BASES = (*words("groups", "wholes"), "completed", "replied")
CHANCE = Fraction(1, 10)
"""That a rate allows a whole number of any base of its size: below it, one of which it does is likely its base."""

_Graded = tuple[str, Figure]


def _grades(audited: Audited) -> Iterator[list[_Graded]]:
    """The rates of grades of each sentence with their names, in reading order; those of one whole only."""
    named = re.compile(rf"(?:{words_pattern(words('grades', 'further'))})$")
    known = [(c.label or "", c) for c in narrative(audited) if c.metric in GRADED and is_whole(c) and not c.each]
    further = [(f"{name}率", c) for c, _, name in unread_rates(audited) if named.search(name)]
    rates = [(name, f) for name, c in (*known, *further) if (f := figure(c)) is not None and _is_exact(f)]
    by_sentence = grouped(rates, lambda rate: _sentence(rate[1]))
    for of_one in by_sentence.values():
        yield sorted(of_one, key=lambda rate: reading_order(rate[1].claim.locator if rate[1].claim else ""))


def _is_exact(rate: Figure) -> bool:
    return not (rate.is_bound or rate.is_about) and 0 < rate.value < 100


def _sentence(rate: Figure) -> tuple[str, str]:
    return (block(rate.claim), rate.claim.quote) if rate.claim is not None else ("", "")


def _fill(rates: Sequence[_Graded]) -> bool:
    """Whether the rates of several grades add up to 100 within the rounding of each."""
    slack = sum((f.step for _, f in rates), Fraction(0)) / 2
    are_several = len({name for name, _ in rates}) == len(rates) > 1
    return are_several and abs(sum((f.value for _, f in rates), Fraction(0)) - 100) <= slack


def _base(audited: Audited, first: Claim) -> Figure | None:
    """The one number of letters that the text counts up to a rate; ``None`` where it prints several."""
    at = reading_order(first.locator)
    known = (f for figures in counts(audited).values() for f in figures if f.claim is not None and f.metric in _BASES)
    wholes = {f.value: f for f in known if f.claim and is_whole(f.claim) and reading_order(f.claim.locator) < at}
    only = next(iter(wholes.values())) if len(wholes) == 1 else None
    return None if only is None or is_loose(only) or only.value.denominator != 1 else only


def _numbers(rates: Sequence[_Graded], base: int) -> list[int] | None:
    """The one whole number that each rate makes of a base so small that it may be told; ``None`` where some makes none
    or several, and where grades that fill 100 do not fill the base.
    """
    if any(base * f.step / 100 > CHANCE for _, f in rates):
        return None
    found = [counts_for(rate_interval(f), base) for _, f in rates]
    numbers = [ends[0] for ends in found if ends is not None and ends[0] == ends[1]]
    if len(numbers) < len(rates) or (_fill(rates) and sum(numbers) != base):
        return None
    return numbers


def _findings(audited: Audited) -> Iterator[Finding]:
    printed = {c.locator.partition(":")[0] for c in narrative(audited) if c.metric in _COUNTED}
    for rates in _grades(audited):
        first = rates[0][1].claim
        if first is None or block(first) in printed:
            continue
        if _fill(rates):
            yield _filled(audited, rates, first)
        base = _base(audited, first)
        numbers = _numbers(rates, int(base.value)) if base is not None else None
        if base is None or numbers is None:
            continue
        inverted = {id(i.claim) for i in inversions(audited)}  # told by G2 already
        untold = [(r, n) for r, n in zip(rates, numbers, strict=True) if id(r[1].claim) not in inverted]
        if untold:
            yield _implied(audited, [r for r, _ in untold], first, base, [n for _, n in untold])


def _filled(audited: Audited, rates: Sequence[_Graded], first: Claim) -> Finding:
    total = sum((f.value for _, f in rates), Fraction(0))
    places = max(places_of(f.step) for _, f in rates)
    shown = {"terms": "+".join(f.printed for _, f in rates), "total": percent(total, places)}
    names = "、".join(name for name, _ in rates)
    finding = Finding(
        check_id="A2",
        subject=f"{about(first)}{names}之和",
        verdict="consistent",
        severity=0,
        claimed="；".join(f.printed for _, f in rates),
        recomputed=shown["total"],
        evidence=(f"{shown['terms']} = {shown['total']}",),
        metric=first.metric,
        **say("grades", "fill", who=about(first), names=names, **shown),
    )
    return located(audited, finding, claims_of(f for _, f in rates), first)


def _implied(audited: Audited, rates: Sequence[_Graded], first: Claim, base: Figure, numbers: Sequence[int]) -> Finding:
    each = "、".join(f"{name}{f.printed}对应{n}件" for (name, f), n in zip(rates, numbers, strict=True))
    each_en = ", ".join(f"{name} {f.printed}: {n}" for (name, f), n in zip(rates, numbers, strict=True))
    finding = Finding(
        check_id="G2",
        subject=f"{about(first)}{rates[0][0]}对应的件数",
        verdict="consistent",
        severity=0,
        claimed="；".join(f.printed for _, f in rates),
        recomputed="；".join(map(str, numbers)),
        evidence=tuple(f"{n}/{decimal(base.value)}" for n in numbers),
        metric=first.metric,
        **say("grades", "implied", who=about(first), base=decimal(base.value), each=each, each_en=each_en),
    )
    return located(audited, finding, claims_of([*(f for _, f in rates), base]), first)


@check("A2", "各级满意率", "rates of the grades of one rating", gives="consistent")
def check_grades(audited: Audited) -> Iterator[Finding]:
    """The rates of the grades of one rating that a sentence prints (满意率92.47%，基本满意率7.53%): whether they add up
    to 100, and, as G2, the one whole number that each makes of the one number of letters that is printed before them,
    where that is so small that a rate of its print would hardly fit by chance.

    Only what agrees is told: 满意率 may count other grades, and not everybody was asked.

    Tolerance: half a unit of the last printed digit of each.
    """
    yield from distinct(_findings(audited))
