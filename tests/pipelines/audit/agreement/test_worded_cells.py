"""N1 by words: numbers of sentences under the words of a table."""

import pytest

from pipelines.audit.agreement.worded_cells import shared_word, telling_digits
from tests.pipelines.audit.from_text import findings, table

NAME = "figures of sentences under the words of a table"
CALLS = table(
    "一、二季度话务情况",
    "时间 人工接听量 自助来电量 挽回损失（万元）",
    "第一季度 8412 5137 12.45",
    "第二季度 7930 6242 31.28",
)


def cells(text: str) -> list[tuple[str, str | None, str | None]]:
    found = [f for f in findings(text, "N1") if f.check_name == NAME]
    return [(f.verdict, f.claimed, f.recomputed) for f in found]


def test_what_no_metric_counts_is_found_by_the_words_of_its_row_and_column() -> None:
    text = "二季度，热线人工接听7930个，自助服务量6242个，为群众挽回损失31.28万元。\n\n" + CALLS
    assert ("consistent", "6242个", "6242") in cells(text)
    assert ("consistent", "31.28万元", "31.28") in cells(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "二季度，热线自助服务量6358个。",  # another number
        "二季度，热线放弃量6242个。",  # another column
        "去年，自助服务量6242个。",  # another row
        "二季度，自助服务占6242%。",  # another unit
        "二季度，为群众挽回损失31.28元。\n\n二季度，自助服务6242.5万个。",
    ],
)
def test_another_figure_is_left_alone(sentence: str) -> None:
    assert cells(f"{sentence}\n\n{CALLS}") == []


@pytest.mark.parametrize("written", ["6224", "6248", "6742"])
def test_a_slip_of_the_pen_is_asked_about(written: str) -> None:
    assert cells(f"二季度，热线自助服务量{written}个。\n\n{CALLS}") == [("needs_definition", f"{written}个", "6242")]


def test_a_number_like_one_that_is_printed_rightly_elsewhere_is_none() -> None:
    text = "二季度，热线自助服务量6242个，其中自助服务办结6224个。\n\n" + CALLS
    assert [verdict for verdict, *_ in cells(text)] == ["consistent"]


KINDS = table(
    "信件受理情况", "类型 2022年3月（件） 2021年3月（件）", "投诉类信件 250 841", "举报 37 75", "咨询 110 939"
)


def test_two_digits_are_enough_right_behind_the_name_of_the_row() -> None:
    text = "3月，县长信箱共收到信件397件。2022年3月，处理举报线索若干，其中有奖举报37人次。\n\n" + KINDS
    assert cells(text) == [("consistent", "37人次", "37")]
    assert cells(text.replace("37人次", "36人次")) == []
    assert cells(text.replace("有奖举报", "有奖")) == []


def test_what_another_check_holds_against_the_table_is_not_told_twice() -> None:
    text = "2022年3月，县长信箱受理举报137件。\n\n" + KINDS.replace("| 37 |", "| 137 |")
    held = [f for f in findings(text, "N1") if f.recomputed == "137"]
    assert len(held) == 1


def test_digits_that_say_something() -> None:
    assert [telling_digits(n) for n in ("154917", "2400", "1,200件", "0.90%", "98.99%", "万")] == [6, 2, 2, 2, 4, 0]
    assert (shared_word("自助来电", "自助服务量"), shared_word("放弃", "人工")) == (2, 0)
