"""Names of the parts of a whole: where they end, what only introduces them, and lists of them.

What belongs here: strings. What does not: what becomes of the figure of a part (``parts``, ``lists``).
"""

from __future__ import annotations

import re
from functools import cache

from parsers import vocabulary
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.words import any_of, words_pattern
from parsers.text.numbers import half_width

LONGEST_NAME = 24
"""Characters; what is longer is a clause, no name."""

RANKED_AS = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,10}[前后][一二三四五六七八九十\d]{1,3}[\u4e00-\u9fff]{0,6}?(?:分别|依次)?[为是]"
    r"|[\u4e00-\u9fff]{0,8}[排位居列]?第[一二三四五六七八九十][位名]?的?[为是]|[一二三四五六七八九十]是"
    r"|(?!其)[\u4e00-\u9fff]{2,8}中(?=[\u4e00-\u9fff]{2,}类))(?=.)"
)
"""What only says in which place a part stands: 诉求领域前三分别为…, 第二为…, 一是…, 留言类型中…"""

IN_WHICH_PLACE = r"(?:[，,]\s*[排位]?[名居列在]{1,2}[^，,；;。\d]{0,6}?(?:第?[一二三四五六七八九十\d]{1,2}|首)位)?"
"""What may say between a part and its share in which place it stands (供水412件，居第一位，占15.1%)."""

_MANY = "[两三四五六七八九十2-9]"
_ITEM_MARK = r"\s*(?:【[^】]*】)?\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]+)[）).、．]\s*"
_CHUNKS_BEFORE = 3  # how many clauses back a list of names may stand


def part_name(sentence: Sentence, start: int, end: int) -> str:
    """The words between two places without what introduces or ties a part (其中, 为, 共)."""
    filler = any_of("part_fillers")
    periods = [t for t in sentence.between(start, end, "period") if not sentence.text[start : t.start].strip()]
    start = periods[-1].end if periods else start
    # 投诉类由上月的120件下降到98件
    held = [t for t in sentence.between(start, end, "period") if sentence.text[t.end : end].strip() in ("", "的")]
    if held and sentence.text[start : held[0].start].endswith(("由", "从")):
        end = held[0].start - 1
    text = sentence.text[start:end].strip(" \u3000\xa0，,、；;：:“”")
    text = text if text.count("“") == text.count("”") else re.sub("[“”]", "", text)  # “12369”热线举报
    text = re.sub(RANKED_AS, "", re.sub(r"^[（(]?\d{0,2}[）)]", "", text))
    # 求助的为126件 opens no list: what stands before 的 is the part.
    text = re.sub(r"的[为是有]$", "", re.sub(rf"^.*{any_of('list_openings')}(?=.)", "", text))
    text = re.sub(rf"^(?:(?!{any_of('whole_words')}){filler}[，,\s]*)+", "", text)
    text = re.sub(rf"(?<={_kinds()})总?量$", "", _without_fillers_behind(text))
    text = re.sub(r"(?<=类)[由从]$", "", text.strip(" \u3000，,、：:"))  # 咨询类由802件上升到1023件
    return "" if text in _qualifiers() else text


@cache
def _qualifiers() -> frozenset[str]:
    """The words that only say how exact a number is (超过100件): no name."""
    return frozenset(w for listed in vocabulary.load("qualifiers").values() for w in listed.get("before", ()))


def _without_fillers_behind(text: str) -> str:
    """``text`` without the words at its end that only tie a figure to it, those inside a longer word kept."""
    found = re.search(rf"{any_of('part_fillers')}+$", text)
    if found is None:
        return text
    words = [m.end() for m in re.finditer(any_of("whole_ends"), text) if m.start() < found.start() < m.end()]
    return text[: max([found.start(), *words])]


@cache
def _kinds() -> str:
    """A pattern of the kinds of request, one length behind (?<=…) at a time."""
    kinds = {kind for listed in vocabulary.load("categories").values() for kind in listed if len(kind) == 2}
    return f"(?:{words_pattern(kinds)})"


def is_too_long(name: str) -> bool:
    """Whether words are a clause, no name; a name may be a list of names (停水、停电及安装宽带等类工单), and what it
    says in a bracket is not counted (突发公共卫生事件（流感疫情）等突发事件管理类).
    """
    return any(len(item) > LONGEST_NAME for item in re.sub(r"[（(][^（）()]*[）)]", "", name).split("、"))


def own_name(name: str) -> str:
    """``name`` without a metric at its end (城管类受理量); nothing where it says only that all of it came in
    (全县受理诉求).
    """
    name = re.sub(rf"(?:{words_pattern(vocabulary.metric_words())})[量数]?$", "", name)
    of_all = rf"(?:{words_pattern(vocabulary.metric_words())}|{any_of('items', 'kind_nouns', 'whole_place')}|总?[量数])"
    return "" if re.fullmatch(rf"{of_all}*", name) else name


