"""N1: a change that two paragraphs print of one count (投诉920件，同比增长12.5% … 受理投诉920件，同比增长12.5%).

What belongs here: changes in percent whose count is printed beside both. What does not: numbers that no chance repeats
(``repeats``), and whether a change follows from its counts (``change.changes``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from parsers.records import Claim
from pipelines.audit.agreement.repeats import repeated_values
from pipelines.audit.change.change_pairs import BASES, current_of
from pipelines.audit.figures import block, cause, claims_of, distinct, figure, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.stated import grouped, shown, shown_en
from pipelines.audit.wording import about, metric_en, metric_zh

LEAST_OF_NO_NAME, LEAST = 100, 10
"""A smaller count may be printed twice by chance: where no name says that both are one, and where one does."""
SMALL = 1
"""Percentage points: two changes of one count that lie nearer are rounded or copied badly."""


@dataclass(frozen=True, slots=True)
class _Moved:
    """A change with the count beside it."""

    change: Claim
    printed: Figure
    count: Figure
    part: str | None


def _moved(audited: Audited) -> Iterator[_Moved]:
    for change in narrative(audited):
        if change.metric != "change" or change.basis not in BASES or (printed := figure(change)) is None:
            continue
        count = current_of(audited, change)
        if count is None or count.claim is None or count.claim.quote != change.quote or count.value < LEAST:
            continue
        yield _Moved(change, printed, count, change.agency or change.category or count.claim.category)


def _is_one_thing(a: _Moved, b: _Moved) -> bool:
    """Whether two changes stand in two paragraphs beside one count, and no name says that it is of two things."""
    if block(a.change) == block(b.change) or (None not in (a.part, b.part) and a.part != b.part):
        return False
    return a.count.value >= (LEAST if a.part is not None and a.part == b.part else LEAST_OF_NO_NAME)


def _agree(a: Figure, b: Figure) -> bool:
    is_exact = not any(f.is_bound or f.is_about for f in (a, b))
    return a.interval.overlaps(b.interval) and not (is_exact and a.step == b.step and a.value != b.value)


def _key(moved: _Moved) -> tuple[object, ...]:
    change, count = moved.change, moved.count
    about_it = change.of_metric, change.basis, change.unit, change.channel, change.region_code, change.stated_by
    return *about_it, change.period_start, change.period_end, count.value, count.unit


def _told_zh(moved: _Moved) -> str:
    return f"{'下降' if moved.printed.value < 0 else '上升'}{shown(moved.change)}"


def _told_en(moved: _Moved) -> str:
    return f"{'a fall' if moved.printed.value < 0 else 'a rise'} of {shown_en(moved.change)}"


def _finding(audited: Audited, moved: Sequence[_Moved]) -> Finding:
    first, second = moved[0], moved[1]
    agrees = _agree(first.printed, second.printed)
    basis_zh, basis_en = BASES[str(first.change.basis)]
    named = next((m.change for m in moved if m.change.category or m.change.agency), first.change)
    subject = f"{about(named)}{metric_zh(first.count.metric)}{first.count.printed}较{basis_zh}变化两处"
    apart = abs(first.printed.value - second.printed.value)
    finding = Finding(
        check_id="N1",
        subject=subject,
        verdict="consistent" if agrees else "needs_definition",
        severity=0 if agrees else 1 if apart <= SMALL else 2,
        claimed=_told_zh(first),
        recomputed=_told_zh(second),
        metric="change",
        cause_id=None if agrees else cause(audited, "changes_twice", subject),
        **say(
            "changes_twice",
            "same" if agrees else "differ",
            who=about(named),
            metric_zh=metric_zh(first.count.metric),
            metric_en=metric_en(first.count.metric),
            count=first.count.printed,
            basis_zh=basis_zh,
            basis_en=basis_en,
            first=_told_zh(first),
            second=_told_zh(second),
            first_en=_told_en(first),
            second_en=_told_en(second),
        ),
    )
    return located(audited, finding, (*(m.change for m in moved[:2]), *claims_of(m.count for m in moved[:2])))


def _findings(audited: Audited) -> Iterator[Finding]:
    held: list[frozenset[str]] | None = None
    for same in grouped(_moved(audited), _key).values():
        of_block = grouped(same, lambda m: block(m.change)).values()
        once = [found[0] for found in of_block if len({m.printed.value for m in found}) == 1]
        for a, b in combinations(once, 2):
            if not _is_one_thing(a, b):
                continue
            if held is None:
                held = [frozenset(found.claim_ids) for found in repeated_values(audited)]
            own = {audited.claim_id(a.change), audited.claim_id(b.change)}
            if not any(own <= numbers for numbers in held):
                yield _finding(audited, (a, b))
                break


@check("N1", "同一变化多处", "one change printed in two places", gives="consistent needs_definition")
def changes_twice(audited: Audited) -> Iterator[Finding]:
    """The changes that two paragraphs print on one basis beside one count of one period agree at the coarser of their
    precisions. The count has three digits or more, or both are of a part of one name.

    Tolerance: half a unit of the last digit of each printing; two of one precision have to be equal.
    """
    yield from distinct(_findings(audited))
