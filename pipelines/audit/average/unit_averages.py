"""A7 for averages of each unit (平均每家单位承办35.8件) and by the week: do they follow from a printed total?

What belongs here: averages whose divisor the text states (39家单位), lists or tabulates, or that the calendar gives.
What does not: 日均 (``averages``), 月均 (``monthly_averages``), and rows of means (``table_averages``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from parsers.claims.words import words_pattern
from parsers.records import Claim
from parsers.text.numbers import printed_integer
from pipelines.audit.average.averages import FARTHEST
from pipelines.audit.figures import block, claims_of, distinct, figure, is_whole, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.sums import counts, is_one_unit
from pipelines.audit.intervals import Figure, is_nearest, reproduces, severity_of_gap
from pipelines.audit.rules import words
from pipelines.audit.sheets import sheets
from pipelines.audit.wording import about, decimal

_FEWEST, _MOST = 2, 2000
"""Units that an average may be of."""
_FINE = 20
"""Steps of its last digit that an average has at least, where its total stands in another paragraph: of smaller ones
some total is likely to give any.
"""
_OF_EACH = re.compile(
    r"平均每[个家名位处]?(?P<unit>[^，,；;。：:、\d个家]{1,12})$|(?P<before>[\u4e00-\u9fff]{2})平均[^，,；;。：:、\d]{0,6}$"
)
_BY_WEEK = re.compile(r"(?:周均|平均每周|每周平均)[^，,；;。：:\d]{0,8}$")
_NUMBER = (
    r"(?<![\d.第前后])(?P<number>\d{1,4}|[两二三四五六七八九十]{1,3})(?P<about>[余多])?"
    r"(?:[个家名位][^，,；;。：:、\d]{0,6}?)?"
)
"""How many there are of a unit whose name follows (39家承办单位)."""


@dataclass(frozen=True, slots=True)
class _Divisor:
    """By how many an average divides, as said (``39个单位``), and whether its own sentence states that number."""

    number: Fraction
    said: str
    said_en: str
    is_stated: bool


def _named(each: str) -> str:
    """The unit that an average is of, without the verb behind its name (单位承办: 单位)."""
    verb = re.match(rf"(.{{2,}}?)(?:{words_pattern(words('averages', 'verbs'))})", each)
    return verb[1] if verb else each


def _stated(text: str, unit: str) -> tuple[int, str] | None:
    """How many a text says there are of a unit, or of what its words begin with, and that beginning."""
    for end in range(len(unit), 1, -1):
        found = {m["number"] for m in re.finditer(_NUMBER + re.escape(unit[:end]), text) if not m["about"]}
        number = printed_integer(found.pop()) if len(found) == 1 else None
        if number is not None:
            return number, unit[:end]
    return None


def _divisors(audited: Audited, average: Claim) -> Iterator[_Divisor]:
    label = average.label or ""
    if _BY_WEEK.search(label):
        yield from _weeks(average)
    elif (of := _OF_EACH.search(label)) is not None:
        unit = of["before"] or _named(of["unit"])
        for text in (average.quote, audited.full_text):
            if (stated := _stated(text, unit)) is not None:
                yield _units(*stated, is_stated=text is average.quote)
                return
        here = [c for c in narrative(audited) if block(c) == block(average) and c.agency and c.scope == "unit"]
        tables = [len(table.rows) for table in sheets(audited) if not table.table.cut_off]
        for number in dict.fromkeys((len({c.agency for c in here}), *tables)):
            yield _units(number, unit, is_stated=False)


def _units(number: int, unit: str, *, is_stated: bool) -> _Divisor:
    return _Divisor(Fraction(number), f"{number}个{unit}", f"{number} units “{unit}”", is_stated)


def _weeks(average: Claim) -> Iterator[_Divisor]:
    start, end = average.period_start, average.period_end
    if start is not None and end is not None:
        weeks = Fraction((end - start).days + 1, 7)
        yield _Divisor(weeks, f"{decimal(weeks, 2)}周", f"{decimal(weeks, 2)} weeks", is_stated=False)
        if weeks > 52:
            yield _Divisor(Fraction(52), "52周", "52 weeks", is_stated=False)


def _totals(audited: Audited, average: Claim, printed: Figure) -> Iterator[Figure]:
    """The counts that an average may be of: those of its paragraph, where it is fine enough the wholes of others."""
    by_place = counts(audited)
    here = by_place.get(block(average), [])
    others = [f for place, figures in by_place.items() if place != block(average) for f in figures]
    wholes = [f for f in others if f.claim is not None and f.metric != "units" and is_whole(f.claim)]
    fine = wholes if printed.value / printed.step >= _FINE else []
    yield from {f.value: f for f in reversed((*here, *fine)) if f.metric != "units"}.values()


def _finding(audited: Audited, average: Claim, printed: Figure, total: Figure, divisor: _Divisor) -> Finding:
    expected = total.value / divisor.number
    holds = is_nearest(reproduces(expected, printed))
    label = re.sub("^[其中均]+", "", average.label or "")
    finding = Finding(
        check_id="A7",
        subject=f"{about(average)}{label}",
        verdict="consistent" if holds else "needs_definition",
        severity=0 if holds else severity_of_gap(expected - printed.value, expected),
        claimed=average.printed,
        recomputed=decimal(expected),
        gap=expected - printed.value,
        formula_id="total_over_units",
        rounding=reproduces(expected, printed),
        evidence=(f"{decimal(total.value)}/{decimal(divisor.number, 2)} = {decimal(expected)}",),
        **say(
            "unit_averages",
            "holds" if holds else "differs",
            label=label,
            printed=average.printed,
            total=decimal(total.value),
            number=decimal(divisor.number, 2),
            divisor=divisor.said,
            divisor_en=divisor.said_en,
            expected=decimal(expected),
        ),
    )
    return located(audited, finding, claims_of((total,)), total.claim)


def _found(audited: Audited, average: Claim, printed: Figure) -> Finding | None:
    totals = [f for f in _totals(audited, average, printed) if is_one_unit(f, printed) or f.unit == average.unit]
    divisors = [d for d in _divisors(audited, average) if _FEWEST <= d.number <= _MOST]
    for divisor in divisors:
        for total in totals:
            if is_nearest(reproduces(total.value / divisor.number, printed)):
                return _finding(audited, average, printed, total, divisor)
    stated = next((d for d in divisors if d.is_stated), None)
    here = [f for f in totals if f.claim is not None and f.claim.quote == average.quote]
    if stated is None or len(here) != 1:
        return None
    expected = here[0].value / stated.number
    is_near = abs(expected - printed.value) <= FARTHEST * expected
    return _finding(audited, average, printed, here[0], stated) if is_near else None


@check("A7", "每单位平均与周均", "averages of each unit and week", gives="consistent needs_definition")
def check_unit_averages(audited: Audited) -> Iterator[Finding]:
    """An average of each unit (平均每家单位承办35.8件) against a count of the text over the number of such units, which
    the text states, a table has rows for, or the paragraph names; and 周均 over the weeks of the period.

    Where several counts could be the total, one that fits is enough. One that does not fit is told only where its
    sentence prints one count and the number of units, and that comes near.

    Tolerance: half a unit of the last printed digit.
    """

    def findings() -> Iterator[Finding]:
        for average in audited.unassigned:
            printed = figure(average) if average.unit != "%" else None
            if printed is None or printed.is_bound or printed.value <= 0:
                continue
            if (found := _found(audited, average, printed)) is not None:
                yield found

    yield from distinct(findings())
