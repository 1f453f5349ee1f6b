"""G2, G3 and A6 where a text prints no change to be calculated: which earlier figure a change allows, and which way one
level went to the next.

What belongs here: the whole earlier numbers that a percentage allows, alone or with the number of items beside it, and
由120件下降到98件. What does not: a change against the earlier figure that is printed (``changes``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from parsers.claims.measures import AVERAGES
from parsers.records import Claim
from pipelines.audit.change.change_pairs import (
    BASES,
    POINTS,
    Pair,
    bases_of,
    count_beside,
    counted_on_other_basis,
    counted_otherwise,
    current_of,
    held_pair,
    implied_pair,
    level_pair,
    pairs,
    thing,
    way,
)
from pipelines.audit.change.changes import HELD_AGAINST, direction_finding, earlier_counts, printed_in_table
from pipelines.audit.figures import cause, claims_of, distinct, figure, kind, located, narrative, text_between
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.exact import exact_count
from pipelines.audit.intervals import Figure, is_coarse, is_nearest, rate_interval, reproduces
from pipelines.audit.sheets import sheets
from pipelines.audit.wording import about, decimal, metric_en, metric_zh, percent, signed

FINEST = Fraction(1, 100)
"""The step, in percent, of a change that by chance is hardly that of a number of items beside it."""


def _earlier_finding(audited: Audited, claim: Claim, printed: Figure, current: Figure) -> Finding:
    nearest = earlier_counts(current, printed)
    earlier = nearest or earlier_counts(current, printed, cut=True)
    basis_zh, basis_en = BASES.get(claim.basis or "", HELD_AGAINST)
    ends = "" if earlier is None else decimal(Fraction(earlier[0]))
    if earlier is not None and earlier[0] != earlier[1]:
        ends += f"至{decimal(Fraction(earlier[1]))}"
    what = claim.of_metric or ""
    is_open = claim.basis not in BASES
    case = "no_earlier_count" if earlier is None else "earlier_count" if nearest is not None else "earlier_count_cut"
    finding = Finding(
        check_id="G2",
        subject=f"{about(claim)}{metric_zh(what)}{basis_zh}的整数",
        verdict="needs_definition" if earlier is None else "ambiguous" if is_open else "consistent",
        severity=1 if nearest is None or is_open else 0,
        claimed=claim.printed,
        recomputed=ends or None,
        low=None if earlier is None else Fraction(earlier[0]),
        high=None if earlier is None else Fraction(earlier[1]),
        rounding="truncated" if nearest is None and earlier is not None else None,
        metric=what,
        **say(
            "earlier",
            "of_two_labels" if earlier is not None and is_open else case,
            who=about(claim),
            what_zh=metric_zh(what),
            what_en=metric_en(what),
            basis_zh=basis_zh,
            basis_en=basis_en,
            printed=claim.printed,
            direction_zh="下降" if printed.value < 0 else "上升",
            direction_en="a fall" if printed.value < 0 else "a rise",
            current=decimal(current.value),
            earlier=ends,
            earlier_en=ends.replace("至", " to "),
        ),
    )
    return located(audited, finding, (claim, *claims_of((current,))))


def _has_earlier(audited: Audited, change: Claim, printed: Figure) -> bool:
    """Whether the earlier figure of a change is printed: that of its comparison, or that of another one which gives it
    (同比 where only the month before is printed says nothing of the year before).
    """
    if held_pair(audited, change) or implied_pair(audited, change):
        return True
    found = pairs(audited, change)
    return any(p.basis == change.basis or is_nearest(reproduces(p.change, printed)) for p in found)


def _in_table(audited: Audited, change: Claim, current: Figure, printed: Figure) -> bool:
    """Whether one table prints the figure of the period and an earlier count that the change allows."""
    allowed = earlier_counts(current, printed)
    if allowed is None or printed_in_table(audited, change, printed) is not None:
        return allowed is not None
    for table in sheets(audited):
        printed_there = {cell.value for row in table.all_rows() for cell in row.cells if cell is not None}
        if current.value in printed_there and any(allowed[0] <= value <= allowed[1] for value in printed_there):
            return True
    return False


@check(
    "G2",
    "增减幅度所对应的上期整数",
    "the earlier whole number that a change allows",
    gives="consistent needs_definition ambiguous",
)
def check_earlier_counts(audited: Audited) -> Iterator[Finding]:
    """The whole earlier counts for which a printed change holds with the count of the period as printed, where the
    earlier one is not printed. None is a matter of definition: the change may be of another count.

    Of visits that are counted by items and by people, a change is of the one that allows a whole number. Where the
    words name two comparisons at once (较上月同比), the count may be of either period: ``ambiguous``.

    Tolerance: half a unit of the last printed digit; digits that were cut off are told and agree.
    """

    def findings() -> Iterator[Finding]:
        for claim in narrative(audited):
            printed = figure(claim) if claim.metric == "change" and claim.basis in (*BASES, "ambiguous") else None
            if printed is None or printed.is_bound or printed.is_about or printed.unit == POINTS:
                continue
            is_counted = kind(claim.of_metric or "") == "count" and claim.of_metric not in AVERAGES
            current = current_of(audited, claim) if is_counted else None
            if current is None or _has_earlier(audited, claim, printed):
                continue
            current = exact_count(audited, current)
            if is_coarse(current):
                continue  # 0.03万件: whatever the change, some earlier count would do
            if level_pair(audited, claim) is not None or _in_table(audited, claim, current, printed):
                continue  # an earlier figure is printed
            if count_beside(audited, claim) is not None:
                continue  # what both allow, ``check_both_changes`` tells
            if _of_the_items(audited, claim, printed, current) is not None:
                continue  # ``check_words_of_both`` tells
            other = counted_otherwise(audited, current) if earlier_counts(current, printed) is None else None
            is_of_other = other is not None and earlier_counts(other, printed) is not None
            yield _earlier_finding(audited, claim, printed, other if other and is_of_other else current)

    yield from distinct(findings())


def _of_the_items(audited: Audited, claim: Claim, printed: Figure, current: Figure) -> tuple[Claim, Fraction] | None:
    """The number of items before a change of which it is the percentage although its words name another period, with
    the earlier figure that both give (4567件，较上月增加263件，同比上升6.11%: of 4304); ``None`` where it is not.
    """
    beside = counted_on_other_basis(audited, claim)
    items = figure(beside) if beside is not None else None
    if beside is None or items is None or printed.step > FINEST or current.is_bound or current.is_about:
        return None
    earlier = current.value - items.value
    is_of_items = earlier > 0 and is_nearest(reproduces(items.value * 100 / earlier, printed))
    return (beside, earlier) if is_of_items else None


def _words_finding(audited: Audited, claim: Claim, current: Figure, beside: Claim, earlier: Fraction) -> Finding:
    what = claim.of_metric or ""
    (named_zh, named_en), (basis_zh, basis_en) = BASES[claim.basis or ""], BASES[beside.basis or ""]
    items = current.value - earlier
    rate = percent(items * 100 / earlier)
    finding = Finding(
        check_id="A6",
        subject=f"{about(claim)}{metric_zh(what)}增减件数与幅度用词",
        verdict="needs_definition",
        severity=1,
        claimed=claim.printed,
        recomputed=rate,
        metric="change",
        alternatives=(beside.basis or "",),
        evidence=(f"{signed(items)}/{decimal(earlier)} = {rate}",),
        cause_id=cause(audited, "change", claim.channel, what, claim.basis),
        **say(
            "earlier",
            "words_of_both",
            who=about(claim),
            what_zh=metric_zh(what),
            what_en=metric_en(what),
            named_zh=named_zh,
            named_en=named_en,
            basis_zh=basis_zh,
            basis_en=basis_en,
            printed=claim.printed,
            items=signed(items),
            earlier=decimal(earlier),
            rate=rate,
        ),
    )
    return located(audited, finding, (claim, beside, *claims_of((current,))))


@check("A6", "增减件数与幅度用词", "the words of a change in items and in percent", gives="needs_definition")
def check_words_of_both(audited: Audited) -> Iterator[Finding]:
    """A percentage whose words hold it against another period than the number of items before it, while it is exactly
    that of the items (较上月增加263件，同比上升6.11%): which of the two periods is meant, the text does not say.

    Tolerance: half a unit of the last of at least two printed decimals.
    """

    def findings() -> Iterator[Finding]:
        for claim in narrative(audited):
            printed = figure(claim) if claim.metric == "change" and claim.basis in BASES else None
            if printed is None or printed.is_bound or printed.is_about or printed.unit == POINTS:
                continue
            current = current_of(audited, claim) if kind(claim.of_metric or "") == "count" else None
            if current is None or pairs(audited, claim) or held_pair(audited, claim):
                continue
            found = _of_the_items(audited, claim, printed, current)
            if found is not None:
                yield _words_finding(audited, claim, current, *found)

    yield from distinct(findings())


def bases_of_both(count: Figure, printed: Figure) -> tuple[int, int] | None:
    """The whole earlier counts of which a number of items is the printed change; ``None`` if there is none."""
    rate = rate_interval(printed)
    if rate.low is None or rate.high is None or rate.low * rate.high <= 0:
        return None
    ends = sorted(count.value / end for end in (rate.low, rate.high))
    low, high = math.ceil(ends[0]), math.floor(ends[1])
    return (low, high) if 0 < low <= high else None


def _both_finding(audited: Audited, claim: Claim, printed: Figure, count: Figure) -> Finding:
    bases = bases_of_both(count, printed)
    basis_zh, basis_en = BASES[claim.basis or ""]
    ends = "" if bases is None else "至".join(decimal(Fraction(n)) for n in dict.fromkeys(bases))
    what = claim.of_metric or ""
    finding = Finding(
        check_id="G3",
        subject=f"{about(claim)}{metric_zh(what)}较{basis_zh}增减件数与幅度",
        verdict="needs_definition" if bases is None else "consistent",
        severity=1 if bases is None else 0,
        claimed=f"{signed(count.value)}；{claim.printed}",
        recomputed=ends or None,
        low=None if bases is None else Fraction(bases[0]),
        high=None if bases is None else Fraction(bases[1]),
        metric=what,
        cause_id=cause(audited, "change", claim.channel, what, claim.basis) if bases is None else None,
        **say(
            "earlier",
            "no_base_of_both" if bases is None else "base_of_both",
            who=about(claim),
            what_zh=metric_zh(what),
            what_en=metric_en(what),
            basis_zh=basis_zh,
            basis_en=basis_en,
            count=signed(count.value),
            printed=claim.printed,
            earlier=ends,
            earlier_en=ends.replace("至", " to "),
        ),
    )
    return located(audited, finding, (claim, *claims_of((count,))))


@check(
    "G3",
    "增减件数与增减幅度",
    "a change in items and in percent",
    gives="consistent needs_definition",
)
def check_both_changes(audited: Audited) -> Iterator[Finding]:
    """The whole earlier counts of which the number of items by which a figure rose or fell is the printed percentage,
    where the figure itself is not printed beside them. None is a matter of definition: they may be of two figures.

    Tolerance: half a unit of the last printed digit.
    """

    def findings() -> Iterator[Finding]:
        for claim in narrative(audited):
            printed = figure(claim) if claim.metric == "change" and claim.basis in BASES else None
            if printed is None or printed.is_bound or printed.is_about or printed.unit == POINTS or not printed.value:
                continue
            count = count_beside(audited, claim) if kind(claim.of_metric or "") == "count" else None
            if count is None or _has_earlier(audited, claim, printed):
                continue
            yield _both_finding(audited, claim, printed, count)

    yield from distinct(findings())


def _levels(audited: Audited) -> Iterator[Finding]:
    """Each earlier figure with the one right behind it to which it is said to have fallen or risen."""
    claims = narrative(audited)
    for before, after in pairwise(claims):
        earlier, current = figure(before), figure(after)
        bases = _bases(after, before) if thing(before, before.metric) == thing(after, after.metric) else ()
        if earlier is None or current is None or not bases or earlier.value <= 0:
            continue
        said = way().search(text_between(earlier, current) or "")
        if said is not None and not (earlier.is_bound or earlier.is_about or current.is_bound or current.is_about):
            sign = replace(current, value=Fraction(-1 if said["fall"] else 1))
            found = direction_finding(audited, after, sign, Pair(current, earlier, bases[0]))
            if found is not None and not (found.verdict == "consistent" and _has_change(audited, after)):
                yield found


def _bases(current: Claim, earlier: Claim) -> tuple[str, ...]:
    """How the period of an earlier figure lies to that of the one it became, also where no words say when it was."""
    return bases_of(current, earlier) or (("held_against",) if earlier.earlier == "another" else ())


def _has_change(audited: Audited, level: Claim) -> bool:
    """Whether the sentence of a level also prints by how much it changed: then that says which way it went."""
    own = thing(level, level.metric)
    return any(
        c.quote == level.quote and c.metric in ("change", "change_count") and thing(c, c.of_metric) == own
        for c in narrative(audited)
    )


@check("A6", "由甲降至乙的方向", "which way one level went to the next", gives="consistent inconsistent")
def check_levels(audited: Audited) -> Iterator[Finding]:
    """An earlier figure and the one that it is said to have fallen or risen to (由上月的120件下降到98件).

    Tolerance: none.
    """
    yield from distinct(_levels(audited))
