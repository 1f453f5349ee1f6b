"""What a bulletin prints about itself, its sections, and what of it is read; all texts are invented."""

import datetime as dt
import time

import pytest

from parsers.bulletins import cut_off, fields_of, read_bulletin
from parsers.document import Document, Grid, Text
from parsers.readers.html import read_html
from parsers.readers.text import read_text
from parsers.records import Bulletin, BulletinMeta

D = dt.date
SENTENCE = "一季度，县长信箱共收到来信120件，办结118件，办结率98.33%。"


def region_of(text: str) -> str | None:
    return next((code for name, code in (("青石县", "990101"), ("石澜县", "990202")) if name in text), None)


def read(text: str) -> Bulletin:
    return read_bulletin(read_text(text), region_of)


def meta(text: str) -> BulletinMeta:
    return read(text).meta


def figures(bulletin: Bulletin) -> list[tuple[str, str, str | None]]:
    return [(c.metric, c.printed, c.channel) for c in bulletin.claims if c.value is not None]


# ------------------------------------------------------------------------------------------------------ header fields


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


# --------------------------------------------------------------------------------------------------- title and numbers


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("首页 > 政务公开 > 通知公告\n\n关于2020年下半年留言办理情况的通报", "关于2020年下半年留言办理情况的通报"),
        ("政务简报\n第十五期\n\n2022年4月份12345热线运行情况", "2022年4月份12345热线运行情况"),
        (
            "青石县人民政府办公室文件\n\n青政办〔2021〕33号\n\n关于三季度留言办理情况的通报",
            "关于三季度留言办理情况的通报",
        ),
        ("2022年5月6日\n\n县长信箱办理情况通报", "县长信箱办理情况通报"),
    ],
)
def test_the_title_need_not_be_the_first_line(head: str, title: str) -> None:
    assert meta(f"{head}\n\n各镇、各部门：\n\n共收到来信5件。\n").title == title


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("热线简报\n第15期", 15),
        ("热线简报\n（2022年第3期 总第27期）", 3),
        ("热线简报\n第十五期", 15),
        ("县长信箱办理情况通报\n\n7", 7),
        ("县长信箱办理情况\n\n7", None),
        ("热线简报", None),
    ],
)
def test_issue_numbers(head: str, number: int | None) -> None:
    assert meta(f"{head}\n\n共收到来信5件。\n").issue_no == number


@pytest.mark.parametrize("printed", ["青政办〔2021〕33号", "青政办[2021] 33号", "青政办（2021）第33号"])
def test_document_numbers_of_the_head_are_kept_as_printed(printed: str) -> None:
    assert meta(f"关于来信办理情况的通报\n\n{printed}\n\n共收到来信5件。\n").doc_no == printed.replace(" ", "")


def test_document_numbers_deep_in_the_text_are_of_other_documents() -> None:
    assert (
        meta("关于来信办理情况的通报\n\n" + "共收到来信5件。" * 80 + "按照青政办〔2021〕33号文件办理。\n").doc_no
        is None
    )


# ------------------------------------------------------------------------------------------------ issuer, dates, period


@pytest.mark.parametrize(
    ("end", "issuer", "day"),
    [
        ("青石县信访局\n2022年4月8日", "青石县信访局", D(2022, 4, 8)),
        ("青石县信访局　　2022年4月8日", "青石县信访局", D(2022, 4, 8)),
        (
            "青石县12345政务服务便民热线管理中心　　二〇二二年四月八日",
            "青石县12345政务服务便民热线管理中心",
            D(2022, 4, 8),
        ),
        ("青石县信访局\n\n2022年4月8日印发", "青石县信访局", D(2022, 4, 8)),
        ("联系电话：0999-1234567", None, None),
    ],
)
def test_issuer_and_day_of_the_signature(end: str, issuer: str | None, day: dt.date | None) -> None:
    found = meta(f"关于2022年3月来信办理情况的通报\n\n各部门：\n\n共收到来信5件，于2022年4月1日前全部办结。\n\n{end}\n")
    assert (found.issuer, found.dated_on) == (issuer, day)


