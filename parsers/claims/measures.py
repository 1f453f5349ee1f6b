"""What a figure measures: the metric word beside it.

What belongs here: choosing among the metric words of one clause. What does not: figures whose metric is that of another
figure (``parts``, ``lists``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from parsers import vocabulary
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.tokens import Token
from parsers.claims.words import any_of, words_pattern
from parsers.text.numbers import half_width

AVERAGES = ("daily_average", "monthly_average")
"""Counts of what came in by the day or by the month: no parts, and no wholes of any."""
_CHANGES = ("change", "change_count")
_ENDS = ("completed", "completed_on_time", "replied", "replied_on_time")


def of_kind(metrics: Iterable[Token], kind: str) -> list[Token]:
    """Those metric tokens whose metric is a ``count``, ``rate`` or ``duration``."""
    known = vocabulary.metrics()
    return [t for t in metrics if known[str(t.value)].kind == kind]


def metrics_before(sentence: Sentence, figure: Figure, kind: str) -> list[Token]:
    """The metric beside a figure, looking left inside its clause, and those joined to it (办结率和受理率均为)."""
    start = sentence.clause_start(figure.index)
    candidates = of_kind(sentence.between(start, figure.start, "metric"), kind)
    candidates = [t for t in candidates if not _in_bracket(sentence.text[t.end : figure.start])]
    if not sentence.text[start : figure.start].strip(" \u3000共") and sentence.text[:start].rstrip().endswith(
        ("：", ":")
    ):
        colon = len(sentence.text[:start].rstrip()) - 1  # 办结率：95.51%
        candidates = [t for t in of_kind(sentence.between(0, colon, "metric"), kind) if t.end == colon]
    candidates = _without_objects(sentence, candidates)
    if not candidates or _opens_list(sentence.text[candidates[-1].end : figure.start]):
        return []
    if re.fullmatch("之?中的?有?", sentence.text[candidates[-1].end : figure.start]) and (
        counted := metrics_after(sentence, figure, kind)
    ):
        return counted  # 5件应办结工单中1件超时办结
    # 办理 alone is the weakest of the count words: 派单交有关单位办理25件 were handed on.
    stronger = [t for t in candidates if t.value != "handled"] or candidates
    candidates = candidates if stronger[-1] is candidates[-1] else stronger
    joined = [_handed_on(sentence, candidates[-1], start)]
    for t in reversed(candidates[:-1]):
        if not _joins(sentence.text[t.end : joined[0].start]):
            break
        joined.insert(0, t)
    return joined


def _handed_on(sentence: Sentence, metric: Token, start: int) -> Token:
    """办理 behind a 转 or 交 with those who got it (转网络单位办理45件): such letters were handed on."""
    if metric.value != "handled":
        return metric
    found = re.search(rf"{any_of('handing_on')}[^，,；;：:\d。]{{2,14}}$", sentence.text[start : metric.start])
    return metric if found is None else replace(metric, value="forwarded")


def _in_bracket(gap: str) -> bool:
    """Whether a bracket closes between a word and a figure that did not open there: the word is an aside."""
    return re.match(r"[^（(]*[）)]", gap) is not None


def _opens_list(gap: str) -> bool:
    """Whether a list of parts begins between a metric and a figure (来电主要集中在供水91件): a name stands there."""
    opened = list(re.finditer(any_of("list_openings"), gap))
    return bool(opened) and re.search(r"[\u4e00-\u9fff]{2,}", gap[opened[-1].end() :]) is not None


def _without_objects(sentence: Sentence, metrics: list[Token]) -> list[Token]:
    """The metrics without one that is only the object of the one before it (已回复来信64件, 日均受理9件)."""
    kept: list[Token] = []
    for t in metrics:
        is_object = (
            kept
            and kept[-1].value != "handled"
            and re.fullmatch(f"{any_of('object_links')}*", sentence.text[kept[-1].end : t.start])
        )
        links = f"(?:{any_of('object_links', 'items')})*"
        if kept and kept[-1].value in AVERAGES and re.fullmatch(links, sentence.text[kept[-1].end : t.start]):
            continue
        if kept and kept[-1].value in _ENDS and t.value == "forwarded" and kept[-1].end == t.start:
            continue  # 办结转派工单12件: what was handed on has been completed
        if not (
            is_object
            and t.value == "received"
            and re.fullmatch(f"{any_of('object_links')}*{any_of('items')}件?", t.text)
        ):
            kept.append(t)
    return kept


def says_other(sentence: Sentence, figure: Figure) -> bool:
    """Whether the words beside a count say that it counts what no metric is: 基本满意15件, 未回复3件, 匿名来信2件."""
    start = sentence.clause_start(figure.index)
    before = sentence.text[start : figure.start].rstrip(" 共计为有是的达")
    if re.search(rf"{any_of('uncounted')}$|结转[至到][^，,；;：:]{{0,8}}$", before):
        return True
    if is_peak(before):
        return True
    metrics = metrics_before(sentence, figure, "count")[:1] or metrics_after(sentence, figure, "count")
    if not metrics:
        return False
    words = _words_of(sentence, metrics[0], start)
    if re.search(rf"{any_of('negations')}(?:按[时期])?$", words):
        return True
    noun = re.fullmatch(any_of("items"), metrics[0].text)
    return noun is not None and re.search(rf"{any_of('exceptional')}[^，,；;]*$", words) is not None


@cache
def _peak() -> re.Pattern[str]:
    day, top = any_of("peak_spans"), any_of("peak_words")
    inside, behind = r"[^，,；;。：:\d]{0,8}", r"[^，,；;。：:\d的类]{0,8}"
    return re.compile(rf"(?:{day}{inside}{top}|{top}{inside}{day}){behind}$|{any_of('peaks')}$")


def is_peak(words: str) -> bool:
    """Whether the words before a count say that it is that of the fullest day or hour (单日最高受理量501件,
    日诉求量高峰达501件): of all that came in, a part.
    """
    return _peak().search(words) is not None


def _words_of(sentence: Sentence, metric: Token, start: int) -> str:
    """The words straight before a metric, back to the token before it or the place ``start``."""
    ends = [t.end for t in sentence.tokens if t.end <= metric.start]
    return sentence.text[max([start, *ends]) : metric.start]


def set_aside(sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure is taken away from what came in to give what is valid (除重复19件、…11件外，有效来信382件)."""
    if not any(t.value in ("valid", "accepted") or t.text == "受理" for t in sentence.tokens):
        return False
    opened = re.search(rf"{any_of('set_aside')}[^，,；;：:]*$", sentence.before(figure))
    return (
        opened is not None and re.match(rf"[^，,；;]*?{any_of('set_aside_ends')}", sentence.after(figure)) is not None
    )


