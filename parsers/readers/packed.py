"""Files inside a file: what a zip archive holds, unpacked within limits. Word and Excel files are such archives, too.

What belongs here: members, their names and their bytes. What does not: what the members are (``word``, ``xlsx``,
``container``). Nothing is written anywhere, and a limit that is reached is said with its figure.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from types import MappingProxyType

from parsers.records import Unreadable, brief

MOST_MEMBERS = 2000
"""A workbook with a sheet a week has hundreds; an archive of a million empty files is made to stop a reader."""
MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes of all members together that are unpacked at most, counted as they come and not as the archive promises."""
MOST_RATIO = 400
"""Times that a member may be larger unpacked than packed; a real sheet reaches 60."""
RATIO_FROM = 4 * 1024 * 1024
"""Bytes unpacked below which the ratio says nothing: a page of blanks packs well."""

_PIECE = 1 << 20
_ENCRYPTED = 0x1
_NAMED_IN_UTF8 = 0x800
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    LookupError,
    RuntimeError,
    ValueError,
)
"""What zipfile raises on archives with flipped and missing bytes. Caught around its calls only."""


class Packed:
    """An archive that was opened. ``names`` are those of its files, folders left out, in the order of the archive.

    Raises ``Unreadable`` on opening and on reading: ``damaged_zip``, ``encrypted_zip``, ``too_large``,
    ``unknown_packing`` (a method of compression that Python's zip module does not know).
    """

    def __init__(self, payload: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(payload))
        except _DAMAGE as error:
            raise Unreadable("damaged_zip", f"The archive is damaged and cannot be opened ({brief(error)}).") from error
        files = [info for info in self._archive.infolist() if not info.is_dir()]
        if len(files) > MOST_MEMBERS:
            raise Unreadable("too_large", f"The archive holds {len(files)} files; at most {MOST_MEMBERS} are read.")
        self._infos = _by_name(files)
        self._left = MOST_UNPACKED

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._infos)

    def read(self, name: str) -> bytes:
        """The bytes of a member, unpacked. ``KeyError`` for a name that is not in the archive."""
        info = self._infos[name]
        if info.flag_bits & _ENCRYPTED:
            raise Unreadable(
                "encrypted_zip", f"The file {brief(name)} in the archive is encrypted: it needs a password."
            )
        pieces: list[bytes] = []
        size = 0
        try:
            with self._archive.open(info) as file:
                while piece := file.read(_PIECE):
                    size += len(piece)
                    self._left -= len(piece)
                    _require_sane(name, size, info.compress_size, self._left)
                    pieces.append(piece)
        except NotImplementedError as error:
            raise Unreadable(
                "unknown_packing",
                f"The file {brief(name)} in the archive is packed in a way that is not read ({brief(error)}).",
            ) from error
        except _DAMAGE as error:
            raise Unreadable(
                "damaged_zip", f"The file {brief(name)} in the archive is damaged ({brief(error)})."
            ) from error
        return b"".join(pieces)


def _require_sane(name: str, size: int, packed: int, left: int) -> None:
    if left < 0:
        raise too_much()
    if size > RATIO_FROM and size > MOST_RATIO * max(packed, 1):
        raise Unreadable(
            "too_large",
            f"The file {brief(name)} in the archive unpacks to more than {MOST_RATIO} times its size, as no document "
            "does.",
        )


def too_much() -> Unreadable:
    """The refusal of an archive that holds more than is unpacked."""
    return Unreadable(
        "too_large",
        f"The archive holds more than {MOST_UNPACKED // 1024**2} MB when unpacked; no more is read. Divide it.",
    )


def _by_name(files: list[zipfile.ZipInfo]) -> Mapping[str, zipfile.ZipInfo]:
    """The files by name; a name that stands twice gets its number, so that no file hides another."""
    named: dict[str, zipfile.ZipInfo] = {}
    for info in files:
        name = own_name(info)
        number = 2
        while name in named:
            name = f"{own_name(info)} ({number})"
            number += 1
        named[name] = info
    return MappingProxyType(named)


def own_name(info: zipfile.ZipInfo) -> str:
    """The name of a member as its author saw it.

    Without the mark for UTF-8 a name has no character set; Chinese programs write UTF-8 or GBK there all the same.
    """
    if info.flag_bits & _NAMED_IN_UTF8:
        return info.filename
    try:
        printed = info.filename.encode("cp437")
    except UnicodeEncodeError:  # a name from another field, decoded already
        return info.filename
    for charset in ("utf-8", "gb18030"):
        try:
            return printed.decode(charset)
        except UnicodeDecodeError:
            continue
    return info.filename