@pytest.mark.parametrize(
    ("title", "opening", "start", "end"),
    [
        ("2022年3月来信办理情况通报", "本月共收到来信5件。", D(2022, 3, 1), D(2022, 3, 31)),
        ("来信办理情况通报", "2022年1—3月，共收到来信5件。", D(2022, 1, 1), D(2022, 3, 31)),
        ("来信办理情况通报", "3月份，共收到来信5件。", D(2022, 3, 1), D(2022, 3, 31)),
        ("来信办理情况通报", "12月份，共收到来信5件。", D(2021, 12, 1), D(2021, 12, 31)),
        ("四季度来信办理情况通报", "共收到来信5件。", D(2021, 10, 1), D(2021, 12, 31)),
        ("2022年第12周（3月21日-3月27日）来信办理情况通报", "共收到来信5件。", D(2022, 3, 21), D(2022, 3, 27)),
        ("12月27日至1月2日来信办理周报", "共收到来信5件。", D(2021, 12, 27), D(2022, 1, 2)),
        ("2021年度来信办理情况通报", "共收到来信5件。", D(2021, 1, 1), D(2021, 12, 31)),
        ("来信办理情况通报", "共收到来信5件。", None, None),
    ],
)
def test_the_period_is_of_the_title_else_of_the_opening(
    title: str, opening: str, start: dt.date | None, end: dt.date | None
) -> None:
    found = meta(f"{title}\n\n各部门：\n\n{opening}\n\n青石县信访局\n2022年4月8日\n")
    assert (found.period_start, found.period_end) == (start, end)


@pytest.mark.parametrize(
    ("opening", "later", "last"),
    [
        ("2020年、2021年分别收到来信50件、60件。", "2021年一季度收到来信12件。", D(2021, 12, 31)),
        ("2021年，共收到来信60件。", "2021年一季度收到来信12件。", D(2021, 12, 31)),
        ("2021年一季度，共收到来信12件。", "2021年收到来信60件。", D(2021, 3, 31)),
        ("2021年以来，县长信箱运行平稳，2021年一季度收到来信12件。", "2021年一季度办结12件。", D(2021, 3, 31)),
    ],
)
def test_a_year_that_opens_the_text_is_not_narrowed_by_a_quarter_below(opening: str, later: str, last: dt.date) -> None:
    assert meta(f"来信办理情况\n\n{opening}\n\n{later}\n").period_end == last


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("数据统计截至2021年10月8日。", D(2021, 10, 8)),
        ("（统计截止2021年10月8日17时）", D(2021, 10, 8)),
        ("统计时间节点为2021年10月8日。", D(2021, 10, 8)),
        ("数据截至10月8日。", D(2021, 10, 8)),
        ("数据截至9月底。", D(2021, 9, 30)),
        ("数据截至12月底。", D(2020, 12, 31)),
        ("请于2021年10月8日前办结。", None),
    ],
)
def test_the_day_up_to_which_was_counted(sentence: str, day: dt.date | None) -> None:
    assert cut_off([Text(sentence, "L1")], D(2021, 10, 11)) == day


def test_a_cut_off_day_without_a_year_needs_the_day_of_the_document() -> None:
    assert cut_off([Text("数据截至10月8日。", "L1")], None) is None


# --------------------------------------------------------------------------------------------------------------- press


PRESS = "石澜县:网民留言有回音\n\n2021年,石澜县县长信箱共收到来信812件。\n\n{}\n"


@pytest.mark.parametrize(
    ("end", "speaker"),
    [
        ("来源：石澜日报 记者 某某", "press"),
        ("来源：石澜县融媒体中心\n责任编辑：某某", "press"),
        ("来源：石澜县人民政府网 编辑：某某", "government"),
        ("来源：石澜日报", "government"),
        ("编辑：某某", "government"),
    ],
)
def test_an_article_of_the_press_has_a_paper_and_a_writer(end: str, speaker: str) -> None:
    found = read(PRESS.format(end))
    assert found.meta.stated_by == speaker
    assert {c.stated_by for c in found.claims} == {speaker}


# ------------------------------------------------------------------------------------------------------------ sections


SECTIONS = """2022年3月政府信箱办理情况通报

共收到信件52件。

一、县长信箱

收到来信30件。

二、部门信箱

收到来信22件。

三、总体情况

共办结50件。

四、存在问题

（一）个别单位回复不及时。例如：县住建局敷衍应付。

五、下步工作要求

各单位要在5个工作日内办结，办结率达到100%，收到来信9件。
"""


def test_a_heading_gives_its_channel_to_its_section_only() -> None:
    assert figures(read(SECTIONS)) == [
        ("received", "52件", "government_mailbox"),
        ("received", "30件", "county_mailbox"),
        ("received", "22件", "department_mailbox"),
        ("completed", "50件", "government_mailbox"),
    ]


