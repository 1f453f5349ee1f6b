"""Tables without rules in PDF files: every row of every layout exact, or the lines of the table reported."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from parsers.document import Document, Grid, Text
from parsers.readers.pdf import read_pdf
from parsers.records import Table
from parsers.tables import tables
from parsers.vocabulary.layout import squeezed
from tests.parsers.readers.pdf_tables import (
    NAMES,
    PROSE,
    Column,
    Content,
    Layout,
    drawn,
    prose_page,
    random_content,
    random_layout,
    text_pages,
    wrapped,
)

LONG_REMARK = "主要涉及物业管理和房屋漏水等问题，已责成专人限期办理，其中未办结3件"
COLUMNS = (
    Column("序号", "serial"),
    Column("办理单位", "label"),
    Column("应办件数", "count"),
    Column("办结率", "rate"),
    Column("备注", "note"),
)


def rows_of_table(table: Table) -> list[list[str]]:
    """The rows without white space; a total stands in the first column whether its print joins two or not."""
    return [_placed([squeezed(cell or "") for cell in row.cells]) for row in table.rows]


def _placed(row: list[str]) -> list[str]:
    return ["合计", "", *row[2:]] if row[:2] in (["合计", ""], ["", "合计"]) else row


def expected(content: Content) -> list[list[str]]:
    return [_placed([squeezed(cell) for cell in row]) for row in content.rows]


def require_exact(content: Content, layout: Layout) -> Document:
    document = read_pdf(drawn(content, layout))
    read = tables(document)
    found, issues = read.known, read.issues
    assert [i.code for i in document.issues if i.code != "page_furniture"] == []
    assert len(found) == 1
    (table,) = found
    assert [squeezed(c.header) for c in table.columns] == content.headers
    assert rows_of_table(table) == expected(content)
    assert [i.code for i in issues] == []
    return document


@pytest.mark.parametrize("page", ["portrait", "landscape", "rotate90", "rotate270", "sideways"])
@pytest.mark.parametrize("valign", ["centre", "top", "bottom"])
def test_wrapped_cells_stand_in_their_rows_on_pages_of_all_directions(page, valign):
    rng = random.Random(f"{page} {valign}")
    content = random_content(rng, 9)
    require_exact(content, replace(random_layout(rng), page=page, valign=valign, pad_y=1))


@pytest.mark.parametrize("seed", range(14))
def test_tables_in_any_layout_are_read_exactly(seed):
    rng = random.Random(seed)
    content = random_content(
        rng,
        rng.randint(4, 20),
        serial=rng.random() < 0.8,
        note=rng.random() < 0.8,
        groups=rng.random() < 0.3,
        zero_rows=rng.random() < 0.3,
    )
    require_exact(content, replace(random_layout(rng), page="landscape", pad_x=4))


@pytest.mark.parametrize("rules", ["three", "rows", "columns", "fills"])
def test_rules_in_one_direction_and_fills_divide_but_are_no_cells(rules):
    rng = random.Random(rules)
    require_exact(random_content(rng, 14), replace(random_layout(rng), rules=rules, page="landscape"))


def test_blanks_in_figures_and_header_words_are_no_columns():
    rng = random.Random(7)
    content = random_content(rng, 12)
    require_exact(content, Layout(spaced_numbers=True, spaced_header=True, bold_header=True, total_place="spaced"))


def test_two_tables_on_a_page_are_two():
    columns = (Column("单位", "label"), Column("来件数", "count"), Column("办结率", "rate"))

    def page(put: Callable[[float, float, str, float], None]) -> None:
        for top, title in ((80, "热线办理情况统计表"), (200, "信箱办理情况统计表")):
            put(60, top, title, 13)
            rows = [tuple(c.header for c in columns), *((name, "3", "100%") for name in NAMES[:3])]
            for i, row in enumerate(rows):
                for x, cell in zip((60, 180, 260), row, strict=True):
                    put(x, top + 22 + 18 * i, cell, 9)

    read = tables(read_pdf(prose_page(page)))

    found, issues = read.known, read.issues
    assert [(t.title, len(t.rows)) for t in found] == [("热线办理情况统计表", 3), ("信箱办理情况统计表", 3)]
    assert issues == []


@pytest.mark.parametrize("valign", ["centre", "top", "bottom"])
def test_rows_cut_by_a_page_break_are_put_together(valign):
    rows = tuple((str(i), name, str(3 * i), "100%", LONG_REMARK) for i, name in enumerate(NAMES[:14], 1))
    content = Content(COLUMNS, rows)
    layout = Layout(valign=valign, split_rows=True, note_width=8, page="landscape")
    document = require_exact(content, layout)
    assert sum(isinstance(b, Grid) for b in document.blocks) == document.pages > 1
    require_exact(content, replace(layout, repeat_header=False))


def test_a_table_goes_on_over_pages_without_its_header_though_its_names_get_longer():
    names = ("甲局", "乙局", "丙局", "新兴产业集聚服务中心", "科技工业园区事务中心", "丁局")
    content = Content(COLUMNS, tuple((str(i), n, str(i), "100%", "") for i, n in enumerate(names, 1)))
    require_exact(content, Layout(repeat_header=False, rows_per_page=3, label_width=11))


def test_a_table_whose_next_page_does_not_fit_it_is_marked_as_cut_off():
    columns = (Column("单位", "label"), Column("来件数", "count"), Column("办结率", "rate"))
    header = [c.header for c in columns]
    first = [header, *([name, "3", "100%"] for name in NAMES[:4])]
    second = [[name, "4", "100%"] for name in NAMES[4:8]]

    def placed(rows: list[list[str]], places: tuple[float, ...]) -> list[tuple[float, float, str, float]]:
        return [
            (x, 80.0 + 18 * i, cell, 9.0) for i, row in enumerate(rows) for x, cell in zip(places, row, strict=True)
        ]

    document = read_pdf(text_pages([placed(first, (60, 180, 260)), placed(second, (60, 95, 190))]))
    (grid,) = [b for b in document.blocks if isinstance(b, Grid)]
    assert grid.cut_off
    assert [(i.code, (i.raw or "").count("\n")) for i in document.issues] == [("unruled_table", 3)]
    assert [i.code for i in tables(document).issues] == ["cut_off_table"]


def test_labels_over_several_columns_belong_to_all_of_them():
    rng = random.Random(5)
    content = random_content(rng, 8, groups=True)
    document = require_exact(content, Layout(page="landscape", header_width=2.2))
    (grid,) = [b for b in document.blocks if isinstance(b, Grid)]
    assert [grid.rows[0][c] for _, c, high, wide in grid.spans if high == 1 and wide > 1] == ["市长信箱", "热线"]


def test_lines_that_divide_a_table_are_kept_as_merged_cells():
    rows = tuple((str(i), name, str(i), "100%", "") for i, name in enumerate(NAMES[:8], 1))
    document = read_pdf(drawn(Content(COLUMNS, rows), Layout(banners=(0, 4))))
    read = tables(document)
    (table,), issues = read.known, read.issues
    assert [(i.code, i.raw) for i in issues] == [("group_row", "一、镇街"), ("group_row", "二、部门")]
    assert rows_of_table(table) == [list(row) for row in rows]


def test_units_without_figures_are_rows_where_nothing_else_can_be_meant():
    columns = (Column("单位", "label"), Column("来件数", "count"), Column("办结数", "count"), Column("办结率", "rate"))
    rows = (("甲镇", "3", "3", "100%"), ("乙镇", "", "", ""), ("丙镇", "1", "1", "100%"), ("丁镇", "2", "2", "100%"))
    require_exact(Content(columns, rows), Layout(pad_y=6))


def test_names_that_could_be_two_rows_or_one_are_reported():
    columns = (Column("单位", "label"), Column("来件数", "count"), Column("办结数", "count"), Column("办结率", "rate"))
    rows = (
        ("县自然资源局", "3", "3", "100%"),
        ("县生态环境局", "", "", ""),
        ("县农业农村局", "1", "1", "100%"),
        ("县住建局", "2", "2", "100%"),
    )
    document = read_pdf(drawn(Content(columns, rows), Layout(pad_y=0, leading=1.2)))
    assert tables(document).known == []
    (issue,) = document.issues
    assert issue.code == "unruled_table"
    assert [line in (issue.raw or "") for line in ("县自然资源局 3 3 100%", "县生态环境局")] == [True, True]


def test_characters_over_two_columns_are_reported_not_cut():
    columns = (Column("单位", "label"), Column("来件数", "count"), Column("办结率", "rate"))

    def page(put: Callable[[float, float, str, float], None]) -> None:
        for x, column in zip((60, 130, 200), columns, strict=True):
            put(x, 100, column.header, 9)
        for i, name in enumerate(("甲局", "新兴产业集聚服务中心一二三号")):
            for x, cell in zip((60, 150, 205), (name, "3", "100%"), strict=True):
                put(x, 120 + 18 * i, cell, 9)

    document = read_pdf(prose_page(page))
    assert [b for b in document.blocks if isinstance(b, Grid)] == []
    assert [i.code for i in document.issues] == ["unruled_table"]


def _paragraph(put: Callable[[float, float, str, float], None], x: float, y: float, text: str, width: float) -> None:
    for i, line in enumerate(wrapped(text, width)):
        put(x, y + 17 * i, line, 10)


def test_text_beside_a_table_is_read_by_itself():
    def page(put: Callable[[float, float, str, float], None]) -> None:
        rows = [
            ("序号", "单位", "应办件数", "办结率"),
            *((str(i), n, str(i), "100%") for i, n in enumerate(NAMES[:9], 1)),
        ]
        for r, row in enumerate(rows):
            for x, cell in zip((50, 80, 190, 250), row, strict=True):
                put(x, 100 + 18 * r, cell, 9)
        _paragraph(put, 320, 90, PROSE * 2, 22)

    document = read_pdf(prose_page(page))
    (table,) = tables(document).known
    assert [row.label for row in table.rows] == NAMES[:9]
    assert [b.text for b in document.blocks if isinstance(b, Text)] == [PROSE * 2]


def test_columns_of_text_are_read_one_after_the_other_and_are_no_table():
    def page(put: Callable[[float, float, str, float], None]) -> None:
        _paragraph(put, 50, 80, PROSE * 2, 22)
        _paragraph(put, 310, 80, "第二栏。" + PROSE * 2, 22)

    document = read_pdf(prose_page(page))
    assert [b.text for b in document.blocks if isinstance(b, Text)] == [PROSE * 2, "第二栏。" + PROSE * 2]
    assert document.issues == ()


@pytest.mark.parametrize(
    "lines",
    [
        [
            ("来信人：", "张某"),
            ("来信时间：", "2021年3月4日"),
            ("办理单位：", "县住建局"),
            ("回复时间：", "2021年3月9日"),
        ],
        [(name, f"0914-33{i:05d}", f"值班室{i}") for i, name in enumerate(NAMES[:9])],
        [(f"{i}", heading, "." * 30, f"{3 * i}") for i, heading in enumerate(("总体情况", "办理情况", "存在问题"), 1)],
        [("单位 办结 逾期 情况见附件。",), ("1. 城关街道办 92 件 92 件 100%",), ("2. 绛溪镇 91 件 91 件 100%",)],
    ],
    ids=["form", "telephone list", "contents", "sentences"],
)
def test_lists_forms_and_contents_are_no_tables(lines):
    def page(put: Callable[[float, float, str, float], None]) -> None:
        for i, line in enumerate(lines):
            for x, cell in zip((60, 180, 300, 500), line, strict=False):
                put(x, 90 + 20 * i, cell, 11)

    document = read_pdf(prose_page(page))
    assert [b for b in document.blocks if isinstance(b, Grid)] == []
    assert document.issues == ()
    printed = squeezed("".join(b.text for b in document.blocks if isinstance(b, Text)))
    assert printed == squeezed("".join(cell for line in lines for cell in line))
