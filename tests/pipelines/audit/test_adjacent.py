"""A2 and A3 by place: sums and shares whose parts make no enumeration."""

from fractions import Fraction

import pytest

from parsers.text.numbers import Interval
from pipelines.audit.adjacent import run_that_fills
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


def test_offices_that_share_what_came_in() -> None:
    text = "本月共收到来信315件，机关有关科室收到190件，各镇有关站所收到125件。"
    assert [f.recomputed for f in findings(text, "A2") if f.verdict == "consistent"] == ["315"]


def test_a_part_is_not_made_of_the_parts_beside_it() -> None:
    text = "本月共收到来信100件，其中咨询类50件、投诉类30件、建议类20件。"
    assert len(findings(text, "A2")) == 1


def test_counts_that_do_not_add_up_say_nothing() -> None:
    text = "本月共收到来信315件，机关有关科室收到190件，各镇有关站所收到120件。"
    assert not [f for f in findings(text, "A2") if f.verdict == "inconsistent"]
