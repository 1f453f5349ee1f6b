"""What the parts of a bulletin are of: what came in, through which mailbox, and reasons that are parts themselves."""

import pytest

from parsers.bulletins import read_bulletin
from parsers.readers.text import read_text
from parsers.records import Claim


def read(text: str) -> dict[str, Claim]:
    """The claims of a text by their prints."""
    return {c.printed: c for c in read_bulletin(read_text(text), lambda name: None).claims}


def test_parts_behind_single_channels_are_of_what_came_in_through_all() -> None:
    found = read(
        "2022年临江县政府网站领导信箱办理情况\n"
        "2022年，全县政府网站领导信箱共收到来信526件。县长信箱收到218件，占41.44%，部门信箱收到308件，占58.56%。\n"
        "从办理结果看，办结521件，办结率99.05%。\n"
        "从问题分类看，城乡建设312件（59.32%）、其他214件（40.68%）。\n"
    )
    assert found["526件"].channel == "government_mailbox"
    assert [(found[p].metric, found[p].channel) for p in ("312件", "214件")] == [("received", "government_mailbox")] * 2
    assert found["59.32%"].of_metric == "received"


@pytest.mark.parametrize("site", ["政府网站", "政府网站信息保障"])
def test_a_mailbox_on_a_website_is_that_mailbox(site: str) -> None:
    found = read(f"2022年临江县{site}县长信箱办理情况\n2022年，共收到来信526件。\n")
    assert found["526件"].channel == "county_mailbox"


def test_reasons_of_what_was_returned_are_parts_of_it() -> None:
    found = read("2022年6月，12345热线共转派工单358件。共退回工单12件，其中职责不清7件、信息不全3件、重复2件。\n")
    assert [(found[p].metric, found[p].category) for p in ("7件", "3件", "2件")] == [
        ("returned", "职责不清"),
        ("returned", "信息不全"),
        ("returned", "重复"),
    ]


def test_what_is_no_valid_letter_is_none_of_what_came_in() -> None:
    found = read("2022年6月，县长信箱共收到来信358件，其中重复来信12件、无效来信6件。\n")
    assert [found[p].metric for p in ("12件", "6件")] == ["duplicate", "invalid"]


def test_visits_joined_with_a_channel_in_the_title_are_not_of_that_channel() -> None:
    found = read("柳溪镇2023年来信来访和12345热线工单办理情况\n2023年，共办理诉求456件，其中12345热线工单398件。\n")
    assert (found["456件"].channel, found["398件"].channel) == ("combined", "hotline_12345")
