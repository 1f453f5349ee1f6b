"""Figures from running text: metric, value, unit, what they are about, and what is left alone."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.claims.printed import printed_counts
from parsers.claims.qualifiers import qualifier
from parsers.claims.scope import Reading, Scope
from parsers.claims.sentences import paragraph_claims, split_sentences
from parsers.text.periods import month, months

QUARTER = Scope(stated_by="government", region_code="420322", channel="hotline_12345", period=months(2023, 1, 3))


def read(text: str, scope: Scope = QUARTER) -> Reading:
    return paragraph_claims(text, "L1", scope)


def figures(text: str, scope: Scope = QUARTER) -> list[tuple[str, str]]:
    return [(c.metric, f"{c.value.normalize():f}{c.unit}") for c in read(text, scope).claims if c.value is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "共受理12345市民热线转办工单1118件，实办1117件，未办1件。",
            [("received", "1118件"), ("completed", "1117件"), ("not_completed", "1件")],
        ),
        (
            "热线直办152件，后台转办110件，反馈84件。",
            [("handled_directly", "152件"), ("forwarded", "110件"), ("fed_back", "84件")],
        ),
        ("办结数218，办结率12.7%；", [("completed", "218件"), ("completion_rate", "12.7%")]),
        ("办结率和受理率均为100%。", [("completion_rate", "100%"), ("acceptance_rate", "100%")]),
        ("受理、办结分别为50件、48件。", [("received", "50件"), ("completed", "48件")]),
        ("共接收诉求9.67万件，办结9.5万件。", [("received", "96700件"), ("completed", "95000件")]),
        ("转办件14件、交办件14件。", [("forwarded", "14件"), ("forwarded", "14件")]),
        ("6件正在办理中，99%以上得到了办理。", [("in_progress", "6件"), ("handled_rate", "99%")]),
        ("平均办理时限3.2天，日均受理9件。", [("average_response_time", "3.2天"), ("daily_average", "9件")]),
        ("派单交有关单位办理25件。", [("forwarded", "25件")]),
        ("网民留言四十八条，两条正在办理。", [("received", "48条"), ("in_progress", "2条")]),
        ("全县30家政务新媒体运行良好。", [("accounts", "30家")]),
    ],
)
def test_the_metric_beside_a_figure_is_its_metric(text: str, expected: list[tuple[str, str]]) -> None:
    assert figures(text) == expected


def test_grades_of_satisfaction_are_not_one_another() -> None:
    claims = read("满意度98.7%，其中非常满意900件、满意80件、不满意12件。").claims
    assert [(c.metric, c.printed) for c in claims] == [
        ("satisfaction_rate", "98.7%"),
        ("very_satisfied", "900件"),
        ("satisfied", "80件"),
        ("dissatisfied", "12件"),
    ]


def test_values_of_several_periods_in_order() -> None:
    claims = read("2023年1月、2月分别受理10件、20件。").claims
    assert [(c.printed, c.period_start) for c in claims] == [
        ("10件", dt.date(2023, 1, 1)),
        ("20件", dt.date(2023, 2, 1)),
    ]


def test_a_span_that_went_on_is_no_response_time() -> None:
    assert [c.metric for c in read("来信办结率连续三个月保持100%。").claims] == []


def test_kinds_of_requests_without_their_ending() -> None:
    claims = read("其中：咨询1200件，占51.2%；投诉800件，占34.1%。").claims
    assert [(c.category, c.metric, c.printed) for c in claims] == [
        ("咨询", "received", "1200件"),
        ("咨询", "share", "51.2%"),
        ("投诉", "received", "800件"),
        ("投诉", "share", "34.1%"),
    ]


def test_words_that_end_like_an_office_name_none() -> None:
    assert [c.agency for c in read("全县31个乡镇和部门共办理工单2345件。").claims] == [None, None]
    assert [c.agency for c in read("县政府信箱共收到来信30件。").claims] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "停车场项目总投资320万元，涉及居民1500户，道路3公里。",
        "扶政办函〔2022〕2号，第15期，附件 1，咨询电话0914-2392732。",
        "一件来信由几个单位合办的，只记入牵头单位。",
        "共办理人大建议12件，政协提案23件。",
        "督办3次，召开会议2次。",
        "",
    ],
)
def test_other_numbers_are_no_claims(text: str) -> None:
    assert figures(text) == []


def test_parts_take_the_metric_of_the_whole_named_before_them() -> None:
    claims = read("平台收到来件109件,其中,乡镇(场、区)58件,县直部门51件。").claims
    assert [(c.metric, c.category, c.scope, int(c.value or 0)) for c in claims] == [
        ("received", None, "whole", 109),
        ("received", "乡镇(场、区)", "subtotal", 58),
        ("received", "县直部门", "subtotal", 51),
    ]
    assert claims[1].group == claims[2].group is not None
    assert claims[0].group is None


def test_shares_go_to_the_categories_in_their_order() -> None:
    text = "共受理来电262件。其中，咨询类111件、反映类136件、投诉类15件，分别占比42.37%、51.91%、5.73%。"
    shares = [(c.category, c.printed, c.of_metric) for c in read(text).claims if c.metric == "share"]
    assert shares == [
        ("咨询类", "42.37%", "received"),
        ("反映类", "51.91%", "received"),
        ("投诉类", "5.73%", "received"),
    ]


def test_shares_of_named_topics_without_counts() -> None:
    text = "热点问题依次是：城乡建设、疫情防控、政务服务，分别占比33.59%、12.98%、12.60%。"
    assert [(c.category, c.printed) for c in read(text).claims] == [
        ("城乡建设", "33.59%"),
        ("疫情防控", "12.98%"),
        ("政务服务", "12.60%"),
    ]


def test_a_metric_said_once_holds_for_the_parts_named_after_it() -> None:
    text = "各单位共受理来电262件，其中咨询类占42%、投诉类31%、建议类27%。"
    shares = [(c.category, c.printed) for c in read(text).claims if c.metric == "share"]
    assert shares == [("咨询类", "42%"), ("投诉类", "31%"), ("建议类", "27%")]


def test_a_share_of_a_part_without_a_name_is_left_unassigned() -> None:
    reading = read("共受理来电262件，其中咨询类占42%、31%。")
    assert [c.printed for c in reading.claims if c.metric == "share"] == ["42%"]
    assert [item.printed for item in reading.loose] == ["31%"]


def test_a_figure_in_brackets_without_a_metric_is_not_lost() -> None:
    assert [item.printed for item in read("共受理来电262件（较为集中，12%）。").loose] == ["12%"]


@pytest.mark.parametrize("after", ["后", "之后"])
def test_the_office_that_answered_so_many_days_later(after: str) -> None:
    (claim,) = read(f"仅一个工作日{after}，县住建局作出答复。").claims
    assert (claim.metric, claim.agency) == ("response_time", "县住建局")


def test_a_list_of_another_length_is_left_unassigned_not_guessed() -> None:
    reading = read("城乡建设、疫情防控，分别占比33.59%、12.98%、12.60%。")
    assert {c.category for c in reading.claims} & {"城乡建设", "疫情防控"} == set()


def test_a_category_does_not_swallow_the_figures_after_it() -> None:
    claims = read("收到来信100件，其中咨询类20件，办结98件，办结率98%。").claims
    assert [(c.metric, c.category) for c in claims] == [
        ("received", None),
        ("received", "咨询类"),
        ("completed", None),
        ("completion_rate", None),
    ]


def test_channels_named_as_parts_hold_to_the_semicolon() -> None:
    text = "共受理27件。其中，市长信箱4件，回复4件，回复率100%；县长信箱23件，回复22件，回复率95.65%。"
    got = [(c.channel, c.metric, c.printed) for c in read(text).claims[1:]]
    assert got == [
        ("mayor_mailbox", "received", "4件"),
        ("mayor_mailbox", "replied", "4件"),
        ("mayor_mailbox", "reply_rate", "100%"),
        ("county_mailbox", "received", "23件"),
        ("county_mailbox", "replied", "22件"),
        ("county_mailbox", "reply_rate", "95.65%"),
    ]


def test_several_channels_counted_together_are_combined() -> None:
    claims = read("12345热线、市长信箱和县长信箱共受理1282件。").claims
    assert [(c.channel, c.printed) for c in claims] == [("combined", "1282件")]


def test_values_of_several_channels_in_order() -> None:
    claims = read("市长信箱、县长信箱分别收到来信4件、23件，回复率分别为100%、95.65%。").claims
    assert [(c.channel, c.printed) for c in claims] == [
        ("mayor_mailbox", "4件"),
        ("county_mailbox", "23件"),
        ("mayor_mailbox", "100%"),
        ("county_mailbox", "95.65%"),
    ]


def test_units_named_in_running_text() -> None:
    claims = read("县住建局受理202件，办结201件；县公安局受理7件，办结7件。").claims
    assert [(c.agency, c.scope, c.printed) for c in claims] == [
        ("县住建局", "unit", "202件"),
        ("县住建局", "unit", "201件"),
        ("县公安局", "unit", "7件"),
        ("县公安局", "unit", "7件"),
    ]


def test_a_list_of_offices_makes_a_figure_hold_for_each() -> None:
    (claim,) = read("县人社局、住建局、公安局等县直部门及各乡镇(场、区)认真办理来件,办结率为100%").claims
    assert claim.each
    assert claim.agency == "县人社局、住建局、公安局等县直部门及各乡镇(场、区)"


@pytest.mark.parametrize(
    ("text", "value", "basis", "of_metric"),
    [
        (
            "收到来件109件,同上月相比(6月份来件139件)呈下降趋势,下降幅度为27.5%。",
            "-27.5",
            "previous_period",
            "received",
        ),
        ("共受理诉求120件，同比增长12.3%。", "12.3", "year_earlier", "received"),
        ("共受理诉求120件，环比下降5.1%。", "-5.1", "previous_period", "received"),
        ("共受理诉求120件，较上月同比下降5.1%。", "-5.1", "ambiguous", "received"),
        ("办结率98%，环比提高3.2个百分点。", "3.2", "previous_period", "completion_rate"),
    ],
)
def test_changes_are_signed_and_name_their_base(text: str, value: str, basis: str, of_metric: str) -> None:
    change = [c for c in read(text).claims if c.metric == "change"]
    assert [(c.value, c.basis, c.of_metric) for c in change] == [(Decimal(value), basis, of_metric)]


@pytest.mark.parametrize(
    ("text", "metric"),
    [("诉求环比上升了45件。", "change_count"), ("共受理诉求100件，其中上升明显的城建类12件。", "received")],
)
def test_a_count_is_a_change_only_straight_behind_a_word_of_change(text: str, metric: str) -> None:
    assert [c.metric for c in read(text).claims][-1] == metric


def test_figures_of_another_period_are_of_that_period() -> None:
    got = [
        (c.printed, c.metric, c.period_start) for c in read("3月份受理工单356件，上月为401件，环比减少45件。").claims
    ]
    assert got == [
        ("356件", "received", dt.date(2023, 3, 1)),
        ("401件", "received", dt.date(2023, 2, 1)),
        ("45件", "change_count", dt.date(2023, 3, 1)),
    ]


def test_a_level_reached_is_no_change() -> None:
    claims = read("办结率由上季度的92.1%上升到95.3%。").claims
    assert [(c.metric, c.printed, c.period_start) for c in claims] == [
        ("completion_rate", "92.1%", dt.date(2022, 10, 1)),
        ("completion_rate", "95.3%", dt.date(2023, 1, 1)),
    ]


def test_a_count_reached_is_no_change() -> None:
    claims = read("共受理诉求40件，4月增加到45件。").claims
    assert [(c.metric, c.printed) for c in claims] == [("received", "40件"), ("received", "45件")]


def test_a_day_after_jiezhi_is_as_of_and_leaves_the_period() -> None:
    (claim,) = read("截至2023年3月31日，逾期办结工单56件。").claims
    assert (claim.metric, claim.as_of, claim.period_start) == (
        "overdue_completed",
        dt.date(2023, 3, 31),
        dt.date(2023, 1, 1),
    )


def test_a_remark_gives_each_month_its_own_figure() -> None:
    claims = read("10月逾期 19件 11月逾期 8件 12月逾期 8件 其中未办 1件").claims
    assert [(c.metric, c.printed, c.period_start and c.period_start.month) for c in claims] == [
        ("overdue", "19件", 10),
        ("overdue", "8件", 11),
        ("overdue", "8件", 12),
        ("not_completed", "1件", 12),
    ]


def test_lost_characters_in_a_month_are_read_where_one_reading_fits() -> None:
    scope = Scope(stated_by="government", channel="online_inquiry", period=month(2020, 7), as_of=dt.date(2020, 8, 10))
    (claim,) = read("20207,平台收到来件109件。", scope).claims
    assert (claim.value, claim.period_start, claim.as_of) == (109, dt.date(2020, 7, 1), dt.date(2020, 8, 10))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("办结率均在", "以上", "at_least"),
        ("回复留言约", "", "about"),
        ("回复率超过", "", "more_than"),
        ("回复率不足", "", "less_than"),
        ("回复时间普遍控制在", "以内", "qualitative"),
        ("办理时间在", "以内", "at_most"),
        ("力争办结率达到", "以上", "target"),
        ("办结率为", "", "exact"),
        ("基本满意率", "", "exact"),
    ],
)
def test_qualifiers(before: str, after: str, expected: str) -> None:
    assert qualifier(before, after) == expected


def test_an_aim_is_marked_as_a_target() -> None:
    (claim,) = read("力争全年办结率达到95%以上。").claims
    assert (claim.qualifier, claim.low, claim.high) == ("target", None, None)


def test_a_figure_without_a_metric_becomes_an_issue_not_a_claim() -> None:
    reading = read("百分之八十五的来信在5个工作日内得到回复。")
    assert [item.printed for item in reading.loose] == ["百分之八十五"]


def test_printed_precision_is_kept_in_the_interval() -> None:
    (a,) = read("办结率75%。").claims
    (b,) = read("办结率75.00%。").claims
    assert (a.low, a.high) == (Decimal("74.5"), Decimal("75.5"))
    assert (b.low, b.high) == (Decimal("74.995"), Decimal("75.005"))
    assert (a.printed, b.printed) == ("75%", "75.00%")


def test_letters_only_have_claims_about_a_channel() -> None:
    letter = Scope(stated_by="letter_writer", needs_channel=True, as_of=dt.date(2020, 12, 9))
    assert figures("村里收到补偿款的有30户，已办结5件。", letter) == []
    assert figures("县长信箱提案数1711；办结数218，办结率12.7%", letter) == [
        ("received", "1711件"),
        ("completed", "218件"),
        ("completion_rate", "12.7%"),
    ]


@given(
    st.text(
        alphabet="共受理办结率分别为其中占比件条%0123456789.，。；、（）12345县长信箱年月日上同比下降 ", max_size=80
    )
)
def test_any_text_is_read_and_every_quote_and_place_is_true(text: str) -> None:
    reading = read(text)
    for claim in reading.claims:
        start, end = map(int, claim.locator.rsplit(":", 1)[1].split("-"))
        assert text[start:end] == claim.printed


@given(
    st.lists(st.sampled_from(["共受理5件", "办结率3.5%", "。", "；", "\n", "（其中2件）", "    "]), max_size=12).map(
        "".join
    )
)
def test_sentences_lie_where_they_say(text: str) -> None:
    for offset, sentence in split_sentences(text):
        assert text[offset : offset + len(sentence)] == sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县住建局办结率为90%。", [("unit", "县住建局")]),
        ("其中县住建局办结率90%，县教育局办结率100%。", [("unit", "县住建局"), ("unit", "县教育局")]),
        ("其中县住建局、县教育局办结率均为90%，全县办结率98%。", [("unit", "县住建局、县教育局"), ("whole", None)]),
        ("承办单位办结率98%，转办事项办结率99%。", [("whole", None), ("whole", None)]),
        ("各乡镇办结率均为100%。", [("whole", None)]),
        ("其中乡镇办结率95%，县直部门办结率100%。", [("subtotal", None), ("subtotal", None)]),
        ("其中投诉办结率90%，总体办结率98%。", [("category", None), ("whole", None)]),
        ("县委书记信箱办结率100%。", [("whole", None)]),
    ],
)
def test_a_rate_is_of_the_office_or_part_that_its_clause_begins_with(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert [(c.scope, c.agency) for c in read(text).claims] == expected


@pytest.mark.parametrize(
    "text",
    [
        "答复率未达100%的单位有县住建局。",
        "办结率低于90%的单位是县住建局。",
        "办结率在95%以上的有县住建局。",
        "办结率没有达到100%。",
        "三项合计占总量的43.87%。",
    ],
)
def test_a_rate_that_only_says_which_units_or_parts_is_left_unassigned(text: str) -> None:
    reading = read(text)
    assert (reading.claims, len(reading.loose)) == ([], 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按期回复62件，超期回复2件。", [("replied_on_time", "62件"), ("replied_late", "2件")]),
        ("即时答复12件，现场答复3件。", [("handled_directly", "12件"), ("handled_directly", "3件")]),
        ("当场解答、即时办结61件。", [("handled_directly", "61件")]),
        (
            "直接办结31.20万件，直接办结率78.09%。",
            [("handled_directly", "312000件"), ("direct_completion_rate", "78.09%")],
        ),
        ("未到期3件，未按期办结2件。", [("in_progress", "3件"), ("overdue", "2件")]),
        ("已到期的全部办结，尚有21件在期限内办理。", [("in_progress", "21件")]),
        ("公开答复298件，回访群众586人次。", [("published", "298件"), ("rated", "586人次")]),
        ("已回复来信27件，平均每天受理9.9件。", [("replied", "27件"), ("daily_average", "9.9件")]),
        ("编发《热线专报》24期。", [("issues", "24期")]),
    ],
)
def test_words_of_handling_are_each_their_own_metric(text: str, expected: list[tuple[str, str]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize("figure", ["未公开78件", "不予受理2件", "一般满意15件", "内容虚假来信4件", "编发工作动态3期"])
def test_a_figure_of_what_no_metric_is_becomes_an_issue(figure: str) -> None:
    reading = read(f"共受理100件，{figure}。")
    assert [c.printed for c in reading.claims] == ["100件"]
    assert len(reading.loose) == 1


def test_what_is_set_aside_to_give_what_is_valid_did_not_simply_come_in() -> None:
    claims = figures("收到来信412件，除重复来信19件、无实质内容来信11件、纯属谩骂来信2件外，有效来信380件。")
    assert claims == [
        ("received", "412件"),
        ("duplicate", "19件"),
        ("invalid", "11件"),
        ("invalid", "2件"),
        ("valid", "380件"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "其中1个工作日内答复112件，2—3个工作日答复97件，超过5天答复2件，当日答复8件。",
            ["1个工作日内", "2—3个工作日", "超过5天", "当日"],
        ),
        ("其中1天内112件，2至3天97件。", ["1天内", "2至3天"]),
    ],
)
def test_how_long_answers_took_names_parts(text: str, expected: list[str]) -> None:
    parts = read(f"已答复271件，答复率100%。{text}").claims[2:]
    assert [c.category for c in parts] == expected
    assert {(c.metric, c.scope, c.group) for c in parts} == {("replied", "category", parts[0].group)}


def test_ways_in_are_parts_of_what_came_in() -> None:
    claims = read("共受理1508件，其中电话受理1210件，微信受理298件。").claims
    assert [(c.scope, c.category) for c in claims] == [("whole", None), ("category", "电话"), ("category", "微信")]


def test_channels_named_before_and_counted_together_are_combined() -> None:
    claims = read("县长信箱收到来信100件。书记信箱收到来信30件。两个信箱共收到来信130件。").claims
    assert [c.channel for c in claims] == ["county_mailbox", "secretary_mailbox", "combined"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("共受理412件，比去年同期的368件多44件。", 44),
        ("共受理50件，比上月少12件。", -12),
        ("共受理5件，同比多3件。", 3),
    ],
)
def test_more_or_fewer_is_a_change(text: str, value: int) -> None:
    claim = read(text).claims[-1]
    assert (claim.metric, claim.value, claim.category) == ("change_count", value, None)


def test_an_average_that_reached_another_level() -> None:
    claims = read("回复平均用时由上季度的4.6天缩短至3.8天。").claims
    assert [(c.metric, c.printed, c.period_start) for c in claims] == [
        ("average_response_time", "4.6天", dt.date(2022, 10, 1)),
        ("average_response_time", "3.8天", dt.date(2023, 1, 1)),
    ]


def test_a_share_in_brackets_is_of_the_part_before_it() -> None:
    reading = read("收到来信199件，集中在：城乡建设121件（60.80%）、社会保障78件（占39.20%），办结150件（75.38%）。")
    shares = [(c.category, c.printed, c.of_metric) for c in reading.claims if c.metric == "share"]
    assert shares == [("城乡建设", "60.80%", "received"), ("社会保障", "39.20%", "received")]
    assert [item.printed for item in reading.loose] == ["75.38%"]


@pytest.mark.parametrize("earlier", ["上年同期", "去年同期为", "2022年3月", "去年3月"])
def test_an_earlier_count_that_touches_its_own_in_brackets_is_of_the_same(earlier: str) -> None:
    text = f"3月份受理1526件（{earlier}1480件），同比增长3.11%；办结1500件（{earlier}1450件），同比增长3.45%。"
    claims = [c for c in read(text).claims if c.metric != "change"]
    assert [(c.metric, c.printed, c.period_start) for c in claims] == [
        ("received", "1526件", dt.date(2023, 3, 1)),
        ("received", "1480件", dt.date(2022, 3, 1)),
        ("completed", "1500件", dt.date(2023, 3, 1)),
        ("completed", "1450件", dt.date(2022, 3, 1)),
    ]


def test_a_month_of_no_year_that_touches_a_count_is_left() -> None:
    reading = paragraph_claims("办结1500件（2月1450件）。", "L1", replace(QUARTER, period=None))
    assert [c.printed for c in reading.claims] == ["1500件"]
    assert [item.printed for item in reading.loose] == ["1450件"]


def test_what_a_change_is_held_against_in_brackets_is_of_its_own_period() -> None:
    claims = read("3月份受理1526件，较上月（1480件）上升3.11%，较去年同期（1630件）下降6.38%。").claims
    assert [(c.metric, c.printed, c.period_start) for c in claims] == [
        ("received", "1526件", dt.date(2023, 3, 1)),
        ("received", "1480件", dt.date(2023, 2, 1)),
        ("change", "3.11%", dt.date(2023, 3, 1)),
        ("received", "1630件", dt.date(2022, 3, 1)),
        ("change", "6.38%", dt.date(2023, 3, 1)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "来信量排名前3的单位是县住建局、河西镇、县公安局，分别为58件、41件、33件。",
        "县住建局、河西镇、县公安局来信量位居前三，分别为58件、41件、33件。",
    ],
)
def test_units_that_lead_and_their_figures(text: str) -> None:
    claims = [(c.metric, c.agency, c.printed) for c in read(text).claims]
    assert claims == [
        ("received", "县住建局", "58件"),
        ("received", "河西镇", "41件"),
        ("received", "县公安局", "33件"),
    ]


def of_ways(text: str) -> list[tuple[str, str | None, str | None]]:
    scope = Scope(stated_by="government", region_code="420322", period=months(2023, 1, 3))
    claims = paragraph_claims(text, "L1", scope).claims
    return [(c.printed, c.channel, c.category) for c in claims if c.unit != "%"]


def test_a_channel_of_a_list_by_ways_does_not_carry_over_to_the_next_way() -> None:
    text = (
        "共受理投诉96件，从投诉渠道来看，12345热线受理投诉60件，占62.5%；来信来访投诉20件，占20.83%；"
        "云溪文旅服务平台转办9件，占9.38%；其他渠道接收7件，占7.29%。"
    )
    assert of_ways(text) == [
        ("96件", None, None),
        ("60件", "hotline_12345", None),
        ("20件", None, "来信来访投诉"),
        ("9件", None, "云溪文旅服务平台"),
        ("7件", None, "其他渠道"),
    ]


def test_another_number_that_people_call_is_not_the_hotline() -> None:
    text = "共受理投诉31件，按投诉渠道分，来自12345转办投诉14件，来自12301转办投诉8件，来信来访等其他渠道9件。"
    assert of_ways(text)[2:] == [("8件", None, "12301"), ("9件", None, "来信来访等其他渠道")]


def test_ways_into_one_channel_stay_its_own() -> None:
    text = "县长信箱共收到来信96件，其中网站投递60件，微信平台投递36件。"
    assert {channel for _, channel, _ in of_ways(text)} == {"county_mailbox"}


def test_the_period_before_a_name_is_no_part_of_it() -> None:
    text = "2023年第一季度理赔总额为95万元，其中商场理赔金额35万元，饭店理赔金额60万元。"
    assert [c.label for c in printed_counts(text, "L1", QUARTER)] == ["理赔总额", "商场理赔金额", "饭店理赔金额"]
