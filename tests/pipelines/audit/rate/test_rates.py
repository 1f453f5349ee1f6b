import pytest

from pipelines.audit.finding import Finding
from pipelines.audit.rate.rates import check_text_rates
from tests.pipelines.audit.from_text import findings as in_text
from tests.pipelines.audit.paragraphs_by_hand import MARCH, in_paragraph, only, paragraph
from tests.pipelines.audit.stated_by_hand import bulletin, run, table


def findings(*figures: tuple[str, str]) -> list[Finding]:
    return run(check_text_rates, bulletin(*paragraph("L1", *figures)))


@pytest.mark.parametrize(
    ("figures", "formula"),
    [
        ([("received", "1711"), ("completed", "218"), ("completion_rate", "12.7%")], "completed_over_received"),
        ([("received", "1118"), ("completed", "1117"), ("completion_rate", "99.91%")], "completed_over_received"),
        ([("forwarded", "14"), ("completed", "14"), ("completion_rate", "100%")], "completed_over_forwarded"),
        ([("received", "4"), ("replied", "4"), ("reply_rate", "100%")], "replied_over_received"),
        ([("received", "642"), ("valid", "553"), ("replied", "541"), ("reply_rate", "97.83%")], "replied_over_valid"),
        ([("rated", "99"), ("dissatisfied", "8"), ("dissatisfaction_rate", "8.08%")], "dissatisfied_over_rated"),
    ],
)
def test_rate_that_follows_from_the_counts_beside_it(figures: list[tuple[str, str]], formula: str) -> None:
    found = only(findings(*figures))
    assert (found.verdict, found.severity, found.formula_id) == ("consistent", 0, formula)


def test_rate_that_only_another_base_gives() -> None:
    jixi = [
        ("received", "262"),
        ("handled_directly", "152"),
        ("forwarded", "110"),
        ("fed_back", "84"),
        ("completed", "84"),
    ]
    found = only(findings(*jixi, ("completion_rate", "100%")))
    assert (found.verdict, found.severity) == ("consistent_on_other_base", 3)
    assert (found.formula_id, found.recomputed) == ("completed_over_fed_back", "76.3636%")
    assert any("90.0763%" in line for line in found.evidence)
    assert "84/110" in found.statement_zh


def test_rate_that_several_other_definitions_give() -> None:
    counts = [("forwarded", "110"), ("fed_back", "84"), ("replied", "84"), ("completed", "84")]
    found = only(findings(*counts, ("completion_rate", "100%")))
    assert (found.verdict, found.severity) == ("needs_definition", 3)


@pytest.mark.parametrize(("rate", "severity"), [("90.5%", 2), ("99%", 3)])
def test_rate_that_nothing_gives(rate: str, severity: int) -> None:
    found = only(findings(("due", "100"), ("completed", "90"), ("completion_rate", rate)))
    assert (found.verdict, found.severity) == ("inconsistent", severity)


def test_rate_cut_off_instead_of_rounded() -> None:
    found = only(findings(("due", "2877"), ("completed", "212"), ("completion_rate", "7.3%")))
    assert (found.verdict, found.severity, found.rounding) == ("consistent", 1, "truncated")


def test_rate_that_only_rounding_up_gives() -> None:
    found = only(findings(("due", "1000"), ("completed", "981"), ("completion_rate", "99%")))
    assert (found.verdict, found.severity, found.rounding) == ("inconsistent", 1, "ceiling")


def test_hundred_percent_that_is_not_all_is_worth_a_look() -> None:
    found = only(findings(("due", "1000"), ("completed", "996"), ("completion_rate", "100%")))
    assert (found.verdict, found.severity) == ("unusual", 1)


def test_rate_without_its_counts_is_unverifiable() -> None:
    found = only(findings(("received", "109"), ("acceptance_rate", "100%")))
    assert (found.verdict, found.severity, found.recomputed) == ("unverifiable", 1, None)


def test_rate_whose_base_alone_is_missing_is_left_to_inversion() -> None:
    assert findings(("replied", "3762"), ("reply_rate", "99.73%")) == []


