"""Replies: cutting one printed reply text into its stages, each with its own date and office.

A mailbox page often holds two texts under one date: the notice that the letter was passed on, and, appended later, the
answer of the office. The page's date is that of the notice. What belongs here: where a stage ends, who signed it, when,
and what kind of stage it is. What does not: labels and ids (``parsers.letters``), days between dates (``pipelines``).
The words are rows of ``parsers/vocabulary/stages.yaml``. Texts are kept as printed; a date is never repaired.

A date is taken by its position only: it closes a stage (last thing there, or beside the office that signs). Dates
inside the text are dates of events and never date a reply.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from parsers.records import Issue, Reply
from parsers.redaction import without_name_behind
from parsers.text.agencies import find_agencies, is_office, looks_like_person
from parsers.text.dates import UNREAD, FoundDate, find_dates, plain
from parsers.vocabulary import load
from parsers.vocabulary.checked import patterns

_FILE = "parsers/vocabulary/stages.yaml"
_NOTICES = ("transfer", "interim")
ANSWERED = ("substantive", "refusal")
"""The stages that answer a letter."""
_SENTENCE_END = "。！？!?；;"
_SENTENCE_BREAK = re.compile(r"[。！？!?；;\n]|\s{2,}")
_BLANK = re.compile(r"\s*+")
# Possessive: on a run of thousands of blanks it must not try every division of the run.
_SEAL = re.compile(r"[\s。．.,，、|]*+(?:[(（【]?\s*+(?:印章|盖章|公章|章|此复|印发|完)\s*+[)）】]?)?[\s。．|]*+")
# A weekday, a time of day, and the bracket that closes a signature in brackets.
_TIME_OF_DAY = re.compile(
    r"(?:\s*+\(?(?:星期|周)[一二三四五六日天]\)?)?(?:\s*+[上下]午)?(?:\s*+[0-2]?\d[:时][0-5]\d(?::[0-5]\d|分)?)?\)?"
)
_CLOCK = re.compile(r"\s*+[0-2]?\d:[0-5]\d")
# A signature's date that has lost its month or day (2021年10月日).
_MUTILATED = re.compile(
    r"(?:19|20)\d\d年\s*(?:\d{0,2}\s*月\s*日?(?!\s*\d)|月\s*\d{1,2}\s*日|\d{1,2}(?:\s+\d{1,2})?\s*日)"
)
_LONGEST_SIGNATURE = 60
_LONGEST_LABEL = 12
# A longer text that also says "out of scope" or "cannot be verified" reports on the matter.
_CONTENT_BESIDE_REFUSAL = 3
_CHARACTERS = re.compile(r"\w")
_LONGEST_WORD = 40
_WORD_BEFORE = re.compile(
    rf"(?:^|[\s。！？!?；;：:”\"」』(（)）【>》,，、])(?P<word>(?![(（【])[^\s。！？!?；;：:”\"」』,，、]{{2,{_LONGEST_WORD}}}?)[\s、】]*$"
)
# A mark between office and date: a comma in a bracket around both (某局,2023年4月15日), a full stop behind a sentence.
_WORD_AND_MARK = re.compile(
    rf"(?:(?<=\()(?P<inside>[^\s()。,:;]{{2,{_LONGEST_WORD}}}),|(?<=[。!?\n])\s*(?P<alone>[^\s()。,:;]{{2,{_LONGEST_WORD}}})。)\s*$"
)
_WORD_AFTER = re.compile(rf"\s*(?P<word>[^\s。！？!?；;：:,，]{{2,{_LONGEST_WORD}}})")
_BRACKETS = str.maketrans("〔〕", "()")
_FOUND_THERE = re.compile("[见在](?![镇乡村街路])")
"""What stands before an office at which something is to be found; no part of a name (高见镇)."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Phrases:
    salutation: re.Pattern[str]
    opening: re.Pattern[str]
    courtesy: tuple[re.Pattern[str], ...]
    transfer: tuple[re.Pattern[str], ...]
    interim: tuple[re.Pattern[str], ...]
    refusal: tuple[re.Pattern[str], ...]
    redirect: tuple[re.Pattern[str], ...]
    date_label: tuple[re.Pattern[str], ...]
    behind_signature: tuple[re.Pattern[str], ...]
    answering: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class _Print:
    """A reply to search in: ``copy`` of its text, and its ``dates`` in order.

    The words before a place are looked up once for all stages that could end there.
    """

    copy: str
    dates: list[FoundDate]
    _words: dict[int, tuple[int, Span | None]] = field(default_factory=dict, repr=False)

    def last_date(self, start: int, end: int) -> FoundDate | None:
        """The last date between ``start`` and ``end``."""
        at = bisect_right(self.dates, end, key=lambda d: d.end) - 1
        return self.dates[at] if at >= 0 and self.dates[at].start >= start else None

    def stop(self, start: int, end: int) -> int:
        """Where the text between ``start`` and ``end`` ends, blanks left out."""
        while end > start and self.copy[end - 1].isspace():
            end -= 1
        return end

    def is_blank(self, start: int, end: int) -> bool:
        return _BLANK.fullmatch(self.copy, start, max(start, end)) is not None

    def office_before(self, start: int, end: int) -> Span | None:
        """The last word between ``start`` and ``end``, where it is an office."""
        first, found = self._words.get(end, (-1, None))
        if first >= start:
            return found
        # No word reaches further back; without this each look would read the stage from its start.
        first = self.stop(start, end) - _LONGEST_WORD - 1
        m = _WORD_BEFORE.search(self.copy, max(start, first), end)
        found = None if m is None else _office_in(m["word"], m.start("word"))
        if m is None and (m := _WORD_AND_MARK.search(self.copy, max(start, first - 1), end)) is not None:
            word = "inside" if m["inside"] else "alone"
            found = _office_in(m[word], m.start(word))
        self._words[end] = first, found
        return found


