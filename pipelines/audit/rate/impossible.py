"""A4: rates that no counts can give: more than all were satisfied, or 100 % of nothing.

What belongs here: what a rate says by itself, or beside a count of 0. What does not: rates against their counts
(``rates``), and rows of tables without items (``table_rates``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.records import Claim
from pipelines.audit.addition.asides import words_before
from pipelines.audit.figures import distinct, figure, kind, located, narrative, same_part
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.rate.formulas import formulas
from pipelines.audit.rules import words
from pipelines.audit.stated import shown, shown_en
from pipelines.audit.wording import about, metric_en, metric_zh

_COMPARES = re.compile(r"(?:的|相当于|[同环]比)\s*$")
"""Before a figure that is so many percent of another rate, no rate itself."""


def is_above_all(claim: Claim) -> bool:
    """Whether a rate is more than 100 % of something of which it can only be a part (``rules/formulas.yaml``)."""
    printed = figure(claim) if claim.metric in words("formulas", "never_above_all") and claim.unit == "%" else None
    if printed is None or printed.interval.low is None or printed.interval.low < 100:
        return False
    return printed.value > 100 and not (claim.origin == "narrative" and _COMPARES.search(words_before(claim)))


def base_of_nothing(audited: Audited, claim: Claim) -> Claim | None:
    """The count of 0 in the sentence of a rate that is its base, where the sentence prints no other base of it."""
    if claim.metric not in words("formulas", "rates_of_what_came_in") or not claim.value:
        return None
    bases = {f.denominator for f in formulas(claim.metric) if f.canonical}
    beside = [c for c in narrative(audited) if c.quote == claim.quote and same_part(c, claim) and c.metric in bases]
    return beside[0] if beside and all(c.value == 0 for c in beside) else None


def is_impossible(audited: Audited, claim: Claim) -> bool:
    """Whether a rate is told by this check."""
    return is_above_all(claim) or base_of_nothing(audited, claim) is not None


@check("A4", "不可能的比率", "rates that no counts can give", gives="inconsistent unusual")
def check_impossible(audited: Audited) -> Iterator[Finding]:
    """A rate that is a part of all by its name (满意率, 接通率) and is printed above 100 % is ``inconsistent``; a rate
    of the 0 items that its sentence prints (收到0件，办结率100%) is ``unusual``: of nothing there is no rate.

    Tolerance: none.
    """
    yield from distinct(_findings(audited))


def _findings(audited: Audited) -> Iterator[Finding]:
    for claim in audited.claims:
        if kind(claim.metric) != "rate":
            continue
        if is_above_all(claim):
            yield _finding(audited, claim, "above_all", "inconsistent", 3)
        elif claim.origin == "narrative" and (base := base_of_nothing(audited, claim)) is not None:
            yield _finding(audited, claim, "of_nothing", "unusual", 1, base)


def _finding(
    audited: Audited, claim: Claim, case: str, verdict: str, severity: int, base: Claim | None = None
) -> Finding:
    finding = Finding(
        check_id="A4",
        subject=f"{about(claim)}{metric_zh(claim.metric)}",
        verdict=verdict,
        severity=severity,
        claimed=claim.printed,
        metric=claim.metric,
        agency=claim.agency if claim.scope == "unit" else None,
        **say(
            "impossible",
            case,
            who=about(claim),
            who_en=metric_en(claim.metric),
            label=claim.label or metric_zh(claim.metric),
            printed=shown(claim),
            printed_en=shown_en(claim),
            base_zh="" if base is None else base.label or metric_zh(base.metric),
            base_en="" if base is None else metric_en(base.metric),
        ),
    )
    return located(audited, finding, (claim, *(() if base is None else (base,))))
