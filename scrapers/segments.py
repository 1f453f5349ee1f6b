"""Reading segments back: from their records, or from the index that the last reading left beside them.

What belongs here: what each kind of record means. What does not: the record format (``warc``), writing (``archive``).
An index is a cache of one segment, valid while size and time of the segment stay: delete ``.index`` and it is rebuilt.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from parsers.identity import digest
from scrapers.captures import Capture, Contents, Crawl, SegmentDamage
from scrapers.warc import Damage, Record, read_records, warc_date

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEGMENT_NAME = re.compile(r"(?P<crawl>.+)-(?P<number>\d{5})\.warc\.gz")
FILE_NAME = "Wenzheng-File-Name"
VISIBILITY = "Wenzheng-Visibility"
PRINTED_ADDRESS = "Wenzheng-Printed-Address"
MODE = "Wenzheng-Mode"

# A new number makes every index be rebuilt: raise it when what is read from a record changes.
_INDEX_FORMAT = 1
_OF_CAPTURES = ("warc-target-uri", "warc-date", "warc-payload-digest", VISIBILITY.lower())
# The headers without which a record cannot be understood, by kind of record.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "response": _OF_CAPTURES,
    "resource": _OF_CAPTURES,
    "revisit": _OF_CAPTURES,
    "warcinfo": ("warc-date", MODE.lower()),
    "metadata": ("warc-date", MODE.lower()),
}


def segment_contents(data_dir: Path, source_id: str, path: Path) -> Contents:
    """What a segment holds, from its index where that is as old as the segment, otherwise from the segment."""
    status = path.stat()
    stamp = {"format": _INDEX_FORMAT, "size": status.st_size, "modified_ns": status.st_mtime_ns}
    index = path.parent / ".index" / f"{path.name}.json"
    if index.exists():
        saved = _saved_index(index)
        if saved.get("stamp") == stamp:
            return _contents_from(saved, data_dir)
    contents = _read_segment(data_dir, source_id, path)
    _write_index(index, {"stamp": stamp, **_contents_as_json(contents)})
    return contents


def _saved_index(index: Path) -> dict[str, Any]:
    """The saved index; empty where a crash left half of one, so that it is rebuilt."""
    try:
        saved = json.loads(index.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return saved if isinstance(saved, dict) else {}


def _write_index(index: Path, saved: Mapping[str, Any]) -> None:
    beside = index.with_suffix(f".{os.getpid()}.new")
    try:
        index.parent.mkdir(exist_ok=True)
        beside.write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")
        beside.replace(index)
    except OSError as error:
        # An archive on a read-only disk or of another user is read without an index, only more slowly.
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise


def _contents_as_json(contents: Contents) -> dict[str, Any]:
    def plain(row: Any) -> dict[str, Any]:
        values = {name: v for name, v in asdict(row).items() if name != "data_dir"}
        return {n: v.isoformat() if isinstance(v, dt.datetime) else v for n, v in values.items()}

    return {name: [plain(row) for row in getattr(contents, name)] for name in ("captures", "crawls", "damages")}


def _contents_from(saved: Mapping[str, Any], data_dir: Path) -> Contents:
    def timed(row: Mapping[str, Any]) -> dict[str, Any]:
        times = ("fetched_at", "started_at", "finished_at")
        return {n: shanghai(v) if n in times and v is not None else v for n, v in row.items()}

    return Contents(
        tuple(Capture(**timed(row), data_dir=data_dir) for row in saved["captures"]),
        tuple(Crawl(**timed(row)) for row in saved["crawls"]),
        tuple(SegmentDamage(**row) for row in saved["damages"]),
    )


def _read_segment(data_dir: Path, source_id: str, path: Path) -> Contents:
    named = SEGMENT_NAME.fullmatch(path.name)
    crawl_id = named["crawl"] if named else path.name
    warc_file = path.relative_to(data_dir).as_posix()
    captures: list[Capture] = []
    crawls: list[Crawl] = []
    damages: list[SegmentDamage] = []
    for found in read_records(path):
        record = _not_ours(found) if isinstance(found, Record) else found
        if isinstance(record, Damage):
            damages.append(_damage_of(record, warc_file, source_id))
        elif record.kind == "warcinfo":
            crawls.append(_started_crawl(record, source_id, crawl_id))
        elif record.kind == "metadata":
            crawls[-1:] = [_ended_crawl(record, crawls[-1])] if crawls else []
        else:
            captures.append(capture_of(record, data_dir, warc_file, source_id, crawl_id))
    return Contents(tuple(captures), tuple(crawls), tuple(damages))


def _not_ours(record: Record) -> Record | Damage:
    """The record, or a damage where another program wrote it: files of others belong into ``wenzheng ingest``."""
    needed = _NEEDED.get(record.kind)
    if needed is not None and all(record.headers.get(name) for name in needed):
        return record
    size = int(record.headers["content-length"])
    return Damage(record.offset, size, size, f"a {record.kind or 'nameless'} record that this program did not write")


def _damage_of(damage: Damage, warc_file: str, source_id: str) -> SegmentDamage:
    return SegmentDamage(
        source_id=source_id,
        warc_file=warc_file,
        warc_offset=damage.offset,
        got=damage.got,
        expected=damage.expected,
        reason=damage.reason,
    )


def capture_of(record: Record, data_dir: Path, warc_file: str, source_id: str, crawl_id: str) -> Capture:
    """The capture that a response, resource or revisit record is."""
    headers = record.headers
    url = headers["warc-target-uri"]
    fetched_at = shanghai(headers["warc-date"])
    sha256 = headers["warc-payload-digest"].removeprefix("sha256:")
    return Capture(
        capture_id=digest(source_id, crawl_id, url, sha256, warc_date(fetched_at)),
        source_id=source_id,
        crawl_id=crawl_id,
        url=url,
        fetched_at=fetched_at,
        http_status=None if record.http is None else record.http.status,
        media_type=_media_type(record),
        file_name=file_name_of(record),
        sha256=sha256,
        size=len(record.payload),
        warc_file=warc_file,
        warc_offset=record.offset,
        visibility=headers[VISIBILITY.lower()],
        printed_address=headers.get(PRINTED_ADDRESS.lower()),
        is_revisit=record.kind == "revisit",
        payload_file=warc_file,
        payload_offset=record.offset,
        data_dir=data_dir,
    )


def file_name_of(record: Record) -> str | None:
    """The base name of an ingested file; ``None`` for a page."""
    quoted = record.headers.get(FILE_NAME.lower())
    return None if quoted is None else unquote(quoted)


def _media_type(record: Record) -> str | None:
    """What the payload was found to be; otherwise what it was declared to be, without parameters."""
    identified = record.headers.get("warc-identified-payload-type")
    if identified is not None:
        return identified
    if record.kind == "resource":
        return record.headers["content-type"]
    declared = next((v for n, v in record.http.headers if n.lower() == "content-type"), "") if record.http else ""
    return declared.partition(";")[0].strip().lower() or None


def _started_crawl(record: Record, source_id: str, crawl_id: str) -> Crawl:
    return Crawl(
        crawl_id=crawl_id,
        source_id=source_id,
        mode=record.headers[MODE.lower()],
        started_at=shanghai(record.headers["warc-date"]),
    )


def _ended_crawl(record: Record, crawl: Crawl) -> Crawl:
    end = json.loads(record.payload)
    return replace(crawl, finished_at=shanghai(record.headers["warc-date"]), **end)


def merged_crawls(crawls: Iterable[Crawl]) -> tuple[Crawl, ...]:
    """One entry a crawl: started when its first segment was, ended as its last segment says."""
    merged: dict[str, Crawl] = {}
    for crawl in crawls:
        first = merged.setdefault(crawl.crawl_id, crawl)
        merged[crawl.crawl_id] = replace(crawl, started_at=first.started_at)
    return tuple(merged.values())


def with_payload_of(capture: Capture, stored: Capture) -> Capture:
    """A revisit with the place and the size of the payload that it repeats."""
    if not capture.is_revisit:
        return capture
    return replace(
        capture,
        size=stored.size,
        media_type=capture.media_type or stored.media_type,
        payload_file=stored.warc_file,
        payload_offset=stored.warc_offset,
    )


def lost_payload(capture: Capture) -> SegmentDamage:
    """The damage of a revisit whose payload was in a segment that is gone or damaged."""
    return SegmentDamage(
        source_id=capture.source_id,
        warc_file=capture.warc_file,
        warc_offset=capture.warc_offset,
        got=0,
        expected=None,
        reason="this record repeats a payload that is in no segment of the source",
    )


def shanghai(moment: str) -> dt.datetime:
    """An ISO time with its zone, as the time in China."""
    return dt.datetime.fromisoformat(moment).astimezone(SHANGHAI)
