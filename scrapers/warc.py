"""WARC records as bytes: making one, and reading all of a file without trusting it.

What belongs here: the file format (WARC 1.1, one gzip member a record). What does not: where segments lie and what
their records mean (``archive``). A record is whole only if its gzip member ends, its block is as long as its
Content-Length says and its payload has the digest it names. Anything else is a ``Damage``: it is reported, and reading
goes on at the next record that can be found. (warcio alone reads a truncated record silently, as a shorter one.)
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import mmap
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

# A single record may hold this much after decompression; a gzip bomb is reported instead of filling the memory.
LARGEST_RECORD = 1 << 30
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
IDENTICAL_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"

_WARC = b"WARC/"
_GZIP_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 16
# These describe the bytes on the wire; the stored body has its codings removed. Replay tools know the prefix.
_WIRE_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_ORIGINAL = "X-Archive-Orig-"


@dataclass(frozen=True, slots=True)
class HttpHead:
    """Status line and headers of a response, as received."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record. ``headers`` are the WARC headers, names in lower case; ``payload`` is without HTTP headers.

    ``offset`` is where the record (its gzip member) begins in the file.
    """

    offset: int
    kind: str
    headers: Mapping[str, str]
    http: HttpHead | None
    payload: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be used: ``got`` of ``expected`` bytes of its block are there (``None``: not known)."""

    offset: int
    got: int
    expected: int | None
    reason: str


def payload_digest(payload: bytes) -> str:
    """The value of ``WARC-Payload-Digest`` and the key of a payload: ``sha256:`` and 64 hex digits."""
    return f"sha256:{hashlib.sha256(payload).hexdigest()}"


def warc_date(moment: dt.datetime) -> str:
    """An aware time as WARC-Date: UTC with microseconds."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def record_bytes(
    kind: str,
    *,
    date: dt.datetime,
    payload: bytes = b"",
    target: str | None = None,
    media_type: str | None = None,
    http: HttpHead | None = None,
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """One record as one gzip member.

    ``http`` is stored before the payload, which has content and transfer codings removed; a ``revisit`` keeps only the
    head. Header values may be any printable text; line breaks are refused.
    """
    fields = {"WARC-Record-ID": f"<urn:uuid:{uuid4()}>", "WARC-Date": warc_date(date)}
    if kind in ("response", "resource"):
        fields["WARC-Payload-Digest"] = payload_digest(payload)
    fields |= headers or {}
    for name, value in fields.items():
        if not value.isprintable():
            raise ValueError(
                f"the WARC header {name} cannot hold {value!r}: it has a line break or a control character"
            )
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        target or "",
        kind,
        payload=io.BytesIO(payload),
        length=len(payload),
        warc_content_type=media_type or "",
        warc_headers_dict=fields,
        http_headers=None if http is None else _stored_head(http, None if kind == "revisit" else len(payload)),
    )
    writer.write_record(record)
    return out.getvalue()


def _stored_head(http: HttpHead, length: int | None) -> StatusAndHeaders:
    stored = [(_ORIGINAL + n if n.lower() in _WIRE_HEADERS else n, v) for n, v in http.headers]
    if length is not None:
        stored.append(("Content-Length", str(length)))
    return StatusAndHeaders(f"{http.status} {http.reason}".rstrip(), stored, protocol="HTTP/1.1")


def read_records(path: Path) -> Iterator[Record | Damage]:
    """All records of a WARC file in order, compressed by record, compressed as a whole or not at all."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:  # and an empty file cannot be mapped
            return
        if _is_plain(file, 0):
            yield from _plain_records(file)
        else:
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield from _compressed_records(data)


def read_record(path: Path, offset: int) -> Record | Damage:
    """The record, or the record of the gzip member, that begins at ``offset``."""
    with path.open("rb") as file:
        if _is_plain(file, offset):
            return _parsed(file, offset)
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _checked(_member(data, offset), offset)


def _is_plain(file: BinaryIO, offset: int) -> bool:
    """Whether an uncompressed record begins at ``offset``, to which the file is set."""
    file.seek(offset)
    begins = file.read(len(_WARC))
    file.seek(offset)
    return begins == _WARC


@dataclass(frozen=True, slots=True)
class _Member:
    """A gzip member: its plain bytes as far as they can be had, where it ends, and what is wrong with it."""

    plain: bytes
    end: int
    fault: str | None


