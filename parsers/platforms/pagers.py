"""The way from one page of a list to the next, and what its pager prints.

What belongs here: links to the next page, the form that asks for it, numbers of pages. What does not: requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urldefrag

from lxml import html

from parsers.labels import label_key
from parsers.platforms.links import absolute
from parsers.platforms.listing import list_words
from parsers.platforms.markup import text_of, tree


def next_link(element: html.HtmlElement) -> html.HtmlElement | None:
    """The link to the next page: by its class, its ``rel`` or its word."""
    for link in element.xpath(".//a"):
        classes = (link.get("class") or "").split()
        if "Next" in classes or "next" in classes or link.get("rel") == "next":
            return link
        if label_key(text_of(link)) in list_words().next:
            return link
    return None


def number_in(found: Iterable[re.Pattern[str]], text: str) -> int | None:
    """The number that the first fitting pattern gives."""
    return next((int(m["n"]) for p in found if (m := p.search(text)) is not None), None)


def next_url_of(root: html.HtmlElement, base: str, url: str) -> str | None:
    """The address of the next page; ``None`` where there is no link, or it leads to the page itself."""
    link = next_link(root)
    target = None if link is None else absolute(link.get("href") or "", base)
    return None if target is None or target == urldefrag(url).url else target


def turns_by_script(page: str) -> bool:
    """Whether a decoded page has a link to the next one that only a script knows (javascript:__doPostBack(...))."""
    root = tree(page)
    link = None if root is None else next_link(root)
    return link is not None and (link.get("href") or "").strip().lower().startswith("javascript:__dopostback")


def form_of(page: str) -> dict[str, str]:
    """The hidden fields of the form that a decoded page of ASP.NET is (``__VIEWSTATE`` ...)."""
    root = tree(page)
    hidden = [] if root is None else root.xpath(".//input[@name and translate(@type, 'HIDEN', 'hiden') = 'hidden']")
    return {field.get("name"): field.get("value") or "" for field in hidden}
