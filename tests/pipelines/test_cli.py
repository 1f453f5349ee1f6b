"""The command line as a person uses it: output, exit codes, errors of one sentence."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.build import DATABASE
from pipelines.cli import app
from scrapers.crawl import CrawlOutcome
from scrapers.source import Source
from tests.twins import TWINS


def wenzheng(*args: object, data: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"COLUMNS": "200", "NO_COLOR": "1"} | ({"WENZHENG_DATA": str(data)} if data else {})
    command = [sys.executable, "-m", "pipelines.cli", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, input=stdin, check=False)


def test_from_files_to_discrepancies(tmp_path: Path) -> None:
    data = tmp_path / "data"
    files = [TWINS / name for name in ("danfeng.md", "yunxi.txt")]
    stored = wenzheng("ingest", *files, data=data)
    assert (stored.returncode, stored.stderr) == (0, "")
    assert "danfeng.md → shangluo-mayor" in stored.stdout
    again = wenzheng("ingest", *files, data=data)
    assert "0 captures stored, 2 files already there" in again.stdout
    built = wenzheng("build", data=data)
    assert built.returncode == 0, built.stderr
    assert "2 parsed" in built.stdout
    assert "DEBUG" not in built.stderr
    shown = wenzheng("discrepancies", data=data)
    assert shown.returncode == 0
    assert shown.stdout.index("丹凤县") < shown.stdout.index("郧西县")
    for part in ("12.7%", "15.4%", "85%", "至少984件", "公开记录无法核实", "-21.5827%", "出入不等于造假"):
        assert part in shown.stdout
    english = wenzheng("discrepancies", "--lang", "en", data=data)
    legend, said = english.stdout.split("丹凤县", 1)
    assert "V1 · 3 · 924426f7: the check, its severity" in legend
    assert "not verifiable from the public record" in legend
    assert "At the stated rate at least 1201 of the 1412 valid letters" in said
    assert "A discrepancy is no proof of falsification" in said
    assert wenzheng("discrepancies", "--lang", "fr", data=data).returncode == 2
    only = wenzheng("discrepancies", "--region", "郧西县", "--json", data=data)
    assert {row["region_code"] for row in json.loads(only.stdout)} == {"420322"}
    assert json.loads(wenzheng("discrepancies", "--region", "陕西省", "--severity", "3", "--json", data=data).stdout)
    assert json.loads(wenzheng("discrepancies", "--since", "2021-01-01", "--json", data=data).stdout) == []
    header = wenzheng("discrepancies", "--csv", data=data).stdout.splitlines()[0]
    assert header.startswith("finding_id,check_id,")


def test_sql_answers_and_refuses(warehouse: Path) -> None:
    query = "SELECT region_code, claimed_low, verdict FROM claim_vs_public"
    answered = wenzheng("sql", query, "--json", data=warehouse)
    assert json.loads(answered.stdout) == [{"region_code": "611022", "claimed_low": 0.85, "verdict": "unverifiable"}]
    assert "611022" in wenzheng("sql", query, data=warehouse).stdout
    assert wenzheng("sql", query, "--csv", data=warehouse).stdout == (
        "region_code,claimed_low,verdict\n611022,0.85,unverifiable\n"
    )
    for bad in ("DROP TABLE letters", "SELECT * FROM read_text('/etc/hostname')", "SELECT nothing FROM letters"):
        refused = wenzheng("sql", bad, data=warehouse)
        assert refused.returncode == 2
        assert refused.stdout == ""
        assert len(refused.stderr.strip().splitlines()) == 1
    prompted = wenzheng("sql", data=warehouse, stdin="SELECT count(*) AS n\nFROM documents;\nSELECT x;\n.quit\n")
    assert prompted.returncode == 0
    assert "4" in prompted.stdout
    assert "x" in prompted.stderr


def test_check_says_what_does_not_fit_and_exits_1() -> None:
    checked = wenzheng("check", TWINS / "fufeng.txt")
    assert checked.returncode == 1
    for part in ("不相符", "县人社局", "95.95%", "口径未说明", "1186", "1118"):
        assert part in checked.stdout
    assert "56" in checked.stdout
    fine = wenzheng("check", TWINS / "changsha.txt")
    assert fine.returncode == 0


def test_check_as_json_and_as_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    checked = wenzheng("check", TWINS / "yunxi.txt", TWINS / "jixi.html", "--json", "--html", page)
    first, second = json.loads(checked.stdout)
    assert [f["check_id"] for f in first["findings"] if f["is_discrepancy"]] == ["A6"]
    assert (second["file"], second["outcome"]) == ("jixi.html", "parsed")
    assert [len(one["figures"]) for one in (first, second)] == [first["claims"], second["claims"]]
    assert {"metric", "printed", "locator", "period_start"} <= first["figures"][0].keys()
    text = page.read_text(encoding="utf-8")
    assert "-21.5827%" in text
    assert "出入不等于造假" in text


def test_check_shows_every_figure_as_it_was_read() -> None:
    shown = wenzheng("check", TWINS / "yunxi.txt", "--figures", "--lang", "en").stdout
    (line,) = (
        line for line in shown.splitlines() if "27.5%" in line and "change" in line and "inconsistent" not in line
    )
    assert "2020-07-01—2020-07-31" in line
    assert "2020-07-01—2020-07-31" not in wenzheng("check", TWINS / "yunxi.txt", "--lang", "en").stdout


def test_check_tells_arithmetic_and_figures_in_its_language(tmp_path: Path) -> None:
    table = "| 单位 | 受理数 | 办结数 |\n|---|---|---|\n| 甲镇 | 12 | 10 |\n| 乙镇 | 20 | 18 |\n| 合计 | 35 | 28 |\n"
    text = f"云溪县县长信箱办理情况\n2023年5月，县长信箱共收到来信约0.6万件，接听来电8人次。\n\n{table}"
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    page = tmp_path / "page.html"
    english = wenzheng("check", tmp_path / "one.txt", "--figures", "--lang", "en", "--html", page).stdout
    assert "      2 rows added = 32\n" in english
    assert "about 0.6 × 10,000 items" in english
    assert "2 rows added = 32" in page.read_text(encoding="utf-8")
    chinese = wenzheng("check", tmp_path / "one.txt", "--figures").stdout
    assert "      2行相加 = 32\n" in chinese
    assert "约0.6万件" in chinese


def test_check_says_in_its_language_what_it_could_not_read(tmp_path: Path) -> None:
    table = "| 单位 | 收件数 | 漂流数 |\n|---|---|---|\n| 城关镇 | 5 | 4 |\n| 上津镇 | 3 | 3 |\n"
    (tmp_path / "one.txt").write_text(f"县长信箱办理情况\n7月收到来信8件。\n{table}", encoding="utf-8")
    (tmp_path / "two.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")
    said = wenzheng("check", tmp_path).stdout
    assert "表头未识别  L3  列名不在词表中，单元格保留而不作解释：漂流数" in said
    assert "PDF 没有保存完整，缺少结尾（The PDF stops" in said
    english = wenzheng("check", tmp_path, "--lang", "en").stdout
    assert "unknown_header  L3  The column '漂流数'" in english
    assert "缺少结尾" not in english


def test_check_in_english_with_a_legend(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    checked = wenzheng("check", TWINS / "yunxi.txt", "--lang", "en", "--html", page)
    said, legend = checked.stdout.split("Legend")
    assert "✗ inconsistent A6 · 3" in said
    assert "(109-139)/139 = -21.5827%" in said
    assert "✗ inconsistent  no admissible definition" in legend
    assert "A discrepancy is no proof of falsification" in legend
    text = page.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert "来件<u>139件</u>),来件明显减少,降幅为<u>27.5%</u>" in text
    assert "较上期下降" not in text


def test_check_of_a_folder_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "yunxi.txt").write_bytes((TWINS / "yunxi.txt").read_bytes())
    checked = wenzheng("check", tmp_path)
    assert (checked.returncode, checked.stderr) == (1, "")
    assert "empty" in checked.stdout
    assert "-21.5827%" in checked.stdout
    assert "共 2 份文件，1 份未能读取；103 个数字" in checked.stdout


def test_sources_are_listed_and_a_wrong_description_is_named(tmp_path: Path) -> None:
    listed = wenzheng("sources")
    assert listed.returncode == 0
    assert "shangluo-mayor" in listed.stdout
    assert "never" in listed.stdout
    (tmp_path / "wrong.yaml").write_text("id: wrong\nregion_code: 611000\n", encoding="utf-8")
    refused = wenzheng("sources", "--folder", tmp_path)
    assert refused.returncode == 2
    assert "wrong.yaml" in refused.stderr
    assert "line 2" in refused.stderr
    assert "region_code" in refused.stderr


def test_publish_tells_what_stayed_and_which_takedown_matches_nothing(warehouse: Path, tmp_path: Path) -> None:
    shutil.copy(warehouse / DATABASE, tmp_path / DATABASE)
    done = wenzheng("publish", data=tmp_path)
    assert done.returncode == 0, done.stderr
    # The twins were ingested as private files: nothing of them leaves.
    assert "0 letters, 0 documents, 0 claims" in done.stdout
    assert "1 letters" in done.stdout.split("not published:")[1]
    assert (tmp_path / "published" / "current" / "report" / "index.html").is_file()
    (tmp_path / "takedown.yaml").write_text(
        "- letter_id: m:99\n  scope: all\n  date: 2026-01-31\n  reason: asked\n", encoding="utf-8"
    )
    again = wenzheng("publish", data=tmp_path)
    assert again.returncode == 1
    assert "Nothing new" in again.stdout
    assert "takedown.yaml, line 1: letter_id m:99" in again.stdout
    (tmp_path / "takedown.yaml").write_text("- letter_id: m:99\n", encoding="utf-8")
    refused = wenzheng("publish", data=tmp_path)
    assert refused.returncode == 2
    assert "takedown.yaml, line 1: 'date' is missing" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["publish"], "wenzheng build"),
        (["ingest", "nowhere.txt"], "nowhere.txt"),
        (["check", "nowhere.txt"], "nowhere.txt"),
        (["discrepancies"], "wenzheng build"),
        (["sql", "SELECT 1"], "wenzheng build"),
        (["discrepancies", "--severity", "9"], "severity"),
        (["unknown"], "unknown"),
        (["new-source", "example"], "--platform"),
        (["new-source", "example", "--again", "--region", "611022"], "--page-url"),
        (["probe", "shangluo-mayor", "--url", "http://www.example.gov.cn/"], "--saved"),
    ],
)
def test_wrong_usage_is_one_message_without_a_traceback(tmp_path: Path, args: list[str], words: str) -> None:
    failed = wenzheng(*args, data=tmp_path)
    assert failed.returncode == 2
    assert words in failed.stderr
    assert "Traceback" not in failed.stderr


def test_an_unknown_region_names_near_ones(warehouse: Path) -> None:
    failed = wenzheng("discrepancies", "--region", "丹凤", data=warehouse)
    assert failed.returncode == 2
    assert "丹凤县 611022" in failed.stderr


def test_ctrl_c_leaves_out_the_sources_that_come_after(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    crawled = []

    def crawl(source: Source, *_: object, **__: object) -> CrawlOutcome:
        crawled.append(source.id)
        counts = dict.fromkeys(("letters_seen", "letters_fetched", "failed", "refused", "queued", "requests"), 0)
        ended = {"complete": False, "stop_reason": "interrupted", "mode": "full", "listed_total": None}
        return CrawlOutcome(source_id=source.id, crawl_id="c", **counts, **ended)  # type: ignore[arg-type]

    monkeypatch.setattr("scrapers.crawl.crawl", crawl)
    command = ["--data-dir", str(tmp_path), "crawl", "shangluo-mayor", "danfeng-county"]
    ended = CliRunner().invoke(app, command)
    assert (ended.exit_code, crawled) == (1, ["shangluo-mayor"])
