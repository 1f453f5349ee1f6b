"""A7: does a printed daily average follow from the total and the length of the period?

What belongs here: 日均 against total over days, and which count an average is of. What does not: 月均
(``monthly_averages``), and averages of durations (T5).
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from parsers.claims.measures import AVERAGES
from parsers.claims.words import words_pattern
from parsers.records import Claim
from parsers.text.numbers import printed_integer
from parsers.vocabulary import metric_words
from pipelines.audit.change.change_pairs import is_held_against
from pipelines.audit.figures import (
    before,
    beside,
    block,
    cause,
    claims_of,
    distinct,
    figure,
    kind,
    located,
    narrative,
    only_print,
    printed_of,
    span,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, is_nearest, reproduces, room_of, severity_of_gap
from pipelines.audit.rules import words
from pipelines.audit.sheets import sheets
from pipelines.audit.steps import step
from pipelines.audit.wording import about, decimal
from pipelines.workdays import FIRST_DAY, LAST_DAY, workdays_between

FARTHEST = Fraction(1, 5)
"""Of the expected average: one that is farther off is rather of another total than wrong."""
FINEST = 50
"""Steps of its last digit that an average has at least, to be tried on several totals: some one is likely to give a
smaller one.
"""


def day_counts(start: dt.date, end: dt.date) -> dict[str, int]:
    """The lengths of a period that an average may be over, first and last day included; the first is what 日均 says.

    Months of 30 days, and a February of 28, only for whole months; working days only where the official calendar covers
    the period. A length that equals an earlier one is left out.
    """
    counts = {"calendar_days": (end - start).days + 1}
    if start.day == 1 and (end + dt.timedelta(days=1)).day == 1:
        counts["months_of_30_days"] = 30 * ((end.year - start.year) * 12 + end.month - start.month + 1)
        leap_days = [y for y in range(start.year, end.year + 1) if isleap(y) and start <= dt.date(y, 2, 29) <= end]
        if leap_days:
            counts["without_leap_day"] = counts["calendar_days"] - len(leap_days)
    day_before = start - dt.timedelta(days=1)
    if day_before >= FIRST_DAY and end <= LAST_DAY:
        counts["working_days"] = workdays_between(day_before, end)
    distinct_counts: dict[str, int] = {}
    for name, days in counts.items():
        if days > 0 and days not in distinct_counts.values():
            distinct_counts[name] = days
    return distinct_counts


def days_of(claim: Claim) -> dict[str, int] | None:
    """The lengths of the period of an average; a week has seven days although a text may not say which it is (本周)."""
    if claim.period_start is not None and claim.period_end is not None:
        return day_counts(claim.period_start, claim.period_end)
    if claim.period_start is not None:
        return None
    if re.search("[本上]一?周", claim.quote):
        return {"calendar_days": 7}
    return _of_month_named(claim)


def _of_month_named(claim: Claim) -> dict[str, int] | None:
    """The lengths of the one month that the sentence of an average names without a year (7月…日均52件): those that are
    the same in every year.
    """
    named = {int(m) for m in _MONTH.findall(claim.quote)}
    month = named.pop() if len(named) == 1 else 0
    if month not in range(1, 13) or month == 2:
        return None
    return {"calendar_days": monthrange(1999, month)[1], "months_of_30_days": 30}


_MONTH = re.compile(r"(?<![\d\-—至.])(\d{1,2})月(?!\d|[-—至底末初])")


@cache
def _stated_days() -> re.Pattern[str]:
    """A number of days that is neither a length nor a limit."""
    not_behind = "".join(f"(?<!{word})" for word in words("averages", "long_as"))
    return re.compile(
        rf"(?<![\d.第每近约]){not_behind}(?P<days>\d{{1,3}}|[两二三四五六七八九十]{{1,3}})天(?![内前后以之左均]|时间内)"
    )


def stated_days(average: Claim) -> int | None:
    """The number of days that the sentence of an average says it counts (这五天, 假期7天); ``None`` where it says none,
    or several, and for an average that another is held against.
    """
    if is_held_against(average):
        return None
    found = {m["days"] for m in _stated_days().finditer(average.quote)}
    return printed_integer(found.pop()) if len(found) == 1 else None


def _lengths(claim: Claim, printed: Figure, total: Figure) -> dict[str, int] | None:
    """The lengths of the period of an average: that which its sentence states, where it states no other or the average
    is over it; ``None`` where neither period nor days are known.
    """
    stated, is_open = stated_days(claim), claim.period_start is None or claim.period_end is None
    if (working_days := _working_days_said(claim)) is not None:
        return working_days
    if stated and (is_open or is_nearest(reproduces(total.value / stated, printed))):
        return {"calendar_days": stated}
    return days_of(claim)


def _working_days_said(average: Claim) -> dict[str, int] | None:
    """The working days of the period of an average whose words say that it is over these (按工作日计，日均86件); as
    many as they state (按21个工作日计), otherwise those of the calendar. ``None`` where they do not say it.
    """
    said = _words_around(average).replace("非工作日", "")
    if (stated := re.search(r"[按以共](\d{1,3})个工作日", said)) is not None:
        return {"working_days": int(stated[1])}
    if re.search(words_pattern(words("averages", "by_workdays")), said) is None:
        return None
    lengths = days_of(average) or {}
    return {"working_days": lengths["working_days"]} if "working_days" in lengths else None


def _words_around(average: Claim) -> str:
    """The clause of an average up to its figure, with the bracket in which that stands and the one right behind it."""
    if (place := only_print(average)) is None:
        return ""
    before, after = average.quote[: place[0]], average.quote[place[1] :]
    clause, bracket = re.split("[，,；;。：:（(]", before)[-1], re.split("[（(]", before)[-1]
    behind = re.match("[（(][^（）()]*[）)]", after)
    return f"{bracket if not re.search('[）)]', bracket) else clause}{behind[0] if behind else ''}"


@dataclass(frozen=True, slots=True)
class AverageResult:
    """The verdict on an average; ``reading`` is the length of the period that it names, ``mode`` the rounding."""

    verdict: str
    severity: int
    case: str
    reading: str
    mode: str | None


def average_result(
    total: Fraction, days: dict[str, int], printed: Figure, *, room: Fraction = Fraction(0)
) -> AverageResult:
    """A printed average against a total and the lengths of ``day_counts``, of which the first is what its words say;
    ``room`` is what the print of the total leaves open (3.4万: 500).

    Nearest rounding on one other length is ``consistent_on_other_base``; on several, or with another length and another
    rounding at once (two liberties), the definition is open.
    """
    modes = {name: reproduces(total / n, printed) for name, n in days.items()}
    said, length = next(iter(days.items()))
    own = modes[said]
    if is_nearest(own) or own == "truncated":
        case = "holds" if is_nearest(own) else "truncated"
        return AverageResult("consistent", 0 if is_nearest(own) else 1, case, said, own)
    if abs(total / length - printed.value) <= room / length + printed.step / 2:
        return AverageResult("consistent", 0, "holds_rounded", said, "about")
    nearest = [name for name, mode in modes.items() if is_nearest(mode)]
    if nearest:
        verdict = "consistent_on_other_base" if len(nearest) == 1 else "needs_definition"
        return AverageResult(verdict, 1, "other_length", nearest[0], modes[nearest[0]])
    if own == "ceiling":
        return AverageResult("inconsistent", 1, "ceiling", said, own)
    liberties = [name for name, mode in modes.items() if mode is not None]
    if liberties:
        return AverageResult("needs_definition", 1, "two_liberties", liberties[0], modes[liberties[0]])
    expected = total / length
    gap = expected - printed.value
    verdict = "inconsistent" if abs(gap) <= FARTHEST * expected else "needs_definition"
    return AverageResult(verdict, severity_of_gap(gap, expected), "differs", said, None)


def _average_finding(audited: Audited, claim: Claim, printed: Figure, total: Figure) -> Finding | None:
    days = _lengths(claim, printed, total)
    if days is None:
        return None
    found = average_result(total.value, days, printed, room=room_of((total,)))
    if found.case in ("differs", "ceiling", "two_liberties") and days == _of_month_named(claim):
        return None  # of which year it is, and so how many working days it has, is not known
    length = next(iter(days.values()))
    expected = total.value / length
    words = {
        "who": about(claim),
        "printed": claim.printed,
        "total": decimal(total.value),
        "days": length,
        "expected": decimal(expected),
        "length": step(found.reading),
        "other_days": days[found.reading],
        "other": decimal(total.value / days[found.reading]),
    }
    finding = Finding(
        check_id="A7",
        subject=f"{about(claim)}日均",
        verdict=found.verdict,
        severity=found.severity,
        claimed=claim.printed,
        recomputed=decimal(expected),
        gap=expected - printed.value,
        formula_id=f"total_over_{found.reading}",
        rounding=found.mode,
        alternatives=() if found.verdict == "consistent" else (found.reading,),
        evidence=tuple(
            step(
                "over_days",
                total=words["total"],
                days=n,
                length=step(name),
                average=decimal(total.value / n),
            )
            for name, n in days.items()
        ),
        metric=claim.metric,
        cause_id=None
        if found.verdict == "consistent"
        else cause(audited, "average", claim.channel, claim.period_start),
        **say("averages", found.case, **words),
    )
    return located(audited, finding, (claim, *claims_of((total,))))


def _is_its_total(audited: Audited, average: Claim, total: Figure) -> bool:
    """Whether a count is what an average is of: it stands in its paragraph, or the text gives no other of that name."""
    if total.claim is None or block(total.claim) == block(average):
        return True
    return len({c.value for c in printed_of(audited, total.claim, total.metric)}) == 1


@check("A7", "日均", "daily averages", gives="consistent consistent_on_other_base needs_definition inconsistent")
def check_averages(audited: Audited) -> Iterator[Finding]:
    """Total over days, days being calendar days, 30 a month, or working days, at printed precision.

    The total is the count of what the average is of (``of_metric``, otherwise letters received) that stands beside it
    in its paragraph, or alone bears the name in the text. A number of days that its sentence states (这五天) is the
    length of the period. Without a total or a length nothing is said.

    Tolerance: half a unit of the last printed digit.
    """

    def findings() -> Iterator[Finding]:
        for average in averages_with_totals(audited, "daily_average"):
            found = _average_finding(audited, average.claim, average.printed, average.total)
            if found is not None and may_be_told(audited, average, found):
                yield found

    yield from distinct(findings())


@dataclass(frozen=True, slots=True)
class Average:
    """An average of a sentence with a count that it is of; one of several of that name, unless ``is_sure``."""

    claim: Claim
    printed: Figure
    total: Figure
    is_sure: bool


def averages_with_totals(audited: Audited, metric: str) -> Iterator[Average]:
    """The averages of sentences (日均, 月均), each with the count that it is of, or with each that it may be of."""
    for claim in narrative(audited):
        printed = figure(claim) if claim.metric == metric else None
        total = _total_of(audited, claim) if printed is not None else None
        if printed is not None and total is None and (other := _came_in_beside(audited, claim)) is not None:
            yield Average(claim, printed, other, is_sure=False)
        elif printed is not None and total is None and printed.value >= FINEST * printed.step:
            yield from (Average(claim, printed, one, is_sure=False) for one in _totals_of_tables(audited))
        if printed is None or total is None or total.claim is None:
            continue
        if total.claim in before(audited, claim) and is_held_against(claim):
            continue  # 受理350件，日均70件，比平日日均81件减少: of a total that is not printed
        if _is_its_total(audited, claim, total):
            yield Average(claim, printed, total, is_sure=True)
        elif printed.value >= FINEST * printed.step:
            several = {
                c.value: f for c in printed_of(audited, total.claim, total.metric) if (f := figure(c)) is not None
            }
            yield from (Average(claim, printed, one, is_sure=False) for one in several.values())


def _came_in_beside(audited: Audited, average: Claim) -> Figure | None:
    """The one count of what came in beside an average, by another word than that of the average (有效留言1450条，
    平均每天50条左右): that all that came in is meant, which is not printed, stays possible.
    """
    if (average.of_metric or _said_of(average)) not in (None, *_OF_INTAKE):
        return None
    known = beside(audited, average)
    found = [known[metric] for metric in _OF_INTAKE if metric in known]
    return found[0] if len(found) == 1 else None


def _totals_of_tables(audited: Audited) -> Iterator[Figure]:
    """What came in by the totals of tables, and by lists of measures."""
    for table in sheets(audited):
        whole = table.total or (table.rows[0] if len(table.rows) == 1 and not table.rows[0].label else None)
        if whole is not None:
            yield from (f for metric, f in whole.by_metric.items() if metric in _OF_INTAKE)


_OF_INTAKE = ("received", "valid", "accepted", "connected", "handled")
"""What came in, by whatever word an average says it (日均受理, 日均接听)."""


def _said_of(average: Claim) -> str | None:
    """The metric that the words of an average name (日均办结, 月均回复); ``None`` where they name none."""
    label = average.label or ""
    said = re.search(rf"{re.escape(label)}([^，,；;。：:\d]*){re.escape(average.printed)}", average.quote)
    named = f"{label}{said[1] if said else ''}"
    codes = {word: code for word, code in metric_words().items() if code not in AVERAGES and kind(code) == "count"}
    found = re.findall(words_pattern(codes), re.sub(words_pattern(words("averages", "by_time")), "", named))
    return codes[found[0]] if found else None


def _stands_last(average: Claim, metric: str, here: Mapping[str, Figure]) -> bool:
    """Whether no other count of what came in stands between that of ``metric`` and an average in their sentence."""
    ahead = {m: span(f.claim) for m, f in here.items() if f.claim is not None and span(f.claim) < span(average)}
    return metric in ahead and not any(ahead[m] > ahead[metric] for m in _OF_INTAKE if m in ahead)


def _total_of(audited: Audited, average: Claim) -> Figure | None:
    """The count that an average is of by its words: what was completed (日均办结), or what was accepted where its
    sentence counts that apart from what came in (呼入331次，受理234次，日均受理8.4次), otherwise what came in.
    """
    known = beside(audited, average)
    named = average.of_metric or _said_of(average)
    here = {m: f for m, f in known.items() if f.claim is not None and f.claim.quote == average.quote}
    if named == "received" and "accepted" in here and re.search(rf"受理{re.escape(average.printed)}", average.quote):
        return here["accepted"]
    if named in here:
        return here[named]
    if named is None and "served" in here and _stands_last(average, "served", here):
        return here["served"]  # 提供服务12000件，日均400件。受理…
    return known.get(average.of_metric or "received") if named is None or named in _OF_INTAKE else None


def may_be_told(audited: Audited, average: Average, found: Finding) -> bool:
    """Whether a finding on an average is sure: where a figure of its paragraph was not read, that may be the total; one
    over some days only (周末日均) is of a total that is not told.
    """
    if found.verdict == "consistent" or not average.is_sure:
        return found.verdict == "consistent" and (average.is_sure or found.severity == 0)
    claim = average.claim
    place = only_print(claim)
    clause = re.split("[，,；;。：:]", claim.quote[: place[0]])[-1] if place else claim.quote
    of_some_days = re.search(words_pattern(words("averages", "some_days")), clause) is not None
    return not of_some_days and block(claim) not in audited.unread
