from typing import Any

import pytest

from parsers.records import Claim
from pipelines.audit.agreement.said_of_rows import accounts_against_rows, named_units, none_late, zero_requests
from pipelines.audit.finding import Finding
from tests.pipelines.audit.stated_by_hand import PERIOD, bulletin, run, stated, table


def said(metric: str, printed: str = "", **fields: Any) -> Claim:
    return stated(metric, printed, **(PERIOD | fields))


def test_units_without_requests_are_the_rows_without_any() -> None:
    towns = table(1, ["单位", "received"], [["甲镇", "5"], ["乙镇", None], ["丙镇", "0"]])

    def named(units: str) -> Finding:
        claim = said("zero_requests", scope="unit", agency=units)
        (finding,) = run(zero_requests, bulletin(claim, tables=[towns]))
        return finding

    assert named("乙镇、丙镇").verdict == "consistent"
    assert (named("乙镇").verdict, named("乙镇").severity) == ("unusual", 1)
    busy = named("甲镇、乙镇和丙镇")
    assert (busy.verdict, busy.severity) == ("needs_definition", 2)
    assert "甲镇5件" in busy.statement_zh


def test_named_units_are_split_and_等_is_dropped() -> None:
    assert named_units("甲镇、乙镇和丙局等") == ("甲镇", "乙镇", "丙局")


@pytest.mark.parametrize(("late", "verdict", "severity"), [("0", "consistent", 0), ("3", "needs_definition", 2)])
def test_no_unit_late_against_the_late_column(late: str, verdict: str, severity: int) -> None:
    claim = said("units", "0", category="逾期办理（未按时回复）", scope="category")
    replies = table(1, ["单位", "due", "overdue"], [["甲局", "5", late], ["合计", "5", late]])
    (finding,) = run(none_late, bulletin(claim, tables=[replies]))
    assert (finding.verdict, finding.severity) == (verdict, severity)


def test_no_unit_late_without_a_late_column_says_nothing() -> None:
    claim = said("units", "0", category="逾期办理", scope="category")
    assert run(none_late, bulletin(claim, tables=[table(1, ["单位", "due"], [["甲局", "5"]])])) == []


@pytest.mark.parametrize(("printed", "verdict"), [("3", "consistent"), ("4", "needs_definition")])
def test_accounts_against_the_rows_of_the_inspection_table(printed: str, verdict: str) -> None:
    rows = [["甲局", "微信", "合格"], ["乙局", "微信", "合格"], ["乙局", "微博", "合格"]]
    inspected = table(5, ["单位", "平台", "compliance"], rows, title="政务新媒体检查表", channel="new_media")
    claim = said("accounts", printed, channel="new_media")
    (finding,) = run(accounts_against_rows, bulletin(claim, tables=[inspected]))
    assert (finding.verdict, finding.recomputed) == (verdict, "3")
