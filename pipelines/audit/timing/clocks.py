"""T1, T2, T3, T4: the dates of a letter, what they are dates of, and how long the answer took.

What belongs here: the clocks of one letter (``clocks_of``), what the letters of one source, handling region and channel
show together (``Desk``), and the findings about that (``desk_findings``). What does not: which stage a reply is
(``parsers``), what a deadline is, and summaries by period (``warehouse/models``). A build counts its letters in SQL
(``pipelines.audit.wide.desks``) by the same definitions.

A signature is the date an office put under its answer, not the day on which it reached the writer; nothing here says
more.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from parsers.records import Letter
from pipelines.audit.finding import Finding, Sentences, check, say
from pipelines.audit.rules import field
from pipelines.audit.stated import grouped, rate_text
from pipelines.audit.wording import channel_zh, decimal, metric_en
from pipelines.workdays import UncoveredDay, workdays_between
from warehouse import reference

# A median of fewer letters is not shown; their range is (comparisons with small n are hidden, printed figures never).
ENOUGH_FOR_MEDIAN = 20

NAMED = 6
"""How many letters a finding about many names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The dates of one letter and the time between them, in days and working days; ``None`` where a date is not known.

    ``transfer_on`` is the first notice that the letter was passed on, ``signed_on`` the signature of the last
    substantive answer; a refusal is a response and no answer. The first response is the earlier of transfer and the
    page's reply date (any other dated stage where both are missing); the substantive answer is the signature. A
    duration is ``None`` as well where the answer is dated before the letter, or one of the two after ``captured_on``,
    the day of the capture that prints them; working days where the official calendar does not cover a date. A reply
    date over no text is no response.
    """

    letter_id: str
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
    captured_on: dt.date | None = None

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


def _duration(
    start: dt.date | None, stop: dt.date | None, captured_on: dt.date | None
) -> tuple[int | None, int | None]:
    """Days and working days of a clock, which does not run backwards or beyond the day of its capture."""
    if start is not None and stop is not None and not start <= stop <= (captured_on or stop):
        return None, None
    return _days(start, stop), _workdays(start, stop)


def clocks_of(letter: Letter, captured_on: dt.date | None = None) -> Clocks:
    """The clocks of a letter from its own dates and those of its reply stages, captured on a day if one is known."""
    dated = [r for r in letter.replies if r.dated_on is not None]
    transfers = [r.dated_on for r in dated if r.stage == "transfer" and r.dated_on]
    signed = [r.dated_on for r in letter.replies if r.stage == "substantive" and r.date_basis == "signature"]
    transfer_on, signed_on = min(transfers, default=None), signed[-1] if signed else None
    page_on = letter.page_replied_on if letter.replies else None
    responses = [day for day in (transfer_on, page_on) if day is not None]
    responses = responses or [r.dated_on for r in dated if r.dated_on]
    first = min(responses, default=None)
    first_days, first_workdays = _duration(letter.received_on, first, captured_on)
    substantive_days, substantive_workdays = _duration(letter.received_on, signed_on, captured_on)
    return Clocks(
        letter_id=letter.letter_id,
        received_on=letter.received_on,
        transfer_on=transfer_on,
        page_replied_on=letter.page_replied_on,
        signed_on=signed_on,
        first_response_on=first,
        first_response_days=first_days,
        first_response_workdays=first_workdays,
        substantive_days=substantive_days,
        substantive_workdays=substantive_workdays,
        signed_minus_page_days=_days(letter.page_replied_on, signed_on),
        signed_minus_page_workdays=_workdays(letter.page_replied_on, signed_on),
        captured_on=captured_on,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the letters of one source, handling region and channel show together: numbers of letters, and for durations
    how many letters took how many days.

    ``both`` letters have page date and signature, none of them impossible; ``late`` those signed at least 1 working
    day after the page date, by days; ``transfers`` the late ones whose page date is that of the notice. ``first`` and
    ``substantive``: letters by days to the first response and to the signature. ``dated`` letters have a date that
    another can be held against; ``reversed`` of them have a date before the letter, ``slips`` such that it fits a year
    later; ``ahead`` of them one after the day of their capture; ``impossible`` are reversed or ahead. ``limited``
    letters have a limit of their channel, ``over_page`` and ``over_best`` of them took longer by the page date and by
    the best date of the answer. ``late_letters`` and ``impossible_letters`` are the first ids of those. ``only_*`` are
    the clocks where there is just one such letter.
    """

    region_code: str | None
    channel: str | None
    both: int = 0
    late: Mapping[int, int]
    transfers: int = 0
    first: Mapping[int, int]
    substantive: Mapping[int, int]
    dated: int = 0
    reversed: int = 0
    slips: int = 0
    ahead: int = 0
    impossible: int = 0
    limited: int = 0
    over_page: int = 0
    over_best: int = 0
    late_letters: tuple[str, ...] = ()
    impossible_letters: tuple[str, ...] = ()
    only_both: Clocks | None = None
    only_first: Clocks | None = None
    only_substantive: Clocks | None = None
    only_dated: Clocks | None = None


