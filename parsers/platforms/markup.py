"""Small lxml helpers that the letter platforms share: a tree from a decoded page, and text as a reader sees it.

What does not belong here: the classes and labels of any platform.
"""

from __future__ import annotations

import re

from lxml import etree, html

_BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
)
_UNSEEN = frozenset({"script", "style", "noscript", "template"})
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_OWN_ADDRESS = re.compile(r"\s*<url>\s*(?P<url>https?://[^<\s]+)\s*</url>", re.IGNORECASE)


def tree(page: str) -> html.HtmlElement | None:
    """The parsed page, or ``None`` where there is no markup at all."""
    text = _XML_DECLARATION.sub("", page.replace("\x00", ""))
    if "<" not in text:
        return None
    try:
        return html.document_fromstring(text)
    except etree.ParserError:  # markup that holds no element, such as a lone comment
        return None


def text_of(element: html.HtmlElement) -> str:
    """The visible text: a line for each block, blanks at the ends removed, blanks inside kept as printed."""
    pieces: list[str] = []
    _collect(element, pieces)
    lines = (line.strip(" \t\r\n\u3000\u00a0\u200b\ufeff") for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(element: html.HtmlElement, pieces: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    block = element.tag in _BLOCKS
    if block:
        pieces.append("\n")
    pieces.append(element.text or "")
    for child in element:
        _collect(child, pieces)
        pieces.append(child.tail or "")
    if block:
        pieces.append("\n")


def has_class(name: str) -> str:
    """An XPath condition: the element has the class ``name`` among its classes."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def printed_address(page: str, root: html.HtmlElement) -> str | None:
    """The page's own address, where it prints one: a first line ``<url>...</url>``, or a canonical link."""
    m = _OWN_ADDRESS.match(page)
    if m is not None:
        return m["url"]
    links = root.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return next((str(link).strip() for link in links if str(link).strip()), None)
