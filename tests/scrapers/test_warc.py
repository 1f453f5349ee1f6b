"""WARC records: what is written is read back by us and by others, and nothing damaged passes for whole."""

import datetime as dt
import gzip
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from scrapers.warc import Damage, HttpHead, Record, payload_digest, read_record, read_records, record_bytes, warc_date

AT = dt.datetime(2026, 3, 1, 8, 30, 0, 250_000, dt.timezone(dt.timedelta(hours=8)))
PAGE = HttpHead(200, "OK", (("Content-Type", "text/html; charset=gbk"), ("Content-Encoding", "gzip")))
PAYLOADS = ("来信".encode() * 300, b"", bytes(range(256)) * 40)


def members() -> list[bytes]:
    """Three records: a page, an empty file, a file of all bytes."""
    page, empty, binary = PAYLOADS
    return [
        record_bytes("response", date=AT, payload=page, target="http://a.gov.cn/1", http=PAGE),
        record_bytes("resource", date=AT, payload=empty, target="urn:sha256:0", media_type="text/plain"),
        record_bytes("resource", date=AT, payload=binary, target="urn:sha256:1", media_type="application/pdf"),
    ]


def inflated(data: bytes) -> list[bytes]:
    """A second reader, for comparison: the plain text of each gzip member."""
    found = []
    while data:
        member = zlib.decompressobj(31)
        found.append(member.decompress(data))
        assert member.eof
        data = member.unused_data
    return found


def test_three_readers_agree(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(members()))
    ours = [r for r in read_records(path) if isinstance(r, Record)]
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests="raise")
        theirs = [(r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read()) for r in records]
    assert [(r.headers["warc-target-uri"], r.payload) for r in ours] == theirs
    assert tuple(r.payload for r in ours) == PAYLOADS
    plain = inflated(path.read_bytes())
    assert [p.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n") for p in plain[1:]] == list(PAYLOADS[1:])
    assert all(p.startswith(b"WARC/1.1\r\n") for p in plain)


def test_a_page_keeps_its_head_and_says_what_was_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(members()[0])
    record = read_record(path, 0)
    assert isinstance(record, Record)
    assert record.http is not None
    assert (record.http.status, record.http.reason) == (200, "OK")
    assert record.http.headers == (
        ("Content-Type", "text/html; charset=gbk"),
        ("X-Archive-Orig-Content-Encoding", "gzip"),
        ("Content-Length", str(len(PAYLOADS[0]))),
    )
    assert record.headers["warc-payload-digest"] == payload_digest(PAYLOADS[0])
    assert record.headers["warc-date"] == "2026-03-01T00:30:00.250000Z"


def test_a_file_cut_anywhere_keeps_every_whole_record_and_reports_the_tail(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    written = members()
    ends = [sum(map(len, written[: n + 1])) for n in range(len(written))]
    data = b"".join(written)
    for cut in range(1, len(data) + 1):
        path.write_bytes(data[:cut])
        found = list(read_records(path))
        whole = sum(end <= cut for end in ends)
        assert [r.payload for r in found if isinstance(r, Record)] == list(PAYLOADS[:whole])
        damages = [d for d in found if isinstance(d, Damage)]
        assert len(damages) == (cut not in ends)
        assert all(d.offset == ([0, *ends][whole]) for d in damages)


def test_the_damage_says_how_much_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    plain = gzip.decompress(members()[2])
    path.write_bytes(plain[:-5000])
    (damage,) = read_records(path)
    assert isinstance(damage, Damage)
    assert (damage.got, damage.expected) == (len(PAYLOADS[2]) - 5000 + len(b"\r\n\r\n"), len(PAYLOADS[2]))
    assert damage.reason == "the file ends inside this record"


def test_warcio_alone_would_not_notice(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(members()[0][:-60])
    with path.open("rb") as file:
        shorter = [len(r.content_stream().read()) for r in ArchiveIterator(file)]
    assert shorter[0] < len(PAYLOADS[0])
    assert [type(r) for r in read_records(path)] == [Damage]


def test_reading_goes_on_after_a_damaged_record(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    first, second, third = members()
    path.write_bytes(first[: len(first) // 2] + second + third)
    damage, *rest = read_records(path)
    assert isinstance(damage, Damage)
    assert [r.payload for r in rest if isinstance(r, Record)] == list(PAYLOADS[1:])


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 5000), flip=st.integers(1, 255))
def test_a_flipped_byte_never_gives_other_payloads(
    tmp_path_factory: pytest.TempPathFactory, place: int, flip: int
) -> None:
    path = tmp_path_factory.mktemp("flip") / "a.warc.gz"
    content = bytearray(b"".join(members()))
    content[place % len(content)] ^= flip
    path.write_bytes(content)
    found = [r for r in read_records(path) if isinstance(r, Record)]
    assert {r.payload for r in found} <= set(PAYLOADS)
    assert len(found) >= len(PAYLOADS) - 1


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_read_without_raising(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a.warc"
    path.write_bytes(content)
    assert not any(isinstance(r, Record) for r in read_records(path))


def test_a_payload_with_another_digest_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(gzip.decompress(members()[2]).replace(bytes(range(256)), bytes(range(255, -1, -1)), 1))
    (damage,) = read_records(path)
    assert isinstance(damage, Damage)
    assert damage.reason == "the payload does not have the digest that its header names"


@pytest.mark.parametrize(
    "content",
    [
        b"WARC/1.1\r\nWARC-Type: response\r\n\r\n",
        b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\n",
        b"<html>no record</html>\r\n\r\n",
        b"WARC/1.1\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: 4\r\n\r\nPAGE\r\n\r\n",
    ],
)
def test_what_is_no_record_is_a_damage(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(content)
    assert [type(r) for r in read_records(path)] == [Damage]


def test_codings_that_another_program_kept_are_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    body = gzip.compress("答复".encode())
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: %d"
    path.write_bytes(head % len(block) + b"\r\n\r\n" + block + b"\r\n\r\n")
    (record,) = read_records(path)
    assert isinstance(record, Record)
    assert record.payload.decode() == "答复"


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.touch()
    assert list(read_records(path)) == []


def test_headers_take_no_line_breaks_and_dates_need_a_zone() -> None:
    with pytest.raises(ValueError, match="line break"):
        record_bytes("resource", date=AT, target="urn:sha256:0", headers={"Wenzheng-File-Name": "a\r\nWARC-Type: x"})
    with pytest.raises(ValueError, match="no time zone"):
        warc_date(AT.replace(tzinfo=None))
