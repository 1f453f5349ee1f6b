"""Whose figure it is: parts of a whole and offices, named in the same clause as a figure or only beside it.

What belongs here: figures one by one. What does not: several values in the order of their names (``lists``), and what
makes a string a name (``names``, ``offices``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers import vocabulary
from parsers.claims.changes import part_said_to_move
from parsers.claims.measures import item_before, metrics_after, of_kind
from parsers.claims.names import (
    LONGEST_NAME,
    RANKED_AS,
    is_kind,
    is_too_long,
    kind_at_end,
    only_says_channel,
    only_says_when,
    part_name,
)
from parsers.claims.offices import (
    is_group_of_offices,
    is_office_or_place,
    office_at_start,
    office_list_at_start,
    starts_with_whole_place,
    subject_in,
)
from parsers.claims.scope import Reading, Scope, State
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.tokens import Token
from parsers.claims.walk import About, Walk, add, leave, write
from parsers.claims.words import any_of, words_pattern
from parsers.records import INSIDE, Claim
from parsers.text.periods import Period

_LONGEST_PLACE = 9  # characters of the name of a county, and a blank

_SHORTEST_ROW = 3  # names with figures that make a list of parts by their mere number
_NEAREST = 12
"""Figures of a row that are looked at on either side of one: enough to tell a row, and a row may have hundreds."""

_DESTINATION = r"(?:[到赴](?:国家|中央|北京|京|省|市|州|县|区|乡|镇)(?![长民])|进京)[\u4e00-\u9fff]{0,8}"
"""Where people took a complaint to (到省信访局信访量13件): a part of all complaints, no office that got them."""

_ASIDES = ("daily_average", "change_count", "connected")
"""Counts that have no parts (环比增加127件，其中街镇1346件: of what came in)."""


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
    if start == 0 and end.text in "：:" and is_office_or_place(words) and not _is_own_place(walk, words):
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
    if not said and (end.text in "：:" or not before or before.endswith(("；", ";", "：", ":"))):
        walk.state.agency = office  # 县住建局：…; 县住建局，转办12件；…
    elif said and not re.search(any_of("issuing"), said):
        walk.state.agency = walk.carried = office
        walk.subject = walk.subject if walk.subject == office else None


def _name_office_held_against(walk: Walk, start: int, end: int) -> None:
    """Take up the office or place that a clause holds against a period (县住建局由上月的15件减少到8件)."""
    periods = walk.sentence.between(start, end, "period")
    words = walk.sentence.text[start : periods[0].start].strip() if periods else ""
    name = subject_in(words[:-1]) if words.endswith(("由", "从", "与", "较", "比", "同")) else ""
    if walk.scope.stated_by != "press" and is_office_or_place(name) and not _is_own_place(walk, name):
        walk.state.agency = name


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


def name_place_before(walk: Walk, figure: Figure) -> None:
    """Take up the place of which the clause before says that it is highest or lowest (临河市来信最多，为688件)."""
    before = walk.sentence.text[: walk.sentence.clause_start(figure.index)].rstrip(" ，,")
    found = re.search(
        rf"(?:^|[，,；;：:])([^，,；;：:\d]{{2,8}}?[县市区州旗])[^，,；;：:]*?{any_of('superlatives')}$", before
    )
    if found is not None and is_office_or_place(found.group(1)):
        walk.state.agency = found.group(1)


def name_part(walk: Walk, figure: Figure, metric: Token) -> None:
    """Take up a part or office named before a figure and its metric: 投诉类受理5件, 县住建局办结率90%."""
    start, end = walk.sentence.clause_start(figure.index), min(metric.start, figure.start)
    name = part_name(walk.sentence, start, end)
    kind = name if _is_part(walk, name, metric) else kind_at_end(name) or _topic_of(walk.sentence, metric, figure)
    same_day = re.search(f"{any_of('same_day')}$", walk.sentence.text[start:end])
    if not name and _is_way_in_row(walk, figure, metric):
        walk.start_part(part_name(walk.sentence, metric.start, figure.start), start)
    elif (way := _handed_on_first(walk.sentence, metric, start)) is not None:
        walk.start_part(way, start)
        walk.segment_is_part = False
    elif _is_channel_in_row(walk, figure, name, start):
        walk.start_part(name, start)
    elif (way := _way_of_rate(walk.sentence, metric)) is not None:
        walk.start_part(way, start)
        walk.segment_is_part = False
    elif kind is not None:
        walk.start_part(kind, start)
    elif same_day is not None and metric.start < figure.start:
        walk.start_part(same_day.group(), start)
        walk.segment_is_part = False
    elif starts_with_whole_place(subject_in(walk.sentence.text[start:end])):
        walk.start_segment(start)
        walk.state.agency = walk.subject = None
    elif (kind := _kind_behind(walk.sentence, metric, figure)) is not None:
        walk.start_part(kind, start)
    elif (moved := part_said_to_move(walk, figure)) is not None:
        walk.start_part(moved[0], start)
    elif start <= walk.segment_start or not walk.segment_is_part:
        _name_office(walk, start, end)
    is_carried = walk.carried is not None and walk.state.agency == walk.carried
    if metric.value == "received" and (is_carried or _collects_all(walk)):
        walk.state.agency = None  # 县信访局认真办理来信，共收到52件: the office of the whole place


def _topic_of(sentence: Sentence, metric: Token, figure: Figure) -> str | None:
    """What the letters of a metric, or of the noun behind it, were about (关于供水、供电等来电52件, 收到涉及拆迁的来信
    6件); ``None`` where the words from the begin of the clause or from a metric on do not say so.
    """
    start = sentence.clause_start(figure.index)
    topic = r"(?:关于|反映|涉及|有关)(?!强烈|集中|突出|较多|最多)([^，,；;：:]{2,30}?)(?:等|方面)*的?"
    for noun in (metric, item_before(sentence, figure)):
        if noun is None or not re.search(f"{any_of('items')}$", noun.text):
            continue
        for at in (start, *(t.end for t in sentence.between(start, noun.start, "metric"))):
            words = sentence.text[at : noun.start].strip(" \u3000")
            if found := re.fullmatch(rf"{any_of('part_fillers')}*?{topic}", words):
                return found.group(1)
    return None


def _collects_all(walk: Walk) -> bool:
    """Whether the office spoken of is one at which letters come in, nothing was counted before, and no other office
    got any by the same sentence.
    """
    office, sentence = walk.state.agency, walk.sentence
    if office is None or walk.topic_before is not None or walk.reading.claims or walk.scope.stated_by == "press":
        return False
    counts = (t for t in sentence.tokens if t.kind == "metric" and t.value == "received")
    clauses = (re.split("[，,、；;：:。]", sentence.text[: t.start])[-1] for t in counts)
    named = {named for clause in clauses if (named := office_at_start(subject_in(clause))) is not None}
    return re.search(rf"{any_of('collecting_offices')}$", office) is not None and named <= {office}


def _way_of_rate(sentence: Sentence, metric: Token) -> str | None:
    """The way in that stands straight before the word of a rate and opens its clause (网上办结率90%)."""
    if not of_kind([metric], "rate"):
        return None
    found = re.search(
        rf"(?:^|[，,；;、：:])\s*({any_of('ways_in')}{any_of('way_nouns')}?)$", sentence.text[: metric.start]
    )
    return found.group(1) if found else None


def _is_way_in_row(walk: Walk, figure: Figure, metric: Token) -> bool:
    """Whether a noun for letters is one of several ways in which they came: in a row of them (来信56件、来访38件、
    来电12件), or behind words that sort by the way (从举报方式看，来信举报56件，占…).
    """
    if metric.value != "received" or metric.end > figure.start or walk.state.topic is None:
        return False
    is_visit = re.fullmatch(r"(?:接待)?(?:群众)?(?:来访|走访|上访)", metric.text) is not None
    if is_visit and walk.sentence.between(0, metric.start, "part_of"):
        return True  # 其中，来信62件，…；接待群众来访31批
    if not is_visit and metric.text not in ("来信", "来电"):
        return False
    sorts = re.search(rf"{any_of('way_sorts')}上?(?:来?看|来?分|划分|统计)", walk.sentence.before(figure))
    return sorts is not None or _is_in_run(walk.sentence, figure)


def _handed_on_first(sentence: Sentence, metric: Token, start: int) -> str | None:
    """The word before a completion which says that it is of what was handed on (当场办结80件，转办办结9件)."""
    found = re.search(r"(转办|交办|转派|派单|转交)$", sentence.text[start : metric.start])
    return found[1] if found and metric.value in ("completed", "completed_on_time") else None


def _is_channel_in_row(walk: Walk, figure: Figure, name: str, start: int) -> bool:
    """Whether a channel is one of several parts in a row (巡查上报282件，供水服务热线投诉362件，12345热线来件19件)."""
    if walk.previous is None or name not in vocabulary.channel_words() or not _is_in_run(walk.sentence, figure):
        return False
    before, claim = walk.previous
    is_next = re.fullmatch(r"\s*[，,、]\s*", walk.sentence.text[before.end : start]) is not None
    return is_next and claim.category is not None and claim.group is not None


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
    way_in = bool(re.fullmatch(rf"{ways}(?:[、和及]?{ways})*{any_of('way_nouns')}?(?:有效)?", name)) and (
        metric.value == "received"
    )
    level = re.fullmatch(rf"{any_of('levels')}|{_DESTINATION}", name) is not None and metric.value == "received"
    return is_kind(name) or is_group_of_offices(name) or ((way_in or level) and walk.state.topic is not None)


def name_rated_part(walk: Walk, figure: Figure, end: int) -> bool:
    """Take up a part named before ``end`` in the clause of its rate (投诉类占比42.4%); whether there is one."""
    start = walk.sentence.clause_start(figure.index)
    name = re.sub(r"(?:^|(?<![预公合节签履违条]))大?约$", "", part_name(walk.sentence, start, end))
    if re.match("[与同和比较]", name) and walk.sentence.between(start, end, "period"):
        return False  # 与去年同期占比47.5%相比: no part is named
    name = name or _part_that_stands_out(walk.sentence, start)
    if not name and walk.state.category is None and walk.previous is None:
        name = _parts_together(walk.sentence, start)
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
        walk.state.agency = office
        walk.subject = walk.subject if office == walk.subject else None


def _named_as_first(before: str) -> str | None:
    """The office that the clause before names as first or largest (最多的是县住建局，受理量达46件); else ``None``."""
    found = re.search(
        r"(?:的|前[一二三四五六七八九十\d]{1,2}[位名]?)(?:分别|依次)?[是为]([^，,；;：:\d]{2,20})[，,]\s*$", before
    )
    return found.group(1) if found and is_office_or_place(found.group(1)) else None


def _place_among_others(walk: Walk, words: str) -> str | None:
    """``words`` where they are one of several places that clauses of the sentence begin with (A区收到268条；B县…).

    A place alone may be the one that the whole document is about.
    """
    words = words.removesuffix("的")
    if not is_office_or_place(words):
        return None
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


def read_span(walk: Walk, figure: Figure) -> bool:
    """Take up a part named by how long its answers took (2—3个工作日答复97件); whether ``figure`` is such a span.

    A count must follow it, with no more than a metric word between them, or a rate (5日内办结率85%); of what, is read
    there.
    """
    sentence = walk.sentence
    count = _count_behind(sentence, figure)
    if re.search("[这该此]$", sentence.before(figure)):
        return False  # 这五天的话务总量16567个: the days that are counted
    if (count is None and not _is_span_of_rate(sentence, figure)) or walk.scope.needs_channel:
        return False
    before = re.search(
        rf"{any_of('span_openings')}?(?:\d+(?:\.\d+)?[^\d，,；;、]{{0,4}}?[-—–－~～至到]+)?$", sentence.before(figure)
    )
    after = re.match(f"{any_of('span_ends')}?", sentence.after(figure))
    start = before.start() if before else figure.start
    end = figure.end + (after.end() if after else 0)
    walk.start_part(sentence.text[start:end].strip(), figure.end)
    walk.segment_is_part = False
    if count is None:
        return True
    metrics = sentence.between(figure.end, count.start, "metric")
    topic = _topic_of_parts(walk, count)
    if not metrics and topic is not None:
        walk.used.add(count.index)
        add(walk, count, _metric_of(walk, count, topic), About(group=walk.group_of(topic.metric)))
    return True


def _is_span_of_rate(sentence: Sentence, figure: Figure) -> bool:
    """Whether a span of time stands straight before the word of a rate: of what was done within it."""
    rates = of_kind([t for t in sentence.tokens if t.kind == "metric" and t.start >= figure.end], "rate")
    return (
        bool(rates)
        and re.fullmatch(rf"{any_of('span_ends')}的?", sentence.text[figure.end : rates[0].start]) is not None
    )


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
    if figure.number.kind == "count" and _read_listed_office(walk, figure, topic):
        return
    moved = part_said_to_move(walk, figure)
    named = moved[0] if moved else walk.state.agency or ""
    if topic is not None and only_says_when(walk.sentence, figure, named):
        read_earlier_value(walk, figure, topic)
    elif figure.number.kind != "count":
        leave(walk, figure)
    elif topic is not None and (item := _noun_of_whole(walk, figure, topic)) is not None:
        walk.start_segment(walk.segment_start)
        add(walk, figure, item)
    elif topic is not None and (
        topic.locator.startswith(f"{walk.sentence.block}:")
        or _lists_parts(walk, figure)
        or _goes_on_with_parts(walk, figure)
    ):
        _read_named_part(walk, figure, topic)
    elif (head := _head_of_list(walk, figure)) is not None:
        _read_part_of_head(walk, figure, head)
    elif (item := item_before(walk.sentence, figure)) is not None and not _names_kind(walk, figure):
        if (name := _topic_of(walk.sentence, item, figure)) is not None:
            walk.start_part(name, walk.sentence.clause_start(figure.index))
        add(walk, figure, item)
    else:
        _read_first_part(walk, figure, topic)


def read_row_of_item(sentence: Sentence, item: Claim, scope: Scope, state: State) -> Reading | None:
    """The parts of an item that the sentence before only counted (1.咨询类1274件。社保医保531件，户籍办理402件，…).

    ``None`` where the sentence is more than a row of names with counts, or counts stages (办结120件，在办30件).
    """
    walk = Walk(sentence=sentence, scope=scope, state=state, subject=None, topic_before=item)
    figures = [f for i in range(len(sentence.tokens)) if (f := sentence.figure(i)) is not None]
    end = 0
    for figure in figures:
        gap = sentence.text[end : figure.start]
        start = sentence.clause_start(figure.index)
        stages = (t for t in of_kind(sentence.between(start, figure.start, "metric"), "count") if t.start == start)
        is_item = re.fullmatch(
            rf"\s*[，,、；;]?(?:{any_of('part_of')}[，,：:]?)?[^，,；;：:\d]{{2,{LONGEST_NAME}}}", gap
        )
        if figure.number.kind != "count" or figure.number.unit not in _units_like(item.unit) or not is_item:
            return None
        name = part_name(sentence, start, figure.start)
        if not name or any(stages):
            return None
        about = About(category=name, group=f"{item.group}{INSIDE}{item.category}")
        write(walk, figure, item.metric, item.label or "", about)
        end = figure.end
    return walk.reading if len(figures) > 1 and re.fullmatch(r"\s*等?[。\s]*", sentence.text[end:]) else None


def _noun_of_whole(walk: Walk, figure: Figure, topic: Claim) -> Token | None:
    """The noun in 县长信箱来信37件, where the channel is that of the whole: what came in, said again, and no part."""
    start = walk.sentence.clause_start(figure.index)
    channels = walk.sentence.between(start, figure.start, "channel")
    item = item_before(walk.sentence, figure)
    is_listed = bool(walk.sentence.between(0, figure.start, "part_of"))
    if (
        item is not None
        and not is_listed
        and re.search(r"(?:^[给向致][^、]{2,16}|共计|合计|共有热线)$", walk.sentence.text[start : item.start].strip())
    ):
        return item  # 给市长留言56件
    item = item if len(channels) == 1 and channels[0].value == topic.channel else None
    if item is None or walk.sentence.text[start : channels[0].start].strip() or topic.metric != "received":
        return None
    return item if channels[0].end == item.start else None


def _lists_parts(walk: Walk, figure: Figure) -> bool:
    """Whether the sentence has said that parts follow (从来信内容看，…; 主要集中在城乡建设41件、…; 求助的为8件)."""
    before = walk.sentence.before(figure)
    return (
        walk.scope.listing
        or _is_in_run(walk.sentence, figure)
        or _says_what_share(walk, figure)
        or re.search(rf"{any_of('list_openings')}[：:]|[\u4e00-\u9fff]的[为是有]$", before) is not None
        or re.search(r"按[^，,；;。：:\d]{1,10}分[，,：:]|[量数](?:排名|排在|位居|居)?前\d{1,2}[位名][为是：:]", before)
        is not None
        or re.search(rf"{any_of('list_heads')}(?:[：:，,]|[^。；;]*\d|[^，,。；;：:]{{2,12}}，$)", before + "，")
        is not None
    )


def _says_what_share(walk: Walk, figure: Figure) -> bool:
    """Whether behind a figure stands its share of the total, or of what came in where the figure has a name (实名举报
    50件，占检举控告的5.6%).
    """
    found = re.match(
        rf"[，,]\s*大?约?占[^，,；;。\d]{{0,4}}(?:(总)|{any_of('items', 'share_bases')})", walk.sentence.after(figure)
    )
    start = walk.sentence.clause_start(figure.index)
    return found is not None and bool(found[1] or part_name(walk.sentence, start, figure.start))


def _is_in_run(sentence: Sentence, figure: Figure) -> bool:
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
            rf"(?:[（(][^）)]*[）)])?{shares}\s*[，,、；;]\s*([^，,；;：:。]{{2,{LONGEST_NAME}}})", gap
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
    """Whether a metric stands between two places, shares and nouns for letters (来信56件、来电38件) aside."""
    named = sentence.between(start, end, "metric")
    return any(t.value != "share" and re.fullmatch(any_of("items"), t.text) is None for t in named)


def _goes_on_with_parts(walk: Walk, figure: Figure) -> bool:
    """Whether the paragraph has counted parts before, and a figure is of another one by its name (服务类投诉44件)."""
    name = part_name(walk.sentence, walk.sentence.clause_start(figure.index), figure.start)
    kinds = [kind for listed in vocabulary.load("categories").values() for kind in listed]
    is_named = re.search(rf"(?:{words_pattern(kinds)}|{any_of('kind_nouns')})$", name) is not None
    return is_named and any(p.locator.startswith(f"{walk.sentence.block}:") for p in walk.state.parts)


def _names_kind(walk: Walk, figure: Figure) -> bool:
    return is_kind(part_name(walk.sentence, walk.sentence.clause_start(figure.index), figure.start))


def _is_spread(walk: Walk, start: int) -> bool:
    """Whether the figure before is of an office too, or is spread over those that follow.

    3件分别是：A局2件、…; 超期办结18件，具体承办单位为：A镇3件、…
    """
    if walk.previous is None:
        return False
    before, claim = walk.previous
    gap = walk.sentence.text[before.end : start]
    whose = rf"(?:其中|分别)?(?:(?:具体|涉及)*{any_of('unit_nouns')}(?:分别|依次)?)?"
    return claim.agency is not None or re.fullmatch(rf"[，,]?\s*{whose}[是为有]?[：:，,]?\s*", gap) is not None


def _head_of_list(walk: Walk, figure: Figure) -> Token | None:
    """The metric that the head of a list of parts names (诉求量前五位的领域依次是：城乡建设612件、…)."""
    if not _lists_parts(walk, figure) or figure.number.kind != "count":
        return None
    start = walk.sentence.clause_start(figure.index)
    head = of_kind(walk.sentence.between(0, start, "metric"), "count")
    return head[-1] if head and head[-1].value not in ("change_count", "daily_average") else None


def _read_part_of_head(walk: Walk, figure: Figure, head: Token) -> None:
    start = walk.sentence.clause_start(figure.index)
    name = part_name(walk.sentence, start, figure.start)
    if not name or len(name) > LONGEST_NAME:
        leave(walk, figure)
        return
    walk.start_part(name, start)
    add(walk, figure, head, About(group=walk.group_of(str(head.value))))


def _read_listed_office(walk: Walk, figure: Figure, topic: Claim | None) -> bool:
    """Read an office or place with its count, the metric said once before them (逾期较多的单位：县住建局8件)."""
    metric = _metric_of_list(walk, figure, topic)
    if name_listed_office(walk, figure) is None or metric is None:
        return False
    walk.start_segment(walk.segment_start)
    add(walk, figure, metric)
    walk.state.listed = walk.reading.claims[-1]
    return True


def _metric_of_list(walk: Walk, figure: Figure, topic: Claim | None) -> Token | None:
    """The metric of a list of offices: that of the office before, one of its head, or that of the whole."""
    start = walk.sentence.clause_start(figure.index)
    if (behind := _metric_behind_row(walk.sentence, figure)) is not None:
        return behind
    if walk.previous is not None and walk.previous[1].unit != "%" and _is_spread(walk, start):
        claim = walk.previous[1]
        return Token("metric", start, start, claim.label or "", claim.metric)
    head = of_kind(walk.sentence.between(0, figure.start, "metric"), "count")
    counted = [walk.sentence.place_of(c) for c in walk.reading.claims if c.metric != "units"]
    head = [t for t in head if not counted or counted[-1] < t.start]
    if head and head[-1].value not in ("change_count", "daily_average"):
        return head[-1]
    if topic is not None and _lists_parts(walk, figure):
        return _metric_of(walk, figure, topic)
    listed = walk.state.listed
    if listed is not None and listed.locator.startswith(f"{walk.sentence.block}:"):
        return Token("metric", start, start, listed.label or "", listed.metric)
    return None


def _metric_behind_row(sentence: Sentence, figure: Figure) -> Token | None:
    """The metric that stands once, straight behind the last of a row of names (A镇2件、B镇1件未按期办结)."""
    last, names = figure, rf"\s*(?:、|{any_of('joining')})\s*[\u4e00-\u9fff]{{2,{LONGEST_NAME}}}"
    for index in range(figure.index + 1, len(sentence.tokens)):
        after = sentence.figure(index)
        if after is None:
            continue
        if after.number.unit != figure.number.unit or not re.fullmatch(names, sentence.text[last.end : after.start]):
            break
        last = after
    behind = metrics_after(sentence, last, "count") if last is not figure else []
    touches = behind and re.fullmatch(r"[均都仍尚已]*", sentence.text[last.end : behind[0].start])
    return behind[0] if touches else None


def read_earlier_value(walk: Walk, figure: Figure, topic: Claim) -> None:
    """上月为401件 behind 受理356件: the same metric as ``topic``, and afterwards its period again."""
    part = walk.state.category if walk.segment_is_part or _is_compared_part(walk, figure) else None
    if part is None and (moved := part_said_to_move(walk, figure)) is not None:
        part = moved[0]  # 重复举报明显减少，由去年同期的15件降至8件
    write(walk, figure, topic.metric, topic.label or "", About(category=part, whole=part is None))
    walk.state.period = None if topic.period_start is None else Period(topic.period_start, topic.period_end)
    walk.state.earlier = topic.earlier


def _is_compared_part(walk: Walk, figure: Figure) -> bool:
    """Whether the part just counted is what an earlier figure is held against (投诉类82件，比上年同期83件少1件)."""
    if walk.previous is None or walk.previous[1].category != walk.state.category:
        return False
    return re.match(r"\s*[，,]?\s*[比较]", walk.sentence.text[walk.previous[0].end : figure.start]) is not None


def _read_first_part(walk: Walk, figure: Figure, topic: Claim | None) -> None:
    """A figure of a paragraph that has counted no whole: a kind of request is a part of the whole before, or came in.

    Any other name would be a guess.
    """
    start = _start_of_item(walk, figure)
    name = part_name(walk.sentence, start, figure.start) or walk.state.subject or ""
    if topic is not None and not name and (_part_that_stands_out(walk.sentence, start) or _part_before(walk, start)):
        _read_named_part(walk, figure, topic)
    elif topic is not None and name and name == walk.state.subject:
        walk.start_part(name, start)
        add(walk, figure, _metric_of(walk, figure, topic), About(group=walk.group_of(topic.metric)))
    elif topic is not None and name and walk.sentence.between(0, figure.start, "part_of"):
        _read_named_part(walk, figure, topic)
    elif not is_kind(name):
        before = _other_list_before(walk) if _lists_parts(walk, figure) else None
        if before is None or not name or len(name) > LONGEST_NAME:
            leave(walk, figure)
            return
        walk.start_part(name, start)
        add(walk, figure, _metric_of(walk, figure, before), About(group=walk.group_of(before.metric)))
    elif topic is not None:
        _read_named_part(walk, figure, topic)
    elif walk.state.channel is not None:
        walk.start_part(name, start)
        add(walk, figure, Token("metric", figure.start, figure.start, name, "received"))
    else:
        leave(walk, figure)


def _other_list_before(walk: Walk) -> Claim | None:
    """The last part of a list of this paragraph that was sorted otherwise (按类别：…；按领域：城乡建设33件)."""
    parts = [p for p in walk.state.parts if p.locator.startswith(f"{walk.sentence.block}:")]
    return parts[-1] if parts else None


def _read_named_part(walk: Walk, figure: Figure, topic: Claim) -> None:
    """A part with a name, or one that is a channel, takes the metric of its whole."""
    sentence = walk.sentence
    start = _start_of_item(walk, figure)
    channels = sentence.between(start, figure.start, "channel")
    name = part_name(sentence, start, figure.start) or _kind_after(sentence, figure)
    name = name or _part_that_stands_out(sentence, start) or _part_before(walk, start)
    if not (channels or name) or is_too_long(name) or figure.number.unit not in _units_like(topic.unit):
        leave(walk, figure)
        return
    if channels and only_says_channel(part_name(sentence, channels[-1].end, figure.start)):
        walk.state.category = None
        walk.segment_is_part = True
    elif name[:1] != "各" and name and office_list_at_start(name.removesuffix("各")) == name.removesuffix("各"):
        walk.state.agency, walk.state.category = name.removesuffix("各"), None
    elif name_listed_office(walk, figure) is None:
        walk.start_part(name, start)
        if is_group_of_offices(name) or _stands_beside_office(walk, name, start):
            walk.state.agency = None
    add(walk, figure, _metric_of(walk, figure, topic), About(group=walk.group_of(topic.metric)))


def _stands_beside_office(walk: Walk, name: str, start: int) -> bool:
    """Whether a name follows an office in one list (石澜县31件，主城区22件): it is no part of that office's."""
    if walk.previous is None or is_kind(name):
        return False
    before, claim = walk.previous
    named = part_name(walk.sentence, walk.sentence.clause_start(before.index), before.start)
    is_next = re.fullmatch(r"\s*[，,、]?\s*", walk.sentence.text[before.end : start]) is not None
    return is_next and claim.agency is not None and named == claim.agency


