"""Whose figure it is: parts of a whole and offices, named in the same clause as a figure or only beside it.

What belongs here: figures one by one. What does not: several values in the order of their names (``lists``), and what
makes a string a name (``names``, ``offices``).
"""

from __future__ import annotations

import re

from parsers import vocabulary
from parsers.claims.measures import item_before
from parsers.claims.names import (
    LONGEST_NAME,
    is_kind,
    kind_at_end,
    only_says_channel,
    only_says_when,
    part_name,
)
from parsers.claims.offices import (
    is_group_of_offices,
    office_at_start,
    office_list_at_start,
    starts_with_whole_place,
    subject_in,
)
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.tokens import Token
from parsers.claims.walk import About, Walk, add, leave, write
from parsers.claims.words import any_of
from parsers.records import Claim
from parsers.text.periods import Period


def name_part(walk: Walk, figure: Figure, metric: Token) -> None:
    """Take up a part or office named before a figure and its metric: 投诉类受理5件, 县住建局办结率90%."""
    start, end = walk.sentence.clause_start(figure.index), min(metric.start, figure.start)
    name = part_name(walk.sentence, start, end)
    kind = name if _is_part(walk, name, metric) else kind_at_end(name)
    same_day = re.search(f"{any_of('same_day')}$", walk.sentence.text[start:end])
    if kind is not None:
        walk.start_part(kind, start)
    elif same_day is not None and metric.start < figure.start:
        walk.start_part(same_day.group(), start)
        walk.segment_is_part = False
    elif starts_with_whole_place(subject_in(walk.sentence.text[start:end])):
        walk.start_segment(start)
        walk.state.agency = walk.subject = None
    elif start <= walk.segment_start or not walk.segment_is_part:
        _name_office(walk, start, end)


def _is_part(walk: Walk, name: str, metric: Token) -> bool:
    """Whether all words before a metric name a part: a kind of request, a group of offices, a way in."""
    way_in = bool(re.fullmatch(any_of("ways_in"), name)) and metric.value == "received"
    return is_kind(name) or is_group_of_offices(name) or (way_in and walk.state.topic is not None)


def name_rated_part(walk: Walk, figure: Figure, end: int) -> bool:
    """Take up a part named before ``end`` in the clause of its rate (投诉类占比42.4%); whether there is one."""
    start = walk.sentence.clause_start(figure.index)
    name = part_name(walk.sentence, start, end)
    if name:
        walk.start_part(name, start)
    return bool(name)


def _name_office(walk: Walk, start: int, end: int) -> None:
    """The office that a clause begins with, its period and channel aside, is whom the figures are about."""
    if walk.scope.needs_channel:
        return
    periods = [t.end for t in walk.sentence.between(start, end, "period")]
    text = walk.sentence.text[max([start, *periods]) : end]
    words = subject_in(text)
    if starts_with_whole_place(words):
        walk.state.agency = walk.subject = None
    elif re.match(any_of("own_office"), words):
        walk.state.agency = walk.scope.attributed_to
    elif (
        office := office_list_at_start(words) or office_at_start(words)
    ) is not None and office not in vocabulary.channel_words():
        walk.state.agency = office
        walk.subject = walk.subject if office == walk.subject else None


def read_span(walk: Walk, figure: Figure) -> bool:
    """Take up a part named by how long its answers took (2—3个工作日答复97件); whether ``figure`` is such a span.

    A count must follow it, with no more than a metric word between them; of what, is read there.
    """
    sentence = walk.sentence
    count = _count_behind(sentence, figure)
    if count is None or walk.scope.needs_channel:
        return False
    before = re.search(
        rf"{any_of('span_openings')}?(?:\d+(?:\.\d+)?[^\d，,；;、]{{0,4}}?[-—–－~～至到]+)?$", sentence.before(figure)
    )
    after = re.match(f"{any_of('span_ends')}?", sentence.after(figure))
    start = before.start() if before else figure.start
    end = figure.end + (after.end() if after else 0)
    walk.start_part(sentence.text[start:end].strip(), figure.end)
    walk.segment_is_part = False
    metrics = sentence.between(figure.end, count.start, "metric")
    topic = _topic_of_parts(walk, count)
    if not metrics and topic is not None:
        walk.used.add(count.index)
        add(walk, count, _metric_of(walk, count, topic), About(group=walk.group_of(topic.metric)))
    return True


