"""The period that a document reports, and the day up to which it counts; all texts are invented."""

import datetime as dt

import pytest

from parsers.bulletins.period import cut_off
from parsers.document import Text
from tests.parsers.bulletins.as_read import meta, periods

D = dt.date


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


def test_a_year_in_the_title_is_not_narrowed_by_a_quarter_in_the_text() -> None:
    found = meta("青石县2022年县长信箱工作总结\n\n2022年，县长信箱共收到来信100件。分季度看，一季度40件，二季度60件。")
    assert (found.period_start, found.period_end) == (D(2022, 1, 1), D(2022, 12, 31))


def test_a_whole_year_that_opens_a_text_is_its_period() -> None:
    text = "2018年，县长信箱收到来信430封，办结420封。\n从类型看，投诉类130封，占30.2%。"
    assert {when for _, when in periods(text)} == {"2018-01-01..2018-12-31"}


def test_last_year_alone_is_the_year_before_the_day_of_writing() -> None:
    text = "县长信箱去年办理情况通报\n2019年1月15日\n去年，县长信箱收到来信430封，比上年增长12%。"
    assert periods(text) == [("430封", "2018-01-01..2018-12-31"), ("12%", "2018-01-01..2018-12-31")]
    undated = "2018年，全县广开言路。去年共收到县长信箱来信430封，比上年同期298封增加132封。"
    assert periods(undated)[:2] == [("430封", "2018-01-01..2018-12-31"), ("298封", "2017-01-01..2017-12-31")]


def test_a_month_without_its_year_is_read_against_the_day_of_counting() -> None:
    text = "11月份，县长信箱收到来信59封。\n备注：本数据统计时间为2021年12月8日。"
    assert periods(text) == [("59封", "2021-11-01..2021-11-30")]


def test_an_issue_gives_the_year_of_the_months_below_it() -> None:
    text = "青石县热线情况通报（2018年第九期）\n1-9月，县长信箱收到来信645件。2018年9月收到来信67件。"
    assert periods(text) == [("645件", "2018-01-01..2018-09-30"), ("67件", "2018-09-01..2018-09-30")]


def test_a_week_that_lost_its_characters() -> None:
    text = "2021年度县长信箱简报第9期\n发布日期：2021-12-13\n本周（123—1210日），县长信箱收信255件。\n按时办结率99.4%。"
    assert periods(text) == [("255件", "2021-12-03..2021-12-10"), ("99.4%", "2021-12-03..2021-12-10")]


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


@pytest.mark.parametrize("span", ["2024年3月11日—3月17日", "3月11日至17日"])
def test_a_span_of_counting_is_no_cut_off(span: str) -> None:
    assert cut_off([Text(f"统计时间：{span}", "L1")], D(2024, 3, 18)) is None


def test_last_week_behind_the_figures_of_the_week_reported_is_the_one_before() -> None:
    head = "青石县2022年第12周（3月21日-3月27日）来信办理情况通报\n\n"
    reported, before = "2022-03-21..2022-03-27", "2022-03-14..2022-03-20"
    later = f"{head}2022年第12周（3月21日-3月27日），共收到来信50件。\n\n上周收到来信40件。\n"
    assert [when for _, when in periods(later)] == [reported, before]
    assert [when for _, when in periods(f"{head}上周，共收到来信50件，办结40件。\n")] == [reported] * 2


@pytest.mark.parametrize(
    ("title", "posted", "span", "expected"),
    [
        ("上周热线受理诉求612件", "2020-11-04 09:10", "10月25日至10月31日", D(2020, 10, 31)),
        ("本周热线受理诉求612件", "2020-11-01 18:00", "10月26日至11月1日", D(2020, 11, 1)),
        ("热线受理诉求612件", "2020-11-04 09:10", "10月25日至10月31日", None),  # no word for it in the title
        ("上周热线受理诉求612件", "2020-11-04 09:10", "9月1日至10月31日", None),  # no week
        ("上周热线受理诉求612件", "2020-11-24 09:10", "10月25日至10月31日", None),  # not the last one
    ],
)
def test_the_week_of_an_article_may_be_told_at_its_end(
    title: str, posted: str, span: str, expected: dt.date | None
) -> None:
    paragraphs = ["本报讯 记者从青石县热线办了解到，热线共受理诉求612件。", *["某小区业主反映路灯损坏，已修复。"] * 4]
    text = "\n\n".join([f"{title} 物业问题成热点", f"青石晚报 {posted}", *paragraphs, f"{span}，共受理诉求612件。"])
    assert meta(text).period_end == expected


@pytest.mark.parametrize(
    ("opening", "start", "end"),
    [
        ("暑假期间（6月20日-8月31日），共收到来信5件。", D(2022, 6, 20), D(2022, 8, 31)),
        ("7—8月，共收到来信5件。", D(2022, 7, 1), D(2022, 8, 31)),
        ("2021年暑假期间（7月1日-8月31日），共收到来信5件。", D(2021, 7, 1), D(2021, 8, 31)),
        # Hardly begun, or not at all: of the year before.
        ("1—11月，共收到来信5件。", D(2021, 1, 1), D(2021, 11, 30)),
        ("8月10日至10月31日，共收到来信5件。", D(2021, 8, 10), D(2021, 10, 31)),
    ],
)
def test_a_period_without_its_year_that_is_mostly_over_is_of_the_year_of_the_document(
    opening: str, start: dt.date, end: dt.date
) -> None:
    day = "2022年1月8日" if opening.startswith("1—11") else "2022年8月15日"
    found = meta(f"来信办理情况通报\n\n各部门：\n\n{opening}\n\n青石县信访局\n{day}\n")
    assert (found.period_start, found.period_end) == (start, end)


@pytest.mark.parametrize("label", ["标题", "信息标题", "名称"])
def test_the_title_in_a_row_of_the_head_gives_the_period(label: str) -> None:
    rows = f"| 索引号: | 0112/2022-3 | 公开日期: | 2022-06-09 |\n| {label}: | 2022年4月份承办单位来信办理情况通报 | |\n"
    found = meta(f"{rows}一、来信情况\n本月共收到来信45件，办结40件。\n")
    assert (found.period_start, found.period_end) == (D(2022, 4, 1), D(2022, 4, 30))


@pytest.mark.parametrize("line", ["人民网讯 ", "本报讯（记者 某某）", ""])
def test_an_earlier_year_that_a_level_is_held_against_is_not_the_year_reported(line: str) -> None:
    text = f"我市留言办理工作再获佳绩\n\n{line}2022年，县长信箱收到来信846件。"
    text += "截至2022年12月31日，已回复819件，回复率较2021年提高2.1个百分点。\n\n"
    text += "平均办理时长由2021年的9.6天缩短至6.8天。\n\n从2019年至2022年，累计收到来信2871件。\n"
    assert meta(text).period_start == D(2022, 1, 1)


def test_a_later_month_than_the_year_that_opens_a_text_is_reported() -> None:
    text = "来信办理情况\n\n2021年，县长信箱全面升级，收到来信846件。\n\n2022年3月，收到来信40件，办结39件。\n"
    assert meta(text).period_start == D(2022, 3, 1)
