"""The Dagster graph: it loads, has an asset for every table, and runs in this process."""

import shutil
from pathlib import Path

import dagster as dg
import pytest

from pipelines.asset_checks import checks
from pipelines.definitions import build_in_process, defs
from pipelines.instance import instance_of
from scrapers.registry import load_sources
from warehouse import schema
from warehouse.build import BuildError


def test_the_graph_loads_with_an_asset_for_every_table() -> None:
    loaded = defs()
    dg.Definitions.validate_loadable(loaded)
    keys = {key.to_user_string() for key in loaded.resolve_asset_graph().get_all_asset_keys()}
    sites = {f"site/{source.id}" for source in load_sources().sources.values() if source.list_url is not None}
    assert keys == {"archive/captures", "records", "reference", "published", *schema.tables(), *sites}


def test_a_build_in_process_reports_what_it_did(warehouse: Path, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(warehouse / "archive", data_dir / "archive")
    filled, built = build_in_process(data_dir)
    assert dict(filled.outcomes) == {"parsed": 5, "quarantined": 1}
    assert built.row_counts["letters"] == 1
    assert built.path.is_file()
    with instance_of(data_dir) as instance:
        keys = {check.key for check in checks()}
        seen = instance.event_log_storage.get_latest_asset_check_execution_by_key(list(keys))
    assert seen.keys() == keys
    told = {key: record.event.dagster_event.asset_check_evaluation_data for key, record in seen.items()}
    assert told[dg.AssetCheckKey(dg.AssetKey(["archive", "captures"]), "conserved")].passed


def test_a_source_described_wrongly_is_the_first_thing_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "demo-one.yaml").write_text("id: demo-one\n", encoding="utf-8")
    monkeypatch.setenv("WENZHENG_DATA", str(tmp_path))
    with pytest.raises(dg.DagsterInvalidDefinitionError, match=r"sources/demo-one\.yaml, line 1, field names"):
        defs()


def test_an_archive_that_no_source_describes_is_not_passed_over(warehouse: Path, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(warehouse / "archive" / "local", data_dir / "archive" / "stranger")
    with pytest.raises(BuildError, match="the archive holds stranger, but no such source is described"):
        build_in_process(data_dir)


def test_an_error_comes_out_as_it_was_raised(warehouse: Path, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(warehouse / "lake", data_dir / "lake")
    shutil.copytree(data_dir / "lake" / "local", data_dir / "lake" / "stranger")
    with pytest.raises(BuildError, match="stranger"):
        build_in_process(data_dir)