def _office_in(word: str, at: int) -> Span | None:
    """The place of a word that is an office that can sign, without the bracket that closes around it.

    Where a thing can be found (公告见某局) ends like an office, too, and 各社区 is no single one.
    """
    name = word if word.count("(") == word.count(")") else word.removesuffix(")")
    found_there = any(is_office(name[m.end() :]) for m in _FOUND_THERE.finditer(name))
    return (at, at + len(name)) if is_office(name) and not found_there and not name.startswith("各") else None


@dataclass(frozen=True, slots=True)
class _Closing:
    """How a stage ends: its text runs to ``text_end``; ``offices`` are places; ``date`` as found, if it has one."""

    text_end: int
    offices: tuple[Span, ...]
    date: FoundDate | None


@cache
def _phrases() -> _Phrases:
    data = load("stages")
    read = {name: patterns(data[name], _FILE, name) for name in _Phrases.__slots__}
    salutation, opening = (
        re.compile("|".join(f"(?:{p.pattern})" for p in read.pop(name))) for name in ("salutation", "opening")
    )
    return _Phrases(salutation=salutation, opening=opening, **read)


def _offices_before(reply: _Print, start: int, end: int) -> tuple[int, tuple[Span, ...]]:
    """The offices that stand, one behind the other, right before ``end``, and where the first of them begins."""
    offices: list[Span] = []
    while (office := reply.office_before(start, end)) is not None:
        offices.append(office)
        end = office[0] - reply.copy.endswith(("(", "【"), start, office[0])
    if offices:
        return end, tuple(reversed(offices))
    stop = reply.stop(start, end)
    tail = reply.copy[max(start, stop - _LONGEST_SIGNATURE) : stop]
    found = find_agencies(tail)
    if found and tail.endswith(found[-1].printed) and _is_signing(found[-1].printed):
        # no mark between the last sentence and the office that signs it
        begin = stop - len(found[-1].printed)
        return begin, ((begin, stop),)
    return end, ()


def _is_signing(name: str) -> bool:
    """Whether a name cut out of running text is long enough to be trusted: an office with its region."""
    return (
        _office_in(name, 0) is not None
        and re.match(r"[\u3400-\u9fff]{2,8}?[省市县区]", name) is not None
        and len(name) >= 6
    )


def _office_after(reply: _Print, start: int, date: FoundDate, end: int) -> tuple[int, tuple[Span, ...]]:
    """An office that stands behind its date, last thing before ``end``; both by themselves, or it is a sentence that
    ends like an office (将于7月1日增设老街站。).
    """
    m = _WORD_AFTER.match(reply.copy, date.end, end)
    office = None if m is None else _office_in(m["word"], m.start("word"))
    if m is None or office is None or not _SEAL.fullmatch(reply.copy, m.end(), end):
        return date.end, ()
    goes_on = m.start("word") == date.end and "。" in reply.copy[m.end() : end]
    if goes_on or not _stands_free(reply, start, _before_label(reply.copy, start, date.start)):
        return date.end, ()
    return m.end(), (office,)


