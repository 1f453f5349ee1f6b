import pytest

from parsers.records import Claim
from pipelines.audit.change.change_pairs import bases_of
from pipelines.audit.change.changes import check_changes, earlier_counts
from pipelines.audit.finding import Finding
from tests.pipelines.audit.from_text import findings as in_text
from tests.pipelines.audit.paragraphs_by_hand import changed, in_paragraph, month, printed_figure
from tests.pipelines.audit.stated_by_hand import bulletin, run, stated

FEBRUARY, LAST_MARCH = month(2022, 2), month(2021, 3)


def findings(now: str, before: str, change: Claim, *, metric: str = "received", **period: object) -> dict[str, Finding]:
    claims = [
        in_paragraph("L1", metric, now),
        in_paragraph("L1", metric, before, **(period or FEBRUARY)),
        change,
    ]
    return {("方向" if "方向" in f.subject else f.subject): f for f in run(check_changes, bulletin(*claims))}


SUBJECT = "县长信箱（2022年3月）收到较上期变化幅度"


@pytest.mark.parametrize(
    ("now", "before", "printed", "down"),
    [
        ("109", "139", "21.6%", True),
        ("260", "200", "30%", False),
        ("300", "100", "200%", False),
        ("0", "5", "100%", True),
    ],
)
def test_change_over_the_earlier_figure_holds(now: str, before: str, printed: str, down: bool) -> None:
    found = findings(now, before, changed(printed, down=down))
    assert (found[SUBJECT].verdict, found[SUBJECT].severity) == ("consistent", 0)
    assert found["方向"].verdict == "consistent"


def test_later_figure_as_base_is_named_and_does_not_fit() -> None:
    found = findings("109", "139", changed("27.5%", down=True))
    result = found[SUBJECT]
    assert (result.verdict, result.severity, result.recomputed) == ("inconsistent", 3, "-21.5827%")
    assert result.alternatives == ("later_figure_as_base",)
    assert "没有整数的上期值能得27.5%" in result.statement_zh
    assert "27.5229%" in result.statement_zh
    assert (found["方向"].verdict, found["方向"].recomputed) == ("consistent", "-30")


def test_direction_that_is_turned_round_changes_the_headline() -> None:
    found = findings("109", "139", changed("21.6%"))
    assert (found[SUBJECT].verdict, found[SUBJECT].severity, found[SUBJECT].alternatives[0]) == (
        "inconsistent",
        3,
        "opposite_sign",
    )
    assert (found["方向"].verdict, found["方向"].severity) == ("inconsistent", 3)


def test_ratio_printed_as_a_change() -> None:
    found = findings("160", "100", changed("160%"))
    assert found[SUBJECT].alternatives == ("ratio_of_periods",)


@pytest.mark.parametrize(("printed", "severity"), [("31.2%", 2), ("40%", 3)])
def test_change_that_nothing_gives(printed: str, severity: int) -> None:
    found = findings("260", "200", changed(printed))
    assert (found[SUBJECT].verdict, found[SUBJECT].severity) == ("inconsistent", severity)


def test_truncated_and_rounded_up_changes() -> None:
    assert findings("207", "180", changed("15%"))[SUBJECT].verdict == "consistent"
    truncated = findings("213", "179", changed("18.9%"))[SUBJECT]
    assert (truncated.verdict, truncated.severity, truncated.rounding) == ("consistent", 1, "truncated")
    ceiling = findings("212", "179", changed("18.5%"))[SUBJECT]
    assert (ceiling.verdict, ceiling.severity, ceiling.rounding) == ("inconsistent", 1, "ceiling")


def rates(printed: str, unit: str) -> Finding:
    change = in_paragraph("L1", "change", printed, of_metric="completion_rate", basis="previous_period", unit=unit)
    found = findings("90%", "80%", change, metric="completion_rate")
    return found["县长信箱（2022年3月）办结率较上期变化幅度"]


