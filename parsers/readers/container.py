"""Archives of documents (zip): the files in them, each to be read as if it stood alone.

What belongs here: which members are documents, archives inside archives, and limits. What does not: reading a member
(``dispatch``), unpacking one (``packed``).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.readers import packed
from parsers.readers.formats import ZIP, signed_media_type
from parsers.readers.packed import Packed
from parsers.records import Unreadable

MOST_DOCUMENTS = 300
"""Files that are read out of one archive; a year of weekly bulletins with an annex each has a third of that."""
DEEPEST = 2
"""Archives inside one another that are opened: annexes are packed once, and then once more with the letter."""

# What systems and programs leave beside documents.
_LEFT_BEHIND = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/]*$|Thumbs\.db$|desktop\.ini$|~\$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. ``name`` is its path there, through archives inside it (``附件.zip/表1.xlsx``).

    ``refused`` says why a member could not be unpacked; its ``payload`` is empty then.
    """

    name: str
    payload: bytes
    refused: Unreadable | None = None

    @property
    def file_name(self) -> str:
        return posixpath.basename(self.name)


def documents_in(payload: bytes) -> tuple[Member, ...]:
    """The files of a zip in its order, those of zips inside it in their place.

    What systems leave behind (``__MACOSX``, ``Thumbs.db``, the lock files of Office) is passed over. Raises
    ``Unreadable``: ``empty`` (nothing but that), and ``damaged_zip`` and ``too_large`` for the archive as a whole.
    """
    found: list[Member] = []
    left = packed.MOST_UNPACKED
    for member in _unpacked(payload, "", DEEPEST):
        left -= len(member.payload)
        if left < 0:
            raise packed.too_much()
        found.append(member)
        if len(found) > MOST_DOCUMENTS:
            raise Unreadable("too_large", f"The archive holds more than {MOST_DOCUMENTS} documents. Divide it.")
    if not found:
        raise Unreadable("empty", "The archive holds no documents: there is nothing to read in it.")
    return tuple(found)


def _unpacked(payload: bytes, folder: str, deeper: int) -> Iterator[Member]:
    archive = Packed(payload)
    for name in archive.names:
        if _LEFT_BEHIND.search(name):
            continue
        here = f"{folder}{name}"
        try:
            content = archive.read(name)
        except Unreadable as refused:
            if refused.code == "too_large":
                raise
            yield Member(here, b"", refused)
            continue
        if signed_media_type(content) != ZIP:
            yield Member(here, content)
        elif deeper == 1:
            message = f"The archive {here} lies in {DEEPEST} archives already; it is not opened."
            yield Member(here, b"", Unreadable("nested_zip", message))
        else:
            yield from _inner(content, here, deeper - 1)


def _inner(payload: bytes, here: str, deeper: int) -> Iterator[Member]:
    """The members of an archive in an archive; one that is damaged does not keep the others from being read."""
    try:
        yield from _unpacked(payload, f"{here}/", deeper)
    except Unreadable as refused:
        if refused.code == "too_large":
            raise
        yield Member(here, b"", refused)
