"""Fields of the header, behind their labels and in tables; all texts are invented."""

import datetime as dt

import pytest

from parsers.bulletins import read_bulletin
from parsers.bulletins.fields import fields_of
from parsers.document import Document, Grid, Text
from parsers.readers.text import read_text
from tests.parsers.bulletins.as_read import SENTENCE, figures, meta, read, region_of

D = dt.date


HEADER = f"""索 引 号：001008003/2022-00012
主题分类：其他
发文机关：青石县人民政府办公室
成文日期：2022年4月8日
标　　题：青石县人民政府办公室关于2022年一季度县长信箱办理情况的通报
发文字号：青政办函〔2022〕12号
发布日期：2022年4月12日

青石县人民政府办公室
关于2022年一季度县长信箱办理情况的通报

各镇人民政府，县政府各部门：

{SENTENCE}

青石县人民政府办公室
2022年4月8日
"""


def test_header_fields_as_lines() -> None:
    found = meta(HEADER)
    assert found.title == "青石县人民政府办公室关于2022年一季度县长信箱办理情况的通报"
    assert (found.index_no, found.doc_no) == ("001008003/2022-00012", "青政办函〔2022〕12号")
    assert (found.issuer, found.region_code) == ("青石县人民政府办公室", "990101")
    assert (found.dated_on, found.published_on) == (D(2022, 4, 8), D(2022, 4, 12))
    assert (found.period_start, found.period_end) == (D(2022, 1, 1), D(2022, 3, 31))
    assert (found.channel, found.stated_by) == ("county_mailbox", "government")


def test_a_day_of_updating_stands_for_the_day_of_posting_where_none_is_printed() -> None:
    assert meta(f"信息来源：青石热线      更新时间：2022-04-21\n\n{SENTENCE}").published_on == D(2022, 4, 21)
    both = f"发布时间：2022-04-12\n\n更新时间：2022-06-30\n\n{SENTENCE}"
    assert meta(both).published_on == D(2022, 4, 12)


def test_header_fields_as_table_cells() -> None:
    grid = Grid(
        (
            ("索引号：", "XX-01", "发文日期", "2022-04-12 16:20"),
            ("发布机构", "青石县信访局", "文号", ""),
            ("有效性", "有效", "名称", "某某通报"),
        ),
        ("r1", "r2", "r3"),
    )
    document = Document("text/html", (grid, Text("关于2022年3月县长信箱办理情况的通报", "b2", 1), Text(SENTENCE, "b3")))
    found = read_bulletin(document, region_of).meta
    assert (found.index_no, found.issuer, found.doc_no) == ("XX-01", "青石县信访局", None)
    assert (found.published_on, found.dated_on) == (D(2022, 4, 12), None)


def test_a_label_on_one_line_and_its_value_on_the_next() -> None:
    document = read_text("索引号\n\nXX-02\n\n文号\n\n发布日期\n\n2022-04-12\n\n" + SENTENCE)
    found, places = fields_of(document)
    assert found == {"index_no": "XX-02", "published_on": "2022-04-12"}
    assert len(places) >= 4


def test_several_fields_in_one_line_are_each_read() -> None:
    found = meta(
        "网民留言办理情况\n来源：县融媒体中心  发布时间：2021-06-10 09:30  浏览次数：123\n\n5月份共收到留言35条。\n"
    )
    assert (found.title, found.published_on) == ("网民留言办理情况", D(2021, 6, 10))
    assert (found.period_start, found.period_end) == (D(2021, 5, 1), D(2021, 5, 31))


def test_figures_of_header_fields_are_no_claims() -> None:
    assert figures(read("关于3月县长信箱办理情况的通报\n浏览次数：1234 次\n\n共收到来信5件。\n")) == [
        ("received", "5件", "county_mailbox")
    ]


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("发文日期 | 2022-10-14 | 公开日期 | 2022-10-17 |", D(2022, 10, 14)),
        ("| 发布机构 | 青石县信访局 | 发布时间 | 2022年10月14日 |", D(2022, 10, 14)),
        ("来源 | 数量 | 2022-10-14 |", None),  # the head of a table: no day of anything
    ],
)
def test_fields_between_bars_in_a_line_of_text(line: str, published: dt.date | None) -> None:
    assert meta(f"三季度县长信箱办理情况\n{line}\n{SENTENCE}\n").published_on == published
