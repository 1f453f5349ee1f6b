"""Taking up the part, the office or the place that is named before a figure, so that the figure is theirs.

What belongs here: names in front. What does not: reading the figures of parts (``parts``), what makes a string a name
(``names``, ``offices``).
"""

from __future__ import annotations

import re
from functools import cache

from parsers import vocabulary
from parsers.claims.changes import part_said_to_move
from parsers.claims.measures import item_before, of_kind
from parsers.claims.names import (
    IN_WHICH_PLACE,
    LONGEST_NAME,
    RANKED_AS,
    is_kind,
    kind_at_end,
    part_name,
)
from parsers.claims.narrowed import day_that_stands_out, field_spoken_of, narrowed
from parsers.claims.offices import (
    is_group_of_offices,
    is_office_or_place,
    office_at_start,
    office_list_at_start,
    receivers_before,
    starts_with_whole_place,
    subject_in,
)
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.tokens import Number, Token
from parsers.claims.walk import INTAKE, Walk
from parsers.claims.words import any_of, words_pattern

_SHORTEST_ROW = 3  # names with figures that make a list of parts by their mere number
_NEAREST = 12
"""Figures of a row that are looked at on either side of one: enough to tell a row, and a row may have hundreds."""

_LONGEST_PLACE = 9  # characters of the name of a county, and a blank
_LONGEST_BEFORE_CHANNEL = 4  # characters that are a part of its name (人民网地方留言板)


_SHORTEST_UNIT = 3
"""Characters; what is no longer (以下, 共计) need not be the name of a unit."""


def open_clause(walk: Walk, start: int) -> None:
    """What a clause without a figure begins with is what the figures behind it are about.

    That is an office (县住建局办理不力，办结率90%) or a kind of request (涉噪音类诉求下降明显，共受理312件).
    """
    sentence = walk.sentence
    ends = ("comma", "stop", "number")
    end = next((t for t in sentence.tokens if t.start >= start and t.kind in ends), None)
    if walk.scope.needs_channel or end is None:
        return
    if end.kind == "number":
        _name_unit_opened(walk, start, end)
        _name_office_held_against(walk, start, end.start)
        return
    periods = [t.end for t in sentence.between(start, end.start, "period")]
    words = re.sub(
        RANKED_AS,
        "",
        subject_in(sentence.text[max([start, *periods]) : end.start]),
    )
    kind = re.match(
        rf"((?!各)[\u4e00-\u9fff]{{1,12}}类(?![型别]))(?:{any_of('kind_nouns')})?(?!.*{any_of('list_heads')}$)", words
    )
    if kind is not None:
        walk.start_part(kind.group(1), start)
        walk.segment_is_part = True
    elif (field := field_spoken_of(words)) is not None and walk.state.came_in:
        walk.start_part(field, start)
        walk.segment_is_part, walk.stands_alone = True, field
    is_unit = is_office_or_place(words) or walk.scope.unit_line
    if start == 0 and end.text in "：:" and is_unit and not _is_own_place(walk, words):
        walk.state.agency = words  # 安平市：转办28件，办结25件
        return
    office = office_list_at_start(words) or office_at_start(words)
    if (
        walk.scope.stated_by == "press"
        or office is None
        or office in vocabulary.channel_words()
        or starts_with_whole_place(words)
    ):
        return
    said = words[len(office) :].strip()
    before = sentence.text[:start].rstrip()
    stands_out = re.match(rf"\s*{any_of('singling_out')}", sentence.text[start:]) is not None
    if not said and (end.text in "：:" or not before or before.endswith(("；", ";", "：", ":")) or stands_out):
        walk.state.agency = office  # 县住建局：…; 县住建局，转办12件；…; 尤其是县住建局，12件仅办结3件
        walk.subject = None if stands_out else walk.subject
    elif said and not re.search(any_of("issuing"), said):
        walk.state.agency = walk.carried = office
        walk.subject = walk.subject if walk.subject == office else None


