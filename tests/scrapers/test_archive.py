"""The archive: what is written is read back, segments are never shared, a killed writer loses nothing it reported."""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from scrapers.archive import Archive, CrawlWriter
from scrapers.captures import ArchiveError, Capture
from scrapers.warc import HttpHead, record_bytes

NOW = dt.datetime(2026, 3, 1, 8, 30, 0, 123_456, dt.timezone(dt.timedelta(hours=8)))
LATER = NOW + dt.timedelta(days=1)
PAGE = HttpHead(200, "OK", (("Content-Type", "text/html; charset=utf-8"),))
URL = "http://www.example.gov.cn/mail/show.jsp?id=1"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data")


def write_file(writer: CrawlWriter, payload: bytes, name: str = "通报.txt") -> Capture:
    return writer.write_file(payload, file_name=name, media_type="text/plain", visibility="private", at=NOW)


def forget_index(archive: Archive) -> None:
    for index in archive.root.glob("*/.index/*"):
        index.unlink()


def test_what_is_written_is_read_back(archive: Archive) -> None:
    with archive.open_crawl("local", "ingest", NOW) as writer:
        file = writer.write_file(
            "办结率".encode(),
            file_name="通报 第5期%.txt",
            media_type="text/markdown",
            visibility="private",
            at=NOW,
            printed_address=URL,
        )
        page = writer.write_response(URL, PAGE, b"<p>1</p>", at=LATER)
        crawl = writer.finish(LATER, complete=True, stop_reason="finished", counts={"letters_seen": 2})
    contents = archive.contents("local")
    assert contents.captures == (file, page)
    assert contents.crawls == (crawl,)
    assert contents.damages == ()
    assert [c.payload() for c in contents.captures] == ["办结率".encode(), b"<p>1</p>"]
    assert (file.file_name, file.media_type, file.printed_address) == ("通报 第5期%.txt", "text/markdown", URL)
    assert (file.url, file.http_status, file.visibility) == (f"urn:sha256:{file.sha256}", None, "private")
    assert (page.url, page.http_status, page.media_type, page.visibility) == (URL, 200, "text/html", "public")
    assert page.fetched_at.isoformat() == "2026-03-02T08:30:00.123456+08:00"
    assert file.warc_file == "archive/local/20260301T083000-ingest-00001.warc.gz"


@pytest.mark.parametrize("prepare", [lambda archive: None, forget_index], ids=["by the index", "by scanning"])
def test_the_index_says_what_scanning_says(archive: Archive, prepare: Callable[[Archive], None]) -> None:
    with archive.open_crawl("local", "ingest", NOW) as writer:
        written = (write_file(writer, b"a"), write_file(writer, b""), writer.write_response(URL, PAGE, b"a", at=NOW))
    assert archive.contents("local").captures == written
    prepare(archive)
    assert Archive(archive.data_dir).contents("local").captures == written


def test_a_damaged_index_is_rebuilt(archive: Archive) -> None:
    with archive.open_crawl("local", "ingest", NOW) as writer:
        write_file(writer, b"a")
    before = archive.contents("local")
    for index in archive.root.glob("*/.index/*"):
        index.write_text('{"stamp": ', encoding="utf-8")
    assert archive.contents("local") == before


def test_an_unchanged_page_is_a_revisit_with_the_same_payload(archive: Archive) -> None:
    with archive.open_crawl("example-mayor", "full", NOW) as writer:
        first = writer.write_response(URL, PAGE, b"<p>1</p>", at=NOW)
    with archive.open_crawl("example-mayor", "incremental", LATER) as writer:
        again = writer.write_response(URL, PAGE, b"<p>1</p>", at=LATER)
        changed = writer.write_response(URL, PAGE, b"<p>2</p>", at=LATER + dt.timedelta(minutes=1))
    assert [c.is_revisit for c in (first, again, changed)] == [False, True, False]
    assert again.payload() == b"<p>1</p>"
    assert (again.size, again.media_type, again.sha256) == (8, "text/html", first.sha256)
    assert again.capture_id != first.capture_id
    forget_index(archive)
    assert archive.contents("example-mayor").captures == (first, again, changed)
    segment = archive.data_dir / again.warc_file
    with segment.open("rb") as file:
        revisit = next(r for r in ArchiveIterator(file) if r.rec_type == "revisit")
    assert revisit.rec_headers.get_header("WARC-Refers-To-Target-URI") == URL
    assert revisit.rec_headers.get_header("WARC-Refers-To-Date") == "2026-03-01T00:30:00.123456Z"


