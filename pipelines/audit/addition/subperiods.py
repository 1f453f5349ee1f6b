"""X2 in one document: do the months or quarters that a text or a table counts add up to the whole period?

What belongs here: counts of shorter periods that follow each other without a gap from the first to the last day of a
longer one. What does not: several documents, and rates over periods (``series``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from parsers.records import Claim
from parsers.vocabulary import metrics
from pipelines.audit.figures import block, cause, distinct, figure, located, narrative, same_part
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import room_of, severity_of_gap
from pipelines.audit.rules import words
from pipelines.audit.stated import grouped, whole_number
from pipelines.audit.wording import about, decimal, metric_en, metric_zh, signed

DAY = dt.timedelta(days=1)


def tiles(start: dt.date, end: dt.date, parts: Sequence[tuple[dt.date, dt.date]]) -> bool:
    """Whether periods, in their order, follow each other from ``start`` to ``end`` without gap or overlap."""
    if len(parts) < 2 or (parts[0][0], parts[-1][1]) != (start, end):
        return False
    return all(later[0] == earlier[1] + DAY for earlier, later in pairwise(parts))


FEWEST_PERIODS = 3
"""One and two that fill it."""


def _dated(claims: Sequence[Claim]) -> dict[tuple[dt.date, dt.date], list[Claim]]:
    found: dict[tuple[dt.date, dt.date], list[Claim]] = {}
    for claim in claims:
        if claim.period_start is not None and claim.period_end is not None:
            found.setdefault((claim.period_start, claim.period_end), []).append(claim)
    return found


def _sums(claims: list[Claim]) -> Iterator[tuple[Claim, list[Claim]]]:
    """A count of a period with the counts of the periods that it is made of.

    A period with several different figures is left out, because which of them is meant cannot be told, unless one of
    them stands in the paragraph of its parts. A figure in 万 beside
    the exact one is no different figure.
    """
    dated = _dated(claims)
    if len(dated) < FEWEST_PERIODS:
        return
    by_period = {p: one for p, same in dated.items() if (one := _as_exact(same))}
    for (start, end), same in dated.items():
        inside = [p for p in by_period if p != (start, end) and start <= p[0] and p[1] <= end]
        for length in sorted({p[1].month - p[0].month for p in inside}):
            parts = sorted(p for p in inside if p[1].month - p[0].month == length)
            if not tiles(start, end, parts):
                continue
            found = [by_period[p][0] for p in parts]
            places = {block(c) for c in found}
            if wholes := by_period.get((start, end)) or _as_exact([c for c in same if {block(c)} == places]):
                yield wholes[0], found


def _as_exact(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a period with the most exact value, where the others allow it; none where they differ."""
    read = [(claim, one.interval) for claim in claims if (one := figure(claim)) is not None]
    exact = [claim for claim, allowed in read if allowed.low == allowed.high]
    found = exact or [claim for claim, _ in read]
    values = {Fraction(c.value) for c in found if c.value is not None}
    return found if len(values) == 1 and all(v in allowed for v in values for _, allowed in read) else []


@check("X2", "各分期与全期", "shorter periods against the whole", gives="consistent inconsistent needs_definition")
def check_subperiods(audited: Audited) -> Iterator[Finding]:
    """Counts of months (or quarters) that fill a longer period against its own count.

    Only counts that may be added, of one speaker, place, channel, office and part. What came in does not change
    afterwards: a difference is ``inconsistent``. What was done with it may be counted on another day:
    ``needs_definition``; so is a difference where the shorter periods add up to what was completed or answered.

    Tolerance: none for exact counts; what a round number (1.2万) leaves open.
    """
    yield from distinct(_findings(audited))


def _findings(audited: Audited) -> Iterator[Finding]:
    counts = [c for c in narrative(audited) if _adds_up(c.metric) and whole_number(c) is not None]
    for claims in grouped(
        counts, lambda c: (c.stated_by, c.region_code, c.channel, c.metric, c.agency, c.category)
    ).values():
        for read, parts in _sums(claims):
            whole = _whole_of(counts, read, parts)
            yield _finding(audited, whole, parts, _stage_that_fits(counts, whole, parts))


def _adds_up(metric: str) -> bool:
    """Whether the figures of several periods add up to that of all of them; changes add up over offices only."""
    return metrics()[metric].additive and metric != "change_count"


def _whole_of(counts: list[Claim], read: Claim, parts: list[Claim]) -> Claim:
    """What came in in the same period, where that is what the parts add up to (办结30件。其中一季度12件、… counts what
    was received); otherwise the count of their own metric.
    """
    added = sum(whole_number(c) or 0 for c in parts)
    came_in = (c for c in counts if c.metric in words("series", "known_at_once") and same_part(c, read))
    return next((c for c in came_in if whole_number(c) == added), read)


def _stage_that_fits(counts: list[Claim], whole: Claim, parts: list[Claim]) -> Claim | None:
    """What was done with what came in in the same period, where the parts add up to that and not to what came in
    (受理4371件，办结4368件 and twelve months with 4368: they may count what was completed)."""
    added = sum(whole_number(c) or 0 for c in parts)
    stages = (c for c in counts if c.metric in words("series", "done") and same_part(c, whole))
    return next((c for c in stages if whole_number(c) == added != whole_number(whole)), None)