def test_percentage_points_and_relative_changes_are_told_apart() -> None:
    assert rates("10个百分点", "个百分点").verdict == "consistent"
    assert rates("12.5%", "%").verdict == "consistent"
    points = rates("10%", "%")
    assert (points.verdict, points.alternatives) == ("inconsistent", ("percentage_points",))
    relative = rates("12.5个百分点", "个百分点")
    assert (relative.verdict, relative.alternatives) == ("inconsistent", ("relative_change",))


def test_earlier_figure_is_that_of_the_comparison_the_words_name() -> None:
    claims = [
        in_paragraph("L1", "received", "120"),
        in_paragraph("L1", "received", "100", **FEBRUARY),
        in_paragraph("L1", "received", "80", **LAST_MARCH),
        changed("20%"),
        changed("50%", basis="year_earlier"),
    ]
    found = run(check_changes, bulletin(*claims))
    assert {f.verdict for f in found} == {"consistent"}
    assert len(found) == 4


def test_label_that_names_the_other_comparison() -> None:
    found = findings("120", "100", changed("20%", basis="year_earlier"))
    (result,) = found.values()
    assert (result.verdict, result.severity, result.alternatives) == ("inconsistent", 1, ("previous_period",))


def test_words_that_name_two_comparisons() -> None:
    claims = [
        in_paragraph("L1", "received", "120"),
        in_paragraph("L1", "received", "100", **FEBRUARY),
        in_paragraph("L1", "received", "80", **LAST_MARCH),
    ]
    (fits,) = run(check_changes, bulletin(*claims, changed("50%", basis="ambiguous")))
    assert (fits.verdict, fits.alternatives) == ("ambiguous", ("year_earlier",))
    (none,) = run(check_changes, bulletin(*claims, changed("5%", basis="ambiguous")))
    assert none.verdict == "inconsistent"


def test_without_an_earlier_figure_nothing_is_said() -> None:
    assert run(check_changes, bulletin(in_paragraph("L1", "received", "120"), changed("20%"))) == []
    assert findings("120", "0", changed("20%")) == {}
    assert findings("120", "100", changed("20%"), **month(2021, 11)) == {}


@pytest.mark.parametrize(
    ("printed", "verdict", "severity"), [("20", "consistent", 0), ("25", "inconsistent", 2), ("30", "inconsistent", 3)]
)
def test_number_of_items_more_or_fewer(printed: str, verdict: str, severity: int) -> None:
    change = in_paragraph("L1", "change_count", printed, of_metric="received", basis="previous_period")
    (found,) = findings("120", "100", change).values()
    assert (found.verdict, found.severity) == (verdict, severity)


def test_comparison_is_told_from_the_periods() -> None:
    quarter = {"period_start": month(2022, 1)["period_start"], "period_end": month(2022, 3)["period_end"]}
    before = {"period_start": month(2021, 10)["period_start"], "period_end": month(2021, 12)["period_end"]}
    year, last_year = (
        month(2022, 1) | {"period_end": month(2022, 12)["period_end"]},
        month(2021, 1) | {"period_end": month(2021, 12)["period_end"]},
    )
    now = stated("received", "1", **quarter)
    assert bases_of(now, stated("received", "1", **before)) == ("previous_period",)
    assert bases_of(now, stated("received", "1", **FEBRUARY)) == ()
    assert bases_of(now, stated("received", "1")) == ()
    assert bases_of(stated("received", "1", **year), stated("received", "1", **last_year)) == (
        "previous_period",
        "year_earlier",
    )


def test_earlier_counts_that_a_change_allows() -> None:
    rise = changed("30%")
    assert earlier_counts(printed_figure("received", "260"), printed_figure("change", "30%")) == (200, 200)
    assert rise.value == 30


RISE = "2022年3月，县长信箱共收到来信3618件，比去年同期增加433件，同比增长{}。\n"