def _parts_together(sentence: Sentence, start: int) -> str:
    """The parts on which the clause before ``start`` says that letters centre (主要集中在供水、供电等方面，占9%)."""
    before = sentence.text[:start].rstrip(" ，,")
    clause = re.split("[，,；;：:。]", before)[-1]
    found = re.search(r"集中在([^\d]{2,120}?)等?(?:方面|领域|问题)?$", clause)
    return found.group(1) if found and "、" in found.group(1) else ""


def _kind_after(sentence: Sentence, figure: Figure) -> str:
    """The kind of request that stands behind its number (12件投诉类信件已转有关部门); or nothing."""
    found = re.match(rf"([\u4e00-\u9fff]{{2,12}}类)(?:{any_of('kind_nouns', 'items')})", sentence.after(figure))
    return found.group(1) if found else ""


def _part_before(walk: Walk, start: int) -> str:
    """The kind of request that the clause before ``start`` names alone (供水类诉求，共29件); or nothing."""
    part = walk.state.category
    if part is None or not walk.segment_is_part or not is_kind(part):
        return ""
    before = re.split("[，,；;：:]", walk.sentence.text[:start].rstrip(" ，,"))[-1]
    return part if re.search(rf"{re.escape(part)}{any_of('kind_nouns')}?$", before) else ""