def _name_unit_opened(walk: Walk, start: int, number: Token) -> None:
    """Speak of the unit that a clause opens a list of units with, whatever it is called, and of none spoken of before
    (甲局办结率100%，尚有不足的单位有房产服务中心6件延迟回复).
    """
    opened = re.search(
        rf"的{any_of('unit_nouns')}[有是为]([\u4e00-\u9fff]{{0,{LONGEST_NAME}}})$",
        walk.sentence.text[start : number.start],
    )
    if opened is None:
        return
    walk.state.agency = walk.subject = walk.carried = None
    counts_units = isinstance(number.value, Number) and number.value.unit in ("家", "个")
    if not counts_units and len(opened[1]) > _SHORTEST_UNIT and not opened[1].endswith("等"):
        walk.state.agency = opened[1]


def _name_office_held_against(walk: Walk, start: int, end: int) -> None:
    """Take up the office or place that a clause holds against a period (县住建局由上月的15件减少到8件)."""
    periods = walk.sentence.between(start, end, "period")
    words = walk.sentence.text[start : periods[0].start].strip() if periods else ""
    name = subject_in(words[:-1]) if words.endswith(("由", "从", "与", "较", "比", "同")) else ""
    if walk.scope.stated_by != "press" and is_office_or_place(name) and not _is_own_place(walk, name):
        walk.state.agency = name


def end_listed_offices(walk: Walk, channel: int) -> None:
    """Speak of no office any more where a channel at ``channel`` opens a segment behind a list of offices
    (热线4件，承办单位为：甲局1件、乙局3件；“县长信箱”2件); an office that opens the sentence is spoken of further.
    """
    segments = re.split("[；;]", walk.sentence.text[:channel])
    opens = len(segments) > 1 and len(segments[-1].strip(' “"')) <= _LONGEST_BEFORE_CHANNEL
    office = walk.state.agency
    if opens and office is not None and re.search(rf"[：:][^：:]*{re.escape(office)}", segments[-2]):
        walk.state.agency = None


def _is_own_place(walk: Walk, name: str) -> bool:
    """Whether a place is the one whose office speaks: what it got is the whole."""
    return (walk.scope.attributed_to or "").startswith(name)


def name_listed_office(walk: Walk, figure: Figure) -> int | None:
    """Take up the office or place that stands straight before a figure; the place of its name, ``None`` without one.

    Also where only 为 stands there and the clause before says which is best or worst (最低的是南屏市，为96.40%).
    """
    start = walk.sentence.clause_start(figure.index)
    name = part_name(walk.sentence, start, figure.start)
    if not name:
        who = r"的?(?:单位|部门|县区|乡镇|地区)?[是为](?P<name>[^，,；;：:\d]{2,16})"
        found = re.search(rf"{any_of('superlatives')}{who}[，,]\s*[为达是]?$", walk.sentence.before(figure))
        name, start = (found["name"], found.start()) if found else ("", start)
    is_one = is_office_or_place(name) and not name.startswith("各")  # 各乡镇312件: a part of many
    if walk.scope.needs_channel or not (is_one or _is_short_place(walk, figure, name)):
        return None
    walk.state.agency, walk.state.category = name, None
    walk.subject = None
    return start


def _is_short_place(walk: Walk, figure: Figure, name: str) -> bool:
    """Whether a name is that of a place whose 县 or 区 is left out, in a row of places (东山县68件，北口52件)."""
    before = [c for c in walk.reading.claims[-2:] if c.agency is not None and c.category is None]
    in_row = len(before) == 2 and all(re.search("[县市区州旗]$", str(c.agency)) for c in before)
    return in_row and re.fullmatch(r"[\u4e00-\u9fff]{2,3}", name) is not None and not is_kind(name)


@cache
def _largest_kind() -> re.Pattern[str]:
    """A kind of which a clause says that it is the largest or smallest (其中医疗方面留言量最多)."""
    of_kind = rf"(?P<kind>[\u4e00-\u9fff]{{2,10}}?(?:方面|领域|类))的?{any_of('items')}?[数量]{{0,2}}"
    return re.compile(rf"(?:^|[，,；;：:。])(?:{any_of('part_of')})?{of_kind}{any_of('superlatives')}$")