def _count_behind(sentence: Sentence, figure: Figure) -> Figure | None:
    """The count of letters behind a span of time, where nothing but a metric word stands between them."""
    for index in range(figure.index + 1, min(figure.index + 3, len(sentence.tokens))):
        count = sentence.figure(index)
        if count is not None and count.number.kind == "count":
            metrics = "".join(rf"|{re.escape(t.text)}" for t in sentence.between(figure.end, count.start, "metric"))
            between = rf"{any_of('span_ends')}?[的已共]?(?:{metrics[1:]})?[共为有了的]*"
            return count if re.fullmatch(between, sentence.text[figure.end : count.start]) else None
    return None


def read_part(walk: Walk, figure: Figure) -> None:
    """Read a figure without a metric word: a part of the whole named before it (其中，乡镇58件), or left unassigned."""
    topic = _topic_of_parts(walk, figure)
    if topic is not None and only_says_when(walk.sentence, figure):
        _read_earlier_value(walk, figure, topic)
    elif figure.number.kind != "count":
        leave(walk, figure)
    elif topic is not None and topic.locator.startswith(f"{walk.sentence.block}:"):
        _read_named_part(walk, figure, topic)
    elif (item := item_before(walk.sentence, figure)) is not None:
        add(walk, figure, item)
    else:
        _read_first_part(walk, figure, topic)


def _read_earlier_value(walk: Walk, figure: Figure, topic: Claim) -> None:
    """上月为401件 behind 受理356件: the same metric, and afterwards the period of the whole again."""
    write(walk, figure, topic.metric, topic.label or "", About(whole=True))
    walk.state.period = None if topic.period_start is None else Period(topic.period_start, topic.period_end)


def _read_first_part(walk: Walk, figure: Figure, topic: Claim | None) -> None:
    """A figure of a paragraph that has counted no whole: a kind of request is a part of the whole before, or came in.

    Any other name would be a guess.
    """
    start = walk.sentence.clause_start(figure.index)
    name = part_name(walk.sentence, start, figure.start)
    if not is_kind(name):
        leave(walk, figure)
    elif topic is not None:
        _read_named_part(walk, figure, topic)
    elif walk.state.channel is not None:
        walk.start_part(name, start)
        add(walk, figure, Token("metric", figure.start, figure.start, name, "received"))
    else:
        leave(walk, figure)


def _read_named_part(walk: Walk, figure: Figure, topic: Claim) -> None:
    """A part with a name, or one that is a channel, takes the metric of its whole."""
    sentence = walk.sentence
    start = sentence.clause_start(figure.index)
    channels = sentence.between(start, figure.start, "channel")
    name = part_name(sentence, start, figure.start)
    if not (channels or name) or len(name) > LONGEST_NAME:
        leave(walk, figure)
        return
    if channels and only_says_channel(part_name(sentence, channels[-1].end, figure.start)):
        walk.state.category = None
        walk.segment_is_part = True
    else:
        walk.start_part(name, start)
    add(walk, figure, _metric_of(walk, figure, topic), About(group=walk.group_of(topic.metric)))


def _metric_of(walk: Walk, figure: Figure, topic: Claim) -> Token:
    """The word for the metric of a whole: as this sentence prints it, else as its own did."""
    printed = (t for t in walk.sentence.tokens if t.value == topic.metric)
    return next(printed, Token("metric", figure.start, figure.start, topic.label or "", topic.metric))


def _topic_of_parts(walk: Walk, figure: Figure) -> Claim | None:
    """The whole of parts: the figure before 其中 in this sentence, else the first of the sentence before."""
    sentence = walk.sentence
    wholes = [c for c in walk.reading.claims if c.category is None and c.unit != "%" and c.metric != "daily_average"]
    openings = sentence.between(0, figure.start, "part_of")
    if not wholes:
        return walk.topic_before
    if not openings:
        return wholes[0]
    opening = openings[-1].start
    before = [c for c in wholes if sentence.place_of(c) < opening]
    if not before or before[0] is not wholes[0]:
        return walk.topic_before or wholes[0]
    nearest = len(openings) == 1 and sentence.text[opening - 1] in "，,"
    return before[-1] if nearest else before[0]
