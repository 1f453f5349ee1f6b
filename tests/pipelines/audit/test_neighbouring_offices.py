"""Bulletins of neighbouring offices (consumer, transport, environment, petitions, police, disclosure, proposals): what
the checks say of a consistent text, and of the same text with one figure changed.
"""

import pytest

from tests.pipelines.audit.from_text import findings, verdicts

HEAD = "# 临江县2023年5月投诉举报办理情况通报\n\n"


def discrepancies(text: str, head: str = HEAD) -> list[tuple[str, str, int]]:
    """Check, verdict and severity of everything that is not consistent and not only unverifiable."""
    ids = ("A2", "A3", "A4", "A6", "A9", "G1", "G2", "G3", "N1")
    told = [f for check_id in ids for f in findings(text, check_id, head=head)]
    return [(f.check_id, f.verdict, f.severity) for f in told if f.verdict not in ("consistent", "unverifiable")]


def test_account_that_was_not_read_is_not_missing_from_a_list_set_apart_by_commas() -> None:
    text = "抽查的60个政务新媒体中，微信公众号40个，微博10个，抖音号6个，其他4个。"
    assert discrepancies(text, "# 临江县2023年5月政务新媒体检查通报\n\n") == []


def test_change_between_two_parts_is_no_part_that_was_left_out() -> None:
    text = "受理来信100件。其中投诉类60件，同比增加6件，其他类30件。"
    assert [f.verdict for f in findings(text, "A2") if f.claimed == "100件"] != []


def test_share_says_its_base_for_those_behind_it() -> None:
    text = (
        "共收到申请436件，办结431件。\n\n从结果看，予以公开173件，占办结总数的40.14%；部分公开42件，占{}；"
        "无法提供146件，占33.87%。"
    )
    good, bad = text.format("9.74%"), text.format("9.94%")
    assert discrepancies(good) == []
    assert [f.evidence[0] for f in findings(good, "A3", head=HEAD)][1:] == ["42/431 = 9.7448%", "146/431 = 33.8747%"]
    assert ("A3", "inconsistent", 2) in discrepancies(bad)


def test_count_of_which_nothing_was_read_is_not_a_round_number() -> None:
    text = "共收到申请436件。\n\n不予公开38件，占8.82%。"
    assert [f.statement_zh for f in findings(text, "A3", head=HEAD)] == []


def test_parts_of_other_business_are_no_parts_of_the_letters() -> None:
    text = "共收到申请436件。因公开被申请行政复议23件，其中维持15件、纠正3件、其他结果3件、尚未审结2件。"
    assert discrepancies(text) == []


def test_proposals_are_counted_where_the_title_is_about_them() -> None:
    head = "# 临江县2023年建议提案办理情况\n\n"
    text = "共承办人大代表建议和政协委员提案286件，其中人大代表建议157件、政协提案{}件。"
    assert "157+129=286" in "".join(f.statement_zh for f in findings(text.format(129), "A2", head=head))
    assert findings(text.format(129), "A2", head=HEAD) == []


def test_rate_that_the_counts_before_it_give_is_not_impossible() -> None:
    text = "投诉举报4182件。投诉受理3651件，受理率87.30%；不予受理531件。"
    assert [c for c in discrepancies(text) if c[0] == "G1"] == []


def test_all_of_a_count_makes_its_rate_full() -> None:
    text = "共收到提案342件，经审查立案298件。\n\n298件提案已全部办复，办复率{}。"
    head = "# 临江县2023年政协提案办理情况\n\n"
    assert discrepancies(text.format("100%"), head) == []
    assert discrepancies(text.format("98.2%"), head) != []


def test_earlier_figure_in_a_bracket_behind_a_change_is_of_the_part_that_changed() -> None:
    text = (
        "共受理投诉、举报1386件，环比增加102件。其中：投诉812件，环比增长{}（4月份756件）；"
        "举报574件，环比增长8.71%（4月份528件）。"
    )
    assert discrepancies(text.format("7.41%")) == []
    assert discrepancies(text.format("9.41%")) == [("A6", "inconsistent", 2)]


@pytest.mark.parametrize(("printed", "expected"), [("6.18%", []), ("8.16%", [("A6", "inconsistent", 2)])])
def test_earlier_count_in_a_bracket_behind_同比上年(printed: str, expected: list[tuple[str, str, int]]) -> None:
    assert discrepancies(f"共接收诉求8193件，同比上年（7716件）上升{printed}。") == expected


@pytest.mark.parametrize(("printed", "expected"), [("0.70", []), ("0.90", [("A6", "inconsistent", 2)])])
def test_earlier_rate_in_a_bracket(printed: str, expected: list[tuple[str, str, int]]) -> None:
    text = f"回访2105件，满意2038件，满意率96.82%，较上月（96.12%）提高{printed}个百分点。"
    assert discrepancies(text) == expected


