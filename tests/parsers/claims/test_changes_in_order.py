"""Several changes at once, signs instead of words, periods that something is held against; texts of our own."""

import pytest

from parsers.claims.scope import Reading, Scope
from parsers.claims.sentences import paragraph_claims
from parsers.text.periods import months

SCOPE = Scope(stated_by="government", channel="hotline_12345", period=months(2023, 5, 5))


def reading(text: str) -> Reading:
    return paragraph_claims(text, "L1", SCOPE)


def changes(text: str, *fields: str) -> list[tuple[object, ...]]:
    """The changes of a text: printed, with the value that the sign gives, and the fields asked for."""
    of = [c for c in reading(text).claims if c.metric in ("change", "change_count")]
    return [(c.printed, c.value, *(getattr(c, f) for f in fields)) for c in of]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "共受理来信90件，办结80件，较上月分别增加15件、20件，环比分别增长20%、33.3%。",
            [("15件", "received"), ("20件", "completed"), ("20%", "received"), ("33.3%", "completed")],
        ),
        (
            "办结率、满意率分别为98%、97%，较上月分别提升1.2和0.8个百分点。",
            [("1.2", "completion_rate"), ("0.8个百分点", "satisfaction_rate")],
        ),
        ("共受理来信90件，办结80件，同比增幅分别为20%、15%。", [("20%", "received"), ("15%", "completed")]),
    ],
)
def test_changes_behind_respectively_are_of_the_figures_in_their_order(
    text: str, expected: list[tuple[object, ...]]
) -> None:
    assert [(printed, of) for printed, _, of in changes(text, "of_metric")] == expected


def test_changes_of_parts_in_their_order_are_of_the_parts() -> None:
    text = "共受理来信90件，其中投诉类40件、咨询类30件，环比分别增长25%、下降10%。"
    assert changes(text, "category") == [("25%", 25, "投诉类"), ("10%", -10, "咨询类")]


@pytest.mark.parametrize(
    "text",
    [
        "受理来电120件、来信80件，分别比上月增长20%和下降20%。",
        "共受理诉求900件，投诉、举报分别增长20%、15%。",
    ],
)
def test_changes_of_figures_that_nothing_tells_apart_are_left(text: str) -> None:
    assert changes(text) == []
    assert len(reading(text).loose) == 2


@pytest.mark.parametrize(
    "bases",
    ["较上月、去年同期分别下降8%、上升5%", "环比、同比分别下降8%、上升5%", "与上月和去年同期相比，分别下降8%、上升5%"],
)
def test_one_figure_against_two_periods_in_their_order(bases: str) -> None:
    assert changes(f"受理来电900件，{bases}。", "of_metric", "basis") == [
        ("8%", -8, "received", "previous_period"),
        ("5%", 5, "received", "year_earlier"),
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [("环比-8.7%", "-8.7"), ("环比－8.7%", "-8.7"), ("环比↓8.7%", "-8.7"), ("环比+8.7%", "8.7"), ("环比↑8.7%", "8.7")],
)
def test_a_sign_straight_before_a_change_is_its_direction(words: str, value: str) -> None:
    assert [str(v) for _, v in changes(f"受理来电900件，同比下降3%，{words}。")][1:] == [value]


def test_a_dash_before_a_change_is_no_sign() -> None:
    assert changes("受理来电900件，同比增长——8%。") == [("8%", 8)]
    assert changes("受理来电900件，环比增长5%-8%。")[0] == ("5%", 5)


def test_what_is_held_against_a_month_by_more_or_fewer_items() -> None:
    text = "受理来电900件，比4月多35件，比2022年5月少15件。"
    assert changes(text, "basis", "category") == [
        ("35件", 35, "previous_period", None),
        ("15件", -15, "year_earlier", None),
    ]


def test_the_same_months_of_a_printed_year() -> None:
    claims = reading("受理来电900件，较2022年同期的750件增长20%。").claims
    assert [(c.printed, str(c.period_start)) for c in claims[1:2]] == [("750件", "2022-05-01")]
    assert claims[-1].basis == "year_earlier"


def test_a_count_of_cases_whose_unit_was_lost() -> None:
    of = [(c.metric, c.printed) for c in reading("全市共受理案件5157，立案5122件。").claims]
    assert of[0] == ("received", "5157")
