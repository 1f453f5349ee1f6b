"""Local files: each is stored once, under the source whose address it prints."""

import datetime as dt
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapers import ingest as ingest_module
from scrapers.archive import Archive
from scrapers.ingest import IngestedFile, IngestError, IngestReport, ingest
from scrapers.registry import Registry, load_sources
from scrapers.warc import IDENTICAL_PAYLOAD, HttpHead, payload_digest, record_bytes

NOW = dt.datetime(2026, 3, 1, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
LETTER = "http://www.shangluo.gov.cn/zmhd/ldxxxx.jsp?urltype=leadermail.LeaderMailContentUrl&wbtreeid=1112"
BEIJING = "https://www.beijing.gov.cn/hudong/hdjl/com.web.consult.consultDetail.flow?originalId=AH20010100001"
MARKDOWN = f"# [一封来信]({LETTER}&leadermailid=6689)\n\n| Title | Content |\n|---|---|\n"
CSV = f"title,url\n一封来信,{LETTER}&leadermailid=6689\n另一封,{LETTER}&leadermailid=6690\n"
PAGE = HttpHead(200, "OK", (("Content-Type", "text/html; charset=utf-8"),))


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_sources()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


def only(report: IngestReport) -> IngestedFile:
    (file,) = report.files
    return file


def test_one_letter_from_a_page_and_from_a_table_has_one_source(
    inbox: Path, data_dir: Path, registry: Registry
) -> None:
    (inbox / "letter.txt").write_text(MARKDOWN, encoding="utf-8")
    (inbox / "letters.csv").write_text(CSV, encoding="utf-8-sig")
    report = ingest([inbox], data_dir, registry, now=NOW)
    assert [(f.name, f.status, f.source_id) for f in report.files] == [
        ("letter.txt", "new", "shangluo-mayor"),
        ("letters.csv", "new", "shangluo-mayor"),
    ]
    page, table = Archive(data_dir).contents("shangluo-mayor").captures
    assert page.printed_address is not None
    route = registry.route(page.printed_address)
    assert route is not None
    assert (route.source.id, route.external_id) == ("shangluo-mayor", "6689")
    assert table.printed_address is None
    assert (page.media_type, table.media_type) == ("text/markdown", "text/csv")
    assert page.payload().decode() == MARKDOWN


@pytest.mark.parametrize(
    ("name", "text", "source_id"),
    [
        ("page.html", f"<url>{BEIJING}</url>\n<html><body>信</body></html>", "beijing-letters"),
        ("page.html", f'<html><head><link rel="canonical" href="{BEIJING}"></head></html>', "beijing-letters"),
        ("page.html", f'<html><body><a href="{BEIJING}">信</a></body></html>', "local"),
        ("note.txt", f"来信见 {BEIJING}", "local"),
        ("mixed.csv", f"url\n{LETTER}&leadermailid=1\n{BEIJING}\n", "local"),
        ("gap.csv", f"title,url\n一,{LETTER}&leadermailid=1\n二,\n", "local"),
        ("bulletin.txt", "办结率100%", "local"),
    ],
)
def test_routing(inbox: Path, data_dir: Path, registry: Registry, name: str, text: str, source_id: str) -> None:
    (inbox / name).write_text(text, encoding="utf-8")
    assert only(ingest([inbox], data_dir, registry, now=NOW)).source_id == source_id


def test_a_row_without_an_address_goes_with_the_others_and_is_told(
    inbox: Path, data_dir: Path, registry: Registry
) -> None:
    rows = "".join(f"信{n},{LETTER}&leadermailid={n}\n" for n in (1, 2))
    (inbox / "gap.csv").write_text(f"title,url\n{rows}信3,\n", encoding="utf-8")
    file = only(ingest([inbox], data_dir, registry, now=NOW))
    assert file.source_id == "shangluo-mayor"
    assert file.notes == ("1 of its 3 rows print no address: such a letter is known by this file alone",)


def test_a_named_source_holds_and_a_contradiction_is_noted(inbox: Path, data_dir: Path, registry: Registry) -> None:
    (inbox / "letter.md").write_text(MARKDOWN, encoding="utf-8")
    file = only(ingest([inbox], data_dir, registry, source="danfeng-county", now=NOW))
    assert file.source_id == "danfeng-county"
    assert file.notes == ("the address printed in it is one of shangluo-mayor",)


def test_twice_adds_nothing_and_says_so(inbox: Path, data_dir: Path, registry: Registry) -> None:
    (inbox / "a.txt").write_text("办结率100%", encoding="utf-8")
    (inbox / "b.txt").write_text("办结率100%", encoding="utf-8")
    first = ingest([inbox], data_dir, registry, now=NOW)
    segments = Archive(data_dir).segments("local")
    again = ingest([inbox], data_dir, registry, source="jixi-open-government", public=True, now=NOW)
    assert [f.status for f in first.files] == ["new", "known"]
    assert first.files[1].reason == "the same bytes are stored as a.txt under local"
    assert (again.count("known"), again.captures) == (2, 0)
    assert again.files[0].reason == "the same bytes are stored as a.txt under local, private; that was not changed"
    assert Archive(data_dir).source_ids() == ("local",)
    assert Archive(data_dir).segments("local") == segments


def test_visibility_and_time(inbox: Path, data_dir: Path, registry: Registry) -> None:
    (inbox / "a.txt").write_text("一", encoding="utf-8")
    ingest([inbox], data_dir, registry, now=NOW)
    (inbox / "b.txt").write_text("二", encoding="utf-8")
    ingest([inbox], data_dir, registry, public=True, now=NOW)
    contents = Archive(data_dir).contents("local")
    assert [(c.file_name, c.visibility) for c in contents.captures] == [("a.txt", "private"), ("b.txt", "public")]
    assert {c.fetched_at for c in contents.captures} == {NOW}
    assert all(c.complete and c.mode == "ingest" for c in contents.crawls)


def test_no_path_is_stored(inbox: Path, data_dir: Path, registry: Registry) -> None:
    (inbox / "a.txt").write_text("一", encoding="utf-8")
    ingest([inbox], data_dir, registry, now=NOW)
    stored = b"".join(gzip.decompress(p.read_bytes()) for p in Archive(data_dir).segments("local"))
    stored += b"".join(p.read_bytes() for p in data_dir.rglob("*.json"))
    assert b"a.txt" in stored
    assert str(inbox).encode() not in stored


def test_an_empty_file_is_a_capture(inbox: Path, data_dir: Path, registry: Registry) -> None:
    (inbox / "empty.pdf").touch()
    file = only(ingest([inbox], data_dir, registry, now=NOW))
    assert (file.status, file.media_type, file.notes) == ("new", "application/x-empty", ("the file is empty",))
    (capture,) = Archive(data_dir).contents("local").captures
    assert (capture.size, capture.payload()) == (0, b"")


def test_what_is_not_as_named_is_noted(inbox: Path, data_dir: Path, registry: Registry) -> None:
    (inbox / "table.xls").write_text("<html><table><tr><td>1</td></tr></table></html>", encoding="utf-8")
    file = only(ingest([inbox], data_dir, registry, now=NOW))
    assert file.notes == ("the name says application/vnd.ms-excel, the content is text/html",)


def test_what_cannot_be_taken_is_counted_and_the_rest_goes_on(
    inbox: Path, data_dir: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_module, "LARGEST_FILE", 1 << 20)
    (inbox / ".hidden").touch()
    (inbox / "a.txt").write_text("一", encoding="utf-8")
    (inbox / "large.txt").write_bytes(b"a" * (2 << 20))
    shown: list[IngestedFile] = []
    report = ingest([inbox], data_dir, registry, now=NOW, progress=shown.append)
    assert {f.name: f.reason for f in report.files} == {
        ".hidden": "it is hidden",
        "a.txt": None,
        "large.txt": "it has 2 MB, more than the 1 MB of a file: divide it",
    }
    assert (report.count("new"), report.count("skipped")) == (1, 2)
    assert tuple(shown) == report.files


def test_a_source_that_is_being_crawled_is_left_for_later(
    inbox: Path, data_dir: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_module, "_LOCK_SECONDS", 0.05)
    (inbox / "a.md").write_text(MARKDOWN, encoding="utf-8")
    (inbox / "b.txt").write_text("一", encoding="utf-8")
    with Archive(data_dir).open_crawl("shangluo-mayor", "full", NOW):
        report = ingest([inbox], data_dir, registry, now=NOW)
    assert [f.status for f in report.files] == ["skipped", "new"]
    assert report.files[0].reason is not None
    assert report.files[0].reason.startswith("another process is writing to the archive of shangluo-mayor")


@pytest.mark.parametrize(
    ("path", "source", "message"),
    [
        ("gone.txt", None, "there is no .*gone.txt: nothing"),
        ("", "shangluo", "no source 'shangluo'; known are beijing"),
    ],
)
def test_what_does_not_exist_is_said_before_anything_is_stored(
    inbox: Path, data_dir: Path, registry: Registry, path: str, source: str | None, message: str
) -> None:
    (inbox / "a.txt").write_text("一", encoding="utf-8")
    with pytest.raises(IngestError, match=message):
        ingest([inbox, inbox / path], data_dir, registry, source=source, now=NOW)
    assert not data_dir.exists()


# WARC files of other programs


def records() -> Iterator[bytes]:
    """A crawl by another program: two letters, one of them seen again unchanged, and what is passed over."""
    body = "<html><body>来信</body></html>".encode()
    first = f"{LETTER}&leadermailid=1"
    yield record_bytes("warcinfo", date=NOW, payload=b"software: other\r\n", media_type="application/warc-fields")
    yield record_bytes("response", date=NOW, payload=body, target=first, http=PAGE)
    yield record_bytes("response", date=NOW, payload=b"<html>other</html>", target="http://example.com/", http=PAGE)
    again = {"WARC-Profile": IDENTICAL_PAYLOAD, "WARC-Payload-Digest": payload_digest(body)}
    yield record_bytes("revisit", date=NOW + dt.timedelta(days=1), target=first, http=PAGE, headers=again)
    yield record_bytes("request", date=NOW, payload=b"GET / HTTP/1.1\r\n\r\n", target=first)
    lost = again | {"WARC-Payload-Digest": payload_digest(b"elsewhere")}
    yield record_bytes("revisit", date=NOW, target=first, http=PAGE, headers=lost)


@pytest.mark.parametrize("is_compressed", [True, False])
def test_the_responses_of_a_warc_keep_address_and_time(
    inbox: Path, data_dir: Path, registry: Registry, is_compressed: bool
) -> None:
    data = b"".join(records())
    (inbox / "crawl.warc").write_bytes(data if is_compressed else gzip.decompress(data))
    file = only(ingest([inbox], data_dir, registry, now=NOW))
    assert (file.status, file.new, file.known, file.source_id) == ("new", 3, 0, None)
    assert len(file.notes) == 1
    assert file.notes[0].endswith("this record repeats a payload that is not in the file")
    first, again = Archive(data_dir).contents("shangluo-mayor").captures
    assert first.url == again.url == f"{LETTER}&leadermailid=1"
    assert [first.fetched_at, again.fetched_at] == [NOW, NOW + dt.timedelta(days=1)]
    assert (again.is_revisit, again.payload()) == (True, first.payload())
    assert (first.http_status, first.media_type, first.visibility) == (200, "text/html", "private")
    (other,) = Archive(data_dir).contents("local").captures
    assert other.url == "http://example.com/"


def test_a_warc_twice_adds_nothing_and_a_cut_one_is_noted(inbox: Path, data_dir: Path, registry: Registry) -> None:
    data = b"".join(list(records())[:3])
    (inbox / "crawl.warc.gz").write_bytes(data[:-20])
    cut = only(ingest([inbox], data_dir, registry, now=NOW))
    assert (cut.status, cut.new) == ("new", 1)
    assert cut.notes[0].endswith("the file ends inside this record")
    (inbox / "crawl.warc.gz").write_bytes(data)
    assert only(ingest([inbox], data_dir, registry, now=NOW)).new == 1
    again = only(ingest([inbox], data_dir, registry, now=NOW))
    assert (again.status, again.known, again.reason) == ("known", 2, "all of its records are stored already")


def test_an_archive_can_be_ingested_into_another(
    inbox: Path, data_dir: Path, tmp_path: Path, registry: Registry
) -> None:
    (inbox / "letter.txt").write_text(MARKDOWN, encoding="utf-8")
    ingest([inbox], data_dir, registry, now=NOW)
    ingest([data_dir / "archive" / "shangluo-mayor"], tmp_path / "other", registry, now=NOW)
    (copy,) = Archive(tmp_path / "other").contents("shangluo-mayor").captures
    assert (copy.file_name, copy.payload().decode()) == ("letter.txt", MARKDOWN)


def test_a_warc_without_a_response_is_skipped(inbox: Path, data_dir: Path, registry: Registry) -> None:
    (inbox / "empty.warc.gz").write_bytes(next(records()))
    file = only(ingest([inbox], data_dir, registry, now=NOW))
    assert (file.status, file.reason) == ("skipped", "it holds no response")
