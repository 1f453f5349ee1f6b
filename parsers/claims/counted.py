"""Whether a number counts letters: one of 个 or 次, one without a unit, and one behind a part with its share.

What belongs here: what the words around a number make it. What does not: of what metric it is (``measures``), and
reading it (``reading``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from parsers import vocabulary
from parsers.claims.measures import AVERAGES, item_before
from parsers.claims.names import is_kind, part_name
from parsers.claims.offices import is_office_or_place
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.tokens import Token
from parsers.claims.walk import Walk
from parsers.claims.words import any_of, words_pattern
from parsers.records import Claim


def counts_letters(walk: Walk, figure: Figure, metrics: Sequence[Token]) -> bool:
    """Whether 个 counts letters (答复6个, 其中电话46个), and no units (涉及34个单位, 逾期的有3个)."""
    sentence = walk.sentence
    if re.search(r"\d", figure.token.text) is None:
        return False  # 留言量最大的三个领域
    nouns = any_of("unit_nouns")
    if re.match(rf"\s*[\u4e00-\u9fff]{{0,4}}?{nouns}", sentence.after(figure)):
        return False
    if re.search(rf"(?:{nouns}|{any_of('falls', 'rises')}的)[共有计\s]*$", sentence.before(figure)):
        return False  # 诉求量下降的有2个
    if metrics and metrics[-1].value in ("received", "valid", "connected", *AVERAGES):
        return True
    name = part_name(sentence, sentence.clause_start(figure.index), figure.start)
    if any(claim.unit == "个" and claim.metric != "units" for claim in walk.reading.claims) and re.search(
        f"{any_of('channel_nouns', 'office_sites')}$", name
    ):
        return True  # 共受理122个，其中市民热线116个
    if _is_part_of_accounts(walk, figure, name):
        return True
    if figure.number.unit != "个" or re.match(r"\s*(?:[，,；;。、：:（(]|$)", sentence.after(figure)) is None:
        return False
    if metrics and not sentence.text[metrics[-1].end : figure.start].strip(" 了"):
        return True
    return is_kind(name) or re.fullmatch(any_of("ways_in"), name) is not None


def _is_part_of_accounts(walk: Walk, figure: Figure, name: str) -> bool:
    """Whether a number counts some of the accounts counted before it (账号117个，其中微信公众号58个、抖音号28个)."""
    whole = walk.first_whole
    is_listed = bool(name) and bool(walk.sentence.between(0, figure.start, "part_of"))
    is_last = re.match(r"\s*(?:[，,；;。、（(]|$)", walk.sentence.after(figure)) is not None
    return (
        whole is not None and whole.metric == "accounts" and whole.unit == figure.number.unit and is_listed and is_last
    )


def counts_calls(walk: Walk, figure: Figure, metrics: Sequence[Token]) -> bool:
    """Whether 次 counts requests (接听来电3次, of which 语音服务178次), not how often something was done (督办3次)."""
    counted = walk.reading.claims[0] if walk.reading.claims else None
    goes_on = counted is not None and counted.unit == "次"
    if goes_on and _has_share_behind(walk.sentence, figure):
        return True  # 接听来电80次，其中指南类60次，占75%；接受建议20次，占25%
    if metrics:
        return metrics[-1].value in ("received", "valid", "handled", *AVERAGES) and _touches(
            walk.sentence, metrics[-1], figure
        )
    is_part = walk.sentence.between(0, figure.start, "part_of") or item_before(walk.sentence, figure)
    return goes_on and bool(is_part)


def _touches(sentence: Sentence, metric: Token, figure: Figure) -> bool:
    """Whether a metric stands straight before a figure (接听来电3次; 来信经2次催办 is another thing)."""
    return (
        re.fullmatch(
            rf"(?:{any_of('object_links')}|服务)*(?:{any_of('items')}|电话|请求|受理|接听)?[共为计达\s]*",
            sentence.text[metric.end : figure.start],
        )
        is not None
    )


def is_base_of_share(sentence: Sentence, figure: Figure) -> bool:
    """Whether a count is what a share is said to be of (投诉190件，占受理总量310件的61.3%): the whole, and no part."""
    is_of = re.search(r"占[^，,；;。：:、\d]{0,24}$", sentence.clause_before(figure)) is not None
    return is_of and re.match(r"\s*[）)]?的\s*\d", sentence.after(figure)) is not None


def share_counted(walk: Walk, figure: Figure) -> Claim | None:
    """The share just before a count of the same part (投诉类占比最高，达61.3%，共190件); ``None`` where more is said,
    and behind several shares without counts, which have it together (投诉占61.3%，咨询占38.7%，共310件).
    """
    last = walk.previous
    if last is None or last[1].metric != "share" or last[1].category is None:
        return None
    counted = {c.category for c in walk.reading.claims if c.unit != "%"}
    if any(c.metric == "share" and c is not last[1] and c.category not in counted for c in walk.reading.claims):
        return None
    touches = re.fullmatch(r"\s*[，,]\s*共?计?有?", walk.sentence.text[last[0].end : figure.start])
    ends = re.match(r"\s*(?:[；;，,。]|$)", walk.sentence.after(figure))
    return last[1] if touches and ends else None


def is_next_part(walk: Walk, figure: Figure, metric: Token) -> bool:
    """Whether a count behind a part with its share is the next one with its own, although its name holds a word of what
    came in (指南类60次，占75%；接受建议20次，占25%), or the channel that passed it on (微信举报20件、12345转办16件); so
    is one of a list whose parts are followed by what became of them (…，结案率100%；受理舆情27件，占总量的1.37%).
    """
    last = walk.previous[1] if walk.previous is not None else None
    if metric.value == "received" and _is_listed_with_its_share(walk, figure):
        return not _touches(walk.sentence, metric, figure)
    if last is None or last.group is None:
        return False
    if metric.value == "forwarded" and last.category is not None:
        return _names_sender(walk.sentence, figure, metric)
    if last.metric != "share" or metric.value != "received":
        return False
    return _has_share_behind(walk.sentence, figure) and not _touches(walk.sentence, metric, figure)


def _is_listed_with_its_share(walk: Walk, figure: Figure) -> bool:
    """Whether a count behind ；, in a sentence that has listed a part before, is followed by its share of the total."""
    sentence, parts = walk.sentence, walk.state.parts
    listed = any(t.start < figure.start for t in sentence.tokens if t.kind == "part_of")
    opens = sentence.text[: sentence.clause_start(figure.index)].rstrip().endswith(("；", ";"))
    of_total = re.match(r"[，,]\s*约?占[^，,；;。：:\d]{0,6}总[量数]?的?\d", sentence.after(figure))
    return listed and opens and of_total is not None and bool(parts) and parts[-1].quote == sentence.quote


_FEWEST_WAYS = 3
"""Items that make a row of ways in."""
_LONGEST_ROW = 1000
"""Characters of a sentence that are looked at for such a row."""
_SHARE_BEHIND = r"(?:[，,、]?\s*占[^，,；;、。\d]{0,10}[\d.]+[%％])?"
_WAY_ITEM = rf"(?:[^，,；;、：:。\s\d]|123\d\d){{2,24}}\d[\d,]*[件条封个次起通宗例]\s*{_SHARE_BEHIND}"


@cache
def _rows_of_ways() -> tuple[re.Pattern[str], ...]:
    """What sorts by the way in, and behind it nothing but names with a count each, and their shares, up to a stop: set
    apart by commas, or by semicolons.
    """
    sorts = any_of("way_sorts")
    before = rf"[按从][^，,；;。：:\d]{{0,12}}{sorts}上?(?:来?看|来?分|划分|统计)[，,：:]"
    opened = rf"(?:{before}|{sorts}主?要?(?:[有为是]|包括)[，,：:]?)"
    row = r"(?:其中[，,]?)?(?P<row>{item}(?:[{marks}]{item})+)等?\s*(?=[。；;]|$)"
    return tuple(re.compile(opened + row.format(item=_WAY_ITEM, marks=marks)) for marks in ("，,、和", "，,；;、和"))


def is_item_of_ways(walk: Walk, figure: Figure) -> bool:
    """Whether a count is one of a row sorted by the way in, in which a name holds a word for handing on or for what
    came in (从来源看，巡查上报96件，领导交办6件，受理热线舆情8件; 按渠道分，12345转办92件、…).

    A row in which a stage stands (转办9件, 办结80件) is none.
    """
    sentence = walk.sentence
    if len(sentence.text) > _LONGEST_ROW:
        return False
    found = (row.search(sentence.text) for row in _rows_of_ways())
    opened = next((o for o in found if o is not None and o.start("row") <= figure.start < o.end("row")), None)
    if opened is None:
        return False
    said = sentence.between(*opened.span("row"), "metric")
    items = re.findall(_WAY_ITEM, opened["row"])
    are_ways = all(t.value in ("received", "forwarded", "accepted", "share") for t in said)
    handed_on = words_pattern(t.text for t in said if t.value == "forwarded")
    came_in = words_pattern(t.text for t in said if t.value != "share")
    is_named = any(re.match(rf"(?:{came_in})[^\d共有]{{2}}", item) for item in items) if came_in else False
    stands_alone = handed_on and any(re.match(rf"(?:{handed_on})\d", item) for item in items)
    return len(items) >= _FEWEST_WAYS and are_ways and not stands_alone and bool(handed_on or is_named)


def _names_sender(sentence: Sentence, figure: Figure, metric: Token) -> bool:
    """Whether a clause is nothing but a channel and that it passed letters on (12345热线转办16件)."""
    start = sentence.clause_start(figure.index)
    channels = sentence.between(start, metric.start, "channel")
    named = sentence.text[start : metric.start].strip()
    is_named = bool(channels) and named in (channels[-1].text, f"{channels[-1].text}热线", f"{channels[-1].text}平台")
    return is_named and _touches(sentence, metric, figure)


def _has_share_behind(sentence: Sentence, figure: Figure) -> bool:
    shares = words_pattern(vocabulary.metrics()["share"].printed)
    return re.match(rf"[，,]\s*约?(?:{shares})", sentence.after(figure)) is not None


def has_lost_its_unit(walk: Walk, figure: Figure) -> bool:
    """Whether a number without a unit counts a part: beside its share, or in a row (县住建局12件，县水利局4，…)."""
    sentence = walk.sentence
    name = part_name(sentence, sentence.clause_start(figure.index), figure.start)
    goes_on = any(c.metric == "share" for c in walk.reading.claims)
    is_named = is_kind(name) or (goes_on and re.fullmatch(r"[\u4e00-\u9fff]{2,12}", name) is not None)
    if is_named and _has_share_behind(sentence, figure):
        return True
    return (is_kind(name) or is_office_or_place(name)) and all(
        (beside := _figure_beside(sentence, figure, step)) is not None and beside.number.kind == "count"
        for step in (-1, 1)
    )


def _figure_beside(sentence: Sentence, figure: Figure, step: int) -> Figure | None:
    """The figure before (``step`` -1) or behind (1), with a comma or a 、 and a name between them."""
    at = figure.index + step
    while 0 <= at < len(sentence.tokens) and (beside := sentence.figure(at)) is None:
        at += step
    if not 0 <= at < len(sentence.tokens) or beside is None:
        return None
    first, last = (beside, figure) if step < 0 else (figure, beside)
    gap = sentence.text[first.end : last.start]
    return beside if re.fullmatch(r"\s*[，,、；;][^，,、；;：:。]{2,16}", gap) else None


def names_other_business(title: str) -> bool:
    """Whether a title is about business beside letters (2024年建议提案办理情况)."""
    return re.search(any_of("other_items"), title) is not None


def is_of_other_business(sentence: Sentence, figure: Figure) -> bool:
    """办理人大建议12件, 整合7条行业热线, 行政复议23件，其中维持15件: no letters."""
    if figure.number.unit == "条" and re.match(
        rf"[\u4e00-\u9fff]{{0,8}}?(?:热线|专线)(?!{any_of('kind_nouns', 'items')})", sentence.after(figure)
    ):
        return True
    # 通过查询知识库等方式直接办理4148件: by what means, is no object
    before = re.sub(r"^.*通过[^，,；;。：:]*?方式", "", sentence.clause_before(figure))
    written = rf"(?:报告|材料|{any_of('issue_nouns')})》\s*$"
    if re.search(f"{any_of('other_items')}|{written}", before) is not None:
        return True
    counted = rf"{any_of('other_items')}[^，,；;。：:、\d]{{0,8}}\d+[^，,；;。：:、\d]{{1,2}}"
    return re.search(rf"{counted}[，,（(]{any_of('part_of')}[^；;。]*$", sentence.before(figure)) is not None


def visits_of(walk: Walk, figure: Figure) -> Claim | None:
    """The count of visits straight before the number of people who came (来访12批86人)."""
    if walk.previous is None or figure.number.unit not in ("人", "名", "人次"):
        return None
    before, claim = walk.previous
    touches = before.end == figure.start and before.number.kind == "count"
    return claim if touches and claim.metric == "received" else None
