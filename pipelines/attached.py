"""Which article each attached file of a crawl belongs to: the first page of the crawl that links to it.

What belongs here: finding the page again in the archive. What does not: finding links (``parsers.platforms.lists``),
fetching them (``scrapers``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from parsers.identity import local_id
from parsers.platforms.lists import attachments
from parsers.readers.decode import decode
from parsers.records import Unreadable
from scrapers.captures import Capture
from scrapers.frontier import key_of
from scrapers.source import Source

_HTML = "text/html"


def with_parents(
    documents: Iterable[Mapping[str, Any]], captures: Iterable[Capture], source: Source
) -> list[dict[str, Any]]:
    """The documents of a crawl, those that are files with the article that links to them as ``parent_document_id``.

    The article has that id also where it holds no figures and is no document itself. A file that no page of this crawl
    links to, or that was found under another address, has no parent.
    """
    rows = [dict(document) for document in documents]
    by_id = {capture.capture_id: capture for capture in captures}
    files = {
        key_of("attachment", by_id[row["capture_id"]].url): row
        for row in rows
        if row["media_type"] != _HTML and by_id[row["capture_id"]].file_name is None
    }
    for page in by_id.values():
        if not files:
            break
        for key in _linked_from(page):
            row = files.pop(key, None)
            if row is not None:
                row["parent_document_id"] = _document_id(source, page.url, page.sha256)
    return rows


def _document_id(source: Source, url: str, sha256: str) -> str:
    """The id of the document at an address: by the id in it, or where it has none by the payload."""
    external_id = source.external_id(url)
    return local_id(sha256) if external_id is None else f"{source.id}:{external_id}"


def _linked_from(page: Capture) -> Iterator[str]:
    if page.media_type != _HTML or page.file_name is not None or (page.http_status or 200) not in (200, 304):
        return
    try:
        text = decode(page.payload()).text
    except Unreadable:
        return
    for link in attachments(text, url=page.url):
        yield key_of("attachment", link.url)
