from fractions import Fraction

import pytest

from pipelines.audit.finding import Finding
from pipelines.audit.rate.table_rates import (
    check_existence,
    check_formula_inference,
    check_table_rates,
    formula_fits,
    missed_bases,
)
from pipelines.parse import parse_payload
from tests.pipelines.audit.from_text import HEAD as TITLE
from tests.pipelines.audit.from_text import table as in_markdown
from tests.pipelines.audit.paragraphs_by_hand import only, printed_figure
from tests.pipelines.audit.stated_by_hand import bulletin, run, table

COLUMNS = ["单位", "due", "completed", "overdue_completed", "overdue_not_completed", "on_time_completion_rate"]
FUFENG = [
    ["县住建局", "202", "201", "34", "1", "83.08%"],
    ["县公安局", "7", "7", "1", "0", "85.71%"],
    ["法门镇", "73", "73", "7", "0", "90.41%"],
    ["县教体局", "71", "71", "3", "0", "95.77%"],
    ["县人社局", "75", "75", "3", "0", "95.95%"],
    ["绛帐镇", "91", "91", "0", "0", "100%"],
]
TOTAL = ["合计", "1118", "1117", "55", "1", "95.08%"]


def by_subject(findings: list[Finding]) -> dict[str, Finding]:
    return {f.subject: f for f in findings}


def fufeng() -> dict[str, Finding]:
    audited = bulletin(tables=[table(1, COLUMNS, [*FUFENG, TOTAL])])
    return by_subject(run(check_formula_inference, audited)) | {
        f"G1 {f.subject}": f for f in run(check_existence, audited)
    }


HEAD = "表1（县长信箱）"
RATE = "“on_time_completion_rate”"


def test_formula_that_reproduces_most_rows_is_chosen_and_named() -> None:
    found = fufeng()[f"{HEAD}{RATE}的算法"]
    assert (found.verdict, found.severity, found.formula_id) == (
        "consistent_on_other_base",
        2,
        "on_time_over_completed",
    )
    assert "(办结-逾期办结)/办结 5/6；(应办-逾期办结)/应办 4/6" in found.statement_zh


def test_row_that_only_the_other_formula_reproduces() -> None:
    found = fufeng()[f"{HEAD}县住建局{RATE}"]
    assert (found.verdict, found.severity, found.recomputed) == ("consistent_on_other_base", 2, "83.1683%")
    assert found.agency == "县住建局"
    assert "(201-34)/201=83.0846%" in found.statement_zh
    assert found.cause_id == fufeng()[f"{HEAD}{RATE}的算法"].cause_id


def test_row_that_no_formula_and_no_whole_number_reproduces() -> None:
    found = fufeng()
    row, existence = found[f"{HEAD}县人社局{RATE}"], found[f"G1 {HEAD}县人社局{RATE}"]
    assert (row.check_id, row.verdict, row.severity) == ("A5", "inconsistent", 2)
    assert (existence.check_id, existence.verdict, existence.severity) == ("G1", "inconsistent", 2)
    assert existence.alternatives == ("71/74",)
    assert row.cause_id == existence.cause_id
    assert row.cause_id != found[f"{HEAD}县住建局{RATE}"].cause_id


def test_rows_at_100_percent_are_one_finding_and_others_have_their_own() -> None:
    found = fufeng()
    assert found[f"{HEAD}{RATE}其余各行"].recomputed == "1/1行"
    assert found[f"{HEAD}法门镇{RATE}"].recomputed == "90.4110%"
    assert found[f"{HEAD}合计{RATE}"].verdict == "consistent"
    assert len([f for f in found.values() if f.verdict != "consistent"]) == 4


