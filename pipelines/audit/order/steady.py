"""G3 and P1 across names: two rates that allow each other, and one office over several channels.

What belongs here: what two figures of different names say together. What does not: one figure printed twice (N1), and
rates that are all alike (``uniformity``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from parsers.records import Claim
from pipelines.audit.figures import claims_of, distinct, figure, located, narrative, same_subject
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.rules import words
from pipelines.audit.sheets import Sheet, sheets
from pipelines.audit.stated import compact, label_of, shown, shown_en
from pipelines.audit.wording import channel_zh, decimal, metric_en, percent

_RULES = "steady"
FEWEST_WITH_LATE, FEWEST_WITHOUT = 5, 10
"""Items of an office in a channel where some were late, and in one where none was."""
LATE_SHARE = Fraction(10, 100)


def _allowing(audited: Audited, bound: Claim) -> Iterator[Claim]:
    """The exact rates of the same letters under another name that lie within a bound."""
    limit = figure(bound)
    for other in narrative(audited):
        printed = figure(other)
        is_other = other.metric in words(_RULES, "done_rates") and other.metric != bound.metric and not other.each
        if limit is None or printed is None or printed.is_bound or not is_other or not same_subject(other, bound):
            continue
        if printed.value in limit.interval:
            yield other


@check("G3", "两项比率相容", "two rates that allow each other", gives="consistent")
def check_bounds(audited: Audited) -> Iterator[Finding]:
    """A rate that is claimed as a bound (得到办理99%以上) beside an exact one of the same letters under another name.

    Only where the exact one lies within the bound; where it does not, the two may count different things.

    Tolerance: none beyond the bound itself.
    """

    def findings() -> Iterator[Finding]:
        for claim in narrative(audited):
            limit = figure(claim) if claim.metric in words(_RULES, "done_rates") and not claim.each else None
            if limit is None or not limit.is_bound:
                continue
            other = next(_allowing(audited, claim), None)
            if other is not None:
                yield _bound_finding(audited, claim, other)

    yield from distinct(findings())


def _bound_finding(audited: Audited, claim: Claim, other: Claim) -> Finding:
    finding = Finding(
        check_id="G3",
        subject=f"{channel_zh(claim.channel)}{label_of(claim)}与{label_of(other)}",
        verdict="consistent",
        severity=0,
        claimed=shown(claim),
        recomputed=other.printed,
        metric=claim.metric,
        **say(
            _RULES,
            "bound",
            label=label_of(claim),
            label_en=metric_en(claim.metric),
            claimed=shown(claim),
            claimed_en=shown_en(claim),
            other=label_of(other),
            other_en=metric_en(other.metric),
            printed=other.printed,
        ),
    )
    return located(audited, finding, (claim, other))


@dataclass(frozen=True, slots=True)
class LateItems:
    """The late items of an office in one channel, and all of its items there."""

    table: Sheet
    late: Fraction
    items: Fraction
    cells: tuple[Figure, ...]


def _late_items(audited: Audited) -> dict[str, list[LateItems]]:
    """What each office prints as late, channel by channel; a channel with several tables is left out."""
    found: dict[str, list[LateItems]] = {}
    tables = sheets(audited)
    channels = [t.channel for t in tables]
    for table in (t for t in tables if t.channel is not None and channels.count(t.channel) == 1):
        for row in table.rows:
            base = next((row.by_metric[m] for m in ("due", "received", "forwarded") if m in row.by_metric), None)
            late = tuple(row.by_metric[m] for m in words(_RULES, "late_counts") if m in row.by_metric)
            if base is not None and late and row.label:
                added = sum((f.value for f in late), Fraction(0))
                found.setdefault(compact(row.label), []).append(LateItems(table, added, base.value, (base, *late)))
    return found


@check("P1", "一个单位各渠道逾期", "one office over several channels", gives="unusual")
def check_office_over_channels(audited: Audited) -> Iterator[Finding]:
    """An office with late items in every channel but one: more than 10 % of at least 5 there, none of at least 10 here.

    Tolerance: none; one late item ends it.
    """
    for name, of_office in _late_items(audited).items():
        without = [x for x in of_office if x.late == 0 and x.items >= FEWEST_WITHOUT]
        others = [x for x in of_office if x.late > LATE_SHARE * x.items and x.items >= FEWEST_WITH_LATE]
        if len(without) == 1 and len(others) == len(of_office) - 1 > 1:
            yield _office_finding(audited, name, of_office)


def _office_finding(audited: Audited, name: str, of_office: list[LateItems]) -> Finding:
    numbers = [f"{decimal(x.late)}/{decimal(x.items)}" for x in of_office]
    finding = Finding(
        check_id="P1",
        subject=f"{name}各渠道逾期",
        verdict="unusual",
        severity=2,
        claimed="；".join(decimal(x.late) for x in of_office),
        recomputed="；".join(percent(x.late * 100 / x.items, 2) for x in of_office if x.items),
        evidence=tuple(numbers),
        metric="overdue",
        agency=name,
        **say(
            _RULES,
            "office",
            name=name,
            numbers="；".join(f"{x.table.name}{n}" for x, n in zip(of_office, numbers, strict=True)),
            numbers_en="; ".join(
                f"table {x.table.table.table_no}: {n}" for x, n in zip(of_office, numbers, strict=True)
            ),
        ),
    )
    return located(audited, finding, claims_of(f for x in of_office for f in x.cells))
