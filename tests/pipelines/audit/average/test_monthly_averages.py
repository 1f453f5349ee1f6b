"""A7 by the month, and which count an average is of."""

import pytest

from tests.pipelines.audit.from_text import findings

HEAD = "# 岭溪县2023年上半年县长信箱办理情况通报\n\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2023年上半年，共受理来信6120件，月均1020件。", [("consistent", 0)]),
        ("2022年全年共受理来信12130件，平均每月受理1011件。", [("consistent", 0)]),
        ("2022年全年共受理来信12130件，月均受理1010件。", [("consistent", 1)]),
        ("2022年全年共受理来信1.2万件，月均受理1011件。", [("consistent", 0)]),
        ("2022年全年共受理来信12130件，月均受理1060件。", [("needs_definition", 2)]),
        ("2022年全年共受理来信12130件，月均受理2060件。", []),  # of another total
        ("2022年3月共受理来信1213件，月均受理1060件。", []),  # a month is no several
        ("2022年1月1日至3月20日共受理来信1213件，月均受理404件。", []),  # nor are days
    ],
)
def test_a_monthly_average_is_its_total_over_the_months(text: str, told: list[tuple[str, int]]) -> None:
    assert [(f.verdict, f.severity) for f in findings(text, "A7", HEAD)] == told


def test_an_average_by_the_month_is_no_count_of_what_came_in() -> None:
    text = "2022年全年共受理来信12130件，平均每月受理1011件。\n\n截至12月底，全年来信12130件已全部办结。"
    assert {f.verdict for f in findings(text, "N1")} <= {"consistent"}


@pytest.mark.parametrize(("printed", "verdict"), [("8.36", "consistent"), ("8.39", "inconsistent")])
def test_an_average_of_what_was_accepted(printed: str, verdict: str) -> None:
    text = f"本月呼入电话331次，受理各类服务请求234次，日平均受理{printed}次。"
    head = "# 岭溪县2022年2月热线办理情况通报\n\n"
    assert [(f.verdict, f.recomputed) for f in findings(text, "A7", head)] == [(verdict, "8.3571")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2023年，共受理来信6120件，办结6000件，日均办结16.44件。", ["6000/365（日历日） = 16.4384"]),
        ("2023年，共受理来信6120件，办结6000件，月均办结500件。", ["6000/12 = 500"]),
        ("2023年，共受理来信6120件，日均办结16.44件。", []),  # how many were completed is not printed
        ("2023年，共受理来信6120件，月均回复500件。", []),
        ("2023年，共受理来信7300件，日均接听20件。", ["7300/365（日历日） = 20"]),
    ],
)
def test_an_average_is_of_what_its_words_say(text: str, told: list[str]) -> None:
    assert [f.evidence[0] for f in findings(text, "A7", "# 岭溪县2023年县长信箱办理情况通报\n\n")] == told
