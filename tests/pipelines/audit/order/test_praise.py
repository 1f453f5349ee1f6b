import pytest

from parsers.records import Claim
from pipelines.audit.order.praise import all_praised, late_words, praised_with_late_items, praised_with_late_words
from tests.pipelines.audit.stated_by_hand import bulletin, run, stated, table


def praised(units: str = "甲局、乙局") -> Claim:
    return stated("commended", agency=units, quote=f"办理较好的单位有：{units}。", value_text=units)


def test_a_praised_unit_with_late_items_is_told() -> None:
    made = table(1, ["单位", "due", "overdue_completed"], [["甲局", "9", "1"], ["乙局", "9", "0"], ["丙局", "9", "4"]])
    (finding,) = run(praised_with_late_items, bulletin(praised(), tables=[made]))
    assert (finding.check_id, finding.verdict, finding.severity, finding.agency) == ("N3", "unusual", 1, "甲局")
    assert "逾期办结1" in finding.statement_zh


def test_late_items_of_others_or_of_another_channel_say_nothing() -> None:
    rows = [["甲局", "9", "0"], ["丙局", "9", "4"]]
    assert run(praised_with_late_items, bulletin(praised(), tables=[table(1, ["单位", "due", "overdue"], rows)])) == []
    other = table(1, ["单位", "due", "overdue"], [["甲局", "9", "3"]], channel="mayor_mailbox")
    assert run(praised_with_late_items, bulletin(praised(), tables=[other])) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("主要反映县甲局受理超时问题", "县甲局受理超时"),
        ("县甲局逾期3件", "县甲局逾期"),
        ("县甲局无逾期", None),
        ("县甲局、县乙局超时", None),
        ("县甲局在本月的各项工作之中超时", None),
    ],
)
def test_words_of_lateness_stand_right_behind_the_unit(text: str, found: str | None) -> None:
    assert late_words(text, "县甲局") == found


def test_a_praised_unit_of_which_something_is_said_to_be_late() -> None:
    (finding,) = run(praised_with_late_words, bulletin(praised(), full_text="热点有甲局受理超时问题。"))
    assert (finding.verdict, finding.severity, finding.agency) == ("unusual", 1, "甲局")
    assert run(praised_with_late_words, bulletin(praised(), full_text="热点有丙局受理超时问题。")) == []


def test_a_unit_praised_here_and_named_for_a_fault_there() -> None:
    fault = stated("criticised", agency="乙局", category="质量不高", channel="mayor_mailbox", quote="如乙局质量不高。")
    (finding,) = run(praised_with_late_words, bulletin(praised(), fault, full_text=""))
    assert finding.agency == "乙局"
    assert "市长信箱点名该单位“质量不高”" in finding.statement_zh


def test_all_are_praised_and_some_were_late() -> None:
    quote = "各部门均能高度重视来信办理，逾期办结工单7件。"
    (finding,) = run(all_praised, bulletin(stated("overdue_completed", "7", quote=quote)))
    assert (finding.verdict, finding.severity, finding.claimed) == ("unusual", 1, "7件")
    assert run(all_praised, bulletin(stated("overdue_completed", "0", quote=quote))) == []
    assert run(all_praised, bulletin(stated("overdue_completed", "7", quote="逾期办结工单7件。"))) == []
