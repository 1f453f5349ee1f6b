"""A2 over paragraphs of one form: of a unit each, or of what divides a count above them."""

import pytest

from tests.pipelines.audit.from_text import findings

HEAD = "# 岭溪市2022年3月网络问政办理情况通报\n\n"
LINES = (
    "东山县：转办{}件，回复120件。",
    "西河县：转办80件，回复66件。",
    "南坪区：转办76件，回复60件。",
    "北口区：转办52件，回复48件。",
    "中岭区：转办40件，回复6件。",
)


def told(text: str) -> list[tuple[str, int, str | None]]:
    found = findings(text, "A2", HEAD)
    return [(f.verdict, f.severity, f.recomputed) for f in found if "段" in f.subject]


def of_units(first: int, *, lead: str = "各县区办理情况如下：", count: int = 5) -> str:
    lines = "\n\n".join(LINES[:count]).format(first)
    return f"3月，全市共转办380件，已回复300件。\n\n{lead}\n\n{lines}"


def test_each_measure_of_the_paragraphs_is_held_against_that_of_all() -> None:
    assert told(of_units(132)) == [("consistent", 0, "300")]  # the first counts are told as neighbouring ones
    assert told(of_units(126)) == [("needs_definition", 1, "374"), ("consistent", 0, "300")]
    assert told(of_units(140)) == [("needs_definition", 2, "388"), ("consistent", 0, "300")]


@pytest.mark.parametrize("lead", ["转办量前五位的县区：", "转办较多的县区如下：", "部分县区办理情况："])
def test_paragraphs_of_some_units_may_fall_short(lead: str) -> None:
    assert ("needs_definition", 1, "374") not in told(of_units(126, lead=lead))


def test_a_few_paragraphs_or_far_too_little_say_nothing() -> None:
    assert told(of_units(126, count=4)) == []
    assert [verdict for verdict, *_ in told(of_units(60))] == ["consistent"]


def test_two_counts_of_all_leave_open_which_one_is_divided() -> None:
    assert told(f"3月，全市转办网民留言412件。\n\n{of_units(126)}") == [("consistent", 0, "300")]


def test_units_of_another_list_may_be_the_rest() -> None:
    assert told(f"{of_units(126)}\n\n市直部门：\n\n市住建局：转办3件。") == [("consistent", 0, "300")]


SECTIONS = (
    "3月，全市共受理诉求971件，办结{}件。\n\n一、投诉情况\n\n共受理投诉660件，办结541件。噪声类400件。\n\n"
    "二、举报情况\n\n共受理举报311件，办结266件。食品类161件。\n\n"
)


@pytest.mark.parametrize(
    ("completed", "said"),
    [(807, [("consistent", 0, "807")]), (797, [("needs_definition", 2, "807")]), (607, [])],
)
def test_further_counts_of_sections_whose_first_divide_a_whole(completed: int, said: list[object]) -> None:
    assert told(SECTIONS.format(completed)) == said


def test_sections_that_do_not_divide_it_say_nothing_of_the_rest() -> None:
    assert told(SECTIONS.replace("311件", "321件").format(797)) == []


def test_counts_of_one_unit_are_no_parts_of_the_count_of_another() -> None:
    text = "东山县：转办132件，回复130件。\n\n西河县：转办66件，回复40件，未回复26件。"
    assert [f.statement_zh for f in findings(text, "A9", HEAD) if "66+40+26" in f.statement_zh] == []


CASES = "# 云溪市2022年3月数字城管通报\n\n3月，共受理案件{}件，其中立案{}件，应结案690件，结案655件。\n\n"
WAYS = "1、巡查员上报653件，占总案件的93.29%；\n\n2、市民举报47件，占总案件的6.71%。\n\n"


def test_paragraphs_that_fill_another_count_beside_it_do_not_miss_the_first() -> None:
    text = CASES + WAYS
    assert [f.statement_zh for f in findings(text.format(742, 700), "A2", "") if f.verdict != "consistent"] == []
    other = SECTIONS.replace("办结{}件", "有效900件，办结807件").replace("有效900", "转办807")
    assert told(other) == [("consistent", 0, "807")]


def test_paragraphs_that_fill_nothing_still_miss_it() -> None:
    (found,) = [f for f in findings(SECTIONS.format(797), "A2", HEAD) if f.verdict != "consistent"]
    assert (found.recomputed, found.gap) == ("807", 10)
