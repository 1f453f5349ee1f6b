"""Reading word and pattern files with errors that name file and entry.

What belongs here: the checks that every file of words needs. What does not: the words, and what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


def words(data: Any, file: str, entry: str) -> tuple[str, ...]:
    """A list of distinct words; anything else is a ``ValueError`` that names file and entry."""
    if not isinstance(data, list) or not data:
        raise ValueError(f"{file}: {entry}: a list of words expected, found {data!r}")
    for word in data:
        if not isinstance(word, str) or not word.strip():
            raise ValueError(f"{file}: {entry}: a word in quotes expected, found {word!r}")
    repeated = sorted({w for w in data if data.count(w) > 1})
    if repeated:
        raise ValueError(f"{file}: {entry}: listed twice: {', '.join(repeated)}")
    return tuple(data)


def codes_of_words(data: Any, file: str) -> Mapping[str, str]:
    """``{code: [word, ...]}`` turned round to word -> code; a word under two codes is a ``ValueError``."""
    if not isinstance(data, dict):
        raise ValueError(f"{file}: codes with lists of words expected, found {data!r}")
    codes: dict[str, str] = {}
    for code, listed in data.items():
        for word in words(listed, file, str(code)):
            if codes.setdefault(word, str(code)) != code:
                raise ValueError(f"{file}: {word!r} stands under {codes[word]} and under {code}")
    return MappingProxyType(codes)


def patterns(data: Any, file: str, entry: str) -> tuple[re.Pattern[str], ...]:
    """Rows of ``{pattern: ..., why: ...}`` compiled; a row without a reason or a wrong pattern is a ``ValueError``."""
    if not isinstance(data, list) or not data:
        raise ValueError(f"{file}: {entry}: rows with pattern and why expected, found {data!r}")
    compiled = []
    for number, row in enumerate(data, 1):
        place = f"{file}: {entry}, row {number}"
        if not isinstance(row, dict) or set(row) != {"pattern", "why"}:
            raise ValueError(f"{place}: exactly pattern and why expected, found {row!r}")
        try:
            compiled.append(re.compile(row["pattern"]))
        except re.error as error:
            raise ValueError(f"{place}: {row['pattern']!r} is not a regular expression: {error}") from error
    return tuple(compiled)
