"""What ``build --as-of`` makes is what a build on that day would have made."""

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from pipelines.build import DATABASE, build_past, build_warehouse
from pipelines.fill import fill
from scrapers.archive import Archive
from scrapers.warc import HttpHead
from tests.pipelines.mailbox import LIST, LOOKUPS, REPLY, SOURCE, crawl, letter, listing, page_of
from tests.pipelines.test_cli import wenzheng
from tests.twins import TWINS
from warehouse import schema
from warehouse.build import BuildError

# What tells one build, or one writing of the same archive, from another.
_OWN = {
    "findings": " EXCLUDE (first_seen_build)",
    "discrepancies": " EXCLUDE (first_seen_build)",
    "captures": " EXCLUDE (warc_offset)",
}
LATE = dt.datetime(2026, 1, 3, 23, 59, 58, tzinfo=ZoneInfo("Asia/Shanghai"))


def two_days(data_dir: Path) -> None:
    """On day 1 three letters; on day 2 one is edited, one is gone, one is new, and the counters differ."""
    crawl(data_dir, 1, [(LIST, 200, listing([1, 2, 3])), *((page_of(n), 200, letter(n)) for n in (1, 2, 3))])
    edited = letter(2, REPLY.replace("修好", "换新"))
    later = listing([1, 2, 4], counters="提案数：30 办结数：4 办结率：13%")
    crawl(
        data_dir,
        2,
        [(LIST, 200, later), (page_of(1), 200, letter(1)), (page_of(2), 200, edited), (page_of(4), 200, letter(4))],
    )


def over_midnight(data_dir: Path, *, until_midnight: bool) -> None:
    """A crawl that begins two seconds before the end of day 3; on that day it is an interrupted one."""
    pages = [(LIST, listing([4])), (page_of(4), letter(4)), (page_of(5), letter(5)), (page_of(6), letter(6))]
    with Archive(data_dir).open_crawl(SOURCE.id, "full", LATE) as writer:
        for second, (url, body) in enumerate(pages[:2] if until_midnight else pages):
            head = HttpHead(200, "OK", (("Content-Type", "text/html"),))
            writer.write_response(url, head, body, at=LATE + dt.timedelta(seconds=second), media_type="text/html")
        if not until_midnight:
            writer.finish(LATE + dt.timedelta(minutes=5), complete=True, stop_reason="finished", counts={"failed": 0})


def rows_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in a file, sorted."""
    found = {}
    with duckdb.connect(str(path), read_only=True) as con:
        for name in schema.tables().keys() - {"builds"}:
            left_out = _OWN.get(name, "")
            found[name] = sorted(con.execute(f"SELECT *{left_out} FROM {name}").fetchall(), key=repr)
    return found


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that holds all three crawls."""
    data_dir = tmp_path_factory.mktemp("everything")
    two_days(data_dir)
    over_midnight(data_dir, until_midnight=False)
    fill(data_dir, lookups=LOOKUPS)
    return data_dir


@pytest.mark.parametrize("day", [2, 3])
def test_a_build_of_the_past_equals_the_build_of_that_day(everything: Path, tmp_path: Path, day: int) -> None:
    two_days(tmp_path)
    if day == 3:
        over_midnight(tmp_path, until_midnight=True)
    fill(tmp_path, lookups=LOOKUPS)
    on_that_day = build_warehouse(tmp_path, LOOKUPS.registry)
    past = build_past(everything, LOOKUPS.registry, dt.date(2026, 1, day), tmp_path / "past.duckdb")
    expected = rows_of(on_that_day.path)
    assert rows_of(past.path) == expected
    changes = [change for _, _, _, change, *_ in expected["letter_versions"]]
    assert sorted(changes) == ["new"] * 4 + ["removed", "reply_edited"]


def test_the_first_day_knows_neither_edit_nor_removal(everything: Path, tmp_path: Path) -> None:
    past = build_past(everything, LOOKUPS.registry, dt.date(2026, 1, 1), tmp_path / "past.duckdb")
    with duckdb.connect(str(past.path), read_only=True) as con:
        assert con.execute("SELECT DISTINCT change FROM letter_versions").fetchall() == [("new",)]
        assert con.execute("SELECT count(*), count(removed_at) FROM letters").fetchall() == [(3, 0)]
        assert con.execute("SELECT value::INT FROM counter_readings WHERE label = '提案数'").fetchall() == [(20,)]
        assert con.execute("SELECT as_of FROM builds").fetchall() == [(dt.date(2026, 1, 1),)]


def test_the_live_file_and_files_that_are_there_are_left_alone(everything: Path, tmp_path: Path) -> None:
    day = dt.date(2026, 1, 2)
    with pytest.raises(BuildError, match="is the live warehouse"):
        build_past(everything, LOOKUPS.registry, day, everything / "lake" / ".." / DATABASE)
    there = tmp_path / "there.duckdb"
    there.write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError, match="is there already"):
        build_past(everything, LOOKUPS.registry, day, there)
    assert there.read_text(encoding="utf-8") == "mine"


def test_the_command(tmp_path: Path) -> None:
    data, past = tmp_path / "data", tmp_path / "past.duckdb"
    assert wenzheng("ingest", TWINS / "danfeng.md", data=data).returncode == 0
    today = dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()
    built = wenzheng("build", "--as-of", today, "--out", past, data=data)
    assert (built.returncode, built.stderr) == (0, "")
    assert f"As of the end of {today}" in built.stdout
    assert "today's parser" in built.stdout
    assert past.exists()
    assert not (data / DATABASE).exists()
    for args in (["--as-of", today], ["--out", past], ["--as-of", "yesterday", "--out", past]):
        assert wenzheng("build", *args, data=data).returncode == 2
    early = wenzheng("build", "--as-of", "2020-01-01", "--out", tmp_path / "early.duckdb", data=data)
    assert (early.returncode, len(early.stderr.strip().splitlines())) == (2, 1)
    assert f"the first page or file was stored on {today}" in early.stderr
