"""A6: does a printed change follow from the two figures it compares?

What belongs here: a rise or fall in percent, in percentage points or in items, against the earlier figure that the text
prints. What does not: what an earlier figure must have been that no text prints (``earlier``), and series over several
documents (X2). A change has one admissible base, the earlier figure;
readings that would give the printed number are named, and the verdict stays ``inconsistent``.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from parsers.claims.measures import AVERAGES
from parsers.records import Claim
from parsers.text.numbers import Interval
from pipelines.audit.figures import before, block, cause, claims_of, distinct, figure, kind, located, narrative, span
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import (
    Figure,
    is_loose,
    is_nearest,
    rate_interval,
    ratio,
    reproduces,
    severity_of_gap,
    severity_of_points,
    whole_numbers,
)
from pipelines.audit.rules import words as rule_words
from pipelines.audit.sums import is_one_unit
from pipelines.audit.wording import about, decimal, metric_en, metric_zh, percent, signed

BASES = {
    "previous_period": ("上期", "the previous period"),
    "year_earlier": ("上年同期", "the same period of the year before"),
}
HELD_AGAINST = ("所比之数", "the figure that it is held against")
"""How the earlier figure of a change is called where its words name neither comparison (比一季度的291件)."""
POINTS = "个百分点"
SHORTEST_MONTH = dt.timedelta(days=27)
"""From the first to the last day of a February; shorter periods are weeks and the like, whose length is in days."""


FARTHEST = 30
"""Characters between a figure and the number of items by which it rose or fell."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two figures of a change and the comparison that their periods make (``previous_period`` or
    ``year_earlier``).
    """

    current: Figure
    earlier: Figure
    basis: str

    @property
    def change(self) -> Fraction:
        """The change in percent of the earlier figure."""
        return (self.current.value - self.earlier.value) * 100 / self.earlier.value

    @property
    def difference(self) -> Fraction:
        """The later figure minus the earlier one: items, or percentage points for rates."""
        return self.current.value - self.earlier.value

    @property
    def room(self) -> Interval:
        """Where the difference may lie by the print of the two figures."""
        return _allowed(self.current) + -_allowed(self.earlier)

    def may_go(self, *, up: bool) -> bool:
        """Whether the print of the two figures leaves open that the later one is the larger (or the smaller) one."""
        low, high = self.room.low, self.room.high
        return (high is None or high > 0) if up else (low is None or low < 0)

    def is_left_open(self, printed: Figure, *, of_rate: bool) -> bool:
        """Whether a change lies within what the print of the two figures leaves open: round numbers (2.8万), averages,
        and rates of fewer digits than the change.
        """
        now, then = _allowed(self.current), _allowed(self.earlier)
        if of_rate and printed.step >= max(self.current.step, self.earlier.step):
            return False
        if not of_rate and now.low == now.high and then.low == then.high:
            return False
        if of_rate and printed.unit == POINTS:
            return self.room.overlaps(printed.interval)
        return (ratio(now, then) + Interval(Fraction(-100), Fraction(-100))).overlaps(printed.interval)


def _allowed(number: Figure) -> Interval:
    """Where a figure may lie; a daily average that is printed whole is rounded all the same."""
    if number.metric not in AVERAGES or number.interval.low != number.interval.high:
        return number.interval
    return Interval(number.value - number.step / 2, number.value + number.step / 2)


def bases_of(current: Claim, earlier: Claim) -> tuple[str, ...]:
    """How the period of ``earlier`` lies to that of ``current``: next before with the same length in months (in days
    where both are shorter than a month), one year before, both (whole years), or neither.
    """
    if not (current.period_start or earlier.period_start):  # a text without a year: the words say how they lie
        return (earlier.earlier,) if earlier.earlier and not current.earlier else ()
    if not (current.period_start and current.period_end and earlier.period_start and earlier.period_end):
        return ()
    start, end = current.period_start, current.period_end
    before, until = earlier.period_start, earlier.period_end
    if end - start == until - before < SHORTEST_MONTH and before < until:
        return ("previous_period",) if start - until == dt.timedelta(days=1) else ()
    months = (end.year - start.year) * 12 + end.month - start.month
    if (until.year - before.year) * 12 + until.month - before.month != months:
        return ()
    distance = (start.year - before.year) * 12 + start.month - before.month
    return tuple(name for name, back in (("previous_period", months + 1), ("year_earlier", 12)) if distance == back)


def pairs(audited: Audited, change: Claim) -> tuple[Pair, ...]:
    """The printed figure of the period of ``change``, exact before round, with each comparable earlier one, in reading
    order.

    For periods of a year both comparisons are the same; it counts as the one that the words name.
    """

    known = _figures_of(audited).get(thing(change, change.of_metric), ())
    period = change.period_start, change.period_end, None
    now = [f for c, f in known if (c.period_start, c.period_end, c.earlier) == period]
    now = [f for f in now if not is_loose(f)] or now[:1]
    if not now:
        return ()
    current = _moved_one(change, now)
    rivals = _different(f for f in now if is_one_unit(f, current))
    found = []
    for claim, earlier in known:
        bases = bases_of(change, claim)
        if bases and earlier.value > 0 and is_one_unit(earlier, current):
            found.append(Pair(current, earlier, change.basis if change.basis in bases else bases[0]))
    return tuple(_in_order(found, rivals)) if len(rivals) > 1 else tuple(found)


def _moved_one(change: Claim, now: Sequence[Figure]) -> Figure:
    """Of the figures of one thing the last before a change in its paragraph, else the first."""
    ahead = [f for f in now if f.claim and block(f.claim) == block(change) and span(f.claim) < span(change)]
    return ahead[-1] if ahead else now[0]


def _different(figures: Iterable[Figure]) -> list[Figure]:
    """The figures of different values, in reading order."""
    return list({f.value: f for f in reversed(list(figures))}.values())[::-1]


def _in_order(found: Sequence[Pair], rivals: Sequence[Figure]) -> Iterator[Pair]:
    """Where a text prints different counts of one thing (来电8420个、工单3120件), the earlier ones in the same order
    (去年同期来电8000个、工单3000件); none where there are not as many: which one is meant, it does not say.
    """
    for basis in dict.fromkeys(p.basis for p in found):
        earlier = _different(p.earlier for p in found if p.basis == basis)
        if len(earlier) == len(rivals):
            current = next(p.current for p in found)
            place = [f.value for f in rivals].index(current.value)
            yield Pair(current, earlier[place], basis)


def current_of(audited: Audited, change: Claim) -> Figure | None:
    """The nearest exact count before a change in its paragraph that it can be a change of."""
    wanted = thing(change, change.of_metric), change.period_start, change.period_end
    for claim in reversed(before(audited, change)):
        if (
            block(claim) == block(change)
            and (thing(claim, claim.metric), claim.period_start, claim.period_end) == wanted
            and claim.earlier is None
        ):
            number = figure(claim)
            return None if number is None or number.is_bound or number.is_about else number
    return None


def counted_otherwise(audited: Audited, current: Figure) -> Figure | None:
    """The number of the same visits that touches ``current`` (来访12批86人次): a change may be of either."""
    ahead = before(audited, current.claim) if current.claim is not None else ()
    last = ahead[-1] if ahead else None
    if last is None or current.claim is None or block(last) != block(current.claim):
        return None
    is_same = thing(last, last.metric) == thing(current.claim, current.claim.metric)
    return figure(last) if is_same and span(last)[1] == span(current.claim)[0] else None


def implied_pair(audited: Audited, change: Claim) -> Pair | None:
    """The figure of the period and the earlier one, of which one follows from the other and from the number of items by
    which it rose or fell, where that number stands in the sentence of the change (3618件，比去年同期增加433件，增长12%;
    较去年同期的3185件增加433件，增长12%). Farther away it may be of something else.
    """
    count = count_beside(audited, change)
    if count is None or kind(change.of_metric or "") != "count" or change.basis not in BASES:
        return None
    current = current_of(audited, change)
    if current is None:
        earlier = _earlier_beside(audited, change)
        return None if earlier is None else Pair(_moved(earlier, count.value), earlier, change.basis)
    if current.value - count.value <= 0 or not _is_near(current, count):
        return None
    return Pair(current, _moved(current, -count.value), change.basis)


def _moved(printed: Figure, by: Fraction) -> Figure:
    """The figure that no text prints, so many more than one that it does."""
    value = printed.value + by
    return replace(printed, value=value, interval=Interval(value, value), printed=decimal(value), claim=None)


def _earlier_beside(audited: Audited, change: Claim) -> Figure | None:
    """The one exact earlier count in the sentence of a change that it is a change from."""
    found = [
        number
        for claim in narrative(audited)
        if (claim.quote, block(claim)) == (change.quote, block(change))
        and thing(claim, claim.metric) == thing(change, change.of_metric)
        and change.basis in ((claim.earlier,) if claim.earlier else bases_of(change, claim))
        and (number := figure(claim)) is not None
        and not (number.is_bound or number.is_about)
    ]
    return found[0] if len(found) == 1 and found[0].value > 0 else None


def count_beside(audited: Audited, change: Claim) -> Figure | None:
    """The one number of items in the sentence of a change by which the same figure rose or fell."""
    named = thing(change, change.of_metric), change.basis, block(change), change.quote
    counts = [
        number
        for claim in narrative(audited)
        if claim.metric == "change_count"
        and (thing(claim, claim.of_metric), claim.basis, block(claim), claim.quote) == named
        and (number := figure(claim)) is not None
        and not number.is_bound
        and not number.is_about
    ]
    return counts[0] if len(counts) == 1 else None


_OPENED = re.compile(r"[较比与同和][^，,；;：:由从]*$")
_TO_THE_CHANGE = re.compile(r"(?!.*分别)(?:的[\u4e00-\u9fff]{2,6})?(?:相比|比)?[，,]?[^，,；;。：:\d]{0,8}")


def held_pair(audited: Audited, change: Claim) -> Pair | None:
    """The figure that the clause of a change holds another against (比一季度的291件增加5%), with the last one of the
    same thing before it in the paragraph, whatever period the words name.
    """
    wanted = thing(change, change.of_metric)
    ahead = [c for c in before(audited, change) if block(c) == block(change)]
    last = next((c for c in reversed(ahead) if c.metric != "change_count"), None)
    if last is None or thing(last, last.metric) != wanted or not _leads_to(last, change):
        return None
    same = (c for c in reversed(ahead[: ahead.index(last)]) if thing(c, c.metric) == wanted and not is_held_against(c))
    current, earlier = next((figure(c) for c in same), None), figure(last)
    if current is None or earlier is None or earlier.value <= 0 or current.is_bound or earlier.is_bound:
        return None
    return Pair(current, earlier, change.basis if change.basis in BASES else "held_against")


def is_held_against(claim: Claim) -> bool:
    """Whether the clause of a figure holds another against it (较一季度96.9%)."""
    return _OPENED.search(claim.quote[: max(claim.quote.find(claim.printed), 0)]) is not None


def _leads_to(last: Claim, change: Claim) -> bool:
    """Whether a figure stands behind 比 or 较 and right before a change, or before the number of items of it."""
    match = re.search(
        rf"{re.escape(last.printed)}(?P<gap>[^\d]*)(?:[\d.]+件?[，,][^\d]*)?{re.escape(change.printed)}", change.quote
    )
    if match is None or last.quote != change.quote:
        return False
    return bool(_OPENED.search(change.quote[: match.start()]) and _TO_THE_CHANGE.fullmatch(match["gap"]))


def _is_near(current: Figure, count: Figure) -> bool:
    """Whether a number of items stands right behind the figure that rose or fell by it, or names the part again."""
    if current.claim is None or count.claim is None:
        return False
    return current.claim.category is not None or span(count.claim)[0] - span(current.claim)[1] <= FARTHEST


def thing(claim: Claim, metric: str | None) -> tuple[str | None, ...]:
    """What is counted, where and by whom."""
    return metric, claim.channel, claim.region_code, claim.stated_by, claim.agency, claim.category


@lru_cache(maxsize=8)
def _figures_of(audited: Audited) -> Mapping[tuple[str | None, ...], Sequence[tuple[Claim, Figure]]]:
    """The figures of sentences by what they count, in reading order."""
    found: dict[tuple[str | None, ...], list[tuple[Claim, Figure]]] = {}
    for claim in narrative(audited):
        if (number := figure(claim)) is not None:
            found.setdefault(thing(claim, claim.metric), []).append((claim, number))
    return found


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
    low, high = math.ceil(now[0] / (1 + rate.high)), math.floor(now[1] / (1 + rate.low))
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


def _chosen(found: tuple[Pair, ...], basis: str | None) -> tuple[Pair, ...]:
    """The pairs of the comparison that the words name; all where they contradict each other or name none."""
    return tuple(p for p in found if p.basis == basis) if basis in BASES else found


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
    words = _words(claim, pair, result, printed) | {"restriction": restriction}
    finding = Finding(
        check_id="A6",
        subject=f"{about(claim)}{words['what_zh']}较{words['basis_zh']}变化幅度",
        verdict=result.verdict,
        severity=result.severity,
        claimed=f"{words['direction_zh']}{claim.printed}",
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
        claimed=f"较{BASES[claim.basis][0]}{words['direction_zh']}{claim.printed}",
        recomputed=f"较{words['basis_zh']}{percent(other.change)}",
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
    listed_zh = "；".join(f"较{BASES.get(p.basis, HELD_AGAINST)[0]}为{percent(r.expected)}" for p, r in results)
    listed_en = "; ".join(f"{percent(r.expected)} against {BASES.get(p.basis, HELD_AGAINST)[1]}" for p, r in results)
    finding = Finding(
        check_id="A6",
        subject=f"{about(claim)}{words['what_zh']}变化幅度",
        verdict="ambiguous" if fits else "inconsistent",
        severity=1 if fits else max(r.severity for _, r in results),
        claimed=f"{words['direction_zh']}{claim.printed}",
        recomputed=listed_zh,
        alternatives=tuple(fits),
        metric="change",
        cause_id=cause(audited, "change", claim.channel, claim.of_metric, claim.basis),
        **say("changes", "two_labels", **words, listed_zh=listed_zh, listed_en=listed_en),
    )
    return located(audited, finding, (claim, *(c for p in found for c in claims_of((p.current, p.earlier)))))


_FALL = re.compile(r"(?:减幅|降幅|跌幅|下降|减少|降低|下滑|回落)(?:了|达|为|约)?$")


def is_impossible_fall(claim: Claim, printed: Figure) -> bool:
    """Whether a count is said, in the words right before the figure, to have fallen by more than all of it."""
    at = claim.quote.find(claim.printed)
    is_fall = at >= 0 and _FALL.search(claim.quote[:at]) is not None and claim.quote.count(claim.printed) == 1
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


def _percent_changes(audited: Audited, claim: Claim, printed: Figure) -> Iterator[Finding]:
    if claim.unit == "%" and is_impossible_fall(claim, printed):
        yield _impossible_finding(audited, claim)
        return
    found = pairs(audited, claim)
    if claim.basis == "ambiguous" and found:
        yield _ambiguous_finding(audited, claim, printed, found)
        return
    chosen = _chosen(found, claim.basis)
    pair = held_pair(audited, claim) or next(reversed(chosen), None)
    if pair is not None:
        yield _change_finding(audited, claim, printed, pair)
        direction = direction_finding(audited, claim, printed, pair)
    elif (implied := implied_pair(audited, claim)) is not None:
        yield _change_finding(audited, claim, printed, implied)
        return
    else:
        direction = _label_finding(audited, claim, printed, found)
    if direction is not None:
        yield direction


def _count_change(audited: Audited, claim: Claim, printed: Figure) -> Finding | None:
    """增加/减少 N 件 against the difference of the two figures."""
    pair = next(reversed(_chosen(pairs(audited, claim), claim.basis)), None) or held_pair(audited, claim)
    if pair is None:
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
    which the later one rose or fell; without that, only whether there is one at all (G2). A bound on a fall
    (下降20%以上) is not tested: the words do not say on which side of the number it lies.

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
