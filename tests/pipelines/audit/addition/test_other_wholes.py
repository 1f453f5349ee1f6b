from tests.pipelines.audit.from_text import findings as in_text


def test_a_list_may_be_of_two_counts_above_it_together() -> None:
    text = (
        "本月受理诉求4200件。其中，行政类诉求受理3900件；社会类诉求受理90件；无效诉求110件。\n\n"
        "在行政类和社会类中，咨询类诉求受理2100件，投诉类诉求受理1500件，其他类诉求受理390件。"
    )
    found = [f for f in in_text(text, "A2") if f.recomputed == "3990" and "咨询" in f.subject]
    assert [(f.verdict, f.claimed) for f in found] == [("consistent", "3900件＋90件")]


TWO_LISTS = (
    "3月，县长信箱共受理来信33928件。\n\n设施问题：公用类受理1894件，园林类受理815件，道路类受理1639件，其他类受理52件。\n\n"
    "环境问题：市容类受理{}件，广告类受理4574件，街面类受理18362件。"
)


def test_two_lists_that_only_together_fill_a_whole_are_told_as_one() -> None:
    told = [f for f in in_text(TWO_LISTS.format(6592), "A2") if "项" in f.subject]
    assert [(f.verdict, f.recomputed) for f in told] == [("consistent", "33928")]
    assert "等7项" in told[0].subject


def test_a_list_beside_which_another_may_hold_the_rest_is_not_called_short() -> None:
    told = in_text(TWO_LISTS.format(6593), "A2")
    assert not [f for f in told if "公用类" in f.subject or "等7项" in f.subject]


def test_a_list_that_is_short_by_far_beside_a_full_one_is_not_left_to_that() -> None:
    text = "3月，县长信箱共受理来信900件。\n\n设施问题：公用类受理300件，园林类受理20件，其他类受理30件。"
    full = text + "\n\n环境问题：市容类受理500件，广告类受理300件，街面类受理100件。"
    assert "needs_definition" in {f.verdict for f in in_text(text, "A2")}
    assert "needs_definition" in {f.verdict for f in in_text(full, "A2")}
