"""What came in by single ways, printed beside or in brackets behind the count of all; all of it is invented."""

from tests.pipelines.audit.from_text import findings

HEAD = "# 岭溪县12345热线2022年3月运行情况\n\n"
VALID = "3月，共受理诉求1200件，其中有效诉求1100件，无效诉求100件；"
KINDS = (
    "3月，平台共受理诉求900件，办结880件。在甲类事项和乙类事项中，咨询类诉求受理500件（热线受理480件，多媒体受理20件），"
    "办结506件（包括上月6件）；投诉类诉求受理280件（热线受理260件，多媒体受理20件），办结250件；求助类诉求受理90件"
    "（热线受理90件，多媒体受理0件），办结99件（包括上月9件）；举报类诉求受理30件（热线受理26件，多媒体4件），办结25件。"
)


def test_valid_calls_of_a_platform_are_no_second_count_of_all_valid_ones() -> None:
    ways = "平台有效来电1000件，微信有效受理60件，网站有效受理40件。"
    found = [f for f in findings(VALID + ways, "A2", HEAD) if "剔除" in f.subject]
    assert [(f.verdict, f.claimed) for f in found] == [("consistent", "1100件")]


def test_valid_letters_by_single_ways_are_added_up_to_all_valid_ones() -> None:
    ways = "平台有效来电1000件，微信有效受理60件，网站有效受理{}件。"
    found = findings(VALID + ways.format(40), "A2", HEAD)
    assert [f.verdict for f in found if f.subject.startswith("12345热线平台等3项")] == ["consistent"]


def test_who_alone_counts_valid_ones_counts_all_of_them() -> None:
    found = findings("3月，共受理诉求1200件，平台有效来电1000件，无效诉求100件。", "A2", HEAD)
    assert [(f.verdict, f.claimed) for f in found] == [("needs_definition", "1000件")]


def test_completed_items_of_a_kind_are_of_all_that_came_in_and_of_what_was_carried_over() -> None:
    found = findings(KINDS, "A9", HEAD)
    assert {(f.claimed, f.recomputed, f.verdict) for f in found} >= {
        ("500件＋6件", "506", "consistent"),
        ("280", "250", "consistent"),
        ("90件＋9件", "99", "consistent"),
    }
    assert {f.verdict for f in found} == {"consistent"}


def test_completed_items_of_a_kind_that_exceed_it_and_what_was_carried_over_are_told() -> None:
    text = KINDS.replace("上月9件", "上月2件")
    told = [f for f in findings(text, "A9", HEAD) if f.verdict != "consistent"]
    assert [(f.claimed, f.recomputed, f.verdict, f.gap) for f in told] == [("90件＋2件", "99", "needs_definition", 7)]


def test_completed_items_of_kinds_are_added_up_to_all_completed() -> None:
    found = findings(KINDS, "A2", HEAD)
    assert ("880", "consistent") in {(f.recomputed, f.verdict) for f in found}


def test_ways_in_a_bracket_are_parts_of_the_kind_before_it() -> None:
    found = findings(KINDS, "A2", HEAD)
    assert {(f.recomputed, f.verdict) for f in found} >= {(n, "consistent") for n in ("500", "280", "90", "30")}
    wrong = findings(KINDS.replace("多媒体4件", "多媒体5件"), "A2", HEAD)
    assert ("31", "30件") in {(f.recomputed, f.claimed) for f in wrong if f.verdict != "consistent"}


def test_kinds_with_two_counts_each_and_the_invalid_ones_behind_them_fill_the_whole() -> None:
    text = "3月，共受理诉求900件，办结790件。其中，甲类事项550件，办结470件；乙类事项320件，办结319件；无效诉求{}件。"
    assert ("900", "consistent") in {(f.recomputed, f.verdict) for f in findings(text.format(30), "A2", HEAD)}
    wrong = [(f.recomputed, f.verdict) for f in findings(text.format(33), "A2", HEAD) if f.verdict == "inconsistent"]
    assert wrong in ([], [("903", "inconsistent")])