def test_rows_of_formula_fits() -> None:
    fits = formula_fits(bulletin(tables=[table(1, COLUMNS, [*FUFENG, TOTAL])]))
    shown = [(f["formula_id"], f["rows_fitting"], f["rows_tested"], f["total_fits"], f["chosen"]) for f in fits]
    assert shown == [
        ("on_time_over_completed", 5, 6, True, True),
        ("on_time_over_due", 4, 6, True, False),
        ("on_time_completed_over_due", 4, 6, False, False),
        ("on_time_less_open_over_due", 4, 6, False, False),
    ]
    assert fits[0]["outliers"] == ("县人社局",)
    assert fits[1]["outliers"] == ("县住建局", "县人社局")


def test_formulas_that_cannot_be_told_apart_are_consistent() -> None:
    rows = [["甲局", "9", "9", "4", "0", "55.56%"], ["乙局", "2", "2", "1", "0", "50%"]]
    found = run(check_formula_inference, bulletin(tables=[table(1, COLUMNS, rows)]))
    assert {f.verdict for f in found} == {"consistent"}
    assert any("不能区分" in f.statement_zh for f in found)


def test_column_that_no_formula_explains_has_one_finding_and_no_row_findings() -> None:
    rows = [
        ["甲局", "9", "9", "4", "0", "61%"],
        ["乙局", "20", "20", "1", "0", "71%"],
        ["丙局", "7", "7", "0", "0", "100%"],
    ]
    found = run(check_formula_inference, bulletin(tables=[table(1, COLUMNS, rows)]))
    assert [(f.verdict, f.severity) for f in found if f.verdict != "consistent"] == [("needs_definition", 2)]


def test_row_outside_every_formula_but_possible_for_a_whole_number_has_no_existence_finding() -> None:
    rows = [*FUFENG[1:4], ["县人社局", "75", "75", "3", "0", "94.67%"]]
    audited = bulletin(tables=[table(1, COLUMNS, rows)])
    assert by_subject(run(check_formula_inference, audited))[f"{HEAD}县人社局{RATE}"].verdict == "inconsistent"
    assert run(check_existence, audited) == []


COMPLETION = ["单位", "due", "completed", "completion_rate"]


def test_completion_rates_are_held_against_their_settled_formula() -> None:
    rows = [
        ["甲局", "202", "201", "99.50%"],
        ["乙局", "4", "4", "100%"],
        ["丙镇", None, None, None],
        ["合计", "206", "205", "99.51%"],
    ]
    found = run(check_table_rates, bulletin(tables=[table(1, COMPLETION, rows)]))
    assert {(f.check_id, f.verdict) for f in found} == {("A4", "consistent")}
    assert run(check_formula_inference, bulletin(tables=[table(1, COMPLETION, rows)])) == []


def test_replied_stands_for_completed_where_the_table_has_no_such_column() -> None:
    made = table(1, ["单位", "forwarded", "replied", "completion_rate"], [["甲局", "5", "4", "80%"]])
    found = only(run(check_table_rates, bulletin(tables=[made])))
    assert (found.verdict, found.formula_id) == ("consistent", "replied_over_forwarded")


@pytest.mark.parametrize(
    ("printed", "verdict", "severity", "rounding"),
    [
        ("66.67%", "consistent", 0, "half_up"),
        ("66.66%", "consistent", 1, "truncated"),
        ("66.7%", "consistent", 0, "half_up"),
        ("67.1%", "inconsistent", 2, None),
        ("90%", "inconsistent", 3, None),
    ],
)
def test_total_at_the_edge_of_rounding(printed: str, verdict: str, severity: int, rounding: str | None) -> None:
    rows = [["甲局", "3", "3", "100%"], ["合计", "6", "4", printed]]
    found = by_subject(run(check_table_rates, bulletin(tables=[table(1, COMPLETION, rows)])))
    total = found[f"{HEAD}合计“completion_rate”"]
    assert (total.verdict, total.severity, total.rounding) == (verdict, severity, rounding)


def test_rate_of_a_row_without_items_is_worth_a_look() -> None:
    rows = [["甲局", "3", "3", "100%"], ["乙局", "0", "0", "100%"]]
    found = by_subject(run(check_table_rates, bulletin(tables=[table(1, COMPLETION, rows)])))
    assert (found[f"{HEAD}“completion_rate”零件行"].verdict) == "unusual"


