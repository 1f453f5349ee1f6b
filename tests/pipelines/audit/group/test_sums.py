"""A2 and A9 over a text: which counts are told as a sum, and which are not."""

from fractions import Fraction

import pytest

from parsers.text.numbers import Interval
from pipelines.audit.group.sums import run_that_fills
from pipelines.audit.intervals import Figure
from tests.pipelines.audit.from_text import findings


def count(value: int, metric: str = "received") -> Figure:
    v = Fraction(value)
    return Figure(metric=metric, value=v, step=Fraction(1), interval=Interval(v, v), printed=str(value), unit="件")


@pytest.mark.parametrize(
    ("whole", "behind", "runs"),
    [
        (100, [60, 40], [[60, 40]]),
        (100, [60, 30, 10, 55, 45], [[60, 30, 10], [55, 45]]),
        (100, [7, 60, 40], [[60, 40]]),
        (100, [60, 41], []),
        (9, [5, 4], []),
        (100, [100, 5], []),
    ],
)
def test_runs_that_fill_a_whole(whole: int, behind: list[int], runs: list[list[int]]) -> None:
    found = run_that_fills(count(whole), [count(n) for n in behind])
    assert [[int(f.value) for f in run] for run in found] == runs


def test_two_small_figures_of_different_names_are_no_evidence() -> None:
    assert not list(run_that_fills(count(12), [count(7, "completed"), count(5, "forwarded")]))


def sums(text: str) -> list[str | None]:
    """The wholes of which the text prints the parts, from both checks."""
    found = [*findings(text, "A2"), *findings(text, "A9")]
    return [f.recomputed for f in found if "文中所印" in f.statement_zh]


@pytest.mark.parametrize(
    "text",
    [
        "本月超期未办理工单共3件，具体承办单位为：柳溪镇2件、石桥镇1件。",
        "本月市热线办退回重办工单3件。其中，柳溪镇1件，石桥镇1件，白水乡1件。",
        "本月有7件逾期，其中柳溪镇4件，县教育局、县民政局、县水利局各1件。",
    ],
)
def test_a_few_items_that_are_listed_unit_by_unit(text: str) -> None:
    assert len(sums(text)) == 1


def test_a_list_of_units_that_is_not_all_says_nothing() -> None:
    assert sums("本月超期未办理工单共5件，具体承办单位为：柳溪镇2件、石桥镇1件。") == []


def test_a_list_that_goes_on_after_it_reached_its_whole_says_nothing() -> None:
    assert sums("本月超期未办理工单共3件，具体承办单位为：柳溪镇2件、石桥镇1件、白水乡4件。") == []


def test_what_is_due_and_what_of_it_is_completed_are_no_two_parts() -> None:
    assert sums("本月部件类有效立案25件，其中应结案16件，结案9件。") == []


def test_a_figure_of_which_no_word_says_what_it_counts_is_a_part_all_the_same() -> None:
    assert sums("本月共接到信件949件，正式受理797件，不予受理152件。") == ["949"]


def test_a_word_that_sums_up_what_was_counted_before_it() -> None:
    assert sums("本月受理工单1905件，上月未办结工单233件，本月共有工单2138件。") == ["2138"]


def test_stages_between_the_parts() -> None:
    assert sums("共收到有效信件698件，344件已转有关部门办理，已办结328件，354件信访类信件已指引网上反映。") == ["698"]


def test_parts_that_stand_in_the_next_paragraph() -> None:
    head = "本月共转办7284件，群众不满意4209件。"
    parts = "县城办理件不满意的有3070件，满意率80.01%；乡镇办理件不满意的有1139件，满意率82.81%。"
    assert sums(f"{head}\n\n{parts}") == ["4209"]


def test_one_kind_a_paragraph() -> None:
    kinds = {"咨询类": 2017, "求助类": 400, "投诉类": 306, "举报类": 83, "建议类": 46, "其他类": 68}
    lines = [f"{name}工单{count}件，主要涉及道路养护。" for name, count in kinds.items()]
    text = "\n\n".join(["本月共受理2920件，已办结2914件。", *lines])
    assert sums(text) == ["2920"]


def test_many_small_figures_that_come_to_some_number_are_no_sum_of_it() -> None:
    behind = [count(n) for n in (50, 41, 40, 39, 38, 37, 36, 35, 34)]
    assert list(run_that_fills(count(sum((41, 40, 39, 38))), behind))
    assert not list(run_that_fills(count(sum((41, 40, 39, 38, 37, 36, 35))), behind))


@pytest.mark.parametrize(("whole", "told"), [(1831, ["1831"]), (1834, [])])
def test_the_first_counts_of_paragraphs_may_be_parts_of_a_large_part(whole: int, told: list[str]) -> None:
    text = f"本月受理案件1974件，其中巡查上报{whole}件，热线投诉89件。\n\n受理的巡查案件中，事件共1788件。"
    assert sums(text + "热点有市容1443件。\n\n受理的巡查案件中，部件共43件。热点有井盖14件。") == told