@pytest.mark.parametrize(
    ("printed", "verdict"), [("13.6%", "consistent"), ("12%", "inconsistent"), ("11.97%", "inconsistent")]
)
def test_the_earlier_figure_follows_from_the_number_of_items(printed: str, verdict: str) -> None:
    (found,) = in_text(RISE.format(printed), "A6")
    assert (found.verdict, found.recomputed) == (verdict, "13.5950%")
    assert "由3185到3618" in found.statement_zh or verdict == "consistent"


@pytest.mark.parametrize(
    ("printed", "verdict", "earlier"),
    [("下降20.71%", "consistent", "6707"), ("上升29.8%", "consistent", None), ("上升0.001%", "needs_definition", None)],
)
def test_a_change_has_a_whole_number_before_it(printed: str, verdict: str, earlier: str | None) -> None:
    text = f"2022年3月，县长信箱共收到来信5318件，比去年同期{printed}。\n"
    (found,) = in_text(text, "G2")
    assert found.verdict == verdict
    assert earlier is None or found.recomputed == earlier
    assert (found.severity == 0) == (verdict == "consistent")


def test_a_change_whose_earlier_figure_is_printed_needs_no_other() -> None:
    text = "2022年3月，县长信箱共收到来信110件，2月收到来信100件，环比增长10%。\n"
    assert in_text(text, "G2") == []


def test_an_earlier_figure_of_a_text_without_a_year_is_told_apart_by_its_words() -> None:
    agrees, differs = (f"1至7月，全县接受信访举报550件，比上年同期{before}件少297件。" for before in (847, 837))
    assert {f.verdict for f in in_text(agrees, "A6")} == {"consistent"}
    found = [f for f in in_text(differs, "A6") if f.verdict != "consistent"]
    assert [(f.verdict, f.recomputed) for f in found] == [("inconsistent", "-287")]


def test_a_count_cannot_fall_by_more_than_all_of_it() -> None:
    text = "本月受理来信162件，其中咨询4件，同比减幅121.43%；投诉146件，同比增幅111.59%。"
    found = [f for f in in_text(text, "A6") if f.verdict == "inconsistent"]
    assert [(f.claimed, f.severity) for f in found] == [("121.43%", 2)]
    assert not [f for f in in_text(text.replace("减幅121.43%", "减幅100%"), "A6") if f.verdict == "inconsistent"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("本月共受理来信3.27万件，比上月的2.91万件上升12.1%。", "consistent"),
        ("本月共受理来信3.27万件，比上月的2.91万件上升13.1%。", "inconsistent"),
        ("本月共受理来信32700件，比上月的29100件上升12.1%。", "inconsistent"),
        ("本月受理来信近3.3万件。共受理来信32700件，比上月的29100件上升12.4%。", "consistent"),
        ("本月办结率98.8%，比上月的98.1%提高0.66个百分点。", "consistent"),
        ("本月办结率98.8%，比上月的98.1%提高0.86个百分点。", "inconsistent"),
        ("本月办结率98.78%，比上月的98.12%提高0.76个百分点。", "inconsistent"),
    ],
)
def test_round_numbers_leave_a_change_the_room_that_they_are_rounded_by(text: str, verdict: str) -> None:
    assert [f.verdict for f in in_text(text, "A6") if "幅度" in f.subject] == [verdict]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("本月共受理来信326件，剔除重复来信后，与上月的291件相比，上升9.3%。", "needs_definition"),
        ("本月共受理来信326件，按同口径计算，比上月的291件上升9.3%。", "needs_definition"),
        ("本月共受理来信326件（不含转办件），比上月的291件上升9.3%。", "needs_definition"),
        ("本月共受理来信326件，比上月的291件上升9.3%。", "inconsistent"),
        ("本月共受理来信326件，比上月的291件上升9.3%，不含咨询件。", "inconsistent"),
        ("本月共受理来信326件，剔除重复来信后，与上月的291件相比，上升12%。", "consistent"),
    ],
)
def test_a_change_of_fewer_items_than_were_counted_is_a_matter_of_definition(text: str, verdict: str) -> None:
    assert [f.verdict for f in in_text(text, "A6") if "幅度" in f.subject] == [verdict]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("防汛期间，热线日均来电331.3个，比今年上半年日均213.5个增长了55.18%。", ["consistent"]),
        ("防汛期间，热线日均来电331.3个，比今年上半年日均213.5个增长了35.56%。", ["inconsistent"]),
        ("本月办结率98.78%，比全市办结率98.12%高0.66个百分点。", ["consistent"]),
        ("本月办结率98.78%，比去年全年的98.12%高出0.67个百分点。", ["inconsistent"]),
        ("本月共受理来信326件，比去年10月的291件增加35件，增长12.0%。", ["consistent", "consistent"]),
        ("本月共受理来信326件，与去年10月的291件相比，增加25件，增长12.0%。", ["inconsistent", "consistent"]),
        ("本月日均受理来信11件，比上月日均10件增长7.6%。", ["consistent"]),
        ("本月办结率97.6%，较上年同期的96.4%提高1.2个百分点，较一季度96.95%提高0.65个百分点。", ["consistent"] * 2),
        ("本月日均受理来信11件，比去年同期日均9件的受理量增加4件。", ["inconsistent"]),
        # Of another thing, of a place whose own figure is not printed, or of nothing that is printed.
        ("本月共受理来信326件，比全市平均数高12%。", []),
        ("本月共受理来信326件，日均11件，同比增长10%。", []),
        ("本月共受理来信326件，其中投诉类比上季度的91件增长20%。", []),
        ("本月回复率98.78%，比去年全年的满意率98.12%高出0.9个百分点。", []),
    ],
)
def test_a_figure_that_another_is_held_against_is_its_earlier_one(text: str, verdicts: list[str]) -> None:
    assert [f.verdict for f in in_text(text, "A6") if "方向" not in f.subject] == verdicts