def test_rate_of_a_headline_is_tested_where_its_counts_are() -> None:
    headline = in_paragraph("L1", "reply_rate", "99.73%", agency=None)
    text = paragraph("L2", ("replied", "3762"), ("reply_rate", "99.73%"), agency="市委办公厅")
    assert run(check_text_rates, bulletin(headline, *text)) == []
    other = in_paragraph("L1", "reply_rate", "99.8%", agency=None)
    assert only(run(check_text_rates, bulletin(other, *text))).verdict == "unverifiable"


def test_bound_for_each_year_is_not_held_against_a_cumulative_count() -> None:
    rate = in_paragraph("L1", "completion_rate", "85%", qualifier="at_least", each=True)
    claims = paragraph("L1", ("received", "1711"), ("completed", "217"))
    assert run(check_text_rates, bulletin(*claims, rate)) == []


def test_counts_of_another_channel_or_period_are_not_taken() -> None:
    claims = [
        *paragraph("L1", ("received", "50"), ("completed", "10"), channel="mayor_mailbox"),
        *paragraph("L1", ("received", "60"), ("completed", "10"), period_start=None, period_end=None),
        *paragraph("L1", ("received", "23"), ("completed", "23"), ("completion_rate", "100%")),
    ]
    assert only(run(check_text_rates, bulletin(*claims))).verdict == "consistent"


def test_nearest_figure_is_taken_first() -> None:
    claims = [
        *paragraph("L1", ("received", "50"), ("completed", "10")),
        *paragraph("L2", ("received", "20"), ("completed", "10"), ("completion_rate", "50%")),
    ]
    assert only(run(check_text_rates, bulletin(*claims))).verdict == "consistent"


YUNXI = [
    table(
        1,
        ["单位", "received", "completed"],
        [["甲镇", "12", "12"], ["乙乡", None, None], ["丙镇", "46", "46"]],
        period=MARCH,
    ),
    table(2, ["单位", "received", "completed"], [["人社局", "51", "51"]], period=MARCH),
]


def test_counts_of_tables_are_taken_where_they_cover_what_the_text_counts() -> None:
    covered = bulletin(*paragraph("L1", ("received", "109"), ("completion_rate", "100%")), tables=YUNXI)
    found = only(run(check_text_rates, covered))
    assert (found.verdict, found.recomputed) == ("consistent", "100%")
    not_covered = bulletin(*paragraph("L1", ("received", "120"), ("completion_rate", "100%")), tables=YUNXI)
    assert only(run(check_text_rates, not_covered)).verdict == "unverifiable"


def each(agency: str, rate: str = "100%") -> Finding:
    rows = [["人社局", "11", "11"], ["住建局", "10", "9"], ["组织部", "0", "0"]]
    claim = in_paragraph("L1", "completion_rate", rate, agency=agency, each=True)
    made = table(1, ["单位", "received", "completed"], rows, period=MARCH)
    return only(run(check_text_rates, bulletin(claim, tables=[made])))


def test_rate_claimed_for_each_unit_is_held_against_the_rows_it_names() -> None:
    found = each("县人社局、住建局等部门")
    assert (found.verdict, found.severity, found.recomputed) == ("inconsistent", 2, "1/2行")


def test_row_that_the_claim_does_not_name_says_nothing() -> None:
    assert each("县人社局").verdict == "unverifiable"


def test_low_confidence_makes_a_discrepancy_a_question_of_reading() -> None:
    claims = paragraph("L1", ("due", "100"), ("completed", "90"), ("completion_rate", "99%"), confidence=0.4)
    found = only(run(check_text_rates, bulletin(*claims)))
    assert (found.verdict, found.severity, found.confidence) == ("parser_suspect", 1, 0.4)


@pytest.mark.parametrize("base", ["due", "forwarded", "accepted", "valid", "received"])
def test_on_time_count_over_each_base_that_a_completion_rate_has(base: str) -> None:
    found = only(findings((base, "636"), ("completed_on_time", "610"), ("on_time_completion_rate", "95.91%")))
    assert (found.verdict, found.formula_id) == ("consistent", f"on_time_count_over_{base}")


