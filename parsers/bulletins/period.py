"""The time that a document speaks of: the period it reports, and the day up to which it counts.

What does not belong here: finding dates and periods in a text (``parsers.text``), and the days on which it was written
and posted (``head``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.bulletins.marks import FIGURE, ISSUE_NO, words_of
from parsers.document import Text
from parsers.records import BulletinMeta
from parsers.text.dates import find_dates, first_date
from parsers.text.numbers import half_width
from parsers.text.periods import Period, find_periods, month

_LAST_WEEK = re.compile(r"\s*(?:[一二三四五六七八九十\d]+[、.．]\s*)?上周(?!五|六|日|[一二三四])")
_NAMED_SPAN = re.compile(r"(?P<name>上周|上月|上季度)\s*(?P<span>[（(][^（）()]{5,40}[）)])")
_WEEK = 7
_UNTIL = r"(?:数据|统计)[^，,。]{0,4}[到至][^，,。]*?为止"  # 数据统计到5月31日为止
_MONTH_END = re.compile(r"(?:(?P<year>20\d{2})\s*年\s*)?(?P<month>\d{1,2})\s*月\s*(?:底|末)")


def reported_period(
    head: Sequence[str], body: Sequence[str], written_on: dt.date | None, *, press: bool
) -> Period | None:
    """The period that a document reports: of its head or opening; else the first that its figures stand beside, in an
    article of the press only the one that its title names by a word (上周); else, or where only a part of it is named
    behind it, the whole year with which they open.
    """
    counted = [text for text in body if FIGURE.search(half_width(text))]
    period = period_of(head, body[:3], written_on)
    if period is None:
        period = period_of((), counted, written_on)
        period = period if not press or _is_named_by(head, period, written_on) else None
    if period is None or period_of(head, (), written_on) is None:
        period = year_that_opens(counted, period) or period
    return period


def _is_named_by(head: Sequence[str], period: Period | None, written_on: dt.date | None) -> bool:
    """Whether the head calls a period that ended at most as long before it was written as it lasted by a word alone:
    上周 or 本周 a week, 上月 or 本月 a month.
    """
    if period is None or period.end is None or written_on is None:
        return False
    days = (period.end - period.start).days + 1
    is_month = period == month(period.start.year, period.start.month)
    word = "周" if days == _WEEK else "月" if is_month else None
    is_recent = 0 <= (written_on - period.end).days <= days
    return word is not None and is_recent and any(re.search(f"[上本]{word}", text) for text in head)


def period_of(head: Sequence[str], opening: Sequence[str], dated_on: dt.date | None) -> Period | None:
    """The period that a document reports: of its title, else the one that its opening names first.

    A period without a year is read against the date of the document: the latest such period that ended by then, or
    that was mostly over.
    """
    issue_year: Period | None = None
    for text in (*head, *opening):
        for found in find_periods(text, issue_year):  # 2018年第九期 gives the year of the 1-9月 below it
            if re.match(r"\s*第", text[found.end :]) and ISSUE_NO.match(text[found.end :].strip()):
                issue_year = issue_year or found.period  # 2023年第46期 numbers an issue
                continue
            if found.period is not None and found.period.end is not None and found.period.start != found.period.end:
                if (found.period.end - found.period.start).days > 360:
                    if text in opening:
                        continue
                    numbered = ISSUE_NO.search(text[found.end :]) is not None  # 2021年度简报第9期 is not of a year
                    return finer(found.period, (*head, *opening) if numbered else head) or found.period
                return found.period
    if issue_year is not None and (within := finer(issue_year, (*head, *opening))) is not None:
        return within
    if dated_on is None:
        return None
    reference = Period(dt.date(dated_on.year, 1, 1), dt.date(dated_on.year, 12, 31))
    for text in (*head, *opening):
        for found in find_periods(text, reference):
            if found.period is None or found.period.end is None or found.period == reference:
                continue
            if found.period.end > dated_on and not _is_mostly_over(found.period, dated_on):
                earlier = find_periods(
                    text, Period(dt.date(dated_on.year - 1, 1, 1), dt.date(dated_on.year - 1, 12, 31))
                )
                return next((f.period for f in earlier if f.start == found.start), None)
            return found.period
    return None


def _is_mostly_over(period: Period, day: dt.date) -> bool:
    """Whether a day lies in the later half of a period: what is printed then is of it, not of the year before."""
    return period.end is not None and period.end - day < day - period.start


def year_that_opens(texts: Sequence[str], part: Period | None) -> Period | None:
    """The whole year with which the first text with figures begins (2018年，全市共受理…), the last of several (2022年、
    2023年分别受理…); a ``part`` of it, or an earlier period, that another text names says more only where that one
    names it, too.
    """
    for text in texts[:1]:
        sentence = next((s for s in re.split("[。？！?!]", text) if FIGURE.search(half_width(s))), text)
        for opening in (text, sentence):
            year = _year_at_start(opening)
            if year is not None and (part is None or _says_less(part, year, text)):
                return year
    return None


_NEWS_LINE = re.compile(r"\s*[\u4e00-\u9fff]{2,6}讯(?:[（(][^（）()]{0,30}[）)])?[\s，,：:]*")
"""How an article of the press opens (人民网讯, 本报讯（记者李某）)."""


def _year_at_start(text: str) -> Period | None:
    """The whole year with which a text begins, its news line aside; the last of several that it names together."""
    opening = _NEWS_LINE.match(text)
    year, end = None, opening.end() if opening is not None else 0
    for found in find_periods(text):
        p = found.period
        is_next = re.fullmatch(r"[、和与及]?" if year else "", text[end : found.start].strip()) is not None
        if p is None or p.end is None or not is_next or (p.end - p.start).days <= 360:
            return year
        year, end = p, found.end
    return year


def _says_less(part: Period, year: Period, text: str) -> bool:
    """Whether another text names a period up to the end of a year, be it an earlier one (由2021年的9.6天缩短至6.8天;
    2019年至2022年四年来), and a text that begins with the year does not.
    """
    is_by_then = part.end is not None and year.end is not None and part.end <= year.end
    return is_by_then and part != year and all(found.period != part for found in find_periods(text, year))


def finer(year: Period, texts: Sequence[str]) -> Period | None:
    """A shorter period of a year that the head prints beside it (2024年第28周（7月8日—7月14日）)."""
    for text in texts:
        for found in find_periods(text, year):
            p = found.period
            if p is not None and p.end is not None and p != year and p.start != p.end and year.start <= p.start:
                return p
    return None


def own_period(meta: BulletinMeta, texts: Sequence[Text]) -> Period | None:
    """The period reported, with what the text calls it (上周（11.28—12.04）共受理…, and 上周 alone behind)."""
    if meta.period_start is None:
        return None
    period = Period(meta.period_start, meta.period_end)
    for t in texts[:20]:
        for m in _NAMED_SPAN.finditer(t.text):
            found = find_periods(half_width(m["span"]), period)
            if len(found) == 1 and found[0].period == period:
                return replace(period, called=m["name"])
    return replace(period, called="上周") if _is_last_week(period, texts) else period


def _is_last_week(period: Period, texts: Sequence[Text]) -> bool:
    """Whether a text that reports a week, and never says 本周, opens its figures with 上周 (上周，共收到来信50件);
    behind the figures of the week reported, 上周 is the one before.
    """
    is_week = period.end is not None and (period.end - period.start).days in (6, 7)
    counted = next((t.text for t in texts if FIGURE.search(half_width(t.text))), "")
    is_opening = _LAST_WEEK.match(counted) is not None
    return is_week and is_opening and not any(re.search("本周|这周|这一周", t.text) for t in texts)


def cut_off(texts: Sequence[Text], written_on: dt.date | None) -> dt.date | None:
    """The day up to which the figures were counted, where the text says so for all of them.

    A day without a year is the last such day before the document was written.
    """
    says_until = re.compile(f"{words_of('cut_off').pattern}|{_UNTIL}")
    for t in texts[:25]:
        for sentence in re.split(r"[。；]", t.text):
            if m := says_until.search(sentence):
                said = sentence[m.start() :]
                if _names_span(said):
                    continue
                if (day := first_date(said) or first_date(sentence)) is not None:
                    return day
                if written_on is not None and (day := _day_before(said, written_on)) is not None:
                    return day
    return None


def _names_span(text: str) -> bool:
    """Whether the first day that a text names is the first of a span (统计时间：3月11日—3月17日): no cut-off."""
    days = find_dates(text)
    spans = [f for f in find_periods(text) if f.period is None or f.period.start != f.period.end]
    return any(s.start <= d.start < s.end and d.end < s.end for d in days[:1] for s in spans)


def _day_before(text: str, written_on: dt.date) -> dt.date | None:
    """截至10月8日, 截至6月底: the last such day that is not after ``written_on``."""
    for year in (written_on.year, written_on.year - 1):
        if m := _MONTH_END.search(text):
            number = int(m["month"])
            day = month(int(m["year"] or year), number).end if 1 <= number <= 12 else None
        else:
            day = first_date(text, year)
        if day is not None and day <= written_on:
            return day
    return None


def counted_until(body: Sequence[Text]) -> dt.date | None:
    """The day up to which a text without a date of its own counts (截至2023年3月6日): it was written then or later."""
    for t in body:
        for found in find_dates(t.text):
            if found.date is not None and re.search(r"截[至止]到?\s*$", t.text[: found.start]):
                return found.date
    return None
