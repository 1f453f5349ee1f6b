from typing import Any

import pytest

from parsers.records import Claim, Table
from pipelines.audit.order.uniformity import (
    late_beside_full_marks,
    pass_with_remark,
    praise,
    uniform_channels,
    uniform_inspections,
    uniform_rates,
)
from tests.pipelines.audit.stated_by_hand import bulletin, run, stated, table

Made = tuple[Table, tuple[Claim, ...]]


def rates(n: int, *, table_no: int = 1, last: str = "100%") -> Made:
    rows = [[f"第{i}局", "2", "100%"] for i in range(n - 1)]
    return table(table_no, ["单位", "due", "completion_rate"], [*rows, ["末局", "2", last]])


def test_rows_that_are_all_alike() -> None:
    (finding,) = run(uniform_rates, bulletin(tables=[rates(25)]))
    assert (finding.check_id, finding.verdict, finding.severity) == ("P1", "unusual", 2)
    assert "25行" in finding.statement_zh
    assert "合计50件" in finding.statement_zh


def test_two_tables_are_taken_together_and_rows_without_items_left_out() -> None:
    empty = table(2, ["单位", "due", "completion_rate"], [["甲镇", "9", "100%"], ["乙镇", None, None]])
    (finding,) = run(uniform_rates, bulletin(tables=[rates(19), empty]))
    assert finding.severity == 2
    assert finding.recomputed == "20行，合计47件"


def test_one_table_of_two_is_less() -> None:
    tables = [rates(25), rates(25, table_no=2, last="50%")]
    (finding,) = run(uniform_rates, bulletin(tables=tables))
    assert (finding.severity, finding.subject) == (1, "表1（县长信箱）各行办结率全部相同")


@pytest.mark.parametrize("made", [rates(19), rates(25, last="99.9%")], ids=["few rows", "one row differs"])
def test_few_rows_or_one_that_differs(made: Made) -> None:
    assert run(uniform_rates, bulletin(tables=[made])) == []


def channel(code: str, printed: str = "100%", items: str = "5") -> list[Claim]:
    return [stated("received", items, channel=code), stated("completion_rate", printed, channel=code)]


def test_channels_that_are_all_alike() -> None:
    claims = [*channel("county_mailbox"), *channel("mayor_mailbox", items="7"), *channel("mayor_hotline")]
    (finding,) = run(uniform_channels, bulletin(*claims))
    assert (finding.verdict, finding.severity, finding.recomputed) == ("unusual", 1, "5件；7件；5件")


def test_two_channels_or_one_that_differs() -> None:
    two = [*channel("county_mailbox"), *channel("mayor_mailbox")]
    assert run(uniform_channels, bulletin(*two)) == []
    assert run(uniform_channels, bulletin(*two, *channel("mayor_hotline", "99%"))) == []


def inspection(n: int, *, result: str = "合格", remark: str = "", last: str = "合格") -> Made:
    rows = [[f"第{i}局", result, ""] for i in range(n - 1)]
    return table(5, ["单位", "compliance", "备注"], [*rows, ["末局", last, remark]], title="政务新媒体检查表")


def test_an_inspection_that_all_passed() -> None:
    (finding,) = run(uniform_inspections, bulletin(tables=[inspection(30)]))
    assert (finding.verdict, finding.severity, finding.recomputed) == ("unusual", 1, "30/30")


@pytest.mark.parametrize(
    "made", [inspection(30, last="不合格"), inspection(5), inspection(30, result="不合格", last="不合格")]
)
def test_an_inspection_with_a_failure_or_few_rows(made: Made) -> None:
    assert run(uniform_inspections, bulletin(tables=[made])) == []


def test_a_pass_with_a_remark_that_something_is_open() -> None:
    (finding,) = run(pass_with_remark, bulletin(tables=[inspection(3, remark="原账号尚未注销")]))
    assert (finding.check_id, finding.verdict, finding.agency) == ("N3", "unusual", "末局")
    assert run(pass_with_remark, bulletin(tables=[inspection(3, remark="新增账号")])) == []
    assert run(pass_with_remark, bulletin(tables=[inspection(3, remark="尚未注销", last="不合格")])) == []


def test_praise_beside_rows_that_are_all_alike() -> None:
    commended = stated("commended", scope="unit", agency="甲局、乙局")
    (finding,) = run(praise, bulletin(commended, tables=[rates(25)]))
    assert (finding.verdict, finding.severity) == ("unusual", 1)
    assert run(praise, bulletin(commended, tables=[rates(25, last="50%")])) == []
    other = stated("commended", scope="unit", agency="甲局", channel="mayor_hotline")
    assert run(praise, bulletin(other, tables=[rates(25)])) == []


def problem(words: str, **fields: Any) -> Claim:
    return stated("units", scope="category", category=words, qualifier="qualitative", value_text="个别单位", **fields)


def test_a_problem_of_timeliness_beside_full_marks_for_the_same_step() -> None:
    full = [stated("completion_rate", "100%"), stated("acceptance_rate", "100%", label="受理率")]
    (finding,) = run(late_beside_full_marks, bulletin(*full, problem("未能及时受理")))
    assert (finding.verdict, finding.severity, finding.metric) == ("unusual", 1, "acceptance_rate")
    assert "不矛盾" in finding.statement_zh


def test_a_problem_of_timeliness_beside_an_inspection_that_passed() -> None:
    claim = problem("更新较慢", channel="new_media")
    (finding,) = run(late_beside_full_marks, bulletin(claim, tables=[inspection(5)]))
    assert finding.subject == "表5（政府系统政务新媒体）全部合格与“更新较慢”"


def test_other_problems_and_lower_rates_say_nothing() -> None:
    assert run(late_beside_full_marks, bulletin(stated("completion_rate", "100%"), problem("格式不规范"))) == []
    assert run(late_beside_full_marks, bulletin(stated("completion_rate", "98%"), problem("未能及时受理"))) == []
