"""What surrounds the text of a web page: menus, paths, lists of other pages, in whatever markup a site writes them.

What belongs here: telling lists of links from text, by what they are made of; no name of a class or an id, which every
site chooses anew. What does not: reading the text (``html``). A link to a file is none of these: annexes are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from parsers.vocabulary.layout import layout_words

FEWEST_LINKS = 3
MOST_BESIDE = 0.3
"""Characters beside the links, of those in them, up to which a list is one of links. Dates and signs do not count."""

_BLOCKS = frozenset(
    (
        "ul",
        "ol",
        "dl",
        "dd",
        "li",
        "div",
        "section",
        "aside",
        "table",
        "tbody",
        "tr",
        "td",
        "p",
        "center",
        "form",
        "span",
    )
)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|csv|zip|rar|ofd)\s*$", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:19|20)?\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{1,2}[-/]\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?"
    r"|[\s|/\\>»›<«·•・\-—、,，:：()（）\[\]【】\u200b]+"
)


@dataclass(slots=True)
class _Made:
    """What a tag is made of: the number of its links, the characters in them and beside them."""

    links: int = 0
    inside: int = 0
    beside: int = 0
    has_figures: bool = False

    def add(self, other: _Made) -> None:
        self.links += other.links
        self.inside += other.inside
        self.beside += other.beside
        self.has_figures = self.has_figures or other.has_figures

    @property
    def is_list_of_links(self) -> bool:
        return self.links >= FEWEST_LINKS and self.beside <= MOST_BESIDE * self.inside and not self.has_figures


def lists_of_links(root: Tag) -> list[Tag]:
    """The outermost tags that are lists of links. A page that is nothing else, as a list of articles is, has none."""
    made = {id(tag): what for tag, what in _made_of(root)}
    if made[id(root)].is_list_of_links:
        return []
    found: list[Tag] = []
    stack = [root]
    while stack:
        for child in stack.pop().children:
            if not isinstance(child, Tag):
                continue
            if child.name in _BLOCKS and made[id(child)].is_list_of_links:
                found.append(child)
            else:
                stack.append(child)
    return found


def _made_of(root: Tag) -> Iterator[tuple[Tag, _Made]]:
    """Every tag below the root, and the root, with what it is made of; a stack, because pages nest thousands deep."""
    stack: list[tuple[Tag, _Made, Iterator[object]]] = [(root, _Made(), iter(root.children))]
    while stack:
        tag, made, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if tag.name == "a" and tag.get("href") is not None:
                made = _of_link(tag, made)
            yield tag, made
            if stack:
                stack[-1][1].add(made)
        elif isinstance(child, Tag):
            stack.append((child, _Made(), iter(child.children)))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            made.add(_of_text(str(child), tag))


@cache
def _path_marks() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, layout_words("path_marks")), key=len, reverse=True)))


def _of_text(text: str, parent: Tag) -> _Made:
    rest = _path_marks().sub("", _BESIDE.sub("", text))
    # A cell that is a figure makes its table one of figures, however many names in it are links.
    is_figure = parent.name in ("td", "th") and re.fullmatch(r"\d+(?:\.\d+)?%?", text.strip()) is not None
    return _Made(beside=len(rest), has_figures=is_figure)


def _of_link(link: Tag, made: _Made) -> _Made:
    text = link.get_text(strip=True)
    if not text:
        return _Made()
    if _FILE.search(text) or _FILE.search(str(link["href"]).partition("?")[0]):
        return made
    return _Made(links=1, inside=len(text))
