"""What a list, a clause or a bracket says once and for all the figures that follow."""

import datetime as dt

import pytest

from parsers.claims.scope import Scope
from parsers.claims.sentences import paragraph_claims
from parsers.records import Claim
from parsers.text.periods import months

SCOPE = Scope(stated_by="government", channel="hotline_12345", period=months(2023, 4, 6))


def read(text: str) -> list[Claim]:
    return paragraph_claims(text, "L1", SCOPE).claims


def said(text: str, *fields: str) -> list[tuple[object, ...]]:
    return [(c.metric, c.printed, *(getattr(c, f) for f in fields)) for c in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "县住建局办理不力，办结率仅90%，超期工单22件。",
            [("completion_rate", "90%", "县住建局"), ("overdue", "22件", "县住建局")],
        ),
        (
            "逾期件数较多的单位：县住建局8件、金沙镇3件。",
            [("overdue", "8件", "县住建局"), ("overdue", "3件", "金沙镇")],
        ),
        (
            "按期办结率排名后三位的是：县住建局（93.21%）、县交通局（94.44%）。",
            [("on_time_completion_rate", "93.21%", "县住建局"), ("on_time_completion_rate", "94.44%", "县交通局")],
        ),
        (
            "受理量居前二位的分别是：海州市312件、临原市268件。",
            [("received", "312件", "海州市"), ("received", "268件", "临原市")],
        ),
        (
            "办结率最高的是青港市，为99.87%；最低的是南屏市，为96.40%。",
            [("completion_rate", "99.87%", "青港市"), ("completion_rate", "96.40%", "南屏市")],
        ),
        (
            "清江镇、茶园乡承办工单分别为88件、35件，满意率分别为96.6%、97.1%。",
            [
                ("due", "88件", "清江镇"),
                ("due", "35件", "茶园乡"),
                ("satisfaction_rate", "96.6%", "清江镇"),
                ("satisfaction_rate", "97.1%", "茶园乡"),
            ],
        ),
        ("我镇收到来信41件。", [("received", "41件", None)]),
        ("县督查室印发通报，办结率98%。", [("completion_rate", "98%", None)]),
    ],
)
def test_whose_figure_it_is(text: str, expected: list[tuple[object, ...]]) -> None:
    assert said(text, "agency") == expected


def test_channels_named_together_take_the_values_in_order() -> None:
    assert said("县长信箱、书记信箱收到群众来信46件、23件。", "channel") == [
        ("received", "46件", "county_mailbox"),
        ("received", "23件", "secretary_mailbox"),
    ]
    assert said("12345热线、县长信箱办结率分别为98.6%、97.8%。", "channel") == [
        ("completion_rate", "98.6%", "hotline_12345"),
        ("completion_rate", "97.8%", "county_mailbox"),
    ]


def test_a_list_of_values_takes_the_months_of_one_period() -> None:
    starts = [c.period_start.month for c in read("4—6月份分别收到来信210件、185件、288件。") if c.period_start]
    assert starts == [4, 5, 6]


def test_one_metric_in_two_words_is_that_of_every_value_of_a_list() -> None:
    starts = [c.period_start for c in read("4月、5月分别收到来电21件、18件。")]
    assert starts == [dt.date(2023, 4, 1), dt.date(2023, 5, 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "受理供暖类诉求286件，较上月增加173件。",
            [("received", "286件", "供暖类"), ("change_count", "173件", "供暖类")],
        ),
        ("1.噪声扰民问题。受理97件。", [("received", "97件", "噪声扰民")]),
        ("其中涉及校园安全的工单6件，分别反映食堂卫生。", [("received", "6件", "校园安全")]),
        ("12345热线收到反映停水断电等方面的来电9件。", [("received", "9件", "停水断电")]),
        ("收到群众反映强烈的工单7件。", [("received", "7件", None)]),
        ("受理涉企诉求21件，办结率99%。", [("received", "21件", "涉企诉求"), ("completion_rate", "99%", "涉企诉求")]),
        ("共受理9件，其中，诉求办理类工单5件。", [("received", "9件", None), ("received", "5件", "诉求办理类工单")]),
    ],
)
def test_the_part_that_is_counted(text: str, expected: list[tuple[object, ...]]) -> None:
    assert said(text, "category") == expected


