"""A7 by the month: does a printed monthly average follow from the total and the months of the period?

What belongs here: 月均 against total over months. What does not: 日均, and which count an average is of (``averages``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from parsers.records import Claim
from pipelines.audit.average.averages import FARTHEST, averages_with_totals, may_be_told
from pipelines.audit.figures import claims_of, distinct, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, is_nearest, reproduces, room_of, severity_of_gap
from pipelines.audit.wording import about, decimal


def months_of(average: Claim) -> int | None:
    """How many months the period of an average has; ``None`` for one of days, of one month, or that is not known."""
    start, end = average.period_start, average.period_end
    if start is None or end is None or start.day != 1 or (end + dt.timedelta(days=1)).day != 1:
        return None
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    return months if months > 1 else None


def _case(expected: Fraction, printed: Figure, room: Fraction) -> str:
    """The case of the sentence; ``room`` is what the print of the total leaves open, in letters a month."""
    mode = reproduces(expected, printed)
    if is_nearest(mode) or abs(expected - printed.value) <= printed.step / 2 + room:
        return "holds"
    return "truncated" if mode == "truncated" else "differs"


def _finding(audited: Audited, average: Claim, printed: Figure, total: Figure, months: int) -> Finding | None:
    expected = total.value / months
    case = _case(expected, printed, room_of((total,)) / months)
    gap = expected - printed.value
    if case == "differs" and abs(gap) > FARTHEST * expected:
        return None  # rather of another total than wrong
    finding = Finding(
        check_id="A7",
        subject=f"{about(average)}月均",
        verdict="needs_definition" if case == "differs" else "consistent",
        severity={"holds": 0, "truncated": 1}.get(case, severity_of_gap(gap, expected)),
        claimed=average.printed,
        recomputed=decimal(expected),
        gap=gap,
        formula_id="total_over_months",
        rounding=reproduces(expected, printed),
        evidence=(f"{decimal(total.value)}/{months} = {decimal(expected)}",),
        metric=average.metric,
        **say(
            "monthly_averages",
            case,
            who=about(average),
            printed=average.printed,
            total=decimal(total.value),
            months=months,
            expected=decimal(expected),
        ),
    )
    return located(audited, finding, (average, *claims_of((total,))))


@check("A7", "月均", "monthly averages", gives="consistent needs_definition")
def check_monthly_averages(audited: Audited) -> Iterator[Finding]:
    """Total over the months of a period of several whole ones, at printed precision.

    The total is found as that of a daily average. An average that is more than a fifth away is of another total, and
    nothing is said of it.

    Tolerance: half a unit of the last printed digit; truncation is told and agrees.
    """

    def findings() -> Iterator[Finding]:
        for average in averages_with_totals(audited, "monthly_average"):
            months = months_of(average.claim)
            found = None if months is None else _finding(audited, average.claim, average.printed, average.total, months)
            if found is not None and may_be_told(audited, average, found):
                yield found

    yield from distinct(findings())
