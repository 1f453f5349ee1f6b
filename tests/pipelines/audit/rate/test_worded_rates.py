"""A4 for rates whose own words name a count, wherever that stands in the sentence."""

import pytest

from tests.pipelines.audit.from_text import findings


def told(text: str) -> list[tuple[str, str]]:
    return [(f.verdict, f.evidence[0] if f.evidence else "") for f in findings(text, "A4")]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        # Not the count right before it, but the one of its name.
        ("共接到来电6842个，接通6725个，呼损117个，接通率98.29%，呼损率1.71%。", "117/6842 = 1.7100%"),
        ("本月共收到来信82件。\n\n全县共录用政务信息318条，上报政务信息1206条，录用率26.4%。", "318/1206 = 26.3682%"),
        ("投诉3012件，举报1124件。\n\n初查按时率98.80%（按时初查2976件）。", "2976/3012 = 98.8048%"),
        ("共派单1284件，按期办结1251件，逾期33件。\n\n当月回访1100件，回访率87.9%。", "1100/1251 = 87.9297%"),
        # What is of 100 % equals its base, whichever paragraph that stands in.
        ("共收到来信1468件，受理1395件，不予受理73件，转办1395件，转办率100%。", "1395/1395 = 100%"),
        ("共收到来信1468件，办结1377件。\n\n电话回访1377件，回访率100%。", "1377/1377 = 100%"),
    ],
)
def test_a_rate_is_of_the_count_of_its_name(text: str, evidence: str) -> None:
    assert ("consistent", evidence) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "共接到来电6842个，接通6725个，呼损117个，呼损率1.81%。",
        "共接到来电6842个，接通6725个，未呼损117个，呼损率1.71%。",
        "共收到来信8件，来电9个。\n\n抄告8件，抄告率100%。",  # so few that they may be equal by chance
        "共接到来电6842个，接通6725个，呼损117个，呼损率2%。",  # so coarse that some count may give it
    ],
)
def test_a_rate_that_no_count_of_its_name_gives_is_not_told(text: str) -> None:
    assert not [one for one in told(text) if "呼损" in text and "117/" in one[1]]
    assert not [one for one in told(text) if one[1] == "8/8 = 100%"]


def test_what_a_rate_of_a_printed_count_implies_is_not_told() -> None:
    text = "投诉受理2688件，受理率89.24%。"
    above = "平台共接收来信5877件，其中投诉3012件，举报1124件，咨询1741件。\n\n"
    assert [f.recomputed for f in findings(text, "G2")] == ["2399"]
    assert findings(above + text, "G2") == []


def test_one_of_several_counts_of_another_paragraph_implies_nothing() -> None:
    text = "共受理信访事项4216件。其中：\n\n来信512件。\n\n网上信访1300件。\n\n及时受理率99.8%。"
    assert [f for f in findings(text, "G2") if "受理率" in f.subject] == []
