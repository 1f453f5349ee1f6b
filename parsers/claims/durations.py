"""Durations: how long answers took, on average or after a day that was named.

What belongs here: durations of answering. What does not: any other duration (roadworks, courses), which is no claim.
"""

from __future__ import annotations

import re

from parsers import vocabulary
from parsers.claims.changes import ends_in_change, reaches, read_change_of_average
from parsers.claims.measures import metrics_before
from parsers.claims.names import only_says_when
from parsers.claims.naming import name_part
from parsers.claims.offices import office_at_start
from parsers.claims.parts import read_earlier_value
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.walk import About, Walk, write
from parsers.claims.words import any_of, words_pattern
from parsers.records import Claim

_NEAR = 40  # characters behind a duration in which the answer must be named


def read_duration(walk: Walk, figure: Figure) -> None:
    """Read a duration that a metric word names, or one that stands beside a word of answering."""
    sentence = walk.sentence
    if (moved := _average_that_moved(walk, figure)) is not None:
        walk.state.period = walk.scope.period
        write(walk, figure, moved.metric, moved.label or "", About(whole=True))
        return
    averages = metrics_before(sentence, figure, "duration")
    if not averages and (earlier := _earlier_average(walk, figure)) is not None:
        read_earlier_value(walk, figure, earlier)
        return
    if ends_in_change(sentence.clause_before(figure)):
        read_change_of_average(walk, figure)
        return
    if not walk.scope.needs_channel and _is_overdue(walk, figure):
        write(walk, figure, "overdue_days", "超期")
        return
    if re.match(any_of("negations"), sentence.after(figure)):
        return  # 3条留言超过3个月未答复
    if walk.scope.needs_channel or _is_a_day(sentence, figure) or not (averages or _is_of_answering(sentence, figure)):
        return
    if averages and walk.scope.stated_by == "government":
        name_part(walk, figure, averages[0])
    metric, label = (str(averages[-1].value), averages[-1].text) if averages else ("response_time", "办理时间")
    write(walk, figure, metric, label, About(agency=_office_after(sentence, figure), whole=True))


def _average_that_moved(walk: Walk, figure: Figure) -> Claim | None:
    """The average named just before, where this duration is the level that it reached (由4.6天缩短至3.8天)."""
    averages = [c for c in walk.reading.claims if c.metric == "average_response_time"]
    return averages[-1] if averages and reaches(walk.sentence, figure) else None


def _earlier_average(walk: Walk, figure: Figure) -> Claim | None:
    """The average just before, where this duration is that of an earlier period (平均用时3.8天，较上月的4.6天缩短…)."""
    last = walk.reading.claims[-1] if walk.reading.claims else None
    is_average = last is not None and last.metric == "average_response_time" and last.category is None
    return last if is_average and only_says_when(walk.sentence, figure) else None


def _is_overdue(walk: Walk, figure: Figure) -> bool:
    """Whether a duration is by how much an answer was late (分别超期34天、23天)."""
    overdue = words_pattern(vocabulary.metrics()["overdue"].printed)
    if re.search(rf"(?:{overdue})[了达共]?\s*$", walk.sentence.before(figure)):
        return figure.number.unit in ("天", "工作日")
    before = walk.reading.claims[-1] if walk.reading.claims else None
    if before is None or before.metric != "overdue_days":
        return False
    gap = walk.sentence.text[walk.sentence.place_of(before) + len(before.printed) : figure.start]
    return re.fullmatch(rf"\s*(?:[、，,]|{any_of('joining')})\s*", gap) is not None


def _is_a_day(sentence: Sentence, figure: Figure) -> bool:
    """一天 is a way of speaking, and 上一周 or 一周办理情况 is when something was."""
    is_when = re.search("[上前近每这本下]$", sentence.before(figure)) is not None
    if is_when or re.match("[^，,；;。]{0,4}情况", sentence.after(figure)):
        return True
    return figure.number.unit == "天" and figure.number.number.printed.startswith("一")


def _is_of_answering(sentence: Sentence, figure: Figure) -> bool:
    before = sentence.clause_before(figure)
    if re.search(rf"{any_of('going_on')}\s*$", before) or re.match(r"[^，,；;。]{0,6}一次", sentence.after(figure)):
        return False
    rest = re.split(r"[；;。]", sentence.after(figure))[0][:_NEAR]
    # 办结 in 办结率 is a rate, and no answer.
    return any(re.search(rf"{any_of('answering')}(?!率)", text) for text in (before, rest))


def _office_after(sentence: Sentence, figure: Figure) -> str | None:
    """The office that answered: 仅一个工作日后，县住建局作出答复."""
    after = sentence.after(figure)
    found = re.match(any_of("after_event"), after)
    return office_at_start(after[found.end() :].lstrip("，, ")) if found else None
