"""The twins of the real documents, from bytes to findings: everything expected is read, and nothing else is shown."""

from functools import cache

import pytest

from parsers.records import Bulletin
from pipelines.parse import Parsed, parse_payload
from tests.twins import (
    TWINS,
    compare_claims,
    compare_commitments,
    compare_findings,
    compare_letter,
    expected_rows,
    fufeng_pdf,
)

FILES = ["danfeng.md", "yunxi.txt", "yunxi.html", "jixi.txt", "jixi.html", "changsha.txt", "fufeng.txt", "fufeng.pdf"]


@cache
def parsed(file_name: str) -> Parsed:
    payload = fufeng_pdf() if file_name == "fufeng.pdf" else (TWINS / file_name).read_bytes()
    return parse_payload(payload, file_name=file_name)


def expected(kind: str, file_name: str) -> list[dict[str, str]]:
    return expected_rows(TWINS / f"expected-{kind}.csv", file_name.partition(".")[0])


def bulletin(file_name: str) -> Bulletin:
    found = parsed(file_name).bulletin
    assert found is not None, f"{file_name} was not read as a bulletin"
    return found


@pytest.mark.parametrize("file_name", FILES)
def test_claims_of_twin_are_those_expected(file_name: str) -> None:
    assert compare_claims(expected("claims", file_name), parsed(file_name).claims) == []


@pytest.mark.parametrize("file_name", FILES)
def test_findings_of_twin_are_those_expected(file_name: str) -> None:
    assert compare_findings(expected("findings", file_name), parsed(file_name).findings) == []


def test_letter_twin_has_both_stages_with_their_dates() -> None:
    (letter,) = parsed("danfeng.md").letters
    assert compare_letter(expected("stages", "danfeng.md"), letter) == []


def test_letter_twin_keeps_the_promise_to_change_the_counting() -> None:
    assert compare_commitments(expected("stages", "danfeng.md"), parsed("danfeng.md").commitments) == []


@pytest.mark.parametrize("file_name", ["yunxi.txt", "yunxi.html"])
def test_zero_rows_of_yunxi_are_rows_without_a_rate(file_name: str) -> None:
    first, second = bulletin(file_name).tables
    assert (len(first.rows), len(second.rows)) == (18, 14)
    assert {row.label for row in first.rows if not any(row.cells[2:])} == {"关防乡", "景阳乡", "六郎乡", "三官洞林区"}


@pytest.mark.parametrize("file_name", ["fufeng.txt", "fufeng.pdf"])
def test_tables_of_fufeng_are_put_together_over_page_breaks(file_name: str) -> None:
    tables = bulletin(file_name).tables
    assert [sum(not row.is_total for row in table.rows) for table in tables] == [38, 21, 29, 36, 30]
    assert [sum(row.is_total for row in table.rows) for table in tables] == [1, 1, 1, 0, 0]
    assert not any(table.cut_off for table in tables)


@pytest.mark.parametrize("file_name", ["fufeng.txt", "fufeng.pdf"])
def test_inspection_tables_of_fufeng_become_compliance_rows(file_name: str) -> None:
    rows = bulletin(file_name).compliance
    assert [sum(row.kind == kind for row in rows) for kind in ("website", "new_media")] == [36, 30]
    assert {row.result for row in rows} == {"合格"}
    assert [row.account for row in rows if row.remark] == ["扶风住建"]
