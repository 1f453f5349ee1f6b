"""A2 and A3 by place: sums and shares whose parts make no enumeration."""

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
