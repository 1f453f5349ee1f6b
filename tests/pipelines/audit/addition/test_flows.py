import pytest

from pipelines.audit.addition import identities
from pipelines.audit.addition.flows import check_flows
from pipelines.audit.finding import Finding
from pipelines.audit.rules import BadRule
from tests.pipelines.audit.from_text import findings as in_text
from tests.pipelines.audit.from_text import table as printed_table
from tests.pipelines.audit.paragraphs_by_hand import in_paragraph, only, paragraph, results
from tests.pipelines.audit.stated_by_hand import bulletin, run, table


def findings(*figures: tuple[str, str]) -> list[Finding]:
    return run(check_flows, bulletin(*paragraph("L1", *figures)))


@pytest.mark.parametrize(
    "figures",
    [
        [("received", "1118"), ("completed", "1117"), ("not_completed", "1")],
        [("received", "262"), ("handled_directly", "152"), ("forwarded", "110")],
        [("forwarded", "10"), ("replied", "7"), ("in_progress", "3")],
        [("forwarded", "10"), ("completed", "7"), ("not_completed", "3")],
        [("forwarded", "10"), ("replied", "7"), ("in_progress", "2"), ("returned", "1")],
        [("completed", "10"), ("completed_on_time", "7"), ("overdue_completed", "3")],
    ],
)
def test_stages_that_add_up(figures: list[tuple[str, str]]) -> None:
    found = findings(*figures)
    assert found
    assert {f.verdict for f in found} == {"consistent"}


@pytest.mark.parametrize(
    ("figures", "verdict", "severity", "gap"),
    [
        ([("due", "100"), ("completed", "90"), ("not_completed", "8")], "inconsistent", 2, -2),
        ([("received", "100"), ("completed", "90"), ("not_completed", "2")], "needs_definition", 3, -8),
        ([("received", "100"), ("handled_directly", "70"), ("forwarded", "33")], "needs_definition", 2, 3),
        ([("forwarded", "10"), ("replied", "9"), ("in_progress", "3")], "needs_definition", 3, 2),
        ([("received", "100"), ("replied", "90"), ("in_progress", "11")], "needs_definition", 2, 1),
        ([("replied", "23"), ("replied_on_time", "24")], "inconsistent", 2, 1),
        ([("rated", "99"), ("satisfied", "92"), ("dissatisfied", "8")], "inconsistent", 2, 1),
        ([("due", "100"), ("completed", "102")], "needs_definition", 2, 2),
    ],
)
def test_stages_that_do_not_add_up(figures: list[tuple[str, str]], verdict: str, severity: int, gap: int) -> None:
    found = only(findings(*figures))
    assert (found.verdict, found.severity, found.gap) == (verdict, severity, gap)


@pytest.mark.parametrize(
    "figures",
    [
        # Removed letters lie between those received and those replied to.
        [
            ("received", "642"),
            ("duplicate", "31"),
            ("invalid", "58"),
            ("valid", "553"),
            ("replied", "541"),
            ("in_progress", "12"),
        ],
        [("received", "642"), ("valid", "553"), ("replied", "541"), ("in_progress", "12")],
        [("received", "642"), ("invalid", "89"), ("replied", "541"), ("in_progress", "12")],
        # What is open was forwarded, or what was answered directly is among the completed.
        [
            ("received", "262"),
            ("handled_directly", "152"),
            ("forwarded", "110"),
            ("completed", "105"),
            ("not_completed", "5"),
        ],
        [
            ("received", "262"),
            ("handled_directly", "152"),
            ("forwarded", "110"),
            ("completed", "257"),
            ("in_progress", "5"),
        ],
        [("received", "100"), ("handled_directly", "60"), ("forwarded", "40"), ("replied", "98")],
    ],
)
def test_stages_that_belong_to_another_whole_raise_no_alarm(figures: list[tuple[str, str]]) -> None:
    assert [f.subject for f in findings(*figures) if f.verdict != "consistent"] == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"parts": ["closed"]}, "parts: a list of metrics"),
        ({"over": "wrong"}, "wrong not in the vocabulary"),
        ({"whole": "all"}, "all not in the vocabulary"),
    ],
)
def test_rule_that_cannot_be_used_is_refused_with_its_place(change: dict[str, object], told: str) -> None:
    row = {"whole": "due", "parts": ["completed"], "unless": [], "over": "inconsistent", "over_why": []}
    with pytest.raises(BadRule, match=r"rules/flows\.yaml: limits") as refused:
        identities._flow(row | change, "limits")
    assert told in str(refused.value)
    with pytest.raises(BadRule, match="unless missing"):
        identities._flow({k: v for k, v in row.items() if k != "unless"}, "limits")


