"""A round number (1.2万件) is what it was rounded from, whichever check it stands in."""

import pytest

from pipelines.audit.finding import Finding
from pipelines.parse import parse_payload
from tests.pipelines.audit.from_text import HEAD

BY_KIND = "| 类别 | 受理件 |\n| --- | --- |\n| 投诉 | {} |\n| 咨询 | 4000 |\n| 求助 | 1000 |\n"

# Texts with a place for a figure, and what it makes of it: within what 1.2万 was rounded from, and beyond.
TEXTS = [
    ("A2", "2022年3月，县长信箱共受理来信1.2万件，其中投诉{}件、咨询4000件、求助1000件。"),
    ("A2", "2022年3月，县长信箱共受理来信1.2万件，分类情况如下：\n\n" + BY_KIND),
    ("A9", "2022年3月，县长信箱共受理来信1.2万件，其中办结{}件，正在办理5000件。"),
    ("X2", "2022年一季度，县长信箱共收到来信1.2万件，1月{}件、2月4000件、3月1000件。"),
]


def findings(text: str) -> list[Finding]:
    return list(parse_payload((HEAD + text).encode(), file_name="bulletin.md").findings)


@pytest.mark.parametrize(("check_id", "text"), TEXTS)
def test_a_sum_within_the_rounding_agrees_and_says_so(check_id: str, text: str) -> None:
    found = findings(text.format(7034))
    assert {f.verdict for f in found} == {"consistent"}
    (told,) = [f for f in found if f.check_id == check_id and "12034" in f.statement_zh]
    assert "取整" in told.statement_zh
    assert "rounding" in told.statement_en


@pytest.mark.parametrize(("check_id", "text"), TEXTS)
def test_a_sum_beyond_the_rounding_is_told(check_id: str, text: str) -> None:
    found = [f for f in findings(text.format(8034)) if f.check_id == check_id and "13034" in f.statement_zh]
    assert [f.verdict for f in found if f.severity >= 2]


@pytest.mark.parametrize(("valid", "verdict"), [("12000", "consistent"), ("11000", "needs_definition")])
def test_what_is_removed_from_a_round_number(valid: str, verdict: str) -> None:
    text = f"2022年3月，县长信箱收到来信1.2万件，剔除重复来信34件，有效来信{valid}件。"
    assert verdict in {f.verdict for f in findings(text) if f.check_id == "A2"}
    assert "inconsistent" not in {f.verdict for f in findings(text)}


@pytest.mark.parametrize(
    ("earlier", "verdicts"), [("12000", {"consistent"}), ("13000", {"consistent", "inconsistent"})]
)
def test_round_numbers_may_leave_the_way_of_a_change_open(earlier: str, verdicts: set[str]) -> None:
    text = f"2022年3月，县长信箱共受理来信1.2万件，较上月增加34件，上月为{earlier}件。"
    assert {f.verdict for f in findings(text)} | {"consistent"} == verdicts


def test_shares_that_miss_a_hundred_beside_counts_in_wan() -> None:
    text = "3月，县长信箱共收到来信5.77万件。其中电话4.33万件，占75.04%；网络1.34万件，占23.22%；其他948件，占1.64%。"
    assert [(f.verdict, f.severity) for f in findings(text) if f.check_id == "A2" and "占比" in f.subject] == [
        ("needs_definition", 1)
    ]


def test_an_example_of_others_in_a_bracket_is_not_the_rest() -> None:
    text = (
        "3月，县长信箱共收到来信5000件。其中电话来信4000件，占80.00%；网络来信900件，占18.00%；"
        "人工录入（来函、其他部门转办）50件，占1.00%。"
    )
    assert [f.verdict for f in findings(text) if f.check_id == "A2" and "占比" in f.subject] == []


@pytest.mark.parametrize(("handed_on", "told"), [("0.84", []), ("0.94", ["needs_definition"])])
def test_round_numbers_of_the_two_ways_of_completion(handed_on: str, told: list[str]) -> None:
    text = f"2022年3月，县长信箱当场办结1.23万件，转办办结{handed_on}万件，共办结2.08万件。"
    assert [f.verdict for f in findings(text) if f.check_id == "A9" and f.severity] == told


def test_round_changes_of_parts_and_whole() -> None:
    text = (
        "2022年3月，县长信箱受理来信5.2万件，比上月增加1.2万件。来信中涉及供水问题的20000件，比上月增加7034件；"
        "涉及供电问题的32000件，比上月增加5000件。"
    )
    (told,) = [f for f in findings(text) if "增减之和" in f.subject]
    assert told.verdict == "consistent"
    assert "取整" in told.statement_zh


@pytest.mark.parametrize(
    ("received", "completed"),
    [("6千", "5.9千"), ("三万六千", "三万五千"), ("3万2千", "3万1千"), ("10万零500", "98289")],
)
def test_numbers_in_thousands_are_read_whole(received: str, completed: str) -> None:
    rate = {"6千": "98.33%", "三万六千": "97.22%", "3万2千": "96.88%", "10万零500": "97.80%"}[received]
    text = f"2022年3月，县长信箱共受理来信{received}件，办结{completed}件，办结率{rate}。"
    (told,) = [f for f in findings(text) if f.check_id == "A4"]
    assert told.verdict == "consistent"
    wrong = [f for f in findings(text.replace(rate, "67.22%")) if f.check_id == "A4"]
    assert [f.verdict for f in wrong] == ["needs_definition"]