def name_largest(walk: Walk, figure: Figure) -> bool:
    """Take up the place, the kind or the day of which the clause before says that it is highest or lowest
    (临河市来信最多，为688件; 其中医疗方面留言量最多，达到1450条; 5月4日受理最多，达1350件); whether it is a kind.
    """
    before = walk.sentence.text[: walk.sentence.clause_start(figure.index)].rstrip(" ，,")
    if (largest := _largest_kind().search(before)) is not None:
        walk.state.agency = None
        walk.start_part(part_name(walk.sentence, *largest.span("kind")), largest.start("kind"))
        return True
    if (day := day_that_stands_out(before)) is not None:
        walk.start_part(day, walk.segment_start)
        walk.stands_alone = day
        return False
    found = re.search(
        rf"(?:^|[，,；;：:])([^，,；;：:\d]{{2,8}}?[县市区州旗])[^，,；;：:]*?{any_of('superlatives')}$", before
    )
    if found is not None and is_office_or_place(found.group(1)):
        walk.state.agency = found.group(1)
    return False


def name_part(walk: Walk, figure: Figure, metric: Token) -> None:
    """Take up a part or office named before a figure and its metric: 投诉类受理5件, 县住建局办结率90%."""
    start, end = walk.sentence.clause_start(figure.index), min(metric.start, figure.start)
    name = part_name(walk.sentence, start, end)
    kind = name if _is_part(walk, name, metric) else kind_at_end(name) or topic_of(walk.sentence, metric, figure)
    same_day = re.search(f"{any_of('same_day')}$", walk.sentence.text[start:end])
    if _are_all_units(walk, name, walk.sentence.text[:end]):
        walk.start_segment(start)
    elif not name and _is_way_in_row(walk, figure, metric):
        walk.start_part(part_name(walk.sentence, metric.start, figure.start), start)
    elif (way := _handed_on_first(walk.sentence, metric, start)) is not None:
        walk.start_part(way, start)
        walk.segment_is_part = False
    elif _is_channel_in_row(walk, figure, name, start):
        walk.start_part(name, start)
    elif (places := _places_of_rate(walk.sentence, metric)) is not None:
        walk.start_part(places, start)
    elif (way := _way_of_rate(walk.sentence, metric)) is not None:
        walk.start_part(way, start)
        walk.segment_is_part = False
    elif kind is not None:
        walk.start_part(kind, start)
    elif same_day is not None and metric.start < figure.start:
        walk.start_part(same_day.group(), start)
        walk.segment_is_part = False
    elif (receivers := receivers_before(walk.sentence.text[start:end], walk.sentence.text)) is not None:
        walk.start_part(receivers, start)
    elif starts_with_whole_place(subject_in(walk.sentence.text[start:end])):
        walk.start_segment(start)
        walk.state.agency = walk.subject = None
    elif (kind := _kind_behind(walk.sentence, metric, figure) or _described(walk, name, metric, start)) is not None:
        walk.start_part(kind, start)
    elif (moved := part_said_to_move(walk, figure)) is not None:
        walk.start_part(moved[0], start)
    elif (some := narrowed(walk, figure, metric)) is not None:
        walk.start_part(some.name, start)
        walk.stands_alone = None if some.adds_up else some.name
    elif start <= walk.segment_start or not walk.segment_is_part:
        _name_office(walk, start, end)
    is_carried = walk.carried is not None and walk.state.agency == walk.carried
    if metric.value == "received" and (is_carried or _collects_all(walk)):
        walk.state.agency = None  # 县信访局认真办理来信，共收到52件: the office of the whole place


_SEVERAL = re.compile(
    r"(?P<names>[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4})+?)(?:等?(?:\d{1,2}|[两三四五六七八九十]{1,3})[个家][\u4e00-\u9fff]{1,3})?"
)


def name_several(walk: Walk, figure: Figure, metric: Token) -> None:
    """Take up names together that stand straight before the word of a rate, also with their number (东山、大河
    回复率均为100%; 东山、大河等2个县回复率100%): it is of them, and not of the whole. Channels named together are
    ``combined``.
    """
    sentence = walk.sentence
    begin = max(sentence.text.rfind(mark, 0, metric.start) for mark in "，,；;。：:") + 1
    names = sentence.text[begin : metric.start].strip()
    says_more = any(sentence.between(begin, metric.start, kind) for kind in ("channel", "metric", "period"))
    several = _SEVERAL.fullmatch(names)
    if metric.end <= figure.start and several and not says_more and walk.state.agency is None:
        walk.start_part(several["names"].removesuffix("等"), begin)
        walk.part_start = max(begin, sentence.clause_start(figure.index))  # behind their number, too


