"""L1 and the cut-off part of D2: how late a bulletin appeared, and until when its figures count.

What belongs here: the dates that a bulletin prints about itself. What does not: the dates of letters (``clocks``).

The reference is article 26 of the 政府信息公开条例 (2019): information to be disclosed on the authority's own
initiative appears within 20 working days. Whether a given bulletin is such information is not presumed, so a lag is
unusual at most.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from parsers.claims.words import words_pattern
from parsers.records import BulletinMeta, Claim
from parsers.text.dates import first_date
from parsers.text.numbers import half_width
from pipelines.audit.figures import located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.rules import words
from pipelines.workdays import UncoveredDay, workdays_between

REFERENCE_WORKDAYS = 20

_NAMES = {
    "published_on": ("发文日期", "published"),
    "dated_on": ("印发日期", "its own date"),
    "period_end": ("统计期末", "the end of its period"),
}


@dataclass(frozen=True, slots=True)
class Lag:
    """The time from ``earlier`` to ``later``, both names of date fields of ``BulletinMeta``.

    ``workdays`` is ``None`` where the official calendar does not cover one of the dates; both are negative when
    ``later`` comes first.
    """

    later: str
    earlier: str
    later_on: dt.date
    earlier_on: dt.date
    days: int
    workdays: int | None


def _lag(meta: BulletinMeta, later: str, earlier: str) -> Lag | None:
    later_on, earlier_on = getattr(meta, later), getattr(meta, earlier)
    if later_on is None or earlier_on is None:
        return None
    try:
        workdays = workdays_between(earlier_on, later_on)
    except UncoveredDay:  # The days still stand; a missing calendar is no reason to drop them.
        workdays = None
    return Lag(later, earlier, later_on, earlier_on, (later_on - earlier_on).days, workdays)


def publication_lags(meta: BulletinMeta) -> tuple[Lag, ...]:
    """The lags that a bulletin's dates allow: from its own date and its period's end to its publication, and from its
    period's end to its own date, unless that is the day of its publication. Empty where the dates are missing.
    """
    pairs = [("published_on", "dated_on"), ("published_on", "period_end")]
    if meta.dated_on != meta.published_on:
        pairs.append(("dated_on", "period_end"))
    return tuple(lag for later, earlier in pairs if (lag := _lag(meta, later, earlier)) is not None)


@check("L1", "公开滞后", "publication lag", gives="consistent unusual")
def publication_lag(audited: Audited) -> Iterator[Finding]:
    """Each lag of a bulletin against 20 working days; where no working days are known, against 28 days.

    Tolerance: 20 working days, the reference of article 26 of the disclosure regulations.
    """
    if audited.meta is not None:
        for lag in publication_lags(audited.meta):
            yield _lag_finding(audited.meta, lag)


def _is_late(lag: Lag) -> bool:
    if lag.workdays is None:
        return lag.days > REFERENCE_WORKDAYS * 7 // 5
    return lag.workdays > REFERENCE_WORKDAYS


def _lag_finding(meta: BulletinMeta, lag: Lag) -> Finding:
    case, verdict, severity = "in_time", "consistent", 0
    if lag.days < 0:
        case, verdict, severity = "before", "unusual", 1
    elif _is_late(lag):
        case, verdict, severity = "late", "unusual", 2
    (later_zh, later_en), (earlier_zh, earlier_en) = _NAMES[lag.later], _NAMES[lag.earlier]
    workdays = "（历法未覆盖）" if lag.workdays is None else str(lag.workdays)
    return Finding(
        check_id="L1",
        subject=f"公开滞后：{later_zh}距{earlier_zh}",
        verdict=verdict,
        severity=severity,
        **say(
            "lag",
            case,
            later=lag.later_on,
            earlier=lag.earlier_on,
            later_zh=later_zh,
            later_en=later_en[0].upper() + later_en[1:],
            earlier_zh=earlier_zh,
            earlier_en=earlier_en,
            days=abs(lag.days),
            workdays=workdays,
            limit=REFERENCE_WORKDAYS,
        ),
        claimed=f"{lag.later_on}",
        recomputed=f"{lag.days}天；{workdays}个工作日",
        evidence=(f"{lag.later_on}-{lag.earlier_on}",),
        region_code=meta.region_code,
        channel=meta.channel,
        period_start=meta.period_start,
        period_end=meta.period_end,
    )


_UNTIL = re.compile(r"截[至止]")


def _counted_late(audited: Audited, meta: BulletinMeta) -> Claim | None:
    """The first count of completed or open items of the period reported that its sentence gives as of a later day
    (截至4月11日，累计办结880件), where the document names no day of counting for all of its figures.
    """
    if meta.cutoff_on is not None or meta.period_end is None:
        return None
    for claim in narrative(audited):
        is_own = (claim.period_start, claim.period_end) == (meta.period_start, meta.period_end)
        is_stage = claim.metric in ("completed", "replied", "in_progress", "not_completed")
        is_late = claim.as_of is not None and claim.as_of > meta.period_end
        if is_own and is_stage and is_late and _UNTIL.search(claim.quote.partition(claim.printed)[0]):
            return claim
    return None


_LONGEST_WITH_ALL_DONE = dt.timedelta(days=92)
"""Of a longer period, a sentence that all is done may speak of some months only."""


@cache
def _all_done_by() -> re.Pattern[str]:
    done = words_pattern(words("lag", "all_done"))
    day = r"(?:20\d{2}年)?\d{1,2}月\d{1,2}日"
    return re.compile(rf"截[至止]到?(?P<day>{day})[^，,；;。\d]{{0,4}}[，,]?[^，,；;。\d]{{0,6}}(?:{done})")


def _all_done_on(audited: Audited, meta: BulletinMeta) -> dt.date | None:
    """The first day, from the period's beginning to half a year behind its end, by which the text says that all was
    completed (截至10月25日全部办结); a day without a year is the first such day.
    """
    start, end = meta.period_start, meta.period_end
    if start is None or end is None or end - start > _LONGEST_WITH_ALL_DONE:
        return None
    for found in _all_done_by().finditer(re.sub(r"\s", "", half_width(audited.full_text))):
        days = (first_date(found["day"], year) for year in range(start.year, end.year + 2))
        for day in days:
            if day is not None and start <= day <= end + 2 * _LONGEST_WITH_ALL_DONE:
                return day
    return None


@check("D2", "统计截止日与统计期末", "cut-off against the end of the period", gives="unusual")
def cutoff_after_period(audited: Audited) -> Iterator[Finding]:
    """A printed cut-off after the period's end, of the document or of a sentence on what was completed (截至4月11日，
    累计办结880件): what was open at its end may have been closed in between. A sentence that all was completed by a day
    (截至10月25日全部办结) is one, too; before the period's end, it says nothing of what came in behind that day.

    Tolerance: none; one day is told.
    """
    meta = audited.meta
    if meta is None:
        return
    late = _counted_late(audited, meta)
    day = late.as_of if late is not None else meta.cutoff_on
    done_on = _all_done_on(audited, meta) if day is None else None
    lag = _lag(replace(meta, cutoff_on=day or done_on), "cutoff_on", "period_end")
    if lag is None or lag.days == 0 or (lag.days < 0 and done_on is None):
        return
    workdays = "（历法未覆盖）" if lag.workdays is None else str(lag.workdays)
    is_late = lag.days > 0
    said = say(
        "lag",
        "cutoff" if is_late else "cutoff_before",
        cutoff=lag.later_on,
        period_end=lag.earlier_on,
        days=abs(lag.days),
        workdays=workdays,
    )
    finding = Finding(
        check_id="D2",
        subject="统计截止日晚于统计期末" if is_late else "全部办结之日早于统计期末",
        verdict="unusual",
        severity=1,
        **said,
        claimed=f"{lag.later_on}",
        recomputed=f"{lag.days}天；{workdays}个工作日",
        evidence=(f"{lag.later_on}-{lag.earlier_on}",),
        region_code=meta.region_code,
        channel=meta.channel,
        period_start=meta.period_start,
        period_end=meta.period_end,
    )
    yield finding if late is None else located(audited, finding, (late,))
