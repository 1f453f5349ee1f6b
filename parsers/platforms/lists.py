"""List pages of mailboxes, columns of bulletins and the attachments of an article, whichever platform made them.

What belongs here: which reader takes which platform, and what bulletins of every portal have in common. What does not:
the markup of a platform, the shapes themselves (``listing``; they are imported from here).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol
from urllib.parse import unquote, urlsplit

from lxml import html

from parsers.platforms import boda_vsb, generic, jact, json_answers
from parsers.platforms.json_answers import Shape
from parsers.platforms.links import address_of, base_of, link_text, row_link
from parsers.platforms.listing import ColumnPage, Link, ListPage, PrintedCounter, Sighting, list_words
from parsers.platforms.markup import text_of, tree
from parsers.platforms.pagers import form_of, next_url_of, number_in, turns_by_script
from parsers.platforms.rows import repeated_rows
from parsers.records import Issue
from parsers.text.dates import find_dates

__all__ = [
    "LISTS_WITHOUT_A_PAGE",
    "ColumnPage",
    "Link",
    "ListPage",
    "PrintedCounter",
    "Sighting",
    "attachments",
    "column_page",
    "form_of",
    "list_page",
    "newest_first",
    "turns_by_script",
]


class ReadsLists(Protocol):
    """A reader of list pages."""

    def __call__(self, page: str, *, url: str) -> ListPage | None: ...


LIST_READERS: Mapping[str, ReadsLists] = MappingProxyType(
    {"boda_vsb": boda_vsb.list_page, "jact": jact.list_page, "generic": generic.list_page}
)
LISTS_WITHOUT_A_PAGE = frozenset({"jact"})
"""Platforms whose lists are answers to a script: rows with nothing around them."""

_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|csv|zip|rar|ofd)$", re.IGNORECASE)


def list_page(page: str, *, url: str, platform: str, shape: Shape | None = None) -> ListPage | None:
    """The list that a decoded page prints; ``None`` where it is no list page of this platform.

    ``url`` is the address that the page was fetched from. A platform without a reader gives ``None``. With the
    ``shape`` of its lists, a site answers JSON, and its platform says nothing about them.
    """
    if shape is not None and shape.list is not None:
        return json_answers.list_page(page, shape.list, url=url)
    reader = LIST_READERS.get(platform)
    return None if reader is None else reader(page, url=url)


def newest_first(rows: Sequence[Sighting]) -> bool:
    """Whether the rows of a list page fall from newer to older letters: by their days or, where these are all one or
    not printed, by the numbers that the letters have.
    """
    for days in ([row.received_on for row in rows], [row.replied_on for row in rows]):
        known = [day for day in days if day is not None]
        if len(known) == len(days) and len(set(known)) > 1:
            return known == sorted(known, reverse=True)
    for printed in ([row.external_id for row in rows], [row.letter_no for row in rows]):
        numbers = [int(n) for n in printed if n is not None and n.isascii() and n.isdecimal()]
        if len(numbers) == len(rows) and len(set(numbers)) > 1:
            return numbers == sorted(numbers, reverse=True)
    return False


def column_page(page: str, *, url: str, platform: str) -> ColumnPage | None:
    """The articles that a page of a column lists; ``None`` where the page has no repeated rows with link and date.

    All portals seen so far print columns alike, so that ``platform`` decides nothing yet.
    """
    root = tree(page)
    if root is None:
        return None
    base = base_of(root, url)
    links: list[Link] = []
    issues: list[Issue] = []
    for number, row in enumerate(repeated_rows(root, url, base), 1):
        found = row_link(row, base) or _own_link(row, base)
        if found is None:
            continue
        days = {day.date for day in find_dates(_without_title(row, found[0])) if day.date is not None}
        if len(days) > 1:
            message = "A row of the column prints more than one date beside its link; the earliest was taken."
            issues.append(Issue(code="several_dates", message=message, place=f"row {number}", raw=text_of(row)[:200]))
        links.append(Link(url=found[1], title=link_text(found[0]), dated_on=min(days, default=None)))
    if not links:
        return None
    printed = text_of(root)
    return ColumnPage(
        links=tuple({link.url: link for link in reversed(links)}.values())[::-1],
        next_url=next_url_of(root, base, url),
        pages=number_in(list_words().pages, printed),
        issues=tuple(issues),
    )


def _own_link(row: html.HtmlElement, base: str) -> tuple[html.HtmlElement, str] | None:
    url = address_of(row, base)
    return None if url is None else (row, url)


def _without_title(row: html.HtmlElement, link: html.HtmlElement) -> str:
    """The text of a row without that of its link, whose title may hold a date of its own; all of it where that is
    all."""
    rest = text_of(row).replace(text_of(link), " ", 1)
    return rest if find_dates(rest) else text_of(row)


def attachments(page: str, *, url: str) -> tuple[Link, ...]:
    """The files that an article links to (pdf, Word, spreadsheets, archives), each once, in printed order.

    A link is one of a file by the ending of its address or, where a script delivers the file, of its text.
    """
    root = tree(page)
    if root is None:
        return ()
    base = base_of(root, url)
    found: dict[str, Link] = {}
    for link in root.iter("a"):
        target = address_of(link, base)
        title = link_text(link)
        if target is None:
            continue
        if _ATTACHMENT.search(unquote(urlsplit(target).path)) or _ATTACHMENT.search(title.strip()):
            found.setdefault(target, Link(url=target, title=title))
    return tuple(found.values())
