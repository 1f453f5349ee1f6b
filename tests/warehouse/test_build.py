"""A build makes a whole new file or none, and readers never notice."""

import datetime as dt
import json
import multiprocessing
import time
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.world import (
    SOURCE,
    World,
    capture,
    claim,
    document,
    finding,
    letter,
    of_the_caller,
    row,
    source,
)
from warehouse import build, lake, models, schema
from warehouse.build import BuildError


def one_letter(world: World) -> None:
    world.write(captures=[capture("a")], letters=[letter("l1", "a", received_on=dt.date(2020, 12, 9))])


def test_an_empty_lake_gives_every_table_with_its_columns_and_comments(world: World) -> None:
    report = world.build()
    found: dict[str, list[str]] = {}
    for table, column in world.ask(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index"
    ):
        found.setdefault(table, []).append(column)
    described = {name: [c.name for c in table.columns] for name, table in schema.tables().items()}
    assert {name: set(columns) for name, columns in found.items()} == {n: set(c) for n, c in described.items()}
    assert world.ask("SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND comment IS NULL") == [(0,)]
    assert world.ask("SELECT count(*) FROM duckdb_tables() WHERE comment IS NULL") == [(0,)]
    assert world.ask("SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL") == []
    assert report.row_counts["letters"] == 0
    assert world.ask("SELECT count(*) FROM data_dictionary") == [(sum(map(len, described.values())),)]


def test_types_are_those_of_the_description(world: World) -> None:
    world.build()
    types = dict(world.ask("SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'claims'"))
    assert types["value"] == types["low"] == "DECIMAL(18,6)"
    assert types["period_start"] == "DATE"
    assert types["table_no"] == "BIGINT"
    built_at = "SELECT data_type FROM duckdb_columns() WHERE table_name = 'builds' AND column_name = 'built_at'"
    assert world.ask(built_at) == [("TIMESTAMP WITH TIME ZONE",)]


def test_the_file_has_a_storage_version_that_older_clients_open(world: World) -> None:
    world.build()
    (tags,) = world.ask("SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal")
    assert tags[0].startswith("v1.5")


def test_a_build_says_what_went_in_and_remembers_the_ones_before(world: World) -> None:
    one_letter(world)
    first = world.build(built_at=dt.datetime(2024, 5, 1, tzinfo=dt.UTC))
    second = world.build(built_at=dt.datetime(2024, 5, 2, tzinfo=dt.UTC))
    rows = world.ask("SELECT build_id, inputs, duckdb_version, row_counts FROM builds ORDER BY built_at")
    assert [r[:3] for r in rows] == [(b.build_id, 1, duckdb.__version__) for b in (first, second)]
    assert json.loads(rows[1][3])["letters"] == 1
    assert first.built_at.isoformat() == "2024-05-01T08:00:00+08:00"


def test_a_finding_remembers_the_build_that_first_had_it(world: World) -> None:
    world.write(captures=[capture("a")], documents=[document("d", "a")])

    def findings(_: duckdb.DuckDBPyConnection) -> build.Rows:
        return {"findings": [of_the_caller(finding(name, None, document_id="d")) for name in names]}

    names = ["old"]
    first = world.build(python_tables=findings)
    names.append("new")
    second = world.build(python_tables=findings)
    rows = world.ask("SELECT finding_id, first_seen_build FROM findings ORDER BY finding_id")
    assert rows == [("new", second.build_id), ("old", first.build_id)]


def test_an_unreadable_live_file_is_replaced_with_a_note(world: World) -> None:
    world.db_path.write_text("not a database", encoding="utf-8")
    report = world.build()
    assert "earlier builds are forgotten" in report.notes[0]
    assert world.ask("SELECT count(*) FROM builds") == [(1,)]