def test_share_of_several_kinds_together_is_of_the_part_that_it_names() -> None:
    text = (
        "共受理12846件。\n\n投诉举报2716件中，出租汽车1384件，占投诉举报的50.96%；公交客运1332件，占投诉举报的49.04%。"
        "\n\n出租汽车投诉主要集中在：服务态度502件、计价器使用317件、绕道行驶204件、拒载183件，四类问题占出租汽车投诉的87.14%。"
    )
    assert "(502+317+204+183)/1384=87.1387%" in "".join(f.statement_zh for f in findings(text, "A3", head=HEAD))
    assert not [f for f in findings(text, "G2", head=HEAD) if f.claimed == "87.14%"]


def test_share_of_a_base_printed_above_is_not_told_on_the_whole() -> None:
    text = "共受理158342件，其中咨询类126467件、投诉类31875件。\n\n出租车投诉占投诉总量的46.94%。"
    assert not [f for f in findings(text, "G2", head=HEAD) if f.claimed == "46.94%"]


def test_level_of_a_rate_of_another_name_is_no_completion_rate() -> None:
    text = "共受理412件，办结396件，办结率96.1%；重复举报率由13.0%下降到10.0%。"
    assert [f.claimed for f in findings(text, "A4", head=HEAD)] == ["96.1%"]
    assert discrepancies(text) == []


def test_share_in_a_bracket_behind_a_part_of_what_was_completed() -> None:
    text = "已办结127件。已办结的127件中，同意58件（45.7%），部分同意30件（23.6%），其他39件（{}）。"
    assert verdicts(text.format("30.7%"), "A3") == [("consistent", 0)] * 3
    assert ("inconsistent", 2) in verdicts(text.format("32.7%"), "A3")


def test_code_of_an_unread_count_is_not_printed() -> None:
    text = "共接到举报400件。\n\n412件举报中，已办结396件，正在办理16件。"
    assert "unassigned" not in "".join(f.statement_zh for f in findings(text, "A9", head=HEAD))


@pytest.mark.parametrize("channel", ["12345热线", "12345转办"])
def test_channel_between_kinds_takes_its_place_among_the_shares(channel: str) -> None:
    text = f"共受理8642件。从来源看，网络平台3286件，{channel}2703件，来人来函2653件，分别占38.02%、{{}}和30.70%。"
    assert verdicts(text.format("31.28%"), "A3") == [("consistent", 0)] * 3
    assert discrepancies(text.format("32.28%")) != []


def test_kinds_between_以_and_为主_have_their_own_names() -> None:
    text = "共接到举报63件。举报反映的问题以大气和噪声为主，分别占54.0%和30.2%。"
    assert [f.subject for f in findings(text, "G2", head=HEAD)] == [
        "（2023年5月）大气的件数",
        "（2023年5月）噪声的件数",
    ]


def test_change_of_visits_is_not_of_the_people_counted_beside_them() -> None:
    text = "全年共受理3127件（批）4856人次，同比件批次上升4.8%、人次下降6.7%。"
    head = "# 临江县2023年信访工作情况\n\n"
    told = [f.statement_zh for f in findings(text, "G2", head=head)]
    assert ["3127" in said for said in told] == [True, False]


def test_change_of_people_is_not_held_against_visits() -> None:
    text = "信访总量1243件（批）次，较上年同期的1418件（批）次下降12.34%。其中人次下降23.17%（上年同期315人）。"
    assert discrepancies(text) == []


def test_first_of_numbered_items_may_say_what_its_share_is_of() -> None:
    text = (
        "共接报警48216起。其中有效报警29874起。\n\n1.刑事警情412起，占有效报警的1.4%。\n\n"
        "2.治安警情2318起，占7.8%。\n\n3.其他警情{}起，占90.9%。"
    )
    assert discrepancies(text.format(27144)) == []
    assert "412+2318+27144=29874" in "".join(f.statement_zh for f in findings(text.format(27144), "A2", head=HEAD))
    assert discrepancies(text.format(26144)) != []


def test_information_made_public_is_no_letter() -> None:
    text = "通过门户网站公开政府信息6842条，其中政策文件186条。全年收到申请73件，全部答复。"
    assert [f.verdict for f in findings(text, "V1", head=HEAD)] == []


def test_sum_behind_items_in_brackets_is_none_of_them() -> None:
    text = (
        "登记信访事项2416件。信访事项集中在城乡建设（531件，占21.98%）、劳动和社会保障（412件，占17.05%）、"
        "自然资源（268件，占11.09%）等领域，三类合计1211件，占{}。"
    )
    assert discrepancies(text.format("50.12%")) == []
    assert "(531+412+268)/2416" in "".join(f.statement_zh for f in findings(text.format("50.12%"), "A3", head=HEAD))
