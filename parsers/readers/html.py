"""Web pages: headings, paragraphs and tables in reading order, whatever site they come from.

What belongs here: from a decoded page to a ``Document``, without a selector of any site (``parsers/platforms`` has
those). What does not: decoding, what a table means, telling menus from text (``page_links``). A table that contains
tables, or holds running text, is layout and gives paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from parsers.document import Block, Document, Text
from parsers.readers.grids import filled_grid, is_prose_row
from parsers.readers.layout import unbroken, with_headings
from parsers.readers.page_links import lists_of_links
from parsers.records import Unreadable
from parsers.vocabulary.layout import line_kind, squeezed

_NOT_CONTENT = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "footer",
    "iframe",
    "select",
    "button",
    "object",
    "svg",
    "head",
)
_NOT_CONTENT_ROLES = ("navigation", "banner", "contentinfo", "search")
_PARAGRAPHS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_TITLE_META = ("ArticleTitle", "og:title", "title")
MOST_COLUMNS = 200
"""No cell of a real table is wider; a colspan of 1000 is a habit of some editors."""


@dataclass
class _Page:
    """Blocks so far, and the inline text that is not yet a paragraph."""

    tables_around_tables: frozenset[int]
    blocks: list[Block] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)

    def locator(self) -> str:
        return f"b{len(self.blocks) + 1}"

    def end_paragraph(self, level: int = 0) -> None:
        """Turn the pending text into a paragraph; two line breaks in a row divide it."""
        text = "".join(self.pending)
        self.pending.clear()
        for part in re.split(r"\n[^\S\n]*\n\s*", _folded(text)):
            if part.strip():
                self.blocks.append(Text(part.strip(), self.locator(), level))


def read_html(text: str) -> Document:
    """Read a decoded page; blocks are ``b1``, ``b2`` ..., rows of a table ``b12.r3``.

    ``url`` is left to ``parsers.readers.address``. Raises ``Unreadable`` (``no_text``) for a page without a word to
    read: a shell that a script would fill.
    """
    soup = BeautifulSoup(_XML_DECLARATION.sub("", text), "lxml")
    title = _title(soup)
    for tag in soup(_NOT_CONTENT):
        tag.decompose()
    for tag in soup.find_all(role=_NOT_CONTENT_ROLES):
        tag.decompose()
    for tag in soup("url"):
        tag.decompose()
    for tag in lists_of_links(soup):
        tag.decompose()
    page = _Page(_tables_around_tables(soup))
    _walk(soup, page)
    page.end_paragraph()
    page.blocks = _without_site(page.blocks)
    if not page.blocks:
        raise Unreadable("no_text", "The page has no text of its own: what a reader sees is filled in by a script.")
    return Document("text/html", with_headings(unbroken(page.blocks)), title=title)


def _without_site(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the titles of the articles next to this one, and without the foot of the site."""
    kept = [b for b in blocks if not (isinstance(b, Text) and line_kind("page_turns").match(b.text))]
    while len(kept) > 1 and isinstance(kept[-1], Text) and line_kind("page_feet").match(kept[-1].text):
        kept.pop()
    return kept


def _title(soup: BeautifulSoup) -> str | None:
    for name in _TITLE_META:
        tag = soup.find("meta", attrs={"name": name}) or soup.find("meta", attrs={"property": name})
        if isinstance(tag, Tag) and str(tag.get("content", "")).strip():
            return str(tag["content"]).strip()
    tag = soup.find("title")
    return tag.get_text(strip=True) or None if isinstance(tag, Tag) else None


def _walk(root: Tag, page: _Page) -> None:
    """Read what is inside a node in order. A stack instead of recursion: pages nest thousands of tags that nobody
    closed."""
    stack: list[tuple[Tag, Iterator[PageElement], int | None]] = [(root, iter(root.contents), None)]
    while stack:
        parent, children, closing = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if closing is not None:
                page.end_paragraph(closing)
        elif isinstance(child, NavigableString):
            _read_string(child, parent, page)
        elif isinstance(child, Tag) and (found := _opened(child, page)) is not None:
            stack.append((child, iter(child.contents), found.closing))


def _read_string(string: NavigableString, parent: Tag, page: _Page) -> None:
    if isinstance(string, PreformattedString):  # comments, declarations
        return
    is_preformatted = parent.name == "pre"
    page.pending.append(str(string) if is_preformatted else re.sub(r"\s*[\r\n]\s*", " ", str(string)))


@dataclass(frozen=True, slots=True)
class _Opened:
    """A tag whose content is to be read; ``closing`` is the level of the paragraph it ends, ``None`` inside one."""

    closing: int | None


