"""A6: a rate that rose or fell by so many percent, where the earlier rate is not printed: points, or percent of it?

What belongs here: the two readings of such a change. What does not: changes whose earlier figure is printed or follows
from other figures (``changes``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from parsers.records import Claim
from pipelines.audit.change.change_pairs import BASES, POINTS, current_of, pairs
from pipelines.audit.figures import claims_of, distinct, figure, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.steps import step
from pipelines.audit.wording import about, metric_en, metric_zh, percent

NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"percentage_points": ("按百分点", "in points"), "relative_change": ("按相对幅度", "in percent of it")}
)

_READ_AS = {"percentage_points": "in_points", "relative_change": "in_percent"}
"""The step that says by which reading an earlier rate was found."""


def earlier_rates(current: Fraction, change: Fraction) -> dict[str, Fraction]:
    """The earlier rate by each reading of a change in percent; only those from 0 to 100."""
    readings = {"percentage_points": current - change}
    if change > -100:
        readings["relative_change"] = current * 100 / (100 + change)
    return {name: rate for name, rate in readings.items() if 0 <= rate <= 100}


def _finding(audited: Audited, claim: Claim, printed: Figure, current: Figure) -> Finding:
    rates = earlier_rates(current.value, printed.value)
    basis_zh, basis_en = BASES[claim.basis or ""]
    what = claim.of_metric or ""
    finding = Finding(
        check_id="A6",
        subject=f"{about(claim)}{metric_zh(what)}较{basis_zh}变化的读法",
        verdict="unverifiable",
        severity=1,
        claimed=claim.printed,
        recomputed="；".join(step(_READ_AS[name], share=percent(rate)) for name, rate in rates.items()) or None,
        alternatives=tuple(rates),
        metric="change",
        **say(
            "rate_changes",
            "open" if rates else "none",
            who=about(claim),
            what_zh=metric_zh(what),
            what_en=metric_en(what),
            current=current.printed,
            printed=claim.printed,
            direction_zh="下降" if printed.value < 0 else "上升",
            direction_en="a fall" if printed.value < 0 else "a rise",
            basis_zh=basis_zh,
            basis_en=basis_en,
            readings="，".join(f"{NAMES[name][0]}为{percent(rate)}" for name, rate in rates.items()),
            readings_en=", ".join(f"{percent(rate)} {NAMES[name][1]}" for name, rate in rates.items()),
        ),
    )
    return located(audited, finding, (claim, *claims_of((current,))))


@check("A6", "比率变化的读法", "how the change of a rate is meant", gives="unverifiable")
def check_rate_changes(audited: Audited) -> Iterator[Finding]:
    """A rate said to have risen or fallen by so many percent (满意率95%，较上月提升3.2%) without the earlier one: what
    that was by each reading, points or percent of it.

    Tolerance: none; the readings are told, not judged.
    """

    def findings() -> Iterator[Finding]:
        for claim in narrative(audited):
            printed = figure(claim) if claim.metric == "change" and claim.basis in BASES else None
            if printed is None or printed.is_bound or printed.is_about or printed.unit == POINTS:
                continue
            current = current_of(audited, claim) if kind(claim.of_metric or "") == "rate" else None
            if current is not None and current.unit == "%" and not pairs(audited, claim):
                yield _finding(audited, claim, printed, current)

    yield from distinct(findings())