def test_metric_in_two_columns_stands_for_neither() -> None:
    made = table(1, ["单位", "due", "completed", "completed", "completion_rate"], [["甲局", "3", "3", "1", "100%"]])
    assert run(check_table_rates, bulletin(tables=[made])) == []


def test_bases_for_which_what_was_missed_gives_the_rate() -> None:
    assert missed_bases(Fraction(3), printed_figure("on_time_completion_rate", "95.95%")) == (74, 74)
    assert missed_bases(Fraction(3), printed_figure("on_time_completion_rate", "100%")) is None
    assert missed_bases(Fraction(0), printed_figure("on_time_completion_rate", "95.95%")) is None


def test_strict_formula_that_a_whole_column_follows_is_what_the_name_says() -> None:
    columns = ["单位", "due", "overdue_completed", "overdue_not_completed", "on_time_completion_rate"]
    rows = [
        ["甲局", "202", "34", "1", "82.67%"],
        ["乙局", "100", "2", "0", "98.00%"],
        ["丙局", "50", "0", "1", "98.00%"],
        ["合计", "352", "36", "2", "89.20%"],
    ]
    found = run(check_formula_inference, bulletin(tables=[table(1, columns, rows)]))
    assert {(f.verdict, f.severity) for f in found} == {("consistent", 0)}
    rows[1][4] = "97.00%"
    odd = run(check_formula_inference, bulletin(tables=[table(1, columns, rows)]))
    assert {"consistent_on_other_base", "inconsistent"} <= {f.verdict for f in odd}


def fitted(header: str, *rows: str) -> list[tuple[str, int]]:
    """The formulas tried on the rates of a table, with how many rows each reproduces."""
    text = in_markdown("县长信箱、网上问政办理情况", header, *rows)
    parsed = parse_payload((TITLE + text).encode(), file_name="bulletin.md")
    return [(fit["formula_id"], fit["rows_fitting"]) for one in parsed.audited for fit in formula_fits(one)]


def test_one_rate_in_the_columns_of_two_channels_is_of_neither() -> None:
    rows = ("县教育局 30 27 {} 80%", "县民政局 8 8 {} 90%", "县住建局 4 3 {} 70%")
    one_rate = [row.format(rate) for row, rate in zip(rows, ("90%", "100%", "75%"), strict=True)]
    alone = fitted("单位 收到 办结 办结率", *(row.rpartition(" ")[0] for row in one_rate))
    assert alone == [("completed_over_received", 3)]
    assert fitted("单位 收到 办结 县长信箱办结率 网上问政办结率", *one_rate) == []


def test_each_channel_is_tested_on_its_own_columns() -> None:
    header = "单位 县长信箱收到 县长信箱办结 县长信箱办结率 网上问政收到 网上问政办结 网上问政办结率"
    rows = ("县教育局 10 9 90% 20 19 95%", "县民政局 8 6 75% 5 4 80%", "县住建局 4 3 75% 10 9 80%")
    text = TITLE + in_markdown("县长信箱、网上问政办理情况", header, *rows)
    found = [f for f in parse_payload(text.encode(), file_name="bulletin.md").findings if f.check_id in ("A4", "G1")]
    assert [f.channel for f in found if f.verdict == "consistent"].count("county_mailbox") == 3
    assert [(f.claimed, "网上问政" in f.subject) for f in found if f.verdict == "inconsistent"] == [("80%", True)]


def test_columns_that_all_name_one_channel_are_tested_once() -> None:
    header = "单位 网上问政收到 网上问政办结 网上问政办结率 备注"
    text = TITLE + in_markdown("网上问政办理情况", header, "县教育局 10 9 90% 无", "县民政局 8 6 75% 无")
    found = parse_payload(text.encode(), file_name="bulletin.md").findings
    assert [f.claimed for f in found if f.check_id == "A4"] == ["90%", "75%"]