def test_an_earlier_count_may_follow_from_digits_that_were_cut_off() -> None:
    (found,) = in_text("2022年3月，县长信箱共收到来信47件，同比上升56.66%。\n", "G2")
    assert (found.verdict, found.severity, found.rounding) == ("consistent", 1, "truncated")
    assert found.recomputed == "30"


@pytest.mark.parametrize(("printed", "earlier"), [("33.33%", "45"), ("27.5%", "120"), ("27.3%", None)])
def test_a_change_of_visits_is_of_items_or_of_people(printed: str, earlier: str | None) -> None:
    text = f"2022年3月，县长信箱共收到来信90件，群众来访60件153人次，同比上升{printed}。\n"
    assert [f.recomputed for f in in_text(text, "G2")] == [earlier]


INTAKE = "2022年3月，县长信箱共收到来信157件，环比下降13.6%。\n\n"


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("重复来电由上月的15件减少到8件，环比下降46.7%。", "重复来电"),
        ("热点有变；集体上门明显减少，由上月的15件减少到8件，环比下降46.7%。", "集体上门"),
        ("县住建局由上月的15件减少到8件，环比下降46.7%。", "县住建局"),
        ("清水镇较2月的15件减少7件，环比下降46.7%。", "清水镇"),
    ],
)
def test_what_a_sentence_holds_against_a_period_is_no_whole(text: str, whose: str) -> None:
    found = in_text(INTAKE + text + "\n", "A6")
    assert {f.verdict for f in found} <= {"consistent"}
    assert all(whose in f.subject for f in found)


def test_the_whole_is_held_against_its_own_earlier_figure_still() -> None:
    found = in_text(INTAKE + "全县来信由上月的182件减少到157件，环比下降13.7%。\n", "A6")
    assert [f.verdict for f in found if f.claimed == "下降13.6%"] == ["inconsistent"]
    assert [f.verdict for f in found if f.claimed == "下降13.7%"] == ["consistent"]


