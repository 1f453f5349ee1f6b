"""Counts of anything that the counts behind them divide by punctuation alone."""

import pytest

from tests.pipelines.audit.from_text import findings

ACCOUNTS = (
    "本季度抽查网络阵地共45个，其中公众号30个（县直部门12个，乡（镇）18个）；微博9个（县直部门6个，乡（镇）3个）；"
    "视频号6个（县直部门6个）。县长信箱收到来信5件。"
)


def told(text: str) -> list[tuple[str, str]]:
    found = [f for f in findings(text, "A2") if "其后" in f.subject]
    assert {f.verdict for f in found} <= {"consistent"}
    return [(f.subject, f.evidence[0]) for f in found]


def test_a_list_outside_brackets_and_those_inside() -> None:
    assert told(ACCOUNTS) == [
        ("本季度抽查网络阵地45个与其后3项之和", "30+9+6 = 45"),
        ("公众号30个与其后2项之和", "12+18 = 30"),
        ("微博9个与其后2项之和", "6+3 = 9"),
    ]


def test_the_sentence_says_what_and_where() -> None:
    (found,) = [f for f in findings(ACCOUNTS, "A2") if f.claimed == "9个"]
    assert found.statement_zh == "文中“微博”印9个，其后所列2项6+3=9，相符。"
    assert "6+3" in found.statement_en


@pytest.mark.parametrize(
    "text",
    [
        ACCOUNTS.replace("45个", "46个").replace("12个", "13个").replace("微博9个", "微博8个"),  # none adds up
        "抽查网站30家，走访村组12家、农户18户。县长信箱收到来信5件。",  # of two units
        "培训10场，参加单位6家、社区4家。县长信箱收到来信5件。",  # no list of it
        "登记走访73次，较上月的73次减少12次，办结52次，在办9次。县长信箱收到来信5件。",  # the difference of two
        "最多一天48场，最少一天17场，相差31场，另有3场。县长信箱收到来信5件。",
        "涉及读书点6个，其中东岭捐书3册、西岭捐书2册、南岭捐书1册。县长信箱收到来信5件。",
        "抽查网站10家、公众号6家、微博4家。县长信箱收到来信5件。",  # three beside each other
    ],
)
def test_nothing_is_told_where_they_do_not_or_may_be_of_something_else(text: str) -> None:
    assert told(text) == []


def test_what_an_enumeration_of_letters_tells_is_not_told_twice() -> None:
    text = "2022年3月，县长信箱收到来信60件，其中投诉30件、咨询20件、求助10件。"
    assert told(text) == []
    assert [f.recomputed for f in findings(text, "A2")] == ["60"]


def test_a_list_without_an_opening_word_is_told_from_three_parts_on() -> None:
    text = "全县读书点共52个，东片25个，西片17个，南片10个。县长信箱收到来信5件。"
    assert told(text) == [("全县读书点52个与其后3项之和", "25+17+10 = 52")]


def test_two_neighbours_that_divide_a_large_count() -> None:
    text = "本月共接到群众来电{}个，接通{}个，呼损{}个，共受理来信90件。"

    def told(*numbers: int) -> list[str | None]:
        return [f.recomputed for f in findings(text.format(*numbers), "A2")]

    assert "6842" in told(6842, 6725, 117)
    assert "6842" not in told(6842, 6725, 127)
    assert "42" not in told(42, 25, 17)  # so few that they may add up by chance


@pytest.mark.parametrize(
    "text",
    [
        "灯杆类有效立案数为25件，占2.5%，其中应结案数为16件，结案数为9件。县长信箱收到来信5件。",
        "物业类工单46件，其中应办结26件，已办结20件。县长信箱收到来信5件。",
    ],
)
def test_stages_of_which_one_is_among_the_other_divide_nothing(text: str) -> None:
    assert told(text) == []
