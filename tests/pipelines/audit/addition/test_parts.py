from fractions import Fraction

import pytest

from pipelines.audit.addition.parts import check_parts, parts_case
from pipelines.audit.addition.removals import removal_case
from tests.pipelines.audit.from_text import findings as in_text
from tests.pipelines.audit.paragraphs_by_hand import enumeration, in_paragraph, only, paragraph, results
from tests.pipelines.audit.stated_by_hand import bulletin, run

JIXI = {
    "咨询类": ("111", "42.37%"),
    "反映类": ("136", "51.91%"),
    "投诉类": ("7", "2.67%"),
    "建议类": ("1", "0.38%"),
    "举报类": ("7", "2.67%"),
}


def test_counts_and_shares_of_jixi_fill_their_whole() -> None:
    found = run(check_parts, bulletin(*paragraph("L1", ("received", "262")), *enumeration("L1", JIXI)))
    assert results(found) == [
        ("县长信箱咨询类等5项收到之和", "consistent", 0),
        ("县长信箱咨询类等5项占比之和", "consistent", 0),
    ]
    assert found[0].recomputed == "262"


def test_parts_that_fall_short_of_a_list_that_fills_100_do_not_fit() -> None:
    short = JIXI | {"反映类": ("120", "51.91%")}
    found = run(check_parts, bulletin(*paragraph("L1", ("received", "262")), *enumeration("L1", short)))
    assert (found[0].verdict, found[0].severity, found[0].gap) == ("inconsistent", 3, -16)


def test_parts_that_exceed_their_whole_do_not_fit_even_without_shares() -> None:
    members = {"乡镇": ("58", None), "县直部门": ("52", None)}
    found = only(run(check_parts, bulletin(*paragraph("L1", ("received", "109")), *enumeration("L1", members))))
    assert (found.verdict, found.severity, found.gap) == ("inconsistent", 2, 1)


def test_short_list_that_does_not_claim_to_be_complete_is_no_discrepancy() -> None:
    some = {"投诉类": ("5", None), "建议类": ("3", None)}
    assert run(check_parts, bulletin(*paragraph("L1", ("received", "50")), *enumeration("L1", some))) == []


def test_remainder_smaller_than_every_part_is_worth_a_look() -> None:
    nearly = {"乡镇": ("58", None), "县直部门": ("50", None)}
    found = only(run(check_parts, bulletin(*paragraph("L1", ("received", "109")), *enumeration("L1", nearly))))
    assert (found.verdict, found.severity) == ("unusual", 1)


def test_member_other_makes_a_list_complete() -> None:
    members = {"投诉类": ("40", None), "其他": ("3", None)}
    found = only(run(check_parts, bulletin(*paragraph("L1", ("received", "50")), *enumeration("L1", members))))
    assert (found.verdict, found.severity) == ("inconsistent", 3)


def test_parts_that_fall_far_short_may_be_of_something_else() -> None:
    members = {"投诉类": ("5", None), "其他": ("3", None)}
    found = only(run(check_parts, bulletin(*paragraph("L1", ("received", "50")), *enumeration("L1", members))))
    assert (found.verdict, found.severity) == ("needs_definition", 3)


def test_parts_that_exceed_a_count_of_another_paragraph_by_far_are_not_its_parts() -> None:
    members = {"投诉类": ("60", None), "其他": ("30", None)}
    assert run(check_parts, bulletin(*paragraph("L1", ("received", "50")), *enumeration("L2", members))) == []


def test_whole_is_that_of_the_same_channel_and_period_and_stands_before() -> None:
    other = in_paragraph("L1", "received", "200", channel="mayor_mailbox")
    later = in_paragraph("L2", "received", "300")
    members = enumeration("L1", {"乡镇": ("58", None), "县直部门": ("51", None)})
    assert run(check_parts, bulletin(other, *members, later)) == []


