"""A2 and A3 by place: sums and shares whose parts make no enumeration."""

import pytest

from tests.pipelines.audit.from_text import findings


def test_offices_that_share_what_came_in() -> None:
    text = "本月共收到来信315件，机关有关科室收到190件，各镇有关站所收到125件。"
    assert [f.recomputed for f in findings(text, "A2") if f.verdict == "consistent"] == ["315"]


def test_a_part_is_not_made_of_the_parts_beside_it() -> None:
    text = "本月共收到来信100件，其中咨询类50件、投诉类30件、建议类20件。"
    assert len(findings(text, "A2")) == 1


def test_counts_that_do_not_add_up_say_nothing() -> None:
    text = "本月共收到来信315件，机关有关科室收到190件，各镇有关站所收到120件。"
    assert not [f for f in findings(text, "A2") if f.verdict == "inconsistent"]


def test_shares_of_several_sentences_that_fill_a_hundred() -> None:
    text = (
        "本月收到来信2131件。求助类占比40.42%，咨询类占比38.74%，为来信主要方向。"
        "投诉举报类占比{}%，意见建议类和其他类诉求分别占比0.53%、0.59%。"
    )
    told = [f.recomputed for f in findings(text.format("19.72"), "A2") if "占比之和" in f.subject]
    assert told == ["100.00%"]
    assert not [f for f in findings(text.format("18.72"), "A2") if "占比之和" in f.subject]


def test_stages_below_the_paragraph_of_their_whole() -> None:
    text = "本月受理诉求2604件。\n\n平台直接答复1817件，转办787件，回访1367件，督办6件。"
    assert [f.recomputed for f in findings(text, "A9") if f.verdict == "consistent"] == ["2604"]
    assert not findings(text.replace("787", "777"), "A9")


def test_paragraphs_of_which_each_counts_one_way_in() -> None:
    text = (
        "3月份共受理群众诉求1390件，办理情况如下：\n\n（一）转办县热线工单1114件，办结率99%。\n\n"
        "（二）受理县长信箱来信39件，办结38件。\n\n（三）受理县委书记信箱来信237件。"
    )
    assert "1390" in [f.recomputed for f in findings(text, "A2") if f.verdict == "consistent"]
    assert "1390" not in [f.recomputed for f in findings(text.replace("39件", "49件"), "A2")]


def test_kinds_with_a_sentence_each_and_an_aside() -> None:
    text = (
        "3月份，县长信箱接到供水、供电、供气等3类反映信息713件。\n\n接到供水反映信息466件，占3类反映信息总量的65.4%"
        "（其中，停水反映信息8件）。"
        "接到供电反映信息200件，占3类反映信息总量的28.1%。接到供气反映信息47件，占3类反映信息总量的6.6%。"
    )
    assert "713" in [f.recomputed for f in findings(text, "A2") if f.verdict == "consistent"]


def test_a_small_count_that_two_stages_divide() -> None:
    text = "承办县长信箱来信9件，全部来自网站，{}7件，正在办理{}件。"
    assert "9" in [f.recomputed for f in findings(text.format("已回复办结", 2), "A9") if f.verdict == "consistent"]
    text = "本周县长信箱共签收38件，退回县信访局7件，实际受理{}件。"
    assert [f.recomputed for f in findings(text.format(31), "A9")] == ["38"]
    assert findings(text.format(30), "A9") == []


def test_what_sums_up_parts_is_no_part_beside_them() -> None:
    text = "本月收到来信500件，其中咨询类300件、投诉类100件、求助类50件，三类共450件。"
    assert "500" not in [f.recomputed for f in findings(text, "A9")]


@pytest.mark.parametrize(("last", "told"), [("，微信派单7件", False), ("", True)])
def test_a_run_that_stops_in_the_midst_of_a_list_is_chance(last: str, told: bool) -> None:
    text = f"3月，县长信箱按时结案471件，超时办理4件。其中热线派单380件，网站派单87件{last}。\n"
    assert any("4+380+87=471" in f.statement_zh for f in findings(text, "A2")) == told


