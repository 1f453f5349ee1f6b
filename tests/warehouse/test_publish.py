"""What is published is what may leave: closed, explained and valid. What stays is nowhere in it. All is invented."""

import csv
import datetime as dt
import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from frictionless import Package

from tests.warehouse.world import (
    NOON,
    SOURCE,
    World,
    capture,
    cited,
    claim,
    document,
    finding,
    letter,
    of_the_caller,
    reply,
    row,
)
from warehouse import schema
from warehouse.publish import PublishError, PublishReport, publish, published_tables
from warehouse.published_files import BOM, csv_path
from warehouse.takedown import Takedown

SECRET = "秘密"  # stands in everything that must not leave
PRIVATE = {"visibility": "private"}


def takedown(subject: str, value: str, scope: str = "all") -> Takedown:
    return Takedown(subject, value, scope, dt.date(2026, 1, 1), "asked", "takedown.yaml, line 1")


def rows() -> dict[str, list[dict[str, object]]]:
    """Two public letters, one of them confidential, a private letter of another mailbox, two documents."""
    cell = {"table_no": 1, "row_no": 1, "is_total": False}
    return {
        "captures": [
            capture("a", url="http://a.example/1", letter_id="m:1", file_name=f"{SECRET}.html", warc_file=SECRET),
            capture("b", url="http://a.example/2", letter_id="m:2"),
            capture("p", url="urn:sha256:p", source_id="local", crawl_id="c2", file_name=f"{SECRET}.txt", **PRIVATE),
            capture("d", url="http://a.example/d"),
            capture("q", url="http://a.example/q", outcome="quarantined"),
        ],
        "letters": [
            letter(
                "m:1",
                "a",
                title=f"{SECRET}的题目",
                title_redacted="〔姓名〕的题目",
                body=f"我叫{SECRET}",
                body_redacted="我叫〔姓名〕",
                received_on=dt.date(2024, 3, 4),
            ),
            letter("m:2", "b", title=SECRET, body=SECRET, confidentiality_requested=True),
            letter("p:1", "p", source_id="local", region_code="610324", channel="county_mailbox", url=SECRET),
        ],
        "replies": [
            reply("m:1", "a", 1, body=f"{SECRET}已答复", body_redacted="〔姓名〕已答复", dated_on=dt.date(2024, 3, 8)),
            reply("m:2", "b", 1, body=SECRET),
            reply("p:1", "p", 1, body=SECRET),
        ],
        "documents": [
            document("doc", "d", title="通报", url="http://a.example/d"),
            document("private", "p", title=SECRET),
        ],
        "table_cells": [
            row("table_cells", document_id="doc", capture_id="d", col_no=1, printed="扶风", **cell),
            row(
                "table_cells",
                document_id="doc",
                capture_id="d",
                col_no=2,
                printed=SECRET,
                printed_redacted="〔姓名〕",
                **cell,
            ),
            row("table_cells", document_id="private", capture_id="p", col_no=1, printed=SECRET, **cell),
        ],
        "claims": [
            claim("said", "d", "received", 10, document_id="doc"),
            claim(
                "rate", "a", "completion_rate", 85, letter_id="m:1", quote=f"{SECRET}85%", quote_redacted="〔姓名〕85%"
            ),
            claim(
                "wrote",
                "a",
                "received",
                7,
                letter_id="m:1",
                stated_by="letter_writer",
                quote=SECRET,
                quote_redacted="7件",
            ),
            claim("kept", "b", "received", 8, letter_id="m:2", stated_by="letter_writer", quote=SECRET),
            claim("hidden", "p", "received", 9, document_id="private", quote=SECRET),
        ],
        "implied_counts": [
            row("implied_counts", claim_id=c, metric="completed", low=1, high=1, assumption=a, capture_id=k)
            for c, a, k in (("rate", "whole", "a"), ("hidden", SECRET, "p"))
        ],
        "findings": [
            finding("f-doc", "d", document_id="doc", claim_ids=["said"], source_id=SOURCE),
            finding("f-private", "p", document_id="private", claim_ids=["hidden"], subject=SECRET, source_id="local"),
        ],
        "cited_figures": [
            cited("f-doc", "d", document_id="doc", quote=f"{SECRET}7件", quote_redacted="〔姓名〕7件"),
            cited("f-private", "p", document_id="private", quote=SECRET, label=SECRET),
        ],
        "issues": [
            row("issues", capture_id="a", room="parsers", code="odd", message=SECRET, place=SECRET, raw=SECRET),
            row("issues", capture_id="p", room="parsers", code=SECRET, message=SECRET),
        ],
        "quarantine": [
            row("quarantine", capture_id="q", room="parsers", code="another_kind", message=SECRET, raw=SECRET)
        ],
        "crawls": [
            row("crawls", crawl_id="c1", source_id=SOURCE, mode="full", started_at=NOON),
            row("crawls", crawl_id="c2", source_id="local", mode="ingest", started_at=NOON, stop_reason=SECRET),
        ],
    }