def _are_all_units(walk: Walk, name: str, words: str) -> bool:
    """Whether a clause counts, before anything else is, what so many units had together (5个县区共承办): all of
    it."""
    together = rf"(?:\d|[两二三四五六七八九十]){{1,3}}个?{re.escape(name)}[总一]?(?:共|累计|合计)"
    is_first = walk.state.intake is None and all(
        c is None or c.metric == "units" for c in (walk.state.topic, walk.first_whole)
    )
    return bool(name) and is_first and not is_kind(name) and re.search(together, words) is not None


def topic_of(sentence: Sentence, metric: Token, figure: Figure) -> str | None:
    """What the letters of a metric, or of the noun behind it, were about (关于供水、供电等来电52件, 收到涉及拆迁的来信
    6件), or that they were taken up once more (督办信件45件); ``None`` where the words from the begin of the
    clause or from a metric on do not say so.
    """
    start = sentence.clause_start(figure.index)
    topic = r"(?:关于|反映|涉及|有关)(?!强烈|集中|突出|较多|最多)([^，,；;：:]{2,30}?)(?:等|方面)*的?"
    for noun in (metric, item_before(sentence, figure)):
        if noun is None or not re.search(f"{any_of('items')}$", noun.text):
            continue
        for at in (start, *(t.end for t in sentence.between(start, noun.start, "metric"))):
            words = sentence.text[at : noun.start].strip(" \u3000")
            if found := re.fullmatch(rf"{any_of('part_fillers')}*?{topic}", words):
                return None if re.fullmatch(any_of("whole_place"), found.group(1)) else found.group(1)  # 涉及我县留言
            if metric.value == "received" and (found := re.search(rf"{any_of('taken_up')}$", words)):
                return found.group()
    return None


def _collects_all(walk: Walk) -> bool:
    """Whether the office spoken of is one at which letters come in, or runs the line that its name goes on with
    (县市场监管局12315指挥中心), nothing was counted before, and no other office got any by the same sentence.
    """
    office, sentence = walk.state.agency, walk.sentence
    if office is None or walk.topic_before is not None or walk.reading.claims or walk.scope.stated_by == "press":
        return False
    counts = (t for t in sentence.tokens if t.kind == "metric" and t.value == "received")
    clauses = (re.split("[，,、；;：:。]", sentence.text[: t.start])[-1] for t in counts)
    named = {named for clause in clauses if (named := office_at_start(subject_in(clause))) is not None}
    lines = words_pattern(vocabulary.platform_words())
    collects = rf"{any_of('collecting_offices')}$|{re.escape(office)}(?:{lines})"
    return named <= {office} and any(re.search(collects, text) for text in (office, sentence.text))


def _way_of_rate(sentence: Sentence, metric: Token) -> str | None:
    """The way in that stands straight before the word of a rate and opens its clause (网上办结率90%)."""
    if not of_kind([metric], "rate"):
        return None
    found = re.search(
        rf"(?:^|[，,；;、：:])\s*({any_of('ways_in')}{any_of('way_nouns')}?)$", sentence.text[: metric.start]
    )
    return found.group(1) if found else None


def _places_of_rate(sentence: Sentence, metric: Token) -> str | None:
    """So many districts or towns straight before the word of a rate, which is that of all of them (六区回复率99%)."""
    if not of_kind([metric], "rate"):
        return None
    places = r"(?:[两三四五六七八九十]|\d{1,2})个?(?:县市区|县区|区县|区|县|乡镇|镇街|镇|街道)$"
    found = re.search(places, sentence.text[: metric.start])
    return found.group() if found else None


def _is_way_in_row(walk: Walk, figure: Figure, metric: Token) -> bool:
    """Whether a noun for letters is one of several ways in which they came: in a row of them (来信56件、来访38件、
    来电12件), or behind words that sort by the way (从举报方式看，来信举报56件，占…).
    """
    if metric.value != "received" or metric.end > figure.start or walk.state.topic is None:
        return False
    is_visit = re.fullmatch(rf"(?:接待)?(?:群众)?{any_of('visiting')}", metric.text) is not None
    if not is_visit and metric.text not in ("来信", "来电"):
        return False
    if walk.sentence.between(0, metric.start, "part_of"):
        return True  # 其中，来信62件，…；接待群众来访31批
    sorts = re.search(rf"{any_of('way_sorts')}上?(?:来?看|来?分|划分|统计)", walk.sentence.before(figure))
    return sorts is not None or is_in_run(walk.sentence, figure)


