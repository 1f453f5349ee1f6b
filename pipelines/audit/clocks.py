"""T1 to T4: the dates of a letter, what they are dates of, how long the answer took, and the day printed for it.

What belongs here: the clocks of one letter (``clocks_of``) and what the letters of one source, handling region and
channel show together (``timing_findings``). What does not: which stage a reply is (``parsers``), letters that still
wait (``open_letters`` of the warehouse), and summaries by period.

A signature is the date an office put under its answer, not the day on which it reached the writer; nothing here says
more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from parsers.records import Letter
from pipelines.audit.finding import Finding, Sentences, check, say
from pipelines.audit.stated import grouped, rate_text
from pipelines.audit.wording import channel_zh, decimal
from pipelines.workdays import UncoveredDay, workdays_between

# A median of fewer letters is not shown; their range is (comparisons with small n are hidden, printed figures never).
ENOUGH_FOR_MEDIAN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The dates of one letter and the time between them, in days and working days; ``None`` where a date is not known.

    ``transfer_on`` is the first notice that the letter was passed on, ``signed_on`` the signature of the last
    substantive answer or refusal, ``due_on`` the last day for an answer that the page prints. The first response is the
    earlier of transfer and the page's reply date (any other dated stage where both are missing); the substantive answer
    is the signature. Working days are ``None`` as well where the official calendar does not cover a date.
    """

    received_on: dt.date | None
    transfer_on: dt.date | None
    page_replied_on: dt.date | None
    signed_on: dt.date | None
    first_response_on: dt.date | None
    first_response_days: int | None
    first_response_workdays: int | None
    substantive_days: int | None
    substantive_workdays: int | None
    signed_minus_page_days: int | None
    signed_minus_page_workdays: int | None
    due_on: dt.date | None = None

    @property
    def page_is_transfer(self) -> bool:
        """Whether the reply date of the page is the date of the transfer notice."""
        return self.page_replied_on is not None and self.page_replied_on == self.transfer_on


def _days(start: dt.date | None, stop: dt.date | None) -> int | None:
    return None if start is None or stop is None else (stop - start).days


def _workdays(start: dt.date | None, stop: dt.date | None) -> int | None:
    if start is None or stop is None:
        return None
    try:
        return workdays_between(start, stop)
    except UncoveredDay:  # One misprinted year must not stop a build; the days stay, the working days are not known.
        return None


def clocks_of(letter: Letter) -> Clocks:
    """The clocks of a letter from its own dates and those of its reply stages."""
    dated = [r for r in letter.replies if r.dated_on is not None]
    transfers = [r.dated_on for r in dated if r.stage == "transfer" and r.dated_on]
    signed = [
        r.dated_on
        for r in dated
        if r.stage in ("substantive", "refusal") and r.date_basis == "signature" and r.dated_on
    ]
    transfer_on, signed_on = min(transfers, default=None), signed[-1] if signed else None
    responses = [day for day in (transfer_on, letter.page_replied_on) if day is not None]
    responses = responses or [r.dated_on for r in dated if r.dated_on]
    first = min(responses, default=None)
    return Clocks(
        received_on=letter.received_on,
        transfer_on=transfer_on,
        page_replied_on=letter.page_replied_on,
        signed_on=signed_on,
        first_response_on=first,
        first_response_days=_days(letter.received_on, first),
        first_response_workdays=_workdays(letter.received_on, first),
        substantive_days=_days(letter.received_on, signed_on),
        substantive_workdays=_workdays(letter.received_on, signed_on),
        signed_minus_page_days=_days(letter.page_replied_on, signed_on),
        signed_minus_page_workdays=_workdays(letter.page_replied_on, signed_on),
        due_on=letter.due_on_printed,
    )


def desk_of(letter: Letter) -> tuple[str, str | None, str | None]:
    """Who answers where: source, handling region (the letter's own where none is known), channel."""
    return letter.source_id, letter.handling_region_code or letter.region_code, letter.channel


