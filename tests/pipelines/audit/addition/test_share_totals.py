import pytest

from pipelines.audit.addition.parts import check_parts
from tests.pipelines.audit.from_text import findings as in_text
from tests.pipelines.audit.paragraphs_by_hand import enumeration, only, paragraph, results
from tests.pipelines.audit.stated_by_hand import bulletin, run


def test_hot_topics_that_are_not_all_are_not_added_to_100() -> None:
    topics = enumeration("L1", {"城乡建设": (None, "33.59%"), "疫情防控": (None, "12.98%")})
    assert run(check_parts, bulletin(*paragraph("L1", ("received", "262")), *topics)) == []


def test_shares_above_100_leave_the_definition_open() -> None:
    topics = enumeration("L1", {"城乡建设": (None, "63.59%"), "疫情防控": (None, "42.98%")})
    found = only(run(check_parts, bulletin(*paragraph("L1", ("received", "262")), *topics)))
    assert (found.verdict, found.severity) == ("needs_definition", 2)


def test_shares_of_counts_that_are_all_there_is_should_fill_100() -> None:
    members = enumeration("L1", {"投诉类": ("5", "50%"), "建议类": ("5", "40%")})
    found = run(check_parts, bulletin(*paragraph("L1", ("received", "10")), *members))
    assert results(found)[1][1:] == ("inconsistent", 2)


def test_sum_of_shares_may_be_off_by_half_a_digit_each() -> None:
    thirds = enumeration("L1", {"甲": ("5", "33.3%"), "乙": ("5", "33.3%"), "丙": ("5", "33.3%")})
    found = run(check_parts, bulletin(*paragraph("L1", ("received", "15")), *thirds))
    assert results(found)[1][1:] == ("consistent", 0)


def test_shares_of_counts_that_fill_their_whole_are_of_no_overlapping_kinds() -> None:
    found = in_text("收到来信200件，其中咨询类80件（占40%）、求助类60件（占35%）、投诉类60件（占30%）。", "A2")
    assert [(f.verdict, f.recomputed) for f in found] == [("consistent", "200")]


def test_shares_are_as_short_as_their_counts() -> None:
    text = "2022年3月，县长信箱收到来信1000件。从方式看，电话700件，占70.0%；网站200件，占20.0%；其他{}件，占{}%。"
    assert [f.verdict for f in in_text(text.format(98, "9.8"), "A2") if "占比" in f.subject] == ["needs_definition"]
    assert [f.verdict for f in in_text(text.format(100, "9.8"), "A2") if "占比" in f.subject] == ["inconsistent"]


def test_shares_of_several_bases_fill_nothing() -> None:
    text = (
        "本月收到来信1000件。其中网上来信600件，占来信的60%；网上投诉450件，占投诉的56%；网上建议150件，占建议的75%。"
    )
    assert [f for f in in_text(text, "A2") if "占比之和" in f.subject] == []
    assert [f for f in in_text(text.replace("占投诉", "占来信").replace("占建议", "占来信"), "A2") if f.severity]


@pytest.mark.parametrize(
    ("middle", "verdicts"),
    [
        ("10.00", []),  # 438 of 4368 is 10.03 %: a share that ends in 0 may have been rounded to a digit less
        ("10.01", ["consistent"]),
        ("9.83", ["inconsistent"]),
    ],
)
def test_shares_with_a_padded_digit_have_its_room(middle: str, verdicts: list[str]) -> None:
    text = (
        "本月收到来信4368件。从满意程度看，甲类3923件，占比89.{}%；乙类438件，占比{}%；其他7件，占比0.16%。"
    ).format("80" if middle == "10.00" else "83" if middle == "10.01" else "81", middle)
    assert [f.verdict for f in in_text(text, "A2") if "占比之和" in f.subject] == verdicts
