"""N1 for cells: sentences against months, channels, kinds of requests and printed changes of a table."""

import pytest

from tests.pipelines.audit.from_text import findings, table

CAPTION = "2022年县长信箱、市长信箱受理情况统计表"
MONTHS = table(CAPTION, "月份 县长信箱 市长信箱 合计", "1月 10 4 14", "2月 8 3 11", "3月 12 5 17", "总计 30 12 42")


def cells(text: str) -> list[tuple[str, int, str | None, str | None]]:
    found = [f for f in findings(text, "N1") if "行“" in f.statement_zh]
    return [(f.verdict, f.severity, f.claimed, f.recomputed) for f in found]


def test_a_month_is_held_against_its_row_and_not_against_the_total() -> None:
    assert cells("3月份，县长信箱共收到来信12件。\n\n" + MONTHS) == [("consistent", 0, "12件", "12")]
    assert cells("3月份，县长信箱共收到来信30件。\n\n" + MONTHS) == []


def test_a_figure_of_the_very_channel_that_is_near_and_not_the_same_is_told() -> None:
    found = cells("3月份，县长信箱共收到来信13件。\n\n" + MONTHS)
    assert [f[0] for f in found] == ["needs_definition"]


def test_a_figure_of_something_else_is_left_alone() -> None:
    assert cells("3月份，县长信箱共收到来信212件。\n\n" + MONTHS) == []
    assert cells("3月份，县长信箱共收到来信12件以上。\n\n" + MONTHS) == []


def test_kinds_of_requests_are_held_against_the_total_of_their_column() -> None:
    kinds = table("受理情况统计表", "单位 投诉数量 举报数量 受理总数", "东河镇 12 3 15", "西岭乡 7 1 8", "合计 19 4 23")
    text = "3月，县长信箱共受理23件，其中投诉{}件，举报4件。\n\n" + kinds
    assert cells(text.format(19)) == [("consistent", 0, "19件", "19"), ("consistent", 0, "4件", "4")]
    assert ("needs_definition", 3, "18件", "19") in cells(text.format(18))


def test_a_fall_in_words_is_that_of_the_row_with_its_sign() -> None:
    channels = table(
        "受理情况统计表",
        "渠道 占比（%） 环比增长（%） 同比增长（%）",
        "电话反映 60.1 -8.2 -4.5",
        "微信反映 39.9 3.1 7.7",
    )
    text = "3月，县长信箱受理量中，电话反映量同比下降4.5%，微信反映量同比上升7.7%。\n\n" + channels
    assert [f[2:] for f in cells(text)] == [("4.5%", "-4.5"), ("7.7%", "7.7")]


def test_a_column_of_a_quarter_is_held_against_what_the_text_says_of_it() -> None:
    header = "诉求类型 2021年第一季度 2022年第一季度 同比"
    kinds = table("诉求情况", header, "咨询 500 600 20%", "投诉 400 300 -25%", "合计 900 900 0%")
    text = "2022年第一季度，县长信箱共受理900件，其中咨询600件，投诉300件。\n\n" + kinds
    held = {(f.claimed, f.recomputed) for f in findings(text, "N1") if f.verdict == "consistent"}
    assert held == {("900件", "900"), ("600件", "600"), ("300件", "300")}


def test_a_rate_is_not_that_of_a_row_that_prints_the_next_one() -> None:
    rows = (
        "单位 受理数 办结数 办结率",
        "东镇 42 42 100.0%",
        "镇街小计 105 104 99.0%",
        "局 170 168 98.8%",
        "合计 275 272 98.9%",
    )
    text = "3月，县长信箱受理来信275件，其中镇街105件；已办结272件，办结率98.9%。\n\n" + table("一览", *rows)
    told = [f for f in findings(text, "N1") if "98.9%" in f.statement_zh]
    assert told
    assert not [f for f in told if "99.0" in f.statement_zh]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("28.45", "29.68", "29.18"), [("29.68分", "29.67")]),
        (("28.45", "29.67", "29.18"), []),
        (("28.45", "29.68", "29.19"), []),  # which column is meant is not sure
        (("28.45", "9.67", "29.18"), []),  # of something else
    ],
)
def test_a_score_of_a_list_that_its_column_does_not_print(
    said: tuple[str, str, str], told: list[tuple[str, str]]
) -> None:
    rows = ("东河县 214 9.48 9.99 28.45", "青石县 159 9.69 9.99 29.67", "北岭区 116 9.50 9.93 29.18")
    text = "3月，各县区数据质量得分为：东河县{}分；青石县{}分；北岭区{}分。\n\n".format(*said)
    text += table("得分情况", "县区 工单总数 数据完整得分 内容完整得分 数据质量总分", *rows)
    found = [f for f in findings(text, "N1") if f.verdict != "consistent"]
    assert [(f.claimed, f.recomputed) for f in found] == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("收到来信486件，满意率97.5%。", [("97.5%", "97.2%")]),
        ("收到来信478件，满意率97.2%。", [("478件", "486")]),
        ("收到来信486件，满意率97.2%。", []),
        ("收到来信486件，满意率77.5%。", []),  # far off: of something else
        ("收到来信486件，回访满意率97.5%，网上满意率97.2%。", []),  # two of them
    ],
)
def test_a_figure_of_the_period_of_a_row_that_prints_another(sentence: str, told: list[tuple[str, str]]) -> None:
    rows = ("本季度 486 97.2%", "上季度 450 96.8%")
    text = f"三季度，县长信箱共{sentence}\n\n" + table("办理情况", "时间 收到来信 满意率", *rows)
    found = findings(text, "N1", "# 岭溪县2022年第三季度县长信箱办理情况通报\n\n")
    assert [(f.claimed, f.recomputed) for f in found if f.verdict != "consistent"] == told


def test_changes_of_the_text_are_those_of_the_row_of_differences() -> None:
    rows = ("本季度 486 470", "上季度 450 438", "增减 36 32")
    text = "三季度，县长信箱共收到来信486件，比上季度增加36件；办结470件，比上季度增加32件，同比增加36件。\n\n"
    text += table("办理情况", "时间 收到来信 办结", *rows)
    found = findings(text, "N1", "# 岭溪县2022年第三季度县长信箱办理情况通报\n\n")
    told = [(f.claimed, f.recomputed) for f in found if f.metric == "change_count"]
    assert told == [("36件", "36"), ("32件", "32")]  # the second 36 is of another comparison
