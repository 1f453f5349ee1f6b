"""The graph on a real instance: what is made of what, what a run tells of it, and a backfill in a single run."""

import json
import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest
import yaml
from dagster._core.execution.backfill import BulkActionStatus, PartitionBackfill
from dagster._core.remote_origin import InProcessCodeLocationOrigin
from dagster._core.test_utils import create_test_daemon_workspace_context
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import InProcessWorkspaceLoadTarget
from dagster._daemon.backfill import execute_backfill_iteration

from pipelines.assets import records
from pipelines.assets.partitions import RECORDS
from pipelines.assets.samples import columns_shown, may_be_shown
from pipelines.assets.warehouse import AUDIT, METRICS, READ_BY_PYTHON
from pipelines.assets.workplace import Workplace
from pipelines.build import DATABASE, rows_over_all_letters
from pipelines.definitions import definitions
from tests.pipelines.mailbox import LIST, SOURCE, crawl, letter, listing, page_of
from warehouse import models, schema

SECOND = "demo-second"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with descriptions of its own: one mailbox that was crawled, one that was not."""
    data_dir = tmp_path_factory.mktemp("mailboxes")
    (data_dir / "sources").mkdir()
    text = yaml.safe_dump(SOURCE.model_dump(mode="json"), allow_unicode=True)
    (data_dir / "sources" / f"{SOURCE.id}.yaml").write_text(text, encoding="utf-8")
    text = text.replace(SOURCE.id, SECOND).replace("mail.example", "second.example").replace(r"mail\.", r"second\.")
    (data_dir / "sources" / f"{SECOND}.yaml").write_text(text, encoding="utf-8")
    pages = [(LIST, 200, listing([1, 2])), (page_of(1), 200, letter(1)), (page_of(2), 200, letter(2))]
    crawl(data_dir, 5, pages)
    return data_dir


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.local_temp(str(tmp_path_factory.mktemp("dagster"))) as instance:
        yield instance


@pytest.fixture(scope="module")
def workplace(data_dir: Path) -> Workplace:
    return Workplace.at(data_dir)


@pytest.fixture(scope="module")
def graph(workplace: Workplace) -> dg.Definitions:
    return definitions(workplace)


@pytest.fixture(scope="module")
def run(graph: dg.Definitions, workplace: Workplace, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    """Everything materialized and checked in one run, as "Materialize all" does it."""
    job = graph.resolve_implicit_global_asset_job_def()
    return job.execute_in_process(instance=instance, tags=records.all_partitions(workplace.registry))


def told(run: dg.ExecuteInProcessResult, key: str) -> dict[str, dg.MetadataValue]:
    (event,) = [
        e for e in run.get_asset_materialization_events() if e.asset_key and e.asset_key.to_user_string() == key
    ]
    return dict(event.materialization.metadata)


def test_what_is_published_says_what_left_and_what_stayed(run: dg.ExecuteInProcessResult, data_dir: Path) -> None:
    metadata = told(run, "published")
    assert metadata["synthetic"].value is True
    assert str(metadata["report"].value) == str(
        (data_dir / "published" / "current").resolve() / "report" / "index.html"
    )
    rows = {record.data["table"]: record.data["rows"] for record in metadata["rows"].records}
    assert rows["letters"] == 2
    assert metadata["takedowns_that_match_nothing"].value == 0


def test_no_build_publishes(graph: dg.Definitions) -> None:
    built = {key.to_user_string() for key in graph.resolve_job_def("build").asset_layer.executable_asset_keys}
    assert "records" in built
    assert "published" not in built


# --- what is made of what ---


def test_every_asset_says_what_it_is_whose_and_in_which_room(graph: dg.Definitions) -> None:
    assets = graph.resolve_asset_graph()
    groups: dict[str, set[str]] = {}
    for key in assets.get_all_asset_keys():
        node = assets.get(key)
        assert len(node.description or "") > 20, key
        assert node.owners, key
        assert node.kinds, key
        groups.setdefault(node.group_name, set()).add(key.to_user_string())
    assert set(groups) == {"sites", "archive", "lake", "warehouse", "metrics", "audit", "published"}
    assert groups["archive"] == {"archive/captures"}
    assert groups["lake"] == {"records"}
    assert groups["metrics"] == METRICS
    assert groups["audit"] == AUDIT


@pytest.mark.parametrize(
    ("table", "made_of"),
    [
        ("captures", {"records"}),
        ("letters", {"records", "captures", "crawls", "sightings"}),
        ("response_times", {"letters", "replies", "captures", "working_days", "deadline_rules"}),
        ("discrepancies", {"findings", "regions", "channels"}),
        ("findings", {"records", *READ_BY_PYTHON["findings"]}),
        ("regions", {"reference"}),
        ("working_days", {"reference"}),
        ("records", {"archive/captures"}),
        ("builds", set()),
    ],
)
def test_edges_follow_the_queries(graph: dg.Definitions, table: str, made_of: set[str]) -> None:
    node = graph.resolve_asset_graph().get(dg.AssetKey(table))
    assert {key.to_user_string() for key in node.parent_keys} == made_of


def test_what_python_reads_is_what_its_queries_read(data_dir: Path, run: dg.ExecuteInProcessResult) -> None:
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{data_dir / DATABASE}' AS built (READ_ONLY)")
        con.execute("USE built")
        con.execute("ATTACH ':memory:' AS stage")
        con.execute(f"CREATE TABLE stage.printed_figures AS {models.load()['stage.printed_figures'].sql}")
        heard = Heard(con)
        rows_over_all_letters(heard)  # type: ignore[arg-type]
        read = {table for query in heard.queries for table in models.tables_read("a query", query, con)}
    read = (read - {"stage.printed_figures"}) | models.load()["stage.printed_figures"].reads
    assert read == set().union(*READ_BY_PYTHON.values())


class Heard:
    """A connection that remembers what it was asked."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self.queries: list[str] = []

    def execute(self, query: str, values: object = None) -> duckdb.DuckDBPyConnection:
        self.queries.append(query)
        return self.con.execute(query, values)


