"""Rates that a word before their name makes another one are not held against counts that are not theirs."""

import pytest

from tests.pipelines.audit.from_text import findings, verdicts

COUNTED = "3月，共受理诉求1200件，办结1180件，"


@pytest.mark.parametrize(
    "name",
    [
        "一次办结率",
        "首次办结率",
        "快速办结率",
        "3个工作日办结率",
        "24小时内办结率",
        "三日办结率",
        "全省办结率",
        "简易工单一次办结率",
    ],
)
def test_a_rate_of_another_name_is_not_called_wrong(name: str) -> None:
    assert verdicts(f"{COUNTED}{name}80.5%。\n", "A4") == [("unverifiable", 1)]


@pytest.mark.parametrize("name", ["办结率", "总办结率", "诉求办结率", "热线办结率", "我县办结率"])
def test_a_rate_of_its_own_name_is(name: str) -> None:
    assert verdicts(f"{COUNTED}{name}80.5%。\n", "A4") == [("inconsistent", 3)]


@pytest.mark.parametrize("name", ["15秒接通率", "20秒内接通率", "夜间接通率"])
def test_how_fast_calls_were_answered_is_no_rate_of_calls_answered(name: str) -> None:
    text = f"3月，热线呼入来电2000个，接通1900个，接通率95%，{name}90%。\n"
    assert verdicts(text, "A4") == [("consistent", 0), ("unverifiable", 1)]


def test_a_second_rate_of_a_kind_is_not_called_wrong_where_the_counts_give_the_first() -> None:
    graded = "3月，受理诉求1200件，回访1000件，满意950件，不满意50件，"
    assert verdicts(f"{graded}满意率95%，村居满意率80.5%。\n", "A4") == [("consistent", 0), ("unverifiable", 1)]
    assert verdicts(f"{graded}满意率80.5%。\n", "A4") == [("inconsistent", 3)]


def test_the_same_rate_twice_is_still_held_against_its_counts() -> None:
    text = f"{COUNTED}办结率98.33%。\n\n{COUNTED}办结率89.33%。\n"
    assert [v for v, _ in verdicts(text, "A4")].count("inconsistent") == 1


def test_an_average_rate_needs_no_whole_number() -> None:
    text = "3月，热线呼入来电719个，其中人工服务541个，{}接通率为78.92%。\n"
    assert findings(text.format("平均"), "G1") == []
    assert len(findings(text.format(""), "G1")) == 1