def _part_that_stands_out(sentence: Sentence, start: int) -> str:
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


def _start_of_item(walk: Walk, figure: Figure) -> int:
    """Where the name of a part begins: its clause, before a colon that of a kind, or of any part in a list.

    消费维权：3284件; 投诉类工单：1136件.
    """
    text, start = walk.sentence.text, walk.sentence.clause_start(figure.index)
    before = text[:start].rstrip()
    if text[start : figure.start].strip() or not before.endswith(("：", ":")):
        return start
    if walk.scope.listing:
        return max(before[:-1].rfind(mark) for mark in "，,；;、：:") + 1
    named = max(before[:-1].rfind(mark) for mark in "，,；;：:") + 1
    return named if is_kind(part_name(walk.sentence, named, len(before) - 1)) else start


def _units_like(unit: str | None) -> tuple[str | None, ...]:
    """The units in which parts of a whole may be printed: its own, or another one for letters (68项 are none)."""
    letters = ("件", "条", "封", "件次", "人次", "批次", "批", "个", "通", "起", "宗", "例", "次")
    return letters if unit in letters else (unit,)


def _metric_of(walk: Walk, figure: Figure, topic: Claim) -> Token:
    """The word for the metric of a whole: as this sentence prints it, else as its own did."""
    printed = (t for t in walk.sentence.tokens if t.value == topic.metric)
    return next(printed, Token("metric", figure.start, figure.start, topic.label or "", topic.metric))


