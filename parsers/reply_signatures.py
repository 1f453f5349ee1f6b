"""How a stage of a reply closes: the offices that sign it, its date, and where its text ends before them.

What belongs here: what stands at the end of a stage. What does not: where a stage ends (``parsers.replies``), and
whether a name is that of an office (``parsers.text.agencies``).

A date is taken by its position only: last thing there, or beside the office that signs. Dates inside the text are dates
of events and never date a reply. A date is never repaired.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from parsers.text.agencies import find_agencies, is_office
from parsers.text.dates import UNREAD, FoundDate
from parsers.vocabulary.stages import stage_phrases

_SENTENCE_END = "。！？!?；;"
BLANK = re.compile(r"\s*+")
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
LONGEST_SIGNATURE = 60
_LONGEST_LABEL = 12
_LONGEST_WORD = 40
_WORD_BEFORE = re.compile(
    rf"(?:^|[\s。！？!?；;：:”\"」』(（)）【>》,，、])(?P<word>(?![(（【])[^\s。！？!?；;：:”\"」』,，、]{{2,{_LONGEST_WORD}}}?)[\s、】]*$"
)
# A mark between office and date: a comma in a bracket around both (某局,2023年4月15日), a full stop behind a sentence.
_WORD_AND_MARK = re.compile(
    rf"(?:(?<=\()(?P<inside>[^\s()。,:;]{{2,{_LONGEST_WORD}}}),|(?<=[。!?\n])\s*(?P<alone>[^\s()。,:;]{{2,{_LONGEST_WORD}}})。)\s*$"
)
_WORD_AFTER = re.compile(rf"\s*(?P<word>[^\s。！？!?；;：:,，]{{2,{_LONGEST_WORD}}})")
_FOUND_THERE = re.compile("[见在](?![镇乡村街路])")
"""What stands before an office at which something is to be found; no part of a name (高见镇)."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Print:
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
        """Whether nothing stands between ``start`` and ``end``."""
        return BLANK.fullmatch(self.copy, start, max(start, end)) is not None

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
class Closing:
    """How a stage ends: its text runs to ``text_end``; ``offices`` are places; ``date`` as found, if it has one."""

    text_end: int
    offices: tuple[Span, ...]
    date: FoundDate | None


def _offices_before(reply: Print, start: int, end: int) -> tuple[int, tuple[Span, ...]]:
    """The offices that stand, one behind the other, right before ``end``, and where the first of them begins."""
    offices: list[Span] = []
    while (office := reply.office_before(start, end)) is not None:
        offices.append(office)
        end = office[0] - reply.copy.endswith(("(", "【"), start, office[0])
    if offices:
        return end, tuple(reversed(offices))
    stop = reply.stop(start, end)
    tail = reply.copy[max(start, stop - LONGEST_SIGNATURE) : stop]
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


def _office_after(reply: Print, start: int, date: FoundDate, end: int) -> tuple[int, tuple[Span, ...]]:
    """An office that stands behind its date, last thing before ``end``; both by themselves, or it is a sentence that
    ends like an office (将于7月1日增设老街站。).
    """
    m = _WORD_AFTER.match(reply.copy, date.end, end)
    office = None if m is None else _office_in(m["word"], m.start("word"))
    if m is None or office is None or not _SEAL.fullmatch(reply.copy, m.end(), end):
        return date.end, ()
    goes_on = m.start("word") == date.end and "。" in reply.copy[m.end() : end]
    if goes_on or not stands_free(reply, start, _before_label(reply.copy, start, date.start)):
        return date.end, ()
    return m.end(), (office,)


def stands_free(reply: Print, start: int, position: int) -> bool:
    """Whether what precedes ``position`` has ended: a sentence, a line, a paragraph, or nothing at all.

    One blank ends nothing: some sites print one before every number (执行至 2021 年 12 月 31 日).
    """
    stop = reply.stop(start, position)
    gap = reply.copy[stop:position]
    return stop == start or reply.copy[stop - 1] in _SENTENCE_END or "\n" in gap or len(gap) > 1