def test_returned_items_do_not_disturb_a_sum_that_holds_without_them() -> None:
    assert only(findings(("forwarded", "10"), ("replied", "7"), ("in_progress", "3"), ("returned", "1"))).gap == 0


def test_part_of_what_is_overdue_is_part_of_what_is_open() -> None:
    found = only(findings(("due", "100"), ("completed", "90"), ("overdue_not_completed", "4")))
    assert (found.verdict, found.gap) == ("consistent", -6)


def test_stages_behind_a_rate_of_100_percent_hand_on_everything() -> None:
    figures = [("forwarded", "110"), ("fed_back", "84"), ("completed", "84"), ("completion_rate", "100%")]
    assert [r[1:] for r in results(findings(*figures))] == [("needs_definition", 3), ("consistent", 0)]
    assert "26" in findings(*figures)[0].statement_zh


@pytest.mark.parametrize(
    "rest", [[("completion_rate", "76.36%")], [("completion_rate", "100%"), ("in_progress", "26")], []]
)
def test_gap_between_stages_is_nothing_without_100_percent_or_with_remaining_items(rest: list[tuple[str, str]]) -> None:
    found = findings(("forwarded", "110"), ("fed_back", "84"), *rest)
    assert found == []


def test_stage_printed_with_two_figures_is_not_compared() -> None:
    assert findings(("forwarded", "14"), ("forwarded", "13"), ("completed", "13"), ("completion_rate", "100%")) == []


def test_figures_of_other_paragraphs_parts_and_channels_are_not_mixed() -> None:
    claims = [
        *paragraph("L1", ("due", "100"), ("completed", "90")),
        *paragraph("L2", ("not_completed", "1")),
        *paragraph("L1", ("not_completed", "2"), category="投诉类"),
        *paragraph("L1", ("not_completed", "3"), channel="mayor_mailbox"),
    ]
    assert results(run(check_flows, bulletin(*claims))) == [("县长信箱（2022年3月）应办与办结", "consistent", 0)]


def test_counts_that_are_about_right_are_not_held_to_an_identity() -> None:
    claims = [
        *paragraph("L1", ("received", "262"), ("forwarded", "110")),
        in_paragraph("L1", "handled_directly", "150", qualifier="about"),
    ]
    assert run(check_flows, bulletin(*claims)) == []


def boxes(completed: str) -> list[Finding]:
    claims = [
        *paragraph("L1", ("received", "27"), ("completed", completed), channel="government_mailbox"),
        *paragraph("L1", ("received", "4"), ("replied", "4"), channel="mayor_mailbox"),
        *paragraph("L1", ("received", "23"), ("replied", "23"), channel="county_mailbox"),
    ]
    return [f for f in run(check_flows, bulletin(*claims)) if "各信箱" in f.subject]


def test_completed_of_all_channels_against_replied_of_each() -> None:
    assert only(boxes("27")).verdict == "consistent"
    assert (only(boxes("26")).verdict, only(boxes("26")).severity) == ("needs_definition", 2)


COLUMNS = ["单位", "due", "completed", "overdue_not_completed"]


def rows(*body: list[str | None]) -> list[Finding]:
    return run(check_flows, bulletin(tables=[table(1, COLUMNS, body)]))


def test_rows_of_a_table_are_one_finding_an_identity() -> None:
    found = rows(["县住建局", "202", "201", "1"], ["法门镇", "73", "73", "0"], ["乙乡", None, None, None])
    assert {f.verdict for f in found} == {"consistent"}
    assert {f.recomputed for f in found} == {"0处不符"}


