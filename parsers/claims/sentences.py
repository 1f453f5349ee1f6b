"""Figures from running text: one paragraph in, claims out, each with the words it was read from.

A paragraph is read sentence by sentence and from left to right, as a person reads it: what a figure is about (channel,
period, office, part) is what was last said about it, what it measures is the metric word beside it. Nothing is
guessed: a figure whose metric is not said becomes an issue (``unassigned_figure``).

What belongs here: cutting a paragraph into sentences and brackets, and what is forgotten from one to the next. What
does not: reading one sentence (``reading``), tables (``cells``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from parsers.claims.amounts import AMOUNT, of_amount_before
from parsers.claims.bases import basis_named
from parsers.claims.brackets import read_bracket
from parsers.claims.in_bracket import carried_into, ways_of
from parsers.claims.names import is_list_head, is_list_item, subject_of_heading
from parsers.claims.offices import is_office_or_place
from parsers.claims.parts import read_row_of_item
from parsers.claims.reading import read_sentence
from parsers.claims.scope import Reading, Scope, State, start_state
from parsers.claims.sentence import Sentence, sentence_of, start_in_block
from parsers.claims.words import any_of
from parsers.records import INSIDE, Claim
from parsers.text.periods import Period, find_periods

_SENTENCE_END = re.compile(r"[。！？!?\n]+|\s{4,}(?![\s\d])")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_COUNT = r"\d[\d,]*[\u4e00-\u9fff]{1,2}?"
_ITEM_AT_HEAD = re.compile(
    rf"\s*在?(?:上述)?(?:[受办]理的{_COUNT})?(?P<name>[\u4e00-\u9fff]{{2,20}}?)(?:{_COUNT})?中[，,：:]"
)
_WAYS = re.compile(
    r"\s*(?:[一二三四五六七八九十\d]+[、.．])?[\u4e00-\u9fff]{0,6}(?:来源|渠道|途径)(?:情况|分布|分类)?[：:]"
)
_MARK = r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]+)[）).、．]|[一二三四五六七八九十]是)\s*"
_FIGURE = re.compile(r"\d\s*(?:[万余多]?(?:件|条|封|例|宗|起|通|份|次|家|个|单(?![位元独一])|分(?![钟之]))|%|％)")


def split_sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of ``text``, each with its offset there; one ends at 。！？, a line break or four blanks."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if text[start : end.start()].strip():
            yield start, text[start : end.end()].rstrip("\n")
        start = end.end()
    if text[start:].strip():
        yield start, text[start:]


def paragraph_claims(text: str, locator: str, scope: Scope, topic: Claim | None = None) -> Reading:
    """All claims of one paragraph. ``topic`` is the whole that the paragraph before spoke of (``Reading.topic``).

    ``locator`` is the place of the paragraph; that of a claim adds its characters:
    ``<locator>:<start>-<end>``.
    """
    state = start_state(scope, topic)
    reading, listing = Reading(), scope.listing
    sentences, before = list(split_sentences(text)), 0
    for number, (offset, sentence) in enumerate(sentences, start=1):
        scope = replace(scope, listing=listing and is_list_item(sentence))
        listing = is_list_head(sentence) or scope.listing
        if not goes_on(sentence):
            _begin_sentence(state, scope)
        state.list_no += 1
        state.subject = (
            subject_of_heading(sentence, "".join(s for _, s in sentences[number : number + 1])) or state.subject
        )
        item = None if scope.needs_channel else _item_alone(sentences, number, reading.claims)
        head = 0
        if item is None and (ways := _WAYS.match(sentence)) and (item := _whole_of_ways(state, scope, locator)):
            head = ways.end()
        row = sentence_of(sentence[head:], offset + head, locator, sentence, scope.period, scope.written_on)
        found = (item and read_row_of_item(row, item, scope, state)) or _read_with_brackets(
            sentence, offset, locator, scope, state
        )
        found.claims = _of_item_at_head(sentence, offset, found.claims, reading.claims)
        found.claims = _of_these(sentence, found.claims, [c for c in reading.claims if start_in_block(c) >= before])
        before = offset
        reading.claims += sorted(found.claims, key=start_in_block)
        reading.loose += found.loose
    reading.topic = state.intake or state.topic
    return reading


def _item_alone(sentences: list[tuple[int, str]], number: int, claims: list[Claim]) -> Claim | None:
    """The item of a list that the sentence before the one with this number only names and counts (1.咨询类1274件。)."""
    if number < 2 or not claims or claims[-1].category is None or claims[-1].group is None:
        return None
    offset, before = sentences[number - 2]
    name, printed = re.escape(claims[-1].category), re.escape(claims[-1].printed)
    is_last = start_in_block(claims[-1]) >= offset
    return claims[-1] if is_last and re.fullmatch(rf"{_MARK}?{name}[：:共计有为]*{printed}[。\s]*", before) else None


def _whole_of_ways(state: State, scope: Scope, locator: str) -> Claim | None:
    """What came in, as an item whose parts are the ways in which it did; ``None`` where it was not counted."""
    whole = state.intake or state.topic
    if whole is None or scope.needs_channel or whole.unit == "%":
        return None
    return replace(whole, category=None, group=f"{locator}#{state.list_no}.{whole.metric}")


def goes_on(sentence: str) -> bool:
    """Whether a sentence is about parts of the one before (其中，…): its period, day and channel hold on."""
    return re.match(rf"\s*{any_of('part_of')}", sentence) is not None


def _inside(claim: Claim, item: Claim, start: int) -> Claim:
    """A claim of a bracket behind the count of an item of a list: parts of that item are no items of the list
    (供电40件（电话37件，网络3件））.
    """
    if claim.group is None or claim.group != item.group or claim.category == item.category:
        return claim
    return replace(claim, group=f"{claim.group}{INSIDE}{start}")


def _of_item_at_head(sentence: str, offset: int, claims: list[Claim], earlier: list[Claim]) -> list[Claim]:
    """The claims of a sentence that opens with an item of a list before it as parts of that item (求助类中，…;
    求助类200件中，…; 受理的200件求助类诉求中，…); the item counted again is no part of itself.
    """
    head = _ITEM_AT_HEAD.match(sentence)
    if head is None:
        return claims
    noun = rf"类?(?:{any_of('kind_nouns', 'items')}|案件)?"
    listed = (c for c in reversed(earlier) if c.group and c.unit != "%" and c.category)
    item = next((c for c in listed if re.fullmatch(re.escape(c.category or "") + noun, head["name"])), None)
    if item is None:
        return claims
    inside = f"{item.group}{INSIDE}{item.category}"

    def placed(claim: Claim) -> Claim:
        if claim.category is None and start_in_block(claim) < offset + head.end():
            return replace(claim, category=item.category, scope=item.scope, group=None)
        if claim.group is None or INSIDE in claim.group:
            return claim
        return replace(claim, group=None if claim.category == item.category else inside)

    return [placed(c) for c in claims]


@cache
def _these() -> re.Pattern[str]:
    """What opens a sentence about the letters that the one before counted last (这些留言中)."""
    return re.compile(rf"\s*在?(?:这些|这类|此类|该类){any_of('items')}")


def _of_these(sentence: str, claims: list[Claim], earlier: list[Claim]) -> list[Claim]:
    """The claims of a sentence about 这些留言 as those of the one kind that ``earlier``, those of the sentence before,
    counted.
    """
    counted = {(c.category, c.scope) for c in earlier if c.unit != "%" and c.category}
    if len(counted) != 1 or _these().match(sentence) is None:
        return claims
    ((category, scope),) = counted
    return [replace(c, category=category, scope=scope) if not (c.category or c.agency) else c for c in claims]


_CHANGES = ("change", "change_count")


def _change_of(claim: Claim, counted: Claim) -> Claim:
    """A change in the bracket behind a figure is of that figure (县住建局146件（同比上升2.2%）), behind a change of
    what that one is of (受理9210件，同比增加333件（增长3.75%）).
    """
    if claim.metric not in _CHANGES or claim.category is not None:
        return claim
    moved = counted.of_metric if counted.metric in _CHANGES else counted.metric
    return replace(claim, agency=counted.agency, category=counted.category, of_metric=moved, scope=counted.scope)


def _name_before(around: Sentence, end: int) -> str | None:
    """What a bracket stands straight behind, where that is a name behind a word that lists it (的是劳动保障类（…）、
    供热类（…）), and no word for what is counted.
    """
    found = re.search(r"(?:的[是为有]|、)\s*(?P<name>[\u4e00-\u9fff]{2,16})$", around.text[:end])
    if found is None or any(t.value != "share" for t in around.between(found.start("name"), end, "metric")):
        return None  # 占道类: 占 says nothing here
    return found["name"]


def _of_name(claim: Claim, name: str) -> Claim:
    """A change in a bracket is of the office or part that it stands behind."""
    if claim.metric not in ("change", "change_count") or claim.category is not None or claim.agency is not None:
        return claim
    if is_office_or_place(name):
        return replace(claim, agency=name, scope="unit")
    return replace(claim, category=name, scope="category")


def _earlier_of(claim: Claim, spoken: Claim) -> Claim:
    """An earlier count in a bracket is of the part spoken of last (投诉类40件，同比增长5%（去年同期38件）)."""
    ends, starts = claim.period_end, spoken.period_start
    is_before = claim.earlier is not None or (ends is not None and starts is not None and ends < starts)
    is_same = claim.metric in (spoken.metric, spoken.of_metric) and claim.category is None and claim.agency is None
    if not is_same or not is_before or (spoken.category is None and spoken.agency is None):
        return claim
    return replace(claim, agency=spoken.agency, category=spoken.category, scope=spoken.scope)


def _begin_sentence(state: State, scope: Scope) -> None:
    """Forget what holds for one sentence only.

    An official text names period and office anew in each sentence, an article tells a story in which they go on, and a
    letter goes from mailbox to mailbox without a heading that would give any of them.
    """
    if not scope.needs_channel:
        if scope.region_of is None:
            state.period = state.period if scope.stated_by == "press" else scope.period
            state.earlier = None
            state.as_of = scope.as_of
        if scope.channel is not None and (state.together or scope.channel != "combined"):
            state.channel = "combined" if state.together else scope.channel
        elif state.intake is not None and state.intake.channel is None and len({*state.channels}) > 1:
            state.channel = None  # 共受理937件。其中县长信箱585件，网上问政352件。主要反映…: of all of them again
    if scope.stated_by != "press":
        state.agency = None
    state.category = None


def _period_right_before(text: str, spoken: Period | None) -> Period | None:
    """The period whose name ``text`` ends in: what the bracket behind it counts is of that one
    (环比一季度（投诉239件）); a single day is an event.
    """
    clause = re.split(r"[，,；;。：:]", text)[-1]
    named = [p.period for p in find_periods(clause, spoken, held_against=True) if p.end == len(clause)]
    return named[0] if named and named[0] is not None and named[0].start != named[0].end else None


def _read_with_brackets(printed: str, offset: int, block: str, scope: Scope, state: State) -> Reading:
    """A sentence and then its brackets with figures, which are read with what the sentence had said at its end."""
    brackets = [b for b in _BRACKETS.finditer(printed) if _FIGURE.search(b.group())]
    outer = printed
    for bracket in brackets:
        blank = " " * len(bracket.group())
        outer = outer[: bracket.start()] + blank + outer[bracket.end() :]
    around = sentence_of(outer, offset, block, printed, scope.period, scope.written_on)
    reading = read_sentence(around, scope, state)
    outside = Reading(claims=list(reading.claims))
    last: Claim | None = None
    for bracket in brackets:
        inside, start = bracket.group()[1:-1], offset + bracket.start() + 1
        dates = [t.start for t in around.tokens if t.kind == "date"]
        is_before = bool(dates) and bracket.start() < dates[0]
        said = replace(state, parts=[], category=None, as_of=scope.as_of if is_before else state.as_of)
        inner = sentence_of(inside, start, block, printed, scope.period, scope.written_on)
        if [t.kind for t in inner.tokens].count("number") == 1:  # 较2月（来电80个、来信30件）分别增长…: in their order
            said.period = _period_right_before(outer[: bracket.start()], scope.period) or said.period
        found = read_bracket(inner, around, outside, scope, said, last) or read_sentence(inner, scope, said)
        last = found.claims[-1] if found.claims else None
        touched = [c for c in outside.claims if around.place_of(c) + len(c.printed) == bracket.start()]
        if touched:
            found.claims = ways_of(carried_into(found.claims, touched[0], inner), touched[0], inner, start)
            found.claims = [_change_of(_inside(claim, touched[0], start), touched[0]) for claim in found.claims]
        if not touched and (name := _name_before(around, bracket.start())) is not None:
            found.claims = [_of_name(claim, name) for claim in found.claims]
        segment = max(outer.rfind(mark, 0, bracket.start()) for mark in "；;")
        spoken = [c for c in outside.claims if segment < around.place_of(c) < bracket.start()]
        found.claims = [_earlier_of(claim, spoken[-1]) if spoken else claim for claim in found.claims]
        basis = basis_named(outer[: bracket.start()])
        found.claims = [
            replace(claim, basis=basis) if claim.metric == "change" and claim.basis is None else claim
            for claim in found.claims
        ]
        reading.claims += of_amount_before(found.claims, outside.claims, start)
        reading.loose += found.loose
    reading.claims = [c for c in reading.claims if c.metric != AMOUNT or c.category]
    return reading
