from dataclasses import replace

import pytest

from parsers.records import Table
from pipelines.audit.finding import Finding
from pipelines.audit.reading.extraction import extraction
from tests.pipelines.audit import from_text
from tests.pipelines.audit.stated_by_hand import bulletin, run, table

COLUMNS = ["单位", "due", "completed"]
ROWS = [["甲局", "3", "3"], ["乙局", "2", "2"], ["合计", "5", "5"]]


def read(made: Table) -> dict[str, Finding]:
    return {f.subject.removeprefix("表1（县长信箱）"): f for f in run(extraction, bulletin(tables=[(made, ())]))}


def inspected(**fields: object) -> Table:
    made, _ = table(1, COLUMNS, ROWS, title="县长信箱办理情况表")
    return replace(made, **fields)  # type: ignore[arg-type]


def numbered(*serials: int | None) -> Table:
    made = inspected()
    rows = tuple(replace(row, serial=serial) for row, serial in zip(made.rows, (*serials, None), strict=True))
    return replace(made, rows=rows)


def test_rows_numbered_without_a_gap() -> None:
    assert read(numbered(1, 2))["行数与序号"].verdict == "consistent"


@pytest.mark.parametrize("serials", [(1, 3), (2, 3), (1, None), (2, 1)])
def test_a_gap_is_a_question_to_the_reading(serials: tuple[int | None, int | None]) -> None:
    found = read(numbered(*serials))["行数与序号"]
    assert (found.verdict, found.severity) == ("parser_suspect", 1)


@pytest.mark.parametrize(
    ("fragments", "verdict"), [((1, 1), "consistent"), ((1, 2), "consistent"), ((1, 3), "parser_suspect")]
)
def test_pages_add_up_with_their_total_row_or_without(fragments: tuple[int, ...], verdict: str) -> None:
    assert read(inspected(fragments=fragments))["行数与分页"].verdict == verdict


def test_a_table_in_one_piece_without_numbers_has_only_its_units() -> None:
    assert list(read(inspected(fragments=(2,)))) == ["有无重名单位"]


def test_a_table_that_is_cut_off_is_said_to_be() -> None:
    assert read(inspected(cut_off=True))["是否读全"].verdict == "parser_suspect"


def test_a_row_with_another_number_of_cells() -> None:
    made = inspected()
    narrow = replace(made, rows=(replace(made.rows[0], cells=("甲局", "3")), *made.rows[1:]))
    found = read(narrow)["各行格数"]
    assert found.verdict == "parser_suspect"
    assert "甲局" in found.statement_zh


def test_a_unit_listed_twice_is_unusual_where_items_are_counted() -> None:
    made = inspected()
    twice = replace(made, rows=(made.rows[0], replace(made.rows[1], label="甲 局"), made.rows[2]))
    assert (read(twice)["有无重名单位"].verdict, read(twice)["有无重名单位"].severity) == ("unusual", 1)
    assert read(made)["有无重名单位"].verdict == "consistent"


def test_a_unit_with_two_accounts_stands_twice_in_an_inspection_table() -> None:
    accounts, _ = table(1, ["单位", "平台", "compliance"], [["甲局", "微信", "合格"], ["甲局", "微博", "合格"]])
    assert run(extraction, bulletin(tables=[(accounts, ())])) == []


def test_numbers_may_begin_again_behind_a_subtotal() -> None:
    rows = ("1 东镇 3", "2 西镇 4", "小计 — 7", "1 甲局 5", "2 乙局 6", "小计 — 11", "合计 — 18")
    text = from_text.table("办理情况统计表", "序号 单位 受理数", *rows)
    assert {v for v, _ in from_text.verdicts(text, "E1")} == {"consistent"}
    assert ("parser_suspect", 1) in from_text.verdicts(text.replace("| 2 | 乙局", "| 3 | 乙局"), "E1")
