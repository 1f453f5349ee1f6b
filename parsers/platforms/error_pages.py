"""Pages that are errors although they came with status 200: a short page whose words say so.

What belongs here: telling such a page. What does not: the words (``parsers/vocabulary/error_pages.yaml``), and status
codes, which whoever fetched a page knows.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.platforms.markup import text_of, tree
from parsers.vocabulary import load
from parsers.vocabulary.checked import patterns

LONGEST_ERROR = 600
"""Characters of visible text: an error page has little else to say, an article that quotes an error has more."""


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return patterns(load("error_pages")["patterns"], "parsers/vocabulary/error_pages.yaml", "patterns")


def error_words(page: str) -> str | None:
    """The words by which a decoded page says that it is an error, or ``None`` for any other page."""
    root = tree(page)
    if root is None:
        return None
    text = text_of(root)
    if len(text) > LONGEST_ERROR:
        return None
    title = " ".join(str(t) for t in root.xpath("//title/text()"))
    for pattern in _patterns():
        found = pattern.search(f"{title}\n{text}")
        if found is not None:
            return found[0]
    return None