def test_parts_are_of_the_period_of_their_whole() -> None:
    lines = "\n\n".join(f"{name}镇：转达{n}条。" for name, n in (("东山", 52), ("西河", 61), ("南湖", 23)))
    text = "3月收到留言{}，环比2月数据（136条）增长{}。\n\n" + lines
    assert not any("136" in str(f.recomputed) for f in findings(text.format("272条", "100%"), "A2"))
    assert any("136" in str(f.recomputed) for f in findings("3月收到留言136条。\n\n" + lines, "A2"))


def test_months_lie_within_their_year() -> None:
    months = "\n\n".join(f"2022年{month}月，收到来信{n}件。" for month, n in ((1, 151), (2, 142), (3, 163)))
    head = "# 岭溪县2022年一季度县长信箱办理情况通报\n\n"
    text = f"2022年一季度，县长信箱共收到来信456件。\n\n{months}"
    assert any(f.verdict == "consistent" and f.recomputed == "456" for f in findings(text, "A2", head))


def test_paragraphs_whose_counts_were_not_read_stand_in_their_place() -> None:
    text = (
        "3月，全县共受理群众来信1544件。\n\n咨询求助件902件。其中社保医保401件，户籍证照288件，其他213件。\n\n"
        "投诉件411件。\n\n举报件95件。\n\n意见建议件{}件。\n\n表扬件28件。\n\n各单位受理386件，办结380件。"
    )
    assert "902+411+95+108+28 = 1544" in [f.evidence[0] for f in findings(text.format(108), "A2")]
    assert "1544" not in [f.recomputed for f in findings(text.format(118), "A2")]


def test_a_count_that_sums_up_the_paragraphs_above_it() -> None:
    text = (
        "本月共收到来信9216件。诉求量前三位的区县：\n\n中原区2104件，占22.83%\n\n新城区1822件，占19.77%\n\n"
        "高新区1513件，占16.42%\n\n三区合计{}件。"
    )
    assert "2104+1822+1513 = 5439" in [f.evidence[0] for f in findings(text.format(5439), "A2")]
    assert "5449" not in [f.recomputed for f in findings(text.format(5449), "A2")]


def test_shares_of_neighbouring_paragraphs_fill_a_hundred() -> None:
    text = "本月共收到来信1806件。\n\n咨询类986件，占54.60%；\n\n求助类532件，占29.46%；\n\n投诉类288件，占{}%。"

    def told(text: str) -> list[str | None]:
        return [f.recomputed for f in findings(text, "A2") if "占比之和" in f.subject]

    assert told(text.format("15.95")) == ["100.01%"]
    assert told(text.format("15.55")) == []
    # Shares that another paragraph parts from the rest are of no one list.
    assert told(text.format("15.95").replace("\n\n投诉", "\n\n各单位均按时回复。\n\n各单位回复规范。\n\n投诉")) == []


def test_counts_of_none_belong_to_the_list_that_they_end() -> None:
    text = (
        "县文旅局3月受理投诉31件，已办结31件。按投诉类别分，商场投诉7件、景区投诉24件、饭店投诉0件、其他投诉0件；"
        "按投诉渠道分，来自12345转办投诉14件，来自12301转办投诉8件，来信来访等其他渠道9件。"
    )
    told = "".join(f.statement_zh for f in findings(text, "A2"))
    assert "0+0+14" not in told
    assert "14+8+9=31" in told


KINDS = ("咨询类174件", "建议类23件", "投诉类9件", "其他类42件")


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (1, 2, 3, 0), (3, 0, 1, 2)])
def test_a_sum_of_the_same_parts_is_told_once(order: tuple[int, ...]) -> None:
    listed = "\n\n".join(f"{n}.{KINDS[at]}。" for n, at in enumerate(order, start=1))
    again = "\n\n".join(f"{KINDS[at]}，主要涉及各方面问题。" for at in order)
    text = f"接听来电248件。\n\n{listed}\n\n市民关注的问题主要是：\n\n{again}\n"
    assert [f.recomputed for f in findings(text, "A2")] == ["248"]


def test_sums_of_other_counts_are_each_told() -> None:
    listed = "\n\n".join(f"{n}.{kind}。" for n, kind in enumerate(KINDS, start=1))
    text = f"接听来电248件。\n\n{listed}\n\n咨询类173件。\n\n建议类24件。\n\n投诉类9件。\n\n其他类42件。\n"
    assert len({f.evidence for f in findings(text, "A2")}) > 1