def is_of_units_only(sentence: Sentence, figure: Figure) -> bool:
    """Whether a rate only says which units are meant, or was not reached: 答复率未达100%, 办结率低于90%的单位,
    办结率在90%至95%之间的3个.
    """
    before = sentence.clause_before(figure)
    said = re.split("[，,；;。：:]", half_width(sentence.before(figure)))[-1]
    of_some = re.match(r"\s*(?:其中)?(?:共?有)?\d+[个家](?!工作日|月)", said)
    # 有31个单位反映较好，满意率100%
    opened = rf"(?:^|[，,；;。])\s*(?:其中)?共?有\d+[个家]{any_of('unit_nouns')}"
    of_those = re.search(rf"{opened}[^，,；;。：:\d]*[，,][^，,；;。：:\d]*$", half_width(sentence.before(figure)))
    if of_some or of_those or re.search(any_of("unreached"), before):
        return True  # 2家按期办结率达到100%: that of some
    return (
        re.match(
            rf"(?:(?:至|到|[-—~～])[\d.]+[%％])?{any_of('span_ends')}?的(?:\d+[个家]|(?:部分|个别|有关|相关)?{any_of('unit_nouns')}|共?有|是|为)",
            sentence.after(figure),
        )
        is not None
    )


def _joins(gap: str) -> bool:
    if gap in ("“", '"'):
        return False  # 群众评价“满意”的92件: the one word is the object of the other
    conjunction = rf"[\s“”\"']*(?:、|{any_of('joining', 'joining_metrics')})?[\s“”\"']*"
    return bool(gap.strip()) and re.fullmatch(conjunction, gap) is not None