def test_parts_are_of_what_came_in_not_of_what_was_counted_last() -> None:
    claims = read("共收到来信187件。已办结155件。从来信类别看，咨询类62件，占33.2%。")
    assert [(c.metric, c.category) for c in claims[2:]] == [("received", "咨询类"), ("share", "咨询类")]
    assert claims[-1].of_metric == "received"


def test_acceptance_beside_what_came_in() -> None:
    assert [c.metric for c in read("共收到来信326封，受理312封。")] == ["received", "accepted"]
    assert [c.metric for c in read("共受理来电326件。")] == ["received"]


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("与一季度相比，受理量增长5%。", "previous_period"),
        ("较2022年二季度，受理量增长5%。", "year_earlier"),
        ("比2019年，受理量增长5%。", None),
        ("受理量环比增长5%。", "previous_period"),
    ],
)
def test_the_basis_of_a_change_is_the_period_it_is_held_against(text: str, basis: str | None) -> None:
    (change,) = (c for c in read(text) if c.metric == "change")
    assert change.basis == basis


def test_an_average_time_that_changed() -> None:
    average, change = read("平均办理时长4.6天，较上月缩短0.4天。")
    assert (average.metric, str(average.value)) == ("average_response_time", "4.6")
    assert (change.metric, change.of_metric, str(change.value), change.unit) == (
        "change_count",
        "average_response_time",
        "-0.4",
        "天",
    )


def test_share_of_a_count_says_what_it_is_of() -> None:
    claims = read("受理2190件，直接解答1000件，占45.7%；退回重办41件，占转办数的1.5%。")
    assert [(c.category, c.of_metric) for c in claims if c.metric == "share"] == [
        ("直接解答", "received"),
        ("退回重办", "forwarded"),
    ]


def test_standings_scores_and_people_who_gave_a_grade() -> None:
    assert said("综合得分96.84分，在全市9个县区中排名第3位。") == [("score", "96.84分"), ("rank", "3位")]
    assert said("满意82人，基本满意9人，不满意5人。") == [
        ("satisfied", "82人"),
        ("basically_satisfied", "9人"),
        ("dissatisfied", "5人"),
    ]


def test_fields_of_a_form_are_read_like_a_sentence() -> None:
    assert said("办结率：95.51%") == [("completion_rate", "95.51%")]


@pytest.mark.parametrize(
    "text",
    [
        "考核总分100分，其中按时办结率30分。",
        "逾期1件扣0.5分。",
        "按期办结率=按期办结数÷派单数×100%。",
        "有3条留言超过3个月未答复。",
    ],
)
def test_what_is_no_figure_about_letters(text: str) -> None:
    assert [c for c in read(text) if c.unit not in ("条",)] == []


def test_a_rate_whose_word_lost_its_end_is_less_sure() -> None:
    (claim,) = read("办结96.76%。")
    assert (claim.metric, claim.confidence < 1) == ("completion_rate", True)


