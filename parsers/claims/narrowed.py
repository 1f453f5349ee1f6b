"""What narrows a count to some of the letters, where all of them were counted before: another line, a level, a time, a
field, an adjective before the noun (英才热线受理40件, 县级平台受理120件, 夜间受理560件, 受理供热诉求160件).

What belongs here: such words around one metric, all open, told from the plain ones that say only that letters came in.
What does not: kinds of request and offices (``naming``), lists of parts (``lists``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parsers import vocabulary
from parsers.claims.measures import of_kind
from parsers.claims.names import part_name
from parsers.claims.offices import is_office_or_place, office_at_start, starts_with_whole_place
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.tokens import Token
from parsers.claims.walk import Walk
from parsers.claims.words import any_of
from parsers.records import Claim
from parsers.text.periods import length_in_months

_COUNTED = ("received", "accepted", "valid", "handled")
_LONGEST = 16
"""Characters of the name of a line or kind; what is longer is a clause."""

_SAME_PLACE = 2
"""Characters by which a line is known to be that of the place counted before (云溪热线, after 云溪市12345热线)."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The name of what a figure is of, and whether figures of its like make a whole together (levels do, lines and
    times need not)."""

    name: str
    adds_up: bool = False


def narrowed(walk: Walk, figure: Figure, metric: Token) -> Narrowed | None:
    """What narrows the figure of ``metric``; ``None`` where nothing does, or nothing larger was counted before it.

    A figure that opens a list (受理的120件诉求中，…) is left as the whole of that list.
    """
    whole, sentence = walk.state.came_in.get(walk.state.channel, walk.state.intake), walk.sentence
    if walk.scope.needs_channel or metric.end > figure.start or whole is None or not _is_larger(walk, figure, whole):
        return None
    if re.match(rf"的?{any_of('items')}?中[，,]", sentence.after(figure)):
        return None
    start = sentence.clause_start(figure.index)
    first = min((t for t in sentence.between(start, figure.start, "metric")), key=lambda t: t.start, default=metric)
    says_channel = bool(sentence.between(start, first.start, "channel"))
    printed = "" if says_channel else part_name(sentence, start, first.start)
    subject = _without_bracket(printed)
    is_rate = bool(of_kind([metric], "rate"))
    if subject and not _is_someone(subject):
        if (level := _level(printed)) is not None and level not in _words_of(whole):
            return Narrowed(level, adds_up=not is_rate)
        if (
            name := _line(subject, whole) or _field(subject) or (_rated(sentence, start, subject) if is_rate else None)
        ) is not None:
            return Narrowed(name)
    if is_rate and subject in ("", "但", "而", "且") and not says_channel and start > 0:
        before = re.split("[，,；;。：:]", sentence.text[:start].rstrip(" ，,"))[-1]
        name = field_spoken_of(before)
        return None if name is None else Narrowed(name)
    if is_rate or metric.value not in _COUNTED:
        return None
    day = _day(sentence, start, first.start) if _is_long(walk) or walk.scope.period is None else None
    name = (
        day
        or _time(sentence, first.start)
        or _occasion(subject, walk)
        or _kind_in(subject)
        or _kind_behind(sentence, first, figure)
    )
    if name is None and not _is_someone(subject) and re.fullmatch(any_of("items"), first.text):
        name = _told_apart(subject)  # 外籍人士来电14件
        name = f"{name}{first.text}" if name else None
    return None if name is None else Narrowed(name)


def _is_larger(walk: Walk, figure: Figure, whole: Claim) -> bool:
    """Whether ``whole`` is all that came in through the channel and in the period spoken of, and more than a count."""
    period = walk.state.period
    same_period = (whole.period_start, whole.period_end) == (
        (period.start, period.end) if period is not None else (None, None)
    )
    is_all = whole.category is None and whole.scope == "whole" and whole.earlier is None and walk.state.earlier is None
    if not is_all or not same_period or whole.channel != walk.state.channel or whole.value is None:
        return False
    return figure.number.kind == "rate" or figure.number.number.value < whole.value


def _without_bracket(text: str) -> str:
    return re.sub(r"[（(][^（）()]*[）)]?|\s{3,}", "", text).strip(' “”"')


def _is_someone(subject: str) -> bool:
    """Whether words name an office, a place, or the whole place: whose figures these are, others read."""
    return starts_with_whole_place(subject) or is_office_or_place(subject) or office_at_start(subject) is not None


@cache
def _level_name() -> re.Pattern[str]:
    return re.compile(rf"(?:其中)?({any_of('level_names')}(?:{any_of('level_nouns')})?)(?:共|累计)?")


def _level(subject: str) -> str | None:
    """The level of government whose letters are counted (市级平台, 县（市、区）分平台)."""
    found = _level_name().fullmatch(subject)
    return found[1] if found else None


@cache
def _line_name() -> re.Pattern[str]:
    return re.compile(rf"[“\"]?(?P<own>[^，,；;：:。\d]{{2,{_LONGEST}}}?){any_of('line_nouns')}")


def _line(subject: str, whole: Claim) -> str | None:
    """A line, desk, column or app of its own name (英才热线, “惠企通”企业服务专线), and none that may be the one whose
    figures the text is about."""
    found = _line_name().fullmatch(subject)
    if found is None or subject in vocabulary.channel_words():
        return None
    own = re.sub(any_of("whole_place", "plain_words"), "", re.sub('[“”"]', "", found["own"]))
    named = re.sub('[“”"]', "", subject)
    return named if len(own) > 1 and own[:_SAME_PLACE] not in _words_of(whole) else None


def _words_of(whole: Claim) -> str:
    """What the sentence of a count says before it."""
    return whole.quote.partition(whole.printed)[0]


def _field(subject: str) -> str | None:
    """The field that letters were about (城建领域, 不过交通、物业领域)."""
    found = re.fullmatch(r"(?:但|而|不过)?((?![各在从按])[\u4e00-\u9fff、]{2,12}(?<!重点)(?<!各)领域)(?:的)?", subject)
    return found[1] if found else None


def field_spoken_of(words: str) -> str | None:
    """The field or fields that a clause without a figure opens with and says something of (不过城建领域在来信较多的前提
    下，…; 交通、物业两个领域来信虽少，…).
    """
    found = re.match(
        r"(?:但|而|不过)?((?![各在从按])[\u4e00-\u9fff、]{2,20}?(?<!重点)(?<!职能)领域)"
        r"(?:在|[\u4e00-\u9fff]{0,6}?(?:虽|尽管|仍|依然))",
        words,
    )
    return found[1] if found else None


def _rated(sentence: Sentence, start: int, subject: str) -> str | None:
    """Whose rate is told: so many named before together (交通、环保领域来信虽少，但三者回复率均达95%), or a part that
    其中 opens (其中交通出行满意率96%)."""
    opened = re.search(
        rf"{any_of('part_of')}[，,：:]?\s*$", sentence.text[: max(start, sentence.text.find(subject, start))]
    )
    if opened and len(subject) <= _LONGEST // 2:
        return _told_apart(subject)
    found = re.fullmatch(r"(?:但|而|且)?((?:以上|上述|这|前)?[两二三四五六七八九十](?:者|个?领域|大?类|方面))", subject)
    return found[1] if found else None


_DAY = re.compile(
    r"(?<![截至止到自从\-—])\s*(?P<day>(?:20\d\d年)?\d{1,2}月\d{1,2}日)(?:当天|当日|全天|单日)?(?:共|累计)?\s*"
)


def _day(sentence: Sentence, start: int, end: int) -> str | None:
    """The one day that a clause begins with (10月1日受理1200件)."""
    found = _DAY.fullmatch(sentence.text[start:end].lstrip(" ，,"))
    return found["day"] if found else None


def day_that_stands_out(before: str) -> str | None:
    """The day of which the clause at the end of ``before`` says that it had most or fewest (5月4日受理最多)."""
    found = re.search(
        rf"(?:^|[，,；;：:])\s*((?:20\d\d年)?\d{{1,2}}月\d{{1,2}}日)[^，,；;：:\d]{{0,10}}{any_of('superlatives')}$",
        before,
    )
    return found[1] if found else None


def _is_long(walk: Walk) -> bool:
    """Whether the period reported is a month or more."""
    period = walk.scope.period
    return period is not None and (length_in_months(period) or 0) >= 1


@cache
def _hours() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[，,；;。：:])\s*(?:其中)?({any_of('part_times')})(?:[两三四五六七八]天|期间|时段|\s|[（(][^（）()]*[）)])*$"
    )


def _time(sentence: Sentence, end: int) -> str | None:
    """Hours or days that open a clause and of which only some of what came in is told (夜间, 周末两天)."""
    found = _hours().search(sentence.text[:end])
    return found[1] if found else None


def _occasion(subject: str, walk: Walk) -> str | None:
    """An occasion inside the period reported (国庆期间, in the figures of a month)."""
    found = re.fullmatch(r"[\u4e00-\u9fff“”]{2,8}期间", subject) if _is_long(walk) else None
    return found[0] if found else None


def _kind_in(subject: str) -> str | None:
    """The kind in what stands before the verb (供热诉求受理160件)."""
    found = re.fullmatch(rf"([\u4e00-\u9fff“”]{{2,{_LONGEST}}}?)((?!热线){any_of('told_nouns')})", subject)
    kind = _told_apart(found[1]) if found else None
    return f"{kind}{found[2]}" if found and kind else None


@cache
def _object() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<kind>[\u4e00-\u9fff“”\"+、]{{2,{_LONGEST}}}?)(?P<noun>{any_of('told_nouns')})(?:总?量|总?数)?"
    )


def _kind_behind(sentence: Sentence, verb: Token, figure: Figure) -> str | None:
    """The kind between a verb and its figure (受理供热诉求160件, 收到市民感谢来电52件, 受理省级热线500件)."""
    words = _without_bracket(part_name(sentence, verb.end, figure.start))
    found = _object().fullmatch(words)
    if found is None:
        return None
    begin = sentence.text.rfind(words, verb.end, figure.start)
    begin = verb.end if begin < 0 else begin
    inside = sentence.between(verb.end, begin + found.end("kind"), "metric")
    kind = None if inside else _told_apart(found["kind"])
    return f"{kind}{found['noun']}" if kind else None


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('whole_place', 'plain_words', 'object_links', 'part_fillers')}|[的和与及、共总])+")


def _told_apart(words: str) -> str | None:
    """``words`` without the plain ones before them (市民感谢 -> 感谢); ``None`` where no others are left, or where they
    tell what was done rather than what came in.
    """
    opened = _plain().match(words)
    rest = words[opened.end() :] if opened else words
    rest = re.sub("方面.*$|[的“”]+$", "", re.sub("^(?:关于|涉及|有关)", "", rest))
    is_told = len(rest) > 1 and not re.search(r"有效|条件|范围|[并且已未后再又均将把被由向对较比]|[^受]理", rest)
    return rest if is_told and _plain().fullmatch(rest) is None else None