@pytest.mark.parametrize(
    "text",
    [
        "2022年3月，全县12345热线呼入量7120个，同比减少380个；工单量2410件，同比增加210件。去年同期呼入量7500个，工单量2200件。",
        "2022年3月，共收到来信208件，接待来访401批，批次同比上升2.8%。去年同期来信243件、来访390批。",
        "2022年3月，我县热线受理诉求3118件，同比增长5.5%；去年同期2955件。全市受理诉求76420件，同比增长3.2%；去年同期74050件。",
        "2022年3月，县委书记信箱收到来信212件，县长信箱收到来信1104件，同比分别增长6.0%和11.5%。去年同期分别收到200件和990件。",
        "2022年3月，热线来电8420个，受理诉求3120件，较2月（来电8000个、受理诉求3000件）分别增长5.3%和4.0%。",
    ],
)
def test_counts_of_one_thing_beside_each_other_have_each_its_earlier_one(text: str) -> None:
    assert [
        (f.verdict, f.statement_zh) for f in in_text(text, "A6") if f.verdict not in ("consistent", "unverifiable")
    ] == []


def test_of_two_counts_the_one_whose_change_is_wrong_is_told() -> None:
    text = (
        "2022年3月，全县12345热线呼入量7120个，同比减少380个；工单量2410件，同比增加240件。"
        "去年同期呼入量7500个，工单量2200件。"
    )
    found = in_text(text, "A6", head="# 岭溪县2022年3月12345热线办理情况通报\n\n")
    (wrong,) = [f for f in found if f.verdict == "inconsistent"]
    assert "2410" in wrong.statement_zh
    assert "2200" in wrong.statement_zh


MARCH = "3月，共受理诉求2100件，"
AROUND = "2月受理诉求2300件，去年3月受理诉求2000件。"


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        ("环比-8.7%。", ["consistent"]),
        ("环比↓8.7%。", ["consistent"]),
        ("环比+8.7%。", ["inconsistent"]),
        ("环比、同比分别下降8.7%、上升5%。", ["consistent", "consistent"]),
        ("较上月、去年同期分别下降8.7%、上升7%。", ["consistent", "inconsistent"]),
        ("比2月少200件，比去年3月多100件。", ["consistent", "consistent"]),
        ("比2月少300件。", ["inconsistent"]),
    ],
)
def test_changes_by_a_sign_in_an_order_or_against_a_month(words: str, verdicts: list[str]) -> None:
    found = in_text(f"{MARCH}{words}{AROUND}\n", "A6")
    assert [f.verdict for f in found if "方向" not in f.subject] == verdicts


def test_changes_in_items_and_in_percent_in_the_order_of_two_figures() -> None:
    text = "3月，受理诉求1200件，办结1150件，较上月分别增加200件、150件，环比分别增长20%、15%。\n"
    assert [f.verdict for f in in_text(text, "A6")] == ["consistent", "consistent"]
    assert [f.verdict for f in in_text(text.replace("15%", "18%"), "A6")] == ["consistent", "inconsistent"]


