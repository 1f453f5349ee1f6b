"""Single cells, headers, and rows of which cells were left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.cells import (
    align,
    behind_period,
    cell_kind,
    header_kind,
    header_word,
    is_of_dated_period,
    is_total_word,
    label_at,
    serial_number,
    unbroken,
)


@pytest.mark.parametrize(
    ("header", "word", "unit"),
    [
        ("已回复 (条)", "已回复", "条"),
        ("应办件数（单位：件）", "应办件数", "件"),
        ("逾期 办理", "逾期办理", None),
        ("办结\n率", "办结率", None),
        ("合格/不合格", "合格/不合格", None),
        ("快速办结率（≥75%达标）", "快速办结率", None),
        ("单位（镇街）", "单位（镇街）", None),
    ],
)
def test_header_without_blanks_and_unit(header, word, unit):
    assert header_word(header) == (word, unit)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("序 号", "serial"),
        ("单位名称", "label"),
        ("办结率(%)", "rate"),
        ("实办数", "count"),
        ("备注", "note"),
        ("高级指标", None),
        ("2月受理数（起）", "count"),
        ("上半年办结率", "rate"),
        ("第二批受理对象", None),
    ],
)
def test_kind_of_a_header(header, kind):
    assert header_kind(header) == kind


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        *((cell, "number") for cell in ("12", "1,118", "19件", "１２")),
        *((cell, "percent") for cell in ("95.08 %", "100％")),
        *((cell, "blank") for cell in ("", None, "—")),
        *((cell, "text") for cell in ("甲局", "4号林场", "2020-12-09", "十")),
    ],
)
def test_kind_of_a_cell(cell, kind):
    assert cell_kind(cell) == kind


@pytest.mark.parametrize(
    ("cell", "is_total"), [("合 计", True), ("合计（38个单位）", True), ("合计办理情况", False), (None, False)]
)
def test_total_words(cell, is_total):
    assert is_total_word(cell) is is_total


def test_serial_numbers():
    assert [serial_number(c) for c in ("3", "３．", "", None, "一", "3a")] == [3, 3, None, None, None, None]


KINDS = ["serial", "label", "count", "count", "rate", "note"]


@pytest.mark.parametrize(
    ("cells", "placed"),
    [
        (["1", "甲镇", "5", "5", "100%"], ("1", "甲镇", "5", "5", "100%", None)),
        (["1", "甲镇"], ("1", "甲镇", None, None, None, None)),
        (["1", "甲镇", "延期"], ("1", "甲镇", None, None, None, "延期")),
        (["1", "甲镇", "5", "100%"], None),  # which count is it?
        (["甲镇", "5", "5", "100%"], None),  # a serial is never left out
        (["1", "甲镇", "5", "5", "100%", "延期", "再延期"], None),
    ],
)
def test_cells_are_placed_only_when_one_way_fits(cells, placed):
    assert align(cells, KINDS) == placed


@given(st.lists(st.sampled_from(["1", "甲镇", "5%", "", "备注"]), max_size=7))
def test_placing_keeps_every_cell_in_order(cells):
    placed = align(cells, KINDS)
    assert placed is None or [c for c in placed if c is not None] == cells


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("其中未\n办 1件", "其中未办 1件"),
        ("县疫情指挥部办公\n室", "县疫情指挥部办公室"),
        ("10月逾期19件\n11月逾期8件", "10月逾期19件 11月逾期8件"),
        ("10月逾期19\n件", "10月逾期19件"),
        ("逾期1\n1件", "逾期11件"),
        ("see\npage", "see page"),
        ("甲局", "甲局"),
    ],
)
def test_a_break_inside_a_word_goes_and_one_between_items_stays(printed, read):
    assert unbroken(printed) == read


def test_a_row_is_about_its_office_rather_than_its_month_or_channel():
    assert label_at(["月份", "单位", "来件数"]) == 1
    assert label_at(["渠道", "来件数"]) == 0
    assert label_at(["来件数"]) is None


@pytest.mark.parametrize(
    ("header", "rest", "dated"),
    [
        ("2月受理数（起）", "受理数", True),
        ("2021年第三季度", "", True),
        ("上月受理数", "受理数", False),
        ("上年同期办结数", "办结数", False),
        ("12345热线", "", False),
        ("受理数", "", False),
    ],
)
def test_the_period_that_a_header_opens_with(header, rest, dated):
    assert (behind_period(header), is_of_dated_period(header)) == (rest, dated)


@pytest.mark.parametrize(
    ("cell", "kind"), [("↓2.5%", "percent"), ("12↑", "number"), ("↑上升", "text"), ("-3", "number"), ("↓", "blank")]
)
def test_a_mark_of_a_rise_or_fall_beside_a_figure_is_its_sign(cell, kind):
    assert cell_kind(cell) == kind


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("15223(↑14.28%)", "number"),
        ("1,407.76（↓ 2.29％）", "number"),
        ("15223(14.28%)", "text"),  # may be a share
        ("15223(↑14)", "text"),
        ("约15223(↑14.28%)", "text"),
    ],
)
def test_a_figure_with_its_change_in_brackets_is_a_number(cell: str, kind: str) -> None:
    assert cell_kind(cell) == kind