def _stands_free(reply: _Print, start: int, position: int) -> bool:
    """Whether what precedes ``position`` has ended: a sentence, a line, a paragraph, or nothing at all.

    One blank ends nothing: some sites print one before every number (执行至 2021 年 12 月 31 日).
    """
    stop = reply.stop(start, position)
    gap = reply.copy[stop:position]
    return stop == start or reply.copy[stop - 1] in _SENTENCE_END or "\n" in gap or len(gap) > 1


def _behind(copy: str, position: int, end: int) -> int:
    """Where what belongs to the signature before ``position`` ends: a time of day, a bracket, whom to call about it."""
    time = _TIME_OF_DAY.match(copy, position, end)
    stop = position if time is None else time.end()
    while stop < end and (copy[stop].isspace() or copy[stop] == "("):
        blank = _BLANK.match(copy, stop, end)
        line = stop if blank is None else blank.end()
        found = (p.match(copy, line, end) for p in _phrases().behind_signature)
        if (m := next((m for m in found if m is not None), None)) is None:
            break
        stop = m.end() + copy.startswith(")", m.end(), end)
    return stop


def _seals(copy: str, position: int, end: int) -> bool:
    """Whether nothing but what belongs to a signature stands between ``position`` and ``end``."""
    return _SEAL.fullmatch(copy, _behind(copy, position, end), end) is not None


def _before_label(copy: str, start: int, position: int) -> int:
    """Where the label of the date at ``position`` begins (回复时间：), or the bracket that opens around it."""
    found = (p.search(copy, max(start, position - _LONGEST_LABEL), position) for p in _phrases().date_label)
    label = next((m.start() for m in found if m is not None), position)
    return label - copy.endswith("(", start, label)


def _in_bracket(copy: str, start: int, position: int) -> bool:
    """Whether a bracket opens at ``position``: behind running text it holds a reference (详见公告（某局3月1日）)."""
    return copy.startswith("(", position) or copy.endswith("(", start, position)


def _closing(reply: _Print, start: int, end: int, *, stamped: bool = True) -> _Closing:
    """How the stage between ``start`` and ``end`` closes; ``stamped``: the time of the site may stand at its end."""
    date = reply.last_date(start, end)
    if date is not None:
        signed = _before_stamp(reply, start, date, end) if stamped else None
        if signed is not None:
            return signed
        after, offices_after = _office_after(reply, start, date, end)
        if _seals(reply.copy, after, end):
            text_end, offices = _offices_before(reply, start, _before_label(reply.copy, start, date.start))
            free = _stands_free(reply, start, text_end)
            if free or ((offices or offices_after) and not _in_bracket(reply.copy, start, text_end)):
                return _Closing(text_end, offices or offices_after, date)
    for m in _MUTILATED.finditer(reply.copy, max(start, end - _LONGEST_SIGNATURE), end):
        text_end, offices = _offices_before(reply, start, m.start())
        if offices and _seals(reply.copy, m.end(), end) and not _in_bracket(reply.copy, start, text_end):
            return _Closing(text_end, offices, FoundDate(m.start(), m.end(), m[0], None, (), UNREAD))
    text_end, offices = _signing_offices(reply, start, reply.stop(start, end))
    return _Closing(text_end if offices else end, offices, None)


def _before_stamp(reply: _Print, start: int, date: FoundDate, end: int) -> _Closing | None:
    """How a stage closes that an office has signed with its date, where the site puts its own time below (某镇
    2018-04-20 18:42:02), in a line that says nothing else; ``None`` for any other.
    """
    line = reply.copy.rfind("\n", start, date.start) + 1
    if line <= start or _CLOCK.match(reply.copy, date.end, end) is None or not _seals(reply.copy, date.end, end):
        return None
    if not reply.is_blank(line, date.start) and not is_office(reply.copy[line : date.start]):
        return None
    signed = _closing(reply, start, line, stamped=False)
    return signed if signed.date is not None and signed.offices else None


def _signing_offices(reply: _Print, start: int, end: int) -> tuple[int, tuple[Span, ...]]:
    """Offices that sign without a date: alone behind the last sentence, with text before them."""
    text_end, offices = _offices_before(reply, start, end)
    listed = "、" in reply.copy[text_end:end]  # a list of places may end a text
    if offices and not listed and not reply.is_blank(start, text_end) and _stands_free(reply, start, text_end):
        return text_end, offices
    return end, ()


