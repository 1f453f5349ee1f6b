"""X2 in one document: months against their quarter."""

import datetime as dt

import pytest

from pipelines.audit.addition.subperiods import tiles
from tests.pipelines.audit.from_text import findings, verdicts

QUARTER = "2022年第一季度，县长信箱共收到群众来信{}件。其中，1月、2月、3月分别收到来信{}件、{}件、{}件。\n"


def test_months_that_add_up_hold() -> None:
    assert verdicts(QUARTER.format(60, 10, 20, 30), "X2") == [("consistent", 0)]


@pytest.mark.parametrize(("whole", "severity"), [(61, 2), (70, 3)])
def test_months_that_do_not_are_inconsistent(whole: int, severity: int) -> None:
    assert verdicts(QUARTER.format(whole, 10, 20, 30), "X2") == [("inconsistent", severity)]


def test_completions_may_be_counted_on_another_day() -> None:
    text = "2022年第一季度，县长信箱共办结来信50件。其中，1月、2月、3月分别办结来信10件、20件、22件。\n"
    assert verdicts(text, "X2") == [("needs_definition", 2)]


def test_two_of_three_months_say_nothing() -> None:
    text = "2022年第一季度，县长信箱共收到群众来信60件。其中，1月、2月分别收到来信10件、20件。\n"
    assert verdicts(text, "X2") == []


def test_periods_follow_each_other_without_gap_or_overlap() -> None:
    months = [
        (dt.date(2022, 1, 1), dt.date(2022, 1, 31)),
        (dt.date(2022, 2, 1), dt.date(2022, 2, 28)),
        (dt.date(2022, 3, 1), dt.date(2022, 3, 31)),
    ]
    start, end = months[0][0], months[-1][1]
    assert tiles(start, end, months)
    assert not tiles(start, end, [months[0], months[2]])
    assert not tiles(start, months[1][1], months)
    assert not tiles(*months[0], months[:1])


def test_a_round_figure_beside_the_exact_one_is_the_same() -> None:
    text = QUARTER.format(12340, 2340, 4000, 6010) + "2022年第一季度，县长信箱共收到来信1.23万件。\n"
    assert verdicts(text, "X2") == [("inconsistent", 2)]


def test_of_several_figures_that_of_the_paragraph_of_the_parts_is_meant() -> None:
    text = QUARTER.format(60, 10, 20, 31) + "\n2022年第一季度，县长信箱共收到群众来信70件。\n"
    assert verdicts(text, "X2") == [("inconsistent", 2)]


@pytest.mark.parametrize(("last", "verdict"), [(35, "consistent"), (32, "needs_definition"), (33, "inconsistent")])
def test_months_may_be_of_what_was_due(last: int, verdict: str) -> None:
    head = "# 岭溪县2022年二季度县长信箱办理情况通报\n\n"
    text = f"二季度收到来信104件，应回复101件，已回复99件。其中4月38件，5月31件，6月{last}件。\n"
    assert [f.verdict for f in findings(text, "X2", head)] == [verdict]
