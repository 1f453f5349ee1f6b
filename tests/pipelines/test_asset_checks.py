"""Checks of the built file: each passes on a file that is in order, and fails with rows that show why it does not."""

import shutil
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines.asset_checks import Outcome, asset_checks, checks, run
from pipelines.assets.workplace import Workplace
from pipelines.build import DATABASE
from pipelines.fill import fill
from scrapers.ingest import ingest
from warehouse import schema
from warehouse.query import QueryError

# The calendar ends with the year after which nobody has announced a new one: what is built late in it is warned of.
IN_JANUARY = "UPDATE builds SET built_at = TIMESTAMPTZ '2026-01-05 09:00:00+08'"
THIRTY = """
    INSERT INTO captures BY NAME
    SELECT c.* REPLACE ('x' || i AS capture_id, {outcome} AS outcome) FROM (FROM captures LIMIT 1) c, range(30) t(i)
"""
CRAWL = """
    INSERT INTO crawls BY NAME
    SELECT * FROM (VALUES
        ('first', TIMESTAMPTZ '2026-01-01 09:00+08', 100, true),
        ('second', TIMESTAMPTZ '2026-01-08 09:00+08', {seen}, {done})
    ) v(crawl_id, started_at, letters_seen, complete),
    (SELECT 'shangluo-mayor' AS source_id, 'full' AS mode, TIMESTAMPTZ '2026-01-09 09:00+08' AS finished_at)
"""


@pytest.fixture
def data_dir(warehouse: Path, tmp_path: Path) -> Path:
    """A data directory of its own, with archive, lake and warehouse."""
    for name in ("archive", "lake"):
        shutil.copytree(warehouse / name, tmp_path / name)
    shutil.copy(warehouse / DATABASE, tmp_path / DATABASE)
    return tmp_path


def change(data_dir: Path, *statements: str) -> None:
    with duckdb.connect(str(data_dir / DATABASE)) as con:
        for statement in statements:
            con.execute(statement)


def outcome(data_dir: Path, key: str) -> Outcome:
    (check,) = [check for check in checks() if check.key.to_user_string() == key]
    (found,) = run(Workplace.at(data_dir), [check])
    return found


def test_all_pass_on_a_file_that_is_in_order(data_dir: Path) -> None:
    change(data_dir, IN_JANUARY)
    outcomes = list(run(Workplace.at(data_dir)))
    assert [o.check.key.to_user_string() for o in outcomes if not o.passed] == []
    assert len(outcomes) == len({o.check.key for o in outcomes})


def test_every_rule_of_the_description_is_in_a_check() -> None:
    checked = {check.key.to_user_string() for check in checks()}
    for name, table in schema.tables().items():
        if table.key or any(column.required for column in table.columns):
            assert f"{name}:keys" in checked
        if any(column.codes or column.references for column in table.columns):
            assert f"{name}:references" in checked


@pytest.mark.parametrize(
    ("key", "statement", "severity", "shown"),
    [
        ("captures:keys", "INSERT INTO captures FROM captures LIMIT 1", "ERROR", "n 2"),
        ("letters:keys", "UPDATE letters SET source_id = NULL", "ERROR", "null_columns source_id"),
        ("letters:references", "UPDATE letters SET status = 'lost'", "ERROR", "status lost"),
        ("replies:references", "UPDATE replies SET letter_id = 'nobody'", "ERROR", "letter_id nobody"),
        ("discrepancies:keys", "INSERT INTO findings FROM findings WHERE check_id = 'V1'", "ERROR", "n 2"),
        (
            "captures:quarantine_rate",
            THIRTY.format(outcome="if(i < 3, 'quarantined', 'parsed')"),
            "WARN",
            "0.1",
        ),
        ("captures:quarantine_rate", THIRTY.format(outcome="'quarantined'"), "ERROR", "0.886"),
        ("crawls:complete", CRAWL.format(seen=100, done=False), "WARN", "second"),
        ("crawls:letters_do_not_drop", CRAWL.format(seen=80, done=True), "WARN", "80"),
        ("crawls:letters_do_not_drop", CRAWL.format(seen=0, done=True), "ERROR", "100"),
        (
            "letters:statuses_known",
            "UPDATE letters SET status = 'unknown', status_printed = '转圈中'",
            "WARN",
            "转圈中",
        ),
        (
            "issues:labels_known",
            "INSERT INTO issues BY NAME SELECT capture_id, 'letters' AS room, 'unknown_label' AS code, '' AS message,"
            " '办事感受：张某说路灯坏了' AS raw FROM captures LIMIT 1",
            "WARN",
            "办事感受",
        ),
        ("response_times:dates_in_calendar", "UPDATE response_times SET outside_calendar = true", "WARN", "6689"),
        ("publication_lag:dates_in_calendar", "UPDATE publication_lag SET outside_calendar = true", "WARN", "2021"),
        ("working_days:calendar_goes_on", "DELETE FROM working_days WHERE day > DATE '2026-02-01'", "WARN", "27"),
        ("working_days:calendar_goes_on", "DELETE FROM working_days WHERE day > DATE '2026-01-01'", "ERROR", "-4"),
        ("archive/captures:conserved", "DELETE FROM captures WHERE source_id = 'shangluo-mayor'", "ERROR", "lost"),
        (
            "archive/captures:conserved",
            THIRTY.format(outcome="'parsed'"),
            "ERROR",
            "not in the archive",
        ),
    ],
)
def test_it_fails_with_rows_that_show_why(data_dir: Path, key: str, statement: str, severity: str, shown: str) -> None:
    change(data_dir, statement, *([IN_JANUARY] if "calendar_goes_on" in key else []))
    found = outcome(data_dir, key)
    assert not found.passed
    assert found.seen.severity.value == severity
    assert shown in str(found.seen.sample)
    assert all(len(row) == len(found.seen.columns) for row in found.seen.sample)
    assert "路灯" not in str(found.seen.sample)


