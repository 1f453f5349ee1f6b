from typing import Any

import pytest

from parsers.records import Claim
from pipelines.audit.agreement.narrative_vs_table import rows_without_total, text_against_table
from pipelines.audit.finding import Finding
from tests.pipelines.audit import from_text
from tests.pipelines.audit.stated_by_hand import PERIOD, bulletin, day, run, stated, table

COLUMNS = ["单位", "due", "completed", "overdue_completed", "overdue_not_completed", "completion_rate"]
ROWS = [
    ["甲局", "600", "599", "30", "1", "99.83%"],
    ["乙局", "586", "586", "25", "0", "100%"],
    ["合计", "1118", "1117", "55", "1", "99.91%"],
]


def said(metric: str, printed: str = "", **fields: Any) -> Claim:
    return stated(metric, printed, **(PERIOD | fields))


def against(*claims: Claim, rows: list[list[str]] = ROWS, **fields: Any) -> list[Finding]:
    return run(text_against_table, bulletin(*claims, tables=[table(1, COLUMNS, rows, **fields)]))


@pytest.mark.parametrize(
    ("metric", "printed"),
    [("received", "1118"), ("completed", "1117"), ("not_completed", "1"), ("completion_rate", "99.91%")],
)
def test_a_figure_that_the_table_prints_under_its_own_or_a_paired_label(metric: str, printed: str) -> None:
    (finding,) = against(said(metric, printed))
    assert (finding.verdict, finding.severity) == ("consistent", 0)


def test_two_columns_taken_together_are_named() -> None:
    (finding,) = against(said("overdue_completed", "56"))
    assert (finding.verdict, finding.severity) == ("needs_definition", 2)
    assert "55+1=56" in finding.statement_zh
    assert finding.alternatives == ("55+1=56",)
    assert finding.gap == -1


@pytest.mark.parametrize(
    ("second", "names", "figure"),
    [("1118", "表1、表2", "1118"), ("90", "表1", "1118"), ("0", "表1", "1118")],
)
def test_of_several_tables_those_are_named_that_print_a_figure_by_themselves(
    second: str, names: str, figure: str
) -> None:
    tables = [table(1, COLUMNS, ROWS), table(2, ["单位", "due"], [["丙局", second], ["合计", second]])]
    (finding,) = run(text_against_table, bulletin(said("received", "1118"), tables=tables))
    assert (finding.verdict, finding.recomputed) == ("consistent", figure)
    assert f"，{names}“应办”{figure}，" in finding.statement_zh.replace("（县长信箱）", "")


def test_tables_of_which_only_all_together_give_a_figure_are_added() -> None:
    tables = [table(1, COLUMNS, ROWS), table(2, ["单位", "due"], [["丙局", "90"], ["合计", "90"]])]
    (finding,) = run(text_against_table, bulletin(said("received", "1208"), tables=tables))
    assert (finding.verdict, finding.recomputed) == ("consistent", "1208")


def test_a_figure_that_is_the_sum_of_the_rows_and_not_the_total() -> None:
    (finding,) = against(said("due", "1186"))
    assert (finding.verdict, finding.severity) == ("needs_definition", 3)
    assert "1186" in finding.statement_zh


@pytest.mark.parametrize(("printed", "severity"), [("1100", 2), ("1000", 3)])
def test_a_figure_that_nothing_reconciles(printed: str, severity: int) -> None:
    (finding,) = against(said("completed", printed))
    assert (finding.verdict, finding.severity) == ("needs_definition", severity)
    assert "截止时间" in finding.statement_zh


def test_another_label_is_a_question_of_definition() -> None:
    (finding,) = against(said("received", "1200"))
    assert (finding.verdict, finding.severity) == ("needs_definition", 3)
    assert "名称不同" in finding.statement_zh


def test_a_part_whose_name_was_not_read_is_not_held_against_the_whole() -> None:
    (finding,) = against(said("received", "1118"), said("received", "25"))
    assert (finding.claimed, finding.verdict) == ("1118件", "consistent")


def test_a_rate_agrees_at_the_precision_of_the_rougher_printing() -> None:
    (finding,) = against(said("completion_rate", "99.9%"))
    assert finding.verdict == "consistent"


def test_a_rate_that_differs() -> None:
    (finding,) = against(said("completion_rate", "99.5%"))
    assert (finding.verdict, finding.severity) == ("needs_definition", 2)


def test_what_is_open_may_be_more_than_what_is_overdue_but_not_less() -> None:
    (more,) = against(said("not_completed", "4"))
    assert more.verdict == "consistent"
    rows = [["甲局", "9", "5", "0", "4", "55.56%"], ["合计", "9", "5", "0", "4", "55.56%"]]
    (less,) = against(said("not_completed", "2"), rows=rows)
    assert less.verdict == "needs_definition"


