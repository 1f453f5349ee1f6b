"""A6: does a printed change follow from the two figures it compares?

What belongs here: a rise or fall in percent, in percentage points or in items, against the earlier figure that the text
prints. What does not: which two figures it compares (``change_pairs``), what an earlier figure must have been that no
text prints (``earlier``), and series over several documents (X2). A change has one admissible base, the earlier figure;
readings that would give the printed number are named, and the verdict stays ``inconsistent``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from parsers.claims.bases import basis_named
from parsers.claims.words import words_pattern
from parsers.records import Claim
from parsers.text.numbers import Interval
from pipelines.audit.change.change_pairs import (
    BASES,
    POINTS,
    Pair,
    held_pair,
    held_period,
    implied_pair,
    level_pair,
    named_pair,
    pairs,
)
from pipelines.audit.change.table_levels import table_pairs
from pipelines.audit.figures import before, block, cause, claims_of, distinct, figure, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.exact import exact_count
from pipelines.audit.intervals import (
    Figure,
    is_nearest,
    rate_interval,
    reproduces,
    severity_of_gap,
    severity_of_points,
    whole_numbers,
)
from pipelines.audit.rules import words as rule_words
from pipelines.audit.steps import step
from pipelines.audit.wording import about, decimal, metric_en, metric_zh, percent, signed

HELD_AGAINST = ("所比之数", "the figure that it is held against")
"""How the earlier figure of a change is called where its words name neither comparison (比一季度的291件)."""
_WAY = {False: "rose", True: "fell"}
"""The step that says which way a change went, by whether it is a fall."""


def readings(pair: Pair, printed: Figure, *, of_rate: bool) -> dict[str, Fraction]:
    """Other calculations that people print as a change, by name, each on the printed scale; only those that give the
    printed figure by nearest rounding.
    """
    change, current, earlier = pair.change, pair.current.value, pair.earlier.value
    tried = {"opposite_sign": -change, "ratio_of_periods": current * 100 / earlier}
    if current:
        tried["later_figure_as_base"] = pair.difference * 100 / current
        tried["later_figure_as_base_opposite_sign"] = -pair.difference * 100 / current
    if of_rate:
        name = "relative_change" if printed.unit == POINTS else "percentage_points"
        tried[name] = change if printed.unit == POINTS else pair.difference
    return {name: value for name, value in tried.items() if is_nearest(reproduces(value, printed))}


def earlier_counts(current: Figure, printed: Figure, *, cut: bool = False) -> tuple[int, int] | None:
    """The whole earlier counts for which the printed change would hold with the later figure as printed, by nearest
    rounding or with further digits ``cut`` off; ``None`` if none.
    """
    now, rate = whole_numbers(current.interval), _cut_change(printed) if cut else rate_interval(printed)
    if now is None or rate.low is None or rate.high is None or 1 + rate.low <= 0:
        return None
    low, high = math.ceil(max(now[0], 0) / (1 + rate.high)), math.floor(now[1] / (1 + rate.low))
    return (low, high) if low <= high else None


def _cut_change(printed: Figure) -> Interval:
    """Where the truth behind a printed change lies if its further digits were cut off, as a fraction."""
    away = printed.value + (printed.step if printed.value > 0 else -printed.step)
    return Interval(min(printed.value, away), max(printed.value, away)).scaled(Fraction(1, 100))


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """The verdict on a change: ``expected`` is what the arithmetic gives, ``fitting`` the other readings that fit."""

    expected: Fraction
    mode: str | None
    verdict: str
    severity: int
    case: str
    fitting: dict[str, Fraction]


def change_result(pair: Pair, printed: Figure, *, of_rate: bool) -> ChangeResult:
    """A printed change against one pair of figures."""
    expected = pair.difference if of_rate and printed.unit == POINTS else pair.change
    mode = reproduces(expected, printed)
    if is_nearest(mode):
        return ChangeResult(expected, mode, "consistent", 0, "holds", {})
    if pair.is_left_open(printed, of_rate=of_rate):
        return ChangeResult(expected, "about", "consistent", 0, "holds_rounded", {})
    if mode == "truncated":
        return ChangeResult(expected, mode, "consistent", 1, "truncated", {})
    fitting = readings(pair, printed, of_rate=of_rate)
    turned = expected * printed.value < 0
    severity = 3 if turned else severity_of_points(expected, printed)
    if mode == "ceiling" and not fitting:
        return ChangeResult(expected, mode, "inconsistent", 1, "ceiling", {})
    case = next(iter(fitting), "differs")
    return ChangeResult(expected, mode, "inconsistent", severity, case, fitting)


def _chosen(audited: Audited, found: tuple[Pair, ...], change: Claim) -> tuple[Pair, ...]:
    """The pairs of the comparison that the words name; all where they contradict each other, or name none and there is
    one. Where a change has no such word of its own, that of the earlier figure right before it is meant (上月为2200件，
    增长9%；去年同期2000件，增长20%).
    """
    if len({p.basis for p in found}) > 1 and change.basis in (None, *BASES):
        last = next(reversed(before(audited, change)), None)
        behind = tuple(p for p in found if p.earlier.claim is last)
        between = (
            re.search(rf"{re.escape(last.printed)}(.*){re.escape(change.printed)}", change.quote) if last else None
        )
        if change.basis is None or (behind and between and basis_named(between[1]) is None):
            return behind
    return tuple(p for p in found if p.basis == change.basis) if change.basis in BASES else found


def _words(claim: Claim, pair: Pair, result: ChangeResult, printed: Figure) -> dict[str, object]:
    what = claim.of_metric or claim.metric
    basis_zh, basis_en = BASES.get(pair.basis, HELD_AGAINST)
    unit = POINTS if printed.unit == POINTS else "%"
    other = next(iter(result.fitting.values()), result.expected)
    none_zh = none_en = ""
    if not printed.is_bound and unit == "%" and kind(what) == "count" and earlier_counts(pair.current, printed) is None:
        none_zh = f"本期为{decimal(pair.current.value)}时，没有整数的{basis_zh}值能得{claim.printed}。"
        none_en = f" With {decimal(pair.current.value)} now, no whole number for {basis_en} gives {claim.printed}."
    now, before = decimal(pair.current.value), decimal(pair.earlier.value)
    is_points = unit == POINTS
    return {
        "who": about(claim),
        "arithmetic": f"{now}-{before}" if is_points else f"({now}-{before})/{before}",
        "arithmetic_en": f"{now} - {before}" if is_points else f"({now} - {before}) / {before}",
        "measured_zh": "相差" if is_points else f"按{basis_zh}为基数是",
        "measured_en": "" if is_points else " of the earlier figure",
        "what_zh": metric_zh(what),
        "what_en": metric_en(what),
        "basis_zh": basis_zh,
        "basis_en": basis_en,
        "printed": claim.printed,
        "direction_zh": "下降" if printed.value < 0 else "上升",
        "direction_en": "a fall" if printed.value < 0 else "a rise",
        "current": now,
        "earlier": before,
        "expected": f"{decimal(result.expected)}{unit}" if is_points else percent(result.expected),
        "expected_en": f"{decimal(result.expected)} points" if is_points else percent(result.expected),
        "difference": signed(pair.difference),
        "other": percent(other),
        "none_zh": none_zh,
        "none_en": none_en,
    }


def _steps(pair: Pair, *, is_points: bool) -> tuple[str, ...]:
    now, before = decimal(pair.current.value), decimal(pair.earlier.value)
    if is_points:
        return (f"{now}-{before} = {decimal(pair.difference)}{POINTS}",)
    own = f"({now}-{before})/{before} = {percent(pair.change)}"
    if not pair.current.value:
        return (own,)
    return own, f"({now}-{before})/{now} = {percent(pair.difference * 100 / pair.current.value)}"


def _restriction(audited: Audited, change: Claim) -> str | None:
    """The words before a change in its sentence that say it is of fewer items than were counted (剔除…后, 同口径), also
    where the text prints the change a second time.
    """
    restricted = re.compile(rf"(?:{'|'.join(rule_words('changes', 'restricted'))})[^，,；;。]*")
    same = (
        c for c in narrative(audited) if (c.metric, c.of_metric, c.value) == ("change", change.of_metric, change.value)
    )
    found = (restricted.search(c.quote[: max(c.quote.find(c.printed), 0)]) for c in same)
    return next((match[0] for match in found if match is not None), None)


def _change_finding(audited: Audited, claim: Claim, printed: Figure, pair: Pair) -> Finding:
    result = change_result(pair, printed, of_rate=kind(claim.of_metric or "") == "rate")
    restriction = _restriction(audited, claim) if result.verdict == "inconsistent" else None
    if restriction is not None:
        result = replace(result, verdict="needs_definition", case="restricted", fitting={})
    elif result.verdict == "inconsistent" and claim.printed.endswith("倍") and "ratio_of_periods" in result.fitting:
        result = replace(result, verdict="needs_definition", severity=1, case="ratio_of_periods")
    words = _words(claim, pair, result, printed) | {"restriction": restriction}
    finding = Finding(
        check_id="A6",
        subject=f"{about(claim)}{words['what_zh']}较{words['basis_zh']}变化幅度",
        verdict=result.verdict,
        severity=result.severity,
        claimed=step(_WAY[printed.value < 0], quantity=claim.printed),
        recomputed=percent(result.expected) if printed.unit != POINTS else f"{decimal(result.expected)}{POINTS}",
        low=result.expected / 100,
        high=result.expected / 100,
        gap=(result.expected - printed.value) / 100,
        formula_id="change_over_earlier",
        rounding=result.mode,
        alternatives=tuple(result.fitting),
        evidence=_steps(pair, is_points=printed.unit == POINTS),
        metric="change",
        cause_id=None
        if result.verdict == "consistent"
        else cause(audited, "change", claim.channel, claim.of_metric, pair.basis),
        **say("changes", result.case, **words),
    )
    return located(audited, finding, (claim, *claims_of((pair.current, pair.earlier))))


def direction_finding(audited: Audited, claim: Claim, printed: Figure, pair: Pair) -> Finding | None:
    """Whether the two figures went the way that the sign of ``printed`` says; ``None`` for no change at all, and where
    round numbers (1.2万 and 1.2万) leave the way open.
    """
    agrees = pair.difference * printed.value > 0
    if printed.value == 0 or (not agrees and pair.may_go(up=printed.value > 0)):
        return None
    result = ChangeResult(pair.change, None, "", 0, "", {})
    words = _words(claim, pair, result, printed)
    finding = Finding(
        check_id="A6",
        subject=f"{about(claim)}{words['what_zh']}较{words['basis_zh']}增减方向",
        verdict="consistent" if agrees else "inconsistent",
        severity=0 if agrees else 3,
        claimed=str(words["direction_zh"]),
        recomputed=signed(pair.difference),
        gap=pair.difference,
        evidence=(f"{words['current']}-{words['earlier']} = {signed(pair.difference)}",),
        metric="change",
        cause_id=None if agrees else cause(audited, "change", claim.channel, claim.of_metric, pair.basis),
        **say("changes", "direction_holds" if agrees else "direction_differs", **words),
    )
    return located(audited, finding, (claim, *claims_of((pair.current, pair.earlier))))


def _label_finding(audited: Audited, claim: Claim, printed: Figure, found: tuple[Pair, ...]) -> Finding | None:
    """The words name one comparison, the printed figures of that comparison are not there, and another one fits."""
    other = next((p for p in found if is_nearest(reproduces(p.change, printed))), None)
    if claim.basis not in BASES or other is None or other.basis == claim.basis:
        return None
    words = _words(claim, other, ChangeResult(other.change, None, "", 0, "", {}), printed)
    finding = Finding(
        check_id="A6",
        subject=f"{about(claim)}{words['what_zh']}同比环比用词",
        verdict="inconsistent",
        severity=1,
        claimed=step(f"{_WAY[printed.value < 0]}_against", basis=BASES[claim.basis][0], quantity=claim.printed),
        recomputed=step("against", basis=words["basis_zh"], share=percent(other.change)),
        metric="change",
        alternatives=(other.basis,),
        cause_id=cause(audited, "change", claim.channel, claim.of_metric, claim.basis),
        **say("changes", "label", **words, named_zh=BASES[claim.basis][0], named_en=BASES[claim.basis][1]),
    )
    return located(audited, finding, (claim, *claims_of((other.current, other.earlier))))


def _ambiguous_finding(audited: Audited, claim: Claim, printed: Figure, found: tuple[Pair, ...]) -> Finding:
    """Words that name two comparisons at once (较上月同比): what each gives."""
    results = [(p, change_result(p, printed, of_rate=kind(claim.of_metric or "") == "rate")) for p in found]
    fits = [p.basis for p, r in results if r.verdict == "consistent"]
    words = _words(claim, found[0], results[0][1], printed)
    listed_zh = "；".join(
        step("against_is", basis=BASES.get(p.basis, HELD_AGAINST)[0], share=percent(r.expected)) for p, r in results
    )
    listed_en = "; ".join(f"{percent(r.expected)} against {BASES.get(p.basis, HELD_AGAINST)[1]}" for p, r in results)
    finding = Finding(
        check_id="A6",
        subject=f"{about(claim)}{words['what_zh']}变化幅度",
        verdict="ambiguous" if fits else "inconsistent",
        severity=1 if fits else max(r.severity for _, r in results),
        claimed=step(_WAY[printed.value < 0], quantity=claim.printed),
        recomputed=listed_zh,
        alternatives=tuple(fits),
        metric="change",
        cause_id=cause(audited, "change", claim.channel, claim.of_metric, claim.basis),
        **say("changes", "two_labels", **words, listed_zh=listed_zh, listed_en=listed_en),
    )
    return located(audited, finding, (claim, *(c for p in found for c in claims_of((p.current, p.earlier)))))


def is_impossible_fall(claim: Claim, printed: Figure) -> bool:
    """Whether a count is said, in the words right before the figure, to have fallen by more than all of it."""
    at = claim.quote.find(claim.printed)
    fell = rf"(?:{words_pattern(rule_words('changes', 'fell_by'))})[了达为约]?$"
    is_fall = at >= 0 and re.search(fell, claim.quote[:at]) is not None and claim.quote.count(claim.printed) == 1
    return is_fall and kind(claim.of_metric or "") == "count" and printed.value < -100 and not printed.is_about


def _impossible_finding(audited: Audited, claim: Claim) -> Finding:
    finding = Finding(
        check_id="A6",
        subject=f"{about(claim)}{metric_zh(claim.of_metric or '')}降幅超过全部",
        verdict="inconsistent",
        severity=2,
        claimed=claim.printed,
        recomputed="100%",
        metric="change",
        cause_id=cause(audited, "change", claim.channel, claim.of_metric, claim.basis, claim.category),
        **say(
            "changes",
            "impossible",
            who=about(claim),
            what_zh=metric_zh(claim.of_metric or ""),
            what_en=metric_en(claim.of_metric or "count"),
            printed=claim.printed,
        ),
    )
    return located(audited, finding, (claim,))


def _level(audited: Audited, claim: Claim, printed: Figure) -> Pair | None:
    """From which figure to which something went, and by how much; where the change names a comparison, only if it is
    theirs.
    """
    pair = level_pair(audited, claim)
    if pair is None or claim.basis is None:
        return pair
    if claim.metric == "change_count":
        return pair if pair.difference in printed.interval else None
    result = change_result(pair, printed, of_rate=kind(claim.of_metric or "") == "rate")
    return pair if result.verdict == "consistent" else None


def printed_in_table(audited: Audited, claim: Claim, printed: Figure) -> Pair | None:
    """The pair of a figure and an earlier one of a table that a change follows from; ``None`` where none fits: another
    cell may be the one."""
    of_rate = kind(claim.of_metric or "") == "rate"
    for found in table_pairs(audited, claim):
        pair = replace(found, current=exact_count(audited, found.current))
        if pair.is_vague:
            continue
        if claim.metric == "change_count":
            fits = pair.difference in printed.interval or pair.room.overlaps(printed.interval)
        else:
            fits = change_result(pair, printed, of_rate=of_rate).verdict == "consistent"
        if fits:
            return pair
    return None


def _is_of_another_count(audited: Audited, change: Claim, printed: Figure, pair: Pair) -> bool:
    """Whether a change does not fit its figures, and fits those of another count of its sentence before the earlier one
    (受理620件，办结590件，较上季度560件增长10.71%): the words leave open which of them is held against it.
    """
    of_rate = kind(change.of_metric or "") == "rate"
    own, earlier = pair.current.claim, pair.earlier.claim
    if own is None or earlier is None or change_result(pair, printed, of_rate=of_rate).verdict == "consistent":
        return False
    here = (c for c in before(audited, earlier) if (block(c), c.quote) == (block(earlier), earlier.quote))
    same = (c for c in here if (c.period_start, c.period_end, c.unit) == (own.period_start, own.period_end, own.unit))
    others = (f for c in same if kind(c.metric) == kind(own.metric) and (f := figure(c)) is not None)
    rivals = (replace(pair, current=f) for f in others if f.value != pair.current.value)
    return any(change_result(p, printed, of_rate=of_rate).verdict == "consistent" for p in rivals)


def _percent_changes(audited: Audited, claim: Claim, printed: Figure) -> Iterator[Finding]:
    if printed.unit == POINTS and kind(claim.of_metric or "") != "rate":
        return  # 受理量增速回落3个百分点: of the change of a change
    if claim.unit == "%" and is_impossible_fall(claim, printed):
        yield _impossible_finding(audited, claim)
        return
    found = pairs(audited, claim)
    if claim.basis == "ambiguous" and found:
        yield _ambiguous_finding(audited, claim, printed, found)
        return
    chosen = _chosen(audited, found, claim)
    if (then := held_period(claim)) is not None:
        of_words = [p for p in (named_pair(audited, claim, then), held_pair(audited, claim)) if p is not None]
        of_rate = kind(claim.of_metric or "") == "rate"
        fitting = (p for p in of_words if change_result(p, printed, of_rate=of_rate).verdict == "consistent")
        pair = next(fitting, next(iter(of_words), None))
    else:
        pair = held_pair(audited, claim) or next(reversed(chosen), None) or _level(audited, claim, printed)
    if pair is not None:
        if pair.is_vague or _is_of_another_count(audited, claim, printed, pair):
            return
        yield _change_finding(audited, claim, printed, pair)
        direction = direction_finding(audited, claim, printed, pair)
    elif (implied := implied_pair(audited, claim)) is not None:
        yield _change_finding(audited, claim, printed, implied)
        return
    elif (of_table := printed_in_table(audited, claim, printed)) is not None:
        yield _change_finding(audited, claim, printed, of_table)
        return
    elif (told := _told_later(audited, claim, printed)) is not None:
        yield _change_finding(audited, claim, printed, told)
        return
    else:
        direction = _label_finding(audited, claim, printed, found)
    if direction is not None:
        yield direction


def _told_later(audited: Audited, claim: Claim, printed: Figure) -> Pair | None:
    """The pair that another sentence of the paragraph implies by a number of items, where a change follows from it
    (受理来信2157件，同比增长2%。…与去年同期相比，来信增加了42件); what does not fit may be of something else."""
    pair = implied_pair(audited, claim, in_paragraph=True)
    of_rate = kind(claim.of_metric or "") == "rate"
    fits = pair is not None and change_result(pair, printed, of_rate=of_rate).verdict == "consistent"
    return pair if fits else None


def _count_change(audited: Audited, claim: Claim, printed: Figure) -> Finding | None:
    """增加/减少 N 件 against the difference of the two figures."""
    if (then := held_period(claim)) is not None:
        pair = named_pair(audited, claim, then) or held_pair(audited, claim)
    else:
        pair = held_pair(audited, claim) or next(reversed(_chosen(audited, pairs(audited, claim), claim)), None)
        pair = pair or _level(audited, claim, printed) or printed_in_table(audited, claim, printed)
    if pair is None or (kind(claim.of_metric or "") == "duration" and printed.unit != pair.current.unit):
        return None
    holds = pair.difference in printed.interval
    agrees = holds or pair.room.overlaps(printed.interval)
    result = ChangeResult(pair.change, None, "", 0, "", {})
    words = _words(claim, pair, result, printed)
    turned = pair.difference * printed.value < 0
    finding = Finding(
        check_id="A6",
        subject=f"{about(claim)}{words['what_zh']}较{words['basis_zh']}增减件数",
        verdict="consistent" if agrees else "inconsistent",
        severity=0 if agrees else 3 if turned else severity_of_gap(pair.difference - printed.value, pair.earlier.value),
        claimed=signed(printed.value),
        recomputed=signed(pair.difference),
        gap=pair.difference - printed.value,
        metric="change_count",
        cause_id=None if agrees else cause(audited, "change", claim.channel, claim.of_metric, pair.basis),
        **say("changes", "count_holds" if holds else "count_holds_rounded" if agrees else "count_differs", **words),
    )
    return located(audited, finding, (claim, *claims_of((pair.current, pair.earlier))))


@check(
    "A6",
    "环比同比",
    "change against an earlier period",
    gives="consistent inconsistent consistent_on_other_base needs_definition ambiguous",
)
def check_changes(audited: Audited) -> Iterator[Finding]:
    """(later - earlier) / earlier against the printed change at printed precision, the direction, and the number of
    items.

    A count cannot fall by more than 100 %. A figure that the clause of the change holds another against is its earlier
    one, whatever its period (比一季度的291件增长5%). One that is not printed is taken from the number of items by
    which the later one rose or fell, or from a table where that fits; without either, only whether there is one at all
    (G2). A bound on a fall (下降20%以上) is not tested: the words do not say on which side of the number it lies.

    Tolerance: half a unit of the last printed digit; none for a number of items.
    """

    def findings() -> Iterator[Finding]:
        for claim in narrative(audited):
            printed = figure(claim)
            if printed is None or (printed.is_bound and printed.value < 0):
                continue
            if claim.metric == "change":
                yield from _percent_changes(audited, claim, printed)
            elif claim.metric == "change_count":
                found = _count_change(audited, claim, printed)
                if found is not None:
                    yield found

    yield from distinct(findings())
