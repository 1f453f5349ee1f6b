"""Periods in every shape that bulletins print, and what they are read against."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text.periods import (
    FoundPeriod,
    Period,
    equal_parts,
    find_periods,
    length_in_months,
    month,
    month_day_readings,
    months,
    relative_period,
    shifted,
)

APRIL = month(2022, 4)
SPRING = months(2022, 1, 3)
WEEK = Period(dt.date(2024, 7, 8), dt.date(2024, 7, 14))


def days(found: FoundPeriod) -> tuple[str, str] | None:
    return None if found.period is None else (str(found.period.start), str(found.period.end))


def read(text: str, ref: Period | None = APRIL) -> list[tuple[str, str] | None]:
    return [days(found) for found in find_periods(text, ref)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021年5月", "2021-05-01", "2021-05-31"),
        ("2021年5月份", "2021-05-01", "2021-05-31"),
        ("2022 年 5 月", "2022-05-01", "2022-05-31"),
        ("２０２２年５月", "2022-05-01", "2022-05-31"),
        ("二〇二二年五月", "2022-05-01", "2022-05-31"),
        ("二0二二年十二月", "2022-12-01", "2022-12-31"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("2021年1-6月", "2021-01-01", "2021-06-30"),
        ("2021年1月—6月份", "2021-01-01", "2021-06-30"),
        ("2022年一月至六月", "2022-01-01", "2022-06-30"),
        ("2021年1、2月", "2021-01-01", "2021-02-28"),
        ("2020年11月份至2021年1月份", "2020-11-01", "2021-01-31"),
        ("2020年11月至1月", "2020-11-01", "2021-01-31"),
        ("2021年一季度", "2021-01-01", "2021-03-31"),
        ("2021年第二季度", "2021-04-01", "2021-06-30"),
        ("2021年第3季度", "2021-07-01", "2021-09-30"),
        ("2021四季度", "2021-10-01", "2021-12-31"),
        ("2021年前三季度", "2021-01-01", "2021-09-30"),
        ("2021年前3个季度", "2021-01-01", "2021-09-30"),
        ("2021年一至三季度", "2021-01-01", "2021-09-30"),
        ("2021年第一、二季度", "2021-01-01", "2021-06-30"),
        ("2021年上半年", "2021-01-01", "2021-06-30"),
        ("2021下半年", "2021-07-01", "2021-12-31"),
        ("2021年度", "2021-01-01", "2021-12-31"),
        ("2021年全年", "2021-01-01", "2021-12-31"),
        ("2018年至2020年", "2018-01-01", "2020-12-31"),
        ("2018-2020年", "2018-01-01", "2020-12-31"),
        ("2022年5月1日至5月31日", "2022-05-01", "2022-05-31"),
        ("2022年5月1日—31日", "2022-05-01", "2022-05-31"),
        ("2021年12月28日至2022年1月3日", "2021-12-28", "2022-01-03"),
        ("2021年12月28日至1月3日", "2021-12-28", "2022-01-03"),
        ("2022年5月16日（周一）—5月22日（周日）", "2022-05-16", "2022-05-22"),
        ("2022年1月1日0时至1月31日24时", "2022-01-01", "2022-01-31"),
        ("2022年1月1日00:00至1月31日24:00", "2022-01-01", "2022-01-31"),
        ("2022.5.1-2022.5.31", "2022-05-01", "2022-05-31"),
        ("2022.05.01-05.31", "2022-05-01", "2022-05-31"),
        ("2022-05-01至2022-05-31", "2022-05-01", "2022-05-31"),
        ("2022/5/1～2022/5/31", "2022-05-01", "2022-05-31"),
        ("2021年8月下旬", "2021-08-21", "2021-08-31"),
        ("2021年8月上半月", "2021-08-01", "2021-08-15"),
        ("20207月份", "2020-07-01", "2020-07-31"),
        ("202011月份", "2020-11-01", "2020-11-30"),
        ("202071日至731", "2020-07-01", "2020-07-31"),
        ("202071日至731日", "2020-07-01", "2020-07-31"),
    ],
)
def test_a_period_with_its_year_needs_nothing_else(text: str, start: str, end: str) -> None:
    (found,) = find_periods(f"县长信箱{text}受理情况")
    assert (days(found), found.printed) == ((start, end), text)
    assert found.period is not None
    assert found.period.year_printed


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("5月", "2022-05-01", "2022-05-31"),
        ("去年12月", "2021-12-01", "2021-12-31"),
        ("今年1—5月", "2022-01-01", "2022-05-31"),
        ("三季度", "2022-07-01", "2022-09-30"),
        ("前三季度", "2022-01-01", "2022-09-30"),
        ("去年下半年", "2021-07-01", "2021-12-31"),
        ("8月中旬", "2022-08-11", "2022-08-20"),
        ("7月8日至7月14日", "2022-07-08", "2022-07-14"),
        ("12月28日至1月3日", "2022-12-28", "2023-01-03"),
        ("全年", "2022-01-01", "2022-12-31"),
        ("本年度", "2022-01-01", "2022-12-31"),
        ("去年", "2021-01-01", "2021-12-31"),
        ("上年度", "2021-01-01", "2021-12-31"),
        ("本月", "2022-04-01", "2022-04-30"),
        ("本期", "2022-04-01", "2022-04-30"),
        ("上月", "2022-03-01", "2022-03-31"),
        ("上个月", "2022-03-01", "2022-03-31"),
        ("上一月", "2022-03-01", "2022-03-31"),
        ("上一个月", "2022-03-01", "2022-03-31"),
        ("上期", "2022-03-01", "2022-03-31"),
        ("去年同期", "2021-04-01", "2021-04-30"),
        ("今年以来", "2022-01-01", "None"),
    ],
)
def test_words_without_a_year_are_read_against_the_period_of_the_bulletin(text: str, start: str, end: str) -> None:
    assert read(f"{text}收到来信") == [(start, end)]
    assert read(f"{text}收到来信", None) == [None]


@pytest.mark.parametrize(
    ("words", "ref", "expected"),
    [
        ("本季度", SPRING, SPRING),
        ("上季度", SPRING, months(2021, 10, 12)),
        ("去年同期", SPRING, months(2021, 1, 3)),
        ("本周", WEEK, WEEK),
        ("上一季度", SPRING, months(2021, 10, 12)),
        ("上一周", WEEK, Period(dt.date(2024, 7, 1), dt.date(2024, 7, 7))),
        ("上周", WEEK, Period(dt.date(2024, 7, 1), dt.date(2024, 7, 7))),
        (
            "本月",
            Period(dt.date(2022, 3, 26), dt.date(2022, 4, 25)),
            Period(dt.date(2022, 3, 26), dt.date(2022, 4, 25)),
        ),
        ("本月", SPRING, None),
        ("上月", SPRING, None),
        ("本季度", APRIL, None),
        ("上季度", APRIL, None),
        ("本周", APRIL, None),
        ("本月", WEEK, None),
        ("去年同期", WEEK, None),
        ("上月", Period(dt.date(2022, 3, 26), dt.date(2022, 4, 25)), None),
        ("2024年第28周", WEEK, None),
        ("本月", None, None),
    ],
)
def test_relative_words_mean_something_only_for_a_period_of_their_length(
    words: str, ref: Period | None, expected: Period | None
) -> None:
    assert relative_period(words, ref) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年1月和3月", [("2021-01-01", "2021-01-31"), ("2021-03-01", "2021-03-31")]),
        ("2021年（1-6月）", [("2021-01-01", "2021-12-31"), ("2021-01-01", "2021-06-30")]),
        ("2024年第28周（7月8日—7月14日）", [None, ("2024-07-08", "2024-07-14")]),
        ("2021年1月受理9件；2月受理8件", [("2021-01-01", "2021-01-31"), ("2022-02-01", "2022-02-28")]),
        ("一季度和二季度", [("2022-01-01", "2022-03-31"), ("2022-04-01", "2022-06-30")]),
    ],
)  # fmt: skip
def test_a_year_carries_over_only_to_the_next_member_of_a_list(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "较上月下降5%",
        "比上月减少3件",
        "与上年同期相比增长3%",
        "较3月份下降5%",
        "与2021年相比",
        "同比去年上升3%",
        "与去年基本持平",
        "去年年底开通",
    ],
)
def test_what_a_figure_is_held_against_is_not_its_period(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("较去年同期的120件增加5件", ("2021-04-01", "2021-04-30")),
        ("比3月份的100件减少5件", ("2022-03-01", "2022-03-31")),
    ],
)
def test_a_period_held_against_with_a_figure_of_its_own_is_one(text: str, expected: tuple[str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "截至6月底",
        "截至2021年6月，累计",
        "2021年6月底前",
        "今年底",
        "截止2021年",
        "3月5日",
        "2021年3月5日",
        "3个月",
        "近三年",
    ],
)
def test_days_deadlines_and_lengths_are_no_periods(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "2021年13月",
        "0月",
        "2021年2月30日至3月5日",
        "2021年第五季度",
        "2021年8月9日至3月2日",
        "2020111",
        "2020111日至1130日",
    ],
)
def test_words_that_only_look_like_a_period_are_left_alone(text: str) -> None:
    assert find_periods(text) == []


def test_ambiguous_lost_digits_have_all_their_readings() -> None:
    assert month_day_readings("731") == [(7, 31)]
    assert month_day_readings("111") == [(1, 11), (11, 1)]
    assert month_day_readings("1230") == [(12, 30)]
    assert month_day_readings("99") == [(9, 9)]
    assert month_day_readings("00") == []


def test_a_year_word_and_the_lack_of_a_day_leave_the_end_open() -> None:
    assert read("自2021年6月以来", None) == [("2021-06-01", "None")]
    assert read("2021年以来", None) == [("2021-01-01", "None")]
    assert read("2021年6月起", None) == [("2021-06-01", "None")]


def test_shifting_keeps_whole_months_whole() -> None:
    assert shifted(month(2024, 3), 1) == month(2024, 2)
    assert shifted(months(2021, 1, 3), 3) == months(2020, 10, 12)
    assert shifted(WEEK, 1) is None
    assert shifted(Period(dt.date(2021, 1, 1), None), 1) is None
    assert length_in_months(months(2021, 4, 9)) == 6
    assert length_in_months(WEEK) is None


PIECES = st.sampled_from(
    [
        *"年月日第季度周至到-—～、和（）(),，。.0123456789一二三四十上下半前本全较比０Ｏ",
        *("2021", "2020年", "12月", "31日", "去年", "今年", "同期", "以来", "截至", "上旬", "20"),
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from([None, APRIL, SPRING, WEEK]))
def test_periods_stand_in_order_apart_and_run_forward(text: str, ref: Period | None) -> None:
    found = find_periods(text, ref)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert [f.printed for f in found] == [text[f.start : f.end] for f in found]
    assert all(f.start < f.end for f in found)
    assert all(f.period.start <= f.period.end for f in found if f.period is not None and f.period.end is not None)


@given(st.text(max_size=60))
def test_no_text_is_an_error(text: str) -> None:
    assert all(f.printed for f in find_periods(text, APRIL))


@given(st.integers(2000, 2030), st.integers(1, 12), st.integers(1, 12))
def test_printed_months_are_read_back(year: int, first: int, last: int) -> None:
    (one,) = find_periods(f"{year}年{first}月")
    assert one.period == month(year, first)
    if first < last:
        (span,) = find_periods(f"{year}年{first}-{last}月")
        assert span.period == months(year, first, last)


def test_equal_parts_of_a_period() -> None:
    assert equal_parts(months(2021, 1, 6), 6) == [month(2021, m) for m in range(1, 7)]
    assert equal_parts(months(2021, 1, 12), 4) == [months(2021, 3 * q - 2, 3 * q) for q in range(1, 5)]
    years = Period(dt.date(2019, 1, 1), dt.date(2021, 12, 31))
    assert [p.start.year for p in equal_parts(years, 3)] == [2019, 2020, 2021]
    assert equal_parts(months(2021, 1, 5), 2) == []
    assert equal_parts(months(2021, 1, 1), 1) == []


def test_the_same_months_of_a_year_that_is_printed() -> None:
    assert [f.period for f in find_periods("2021年同期的90件", months(2023, 1, 3))] == [months(2021, 1, 3)]
    assert [f.period for f in find_periods("2023年同期的90件", months(2023, 1, 3))] == [None]
    assert [f.period for f in find_periods("2021年同期的90件")] == [None]


@pytest.mark.parametrize(
    "words",
    [
        "2020至2021年度供热期",
        "2020-2021年度采暖季",
        "2020—2021学年",
        "2020年供暖季",
        "2020年度供热期",
        "2020～2021学年度",
    ],
)
def test_a_heating_or_school_year_is_no_calendar_period(words: str) -> None:
    assert [found.period for found in find_periods(f"为做好{words}来信办理工作")] == [None]


@pytest.mark.parametrize("words", ["2020至2021年度供热投诉", "2020年供暖问题"])
def test_years_before_what_was_complained_of_are_years(words: str) -> None:
    assert [found.period is not None for found in find_periods(words)] == [True]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2021年暑假期间（7月1日-8月31日）", ("2021-07-01", "2021-08-31")),
        ("2022年春节假期(1月31日至2月6日)", ("2022-01-31", "2022-02-06")),
        ("2023年春季（3月1日—4月30日）", ("2023-03-01", "2023-04-30")),
        ("较2021年同期增长（5月1日—5月31日）", ("2019-05-01", "2019-05-31")),
    ],
)
def test_the_year_before_a_named_season_is_that_of_its_days(text: str, span: tuple[str, str]) -> None:
    assert days(find_periods(text, months(2019, 1, 12))[-1]) == span
