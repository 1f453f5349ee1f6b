"""The archive: every response and every ingested file as received, in WARC segments.

    data/archive/<source_id>/<crawl_id>-NNNNN.warc.gz

What belongs here: where segments lie, and how a crawl writes them. What does not: the record format (``warc``), reading
segments back (``segments``), requesting. Nothing is ever changed or appended to by a later process: each writer opens a
new segment, because what follows a record that a crash cut off is lost to most readers.

A segment begins with a ``warcinfo`` record (source, crawl, mode, start). A fetched page is a ``response``, an ingested
file a ``resource`` named by its hash (``urn:sha256:...``), an unchanged payload a ``revisit``; the end of a crawl is a
``metadata`` record, and a crawl without one was interrupted. Of a file the base name is kept, never its path.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

from filelock import FileLock, Timeout

from scrapers.captures import ArchiveError, Capture, Contents, Crawl
from scrapers.segments import (
    FILE_NAME,
    MODE,
    PRINTED_ADDRESS,
    SEGMENT_NAME,
    SHANGHAI,
    VISIBILITY,
    capture_of,
    lost_payload,
    merged_crawls,
    segment_contents,
    with_payload_of,
)
from scrapers.warc import (
    IDENTICAL_PAYLOAD,
    NOT_MODIFIED,
    HttpHead,
    Record,
    payload_digest,
    record_bytes,
    warc_date,
)

MODES = ("full", "incremental", "ingest")
VISIBILITIES = ("public", "private")
# Large enough to keep the number of files small, small enough to copy and to scan in seconds.
SEGMENT_BYTES = 256 << 20


class Archive:
    """The archive below a data directory. Reading needs no lock; writing goes through ``open_crawl``."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.root = data_dir / "archive"

    def source_ids(self) -> tuple[str, ...]:
        """The sources that have segments, sorted."""
        if not self.root.is_dir():
            return ()
        return tuple(sorted(p.name for p in self.root.iterdir() if p.is_dir() and any(p.glob("*.warc.gz"))))

    def segments(self, source_id: str) -> tuple[Path, ...]:
        """The segments of a source, sorted by name: by crawl, and in each crawl in the order of writing."""
        return tuple(sorted(p for p in (self.root / source_id).glob("*.warc.gz") if SEGMENT_NAME.fullmatch(p.name)))

    def contents(self, source_id: str) -> Contents:
        """Everything of one source. Damaged records are listed beside what could be read, never raised."""
        found = [segment_contents(self.data_dir, source_id, path) for path in self.segments(source_id)]
        captures = [c for segment in found for c in segment.captures]
        damages = [d for segment in found for d in segment.damages]
        stored = {c.sha256: c for c in reversed(captures) if not c.is_revisit}
        lost = [c for c in captures if c.sha256 not in stored]
        damages += [lost_payload(c) for c in lost]
        return Contents(
            tuple(with_payload_of(c, stored[c.sha256]) for c in captures if c.sha256 in stored),
            merged_crawls(crawl for segment in found for crawl in segment.crawls),
            tuple(damages),
        )

    def captures(self) -> Iterator[Capture]:
        """All captures, source by source."""
        for source_id in self.source_ids():
            yield from self.contents(source_id).captures

    @contextmanager
    def lock(self, name: str, timeout: float) -> Iterator[None]:
        """Hold the lock of a source, or another name; raises ``ArchiveError`` after ``timeout`` seconds of waiting."""
        path = self.root / ".locks" / f"{name}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            lock.acquire(timeout=timeout)
        except Timeout as error:
            raise ArchiveError(
                f"another process is writing to the archive of {name} (waited {timeout:g} seconds): "
                "try again when it has ended"
            ) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def open_crawl(
        self,
        source_id: str,
        mode: str,
        now: dt.datetime,
        *,
        crawl_id: str | None = None,
        timeout: float = 10,
        segment_bytes: int = SEGMENT_BYTES,
    ) -> Iterator[CrawlWriter]:
        """Write a crawl, holding the lock of its source.

        With ``crawl_id`` an interrupted crawl goes on, in a new segment. Raises ``ArchiveError`` where another process
        writes the source. Leaving the context does not end the crawl: ``finish`` does.
        """
        if mode not in MODES:
            raise ValueError(f"mode {mode!r} is none of {', '.join(MODES)}")
        with self.lock(source_id, timeout):
            stored = {c.sha256: c for c in reversed(self.contents(source_id).captures) if not c.is_revisit}
            (self.root / source_id).mkdir(exist_ok=True)
            crawl = Crawl(
                crawl_id=crawl_id or self._new_crawl_id(source_id, mode, now),
                source_id=source_id,
                mode=mode,
                started_at=now.astimezone(SHANGHAI),
            )
            with CrawlWriter(self, crawl, stored, segment_bytes) as writer:
                yield writer

    def _new_crawl_id(self, source_id: str, mode: str, now: dt.datetime) -> str:
        stem = f"{now.astimezone(SHANGHAI):%Y%m%dT%H%M%S}-{mode}"
        taken = {m["crawl"] for p in self.segments(source_id) if (m := SEGMENT_NAME.fullmatch(p.name))}
        names = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)


