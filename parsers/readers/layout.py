"""How lines hang together: headings by their numbering, and paragraphs that a print broke in mid-sentence.

What belongs here: questions about one line and its neighbour, for every reader that gets lines or paragraphs. What does
not: file formats and tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from parsers.document import Block, Text
from parsers.text.numbers import half_width
from parsers.vocabulary.layout import layout_words

HEADING_LENGTH = 40
"""A numbered line that is longer is a paragraph that happens to be numbered."""

_NUMBERED = (
    re.compile(r"(?:第?[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}[章节部分]{1,2})"),
    re.compile(r"[(（][一二三四五六七八九十]{0,3}[)）]"),
    re.compile(r"\d{1,2}\s*[.．、](?!\d)"),
    re.compile(r"[(（]\d{1,2}[)）]|[①-⑳]"),
)
_ITEM = re.compile(r"[-*•·●■◆]\s|附[件表]?[一二三四五六七八九十\d]{0,2}\s*[:：]")
_SENTENCE_END = re.compile(r"[。！？!?；;][”’\"'」）)]*$")
_CLOSING = re.compile(r"[，、；：。！？）〕】》”’％,;)%]")
_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕", "【": "】"}


def numbering(line: str) -> int:
    """1 for 一、 2 for （一） 3 for 1. 4 for (1); 0 for a line that does not begin with a numbering.

    （） without its numeral counts: the ordinal gets lost with its font.
    """
    text = line.strip()
    return next((level for level, shape in enumerate(_NUMBERED, 1) if shape.match(text)), 0)


def heading_level(line: str, before: str = "", after: str = "") -> int:
    """The level of a numbered heading, from 1; 0 for anything else.

    ``before`` and ``after`` are the paragraphs next to it. A heading is short and one sentence at most; one of a
    list of equally numbered lines is an item, not a heading, unless it is of the first two levels and has no sentence
    end.
    """
    text = line.strip()
    level = numbering(text)
    if not level or len(text) > HEADING_LENGTH or re.search(r"[。！？；;]", text[:-1]):
        return 0
    ends = has_ended(text)
    if (ends or level > 2) and level in (numbering(before), numbering(after)):
        return 0
    if ends and not after:
        return 0
    return level


def with_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, numbered headings among the paragraphs marked with their level."""

    def text_at(i: int) -> str:
        block = blocks[i] if 0 <= i < len(blocks) else None
        return block.text if isinstance(block, Text) else ""

    return tuple(
        replace(block, level=heading_level(block.text, text_at(i - 1), text_at(i + 1)))
        if isinstance(block, Text) and not block.level
        else block
        for i, block in enumerate(blocks)
    )


def unbroken(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, paragraphs that the page broke in mid-sentence put together at the place of the first."""
    whole: list[Block] = []
    for block in blocks:
        above = whole[-1] if whole else None
        if isinstance(block, Text) and isinstance(above, Text) and _is_one_sentence(above, block):
            whole[-1] = replace(above, text=joined(above.text, block.text))
        else:
            whole.append(block)
    return whole


def _is_one_sentence(above: Text, below: Text) -> bool:
    return not above.level and not below.level and continues(above.text, below.text, adjacent=False)


def is_item(line: str) -> bool:
    """Whether the line begins with a bullet or a numbering, or names an annex (附件：…)."""
    return bool(_ITEM.match(line.lstrip())) or numbering(line) > 0


def has_ended(paragraph: str) -> bool:
    """Whether the paragraph ends with the end of a sentence."""
    return bool(_SENTENCE_END.search(paragraph.rstrip()))


def has_open_bracket(paragraph: str) -> bool:
    """Whether a bracket or quotation mark that was opened last is still open (one closed first does not count)."""
    return any(paragraph.rfind(opening) > paragraph.rfind(closing) for opening, closing in _PAIRS.items())


def continues(paragraph: str, line: str, *, adjacent: bool) -> bool:
    """Whether ``line`` goes on in the middle of the sentence that ``paragraph`` leaves open.

    ``adjacent``: no blank line lies between them. The paragraph must be prose without an end; the line must not be
    numbered. Over a blank line the break must be plain: a comma, a bracket that is open, a word that cannot be the
    last, or a line that begins with a figure and its unit or with a closing mark.
    """
    above, below = paragraph.rstrip(), line.strip()
    if not above or not below or has_ended(above) or is_item(below):
        return False
    if above.endswith(("，", ",", "、")):
        return True
    if has_open_bracket(above) and (adjacent or has_closing_bracket_first(below)):
        return True
    if not re.search(r"[，。；,;]", above):
        return False
    return (
        above.endswith(layout_words("open_ends"))
        or bool(_CLOSING.match(below))
        or bool(_figure_first().match(half_width(below)))
    )


def has_closing_bracket_first(line: str) -> bool:
    """Whether the first bracket of the line is a closing one."""
    first = re.search(r"[（(《“〔【）)》”〕】]", line)
    return first is not None and first[0] in _PAIRS.values()


def joined(above: str, below: str) -> str:
    """Two pieces of one broken line; a blank only between two Latin words or numbers."""
    upper, lower = above.rstrip(), below.strip()
    blank = " " if re.search(r"[A-Za-z]$", upper) and re.match(r"[A-Za-z]", lower) else ""
    return upper + blank + lower


@cache
def _figure_first() -> re.Pattern[str]:
    units = "|".join(re.escape(u) for u in layout_words("figure_units"))
    return re.compile(rf"\d[\d,]*(?:\.\d+)?\s*(?:{units})")