def test_single_channels_add_up_to_channels_taken_together() -> None:
    claims = [
        in_paragraph("L1", "received", "27", channel="government_mailbox"),
        in_paragraph("L1", "received", "4", channel="mayor_mailbox"),
        in_paragraph("L1", "received", "23", channel="county_mailbox"),
        in_paragraph("L2", "received", "99", channel="mayor_hotline"),
    ]
    found = only(run(check_parts, bulletin(*claims)))
    assert (found.subject, found.verdict) == ("市长信箱与县长信箱收到之和", "consistent")


def danfeng(valid: str = "1412", advertising: str = "10") -> list[tuple[str, str]]:
    return [
        ("received", "1711"),
        ("duplicate", "38"),
        ("incomplete", "37"),
        ("invalid", "214"),
        ("advertising", advertising),
        ("valid", valid),
    ]


def test_letters_removed_from_those_received_leave_the_valid_ones() -> None:
    found = only(run(check_parts, bulletin(*paragraph("L8", *danfeng()))))
    assert (found.verdict, found.recomputed) == ("consistent", "1412")
    assert "38+37+214+10 = 299" in found.evidence


def test_valid_letters_repeated_in_the_text_give_one_finding() -> None:
    found = only(run(check_parts, bulletin(*paragraph("L8", *danfeng(), ("valid", "1412")))))
    assert len(set(found.claim_ids)) == 7


@pytest.mark.parametrize(("valid", "verdict"), [("1400", "needs_definition"), ("1500", "inconsistent")])
def test_valid_letters_that_do_not_follow(valid: str, verdict: str) -> None:
    assert only(run(check_parts, bulletin(*paragraph("L8", *danfeng(valid=valid))))).verdict == verdict


def test_cases_at_their_edges() -> None:
    assert parts_case((Fraction(5), Fraction(5)), Fraction(10), exhaustive=False) == ("consistent", 0, "holds")
    assert parts_case((Fraction(5), Fraction(4)), Fraction(13), exhaustive=False) == ("consistent", 0, "within")
    assert parts_case((Fraction(5), Fraction(4)), Fraction(18), exhaustive=False) == ("consistent", 0, "within")
    assert parts_case((Fraction(5), Fraction(4)), Fraction(19), exhaustive=False) is None
    assert removal_case(Fraction(10), Fraction(2), Fraction(8)) == ("consistent", 0, "removal_holds")


def test_part_of_another_count_is_not_what_letters_are_taken_from() -> None:
    claims = paragraph("L1", ("received", "11"), ("duplicate", "19"), ("valid", "382"))
    assert run(check_parts, bulletin(*claims)) == []


def test_a_list_of_the_first_few_is_not_complete_because_a_kind_is_named_other() -> None:
    text = "本月受理案件1054件。上传数量排列前3位的依次是：小广告（474件）；其他市容问题（147件）；乱堆物料（128件）。"
    assert not [f for f in in_text(text, "A2") if f.verdict != "consistent"]


def test_people_are_no_part_of_letters() -> None:
    text = "1至7月共接受信访举报550件。其中，业务范围内检举控告401件；业务范围外举报136件；来访88人次。"
    assert not [f for f in in_text(text, "A2") if f.verdict in ("inconsistent", "needs_definition")]


def test_kinds_of_request_are_all_there_are_unless_the_text_says_otherwise() -> None:
    kinds = "投诉294件、求助207件、咨询149件、建议12件"
    assert [(f.verdict, f.severity) for f in in_text(f"本月受理诉求712件。其中，{kinds}。", "A2")] == [
        ("needs_definition", 1)
    ]
    assert [f.verdict for f in in_text(f"本月受理诉求712件。其中，{kinds}等。", "A2")] == ["consistent"]


def test_parts_that_are_not_said_to_be_all_do_not_exceed_their_whole() -> None:
    text = "本月收到来信197件，主要是物业管理89件、违规经营15件、社区管理12件。"
    assert [(f.verdict, f.recomputed) for f in in_text(text, "A2")] == [("consistent", "116")]


def test_two_lists_of_one_whole_are_not_added_up_together() -> None:
    text = (
        "本周共受理诉求7210件。其中，按来源分：电话受理6627件，网络受理583件；"
        "按类型分：反映问题类6722件，占93.23%；举报类46件，占0.64%；咨询类372件，占5.16%。"
    )
    assert not [f for f in in_text(text, "A2") if f.verdict == "inconsistent"]


