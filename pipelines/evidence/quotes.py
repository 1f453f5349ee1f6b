"""What of a printed sentence may stand beside a figure: its clause, without firms and persons.

What belongs here: cutting a quotation down. What does not: marks in place of personal data (``parsers.redaction``, done
when rows are made). Bulletins and letters name firms that somebody complained of; nothing of that is needed to follow a
figure, so that a clause with such a name is left out whole.
"""

from __future__ import annotations

import re

from parsers.claims.words import words_pattern
from pipelines.audit.rules import words

_ENDS = re.compile(r"[，,。；;！!？?\n]")
LONGEST = 80
"""Characters of a clause; a longer one is cut around its figure."""


def clause(quote: str, printed: str) -> str | None:
    """The clause of ``quote`` in which ``printed`` stands; ``None`` where it is not found or names a firm.

    A clause that begins with its figure is shown with the one before it, which says what is counted.
    """
    at = quote.find(printed) if printed else -1
    if at < 0:
        return None
    start = max((m.end() for m in _ENDS.finditer(quote, 0, at)), default=0)
    end = next((m.start() for m in _ENDS.finditer(quote, at + len(printed))), len(quote))
    if start == at and start > 0:
        start = max((m.end() for m in _ENDS.finditer(quote, 0, start - 1)), default=0)
    start, end = max(start, at - LONGEST), min(end, at + len(printed) + LONGEST)
    found = quote[start:end].strip()
    return None if names_a_firm(found) else found


def names_a_firm(text: str) -> bool:
    """Whether a text holds a word with which names of firms end (``rules/evidence.yaml``)."""
    return re.search(words_pattern(words("evidence", "firm_endings")), text) is not None
