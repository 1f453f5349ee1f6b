"""What an answer is: a page, or a challenge, an error in the clothes of a page, nothing at all.

What belongs here: telling answers apart by their bytes, with phrases as data (``challenges.yaml``). What does not: what
a list or a letter says (``parsers``), what follows from an answer (``crawl_state``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from parsers.platforms.markup import tree
from parsers.readers.decode import decode
from parsers.readers.formats import EMPTY, UNKNOWN, media_type
from parsers.records import Unreadable

# A page with more visible text than this is about something.
_SHORT = 600
# A challenge may carry a long script, but not a long page.
_LARGEST_CHALLENGE = 200_000
_PAGE_KINDS = frozenset({"list", "column", "letter", "article"})
_READABLE = frozenset({"text/html", "application/xml", "text/plain", "text/markdown", "application/json"})


@cache
def _phrases() -> Mapping[str, tuple[str, ...]]:
    text = files("scrapers.platforms").joinpath("challenges.yaml").read_text(encoding="utf-8")
    return {kind: tuple(row["phrase"] for row in rows) for kind, rows in yaml.safe_load(text).items()}


def text_of(body: bytes) -> str | None:
    """The characters of a page; ``None`` where it is no text."""
    try:
        return decode(body).text
    except Unreadable:
        return None


def fault_of(kind: str, body: bytes) -> str | None:
    """Why a body with status 200 is not the page that was asked for, as a reason code; ``None`` where it may be.

    ``challenge``: the site wants a browser or a person. ``error_page``: it says that there is an error. ``empty``,
    ``not_a_page`` (an image, an archive), ``unreadable`` (no character set), ``not_a_file`` (a page for an attachment).
    """
    found = media_type(body)
    if found == EMPTY or not body.strip():
        return "empty"
    if found == UNKNOWN and kind in _PAGE_KINDS:
        return "unreadable"
    text = text_of(body) if found in _READABLE else None
    fault = None if text is None else _said_fault(text)
    if fault is not None:
        return fault
    if kind in ("list", "column", "letter") and found not in _READABLE:
        return "not_a_page"
    return "not_a_file" if kind == "attachment" and found == "text/html" else None


def _said_fault(text: str) -> str | None:
    if len(text) > _LARGEST_CHALLENGE:
        return None
    visible = _visible(text)
    if len(visible) > _SHORT:
        return None
    phrases = _phrases()
    if any(p in visible for p in phrases["challenge"]) or any(p in text for p in phrases["script"]):
        return "challenge"
    return "error_page" if any(p in visible for p in phrases["error"]) else None


def _visible(text: str) -> str:
    """Title and text of a page without scripts and styles, blanks squeezed."""
    root = tree(text)
    if root is None:
        return text
    for hidden in list(root.iter("script", "style")):
        hidden.drop_tree()
    return " ".join(root.text_content().split())
