"""Tables of two rows as one cell a line: the names first, then the figures."""

import pytest

from parsers.document import Grid
from parsers.readers.text import read_text
from parsers.tables import tables

PLACES = ("东河镇", "西岭乡", "南坪镇")


def grids(*lines: str) -> list[Grid]:
    return [b for b in read_text("\n\n".join(lines)).blocks if isinstance(b, Grid)]


def test_names_and_counts_with_the_words_of_their_rows_and_a_total():
    text = "\n\n".join(("（二）转办", "乡镇", *PLACES, "合计", "数量", "5", "14", "9", "28"))
    (grid,) = grids(text)
    assert grid.rows == (("乡镇", *PLACES, "合计"), ("数量", "5", "14", "9", "28"))
    assert grid.locators == ("L3-13", "L15-21")
    read = tables(read_text(text))
    (table,), issues = read.known, read.issues
    assert [(row.label, row.cells[1], row.is_total) for row in table.rows] == [
        ("东河镇", "5", False), ("西岭乡", "14", False), ("南坪镇", "9", False), ("合计", "28", True)
    ]  # fmt: skip
    assert (table.columns[1].metric, issues) == ("forwarded", [])


def test_names_and_counts_below_a_sentence_that_announces_kinds():
    lead = "上周接收的28件中，分类情况如下："
    (table,) = tables(read_text("\n\n".join((lead, "路面破损", "绿化", "夜间噪声", "5", "14", "9")))).known
    assert [c.header for c in table.columns] == ["分类", "件数"]
    assert (table.columns[1].metric, table.lead) == ("received", "L1")


@pytest.mark.parametrize(
    "lines",
    [
        ("分类情况如下：", "路面", "绿化", "噪声", "5", "14"),
        ("联系方式如下：", "路面", "绿化", "噪声", "5", "14", "9"),
        ("分类情况良好。", "路面", "绿化", "噪声", "5", "14", "9"),
        ("分类情况如下：", "路面", "绿化", "5", "14"),
        ("分类情况如下：", "受理数", "办结数", "噪声", "5", "14", "9"),
    ],
)
def test_other_lists_of_words_and_figures_are_left_alone(lines: tuple[str, ...]):
    assert grids(*lines) == []
