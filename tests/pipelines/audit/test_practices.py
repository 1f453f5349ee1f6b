from dataclasses import replace

import pytest

from pipelines.audit.practices import is_ruled_out, practice
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