def test_the_caller_sees_what_is_loaded_and_adds_rows_that_others_rest_on(world: World) -> None:
    world.write(
        captures=[capture("a")], documents=[document("d", "a")], claims=[claim("c", "a", "due", 3, document_id="d")]
    )

    def findings(con: duckdb.DuckDBPyConnection) -> build.Rows:
        ((claim_id,),) = con.execute("SELECT claim_id FROM stated_figures").fetchall()
        return {"findings": [of_the_caller(finding("f", None, document_id="d", claim_ids=[claim_id]))]}

    world.build(python_tables=findings)
    assert world.ask("SELECT claim_ids, region_name, channel_name FROM discrepancies") == [
        (["c"], "扶风县", "12345热线")
    ]
    assert world.ask("SELECT region_code, checks_run, needs_definition FROM audit_summary") == [("610324", 1, 1)]


def test_the_caller_may_not_fill_other_tables(world: World) -> None:
    with pytest.raises(BuildError, match="the caller gave rows of letters"):
        world.build(python_tables=lambda _: {"letters": []})


# --- a build that fails ---


def assert_untouched(world: World, before: bytes) -> None:
    assert world.db_path.read_bytes() == before
    assert set(world.files()) == {"wenzheng.duckdb", "wenzheng.duckdb.lock"}


def test_a_failed_build_leaves_the_live_file_and_nothing_else(world: World) -> None:
    one_letter(world)
    world.build()
    before = world.db_path.read_bytes()

    def fail(_: duckdb.DuckDBPyConnection) -> build.Rows:
        raise LookupError("no such claim")

    with pytest.raises(LookupError):
        world.build(python_tables=fail)
    assert_untouched(world, before)


def test_every_failing_check_is_reported(world: World) -> None:
    world.build()
    before = world.db_path.read_bytes()
    world.write(
        captures=[capture("a", outcome="quarantined"), capture("a"), capture("b", outcome="lost")],
        letters=[letter("l1", "nowhere"), letter("l2", "a", region_code="999999")],
        claims=[claim("c", "a", "due", 1, document_id="never-delivered")],
    )
    with pytest.raises(BuildError) as error:
        world.build()
    message = str(error.value)
    assert "captures: key: expected that each capture_id stands once; not so in: a, 2" in message
    assert "captures.outcome: codes: expected that one of parsed, unchanged" in message
    assert "lost" in message
    assert "letters.region_code: references" in message
    assert "999999" in message
    assert "letters.capture_id: references: expected that each value stands in captures.capture_id" in message
    assert "captures: quarantined" in message
    assert "claims: in a container" in message
    assert_untouched(world, before)


def test_a_required_column_that_is_null_is_named() -> None:
    (check,) = [c for c in schema.checks(schema.tables()["working_days"]) if c.name.endswith("required")]
    with duckdb.connect() as con:
        con.execute(schema.create_statement(schema.tables()["working_days"]))
        con.execute("INSERT INTO working_days VALUES ('2020-12-09', NULL, 1, NULL), ('2020-12-10', true, 2, 's')")
        assert con.execute(check.failing).fetchall() == [(dt.date(2020, 12, 9), "is_workday source")]


def test_remains_of_a_killed_build_are_cleared(world: World) -> None:
    remains = world.db_path.parent / ".wenzheng.duckdb.building-killed"
    remains.mkdir()
    (remains / "wenzheng.duckdb").write_bytes(b"half a file")
    world.build()
    assert set(world.files()) == {"wenzheng.duckdb", "wenzheng.duckdb.lock"}


def test_a_lake_whose_files_do_not_hold_what_the_manifest_promises(world: World) -> None:
    crawl = world.write(captures=[capture("a")])
    (crawl.folder / "captures.parquet").unlink()
    with pytest.raises(BuildError, match="promise 1 rows of captures, its files hold 0"):
        world.build()


def test_a_lake_of_another_description_is_refused(world: World) -> None:
    crawl = world.write(captures=[capture("a")])
    manifest = crawl.folder / lake.MANIFEST
    manifest.write_text(manifest.read_text("utf-8").replace(schema.lake_version(), "0" * 12), "utf-8")
    with pytest.raises(BuildError, match="another description of the tables"):
        world.build()


# --- synthetic and real ---


def test_synthetic_and_real_sources_never_mix(world: World) -> None:
    demo = source(source_id="demo-danfeng", synthetic=True)
    world.build(sources=[demo])
    before = world.db_path.read_bytes()
    with pytest.raises(BuildError, match=r"synthetic sources \(demo-danfeng\) and real ones never stand in one"):
        world.build(sources=[demo, source()])
    assert world.db_path.read_bytes() == before


