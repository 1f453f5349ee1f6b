from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from pipelines.audit.addition.column_sums import check_column_sums
from pipelines.audit.finding import Finding
from pipelines.parse import parse_payload
from tests.pipelines.audit import from_text as in_text
from tests.pipelines.audit.paragraphs_by_hand import only
from tests.pipelines.audit.stated_by_hand import bulletin, run, table

COLUMNS = ["单位", "due", "completed", "overdue_completed"]


def findings(rows: Sequence[Sequence[str | None]], total: list[str], **fields: Any) -> dict[str | None, Finding]:
    made = table(1, COLUMNS, [*rows, ["合计", *total]], **fields)
    return {f.metric: f for f in run(check_column_sums, bulletin(tables=[made]))}


def test_rows_that_add_up_are_consistent() -> None:
    found = findings([["甲局", "7", "6", "1"], ["其他", "5", "5", "0"]], ["12", "11", "1"])
    assert {f.verdict for f in found.values()} == {"consistent"}
    assert found["due"].recomputed == "12"
    assert found["due"].cause_id is None


def test_volume_that_exceeds_while_overdue_adds_up_may_be_joint_handling() -> None:
    found = findings([["甲局", "40", "40", "4"], ["乙镇", "14", "14", "3"]], ["50", "50", "7"])
    assert (found["due"].verdict, found["due"].severity) == ("needs_definition", 3)
    assert (found["due"].claimed, found["due"].recomputed, found["due"].gap) == ("50", "54", Fraction(4))
    assert "8.00%" in found["due"].statement_zh
    assert found["overdue_completed"].verdict == "consistent"
    assert found["due"].cause_id == found["completed"].cause_id


def test_five_percent_of_volume_is_not_yet_the_headline() -> None:
    at_the_edge = findings([["甲局", "60", "60", "0"], ["乙镇", "45", "45", "0"]], ["100", "100", "0"])
    above = findings([["甲局", "60", "60", "0"], ["乙镇", "46", "46", "0"]], ["100", "100", "0"])
    assert at_the_edge["due"].severity == 2
    assert above["due"].severity == 3


def test_note_that_only_the_leading_unit_is_counted_rules_joint_handling_out() -> None:
    note = ("注：共同承办的，本表只统计牵头单位。", "L9")
    found = findings([["甲局", "40", "40", "4"], ["乙镇", "14", "14", "3"]], ["50", "50", "7"], notes=(note,))
    assert (found["due"].verdict, found["due"].severity) == ("inconsistent", 3)


def test_rows_below_the_total_are_not_explained_by_joint_handling() -> None:
    found = findings([["甲局", "40", "40", "1"], ["乙镇", "9", "9", "0"]], ["50", "50", "1"])
    assert (found["due"].verdict, found["due"].severity, found["due"].gap) == ("inconsistent", 2, -1)


def test_one_volume_column_that_adds_up_rules_joint_handling_out() -> None:
    found = findings([["甲局", "40", "41", "1"], ["乙镇", "10", "10", "0"]], ["50", "50", "1"])
    assert found["due"].verdict == "consistent"
    assert found["completed"].verdict == "inconsistent"


def test_table_that_is_cut_off_is_never_called_wrong() -> None:
    found = findings([["甲局", "40", "40", "1"]], ["50", "50", "2"], cut_off=True)
    assert {(f.verdict, f.severity) for f in found.values()} == {("unverifiable", 1)}


def test_blank_cell_may_hold_what_is_missing_from_the_sum() -> None:
    found = findings([["甲局", "40", "40", "1"], ["乙镇", "10", "10", None]], ["50", "50", "3"])
    assert (found["overdue_completed"].verdict, found["overdue_completed"].severity) == ("unverifiable", 1)
    assert found["due"].verdict == "consistent"


def test_blank_cells_that_are_nothing_leave_the_sum_consistent() -> None:
    found = findings(
        [["甲局", "40", "40", "3"], ["乙镇", "10", "10", "-"], ["丙镇", None, None, None]], ["50", "50", "3"]
    )
    assert {f.verdict for f in found.values()} == {"consistent"}


def test_column_with_an_unreadable_cell_and_table_without_total_are_not_tested() -> None:
    unreadable = findings([["甲局", "40", "4O", "1"], ["乙镇", "10", "10", "2"]], ["50", "50", "3"])
    assert set(unreadable) == {"due", "overdue_completed"}
    assert run(check_column_sums, bulletin(tables=[table(1, COLUMNS, [["甲局", "7", "6", "1"]])])) == []


def test_rates_are_not_added_up() -> None:
    made = table(1, ["单位", "due", "completion_rate"], [["甲局", "7", "100%"], ["合计", "7", "100%"]])
    assert only(run(check_column_sums, bulletin(tables=[made]))).metric == "due"


