"""The address that a file prints as its own, so that a local copy can be traced to the page it was saved from.

What belongs here: the few places where a file names itself. What does not: any other link in its text, and which source
an address belongs to. A page that only mentions an address has none.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

from parsers.readers.decode import decode
from parsers.readers.sheet import MOST_CELL_CHARACTERS
from parsers.records import Unreadable

_WEB = r"https?://[^\s<>\"']+"
# A page stored with its address in front of it: <url>http://...</url>
_FIRST_LINE = re.compile(rf"\s*<url>\s*(?P<url>{_WEB}?)\s*</url>", re.IGNORECASE)
# Internet Explorer, Edge and Chrome write this comment when a page is saved; the number is the length of the address.
_SAVED_FROM = re.compile(rf"<!--\s*saved from url=\(\d+\)(?P<url>{_WEB}?)\s*-->", re.IGNORECASE)
# The SingleFile extension writes this one.
_SINGLE_FILE = re.compile(rf"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>{_WEB})", re.IGNORECASE)
# "# [title](address)" alone on the first line; the title may hold brackets, the address parentheses.
_TITLE_LINK = re.compile(rf"#{{1,6}}\s*\[.*\]\(\s*<?(?P<url>{_WEB}?)>?(?:\s+[\"'].*[\"'])?\s*\)\s*#*\s*")
_HEAD_CHARACTERS = 200_000
_OWN_TAGS = SoupStrainer(["link", "meta", "base"])


def printed_address(payload: bytes, media_type: str) -> str | None:
    """The file's own address as printed, or ``None``; of several, the one that is most surely its own."""
    addresses = printed_addresses(payload, media_type)
    return addresses[0] if addresses else None


def printed_addresses(payload: bytes, media_type: str) -> tuple[str, ...]:
    """Every address that the file prints as its own, the surest first.

    Of a text: the link of the title in the first line (``# [title](address)``), or a first line ``<url>address</url>``.
    Of a page also, in this order: the comment of the program that saved it, the canonical link, ``og:url``, and a
    ``base`` that names a page rather than a folder. Other media types, and text in no known character set, have none.
    """
    if not media_type.startswith("text/") and media_type != "application/xhtml+xml":
        return ()
    try:
        text = decode(payload).text
    except Unreadable:  # the reader says so; here it only means that no address can be seen
        return ()
    found = _of_page(text) if "html" in media_type else _of_text(text)
    return tuple(dict.fromkeys(address for address in found if address.isprintable()))


def address_columns(payload: bytes, media_type: str) -> tuple[tuple[str, ...], ...]:
    """The columns of a table (CSV, TSV) that hold addresses, each as its values from top to bottom.

    The first row is the header. Less than half of the rows may have a blank there, and none may have anything else.
    """
    delimiter = {"text/csv": ",", "text/tab-separated-values": "\t"}.get(media_type)
    if delimiter is None:
        return ()
    csv.field_size_limit(MOST_CELL_CHARACTERS)
    try:
        text = decode(payload).text
        header, *rows = (r for r in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if r)
    except (Unreadable, csv.Error, ValueError):  # ValueError: no row at all; the reader reports all three
        return ()
    columns = tuple(tuple(row[n].strip() if n < len(row) else "" for row in rows) for n in range(len(header)))
    return tuple(c for c in columns if c.count("") * 2 < len(c) and all(re.fullmatch(_WEB, v) for v in c if v))


def _of_text(text: str) -> Iterator[str]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    found = _TITLE_LINK.fullmatch(first.strip()) or _FIRST_LINE.match(first)
    if found:
        yield found["url"]


def _of_page(text: str) -> Iterator[str]:
    head = text[:_HEAD_CHARACTERS]
    for found in (_FIRST_LINE.match(head), _SAVED_FROM.search(head), _SINGLE_FILE.search(head)):
        if found:
            yield found["url"]
    yield from _of_tags(BeautifulSoup(head, "lxml", parse_only=_OWN_TAGS))


def _of_tags(soup: BeautifulSoup) -> Iterator[str]:
    base = _attribute(soup.find("base"), "href")
    named = (
        _attribute(soup.find("link", rel="canonical"), "href"),
        _attribute(soup.find("meta", attrs={"property": "og:url"}), "content"),
        "" if urlsplit(base).path.endswith("/") else base,
    )
    for address in named:
        absolute = urljoin(base, address) if address else ""
        if re.fullmatch(_WEB, absolute) and urlsplit(absolute).path:
            yield absolute


def _attribute(tag: object, name: str) -> str:
    return str(tag.get(name, "")).strip() if isinstance(tag, Tag) else ""
