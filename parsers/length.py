"""How much of a bulletin is read: what is longer than anything that people write is left out, and said so.

What belongs here: the limits of what is understood, in characters, rows and columns. What does not: limits of a file
(``parsers.readers``, which refuse it as a whole). Reading a sentence takes time that grows with its square; a page with
half a megabyte of one word must not keep the rest from being read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from parsers.document import Block, Document, Grid, Text
from parsers.records import Issue

MOST_SENTENCE = 3_000
"""Characters up to the next 。！？； or line break; a list of a hundred offices with their figures has 1,500."""
MOST_PARAGRAPH = 30_000
"""Characters of a block; a report of twenty pages copied without its line breaks has 20,000."""
MOST_TEXT = 150_000
"""Characters of all blocks together; a year's report of a province has 60,000."""
MOST_COLUMNS = 200
"""Of a table; a month by days with three figures each has a hundred."""

MOST_ROWS = 10_000
"""Of a table; the villages of a prefecture are 5,000."""

_SENTENCE_END = re.compile(r"[。！？!?；;\n]")


def within_length(document: Document) -> tuple[Document, list[Issue]]:
    """The document without what is too long to be read, and an issue (``too_long``) for each block left out; one for
    all paragraphs behind the last character that is read.
    """
    left = MOST_TEXT
    kept: list[Block] = []
    issues: list[Issue] = []
    behind: list[Text] = []
    for block in document.blocks:
        if isinstance(block, Text) and (behind or len(block.text) > left):
            behind.append(block)
            continue
        why = _too_long(block)
        if why is None:
            kept.append(block)
            left -= len(block.text) if isinstance(block, Text) else 0
        else:
            issues.append(Issue(code="too_long", message=f"{why}; it was left out.", place=_place(block)))
    if behind:
        message = (
            f"The document has more than {MOST_TEXT} characters of text; {len(behind)} paragraphs behind them were"
        )
        issues.append(Issue(code="too_long", message=f"{message} left out. Divide it.", place=behind[0].locator))
    if not issues:
        return document, []
    return replace(document, blocks=tuple(kept)), issues


def _too_long(block: Block) -> str | None:
    """What is too long about a block; ``None`` where it can be read."""
    if isinstance(block, Grid):
        wide = max(map(len, block.rows), default=0)
        if wide > MOST_COLUMNS:
            return f"The table has {wide} columns; at most {MOST_COLUMNS} are read"
        rows = len(block.rows)
        return f"The table has {rows} rows; at most {MOST_ROWS} are read" if rows > MOST_ROWS else None
    if len(block.text) > MOST_PARAGRAPH:
        return f"The paragraph has {len(block.text)} characters; at most {MOST_PARAGRAPH} are read"
    longest = max(_sentence_lengths(block.text))
    if longest > MOST_SENTENCE:
        return f"A sentence of the paragraph has {longest} characters; at most {MOST_SENTENCE} are read"
    return None


def _sentence_lengths(text: str) -> Iterator[int]:
    return map(len, _SENTENCE_END.split(text))


def _place(block: Block) -> str | None:
    if isinstance(block, Text):
        return block.locator
    return block.locators[0] if block.locators else None
