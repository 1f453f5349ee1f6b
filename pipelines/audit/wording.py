"""Numbers, metrics and channels as words for the sentences of findings.

What belongs here: how a figure or a code is shown to a person in Chinese and in English. What does not: sentences
(``statements/*.yaml``) and the arithmetic.
"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from functools import cache

from parsers.records import Claim
from parsers.vocabulary import load, metrics
from pipelines.audit.intervals import half_up
from pipelines.audit.rules import field


def decimal(value: Fraction, places: int = 4) -> str:
    """A number with at most ``places`` decimals, half up, no more than it needs; whole numbers without a point."""
    if value.denominator == 1:
        return str(value.numerator)
    text = _fixed(value, places)
    return text.rstrip("0").rstrip(".") if (value * 10**places).denominator == 1 and "." in text else text


def _fixed(value: Fraction, places: int) -> str:
    """A number with exactly ``places`` decimals, half up; without a point where there are none or it is whole."""
    if value.denominator == 1:
        return str(value.numerator)
    scaled = half_up(value * 10**places)
    sign = "-" if scaled < 0 else ""
    whole, rest = divmod(abs(scaled), 10**places)
    return f"{sign}{whole}.{rest:0{places}d}"


def percent(value: Fraction, places: int | None = None) -> str:
    """A number on the percent scale: ``Fraction(84 * 100, 110)`` -> ``76.3636%``.

    With ``places`` always so many of them; without, at most four, and no more than an exact number needs (``96%``).
    """
    if places is None:
        return f"{decimal(value)}%"
    text = _fixed(value, places)
    return f"{text}%" if "." in text or not places else f"{text}.{'0' * places}%"


def places_of(step: Fraction) -> int:
    """How many decimals a figure is printed with, from one unit of its last digit: 1/100 -> 2, 1 -> 0."""
    return max(0, len(str(step.denominator)) - 1)


def signed(value: Fraction) -> str:
    """A difference with its sign: ``+68``, ``-4``, ``0``."""
    return f"+{decimal(value)}" if value > 0 else decimal(value)


def apart(gap: Fraction, *, is_rate: bool) -> str:
    """How far two figures lie apart: ``15``; of rates in percent ``4.54个百分点``."""
    return f"{decimal(abs(gap))}个百分点" if is_rate else decimal(abs(gap))


def metric_zh(code: str) -> str:
    """The short Chinese name of a metric, from ``rules/wording.yaml``."""
    return str(field("wording", "metrics").get(code, code))


def metric_en(code: str) -> str:
    """The English name of a code: ``on_time_completion_rate`` -> ``on-time completion rate``."""
    return code.replace("on_time", "on-time").replace("_", " ")


def named_en(code: str) -> str:
    """A metric as the subject of an English sentence: ``completion rate``, ``number “received”``."""
    return metric_en(code) if metrics()[code].kind == "rate" else f"number “{metric_en(code)}”"


@cache
def channel_zh(code: str | None) -> str:
    """The Chinese name of a channel, from ``rules/wording.yaml`` or its first word, or of a platform without a code;
    empty for an unknown one.
    """
    if not code or code in load("platforms"):
        return code or ""
    words = load("channels").get(code)
    return str(field("wording", "channels").get(code) or (words[0] if words else ""))


def channel_of(claim: Claim) -> str:
    """The Chinese name of the channel of a claim, as its sentence prints it where that is the one of another level of
    government (区长公开电话, and not 县长公开电话).
    """
    name = channel_zh(claim.channel)
    if not claim.channel or not name or name in claim.quote:
        return name
    of_levels = (word for word in load("channels").get(claim.channel, ()) if word[1:] == name[1:] and len(name) > 1)
    return next((word for word in of_levels if word in claim.quote), name)


def _is_whole_months(start: dt.date, end: dt.date) -> bool:
    return start.day == 1 and (end + dt.timedelta(days=1)).day == 1


def period_zh(claim: Claim) -> str:
    """The period of a claim as a short phrase: ``2020年``, ``2021年1月``, ``2021年10月至12月``,
    ``2024-07-08至2024-07-14``; empty where none is printed.
    """
    return span_zh(claim.period_start, claim.period_end)


def span_zh(start: dt.date | None, end: dt.date | None) -> str:
    """A period as a short phrase, as ``period_zh`` gives it for a claim."""
    if start is None:
        return ""
    if end is None:
        return f"{start.year}年起"
    if start.year != end.year or not _is_whole_months(start, end):
        return f"{start.isoformat()}至{end.isoformat()}"
    if (start.month, end.month) == (1, 12):
        return f"{start.year}年"
    return f"{start.year}年{start.month}月" + (f"至{end.month}月" if end.month != start.month else "")


def about(claim: Claim) -> str:
    """Whom and what a claim is about, without its value: channel, period, unit, part; the head of a subject."""
    unit = claim.agency if claim.scope == "unit" and claim.agency else ""
    speaker = "来信人所述" if claim.stated_by == "letter_writer" else ""
    period = period_zh(claim)
    return "".join((channel_of(claim), f"（{period}）" if period else "", speaker, unit, claim.category or ""))


def of_period(period: str, printed: str) -> str:
    """A figure behind its period: ``2023年6月96.67%``, ``2023-07-03至2023-07-09的96.67%``; no digits touch."""
    return f"{period}的{printed}" if period[-1:].isdigit() else f"{period}{printed}"


def header_zh(header: str) -> str:
    """A column header without the white space that page layout put into it."""
    return re.sub(r"\s", "", header)
