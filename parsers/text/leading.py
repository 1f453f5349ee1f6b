"""The words by which a text says that it names only the first few, or the last: 前三位, 前10名, TOP10, 后三名.

What belongs here: knowing those words, and how many they say. What does not: periods (前三季度, 前5个月), and counting
what is named (``pipelines.audit.listing.listed``, ``pipelines.audit.listing.first_few``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.text.numbers import printed_integer

FIRST_FEW = (
    r"(?:[Tt][Oo][Pp]\s*[-—－]?\s*\d{1,2}(?!\d)"
    r"|(?<![以目之此提年])前(?:\d{1,2}|[一两二三四五六七八九十]{1,3})"
    r"(?![\d一二三四五六七八九十]|个?(?:季|月|年|周|天|日|期|半|级))[位名项类个大家]?)"
)
"""A pattern of such words, to be put into others."""
LAST_FEW = r"(?<![以之此今其])(?:倒数|末|后)(?:\d{1,2}|[两二三四五六七八九十]{1,3})[位名]"
"""The same of words for the last few (后三名); 后三天 is none."""


@dataclass(frozen=True, slots=True)
class FirstFew:
    """The words as printed without blanks, how many they say, and where they begin and end."""

    words: str
    number: int
    start: int
    end: int


def first_few(text: str) -> Iterator[FirstFew]:
    """The first few of something, wherever a text says so.

    >>> [(f.words, f.number) for f in first_few("前三季度投诉量居前五位的单位")]
    [('前五位', 5)]
    """
    for found in re.finditer(FIRST_FEW, text):
        printed = re.sub(r"\s", "", found[0])
        number = number_of(printed)
        if number is not None:
            yield FirstFew(printed, number, *found.span())


def number_of(words: str) -> int | None:
    """How many the words say: 10 for TOP10, 3 for 前三位; ``None`` where they say no number."""
    found = re.search(r"\d+|[一两二三四五六七八九十]+", words)
    if found is None:
        return None
    return printed_integer(found[0])