def test_a_revisit_without_its_payload_is_reported(archive: Archive) -> None:
    with archive.open_crawl("example-mayor", "full", NOW) as writer:
        first = writer.write_response(URL, PAGE, b"<p>1</p>", at=NOW)
    with archive.open_crawl("example-mayor", "incremental", LATER) as writer:
        writer.write_response(URL, PAGE, b"<p>1</p>", at=LATER)
    (archive.data_dir / first.warc_file).unlink()
    contents = archive.contents("example-mayor")
    assert contents.captures == ()
    assert "repeats a payload that is in no segment of the source" in str(contents.damages[0])


def test_two_writers_have_two_segments_and_ids_of_their_own(archive: Archive) -> None:
    captures = []
    for payload in (b"a", b"b"):
        with archive.open_crawl("local", "ingest", NOW) as writer:
            captures.append(write_file(writer, payload))
    assert [p.name for p in archive.segments("local")] == [
        "20260301T083000-ingest-00001.warc.gz",
        "20260301T083000-ingest-2-00001.warc.gz",
    ]
    assert len({c.capture_id for c in captures}) == 2


def test_an_interrupted_crawl_goes_on_in_a_new_segment(archive: Archive) -> None:
    with archive.open_crawl("local", "full", NOW) as writer:
        write_file(writer, b"a")
        crawl_id = writer.crawl.crawl_id
    (interrupted,) = archive.contents("local").crawls
    assert (interrupted.finished_at, interrupted.complete, interrupted.stop_reason) == (None, False, None)
    first = archive.segments("local")[0].read_bytes()
    with archive.open_crawl("local", "full", LATER, crawl_id=crawl_id) as writer:
        write_file(writer, b"b")
        writer.finish(LATER, complete=True, stop_reason="finished")
    (crawl,) = archive.contents("local").crawls
    assert (crawl.started_at, crawl.finished_at, crawl.complete) == (NOW, LATER, True)
    assert archive.segments("local")[0].read_bytes() == first
    assert len(archive.segments("local")) == 2


def test_a_full_segment_is_followed_by_another(archive: Archive) -> None:
    with archive.open_crawl("local", "ingest", NOW, segment_bytes=500) as writer:
        written = [write_file(writer, os.urandom(400)) for _ in range(5)]
    assert len(archive.segments("local")) > 1
    assert list(archive.contents("local").captures) == written
    assert all(p.stat().st_size < 500 + 1000 for p in archive.segments("local"))


def test_a_truncated_tail_is_reported_and_a_new_writer_does_not_touch_it(archive: Archive) -> None:
    with archive.open_crawl("local", "ingest", NOW) as writer:
        whole, cut = write_file(writer, b"a"), write_file(writer, os.urandom(5000))
    segment = archive.segments("local")[0]
    os.truncate(segment, segment.stat().st_size - 3000)
    with archive.open_crawl("local", "ingest", LATER) as writer:
        after = write_file(writer, b"b")
    contents = archive.contents("local")
    assert contents.captures == (whole, after)
    (damage,) = contents.damages
    assert (damage.warc_file, damage.warc_offset, damage.expected) == (cut.warc_file, cut.warc_offset, 5000)
    assert damage.got < 5000
    assert str(damage).endswith(f"({damage.got} of 5000 bytes are there); crawl or ingest again what it held")
    with pytest.raises(ArchiveError, match="the file ends inside this record"):
        cut.payload()