def _handed_on_first(sentence: Sentence, metric: Token, start: int) -> str | None:
    """The word before a completion which says that it is of what was handed on (当场办结80件，转办办结9件)."""
    found = re.search(rf"({any_of('handed_on')})$", sentence.text[start : metric.start])
    return found[1] if found and metric.value in ("completed", "completed_on_time") else None


def _is_channel_in_row(walk: Walk, figure: Figure, name: str, start: int) -> bool:
    """Whether a channel is one of several parts in a row (巡查上报282件，供水服务热线投诉362件，12345热线来件19件)."""
    if walk.previous is None or name not in vocabulary.channel_words() or not is_in_run(walk.sentence, figure):
        return False
    before, claim = walk.previous
    is_next = re.fullmatch(r"\s*[，,、]\s*", walk.sentence.text[before.end : start]) is not None
    return is_next and claim.category is not None and claim.group is not None


def _described(walk: Walk, name: str, metric: Token, start: int) -> str | None:
    """The noun for letters with the words that tell some of them from the others behind 其中 (其中夜间来电38件)."""
    sentence, whole = walk.sentence, walk.first_whole
    if whole is None or whole.metric not in INTAKE or not sentence.between(0, metric.start, "part_of"):
        return None
    kinds = ("metric", "channel", "neutral", "period")
    is_noun = metric.value == "received" and re.fullmatch(any_of("items"), metric.text) is not None
    is_alone = not any(sentence.between(start, metric.start, kind) for kind in kinds)
    is_word = re.fullmatch("[\u4e00-\u9fff]{2,6}", name) is not None and not re.match("各|[给向致由从对]", name)
    is_someone = office_at_start(name) is not None or is_office_or_place(name) or starts_with_whole_place(name)
    return f"{name}{metric.text}" if is_noun and is_alone and is_word and not is_someone else None


def _kind_behind(sentence: Sentence, metric: Token, figure: Figure) -> str | None:
    """The kind of request between a word for what came in and its figure (受理供暖类诉求286件)."""
    if metric.value not in ("received", "valid", "handled", "forwarded", "accepted") or metric.end > figure.start:
        return None
    name = part_name(sentence, metric.end, figure.start).removeprefix("中")
    found = re.fullmatch(
        rf"((?!各)[\u4e00-\u9fff、]{{1,12}}(?<!各)类|[\u4e00-\u9fff]{{2,8}}渠道)(?:{any_of('kind_nouns', 'items')})?"
        rf"|{any_of('object_links')}?({any_of('object_kinds')})",
        name,
    )
    return (found.group(1) or found.group(2)) if found else None


def _is_part(walk: Walk, name: str, metric: Token) -> bool:
    """Whether all words before a metric name a part: a kind of request, a group of offices, a way in, a level."""
    if name == "平台" and not walk.reading.claims:
        return False  # 平台共录入信件351件: who counts, where nothing was counted before
    ways = rf"(?:{any_of('ways_in')}|来信|平台)"
    is_of_valid = metric.value == "valid" and (name != "平台" or any(c.metric == "valid" for c in walk.reading.claims))
    way_in = bool(re.fullmatch(rf"{ways}(?:[、和及]?{ways})*{any_of('way_nouns')}?(?:有效)?", name)) and (
        metric.value == "received" or is_of_valid  # 其中有效诉求390件；平台有效来电374件: some of these
    )
    destination = rf"(?:[到赴]{any_of('destinations')}(?![长民])|进京)[\u4e00-\u9fff]{{0,8}}"
    level = re.fullmatch(rf"{any_of('levels')}|{destination}", name) is not None and metric.value == "received"
    return is_kind(name) or is_group_of_offices(name) or ((way_in or level) and walk.state.topic is not None)


