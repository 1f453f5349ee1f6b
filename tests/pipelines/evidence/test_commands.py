"""The commands about checks and findings, as a person uses them."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.build import DATABASE
from pipelines.cli import app
from pipelines.evidence.case import EvidenceError
from pipelines.register import RegisterError
from pipelines.shell import WrongUsage
from tests.pipelines.evidence.cases import found


def wenzheng(data: Path, *args: object) -> str:
    """What a command prints; its error is raised."""
    result = CliRunner().invoke(app, ["--data-dir", str(data), *map(str, args)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_checks_are_listed(tmp_path: Path) -> None:
    shown = wenzheng(tmp_path, "checks")
    for part in (
        "A1  表格合计  column sums",
        "容差",
        "inconsistent 不相符",
        "V1  所称比率与公开记录",
        "N2  所称较多的单位",
        "T4  办理期限",
    ):
        assert part in shown
    english = wenzheng(tmp_path, "checks", "--lang", "en")
    assert "A1  column sums  表格合计" in english
    assert "tolerance" in english
    listed = json.loads(wenzheng(tmp_path, "checks", "g1", "--json"))
    assert {row["check_id"] for row in listed} == {"G1"}
    assert ["inconsistent", "needs_definition"] in [row["verdicts"] for row in listed]
    with pytest.raises(RegisterError):
        wenzheng(tmp_path, "checks", "Z1")


def test_a_dossier_is_written_as_page_and_markdown(warehouse: Path, tmp_path: Path) -> None:
    finding_id = found(warehouse, "A1", "扶风").finding_id
    paths = wenzheng(warehouse, "dossier", finding_id[:10], "--into", tmp_path / "pages").split()
    assert [Path(path).name for path in paths] == [f"{finding_id}.html", f"{finding_id}.md"]
    assert "<!DOCTYPE html>" in Path(paths[0]).read_text(encoding="utf-8")
    printed = wenzheng(warehouse, "dossier", finding_id, "--print")
    assert printed == Path(paths[1]).read_text(encoding="utf-8")


def test_an_inquiry_and_a_verification(warehouse: Path) -> None:
    finding_id = found(warehouse, "A6", "郧西").finding_id
    assert "盼复" in wenzheng(warehouse, "inquiry", finding_id)
    shown = wenzheng(warehouse, "verify", finding_id)
    assert "same SHA-256" in shown
    assert "The finding comes out the same." in shown


def test_a_verification_that_fails_is_exit_1(warehouse: Path, tmp_path: Path) -> None:
    shutil.copy(warehouse / DATABASE, tmp_path / DATABASE)
    finding_id = found(warehouse, "A6", "郧西").finding_id
    result = CliRunner().invoke(app, ["--data-dir", str(tmp_path), "verify", finding_id], catch_exceptions=False)
    assert result.exit_code == 1
    assert "does not come out the same" in result.stdout


def test_an_unknown_finding_and_a_diff_of_nothing(warehouse: Path) -> None:
    with pytest.raises(EvidenceError, match="no finding has an id that begins with 'zz'"):
        wenzheng(warehouse, "dossier", "zz")
    with pytest.raises(WrongUsage, match="give either --since DATE or --against FILE"):
        wenzheng(warehouse, "diff")


def test_a_diff_since_a_day_before_anything_was_stored(warehouse: Path) -> None:
    changes = json.loads(wenzheng(warehouse, "diff", "--since", "2001-01-01", "--json"))
    assert len(changes["documents_new"]) == len(("yunxi", "jixi", "changsha", "fufeng"))
    assert changes["findings_gone"] == []
    shown = wenzheng(warehouse, "diff", "--since", "2001-01-01", "--lang", "en")
    assert "more; --json has all" in shown


def test_discrepancies_show_the_status_that_a_note_gives(warehouse: Path, tmp_path: Path) -> None:
    shutil.copy(warehouse / DATABASE, tmp_path / DATABASE)
    finding_id = found(warehouse, "A6", "郧西").finding_id
    entry = f"- finding: {finding_id[:8].upper()}\n  date: 2026-03-01\n  status: explained\n  note: 按当月计\n"
    (tmp_path / "notes.yaml").write_text(entry, encoding="utf-8")
    assert f"{finding_id[:8]} · 已说明" in wenzheng(tmp_path, "discrepancies")
    rows = json.loads(wenzheng(tmp_path, "discrepancies", "--json"))
    assert [row["status"] for row in rows if row["finding_id"] == finding_id] == ["explained"]
    assert {row["status"] for row in rows} == {"open", "explained"}
    assert "按当月计" in wenzheng(tmp_path, "dossier", finding_id[:8], "--print")


def test_a_region_without_figures_is_told_and_its_csv_has_a_header(warehouse: Path) -> None:
    assert "有数字的地区：" in wenzheng(warehouse, "discrepancies", "--region", "柞水县")
    header = wenzheng(warehouse, "discrepancies", "--region", "柞水县", "--csv")
    assert header.startswith("finding_id,")
    assert header.rstrip().endswith(",status")


def test_a_diff_against_another_file(warehouse: Path, tmp_path: Path) -> None:
    other = shutil.copy(warehouse / DATABASE, tmp_path / "earlier.duckdb")
    assert "没有变化。" in wenzheng(warehouse, "diff", "--against", other)
    assert json.loads(wenzheng(warehouse, "diff", "--against", other, "--json"))["findings_new"] == []
