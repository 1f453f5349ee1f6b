"""Alternations of words for regular expressions. What does not belong here: the words (``parsers/vocabulary``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from parsers import vocabulary


def words_pattern(words: Iterable[str]) -> str:
    """The alternatives of a regular expression for ``words``, in which a longer word wins over its beginning."""
    return _pattern(tuple(words))


@lru_cache(maxsize=512)  # the same few lists, for every figure
def _pattern(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@cache
def any_of(*entries: str) -> str:
    """A group of a regular expression that matches any word of these entries of ``narrative.yaml``."""
    words = vocabulary.narrative()
    return f"(?:{words_pattern(word for entry in entries for word in words[entry])})"