def name_rated_part(walk: Walk, figure: Figure, end: int) -> bool:
    """Take up a part named before ``end`` in the clause of its rate (投诉类占比42.4%); whether there is one."""
    start = walk.sentence.clause_start(figure.index)
    name = re.sub(r"(?:^|(?<![预公合节签履违条]))大?约$", "", part_name(walk.sentence, start, end))
    if re.match("环比|[与同和比较]", name) and walk.sentence.between(start, end, "period"):
        return False  # 与去年同期占比47.5%相比: no part is named
    name = name or part_that_stands_out(walk.sentence, start)
    if not name and walk.state.category is None and walk.previous is None:
        name = parts_together(walk.sentence, start)
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
    if starts_with_whole_place(words) or words.startswith("各"):
        walk.state.agency = walk.subject = None
    elif not words and (named := _named_as_first(walk.sentence.text[:start])) is not None:
        walk.state.agency, walk.state.category = named, None
    elif re.match(any_of("own_office"), words):
        walk.state.agency = walk.scope.attributed_to
    elif (
        office := office_list_at_start(words)
        or office_at_start(words)
        or next((name for name in walk.state.scored if words.startswith(name)), None)
        or _place_among_others(walk, words)
    ) is not None and office not in vocabulary.channel_words():
        if re.match(r"(?:累计|总计|共计?)?向", words[len(office) :]):
            return  # 县委网信办共向各单位交办留言25条: they are what all of these have
        walk.state.agency = office
        walk.subject = walk.subject if office == walk.subject else None


def _named_as_first(before: str) -> str | None:
    """The office that the clause before names as first or largest (最多的是县住建局，受理量达46件); else ``None``."""
    found = re.search(
        r"(?:的|前[一二三四五六七八九十\d]{1,2}[位名]?)(?:分别|依次)?[是为]([^，,；;：:\d]{2,20})[，,]\s*$", before
    )
    return found.group(1) if found and is_office_or_place(found.group(1)) else None


def _place_among_others(walk: Walk, words: str) -> str | None:
    """``words`` where they are one of several places that clauses of the sentence begin with (A区收到268条；B县…), or
    one of so many (在13个行政区中，A区回复率100%).

    A place alone may be the one that the whole document is about.
    """
    words = re.sub(rf"的{any_of('items')}?$", "", words)
    if not is_office_or_place(words):
        return None
    if re.search(rf"\d个[^，,；;。：:\d]{{0,6}}中[，,]\s*{re.escape(words)}", walk.sentence.text):
        return words
    starts = [0, *(t.end for t in walk.sentence.tokens if t.kind in ("comma", "stop", "pause", "part_of"))]
    metrics = {t.start for t in walk.sentence.tokens if t.kind == "metric"}
    places = {
        name
        for start in starts
        for end in metrics
        if start < end <= start + _LONGEST_PLACE and is_office_or_place(name := walk.sentence.text[start:end].strip())
    }
    figures = (walk.sentence.figure(i) for i in range(len(walk.sentence.tokens)))
    names = (part_name(walk.sentence, walk.sentence.clause_start(f.index), f.start) for f in figures if f is not None)
    places |= {words, *filter(is_office_or_place, names)}
    return words if len(places) > 1 else None