def test_changes_whose_figures_nothing_tells_apart_say_nothing() -> None:
    text = "3月，受理来电120件、来信80件，分别比上月增长20%和下降20%；2月受理来电100件、来信100件。\n"
    assert in_text(text, "A6") == in_text(text, "G2") == []


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("满意率由98.0%上升到98.8%，上升0.8个百分点。", ["consistent"]),
        ("满意率由98.0%上升到98.8%，上升1.8个百分点。", ["inconsistent"]),
        ("办结率从原来的92.5%提高至97.5%，提升5个百分点。", ["consistent"]),
        ("诉求量由120件下降到98件，下降18.33%。", ["consistent"]),
        ("诉求量由120件下降到98件，减少32件。", ["inconsistent"]),
        ("诉求量由15件减少到8件，环比下降46.7%。", ["consistent"]),
        ("诉求量由15件减少到8件，同比下降20%。", []),
        ("诉求量由120件下降到98件，办结率98%，下降2.1%。", []),
        ("受理量从2019年的600件增长到2021年的33000件，增长近54倍。", ["consistent"]),
    ],
)
def test_a_change_right_behind_the_way_from_one_figure_to_another(text: str, verdicts: list[str]) -> None:
    found = in_text(f"3月，县长信箱{text}\n", "A6")
    assert [f.verdict for f in found if "方向" not in f.subject] == verdicts


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        ("较去年同期的1000件增长2倍。", [("consistent", 0)]),
        ("较去年同期的1000件增长1.5倍。", [("inconsistent", 3)]),
        ("较去年同期的1000件增长3倍。", [("needs_definition", 1)]),
        ("是去年同期1000件的3倍。", []),
        ("增长到去年同期1000件的3倍。", []),
    ],
)
def test_a_rise_by_so_many_times(words: str, verdicts: list[tuple[str, int]]) -> None:
    found = in_text(f"3月，受理诉求3000件，{words}\n", "A6")
    assert [(f.verdict, f.severity) for f in found if "方向" not in f.subject] == verdicts


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("平均办理时间2.1天，较上月的2.5天缩短0.4天。", ["consistent"]),
        ("平均办理时间2.1天，较上月2.5天缩短0.3天。", ["consistent"]),
        ("平均办理时间2.1天，较上月2.5天缩短0.9天。", ["inconsistent"]),
        ("平均办理时间由上月的2.5天降为2.1天，缩短0.4天。", ["consistent"]),
        ("平均办理时间由2.5天缩短至2.1天，缩短16%。", ["consistent"]),
        ("平均办理时间2.1天，较上月缩短9.6小时。2月平均办理时间2.5天。", []),
        ("平均办理时间2.1天，较承诺时限5天缩短1天。", []),
    ],
)
def test_by_how_much_an_average_time_became_shorter(text: str, verdicts: list[str]) -> None:
    found = in_text(f"3月，县长信箱{text}\n", "A6")
    assert [f.verdict for f in found if "方向" not in f.subject] == verdicts


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("上月为2200件，增长9.09%；去年同期为2000件，增长20%。", ["consistent"] * 2),
        ("上月为2200件，增长9.09%；去年同期为2000件，增长30%。", ["consistent", "inconsistent"]),
        ("去年同期2000件，上月2200件，增长9.09%。", ["consistent"]),
        ("去年同期2000件，上月2200件，同比增长20%。", ["consistent"]),
        ("上月同期2200件，去年同期2000件，环比增长9.09%，同比增长20%。", ["consistent"] * 2),
        ("增速较上月回落3个百分点。2月受理2200件。", []),
    ],
)
def test_a_change_without_a_word_for_its_base_is_of_the_earlier_figure_before_it(
    text: str, verdicts: list[str]
) -> None:
    found = in_text(f"3月，受理诉求2400件，{text}\n", "A6")
    assert [f.verdict for f in found if "方向" not in f.subject] == verdicts


def test_a_share_that_moved_is_no_change_of_its_count() -> None:
    text = "3月，受理诉求1000件，其中投诉400件，占40%，占比较上月上升2.5%。2月受理诉求900件。\n"
    found = in_text(text, "A6")
    assert [(f.verdict, f.alternatives) for f in found] == [("unverifiable", ("percentage_points", "relative_change"))]


@pytest.mark.parametrize(
    "between",
    ["挽回经济损失120万元，", "涉及群众5000人，", "平均通话时长2分钟，", "人均受理量"],
)
def test_a_change_of_what_counts_no_letters_is_not_held_against_them(between: str) -> None:
    assert in_text(f"3月，受理诉求1200件，{between}同比增长20%。去年3月受理诉求1100件。\n", "A6") == []