def _any(pattern_list: tuple[re.Pattern[str], ...], sentence: str) -> bool:
    return any(p.search(sentence) for p in pattern_list)


def _transfer(sentence: str) -> re.Match[str] | None:
    return next((m for p in _phrases().transfer if (m := p.search(sentence))), None)


def _clauses(sentence: str) -> list[str]:
    """A sentence cut at commas, so that 来信已收悉, 您的建议已转… is receipt and notice."""
    return [c for c in re.split(r"[,，:：]", sentence) if _CHARACTERS.search(c)]


def _kind(sentence: str) -> str:
    """What one sentence does: a key of stages.yaml, or ``content``."""
    p = _phrases()
    if _any(p.answering, sentence):
        return "content"
    if _any(p.refusal, sentence):
        return "refusal"
    if _any(p.interim, sentence):  # before the notice: 已安排相关部门处理 names nobody who could answer
        return "interim"
    if _transfer(sentence):
        return "transfer"
    if _any(p.courtesy, sentence):
        return "courtesy"
    if _any(p.redirect, sentence):
        return "redirect"
    kinds = {_clause_kind(c) for c in _clauses(sentence)}
    return next((k for k in ("content", "transfer", "interim") if k in kinds), "courtesy")


def _clause_kind(clause: str) -> str:
    p = _phrases()
    if _any(p.interim, clause):
        return "interim"
    if _transfer(clause):
        return "transfer"
    return "courtesy" if _any(p.courtesy, clause) or p.salutation.fullmatch(clause) else "content"


@dataclass(frozen=True, slots=True)
class _Said:
    """What sentences say: how many on the matter, what else they do, whether one answers, and the first notice."""

    contents: int = 0
    kinds: frozenset[str] = frozenset()
    answers: bool = False
    notice: re.Match[str] | None = None

    def and_then(self, later: _Said) -> _Said:
        """What these sentences and later ones say together."""
        return _Said(
            self.contents + later.contents,
            self.kinds | later.kinds,
            self.answers or later.answers,
            self.notice or later.notice,
        )

    def stage(self) -> str:
        """The stage that the sentences make, see ``classify``."""
        if self.answers and self.contents == 1 and "interim" in self.kinds:
            return "interim"  # 回复如下, and then nothing but that it is being looked into
        if self.answers:
            return "substantive"
        if "refusal" in self.kinds and self.contents <= _CONTENT_BESIDE_REFUSAL:
            return "refusal"
        for stage, deciding in (("substantive", "content"), ("transfer", "transfer"), ("refusal", "redirect")):
            if deciding in self.kinds:
                return stage
        return "interim"

    def transferred_to(self) -> str | None:
        """The office that the notice names; several as printed; ``None`` for 相关部门."""
        if self.notice is None:
            return None
        name = self.notice["to"].strip()
        offices = [part for part in re.split(r"[、,，和]", name) if part]
        return name if is_office(name) or all(is_office(o) for o in offices) else None


def _said(copy: str, start: int, end: int) -> _Said:
    """What one sentence says, blanks at its ends left out."""
    if not _CHARACTERS.search(copy, start, end):
        return _Said()
    sentence = copy[start:end].strip(" ,，、")
    kind = _kind(sentence)
    answers = any(p.search(copy, start, end) for p in _phrases().answering)
    return _Said(int(kind == "content"), frozenset((kind,)), answers, _transfer(sentence))


class _StageText:
    """The text of a stage whose end is looked for: its sentences are read once, however far it turns out to reach."""

    def __init__(self, copy: str, start: int) -> None:
        self._start = start
        self._text = copy[start:]
        self._read_to = 0
        self._said = _Said()

    def said_until(self, end: int) -> _Said:
        """What the stage says if it ends at ``end``, an offset of the copy that never lies before an earlier one."""
        for m in _SENTENCE_BREAK.finditer(self._text, self._read_to, end - self._start):
            self._said = self._said.and_then(_said(self._text, self._read_to, m.start()))
            self._read_to = m.end()
        return self._said.and_then(_said(self._text, self._read_to, end - self._start))


def classify(text: str) -> str:
    """The stage that a text is: ``transfer``, ``interim``, ``substantive`` or ``refusal``.

    A sentence that refuses decides unless the text says that it answers or goes on at length; one that sends the
    writer elsewhere decides only where nothing is said on the matter. A text of courtesies only is ``interim``:
    receipt, and no answer.
    """
    return _StageText(plain(text), 0).said_until(len(text)).stage()