def _member(data: mmap.mmap | bytes, offset: int) -> _Member:
    if data[offset : offset + len(_GZIP_MAGIC)] != _GZIP_MAGIC:
        return _Member(b"", offset, "there is no record here")
    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    pieces: list[bytes] = []
    size, position = 0, offset
    while not inflater.eof:
        chunk = data[position : position + _CHUNK]
        if not chunk:
            return _Member(b"".join(pieces), position, "the file ends inside this record")
        try:
            piece = inflater.decompress(chunk)
        except zlib.error as error:
            return _Member(b"".join(pieces), position, f"this record cannot be decompressed ({error})")
        position += len(chunk) - len(inflater.unused_data)
        size += len(piece)
        if size > LARGEST_RECORD:
            return _Member(b"".join(pieces), position, f"this record is larger than {LARGEST_RECORD} bytes")
        pieces.append(piece)
    return _Member(b"".join(pieces), position, None)


def _compressed_records(data: mmap.mmap | bytes) -> Iterator[Record | Damage]:
    offset = 0
    while offset < len(data):
        member = _member(data, offset)
        if member.fault is None:
            yield from _plain_records(io.BytesIO(member.plain), offset)
            offset = member.end
        else:
            yield _checked(member, offset)
            offset = _next_member(data, offset + 1)


def _next_member(data: mmap.mmap | bytes, start: int) -> int:
    """Where the next record begins after a damaged one; the end of the file where there is none."""
    offset = data.find(_GZIP_MAGIC, start)
    while offset != -1:
        if _member(data[offset : offset + _CHUNK], 0).plain.startswith(_WARC):
            return offset
        offset = data.find(_GZIP_MAGIC, offset + 1)
    return len(data)


def _plain_records(stream: BinaryIO, member_offset: int | None = None) -> Iterator[Record | Damage]:
    """The records of uncompressed text; their offset is that of the gzip member they came from, if any."""
    while True:
        start = stream.tell()
        line = stream.readline()
        if not line:
            return
        if not line.strip():
            continue
        stream.seek(start)
        record = _parsed(stream, start if member_offset is None else member_offset)
        yield record
        if isinstance(record, Damage) and record.expected is None:
            return  # without a length, the next record cannot be found


def _checked(member: _Member, offset: int) -> Record | Damage:
    """The record of a member; of a faulty member always a damage, with the lengths as far as they can be read."""
    record = _parsed(io.BytesIO(member.plain), offset)
    if member.fault is None:
        return record
    if isinstance(record, Damage):
        return Damage(offset, record.got, record.expected, member.fault)
    length = int(record.headers["content-length"])
    return Damage(offset, length, length, member.fault)


def _parsed(stream: BinaryIO, offset: int) -> Record | Damage:
    if not _head_ends(stream):
        return Damage(offset, 0, None, "the file ends inside the header of this record")
    try:
        raw = ArcWarcRecordLoader().parse_record_stream(stream, known_format="warc", no_record_parse=True)
    except (EOFError, ArchiveLoadFailed):
        return Damage(offset, 0, None, "there is no record here")
    headers = {name.lower(): value for name, value in raw.rec_headers.headers}
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal()):
        return Damage(offset, 0, None, "the header of this record has no usable Content-Length")
    expected = int(length)
    block = raw.raw_stream.read()
    if len(block) < expected:
        return Damage(offset, len(block), expected, "the file ends inside this record")
    kind = headers.get("warc-type", "")
    try:
        http = _http_head(headers, stream := io.BytesIO(block))
    except StatusAndHeadersParserException:
        return Damage(offset, len(block), expected, "this record should hold an HTTP response, and has no status line")
    payload = _decoded(http, stream)
    named = headers.get("warc-payload-digest", "")
    if kind != "revisit" and named.startswith("sha256:") and named != payload_digest(payload):
        return Damage(offset, len(block), expected, "the payload does not have the digest that its header names")
    return Record(offset, kind, headers, None if http is None else _received_head(http), payload)


def _head_ends(stream: BinaryIO) -> bool:
    """Whether the blank line after the header is there. A cut header can look like a shorter, valid one."""
    start = stream.tell()
    ends = any(not line.strip() for line in iter(stream.readline, b""))
    stream.seek(start)
    return ends


def _http_head(headers: Mapping[str, str], block: BinaryIO) -> StatusAndHeaders | None:
    """The HTTP head at the start of a block, which is read off; ``None`` for records of other kinds."""
    is_response = headers.get("content-type", "").replace(" ", "") == "application/http;msgtype=response"
    if not is_response or headers["content-length"] == "0":
        return None
    return StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3"]).parse(block)


def _decoded(http: StatusAndHeaders | None, body: BinaryIO) -> bytes:
    """The body without the codings that its head names; archives of other programs may keep them."""
    record = ArcWarcRecord("warc", "response", None, body, http, None, None)
    return bytes(record.content_stream().read())


def _received_head(http: StatusAndHeaders) -> HttpHead:
    status, _, reason = http.statusline.partition(" ")
    return HttpHead(int(status) if status.isdigit() else 0, reason, tuple((n, v) for n, v in http.headers))
