"""The channel that a sentence speaks of: named, named with others, taken up again, or left.

What belongs here: how one token or clause changes the channel of the figures behind it. What does not: the words of
channels (``parsers.vocabulary``), and the channel of a section (``parsers.bulletins.sections``).
"""

from __future__ import annotations

import re
from functools import cache

from parsers import vocabulary
from parsers.claims.naming import end_listed_offices
from parsers.claims.sentence import Sentence
from parsers.claims.tokens import Token
from parsers.claims.walk import Walk
from parsers.claims.words import any_of, words_pattern

_LONGEST_JOINT = 8  # characters between two channels that are counted together


@cache
def _resumed() -> re.Pattern[str]:
    """A sentence that opens with what a channel is, and counts what came in by it or what was made of that."""
    handled = words_pattern(w for code in ("forwarded", "completed") for w in vocabulary.metrics()[code].printed)
    return re.compile(rf"\s*(?:其中[，,：:]?)?({any_of('channel_nouns')})(?:{any_of('items')}|{handled})")


def resume_channel(walk: Walk) -> None:
    """Speak again of a channel that the paragraph named and a sentence only calls what it is (12345热线工单90件，
    县长信箱信件5件。热线工单按类别分…; 12345热线、县长信箱共收到594件。其中热线派单493件).
    """
    said = _resumed().match(walk.sentence.text)
    words = vocabulary.channel_words().items()
    named = (
        c for c in reversed(walk.state.channels) if said and any(w.endswith(said[1]) for w, code in words if code == c)
    )
    walk.state.channel = next(named, walk.state.channel)


def set_channel(walk: Walk, index: int) -> None:
    """The channel named; several different ones joined by 、 or 和 are ``combined``.

    A web site on which answers are published (在政府网站公开答复) is no channel that they came in by.
    """
    token = walk.sentence.tokens[index]
    if token.value == "website" and re.match(any_of("publishing"), walk.sentence.text[token.end :]):
        return
    if _is_way_of_another(walk, token):
        return
    end_listed_offices(walk, token.start)
    codes = _joined_channels(walk, index)
    walk.state.channels += codes
    before = walk.state.channel
    if before is not None and walk.reading.claims and _is_beside_whole(walk.sentence, token):
        walk.channel_beside = before
    walk.state.channel = codes.pop() if len(codes) == 1 else "combined"
    if before != walk.state.channel:
        walk.state.category = None


@cache
def _way_counted() -> re.Pattern[str]:
    return re.compile(rf"(?P<way>{any_of('ways_in')}{any_of('items')}?){any_of('part_fillers')}*\d")


def _is_way_of_another(walk: Walk, token: Token) -> bool:
    """Whether a channel is only whose way in some of the letters of another came by (县长信箱收到249件。其中，受理
    12345热线微信公众号诉求56件、政务服务诉求10件): its figure is then a part of that other one, and named so.
    """
    state, sentence = walk.state, walk.sentence
    if state.channel in (None, "combined", token.value) or state.channel not in state.channels[-1:]:
        return False
    found = _way_counted().match(sentence.text, token.end)
    opened = re.search(r"(?:^|[，,；;])\s*其中[，,：:]?(?:受理|收到|接收|来自)$", sentence.text[: token.start])
    if found is None or opened is None:
        return False
    walk.start_part(sentence.text[token.start : found.end("way")], token.start)
    return True


def _joined_channels(walk: Walk, index: int) -> set[str]:
    """The codes of the channels joined to the one at token ``index``, whose tokens are then used."""
    tokens, text = walk.sentence.tokens, walk.sentence.text
    codes = {str(tokens[index].value)}
    end = tokens[index].end
    for i, t in enumerate(tokens[index + 1 :], start=index + 1):
        gap = text[end : t.start]
        if t.kind == "pause" and len(gap) <= 6:
            continue
        if t.kind != "channel" or len(gap) > _LONGEST_JOINT or not re.search(f"、|”“|{any_of('joining')}", gap):
            break
        codes.add(str(t.value))
        walk.used.add(i)
        end = t.end
    return codes


def _is_beside_whole(sentence: Sentence, token: Token) -> bool:
    """Whether a channel with its count only stands beside the whole that the next clause parts.

    受理热线工单653件，县长信箱来信32件，问题主要集中在：城乡建设45件、…: these are parts of the 653.
    """
    if not re.search(r"[，,、]\s*$", sentence.text[: token.start]):
        return False
    count = rf"(?:{any_of('items', 'channel_nouns')})*[共有计\s]*\d+[件封条][，,]"
    return re.match(rf"{count}[^，,；;。\d]*{any_of('list_heads')}[：:]", sentence.text[token.end :]) is not None


def end_channel_beside(walk: Walk, start: int) -> None:
    """Speak of the whole again behind a channel that only stood beside it.

    So too where a clause at ``start`` says what was made of all that came in (县长信箱来信5件，共形成工单534件).
    """
    if walk.channel_beside is not None:
        walk.state.channel, walk.channel_beside = walk.channel_beside, None
        walk.start_segment(walk.segment_start)
    elif walk.scope.channel is not None and re.match(r"[，,]共?(?:形成|生成)", walk.sentence.text[start:]):
        walk.state.channel = walk.scope.channel


@cache
def _other_way() -> re.Pattern[str]:
    """A way in that is no channel, with what is counted of it behind: 来信来访50宗, 来自12301转办8件, 其他渠道19件."""
    ways = rf"其[他它]{any_of('way_nouns')}|{any_of('visits', 'ways_in')}|123\d\d(?!\d)|[\u4e00-\u9fff]{{2,20}}平台"
    return re.compile(rf"\s*(?:来自|通过|从)?(?P<way>{ways})(?P<more>[^，,；;：:。\d]{{0,12}})\d")


def leave_channel_of_list(walk: Walk, start: int) -> None:
    """Speak of no single channel any more where a list by ways in goes on at ``start`` with one that is no channel
    (从投诉渠道来看，12345热线709件；来信来访50件；其他渠道19件).
    """
    if not walk.sentence.between(0, start, "channel"):
        return
    sorted_by = rf"{any_of('way_sorts')}上?(?:来?看|来?分|划分|统计)"
    named = _other_way().match(walk.sentence.text, start)
    if named is None or re.search(sorted_by, walk.sentence.text[:start]) is None:
        return
    walk.state.channel, walk.state.category = walk.channel_before, None
    if walk.sentence.between(named.start("more"), named.end("more"), "metric"):
        walk.start_part(named["way"], start)  # 平台转办19件: how they came in, no stage of all
