"""Titles, numbers, signatures and days of posting, as they are printed without a label; all texts are invented."""

import datetime as dt

import pytest

from parsers.bulletins import read_bulletin
from parsers.readers.html import read_html
from tests.parsers.bulletins.as_read import SENTENCE, meta, periods, region_of

D = dt.date


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


def test_a_copy_prints_its_day_before_its_source() -> None:
    text = "7月份县长信箱办理情况通报\n2022/9/3 来源：不详\n7月份，县长信箱收到来信33件，办结率97.0%。"
    assert {when for _, when in periods(text)} == {"2022-07-01..2022-07-31"}


@pytest.mark.parametrize(
    ("line", "dated_on"),
    [
        ("（2023年12月28日）", dt.date(2023, 12, 28)),
        ("(2024年1月5日)", dt.date(2024, 1, 5)),
        ("（截至2023年12月28日）", None),  # until when it counts
        ("（2023年1月1日至2023年12月28日）", None),
    ],
)
def test_a_date_in_brackets_below_the_title_is_that_of_the_document(line: str, dated_on: dt.date | None) -> None:
    text = f"青石县2023年度县长信箱办理情况报告\n{line}\n2023年，县长信箱共收到来信120件，办结118件。\n"
    assert meta(text).dated_on == dated_on


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2019年12月3日 青石日报", D(2019, 12, 3)),
        ("2019-12-03  石澜新闻网", D(2019, 12, 3)),
        ("2019年12月3日 县长信箱办理情况通报", None),
    ],
)
def test_a_line_of_day_and_paper_dates_an_article(line: str, day: dt.date | None) -> None:
    text = f"青石县12345热线11月受理情况\n{line}\n记者从县热线办获悉，11月，热线共受理来电310件，办结300件。\n"
    assert meta(text).published_on == day


@pytest.mark.parametrize(
    ("title", "opening", "day"),
    [
        ("2019年11月", "12月3日，记者从县热线办获悉，", D(2019, 12, 3)),
        ("2019年12月", "本报讯（记者 甲某）记者1月8日从县热线办了解到，", D(2020, 1, 8)),
        ("上半年", "2021年7月9日上午，记者从县热线办得知，", D(2021, 7, 9)),
        ("2019年11月", "记者从县热线办获悉，", None),
        ("2019年11月", "10月3日，记者从县热线办获悉，", None),  # before the end of the month, or years later
        ("11月", "12月3日，记者从县热线办获悉，", None),  # of no known year
        ("2019年11月", "热线运行平稳。12月3日，记者从某小区了解到，水管已修好。", None),
    ],
)
def test_the_day_on_which_a_reporter_heard_dates_an_article(title: str, opening: str, day: dt.date | None) -> None:
    text = f"青石县12345热线{title}受理情况\n\n{opening}热线共受理来电310件，办结300件。记者从多方证实。\n"
    assert meta(text).dated_on == day
