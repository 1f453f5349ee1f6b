"""Which local files there are below the paths that a person names, and why some of them are left out.

What belongs here: finding files and naming them. What does not: reading and storing them (``ingest``).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

# Left behind by desktops and office programs; nobody means them when naming a folder.
_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_LOCK_PREFIX = "~$"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or, with a reason, something that is left out."""

    path: Path
    left_out: str | None = None


def find_files(paths: Iterable[Path], excluded: Path | None = None) -> Iterator[Found]:
    """The files named by ``paths`` and below them, sorted by name within each folder.

    Links are followed; a folder that was met before (a loop of links, the same folder twice) is left out, and so are
    hidden files, lock files and litter inside folders, the folder ``excluded``, and what is neither file nor folder.
    """
    met = set() if excluded is None or not excluded.exists() else {_identity(excluded.stat())}
    for path in paths:
        yield from _below(path, met)


def base_name(path: Path) -> str:
    """The file's name without folders, as text: names written by old Windows programs are in GB18030."""
    raw = os.fsencode(path.name)
    for charset in ("utf-8", "gb18030"):
        try:
            name = raw.decode(charset)
        except UnicodeDecodeError:
            continue
        break
    else:
        name = raw.decode("ascii", "backslashreplace").replace("\\", "%")
    return PureWindowsPath(name).name or "unnamed"


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _below(path: Path, met: set[tuple[int, int]]) -> Iterator[Found]:
    try:
        status = path.stat()
        children = sorted(path.iterdir()) if stat.S_ISDIR(status.st_mode) else []
    except OSError as error:
        yield Found(path, f"it cannot be read: {error.strerror}")
        return
    if stat.S_ISREG(status.st_mode):
        yield Found(path)
    elif not stat.S_ISDIR(status.st_mode):
        yield Found(path, "it is neither a file nor a folder")
    elif _identity(status) in met:
        yield Found(path, "the folder was already read, or is the data directory")
    else:
        met.add(_identity(status))
        for child in children:
            reason = _litter(child.name)
            yield from _below(child, met) if reason is None else [Found(child, reason)]


def _litter(name: str) -> str | None:
    if name.startswith(_LOCK_PREFIX):
        return "it is the lock file of an office program"
    if name.startswith("."):
        return "it is hidden"
    return "it is a file of the desktop" if name.lower() in _LITTER else None