def test_parts_whose_shares_all_fit_may_overlap() -> None:
    text = "本月受理举报11件。其中，水污染类3件，占27.27%；大气类6件，占54.55%；噪声类4件，占36.36%。"
    sums = [f for f in in_text(text, "A2") if f.claimed == "11件"]
    assert [(f.verdict, f.severity) for f in sums] == [("needs_definition", 2)]


def test_parts_of_an_item_are_no_items_of_the_list() -> None:
    text = (
        "本月受理诉求500件。其中，供水问题200件，占40%，其中停水150件，占供水问题75%；"
        "供电问题180件，占36%；其他问题120件，占24%。"
    )
    found = in_text(text, "A2")
    assert [(f.verdict, f.recomputed) for f in found if "500" in (f.claimed or "")] == [("consistent", "500")]
    assert {f.verdict for f in found} == {"consistent"}
    assert {f.verdict for f in in_text(text, "A3")} == {"consistent"}


def test_a_list_that_exceeds_the_nearest_count_may_be_of_a_farther_one() -> None:
    text = "全市收到留言1900件。\n\n其中，各区收到留言1180件。\n\n集中在城建、就业、企业，分别为480件、390件、320件。"
    assert [(f.verdict, f.claimed) for f in in_text(text, "A2")] == [("consistent", "1900件")]


def test_a_list_below_a_paragraph_of_several_wholes_is_not_short_of_one() -> None:
    of_two = "共受理诉求4200件（热线受理4190件，网络10件）。\n\n受理咨询类3100件、投诉类700件、其他类240件。"
    of_one = "共受理诉求4200件。\n\n受理咨询类3100件、投诉类700件、其他类240件。"
    assert {f.verdict for f in in_text(of_two, "A2")} == {"consistent", "unusual"}
    assert [f.verdict for f in in_text(of_one, "A2")] == ["inconsistent"]


TOPICS = (("住房类", 24, "24%"), ("交通类", 30, "30%"), ("环境类", 40, "40%"), ("其他咨询", 6, "6%"))


def in_sentences(topics: tuple[tuple[str, int, str], ...]) -> str:
    said = "".join(f"{name}{count}件，占{share}。" for name, count, share in topics)
    return f"本月共收到来信100件，另收到市长信箱转来7件。其中{said}"


def test_kinds_of_which_each_has_a_sentence_are_one_list() -> None:
    sums = [(f.verdict, f.recomputed) for f in in_text(in_sentences(TOPICS), "A2") if "之和" in f.subject]
    assert ("consistent", "100") in sums
    assert {f.verdict for f in in_text(in_sentences(TOPICS), "A3")} == {"consistent"}


def test_one_of_them_that_is_not_its_share_is_told() -> None:
    topics = (*TOPICS[:1], ("交通类", 45, "30%"), *TOPICS[2:])
    assert [f.claimed for f in in_text(in_sentences(topics), "A3") if f.verdict == "inconsistent"] == ["30%"]


def test_other_consultations_among_topics_leave_a_list_open() -> None:
    topics = (*TOPICS[:2], ("环境类", 38, "38%"), TOPICS[3])
    assert "inconsistent" not in {f.verdict for f in in_text(in_sentences(topics), "A2")}


def test_a_list_that_fills_its_whole_is_not_cut_where_it_fills_another() -> None:
    text = "本月收到来信25件，有效来信22件。从内容看，环境9件；社保8件；交通5件；物业2件；其他类1件。"
    assert [(f.verdict, f.claimed) for f in in_text(text, "A2") if f.recomputed == "25"] == [("consistent", "25件")]
    assert {f.verdict for f in in_text(text, "A2")} == {"consistent"}


def test_a_list_of_which_a_member_was_not_read_is_not_called_short() -> None:
    found = in_text("收到来信200件，其中周立民80件、恒远公司60件、其他60件。", "A2")
    assert [(f.verdict, f.recomputed) for f in found] == [("consistent", "200")]