@pytest.mark.parametrize(
    "other",
    [
        {"channel": "mayor_mailbox"},
        {"period_start": day("2023-01-01"), "period_end": day("2023-03-31")},
        {"scope": "unit", "agency": "甲局"},
        {"qualifier": "qualitative"},
        {"stated_by": "press"},
    ],
)
def test_another_channel_period_unit_or_speaker_is_not_held_against_the_table(other: dict[str, Any]) -> None:
    assert against(said("completed", "900", **other)) == []


def test_a_table_that_is_cut_off_is_not_summed() -> None:
    assert against(said("due", "2000"), rows=ROWS[:2], cut_off=True) == []


def test_a_table_without_total_is_summed_and_a_difference_needs_a_definition() -> None:
    (same,) = against(said("due", "1186"), rows=ROWS[:2])
    assert same.verdict == "consistent"
    (differs,) = against(said("due", "1180"), rows=ROWS[:2])
    assert (differs.verdict, differs.severity) == ("needs_definition", 2)


def test_a_table_without_total_that_falls_far_short_may_list_some_units_only() -> None:
    (finding,) = against(said("due", "3000"), rows=ROWS[:2])
    assert (finding.verdict, finding.severity) == ("unusual", 1)
    (exceeds,) = against(said("due", "900"), rows=ROWS[:2])
    assert (exceeds.verdict, exceeds.severity) == ("needs_definition", 3)


def test_parts_are_held_against_the_table_that_their_name_heads() -> None:
    towns = table(1, ["单位", "received"], [["甲镇", "50"], ["乙镇", "8"]], title="乡镇（场）办理情况表")
    offices = table(2, ["单位", "received"], [["甲局", "51"]], title="县直部门办理情况表")
    claims = [
        said("received", "109"),
        said("received", "58", category="乡镇(场)", scope="subtotal"),
        said("received", "50", category="县直部门", scope="subtotal"),
    ]
    whole, first, second = run(text_against_table, bulletin(*claims, tables=[towns, offices]))
    assert [whole.verdict, first.verdict, second.verdict] == ["consistent", "consistent", "needs_definition"]
    assert second.gap == 1


def test_replies_in_time_are_replies_less_late_ones() -> None:
    replies = table(1, ["单位", "replied", "replied_late"], [["甲局", "4", "1"], ["合计", "4", "1"]])
    (holds,) = run(text_against_table, bulletin(said("replied_on_time", "3"), tables=[replies]))
    assert (holds.verdict, holds.recomputed) == ("consistent", "3")
    (differs,) = run(text_against_table, bulletin(said("replied_on_time", "4"), tables=[replies]))
    assert differs.verdict == "needs_definition"


def test_different_rates_are_only_compared_where_they_agree() -> None:
    replies = table(1, ["单位", "completion_rate"], [["合计", "90%"]])
    assert run(text_against_table, bulletin(said("reply_rate", "100%"), tables=[replies])) == []
    (agrees,) = run(text_against_table, bulletin(said("reply_rate", "90%"), tables=[replies]))
    assert agrees.verdict == "consistent"


def test_rows_without_total_complete_no_more_than_came_in() -> None:
    columns = ["单位", "received", "completed"]
    (holds,) = run(rows_without_total, bulletin(tables=[table(1, columns, [["甲局", "5", "5"], ["乙局", "2", "1"]])]))
    assert (holds.verdict, holds.recomputed) == ("consistent", "6")
    (exceeds,) = run(rows_without_total, bulletin(tables=[table(1, columns, [["甲局", "5", "7"]])]))
    assert (exceeds.verdict, exceeds.severity) == ("needs_definition", 3)
    assert run(rows_without_total, bulletin(tables=[table(1, columns, [["合计", "5", "7"]])])) == []


def test_zero_rows_without_cells_count_as_nothing() -> None:
    columns = ["单位", "received", "completed"]
    rows = [["甲镇", "5", "5"], ["丙镇", None, None]]
    (finding,) = run(rows_without_total, bulletin(tables=[table(1, columns, rows)]))
    assert finding.recomputed == "5"


@pytest.mark.parametrize(("title", "told"), [("来信量前五位的乡镇", []), ("3月来信情况统计表", ["needs_definition"])])
def test_a_table_of_the_first_few_is_never_short_of_what_the_text_counts(title: str, told: list[str]) -> None:
    rows = from_text.table(title, "单位 受理量", "东河镇 30", "西岭乡 20")
    found = from_text.findings("3月，县长信箱共受理来信51件。\n\n" + rows, "N1")
    assert [f.verdict for f in found if "各行相加" in f.statement_zh] == told


