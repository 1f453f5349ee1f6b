"""Whose figure it is: parts of a whole and offices, whose figures stand one by one.

What belongs here: figures one by one. What does not: several values in the order of their names (``lists``), names in
front of a figure (``naming``), and what makes a string a name (``names``, ``offices``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers import vocabulary
from parsers.claims.added_up import adds_up_items, counts_named_kinds
from parsers.claims.changes import ends_in_change, part_said_to_move, read_change, read_change_count
from parsers.claims.measures import AVERAGES, item_before, metrics_after, of_kind
from parsers.claims.names import (
    IN_WHICH_PLACE,
    LONGEST_NAME,
    is_kind,
    is_too_long,
    only_says_channel,
    only_says_when,
    part_name,
)
from parsers.claims.naming import is_in_run, name_listed_office, part_that_stands_out, topic_of
from parsers.claims.offices import (
    is_group_of_offices,
    office_list_at_start,
)
from parsers.claims.scope import Reading, Scope, State
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.tokens import Token
from parsers.claims.walk import About, Walk, add, leave, write
from parsers.claims.words import any_of, words_pattern
from parsers.records import INSIDE, Claim
from parsers.text.periods import Period

_ASIDES = (*AVERAGES, "change_count", "connected")
"""Counts that have no parts (环比增加127件，其中街镇1346件: of what came in)."""

_PARTS_FOLLOW = re.compile(
    r"按[^，,；;。：:\d]{1,10}分[，,：:]"  # 按渠道分，
    r"|从[^，,；;。：:\d]{2,12}看[，,：:]"  # 从问题分类看，
    r"|[量数](?:排名|排在|位居|居)?前\d{1,2}[位名][为是：:]"  # 受理量居前3位的是
)

_SHARE_OF = re.compile(r"占(?![道用地])[^，,；;。：:\d]{0,6}$")
"""What stands before the word that a share is of (占承办总数的35%): it counts no part."""

_TAKEN_BEHIND_WAY = r"(?:(?<=^123\d\d)|(?<=平台)|(?<=渠道))(?:{}|接收|受理)(?:投诉|举报)?$"
"""What says behind the name of a way in that something came by it."""

SET_ASIDE = ("invalid", "duplicate", "incomplete", "advertising")
"""Letters that are no valid ones."""


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
    if counts_named_kinds(walk, figure):
        return
    if figure.number.kind == "count" and (adds_up_items(walk, figure) or _read_listed_office(walk, figure, topic)):
        return
    moved = part_said_to_move(walk, figure)
    named = moved[0] if moved else walk.state.agency or ""
    if topic is not None and only_says_when(walk.sentence, figure, named):
        read_earlier_value(walk, figure, _count_held_against(walk, figure) or topic)
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
        if (name := topic_of(walk.sentence, item, figure)) is not None:
            walk.start_part(name, walk.sentence.clause_start(figure.index))
        add(walk, figure, item)
    else:
        _read_first_part(walk, figure, topic)


def read_row_of_item(sentence: Sentence, item: Claim, scope: Scope, state: State) -> Reading | None:
    """The parts of an item that the sentence before only counted (1.咨询类1274件。社保医保531件，户籍办理402件，…),
    each with its share and how it changed (社保医保531件，占41.7%，环比上升12%；…).

    ``None`` where the sentence is more than a row of names with counts, or counts stages (办结120件，在办30件).
    """
    walk = Walk(sentence=sentence, scope=scope, state=replace(state), subject=None, topic_before=item)
    group, end = f"{item.group}{INSIDE}{item.category}" if item.category else item.group, 0
    for figure in (f for i in range(len(sentence.tokens)) if (f := sentence.figure(i)) is not None):
        gap, end = sentence.text[end : figure.start], figure.end
        if walk.previous is not None and _says_more_of(walk, figure, gap):
            continue
        start = sentence.clause_start(figure.index)
        stages = (t for t in of_kind(sentence.between(start, figure.start, "metric"), "count") if t.start == start)
        is_item = re.fullmatch(
            rf"\s*[，,、；;]?(?:{any_of('part_of')}[，,：:]?)?(?:12345)?[^，,；;：:\d]{{2,{LONGEST_NAME}}}", gap
        )
        name = part_name(sentence, start, figure.start)
        if figure.number.kind != "count" or figure.number.unit not in _units_like(item.unit) or not is_item:
            return None
        if not name or any(stages):
            return None
        walk.start_part(name, start)
        claim = write(walk, figure, item.metric, item.label or "", About(category=name, group=group))
        walk.previous = (figure, claim) if claim is not None else None
    counted = [c for c in walk.reading.claims if c.metric == item.metric]
    return walk.reading if len(counted) > 1 and re.fullmatch(r"\s*等?[。\s]*", sentence.text[end:]) else None


def _says_more_of(walk: Walk, figure: Figure, gap: str) -> bool:
    """Read the share of the part just counted, or how it changed, in a clause that says nothing else."""
    clause, shares = walk.sentence.clause_before(figure), words_pattern(vocabulary.metrics()["share"].printed)
    if not re.fullmatch(r"[，,][^，,；;：:。]*", gap) or walk.previous is None:
        return False
    if figure.number.kind == "rate" and re.fullmatch(rf"约?(?:{shares})", clause.strip()):
        part = walk.previous[1]
        about = About(category=part.category, group=part.group, of_metric=part.of_metric or part.metric)
        share = write(walk, figure, "share", clause.strip(), about)
        walk.previous = (figure, share) if share is not None else None
        return True
    if not ends_in_change(clause) or figure.number.kind not in ("rate", "points", "count"):
        return False
    read = read_change_count if figure.number.kind == "count" else read_change
    read(walk, figure)
    return True


def _noun_of_whole(walk: Walk, figure: Figure, topic: Claim) -> Token | None:
    """The noun in 县长信箱来信37件, where the channel is that of the whole: what came in, said again, and no part."""
    start = walk.sentence.clause_start(figure.index)
    channels = walk.sentence.between(start, figure.start, "channel")
    item = item_before(walk.sentence, figure)
    is_listed = bool(walk.sentence.between(0, figure.start, "part_of"))
    if (
        item is not None
        and not is_listed
        and len(walk.sentence.text) == len(walk.sentence.quote)  # 486条（给书记留言312条，给县长留言174条): parts
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
        or is_in_run(walk.sentence, figure)
        or _says_what_share(walk, figure)
        or _is_numbered_with_its_share(walk, figure)
        or re.search(rf"{any_of('list_openings')}[：:]|[\u4e00-\u9fff]的[为是有]$", before) is not None
        or _PARTS_FOLLOW.search(before) is not None
        or re.search(rf"{any_of('list_heads')}(?:[：:，,]|[^。；;]*\d|[^，,。；;：:]{{2,12}}，$)", before + "，")
        is not None
    )


def _says_what_share(walk: Walk, figure: Figure) -> bool:
    """Whether behind a figure stands its share of the total, or of what came in where the figure has a name (实名举报
    50件，占检举控告的5.6%).
    """
    found = re.match(
        rf"{IN_WHICH_PLACE}[，,]\s*大?约?占[^，,；;。\d]{{0,4}}(?:(总)|{any_of('items', 'share_bases')})",
        walk.sentence.after(figure),
    )
    start = walk.sentence.clause_start(figure.index)
    return found is not None and bool(found[1] or part_name(walk.sentence, start, figure.start))


def _is_numbered_with_its_share(walk: Walk, figure: Figure) -> bool:
    """Whether a figure opens a numbered item, its share right behind it (2.疫情防控问题1520件，占18.96%)."""
    named = re.fullmatch(r"\s*[（(]?\d{1,2}[）).、．]\s*[\u4e00-\u9fff“”]{2,16}", walk.sentence.before(figure))
    share = r"[，,（(]\s*占(?:比?|[^，,；;。：:、\d]{1,12}的)[\d约]"
    return named is not None and re.match(share, walk.sentence.after(figure)) is not None


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
    head = [t for t in head if not _SHARE_OF.search(walk.sentence.text[: t.start])]
    return head[-1] if head and head[-1].value not in ("change_count", *AVERAGES) else None


def _read_part_of_head(walk: Walk, figure: Figure, head: Token) -> None:
    start = walk.sentence.clause_start(figure.index)
    name = part_name(walk.sentence, start, figure.start)
    if not name or is_too_long(name):
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
    if head and head[-1].value not in ("change_count", *AVERAGES):
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
    part = part or _part_of_paragraph(walk)
    if part is None and (moved := part_said_to_move(walk, figure)) is not None:
        part = moved[0]  # 重复举报明显减少，由去年同期的15件降至8件
    write(walk, figure, topic.metric, topic.label or "", About(category=part, whole=part is None))
    walk.state.period = None if topic.period_start is None else Period(topic.period_start, topic.period_end)
    walk.state.earlier = topic.earlier


def _count_held_against(walk: Walk, figure: Figure) -> Claim | None:
    """The count just before that the clause of an earlier figure is held against (受理620件，办结590件，环比上季度
    560件增长5.36%); how it changed against another period may stand between.
    """
    if walk.previous is None:
        return None
    before, claim = walk.previous
    gap = walk.sentence.text[before.end : figure.start]
    named = [
        t
        for t in walk.sentence.between(before.end, figure.start, "metric")
        if t.value not in ("change", "change_count")
    ]
    held = re.search(rf"[，,]\s*(?:{any_of('previous_period', 'year_earlier')}|[比较与同和])[^，,；;。]*$", gap)
    is_count = vocabulary.metrics()[claim.metric].kind == "count" and claim.metric not in AVERAGES
    goes_on = all(t.value in ("change", "change_count") for t in named) and not re.search("[；;。]", gap)
    return claim if held and is_count and goes_on else None


def _part_of_paragraph(walk: Walk) -> str | None:
    """The part that a paragraph is about: it has counted no whole, and the sentence nothing (供暖问题612件，占24.7%。
    与去年同期551件相比，…).
    """
    here = f"{walk.sentence.block}:"
    topic, parts = walk.state.topic, [p for p in walk.state.parts if p.locator.startswith(here)]
    is_whole_here = topic is not None and topic.locator.startswith(here)
    return parts[0].category if parts and not is_whole_here and not walk.reading.claims else None


def _is_compared_part(walk: Walk, figure: Figure) -> bool:
    """Whether the part just counted is what an earlier figure is held against (投诉类82件，比上年同期83件少1件)."""
    if walk.previous is None or walk.previous[1].category != walk.state.category:
        return False
    return (
        re.match(r"\s*[，,]?\s*(?:环比|同比|[比较])", walk.sentence.text[walk.previous[0].end : figure.start])
        is not None
    )


def _read_first_part(walk: Walk, figure: Figure, topic: Claim | None) -> None:
    """A figure of a paragraph that has counted no whole: a kind of request is a part of the whole before, or came in.

    Any other name would be a guess.
    """
    start = _start_of_item(walk, figure)
    name = part_name(walk.sentence, start, figure.start) or walk.state.subject or ""
    if topic is not None and not name and (part_that_stands_out(walk.sentence, start) or _part_before(walk, start)):
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
    name = name or part_that_stands_out(sentence, start) or _part_before(walk, start)
    name = re.sub(r"^(?:受理|收到|接到|来自)(?=[^，,]{2})", "", name)
    name = re.sub(_TAKEN_BEHIND_WAY.format(any_of("handed_on")), "", name)  # 12301转办投诉8件, 其他渠道接收7件
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
    aside = (*_ASIDES, *SET_ASIDE)
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
