"""Which two printed figures a change compares.

What belongs here: the figure of the period and the earlier one, by their periods, by the words that hold one against
the other, by the way from one to the other (由120件下降到98件), or by the number of items between them. What does not:
whether the change follows from them (``changes``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache

from parsers.claims.bases import period_held_against
from parsers.claims.measures import AVERAGES
from parsers.claims.words import any_of
from parsers.records import Claim
from parsers.text.numbers import Interval, printed_integer
from parsers.text.periods import Period
from pipelines.audit.figures import before, block, figure, kind, narrative, of_paragraph, span, text_between
from pipelines.audit.finding import Audited
from pipelines.audit.group.sums import is_one_unit
from pipelines.audit.intervals import Figure, is_loose, is_vague, ratio
from pipelines.audit.wording import decimal

BASES = {
    "previous_period": ("上期", "the previous period"),
    "year_earlier": ("上年同期", "the same period of the year before"),
}
POINTS = "个百分点"
_NO_LEVELS = ("change", "change_count")
"""Metrics of which no figure rose or fell to another."""
SHORTEST_MONTH = dt.timedelta(days=27)
"""From the first to the last day of a February; shorter periods are weeks and the like, whose length is in days."""


_ROUNDED = (*AVERAGES, "average_response_time")
NEAR = 8
"""Characters between a number of items and the change in percent right behind it."""
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

    @property
    def is_vague(self) -> bool:
        """Whether the print of the two counts leaves so much open that hardly any change could be wrong."""
        is_counted = kind(self.current.metric) == "count" and self.current.metric not in _ROUNDED
        return is_counted and is_vague(self.current.interval, self.earlier.interval)

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
    """Where a figure may lie; an average that is printed whole is rounded all the same."""
    if number.metric not in _ROUNDED or number.interval.low != number.interval.high:
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
    if (bracketed := _in_bracket(audited, change)) is not None:
        return (bracketed,)
    known = figures_of(audited).get(thing(change, change.of_metric), ())
    if kind(change.of_metric or "") == "amount":  # what a case told elsewhere made good has the same name
        known = [(c, f) for c, f in known if block(c) == block(change)]
    period = change.period_start, change.period_end, None
    now = [f for c, f in known if (c.period_start, c.period_end, c.earlier) == period and _may_be_said(change, c.unit)]
    if change.period_start is None:  # a text without a year: other paragraphs may be of another month
        now = [f for f in now if f.claim is not None and block(f.claim) == block(change)] or now
    now = [f for f in now if not is_loose(f)] or now[:1]
    if not now:
        return ()
    current = _moved_one(change, now)
    if (years := years_spanned(change)) is not None:
        return tuple(Pair(current, f, "held_against") for c, f in known if f.value > 0 and _lies_back(change, c, years))
    rivals = _different(f for f in now if is_one_unit(f, current))
    found = []
    for claim, earlier in known:
        bases = bases_of(change, claim)
        if bases and earlier.value > 0 and is_one_unit(earlier, current):
            found.append(Pair(current, earlier, change.basis if change.basis in bases else bases[0]))
    return tuple(_in_order(found, rivals)) if len(rivals) > 1 else tuple(found)


def _in_bracket(audited: Audited, change: Claim) -> Pair | None:
    """The earlier figure in a bracket right behind a change, with the last one of its period before the change
    (2317件，环比下降5.89%（上周2462件）).
    """
    current = current_of(audited, change)
    if current is None or current.claim is None or current.claim.quote != change.quote:
        return None
    for claim in of_paragraph(audited, block(change)):
        if thing(claim, claim.metric) != thing(change, change.of_metric):
            continue
        bracket = re.escape(change.printed) + rf"[（(][^（）()\d]{{2,12}}{re.escape(claim.printed)}"
        is_behind = 0 < span(claim)[0] - span(change)[1] <= FARTHEST and re.search(bracket, change.quote) is not None
        earlier, bases = figure(claim), bases_of(change, claim)
        if is_behind and earlier is not None and earlier.value > 0 and bases and is_one_unit(earlier, current):
            return Pair(current, earlier, change.basis if change.basis in bases else bases[0])
    return None


_YEARS = re.compile(
    r"(?<![第\d])(?P<years>[两二三四五六七八九十]|\d)年(?:来|间|内|里)?[^，,；;。：:\d]{0,4}"
    rf"{any_of('rises', 'falls')}[了达为约]*$"
)


def years_spanned(change: Claim) -> int | None:
    """Over how many years a change goes by its words (两年增长47.5%); ``None`` for one against an earlier period."""
    found = _YEARS.search(change.quote[: max(change.quote.find(change.printed), 0)])
    return None if found is None else printed_integer(found["years"])


def _lies_back(change: Claim, earlier: Claim, years: int) -> bool:
    """Whether the period of an earlier figure is that of a change so many years before."""
    own, other = (change.period_start, change.period_end), (earlier.period_start, earlier.period_end)
    return all(
        a is not None and b is not None and (a.year - b.year, a.month) == (years, b.month)
        for a, b in zip(own, other, strict=True)
    )


def _moved_one(change: Claim, now: Sequence[Figure]) -> Figure:
    """Of the figures of one thing the last before a change in its paragraph, else the first."""
    ahead = [f for f in now if f.claim and block(f.claim) == block(change) and span(f.claim) < span(change)]
    return ahead[-1] if ahead else now[0]


_PEOPLE, _VISITS = "人次|人数", "[件批]次|起数|批数"
_IN_ORDER = (
    rf"(?P<first>{_PEOPLE}|{_VISITS})(?:、|和|与|及)(?P<second>{_PEOPLE}|{_VISITS})"
    r"[^，,；;。、\d]{0,4}分别[^，,；;。、\d]{0,6}"
)


def _may_be_said(change: Claim, unit: str | None) -> bool:
    """Whether the words of a change do not say that it is of the other one of visits (批次下降) and people (人次下降;
    批次、人次分别下降8%、5%).
    """
    ahead = change.quote[: max(change.quote.find(change.printed), 0)]
    in_order = re.search(rf"{_IN_ORDER}(?:[\d.]+[%％](?P<next>[、和]|以及)[^，,；;。、\d]{{0,4}})?$", ahead)
    if in_order is not None:
        said = in_order["second" if in_order["next"] else "first"]
    else:
        said = re.split("[，,；;。、]", ahead)[-1]
    people, visits = re.search(_PEOPLE, said) is not None, re.search(_VISITS, said) is not None
    return people == visits or (unit in ("人次", "人", "名")) == people


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
        if block(claim) != block(change):
            return None
        if (
            (thing(claim, claim.metric), claim.period_start, claim.period_end) == wanted
            and claim.earlier is None
            and _may_be_said(change, claim.unit)
            and _may_be_of_month(change, claim)
        ):
            number = figure(claim)
            return None if number is None or number.is_bound or number.is_about else number
    return None


_MONTH_NAMED = re.compile(r"(?<![\d比较])(1[0-2]|[1-9])月[^，,；;。：:、\d]*$")


def _month_named(claim: Claim) -> str | None:
    """The month that a figure of a text without a year is of by its own words (8月455件)."""
    found = _MONTH_NAMED.search(claim.quote[: max(claim.quote.find(claim.printed), 0)])
    return found[1] if found else None


def _may_be_of_month(change: Claim, current: Claim) -> bool:
    """Whether a figure may be the one that changed: not where the words of both name months that differ (8月455件、9月
    509件，8月环比下降3.6%)."""
    own = None if change.period_start else _month_named(change)
    return own is None or _month_named(current) in (None, own)


def counted_otherwise(audited: Audited, current: Figure) -> Figure | None:
    """The number of the same visits that touches ``current`` (来访12批86人次): a change may be of either."""
    ahead = before(audited, current.claim) if current.claim is not None else ()
    last = ahead[-1] if ahead else None
    if last is None or current.claim is None or block(last) != block(current.claim):
        return None
    is_same = thing(last, last.metric) == thing(current.claim, current.claim.metric)
    return figure(last) if is_same and span(last)[1] == span(current.claim)[0] else None


def implied_pair(audited: Audited, change: Claim, *, in_paragraph: bool = False) -> Pair | None:
    """The figure of the period and the earlier one, of which one follows from the other and from the number of items by
    which it rose or fell, where that number stands in the sentence of the change (3618件，比去年同期增加433件，增长12%;
    较去年同期的3185件增加433件，增长12%). Farther away it may be of something else: ``in_paragraph`` takes it from
    another sentence all the same, for a caller to whom a pair matters only where it fits.
    """
    count = count_beside(audited, change, in_paragraph=in_paragraph)
    if count is None or kind(change.of_metric or "") not in ("count", "amount") or change.basis not in BASES:
        return None
    current = current_of(audited, change)
    if current is None:
        earlier = _earlier_beside(audited, change)
        return None if earlier is None else Pair(_moved(earlier, count.value, count.interval), earlier, change.basis)
    if current.value - count.value <= 0 or not (in_paragraph or _is_near(current, count)):
        return None
    return Pair(current, _moved(current, -count.value, -count.interval), change.basis)


def _moved(printed: Figure, by: Fraction, room: Interval) -> Figure:
    """The figure that no text prints, so many more than one that it does; of an amount of money as exact as the print
    of both leaves it.
    """
    value = printed.value + by
    allowed = printed.interval + room if kind(printed.metric) == "amount" else Interval(value, value)
    return replace(printed, value=value, interval=allowed, printed=decimal(value), claim=None)


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


def count_beside(audited: Audited, change: Claim, *, in_paragraph: bool = False) -> Figure | None:
    """The one number of items in the sentence of a change, or its paragraph, by which the same figure rose or fell; of
    several, the one right before it.
    """
    named = thing(change, change.of_metric), change.basis, block(change)
    counts = [
        number
        for claim in narrative(audited)
        if claim.metric == "change_count"
        and (thing(claim, claim.of_metric), claim.basis, block(claim)) == named
        and (in_paragraph or claim.quote == change.quote)
        and (number := figure(claim)) is not None
        and not number.is_bound
        and not number.is_about
    ]
    if len(counts) > 1:  # 来电增加312个，增长3.54%；工单减少56件，下降1.65%: the one right before it
        counts = [f for f in counts if f.claim and 0 <= span(change)[0] - span(f.claim)[1] <= NEAR]
    return counts[0] if len(counts) == 1 else None


def counted_on_other_basis(audited: Audited, change: Claim) -> Claim | None:
    """The number of items right before a change in its sentence, of the same figure, that its words hold against
    another period (较上月增加263件，同比上升6.11%).
    """
    ahead = before(audited, change)[-1:]
    for claim in ahead:
        number, own = figure(claim), figure(change)
        is_other = claim.metric == "change_count" and claim.basis in BASES and claim.basis != change.basis
        if number is None or own is None or not is_other or number.is_bound or number.is_about:
            continue
        same = thing(claim, claim.of_metric) == thing(change, change.of_metric)
        if same and re.fullmatch(r"[，,][^，,；;。：:\d]*", text_between(number, own) or ""):
            return claim
    return None


_OPENED = re.compile(r"(?:[较与和]|(?<![占对])比|同(?![期比]))[^，,；;：:由从]*$")
_TO_THE_CHANGE = re.compile(r"(?!.*分别)(?:的[\u4e00-\u9fff]{2,6})?(?:相比|比)?[，,]?[^，,；;。：:\d]{0,8}")


def held_pair(audited: Audited, change: Claim) -> Pair | None:
    """The figure that the clause of a change holds another against (比一季度的291件增加5%), with the last one of the
    same thing and of its period before it in the paragraph, else the last one, whatever period the words name.
    """
    wanted = thing(change, change.of_metric)
    ahead = [c for c in before(audited, change) if block(c) == block(change)]
    last = next((c for c in reversed(ahead) if c.metric != "change_count"), None)
    if last is None or thing(last, last.metric) != wanted or not _leads_to(last, change):
        return None
    same = [c for c in reversed(ahead[: ahead.index(last)]) if thing(c, c.metric) == wanted and not is_held_against(c)]
    of_period = (c for c in same if (c.period_start, c.period_end) == (change.period_start, change.period_end))
    now = _of_a_month_of_it(same[:1], change) or next(of_period, None) or next(iter(same), None)
    current, earlier = figure(now) if now is not None else _elsewhere(audited, change, last), figure(last)
    if current is None or earlier is None or earlier.value <= 0 or current.is_bound or earlier.is_bound:
        return None
    bases = bases_of(change, last)
    is_named = change.basis in BASES and (change.basis in bases or last.period_start is None)
    return Pair(current, earlier, str(change.basis) if is_named else next(iter(bases), "held_against"))


def _of_a_month_of_it(nearest: Sequence[Claim], change: Claim) -> Claim | None:
    """The figure right before in the sentence of a change, where it is of a part of the period (一季度90件，其中
    3月35件，环比2月的30件增长16.67%).
    """
    for claim in nearest:
        own, other = (change.period_start, change.period_end), (claim.period_start, claim.period_end)
        dates = [day for day in (*own, *other) if day is not None]
        is_within = len(dates) == 4 and dates[0] <= dates[2] and dates[3] <= dates[1] and own != other
        if is_within and claim.quote == change.quote:
            return claim
    return None


def _elsewhere(audited: Audited, change: Claim, last: Claim) -> Figure | None:
    """The figure of the period of a change, where the text prints one value of it and ``last`` is of an earlier one."""
    period = change.period_start, change.period_end, None
    if change.period_start is None or last.period_start is None or last.period_start >= change.period_start:
        return None
    known = figures_of(audited).get(thing(change, change.of_metric), ())
    now = _different(f for c, f in known if (c.period_start, c.period_end, c.earlier) == period)
    return now[0] if len(now) == 1 else None


def is_held_against(claim: Claim) -> bool:
    """Whether the clause of a figure holds another against it (较一季度96.9%)."""
    return _OPENED.search(claim.quote[: max(claim.quote.find(claim.printed), 0)]) is not None


def _leads_to(last: Claim, change: Claim) -> bool:
    """Whether a figure stands behind 比 or 较 and right before a change, or before the number of items of it."""
    items = r"(?:[\d.]+[件封条个次宗起]?[，,][^\d]*)?"
    match = re.search(rf"{re.escape(last.printed)}(?P<gap>[^\d]*){items}{re.escape(change.printed)}", change.quote)
    if match is None or last.quote != change.quote:
        return False
    return bool(_OPENED.search(change.quote[: match.start()]) and _TO_THE_CHANGE.fullmatch(match["gap"]))


def held_period(change: Claim) -> Period | None:
    """The earlier period that the words before a change hold its figure against (较2022年增长50%), where they name
    neither comparison.
    """
    if change.basis is not None or change.period_start is None:
        return None
    own = Period(change.period_start, change.period_end)
    return period_held_against(re.split("[；;]", change.quote.partition(change.printed)[0])[-1], own)


def named_pair(audited: Audited, change: Claim, then: Period) -> Pair | None:
    """The figure of the period of a change and the last one that is printed for the period ``then``."""
    known = figures_of(audited).get(thing(change, change.of_metric), ())
    own = change.period_start, change.period_end
    now = [f for c, f in known if (c.period_start, c.period_end) == own and not is_loose(f)]
    earlier = [f for c, f in known if (c.period_start, c.period_end) == (then.start, then.end) and f.value > 0]
    if not now or not earlier or not is_one_unit(earlier[-1], now[0]):
        return None
    return Pair(_moved_one(change, now), earlier[-1], "held_against")


@cache
def way() -> re.Pattern[str]:
    """What stands between two figures of which the one became the other (下降到, 提高至): ``fall`` where it fell."""
    return re.compile(rf"(?:(?P<fall>{any_of('falls')}|[降减])|{any_of('rises')}|[升增])了?{any_of('arrived')}")


def level_pair(audited: Audited, change: Claim) -> Pair | None:
    """The figures from which and to which something went, right before a change (由98.0%上升到98.8%，上升0.8个百分点;
    从2019年的683件增长到2025年的33267件，增长近48倍). One that names a comparison (由15件减少到8件，环比下降46.7%) may
    be of another earlier figure.
    """
    ahead = [c for c in before(audited, change) if (block(c), c.quote) == (block(change), change.quote)]
    ahead = [c for c in ahead if c.metric not in ("change", "change_count")][-2:]
    wanted = thing(change, change.of_metric)
    if len(ahead) < 2 or any(thing(c, c.metric) != wanted for c in ahead) or years_spanned(change) is not None:
        return None
    earlier, current = map(figure, ahead)
    if earlier is None or current is None or earlier.value <= 0 or not is_one_unit(earlier, current):
        return None
    gap = change.quote[max(change.quote.find(current.printed), 0) + len(current.printed) :].partition(change.printed)[0]
    is_next = re.fullmatch(r"[，,、]?[^，,；;。：:\d]{0,10}", gap) is not None
    went = way().search(text_between(earlier, current) or "")
    if went is None or not is_next or earlier.is_bound or current.is_bound:
        return None
    return Pair(current, earlier, change.basis if change.basis in BASES else "held_against")


def _is_near(current: Figure, count: Figure) -> bool:
    """Whether a number of items stands right behind the figure that rose or fell by it, or names the part again."""
    if current.claim is None or count.claim is None:
        return False
    return current.claim.category is not None or span(count.claim)[0] - span(current.claim)[1] <= FARTHEST


def thing(claim: Claim, metric: str | None) -> tuple[str | None, ...]:
    """What is counted, where and by whom."""
    return metric, claim.channel, claim.region_code, claim.stated_by, claim.agency, claim.category


@lru_cache(maxsize=8)
def figures_of(audited: Audited) -> Mapping[tuple[str | None, ...], Sequence[tuple[Claim, Figure]]]:
    """The figures of sentences by what they count, in reading order."""
    found: dict[tuple[str | None, ...], list[tuple[Claim, Figure]]] = {}
    for claim in narrative(audited):
        if claim.metric not in _NO_LEVELS and (number := figure(claim)) is not None:
            found.setdefault(thing(claim, claim.metric), []).append((claim, number))
    return found
