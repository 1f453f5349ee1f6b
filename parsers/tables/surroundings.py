"""The lines around a table: its title, captions and notes, and the section it stands in.

What belongs here: lines outside the grid. What does not: title and captions printed as rows inside it
(``parsers.tables.headers``), sections of a text (``parsers.bulletins.sections``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.document import Text
from parsers.readers.layout import has_ended, numbering
from parsers.tables.headers import Header
from parsers.vocabulary.layout import layout_words, line_kind, squeezed

LONGEST_TITLE = 80
"""Characters; a longer line above a table is a paragraph."""
_COUNTS = re.compile(r"[，,；;].*\d[%％件]|\d[%％件].*[，,；;]")
"""A line with clauses that counts something is a sentence, though a print lost its end."""

MOST_LINES_ABOVE = 8
"""How many lines above a table may be its title, its captions and the annex they stand in."""


def is_line(name: str, text: str) -> bool:
    return line_kind(name).match(text) is not None


def without_continued(line: str) -> str:
    """A line without white space and the mark that it is printed again over a next page: 附件1（续） -> 附件1."""
    word = squeezed(line)
    return next((word[:i] for i in range(len(word)) if line_kind("continued").match(word[i:])), word)


def notes_below(texts: Sequence[Text]) -> list[tuple[str, str]]:
    """The notes directly under a table, and those that go on below a first one."""
    found = []
    for text in texts:
        if not is_line("notes", text.text):
            break
        found.append((text.text, text.locator))
    return found


def lines_above(texts: Sequence[Text], header: Header, section: str | None) -> tuple[list[Text], str | None]:
    """The lines directly above a table that are its title and captions, and the section it stands in.

    Going up: captions, then the title (one line, or two of which the lower is the end of a title), then the section:
    the next heading, title or annex. With nothing new above, the section is that of the table before.
    """
    lines: list[Text] = []
    has_title = any(not is_line("captions", line) for line in header.above)
    rest = list(texts[-MOST_LINES_ABOVE:])
    while rest and is_line("captions", rest[-1].text):
        lines.insert(0, rest.pop())
    if not has_title and rest and _is_title(rest[-1]):
        lines.insert(0, rest.pop())
        if rest and _is_first_half(rest[-1], lines[0]):
            lines.insert(0, rest.pop())
        while rest and is_line("captions", rest[-1].text):
            lines.insert(0, rest.pop())
    while rest:
        line = rest.pop()
        if is_line("annex", line.text) or line.level or (_is_title(line) and not is_line("captions", line.text)):
            return lines, line.text
        if has_ended(line.text):
            break
    return lines, section


def lead_in(texts: Sequence[Text]) -> Text | None:
    """The paragraph straight above a table, where it is a sentence (…，分类情况如下：), no title and no heading."""
    line = texts[-1] if texts else None
    return None if line is None or line.level or _is_title(line) else line


def announced(line: Text | None) -> str:
    """The sentence of a paragraph that announces what follows it (受理的34件，分类情况如下：); nothing without one."""
    text = "" if line is None else line.text.rstrip()
    return re.split("[。；;]", text)[-1] if text.endswith(("：", ":")) else ""


def _is_title(line: Text) -> bool:
    text = line.text.strip()
    is_sentence = has_ended(text) or text.endswith(("：", ":", "，", ",")) or _COUNTS.search(text) is not None
    is_chapter = line.level > 0 and (numbering(text) > 0 or not text.endswith(layout_words("title_ends")))
    return (
        not is_sentence
        and not is_chapter
        and len(text) <= LONGEST_TITLE
        and not is_line("annex", without_continued(text))
    )


def _is_first_half(upper: Text, lower: Text) -> bool:
    """Whether two lines are one title: only the lower one ends like a title, or it is nothing but such an ending."""
    ends = layout_words("title_ends")
    above, below = squeezed(upper.text), squeezed(lower.text)
    if not _is_title(upper) or is_line("captions", upper.text) or not below.endswith(ends):
        return False
    return not above.endswith(ends) or len(below) <= 6
