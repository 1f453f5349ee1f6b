"""One payload with several documents: archives, and the files that a page links to, from bytes to the warehouse."""

import io
import json
import subprocess
import sys
from pathlib import Path

import duckdb
import openpyxl
import pytest

from pipelines.build import DATABASE, build_warehouse
from pipelines.fill import fill
from pipelines.parse import parse_payload
from scrapers.ingest import ingest
from scrapers.registry import load_sources
from tests.parsers.readers.office_files import docx, p, table, zipped
from tests.pipelines.conftest import NOW
from tests.twins import TWINS

BULLETIN = docx(
    p("某县2021年第四季度县长信箱办理情况通报")
    + p("本季度共收到来信132件，办结129件，办结率97.73%。")
    + table(["单位", "转办", "办结", "办结率"], ["县教育局", "12", "11", "91.67%"], ["合计", "12", "11", "91.67%"])
)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["某县2021年第四季度市长信箱办理情况统计表"])
    for row in (["单位", "转办", "办结", "办结率"], ["县教育局", 12, 11, 0.91666], ["合计", 12, 11, 0.91666]):
        sheet.append(row)
    for row in (3, 4):
        sheet.cell(row, 4).number_format = "0.00%"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


PACKED = zipped({"通报.docx": BULLETIN, "附件/统计表.xlsx": workbook(), "说明.txt": "今天天气很好，适合春游。"})


def test_each_document_of_an_archive_is_one_of_its_own() -> None:
    parsed = parse_payload(PACKED, file_name="通报.zip")
    assert (parsed.outcome, parsed.media_type, parsed.claims) == ("parsed", "application/zip", ())
    assert parsed.document_id is not None
    assert [(m.name, m.outcome) for m in parsed.members] == [
        ("通报.docx", "parsed"),
        ("附件/统计表.xlsx", "parsed"),
        ("说明.txt", "quarantined"),
    ]
    first, second, _ = parsed.members
    assert (first.document_id, first.parent_document_id) == (f"{parsed.document_id}/通报.docx", parsed.document_id)
    rates = [{c.printed for c in m.claims if c.metric == "completion_rate"} for m in (first, second)]
    assert rates == [{"97.73%", "91.67%"}, {"91.67%"}]
    assert parse_payload(PACKED, file_name="other.zip").members[0].document_id == first.document_id


def test_an_archive_of_which_nothing_can_be_read_is_quarantined_with_the_first_reason() -> None:
    parsed = parse_payload(zipped({"a.txt": "今天天气很好。", "b.rar": b"Rar!\x1a\x07"}), file_name="a.zip")
    assert parsed.outcome == "quarantined"
    assert parsed.refusal is not None
    assert parsed.refusal.code == "no_document"
    assert "None of the 2 files" in parsed.refusal.message
    assert "a.txt: The file was read, but" in parsed.refusal.message
    assert parse_payload(b"PK\x03\x04rest", file_name="a.zip").refusal.code == "damaged_zip"  # type: ignore[union-attr]


def test_the_same_letter_twice_in_an_archive_is_one_letter(tmp_path: Path) -> None:
    letter = (TWINS / "danfeng.md").read_bytes()
    twice = tmp_path / "信件.zip"
    twice.write_bytes(zipped({"1.md": letter, "2.md": letter}))
    ingest([twice], tmp_path / "data", load_sources(), now=NOW)
    report = fill(tmp_path / "data")
    assert dict(report.outcomes) == {"parsed": 1}
    build_warehouse(tmp_path / "data", load_sources())
    with duckdb.connect(str(tmp_path / "data" / DATABASE), read_only=True) as asked:
        assert asked.execute("SELECT letter_id FROM letters").fetchall() == [("shangluo-mayor:6689",)]
        assert asked.execute("SELECT code, place FROM issues WHERE code = 'repeated_letter'").fetchall() == [
            ("repeated_letter", "2.md shangluo-mayor:6689")
        ]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory):
    """A warehouse of one archive."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "通报.zip").write_bytes(PACKED)
    ingest([folder / "通报.zip"], folder / "data", load_sources(), now=NOW)
    report = fill(folder / "data")
    assert dict(report.outcomes) == {"parsed": 1}
    assert [name for name, _ in report.refusals] == ["通报.zip/说明.txt"]
    build_warehouse(folder / "data", load_sources())
    with duckdb.connect(str(folder / "data" / DATABASE), read_only=True) as connection:
        yield lambda query: connection.execute(query).fetchall()


def test_an_archive_is_one_capture_and_the_parent_of_its_documents(asked) -> None:
    assert asked("SELECT outcome, file_name, media_type FROM captures") == [("parsed", "通报.zip", "application/zip")]
    ((archive,),) = asked("SELECT document_id FROM documents WHERE parent_document_id IS NULL")
    members = asked("SELECT document_id FROM documents WHERE parent_document_id IS NOT NULL ORDER BY 1")
    assert members == [(f"{archive}/通报.docx",), (f"{archive}/附件/统计表.xlsx",)]
    assert asked("SELECT count(*) FROM quarantine") == [(0,)]
    assert asked("SELECT code, place FROM issues WHERE code = 'another_kind'") == [("another_kind", "说明.txt")]


def test_figures_of_an_archive_lead_back_to_their_document_and_row(asked) -> None:
    query = (
        "SELECT locator, printed FROM claims WHERE document_id LIKE '%.xlsx' AND metric = 'completion_rate' ORDER BY 1"
    )
    assert asked(query) == [("s1.r3.c4", "91.67%"), ("s1.r4.c4", "91.67%")]


def test_check_shows_each_document_of_an_archive(tmp_path: Path) -> None:
    (tmp_path / "通报.zip").write_bytes(PACKED)
    command = [sys.executable, "-m", "pipelines.cli", "check", str(tmp_path / "通报.zip"), "--json"]
    shown = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    assert [(one["file"], one["outcome"]) for one in shown] == [
        ("通报.zip/通报.docx", "parsed"),
        ("通报.zip/附件/统计表.xlsx", "parsed"),
        ("通报.zip/说明.txt", "quarantined"),
    ]
