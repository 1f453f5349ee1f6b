from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text.numbers import Interval
from pipelines.audit.intervals import (
    ROUNDINGS,
    bases_for,
    counts_for,
    is_nearest,
    rate_interval,
    reproduces,
    rounded,
    severity_of_gap,
    severity_of_points,
    whole_numbers,
)
from tests.pipelines.audit.paragraphs_by_hand import printed_figure

DECIMAL_MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "truncated": ROUND_DOWN,
    "ceiling": ROUND_CEILING,
}


@given(st.decimals(min_value=0, max_value=1000, places=6), st.integers(0, 4), st.sampled_from(sorted(ROUNDINGS)))
def test_roundings_are_those_of_decimal_for_positive_numbers(value: Decimal, places: int, mode: str) -> None:
    step = Decimal(1).scaleb(-places)
    assert rounded(Fraction(value), Fraction(step), mode) == Fraction(value.quantize(step, DECIMAL_MODES[mode]))


@given(st.fractions(min_value=-1000, max_value=1000), st.sampled_from(sorted(ROUNDINGS)))
def test_roundings_act_on_the_size_whatever_the_sign(value: Fraction, mode: str) -> None:
    assert rounded(-value, Fraction(1, 10), mode) == -rounded(value, Fraction(1, 10), mode)


@pytest.mark.parametrize(
    ("value", "printed", "mode"),
    [
        (Fraction(84 * 100, 110), "76.36%", "half_up"),
        (Fraction(5, 2), "3%", "half_up"),
        (Fraction(5, 2), "2%", "half_even"),
        (Fraction(212 * 100, 2877), "7.3%", "truncated"),
        (Fraction(400, 14), "28.58%", "ceiling"),
        (Fraction(400, 14), "28.57%", "half_up"),
        (Fraction(7200, 75), "95.95%", None),
        (Fraction(100, 27), "3.7%", "half_up"),
        (Fraction(75), "75.00%", "half_up"),
    ],
)
def test_mode_that_gives_the_printed_rate(value: Fraction, printed: str, mode: str | None) -> None:
    assert reproduces(value, printed_figure("completion_rate", printed)) == mode


def test_trailing_zeros_make_a_statement_more_exact() -> None:
    almost = Fraction(1117 * 100, 1118)
    assert reproduces(almost, printed_figure("completion_rate", "100%")) == "half_up"
    assert reproduces(almost, printed_figure("completion_rate", "100.00%")) is None


@pytest.mark.parametrize(
    ("qualifier", "printed", "inside", "outside"),
    [
        ("at_least", "85%", 85, Fraction(849, 10)),
        ("more_than", "85%", Fraction(851, 10), 85),
        ("less_than", "5%", Fraction(49, 10), 5),
        ("at_most", "5%", 5, Fraction(51, 10)),
    ],
)
def test_bound_holds_on_its_side_only(qualifier: str, printed: str, inside: Fraction, outside: Fraction) -> None:
    figure = printed_figure("completion_rate", printed, qualifier=qualifier)
    assert reproduces(Fraction(inside), figure) == "bound"
    assert reproduces(Fraction(outside), figure) is None


def test_about_allows_half_a_unit_of_the_last_significant_digit() -> None:
    figure = printed_figure("replied", "2100", qualifier="about")
    assert reproduces(Fraction(2060), figure) == "about"
    assert reproduces(Fraction(2151), figure) is None
    assert is_nearest("about")
    assert not is_nearest("truncated")
    assert not is_nearest("ceiling")
    assert not is_nearest(None)


RATES = st.tuples(st.integers(0, 10000), st.integers(0, 100)).map(
    lambda pair: Interval(Fraction(pair[0], 10000), Fraction(min(10000, pair[0] + pair[1]), 10000))
)


@given(RATES, st.integers(1, 300))
def test_counts_for_a_base_are_those_of_brute_force(rate: Interval, base: int) -> None:
    fitting = [k for k in range(base + 1) if Fraction(k, base) in rate]
    assert counts_for(rate, base) == ((fitting[0], fitting[-1]) if fitting else None)


@given(
    st.integers(2000, 9990),
    st.sampled_from([Fraction(1, 20000), Fraction(1, 2000), Fraction(1, 200)]),
    st.integers(1, 60),
    st.integers(0, 8),
)
def test_bases_for_counts_are_those_of_brute_force(middle: int, half: Fraction, count: int, more: int) -> None:
    rate = Interval(Fraction(middle, 10000) - half, Fraction(middle, 10000) + half)
    fitting = [n for n in range(1, 500) for k in range(count, count + more + 1) if k <= n and Fraction(k, n) in rate]
    assert bases_for((count, count + more), rate) == ((min(fitting), max(fitting)) if fitting else None)


@pytest.mark.parametrize(
    ("low", "high", "printed", "bases"),
    [
        (3762, 3762, "99.73%", (3772, 3772)),
        (365, 365, "99.5%", (367, 367)),
        (2361, 2361, "97.1%", (2431, 2432)),
        (2050, 2150, "96.2%", (2130, 2236)),
        (2650, 2750, "96%", (2747, 2879)),
    ],
)
def test_messages_implied_by_the_replies_of_changsha(low: int, high: int, printed: str, bases: tuple[int, int]) -> None:
    assert bases_for((low, high), rate_interval(printed_figure("reply_rate", printed))) == bases


def test_no_base_for_a_rate_that_does_not_bound_it() -> None:
    assert bases_for((0, 0), Interval(Fraction(0), Fraction(1, 100))) is None
    assert counts_for(Interval(Fraction(1, 2), Fraction(1, 2)), 0) is None


def test_open_ends_do_not_belong_to_an_interval() -> None:
    assert counts_for(Interval(Fraction(1, 2), Fraction(3, 4), low_closed=False, high_closed=False), 4) is None
    assert bases_for((2, 2), Interval(Fraction(1, 2), Fraction(1), low_closed=False, high_closed=False)) == (3, 3)


def test_whole_numbers_of_an_interval() -> None:
    assert whole_numbers(Interval(Fraction(5, 2), Fraction(9, 2))) == (3, 4)
    assert whole_numbers(Interval(Fraction(1, 4), Fraction(3, 4))) is None
    assert whole_numbers(Interval(Fraction(1), None)) is None


def test_more_than_five_percent_changes_the_headline() -> None:
    assert severity_of_gap(Fraction(5), Fraction(100)) == 2
    assert severity_of_gap(Fraction(-6), Fraction(100)) == 3
    assert severity_of_gap(Fraction(1), Fraction(0)) == 3
    assert severity_of_points(Fraction(95), printed_figure("completion_rate", "100%")) == 2
    assert severity_of_points(Fraction(94), printed_figure("completion_rate", "100%")) == 3
