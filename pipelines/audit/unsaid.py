"""Words that may not occur in what this project says of anybody (``rules/unsaid.yaml``).

What belongs here: finding them in a text. What does not: any text. What stands inside “…” is quoted and somebody's own.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.claims.words import words_pattern
from pipelines.audit.rules import BadRule, field, words


@cache
def reasons() -> dict[str, str]:
    """Each word with the reason why it may not occur, Chinese ones first."""
    found: dict[str, str] = {}
    for language in ("zh", "en"):
        for word, reason in field("unsaid", language).items():
            if not isinstance(reason, str) or not reason:
                raise BadRule(
                    f"pipelines/audit/rules/unsaid.yaml: {language}.{word}: a reason expected, got {reason!r}"
                )
            found[str(word)] = reason
    return found


@cache
def _pattern() -> re.Pattern[str]:
    zh = words_pattern(word for word in reasons() if not word.isascii())
    en = words_pattern(word for word in reasons() if word.isascii())
    return re.compile(rf"{zh}|\b(?:{en})\w*", re.IGNORECASE)


@cache
def _allowed() -> re.Pattern[str]:
    return re.compile(words_pattern(words("unsaid", "allowed")), re.IGNORECASE)


def unsaid_in(text: str) -> list[str]:
    """The words of ``text`` that may not occur, in their order; quotations and the allowed sentences left out."""
    own = _allowed().sub("", re.sub(r"“[^”]*”", "“”", text))
    return [match[0] for match in _pattern().finditer(own)]