def test_records_of_other_programs_are_reported(archive: Archive) -> None:
    with archive.open_crawl("local", "ingest", NOW) as writer:
        kept = write_file(writer, b"a")
    foreign = archive.root / "local" / "other-00001.warc.gz"
    foreign.write_bytes(record_bytes("response", date=NOW, payload=b"x", target=URL, http=PAGE))
    contents = archive.contents("local")
    assert contents.captures == (kept,)
    assert "a response record that this program did not write" in str(contents.damages[0])


def test_a_second_process_is_told_to_wait(archive: Archive) -> None:
    with archive.open_crawl("local", "full", NOW):
        script = (
            "import sys, datetime as dt; from pathlib import Path; from scrapers.archive import Archive\n"
            "with Archive(Path(sys.argv[1])).open_crawl('local', 'full', dt.datetime.now(dt.UTC), timeout=0.1): pass"
        )
        second = subprocess.run(
            [sys.executable, "-c", script, str(archive.data_dir)], capture_output=True, text=True, check=False
        )
    assert "another process is writing to the archive of local (waited 0.1 seconds)" in second.stderr


def test_a_killed_writer_loses_nothing_that_it_reported(archive: Archive) -> None:
    script = """
import datetime as dt, os, sys
from pathlib import Path
from scrapers.archive import Archive
now = dt.datetime.now(dt.UTC)
with Archive(Path(sys.argv[1])).open_crawl("local", "full", now) as writer:
    while True:
        payload = os.urandom(900)
        capture = writer.write_file(payload, file_name="a", media_type="text/plain", visibility="public", at=now)
        print(capture.sha256, flush=True)
"""
    writing = subprocess.Popen([sys.executable, "-c", script, str(archive.data_dir)], stdout=subprocess.PIPE, text=True)
    assert writing.stdout is not None
    reported = [writing.stdout.readline().strip() for _ in range(50)]
    writing.send_signal(signal.SIGKILL)
    reported += writing.communicate()[0].split()
    captures = {c.sha256: c for c in archive.contents("local").captures}
    assert len(reported) >= 50
    assert all(len(captures[sha256].payload()) == 900 for sha256 in reported)
    with archive.open_crawl("local", "full", NOW, timeout=1) as writer:
        write_file(writer, b"the lock is free again")


def test_a_disk_that_is_full_ends_the_segment(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with archive.open_crawl("local", "ingest", NOW) as writer:
        write_file(writer, b"a")
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", no_space)
            with pytest.raises(ArchiveError, match="No space left on device; free some space"):
                write_file(writer, b"b")
        write_file(writer, b"c")
    assert [p.name[-13:-8] for p in archive.segments("local")] == ["00001", "00002"]


@pytest.mark.parametrize("name", ["folder/a.txt", "C:\\Users\\a.txt"])
def test_paths_are_refused(archive: Archive, name: str) -> None:
    with (
        archive.open_crawl("local", "ingest", NOW) as writer,
        pytest.raises(ValueError, match="only the base name"),
    ):
        write_file(writer, b"a", name)


def test_wrong_words_are_refused(archive: Archive) -> None:
    with pytest.raises(ValueError, match="none of full, incremental, ingest"), archive.open_crawl("local", "all", NOW):
        pass
    with archive.open_crawl("local", "full", NOW) as writer:
        with pytest.raises(ValueError, match="none of public, private"):
            writer.write_response(URL, PAGE, b"", at=NOW, visibility="secret")
        with pytest.raises(ValueError, match="has blanks"):
            writer.write_response("http://a.cn/a b", PAGE, b"", at=NOW)


def test_an_archive_that_does_not_exist_is_empty(archive: Archive) -> None:
    assert archive.source_ids() == ()
    assert archive.contents("local").captures == ()
