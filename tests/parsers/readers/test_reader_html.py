"""Web pages: paragraphs, merged cells, layout tables, addresses, and pages that are badly made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.document import Grid, Text
from parsers.readers import read
from parsers.readers.html import read_html
from parsers.tables import tables


def blocks(body: str):
    return read_html(f"<html><body>{body}</body></html>").blocks


def test_what_surrounds_the_text_is_left_out():
    page = "<nav>首页</nav><script>var a='x'</script><style>p{}</style><!-- 注释 --><p>正文</p><footer>版权</footer>"
    assert blocks(page) == (Text("正文", "b1"),)


def test_headings_paragraphs_and_line_breaks():
    page = "<h1>通报</h1><div>第一行<br>第二行<br><br>另一段</div>三、要求<p>各单位要按时办理。</p>"
    assert [(b.text, b.level, b.locator) for b in blocks(page)] == [
        ("通报", 1, "b1"),
        ("第一行\n第二行", 0, "b2"),
        ("另一段", 0, "b3"),
        ("三、要求", 1, "b4"),
        ("各单位要按时办理。", 0, "b5"),
    ]


def test_a_sentence_broken_over_two_paragraphs_is_one():
    page = "<p>社会事业类受理5件，占比</p><p>35.71%，主要反映工资问题。</p><p>其他。</p>"
    assert [b.text for b in blocks(page)] == ["社会事业类受理5件，占比35.71%，主要反映工资问题。", "其他。"]


def test_merged_cells_stand_once_and_are_listed_as_spans():
    page = (
        "<table><tr><th rowspan=2>单位</th><th colspan=2>市长信箱</th><th colspan='2'>县长信箱</th></tr>"
        "<tr><td>转办</td><td>办结率</td><td>转办</td><td>办结率</td></tr>"
        "<tr><td>甲局</td><td>3</td><td>100%</td><td>4</td><td>75%</td></tr>"
        "<tr><td>合计</td><td>3</td><td>100%</td><td>4</td><td>75%</td></tr></table>"
    )
    (grid,) = blocks(page)
    assert grid.rows[0] == ("单位", "市长信箱", "", "县长信箱", "")
    assert grid.rows[1] == ("", "转办", "办结率", "转办", "办结率")
    assert grid.spans == ((0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 1, 2))
    assert grid.locators == ("b1.r1", "b1.r2", "b1.r3", "b1.r4")
    read = tables(read_html(page))
    (table,), issues = read.known, read.issues
    assert [c.header for c in table.columns] == [
        "单位",
        "市长信箱转办",
        "市长信箱办结率",
        "县长信箱转办",
        "县长信箱办结率",
    ]
    assert [c.metric for c in table.columns[1:]] == ["forwarded", "completion_rate"] * 2
    assert issues == []
    assert table.locator == "b1"


def test_a_total_merged_over_serial_and_unit():
    page = (
        "<table><tr><td>序号</td><td>单位</td><td>来件数</td></tr><tr><td>1</td><td>甲局</td><td>3</td></tr>"
        "<tr><td colspan=2>合计</td><td>3</td></tr></table>"
    )
    read = tables(read_html(page))
    (table,), issues = read.known, read.issues
    assert [(r.label, r.cells, r.is_total) for r in table.rows] == [
        ("甲局", ("1", "甲局", "3"), False),
        ("合计", ("合计", "", "3"), True),
    ]
    assert issues == []


def test_layout_tables_give_paragraphs_and_the_table_inside_stays_one():
    inner = "<table><tr><td>单位</td><td>来件数</td></tr><tr><td>甲局</td><td>3</td></tr></table>"
    page = f"<table><tr><td>栏目</td><td><p>通报正文。</p>{inner}</td></tr></table>"
    found = blocks(page)
    assert [b.text for b in found if isinstance(b, Text)] == ["栏目", "通报正文。"]
    assert [b.rows[1] for b in found if isinstance(b, Grid)] == [("甲局", "3")]


def test_running_text_in_a_cell_is_layout_but_beside_its_label_a_form():
    long = "我反映的问题长期没有得到解决，请给予关注。" * 10
    assert all(isinstance(b, Text) for b in blocks(f"<table><tr><td>{long}</td><td>{long}</td></tr></table>"))
    (form,) = blocks(
        f"<table><tr><td>来信内容</td><td>{long}</td></tr><tr><td>来信时间</td><td>2021-03-04</td></tr></table>"
    )
    assert form.rows == (("来信内容", long), ("来信时间", "2021-03-04"))


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="http://www.example.gov.cn/a?id=1">',
        '<meta property="og:url" content="http://www.example.gov.cn/a?id=1">',
        "<url>http://www.example.gov.cn/a?id=1</url>",
    ],
)
def test_the_address_is_the_one_printed_in_the_page(head):
    page = read(
        f"{head}<html><head><title>t</title></head><body><a href='http://x.cn/b'>另一页</a></body></html>".encode()
    )
    assert page.url == "http://www.example.gov.cn/a?id=1"
    assert "example" not in page.blocks[0].text


def test_an_ordinary_link_is_no_address():
    assert read("<body><a href='http://x.cn/b'>另一页</a></body>".encode()).url is None


def test_the_title_is_the_article_s_before_the_site_s():
    page = "<head><meta name='ArticleTitle' content='某通报'><title>某通报_门户网站</title></head><body>文</body>"
    assert read_html(page).title == "某通报"


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td colspan=100000>宽</td><td>1</td></tr></table>",
        "<table><tr><td rowspan=0>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        "<table><tr><td colspan='两'>a</td><td>b</td></tr></table>",
        "<div>" * 3000 + "深" + "</div>" * 3000,
        "<table>" * 200 + "<tr><td>深</td></tr>" + "</table>" * 200,
        "<p>没有结束",
        "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html><p>旧式网页</p>",
    ],
)
def test_badly_made_pages_are_read(page):
    assert blocks(page)


@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "</table>",
                "<tr>",
                "<td rowspan=3>",
                "<td colspan=2>",
                "</td>",
                "<p>",
                "<h2>",
                "</div>",
                "<br>",
                "甲局",
                "12",
                "<pre>",
                "\n",
            ]
        ),
        max_size=40,
    )
)
def test_no_nesting_of_tags_loses_a_word(pieces):
    page = "<p>首段</p>" + "".join(pieces)
    document = read_html(page)
    kept = "".join(
        b.text if isinstance(b, Text) else "".join(c or "" for row in b.rows for c in row) for b in document.blocks
    )
    assert kept.count("甲局") == pieces.count("甲局")
    tables(document)


def test_tables_nested_by_the_thousand_are_read():
    nested = 5_000
    page = f"<h1>通报</h1>{'<table><tr><td>' * nested}收到来信12件{'</td></tr></table>' * nested}"
    assert [b.text for b in read_html(page).blocks] == ["通报", "收到来信12件"]