def test_a_quota_may_be_exceeded() -> None:
    header = "单位 任务数 完成数 完成率"
    text = in_markdown("采集任务统计表", header, "东河镇 40 44 110.00%", "西岭乡 50 30 60.00%", "合计 90 74 83.22%")
    found = [f for f in parse_payload((TITLE + text).encode(), file_name="t.md").findings if f.check_id == "A4"]
    assert [(f.verdict, f.claimed) for f in found] == [
        ("consistent", "110.00%"),
        ("consistent", "60.00%"),
        ("inconsistent", "83.22%"),
    ]


def test_cases_by_kind_of_a_table_on_their_handling_are_those_that_came_in() -> None:
    text = in_markdown(
        "各类案件处理情况", "类别 3月（起） 结案数（起） 结案率", "路面 400 399 99.75%", "绿化 90 81 90.00%"
    )
    found = [f for f in parse_payload((TITLE + text).encode(), file_name="t.md").findings if f.check_id == "A4"]
    assert [f.evidence for f in found] == [("办结/收到 = 399/400 = 99.75%",), ("办结/收到 = 81/90 = 90%",)]


def test_groups_of_columns_are_tried_by_themselves() -> None:
    header = "单位 本月受理量 本月办结量 本月办结率 1-3月累计受理量 1-3月累计办结量 1-3月累计办结率"
    rows = (
        "东河镇 40 39 97.50% 120 117 97.50%",
        "西岭乡 50 50 100.00% 150 149 97.50%",
        "南坪镇 30 27 90.00% 80 76 95%",
    )
    text = in_markdown("工单办理情况统计表", header, *rows)
    found = [f for f in parse_payload((TITLE + text).encode(), file_name="t.md").findings if f.check_id == "A4"]
    assert [f.subject for f in found if f.verdict != "consistent"] == [
        "表1（县长信箱）“1-3月累计”西岭乡“1-3月累计办结率”"
    ]
    assert len({f.subject for f in found}) == len(found) == 6


def test_a_row_is_measured_against_what_its_column_follows() -> None:
    header = "单位 回访量 满意 基本满意 不满意 满意率"
    rows = ("东河镇 40 30 6 4 90.00%", "西岭乡 50 45 4 1 97.00%", "南坪镇 20 16 3 1 95.00%")
    text = in_markdown("回访情况统计表", header, *rows)
    found = [f for f in parse_payload((TITLE + text).encode(), file_name="t.md").findings if f.check_id == "A4"]
    assert [(f.claimed, f.recomputed) for f in found if f.verdict == "inconsistent"] == [("97.00%", "98%")]


def test_a_rate_of_what_was_late_is_held_against_both_kinds_of_it() -> None:
    header = "单位 派单总数 按期办结 超期办结 超期未办结 超期率"
    text = in_markdown(
        "超期情况统计表", header, "东河镇 40 36 3 1 10.00%", "西岭乡 50 48 1 1 4.00%", "合计 90 84 4 2 6.76%"
    )
    found = [f for f in parse_payload((TITLE + text).encode(), file_name="t.md").findings if f.check_id == "A4"]
    assert [(f.verdict, f.claimed) for f in found] == [
        ("consistent", "10.00%"),
        ("consistent", "4.00%"),
        ("inconsistent", "6.76%"),
    ]


def test_a_rate_of_all_so_far_is_over_the_counts_so_far() -> None:
    headers = "单位 本月受理 本月办结 1-5月累计受理 1-5月累计办结 累计办结率"
    rows = ("甲镇 12 12 81 80 98.8%", "乙镇 4 3 64 61 95.3%", "丙镇 20 20 93 91 97.8%", "合计 36 35 238 232 97.5%")
    text = TITLE + in_markdown("2022年5月办理情况统计表", headers, *rows)
    found = parse_payload(text.encode(), file_name="bulletin.md").findings
    assert {f.verdict for f in found if f.check_id in ("A4", "G1", "N1")} == {"consistent"}
    assert len([f for f in found if f.check_id == "A4" and "累计" in f.subject]) == 4