def _opened(tag: Tag, page: _Page) -> _Opened | None:
    """Begin a tag; ``None`` when there is nothing more to read in it."""
    if tag.name == "br":
        page.pending.append("\n")
        return None
    if tag.name == "table" and id(tag) not in page.tables_around_tables and not _is_layout(tag):
        page.end_paragraph()
        _read_table(tag, page)
        return None
    if tag.name in _HEADINGS or tag.name in _PARAGRAPHS:
        page.end_paragraph()
        return _Opened(_HEADINGS.get(tag.name, 0))
    return _Opened(None)


def _tables_around_tables(soup: Tag) -> frozenset[int]:
    """The tables, by identity, that hold another one: they only place things on the page. They are told from inside,
    because asking each for what it holds takes for ever where thousands are nested.
    """
    return frozenset(id(outer) for table in soup("table") if (outer := table.find_parent("table")) is not None)


def _is_layout(table: Tag) -> bool:
    """Whether a table without tables inside only places things on the page."""
    rows = [_cells(row) for row in _rows(table)]
    if max((len(cells) for cells in rows), default=0) < 2:
        return True
    return any(is_prose_row([squeezed(cell.get_text()) for cell in cells]) for cells in rows)


def _rows(table: Tag) -> list[Tag]:
    """The rows of the table itself: a row inside a cell (an end tag is missing) belongs to the text of that cell."""
    return [row for row in table.find_all("tr") if row.find_parent(["table", "td", "th"]) is table]


def _cells(row: Tag) -> list[Tag]:
    return [cell for cell in row.find_all(["td", "th"]) if cell.find_parent(["tr", "td", "th"]) is row]


def _read_table(table: Tag, page: _Page) -> None:
    caption = table.find("caption")
    if isinstance(caption, Tag):
        _walk(caption, page)
        page.end_paragraph()
    page.pending += _outside_cells(table)
    page.end_paragraph()
    rows, spans = _grid(_rows(table))
    grid = filled_grid(rows, spans, page.locator())
    if grid is not None:
        page.blocks.append(grid)


def _outside_cells(table: Tag) -> Iterator[str]:
    """Text that stands in a table but in none of its cells, as badly made pages have it: a line each."""
    read = {id(cell) for row in _rows(table) for cell in _cells(row)} | {id(c) for c in table("caption")}
    for string in table.find_all(string=True):
        is_text = not isinstance(string, PreformattedString) and string.strip()
        if is_text and not any(id(parent) in read for parent in string.parents):
            yield f"{string.strip()}\n"


def _grid(rows: list[Tag]) -> tuple[list[tuple[str | None, ...]], list[tuple[int, int, int, int]]]:
    """The cells in their columns: those that a merged cell covers are ``""``."""
    covered: set[tuple[int, int]] = set()
    grid: list[tuple[str | None, ...]] = []
    spans: list[tuple[int, int, int, int]] = []
    for top, row in enumerate(rows):
        line: list[str | None] = []
        for cell in _cells(row):
            line += _covered_from(covered, top, len(line))
            left = len(line)
            high = min(_span(cell, "rowspan") or len(rows), len(rows) - top)
            wide = min(_span(cell, "colspan") or 1, MOST_COLUMNS)
            line += [_cell_text(cell), *[""] * (wide - 1)]
            covered |= {(r, c) for r in range(top + 1, top + high) for c in range(left, left + wide)}
            if (high, wide) != (1, 1):
                spans.append((top, left, high, wide))
        grid.append((*line, *_covered_from(covered, top, len(line))))
    return grid, spans


def _covered_from(covered: set[tuple[int, int]], row: int, column: int) -> list[str]:
    """An empty cell for each column, from ``column`` on, that a merged cell above covers without a gap."""
    end = column
    while (row, end) in covered:
        end += 1
    return [""] * (end - column)


def _span(cell: Tag, name: str) -> int:
    """1 unless a whole number is given; ``rowspan="0"`` reaches to the last row."""
    printed = str(cell.get(name, "1")).strip()
    return int(printed) if printed.isascii() and printed.isdigit() and len(printed) < 6 else 1


def _cell_text(cell: Tag) -> str:
    return "\n".join(line for part in _pieces(cell) if (line := part.strip()))


def _pieces(cell: Tag) -> Iterator[str]:
    """The lines of a cell: divided at line breaks and at paragraphs inside it."""
    page = _Page(frozenset())
    _walk(cell, page)
    page.end_paragraph()
    for block in page.blocks:
        if isinstance(block, Text):
            yield from block.text.split("\n")


def _folded(text: str) -> str:
    """White space as a browser shows it: runs of plain blanks are one; no-break and ideographic blanks stay."""
    return re.sub(r"[ \t\r\f\v]+", " ", text)