@pytest.mark.parametrize("opening", ["求助类中，", "求助类200件中，"])
@pytest.mark.parametrize(("rest", "verdict", "whole"), [(55, "inconsistent", "200"), (40, "consistent", "200")])
def test_parts_of_an_item_that_the_next_sentence_opens_with(opening: str, rest: int, verdict: str, whole: str) -> None:
    text = f"共受理400件，其中，咨询类200件、求助类200件。{opening}城乡建设100件、教育医疗60件、其他{rest}件。"
    found = [f for f in in_text(text, "A2") if "城乡建设" in f.subject]
    assert [(f.verdict, f.claimed.rstrip("件") if f.claimed else None) for f in found] == [(verdict, whole)]


def test_a_list_that_exceeds_its_whole_is_told_beside_a_correct_one_of_the_same_whole() -> None:
    text = (
        "受理诉求2000件。按来源分：电话1500件、微信300件、网站250件；按区域分：南街镇1100件、北河镇500件、其他镇400件。"
    )
    assert "inconsistent" in [f.verdict for f in in_text(text, "A2")]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("本月共受理来电3.27万件，其中咨询类1.8万件，投诉类1.2万件，其他类2857件。", "consistent"),
        ("本月共受理来电32700件，其中咨询类1.8万件，投诉类1.2万件，其他类2857件。", "consistent"),
        ("本月共受理来电3.27万件，其中咨询类18012件，投诉类11804件，其他类2857件。", "consistent"),
        ("本月共受理来电3.27万件，其中咨询类1.8万件，投诉类1.3万件，其他类2857件。", "inconsistent"),
        ("本月共受理来电3.27万件，其中咨询类18012件，投诉类11804件，其他类2257件。", "inconsistent"),
        ("本月共受理来电32700件，其中咨询类18012件，投诉类11804件，其他类2857件。", "inconsistent"),
    ],
)
def test_round_numbers_leave_a_sum_the_room_that_they_are_rounded_by(text: str, verdict: str) -> None:
    assert [f.verdict for f in in_text(text, "A2") if "收到之和" in f.subject] == [verdict]


@pytest.mark.parametrize("note", ["（注：一件来信可能同时反映几类问题。）", "（注：各类之和大于100%。）"])
def test_a_note_says_that_kinds_overlap(note: str) -> None:
    text = "2022年3月，县长信箱收到来信500件。从类型看，城乡建设281件，教育医疗240件，分别占56.2%、48%。"
    assert {f.verdict for f in in_text(text, "A2")} == {"needs_definition"}
    assert {f.verdict for f in in_text(f"{text}{note}", "A2")} == {"consistent"}
    assert "文中说明" in in_text(f"{text}{note}", "A2")[0].statement_zh


def test_what_the_parts_fall_short_by_may_be_printed_beside_them() -> None:
    text = "本月收到来信800件，其中，咨询类500件，占62.5%；其他类100件，占12.5%。办理中200件。"
    assert "inconsistent" not in {f.verdict for f in in_text(text, "A2")}
    alone = "本月收到来信800件，其中，咨询类500件，占62.5%；其他类100件，占12.5%。办理中210件。"
    assert "inconsistent" in {f.verdict for f in in_text(alone, "A2")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("本月收到来信860件，其中咨询类510件、求助类200件，其余均为投诉类。", [("consistent", "余150")]),
        ("本月收到来信860件，其中咨询类510件、求助类200件。", [("unusual", "余150")]),
        # More than the whole leaves no rest.
        ("本月收到来信860件，其中咨询类510件、求助类400件，其余为投诉类。", [("inconsistent", "相差+50")]),
    ],
)
def test_a_rest_that_the_text_names_without_its_count(text: str, told: list[tuple[str, str]]) -> None:
    found = in_text(text, "A2")
    assert [f.verdict for f in found] == [verdict for verdict, _ in told]
    assert all(words in f.statement_zh for f, (_, words) in zip(found, told, strict=True))


