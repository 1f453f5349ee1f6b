from dataclasses import replace

import pytest

from pipelines.audit.practices import is_ruled_out, practice, stated, why_rows_exceed
from pipelines.audit.rules import BadRule
from tests.pipelines.audit.stated_by_hand import bulletin, table


def test_note_or_text_that_counts_the_leading_unit_only() -> None:
    joint = practice("joint_handling")
    noted = table(1, ["单位", "due"], [["甲局", "1"]], notes=(("注：多单位办理的，只统计 牵头单位。", "L9"),))
    assert is_ruled_out(joint, bulletin(tables=[noted]))
    assert is_ruled_out(joint, replace(bulletin(), full_text="本表仅统计牵头\n单位件数。"))
    assert not is_ruled_out(joint, replace(bulletin(), full_text="由牵头单位负责办理。"))


def test_unknown_practice_is_refused_with_its_place() -> None:
    with pytest.raises(BadRule, match=r"rules/practices\.yaml"):
        practice("double_counting")


@pytest.mark.parametrize(
    ("note", "quoted"),
    [
        (
            "注：涉及多个部门的，各承办部门分别计数，合计数不重复计算。",
            "涉及多个部门的，各承办部门分别计数，合计数不重复计算",
        ),
        ("备注：同一来信分别计入各承办单位。", "同一来信分别计入各承办单位"),
        ("注：各单位件数之和大于总件数。", "各单位件数之和大于总件数"),
        ("注：本表只统计牵头单位，不重复计算。", None),
        ("注：本表只统计牵头单位，合计数不重复计算。", None),
        ("注：不分别计入各承办单位。", None),
        ("注：电话和网络分别统计。", None),
    ],
)
def test_note_that_states_the_practice_is_quoted(note: str, quoted: str | None) -> None:
    noted = table(1, ["单位", "due"], [["甲局", "1"]], notes=((note, "L9"),))
    assert stated(practice("joint_handling"), bulletin(tables=[noted])) == quoted


@pytest.mark.parametrize(
    ("note", "quoted"),
    [
        ("注：同一人多次来访的，合计中只计一次。", "同一人多次来访的，合计中只计一次"),
        ("备注：一单多办的按主办单位计。", "一单多办的按主办单位计"),
        ("注：重复件已剔除。", "注：重复件已剔除"),
        ("说明：合计数已去重。", "合计数已去重"),
        ("本月合计收到120件，剔除重复3件。", None),
        ("注：按期办结率为按期办结数与受理数之比。", None),
    ],
)
def test_note_that_the_total_counts_once_what_rows_count_twice(note: str, quoted: str | None) -> None:
    noted = table(1, ["单位", "due"], [["甲局", "1"]], notes=((note, "L9"),))
    assert why_rows_exceed(bulletin(tables=[noted])) == quoted
