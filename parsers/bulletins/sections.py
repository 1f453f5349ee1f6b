"""The sections of a text: what is a heading, how deep it stands, and what holds under it.

What does not belong here: what is read in a section (``narrative``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from parsers import vocabulary
from parsers.bulletins.marks import LIST_MARK
from parsers.claims.cells import channel_in, names_platform, platform_in
from parsers.claims.words import any_of, words_pattern
from parsers.document import Text
from parsers.text.numbers import half_width
from parsers.text.periods import Period, find_periods


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that is open: its level, words, and the channel and period that hold under it.

    ``channel`` may be the name of a platform, see ``sectioned``.
    """

    level: int
    title: str
    channel: str | None
    period: Period | None = None


def is_heading(text: Text) -> bool:
    """A heading of the reader, or a short numbered line without a figure."""
    if text.level > 0:
        return True
    words = text.text.strip()
    return bool(LIST_MARK.match(words)) and len(words) <= 40 and not re.search(r"\d+\s*(?:件|%|条)", half_width(words))


def heading_level(text: Text) -> int:
    """1 for 一、, 2 for （一）, 3 for 1., and the reader's level for what carries no number."""
    words = text.text.strip()
    if re.match(r"第?[一二三四五六七八九十]+[、章节部]", words):
        return 1
    if re.match(r"[（(][一二三四五六七八九十]*[）)]", words):
        return 2
    if re.match(r"\d{1,2}[.、．]", words):
        return 3
    return text.level or 1


@cache
def _opening() -> re.Pattern[str]:
    """How a paragraph begins that is about one channel: list number, period or place, and the words of the channel."""
    named = words_pattern([*vocabulary.channel_words(), *vocabulary.platform_words()])
    return re.compile(
        rf"(?:{LIST_MARK.pattern})?\s*(?:20\d{{2}}年)?(?:[^，,。；;：:、\d件条]{{0,10}}|\d{{1,2}}月份?)[，,]?"
        rf"{any_of('whole_place')}?[“”「」]?(?P<named>{named})(?!\d)"
    )


def opening(text: str) -> str | None:
    """The channel, or platform that no code names, that a paragraph begins with and that is the only one it names."""
    printed = half_width(text)
    found = _opening().match(printed)
    if found is None or re.match(any_of("part_of"), printed):
        return None
    channel, platform = channel_in(printed, several="combined"), platform_in(printed)
    if channel is not None:
        return None if names_platform(printed) else channel
    return platform


_LONGEST_LEAD = 30


def is_named_first(text: str) -> bool:
    """Whether a paragraph opens with a heading of its own, a numbered sentence without a figure (二、县长信箱受理情况。
    收到来信85件…): what that names holds for all of the paragraph.
    """
    lead, end, rest = half_width(text).strip().partition("。")
    is_short = len(lead) <= _LONGEST_LEAD and not re.search(r"\d+\s*(?:件|条|封|%)", lead)
    return bool(end and rest and LIST_MARK.match(lead)) and is_short


def is_of_any_channel(sections: Sequence[Section], title: Text | None) -> bool:
    """Whether what a text stands under is named by the part of a site that reports of every channel (政民互动): a
    channel that a paragraph opens with goes before it.
    """
    named = [s.title for s in sections if channel_in(s.title) is not None]
    above = named[-1] if named else title.text if title is not None else ""
    return re.search(any_of("all_channels"), half_width(above)) is not None


def is_of_several(texts: Sequence[Text], default: str | None, titles: Sequence[str] = ()) -> bool:
    """Whether the headings of a text, its ``default``, what its paragraphs begin with and the ``titles`` of its tables
    name several channels and platforms.
    """
    headings = [half_width(text) for text in (*(t.text for t in texts if is_heading(t)), *titles)]
    openings = (opening(t.text) for t in texts if not is_heading(t))
    return len({default, *map(channel_in, headings), *map(platform_in, headings), *openings} - {None}) > 1


def sectioned(
    texts: Sequence[Text], default: str | None, period: Period | None = None, *, of_several: bool
) -> Iterator[tuple[Text, tuple[Section, ...]]]:
    """Every block with the headings it stands under, outermost first; ``period`` is that of the document.

    In a text ``of_several`` channels and platforms, a platform that no code names is a channel of its own, called by
    its name: cases of 数字城管 are none of the 12345 above it.
    """
    open_sections: tuple[Section, ...] = ()
    for t in texts:
        if is_heading(t):
            level = heading_level(t)
            open_sections = tuple(s for s in open_sections if s.level < level)
            inherited = open_sections[-1].channel if open_sections else default
            named = channel_in(t.text) or (platform_in(half_width(t.text)) if of_several else None)
            several = named is None and any(word in t.text for word in vocabulary.channel_words())
            spans = [f.period for f in find_periods(t.text, period) if f.period and f.period.start != f.period.end]
            own = spans[0] if len(spans) == 1 else open_sections[-1].period if open_sections else period
            open_sections = (*open_sections, Section(level, t.text, None if several else named or inherited, own))
        yield t, open_sections


def in_section(sections: tuple[Section, ...], words: Sequence[str]) -> bool:
    pattern = words_pattern(words)
    return any(re.search(pattern, s.title) for s in sections)
