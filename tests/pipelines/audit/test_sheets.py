from dataclasses import replace

import pytest

from parsers.records import Row
from pipelines.audit.sheets import is_blank_cell, sheet, sheets
from tests.pipelines.audit.stated_by_hand import bulletin, table


def test_cells_are_linked_to_their_claims_and_rows_without_figures_are_blank() -> None:
    made, claims = table(1, ["单位", "received", "completion_rate"], [["甲镇", "12件", "100%"], ["乙乡", None, None]])
    found = sheet(bulletin(tables=[(made, claims)]), made)
    first, second = found.rows
    assert first.by_metric["received"].value == 12
    assert second.is_blank
    assert found.total is None
    assert (found.name, found.unread) == ("表1（县长信箱）", frozenset())


def test_subtotals_are_neither_rows_nor_the_total() -> None:
    made, _ = table(1, ["单位", "received"], [["甲镇", "12"], ["小计", "12"], ["合计", "12"]])
    rows = tuple(replace(r, is_subtotal=r.label == "小计") for r in made.rows)
    found = sheet(bulletin(), replace(made, rows=rows))
    assert [r.label for r in found.all_rows()] == ["甲镇", "合计"]


def test_table_without_a_measured_column_is_left_out() -> None:
    made, claims = table(1, ["单位", "备注"], [["甲镇", "无"]])
    assert sheets(bulletin(tables=[(made, claims)])) == ()
    assert all(isinstance(row, Row) for row in made.rows)


@pytest.mark.parametrize(
    ("text", "blank"), [(None, True), ("", True), (" — ", True), ("/", True), ("0", False), ("a", False)]
)
def test_blank_cells(text: str | None, blank: bool) -> None:
    assert is_blank_cell(text) is blank
