"""Single words as a mirror may have written them: traditional characters, and pinyin in brackets behind a character.

What belongs here: one short word (a header, a total) as it would stand in the original, to be compared with a list.
What does not: whole texts, whose damage is undone with the way back to the print (``parsers.undamaged``).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from opencc import OpenCC

_PINYIN_IN_BRACKETS = re.compile(r"(?<=[\u4e00-\u9fff])[（(]\s*[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\s*[）)]")


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=8192)
def plain_word(word: str) -> str:
    """``辦結(jié)率`` -> ``办结率``; a word in simplified characters stays as it is."""
    if word.isascii():
        return word
    simple: str = _simplified().convert(_PINYIN_IN_BRACKETS.sub("", word))
    return simple
