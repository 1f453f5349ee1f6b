"""Several values in the order of their names: 受理、办结分别为50件、48件; 分别占比42%、51%.

What belongs here: matching one list to another, only where both are as long. What does not: finding names (``names``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers import vocabulary
from parsers.claims.measures import of_kind
from parsers.claims.names import names_before
from parsers.claims.offices import is_office_or_place
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.tokens import Token
from parsers.claims.walk import About, Walk, add
from parsers.claims.words import any_of
from parsers.records import Claim
from parsers.text.periods import Period, equal_parts

_BEFORE_FIRST = (
    r"(?:[为是有]?\s*[：:]\s*|[^、，,；;：:]{0,10})"  # what may stand between 分别 and its first value (占比, 收到来信)
)


def read_list(walk: Walk, index: int) -> None:
    """Read the values behind 分别 (token ``index``): each goes to the name in the same place of the list before it.

    Values without such a list are left to be read one by one.
    """
    values = values_after(walk.sentence, index)
    kinds = {value.number.kind for value in values}
    if len(values) < 2 or len(kinds) != 1:
        return
    kind = kinds.pop()
    start = walk.sentence.clause_start(index)
    metrics = of_kind(walk.sentence.between(start, values[0].start, "metric"), kind)
    if len(metrics) == len({m.value for m in metrics}) == len(values):  # 收到来电 is one metric in two words
        _take(walk, values, metrics, [About()] * len(values))
        return
    metrics = metrics or of_kind(walk.sentence.between(0, walk.sentence.tokens[index].start, "metric"), kind)
    metric = metrics[-1] if metrics else _metric_of_whole(walk, index, kind)
    if metric is None:
        return
    periods = _periods_before(walk.sentence, index, len(values))
    if len(periods) == len(values):
        _take_by_period(walk, values, metric, periods)
        return
    abouts = _whose(walk, index, len(values), str(metric.value))
    if abouts is not None:
        _take(walk, values, [metric] * len(values), abouts)
    elif periods and (parts := equal_parts(periods[-1], len(values))):
        _take_by_period(walk, values, metric, parts)


def _metric_of_whole(walk: Walk, index: int, kind: str) -> Token | None:
    """The metric of what was counted before, where a list says none of its own (咨询类、投诉类分别为62件、55件)."""
    whole, start = walk.topic_before, walk.sentence.tokens[index].start
    if kind != "count" or whole is None or vocabulary.metrics()[whole.metric].kind != "count":
        return None
    return Token("metric", start, start, whole.label or "", whole.metric)


def values_after(sentence: Sentence, index: int) -> list[Figure]:
    """The figures behind token ``index`` with only 、 ， 和 between them."""
    values: list[Figure] = []
    end = sentence.tokens[index].end
    for i in range(index + 1, len(sentence.tokens)):
        kind = sentence.tokens[i].kind
        if (figure := sentence.figure(i)) is not None:
            between = _between() if values else _BEFORE_FIRST
            if not re.fullmatch(between, sentence.text[end : figure.start]):
                break
            values.append(figure)
            end = figure.end
        elif (values and kind not in ("pause", "comma")) or (
            not values and kind == "stop" and not _is_colon_at(sentence, i, end)
        ):
            break
    return values


def _is_colon_at(sentence: Sentence, index: int, end: int) -> bool:
    """Whether token ``index`` is a colon right behind 分别为 (分别为：66%、78%)."""
    token = sentence.tokens[index]
    return token.text in "：:" and re.fullmatch(r"[为是有]?\s*", sentence.text[end : token.start]) is not None


def _between() -> str:
    joining = any_of("joining")
    return rf"\s*(?:[、，,]{{1,2}}|{joining})?\s*{joining}?\s*"


def _take(walk: Walk, values: Sequence[Figure], metrics: Sequence[Token], abouts: Sequence[About]) -> None:
    for value, metric, about in zip(values, metrics, abouts, strict=True):
        walk.used.add(value.index)
        add(walk, value, metric, about)


def _periods_before(sentence: Sentence, index: int, wanted: int) -> list[Period]:
    """The periods listed before token ``index``, or a longer one that is made of as many.

    1月、2月分别受理10件、20件; 1—6月分别受理…: its months; 2019年至2021年分别受理…: its years. Those of the clause go
    before those of the sentence.
    """
    for start in (sentence.clause_start(index), 0):
        tokens = sentence.between(start, sentence.tokens[index].start, "period")
        periods = list(dict.fromkeys(token.value for token in tokens if isinstance(token.value, Period)))
        if len(periods) == wanted > 1:
            return periods
        if periods and equal_parts(periods[-1], wanted):
            return periods[-1:]
    return []


def _take_by_period(walk: Walk, values: Sequence[Figure], metric: Token, periods: Sequence[Period]) -> None:
    for value, period in zip(values, periods, strict=True):
        walk.used.add(value.index)
        walk.state.period = period
        add(walk, value, metric, About())


def _whose(walk: Walk, index: int, wanted: int, metric: str) -> list[About] | None:
    """Whose each of ``wanted`` values is: of the names listed before them, else of the parts counted last."""
    parts = walk.state.parts[-wanted:]
    are_of_sentence = len(parts) == wanted and all(part.quote == walk.sentence.quote for part in parts)
    if are_of_sentence and metric == "share" and walk.previous is not None and walk.previous[1] is parts[-1]:
        return [_about_same(part, metric) for part in parts]
    if offices := _offices_counted(walk, wanted):
        return [About(agency=office) for office in offices]
    channels = _channels_before(walk.sentence, index) or list(dict.fromkeys(walk.state.channels))
    if len(channels) == wanted:
        return [About(channel=channel) for channel in channels]
    names = names_before(walk.sentence, index, wanted)
    if names is not None:
        walk.state.list_no += 1
        return [_about_name(name, walk.group_of(metric)) for name in names]
    return [_about_same(part, metric) for part in parts] if are_of_sentence else None


def _offices_counted(walk: Walk, wanted: int) -> list[str]:
    """The offices or places of which the sentence has just counted one thing each (东区31件、西县26件；按期办结率
    依次为…); none where they are not as many as ``wanted``.
    """
    counted = walk.reading.claims[-wanted:]
    offices = list(dict.fromkeys(c.agency for c in counted if c.agency is not None and c.category is None))
    is_one_thing = len({c.metric for c in counted}) == 1 and all(c.unit != "%" and not c.each for c in counted)
    return offices if len(offices) == len(counted) == wanted and is_one_thing else []


def _channels_before(sentence: Sentence, index: int) -> list[str]:
    """The different channels named before token ``index``, in order."""
    named = sentence.between(0, sentence.tokens[index].start, "channel")
    return list(dict.fromkeys(str(t.value) for t in named))


def values_behind(sentence: Sentence, first: Figure) -> list[Figure]:
    """The figures of the same kind behind one, with only 、 ， 和 between them."""
    values, end = [], first.end
    for i in range(first.index + 1, len(sentence.tokens)):
        if (figure := sentence.figure(i)) is None:
            continue
        if figure.number.kind != first.number.kind or not re.fullmatch(_between(), sentence.text[end : figure.start]):
            break
        values.append(figure)
        end = figure.end
    return values


def read_run(walk: Walk, first: Figure) -> bool:
    """Read values of channels named together before them (县长信箱、书记信箱收到46件、23件); whether they are."""
    sentence = walk.sentence
    if first.index in walk.used or first.number.kind not in ("count", "rate"):
        return False
    start = sentence.clause_start(first.index)
    channels = [str(t.value) for t in sentence.between(start, first.start, "channel")]
    metrics = of_kind(sentence.between(start, first.start, "metric"), first.number.kind)
    if len(channels) < 2 or not metrics:
        return False
    values = [first, *values_behind(sentence, first)]
    if len(values) != len(channels):
        return False
    walk.state.category = None
    _take(walk, values, [metrics[-1]] * len(values), [About(channel=channel) for channel in channels])
    return True


def read_pairs(walk: Walk, first: Figure, metrics: Sequence[Token]) -> bool:
    """Read values in the order of the metrics joined before them (来信量和回复量达到46件和35件); whether they are."""
    values = [first, *values_behind(walk.sentence, first)]
    if len(metrics) < 2 or len(values) != len(metrics) or len({m.value for m in metrics}) != len(metrics):
        return False
    _take(walk, values, metrics, [About()] * len(values))
    return True


def _about_name(name: str, group: str) -> About:
    """A name in a list is a channel, an office or a kind of request."""
    channel = vocabulary.channel_words().get(name.strip("“”"))
    if channel is not None:
        return About(channel=channel, group=group)
    return About(agency=name, group=group) if is_office_or_place(name) else About(category=name, group=group)


def _about_same(part: Claim, metric: str) -> About:
    """A share of the same parts belongs to their enumeration; another metric of theirs does not."""
    group = part.group if metric == "share" else None
    is_channel = part.category is None and part.agency is None  # 电话60件、县长信箱20件: of no kind named before it
    return About(category=part.category, channel=part.channel, agency=part.agency, group=group, whole=is_channel)