def test_a_heading_below_keeps_the_channel_and_one_beside_resets_it() -> None:
    text = "3月来信办理情况通报\n\n一、县长信箱\n\n（一）收信情况\n\n收到来信30件。\n\n二、其他\n\n收到来信22件。\n"
    assert figures(read(text)) == [("received", "30件", "county_mailbox"), ("received", "22件", None)]


def test_problems_name_units_and_what_is_to_be_done_claims_nothing() -> None:
    claims = read(SECTIONS).claims
    assert [(c.metric, c.value_text) for c in claims if c.value is None] == [
        ("units", "个别单位"),
        ("criticised", "县住建局"),
    ]
    assert not any("9件" in c.printed or "100%" in c.printed for c in claims)


def test_lists_of_annexes_are_no_statements() -> None:
    text = "3月县长信箱办理情况通报\n\n共收到来信5件。\n\n附件：1. 收到来信12件办理情况表\n"
    assert figures(read(text)) == [("received", "5件", "county_mailbox")]


def test_a_page_is_read_in_well_under_half_a_second() -> None:
    read(HEADER)  # the vocabulary is loaded once
    page = HEADER + SECTIONS * 3
    begin = time.perf_counter()
    read(page)
    assert time.perf_counter() - begin < 0.5


def test_nothing_in_gives_nothing_out() -> None:
    found = read_bulletin(Document("text/plain", ()), region_of)
    assert (found.meta, found.claims, found.tables) == (BulletinMeta(), (), ())


@pytest.mark.parametrize("span", ["2024年3月11日—3月17日", "3月11日至17日"])
def test_a_span_of_counting_is_no_cut_off(span: str) -> None:
    assert cut_off([Text(f"统计时间：{span}", "L1")], D(2024, 3, 18)) is None


def test_a_year_in_the_title_is_not_narrowed_by_a_quarter_in_the_text() -> None:
    found = meta("青石县2022年县长信箱工作总结\n\n2022年，县长信箱共收到来信100件。分季度看，一季度40件，二季度60件。")
    assert (found.period_start, found.period_end) == (D(2022, 1, 1), D(2022, 12, 31))


def test_a_channel_in_full_width_digits() -> None:
    assert meta("青石县２０２３年８月１２３４５热线办理情况通报\n\n共受理２６２件。").channel == "hotline_12345"


TITLE = "2022年一季度县长信箱办理情况通报"


@pytest.mark.parametrize(
    ("page_title", "heading", "title"),
    [
        (f"{TITLE}_青石县人民政府", TITLE, TITLE),
        (f"青石县人民政府 - {TITLE}", TITLE, TITLE),
        ("青石县人民政府门户网站", TITLE, TITLE),
        (
            f"{TITLE}-青石县人民政府门户网",
            "青石县人民政府门户网",
            f"{TITLE}-青石县人民政府门户网",
        ),  # its name stands above all
        (f"青石县{TITLE}", TITLE, f"青石县{TITLE}"),  # the page has the whole title, not the name of the site
        (TITLE, "青石县人民政府办公室", TITLE),
        ("青石县人民政府门户网站", "一、总体情况", "青石县人民政府门户网站"),
    ],
)
def test_the_heading_is_the_title_where_the_page_adds_its_site(page_title: str, heading: str, title: str) -> None:
    page = f"<head><title>{page_title}</title></head><body><h1>{heading}</h1><p>{SENTENCE}</p></body>"
    assert read_bulletin(read_html(page), region_of).meta.title == title


# ------------------------------------------------------------------- what holds for a text without a head, or a section


def test_the_channel_of_a_text_without_a_title_is_the_only_one_it_names() -> None:
    text = "第三季度，“县长信箱”收到来信53件。\n从类型来看，投诉类31件，占58.5%；咨询类22件，占41.5%。"
    assert figures(read(text)) == [
        ("received", "53件", "county_mailbox"),
        ("received", "31件", "county_mailbox"),
        ("share", "58.5%", "county_mailbox"),
        ("received", "22件", "county_mailbox"),
        ("share", "41.5%", "county_mailbox"),
    ]


def test_a_secretary_s_and_a_governor_s_mailbox_in_one_word_are_two() -> None:
    text = (
        "2023年6月份县委书记、县长信箱办理情况\n六月份收到县委书记信箱、县长信箱来信63件。\n"
        "其中按目的分类：求决40件、申诉23件。"
    )
    assert {channel for _, _, channel in figures(read(text))} == {"combined"}


