"""What goes from paragraph to paragraph; all texts are invented."""

from parsers.bulletins import read_bulletin
from parsers.document import Document
from parsers.records import BulletinMeta
from tests.parsers.bulletins.as_read import by_print, figures, read, region_of


def test_nothing_in_gives_nothing_out() -> None:
    found = read_bulletin(Document("text/plain", ()), region_of)
    assert (found.meta, found.claims, found.tables) == (BulletinMeta(), (), ())


def test_lists_of_annexes_are_no_statements() -> None:
    text = "3月县长信箱办理情况通报\n\n共收到来信5件。\n\n附件：1. 收到来信12件办理情况表\n"
    assert figures(read(text)) == [("received", "5件", "county_mailbox")]


def test_the_heads_of_a_list_one_part_a_line() -> None:
    text = "12345热线4月通报\n共受理诉求93件。\n（二）承办单位办理量（详见附件）\n县直部门52件\n街道 28件\n乡镇13件"
    assert [printed for _, printed, _ in figures(read(text))] == ["93件", "52件", "28件", "13件"]


def test_the_head_of_a_list_says_what_its_lines_count() -> None:
    text = (
        "网上问政周榜\n上周，网上问政收到留言101件，收到回复166件。\n"
        "回复量排名前三的区域为：\n东川（132件）\n南川 (12件)\n西川（9件）\n"
        "从类型看，投诉类留言61件。"
    )
    assert [(metric, printed) for metric, printed, _ in figures(read(text))] == [
        ("received", "101件"),
        ("replied", "166件"),
        ("replied", "132件"),
        ("replied", "12件"),
        ("replied", "9件"),
        ("received", "61件"),
    ]


def test_parts_behind_single_channels_are_of_what_came_in_through_all() -> None:
    found = by_print(
        "2022年临江县政府网站领导信箱办理情况\n"
        "2022年，全县政府网站领导信箱共收到来信526件。县长信箱收到218件，占41.44%，部门信箱收到308件，占58.56%。\n"
        "从办理结果看，办结521件，办结率99.05%。\n"
        "从问题分类看，城乡建设312件（59.32%）、其他214件（40.68%）。\n"
    )
    assert found["526件"].channel == "government_mailbox"
    assert [(found[p].metric, found[p].channel) for p in ("312件", "214件")] == [("received", "government_mailbox")] * 2
    assert found["59.32%"].of_metric == "received"


def test_reasons_of_what_was_returned_are_parts_of_it() -> None:
    found = by_print("2022年6月，12345热线共转派工单358件。共退回工单12件，其中职责不清7件、信息不全3件、重复2件。\n")
    assert [(found[p].metric, found[p].category) for p in ("7件", "3件", "2件")] == [
        ("returned", "职责不清"),
        ("returned", "信息不全"),
        ("returned", "重复"),
    ]


def test_what_is_no_valid_letter_is_none_of_what_came_in() -> None:
    found = by_print("2022年6月，县长信箱共收到来信358件，其中重复来信12件、无效来信6件。\n")
    assert [found[p].metric for p in ("12件", "6件")] == ["duplicate", "invalid"]


LINES = "青石县网上问政6月回复情况\n\n{}\n"


def agencies(*lines: str) -> list[tuple[str, str | None]]:
    return [(c.printed, c.agency) for c in read(LINES.format("\n\n".join(lines))).claims if c.printed.endswith("条")]


def test_lines_of_one_form_are_each_of_the_place_that_they_begin_with() -> None:
    named = ("东山县：转达12条，已回复9条。", "西河区：转达7条，已回复6条。", "南湖县：转达5条，已回复5条。")
    (first, second) = agencies(*named, "北原：转达31条，回复0条。")[-2:]
    assert (first, second) == (("31条", "北原"), ("0条", "北原"))
    for line in ("合计：转达31条。", "咨询类：转达31条。", "全县：转达31条。"):
        assert agencies(*named, line)[-1][1] is None
    assert agencies("东山县：转达12条。", "北原：转达31条。")[-1][1] is None


def test_what_ranks_without_a_number_or_ends_in_units_heads_a_list() -> None:
    for head in ("受理量排名前三的镇街：", "从承办单位看（前三名）：", "诉求量居前的问题", "来电较多的领域："):
        text = f"12345热线4月通报\n共受理诉求930件。\n{head}\n东川 132件\n南川 112件\n西川 9件"
        assert [printed for _, printed, _ in figures(read(text))] == ["930件", "132件", "112件", "9件"], head


def test_what_names_no_list_leaves_the_lines_below_it() -> None:
    text = "12345热线4月通报\n共受理诉求930件。\n市民关心较多\n东川 132件\n南川 112件"
    assert [printed for _, printed, _ in figures(read(text))] == ["930件"]


HEADED = "12345热线4月通报\n共受理诉求930件。\n{}\n共470件，占50.54%，办结460件。\n{}\n460件（占49.46%）。"


def test_a_heading_names_the_part_whose_count_and_share_open_its_paragraph() -> None:
    found = read(HEADED.format("一、咨询类", "二、噪声、油烟"))
    assert [(c.printed, c.metric, c.category) for c in found.claims if c.category] == [
        ("470件", "received", "咨询类"),
        ("50.54%", "share", "咨询类"),
        ("460件", "completed", "咨询类"),
        ("460件", "received", "噪声、油烟"),
        ("49.46%", "share", "噪声、油烟"),
    ]


def test_other_headings_name_no_part() -> None:
    for first, second in (("一、类别分析", "二、办理情况"), ("一、转办工单", "二、直接办结"), ("咨询类", "其他")):
        assert [c.category for c in read(HEADED.format(first, second)).claims if c.category] == []
    whole = read("12345热线4月通报\n共受理诉求930件。\n一、咨询类\n共受理咨询类诉求470件。")
    assert [c.category for c in whole.claims] == [None, "咨询类"]
