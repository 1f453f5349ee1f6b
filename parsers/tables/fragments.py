"""Which grids of a document are statistics, and which of them are one table over a page break.

What belongs here: choosing and joining grids. What does not: what their rows and columns are (``parsers.tables.body``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parsers.cells import fits, header_kind, is_figure, is_total_word, serial_number
from parsers.document import Document, Grid, Text
from parsers.readers.layout import has_ended
from parsers.records import Issue
from parsers.tables.groups import (
    column_groups,
    one_below_the_other,
    stands_twice,
    taken_apart,
    upright,
    with_changes_apart,
)
from parsers.tables.headers import Header, header_of, measures, plain_header
from parsers.tables.surroundings import lead_in, lines_above, notes_below, without_continued
from parsers.text.leading import FIRST_FEW
from parsers.vocabulary import channel_words
from parsers.vocabulary.layout import layout_words, line_kind, squeezed

_RUNNING = 3
"""How often a line stands in a document before it can be a running head."""
_SHORTEST_TITLE = 4
"""Characters; a shorter line may stand in a title by chance."""


@dataclass
class Draft:
    """A table under construction: its header, and the body rows of each of its grids."""

    header: Header
    above: list[Text]
    section: str | None
    parts: list[tuple[Grid, int]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    is_doubtful: bool = False
    """Whether a grid next to it may be a part of it: the figures of such a table are not to be added up."""
    lead: Text | None = None
    """The paragraph straight above it."""
    chapter: str = ""
    """The nearest heading above it."""
    groups: int = 1
    """How many times its columns stand side by side in the print."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """The tables of a document under construction, those ``unread`` of which no column is known, and what of its grids
    could not be read.
    """

    known: list[Draft]
    unread: list[Draft]
    issues: list[Issue]


def draft_tables(document: Document, heading: str) -> Drafts:
    """The tables of a document, ``heading`` its title or first line."""
    drafts: list[Draft] = []
    unread: list[Draft] = []
    issues: list[Issue] = []
    texts: list[Text] = []  # since the last grid
    section: str | None = None
    chapter = ""
    current: Draft | None = None
    running = _running_lines(document)
    for printed in (part for block in document.blocks for part in _parts(block)):
        if isinstance(printed, Text):
            texts.append(printed)
            chapter = printed.text if printed.level else chapter
            continue
        groups = column_groups(printed) or (current.groups if current is not None and header_of(printed) is None else 1)
        block = one_below_the_other(printed, groups)
        if current is not None:
            current.notes += notes_below(texts)
        header = header_of(block)
        if header is not None and stands_twice(header):
            current = None
            issues.append(_side_by_side(block, header))
        elif current is not None and _goes_on(current, header, block, texts, running):
            current.parts.append((block, header.body_start if header else 0))
        elif header is not None and measures(header, block, [heading, chapter, *(line.text for line in texts)]):
            title_lines, section = lines_above(texts, header, section)
            draft = Draft(header, title_lines, section, lead=lead_in(texts), chapter=chapter, groups=groups)
            if drafts and _may_be_rest(drafts[-1], header, block, texts):
                drafts[-1].is_doubtful = draft.is_doubtful = True
            draft.parts.append((block, header.body_start))
            drafts.append(draft)
            current = draft
        else:
            if current is not None and _may_be_rest(current, header, block, texts):
                current.is_doubtful = True
            current = None
            if (issue := _unread(block)) is not None:
                issues.append(issue)
                unread += _without_words(block)
        texts = []
    if current is not None:
        current.notes += notes_below(texts)
    return Drafts(drafts, unread, issues)


def _without_words(grid: Grid) -> Iterator[Draft]:
    header = plain_header(grid)
    if header is not None:
        yield Draft(header, [], None, parts=[(grid, header.body_start)])


def _parts(block: Text | Grid) -> Sequence[Text | Grid]:
    return (block,) if isinstance(block, Text) else taken_apart(upright(with_changes_apart(block)))


def _running_lines(document: Document) -> frozenset[str]:
    """The title of the document and lines printed on most pages: between two pages of a table they say nothing new."""
    lines = [squeezed(b.text) for b in document.blocks if isinstance(b, Text)]
    often = {line for line, n in Counter(lines).items() if n >= _RUNNING and not line_kind("annex").match(line)}
    first = lines[:1] if document.blocks and isinstance(document.blocks[0], Text) else []
    return frozenset({*often, *first, squeezed(document.title or "")} - {""})


def _goes_on(draft: Draft, header: Header | None, grid: Grid, texts: Sequence[Text], running: frozenset[str]) -> bool:
    """Whether the grid is the next page of the table: the same header or none, nothing new above it, no new numbering.

    The title of the table, repeated on the page with or without 续表, is nothing new.
    """
    title = "".join(squeezed(line.text) for line in draft.above) + "".join(
        squeezed(line) for line in draft.header.above
    )
    if not all(_is_repeat(text.text, title) or squeezed(text.text) in running for text in texts):
        return False
    if header is None:
        return _continues_body(draft, grid)
    if [squeezed(c) for c in header.columns] != [squeezed(c) for c in draft.header.columns]:
        return False
    if any(not _is_repeat(line, title) for line in header.above):
        return False
    return not _is_complete(draft) and _first_serial(header, grid) != 1


def _is_repeat(line: str, title: str) -> bool:
    word = squeezed(line)
    bare = without_continued(word)
    is_annex_again = bare != word and line_kind("annex").match(bare) is not None
    return not bare or is_annex_again or (len(bare) >= _SHORTEST_TITLE and bare in title)


def _may_be_rest(draft: Draft, header: Header | None, grid: Grid, texts: Sequence[Text]) -> bool:
    """Whether a grid that was not joined to the table could still be its next page: the same columns, no total yet, and
    no line between them that announces another table.
    """
    if _is_complete(draft) or any(map(_announces, texts)):
        return False
    if header is None:
        width = len(draft.header.columns)
        return any(len(row) == width for row in grid.rows) and any(is_figure(c) for row in grid.rows for c in row)
    same = [squeezed(c) for c in header.columns] == [squeezed(c) for c in draft.header.columns]
    return same and not header.above and _first_serial(header, grid) != 1


def _announces(line: Text) -> bool:
    word = squeezed(line.text)
    if without_continued(word) != word:
        return False
    names_channel = any(channel in word for channel in channel_words())
    is_title = word.endswith(layout_words("title_ends")) or line_kind("annex").match(word) is not None
    is_of_few = re.search(rf"(?:{FIRST_FEW}|后[一二三四五六七八九十\d]+)[位名]?|榜", word) is not None  # 满意率后5位
    return bool(line.level) or is_title or names_channel or is_of_few or has_ended(word) or word.endswith(("：", ":"))


def _continues_body(draft: Draft, grid: Grid) -> bool:
    """A grid without a header, as wide as the table, whose every row holds the right kinds of cells."""
    kinds = [header_kind(c) or "any" for c in draft.header.columns]
    serials = [i for i, kind in enumerate(kinds) if kind == "serial"]

    def like_body(row: tuple[str | None, ...]) -> bool:
        if len(row) != len(kinds):
            return False
        if any(is_total_word(c) for c in row[:2]):
            return True
        return all(c is None or fits(c, kinds[i]) for i, c in enumerate(row) if i not in serials)

    return (
        not _is_complete(draft)
        and any(is_figure(c) for row in grid.rows for c in row)
        and all(map(like_body, grid.rows))
    )


def _is_complete(draft: Draft) -> bool:
    """Whether the table ended with its total (a total in the first row opens a table)."""
    grid, start = draft.parts[-1]
    has_rows_above_total = len(grid.rows) - start > 1 or len(draft.parts) > 1
    return has_rows_above_total and len(grid.rows) > start and any(is_total_word(c) for c in grid.rows[-1][:2])


def _first_serial(header: Header, grid: Grid) -> int | None:
    at = next((i for i, c in enumerate(header.columns) if header_kind(c) == "serial"), None)
    if at is None:
        return None
    return next((n for row in grid.rows[header.body_start :] if at < len(row) and (n := serial_number(row[at]))), None)


def _side_by_side(grid: Grid, header: Header) -> Issue:
    return Issue(
        code="side_by_side",
        message=f"The table at {grid.locators[0]} names its units in more than one column, and its columns are not the "
        "same groups over again: which figure is whose is not said, so none is read. Compare it with the page.",
        place=grid.locators[0],
        raw=" | ".join(header.columns),
    )


def _unread(grid: Grid) -> Issue | None:
    figures = sum(is_figure(c) for row in grid.rows for c in row[1:])
    if len(grid.rows) < 2 or figures <= len(grid.rows):
        return None
    return Issue(
        code="unread_table",
        message=f"A table of figures at {grid.locators[0]} has no column that the vocabulary knows, so its figures "
        "are only held against each other. Add its headers to parsers/vocabulary/metrics.yaml or columns.yaml.",
        place=grid.locators[0],
        raw=" | ".join(c or "" for c in grid.rows[0]),
    )
