"""Earlier figures that no text prints, levels that fell or rose, and whose a change is."""

import pytest

from tests.pipelines.audit.from_text import findings

KINDS = "本月受理来信219件，其中咨询类96件、投诉类81件、求助类42件。与上月相比，"


def told(text: str, check_id: str) -> list[tuple[str, str | None, str | None]]:
    return [(f.verdict, f.claimed, f.recomputed) for f in findings(text, check_id)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("应办件数较上月减少154件，降幅7.85%。", [("consistent", "-154；7.85%", "1961至1963")]),
        ("办结量较上月增加30件，增长250%。", [("consistent", "+30；250%", "12")]),
        ("办结量较上月减少3件，下降12.4%。", [("needs_definition", "-3；12.4%", None)]),
        ("办结量较上月减少3件。", []),
    ],
)
def test_a_change_in_items_and_in_percent_allow_one_earlier_figure(
    text: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    assert told(text, "G3") == expected


def test_a_change_of_a_kind_named_again_is_of_that_kind() -> None:
    assert told(KINDS + "求助类增长5%。", "G2") == [("consistent", "5%", "40")]
    assert told(KINDS + "投诉类减少9件，下降10%。", "A6") == [("consistent", "下降10%", "-10%")]
    assert told(KINDS + "投诉类减少9件，下降12%。", "A6") == [("inconsistent", "下降12%", "-10%")]


def test_a_part_is_known_by_what_its_quotation_marks_hold() -> None:
    text = "本月受理案件219件，其中“视频监控”发现案件36件，巡查员上报案件183件。对比2022年2月，结案量减少10件，"
    assert told(text + "“视频监控”案件发现量减少20%。", "G2") == [("consistent", "20%", "45")]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("投诉类由上月的120件下降到98件。", "consistent"),
        ("投诉类由上月的98件下降到120件。", "inconsistent"),
        ("投诉量由上一月的98件上升至目前的120件。", "consistent"),
        ("投诉量由上一月的120件上升至目前的98件。", "inconsistent"),
    ],
)
def test_a_level_went_the_way_that_the_words_say(text: str, verdict: str) -> None:
    assert [f.verdict for f in findings("本月共受理来信219件，其中" + text, "A6")] == [verdict]


def test_a_rate_in_brackets_is_of_the_period_that_they_name() -> None:
    text = "本月办结率98.5%（上月为97.2%），提高{}个百分点。"
    assert told(text.format("1.3"), "A6")[0] == ("consistent", "上升1.3个百分点", "1.3个百分点")
    assert told(text.format("2.3"), "A6")[0] == ("inconsistent", "上升2.3个百分点", "1.3个百分点")


def test_by_how_much_a_rate_fell_is_no_rate() -> None:
    assert (
        findings("本月收到来信200件，办结190件，办结率95%，较上月结案率减少0.94%。", "A4")[-1].verdict == "consistent"
    )


def test_a_change_of_one_of_several_months_is_not_of_the_last() -> None:
    text = "三季度受理诉求1436件，其中7月472件、8月455件、9月509件，8月环比下降3.6%，9月环比增长11.87%。"
    found = findings(text, "G2", head="# 热线受理渠道分析\n\n")
    assert all("收到509，较上期下降" not in f.statement_zh for f in found)


BASES_BESIDE = (
    "2022年3月，县长信箱共收到来信598件，环比上月566件增长了5.65%，同比去年415件增长了44.10%。"
    "其中咨询336件，占56.19%，环比上月337件下降了0.30%；同比去年240件增长了40.00%。"
    "投诉174件，环比上月152件增长了14.47%；同比去年120件增长了{}%。"
)


def test_earlier_counts_behind_the_word_for_the_comparison() -> None:
    claimed = [f"上升{p}%" for p in ("5.65", "44.10", "40.00", "14.47", "45.00")] + ["下降0.30%"]
    held = [f for f in findings(BASES_BESIDE.format("45.00"), "A6") if f.claimed in claimed]
    assert {f.claimed: f.verdict for f in held} == dict.fromkeys(claimed, "consistent")
    assert [f.severity for f in findings(BASES_BESIDE.format("45.00"), "A2") if f.severity > 1] == []