def _noun_of_whole_named(sentence: Sentence, figure: Figure) -> str | None:
    """The metric in a noun between 其中 and the parts behind its colon (其中转办事项：咨询类51件)."""
    words = words_pattern(vocabulary.metric_words())
    found = re.search(rf"{any_of('part_of')}({words})(?:件|工单|信件|事项)[：:]", sentence.before(figure))
    code = vocabulary.metric_words()[found.group(1)] if found else None
    return code if code is not None and vocabulary.metrics()[code].kind == "count" else None


def _topic_of_parts(walk: Walk, figure: Figure) -> Claim | None:
    """The whole of parts: the figure before 其中 in this sentence, else the first of the sentence before."""
    sentence = walk.sentence
    aside = (*_ASIDES, "invalid", "duplicate", "incomplete", "advertising")
    wholes = [c for c in walk.reading.claims if c.category is None and c.unit != "%" and c.metric not in aside]
    if walk.topic_before is not None and (noun := _noun_of_whole_named(walk.sentence, figure)) is not None:
        return replace(walk.topic_before, metric=noun, label="")
    openings = sentence.between(0, figure.start, "part_of")
    if not wholes:
        # 受理投诉246件，其中商品类130件: the part just counted has parts itself
        opening = openings[0].start if len(openings) == 1 else 0
        counted = [c for c in walk.reading.claims if c.unit != "%" and sentence.place_of(c) < opening]
        is_part = len(counted) == 1 and counted[0].metric not in aside and counted[0].agency is None
        return counted[0] if is_part else walk.topic_before
    if not openings:
        return wholes[0]
    opening = openings[-1].start
    before = [c for c in wholes if sentence.place_of(c) < opening]
    if not before or before[0] is not wholes[0]:
        return walk.topic_before or wholes[0]
    nearest = len(openings) == 1 and sentence.text[opening - 1] in "，,"
    return before[-1] if nearest else before[0]
