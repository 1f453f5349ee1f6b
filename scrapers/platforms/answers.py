"""What an answer is: a page, or a challenge, an error in the clothes of a page, nothing at all.

What belongs here: telling answers apart by their bytes, with phrases as data (``challenges.yaml``; errors are told by
``parsers``, so that the crawl and the build agree on them). What does not: what
a list or a letter says (``parsers``), what follows from an answer (``crawl_state``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import yaml

from parsers.platforms.error_pages import error_words
from parsers.platforms.json_answers import Shape, loads
from parsers.platforms.letter_pages import is_answered, is_letter_page
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


def fault_of(kind: str, body: bytes, shape: Shape | None = None) -> str | None:
    """Why a body with status 200 is not the page that was asked for, as a reason code; ``None`` where it may be.

    ``shape`` is that of the site's JSON, where it answers JSON.

    ``challenge``: the site wants a browser or a person. ``error_page``: it says that there is an error. ``no_letter``:
    no letter can be read from it (a log-in form, the home page, a layout that no reader knows). ``empty``,
    ``not_a_page`` (an image, an archive), ``unreadable`` (no character set), ``not_a_file`` (a page for an attachment).
    """
    found = media_type(body)
    if found == EMPTY or not body.strip():
        return "empty"
    if found == UNKNOWN and kind in _PAGE_KINDS:
        return "unreadable"
    text = text_of(body) if found in _READABLE else None
    if kind == "letter" and text is not None and is_letter_page(text, shape):
        return None  # whatever it says of errors, it says it in a letter
    if kind == "list" and text is not None and shape is not None and loads(text) is not None:
        return None  # whether it is the list is for its reader to say
    if text is not None and _asks_for_a_person(text):
        return "challenge"
    if text is not None and error_words(text) is not None:
        return "error_page"
    if kind in ("list", "column", "letter") and found not in _READABLE:
        return "not_a_page"
    if kind == "letter":
        return "no_letter"
    return "not_a_file" if kind == "attachment" and found == "text/html" else None


def answers_letter(body: bytes, shape: Shape | None = None) -> bool:
    """Whether a letter's page holds an answer, not only the notice that somebody will give one."""
    text = text_of(body)
    return text is not None and is_answered(text, shape)


def is_challenge(body: bytes, cookies: Iterable[str]) -> bool:
    """Whether an answer with an error status wants a browser or a person; ``cookies`` are its Set-Cookie values."""
    text = text_of(body)
    asked = text is not None and _asks_for_a_person(text)
    return asked or any(name in cookie for cookie in cookies for name in _phrases()["cookie"])


def _asks_for_a_person(text: str) -> bool:
    if len(text) > _LARGEST_CHALLENGE:
        return False
    visible = _visible(text)
    if len(visible) > _SHORT:
        return False
    phrases = _phrases()
    return any(p in visible for p in phrases["challenge"]) or any(p in text for p in phrases["script"])


def _visible(text: str) -> str:
    """Title and text of a page without scripts and styles, blanks squeezed."""
    root = tree(text)
    if root is None:
        return text
    for hidden in list(root.iter("script", "style")):
        hidden.drop_tree()
    return " ".join(root.text_content().split())
