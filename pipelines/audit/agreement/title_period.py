"""The period that a title prints, against the periods of the text.

What belongs here: this check alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from parsers.text.periods import find_periods, months
from pipelines.audit.figures import (
    located,
    narrative,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.stated import (
    grouped,
    period_of,
)

_RULES = "title_period"


def _lies_within(inner: tuple[dt.date | None, dt.date | None], outer: tuple[dt.date | None, dt.date | None]) -> bool:
    (a, b), (start, end) = inner, outer
    return None not in (a, b, start, end) and start <= a and b <= end  # type: ignore[operator]


@check(
    "N1",
    "标题与正文统计期",
    "period of the title against the text",
    gives="consistent needs_definition unusual",
)
def title_period(audited: Audited) -> Iterator[Finding]:
    """The month, quarter, year or span of days that the title prints is the period of at least one figure of the text.

    A title without a year is read in the year of the text, and then only what agrees is told.

    Tolerance: none.
    """
    stated = [c for c in narrative(audited) if c.period_start is not None and c.period_end is not None]
    if audited.meta is None or not audited.meta.title or not stated:
        return
    own = grouped(stated, period_of)
    usual = max(own, key=lambda p: len(own[p]))
    named = find_periods(audited.meta.title)
    names_year = any(found.period is not None for found in named)
    if not names_year and usual[0] is not None:
        named = find_periods(audited.meta.title, months(usual[0].year, 1, 12))
    printed = [
        found for found in named if found.period is not None and found.period.end is not None and found.confidence == 1
    ]
    if len(printed) != 1:
        return
    title = printed[0]
    period = (title.period.start, title.period.end) if title.period else None
    holds = any(period_of(c) == period for c in stated)
    if not holds and period is not None and any(_lies_within(period_of(c), period) for c in stated):
        return  # a title may name the year of a month
    if not holds and not names_year:
        return
    text = f"{usual[0]}至{usual[1]}"
    finding = Finding(
        check_id="N1",
        subject="标题与正文统计期",
        verdict="consistent" if holds else "needs_definition",
        severity=0 if holds else 2,
        **say(_RULES, "title" if holds else "title_differs", claimed=title.printed, figure=text),
        claimed=title.printed,
        recomputed=title.printed if holds else text,
    )
    yield located(audited, finding, own[usual][:1])