def _begins(pattern: re.Pattern[str], copy: str, position: int) -> bool:
    """Whether the text from ``position`` on begins with the pattern, blanks apart."""
    blank = _BLANK.match(copy, position)
    return pattern.match(copy, position if blank is None else blank.end()) is not None


def _places(reply: _Print) -> list[tuple[int, bool]]:
    """Where a stage could end, in order, and whether a date ends there."""
    p = _phrases()
    openings = [m.start() for pattern in (p.salutation, p.opening) for m in pattern.finditer(reply.copy)]
    ends = {(_behind(reply.copy, d.end, len(reply.copy)), True) for d in reply.dates}
    return sorted(ends | {(start, False) for start in openings})


def _cuts(reply: _Print) -> list[int]:
    """Where one stage ends and the next begins, in order, both ends of the text included."""
    copy = reply.copy
    cuts = [0]
    stage = _StageText(copy, 0)
    for position, behind_date in _places(reply):
        start = cuts[-1]
        if position <= start or reply.is_blank(start, position) or not _CHARACTERS.search(copy, position):
            continue
        ends = _ends_with_date if behind_date else _ends_before_opening
        if ends(reply, start, position, stage):
            cuts.append(position)
            stage = _StageText(copy, position)
    return [*cuts, len(copy)]


def _ends_with_date(reply: _Print, start: int, position: int, stage: _StageText) -> bool:
    """A stage ends behind a signed date, and behind a bare one with a notice before it or an opening behind it."""
    p, copy = _phrases(), reply.copy
    opens = _begins(p.salutation, copy, position) or _begins(p.opening, copy, position)
    if not (copy[position].isspace() or copy[position] in "。." or opens):
        return False
    closing = _closing(reply, start, position)
    if closing.date is None:
        return False
    rest = _closing(reply, position, len(copy))
    if rest.date is not None and reply.is_blank(position, rest.text_end):  # a second office signs the same text
        return False
    return bool(closing.offices) or opens or stage.said_until(closing.text_end).stage() in (*_NOTICES, "refusal")


def _ends_before_opening(reply: _Print, start: int, position: int, stage: _StageText) -> bool:
    """A stage ends before an opening when an office has signed it, or when it is a whole notice.

    A notice that names no office is followed by its own answer in the same text (会把意见反馈给相关部门 ...
    现回复如下), unless the writer is greeted again.
    """
    if not _stands_free(reply, start, position):
        return False
    closing = _closing(reply, start, position)
    if closing.date is not None or closing.offices:
        return True
    if not reply.copy[position - 1].isspace():
        return False
    said = stage.said_until(position)
    if said.stage() != "transfer":
        return False
    return said.transferred_to() is not None or _begins(_phrases().salutation, reply.copy, position)


def _order_issues(replies: list[Reply], received_on: dt.date | None) -> Iterator[Issue]:
    for reply in replies:
        if received_on and reply.dated_on and reply.dated_on < received_on and reply.date_basis != "page":
            yield Issue(
                code="dated_before_letter",
                message=f"Stage {reply.stage_no} of the reply is dated {reply.dated_on}, before the letter of "
                f"{received_on}; both are kept as printed. Compare them with the original page.",
                place=f"stage {reply.stage_no}",
                raw=str(reply.dated_on),
            )
    for earlier, later in pairwise(replies):
        if earlier.dated_on and later.dated_on and later.dated_on < earlier.dated_on:
            yield Issue(
                code="stages_out_of_order",
                message=f"Stage {later.stage_no} of the reply is dated {later.dated_on}, before the stage above it "
                f"({earlier.dated_on}); both are kept as printed. Compare them with the original page.",
                place=f"stage {later.stage_no}",
                raw=str(later.dated_on),
            )


def office_or_issue(printed: str | None, place: str) -> tuple[str | None, list[Issue]]:
    """An office as printed, with an Issue where a person's name stands in its place (``None``) or behind it (the office
    alone); the name is not repeated.
    """
    name = "" if printed is None else printed.strip(" \t\r\n\u3000\u00a0\u200b\ufeff")
    if not name:
        return None, []
    office = None if looks_like_person(name) else without_name_behind(name)
    if office == name:
        return name, []
    message = (
        "The field of the office holds what looks like a person's name, where an office is expected; it is not "
        "kept. Look the office up on the original page."
    )
    return office, [Issue(code="person_in_agency", message=message, place=place)]


