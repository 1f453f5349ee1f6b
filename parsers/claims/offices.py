"""The office that a clause is about: names of offices where a subject stands, and lists of them.

What belongs here: recognising such a name. What does not: offices in signatures and fields, and which office a name
means (``parsers.text.agencies``). Those names end in other words than a subject does (县委 and 县政府办 count here, for
a verb follows them), so the endings here are entries of ``narrative.yaml``.
"""

from __future__ import annotations

import re
from functools import cache

from parsers import vocabulary
from parsers.claims.words import any_of, words_pattern

_LEVEL = "[县市区]"
_PLACE = "[县市区州旗]"


@cache
def office_name() -> str:
    """A regular expression without named groups for the name of an office."""
    letter = rf"(?:(?!{any_of('not_in_offices')})[\u4e00-\u9fff])"
    return rf"(?:中共)?{letter}{{1,16}}?{any_of('office_ends')}(?!{any_of('not_after_offices')})"


@cache
def _subject() -> re.Pattern[str]:
    """An office that is not the first half of a channel (县委书记信箱, 县政府网站)."""
    channels = words_pattern(vocabulary.channel_words())
    return re.compile(f"{office_name()}(?!{any_of('office_sites')}|{channels})")


@cache
def _name() -> re.Pattern[str]:
    return re.compile(office_name())


@cache
def _list() -> re.Pattern[str]:
    closing = f"等(?:{_LEVEL}直)?{any_of('office_list_closings')}?"
    added = f"[及和](?:{_LEVEL}直部门|各?{any_of('office_list_additions')})(?:[（(][^）)]*[）)])?"
    return re.compile(f"{office_name()}(?:(?:、|和|及){office_name()})+(?:{closing})?(?:{added})?")


def subject_in(text: str) -> str:
    """``text`` without what only ties an office to what was said before (其中, 仅), heads it (【红榜】), or hands
    something to it (共向镇街派单).
    """
    ties = rf"[\s，,、的]|【[^【】]*】|{any_of('part_of', 'subject_openings')}|有(?!关|效|的)|{handed_to()}"
    return re.sub(rf"^(?:{ties})+", "", text)


def receivers_before(words: str, sentence: str) -> str | None:
    """The group that alone was handed something (其中向镇街派单600件); ``None`` for one office, and behind 共 or where
    a ``sentence`` names only all the units that work on letters (向各成员单位派单600件), which were handed the whole.
    """
    found = re.search(r"(?<![共计])向(?P<who>[\u4e00-\u9fff、]{2,16})$", words.rstrip())
    if found is None or (_all_units().fullmatch(found["who"]) and sentence.count("向") == 1 and "其中" not in sentence):
        return None
    return found["who"] if found["who"].startswith("各") or is_group_of_offices(found["who"]) else None


@cache
def _all_units() -> re.Pattern[str]:
    """All units that work on letters, together (各网络成员单位, 各县区、市直各承办单位)."""
    return re.compile(rf"(?:[\u4e00-\u9fff、]{{1,8}})?各[\u4e00-\u9fff]{{0,4}}{any_of('working_units')}")


@cache
def handed_to() -> str:
    """A pattern of the 向 behind which stands to whom something was handed (共向, 分别向, 向 of 向各镇)."""
    return rf"(?:累计|总计|共计?|分别)向|向(?={any_of('receivers')})"


def office_at_start(text: str) -> str | None:
    """The office that ``text`` begins with; ``None`` also where only its website is meant (县政府网站)."""
    if re.match(any_of("no_offices"), text):
        return None
    found = _subject().match(text)
    return found.group() if found else None


def office_list_at_start(text: str) -> str | None:
    """The list of offices that ``text`` begins with, with what closes it (A局、B局等县直部门及各乡镇)."""
    found = _list().match(text)
    return found.group() if found else None


def last_office(text: str) -> str | None:
    """The last office named in ``text``."""
    return next((found.group() for found in reversed(list(_name().finditer(text)))), None)


def is_group_of_offices(text: str) -> bool:
    """Whether ``text`` is nothing but a group of offices (乡镇, 县直部门, 镇办（场、区）)."""
    group = f"{any_of('office_list_additions')}|{_LEVEL}直{any_of('office_list_closings')}?"
    return re.fullmatch(rf"(?:{group})(?:[（(][^）)]*[）)])?", text) is not None


def is_office_name(text: str) -> bool:
    """Whether the whole of ``text`` is the name of one office."""
    return _subject().fullmatch(text) is not None


def is_office_or_place(text: str) -> bool:
    """Whether ``text`` names one office, or one county, city or district (禾东区), of which a list gives figures."""
    if starts_with_whole_place(text) or text in vocabulary.channel_words() or is_group_of_offices(text):
        return False
    return (
        is_office_name(text)
        or re.fullmatch(f"{_LEVEL}?{any_of('lone_offices')}", text) is not None
        or re.fullmatch(
            r"(?!各|其)[\u4e00-\u9fff]{1,7}(?<![社小园片校])(?<![主老新旧古心县市全各]城)[县市区州旗省]", text
        )
        is not None
    )


def starts_with_whole_place(text: str) -> bool:
    """Whether ``text`` begins with the whole place (全县, 我市): no single office is spoken of any more."""
    return re.match(any_of("whole_place"), text) is not None
