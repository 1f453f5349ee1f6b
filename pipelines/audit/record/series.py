"""M1, X1, X2, G3: figures of one metric in a row: over time, from several speakers, at several precisions.

What belongs here: cumulative counters by their dates, the same figure from two speakers of one document, rates over
periods. What does not: figures that one speaker prints twice (N1), changes with their own printed percentage (A6), and
counters read from pages at different times (the build brings those as claims of origin ``counter``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from parsers.records import Claim
from parsers.vocabulary import metrics
from pipelines.audit.figures import distinct, figure, is_whole, kind, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import counts_for
from pipelines.audit.rules import field, words
from pipelines.audit.stated import (
    compact,
    decimals_of,
    grouped,
    label_of,
    period_of,
    rate_interval_of,
    shown,
    shown_en,
    speaker_of,
    the_channel_en,
    whole_number,
)
from pipelines.audit.steps import step
from pipelines.audit.wording import channel_zh, metric_en, metric_zh, of_period, percent, period_zh

_STATED_BY = {
    "letter_writer": ("来信人", "the letter writer"),
    "site_counter": ("网站计数器", "the site's counter"),
    "press": ("媒体", "the press"),
}


def _whole_counts(audited: Audited) -> list[Claim]:
    """Exact whole counts of sentences and counters, not of tables: a table is one statement of one date."""
    return [c for c in audited.claims if c.origin != "table" and is_whole(c) and whole_number(c) is not None]


def _is_cumulative(claim: Claim) -> bool:
    """A counter reading: a day, no period at whose end it starts anew, and a metric that only grows."""
    return claim.as_of is not None and claim.period_end is None and claim.metric in words("series", "cumulative")


@check("M1", "累计数先后", "a cumulative counter over time", gives="consistent unusual")
def counters(audited: Audited) -> Iterator[Finding]:
    """Cumulative counts of one channel on different days do not fall; standing still is worth knowing, no more.

    Tolerance: none; a fall by one is told.
    """
    readings = [c for c in _whole_counts(audited) if _is_cumulative(c)]
    for claims in grouped(readings, lambda c: (c.region_code, c.channel, c.metric, c.period_start)).values():
        by_day = sorted(grouped(claims, _day).items())
        for (_, earlier), (_, later) in pairwise(by_day):
            yield _reading(audited, earlier[-1], later[-1])


def _day(claim: Claim) -> dt.date:
    if claim.as_of is None:
        raise ValueError(f"{claim.locator}: a counter reading without a day")
    return claim.as_of


def _reading(audited: Audited, earlier: Claim, later: Claim) -> Finding:
    before, after = whole_number(earlier) or 0, whole_number(later) or 0
    case = "decreased" if after < before else "unchanged" if after == before else "grew"
    what = metric_zh(later.metric)
    finding = Finding(
        check_id="M1",
        subject=f"{channel_zh(later.channel)}累计{what}{earlier.as_of}至{later.as_of}",
        verdict="consistent" if case == "grew" else "unusual",
        severity=0 if case == "grew" else 1,
        **say(
            "series",
            case,
            channel=channel_zh(later.channel),
            channel_en=the_channel_en(later.channel),
            label=what,
            label_en=metric_en(later.metric),
            earlier=before,
            later=after,
            earlier_on=earlier.as_of,
            later_on=later.as_of,
            days=(_day(later) - _day(earlier)).days,
            gap=abs(after - before),
        ),
        claimed=f"{before}；{after}",
        recomputed=str(after - before),
        gap=Fraction(after - before),
        evidence=(f"{after}-{before}",),
        metric=later.metric,
    )
    return located(audited, finding, [earlier, later], about=later)


def _speaker(audited: Audited, claim: Claim) -> tuple[str, str]:
    named = _STATED_BY.get(claim.stated_by)
    return named if named else (speaker_of(audited, claim), "the office")


@check("X1", "不同来源的同一数字", "one figure from several speakers", gives="consistent needs_definition")
def speakers(audited: Audited) -> Iterator[Finding]:
    """The same count of one channel and period by several speakers of one document is the same.

    Cumulative counts of different days that differ are M1's.

    Tolerance: none.
    """
    yield from distinct(_pairs(audited))


def _pairs(audited: Audited) -> Iterator[Finding]:
    for claims in grouped(
        _whole_counts(audited), lambda c: (c.region_code, c.channel, c.metric, *period_of(c))
    ).values():
        firsts = [same[0] for same in grouped(claims, lambda c: c.stated_by).values()]
        if len(firsts) < 2:
            continue
        same = len({c.value for c in firsts}) == 1
        if same or len({c.as_of for c in firsts}) == 1:
            yield _speakers(audited, firsts, same=same)


def _speakers(audited: Audited, claims: list[Claim], *, same: bool) -> Finding:
    names = [_speaker(audited, claim) for claim in claims]
    values = list(dict.fromkeys(shown(c) for c in claims))
    finding = Finding(
        check_id="X1",
        subject=f"{channel_zh(claims[0].channel)}{metric_zh(claims[0].metric)}：{'与'.join(zh for zh, _ in names)}",
        verdict="consistent" if same else "needs_definition",
        severity=0 if same else 2,
        **say(
            "series",
            "speakers_agree" if same else "speakers_differ",
            channel=channel_zh(claims[0].channel),
            channel_en=the_channel_en(claims[0].channel),
            label=metric_zh(claims[0].metric),
            label_en=metric_en(claims[0].metric),
            speakers="、".join(zh for zh, _ in names),
            speakers_en=" and ".join(en for _, en in names),
            claimed="、".join(values),
            claimed_en=", ".join(dict.fromkeys(shown_en(c) for c in claims)),
        ),
        claimed=values[0],
        recomputed="；".join(values),
        metric=claims[0].metric,
    )
    return located(audited, finding, claims)


# The count that a rate is one of, for G3; the same pairing as the canonical formula on letters received.
_COUNT_OF_RATE = {"completion_rate": "completed", "reply_rate": "replied", "handled_rate": "handled"}


@check("G3", "比率所对应的整数", "the whole numbers that a rate allows", gives="consistent")
def counts_behind_rate(audited: Audited) -> Iterator[Finding]:
    """Where different counts are printed for one channel, whether a rate on the letters received could tell them
    apart.

    Tolerance: none; the whole numbers in the printed interval are exact.
    """
    yield from distinct(_behind_rates(audited))


def _behind_rates(audited: Audited) -> Iterator[Finding]:
    stated = [c for c in audited.claims if c.origin != "table" and is_whole(c)]
    for rate in stated:
        metric = _COUNT_OF_RATE.get(rate.metric)
        interval = None if metric is None else rate_interval_of(rate)
        if metric is None or interval is None or rate.qualifier != "exact":
            continue
        about = (rate.region_code, rate.channel, *period_of(rate))
        beside = [c for c in _whole_counts(audited) if (c.region_code, c.channel, *period_of(c)) == about]
        base = next((c for c in beside if c.metric == "received" and c.stated_by == rate.stated_by), None)
        counts = [c for c in beside if c.metric == metric]
        allowed = None if base is None else counts_for(interval, whole_number(base) or 0)
        values = sorted({n for c in counts if (n := whole_number(c)) is not None})
        if base is not None and allowed and len(values) > 1 and allowed[0] <= values[0] <= values[-1] <= allowed[1]:
            yield _cannot_tell(audited, rate, base, counts, allowed)


def _cannot_tell(audited: Audited, rate: Claim, base: Claim, counts: list[Claim], allowed: tuple[int, int]) -> Finding:
    finding = Finding(
        check_id="G3",
        subject=f"{channel_zh(rate.channel)}{label_of(rate)}{shown(rate)}对应的{metric_zh(counts[0].metric)}",
        verdict="consistent",
        severity=0,
        **say(
            "series",
            "cannot_tell",
            channel=channel_zh(rate.channel),
            channel_en=the_channel_en(rate.channel),
            rate_label=label_of(rate),
            rate_label_en=metric_en(rate.metric),
            rate=shown(rate),
            base_label=label_of(base),
            base=base.printed,
            label=metric_zh(counts[0].metric),
            label_en=metric_en(counts[0].metric),
            low=allowed[0],
            high=allowed[1],
            claimed="、".join(dict.fromkeys(shown(c) for c in counts)),
            claimed_en=", ".join(dict.fromkeys(shown_en(c) for c in counts)),
        ),
        claimed=shown(rate),
        recomputed=f"{allowed[0]}至{allowed[1]}",
        metric=rate.metric,
    )
    return located(audited, finding, [rate, base, *counts])


def _rate_series(audited: Audited) -> Iterator[list[Claim]]:
    """Rates of one speaker, channel and metric over several periods, in their order, the first claim of each."""
    rates = [
        c
        for c in audited.claims
        if c.origin != "table" and is_whole(c) and kind(c.metric) == "rate" and c.period_start and figure(c) is not None
    ]
    rates = [c for c in rates if c.qualifier == "exact" and c.metric not in ("share", "change")]
    for claims in grouped(rates, lambda c: (c.stated_by, c.region_code, c.channel, c.metric)).values():
        firsts = [same[0] for _, same in sorted(grouped(claims, lambda c: c.period_start or dt.date.min).items())]
        if len(firsts) >= int(field("series", "series_periods")):
            yield firsts


@check("G3", "历期小数位数", "decimals of a series", gives="unusual")
def decimals_of_series(audited: Audited) -> Iterator[Finding]:
    """Rates of several periods printed with different numbers of decimals.

    Tolerance: none.
    """
    for claims in _rate_series(audited):
        places = [decimals_of(c) for c in claims]
        if len(set(places)) > 1:
            first = claims[0]
            finding = Finding(
                check_id="G3",
                subject=f"{channel_zh(first.channel)}{label_of(first)}历期小数位数",
                verdict="unusual",
                severity=1,
                **say(
                    "series",
                    "decimals",
                    channel=channel_zh(first.channel),
                    channel_en=the_channel_en(first.channel),
                    label=label_of(first),
                    label_en=metric_en(first.metric),
                    claimed="、".join(shown(c) for c in claims),
                ),
                claimed="；".join(shown(c) for c in claims),
                recomputed=step("decimals", places="、".join(map(str, places))),
                metric=first.metric,
            )
            yield located(audited, finding, claims)


@check("X2", "称逐期提升的比率", "a rate that is said to rise", gives="consistent unusual")
def rising_series(audited: Audited) -> Iterator[Finding]:
    """Where the text says that a rate keeps rising, no period's interval lies wholly below that of the period before
    it.

    Tolerance: half a unit of the last digit of either period.
    """
    for claims in _rate_series(audited):
        said = _said_to_rise(audited.full_text, claims[0].metric)
        if said is not None:
            yield _rising(audited, claims, said)


def _said_to_rise(text: str, metric: str) -> str | None:
    """The word that says so, where it stands shortly before or behind a printed word of the rate in one clause."""
    within = int(field("series", "rising_within"))
    for clause in re.split(r"[，。；,;]", compact(text)):
        for word in words("series", "rising"):
            start = clause.find(word)
            around = clause[max(0, start - within) : start + len(word) + within]
            if start >= 0 and any(name in around for name in metrics()[metric].printed):
                return word
    return None


def _rising(audited: Audited, claims: list[Claim], said: str) -> Finding:
    drops = [(a, b, low, high) for a, b in pairwise(claims) if (ends := _drop(a, b)) for low, high in [ends]]
    first = claims[0]
    figures: dict[str, object] = {}
    if drops:
        earlier, later, low, high = drops[0]
        figures = {
            "earlier_period": period_zh(earlier),
            "later_period": period_zh(later),
            "low": percent(low),
            "high": percent(high),
        }
    finding = Finding(
        check_id="X2",
        subject=f"{channel_zh(first.channel)}历期{label_of(first)}先后",
        verdict="unusual" if drops else "consistent",
        severity=1 if drops else 0,
        **say(
            "series",
            "not_rising" if drops else "rising",
            label=label_of(first),
            label_en=metric_en(first.metric),
            words=said,
            claimed="、".join(of_period(period_zh(c), shown(c)) for c in claims),
            **figures,
        ),
        claimed="；".join(shown(c) for c in claims),
        recomputed=step("below_earlier", n=len(drops)),
        metric=first.metric,
    )
    return located(audited, finding, claims)


def _drop(earlier: Claim, later: Claim) -> tuple[Fraction, Fraction] | None:
    """The least that the earlier and the most that the later can be, in percent, where the later lies wholly below."""
    before, after = figure(earlier), figure(later)
    if before is None or after is None or before.interval.low is None or after.interval.high is None:
        return None
    low, high = before.interval.low, after.interval.high
    return (low, high) if high < low else None
