"""N1 by value: figures that sentences print again under another word, and round numbers."""

import pytest

from tests.pipelines.audit.from_text import findings


def repeats(text: str) -> list[str]:
    """The prints that are told as one figure."""
    return [
        str(f.recomputed)
        for f in findings(text, "N1")
        if f.statement_zh.endswith("相符。") and "在文中印" in f.statement_zh
    ]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("本月共受理来信1628件。各责任单位共承办工单1628件。", ["1628件"]),
        ("本月受理工单48608件，其中供热诉求11670件。供热工单共11670件，较上周减少。", ["11670件"]),
        ("本月转办来信7283件，超期301件。超期回复工单301件，较上月减少。", ["301件"]),
        ("满意率80.85%，办理平稳。其中镇村办理件满意率80.01%。本月群众评价满意率80.85%。", ["80.85%"]),
        ("本月收到来信16万余件。\n\n本月收到来信161768件，另收到来电40500件。", ["约16万余件；161768件"]),
        ("受理来信4900件，排第一位的是供水类问题，超过800件。\n\n其中供水815件。", ["超过800件；815件"]),
        ("本月受理来信超1144万件。\n\n本月共受理来信1144.97万件，受理来电48.72万件。", ["超过1144万件；1144.97万件"]),
    ],
)
def test_one_figure_in_two_sentences(text: str, printed: list[str]) -> None:
    assert repeats(text) == printed


@pytest.mark.parametrize(
    "text",
    [
        "本月共受理来信12件。柳溪镇承办工单12件。",
        "柳溪镇收到来信500件。石桥镇承办工单500件。",
        "咨询类131件，办理较快。车辆管理类131件，办理较慢。",
        "办结率100%。本月按期办结率98.5%。柳溪镇办结率100%。",
        "本月收到来信16万余件。\n\n本月收到来信171768件，另收到来电40500件。",
        "受理来信4900件，排第一位的是供水类问题，超过800件。\n\n其中噪声扰民815件。",
    ],
)
def test_values_that_chance_may_repeat_say_nothing(text: str) -> None:
    assert repeats(text) == []


@pytest.mark.parametrize(("headline", "holds"), [("1.65万件", True), ("1.66万件", True), ("1.67万件", False)])
def test_a_round_number_is_rounded_or_cut_off(headline: str, holds: bool) -> None:
    text = f"本月受理来信{headline}。\n\n县长信箱共受理来信16590件。"
    told = [f for f in findings(text, "N1") if "标题" not in f.subject]
    assert [f.verdict for f in told] == ["consistent"] * holds


def test_a_change_in_a_heading_that_does_not_say_of_what() -> None:
    text = "一、来信量同比下降30.4%\n\n3月，县长信箱共收到来信160件，同比下降30.4%。"
    found = [f for f in findings(text, "N1") if f.claimed == "30.4%"]
    assert [f.verdict for f in found] == ["consistent"]
    of_another = text.replace("共收到来信160件，同比下降30.4%", "共收到来信160件，同比下降20.4%，办结率同比下降30.4%")
    assert [f for f in findings(of_another, "N1") if f.claimed == "30.4%" and f.metric == "change"] == []


def test_a_round_number_is_not_the_exact_one_of_another_month() -> None:
    text = "2022年3月，县长信箱受理来信0.6万件，较2月份{}件增长5.88%。"
    assert repeats(text.format(5667)) == []
    same = text.format(5667).replace("较2月份", "即3月份")
    assert repeats(same) == ["0.6万件；5667件"]