def test_row_that_is_furthest_off_is_named() -> None:
    found = rows(["甲局", "100", "100", "1"], ["乙镇", "73", "73", "9"], ["丙镇", "5", "5", "0"])
    (bad,) = [f for f in found if f.verdict != "consistent"]
    assert (bad.verdict, bad.severity, bad.agency, bad.gap) == ("needs_definition", 3, "乙镇", 9)
    assert "2行" in bad.statement_zh
    assert len(bad.evidence) == 2


def test_every_rule_of_the_file_can_be_read() -> None:
    assert len(identities.flows()) > 10
    assert any(f.short is None for f in identities.flows())


def test_stages_are_of_the_nearer_count_that_is_large_enough_for_them() -> None:
    text = "本月接听来电4630次，接收市平台转派工单5件，共形成有效电子工单3338件，其中在线办结2882件。"
    assert not [f for f in in_text(text, "A9") if f.verdict != "consistent"]


@pytest.mark.parametrize(
    ("in_progress", "why", "why_en"),
    [
        ("3", "办结数可能含上期结转", "Items of an earlier period may be among those completed"),
        ("1", "可能有退办件未列出", "Returned items may not be listed"),
    ],
)
def test_what_could_explain_an_excess_is_not_what_explains_a_shortfall(in_progress: str, why: str, why_en: str) -> None:
    found = only(findings(("due", "12"), ("completed", "10"), ("in_progress", in_progress)))
    assert f"。{why}，文中未说明。" in found.statement_zh
    assert f". {why_en}; the text does not say." in found.statement_en


@pytest.mark.parametrize(
    ("figures", "verdicts"),
    [
        ([("received", "300"), ("valid", "280"), ("invalid", "20")], ["consistent"]),
        ([("received", "300"), ("valid", "270"), ("invalid", "20"), ("duplicate", "10")], ["consistent"]),
        ([("received", "300"), ("valid", "270"), ("invalid", "20")], ["needs_definition"]),
        ([("handled", "115"), ("completed_on_time", "113"), ("overdue_completed", "2")], ["consistent"]),
        ([("due", "115"), ("handled", "115")], ["consistent"]),
        ([("received", "112"), ("due", "113")], ["needs_definition"]),
    ],
)
def test_valid_and_invalid_and_what_was_handled(figures: list[tuple[str, str]], verdicts: list[str]) -> None:
    assert [f.verdict for f in findings(*figures)] == verdicts


def test_what_an_identity_or_a_list_accounts_for_is_missing_nowhere() -> None:
    stages = [("valid", "90"), ("handled_directly", "12"), ("forwarded", "75")]
    of_all = [("completed", "87"), ("in_progress", "3")]
    found = {f.subject: f.verdict for f in findings(*stages, *of_all)}
    assert [v for s, v in found.items() if "直办" in s] == ["needs_definition"]
    assert findings(*stages, ("overdue", "3")) == []
    split = "本月收到来信90件，其中直接答复12件，转办75件。其中投诉类61件、求助类26件、建议类3件。"
    assert [f.verdict for f in in_text(split, "A9")] == ["needs_definition"]


def test_grades_with_one_in_the_middle_are_all_that_were_given() -> None:
    header = "单位 评价总数 非常满意 满意 基本满意 不满意"
    text = printed_table("满意度评价情况表", header, "东河镇 20 2 10 5 3", "西岭乡 19 1 9 6 3", "南坪镇 20 2 10 6 3")
    (found,) = [f for f in in_text(text, "A9") if "参与评价" in f.statement_zh]
    assert (found.verdict, found.claimed) == ("inconsistent", "20")
    assert "3行中有1行" in found.statement_zh


def test_what_came_in_in_half_a_year_is_no_whole_of_the_year() -> None:
    header = "单位 上半年收件 下半年收件 全年办结件"
    text = printed_table("2021年县长信箱办理情况表", header, "东桥镇 20 30 49", "西桥镇 15 35 48", "合计 35 65 97")
    assert [f for f in in_text(text, "A9") if f.verdict != "consistent"] == []


