"""Archive to lake to warehouse, with the twins: counts, identity, the golden numbers by SQL, history."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

import pipelines
from pipelines import fill as fill_module
from pipelines.build import DATABASE, build_warehouse
from pipelines.fill import FillReport, fill
from scrapers.archive import Archive
from scrapers.ingest import ingest
from scrapers.registry import load_sources
from scrapers.warc import HttpHead
from tests.pipelines import mailbox
from tests.pipelines.conftest import NOW
from tests.twins import TWINS
from warehouse import lake

Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def ask(warehouse: Path) -> Iterator[Ask]:
    with duckdb.connect(str(warehouse / DATABASE), read_only=True) as connection:
        yield lambda query, *parameters: connection.execute(query, list(parameters)).fetchall()


def test_every_capture_has_one_outcome_and_the_rest_is_quarantined(filled: tuple[Path, FillReport], ask: Ask) -> None:
    _, report = filled
    assert dict(report.outcomes) == {"parsed": 5, "quarantined": 1}
    assert [name for name, _ in report.refusals] == ["note.txt"]
    assert ask("SELECT outcome, count(*) FROM captures GROUP BY 1 ORDER BY 1") == [("parsed", 5), ("quarantined", 1)]
    assert ask("SELECT code FROM quarantine") == [("another_kind",)]


def test_a_second_run_parses_nothing(filled: tuple[Path, FillReport]) -> None:
    data_dir, first = filled
    again = fill(data_dir)
    assert (again.crawls, again.already_there) == (0, first.crawls)


def test_danfeng_against_its_public_record(ask: Ask) -> None:
    query = (
        "SELECT region_code, claimed_low, round(rate_received, 3), round(rate_valid, 3), needed_completed,"
        " unpublished_needed, public_replies, received, valid, verdict FROM claim_vs_public"
    )
    assert ask(query) == [("611022", 0.85, 0.127, 0.154, 1201, 984, 217, 1711, 1412, "unverifiable")]


def test_transfer_notice_and_answer_are_two_clocks(ask: Ask) -> None:
    query = (
        "SELECT first_response_days, first_response_workdays, substantive_days, substantive_workdays, transfer_on,"
        " signed_on FROM response_times WHERE letter_id = 'shangluo-mayor:6689'"
    )
    assert ask(query) == [(1, 1, 6, 4, date(2020, 12, 10), date(2020, 12, 15))]


@pytest.mark.parametrize(
    ("where", "total"),
    [
        ("region_code = '610324' AND channel = 'hotline_12345' AND metric = 'due'", 1118),
        ("region_code = '420322' AND metric = 'received' AND period_start = DATE '2020-07-01'", 109),
        ("region_code = '420322' AND metric = 'completed'", 109),
        ("region_code = '341824' AND channel = 'hotline_12345' AND metric = 'received'", 262),
    ],
)
def test_stated_figures_count_nothing_twice(ask: Ask, where: str, total: int) -> None:
    assert ask(f"SELECT sum(value) FROM stated_figures WHERE {where}") == [(Decimal(total),)]


def test_zero_rows_are_zero_without_a_rate(ask: Ask) -> None:
    query = (
        "SELECT agency, metric, value FROM claims WHERE region_code = '420322' AND origin = 'table'"
        " AND agency IN ('关防乡', '三官洞林区') ORDER BY ALL"
    )
    zero = Decimal(0)
    assert ask(query) == [
        ("三官洞林区", "completed", zero),
        ("三官洞林区", "received", zero),
        ("关防乡", "completed", zero),
        ("关防乡", "received", zero),
    ]


def test_publication_lag_of_yunxi(ask: Ask) -> None:
    query = "SELECT lag_days, lag_workdays FROM publication_lag WHERE published_on IS NOT NULL"
    assert ask(query) == [(196, 132)]


def test_the_formula_of_the_on_time_rate(ask: Ask) -> None:
    query = (
        "SELECT rows_fitting, rows_tested, region_code, channel, outliers FROM formula_fits"
        " WHERE table_no = 1 AND chosen"
    )
    assert (37, 38, "610324", "hotline_12345", ["县人社局"]) in ask(query)


def test_whole_numbers_that_rates_force(ask: Ask) -> None:
    query = "SELECT i.low, i.high FROM implied_counts i JOIN claims c USING (claim_id) WHERE c.printed = $1"
    assert (3772, 3772) in ask(query, "99.73%")
    assert (367, 367) in ask(query, "99.5%")


def test_findings_name_claims_that_exist(ask: Ask) -> None:
    named = "(SELECT unnest(claim_ids) AS claim_id FROM findings)"
    query = f"SELECT count(*) FROM {named} ANTI JOIN claims USING (claim_id)"
    assert ask(query) == [(0,)]
    assert ask("SELECT count(*) FROM findings WHERE len(claim_ids) > 0")[0][0] > 100


def test_local_files_are_private_and_carry_no_path(ask: Ask, warehouse: Path) -> None:
    assert ask("SELECT DISTINCT visibility FROM captures") == [("private",)]
    assert ask("SELECT count(*) FROM captures WHERE file_name LIKE '%/%' OR url NOT LIKE 'urn:sha256:%'") == [(0,)]


def test_one_letter_from_two_files_is_one_letter(warehouse: Path, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(warehouse, data_dir)
    letter = (TWINS / "danfeng.md").read_text(encoding="utf-8")
    more = tmp_path / "again.md"
    more.write_text(letter.replace("|", " | "), encoding="utf-8")  # other bytes, the same letter
    ingest([more], data_dir, load_sources(), now=NOW.replace(day=6))
    fill(data_dir)
    build_warehouse(data_dir, load_sources())
    with duckdb.connect(str(data_dir / DATABASE), read_only=True) as con:
        tables = ("letters", "letter_versions", "replies")
        counts = [con.execute(f"SELECT count(*) FROM {t}").fetchall() for t in tables]
        assert counts == [[(1,)], [(1,)], [(2,)]]
        assert con.execute("SELECT count(*) FROM claims WHERE letter_id IS NOT NULL").fetchall() == [(13,)]
        assert con.execute("SELECT count(*) FROM builds").fetchall() == [(2,)]


def test_the_warehouse_is_derived_and_can_be_made_again(warehouse: Path, tmp_path: Path, ask: Ask) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(warehouse / "archive", data_dir / "archive")
    fill(data_dir)
    report = build_warehouse(data_dir, load_sources())
    assert len(lake.crawls(data_dir / "lake")) == 2
    with duckdb.connect(str(report.path), read_only=True) as con:
        query = "SELECT finding_id, verdict FROM findings ORDER BY ALL"
        assert con.execute(query).fetchall() == ask(query)


def test_a_crawl_that_was_still_running_is_read_again_when_it_has_grown(tmp_path: Path) -> None:
    at = dt.datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    head = HttpHead(200, "OK", (("Content-Type", "text/html"),))
    with Archive(tmp_path).open_crawl(mailbox.SOURCE.id, "full", at) as writer:
        writer.write_response(mailbox.page_of(1), head, mailbox.letter(1), at=at, media_type="text/html")
        assert fill(tmp_path, lookups=mailbox.LOOKUPS).outcomes == {"parsed": 1}
        assert crawls_in(tmp_path) == [("interrupted", None, 1)]
        writer.write_response(mailbox.page_of(2), head, mailbox.letter(2), at=at, media_type="text/html")
        writer.finish(at, complete=True, stop_reason="finished")
    assert fill(tmp_path, lookups=mailbox.LOOKUPS).outcomes == {"parsed": 2}
    (crawl,) = lake.crawls(tmp_path / "lake")
    assert crawl.manifest["counts"]["letters"] == 2
    assert fill(tmp_path, lookups=mailbox.LOOKUPS).already_there == 1


def crawls_in(data_dir: Path) -> list[tuple[Any, ...]]:
    """Why each crawl of the lake ended, and the letters that it saw and fetched."""
    files = str(data_dir / "lake" / "*" / "*" / "crawls.parquet")
    query = "SELECT stop_reason, letters_seen, letters_fetched FROM read_parquet(?) ORDER BY crawl_id"
    return duckdb.execute(query, [files]).fetchall()


def test_a_crawl_that_was_killed_is_counted_in_the_archive(tmp_path: Path) -> None:
    head = HttpHead(200, "OK", (("Content-Type", "text/html"),))
    for day in (5, 6):
        at = dt.datetime(2026, 1, day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
        with Archive(tmp_path).open_crawl(mailbox.SOURCE.id, "full", at) as writer:
            pages = [(mailbox.LIST, mailbox.listing([1, 2, 3])), (mailbox.page_of(1), mailbox.letter(1))]
            for url, body in pages:
                writer.write_response(url, head, body, at=at, media_type="text/html")
    fill(tmp_path, lookups=mailbox.LOOKUPS)
    # The second one got the same bytes again: its list was not read, its letter is known by its address.
    assert crawls_in(tmp_path) == [("interrupted", 3, 1), ("interrupted", None, 1)]


def test_a_page_that_says_again_what_it_said_before_another_text_is_read_again(tmp_path: Path) -> None:
    other = mailbox.letter(1, mailbox.REPLY.replace("修好", "更换"))
    for day, page in enumerate((mailbox.letter(1), other, mailbox.letter(1), mailbox.letter(1)), 5):
        mailbox.crawl(tmp_path, day, [(mailbox.page_of(1), 200, page)])
    assert fill(tmp_path, lookups=mailbox.LOOKUPS).outcomes == {"parsed": 3, "unchanged": 1}
    report = build_warehouse(tmp_path, mailbox.LOOKUPS.registry)
    with duckdb.connect(str(report.path), read_only=True) as con:
        assert con.execute("SELECT change FROM letter_versions ORDER BY version_no").fetchall() == [
            ("new",),
            ("reply_edited",),
            ("reply_edited",),
        ]
        assert con.execute("SELECT body FROM replies WHERE body LIKE '%修好%'").fetchall() != []


@pytest.mark.parametrize(
    "before",
    [(mailbox.page_of(1), 500, mailbox.letter(1)), (mailbox.page_of(2), 200, mailbox.letter(1))],
    ids=["an error", "another address"],
)
def test_equal_bytes_that_were_no_answer_before_are_read(tmp_path: Path, before: tuple[str, int, bytes]) -> None:
    mailbox.crawl(tmp_path, 5, [before])
    answer = (mailbox.page_of(1), 200, mailbox.letter(1))
    for day, outcome in ((6, "parsed"), (7, "unchanged")):
        crawl_id = mailbox.crawl(tmp_path, day, [answer])
        fill(tmp_path, lookups=mailbox.LOOKUPS)
        files = str(tmp_path / "lake" / "*" / crawl_id / "captures.parquet")
        assert duckdb.execute("SELECT outcome FROM read_parquet(?)", [files]).fetchall() == [(outcome,)]
    letters = str(tmp_path / "lake" / "*" / "*" / "letters.parquet")
    found = duckdb.execute("SELECT external_id FROM read_parquet(?) ORDER BY ALL", [letters]).fetchall()
    assert ("1",) in found


def test_some_sources_can_be_parsed_without_the_others(warehouse: Path, tmp_path: Path) -> None:
    shutil.copytree(warehouse / "archive", tmp_path / "archive")
    assert fill(tmp_path, source_ids=["shangluo-mayor"]).outcomes == {"parsed": 1}
    assert {crawl.source_id for crawl in lake.crawls(tmp_path / "lake")} == {"shangluo-mayor"}


def test_what_only_shows_or_starts_things_is_no_part_of_the_parser() -> None:
    root = Path(pipelines.__file__).parent
    assert [name for name in fill_module._NOT_READING if not (root.parent / name).exists()] == []
    read = {path for path, _ in fill_module._files_of(files("pipelines"), (".py",), "pipelines")}
    assert {"pipelines/parse.py", "pipelines/lake_rows.py", "pipelines/audit/record/bounds.py"} <= read
    assert not any(path.startswith("pipelines/assets/") or path == "pipelines/cli.py" for path in read)