def metrics_after(sentence: Sentence, figure: Figure, kind: str) -> list[Token]:
    """The metric behind a figure in its clause (3件已办结, 99%以上得到了办理); at most one."""
    here = of_kind(sentence.between(figure.end, sentence.clause_end(figure.index), "metric"), kind)
    here = [t for t in here if t.value not in _CHANGES]
    if len(here) > 1 and re.fullmatch(any_of("items"), here[0].text) and not _joins(_gap(sentence, here[0], here[1])):
        return here[1:2]  # 2封来信逾期办结: the noun only says of what
    return [_handed_on(sentence, t, figure.end) for t in here[:1]]


def metric_obtained(sentence: Sentence, figure: Figure) -> list[Token]:
    """What letters got, behind their number (留言有126件得到回复): the count of that verb; at most one."""
    found = re.match(rf"得到了?({words_pattern(vocabulary.metric_words())})", sentence.after(figure))
    code = vocabulary.metric_words().get(found.group(1)) if found else None
    if found is None or code is None or vocabulary.metrics()[code].kind != "count":
        return []
    start = figure.end + found.start(1)
    return [Token("metric", start, start + len(found.group(1)), found.group(1), code)]


def problems_dealt_with(sentence: Sentence, figure: Figure) -> Token | None:
    """The noun behind a number that opens its clause, where the next words count how many of these were dealt with
    (49个问题仅答复6个): so many came in.
    """
    noun = re.match(r"问题|诉求|事项", sentence.after(figure))
    if noun is None or sentence.text[sentence.clause_start(figure.index) : figure.start].strip(" 的有共"):
        return None
    start, end = figure.end, figure.end + noun.end()
    done = of_kind(sentence.between(end, sentence.clause_end(figure.index), "metric"), "count")
    if not done or done[0].value not in _ENDS or sentence.text[end : done[0].start].strip("中仅只已均有"):
        return None
    is_counted = re.match(rf"了?\d+{figure.number.unit}", sentence.text[done[0].end :]) is not None
    return Token("metric", start, end, noun.group(), "received") if is_counted else None


def _gap(sentence: Sentence, before: Token, after: Token) -> str:
    return sentence.text[before.end : after.start]


def metric_of_clause_before(sentence: Sentence, figure: Figure, kind: str) -> Token | None:
    """The metric of the clause before, which says that it is the highest or lowest (3月份来信最多，为688件)."""
    start = sentence.clause_start(figure.index)
    if re.fullmatch(r"[\s仅只为达到是有约]*", sentence.text[start : figure.start]) is None:
        return None
    before = sentence.text[:start].rstrip(" ，,")
    if re.search(rf"{any_of('superlatives')}$", before) is None:
        return None
    opened = max(before.rfind(mark) for mark in "，,；;：:") + 1
    named = of_kind(sentence.between(opened, start, "metric"), kind) or of_kind(
        sentence.between(0, start, "metric"), kind
    )
    return named[-1] if named else None


def rate_without_its_word(sentence: Sentence, figure: Figure) -> Token | None:
    """The rate that a count word straight before a percentage stands for, its 率 lost (办结96.76%)."""
    before = [
        t
        for t in sentence.tokens
        if t.kind == "metric" and t.end <= figure.start and not sentence.text[t.end : figure.start].strip(" 为达")
    ]
    if not before or (code := vocabulary.metric_words().get(f"{before[0].text}率")) is None:
        return None
    return Token("metric", before[0].start, before[0].end, before[0].text, code)


def metric_in_noun(sentence: Sentence, figure: Figure) -> list[Token]:
    """The metric inside a noun straight before a figure that no metric introduces (转办件14件), or behind one that
    opens what became of it (14件转办信件中); at most one.
    """
    behind = sentence.tokens[figure.index + 1] if figure.index + 1 < len(sentence.tokens) else None
    if behind is not None and behind.kind == "neutral" and behind.start == figure.end:
        if sentence.text[behind.end : behind.end + 1] != "中" or not (stem := _stem_of_noun(behind)):
            return []
        return [stem]  # 172件转办信件中，已办结161件
    before = sentence.tokens[figure.index - 1] if figure.index else None
    if before is None or before.kind != "neutral" or sentence.text[before.end : figure.start].strip(" 共计为有"):
        return []
    stem = _stem_of_noun(before)
    return [] if stem is None else [stem]