class CrawlWriter:
    """Appends records to a segment of its own. When a ``write_`` method returns, the record is on the disk."""

    def __init__(self, archive: Archive, crawl: Crawl, stored: dict[str, Capture], segment_bytes: int) -> None:
        self.crawl = crawl
        self._data_dir = archive.data_dir
        self._folder = archive.root / crawl.source_id
        self._stored = stored
        self._segment_bytes = segment_bytes
        self._file: FileIO | None = None
        self._path = self._folder

    def __enter__(self) -> CrawlWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write_file(
        self,
        payload: bytes,
        *,
        file_name: str,
        media_type: str,
        visibility: str,
        at: dt.datetime,
        printed_address: str | None = None,
    ) -> Capture:
        """Store a local file under its hash. ``file_name`` is a base name."""
        if "/" in file_name or "\\" in file_name:
            raise ValueError(f"{file_name!r} is a path; only the base name of a file is kept")
        headers = {FILE_NAME: quote(file_name), VISIBILITY: _known_visibility(visibility)}
        if printed_address is not None:
            headers[PRINTED_ADDRESS] = printed_address
        named = payload_digest(payload)
        record = {"target": f"urn:{named}", "media_type": media_type, "headers": headers, "payload": payload}
        return self._capture("resource", record, named, len(payload), at)

    def write_response(
        self,
        url: str,
        http: HttpHead,
        body: bytes,
        *,
        at: dt.datetime,
        media_type: str | None = None,
        visibility: str = "public",
    ) -> Capture:
        """Store a response; one whose body the source already has becomes a revisit.

        ``body`` is without content and transfer codings, as HTTP clients give it. ``media_type`` is what the body was
        found to be; without it the response's own Content-Type holds.
        """
        if re.search(r"\s", url):
            raise ValueError(f"the address {url!r} has blanks; they are written %20")
        headers = {VISIBILITY: _known_visibility(visibility)}
        if media_type is not None:
            headers["WARC-Identified-Payload-Type"] = media_type
        named = payload_digest(body)
        original = self._stored.get(named.removeprefix("sha256:"))
        record: dict[str, Any] = {"target": url, "http": http, "headers": headers}
        if original is None:
            return self._capture("response", record | {"payload": body}, named, len(body), at)
        headers |= _repeated(original, IDENTICAL_PAYLOAD)
        return self._capture("revisit", record, named, len(body), at)

    def stored(self, sha256: str) -> Capture | None:
        """The capture that holds the payload with this hash; ``None`` where the source has no such payload."""
        return self._stored.get(sha256)

    def write_unmodified(
        self, url: str, http: HttpHead, sha256: str, *, at: dt.datetime, visibility: str = "public"
    ) -> Capture:
        """Store that the server called a payload unchanged (304); ``ValueError`` where none has this hash."""
        original = self._stored.get(sha256)
        if original is None:
            raise ValueError(f"no payload of {self.crawl.source_id} has the hash {sha256}")
        headers = {VISIBILITY: _known_visibility(visibility)} | _repeated(original, NOT_MODIFIED)
        return self._capture(
            "revisit", {"target": url, "http": http, "headers": headers}, f"sha256:{sha256}", original.size, at
        )

    def finish(
        self, at: dt.datetime, *, complete: bool, stop_reason: str, counts: Mapping[str, int] | None = None
    ) -> Crawl:
        """Record that the crawl ended, and how; without this it counts as interrupted."""
        end = {"complete": complete, "stop_reason": stop_reason, "counts": dict(counts or {})}
        text = json.dumps(end, ensure_ascii=False, sort_keys=True)
        self._append(
            record_bytes(
                "metadata",
                date=at,
                payload=text.encode(),
                target=f"urn:x-wenzheng:crawl:{self.crawl.source_id}:{quote(self.crawl.crawl_id)}",
                media_type="application/json",
                headers={MODE: self.crawl.mode},
            )
        )
        return replace(
            self.crawl,
            finished_at=at.astimezone(SHANGHAI),
            complete=complete,
            stop_reason=stop_reason,
            counts=dict(counts or {}),
        )

    def close(self) -> None:
        """Close the segment; a later record goes into a new one."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _capture(self, kind: str, record: Mapping[str, Any], named: str, size: int, at: dt.datetime) -> Capture:
        offset = self._append(record_bytes(kind, date=at, **record))
        written = Record(
            offset,
            kind,
            {name.lower(): value for name, value in record["headers"].items()}
            | {
                "warc-target-uri": record["target"],
                "warc-date": warc_date(at),
                "warc-payload-digest": named,
                "content-type": record.get("media_type", ""),
            },
            record.get("http"),
            record.get("payload", b""),
        )
        warc_file = self._path.relative_to(self._data_dir).as_posix()
        capture = capture_of(written, self._data_dir, warc_file, self.crawl.source_id, self.crawl.crawl_id)
        capture = replace(capture, size=size)
        return with_payload_of(capture, self._stored.setdefault(capture.sha256, capture))

    def _append(self, member: bytes) -> int:
        """Write one record durably and give its offset; a failure abandons the segment."""
        if self._file is not None and self._file.tell() >= self._segment_bytes:
            self.close()
        file = self._file or self._new_segment()
        try:
            offset = file.tell()
            rest = memoryview(member)
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except OSError as error:
            self.close()
            raise ArchiveError(
                f"{self._path} cannot be written: {error.strerror}; free some space and go on"
            ) from error
        return offset

    def _new_segment(self) -> FileIO:
        taken = [
            int(m["number"])
            for p in self._folder.iterdir()
            if (m := SEGMENT_NAME.fullmatch(p.name)) and m["crawl"] == self.crawl.crawl_id
        ]
        self._path = self._folder / f"{self.crawl.crawl_id}-{max(taken, default=0) + 1:05}.warc.gz"
        self._file = self._path.open("xb", buffering=0)
        self._append(
            record_bytes(
                "warcinfo",
                date=self.crawl.started_at,
                payload=_fields_text(self.crawl),
                media_type="application/warc-fields",
                headers={"WARC-Filename": quote(self._path.name), MODE: self.crawl.mode},
            )
        )
        _sync_folder(self._folder)
        return self._file


def _repeated(original: Capture, profile: str) -> dict[str, str]:
    """The headers of a revisit: where the payload lies, and how it is known to be the same."""
    return {
        "WARC-Profile": profile,
        "WARC-Payload-Digest": f"sha256:{original.sha256}",
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": warc_date(original.fetched_at),
    }


def _known_visibility(visibility: str) -> str:
    if visibility not in VISIBILITIES:
        raise ValueError(f"visibility {visibility!r} is none of {', '.join(VISIBILITIES)}")
    return visibility


def _sync_folder(folder: Path) -> None:
    """Make a new file's name durable, not only its bytes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fields_text(crawl: Crawl) -> bytes:
    """The body of a warcinfo record, for people and other programs."""
    fields = {
        "software": "wenzheng",
        "format": "WARC File Format 1.1",
        "isPartOf": crawl.crawl_id,
        "description": f"{crawl.mode} crawl of {crawl.source_id}",
    }
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
