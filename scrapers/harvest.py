"""What a WARC file of another program (or of another archive of this one) holds that can be stored here.

What belongs here: picking the responses and files out of foreign records. What does not: the record format (``warc``),
and what becomes of them (``ingest``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scrapers.segments import file_name_of, shanghai
from scrapers.warc import Damage, HttpHead, Record, read_record, read_records


@dataclass(frozen=True, slots=True)
class Response:
    """A page with the address and the time (Asia/Shanghai) of its record."""

    url: str
    at: dt.datetime
    http: HttpHead
    body: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A local file that another archive of this program had ingested."""

    name: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Unusable:
    """A record that should hold a page and does not, with a sentence for people."""

    message: str


def harvest(path: Path) -> Iterator[Response | StoredFile | Unusable]:
    """The responses and files of a WARC file in its order; requests, metadata and the like are passed over."""
    offsets: dict[str, int] = {}
    for record in read_records(path):
        if isinstance(record, Damage):
            yield Unusable(f"byte {record.offset}: {record.reason}")
        elif record.kind == "resource" and (name := file_name_of(record)) is not None:
            yield StoredFile(name, record.payload)
        elif record.kind in ("response", "revisit") and record.http is not None:
            digest = record.headers.get("warc-payload-digest", "")
            if record.kind == "response" and digest:
                offsets.setdefault(digest, record.offset)
            yield _response(record, record.http, _body(path, record, offsets.get(digest)))


def _body(path: Path, record: Record, original: int | None) -> bytes | None:
    """The body of a response; of a revisit that of the earlier record with the same digest, if there is one."""
    if record.kind == "response":
        return record.payload
    found = None if original is None else read_record(path, original)
    return found.payload if isinstance(found, Record) else None


def _response(record: Record, http: HttpHead, body: bytes | None) -> Response | Unusable:
    url, date = record.headers.get("warc-target-uri", ""), record.headers.get("warc-date", "")
    if body is None:
        return Unusable(f"byte {record.offset}: this record repeats a payload that is not in the file")
    if not url.startswith(("http://", "https://")) or not url.isprintable():
        return Unusable(f"byte {record.offset}: {url!r} is no web address")
    try:
        return Response(url.replace(" ", "%20"), shanghai(date), http, body)
    except ValueError:
        return Unusable(f"byte {record.offset}: {date!r} is no date and time")
