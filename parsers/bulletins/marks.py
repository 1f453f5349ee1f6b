"""Marks by which more than one part of a bulletin is told: its words, numbers, headings and figures.

What does not belong here: the words themselves (``parsers/vocabulary/bulletin_words.yaml``), and what only one part of
a bulletin is told by, which stands with that part.
"""

from __future__ import annotations

import re
from functools import cache

from parsers import vocabulary
from parsers.claims.words import words_pattern
from parsers.vocabulary.checked import words

_FILE = "parsers/vocabulary/bulletin_words.yaml"

FIGURE = re.compile(r"\d\s*(?:件|条|封|%)")
DOC_NO = re.compile(r"[\u4e00-\u9fff]{2,14}\s*[〔\[（(]\s*(?:19|20)\d{2}\s*[〕\]）)]\s*第?\s*\d+\s*号")
ISSUE_NO = re.compile(r"第\s*(\d+|[一二三四五六七八九十百]+)\s*期")
LIST_MARK = re.compile(r"^\s*(?:第?[一二三四五六七八九十]+[、章节部]|[（(][一二三四五六七八九十]*[）)]|\d{1,2}[.、．])")


@cache
def words_of(entry: str) -> re.Pattern[str]:
    """The words of an entry of ``bulletin_words.yaml`` as one pattern."""
    return re.compile(f"(?:{words_pattern(words(vocabulary.load('bulletin_words')[entry], _FILE, entry))})")