def is_in_run(sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure stands in a row of names with figures of one unit (占道经营41件、噪声扰民38件)."""
    items = _row_around(sentence, figure)
    return len(items) >= _SHORTEST_ROW and all(1 < len(name) <= LONGEST_NAME for name in items)


def _row_around(sentence: Sentence, figure: Figure) -> list[str]:
    """The names of the figures of one unit that stand in a row around ``figure``, it among them."""
    counts = [f for i in range(len(sentence.tokens)) if (f := sentence.figure(i)) and f.number.kind == "count"]
    at = next((i for i, f in enumerate(counts) if f.index == figure.index), None)
    if at is None:
        return []
    first = max(0, at - _NEAREST)
    counts, at = counts[first : at + _NEAREST + 1], at - first

    def name_between(before: Figure, after: Figure) -> str | None:
        gap = sentence.text[before.end : after.start]
        shares = r"(?:[，,、]?\s*大?约?占[^，,；;、]{0,8}?\d+(?:\.\d+)?[%％])?"
        found = re.fullmatch(
            rf"(?:[（(][^）)]*[）)])?{IN_WHICH_PLACE}{shares}\s*[，,、；;]\s*([^，,；;：:。]{{2,{LONGEST_NAME}}})", gap
        )
        same = before.number.unit == after.number.unit
        return found.group(1) if found and same and not _measures(sentence, before.end, after.start) else None

    names = [part_name(sentence, sentence.clause_start(figure.index), figure.start)]
    for before, after in zip(counts[at:], counts[at + 1 :], strict=False):
        if (name := name_between(before, after)) is None:
            break
        names.append(name)
    for before, after in zip(reversed(counts[:at]), reversed(counts[1 : at + 1]), strict=False):
        if name_between(before, after) is None:
            break
        names.insert(0, part_name(sentence, sentence.clause_start(before.index), before.start))
    return names


def _measures(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a metric stands between two places, shares, what they are of (占工单总量15%) and nouns for letters
    (来信56件、来电38件) aside."""
    named = sentence.between(start, end, "metric")
    return any(
        t.value != "share"
        and re.fullmatch(any_of("items"), t.text) is None
        and not sentence.text[: t.start].endswith("占")
        for t in named
    )


def parts_together(sentence: Sentence, start: int) -> str:
    """The parts on which the clause before ``start`` says that letters centre (主要集中在供水、供电等方面，占9%)."""
    before = sentence.text[:start].rstrip(" ，,")
    clause = re.split("[，,；;：:。]", before)[-1]
    found = re.search(r"集中在([^\d]{2,120}?)等?(?:方面|领域|问题)?$", clause)
    return found.group(1) if found and "、" in found.group(1) else ""


def part_that_stands_out(sentence: Sentence, start: int) -> str:
    """The part that the clause before ``start`` calls large (占道经营较多，共41件; 其次为供水，占9%); or nothing."""
    before = sentence.text[:start].rstrip(" ，,")
    opened = max([m.end() for m in re.finditer("[，,；;：:]", before)], default=0)
    periods = [t.end for t in sentence.between(opened, len(before), "period")]
    said = before[max([opened, *periods]) :]
    clause = re.sub(RANKED_AS, "", said)
    still = f"(?:仍然?|依然|依旧)?[是为]?{any_of('object_links')}?"  # 供水仍是群众最关心的问题
    found = re.fullmatch(rf"(?P<name>[^\d]{{2,30}}?){still}的?{any_of('stands_out')}", clause)
    most = rf"{any_of('superlatives')}的[^，,；;：:\d]{{0,10}}?|[^，,；;：:\d]{{0,8}}最集中的[^，,；;：:\d]{{0,6}}?"
    ordinal = rf"(?:其次|再次|{most})"
    found = found or re.fullmatch(rf"{ordinal}[是为](?P<name>[^\d]{{2,24}})", clause)
    is_item = re.match("[一二三四五六七八九十]是", said) is not None  # an item of a list, whatever its size
    if found is None and clause != said and not is_item and re.fullmatch(r"[^\d、]{2,16}", clause):
        return clause  # 排第一位的是供水类，超过100件
    return "" if found is None else re.sub(r"^(?:反映|涉及)|的?举报$", "", found["name"])


_FEWEST_OF_ROW = 3
"""Names with their counts in one form that make a row."""


def name_of_row(sentence: Sentence, figure: Figure, metric: Token) -> str | None:
    """The name between a stop, or the begin of the sentence, and the comma before the metric of a count, in a row of
    three or more such names (车行道，立案数12件；路灯，立案数9件；绿地，立案数3件); ``None`` elsewhere, and where the
    row names an office, a place, a stage, a channel or a period.
    """
    form = rf"(?:^|[：:；;])\s*([\u4e00-\u9fff]{{2,{LONGEST_NAME}}})[，,]\s*{re.escape(metric.text)}"
    found = re.search(f"{form}$", sentence.before(figure))
    row = list(re.finditer(rf"{form}\d", sentence.text))
    if found is None or len(row) < _FEWEST_OF_ROW or any(is_office_or_place(name[1]) for name in row):
        return None
    said = (sentence.between(*name.span(1), kind) for name in row for kind in ("metric", "channel", "period"))
    return None if any(said) else found[1]
