import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text.dates import find_dates, find_months, parse_date

DAY = dt.date(2020, 12, 9)
YEARS = st.dates(dt.date(1950, 1, 1), dt.date(2079, 12, 31))
_DIGITS = "〇一二三四五六七八九"


def chinese(n: int) -> str:
    tens, ones = divmod(n, 10)
    ten = {0: "", 1: "十"}.get(tens, _DIGITS[tens] + "十")
    return ten + ("" if tens and not ones else _DIGITS[ones])


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isdigit() else c for c in text)


SHAPES = {
    "iso": lambda d: d.isoformat(),
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "slashes and time": lambda d: f"{d.year}/{d.month}/{d.day} 9:32:09",
    "dots": lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    "worded": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "two digits": lambda d: f"{d.year}年{d.month:02}月{d.day:02}日 15:30:31",
    "blanks inside": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    "full width": lambda d: full_width(f"{d.year}年{d.month}月{d.day}日"),
    "no width behind": lambda d: f"{d.year}年{d.month}月{d.day}日\u200b",
    "Chinese": lambda d: f"{''.join(_DIGITS[int(c)] for c in str(d.year))}年{chinese(d.month)}月{chinese(d.day)}日",
    "weekday": lambda d: f"{d.year}年{d.month}月{d.day}日（星期三）",
    "eight digits": lambda d: f"{d:%Y%m%d}",
    "lost 年": lambda d: f"{d.year}{d.month:02}月{d.day}日",
    "lost 日": lambda d: f"{d.year}年{d.month}月{d.day}",
}


@pytest.mark.parametrize("shape", SHAPES)
@given(day=YEARS)
def test_every_printed_shape_gives_its_day_back(shape, day):
    assert parse_date(SHAPES[shape](day)) == day


@given(st.text(alphabet="0123456789年月日号-/. 至〇一二三四五六七八九十廿二9年\u200b\u3000１２", max_size=24))
def test_never_raises_and_a_date_is_its_only_candidate(text):
    found = find_dates(text, default_year=2020)
    for one in found:
        assert one.printed == text[one.start : one.end]
        assert (one.date is None) == (len(one.candidates) != 1)
        assert one.date is None or one.candidates == (one.date,)
        assert (one.confidence == 0) == (not one.candidates)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(max_size=60))
def test_no_text_at_all_raises(text):
    assert isinstance(find_dates(text), list)
    assert isinstance(find_months(text), list)


@given(day=YEARS)
def test_the_digits_without_separators_always_hold_the_day_among_their_readings(day):
    (found,) = find_dates(f"{day.year}{day.month}{day.day}日")
    assert day in found.candidates


def only(text, **given_year):
    (found,) = find_dates(text, **given_year)
    return found


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("二〇一二年七月二日", dt.date(2012, 7, 2)),
        ("二9一三年四月二日", dt.date(2013, 4, 2)),
        ("二○一一年十一月廿八日", dt.date(2011, 11, 28)),
        ("2020810", dt.date(2020, 8, 10)),
        ("2020131日", dt.date(2020, 1, 31)),
        ("20191129", dt.date(2019, 11, 29)),
    ],
)
def test_damaged_and_mixed_shapes_have_one_reading(printed, day):
    assert only(printed).date == day


def test_a_complete_date_is_surer_than_one_with_lost_characters():
    assert only("2020年8月10日").confidence == 1
    assert only("2020年8月10").confidence < 1
    assert only("2020810").confidence < only("20208月10日").confidence


def test_two_readings_give_candidates_and_no_date():
    found = only("2020111")
    assert found.date is None
    assert found.candidates == (dt.date(2020, 1, 11), dt.date(2020, 11, 1))
    assert 0 < found.confidence < 0.5
    assert parse_date("2020111") is None


def test_a_two_digit_year_is_of_one_of_two_centuries():
    assert only("09年3月5日").candidates == (dt.date(1909, 3, 5), dt.date(2009, 3, 5))


def test_a_day_that_does_not_exist_is_found_without_a_date():
    found = only("2021年2月30日")
    assert (found.date, found.candidates, found.confidence) == (None, (), 0)


def test_a_range_carries_the_year_and_the_month_over():
    def days(text):
        return [f.date for f in find_dates(text)]

    july = [dt.date(2020, 7, 1), dt.date(2020, 7, 31)]
    assert days("202071日至731") == july
    assert days("2020年7月1日至31日") == july
    assert days("2020年7月1日—7月31日") == july
    assert days("2021年12月30日至1月5日") == [dt.date(2021, 12, 30), dt.date(2022, 1, 5)]


def test_the_year_of_a_month_and_day_comes_from_the_caller_or_stays_unknown():
    assert only("12月31日").date is None
    assert only("12月31日", default_year=2021).date == dt.date(2021, 12, 31)
    assert only("去年12月31日", default_year=2021).date == dt.date(2020, 12, 31)


def test_a_day_of_counting_without_its_characters():
    assert only("截至75，已办结", default_year=2022).date == dt.date(2022, 7, 5)
    assert only("截止1231。", default_year=2022).date == dt.date(2022, 12, 31)
    assert only("截至111，", default_year=2022).candidates == (dt.date(2022, 1, 11), dt.date(2022, 11, 1))
    assert find_dates("截至75，已办结") == find_dates("截至75件", default_year=2022) == []


@pytest.mark.parametrize(
    "text", ["20211018005", "2312014", "2018/1217/69791", "t20210222_2153923", "2020年", "2020111元", "2020.8"]
)
def test_numbers_that_are_no_dates_are_left_alone(text):
    assert [f.date for f in find_dates(text) if f.date] == []


def test_a_field_with_more_than_one_date_or_other_words_is_no_date():
    assert parse_date("2020-12-09 至 2020-12-10") is None
    assert parse_date("截至2020年12月9日") is None
    assert parse_date("2020年12月9日前") is None
    assert parse_date("") is None
    assert parse_date(" 2020-12-09T03:04:05+08:00 ") == DAY


def test_months_with_and_without_their_characters():
    assert [(m.year, m.month, m.printed) for m in find_months("2020年7月份、20207月份和2021年12月")] == [
        (2020, 7, "2020年7月份"),
        (2020, 7, "20207月份"),
        (2021, 12, "2021年12月"),
    ]
    assert find_months("2020年7月1日") == []
