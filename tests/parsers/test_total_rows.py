"""Totals printed without what a total has none of: its 序号, its rank."""

import pytest

from parsers.readers.text import read_text
from parsers.records import Table
from parsers.tables import tables

END = "以上情况，特此通报。"
RANK_LAST = (("单位", "受理数", "办结数", "排名"), ("甲局", "10", "9", "2"), ("乙局", "5", "5", "1"))
RANK_FIRST = (("排名", "单位", "受理数", "办结数"), ("1", "甲局", "10", "9"), ("2", "乙局", "5", "5"))
RANK_BETWEEN = (("单位", "排名", "受理数", "办结数"), ("甲局", "1", "10", "9"), ("乙局", "2", "5", "5"))
WITH_SERIAL = (
    ("序号", "单位", "受理数", "办结数", "排名"),
    ("1", "甲局", "10", "9", "2"),
    ("2", "乙局", "5", "5", "1"),
)
TOTAL = ("合计", "15", "14")


def read(rows: tuple[tuple[str, ...], ...], joint: str) -> Table:
    text = "\n".join(("各单位办理情况表", *(joint.join(row) for row in rows), END))
    (table,) = tables(read_text(text)).known
    return table


@pytest.mark.parametrize("joint", [" | ", "\t", "  "], ids=["bars", "tabs", "blanks"])
@pytest.mark.parametrize("rows", [RANK_LAST, RANK_BETWEEN, WITH_SERIAL])
def test_a_total_has_no_rank(rows: tuple[tuple[str, ...], ...], joint: str):
    table = read((*rows, TOTAL), joint)
    total = table.rows[-1]
    figures = {c.metric: cell for c, cell in zip(table.columns, total.cells, strict=True) if c.metric}
    assert (total.label, total.is_total, table.cut_off) == ("合计", True, False)
    assert figures == {"received": "15", "completed": "14", "rank": None}


@pytest.mark.parametrize("joint", [" | ", "\t"], ids=["bars", "tabs"])
def test_a_rank_before_the_names(joint: str):
    table = read((*RANK_FIRST, TOTAL), joint)
    assert (table.rows[-1].is_total, table.rows[-1].cells, table.cut_off) == (True, (None, *TOTAL), False)


def test_one_cell_a_line():
    table = read((*RANK_LAST, TOTAL), "\n\n")
    assert (table.rows[-1].cells, table.cut_off) == ((*TOTAL, None), False)


def test_a_total_that_lacks_another_cell_is_not_placed():
    table = read(
        (("单位", "受理数", "办结数", "退回数"), ("甲局", "10", "9", "2"), ("乙局", "5", "5", "1"), TOTAL), "\t"
    )
    assert [row.label for row in table.rows] == ["甲局", "乙局"]
    assert table.cut_off
