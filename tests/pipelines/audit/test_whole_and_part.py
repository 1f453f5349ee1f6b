"""Which count a share or a rate is of, where several stand near it: constructions of printed bulletins."""

import pytest

from tests.pipelines.audit.from_text import findings, table, verdicts


def wrong(text: str) -> list[tuple[str, str]]:
    """Check and verdict of what a reader would take for a disagreement."""
    return [
        (check, f.verdict)
        for check in ("A1", "A2", "A3", "A4", "A6", "A7", "A9", "G1", "N1")
        for f in findings(text, check)
        if f.verdict in ("inconsistent", "consistent_on_other_base", "needs_definition") and f.severity
    ]


def test_shares_of_the_sum_of_the_listed_kinds_are_on_another_base() -> None:
    text = "本月共受理来信300件。其中，咨询类100件，占50%；投诉类60件，占30%；其他类40件，占20%。"
    assert verdicts(text, "A3") == [("consistent_on_other_base", 3)] * 3
    assert verdicts(text, "A2")[0] == ("needs_definition", 3)


def test_shares_of_a_whole_that_is_not_printed_leave_the_definition_open() -> None:
    text = "本月共受理来信504件。\n\n来信较多的为卫生健康类265件，占比31.9%；城市管理类81件，占比11.1%。"
    assert {f.verdict for f in findings(text, "A3")} <= {"needs_definition"}


def test_one_share_behind_a_list_is_of_all_its_members() -> None:
    text = "本月共受理来信200件。居前三位的是：城建类70件、交通类50件、民政类34件，占来信总量的77%。"
    assert not wrong(text)


def test_a_share_is_of_the_letters_counted_above_and_not_of_a_part_before_it() -> None:
    text = "本月共受理来信2877件。\n\n其中疫情方面来信212件；涉及消费者权益类来信58件，占比2.02%。"
    assert not wrong(text)


def test_a_rate_of_another_paragraph_is_not_held_against_its_counts() -> None:
    text = "本月共收到来信494件，回复332件。\n\n东河镇、西岭乡来信回复率100%。"
    assert not wrong(text)


@pytest.mark.parametrize("rate", ["99.93%", "5%"])
def test_a_rate_far_from_what_the_counts_beside_it_give_may_be_of_other_counts(rate: str) -> None:
    assert wrong(f"本月转办来信300件，办结160件，办结率{rate}。") == [("A4", "needs_definition")]


def test_a_rate_near_what_its_counts_give_is_wrong() -> None:
    assert verdicts("本月转办来信300件，办结160件，办结率58.33%。", "A4")[0][0] == "inconsistent"


def test_counts_in_myriads_add_up_within_their_rounding() -> None:
    text = "本月共受理诉求173.83万件，办结144.18万件，正在办理29.64万件。"
    assert verdicts(text, "A9") == [("consistent", 0)]


def test_open_items_that_are_late_stand_beside_those_in_progress() -> None:
    text = table(
        "办理情况统计表", "单位 承办件数 办结数 在办数 超时未办数", "甲局 7 5 1 1", "乙局 8 2 4 2", "丙局 3 3 0 0"
    )
    assert {f.verdict for f in findings(text, "A9")} == {"consistent"}


def test_two_counts_of_one_paragraph_are_a_whole_and_its_part() -> None:
    assert not wrong("本月派单601件，其中热线派单532件。")


def test_a_table_of_one_kind_of_units_is_not_all_that_came_in() -> None:
    counties = table("各县区办理情况", "承办县区 总件数 已办结", "甲区 100 100", "乙县 89 89", "总计 189 189")
    assert not wrong(f"本月共收到来信276件，已办结276件。\n\n{counties}")


def test_ten_offices_without_requests_are_no_requests() -> None:
    scores = table("各单位得分排名表", "单位 总工单数 得分 排名", "甲县 1115 98.5 1", "乙县 1857 96.1 2")
    assert not wrong(f"本月无群众诉求的单位共有10家。\n\n{scores}")


def test_a_headline_of_another_scope_is_not_a_second_printing() -> None:
    text = "相关报道：六区回复率99.57%\n\n本月收到有效留言3644条，回复3527条，回复率为96.79%。"
    assert not wrong(text)


def test_a_second_list_behind_the_first_is_no_part_of_it() -> None:
    text = (
        "本月共受理来信72件，当场答复41件，转办31件。其中转办来信：咨询类12件、投诉类11件、建议类5件、其他3件。"
        "其中网站来信9件、微信来信8件。"
    )
    assert not wrong(text)


def test_two_mailboxes_whose_names_are_not_known_are_two_things() -> None:
    text = "“有话直说”共收到来信1129件，办结328件。\n\n“实话实说”共收到来信389件，办结365件。"
    assert not wrong(text)


def test_uncounted_shares_are_of_the_letters_and_not_of_a_few_beside_them() -> None:
    text = "本月共受理来信14916件，收到表扬信29件。较集中的是：城建类，占27.21%；市场类，占20.19%。"
    assert not wrong(text)


def test_replies_to_all_that_came_in_may_exceed_what_was_forwarded() -> None:
    text = "本月受理来信4698件，直接答复3378件，交由各部门办理1320件。受理事项回复4621件。"
    assert not wrong(text)


@pytest.mark.parametrize(("mark", "verdict"), [("7.3%", "consistent"), ("7.9%", "inconsistent")])
def test_of_two_wholes_above_the_one_of_most_shares_is_taken(mark: str, verdict: str) -> None:
    text = (
        "本月共受理来信2877件，转办2808件。\n\n"
        f"疫情类来信212件，占比{mark}；消费类来信58件，占比2.02%；环境类来信54件，占比1.88%。"
    )
    found = [f for f in findings(text, "A3") if f.claimed == mark]
    assert [f.verdict for f in found] == [verdict]


def test_two_lists_without_a_word_between_them_fill_their_whole_each() -> None:
    text = "本月共受理来信700件。其中电话来信620件，网络来信80件；反映类来信650件，投诉类来信50件。"
    assert not wrong(text)


def test_what_is_missing_is_printed_beside_the_stages() -> None:
    assert not wrong("本月转办来信97件，办结75件，阶段性完成19件，正在办理3件。")


def test_a_count_far_smaller_than_its_members_is_none_of_theirs() -> None:
    text = "本月网站收到来信25件。\n\n其中交通类2589件，占5.08%；消费类2194件，占4.31%。"
    assert not wrong(text)


def test_rough_counts_allow_a_rate_between_them() -> None:
    assert not wrong("本月共收到来信2.8万余件，回复2.6万余件，回复率为94%。")
    assert wrong("本月共收到来信28000件，回复26000件，回复率为94%。")


def test_the_year_of_a_title_holds_the_months_of_the_text() -> None:
    text = "2022年3月1日至3月31日，共收到来信28件。"
    assert not wrong(text)


def test_a_second_member_other_begins_another_list() -> None:
    text = "本月来电2389件，网络来信133件，其他来信17件；咨询类来信1525件、求助类来信800件、其他类来信214件。"
    assert not wrong(text)