def test_grades_in_brackets_count_units() -> None:
    (claim,) = read("优秀等次（9家）：县教育局、县医保局。")
    assert (claim.metric, claim.category, claim.printed) == ("units", "优秀等次", "9家")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("承办热线转派诉求2114已办结2099件。", [("forwarded", "2114"), ("completed", "2099件")]),
        ("受理来信39其中39件已办结。", [("received", "39"), ("completed", "39件")]),
        ("共受理诉求4425求助类2026件，占45.8%。", [("received", "4425"), ("received", "2026件"), ("share", "45.8%")]),
        ("共受理诉求事项3187，办结率98.7%。", [("received", "3187"), ("completion_rate", "98.7%")]),
        # Numbers that count nothing of the kind.
        ("收到1978版受理单12件。", [("received", "12件")]),
        ("按要求来信20日内办结12件。", [("completed", "12件")]),
        ("受理12345平台转来的诉求31件。", [("received", "31件")]),
    ],
)
def test_a_count_whose_unit_was_lost_stands_behind_its_metric(text: str, expected: list[tuple[str, str]]) -> None:
    assert [pair for pair in said(text) if pair[0] != "response_time"] == expected


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("共受理110联动、网民诉求258件，其中110联动事项126件，网民诉求132件。", [None, "110联动事项", "网民诉求"]),
        ("受理诉求870件，其中12369环保专席45件、96310城管热线52件。", [None, "12369环保专席", "96310城管热线"]),
        ("受理诉求12319件，其中投诉类110件。", [None, "投诉类"]),
    ],
)
def test_the_number_of_a_telephone_line_is_a_name(text: str, categories: list[str | None]) -> None:
    assert [category for _, _, category in said(text, "category")] == categories


def test_calls_that_were_answered_are_no_whole_of_what_follows() -> None:
    assert said("话务总量16567个，接通量为16365个，平均接通率98.78%，其中咨询类9120个。", "category")[1:] == [
        ("connected", "16365个", None),
        ("connect_rate", "98.78%", None),
        ("received", "9120个", "咨询类"),
    ]


def test_rates_of_calls_back_are_rates_of_their_own() -> None:
    assert said("办结事项回访率达100%，满意率95%。") == [("callback_rate", "100%"), ("satisfaction_rate", "95%")]


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        (
            "应办结90件，已办结85件，金沙镇2件、清江镇1件和县住建局2件未按期办结。",
            ["due", "completed", *["overdue"] * 3],
        ),
        ("受理较多的为金沙镇20件、清江镇10件，均已办结。", ["received"] * 2),
        ("金沙镇、清江镇逾期2件、1件未办结。", ["overdue", "not_completed"]),
    ],
)
def test_a_metric_may_stand_behind_the_last_of_a_row(text: str, metrics: list[str]) -> None:
    assert [c.metric for c in read(text) if c.unit == "件"] == metrics


def test_what_was_done_is_no_norm() -> None:
    assert said("4月受理的90件应在6月办结，现已办结85件。", "qualifier")[-1] == ("completed", "85件", "exact")
    assert said("4月受理的工单应在6月办结90件。", "qualifier")[-1] == ("completed", "90件", "target")


def test_what_was_carried_on_from_a_period_is_not_of_it() -> None:
    text = "二季度受理120件，含一季度结转12件，办结118件。"
    assert {c.period_start for c in read(text)} == {SCOPE.period.start if SCOPE.period else None}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("来源主要为来电、网络途径，分别占受理总量的66%、31%。", ["来电", "网络途径"]),
        ("来源为来信、来电和来访，分别为20件、25件和30件。", ["来信", "来电", "来访"]),
    ],
)
def test_a_word_for_letters_may_be_the_first_name_of_a_list(text: str, names: list[str]) -> None:
    assert [c.category for c in read(f"共受理诉求75件。{text}")[1:]] == names


def test_an_average_by_the_month_is_no_count() -> None:
    assert said("月均来信486件。") == [("monthly_average", "486件")]
    assert said("本月平均办理时限3天。") == [("average_response_time", "3天")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("收到来信500件，其中咨询类300件、投诉类150件，两类共450件。", [("300件", "咨询类"), ("150件", "投诉类")]),
        ("收到来信500件，其中网站300件、微信150件，2个渠道共450件。", [("300件", "网站"), ("150件", "微信")]),
        # A part may be called so as well: nothing was counted before it.
        ("收到来信500件，其中县直部门共300件，乡镇共200件。", [("300件", "县直部门"), ("200件", "乡镇")]),
    ],
)
def test_what_adds_up_the_items_of_a_list_is_none_of_them(text: str, parts: list[tuple[str, str]]) -> None:
    assert [(c.printed, c.category) for c in read(text) if c.printed != "500件"] == parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全县接到供水、供电、供气等3类举报信息713件。", [("713件", "received", None)]),
        # Without a word for what came in it is a part like others.
        (
            "收到来信900件，其中供水、供电、供气等3类诉求713件。",
            [("900件", "received", None), ("713件", "received", "诉求")],
        ),
    ],
)
def test_a_count_behind_the_names_of_all_its_kinds(text: str, expected: list[tuple[str, ...]]) -> None:
    assert [(c.printed, c.metric, c.category) for c in read(text)] == expected


