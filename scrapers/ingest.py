"""Local files into the archive: each once, under the source whose address it prints.

What belongs here: deciding for a file what it is, whose it is and whether it is already there. What does not: finding
files (``files``), writing records (``archive``), reading what they say (``parsers``). A file that cannot be taken is
left out with a reason and the others go on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from parsers.readers.address import address_columns, printed_addresses
from parsers.readers.formats import EMPTY, UNKNOWN, WARC, is_warc, media_type, not_as_named
from scrapers.archive import Archive, CrawlWriter
from scrapers.captures import ArchiveError, Capture
from scrapers.files import Found, base_name, find_files
from scrapers.harvest import Response, StoredFile, Unusable, harvest
from scrapers.registry import AmbiguousAddress, Registry
from scrapers.segments import SHANGHAI
from scrapers.source import LOCAL
from scrapers.warc import payload_digest

# Far above any bulletin; a WARC may be larger, because it is read record by record.
LARGEST_FILE = 256 << 20
_SNIFFED = 1 << 16
_LOCK_SECONDS = 10.0
_NOTHING_TO_READ = {EMPTY: "the file is empty", UNKNOWN: "it holds binary data of no format that is known"}


class IngestError(Exception):
    """Nothing was ingested: a path or the source does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestedFile:
    """What became of one file. ``path`` is for showing only and is stored nowhere.

    ``status`` is ``new`` (something of it was stored), ``known`` (all of it was there already) or ``skipped``;
    ``reason`` says why for the last two. ``busy`` is a file skipped only because its source is being written: it can be
    taken later. ``new`` and ``known`` count captures: more than one where the file is a WARC. ``notes`` are sentences
    about what is odd.
    """

    path: Path
    name: str
    status: str
    source_id: str | None = None
    media_type: str | None = None
    sha256: str | None = None
    new: int = 0
    known: int = 0
    reason: str | None = None
    busy: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """All files in the order of reading, and the sources that got something."""

    files: tuple[IngestedFile, ...]
    source_ids: tuple[str, ...] = ()

    def count(self, status: str) -> int:
        """How many files are ``new``, ``known`` or ``skipped``."""
        return sum(f.status == status for f in self.files)

    @property
    def captures(self) -> int:
        """How many captures were stored."""
        return sum(f.new for f in self.files)


def ingest(
    paths: Iterable[Path],
    data_dir: Path,
    registry: Registry,
    *,
    source: str | None = None,
    public: bool = False,
    only_known_formats: bool = False,
    now: dt.datetime | None = None,
    progress: Callable[[IngestedFile], None] | None = None,
) -> IngestReport:
    """Store local files, and the responses in local WARC files, as captures.

    With ``source`` every file goes to it; otherwise to the source that claims the address printed in the file (in a
    CSV: in most rows, and in none that of another source), or else to ``local``. Payloads that the archive holds
    already are not stored again. With ``only_known_formats`` an empty file, and one that is of no format known, is left
    out with the reason. ``now`` is the time of the captures, the present without it. ``progress`` is called with each
    file. Raises ``IngestError`` for a path or source that does not exist or a directory of invented sources, and
    ``ArchiveError`` where the archive cannot be written.
    """
    named = tuple(paths)
    missing = [str(p) for p in named if not p.exists()]
    if missing:
        raise IngestError(f"there is no {', no '.join(missing)}: nothing was ingested")
    if LOCAL.id not in registry.sources:
        raise IngestError(
            f"{data_dir} is about invented sources only, with which files never mix: choose another data directory"
        )
    if source is not None and source not in registry.sources:
        raise IngestError(f"there is no source {source!r}; known are {', '.join(sorted(registry.sources))}")
    archive = Archive(data_dir)
    files: list[IngestedFile] = []
    with archive.lock("ingest", _LOCK_SECONDS):
        known = _Known.of(archive.captures())
        with _Writers(archive, now or dt.datetime.now(SHANGHAI)) as writers:
            run = _Run(registry, source, "public" if public else "private", only_known_formats, known, writers)
            for found in find_files(named, excluded=data_dir):
                file = run.take(found)
                files.append(file)
                if progress is not None:
                    progress(file)
            writers.finish()
    return IngestReport(tuple(files), writers.source_ids)


