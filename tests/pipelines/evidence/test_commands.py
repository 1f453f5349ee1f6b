"""The commands about checks and findings, as a person uses them."""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.build import DATABASE
from pipelines.cli import app
from pipelines.commands.evidence import differs
from pipelines.evidence.case import EvidenceError
from pipelines.evidence.verify import Difference
from pipelines.language import Language
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


def test_an_english_dossier_stands_beside_the_chinese_one(warehouse: Path, tmp_path: Path) -> None:
    finding_id = found(warehouse, "A6", "郧西").finding_id
    paths = wenzheng(warehouse, "dossier", finding_id, "--into", tmp_path, "--lang", "en").split()
    assert [Path(path).name for path in paths] == [f"{finding_id}.en.html", f"{finding_id}.en.md"]
    printed = wenzheng(warehouse, "dossier", finding_id, "--print", "--lang", "en")
    assert printed.startswith("# Change against an earlier period\n")
    assert printed == Path(paths[1]).read_text(encoding="utf-8")


def test_a_verification_in_english_names_verdict_and_finding_in_it(warehouse: Path) -> None:
    finding_id = found(warehouse, "A6", "郧西").finding_id
    shown = wenzheng(warehouse, "verify", finding_id, "--lang", "en")
    assert f"{finding_id}  A6  Change against an earlier period\n" in shown
    assert "Verdict: inconsistent\n" in shown
    assert re.search("[\u4e00-\u9fff]", shown) is None
    assert "Verdict: inconsistent 不相符\n" in wenzheng(warehouse, "verify", finding_id)


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (
            Difference("recomputed", "3处不符", "没有整数k使k/75为95.95%"),
            "was differing: 3, now no whole number k makes k/75 equal 95.95%",
        ),
        (Difference("evidence", "7行相加 = 14；14 - 13 = +1", "-"), "was 7 rows added = 14; 14 - 13 = +1, now -"),
        (Difference("subject", "表1合计", "表2合计"), "differs; it is Chinese"),
        (Difference("finding", "表1合计", "no such finding any more"), "no such finding any more"),
    ],
)
def test_what_differs_is_told_in_english(difference: Difference, said: str) -> None:
    assert differs(difference, Language.EN) == said
    assert differs(difference, Language.ZH) == f"was {difference.was}, now {difference.is_now}"


def test_a_letter_to_an_office_is_chinese_and_says_so() -> None:
    shown = " ".join(CliRunner().invoke(app, ["inquiry", "--help"]).stdout.split())
    assert "always in Chinese" in shown
    assert "--lang " not in shown.replace("It has no --lang:", "")


def test_a_verification_that_fails_is_exit_1(warehouse: Path, tmp_path: Path) -> None:
    shutil.copy(warehouse / DATABASE, tmp_path / DATABASE)
    finding_id = found(warehouse, "A6", "郧西").finding_id
    result = CliRunner().invoke(app, ["--data-dir", str(tmp_path), "verify", finding_id], catch_exceptions=False)
    assert result.exit_code == 1
    assert "does not come out the same" in result.stdout


def test_an_unknown_finding_and_a_diff_of_nothing(warehouse: Path) -> None:
    with pytest.raises(EvidenceError, match="no finding has an id that begins with 'zz'"):
        wenzheng(warehouse, "dossier", "zz")
    with pytest.raises(WrongUsage, match="give either --since WHEN or --against FILE"):
        wenzheng(warehouse, "diff")


def test_a_diff_since_a_day_before_anything_was_stored(warehouse: Path) -> None:
    changes = json.loads(wenzheng(warehouse, "diff", "--since", "2001-01-01", "--json"))
    assert len(changes["documents_new"]) == len(("yunxi", "jixi", "changsha", "fufeng"))
    assert changes["findings_gone"] == []
    assert changes["letters_new"]
    assert changes["answered"] == []
    shown = wenzheng(warehouse, "diff", "--since", "2001-01-01", "--lang", "en")
    assert "Nothing was stored before 2001-01-01: everything is new." in shown
    assert f"documents: {len(changes['documents_new'])}." in shown
    assert "New letters" not in shown