@cache
def held_against() -> str:
    """The words right behind a bracket that hold what is counted in it against another period; 和 and 与 alone join it
    with what comes next (水污染（48件）和异味（31件）).
    """
    return f"[较比]|[同环]比|[与和同]{any_of('previous_period', 'year_earlier')}"


@cache
def _counted_in_bracket() -> re.Pattern[str]:
    return re.compile(rf"\s*(?P<name>[\u4e00-\u9fff]{{2,{LONGEST_NAME}}})\s{{3,}}(?={held_against()})")


def subject_with_bracket(sentence: Sentence, start: int) -> str | None:
    """The part that a clause from ``start`` on names and counts in a bracket before it holds it against another period
    (城管类受理（320件）比去年同期增长14.29%); brackets are blanks in a sentence. ``None`` for all of what came in.
    """
    found = _counted_in_bracket().match(sentence.text, start)
    if found is None or sentence.between(start, found.end(), "channel"):
        return None
    return own_name(part_name(sentence, found.start("name"), found.end("name"))) or None


def names_before(sentence: Sentence, index: int, wanted: int) -> list[str] | None:
    """The nearest list of so many names before token ``index``, split at 、 and 和; ``None`` if there is none."""
    for chunk in reversed(_chunks_before(sentence, index)[-_CHUNKS_BEFORE:]):
        chunk = re.sub(rf"^.*{any_of('list_openings')}|{_leads()}.*$|(?<=、)([^、是]{{2,12}})是[^、]*$", r"\1", chunk)
        chunk = re.sub(r"^.*以([^以]{2,})为主$", r"\1", chunk)
        if re.search(r"\d", chunk.replace("12345", "")):
            continue
        # 大气污染（48件）和噪声污染（31件）较多: brackets are blanks here, and each stands behind its name.
        bracketed = re.split(rf"\s{{3,}}(?:、|{any_of('joining')})?", chunk)[:-1]
        if len(bracketed) == wanted and all(0 < len(name.strip()) <= LONGEST_NAME for name in bracketed):
            return [_listed_name(name) for name in bracketed]
        split_at_pauses = [item.strip() for item in chunk.split("、")]
        split_at_all = [*split_at_pauses[:-1], *re.split(any_of("joining"), split_at_pauses[-1])]
        for names in (split_at_all, split_at_pauses):
            if len(names) == wanted and all(0 < len(name) <= LONGEST_NAME for name in names):
                return [_listed_name(name) for name in names]
    return None


def _chunks_before(sentence: Sentence, index: int) -> list[str]:
    """The clauses before token ``index``, without a metric word that stands before or behind a list in them.

    共受理12345热线、县长信箱 -> 12345热线、县长信箱; 清江镇、茶园乡承办 -> 清江镇、茶园乡.
    """
    chunks, start = [], 0
    text = sentence.text[: sentence.tokens[index].start]
    for end in [m.start() for m in re.finditer(r"[，,：:；;]", text)] + [len(text)]:
        opening = [t.end for t in sentence.tokens if t.kind == "period" and not text[start : t.start].strip(" ，,")]
        start = max([start, *(e for e in opening if e <= end)])
        first, last = text.find("、", start, end), text.rfind("、", start, end)
        words = [t for t in sentence.tokens if t.kind in ("metric", "neutral") and start <= t.start and t.end <= end]
        # 主要为来电、网络: a metric word that ends at the first 、 is a name itself
        opens = [t.end for t in words if t.end < first and t.start > start]
        closes = [t.start for t in words if last < t.start - 1]
        chunks.append(text[max([start, *opens]) : min([end, *closes])] if last >= 0 else text[start:end])
        start = end + 1
    return chunks


@cache
def _leads() -> str:
    """A pattern of what says that the names before it lead (来信量位居前三)."""
    return rf"(?:{words_pattern(vocabulary.metric_words())}|举报|投诉|信访)?[量数]?{any_of('ranked')}"


def _listed_name(text: str) -> str:
    """An item of a list without what opens the list (反映较多的是, 其中)."""
    name = re.sub(rf"^.*{any_of('list_openings')}", "", text.strip(" “”"))
    name = re.sub(rf"(?<=.)等?(?:{_MANY}大?类|{_MANY}(?:个方面|方面|项|者|级))[\u4e00-\u9fff]{{0,4}}$", "", name)
    name = re.sub(r"(?<=[\u4e00-\u9fff]{2})等(?:领域|方面|问题|行业)?$", "", name)  # 供水、市场监管等领域
    return re.sub(rf"^{any_of('part_fillers')}+(?=[\u4e00-\u9fff])", "", name) or text


def is_list_head(text: str) -> bool:
    """Whether a line says that parts of what was counted follow, one a line (按部门统计（前五名）, 居前的问题)."""
    if len(text) > 30:
        return False
    leads = re.search(r"(?:(?i:top)|[排位]?[名居]?前)\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})", text)
    if re.match(r"\s*[（(]?[一二三四五六七八九十\d]", text) and re.search(
        r"[办受处]理量(?:\s*[（(][^（）()]*[）)])?\s*$", text
    ):
        return True  # （二）各单位受理量
    nouns = any_of("kind_nouns", "unit_nouns", "ranked_nouns")
    is_ranking = leads is not None and re.search(rf"(?:{nouns}|[为是位名])[）)]?[：:]?\s*$", text) is not None
    is_ranking = is_ranking or re.search(rf"(?:{any_of('lead_words')})的?{nouns}[：:]?\s*$", text) is not None
    return is_ranking or re.search(rf"{any_of('list_heads')}(?:[（(][^（）()]*[）)])?[：:]?\s*$", text) is not None