def desk_of(letter: Letter) -> tuple[str, str | None, str | None]:
    """Who answers where: source, handling region (the letter's own where none is known), channel."""
    return letter.source_id, letter.handling_region_code or letter.region_code, letter.channel


def _only(clocks: Sequence[Clocks]) -> Clocks | None:
    return clocks[0] if len(clocks) == 1 else None


def counted(region_code: str | None, channel: str | None, clocks: Sequence[Clocks]) -> Desk:
    """The numbers of one desk, from the clocks of its letters. Letters with an impossible date are T3's: a misprinted
    year would pass for a year of delay.
    """
    both = [c for c in clocks if c.signed_minus_page_days is not None and not _is_reversed(c) and not _is_ahead(c)]
    late = [c for c in both if _is_late(c)]
    first = [c for c in clocks if c.first_response_days is not None]
    substantive = [c for c in clocks if c.substantive_days is not None]
    dated = [c for c in clocks if _is_dated(c)]
    reversed_ = [c for c in dated if _is_reversed(c)]
    impossible = [c for c in dated if _is_reversed(c) or _is_ahead(c)]
    return Desk(
        region_code=region_code,
        channel=channel,
        both=len(both),
        late=Counter(c.signed_minus_page_days for c in late if c.signed_minus_page_days is not None),
        transfers=sum(c.page_is_transfer for c in late),
        first=Counter(c.first_response_days for c in first if c.first_response_days is not None),
        substantive=Counter(c.substantive_days for c in substantive if c.substantive_days is not None),
        dated=len(dated),
        reversed=len(reversed_),
        slips=sum(_is_year_slip(c) for c in reversed_),
        late_letters=tuple(sorted(c.letter_id for c in late)[:NAMED]),
        ahead=sum(map(_is_ahead, dated)),
        impossible=len(impossible),
        impossible_letters=tuple(sorted(c.letter_id for c in impossible)[:NAMED]),
        only_both=_only(both),
        only_first=_only(first),
        only_substantive=_only(substantive),
        only_dated=_only(dated),
    )


def timing_findings(letters: Iterable[Letter]) -> Iterator[Finding]:
    """T1 to T3 for each source, handling region and channel among ``letters``, a finding for each that can be
    told.
    """
    for (_, region, channel), group in grouped(letters, desk_of).items():
        yield from desk_findings(counted(region, channel, [clocks_of(letter) for letter in group]))


def desk_findings(desk: Desk) -> Iterator[Finding]:
    """T1, T2, T3 and T4 of one desk. ``Finding`` has no source; ``region_code`` is the handling region."""
    for read in (_signature, _first_response, _substantive, _order, _limit):
        found = read(desk)
        if found is not None:
            yield found.finding(desk)


