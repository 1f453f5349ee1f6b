"""Who speaks in a document, and of which channel; all texts are invented."""

import pytest

from tests.parsers.bulletins.as_read import by_print, figures, meta, read

PRESS = "石澜县:网民留言有回音\n\n2021年,石澜县县长信箱共收到来信812件。\n\n{}\n"


@pytest.mark.parametrize(
    ("end", "speaker"),
    [
        ("来源：石澜日报 记者 某某", "press"),
        ("来源：石澜县融媒体中心\n责任编辑：某某", "press"),
        ("来源：石澜县人民政府网 编辑：某某", "government"),
        ("来源：石澜日报", "government"),
        ("编辑：某某", "government"),
    ],
)
def test_an_article_of_the_press_has_a_paper_and_a_writer(end: str, speaker: str) -> None:
    found = read(PRESS.format(end))
    assert found.meta.stated_by == speaker
    assert {c.stated_by for c in found.claims} == {speaker}


def test_a_channel_in_full_width_digits() -> None:
    assert meta("青石县２０２３年８月１２３４５热线办理情况通报\n\n共受理２６２件。").channel == "hotline_12345"


def test_the_channel_of_a_text_without_a_title_is_the_only_one_it_names() -> None:
    text = "第三季度，“县长信箱”收到来信53件。\n从类型来看，投诉类31件，占58.5%；咨询类22件，占41.5%。"
    assert figures(read(text)) == [
        ("received", "53件", "county_mailbox"),
        ("received", "31件", "county_mailbox"),
        ("share", "58.5%", "county_mailbox"),
        ("received", "22件", "county_mailbox"),
        ("share", "41.5%", "county_mailbox"),
    ]


def test_a_secretary_s_and_a_governor_s_mailbox_in_one_word_are_two() -> None:
    text = (
        "2023年6月份县委书记、县长信箱办理情况\n六月份收到县委书记信箱、县长信箱来信63件。\n"
        "其中按目的分类：求决40件、申诉23件。"
    )
    assert {channel for _, _, channel in figures(read(text))} == {"combined"}


def test_a_title_that_names_the_whole_section_yields_to_the_channel_of_the_text() -> None:
    text = "政民互动月报（2022年5月）\n\n5月，县12345热线受理诉求31件。\n\n2、本月共办结工单28件。\n"
    assert read(text).meta.channel == "hotline_12345"
    assert {c.channel for c in read(text).claims} == {"hotline_12345"}
    assert meta("政民互动月报（2022年5月）\n\n5月，共受理诉求31件。\n").channel == "government_mailbox"


@pytest.mark.parametrize("site", ["政府网站", "政府网站信息保障"])
def test_a_mailbox_on_a_website_is_that_mailbox(site: str) -> None:
    found = by_print(f"2022年临江县{site}县长信箱办理情况\n2022年，共收到来信526件。\n")
    assert found["526件"].channel == "county_mailbox"


def test_visits_joined_with_a_channel_in_the_title_are_not_of_that_channel() -> None:
    found = by_print("柳溪镇2023年来信来访和12345热线工单办理情况\n2023年，共办理诉求456件，其中12345热线工单398件。\n")
    assert (found["456件"].channel, found["398件"].channel) == ("combined", "hotline_12345")


@pytest.mark.parametrize(
    ("part", "channels"),
    [
        ("，其中人民网网民留言31件", {None, "message_board"}),
        ("，环比上升4%，其中人民网网民留言31件", {None, "message_board"}),
        ("；人民网网民留言31件", {"message_board"}),
    ],
)
def test_the_channel_of_a_part_is_not_that_of_the_text(part: str, channels: set[str | None]) -> None:
    text = f"青石县信访情况通报\n\n本月，收到网络投诉86件{part}。\n\n收到书面来信40件。"
    assert {c.channel for c in read(text).claims} == channels