NO_CHANNEL = Scope(stated_by="government", period=months(2023, 4, 6))


def test_behind_each_channel_of_a_list_all_of_them_are_spoken_of_again() -> None:
    text = (
        "全区共受理诉求846件。其中：书记信箱52件，增长4%；区长信箱360件；云桥直通车20件；区长公开电话414件；收到表扬信9件；"
        "办结840件。反映集中的是：城建类，占27.2%；教育类，占12.1%。"
    )
    claims = paragraph_claims(text, "L1", NO_CHANNEL).claims
    assert [(c.printed, c.channel, c.category) for c in claims] == [
        ("846件", None, None),
        ("52件", "secretary_mailbox", None),
        ("4%", "secretary_mailbox", None),
        ("360件", "county_mailbox", None),
        ("20件", None, "云桥直通车"),
        ("414件", "county_hotline", None),
        ("9件", None, "表扬信"),
        ("840件", None, None),
        ("27.2%", None, "城建类"),
        ("12.1%", None, "教育类"),
    ]


def test_behind_a_channel_that_no_whole_stands_before_it_is_spoken_of_further() -> None:
    text = "县长信箱收到来信52件；办结50件。热点为：城建类12件；教育类9件。"
    claims = paragraph_claims(text, "L1", NO_CHANNEL).claims
    assert {c.channel for c in claims} == {"county_mailbox"}


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("本周共受理工单348件，县信访局直办9件；按期回复348件。", [None, "县信访局", None]),
        ("本周共受理工单348件，县住建局承办9件；县水利局承办8件。", [None, "县住建局", "县水利局"]),
        ("县住建局承办工单9件；按期回复8件。", ["县住建局", "县住建局"]),
    ],
)
def test_an_office_named_behind_the_whole_is_spoken_of_to_the_semicolon(text: str, offices: list[str | None]) -> None:
    assert [c.agency for c in read(text)] == offices


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("本周共受理工单348件，县热线办直办9件；按期回复348件。", [None, None, None]),
        ("共受理诉求860件，市热线中心直接解答12件，向承办单位批转848件，已办结840件。", [None] * 4),
        ("共受理诉求860件，热线办转办848件，县住建局办结84件。", [None, None, "县住建局"]),
        ("超期2件，其中县热线办1件、县住建局1件。", [None, "县热线办", "县住建局"]),
    ],
)
def test_what_the_office_of_a_hotline_does_is_of_all_of_its_letters(text: str, offices: list[str | None]) -> None:
    assert [c.agency for c in read(text)] == offices


def test_rates_of_so_many_units_are_not_those_of_all() -> None:
    text = "共受理工单348件，按期回复348件。有31个单位反映较好，回复率、满意率均为100%。"
    assert said(text, "agency")[:2] == [("received", "348件", None), ("replied_on_time", "348件", None)]
    assert not [c for c in read(text) if c.unit == "%"]
    assert [c.metric for c in read("有31个单位参与，受理工单20件，回复率100%。") if c.unit == "%"] == ["reply_rate"]


def test_problems_of_which_the_next_words_count_those_answered_came_in() -> None:
    text = "县水利局、青溪镇等热点部门回复率较低，尤其是县住建局，46个问题仅答复5个，回复率只有10.87%。"
    assert said(text, "agency") == [
        ("received", "46个", "县住建局"),
        ("replied", "5个", "县住建局"),
        ("reply_rate", "10.87%", "县住建局"),
    ]
    for text in ("共涉及46个问题。", "梳理出46个问题，整改5个。", "46个问题涉及县住建局，已答复。"):
        assert not [c for c in read(text) if c.metric == "received"]


