"""Tables of two rows that a print left as one cell a line: the names first, then as many figures.

What belongs here: from lines to one ``Grid`` that lies on its side. What does not: tables with several rows
(``lone_cells``, ``alike_rows``), setting it upright (``parsers.tables.groups``).

The shape, blank lines between left out; without the words of its rows the sentence above has to announce a list::

    属地 / 甲县 / 乙市 / 丙区 / 数量 / 11 / 14 / 9
    受理的34件，分类情况如下： / 路面 / 绿化 / 噪声 / 11 / 14 / 9
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from parsers.cells import cell_kind, header_kind, header_word, is_total_word
from parsers.document import Grid
from parsers.readers.alike_rows import may_be_name
from parsers.readers.lone_cells import MOST_COLUMNS, Line, LoneTable, locator
from parsers.vocabulary import load

_FEWEST_NAMES = 3
_ANNOUNCES = ("：", ":")
_COUNT = "件数"
"""The word of a row of figures that a print left without one: its sentence says that things are listed by kind."""


def lone_rows(lines: Sequence[Line], lead: str) -> LoneTable | None:
    """The table whose first name is the first of ``lines`` (no blank ones), or ``None``; ``lead`` is the paragraph
    above.
    """
    cells = [line.text.strip() for line in lines[: 2 * MOST_COLUMNS]]
    words = list(takewhile(may_be_name, cells))
    figures = list(takewhile(lambda cell: cell_kind(cell) == "number", cells[len(words) :]))
    top, bottom, names = _rows(words, lead)
    if len(names) < _FEWEST_NAMES or len(figures) != len(names) or any(map(_is_header, names)):
        return None
    used = len(words) + len(figures)
    grid = Grid(((top, *names), (bottom, *figures)), (locator(lines[: len(words)]), locator(lines[len(words) : used])))
    return LoneTable(grid, used, ())


def may_begin(cell: str, lead: str) -> bool:
    """Whether such a table can begin at a line; to be asked first, since this is tried at every line of a text."""
    return lead.rstrip().endswith(_ANNOUNCES) or header_kind(cell) in ("label", "text")


def _rows(words: Sequence[str], lead: str) -> tuple[str, str, Sequence[str]]:
    """What the two rows are called, and the names of the first; no names where neither print nor sentence says it."""
    if len(words) > 1 and header_kind(words[0]) in ("label", "text") and _counts(words[-1]):
        return words[0], words[-1], words[1:-1]
    kinds = [word for word in load("columns")["roles"]["category"] if word in lead]
    if not kinds or not lead.rstrip().endswith(_ANNOUNCES):
        return "", "", ()
    return max(kinds, key=len), _COUNT, words


def _is_header(name: str) -> bool:
    return header_kind(name) is not None and not is_total_word(name)


def _counts(word: str) -> bool:
    return header_word(word)[0] in load("columns")["roles"]["counted_by_title"] or header_kind(word) == "count"