def test_a_count_that_the_stages_fill_is_their_whole() -> None:
    text = "2022年3月，县长信箱接听来电1000个，其中接通980个；形成工单400件，直接答复580件。"
    assert [f.verdict for f in in_text(text, "A9") if f.verdict != "consistent"] == []


@pytest.mark.parametrize(("open_now", "verdicts"), [(9, set()), (19, {"needs_definition"})])
def test_what_was_open_at_the_end_of_the_last_period_is_carried_on(open_now: int, verdicts: set[str]) -> None:
    text = f"2022年3月，本期县长信箱收到来信76件，上期未办结24件，本期办结91件，期末未办结{open_now}件。"
    assert {f.verdict for f in in_text(text, "A9")} - {"consistent"} == verdicts


def test_a_stage_that_is_printed_twice_may_be_either() -> None:
    text = "2022年3月，12345热线总话务量5731个，形成工单2814件，其中直接答复1588件，转派1226件。"
    assert {f.verdict for f in in_text(text, "A9")} <= {"consistent"}


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("3月，县长信箱收到来信100件，办结110件，2月底未办结14件。", ["consistent"]),
        ("3月，县长信箱收到来信100件，办结120件，2月底未办结14件。", ["needs_definition"]),
        ("3月，县长信箱收到来信100件，办结90件，3月底未办结10件。", ["consistent"]),
        # Nobody says what was left over: those completed may be of an earlier month.
        ("3月，县长信箱收到来信100件，办结90件，未办结14件。", ["needs_definition"]),
        (
            "3月，县长信箱咨询类受理260件，办结267件（包括上周7件）；建议类受理76件，办结94件（包括上周18件）。",
            ["consistent", "consistent"],
        ),
    ],
)
def test_what_earlier_periods_left_over_belongs_to_what_was_there(text: str, verdicts: list[str]) -> None:
    assert [f.verdict for f in in_text(text, "A9")] == verdicts


def test_rows_that_print_only_what_was_done_in_time() -> None:
    text = printed_table("办理情况表", "单位 收到来信 按期回复", "县住建局 20 20", "县教育局 12 11")
    assert [f.verdict for f in in_text(text, "A9")] == ["consistent"]


def test_what_is_not_begun_beside_what_is_in_progress_and_what_was_turned_away() -> None:
    header = "单位 合计受理数 未办理 办理中 办结 不受理"
    text = printed_table("办理情况统计表", header, "甲局 23 0 6 9 8", "乙局 12 0 2 6 4", "总计 35 0 8 15 12")
    assert {f.verdict for f in in_text("3月，县长信箱办理情况如下。\n\n" + text, "A9")} == {"consistent"}


@pytest.mark.parametrize(
    ("rows", "verdicts"),
    [
        (("县住建局 5 20 22 3", "县教育局 2 10 12 0"), ["consistent"]),
        (("县住建局 5 20 22 3", "县教育局 2 10 12 4"), ["needs_definition"]),
    ],
)
def test_a_column_of_what_was_left_over_counts_with_what_came_in(rows: tuple[str, ...], verdicts: list[str]) -> None:
    text = printed_table("办理情况表", "单位 上月结转 本月新收 办结 未办结", *rows)
    assert [f.verdict for f in in_text(text, "A9")] == verdicts


def test_what_is_due_is_what_was_left_over_and_what_came_in() -> None:
    rows = ("县住建局 5 20 25 22 3", "县教育局 2 10 12 12 0")
    text = printed_table("办理情况表", "单位 上月结转 本月受理 应办结 办结 结转下月", *rows)
    assert {f.verdict for f in in_text(text, "A9")} == {"consistent"}


def test_a_total_column_beside_what_became_of_letters_counts_what_came_in() -> None:
    rows = ("甲镇 1 3 8 1 13", "乙镇 1 2 6 0 9")
    text = printed_table("举报情况表", "单位 未办理 办理中 已办结 不受理 合计", *rows)
    assert [(f.verdict, f.claimed) for f in in_text(text, "A9")] == [("consistent", "13；9")]