SOURCES = [
    row("sources", source_id=SOURCE, name="商洛", region_code="611000", publishes="replied_only", synthetic=False),
    row("sources", source_id="local", name="本机", publishes="unknown", synthetic=False),
]
OVER_LETTERS = [
    of_the_caller(finding(name, None, check_id="T1", source_id=source, subject=subject))
    for name, source, subject in (("f-open", SOURCE, "时限"), ("f-mixed", "local", SECRET))
]


def build(world: World, **options: object) -> None:
    world.write(**rows())
    world.build(sources=SOURCES, python_tables=lambda _: {"findings": OVER_LETTERS}, **options)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("data"))
    build(world)
    return world


@pytest.fixture(scope="module")
def published(built: World, tmp_path_factory: pytest.TempPathFactory) -> PublishReport:
    return publish(built.db_path, tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def with_text(built: World, tmp_path_factory: pytest.TempPathFactory) -> PublishReport:
    return publish(built.db_path, tmp_path_factory.mktemp("with_text"), with_text=True)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "published"


def ask(version: PublishReport, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(version.path / "wenzheng.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


def ids(version: PublishReport, table: str, column: str) -> list[object]:
    return [found for (found,) in ask(version, f"SELECT {column} FROM {table} ORDER BY ALL")]


def texts(version: PublishReport) -> Iterator[tuple[str, str]]:
    """Every file as text: the tables of the DuckDB and Parquet files, the others as they are."""
    for path in version.path.rglob("*"):
        if path.suffix == ".parquet":
            yield path.name, str(pq.read_table(path).to_pydict())
        elif path.is_file() and path.suffix != ".duckdb":
            yield path.name, path.read_text(encoding="utf-8")
    with duckdb.connect(str(version.path / "wenzheng.duckdb"), read_only=True) as con:
        for (table,) in con.execute("SELECT table_name FROM information_schema.tables").fetchall():
            yield table, str(con.execute(f'FROM "{table}"').fetchall())


@pytest.mark.parametrize("version", ["published", "with_text"])
def test_what_must_not_leave_is_nowhere(version: str, request: pytest.FixtureRequest) -> None:
    found = [name for name, text in texts(request.getfixturevalue(version)) if SECRET in text]
    assert found == []


def test_private_rows_take_with_them_what_rests_on_them(published: PublishReport) -> None:
    assert ids(published, "captures", "capture_id") == ["a", "b", "d", "q"]
    assert ids(published, "letters", "letter_id") == ["m:1", "m:2"]
    assert ids(published, "documents", "document_id") == ["doc"]
    assert ids(published, "claims", "claim_id") == ["kept", "rate", "said", "wrote"]
    assert ids(published, "implied_counts", "claim_id") == ["rate"]
    assert ids(published, "findings", "finding_id") == ["f-doc", "f-open"]
    assert ids(published, "cited_figures", "quote") == ["〔姓名〕7件"]
    assert ids(published, "crawls", "crawl_id") == ["c1"]
    assert ids(published, "issues", "capture_id") == ["a"]
    assert published.withheld["claims"] == 1
    assert published.withheld["findings"] == 2


def test_no_text_leaves_unless_it_is_asked_for(published: PublishReport, with_text: PublishReport) -> None:
    assert not {"title", "body"} & {name for name, *_ in ask(published, "DESCRIBE letters")}
    assert "body" not in {name for name, *_ in ask(published, "DESCRIBE replies")}
    assert dict(ask(published, "SELECT claim_id, quote FROM claims")) == {
        "said": "一句",
        "rate": "〔姓名〕85%",
        "wrote": None,
        "kept": None,
    }
    assert ask(with_text, "SELECT title, body FROM letters WHERE letter_id = 'm:1'") == [
        ("〔姓名〕的题目", "我叫〔姓名〕")
    ]
    assert ask(with_text, "SELECT body FROM replies WHERE letter_id = 'm:1'") == [("〔姓名〕已答复",)]
    assert ask(with_text, "SELECT quote FROM claims WHERE claim_id = 'wrote'") == [("7件",)]


def test_a_letter_that_asks_for_confidentiality_has_no_text(with_text: PublishReport) -> None:
    assert ask(with_text, "SELECT title, body FROM letters WHERE letter_id = 'm:2'") == [(None, None)]
    assert ask(with_text, "SELECT body FROM replies WHERE letter_id = 'm:2'") == [(None,)]
    assert ask(with_text, "SELECT quote FROM claims WHERE claim_id = 'kept'") == [(None,)]


def test_redacted_cells_leave_under_their_own_name(published: PublishReport) -> None:
    assert ids(published, "table_cells", "printed") == ["〔姓名〕", "扶风"]


def test_summaries_count_what_left(published: PublishReport) -> None:
    assert ask(published, "SELECT sum(checks_run), sum(figures) FROM audit_summary") == [(2, 4)]
    assert ask(published, "SELECT count(DISTINCT claim_id) FROM stated_figures") == [(4,)]
    assert ids(published, "discrepancies", "finding_id") == ["f-doc", "f-open"]


def test_published_tables_are_closed_and_follow_their_description(published: PublishReport) -> None:
    described = published_tables(with_text=False)
    columns = {(t.name, c.name, c.comment) for t in described.values() for c in t.columns}
    query = "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
    assert set(ask(published, query)) == columns
    with duckdb.connect(str(published.path / "wenzheng.duckdb"), read_only=True) as con:
        for check in (check for table in described.values() for check in schema.checks(table)):
            if not check.name.endswith(
                ": redacted"
            ):  # the columns with the redacted texts have taken the place of the others
                assert con.execute(check.failing).fetchall() == [], check.name
    dictionary = ask(published, "SELECT table_name, column_name FROM data_dictionary")
    assert set(dictionary) == {(t.name, c.name) for t in described.values() for c in t.columns}


def test_datapackage_is_valid(with_text: PublishReport) -> None:
    package = Package(str(with_text.path / "datapackage.json"))
    checked = package.validate()
    assert checked.valid, checked.flatten(["title", "rowNumber", "fieldName", "note"])
    assert {resource.name for resource in package.resources} == set(schema.tables())
    assert any(resource.schema.foreign_keys for resource in package.resources)


def test_a_wrong_code_makes_the_datapackage_invalid(published: PublishReport, tmp_path: Path) -> None:
    copy = shutil.copytree(published.path, tmp_path / "copy")
    claims = copy / "csv" / "claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace("government", "nobody", 1), encoding="utf-8")
    assert not Package(str(copy / "datapackage.json")).get_resource("claims").validate().valid


def test_csv_opens_in_excel_and_says_the_same_as_the_tables(published: PublishReport) -> None:
    text = (published.path / csv_path("findings")).read_text(encoding="utf-8")
    assert text.startswith(BOM)
    listed = list(csv.DictReader(io.StringIO(text.removeprefix(BOM))))
    assert [r["finding_id"] for r in listed] == ids(published, "findings", "finding_id")
    assert json.loads(listed[0]["claim_ids"]) == ["said"]
    assert (published.path / "data_dictionary.csv").is_file()


def test_checksums_cover_every_file(published: PublishReport) -> None:
    lines = (published.path / "CHECKSUMS.sha256").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    there = {p.relative_to(published.path).as_posix() for p in published.path.rglob("*") if p.is_file()}
    assert listed.keys() == there - {"CHECKSUMS.sha256"}
    for name, digest in listed.items():
        assert hashlib.sha256((published.path / name).read_bytes()).hexdigest() == digest


def test_the_report_shows_every_discrepancy_with_its_coverage(published: PublishReport) -> None:
    page = published.page.read_text(encoding="utf-8")
    for part in (
        "出入不等于造假",
        "no proof of falsification",
        "Coverage",
        "How to cite",
        published.version,
        "f-doc",
        "f-open",
    ):
        assert part in page
    assert "http://a.example/d" in page
    assert "SYNTHETIC" not in page
    assert "<script" not in page


# --- versions ---


def test_the_same_content_is_not_written_twice(built: World, target: Path) -> None:
    first = publish(built.db_path, target)
    again = publish(built.db_path, target)
    assert (first.is_new, again.is_new) == (True, False)
    assert (again.version, again.path) == (first.version, first.path)
    other = publish(built.db_path, target, with_text=True)
    assert other.is_new
    assert other.older_versions == (first.path,)
    assert (target / "current").readlink() == Path("versions") / other.version
    assert first.page.is_file()
    assert sorted(p.name for p in target.iterdir()) == [".lock", "current", "versions"]


def test_a_failure_leaves_the_current_version_alone(
    built: World, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(built.db_path, target)

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("warehouse.report.write", broken)
    with pytest.raises(OSError, match="disk is full"):
        publish(built.db_path, target, with_text=True)
    assert (target / "current").resolve() == first.path
    assert sorted(p.name for p in target.iterdir()) == [".lock", "current", "versions"]


def test_no_warehouse_and_one_of_another_description_are_refused(built: World, target: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="run `wenzheng build` first"):
        publish(tmp_path / "none.duckdb", target)
    old = tmp_path / "old.duckdb"
    shutil.copy(built.db_path, old)
    with duckdb.connect(str(old)) as con:
        con.execute("ALTER TABLE documents DROP COLUMN title_redacted")
    with pytest.raises(
        PublishError, match=r"no column documents\.title_redacted: another version of wenzheng built it"
    ):
        publish(old, target)
    other = tmp_path / "text.duckdb"
    other.write_text("no database", encoding="utf-8")
    with pytest.raises(PublishError, match="cannot be opened as a warehouse"):
        publish(other, target)


# --- takedowns ---

ENTRIES = (takedown("letter_id", "m:1"), takedown("document_id", "doc"), takedown("letter_id", "m:99"))


@pytest.fixture(scope="module")
def taken(built: World, tmp_path_factory: pytest.TempPathFactory) -> PublishReport:
    return publish(built.db_path, tmp_path_factory.mktemp("taken"), ENTRIES, with_text=True)


def test_a_letter_taken_down_is_gone_from_every_table(taken: PublishReport) -> None:
    for name, table in published_tables(with_text=True).items():
        if "letter_id" in {c.name for c in table.columns}:
            assert "m:1" not in ids(taken, name, "letter_id"), name
    assert ids(taken, "claims", "claim_id") == ["kept"]


def test_a_document_taken_down_leaves_no_address(taken: PublishReport) -> None:
    assert not any("http://a.example/d" in text for _, text in texts(taken))


def test_a_takedown_that_matches_nothing_is_reported(taken: PublishReport) -> None:
    assert taken.takedowns_applied == ENTRIES[:2]
    assert taken.takedowns_unmatched == ENTRIES[2:]


def test_of_a_letter_whose_text_is_taken_down_the_figures_stay(built: World, target: Path) -> None:
    version = publish(built.db_path, target, [takedown("letter_id", "m:1", "text")], with_text=True)
    assert ask(version, "SELECT title, body, received_on FROM letters WHERE letter_id = 'm:1'") == [
        (None, None, dt.date(2024, 3, 4))
    ]
    assert ask(version, "SELECT quote, value FROM claims WHERE claim_id = 'rate'") == [(None, 85)]


def test_a_payload_taken_down_takes_what_is_read_from_it_and_stays_down_after_a_build(
    world: World, target: Path
) -> None:
    found = rows()
    digest = "d" * 64
    found["captures"] = [c | {"sha256": digest} if c["capture_id"] == "d" else c for c in found["captures"]]
    world.write(**found)
    world.build(sources=SOURCES)
    first = publish(world.db_path, target, [takedown("sha256", digest)])
    assert ids(first, "documents", "document_id") == []
    assert ids(first, "findings", "finding_id") == []
    assert "d" not in ids(first, "captures", "capture_id")
    world.build(sources=SOURCES)  # the same rows again: nothing new, and so the content is the same
    again = publish(world.db_path, target, [takedown("sha256", digest)])
    assert (again.version, again.is_new) == (first.version, False)
