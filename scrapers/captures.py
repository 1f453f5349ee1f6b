"""What the archive holds, as rows: captures, crawls and the records that are damaged.

What belongs here: the shapes. What does not: how they are read from segments (``segments``) and written (``archive``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scrapers.warc import Damage, payload_digest, read_record


class ArchiveError(Exception):
    """The archive cannot be read or written as asked; the message says what a person can do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A stored response or file.

    ``url`` is the address requested, or ``urn:sha256:...`` of a file, and then ``printed_address`` is the address that
    the file prints as its own. ``fetched_at`` (Asia/Shanghai) is the time of the response or of the ingestion.
    ``sha256`` is hexadecimal and of the payload; ``size`` its bytes. ``warc_file`` is relative to the data directory. A
    revisit's payload lies elsewhere: at ``payload_file`` and ``payload_offset``. ``capture_id`` is made of source,
    crawl, url, hash and time, so that copying or recompressing the archive does not change it.
    """

    capture_id: str
    source_id: str
    crawl_id: str
    url: str
    fetched_at: dt.datetime
    http_status: int | None
    media_type: str | None
    file_name: str | None
    sha256: str
    size: int
    warc_file: str
    warc_offset: int
    visibility: str
    printed_address: str | None
    is_revisit: bool
    payload_file: str
    payload_offset: int
    data_dir: Path = field(repr=False, compare=False)

    def payload(self) -> bytes:
        """The bytes as received, checked against ``sha256``; raises ``ArchiveError`` where they are damaged or gone."""
        path = self.data_dir / self.payload_file
        try:
            record = read_record(path, self.payload_offset)
        except OSError as error:
            raise ArchiveError(f"{path} cannot be read ({error.strerror}): restore it from a copy") from error
        if isinstance(record, Damage):
            raise ArchiveError(f"{path}, byte {self.payload_offset}: {record.reason}: restore it from a copy")
        if payload_digest(record.payload) != f"sha256:{self.sha256}":
            raise ArchiveError(
                f"{path}, byte {self.payload_offset}: other bytes than expected; delete .index beside it"
            )
        return record.payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One crawl or ingestion. ``finished_at`` is ``None`` where it was interrupted; ``counts`` are its own."""

    crawl_id: str
    source_id: str
    mode: str
    started_at: dt.datetime
    finished_at: dt.datetime | None = None
    complete: bool = False
    stop_reason: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentDamage:
    """A record of a segment that cannot be used; ``str()`` is a sentence for people."""

    source_id: str
    warc_file: str
    warc_offset: int
    got: int
    expected: int | None
    reason: str

    def __str__(self) -> str:
        length = "" if self.expected is None else f" ({self.got} of {self.expected} bytes are there)"
        return f"{self.warc_file}, byte {self.warc_offset}: {self.reason}{length}; crawl or ingest again what it held"


@dataclass(frozen=True, slots=True)
class Contents:
    """All that can be read of a source: captures in the order of writing, crawls, damages."""

    captures: tuple[Capture, ...]
    crawls: tuple[Crawl, ...]
    damages: tuple[SegmentDamage, ...]