def test_a_table_of_the_part_that_the_text_counts_is_not_held_against_the_whole() -> None:
    rows = from_text.table(
        "排名", "街道 工单量 满意率", "东风街道 1512 97.07%", "红旗街道 1579 91.72%", "合计 3091 94.34%"
    )
    said = "3月，县长信箱共受理工单4256件，满意率94.18%。县直部门承办1165件，街道（乡镇）承办3091件。\n\n"
    found = from_text.findings(said + rows, "N1")
    assert [(f.verdict, f.severity) for f in found if "4256" in (f.claimed or "")] == []
    assert not [f for f in found if "94.18" in (f.claimed or "")]


def test_a_table_that_a_paragraph_announces_is_held_against_its_figure_however_small() -> None:
    done = from_text.table("", "单位 派遣数 完成数", "一队 4 4", "二队 5 5", "合计 9 9").replace("****", "")
    text = f"3月，共派遣187件，完成112件。\n\n派遣的{{}}件案件中，完成情况如下：\n\n{done}"
    assert ("consistent", "9件", "9") in [
        (f.verdict, f.claimed, f.recomputed) for f in from_text.findings(text.format(9), "N1")
    ]
    assert [f for f in from_text.findings(text.format(8), "N1") if f.claimed == "8件"] == []


def test_a_column_of_last_year_alone_is_not_what_the_text_counts() -> None:
    text = "一季度，县长信箱收到来信386件。\n\n"
    text += from_text.table("来信构成", "类别 年内 去年同期", "咨询 241 219", "投诉 145 142", "合计 386 361")
    found = from_text.findings(text, "N1", head="# 岭溪县2022年一季度县长信箱来信情况\n\n")
    assert {f.verdict for f in found} == {"consistent"}


@pytest.mark.parametrize(("total", "told"), [(173, True), (180, True), (181, False), (60, False)])
def test_a_table_of_those_who_handled_letters_fits_into_what_was_handed_on(total: int, told: bool) -> None:
    rows = from_text.table("各乡镇办理情况", "承办乡镇 总件数 已办结", f"东河镇 {total - 20} 30", "西岭乡 20 20")
    text = "3月，县长信箱共收到来信226件，其中交办工单180件，直接答复46件。\n\n"
    found = [f for f in from_text.findings(text + rows, "N1") if f.claimed == "180件"]
    assert [f.verdict for f in found] == ["consistent"] * told


HEAD_OF_KINDS = "# 岭溪县2022年3月县长信箱投诉举报情况\n\n"
ONE_ROW = "| 3月份 | 投诉 | 举报 | 总接收量 | 办结率 |\n|---|---|---|---|---|\n| 数量 | 402 | {} | {} | 92.04% |\n"


def of_kinds(text: str, table_printed: str) -> list[tuple[str, str]]:
    printed = f"{text}\n\n**投诉举报总量情况**\n\n{table_printed}"
    found = from_text.findings(printed, "N1", HEAD_OF_KINDS)
    return [(f.claimed or "", f.verdict) for f in found if "正文" in f.subject]


def test_a_single_row_of_counts_is_of_all_and_no_part_is_held_against_it() -> None:
    text = "3月，共接收信息540件，其中投诉402件、举报138件；已办结497件，办结率92.04%。举报的办结率为85.53%。"
    told = of_kinds(text, ONE_ROW.format(138, 540))
    assert dict(told).keys() >= {"540件", "92.04%"}
    assert {verdict for _, verdict in told} == {"consistent"}


def test_a_single_row_of_counts_that_differs_is_told() -> None:
    told = of_kinds("3月，共接收信息540件，办结率90.24%。", ONE_ROW.format(138, 550))
    assert ("540件", "needs_definition") in told
    assert ("90.24%", "needs_definition") in told


def test_a_table_of_some_units_is_told_once_and_only_of_the_same_stage() -> None:
    columns = ["单位", "due", "completed", "completed_on_time"]
    rows = [["甲区", "193", "191", "180"], ["乙区", "95", "95", "90"]]
    stages = (("received", "5157"), ("accepted", "5122"), ("forwarded", "4915"), ("due", "5243"), ("completed", "4352"))
    claims = [said(metric, printed) for metric, printed in stages]
    found = run(text_against_table, bulletin(*claims, tables=[table(1, columns, rows)]))
    assert [(f.verdict, f.claimed) for f in found] == [("unusual", "5243件")]
    assert run(text_against_table, bulletin(*claims[:3], tables=[table(1, columns, rows)])) == []