def _date_issue(closing: _Closing, stage_no: int) -> list[Issue]:
    if closing.date is None or closing.date.date is not None:
        return []
    printed = closing.date.printed
    can_be = " or ".join(map(str, closing.date.candidates)) or "no day of the calendar"
    message = (
        f"Stage {stage_no} of the reply is signed {printed!r} where one day is expected; it can be {can_be} and is "
        "kept as unknown. Compare it with the original page."
    )
    return [Issue(code="date_unread", message=message, place=f"stage {stage_no}", raw=printed)]


def _day_of(closing: _Closing, known: dt.date | None) -> dt.date | None:
    """The day that a stage is signed; without its century (一二年三月五日), in that of the page's date."""
    if closing.date is None or closing.date.date is not None:
        return None if closing.date is None else closing.date.date
    first, *others = closing.date.candidates or (None,)
    if known is None or first is None or any((c.month, c.day) != (first.month, first.day) for c in others):
        return None
    return next((c for c in closing.date.candidates if c.year // 100 == known.year // 100), None)


def _before_bare_greeting(copy: str) -> int:
    """Where a text ends behind which a greeting stands with nothing to say (the form for the next letter)."""
    last = None
    for m in _phrases().salutation.finditer(copy, max(0, len(copy) - _LONGEST_SIGNATURE)):
        last = m
    if last is None or _CHARACTERS.search(copy, last.end()) or not _CHARACTERS.search(copy, 0, last.start()):
        return len(copy)
    return last.start() if copy[: last.start()].endswith(tuple(" \t\r\n")) else len(copy)


def _basis(stage: str, closing: _Closing) -> str:
    """A date beside an office, or at the end of an answer, signs it; a bare date of a notice is part of its text."""
    return "signature" if closing.offices or stage not in _NOTICES else "inline"


def answers(text: str) -> bool:
    """Whether a printed reply answers its letter: one of its stages says something on the matter or declines it."""
    found, _ = stages(text, page_replied_on=None, page_agency=None, received_on=None)
    return any(reply.stage in ANSWERED for reply in found)


def stages(
    text: str, *, page_replied_on: dt.date | None, page_agency: str | None, received_on: dt.date | None
) -> tuple[list[Reply], list[Issue]]:
    """The stages of one printed reply, in order, and what reads oddly in it.

    ``text`` may be flattened: paragraphs run together with blanks between them. ``dated_on`` is the date that closes
    the stage, ``date_basis`` where it stands: ``signature``, ``inline`` (a bare date behind a notice), ``page`` (only
    the first stage can have the page's date, which is that of the first text) or ``none``. ``agency`` is who signed;
    for the last stage otherwise ``page_agency``. An empty reply has no stage; with a page date that is an Issue.
    Never raises for any text.
    """
    copy = plain(text).translate(_BRACKETS)
    if not _CHARACTERS.search(copy):
        if page_replied_on is None:
            return [], []
        message = (
            f"The page dates its reply {page_replied_on}, but the reply is empty where a text is expected. "
            "Compare it with the original page."
        )
        return [], [Issue(code="empty_reply", message=message, raw=text.strip() or None)]
    agency, issues = office_or_issue(page_agency, "agency")
    said_to = _before_bare_greeting(copy)
    reply = _Print(copy[:said_to], find_dates(text[:said_to].translate(_BRACKETS)))
    cuts = _cuts(reply)
    replies: list[Reply] = []
    for stage_no, (start, end) in enumerate(pairwise(cuts), 1):
        closing = _closing(reply, start, end)
        said = _StageText(reply.copy, start).said_until(closing.text_end)
        stage = said.stage()
        dated_on = _day_of(closing, page_replied_on or received_on)
        basis = "none" if closing.date is None else _basis(stage, closing)
        if closing.date is None and stage_no == 1 and page_replied_on:
            dated_on, basis = page_replied_on, "page"
        last = end == cuts[-1]
        replies.append(
            Reply(
                stage_no=stage_no,
                stage=stage,
                dated_on=dated_on,
                date_basis=basis,
                agency="、".join(text[a:b] for a, b in closing.offices) or (agency if last else None),
                body=text[start : None if last else end].strip(),
                transferred_to=said.transferred_to() if stage == "transfer" else None,
            )
        )
        issues += [] if dated_on else _date_issue(closing, stage_no)
    return replies, [*issues, *_order_issues(replies, received_on)]