# --- what a run tells ---


def test_one_run_materializes_and_checks_everything(run: dg.ExecuteInProcessResult, graph: dg.Definitions) -> None:
    assert run.success
    made = {e.asset_key.to_user_string() for e in run.get_asset_materialization_events() if e.asset_key}
    assert made == {"records", "published", *schema.tables()}
    evaluations = run.get_asset_check_evaluations()
    assert {e.asset_check_key for e in evaluations} == graph.resolve_asset_graph().asset_check_keys
    failing = {f"{e.asset_key.to_user_string()}:{e.check_name}" for e in evaluations if not e.passed}
    assert failing <= {"working_days:calendar_goes_on"}  # true at the end of a year, whoever runs it


def test_rows_columns_and_lineage_are_those_of_the_file(run: dg.ExecuteInProcessResult, data_dir: Path) -> None:
    with duckdb.connect(str(data_dir / DATABASE), read_only=True) as con:
        for table in schema.tables():
            ((rows,),) = con.execute(f"SELECT count(*) FROM {table}").fetchall()
            assert told(run, table)["dagster/row_count"] == dg.MetadataValue.int(rows)
    lineage = told(run, "response_times")["dagster/column_lineage"].value
    assert isinstance(lineage, dg.TableColumnLineage)
    assert dg.TableColumnDep("replies", "dated_on") in lineage.deps_by_column["signed_on"]
    lineage = told(run, "letters")["dagster/column_lineage"].value
    assert isinstance(lineage, dg.TableColumnLineage)
    assert lineage.deps_by_column["body"] == [dg.TableColumnDep("records", "letters.body")]


def test_columns_are_described_with_their_codes_references_and_origins(run: dg.ExecuteInProcessResult) -> None:
    for table in schema.tables().values():
        assert [column.name for column in columns_told(run, table.name)] == [column.name for column in table.columns]
    letters = {column.name: column for column in columns_told(run, "letters")}
    assert letters["letter_id"].constraints.unique
    assert not letters["letter_id"].constraints.nullable
    assert "One of awaiting_review, open," in str(letters["status"].description)
    assert "Stands in captures.capture_id" in str(letters["capture_id"].description)
    (signed_on,) = [column for column in columns_told(run, "response_times") if column.name == "signed_on"]
    assert str(signed_on.description).endswith("Made of replies.date_basis, replies.dated_on, replies.stage")


def columns_told(run: dg.ExecuteInProcessResult, table: str) -> list[dg.TableColumn]:
    described = told(run, table)["dagster/column_schema"].value
    assert isinstance(described, dg.TableSchema)
    return list(described.columns)


def test_samples_show_no_words_of_a_letter(run: dg.ExecuteInProcessResult) -> None:
    sample = told(run, "letters")["sample"]
    assert isinstance(sample, dg.TableMetadataValue)
    assert [record.data["letter_id"] for record in sample.records] == [f"{SOURCE.id}:1", f"{SOURCE.id}:2"]
    everything = json.dumps([str(e) for e in run.all_events], ensure_ascii=False)
    assert "2020-12-09" in everything
    assert "路灯" not in everything
    assert "第1封信" not in everything


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ("letters", {"title", "body", "letter_no", "url", "category_printed", "status_printed"}),
        ("replies", {"body", "transferred_to"}),
        ("sightings", {"title", "url", "letter_no"}),
        ("claims", {"quote", "printed", "locator"}),
        ("quarantine", {"message", "raw", "place"}),
        ("commitments", {"quote"}),
        ("findings", {"statement_zh", "statement_en", "evidence", "subject"}),
    ],
)
def test_columns_of_text_are_not_shown(table: str, hidden: set[str]) -> None:
    described = schema.tables()[table]
    assert hidden <= {column.name for column in described.columns if not may_be_shown(described, column)}


