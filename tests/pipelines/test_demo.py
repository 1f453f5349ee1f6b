"""The demo from an empty directory to the discrepancy table: two crawls of the demo site, with real requests."""

import io
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from pipelines.build import DATABASE
from pipelines.demo import DemoError, DemoReport, begin_anew, run_demo
from pipelines.language import Language
from pipelines.show_demo import show_beginning, show_demo
from scrapers.archive import Archive
from scrapers.demo_site import SOURCE_IDS
from scrapers.demo_site.letters import MAYORAL, edited_id, removed_id
from warehouse.query import session


@pytest.fixture(scope="module")
def said() -> list[str]:
    """What the demo said while it ran."""
    return []


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> DemoReport:
    return run_demo(tmp_path_factory.mktemp("demo"), said.append)


def ask(report: DemoReport, query: str) -> list[tuple[object, ...]]:
    with session(report.database) as asked:
        return asked.ask(query).rows


def test_both_visits_crawl_every_source_and_the_mailboxes_completely(report: DemoReport) -> None:
    first, second = report.crawls
    for outcomes in (first, second):
        assert sorted(o.source_id for o in outcomes) == sorted(SOURCE_IDS)
        assert all(o.complete for o in outcomes)
        # The column of 郧西 leads to one page that robots.txt disallows.
        assert {o.source_id: o.refused for o in outcomes if o.refused} == {"demo-yunxi": 1}
        assert sum(o.failed for o in outcomes) == 0
    seen = [
        {o.source_id: (o.listed_total, o.letters_seen) for o in outcomes if o.listed_total is not None}
        for outcomes in (first, second)
    ]
    assert [visit["demo-danfeng-county"] for visit in seen] == [(218, 218), (217, 217)]
    assert [visit["demo-shangluo-mayor"] for visit in seen] == [(MAYORAL, MAYORAL)] * 2


def test_edit_and_removal_between_the_visits_are_the_only_changes(report: DemoReport) -> None:
    assert {(change["change"], change["letter_id"]) for change in report.changes} == {
        ("reply_edited", f"demo-danfeng-county:{edited_id()}"),
        ("removed", f"demo-danfeng-county:{removed_id()}"),
    }


def test_warehouse_holds_synthetic_sources_only(report: DemoReport) -> None:
    assert ask(report, "SELECT count(*), bool_and(synthetic) FROM sources") == [(len(SOURCE_IDS), True)]
    assert report.rows["letters"] == 218 + MAYORAL
    assert report.rows["documents"] == 5


def test_the_pdf_of_a_page_is_its_child(report: DemoReport) -> None:
    query = (
        "SELECT p.media_type, c.media_type, a.title LIKE '%.pdf' FROM documents c"
        " JOIN documents p ON p.document_id = c.parent_document_id"
        " JOIN attachments a ON a.document_id = p.document_id AND a.attached_document_id = c.document_id"
    )
    assert ask(report, query) == [("text/html", "application/pdf", True)]


def test_every_page_is_read_or_put_aside_with_a_reason(report: DemoReport) -> None:
    assert ask(report, "SELECT count(*) FROM quarantine") == [(0,)]
    query = (
        "SELECT DISTINCT c.source_id, i.code FROM captures c JOIN issues i USING (capture_id)"
        " WHERE c.outcome = 'irrelevant' AND i.code IN ('cover_page', 'site_notice') ORDER BY ALL"
    )
    assert ask(report, query) == [("demo-yunxi", "site_notice")]


def test_what_was_refused_by_robots_txt_is_in_no_archive(report: DemoReport) -> None:
    urls = [capture.url for capture in Archive(report.data_dir).captures()]
    assert not any("/nbwj/" in url for url in urls)


def test_unchanged_pages_are_stored_once(report: DemoReport) -> None:
    captures = list(Archive(report.data_dir).captures())
    revisits = sum(capture.is_revisit for capture in captures)
    assert revisits > 0.4 * len(captures)


def test_claimed_rate_stands_against_what_is_printed_and_what_was_crawled(report: DemoReport) -> None:
    rows = {(row["stated_by"], row["public_basis"]): row for row in report.public_record}
    assert len(rows) == len(report.public_record)
    replies = {whose: row["public_replies"] for whose, row in rows.items()}
    # The counter of the page is one more than the answers that its letters hold, or than the county says.
    assert replies == {
        ("site_counter", "claim"): 218,
        ("site_counter", "crawl"): 217,
        ("government", "claim"): 217,
        ("government", "crawl"): 217,
    }
    county = rows["government", "claim"]
    assert (county["claimed"], county["received"], county["valid"]) == ("85%", 1711, 1412)
    assert (county["unpublished_needed"], county["verdict"]) == (984, "unverifiable")