def test_a_slightly_shorter_list_and_an_incomplete_crawl_are_no_drop(data_dir: Path) -> None:
    change(data_dir, CRAWL.format(seen=95, done=True))
    assert outcome(data_dir, "crawls:letters_do_not_drop").passed
    change(data_dir, "UPDATE crawls SET letters_seen = 3, complete = false WHERE crawl_id = 'second'")
    assert outcome(data_dir, "crawls:letters_do_not_drop").passed


def test_what_waits_for_the_next_build_is_a_warning(data_dir: Path, tmp_path: Path) -> None:
    note = tmp_path.parent / "later.txt"
    note.write_text("今天下雨。", encoding="utf-8")
    ingest([note], data_dir, Workplace.at(data_dir).registry)
    waiting = outcome(data_dir, "archive/captures:conserved")
    assert (waiting.seen.number, waiting.seen.severity.value) == (1, "WARN")
    assert "not read yet" in str(waiting.seen.sample)
    fill(data_dir)
    waiting = outcome(data_dir, "archive/captures:conserved")
    assert (waiting.seen.number, waiting.seen.severity.value) == (1, "WARN")
    assert "read, not built yet" in str(waiting.seen.sample)


def test_a_damaged_record_is_shown_with_its_place(data_dir: Path) -> None:
    (segment,) = (data_dir / "archive" / "shangluo-mayor").glob("*.warc.gz")
    segment.write_bytes(segment.read_bytes()[:-40])
    found = outcome(data_dir, "archive/captures:readable")
    assert found.seen.severity.value == "WARN"
    assert segment.name in str(found.seen.sample)


def test_without_a_warehouse_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="run `wenzheng build` first"):
        list(run(Workplace.at(tmp_path)))


def test_dagster_shows_a_failing_check_with_its_rows_and_the_run_succeeds(data_dir: Path) -> None:
    change(data_dir, "UPDATE replies SET letter_id = 'nobody'")
    result = run_checks(data_dir, dg.AssetSelection.checks_for_assets("replies"))
    assert result.success
    found = {e.check_name: e for e in result.get_asset_check_evaluations()}
    assert {name: e.passed for name, e in found.items()} == {"keys": True, "references": False, "redaction": True}
    failed = found["references"]
    assert failed.severity is dg.AssetCheckSeverity.ERROR
    assert failed.metadata["rows"] == dg.MetadataValue.int(1)
    sample = failed.metadata["sample"]
    assert isinstance(sample, dg.TableMetadataValue)
    assert [record.data["row"] for record in sample.records] == ["letter_id nobody"]


def run_checks(data_dir: Path, selection: dg.AssetSelection) -> dg.ExecuteInProcessResult:
    defs = dg.Definitions(asset_checks=asset_checks(), resources={"workplace": Workplace.at(data_dir)})
    job = dg.define_asset_job("only_checks", selection=selection)
    return dg.Definitions.merge(defs, dg.Definitions(jobs=[job])).resolve_job_def("only_checks").execute_in_process()
