"""Pages that are neither letter nor bulletin by their nature: the cover of attached files, a notice about the site.

What belongs here: telling them where it is certain, that is where the page is short and prints no figure. What does
not: the words (``parsers/vocabulary/irrelevant_pages.yaml``), error pages (``error_pages``), and every doubtful page,
which stays in quarantine until somebody has looked at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from parsers.document import Document, Grid
from parsers.platforms.lists import Link
from parsers.records import Issue
from parsers.text.dates import find_dates
from parsers.vocabulary import load
from parsers.vocabulary.checked import patterns

_FILE = "parsers/vocabulary/irrelevant_pages.yaml"
LONGEST = 600
"""Characters beside title and attachments: a page with more of them says something of its own."""


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    return {entry: patterns(rows, _FILE, entry) for entry, rows in load("irrelevant_pages").items()}


def irrelevant_page(document: Document, attached: Iterable[Link]) -> Issue | None:
    """Why a page of a column holds nothing to read, or ``None`` where that is not certain.

    ``attached`` are the files that it links to, which are fetched for themselves.
    """
    files = tuple(attached)
    titles = tuple(_titles(document))
    rest = _without_numbers_that_count_nothing(_without(_text(document), (*titles, *(link.title for link in files))))
    if len(rest) > LONGEST or any(pattern.search(rest) for pattern in _patterns()["figure"]):
        return None
    if files and any(pattern.search(rest) for pattern in _patterns()["cover"]):
        message = f"The page prints no figure; it only leads to its {len(files)} attachment(s), read for themselves."
        return Issue(code="cover_page", message=message, raw=rest[:200])
    for title in titles:
        if any(pattern.search(title) for pattern in _patterns()["site_notice"]):
            message = f"The page is a notice about the site itself ({title[:60]!r}) and prints no figure."
            return Issue(code="site_notice", message=message, raw=title[:200])
    return None


def _titles(document: Document) -> Iterator[str]:
    if document.title:
        yield document.title
    for block in document.blocks:
        if not isinstance(block, Grid) and block.level:
            yield block.text


def _text(document: Document) -> str:
    parts: list[str] = []
    for block in document.blocks:
        parts += [cell or "" for row in block.rows for cell in row] if isinstance(block, Grid) else [block.text]
    return "\n".join(parts)


def _without(text: str, printed: Iterable[str]) -> str:
    """``text`` without some parts of it, the longest first."""
    for part in sorted(filter(None, printed), key=len, reverse=True):
        text = text.replace(part, " ")
    return text


def _without_numbers_that_count_nothing(text: str) -> str:
    for day in reversed(find_dates(text)):
        text = text[: day.start] + " " + text[day.end :]
    for pattern in _patterns()["no_figure"]:
        text = pattern.sub(lambda found: re.sub(r"\d", "", found[0]), text)
    return text