def test_a_change_that_does_not_follow_from_the_count_before_it() -> None:
    odd = [f for f in findings(BASES_BESIDE.format("48.00"), "A6") if f.verdict == "inconsistent"]
    assert [(f.claimed, f.recomputed) for f in odd] == [("上升48.00%", "45%")]


@pytest.mark.parametrize(
    ("rest", "change"),
    [
        ("其中咨询类30件，环比上月25件增长20.00%", "上升20.00%"),
        ("其中咨询类30件，占50%，同比去年20件增长50.00%", "上升50.00%"),
        ("其中投诉类28件，环比上月35件下降20.00%，咨询类32件", "下降20.00%"),
    ],
)
def test_an_earlier_count_behind_a_part_is_of_that_part(rest: str, change: str) -> None:
    text = f"2022年3月，县长信箱共收到来信60件，{rest}。"
    assert {f.verdict for f in findings(text, "A6")} == {"consistent"}
    assert change in {f.claimed for f in findings(text, "A6")}
    odd = [f for f in findings(text.replace(change[2:], "41.00%"), "A6") if f.verdict == "inconsistent"]
    assert [str(f.recomputed).lstrip("-") for f in odd] == [change[2:].replace(".00", "")]


@pytest.mark.parametrize(
    "text",
    [
        "2022年一季度，县长信箱共收到来信90件，其中3月35件，环比2月的25件增长40.00%。",
        "2022年上半年，县长信箱共收到来信90件，其中二季度50件，环比一季度40件增长25.00%，同比去年二季度20件增长150.00%。",
        "2022年3月，县长信箱来信办理满意率97.20%，环比上月95.10%上升2.10个百分点。",
    ],
)
def test_a_month_of_a_period_and_a_rate_are_held_against_the_figure_beside_them(text: str) -> None:
    assert {f.verdict for f in findings(text, "A6")} == {"consistent"}


@pytest.mark.parametrize("years", ["三年来", "3年来"])
def test_a_change_over_several_years(years: str) -> None:
    text = f"2021年，县长信箱收到来信100件。2024年，县长信箱收到来信148件，{years}增长48%。"
    (told_of,) = [
        f for f in findings(text, "A6", head="# 岭溪县2024年县长信箱办理情况通报\n\n") if "48%" in str(f.claimed)
    ]
    assert (told_of.verdict, told_of.recomputed) == ("consistent", "48%")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("较上月增加263件，同比上升6.11%", [("needs_definition", "6.11%", "6.1106%")]),
        ("较上月增加263件，同比上升7.31%", []),
        ("较上月增加263件，环比上升6.11%", [("consistent", "上升6.11%", "6.1106%")]),
        ("较上月增加263件，同比上升6%", []),
        ("较上月增加263件，办结率同比上升6.11%", []),
    ],
)
def test_a_percentage_that_is_of_the_items_before_it_and_worded_otherwise(
    change: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    text = f"3月共受理来信4567件，{change}。"
    assert told(text, "A6") == expected
    years = [f for f in findings(text, "G2") if "上年同期" in f.subject]
    assert len(years) == (1 if not expected and "，同比" in change else 0)


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("批次、人次分别上升50.00%、25.00%", {"60": "40", "500": "400"}),
        ("人次、批次分别上升25.00%、50.00%", {"500": "400", "60": "40"}),
        ("人次和批次均分别上升25.00%和50.00%", {"500": "400", "60": "40"}),
    ],
)
def test_changes_of_visits_and_people_are_in_the_order_of_their_names(order: str, told: dict[str, str]) -> None:
    text = f"3月，接待群众来访60批500人次，与上月相比，{order}。"
    found = findings(text, "G2")
    counted = {now: f.recomputed for f in found for now in ("60", "500") if f"收到{now}，" in f.statement_zh}
    assert counted == told