def periods(text: str) -> list[tuple[str, str]]:
    return [(c.printed, f"{c.period_start}..{c.period_end}") for c in read(text).claims]


def test_a_whole_year_that_opens_a_text_is_its_period() -> None:
    text = "2018年，县长信箱收到来信430封，办结420封。\n从类型看，投诉类130封，占30.2%。"
    assert {when for _, when in periods(text)} == {"2018-01-01..2018-12-31"}


def test_last_year_alone_is_the_year_before_the_day_of_writing() -> None:
    text = "县长信箱去年办理情况通报\n2019年1月15日\n去年，县长信箱收到来信430封，比上年增长12%。"
    assert periods(text) == [("430封", "2018-01-01..2018-12-31"), ("12%", "2018-01-01..2018-12-31")]
    undated = "2018年，全县广开言路。去年共收到县长信箱来信430封，比上年同期298封增加132封。"
    assert periods(undated)[:2] == [("430封", "2018-01-01..2018-12-31"), ("298封", "2017-01-01..2017-12-31")]


def test_a_section_has_the_period_of_its_heading() -> None:
    text = (
        "一、总体情况\n2022年1-6月，县长信箱收到来信258封。\n"
        "二、6月份办理情况\n全县收到来信66封。办结率100%。\n2022年7月11日"
    )
    assert periods(text) == [
        ("258封", "2022-01-01..2022-06-30"),
        ("66封", "2022-06-01..2022-06-30"),
        ("100%", "2022-06-01..2022-06-30"),
    ]


def test_a_month_without_its_year_is_read_against_the_day_of_counting() -> None:
    text = "11月份，县长信箱收到来信59封。\n备注：本数据统计时间为2021年12月8日。"
    assert periods(text) == [("59封", "2021-11-01..2021-11-30")]


def test_the_heads_of_a_list_one_part_a_line() -> None:
    text = "12345热线4月通报\n共受理诉求93件。\n（二）承办单位办理量（详见附件）\n县直部门52件\n街道 28件\n乡镇13件"
    assert [printed for _, printed, _ in figures(read(text))] == ["93件", "52件", "28件", "13件"]


def test_an_issue_gives_the_year_of_the_months_below_it() -> None:
    text = "青石县热线情况通报（2018年第九期）\n1-9月，县长信箱收到来信645件。2018年9月收到来信67件。"
    assert periods(text) == [("645件", "2018-01-01..2018-09-30"), ("67件", "2018-09-01..2018-09-30")]


def test_a_copy_prints_its_day_before_its_source() -> None:
    text = "7月份县长信箱办理情况通报\n2022/9/3 来源：不详\n7月份，县长信箱收到来信33件，办结率97.0%。"
    assert {when for _, when in periods(text)} == {"2022-07-01..2022-07-31"}


def test_a_week_that_lost_its_characters() -> None:
    text = "2021年度县长信箱简报第9期\n发布日期：2021-12-13\n本周（123—1210日），县长信箱收信255件。\n按时办结率99.4%。"
    assert periods(text) == [("255件", "2021-12-03..2021-12-10"), ("99.4%", "2021-12-03..2021-12-10")]


def test_the_head_of_a_list_says_what_its_lines_count() -> None:
    text = (
        "网上问政周榜\n上周，网上问政收到留言101件，收到回复166件。\n"
        "回复量排名前三的区域为：\n东川（132件）\n南川 (12件)\n西川（9件）\n"
        "从类型看，投诉类留言61件。"
    )
    assert [(metric, printed) for metric, printed, _ in figures(read(text))] == [
        ("received", "101件"),
        ("replied", "166件"),
        ("replied", "132件"),
        ("replied", "12件"),
        ("replied", "9件"),
        ("received", "61件"),
    ]


def test_a_title_that_names_the_whole_section_yields_to_the_channel_of_the_text() -> None:
    text = "政民互动月报（2022年5月）\n\n5月，县12345热线受理诉求31件。\n\n2、本月共办结工单28件。\n"
    assert read(text).meta.channel == "hotline_12345"
    assert {c.channel for c in read(text).claims} == {"hotline_12345"}
    assert meta("政民互动月报（2022年5月）\n\n5月，共受理诉求31件。\n").channel == "government_mailbox"