def timing_findings(letters: Iterable[Letter]) -> Iterator[Finding]:
    """T1 to T4 for each source, handling region and channel among ``letters``, a finding for each that can be
    told.

    ``Finding`` has no source: a build calls this once a source. ``region_code`` is the handling region.
    """
    for (_, region, channel), group in grouped(letters, desk_of).items():
        clocks = [clocks_of(letter) for letter in group]
        desk = f"{channel_zh(channel)}{f'（{region}办理）' if region else ''}"
        for read in (_signature, _first_response, _substantive, _order, _deadline):
            found = read(clocks)
            if found is not None:
                yield found.finding(desk, region, channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What the clocks of one desk show, before it is said of whom."""

    check_id: str
    subject: str
    verdict: str
    severity: int
    sentences: Sentences
    claimed: str | None
    recomputed: str
    evidence: tuple[str, ...]

    def finding(self, desk: str, region: str | None, channel: str | None) -> Finding:
        return Finding(
            check_id=self.check_id,
            subject=f"{desk}{self.subject}",
            verdict=self.verdict,
            severity=self.severity,
            **self.sentences,
            claimed=self.claimed,
            recomputed=self.recomputed,
            evidence=self.evidence,
            metric="response_time",
            region_code=region,
            channel=channel,
        )


def _median_text(days: list[int]) -> str:
    """A median of whole days is whole or a half."""
    return decimal(Fraction(median(days)), 1)


def _spread(days: list[int], of_median: str, of_range: str) -> Sentences:
    """The median of many, the range of few; a range of one number is that number."""
    if len(days) >= ENOUGH_FOR_MEDIAN:
        return say("clocks", of_median, median=_median_text(days))
    low, high = min(days), max(days)
    same = low == high
    return say("clocks", of_range, days=low if same else f"{low}至{high}", days_en=low if same else f"{low} to {high}")


def _is_late(clocks: Clocks) -> bool:
    days, workdays = clocks.signed_minus_page_days, clocks.signed_minus_page_workdays
    return days is not None and days > 0 and (workdays is None or workdays >= 1)


@check(
    "T1",
    "页面回复时间与落款日期",
    "reply date of the page against the signature",
    gives="consistent needs_definition",
    runs="letters",
)
def _signature(clocks: list[Clocks]) -> _Read | None:
    """The day with which the answer is signed is not after the reply date that the page shows.

    Severity 3 where the page shows the date of the transfer notice. Letters with a date before the letter's own are
    T3's: a misprinted year would pass for a year of delay.

    Tolerance: less than one working day.
    """
    both = [c for c in clocks if c.signed_minus_page_days is not None and not _is_reversed(c)]
    late = [c for c in both if _is_late(c)]
    if not both:
        return None
    transfers = sum(c.page_is_transfer for c in late)
    if not late:
        sentences = say("clocks", "signed_in_time", n=len(both))
    elif len(both) == 1:
        sentences = _signed_later(late[0])
    else:
        sentences = _signed_later_many(late, len(both), transfers)
    only = both[0] if len(both) == 1 else None
    days = [c.signed_minus_page_days for c in late if c.signed_minus_page_days is not None]
    return _Read(
        check_id="T1",
        subject="页面回复时间与落款日期",
        verdict="needs_definition" if late else "consistent",
        severity=0 if not late else 3 if transfers else 2,
        sentences=sentences,
        claimed=f"{only.page_replied_on}" if only else None,
        recomputed=(
            f"{only.signed_on}；相差{only.signed_minus_page_days}天、{_shown(only.signed_minus_page_workdays)}个工作日"
            if only
            else f"{len(late)}/{len(both)}封落款晚于页面"
        ),
        evidence=(
            (f"{only.signed_on} - {only.page_replied_on} = {only.signed_minus_page_days}天",)
            if only
            else (f"n={len(both)}", f"落款较晚{len(late)}封", f"页面为转办日期{transfers}封", *_median_of(days))
        ),
    )


def _median_of(days: list[int]) -> tuple[str, ...]:
    return (f"中位数{_median_text(days)}天",) if len(days) >= ENOUGH_FOR_MEDIAN else ()


def _shown(number: int | None) -> str:
    """A number, or that it is not known."""
    return "（历法未覆盖）" if number is None else str(number)


def _signed_later(clocks: Clocks) -> Sentences:
    transfer = say("clocks", "transfer_one") if clocks.page_is_transfer else None
    return say(
        "clocks",
        "signed_later_one",
        page=clocks.page_replied_on,
        signed=clocks.signed_on,
        days=clocks.signed_minus_page_days,
        workdays=_shown(clocks.signed_minus_page_workdays),
        transfer=transfer["statement_zh"] if transfer else "",
        transfer_en=transfer["statement_en"] if transfer else "",
    )


def _signed_later_many(late: list[Clocks], n: int, transfers: int) -> Sentences:
    days = [c.signed_minus_page_days for c in late if c.signed_minus_page_days is not None]
    spread = _spread(days, "median", "range")
    transfer = say("clocks", "transfer_many", transfers=transfers) if transfers else None
    return say(
        "clocks",
        "signed_later_many",
        n=n,
        late=len(late),
        share=rate_text(Fraction(len(late), n)),
        spread=spread["statement_zh"],
        spread_en=spread["statement_en"],
        transfer=transfer["statement_zh"] if transfer else "",
        transfer_en=transfer["statement_en"] if transfer else "",
    )


@check("T2", "首次回应用时", "time to the first response", gives="consistent", runs="letters")
def _first_response(clocks: list[Clocks]) -> _Read | None:
    """From the letter to the first response, for which a notice of transfer counts; shown beside the second clock.

    Tolerance: none; days and working days are counted.
    """
    one = clocks[0]
    stage = ("转办通知", "notice of transfer") if one.first_response_on == one.transfer_on else ("页面", "page")
    return _taken(
        clocks,
        subject="首次回应用时" + ("（转办通知）" if len(clocks) == 1 and stage[0] == "转办通知" else ""),
        case="first",
        days=lambda c: c.first_response_days,
        workdays=lambda c: c.first_response_workdays,
        answered=lambda c: c.first_response_on,
        stage=stage,
    )


@check("T2", "实质答复用时", "time to the substantive answer", gives="consistent", runs="letters")
def _substantive(clocks: list[Clocks]) -> _Read | None:
    """From the letter to the signature of the substantive answer or refusal.

    Tolerance: none; days and working days are counted.
    """
    return _taken(
        clocks,
        subject="实质答复用时",
        case="substantive",
        days=lambda c: c.substantive_days,
        workdays=lambda c: c.substantive_workdays,
        answered=lambda c: c.signed_on,
        stage=("落款", "signature"),
    )


def _taken(
    clocks: list[Clocks],
    *,
    subject: str,
    case: str,
    days: Callable[[Clocks], int | None],
    workdays: Callable[[Clocks], int | None],
    answered: Callable[[Clocks], dt.date | None],
    stage: tuple[str, str],
) -> _Read | None:
    """How long one clock ran; letters answered before they were received are T3's and are left out here."""
    known = [(c, n) for c in clocks if (n := days(c)) is not None and n >= 0]
    if not known:
        return None
    only, taken = known[0]
    if len(known) == 1:
        figures = {
            "received": only.received_on,
            "answered": answered(only),
            "days": taken,
            "workdays": _shown(workdays(only)),
            "stage": stage[0],
            "stage_en": stage[1],
        }
        sentences, claimed = say("clocks", f"{case}_one", **figures), str(answered(only))
        recomputed = f"{taken}天；{_shown(workdays(only))}个工作日"
    else:
        numbers = [n for _, n in known]
        spread = _spread(numbers, "took_median", "took_range")
        sentences = say(
            "clocks",
            f"{case}_many",
            n=len(known),
            spread=spread["statement_zh"],
            spread_en=spread["statement_en"],
        )
        claimed, recomputed = None, spread["statement_zh"]
    return _Read(
        check_id="T2",
        subject=subject,
        verdict="consistent",
        severity=0,
        sentences=sentences,
        claimed=claimed,
        recomputed=recomputed,
        evidence=(f"n={len(known)}",),
    )


def _is_reversed(clocks: Clocks) -> bool:
    dates = (clocks.page_replied_on, clocks.transfer_on, clocks.signed_on)
    return clocks.received_on is not None and any(day is not None and day < clocks.received_on for day in dates)


def _is_year_slip(clocks: Clocks) -> bool:
    """Whether every date before the letter's falls within a year after it when its year is one later."""
    received = clocks.received_on
    if received is None:
        return False
    early = [
        d for d in (clocks.page_replied_on, clocks.transfer_on, clocks.signed_on) if d is not None and d < received
    ]
    return all((received - day).days <= 366 for day in early)


@check("T3", "日期先后", "order of the dates", gives="consistent inconsistent", runs="letters")
def _order(clocks: list[Clocks]) -> _Read | None:
    """No reply is dated before its letter: otherwise one of the two printed dates cannot hold.

    Tolerance: none; the same day is in order.
    """
    dated = [c for c in clocks if c.received_on is not None and c.first_response_on is not None]
    if not dated:
        return None
    reversed_ = [c for c in dated if _is_reversed(c)]
    slips = sum(_is_year_slip(c) for c in reversed_)
    year = say("clocks", "year_slip", slips=slips) if slips else None
    sentences = (
        say(
            "clocks",
            "not_ordered",
            n=len(dated),
            reversed=len(reversed_),
            year=year["statement_zh"] if year else "",
            year_en=year["statement_en"] if year else "",
        )
        if reversed_
        else say("clocks", "ordered", n=len(dated))
    )
    only = dated[0] if len(dated) == 1 else None
    dates = (only.received_on, only.page_replied_on, only.signed_on) if only else ()
    return _Read(
        check_id="T3",
        subject="日期先后",
        verdict="inconsistent" if reversed_ else "consistent",
        severity=2 if reversed_ else 0,
        sentences=sentences,
        claimed="；".join(str(day) for day in dates if day is not None) or None,
        recomputed=f"{len(reversed_)}处颠倒",
        evidence=(f"n={len(dated)}",),
    )


@check("T4", "印出的办理期限", "the printed day by which to answer", gives="consistent unusual", runs="letters")
def _deadline(clocks: list[Clocks]) -> _Read | None:
    """Answered letters against the last day for an answer that their own page prints, by the page's reply date and by
    the signature side by side.

    No other limit makes a letter late: national rules are about other procedures, and are reference lines.

    Tolerance: none; the printed day itself is in time.
    """
    limited = [(c, c.due_on) for c in clocks if c.due_on is not None]
    by_page = [c.page_replied_on > due for c, due in limited if c.page_replied_on is not None]
    signed = [c.signed_on > due for c, due in limited if c.signed_on is not None]
    if not by_page and not signed:
        return None
    late = sum(by_page) + sum(signed)
    figures = {"page_n": len(by_page), "page_late": sum(by_page), "signed_n": len(signed), "signed_late": sum(signed)}
    return _Read(
        check_id="T4",
        subject="印出的办理期限",
        verdict="unusual" if late else "consistent",
        severity=2 if late else 0,
        sentences=say("clocks", "after_limit" if late else "within_limit", n=len(limited), **figures),
        claimed=f"{limited[0][1]}" if len(limited) == 1 else None,
        recomputed=f"页面{sum(by_page)}/{len(by_page)}封、落款{sum(signed)}/{len(signed)}封晚于所印期限",
        evidence=(f"n={len(limited)}",),
    )