def test_a_diff_since_a_minute_or_a_build(warehouse: Path) -> None:
    everything = json.loads(wenzheng(warehouse, "diff", "--since", "2001-01-01 14:30", "--json"))
    assert everything["documents_new"]
    (row,) = json.loads(wenzheng(warehouse, "sql", "SELECT max(build_id) AS build FROM builds", "--json"))
    since_build = json.loads(wenzheng(warehouse, "diff", "--since", row["build"], "--json"))
    assert not any(since_build.values())
    with pytest.raises(WrongUsage, match="--since yesterday: a day"):
        wenzheng(warehouse, "diff", "--since", "yesterday")


def test_discrepancies_show_the_status_that_a_note_gives(warehouse: Path, tmp_path: Path) -> None:
    shutil.copy(warehouse / DATABASE, tmp_path / DATABASE)
    finding_id = found(warehouse, "A6", "郧西").finding_id
    entry = f"- finding: {finding_id[:8].upper()}\n  date: 2026-03-01\n  status: explained\n  note: 按当月计\n"
    (tmp_path / "notes.yaml").write_text(entry, encoding="utf-8")
    assert f"{finding_id[:8]} · 已说明" in wenzheng(tmp_path, "discrepancies")
    rows = json.loads(wenzheng(tmp_path, "discrepancies", "--json"))
    assert [row["status"] for row in rows if row["finding_id"] == finding_id] == ["explained"]
    assert {row["status"] for row in rows} == {"open", "explained"}
    page = CliRunner().invoke(app, ["--data-dir", str(tmp_path), "dossier", finding_id[:8], "--print"])
    assert "按当月计" in page.stdout
    # The page is made all the same, but nobody could check it.
    assert page.exit_code == 1
    assert "The archive does not have archive/local/" in page.stderr


def test_a_note_on_no_finding_is_named(warehouse: Path, tmp_path: Path) -> None:
    shutil.copy(warehouse / DATABASE, tmp_path / DATABASE)
    entry = "- finding: ffffffff00\n  date: 2026-03-01\n  status: open\n  note: 已去函\n"
    (tmp_path / "notes.yaml").write_text(entry, encoding="utf-8")
    for command in (["discrepancies"], ["diff", "--against", str(warehouse / DATABASE)]):
        result = CliRunner().invoke(app, ["--data-dir", str(tmp_path), *command], catch_exceptions=False)
        assert result.exit_code == 0
        assert "notes.yaml, line 1: no finding has an id that begins with ffffffff00" in result.stderr


def test_a_diff_tells_what_notes_changed_since(warehouse: Path, tmp_path: Path) -> None:
    shutil.copy(warehouse / DATABASE, tmp_path / DATABASE)
    finding_id = found(warehouse, "A6", "郧西").finding_id
    entry = f"- finding: {finding_id}\n  date: 2999-03-01\n  status: corrected\n  note: 来函更正\n"
    (tmp_path / "notes.yaml").write_text(entry, encoding="utf-8")
    shown = wenzheng(tmp_path, "diff", "--against", warehouse / DATABASE)
    assert "备注改变了状态的核对 1" in shown
    assert "已更正: 网上问政（2020年7月）收到较上期变化幅度 (来函更正)" in shown
    (tmp_path / "notes.yaml").write_text(entry.replace("2999", "1999"), encoding="utf-8")
    assert "没有变化。" in wenzheng(tmp_path, "diff", "--against", warehouse / DATABASE)


def test_json_and_csv_exclude_each_other(warehouse: Path) -> None:
    for command in (["discrepancies"], ["sql", "SELECT 1"]):
        with pytest.raises(WrongUsage, match="give either --json or --csv"):
            wenzheng(warehouse, *command, "--json", "--csv")


def test_a_region_without_figures_is_told_and_its_csv_has_a_header(warehouse: Path) -> None:
    assert "有数字的地区：" in wenzheng(warehouse, "discrepancies", "--region", "柞水县")
    header = wenzheng(warehouse, "discrepancies", "--region", "柞水县", "--csv")
    assert header.startswith("finding_id,")
    assert header.rstrip().endswith(",status")


def test_a_diff_against_another_file(warehouse: Path, tmp_path: Path) -> None:
    other = shutil.copy(warehouse / DATABASE, tmp_path / "earlier.duckdb")
    assert "没有变化。" in wenzheng(warehouse, "diff", "--against", other)
    assert json.loads(wenzheng(warehouse, "diff", "--against", other, "--json"))["findings_new"] == []
