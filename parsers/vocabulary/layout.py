"""The words and patterns of ``layout.yaml``, checked.

What belongs here: what a line around a table can be. What does not: where such lines stand (``parsers.readers``,
``parsers.tables``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parsers.text.numbers import half_width
from parsers.vocabulary import load
from parsers.vocabulary.checked import patterns, words

_FILE = "parsers/vocabulary/layout.yaml"
_INVISIBLE = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")


def squeezed(text: str) -> str:
    """The text without any white space or zero-width character."""
    return _INVISIBLE.sub("", text)


@dataclass(frozen=True, slots=True)
class Kind:
    """Patterns of one kind of line."""

    patterns: tuple[re.Pattern[str], ...]

    def match(self, line: str) -> re.Match[str] | None:
        """The match of the whole line, without white space and with half-width digits, or ``None``."""
        bare = half_width(squeezed(line))
        return next((m for p in self.patterns if (m := p.fullmatch(bare))), None)


@cache
def line_kind(name: str) -> Kind:
    """``annex``, ``captions``, ``notes``, ``continued``, ``page_marks``, ``bare_page_numbers``, ``interval``,
    ``page_turns`` or ``page_feet``."""
    return Kind(patterns(load("layout")[name], _FILE, name))


@cache
def layout_words(name: str) -> tuple[str, ...]:
    """``title_ends``, ``open_ends``, ``figure_units`` or ``path_marks``."""
    return words(load("layout")[name], _FILE, name)