def test_the_rate_of_so_many_districts_is_not_that_of_all() -> None:
    assert said("3月六区回复率98.57%，县长信箱回复率96.2%。", "category") == [
        ("reply_rate", "98.57%", "六区"),
        ("reply_rate", "96.2%", None),
    ]


WAYS = Scope(stated_by="government", region_code="420322", period=months(2023, 7, 7))


def ways(text: str) -> list[tuple[str, str, str | None]]:
    claims = paragraph_claims(f"全市共受理诉求1120件。{text}", "L1", WAYS).claims[1:]
    return [(c.metric, c.printed, c.category or c.channel) for c in claims if c.unit != "%"]


@pytest.mark.parametrize(
    "opening", ["从案件来源看：", "按受理渠道统计，", "按来源途径分，其中", "案件来源主要有：", "案件来源包括"]
)
def test_names_of_ways_in_may_hold_words_of_stages(opening: str) -> None:
    text = f"{opening}监督员上报1006件，受理市级12319城管舆情27件，12345热线转办22件，其他来源5件，领导交办60件。"
    assert ways(text) == [
        ("received", "1006件", "监督员上报"),
        ("received", "27件", "市级12319城管舆情"),
        ("received", "22件", "hotline_12345"),
        ("received", "5件", "其他来源"),
        ("received", "60件", "领导交办"),
    ]


@pytest.mark.parametrize("behind", ["结案1100件", "转办30件"])
def test_stages_in_a_row_of_ways_stay_stages(behind: str) -> None:
    metric = ways(f"从来源看，电话投诉700件，来信投诉420件，{behind}。")[-1][0]
    assert metric in ("completed", "forwarded")
    assert ways(f"从来源看，电话投诉700件，领导交办300件，来信投诉120件；{behind}。")[1] == (
        "received",
        "300件",
        "领导交办",
    )


def test_an_office_that_got_some_of_what_was_handed_on_is_no_way_in() -> None:
    assert [m for m, *_ in ways("从办理方式看，直接答复700件，转办相关单位400件，其他20件。")][:2] == [
        "handled_directly",
        "forwarded",
    ]


@pytest.mark.parametrize("taken", ["", "转办", "转办投诉", "受理", "接到旅游投诉"])
def test_what_a_channel_took_up_is_no_kind_of_its_own(taken: str) -> None:
    text = f"从投诉渠道来看，通过12345热线{taken}70件，来信来访50件，其他渠道接收19件，云溪文旅平台转办9件。"
    assert [name for *_, name in ways(text)] == ["hotline_12345", "来信来访", "其他渠道", "云溪文旅平台"]


def test_names_with_their_number_have_a_rate_together() -> None:
    text = "东山、大河回复率100%，西川、南屏、北岭等3个县回复率80%以上。"
    assert [(c.printed, c.category) for c in read(text) if c.metric == "reply_rate"] == [
        ("100%", "东山、大河"),
        ("80%", "西川、南屏、北岭"),
    ]


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        (
            "12345热线、县长信箱共收到诉求594件，转办500件。其中热线派单493件，县长信箱派单7件。",
            ["combined", "combined", "hotline_12345", "county_mailbox"],
        ),
        ("12345热线、县长信箱共收到诉求594件。其中，热线转办工单493件。", ["combined", "hotline_12345"]),
        ("12345热线、县长信箱共收到诉求594件。其中热线反映集中的供水493件。", ["combined", "combined"]),
        ("县长信箱共收到诉求594件。其中热线派单493件。", ["county_mailbox", "county_mailbox"]),
    ],
)
def test_a_channel_that_is_only_called_what_it_is(text: str, channels: list[str]) -> None:
    assert [c.channel for c in paragraph_claims(text, "L1", NO_CHANNEL).claims] == channels