def test_the_only_formula_that_applies_and_fits_is_enough() -> None:
    found = only(findings(("completed", "621"), ("completed_on_time", "610"), ("on_time_completion_rate", "98.23%")))
    assert (found.verdict, found.severity) == ("consistent", 0)


def test_on_time_over_what_was_completed_is_a_plain_reading() -> None:
    counts = [("received", "636"), ("completed", "621"), ("completed_on_time", "610")]
    found = only(findings(*counts, ("on_time_completion_rate", "98.23%")))
    assert (found.verdict, found.severity, found.formula_id) == ("consistent", 0, "on_time_count_over_completed")


def test_a_base_that_the_name_does_not_say_is_nothing_to_call_a_rate_wrong_by() -> None:
    assert findings(("completed", "158"), ("satisfied", "118"), ("satisfaction_rate", "93.66%")) == []


def test_rate_that_may_count_a_further_grade_is_not_called_wrong() -> None:
    counts = [("rated", "142"), ("satisfied", "118"), ("satisfaction_rate", "93.66%")]
    assert only(findings(*counts)).verdict == "inconsistent"
    graded = paragraph("L1", *counts, quote="参与评价142件，满意118件，基本满意15件，满意率93.66%。")
    assert run(check_text_rates, bulletin(*graded)) == []


@pytest.mark.parametrize(
    ("rate", "verdict", "formula"),
    [
        ("75%", "consistent", "satisfied_over_rated"),
        ("90%", "consistent", "satisfied_and_basically_over_rated"),
        ("60%", "consistent", "satisfied_over_completed"),
        ("72%", "consistent", "satisfied_and_basically_over_completed"),
        ("87%", "needs_definition", "satisfied_over_rated"),
    ],
)
@pytest.mark.parametrize("rated", ["评价40件，其中", ""])
def test_rate_beside_a_further_grade_is_tried_with_and_without_it(
    rated: str, rate: str, verdict: str, formula: str
) -> None:
    # What is not printed as rated is the sum of the grades: 30 + 6 + 4.
    said = f"县长信箱共收到来信52件，办结50件，{rated}满意30件，基本满意6件，不满意4件，满意率{rate}。"
    one = next(f for f in in_text(f"2023年8月，{said}\n", "A4") if f.metric == "satisfaction_rate")
    assert (one.verdict, one.formula_id) == (verdict, formula)


def test_count_with_two_figures_in_the_sentence_does_not_make_a_rate_wrong() -> None:
    assert findings(("received", "64"), ("replied", "50"), ("replied", "2"), ("reply_rate", "100%")) == []


@pytest.mark.parametrize(("rate", "verdict"), [("97%", "consistent"), ("95%", None)])
def test_a_rate_is_of_the_count_of_its_paragraph_that_gives_it(rate: str, verdict: str | None) -> None:
    text = f"2022年3月，县长信箱共收到来信1350件，收到重点来信988件。共办结1305件，办结率{rate}。\n"
    found = [f for f in in_text(text, "A4") if f.verdict != "unverifiable"]
    assert [f.verdict for f in found] == ([verdict] if verdict else [])


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("满意率（含基本满意）", "(满意+基本满意)/参与评价 = (60+25)/100 = 85%"),
        ("满意率", "满意/参与评价 = 60/100 = 60%"),
    ],
)
def test_a_rate_is_first_held_against_what_it_says_that_it_counts(name: str, formula: str) -> None:
    said = f"2023年8月，12345热线共回访100件，其中满意60件、基本满意25件、不满意15件，{name}91.20%。\n"
    one = next(f for f in in_text(said, "A4") if f.metric == "satisfaction_rate")
    assert one.evidence[0] == formula
    assert formula.replace(" ", "") in one.statement_zh


