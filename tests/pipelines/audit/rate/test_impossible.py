"""Rates that no counts can give: more than all, or of nothing."""

import pytest

from tests.pipelines.audit import from_text as in_text


def verdicts(text: str) -> list[tuple[str, str]]:
    return [(f.verdict, f.claimed or "") for f in in_text.findings(text, "A4") if f.verdict != "consistent"]


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("3月，共受理诉求1200件，群众满意率101%。", "101%"),
        ("3月，回访满意度为100.5%，位居前列。", "100.5%"),
        (
            in_text.table("附表", "单位 受理数 办结数 满意率", "甲局 20 20 98%", "乙镇 30 30 102%", "丙镇 9 9 95%"),
            "102%",
        ),
    ],
)
def test_more_than_all_cannot_be_satisfied(text: str, claimed: str) -> None:
    assert ("inconsistent", claimed) in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        "3月，共受理诉求1200件，群众满意率100%。",
        "3月，任务数100件，完成数108件，完成率108%。",
        "3月，受理诉求1200件，办结1212件，办结率101%。",
        "3月，满意率98%，为上月的101%。",
    ],
)
def test_other_rates_may_exceed_all(text: str) -> None:
    assert "inconsistent" not in {verdict for verdict, _ in verdicts(text)}


@pytest.mark.parametrize(
    "text",
    [
        "3月，县长信箱收到来信0件，办结率100%。",
        "3月，市长信箱转办0件，办结0件，办结率100%。",
        "3月，应办0件，按期办结率100%。",
        "3月，参与评价0件，满意率100%。",
    ],
)
def test_rate_of_no_items_is_told(text: str) -> None:
    assert verdicts(text) == [("unusual", "100%")]


@pytest.mark.parametrize(
    "text",
    [
        "3月，转办0件，收到来信30件，办结30件，办结率100%。",
        "3月，收到来信30件，不满意0件，满意率100%。",
        "3月，县长信箱收到来信12件，办结12件，办结率100%；市长信箱收到来信0件。",
    ],
)
def test_count_of_nothing_that_is_no_base_says_nothing(text: str) -> None:
    assert "unusual" not in {verdict for verdict, _ in verdicts(text)}