def metric_of_head(text: str) -> tuple[str, str] | None:
    """The word and code of the one count that the head of a list names (回复量前五的区域为：), if any."""
    words = vocabulary.metric_words()
    counts = {w for w in words if w.endswith(("量", "数")) and vocabulary.metrics()[words[w]].kind == "count"}
    found = re.findall(words_pattern(counts), text)
    codes = {words[word] for word in found}
    return (found[0], codes.pop()) if len(codes) == 1 else None


def is_list_item(text: str) -> bool:
    """Whether a line begins with a name and its figure (区公安分局 68件, 南川（98件）)."""
    return re.match(r"\s*[\u4e00-\u9fff（）()]{2,20}[\s：:]*[（(]?\d", text) is not None


def subject_of_heading(sentence: str, following: str = "") -> str | None:
    """What a heading inside a paragraph says that it is about (1.噪声扰民问题。): a kind of request; else ``None``.

    Without such an ending it is one where the sentence ``following`` begins with how many there were (共327件).
    """
    found = re.fullmatch(
        rf"{_ITEM_MARK}([^，,；;：:\d]{{2,16}}?)[。.]?\s*",
        sentence,
    )
    if found is None:
        # （一）老旧小区方面：共95件
        opened = re.match(
            rf"{_ITEM_MARK}([^，,；;：:\d（）()]{{2,16}}?)(?:方面|问题|领域|类)[：:]\s*共计?有?\d", half_width(sentence)
        )
        return opened.group(1) if opened else None
    named = re.fullmatch(r"(?!关于)([^的]+?)(?:方面)?(?:类|问题|领域)(?:诉求)?", found.group(1))
    if named is None and re.match(r"\s*共计?(?:受理|收到|接到)?\d", half_width(following)) is None:
        return None
    return named.group(1) if named else found.group(1)


def part_headed(heading: str, following: str) -> str | None:
    """The part that a heading names whose paragraph begins with its count and share alone (一、咨询类 / 共2300件，占
    50.36%); ``None`` for any other heading.
    """
    found = re.fullmatch(rf"{_ITEM_MARK}(?P<name>[\u4e00-\u9fff、]{{2,16}})[：:]?\s*", heading)
    counted = re.match(
        r"\s*共?计?有?\d[\d,]*[件条封个次起通宗例][，,（(]\s*占[^，,；;。：:、\d]{0,8}\d", half_width(following)
    )
    if found is None or counted is None or re.search(rf"{any_of('heading_nouns')}$", found["name"]):
        return None
    stages = (word for word, code in vocabulary.metric_words().items() if code != "received")
    return None if re.search(words_pattern(stages), found["name"]) else found["name"]  # 二、转办件: what became of them


def is_kind(name: str) -> bool:
    """Whether a name can only be that of a part of what was received (咨询类, 投诉类留言, 其他)."""
    by_form = re.search(rf"类{any_of('kind_nouns')}?$|^{any_of('rest_kinds')}$", name)
    return by_form is not None or any(name in words for words in vocabulary.load("categories").values())


def kind_at_end(name: str) -> str | None:
    """The kind of request that a text ends in (其中，咨询类 -> 咨询类); ``None`` if it ends in none."""
    found = re.search(r"[\u4e00-\u9fff]{1,20}类$", name)
    return found.group() if found else None


def is_subtotal(name: str) -> bool:
    """Whether a part is a group of units (乡镇, 县直部门), not a kind of request."""
    return re.search(any_of("subtotal_nouns"), name) is not None


def only_says_channel(name: str) -> bool:
    """Whether the words behind a channel add nothing to it (热线平台, 信箱来信, 热线转办投诉)."""
    taken = rf"(?:{any_of('handed_on')}|受理|接到|收到)(?:[\u4e00-\u9fff]{{0,2}}(?:投诉|举报))?"
    return not re.sub(rf"{any_of('channel_nouns', 'items')}|{taken}", "", name)


def only_says_when(sentence: Sentence, figure: Figure, name: str = "") -> bool:
    """Whether a clause says nothing but when (上月为401件): the same figure of another period. ``name`` is the part
    that it may name besides.
    """
    start = sentence.clause_start(figure.index)
    periods = sentence.between(start, figure.start, "period")
    if not periods:
        return False
    before = sentence.text[start : periods[0].start].replace(name, "", 1)
    rest = before + sentence.text[periods[-1].end : figure.start]
    return re.fullmatch(rf"(?:[\s，,]|{any_of('earlier_value_fillers')})*", rest) is not None