@pytest.mark.parametrize(("source_id", "synthetic"), [("demo-danfeng", False), ("danfeng", True)])
def test_the_id_says_whether_a_source_is_synthetic(world: World, source_id: str, synthetic: bool) -> None:
    with pytest.raises(BuildError, match="start with 'demo-'"):
        world.build(sources=[source(source_id=source_id, synthetic=synthetic)])


def test_a_lake_with_crawls_of_an_unknown_source_is_refused(world: World) -> None:
    world.write(source_id="demo-danfeng", captures=[])
    with pytest.raises(BuildError, match="no source 'demo-danfeng' is described"):
        world.build()


# --- more than one process ---


def test_a_reader_keeps_its_file_while_a_new_one_is_swapped_in(world: World) -> None:
    world.build()
    with duckdb.connect(str(world.db_path), read_only=True) as reader:
        assert reader.execute("SELECT count(*) FROM letters").fetchall() == [(0,)]
        one_letter(world)
        build_elsewhere(world.db_path.parent, world.db_path.parent / "done")
        assert reader.execute("SELECT count(*) FROM letters").fetchall() == [(0,)]
    assert world.ask("SELECT count(*) FROM letters") == [(1,)]


def _build_slowly(folder: Path, log: Path) -> None:
    def slow(_: duckdb.DuckDBPyConnection) -> build.Rows:
        with log.open("a") as file:
            file.write("in\n")
        time.sleep(0.5)
        with log.open("a") as file:
            file.write("out\n")
        return {}

    World(folder).build(python_tables=slow)


def build_elsewhere(folder: Path, log: Path, processes: int = 1) -> list[str]:
    """Build in processes of their own, as people do from the shell; what each noted, in order."""
    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=_build_slowly, args=(folder, log)) for _ in range(processes)]
    for process in started:
        process.start()
    for process in started:
        process.join(timeout=120)
        assert process.exitcode == 0
    return log.read_text().split()


def test_two_builders_wait_for_each_other(world: World) -> None:
    one_letter(world)
    log = build_elsewhere(world.db_path.parent, world.db_path.parent / "log", processes=2)
    assert log == ["in", "out", "in", "out"]
    assert world.ask("SELECT count(*) FROM builds") == [(2,)]


# --- the order of the models ---


def test_models_and_description_name_the_same_tables() -> None:
    named = {name for name in models.load() if not name.startswith("stage.")}
    assert named == {n for n, t in schema.tables().items() if {"model", "view"} & set(t.filled_by)}


def test_every_model_says_what_a_row_is() -> None:
    assert all(model.sql.startswith("-- One row is ") for model in models.load().values())


def test_tables_that_a_query_reads_are_found() -> None:
    sql = "-- a comment\nWITH own AS (SELECT * FROM lake.letters) SELECT * FROM own JOIN claims USING (letter_id)"
    assert models.tables_read("x", sql, duckdb.connect()) == {"lake.letters", "claims"}
    with pytest.raises(models.ModelError, match=r"x\.sql is no query"):
        models.tables_read("x", "SELEC 1", duckdb.connect())


def test_a_model_comes_after_those_it_reads_and_circles_are_refused() -> None:
    a, b = models.Model("a", "", frozenset({"b", "claims"})), models.Model("b", "", frozenset({"letters"}))
    assert list(models.in_order({"a": a, "b": b})) == ["b", "a"]
    assert models.depending_on(models.in_order({"a": a, "b": b}), frozenset({"letters"})) == {"a", "b"}
    with pytest.raises(models.ModelError, match="circle"):
        models.in_order({"a": a, "b": models.Model("b", "", frozenset({"a"}))})


def test_a_lake_table_goes_in_as_it_is(world: World) -> None:
    issue = row("issues", capture_id="a", room="parsers", code="row_width", message="一行少一格", place="L3")
    world.write(captures=[capture("a")], issues=[issue])
    world.build()
    assert world.ask("SELECT capture_id, code, place FROM issues") == [("a", "row_width", "L3")]
    assert world.ask("SELECT source_id, outcome FROM captures") == [(SOURCE, "parsed")]