def end_of_signature(copy: str, position: int, end: int) -> int:
    """Where what belongs to the signature before ``position`` ends: a time of day, a bracket, whom to call about it."""
    time = _TIME_OF_DAY.match(copy, position, end)
    stop = position if time is None else time.end()
    while stop < end and (copy[stop].isspace() or copy[stop] == "("):
        blank = BLANK.match(copy, stop, end)
        line = stop if blank is None else blank.end()
        found = (p.match(copy, line, end) for p in stage_phrases().behind_signature)
        if (m := next((m for m in found if m is not None), None)) is None:
            break
        stop = m.end() + copy.startswith(")", m.end(), end)
    return stop


def _seals(copy: str, position: int, end: int) -> bool:
    """Whether nothing but what belongs to a signature stands between ``position`` and ``end``."""
    return _SEAL.fullmatch(copy, end_of_signature(copy, position, end), end) is not None


def _before_label(copy: str, start: int, position: int) -> int:
    """Where the label of the date at ``position`` begins (回复时间：), or the bracket that opens around it."""
    found = (p.search(copy, max(start, position - _LONGEST_LABEL), position) for p in stage_phrases().date_label)
    label = next((m.start() for m in found if m is not None), position)
    return label - copy.endswith("(", start, label)


def _in_bracket(copy: str, start: int, position: int) -> bool:
    """Whether a bracket opens at ``position``: behind running text it holds a reference (详见公告（某局3月1日）)."""
    return copy.startswith("(", position) or copy.endswith("(", start, position)


def closing_of(reply: Print, start: int, end: int, *, stamped: bool = True) -> Closing:
    """How the stage between ``start`` and ``end`` closes; ``stamped``: the time of the site may stand at its end."""
    date = reply.last_date(start, end)
    if date is not None:
        signed = _before_stamp(reply, start, date, end) if stamped else None
        if signed is not None:
            return signed
        after, offices_after = _office_after(reply, start, date, end)
        if _seals(reply.copy, after, end):
            text_end, offices = _offices_before(reply, start, _before_label(reply.copy, start, date.start))
            free = stands_free(reply, start, text_end)
            if free or ((offices or offices_after) and not _in_bracket(reply.copy, start, text_end)):
                return Closing(text_end, offices or offices_after, date)
    for m in _MUTILATED.finditer(reply.copy, max(start, end - LONGEST_SIGNATURE), end):
        text_end, offices = _offices_before(reply, start, m.start())
        if offices and _seals(reply.copy, m.end(), end) and not _in_bracket(reply.copy, start, text_end):
            return Closing(text_end, offices, FoundDate(m.start(), m.end(), m[0], None, (), UNREAD))
    text_end, offices = _signing_offices(reply, start, reply.stop(start, end))
    return Closing(text_end if offices else end, offices, None)


def _before_stamp(reply: Print, start: int, date: FoundDate, end: int) -> Closing | None:
    """How a stage closes that an office has signed with its date, where the site puts its own time below (某镇
    2018-04-20 18:42:02), in a line that says nothing else; ``None`` for any other.
    """
    line = reply.copy.rfind("\n", start, date.start) + 1
    if line <= start or _CLOCK.match(reply.copy, date.end, end) is None or not _seals(reply.copy, date.end, end):
        return None
    if not reply.is_blank(line, date.start) and not is_office(reply.copy[line : date.start]):
        return None
    signed = closing_of(reply, start, line, stamped=False)
    return signed if signed.date is not None and signed.offices else None


def _signing_offices(reply: Print, start: int, end: int) -> tuple[int, tuple[Span, ...]]:
    """Offices that sign without a date: alone behind the last sentence, with text before them."""
    text_end, offices = _offices_before(reply, start, end)
    listed = "、" in reply.copy[text_end:end]  # a list of places may end a text
    if offices and not listed and not reply.is_blank(start, text_end) and stands_free(reply, start, text_end):
        return text_end, offices
    return end, ()