def test_a_change_that_names_what_moved_is_of_that() -> None:
    text = "3月，受理诉求1200件，挽回经济损失120万元，受理量同比增长20%。去年3月受理诉求1000件。\n"
    assert {f.verdict for f in in_text(text, "A6")} == {"consistent"}


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        ("同比增长20%，较2020年增长50%。", ["consistent"] * 2),
        ("比2021年增长20%，比2020年增长45%。", ["consistent", "inconsistent"]),
        ("比2020年增加4000件，增长50%。", ["consistent"] * 2),
        ("较2019年增长30%。", []),
    ],
)
def test_a_change_against_a_year_that_its_words_name(words: str, verdicts: list[str]) -> None:
    head = "# 岭溪县2022年县长信箱办理情况通报\n\n"
    text = f"2022年，受理来信12000件，{words}2021年受理来信10000件，2020年受理来信8000件。\n"
    assert [f.verdict for f in in_text(text, "A6", head) if "方向" not in f.subject] == verdicts


def test_a_change_from_the_count_in_the_bracket_behind_it() -> None:
    # What else came in of the same name is no rival of the two figures that stand together.
    text = "本月共收到来信2317件，环比下降{}%（上月2462件）。\n\n来信418件，按期回复。"
    for printed, verdict in (("5.89", "consistent"), ("7.89", "inconsistent")):
        (told,) = [f for f in in_text(text.format(printed), "A6") if f.recomputed == "-5.8895%"]
        assert told.verdict == verdict
    assert in_text(text.format("5.89"), "G2") == []


HALF_YEAR = "# 岭溪县2022年上半年县长信箱办理情况通报\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "上半年受理诉求6000件，二季度（3200件）较一季度（2800件）增长14.29%。",
        "上半年受理诉求6000件，其中6月1150件，二季度（3200件）较一季度（2800件）增长14.29%。",
        "上半年受理诉求6000件，城管类受理（320件）比去年同期（280件）增长14.29%。",
        "上半年受理诉求6000件，同比增长14.29%，供水（320件）比去年同期（280件）增长14.29%。",
    ],
)
def test_count_in_a_bracket_behind_what_changed_is_the_later_figure(text: str) -> None:
    found = in_text(text, "A6", HALF_YEAR)
    assert [f.verdict for f in found] == ["consistent", "consistent"]
    assert {f.recomputed for f in found} <= {"14.2857%", "+400", "+40"}


def test_change_that_the_counts_in_brackets_do_not_give_is_told() -> None:
    text = "上半年受理诉求6000件，城管类受理（320件）比去年同期（280件）增长24.29%。"
    assert in_text(text, "A6", HALF_YEAR)[0].verdict == "inconsistent"


@pytest.mark.parametrize(
    "moved",
    [
        "其中物业类问题受季节影响环比上升50.00%（2月200件）",
        "供暖服务类因进入供暖季环比上升11.32%（2月530件）",
        "供暖诉求由于降温环比上升11.32%（2月530件）",
    ],
)
def test_change_of_a_kind_with_its_reason_is_not_of_everything(moved: str) -> None:
    assert in_text(f"3月受理诉求5000件。{moved}。", "A6") == []


@pytest.mark.parametrize("subject", ["", "受理量", "全县诉求"])
def test_change_of_everything_with_its_reason_is_told(subject: str) -> None:
    text = f"3月受理诉求5000件，{subject}受季节影响环比上升50.00%（2月4000件）。"
    assert [f.verdict for f in in_text(text, "A6")] == ["inconsistent", "consistent"]


@pytest.mark.parametrize("when", ["上年同期", "去年同期为", "2021年3月"])
@pytest.mark.parametrize(("change", "verdict"), [("3.40%", "consistent"), ("4.30%", "inconsistent")])
def test_each_measure_is_held_against_the_count_in_its_own_bracket(when: str, change: str, verdict: str) -> None:
    text = f"3月，共受理9210件（{when}8877件），同比增长3.75%；办结9100件（{when}8801件），同比增长{change}。"
    found = [f for f in in_text(text, "A6") if "幅度" in f.subject]
    assert [f.verdict for f in found] == ["consistent", verdict]