def test_a_stage_that_another_one_counts_is_not_counted_twice() -> None:
    text = "3月，县长信箱收到来信100件，办结80件，未办结20件，其中办理中15件。"
    assert [f.verdict for f in in_text(text, "A9")] == ["consistent"]


def test_what_is_printed_as_a_part_of_a_stage_is_not_its_whole() -> None:
    text = "3月，转给各企业处理并办结的信访件共6212件，其中应办结6169件，按期办结6169件，逾期办结0件，待办43件。"
    assert {f.verdict for f in in_text(text, "A9")} <= {"consistent"}
    assert "inconsistent" in {f.verdict for f in in_text("3月，应办结6169件，办结6212件，未办结43件。", "A9")}


@pytest.mark.parametrize(("satisfied", "verdict"), [(240, "consistent"), (250, "inconsistent")])
def test_grades_are_held_against_the_valid_answers_before_them(satisfied: int, verdict: str) -> None:
    text = f"3月，电话回访300件信件，其中有效回访246件，表示满意的有{satisfied}件。"
    found = [f for f in in_text(text, "A9") if "满意" in f.subject]
    assert [(f.claimed, f.recomputed, f.verdict) for f in found] == [("246", str(satisfied), verdict)]


def test_grades_are_not_held_against_the_answers_of_one_way() -> None:
    found = in_text("3月，回访300件信件，其中电话回访100件，表示满意的有250件。", "A9")
    assert {f.verdict for f in found} <= {"consistent"}


@pytest.mark.parametrize(
    ("aside", "why"), [("（含主动回复）", "文中称含主动回复，未印其件数。"), ("", "回复数可能含上期结转，文中未说明。")]
)
def test_replies_that_exceed_what_was_handed_on_by_the_words_of_their_sentence(aside: str, why: str) -> None:
    text = f"3月，转办来信82件，已回复85件，回复率100%{aside}。"
    found = next(f for f in in_text(text, "A9") if f.verdict == "needs_definition")
    assert found.statement_zh.endswith(f"回复为85，相差+3。{why}")
    assert found.evidence == ("85 > 82",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("受理712件，当场答复510件，转办202件，办结290件。", ["needs_definition"]),
        ("受理712件，当场答复510件，转办202件，办结690件。", []),  # those answered directly may be among them
        ("受理712件，转办202件，办结290件。", []),
        ("受理712件，当场答复510件，转办202件。办结290件。", []),
        ("受理712件，当场答复510件，转办202件，按期办结290件。", []),
    ],
)
def test_completed_beyond_what_was_handed_on(text: str, told: list[str]) -> None:
    found = [f for f in in_text("3月，热线" + text, "A9") if f.verdict != "consistent"]
    assert [f.verdict for f in found] == told


@pytest.mark.parametrize(("refused", "verdict"), [(36, "consistent"), (34, "needs_definition")])
def test_what_came_in_is_accepted_or_not(refused: int, verdict: str) -> None:
    rows = (f"东河所 96 60 {refused} 80", "青石所 110 64 46 103")
    found = in_text(printed_table("各所办理情况", "单位 接收量 受理量 不受理量 办结量", *rows), "A9")
    assert [f.verdict for f in found if "无效" in f.statement_zh] == [verdict]


FILED = "3月8日至14日，全市共受理案件51571件，立案51229件，立案率99.34%；{}应结案{}件，结案43523件，返工率0.53%{}。"


@pytest.mark.parametrize(
    ("before", "due", "behind", "told"),
    [
        ("", 52434, "", ["unusual"]),
        ("", 52434, "，平均用时3天", ["unusual"]),
        ("", 52434, "；延期104件", ["unusual"]),  # too few to be what is too much
        ("", 52434, "；挂账1300件", []),
        ("上周结转1300件，", 52434, "", []),
        ("", 50000, "", []),
    ],
)
def test_rates_that_were_not_read_are_no_missing_counts(before: str, due: int, behind: str, told: list[str]) -> None:
    found = in_text(FILED.format(before, due, behind), "A9")
    assert [f.verdict for f in found if f.verdict != "consistent"] == told