@pytest.mark.parametrize(
    "text",
    [
        "收到来信200件，5个工作日内办结率85%，办结190件，其中5个工作日内办结170件。",
        "收到来信200件，办结190件，办结率95%，5日内办结率85%。",
        "收到来信200件，办结190件，办结率95%；网上办结率90%。",
        "受理诉求200件，其中工单150件、咨询50件。工单已办结145件，办结率96.67%。",
        "市长信箱收到50件，办结49件；县长信箱收到200件，办结190件；两信箱合计办结率95.6%。",
        "市长信箱办结49件，县长信箱办结190件，共收到250件，办结率95.6%。",
        "受理诉求200件，答复198件，答复率99%，办结率96%。",
        "参评600人，非常满意300人，满意210人，基本满意60人，不满意30人，满意率95%。",
    ],
)
def test_a_rate_of_other_counts_than_the_nearest_is_not_wrong(text: str) -> None:
    found = in_text(text, "A4")
    assert {f.verdict for f in found} <= {"consistent", "unverifiable"}


def test_a_limit_that_is_just_met_is_told_with_its_word() -> None:
    found = only(in_text("满意率超过95%，其中满意152件，参与评价160件。", "A4"))
    assert (found.verdict, found.severity) == ("unusual", 1)
    assert "超过95%" in found.statement_zh
    assert "more than 95%" in found.statement_en


def test_a_rate_of_a_hundred_beside_nothing_that_it_leaves_out() -> None:
    text = "本月办理来信53件，其中不满意来信{}件，满意率{}。"
    assert [f.verdict for f in in_text(text.format(0, "100%"), "A4")] == ["consistent"]
    assert "consistent" not in [f.verdict for f in in_text(text.format(1, "100%"), "A4")]
    assert "consistent" not in [f.verdict for f in in_text(text.format(0, "98%"), "A4")]


def test_beside_a_rate_of_another_name_the_own_counts_of_a_sentence_tell() -> None:
    text = "本月承办来信192件；返工9件，返工率7.35%；回访144件，回访不满意18件，不满意率{}。"
    found = [f for f in in_text(text.format("12.05%"), "A4") if f.metric == "dissatisfaction_rate"]
    assert [(f.verdict, f.recomputed) for f in found] == [("inconsistent", "12.5%")]
    apart = text.replace("；回访144件，", "。回访144件。")
    assert not [f for f in in_text(apart.format("12.05%"), "A4") if f.metric == "dissatisfaction_rate"]


@pytest.mark.parametrize("late", ["逾期办理5件，逾期未办理3件", "逾期办结5件，超时未办结3件", "逾期8件", "逾期办结8件"])
def test_what_was_not_late_of_what_was_forwarded_is_on_time(late: str) -> None:
    text = f"本月转办来信1500件，按时办结率99.47%，{late}。"
    assert [(f.verdict, f.severity) for f in in_text(text, "A4")] == [("consistent", 0)]
    assert [f.verdict for f in in_text(text.replace("99.47%", "97.47%"), "A4") if f.verdict == "inconsistent"] == []


def test_a_rate_far_from_counts_that_stand_once_in_the_text_is_open() -> None:
    counts = "本月，县长信箱收到来信412件，办结395件，办结率{}。"
    again = "\n\n本月，县长信箱来信量超过400件。\n\n其中涉及征地补偿的来信4件。"
    found = only(in_text(counts.format("59.9%") + again, "A4"))
    assert (found.verdict, found.severity, found.recomputed) == ("needs_definition", 3, "95.8738%")
    assert only(in_text(counts.format("95.9%") + again, "A4")).verdict == "consistent"
    assert in_text(counts.format("59.9%") + "\n\n本月，县长信箱收到来信430件。", "A4") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理来信49件，未办结1件，办结率97.96%。", ("consistent", 0)),
        ("受理来信49件，除1件正在办理外，其余全部办结，办结率97.96%。", ("consistent", 0)),
        ("受理来信49件，正在办理1件，办结率99%。", ("unverifiable", 1)),
        ("受理来信49件，办结45件，正在办理1件，办结率97.96%。", ("inconsistent", 3)),
        ("受理来信1200件，超期12件，按期办结率99%。", ("consistent", 0)),
        ("受理来信1200件，超期12件，按期办结率98%。", ("unverifiable", 1)),
    ],
)
def test_what_is_not_open_was_completed(text: str, expected: tuple[str, int]) -> None:
    assert [(f.verdict, f.severity) for f in in_text(f"3月，{text}\n", "A4")] == [expected]