def test_a_list_of_which_an_item_was_read_as_something_else_says_nothing() -> None:
    text = (
        "3月，县长信箱共收到投诉举报179件，不在职责范围内100件。目前，已办结56件，办理中20件，未办理3件。"
        "其中电话举报10件，网络举报12件，微信举报151件，来信举报3件，来访举报1件，其他举报2件。"
    )
    assert [f.verdict for f in in_text(text, "A2") if f.verdict != "consistent"] == []
    assert {f.verdict for f in in_text(text, "A9")} == {"consistent"}


@pytest.mark.parametrize("last", [359, 349])
def test_a_list_that_goes_on_in_the_next_sentence(last: int) -> None:
    text = (
        "本周，县长信箱共收到来信1544件，其中投诉类343件，交通类669件，其余为举报类7件。"
        f"另外，求助类166件、其他类{last}件。"
    )
    told = [f for f in in_text(text, "A2") if f.verdict != "unusual"]
    assert [(f.verdict, f.recomputed) for f in told] == [("consistent", "1544")] * (last == 359)


def test_visits_by_groups_are_counted_with_letters() -> None:
    text = "本月信访总量932件次，其中网上信访404件次、来信112件次、来访{}批次1105人次。"
    assert ("consistent", "932") in [(f.verdict, f.recomputed) for f in in_text(text.format(416), "A2")]
    told = [(f.verdict, f.recomputed) for f in in_text(text.format(426), "A2")]
    assert ("consistent", "932") not in told


@pytest.mark.parametrize(("last", "verdict"), [("28", "consistent"), ("29", "inconsistent")])
def test_accounts_by_the_sites_on_which_they_are(last: str, verdict: str) -> None:
    text = f"全县共有政务新媒体账号117个，其中微信公众号58个、微博31个、抖音号{last}个。"
    found = [f for f in in_text(text, "A2") if f.recomputed]
    assert [(f.verdict, f.recomputed) for f in found] == [(verdict, str(89 + int(last)))]


def test_what_an_unread_count_beside_a_list_makes_up_is_not_said_to_be_missing() -> None:
    text = "全县共有政务新媒体账号117个，其中微信公众号58个、微博31个，另有28个由学校自行管理。县长信箱收到来信5件。"
    assert "unusual" not in {f.verdict for f in in_text(text, "A2")}


def test_ways_in_that_were_read_as_stages_are_not_missing_from_a_sum() -> None:
    text = "2022年3月，全县共立案1120件。其中巡查上报{}件，热线转来27件，视频发现22件，领导交办60件，其他来源5件。"
    assert [f for f in in_text(text.format(1006), "A2") if f.verdict == "inconsistent"] == []


@pytest.mark.parametrize(("share", "verdict"), [("45.2%", "consistent"), ("46.8%", "inconsistent")])
def test_the_share_of_a_channel_among_other_ways_is_of_their_whole(share: str, verdict: str) -> None:
    text = f"2022年3月共受理投诉310件。按渠道分，12345热线140件，占{share}；来信80件，占25.8%；窗口90件，占29.0%。"
    told = in_text(text, "A3", head="# 岭溪县2022年3月投诉办理情况通报\n\n")
    assert [f.verdict for f in told if "12345" in f.subject] == [verdict]
    assert {f.statement_zh[:2] for f in told if "12345" not in f.subject} == {"来信", "窗口"}


def test_sections_are_parts_by_their_headings() -> None:
    text = "3月，县长信箱共收到来信457件。\n\n"
    for name, n, share in (("咨询类", 230, "50.33"), ("投诉类", 150, "32.82"), ("其他", 77, "16.85")):
        text += f"## 一、{name}\n\n共{n}件，占{share}%，主要涉及各类事项。\n\n"
    told = in_text(text, "A2")
    assert {f.verdict for f in told} == {"consistent"}
    wrong = in_text(text.replace("32.82", "33.82"), "A3")
    assert [(f.subject, f.verdict != "consistent") for f in wrong] == [
        ("县长信箱咨询类占比", False),
        ("县长信箱投诉类占比", True),
        ("县长信箱其他占比", False),
    ]
