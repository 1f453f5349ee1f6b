"""Printed numbers: value, precision, unit, and the interval in which the truth lies."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import vocabulary
from parsers.text.numbers import (
    Interval,
    PrintedNumber,
    chinese_integer,
    half_width,
    interval,
    parse_number,
    significant_step,
)


def number(text: str) -> PrintedNumber:
    found = parse_number(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "value", "step", "unit"),
    [
        ("1118", "1118", "1", None),
        ("1,118", "1118", "1", None),
        ("１，１１８", "1118", "1", None),
        ("  218 ", "218", "1", None),
        ("12.7%", "12.7", "0.1", "%"),
        ("75.00%", "75", "0.01", "%"),
        ("１２．７％", "12.7", "0.1", "%"),
        ("12.7 %", "12.7", "0.1", "%"),
        ("-21.58%", "-21.58", "0.01", "%"),
        ("－3", "-3", "1", None),
        ("\u22123", "-3", "1", None),
        ("2.5个百分点", "2.5", "0.1", "个百分点"),
        ("9.67万", "96700", "100", None),
        ("2万", "20000", "10000", None),
        ("1.2亿", "120000000", "10000000", None),
        ("三十万", "300000", "10000", None),
        ("三成", "30", "10", "%"),
        ("两成", "20", "10", "%"),
        ("一半", "50", "10", "%"),
        ("9成", "90", "10", "%"),
        ("八成五", "85", "1", "%"),
        ("九成半", "95", "1", "%"),
        ("百分之八十五", "85", "1", "%"),
        ("百分之九十九点七三", "99.73", "0.01", "%"),
        ("百分之百", "100", "1", "%"),
        ("百分百", "100", "1", "%"),
        ("四十八", "48", "1", None),
        ("两", "2", "1", None),
        ("三万五千二百", "35200", "1", None),
        ("三万六千", "36000", "1000", None),
        ("6千", "6000", "1000", None),
        ("5.9千", "5900", "100", None),
        ("2千万", "20000000", "10000000", None),
        ("3万2千", "32000", "1000", None),
        ("1亿2000万", "120000000", "10000", None),
        ("1万2000", "12000", "1", None),
        ("10万零500", "100500", "1", None),
    ],
)
def test_a_printed_number_has_value_step_and_unit(text: str, value: str, step: str, unit: str | None) -> None:
    found = number(text)
    assert (found.value, found.step, found.unit) == (Decimal(value), Decimal(step), unit)
    assert found.printed == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        *("", "万", "1118件", "12,34", "1,1180", "1.2.3", "12.", "三点五", "百分之", "百分之三点十", "十百", "百百"),
        *("一一十", "万三", "±3", "1 118", "99.9‰", "约5", "85%以上"),
    ],
)
def test_what_is_not_one_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["1" * 13, "１" * 5001, "二" * 5001, "1234567890123%", "一万亿亿"])
def test_no_figure_is_that_long(text: str) -> None:
    assert parse_number(text) is None
    assert parse_number("123456789012") is not None


def test_the_unit_given_is_used_only_where_none_is_printed() -> None:
    assert number("12").unit is None
    given_unit, printed_unit = parse_number("12", "件"), parse_number("12%", "件")
    assert given_unit is not None
    assert printed_unit is not None
    assert (given_unit.unit, printed_unit.unit) == ("件", "%")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二百零五", 205),
        ("二百五", 250),
        ("三百二十", 320),
        ("一千零五", 1005),
        ("一千零五十", 1050),
        ("两千", 2000),
        ("三万五", 35000),
        ("三万零五", 30005),
        ("二十万三千", 203000),
        ("一亿二千万", 120_000_000),
        ("二〇二二", 2022),
        ("二Ｏ二二", 2022),
        ("", None),
        ("三件", None),
        ("二三十", None),
    ],
)
def test_chinese_integers(text: str, value: int | None) -> None:
    assert chinese_integer(text) == value


def spelled(n: int) -> str:
    """The full spelling of a whole number below ten thousand."""
    words, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // place % 10
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + unit
        gap = not digit
    return words or "零"


@pytest.mark.parametrize("text", ["3万2", "3万20000", "5千6千", "2千3万"])
def test_terms_that_do_not_fall_are_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(0, 9999))
def test_spelled_numbers_are_read_back(n: int) -> None:
    assert chinese_integer(spelled(n)) == n


@given(st.integers(0, 10**9))
def test_thousands_separators_and_full_width_change_nothing(n: int) -> None:
    wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
    assert number(f"{n:,}").value == number(f"{n:,}".translate(wide)).value == number(str(n)).value == n


@given(st.text(max_size=12))
def test_no_text_is_an_error_and_half_width_keeps_places(text: str) -> None:
    assert len(half_width(text)) == len(text)
    found = parse_number(text)
    assert found is None or found.printed == text.strip()


# ------------------------------------------------------------------------------------------------------------ intervals


@pytest.mark.parametrize(
    ("text", "qualifier", "is_count", "expected"),
    [
        ("12.7%", "exact", False, Interval(Fraction(1265, 100), Fraction(1275, 100))),
        ("100%", "exact", False, Interval(Fraction(199, 2), Fraction(201, 2))),
        ("1118", "exact", True, Interval(Fraction(1118), Fraction(1118))),
        ("9.67万", "exact", True, Interval(Fraction(96650), Fraction(96750))),
        ("85%", "at_least", False, Interval(Fraction(85), None)),
        ("85%", "more_than", False, Interval(Fraction(85), None, low_closed=False)),
        ("15", "at_most", True, Interval(None, Fraction(15))),
        ("15", "less_than", True, Interval(None, Fraction(15), high_closed=False)),
        ("2100", "about", True, Interval(Fraction(2050), Fraction(2150))),
        ("365", "about", True, Interval(Fraction(729, 2), Fraction(731, 2))),
        ("99.5%", "about", False, Interval(Fraction(9945, 100), Fraction(9955, 100))),
        ("0", "about", True, Interval(Fraction(-1, 2), Fraction(1, 2))),
        ("90%", "qualitative", False, None),
        ("90%", "target", False, None),
        ("100", "roughly_equal", True, None),
    ],
)
def test_qualifiers_give_the_interval_of_their_definition(
    text: str, qualifier: str, is_count: bool, expected: Interval | None
) -> None:
    assert interval(number(text), qualifier, is_count=is_count) == expected


def test_every_qualifier_of_the_vocabulary_is_known_and_no_other() -> None:
    for code in vocabulary.load("qualifiers"):
        found = interval(number("90%"), code, is_count=False)
        assert found is None or Fraction(90) in found or code in ("more_than", "less_than")
    with pytest.raises(ValueError, match="perhaps"):
        interval(number("90%"), "perhaps", is_count=False)


@pytest.mark.parametrize(
    ("text", "step"), [("2100", "100"), ("365", "1"), ("99.5", "0.1"), ("20", "10"), ("2万", "10000"), ("0", "1")]
)
def test_the_last_significant_digit(text: str, step: str) -> None:
    assert significant_step(number(text)) == Decimal(step)


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 2), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
def test_an_exact_rate_holds_every_quotient_that_prints_so(part: int, whole: int, places: int, rounding: str) -> None:
    exact = Fraction(100 * part, whole)
    printed = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(1).scaleb(-places), rounding)
    allowed = interval(number(f"{printed}%"), "exact", is_count=False)
    assert allowed is not None
    assert exact in allowed
    half = Fraction(1, 2 * 10**places)
    brute = {n for n in range(61) if abs(Fraction(100 * n, whole) - Fraction(printed)) <= half}
    assert {n for n in range(61) if Fraction(100 * n, whole) in allowed} == brute


ENDS = st.one_of(st.none(), st.integers(-4, 4).map(Fraction))
INTERVALS = st.builds(Interval, ENDS, ENDS, st.booleans(), st.booleans())
GRID = [Fraction(n, 4) for n in range(-24, 25)]


def holds(i: Interval, x: Fraction) -> bool:
    low = i.low is None or i.low < x or (i.low == x and i.low_closed)
    return low and (i.high is None or x < i.high or (i.high == x and i.high_closed))


@given(INTERVALS, INTERVALS)
def test_two_intervals_overlap_when_one_number_lies_in_both(a: Interval, b: Interval) -> None:
    if any(holds(a, x) for x in GRID) and any(holds(b, x) for x in GRID):
        assert a.overlaps(b) == b.overlaps(a) == any(holds(a, x) and holds(b, x) for x in GRID)


@given(INTERVALS, st.sampled_from(GRID), st.integers(1, 5))
def test_scaling_moves_every_number_with_its_interval(i: Interval, x: Fraction, factor: int) -> None:
    assert (x in i) == holds(i, x) == (x * factor in i.scaled(factor))


def test_only_exact_numbers_and_positive_factors_are_taken() -> None:
    with pytest.raises(TypeError, match="float"):
        _ = 0.5 in Interval(Fraction(0), Fraction(1))
    with pytest.raises(ValueError, match="positive"):
        Interval(Fraction(0), Fraction(1)).scaled(0)