def _stem_of_noun(noun: Token) -> Token | None:
    """The metric that a noun for letters begins with (转办工单)."""
    stem = re.fullmatch(rf"({words_pattern(vocabulary.metric_words())})(?:件|工单|信件|事项)", noun.text)
    code = vocabulary.metric_words()[stem.group(1)] if stem else None
    return None if code is None else Token("metric", noun.start, noun.end, noun.text, code)


def item_before(sentence: Sentence, figure: Figure) -> Token | None:
    """The noun for letters straight before a figure that opens a text (网络留言27件): what was received."""
    found = re.search(rf"{any_of('items')}[“”\s共]*$", sentence.clause_before(figure))
    if found is None:
        return None
    start = sentence.clause_start(figure.index)
    return Token("metric", start + found.start(), start + found.end(), found.group().strip(), "received")


def stands_behind(sentence: Sentence, figure: Figure, metric: Token) -> bool:
    """Whether nothing but 为 or ： stands between a metric and a figure, and no noun follows it (办结数218); or no more
    than a noun for letters, where the text goes on as behind a count whose unit was lost (受理诉求2114其中…).
    """
    gap, after = sentence.text[metric.end : figure.start], sentence.after(figure)
    followed = re.match(r"[\u4e00-\u9fff\dA-Za-z]", after)
    if re.fullmatch(r"\s*[为是:：]?\s*", gap) is not None and followed is None:
        return True
    nouns = f"(?:{any_of('object_links', 'items')}|电话|事项|案件|案卷)*"
    goes_on = rf"\s*(?:{any_of('part_of')}|已|[\u4e00-\u9fff]{{2,6}}类(?![型别])|[，,。；;]|$)"
    is_count = re.fullmatch(r"[1-9]\d{1,6}", figure.token.text) is not None
    return is_count and bool(re.fullmatch(rf"\s*{nouns}[共为是]?\s*", gap) and re.match(goes_on, after))


def changed_metric(sentence: Sentence, figure: Figure) -> str | None:
    """The metric named last before a change, changes and shares aside: what rose or fell; not what was set aside
    (剔除重复来信后，环比上升9%).
    """
    aside = re.finditer(f"{any_of('set_aside')}[^，,；;：:]*?{any_of('set_aside_ends')}", sentence.before(figure))
    places = {at for match in aside for at in range(*match.span())}
    named = [str(t.value) for t in sentence.between(0, figure.start, "metric") if t.start not in places]
    return next((code for code in reversed(named) if code not in (*_CHANGES, *AVERAGES, "share")), None)


_FAVOURABLE = ("very_satisfied", "satisfied", "basically_satisfied")


def grades_together(metrics: list[Token]) -> list[Token]:
    """The metrics of one figure without grades that it counts together with 满意 (满意和基本满意471件: all of them are
    taken for satisfied).
    """
    graded = [t for t in metrics if t.value in _FAVOURABLE]
    satisfied = [t for t in graded if t.value == "satisfied"]
    return [t for t in metrics if t not in graded or t in satisfied] if satisfied else metrics


def is_per_head(sentence: Sentence, figure: Figure) -> bool:
    """Whether a count is one for so many people or households (万人诉求量最高的是东区，为2267件; 平均每万人1801件), of
    the metric that its segment named last, or for each unit (平均每家单位承办35.8件): of no letters.
    """
    each, units = rf"平均每(?!{any_of('time_spans')})", rf"{any_of('units_of_means')}平均"
    if re.search(rf"(?:{each}|{units})[^，,；;。：:\d]{{0,16}}$", sentence.clause_before(figure)):
        return True
    begin = max(sentence.text.rfind(mark, 0, figure.start) for mark in "；;") + 1
    named = [t.start for t in of_kind(sentence.between(begin, figure.start, "metric"), "count")]
    per_head = rf"(?<![\d.])(?:平均)?每?{any_of('per_head')}$"
    ends = (*named[-1:], figure.start)
    return any(re.search(per_head, sentence.text[:end].rstrip()) is not None for end in ends)
