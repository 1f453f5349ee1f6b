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


COARSE = (
    "2022年3月，县长信箱共收到诉求0.04万件，同比下降90.5%。其中投诉0.03万件，同比下降{}%，占比{}%；"
    "举报0万件，环比下降86.93%，占比9.55%；咨询0.01万件，占比27.64%。\n\n"
)
EXACT = (
    "| 类型 | 2022年3月收到 | 2021年3月收到 |\n| --- | --- | --- |\n"
    "| 投诉 | 250 | 841 |\n| 举报 | 38 | 75 |\n| 咨询 | 110 | 3939 |\n"
)


def of_counts(text: str) -> list[Finding]:
    """What is said of shares, changes and earlier counts."""
    return [f for f in findings(text) if f.check_id in ("A3", "A6", "G2", "G3")]


def test_nothing_is_calculated_from_a_count_that_leaves_everything_open() -> None:
    assert of_counts(COARSE.format("70.27", "62.81")) == []


def test_the_exact_counts_of_the_table_stand_in_for_coarse_ones() -> None:
    told = "".join(f.statement_zh for f in of_counts(COARSE.format("70.27", "62.81") + EXACT))
    assert "250/398=62.8141%" in told
    assert "(250-841)/841=-70.2735%" in told
    assert "/400" not in told
    assert "-38" not in told.replace("下降", "")


def test_a_share_that_the_exact_counts_do_not_give_is_not_covered_by_rounding() -> None:
    found = of_counts(COARSE.format("70.27", "65.81").replace("27.64", "24.64") + EXACT)
    assert not [f for f in found if f.verdict == "consistent" and "65.81" in f.statement_zh]


ROUND = (
    "2022年3月，县长信箱共受理来信0.46万件。其中，投诉0.29万件，占比{}%；举报0.04万件，占比9.32%；"
    "咨询0.13万件，占比27.72%。\n\n"
)
ROUND_ROWS = "| 类别 | 受理件 |\n| --- | --- |\n| 投诉 | {} |\n| 举报 | 432 |\n| 咨询 | 1285 |\n"


def test_the_exact_counts_of_the_table_stand_in_for_round_ones_too() -> None:
    told = [f.statement_zh for f in of_counts(ROUND.format("62.96") + ROUND_ROWS.format(2919))]
    assert any("2919/4636=62.9638%" in said for said in told)
    assert not any("4600" in said for said in told)


def test_a_round_count_that_the_table_does_not_print_stays_round() -> None:
    told = [f.statement_zh for f in of_counts(ROUND.format("62.96") + ROUND_ROWS.format(3119))]
    assert any("2900/4600" in said for said in told)


def test_a_share_that_only_the_round_counts_allow_is_told() -> None:
    found = of_counts(ROUND.format("63.16") + ROUND_ROWS.format(2919) + "| 合计 | 4636 |\n")
    assert {f.verdict for f in found if "63.16" in f.statement_zh} & {"inconsistent", "needs_definition"}


def test_a_coarse_count_is_no_print_of_another_stage() -> None:
    text = "2022年3月，县长信箱接收来信0.02万件。\n\n2022年3月，县长信箱共接收来信{}件，受理{}件。"
    told = [f for f in findings(text.format(250, 183)) if f.check_id == "N1" and "约数" in f.statement_zh]
    assert told == []
    assert [f for f in findings(text.format(195, 183)) if f.check_id == "N1" and "195" in f.statement_zh]


def test_a_round_count_that_is_fine_enough_still_shows_its_share() -> None:
    text = "2022年3月，县长信箱共收到来信1.24万件，其中投诉0.62万件，占比{}%；咨询0.62万件，占比50%。"
    assert [f.verdict for f in findings(text.format(50)) if f.check_id == "A3"] == ["consistent", "consistent"]
    assert {f.verdict for f in findings(text.format(80)) if f.check_id == "A3"} != {"consistent"}


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


def test_a_share_outside_of_all_that_round_counts_allow_is_told() -> None:
    text = "2022年3月，县长信箱共收到来信0.04万件，其中投诉0.03万件，占比{}%；咨询0.01万件，占比25%。"
    assert [f.verdict for f in findings(text.format(30)) if f.check_id == "A3"] == ["needs_definition"]
    assert [f for f in findings(text.format(62)) if f.check_id == "A3"] == []


def test_round_counts_that_fill_their_whole_too_early_make_no_list_of_their_own() -> None:
    text = (
        "2022年3月，县长信箱共收到来信0.04万件，其中投诉0.03万件，占比62.97%；咨询0.01万件，占比27.71%；"
        "举报0.01万件，占比9.32%。"
    )
    told = [f for f in findings(text) if f.check_id == "A2"]
    assert {f.verdict for f in told} == {"consistent"}
    assert any("3项占比相加为100.00%" in f.statement_zh for f in told)