@pytest.mark.parametrize(("volume", "total", "gap"), [([202, 984], 1118, 68), ([9, 45], 50, 4), ([12, 117], 114, 15)])
def test_gaps_of_fufeng(volume: list[int], total: int, gap: int) -> None:
    rows = [[f"单位{n}", str(v), str(v), "0"] for n, v in enumerate(volume)]
    found = findings(rows, [str(total), str(total), "0"])
    assert (found["due"].verdict, found["due"].severity, found["due"].gap) == ("needs_definition", 3, gap)


def test_rows_above_the_total_agree_where_a_note_states_why() -> None:
    rows = [["甲局", "25"], ["乙局", "67"], ["合计", "86"]]
    for note, verdict in (
        ("注：各承办部门分别计入各承办单位，合计数不重复计算。", "consistent"),
        ("注：本表只统计牵头单位，不重复计算。", "inconsistent"),
    ):
        noted = table(1, ["单位", "received"], rows, notes=((note, "L9"),))
        (found,) = run(check_column_sums, bulletin(tables=[noted]))
        assert found.verdict == verdict


GROUPED = ("东河镇 40 39", "西岭乡 50 50", "乡镇小计 92 89", "县住建局 30 30", "县教育局 20 19", "部门小计 50 49")


def grouped(*rows: str) -> list[tuple[str, str | None, str | None, str]]:
    text = in_text.table("工单派发情况表", "单位 派单数 办结数", *rows)
    return [(f.verdict, f.claimed, f.recomputed, f.subject.partition("”")[2]) for f in in_text.findings(text, "A1")]


def test_the_rows_of_a_group_are_held_against_its_subtotal() -> None:
    assert [found for found in grouped(*GROUPED, "总计 140 138") if found[0] != "consistent"] == [
        ("inconsistent", "92", "90", "乡镇小计（东河镇等2行）")
    ]


def test_a_subtotal_above_its_rows_adds_up_those_below() -> None:
    rows = ("乡镇小计 90 89", *GROUPED[:2], "部门小计 51 49", *GROUPED[3:5])
    assert [found for found in grouped(*rows) if found[0] != "consistent"] == [
        ("inconsistent", "51", "50", "部门小计（县住建局等2行）")
    ]


def test_one_row_alone_that_adds_up_the_others_is_the_total() -> None:
    assert grouped(*GROUPED[:2], "乡镇合计 90 89") == [("consistent", n, n, "合计") for n in ("90", "89")]


def _of_table(check_id: str, header: str, *rows: str, lead: str = "") -> list[tuple[str, str]]:
    text = f"{lead}\n\n{in_text.table('来信办理情况表', header, *rows)}"
    return [(f.verdict, f.statement_zh) for f in in_text.findings(text, check_id)]


def test_counts_per_head_are_not_added_up() -> None:
    rows = ("东桥镇 1600 40", "西桥镇 1400 35", "南桥镇 1000 20", "合计 4000 30.77")
    found = _of_table("A1", "单位 受理量 万人受理量", *rows)
    assert [verdict for verdict, _ in found] == ["consistent"]


def test_rows_that_are_printed_rounded_leave_their_sum_room() -> None:
    rows = (["咨询", "63000"], ["投诉", "37700"], ["其他", "25200"])
    made = table(
        1, ["类别", "received"], [[name, f"{int(n) / 10000:.2f}万"] for name, n in rows] + [["合计", "12.60万"]]
    )
    (found,) = run(check_column_sums, bulletin(tables=[made]))
    assert found.verdict == "consistent"
    assert "四舍五入" in found.statement_zh


def test_numbered_heads_of_groups_are_their_subtotals() -> None:
    rows = ("一、乡镇 120", "东桥镇 70", "西桥镇 50", "二、部门 180", "教育局 80", "住建局 100", "总计 300")
    found = _of_table("A1", "单位 受理件", *rows)
    assert {verdict for verdict, _ in found} == {"consistent"}
    assert len(found) == 3
    wrong = _of_table("A1", "单位 受理件", *rows[:2], "西桥镇 60", *rows[3:])
    assert [verdict for verdict, _ in wrong].count("consistent") == 1


def test_a_row_of_last_year_below_the_total_is_no_unit() -> None:
    found = _of_table("A1", "单位 受理件", "教育局 20", "住建局 30", "合计 50", "去年同期 60")
    assert [verdict for verdict, _ in found] == ["consistent"]


def test_a_rate_of_those_who_rated_is_of_those_who_rated() -> None:
    rows = ("教育局 27 18 2 90%", "住建局 40 30 10 75%", "水利局 24 19 1 95%")
    header = "单位 办结件 满意 不满意 满意率"
    assert {verdict for verdict, _ in _of_table("A4", header, *rows)} == {"consistent"}
    assert _of_table("G1", header, *rows) == []


def test_a_table_of_the_valid_ones_is_not_held_against_all_that_came_in() -> None:
    rows = ("教育局 25 25", "住建局 35 35", "合计 60 60")
    lead = "2022年3月，县长信箱共收到来信66件，其中有效来信60件。"
    said = [
        text for verdict, text in _of_table("N1", "单位 应办件 办结件", *rows, lead=lead) if verdict != "consistent"
    ]
    assert not any("66" in text for text in said)