def test_each_basis_is_a_finding_of_its_own(report: DemoReport) -> None:
    query = (
        "SELECT source_id, letter_id IS NULL, subject LIKE '%抓取所见', verdict, severity FROM findings"
        " WHERE check_id = 'V1' AND region_code = '611022' ORDER BY ALL"
    )
    counter, letter = "demo-danfeng-county", "demo-shangluo-mayor"
    assert ask(report, query) == [
        (counter, True, False, "consistent", 0),
        (counter, True, True, "consistent", 0),
        # On all letters, with the invalid ones not completed, 85 % is out of reach; the letter does not say which base.
        (letter, False, False, "inconsistent", 3),
        (letter, False, False, "unverifiable", 3),
        (letter, False, False, "unverifiable", 3),
        (letter, False, True, "unverifiable", 3),
    ]


def test_discrepancies_are_those_of_the_published_documents(report: DemoReport) -> None:
    regions = {row["region_code"] for row in report.discrepancies.rows}
    assert {"611022", "610324", "341824"} <= regions


def shown(report: DemoReport, language: Language) -> str:
    text = io.StringIO()
    out = Console(file=text, width=200, soft_wrap=True)
    show_beginning(out)
    show_demo(out, report, "some/bin/wenzheng", language)
    return text.getvalue()


def test_what_fails_on_purpose_is_said_before_the_first_result(report: DemoReport) -> None:
    refused = [o.source_id for outcomes in report.crawls for o in outcomes if o.refused]
    assert set(refused) == {"demo-yunxi"}
    outcomes = dict(ask(report, "SELECT outcome, count(*) FROM captures GROUP BY outcome"))
    assert outcomes["failed"] == 2
    assert "quarantined" not in outcomes
    text = shown(report, Language.ZH)
    for part in ("虚构", "2 failed", "1 irrelevant", "demo-yunxi"):
        assert text.index(part) < text.index("Between the two visits")


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (Language.ZH, ("公开答复", "未公开的至少", "页面计数", "公开答复有 218 和 217")),
        (
            Language.EN,
            ("public replies", "not public, at least", "the page's counter", "There are 218 and 217 public replies"),
        ),
    ],
)
def test_the_claimed_rate_is_a_table_in_words(report: DemoReport, language: Language, parts: tuple[str, ...]) -> None:
    text = shown(report, language)
    for part in (*parts, "12.7%", "15.4%", "984"):
        assert part in text
    assert f"some/bin/wenzheng --data-dir {report.data_dir} discrepancies --lang {language}\n" in text


def test_claims_that_agree_stand_apart_and_every_heading_has_a_name(report: DemoReport) -> None:
    text = shown(report, Language.EN)
    assert report.discrepancies.headlines
    apart = text.index("Claims that agree with the public record")
    assert text.index("The public record cannot verify it.") < apart < text.index("its own counter completed reads 218")
    assert "demo-danfeng-county  丹凤县县长信箱" in text


def test_demo_says_what_is_synthetic_and_where_everything_lies(report: DemoReport, said: list[str]) -> None:
    text = shown(report, Language.ZH)
    for part in (
        "synthetic",
        "虚构",
        str(report.data_dir),
        DATABASE,
        str(report.published.page),
        edited_id(),
        removed_id(),
    ):
        assert part in text
    assert any("127.0.0.1" in line for line in said)
    assert sum(line.strip().startswith("demo-") for line in said) == 2 * len(SOURCE_IDS)


def test_demo_publishes_what_it_built_under_a_banner_and_without_text(report: DemoReport) -> None:
    published = report.published
    assert published.synthetic
    assert not any(published.withheld.values())
    assert (report.data_dir / "published" / "current").resolve() == published.path
    page = published.page.read_text(encoding="utf-8")
    assert page.index("SYNTHETIC") < page.index("出入不等于造假") < page.index("984")
    with duckdb.connect(str(published.path / DATABASE), read_only=True) as con:
        columns = {row[0] for row in con.execute("DESCRIBE letters").fetchall()}
    assert not {"title", "body"} & columns


def test_demo_begins_anew_where_an_earlier_one_ran(tmp_path: Path) -> None:
    for name in ("archive/demo-jixi", "lake/demo-jixi", "frontier", "sources", "published/versions", "kept"):
        (tmp_path / name).mkdir(parents=True)
    duckdb.connect(str(tmp_path / DATABASE)).close()
    begin_anew(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize("room", ["archive", "lake"])
def test_demo_refuses_a_directory_with_real_data_and_leaves_it_alone(tmp_path: Path, room: str) -> None:
    folder = tmp_path / room / "shangluo-mayor"
    folder.mkdir(parents=True)
    (folder / "20260105T090000-ingest-00001.warc.gz").write_bytes(b"kept")
    with pytest.raises(DemoError, match="holds data of shangluo-mayor"):
        begin_anew(tmp_path)
    assert list(folder.iterdir())


def test_demo_refuses_a_directory_with_another_warehouse(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"another")
    with pytest.raises(DemoError, match="another warehouse"):
        begin_anew(tmp_path)
    assert (tmp_path / DATABASE).exists()
