"""What spreadsheets print: the codes of Excel and WPS, with their roundings, dates and Chinese forms."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.readers.number_format import UnknownFormat, printed, printed_text

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("12", "General", "12"),
        ("0.9595", "G/通用格式", "0.9595"),
        ("0.916666666666667", "General", "0.916666667"),
        ("123456789012", "General", "1.23457E+11"),
        ("-0.5", "General", "-0.5"),
        ("1e-20", "General", "1E-20"),
        ("12", 'General"件"', "12件"),
        ("0.95950000000000002", "0.00%", "95.95%"),
        ("0.977272727272727", "0%", "98%"),
        ("1.005", "0.00", "1.01"),
        ("0.5", "0", "1"),
        ("-0.001", "0.00", "0.00"),
        ("-3.456", "0.00", "-3.46"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("5", "0,000", "0,005"),
        ("999999", "#,##0", "999,999"),
        ("1234567", "0.0,", "1234.6"),
        ("12", "#.##", "12."),
        ("0", "#,##0;-#,##0;-", "-"),
        ("-5", "0.00_);(0.00)", "(5.00)"),
        ("1234.5", ACCOUNTING, "1,234.50"),
        ("0", ACCOUNTING, "-"),
        ("5551234", "000-0000", "555-1234"),
        ("12", "[红色][>=10]0;[Blue]0", "12"),
        ("120", '[>=100]"多";[>=10]0;"少"', "多"),
        ("12345", "0.00E+00", "1.23E+04"),
        ("9.999", "0.0E+0", "1.0E+1"),
        ("12.5", '"¥"#,##0.00', "¥12.50"),
        ("12.5", "[$¥-804]0.0", "¥12.5"),
        ("3", "0.0?", "3.0"),
        ("5", '"共"', "共"),
        ("45596", 'yyyy"年"m"月"d"日"', "2024年10月31日"),
        ("45596", "yyyy年m月", "2024年10月"),
        ("45596", "[DBNum1][$-804]yyyy年m月d日", "二〇二四年十月三十一日"),
        ("45596", "[$-F800]dddd, mmmm dd, yyyy", "2024年10月31日"),
        ("45596.75", "yyyy-mm-dd h:mm", "2024-10-31 18:00"),
        ("45596.75", "yy.m.d 上午/下午h:mm", "24.10.31 下午6:00"),
        ("45596", "aaaa", "星期四"),
        ("45596", "d-mmm-yy", "31-Oct-24"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.5", "h:mm:ss", "12:00:00"),
        ("0.00001", "ss.00", "00.86"),
        ("59", "yyyy-m-d", "1900-2-28"),
        ("61", "yyyy-m-d", "1900-3-1"),
        ("123", "[DBNum1][$-804]General", "一百二十三"),
        ("20100", "[DBNum1]General", "二万零一百"),
    ],
)
def test_numbers(number: str, code: str, shown: str) -> None:
    assert printed(Decimal(number), code) == shown


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0.5", "# ?/?"),
        ("60", "yyyy-m-d"),
        ("-1", "yyyy-m-d"),
        ("0.5", "yyyy-m-d"),
        ("1", "[DBNum2]General"),
        ("1", "[unknown]0"),
        ("99999999", "yyyy"),
        ("12345", "##0.0E+0"),
    ],
)
def test_what_is_not_known_is_no_number_in_another_shape(number: str, code: str) -> None:
    with pytest.raises(UnknownFormat):
        printed(Decimal(number), code)


@pytest.mark.parametrize(
    ("code", "shown"), [("0.00", "甲局"), ("@", "甲局"), ('0;0;0;@"（牵头）"', "甲局（牵头）"), (";;;", "")]
)
def test_words(code: str, shown: str) -> None:
    assert printed_text("甲局", code) == shown


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 4))
def test_decimals_are_rounded_as_people_do(number: Decimal, places: int) -> None:
    shown = Decimal(printed(number, "0." + "0" * places if places else "0"))
    assert abs(shown - number) * 2 <= Decimal(1).scaleb(-places)
    assert printed(number, "#,##0.0000").replace(",", "") == printed(number, "0.0000")


@given(st.decimals(-1000, 60000, places=3), st.text('0#?.,%ymdhs:;[]"\\_*@-/E+年月 ', max_size=12))
def test_any_code_gives_a_print_or_says_that_it_does_not(number: Decimal, code: str) -> None:
    with suppress(UnknownFormat):
        assert isinstance(printed(number, code), str)