@cache
def _region_names() -> Mapping[str, str]:
    return {row["region_code"]: row["name"] for row in reference.rows("regions")}


def _of_desk(desk: Desk, said: Sentences, letters: Sequence[str], number: int) -> Sentences:
    """A sentence with the mailbox that it is about before it, and behind it the letters that it is about."""
    place = _region_names().get(desk.region_code or "", desk.region_code or "")
    named = say(
        "clocks",
        "letters" if number <= len(letters) else "letters_among",
        n=number,
        letters="、".join(letters),
        letters_en=", ".join(letters),
    )
    behind = named if letters else Sentences(statement_zh="", statement_en="")
    channel, channel_en = channel_zh(desk.channel), metric_en(desk.channel) if desk.channel else "letters"
    whose, whose_en = f"{channel}（{place}办理）" if place else channel, f" handled by {place}" if place else ""
    english = f"{said['statement_en'].rstrip()} {behind['statement_en']}".rstrip()
    return Sentences(
        statement_zh=f"{whose}{'：' if whose else ''}{said['statement_zh']}{behind['statement_zh']}",
        statement_en=f"{channel_en.capitalize()}{whose_en}: {english}",
    )


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
    letters: tuple[str, ...] = ()
    n_letters: int = 0

    def finding(self, desk: Desk) -> Finding:
        name = f"{channel_zh(desk.channel)}{f'（{desk.region_code}办理）' if desk.region_code else ''}"
        return Finding(
            check_id=self.check_id,
            subject=f"{name}{self.subject}",
            verdict=self.verdict,
            severity=self.severity,
            **_of_desk(desk, self.sentences, self.letters, self.n_letters),
            claimed=self.claimed,
            recomputed=self.recomputed,
            evidence=self.evidence,
            metric="response_time",
            region_code=desk.region_code,
            channel=desk.channel,
        )


def _total(days: Mapping[int, int]) -> int:
    return sum(days.values())


def _at(days: Mapping[int, int], place: int) -> int:
    """The value at a place, from 0, of the sorted days."""
    for value in sorted(days):
        place -= days[value]
        if place < 0:
            return value
    raise ValueError("a place behind the last letter")


