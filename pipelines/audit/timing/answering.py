"""T1, T2, T3, T4: what the letters of one source, handling region and channel show together of how they are answered.

What belongs here: the findings about a desk. What does not: the clocks of a letter and what is counted of them
(``clocks``), what a deadline is, and summaries by period (``warehouse/models``).

A signature is the date an office put under its answer, not the day on which it reached the writer; nothing here says
more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from parsers.records import Letter
from pipelines.audit.finding import Finding, Sentences, check, say
from pipelines.audit.rules import field
from pipelines.audit.stated import grouped, rate_text
from pipelines.audit.steps import step
from pipelines.audit.timing.clocks import Clocks, Desk, clocks_of, counted, desk_of
from pipelines.audit.wording import channel_zh, decimal, metric_en
from warehouse import reference

# A median of fewer letters is not shown; their range is (comparisons with small n are hidden, printed figures never).
ENOUGH_FOR_MEDIAN = 20


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
        "answering",
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
        return say("answering", of_median, median=_median_text(days))
    low, high = min(days), max(days)
    same = low == high
    return say(
        "answering", of_range, days=low if same else f"{low}至{high}", days_en=low if same else f"{low} to {high}"
    )


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
        sentences = say("answering", "signed_in_time", n=desk.both)
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
            f"{only.signed_on}；"
            + step("days_apart", n=only.signed_minus_page_days, workdays=_shown(only.signed_minus_page_workdays))
            if only
            else step("signed_after_page", late=late, n=desk.both)
        ),
        evidence=(
            (f"{only.signed_on} - {only.page_replied_on} = {only.signed_minus_page_days}天",)
            if only is not None
            else (
                step("letters_checked", n=desk.both),
                step("signed_later", n=late),
                step("page_is_transfer", n=desk.transfers),
                *((step("median_days", n=_median_text(desk.late)),) if late >= ENOUGH_FOR_MEDIAN else ()),
            )
        ),
        letters=desk.late_letters,
        n_letters=late,
    )


def _shown(number: int | None) -> str:
    """A number, or that it is not known."""
    return "（历法未覆盖）" if number is None else str(number)


def _signed_later(clocks: Clocks) -> Sentences:
    transfer = say("answering", "transfer_one") if clocks.page_is_transfer else None
    return say(
        "answering",
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
    transfer = say("answering", "transfer_many", transfers=desk.transfers) if desk.transfers else None
    return say(
        "answering",
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
        sentences=say("answering", f"{case}_one", **figures),
        claimed=str(answered),
        recomputed=f"{days}天；{_shown(workdays)}个工作日",
        evidence=(step("letters_checked", n=1),),
    )


def _took_many(days: Mapping[int, int], subject: str, case: str) -> _Read | None:
    """How long one clock of several letters ran."""
    if not days:
        return None
    spread = _spread(days, "took_median", "took_range")
    sentences = say(
        "answering",
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
        evidence=(step("letters_checked", n=_total(days)),),
    )


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
    counts = [step("reversed_dates", n=desk.reversed), *([step("after_capture", n=desk.ahead)] if desk.ahead else [])]
    return _Read(
        check_id="T3",
        subject="日期先后",
        verdict="inconsistent" if desk.impossible else "consistent",
        severity=2 if desk.impossible else 0,
        sentences=_disordered(desk) if desk.impossible else say("answering", "ordered", n=desk.dated),
        claimed="；".join(str(day) for day in dates if day is not None) or None,
        recomputed="；".join(counts),
        evidence=(step("letters_checked", n=desk.dated),),
        letters=desk.impossible_letters,
        n_letters=desk.impossible,
    )


def _disordered(desk: Desk) -> Sentences:
    """How many letters have a date that cannot hold, and why."""
    said = []
    if desk.reversed:
        said.append(say("answering", "not_ordered", n=desk.dated, reversed=desk.reversed))
    if desk.slips:
        said.append(say("answering", "year_slip", slips=desk.slips))
    if desk.ahead:
        said.append(say("answering", "ahead", n=desk.dated, ahead=desk.ahead))
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
        sentences=say("answering", "limit_differs" if differs else "limit", **figures),
        claimed=None,
        recomputed="；".join((step("late_by_page", n=desk.over_page), step("late_by_signature", n=desk.over_best))),
        evidence=(step("letters_checked", n=desk.limited),),
    )
