"""Two and more crawls of one mailbox: what was edited, removed, withheld and restored, and when it was seen."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.build import build_warehouse
from pipelines.fill import FillReport, fill
from pipelines.parse import Lookups
from scrapers.registry import Registry
from tests.pipelines.mailbox import LIST, LOOKUPS, REPLY, SOURCE, crawl, letter, listing, page_of

INTERIM = "<p>您好，您反映的问题我们正在核实，请关注后续回复。</p>"


def built(data_dir: Path) -> tuple[FillReport, duckdb.DuckDBPyConnection]:
    report = fill(data_dir, lookups=LOOKUPS)
    return report, duckdb.connect(str(build_warehouse(data_dir, LOOKUPS.registry).path), read_only=True)


def ask(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> tuple[FillReport, duckdb.DuckDBPyConnection]:
    """Letters 1 to 6. 1 unchanged, 2 edited, 3 removed and restored, 4 withheld (listed without a link), 5 answers
    404, 6 listed and never opened.
    """
    data_dir = tmp_path_factory.mktemp("history")
    pages = [(page_of(n), 200, letter(n)) for n in (1, 2, 3)]
    pages += [(page_of(4), 200, letter(4, INTERIM)), (page_of(5), 200, letter(5))]
    crawl(data_dir, 1, [(LIST, 200, listing([1, 2, 3, 4, 5, 6])), *pages])
    crawl(
        data_dir,
        2,
        [
            (LIST, 200, listing([1, 2, 5, 6], hidden="第4封信")),
            (page_of(1), 200, letter(1)),
            (page_of(2), 200, letter(2, REPLY.replace("修好", "换新"))),
            (page_of(5), 404, b"<html><body>404 Not Found</body></html>"),
        ],
    )
    # Neither an incomplete crawl nor one of the news only says what is gone.
    crawl(data_dir, 3, [(LIST, 200, listing([1]))], complete=False)
    crawl(data_dir, 4, [(LIST, 200, listing([2]))], mode="incremental")
    # The first list again, found unchanged: everything is there but for the page of letter 5.
    again = [(LIST, 200, listing([1, 2, 3, 4, 5, 6])), (page_of(3), 200, letter(3)), (page_of(5), 404, b"<p>gone</p>")]
    crawl(data_dir, 5, again)
    crawl(data_dir, 6, [(LIST, 200, listing([1, 2, 3, 4]))])
    return built(data_dir)


def test_every_capture_has_one_outcome(history):
    report, con = history
    assert sum(report.outcomes.values()) == ask(con, "SELECT count(*) FROM captures")[0][0] == 16
    assert dict(report.outcomes) == {"parsed": 11, "unchanged": 3, "failed": 2}
    assert {name for name, _ in report.failures} == {page_of(5)}
    assert ask(con, "SELECT DISTINCT code FROM issues WHERE code = 'http_status'") == [("http_status",)]


def test_another_description_of_a_source_is_another_parser(tmp_path: Path) -> None:
    """Also where it is not one of the bundled ones, as the descriptions of the demo are not."""
    crawl(tmp_path, 1, [(LIST, 200, listing([1])), (page_of(1), 200, letter(1))])
    assert fill(tmp_path, lookups=LOOKUPS).crawls == 1
    assert fill(tmp_path, lookups=LOOKUPS).already_there == 1
    other = SOURCE.model_copy(update={"channel": "mayor_mailbox"})
    changed = Lookups(LOOKUPS.regions, Registry(LOOKUPS.registry.sources | {other.id: other}))
    assert fill(tmp_path, lookups=changed).crawls == 1
    with duckdb.connect(str(build_warehouse(tmp_path, changed.registry).path), read_only=True) as con:
        assert ask(con, "SELECT channel FROM letters") == [("mayor_mailbox",)]


def test_removed_and_restored_are_versions(history):
    _, con = history
    query = (
        "SELECT split_part(letter_id, ':', 2) AS n, change, day(seen_at) FROM letter_versions ORDER BY n, version_no"
    )
    assert ask(con, query) == [
        ("1", "new", 1),
        ("2", "new", 1),
        ("2", "reply_edited", 2),
        ("3", "new", 1),
        ("3", "removed", 2),
        ("3", "restored", 5),
        ("4", "new", 1),
        ("5", "new", 1),
        ("5", "removed", 2),
    ]


def test_removed_at_and_last_seen(history):
    _, con = history
    query = "SELECT split_part(letter_id, ':', 2) AS n, day(removed_at), day(last_seen_at) FROM letters ORDER BY n"
    assert ask(con, query) == [("1", None, 6), ("2", None, 6), ("3", None, 6), ("4", None, 6), ("5", 2, 5)]


def test_letters_that_were_never_opened_are_known_from_sightings(history):
    _, con = history
    query = (
        "SELECT DISTINCT title FROM sightings WHERE letter_id IS NOT NULL"
        " AND letter_id NOT IN (SELECT letter_id FROM letters)"
    )
    assert ask(con, query) == [("第6封信",)]
    assert ask(con, "SELECT count(*) FROM sightings WHERE letter_id IS NULL") == [(1,)]


def test_an_unchanged_list_page_is_seen_and_read_again(history):
    _, con = history
    query = "SELECT day(read_at), count(*) FROM counter_readings GROUP BY 1 ORDER BY 1"
    assert ask(con, query) == [(day, 3) for day in (1, 2, 3, 4, 5, 6)]
    assert ask(con, "SELECT count(*) FROM sightings WHERE day(seen_at) = 5") == [(6,)]


def test_counters_are_claims_of_the_site(history):
    _, con = history
    query = (
        "SELECT label, metric, value::INT, region_code, channel, as_of::VARCHAR FROM claims"
        " WHERE origin = 'counter' AND stated_by = 'site_counter' AND as_of = DATE '2026-01-01' ORDER BY locator"
    )
    assert ask(con, query) == [
        ("提案数", "received", 20, "611022", "county_mailbox", "2026-01-01"),
        ("办结数", "completed", 3, "611022", "county_mailbox", "2026-01-01"),
        ("办结率", "completion_rate", 15, "611022", "county_mailbox", "2026-01-01"),
    ]


def test_the_counter_is_held_against_itself_and_against_the_letters_seen(history):
    _, con = history
    query = (
        "SELECT public_basis, public_replies, received, round(rate_received, 3), verdict FROM claim_vs_public"
        " ORDER BY public_basis"
    )
    assert ask(con, query) == [("claim", 3, 20, 0.15, "consistent"), ("crawl", 4, 20, 0.2, "inconsistent")]
    statement = ask(con, "SELECT statement_zh, statement_en FROM claim_vs_public WHERE public_basis = 'crawl'")[0]
    assert "未公开不等于未办理" in statement[0]
    assert "Not published does not mean not handled" in statement[1]
    query = (
        "SELECT subject, verdict, severity, recomputed, len(claim_ids) FROM findings WHERE check_id = 'V1' ORDER BY ALL"
    )
    findings = ask(con, query)
    assert findings == [
        ("县长信箱办结率15%，公开记录为抓取所见", "inconsistent", 3, "[20.0000%, 100.0000%]", 1),
        ("县长信箱办结率15%，公开记录为栏目计数", "consistent", 0, "[15.0000%, 100.0000%]", 2),
    ]
    query = "SELECT count(*) FROM findings f JOIN claim_vs_public v ON f.statement_zh = v.statement_zh"
    assert ask(con, query) == [(2,)]