def test_words_of_two_comparisons_leave_the_period_open() -> None:
    (found,) = findings("3月，县长信箱共收到来信1243件，较上月同比增长13%。", "G2")
    assert (found.verdict, found.severity, found.recomputed) == ("ambiguous", 1, "1096至1104")
    (clear,) = findings("3月，县长信箱共收到来信1243件，较上月增长13%。", "G2")
    assert (clear.verdict, clear.recomputed) == ("consistent", "1096至1104")


def test_of_two_things_that_changed_each_has_its_own_number_of_items() -> None:
    text = "与上月相比，来电总量增加312个，增长3.54%；受理工单减少56件，下降{}%。"
    assert [f.recomputed for f in findings(text.format("1.65"), "G3")] == ["8802至8826", "3384至3404"]


STAGES_BESIDE = (
    "2022年3月，县长信箱共收到来信620件，办结590件，环比上月{earlier}件增长{change}；不满意12件，环比上月15件下降20%。"
)


def test_an_earlier_count_behind_a_stage_is_of_that_stage() -> None:
    text = STAGES_BESIDE.format(earlier=560, change="5.36%")
    told_of = [f for f in findings(text, "A6") if "方向" not in f.subject]
    assert [(f.verdict, f.recomputed) for f in told_of] == [("consistent", "5.3571%"), ("consistent", "-20%")]
    assert findings(text, "G2") == []
    wrong = STAGES_BESIDE.format(earlier=560, change="6.36%")
    assert [f.recomputed for f in findings(wrong, "A6") if f.verdict == "inconsistent"] == ["5.3571%"]


def test_an_earlier_count_of_which_the_words_leave_open_what_it_is_held_against() -> None:
    of_all = STAGES_BESIDE.format(earlier=560, change="10.71%")
    assert {f.recomputed for f in findings(of_all, "A6") if "不满意" not in f.subject} == set()


def test_an_earlier_count_is_no_part_of_the_later_one() -> None:
    text = "2022年3月，县长信箱共收到来信6200件，办结5900件，环比上月5600件增长5.36%；公开回复300件。"
    assert not [f for f in findings(text, "A9") if "5600" in f.evidence[0]]


@pytest.mark.parametrize("which", ["重复来电", "夜间来电", "外地来信"])
def test_a_change_of_letters_that_are_told_from_the_others(which: str) -> None:
    text = f"2022年3月，县长信箱共收到诉求6200件，其中{which}300件，环比上月400件下降25%。"
    told_of = [f for f in findings(text, "A6") if "方向" not in f.subject]
    assert [(f.verdict, f.recomputed) for f in told_of] == [("consistent", "-25%")]
    assert which in told_of[0].subject


@pytest.mark.parametrize(("earlier", "verdict"), [("5600", "consistent"), ("5500", "inconsistent")])
def test_an_earlier_count_in_a_bracket_behind_a_bare_word(earlier: str, verdict: str) -> None:
    text = f"2022年3月，县长信箱共收到来信6200件，其中咨询类5900件，环比（{earlier}件）增长5.36%；其他300件。"
    told_of = [f for f in findings(text, "A6") if "方向" not in f.subject]
    assert [(f.verdict, "咨询类" in f.subject) for f in told_of] == [(verdict, True)]
    assert findings(text, "G2") == []
    of_year = "2022年3月，县长信箱共收到来信6405件，同比（4573件）增加1832件、增长40.06%。"
    assert [f.verdict for f in findings(of_year, "A6")] == ["consistent"] * 3


def test_a_change_of_one_comparison_where_only_the_other_earlier_figure_is_printed() -> None:
    alone = "2022年3月，县长信箱共收到来信6405件，环比（6155件）上升4.06%，同比上升40.06%。"
    assert [f.recomputed for f in findings(alone, "G2")] == ["4573"]