@pytest.mark.parametrize("table", schema.tables())
def test_every_sample_shows_something(table: str) -> None:
    assert columns_shown(schema.tables()[table])


def test_the_first_look_is_at_columns_that_may_be_shown() -> None:
    assert len(columns_shown(schema.tables()["discrepancies"])) == 7
    assert len(columns_shown(schema.tables()["claim_vs_public"])) == 11


def test_plots_are_images_in_the_text_itself(run: dg.ExecuteInProcessResult) -> None:
    plot = told(run, "letters")["plot"]
    assert isinstance(plot, dg.MarkdownMetadataValue)
    assert plot.md_str is not None
    assert plot.md_str.startswith("![Letters by month of receipt")
    assert "](data:image/svg+xml;base64," in plot.md_str
    assert "plot" not in told(run, "documents")


# --- records by source ---


def test_a_backfill_over_sources_is_a_single_run(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENZHENG_DATA", str(data_dir))
    location = InProcessCodeLocationOrigin(
        LoadableTargetOrigin(executable_path=sys.executable, module_name="pipelines.definitions"), location_name="test"
    )
    with (
        dg.DagsterInstance.local_temp(str(tmp_path), overrides=AT_ONCE) as instance,
        create_test_daemon_workspace_context(InProcessWorkspaceLoadTarget([location]), instance) as workspace,
    ):
        instance.add_backfill(backfill_of_all_sources(workspace, instance))
        # What the daemon does at each of its turns; the second sees that the run has ended.
        for _ in range(2):
            assert not any(execute_backfill_iteration(workspace, logging.getLogger("backfill")))
        backfill = instance.get_backfill("all sources")
        assert backfill is not None
        assert backfill.status is BulkActionStatus.COMPLETED_SUCCESS
        (one_run,) = instance.get_runs()
        found = instance.fetch_materializations(dg.AssetKey("records"), limit=10).records
        assert {(r.partition_key, r.run_id) for r in found} == {(SOURCE.id, one_run.run_id), (SECOND, one_run.run_id)}
        rows = {r.partition_key: r.asset_materialization.metadata["dagster/row_count"].value for r in found}
    assert rows[SOURCE.id] > 0
    assert rows[SECOND] == 0


# Runs are started by the process that asks for them, instead of waiting in a queue for a daemon.
AT_ONCE = {
    "run_coordinator": {"module": "dagster._core.run_coordinator", "class": "DefaultRunCoordinator"},
    "run_launcher": {
        "module": "dagster._core.launcher.sync_in_memory_run_launcher",
        "class": "SyncInMemoryRunLauncher",
    },
}


def backfill_of_all_sources(workspace: WorkspaceProcessContext, instance: dg.DagsterInstance) -> PartitionBackfill:
    return PartitionBackfill.from_asset_partitions(
        backfill_id="all sources",
        asset_graph=workspace.create_request_context().asset_graph,
        asset_selection=[dg.AssetKey("records")],
        partition_names=None,
        all_partitions=True,
        dynamic_partitions_store=instance,
        backfill_timestamp=time.time(),
        tags={},
        title=None,
        description=None,
        run_config=None,
    )


def test_sources_that_are_no_neighbours_are_one_run_of_the_job(workplace: Workplace, graph: dg.Definitions) -> None:
    job = graph.resolve_job_def("parse_sources")

    def parse(*source_ids: str) -> dg.ExecuteInProcessResult:
        chosen = {"ops": {"parse_chosen": {"config": {"source_ids": list(source_ids)}}}}
        return job.execute_in_process(run_config=chosen, raise_on_error=False)

    made = parse(SECOND).asset_materializations_for_node("parse_chosen")
    assert [(event.asset_key, event.partition) for event in made] == [(RECORDS, SECOND)]
    made = parse().asset_materializations_for_node("parse_chosen")
    assert {event.partition for event in made} == {SECOND, SOURCE.id}
    failed = parse("demo-third")
    assert not failed.success
    assert "there is no source demo-third" in str(failed.failure_data_for_node("parse_chosen"))


def test_one_source_can_be_read_alone(workplace: Workplace) -> None:
    (made,) = records.assets(workplace.registry)
    result = dg.materialize([made], partition_key=SECOND, resources={"workplace": workplace})
    (event,) = result.get_asset_materialization_events()
    assert event.partition == SECOND
    assert event.materialization.metadata["page_of_the_source"].value.startswith("http://second.example")