def _finding(audited: Audited, whole: Claim, parts: list[Claim], stage: Claim | None = None) -> Finding:
    """``stage`` is what the parts may be of instead of what the whole counts."""
    values = [Fraction(whole_number(c) or 0) for c in parts]
    added, printed = sum(values, Fraction(0)), Fraction(whole_number(whole) or 0)
    gap = added - printed
    agrees = abs(gap) <= room_of(f for c in (whole, *parts) if (f := figure(c)) is not None)
    fixed = whole.metric in words("series", "known_at_once")
    terms = "+".join(map(decimal, values))
    finding = Finding(
        check_id="X2",
        subject=f"{about(whole)}{metric_zh(whole.metric)}各期之和",
        verdict="consistent" if agrees else "inconsistent" if fixed and stage is None else "needs_definition",
        severity=0 if agrees else severity_of_gap(gap, printed),
        claimed=whole.printed,
        recomputed=decimal(added),
        gap=gap,
        evidence=(f"{terms} = {decimal(added)}",),
        metric=whole.metric,
        cause_id=None if agrees else cause(audited, "subperiods", whole.channel, whole.metric),
        **say(
            "subperiods",
            "holds"
            if gap == 0
            else "holds_rounded"
            if agrees
            else "of_a_stage"
            if stage is not None
            else "differs"
            if fixed
            else "differs_later",
            who=about(whole),
            metric_zh=metric_zh(whole.metric),
            metric_en=metric_en(whole.metric),
            n=len(parts),
            terms=terms,
            added=decimal(added),
            whole=decimal(printed),
            gap=signed(gap),
            stage_zh=metric_zh(stage.metric) if stage else "",
            stage_en=metric_en(stage.metric) if stage else "",
        ),
    )
    return located(audited, finding, (whole, *parts, *((stage,) if stage else ())))


@check(
    "X2",
    "表内各分期与全期",
    "shorter periods of a table against the whole",
    gives="consistent inconsistent needs_definition",
)
def check_table_subperiods(audited: Audited) -> Iterator[Finding]:
    """In a table whose columns or rows are periods (1月 … 6月 | 上半年), the cells of the shorter ones that fill a
    longer one against its own cell, row by row or column by column.

    All that agree are one finding a table. One that does not is ``needs_definition``; of what came in it is
    ``inconsistent`` where at least two others of the table agree and none else differs.

    Tolerance: none for exact counts; what a round number (1.2万) leaves open.
    """
    tables: dict[int | None, list[Claim]] = {}
    for claim in audited.claims:
        if (
            claim.origin == "table"
            and claim.earlier is None
            and _adds_up(claim.metric)
            and whole_number(claim) is not None
        ):
            tables.setdefault(claim.table_no, []).append(claim)
    for cells in tables.values():
        yield from distinct(_of_table(audited, cells))


def _of_table(audited: Audited, cells: list[Claim]) -> Iterator[Finding]:
    if len({(c.period_start, c.period_end) for c in cells}) < _FEWEST_PERIODS:
        return
    rows = grouped(cells, lambda c: (c.channel, c.metric, c.agency, c.category, c.scope == "total")).values()
    found = [(whole, parts) for claims in rows for whole, parts in _sums(claims)]
    holding = [one for one in found if _gap(*one) == 0]
    differing = [one for one in found if _gap(*one) != 0]
    if holding:
        yield _holding(audited, holding, len(found))
    for whole, parts in differing:
        is_sure = (
            len(differing) == 1 and len(holding) >= _ENOUGH_HOLDING and whole.metric in words("series", "known_at_once")
        )
        yield _differing(audited, whole, parts, is_sure=is_sure)


_FEWEST_PERIODS = 3
"""A whole and two parts."""
_ENOUGH_HOLDING = 2
"""Sums of a table that agree before one that does not is called wrong."""


def _gap(whole: Claim, parts: Sequence[Claim]) -> Fraction:
    """How much the parts exceed their whole, beyond what round numbers leave open."""
    gap = Fraction(sum(whole_number(c) or 0 for c in parts) - (whole_number(whole) or 0))
    room = room_of(f for c in (whole, *parts) if (f := figure(c)) is not None)
    return gap if abs(gap) > room else Fraction(0)


def _holding(audited: Audited, found: Sequence[tuple[Claim, list[Claim]]], tried: int) -> Finding:
    whole, _ = found[0]
    finding = Finding(
        check_id="X2",
        subject=f"表{whole.table_no}各分期与全期",
        verdict="consistent",
        severity=0,
        metric=whole.metric,
        **say("subperiods", "table_holds", table=f"表{whole.table_no}", n=len(found), of=tried),
    )
    return located(audited, finding, [c for one, terms in found for c in (one, *terms)])


def _differing(audited: Audited, whole: Claim, parts: list[Claim], *, is_sure: bool) -> Finding:
    values = [Fraction(whole_number(c) or 0) for c in parts]
    added, gap = sum(values, Fraction(0)), _gap(whole, parts)
    terms = "+".join(map(decimal, values))
    finding = Finding(
        check_id="X2",
        subject=f"表{whole.table_no}{about(whole)}{metric_zh(whole.metric)}各期之和",
        verdict="inconsistent" if is_sure else "needs_definition",
        severity=severity_of_gap(gap, Fraction(whole_number(whole) or 0)),
        claimed=whole.printed,
        recomputed=decimal(added),
        gap=gap,
        evidence=(f"{terms} = {decimal(added)}",),
        metric=whole.metric,
        agency=whole.agency if whole.scope == "unit" else None,
        cause_id=cause(audited, "table", whole.table_no, "subperiods", whole.agency, whole.category),
        **say(
            "subperiods",
            "table_differs" if is_sure else "table_open",
            table=f"表{whole.table_no}",
            who=about(whole),
            metric_zh=metric_zh(whole.metric),
            metric_en=metric_en(whole.metric),
            n=len(parts),
            terms=terms,
            added=decimal(added),
            whole=whole.printed,
            gap=signed(gap),
        ),
    )
    return located(audited, finding, (whole, *parts))
