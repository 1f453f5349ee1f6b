"""The inbox: files that somebody put into ``data/inbox/`` are ingested and moved away.

What belongs here: which files wait, whether they are written in full, where they go. What does not: reading and storing
them (``scrapers.ingest``), when that happens (``sensors``).

Files are private, those in ``inbox/public/`` public. What is in the archive moves to ``inbox-taken/``; what cannot be
taken, an empty file and one of no known format among it, to ``inbox-left-out/`` with the reasons beside it. Nothing is
deleted, and nothing is moved before it is stored. A file whose source is being crawled stays where it is for another
time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scrapers.files import find_files
from scrapers.ingest import IngestedFile, IngestReport, ingest
from scrapers.registry import Registry

INBOX = "inbox"
PUBLIC = "public"
TAKEN = "inbox-taken"
LEFT_OUT = "inbox-left-out"
REASONS = "reasons.txt"

# Names under which programs keep what they have not finished writing; such a file can rest for hours.
_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart")


@dataclass(frozen=True, slots=True)
class Emptied:
    """What became of the files of one visit: what ``ingest`` says of each, and the sources that got something."""

    files: tuple[IngestedFile, ...]
    source_ids: tuple[str, ...]

    def count(self, status: str) -> int:
        """How many files are ``new``, ``known`` or ``skipped``; those that stay for another time are in none."""
        return sum(file.status == status and not file.busy for file in self.files)


def waiting(data_dir: Path) -> dict[str, str]:
    """The files in the inbox, by their place below it, each with a mark that changes as long as it is written.

    Links are not followed: what they lead to is not the inbox's to move.
    """
    inbox = (data_dir / INBOX).resolve()
    if not inbox.is_dir():
        return {}
    paths = [found.path for found in find_files([inbox]) if found.left_out is None]
    return {
        path.relative_to(inbox).as_posix(): _mark(path)
        for path in paths
        if path.resolve() == path and not _is_unfinished(path)
    }


def written(seen_before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """The files that have not changed between two looks."""
    return {name: mark for name, mark in now.items() if seen_before.get(name) == mark}


def key_of(files: Mapping[str, str]) -> str:
    """The same for the same files with the same marks."""
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:16]


def empty(
    data_dir: Path,
    registry: Registry,
    files: Mapping[str, str],
    folder: str,
    progress: Callable[[IngestedFile], None] | None = None,
) -> Emptied:
    """Ingest those ``files`` that still carry their marks, and move them into ``folder`` below where they go.

    Raises what ``ingest`` raises; the files are then where they were, and what is stored already is known next time.
    """
    inbox = (data_dir / INBOX).resolve()
    there = {inbox / name: mark for name, mark in files.items() if (inbox / name).is_file()}
    unchanged = {path: mark for path, mark in there.items() if _mark(path) == mark}
    reports: list[IngestReport] = []
    for public in (False, True):
        paths = [path for path in unchanged if _is_public(path.relative_to(inbox)) == public]
        if paths:
            reports.append(ingest(paths, data_dir, registry, public=public, only_known_formats=True, progress=progress))
    taken = tuple(file for report in reports for file in report.files)
    for file in taken:
        if not file.busy and _mark(file.path) == unchanged[file.path]:
            _move(file, inbox, data_dir / (LEFT_OUT if file.status == "skipped" else TAKEN) / folder)
    source_ids = {source_id for report in reports for source_id in report.source_ids}
    return Emptied(taken, tuple(sorted(source_ids)))


def _move(file: IngestedFile, inbox: Path, folder: Path) -> None:
    name = file.path.relative_to(inbox)
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    file.path.rename(target)
    if file.status == "skipped":
        with (folder / REASONS).open("a", encoding="utf-8") as reasons:
            reasons.write(f"{name.as_posix()}: {file.reason}\n")
    for above in list(name.parents)[:-1]:
        if above.as_posix() != PUBLIC and not any((inbox / above).iterdir()):
            (inbox / above).rmdir()


def _mark(path: Path) -> str:
    """Size and time of change; that of a file which is gone is like no other."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return "gone"
    return f"{status.st_size}-{status.st_mtime_ns}"


def _is_public(name: Path) -> bool:
    return len(name.parts) > 1 and name.parts[0] == PUBLIC


def _is_unfinished(path: Path) -> bool:
    return path.name.lower().endswith(_UNFINISHED)