@dataclass(slots=True)
class _Known:
    """What the archive holds: the first capture of each payload, and when each address gave which payload."""

    payloads: dict[str, Capture] = field(default_factory=dict)
    visits: set[tuple[str, dt.datetime, str]] = field(default_factory=set)

    @classmethod
    def of(cls, captures: Iterable[Capture]) -> _Known:
        known = cls()
        for capture in captures:
            known.add(capture)
        return known

    def add(self, capture: Capture) -> None:
        self.payloads.setdefault(capture.sha256, capture)
        self.visits.add((capture.url, capture.fetched_at, capture.sha256))


class _Writers:
    """One open crawl for each source that gets something; a source that another process writes stays closed."""

    def __init__(self, archive: Archive, now: dt.datetime) -> None:
        self.now = now
        self._archive = archive
        self._open: dict[str, CrawlWriter] = {}
        self._busy: dict[str, ArchiveError] = {}
        self._stack = ExitStack()

    def __enter__(self) -> _Writers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def of(self, source_id: str) -> CrawlWriter:
        """The writer of a source; raises ``_Busy`` where another process holds its lock."""
        if source_id in self._busy:
            raise _Busy(str(self._busy[source_id])) from self._busy[source_id]
        if source_id not in self._open:
            crawl = self._archive.open_crawl(source_id, "ingest", self.now, timeout=_LOCK_SECONDS)
            try:
                self._open[source_id] = self._stack.enter_context(crawl)
            except ArchiveError as error:
                self._busy[source_id] = error
                raise _Busy(str(error)) from error
        return self._open[source_id]

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The sources that got something."""
        return tuple(sorted(self._open))

    def finish(self) -> None:
        for writer in self._open.values():
            writer.finish(self.now, complete=True, stop_reason="finished")


class _Busy(Exception):
    """The source of a file is being written by another process."""


@dataclass(frozen=True, slots=True)
class _Owner:
    """The source of a payload, the address that the payload prints, and what was odd about it."""

    source_id: str
    printed_address: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    registry: Registry
    source: str | None
    visibility: str
    only_known_formats: bool
    known: _Known
    writers: _Writers

    def take(self, found: Found) -> IngestedFile:
        """Store one file, or say why not."""
        name = base_name(found.path)
        if found.left_out is not None:
            return IngestedFile(path=found.path, name=name, status="skipped", reason=found.left_out)
        try:
            with found.path.open("rb") as file:
                head = file.read(_SNIFFED)
            if is_warc(head):
                return self._take_warc(found.path, name)
            size = found.path.stat().st_size
            if size > LARGEST_FILE:
                reason = f"it has {size >> 20} MB, more than the {LARGEST_FILE >> 20} MB of a file: divide it"
                return IngestedFile(path=found.path, name=name, status="skipped", reason=reason)
            return self._take_payload(found.path, name, found.path.read_bytes())
        except OSError as error:
            reason = f"it cannot be read: {error.strerror}"
        except _Busy as error:
            return IngestedFile(path=found.path, name=name, status="skipped", reason=str(error), busy=True)
        return IngestedFile(path=found.path, name=name, status="skipped", reason=reason)

    def _take_payload(self, path: Path, name: str, payload: bytes) -> IngestedFile:
        sha256 = payload_digest(payload).removeprefix("sha256:")
        kind = media_type(payload, name)
        if self.only_known_formats and kind in _NOTHING_TO_READ:
            return IngestedFile(path=path, name=name, status="skipped", media_type=kind, reason=_NOTHING_TO_READ[kind])
        stored = self.known.payloads.get(sha256)
        if stored is not None:
            return IngestedFile(
                path=path,
                name=name,
                status="known",
                source_id=stored.source_id,
                media_type=kind,
                sha256=sha256,
                known=1,
                reason=self._already(stored),
            )
        owner = self._owner(payload, kind)
        capture = self.writers.of(owner.source_id).write_file(
            payload,
            file_name=name,
            media_type=kind,
            visibility=self.visibility,
            at=self.writers.now,
            printed_address=owner.printed_address,
        )
        self.known.add(capture)
        notes = (not_as_named(kind, name), "the file is empty" if not payload else None, owner.note)
        return IngestedFile(
            path=path,
            name=name,
            status="new",
            source_id=owner.source_id,
            media_type=kind,
            sha256=sha256,
            new=1,
            notes=tuple(n for n in notes if n is not None),
        )

    def _already(self, stored: Capture) -> str:
        name = stored.url if stored.file_name is None else stored.file_name
        reason = f"the same bytes are stored as {name} under {stored.source_id}"
        if stored.visibility == self.visibility and self.source in (None, stored.source_id):
            return reason
        return f"{reason}, {stored.visibility}; that was not changed"

    def _owner(self, payload: bytes, kind: str) -> _Owner:
        addresses = printed_addresses(payload, kind)
        claims = [(address, *self._claim(address)) for address in addresses]
        note = next((note for _, _, note in claims if note is not None), None)
        address, claimed_by = next(((a, s) for a, s, _ in claims if s is not None), (None, None))
        printed = address or next(iter(addresses), None)
        if claimed_by is None:
            claimed_by, note = self._claim_of_rows(payload, kind) or (None, note)
        if self.source is None:
            return _Owner(claimed_by or LOCAL.id, printed, note)
        if claimed_by not in (None, self.source):
            note = f"the address printed in it is one of {claimed_by}"
        return _Owner(self.source, printed, note)

    def _claim(self, url: str) -> tuple[str | None, str | None]:
        """The source that claims an address, and a sentence where several do."""
        try:
            route = self.registry.route(url)
        except AmbiguousAddress as error:
            return None, str(error)
        return (None if route is None else route.source.id), None

    def _claim_of_rows(self, payload: bytes, kind: str) -> tuple[str, str | None] | None:
        """The source that claims the address in every row of a table, and a sentence where some rows have none."""
        for column in address_columns(payload, kind):
            claims = {self._claim(address)[0] for address in column if address}
            blank = column.count("")
            if len(claims) == 1 and (claimed_by := claims.pop()) is not None:
                rows = f"{blank} of its {len(column)} rows print no address: such a letter is known by this file alone"
                return claimed_by, rows if blank else None
        return None

    def _take_warc(self, path: Path, name: str) -> IngestedFile:
        results: list[IngestedFile] = []
        notes: list[str] = []
        for item in harvest(path):
            if isinstance(item, Unusable):
                notes.append(item.message)
            elif isinstance(item, StoredFile):
                results.append(self._take_payload(path, base_name(Path(item.name)), item.payload))
            else:
                results.append(self._take_response(path, item))
        new, known = sum(r.new for r in results), sum(r.known for r in results)
        status = "new" if new else "known" if known else "skipped"
        sources = {r.source_id for r in results}
        return IngestedFile(
            path=path,
            name=name,
            status=status,
            source_id=sources.pop() if len(sources) == 1 else None,
            media_type=WARC,
            new=new,
            known=known,
            reason={"known": "all of its records are stored already", "skipped": "it holds no response"}.get(status),
            notes=(*notes, *(note for r in results for note in r.notes)),
        )

    def _take_response(self, path: Path, response: Response) -> IngestedFile:
        """Store a response. The same page at another time is a capture of its own, even with the same payload."""
        claimed_by, note = self._claim(response.url)
        source_id = self.source or claimed_by or LOCAL.id
        sha256 = payload_digest(response.body).removeprefix("sha256:")
        is_known = (response.url, response.at, sha256) in self.known.visits
        kind = media_type(response.body)
        if not is_known:
            capture = self.writers.of(source_id).write_response(
                response.url,
                response.http,
                response.body,
                at=response.at,
                # Where the bytes cannot tell a format, the response's own Content-Type holds.
                media_type=None if kind in (UNKNOWN, "text/plain") else kind,
                visibility=self.visibility,
            )
            self.known.add(capture)
        return IngestedFile(
            path=path,
            name=response.url,
            status="known" if is_known else "new",
            source_id=source_id,
            media_type=kind,
            sha256=sha256,
            new=int(not is_known),
            known=int(is_known),
            notes=() if note is None else (note,),
        )