def _median_text(days: Mapping[int, int]) -> str:
    """A median of whole days is whole or a half."""
    n = _total(days)
    return decimal(Fraction(_at(days, (n - 1) // 2) + _at(days, n // 2), 2), 1)


def _spread(days: Mapping[int, int], of_median: str, of_range: str) -> Sentences:
    """The median of many, the range of few; a range of one number is that number."""
    if _total(days) >= ENOUGH_FOR_MEDIAN:
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
def _signature(desk: Desk) -> _Read | None:
    """The day with which the answer is signed is not after the reply date that the page shows.

    Severity 3 where the page shows the date of the transfer notice. Letters with a date before the letter's own are
    T3's: a misprinted year would pass for a year of delay.

    Tolerance: less than one working day.
    """
    if not desk.both:
        return None
    late, only = _total(desk.late), desk.only_both
    if not late:
        sentences = say("clocks", "signed_in_time", n=desk.both)
    elif only is not None:
        sentences = _signed_later(only)
    else:
        sentences = _signed_later_many(desk)
    return _Read(
        check_id="T1",
        subject="页面回复时间与落款日期",
        verdict="needs_definition" if late else "consistent",
        severity=0 if not late else 3 if desk.transfers else 2,
        sentences=sentences,
        claimed=f"{only.page_replied_on}" if only else None,
        recomputed=(
            f"{only.signed_on}；相差{only.signed_minus_page_days}天、{_shown(only.signed_minus_page_workdays)}个工作日"
            if only
            else f"{late}/{desk.both}封落款晚于页面"
        ),
        evidence=(
            (f"{only.signed_on} - {only.page_replied_on} = {only.signed_minus_page_days}天",)
            if only is not None
            else (
                f"n={desk.both}",
                f"落款较晚{late}封",
                f"页面为转办日期{desk.transfers}封",
                *((f"中位数{_median_text(desk.late)}天",) if late >= ENOUGH_FOR_MEDIAN else ()),
            )
        ),
        letters=desk.late_letters,
        n_letters=late,
    )


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


def _signed_later_many(desk: Desk) -> Sentences:
    spread = _spread(desk.late, "median", "range")
    transfer = say("clocks", "transfer_many", transfers=desk.transfers) if desk.transfers else None
    return say(
        "clocks",
        "signed_later_many",
        n=desk.both,
        late=_total(desk.late),
        share=rate_text(Fraction(_total(desk.late), desk.both)),
        spread=spread["statement_zh"],
        spread_en=spread["statement_en"],
        transfer=transfer["statement_zh"] if transfer else "",
        transfer_en=transfer["statement_en"] if transfer else "",
    )


@check("T2", "首次回应用时", "time to the first response", gives="consistent", runs="letters")
def _first_response(desk: Desk) -> _Read | None:
    """From the letter to the first response, for which a notice of transfer counts; shown beside the second clock.

    Tolerance: none; days and working days are counted.
    """
    subject, only = "首次回应用时", desk.only_first
    if only is None:
        return _took_many(desk.first, subject, "first")
    is_notice = only.first_response_on == only.transfer_on
    stage = ("转办通知", "notice of transfer") if is_notice else ("页面", "page")
    days, workdays = only.first_response_days, only.first_response_workdays
    subject += "（转办通知）" if is_notice else ""
    return _took_one(subject, "first", stage, only.received_on, only.first_response_on, days, workdays)


@check("T2", "实质答复用时", "time to the substantive answer", gives="consistent", runs="letters")
def _substantive(desk: Desk) -> _Read | None:
    """From the letter to the signature of the substantive answer.

    Tolerance: none; days and working days are counted.
    """
    subject, only = "实质答复用时", desk.only_substantive
    if only is None:
        return _took_many(desk.substantive, subject, "substantive")
    days, workdays, stage = only.substantive_days, only.substantive_workdays, ("落款", "signature")
    return _took_one(subject, "substantive", stage, only.received_on, only.signed_on, days, workdays)


def _took_one(
    subject: str,
    case: str,
    stage: tuple[str, str],
    received: dt.date | None,
    answered: dt.date | None,
    days: int | None,
    workdays: int | None,
) -> _Read:
    """How long one clock of one letter ran."""
    figures = {
        "received": received,
        "answered": answered,
        "days": days,
        "workdays": _shown(workdays),
        "stage": stage[0],
        "stage_en": stage[1],
    }
    return _Read(
        check_id="T2",
        subject=subject,
        verdict="consistent",
        severity=0,
        sentences=say("clocks", f"{case}_one", **figures),
        claimed=str(answered),
        recomputed=f"{days}天；{_shown(workdays)}个工作日",
        evidence=("n=1",),
    )


def _took_many(days: Mapping[int, int], subject: str, case: str) -> _Read | None:
    """How long one clock of several letters ran."""
    if not days:
        return None
    spread = _spread(days, "took_median", "took_range")
    sentences = say(
        "clocks",
        f"{case}_many",
        n=_total(days),
        spread=spread["statement_zh"],
        spread_en=spread["statement_en"],
    )
    return _Read(
        check_id="T2",
        subject=subject,
        verdict="consistent",
        severity=0,
        sentences=sentences,
        claimed=None,
        recomputed=spread["statement_zh"],
        evidence=(f"n={_total(days)}",),
    )


def _answered_on(clocks: Clocks) -> list[dt.date]:
    """The dates that are printed of the answer."""
    return [d for d in (clocks.page_replied_on, clocks.transfer_on, clocks.signed_on) if d is not None]


def _is_dated(clocks: Clocks) -> bool:
    """Whether the letter has two dates that can be out of order, the day of its capture among them."""
    answered = clocks.first_response_on is not None or bool(_answered_on(clocks))
    return clocks.received_on is not None and (answered or _is_ahead(clocks))


def _is_reversed(clocks: Clocks) -> bool:
    received = clocks.received_on
    return received is not None and any(day < received for day in _answered_on(clocks))


def _is_ahead(clocks: Clocks) -> bool:
    """Whether a date lies after the day of the capture that prints it."""
    captured = clocks.captured_on
    if captured is None:
        return False
    return any(day > captured for day in (*_answered_on(clocks), clocks.received_on) if day is not None)


def _is_year_slip(clocks: Clocks) -> bool:
    """Whether every date before the letter's falls within a year after it when its year is one later."""
    received = clocks.received_on
    if received is None:
        return False
    return all((received - day).days <= 366 for day in _answered_on(clocks) if day < received)


@check("T3", "日期先后", "order of the dates", gives="consistent inconsistent", runs="letters")
def _order(desk: Desk) -> _Read | None:
    """No reply is dated before its letter, and no date lies after the capture that prints it: otherwise a printed date
    cannot hold.

    Tolerance: none; the same day is in order.
    """
    if not desk.dated:
        return None
    only = desk.only_dated
    dates = (only.received_on, only.page_replied_on, only.signed_on) if only else ()
    counts = [f"{desk.reversed}处颠倒", *([f"{desk.ahead}处晚于存档"] if desk.ahead else [])]
    return _Read(
        check_id="T3",
        subject="日期先后",
        verdict="inconsistent" if desk.impossible else "consistent",
        severity=2 if desk.impossible else 0,
        sentences=_disordered(desk) if desk.impossible else say("clocks", "ordered", n=desk.dated),
        claimed="；".join(str(day) for day in dates if day is not None) or None,
        recomputed="；".join(counts),
        evidence=(f"n={desk.dated}",),
        letters=desk.impossible_letters,
        n_letters=desk.impossible,
    )


def _disordered(desk: Desk) -> Sentences:
    """How many letters have a date that cannot hold, and why."""
    said = []
    if desk.reversed:
        said.append(say("clocks", "not_ordered", n=desk.dated, reversed=desk.reversed))
    if desk.slips:
        said.append(say("clocks", "year_slip", slips=desk.slips))
    if desk.ahead:
        said.append(say("clocks", "ahead", n=desk.dated, ahead=desk.ahead))
    return {
        "statement_zh": "".join(s["statement_zh"] for s in said),
        "statement_en": " ".join(s["statement_en"] for s in said),
    }


@check("T4", "办理期限", "limit of the channel", gives="consistent needs_definition", runs="letters")
def _limit(desk: Desk) -> _Read | None:
    """Answers against the limit that their own channel sets, by the page date and by the best date; a number of late
    ones that the two dates do not share is severity 2 where it is more than 5 % of the letters, otherwise 1: an answer
    is often put online the day after it was signed. Being late is no discrepancy.

    Tolerance: none; the last day itself is in time.
    """
    if not desk.limited:
        return None
    differs = desk.over_page != desk.over_best
    is_many = abs(desk.over_page - desk.over_best) * 100 > desk.limited * int(field("across", "headline_percent"))
    figures = {"n": desk.limited, "page": desk.over_page, "best": desk.over_best}
    return _Read(
        check_id="T4",
        subject="办理期限",
        verdict="needs_definition" if differs else "consistent",
        severity=2 if is_many else 1 if differs else 0,
        sentences=say("clocks", "limit_differs" if differs else "limit", **figures),
        claimed=None,
        recomputed=f"按页面时间{desk.over_page}封超期；按落款{desk.over_best}封超期",
        evidence=(f"n={desk.limited}",),
    )