def test_one_rate_of_two_counts_is_told_of_each() -> None:
    text = "3月，热线受理来信1164件，办结1164件，办结率100%。“随手办”受理来信155件，办结155件，办结率100%。\n"
    found = in_text(text, "A4")
    assert [(f.verdict, f.evidence) for f in found] == [
        ("consistent", ("办结/收到 = 1164/1164 = 100%",)),
        ("consistent", ("办结/收到 = 155/155 = 100%",)),
    ]
    again = "3月，热线受理来信1164件，办结1164件，办结率100%。\n\n热线受理来信1164件，办结1164件，办结率100%。\n"
    assert len(in_text(again, "A4")) == 1


def test_a_rate_of_the_two_counts_right_before_it_is_theirs() -> None:
    text = "3月，上报事件2310件，流转处置2298件，办结2287件，办结率99.52%。上报量较上月（2455件）下降5.91%。"
    assert [f.verdict for f in in_text(text, "A4")] == ["consistent"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理来信46件，全部回复，回复率100%。", ("consistent", 0)),
        ("受理来信46件，现均已办结，办结率100%。", ("consistent", 0)),
        ("受理来信46件，全部回复，办结率100%。", ("unverifiable", 1)),
        ("受理来信46件，全部回复，回复率98%。", ("unverifiable", 1)),
        ("受理来信46件，全部为实名，回复率100%。", ("unverifiable", 1)),
    ],
)
def test_rate_of_which_the_words_say_that_all_was_dealt_with(text: str, expected: tuple[str, int]) -> None:
    assert [(f.verdict, f.severity) for f in in_text(f"3月，{text}\n", "A4")] == [expected]


def test_each_rate_is_of_the_counts_of_its_own_sentence() -> None:
    text = "3月，全县办结率97%。\n\n来访接待中，受理58件，未办结3件，办结率97%。\n"
    found = in_text(text, "A4")
    assert sorted((f.verdict, f.severity) for f in found) == [("needs_definition", 2), ("unverifiable", 1)]
    assert any("(58-3)/58" in line for f in found for line in f.evidence)


@pytest.mark.parametrize(
    ("rate", "expected"), [("94.83%", "consistent"), ("60%", "unverifiable"), ("97%", "needs_definition")]
)
def test_what_was_not_done_says_what_a_rate_should_be(rate: str, expected: str) -> None:
    assert [f.verdict for f in in_text(f"3月，受理来信58件，未办结3件，办结率{rate}。\n", "A4")] == [expected]


def test_satisfied_are_those_of_all_completed_that_are_not_dissatisfied() -> None:
    text = "3月，办结来信2158件，评价不满意的130件，满意率{rate}。\n"
    assert [f.verdict for f in in_text(text.format(rate="93.98%"), "A4")] == ["consistent"]
    assert [f.verdict for f in in_text(text.format(rate="91.98%"), "A4")] == ["unverifiable"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("回访420件，满意381件，不满意19件，满意率95.48%。", "consistent_on_other_base"),
        ("回访420件，满意381件，不满意19件，满意率90.71%。", "consistent"),
        ("回访420件，满意381件，基本满意20件，不满意19件，满意率95.48%。", "consistent"),
        ("回访420件，不满意19件，满意率95.48%。", "consistent"),
        ("应办结420件，按期办结381件，逾期办结19件，按期办结率95.48%。", "consistent"),
    ],
)
def test_the_own_count_of_a_rate_goes_before_what_others_leave(text: str, verdict: str) -> None:
    assert [f.verdict for f in in_text(text + "\n", "A4")] == [verdict]
