"""What was known at the end of a day, and nothing that came later."""

import datetime as dt
from typing import Any

import duckdb
import pytest

from tests.warehouse.world import World, at, capture, document, letter, row
from warehouse import schema
from warehouse.build import BuildError
from warehouse.known import known

DAY = dt.date(2024, 5, 1)  # world.NOON is noon of this day in China


def crawl(crawl_id: str, start: dt.datetime, end: dt.datetime | None, **values: object) -> dict[str, Any]:
    given: dict[str, Any] = {"mode": "full", "complete": end is not None, "stop_reason": end and "finished"}
    if end is not None:
        given |= {"listed_total": 9, "letters_seen": 9, "letters_fetched": 8, "failed": 2, "refused": 1}
    given |= values
    return row("crawls", crawl_id=crawl_id, source_id="shangluo-mayor", started_at=start, finished_at=end, **given)


def on(day: dt.date | None, table: str, columns: str, **tables: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Some columns of what is known of a table of a lake that holds ``tables``."""
    with duckdb.connect() as con:
        for scratch in ("files", "lake"):
            con.execute(f"ATTACH ':memory:' AS {scratch}")
        names = dict.fromkeys(("crawls", "captures", "letters", "documents", "sightings", table))
        for name in names:
            described = schema.tables()[name]
            con.register("incoming", schema.arrow_table(described, described.lake_columns, tables.get(name, [])))
            con.execute(f"CREATE TABLE files.{name} AS SELECT * FROM incoming")
        for name in names:
            con.execute(f"CREATE VIEW lake.{name} AS {known(name, day)}")
        return con.execute(f"SELECT {columns} FROM lake.{table} ORDER BY ALL").fetchall()


def test_a_day_ends_at_midnight_in_china() -> None:
    last = dt.datetime(2024, 5, 1, 15, 59, 59, tzinfo=dt.UTC)
    rows = {
        "crawls": [crawl("c1", at(0), None)],
        "captures": [capture("a", fetched_at=last), capture("b", fetched_at=last + dt.timedelta(seconds=1))],
    }
    assert on(DAY, "captures", "capture_id", **rows) == [("a",)]
    assert on(dt.date.max, "captures", "count(*)", **rows) == on(None, "captures", "count(*)", **rows) == [(2,)]


def test_what_was_ingested_later_was_not_known() -> None:
    """An archive of somebody else's pages holds captures older than the day on which it came here."""
    rows = {
        "crawls": [crawl("c1", at(0), at(0)), crawl("c2", at(5), at(5), mode="ingest")],
        "captures": [capture("a"), capture("old", crawl_id="c2", fetched_at=at(-900))],
        "letters": [letter("l1", "a"), letter("l2", "old", seen_at=at(-900))],
    }
    assert on(DAY, "letters", "letter_id", **rows) == [("l1",)]
    assert on(DAY + dt.timedelta(days=5), "letters", "letter_id", **rows) == [("l1",), ("l2",)]


@pytest.mark.parametrize("end", [at(1), None])
def test_a_crawl_that_had_not_ended_is_an_interrupted_one(end: dt.datetime | None) -> None:
    rows = {
        "crawls": [crawl("c1", at(0), end), crawl("c9", at(1), at(1))],
        "captures": [capture("a"), capture("b", fetched_at=at(1))],
        "letters": [letter("l1", "a"), letter("l2", "b", seen_at=at(1))],
    }
    columns = (
        "crawl_id, finished_at IS NULL, complete, stop_reason, listed_total, letters_seen, letters_fetched, failed,"
        " refused"
    )
    assert on(DAY, "crawls", columns, **rows) == [("c1", True, False, "interrupted", None, None, 1, 0, 0)]


def test_a_crawl_that_had_ended_is_as_it_said() -> None:
    rows = {"crawls": [crawl("c1", at(0), at(0))], "captures": [capture("a")], "letters": [letter("l1", "a")]}
    assert on(DAY, "crawls", "* EXCLUDE (source_id)", **rows) == on(None, "crawls", "* EXCLUDE (source_id)", **rows)


def test_the_current_version_of_a_document_is_that_of_the_day(world: World) -> None:
    for day in (0, 3):
        world.write(
            crawl_id=f"c{day}",
            crawls=[crawl(f"c{day}", at(day), at(day))],
            captures=[capture(f"p{day}", crawl_id=f"c{day}", fetched_at=at(day))],
            documents=[document("d", f"p{day}", seen_at=at(day), title=f"第{day}稿")],
        )
    query = "SELECT version_no, is_current, title FROM documents ORDER BY version_no"
    world.build()
    assert world.ask(query) == [(1, False, "第0稿"), (2, True, "第3稿")]
    with duckdb.connect(str(world.db_path)) as con:  # as a file of an earlier version of this software is
        con.execute("ALTER TABLE builds DROP as_of")
    report = world.build(as_of=DAY)
    assert "As of the end of 2024-05-01 (Asia/Shanghai): 1 of 2 captures" in report.notes[0]
    assert world.ask(query) == [(1, True, "第0稿")]
    assert world.ask("SELECT as_of FROM builds ORDER BY built_at") == [(None,), (DAY,)]


def test_a_moment_of_a_day_cuts_that_day() -> None:
    moment = at(0) + dt.timedelta(minutes=30)
    rows = {
        "crawls": [crawl("c1", at(0), at(0))],
        "captures": [capture("a"), capture("b", fetched_at=moment)],
        "letters": [letter("l1", "a"), letter("l2", "b", seen_at=moment)],
    }
    assert on(DAY, "captures", "capture_id", **rows) == [("a",), ("b",)]
    assert on(moment, "captures", "capture_id", **rows) == [("a",)]
    assert on(moment, "letters", "letter_id", **rows) == [("l1",)]


def test_a_time_before_everything_is_refused(world: World) -> None:
    world.write(crawls=[crawl("c1", at(0), at(0))], captures=[capture("a")])
    with pytest.raises(BuildError, match=r"nothing was known at the end of 2024-04-30: .* was stored on 2024-05-01"):
        world.build(as_of=DAY - dt.timedelta(days=1))
    assert not world.db_path.exists()