def _of_rows(*rows: str) -> list[tuple[str, str, str]]:
    """Verdict, what is printed and what the rows give, of each sum of a table with one count."""
    text = in_text.table("工单派发情况表", "单位 派单数", *rows)
    return [(f.verdict, str(f.claimed), str(f.recomputed)) for f in in_text.findings(text, "A1")]


@pytest.mark.parametrize(
    ("rows", "sums"),
    [
        # Heads without a number are known by what they add up, and are not added up themselves.
        (
            ("乡镇 120", "东桥镇 70", "西桥镇 50", "县直部门 180", "教育局 80", "住建局 100", "合计 300"),
            [("consistent", "300", "300"), ("consistent", "180", "180"), ("consistent", "120", "120")],
        ),
        # Where the rows below do not add up to it, 乡镇 is a unit like others.
        (("乡镇 120", "教育局 80", "住建局 100", "合计 300"), [("consistent", "300", "300")]),
        (("乡镇 120", "县直部门 180", "合计 300"), [("consistent", "300", "300")]),
    ],
)
def test_a_group_of_offices_heads_the_rows_that_it_adds_up(rows: tuple[str, ...], sums: list[tuple[str, ...]]) -> None:
    assert _of_rows(*rows) == sums


def test_a_head_that_prints_nothing_is_no_unit() -> None:
    rows = ("乡镇| | ", "东桥镇|70|60", "县直部门| | ", "教育局|80|80", "合计|150|140")
    text = "|单位|派单数|办结数|\n|---|---|---|\n" + "".join(f"|{row}|\n" for row in rows)
    found = in_text.findings(text, "A1")
    assert [(f.verdict, f.evidence[0]) for f in found] == [
        ("consistent", "2行相加 = 150"),
        ("consistent", "2行相加 = 140"),
    ]


def test_a_last_header_that_is_called_like_a_total_opens_no_row() -> None:
    rows = ("序号 地区 未办理 办理中 已办结 不受理 合计", "1 甲市 0 3 8 1 12", "2 乙市 1 2 6 0 9", "总计 1 5 14 1 21")
    text = "\n\n".join(cell for row in rows for cell in row.split())
    assert _sums_of(text) == ["1", "5", "14", "1", "21"]


def _sums_of(text: str) -> list[str]:
    """What is printed as the total of each column of a table with one cell a line."""
    found = parse_payload(f"岭溪县2022年3月投诉举报办理情况通报\n\n{text}\n".encode(), file_name="通报.txt").findings
    return [str(f.claimed) for f in found if f.check_id == "A1" and f.verdict == "consistent"]


def test_a_total_of_nothing_but_subtotals() -> None:
    rows = ("单位 受理数 办结数", "乡镇小计 45 44", "部门小计 50 47", "合计 95 91")
    assert [(f.verdict, f.recomputed) for f in in_text.findings(in_text.table("一览", *rows), "A1")] == [
        ("consistent", "95"),
        ("consistent", "91"),
    ]


def test_a_note_that_the_total_counts_an_item_once() -> None:
    rows = ("单位 受理数 办结数 办结率", "甲镇 45 44 97.78%", "乙局 50 45 90%", "丙局 12 12 100%", "合计 99 94 94.95%")
    noted = in_text.table("一览", *rows) + "\n\n注：一单多办的按主办单位计。\n"
    told = in_text.findings(noted, "A1")
    assert [(f.verdict, f.recomputed) for f in told] == [("consistent", "107"), ("consistent", "101")]
    assert "一单多办的按主办单位计" in told[0].statement_zh
    assert "needs_definition" not in {f.verdict for f in in_text.findings(noted, "D1")}
    short = noted.replace("合计 | 99", "合计 | 109")
    assert [f.verdict for f in in_text.findings(short, "A1")] == ["inconsistent", "inconsistent"]


KINDS = ["市容环境 800", "其中：占道经营 150", "其中：乱倒垃圾 77", "城市管理 500"]


def sums_of(*rows: str) -> list[str]:
    return [f.verdict for f in in_text.findings(in_text.table("附表", "类别 受理量", *rows), "A1")]


def test_row_that_is_a_part_of_the_one_above_is_not_added() -> None:
    assert sums_of(*KINDS, "合计 1300") == ["consistent"]
    assert sums_of(*KINDS, "合计 1400") == ["inconsistent"]


def test_sum_that_further_parts_may_make_too_large_is_not_told() -> None:
    assert sums_of(*KINDS[:2], "店外经营 77", "城市管理 500", "合计 1300") == []


def test_parts_below_the_total_are_its_rows() -> None:
    assert sums_of("合计 300", "其中：甲局 100", "乙镇 120", "丙镇 80") == ["consistent"]
