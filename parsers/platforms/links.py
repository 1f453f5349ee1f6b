"""Links of a page: their addresses, absolute, and those that only a script opens.

What belongs here: from an element to the address it leads to. What does not: the link to the next page (``pagers``).
"""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

from parsers.labels import letter_labels
from parsers.platforms.markup import text_of

_QUOTED_ADDRESS = re.compile(r"""['"](?P<url>[^'"\s]*[/.?][^'"\s]*)['"]""")
_NO_PAGE = ("javascript:", "mailto:", "tel:", "#", "data:")


def absolute(href: str, base: str) -> str | None:
    """An address of a page as an absolute one without fragment, or ``None`` for what leads to no page."""
    printed = re.sub(r"\s", "", href)
    if not printed or printed.lower().startswith(_NO_PAGE):
        return None
    try:
        url = urldefrag(urljoin(base, printed)).url
        parts = urlsplit(url)
    except ValueError:  # an address with an unfinished [IPv6] host
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def base_of(root: html.HtmlElement, url: str) -> str:
    """What relative links of the page are relative to."""
    base = next((str(h) for h in root.xpath("//base/@href")), "")
    return urljoin(url, base.strip()) if base.strip() else url


def address_of(element: html.HtmlElement, base: str) -> str | None:
    """The address that a link leads to, also where it stands in its ``onclick`` (``window.open('...')``)."""
    url = absolute(element.get("href") or "", base)
    if url is not None:
        return url
    for attribute in ("onclick", "href"):
        found = _QUOTED_ADDRESS.search(element.get(attribute) or "")
        if found is not None:
            return absolute(found["url"], base)
    return None


def link_text(element: html.HtmlElement) -> str:
    """The text of a link; its title attribute where the text itself is shortened or missing."""
    text, title = text_of(element).replace("\n", " "), (element.get("title") or "").strip()
    return title if title and (not text or text.endswith(("…", "...", ".."))) else text


def row_link(row: html.HtmlElement, base: str) -> tuple[html.HtmlElement, str] | None:
    """The first element of a row that leads to a page, and its address."""
    for element in row.xpath(".//a | .//*[@onclick] | self::*[@onclick]"):
        url = address_of(element, base)
        if url is not None:
            return element, url
    return None


def is_withheld(row: html.HtmlElement) -> bool:
    """Whether a row marks its letter as not public, beside the title: its page must not be opened, though it is linked.

    The mark is an element of its own; a cell that says so is the state of a letter, whose link is there to be opened.
    """
    marks = row.xpath(".//span | .//em | .//i | .//b | .//font")
    return any(letter_labels().public_words.get(text_of(mark).strip("[]【】()（） ")) is False for mark in marks)


def opens_by_script(row: html.HtmlElement) -> bool:
    """Whether a row has something to click on; where ``row_link`` finds no address in it, a script knows the page."""
    return bool(row.xpath(".//a[@href] | .//*[@onclick] | self::*[@onclick]"))


def same_host(url: str, other: str) -> bool:
    """Whether two addresses are on one host, ``www.`` aside."""
    hosts = [(urlsplit(u).hostname or "").removeprefix("www.") for u in (url, other)]
    return hosts[0] == hosts[1]
