"""P2 over the letters of a desk: answers that pile up on the last day of their limit, or on one day of the week.

What belongs here: the query that counts, what makes a pile, and its words. What does not: the clocks of letters
(``warehouse/models/response_times.sql``), whether a letter is late (T4, ``pipelines.audit.timing.answering``), and
answers worded alike (``pipelines.audit.wide.history``). The thresholds are data:
``pipelines/audit/rules/heaping.yaml``.

A pile is a pattern of work as much as of books, so it is ``unusual`` at most, and never above severity 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb

import duckdb

from pipelines.audit.finding import Finding, Placed, check, say
from pipelines.audit.rules import field
from pipelines.audit.wording import channel_zh, metric_en, percent
from warehouse.records import Row, records

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

# One row is a desk (source, region that answers, channel). A make-up Saturday is a working day of no week's rhythm.
DESKS = f"""
SELECT
    t.source_id,
    coalesce(t.handling_region_code, t.region_code) AS region_code,
    any_value(m.name) AS mailbox,
    any_value(r.name) AS answering,
    t.channel,
    count(*) FILTER (t.limit_workdays IS NOT NULL AND t.substantive_workdays IS NOT NULL) AS limited,
    count(*) FILTER (t.substantive_workdays = t.limit_workdays) AS on_limit,
    count(*) FILTER (t.substantive_workdays = t.limit_workdays - 1) AS "before",
    count(*) FILTER (t.substantive_workdays = t.limit_workdays + 1) AS "after",
    [{", ".join(f"count(*) FILTER (isodow(t.substantive_on) = {n})" for n in range(1, 6))}] AS weekdays
FROM response_times t
LEFT JOIN working_days w ON w.day = t.substantive_on
LEFT JOIN regions m ON m.region_code = t.region_code
LEFT JOIN regions r ON r.region_code = coalesce(t.handling_region_code, t.region_code)
WHERE t.substantive_on IS NOT NULL AND t.impossible_clocks = 0 AND coalesce(w.is_workday, true)
GROUP BY 1, 2, t.channel
ORDER BY 1, 2, t.channel
"""


def is_heaped_on_limit(on: int, before: int, after: int, n: int) -> bool:
    """Whether enough of ``n`` answers come on the last day of their limit, far more than on the days beside it, and
    more than chance makes of two days that are alike.
    """
    beside = max(before, after)
    is_pile = on * 100 >= n * int(field("heaping", "limit_percent")) and on >= beside * int(
        field("heaping", "limit_times")
    )
    return is_pile and chance_of_two_alike(on, beside) * 100 <= int(field("heaping", "limit_chance_percent"))


def chance_of_two_alike(more: int, fewer: int) -> Fraction:
    """How often one of two days between which answers fall by the toss of a coin has at least ``more`` of them.

    >>> chance_of_two_alike(4, 0)
    Fraction(1, 16)
    """
    n = min(more + fewer, _TOSSES)
    least = -(-more * n // (more + fewer)) if n else 0
    return Fraction(sum(comb(n, k) for k in range(least, n + 1)), 2**n)


_TOSSES = 1000
"""Of more answers than these the chance is that of so many: with twice as many on one day it is nil long before."""


def is_heaped_on_weekday(on: int, n: int) -> bool:
    """Whether enough of ``n`` answers bear one day of the week."""
    return Fraction(on * 100, n) >= int(field("heaping", "weekday_percent"))


@check(
    "P2",
    "答复集中于时限最后一天",
    "answers on the last day of their limit",
    gives="consistent unusual",
    runs="warehouse",
)
def heaped_on_limit(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """Of at least 50 dated substantive answers of one desk that have a limit of their channel, how many come on its
    last working day: unusual from 20 % on, if also twice as many as on the busier of the days before and after, and
    more than chance makes of two days that are alike in 99 of 100 cases.

    Tolerance: none beyond the thresholds.
    """
    for row in records(con, DESKS):
        n, on, before, after = row["limited"], row["on_limit"], row["before"], row["after"]
        if n < int(field("heaping", "enough_answers")):
            continue
        heaped = is_heaped_on_limit(on, before, after, n)
        yield _placed(
            row,
            "on_limit" if heaped else "spread_limit",
            "实质答复与时限最后一天",
            heaped=heaped,
            n=n,
            on=on,
            before=before,
            after=after,
        )


@check("P2", "答复集中于一周中一天", "answers on one day of the week", gives="consistent unusual", runs="warehouse")
def heaped_on_weekday(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """Of at least 50 substantive answers of one desk that are dated on working days, how many bear the commonest
    weekday: unusual from 40 % on. Make-up Saturdays and Sundays are left out.

    Tolerance: none beyond the threshold.
    """
    for row in records(con, DESKS):
        n = sum(row["weekdays"])
        if n < int(field("heaping", "enough_answers")):
            continue
        on = max(row["weekdays"])
        commonest = row["weekdays"].index(on)
        heaped = is_heaped_on_weekday(on, n)
        yield _placed(
            row,
            "on_weekday" if heaped else "spread_week",
            "实质答复与星期",
            heaped=heaped,
            n=n,
            on=on,
            weekday=WEEKDAYS[commonest],
            weekday_en=WEEKDAYS_EN[commonest],
        )


def _placed(row: Row, case: str, subject: str, *, heaped: bool, n: int, on: int, **figures: object) -> Placed:
    """The finding of one desk: ``on`` of its ``n`` answers are on the day in question."""
    mailbox, answering = row["mailbox"] or "", row["answering"] or row["region_code"] or ""
    by = "" if answering == mailbox else answering
    about = f"{mailbox}{channel_zh(row['channel'])}" + (f"（{by}答复）" if by else "")
    about_en = metric_en(row["channel"]) if row["channel"] else "channel"
    about_en += (f" of {mailbox}" if mailbox else "") + (f" (answered by {by})" if by else "")
    share = percent(Fraction(on * 100, n), 1)
    finding = Finding(
        check_id="P2",
        subject=f"{about}{subject}",
        verdict="unusual" if heaped else "consistent",
        severity=1 if heaped else 0,
        **say(
            "heaping",
            case,
            about=about,
            about_en=about_en,
            n=n,
            on=on,
            share=share,
            **figures,
        ),
        recomputed=share,
        evidence=(f"{on}/{n}={share}",),
        region_code=row["region_code"],
        channel=row["channel"],
    )
    # Regions of one name may answer in one mailbox: the code tells them apart.
    container_id = f"{row['source_id']}:{row['region_code']}:{row['channel']}"
    return Placed(finding=finding, container_id=container_id, source_id=row["source_id"])
