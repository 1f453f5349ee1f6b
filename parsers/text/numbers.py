"""Printed numbers: from the string to its value, its precision and the interval in which the truth lies.

What belongs here: one number at a time. What does not: which metric it belongs to (``parsers.claims``).
The string is evidence: ``75%`` and ``75.00%`` are different statements, so nothing here goes through a float.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "O": 0, "两": 2}
_MULTIPLES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the truth behind a printed number lies; ``None`` is unbounded, the flags tell whether an end belongs."""

    low: Fraction | None
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = True

    @property
    def is_point(self) -> bool:
        """Whether both ends are one number; also where there is neither. Those of a count are mostly one object."""
        return self.low is self.high or self.low == self.high

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, (int, Fraction, Decimal)):
            raise TypeError(f"exact number expected, not {type(value).__name__}")
        x = value if isinstance(value, Fraction) else Fraction(value)
        above = self.low is None or x > self.low or (self.low_closed and x == self.low)
        below = self.high is None or x < self.high or (self.high_closed and x == self.high)
        return above and below

    def overlaps(self, other: Interval) -> bool:
        """Whether one number could lie in both."""

        def starts_before_end(a: Interval, b: Interval) -> bool:
            if a.low is None or b.high is None:
                return True
            return a.low < b.high or (a.low == b.high and a.low_closed and b.high_closed)

        return starts_before_end(self, other) and starts_before_end(other, self)

    def __add__(self, other: Interval) -> Interval:
        """Where the sum of a number in each may lie."""
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_closed and other.low_closed, self.high_closed and other.high_closed)

    def __neg__(self) -> Interval:
        low, high = (None if end is None else -end for end in (self.high, self.low))
        return Interval(low, high, self.high_closed, self.low_closed)

    def scaled(self, factor: Fraction | int) -> Interval:
        """Both ends times a positive factor."""
        f = Fraction(factor)
        if f <= 0:
            raise ValueError("an interval is scaled by a positive factor")
        return Interval(
            None if self.low is None else self.low * f,
            None if self.high is None else self.high * f,
            self.low_closed,
            self.high_closed,
        )


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as printed.

    ``value`` is on the printed scale with 万, 成 and 倍 worked out, ``step`` one unit of its last printed digit there
    (``12.7%``: 12.7 and 0.1; ``9.67万``: 96700 and 100), ``unit`` as printed or ``None``.
    """

    printed: str
    value: Decimal
    step: Decimal
    unit: str | None


_HALF_WIDTH = {
    chr(code): narrow for code in range(0xFF01, 0xFF5F) if len(narrow := unicodedata.normalize("NFKC", chr(code))) == 1
}
# Several times as fast as str.translate on text that is mostly Chinese.
_FULL_WIDTH = re.compile(f"[{re.escape(''.join(_HALF_WIDTH))}]")


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as half-width, one character for one; other characters untouched."""
    return _FULL_WIDTH.sub(lambda m: _HALF_WIDTH[m.group()], text)


def printed_integer(text: str) -> int | None:
    """A whole number in digits or in numerals (12, 十二); ``None`` for anything else."""
    return int(text) if text.isdecimal() else chinese_integer(text)


def chinese_integer(text: str) -> int | None:
    """``三百二十`` -> 320, ``二〇二二`` -> 2022, ``两`` -> 2; ``None`` if it is not one number, or longer than any."""
    if not text or len(text) > 2 * MOST_DIGITS:
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    last_multiple = last_myriad = None
    for c in text:
        if c in DIGITS:
            if digit:
                return None
            digit = DIGITS[c]
            if digit == 0:
                last_multiple = 0
        elif c in _MULTIPLES:
            # Within a section the multiples fall: 十百 is no number.
            if last_multiple and last_multiple <= _MULTIPLES[c]:
                return None
            section += (digit or 1) * _MULTIPLES[c]
            last_multiple, digit = _MULTIPLES[c], 0
        elif c in _MYRIADS:
            if section + digit == 0 or (last_myriad is not None and last_myriad <= _MYRIADS[c]):
                return None
            total += (section + digit) * _MYRIADS[c]
            section = digit = 0
            last_multiple = last_myriad = _MYRIADS[c]
        else:
            return None
    if digit and last_multiple is not None and last_multiple >= 100:  # 三百二 is 320, not 302; 三万五 is 35000
        digit *= last_multiple // 10
    return total + section + digit


MOST_DIGITS = 12
"""Of a figure before its decimal point: what is longer is the number of a file, an account or a telephone."""

_CHINESE = "[零〇○一二三四五六七八九十百千两]"
_TENTH = "[一二两三四五六七八九1-9]"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = "(?:[十百千]?[万亿]|千)"
"""What a figure in digits is counted in (a pattern): 3.2万, 6千, 2千万."""
COMPOUND = rf"\d+{SCALE}(?:[零〇]\d{{1,3}}|\d{{1,4}}[万千百]|\d{{4}}(?![\d年.]))+"
"""A figure in digits of several terms (a pattern): 3万2千, 1万2000, 10万零500."""
_NUMBER = re.compile(
    rf"(?P<compound>{COMPOUND})|百分之(?P<percent>{_CHINESE}+(?:点[零〇○一二三四五六七八九]+)?)|(?P<whole>百分之?百)"
    rf"|(?P<tenths>{_TENTH})成(?P<half>{_TENTH}|半)?|(?P<one_half>一半|半数)"
    rf"|(?P<minus>-?)(?P<arabic>{_ARABIC})\s*(?P<myriad>{SCALE}?)\s*(?P<sign>%|个百分点|倍)?"
    rf"|(?P<chinese>{_CHINESE}(?:{_CHINESE}|[万亿])*)"
)


def _tenth(text: str) -> int:
    return 5 if text == "半" else int(text) if text.isdigit() else DIGITS[text]


@lru_cache(maxsize=4096)  # the cells of a table, and every check that asks for their precision, repeat few strings
def parse_number(text: str, unit: str | None = None) -> PrintedNumber | None:
    """The number that ``text`` is (blanks around and full-width forms allowed), or ``None`` if it is not one number.

    ``unit`` is used when the string prints none. ``百分之八十五``, ``八成五``, ``9成``, ``一半`` and ``2倍`` become
    percent; ``9.67万`` becomes 96700 with a step of 100. A minus is kept (``-21.58%``).
    """
    printed = text.strip()
    m = _NUMBER.fullmatch(half_width(printed).replace("\u00a0", " ").replace("\u2212", "-"))
    if m is None:
        return None
    number = _number(printed, m, unit)
    return number if number is not None and abs(number.value) < 10**MOST_DIGITS else None


_ROUND = {**_MYRIADS, "千": 1000}
"""With what a numeral ends that is printed to no more than so many (三万六千)."""
_TERM = re.compile(rf"(?P<digits>\d+)(?P<scale>(?:{SCALE}|百)?)")


def _scale(printed: str) -> int:
    """千 -> 1000, 万 -> 10000, 千万 -> 10000000; 1 for none."""
    return math.prod(_MULTIPLES.get(c) or _MYRIADS[c] for c in printed)


def _compound(printed: str, unit: str | None) -> PrintedNumber | None:
    """A number of digits in several terms (3万2千, 10万零500); ``None`` where a term is not below the one before."""
    value, last = 0, None
    for term in _TERM.finditer(half_width(printed)):
        scale = _scale(term["scale"])
        if last is not None and int(term["digits"]) * scale >= last:
            return None
        value, last = value + int(term["digits"]) * scale, scale
    return PrintedNumber(printed, Decimal(value), Decimal(last or 1), unit)


def _number(printed: str, m: re.Match[str], unit: str | None) -> PrintedNumber | None:
    if m["compound"]:
        return _compound(printed, unit)
    if m["percent"]:
        whole, _, places = m["percent"].partition("点")
        integer = chinese_integer(whole)
        if integer is None:
            return None
        decimals = "".join(str(DIGITS[c]) for c in places)
        value = Decimal(f"{integer}.{decimals}" if decimals else integer)
        return PrintedNumber(printed, value, Decimal(1).scaleb(-len(decimals)), "%")
    if m["whole"]:
        return PrintedNumber(printed, Decimal(100), Decimal(1), "%")
    if m["tenths"]:
        value = Decimal(10 * _tenth(m["tenths"]) + (_tenth(m["half"]) if m["half"] else 0))
        return PrintedNumber(printed, value, Decimal(1 if m["half"] else 10), "%")
    if m["one_half"]:
        return PrintedNumber(printed, Decimal(50), Decimal(10), "%")
    if m["arabic"]:
        digits = m["arabic"].replace(",", "")
        if len(digits) > 2 * MOST_DIGITS:
            return None
        scale = _scale(m["myriad"]) * (100 if m["sign"] == "倍" else 1)
        places = len(digits.partition(".")[2])
        sign = {"%": "%", "个百分点": "个百分点", "倍": "%"}.get(m["sign"] or "")
        value = Decimal(m["minus"] + digits) * scale
        return PrintedNumber(printed, value, Decimal(1).scaleb(-places) * scale, sign or unit)
    integer = chinese_integer(m["chinese"])
    if integer is None:
        return None
    return PrintedNumber(printed, Decimal(integer), Decimal(_ROUND.get(m["chinese"][-1], 1)), unit)


def significant_step(number: PrintedNumber) -> Decimal:
    """One unit of the last significant digit: 2100 -> 100, 365 -> 1, 99.5 -> 0.1 (for 约, 近, 左右)."""
    if number.step < 1 or number.value == 0:
        return number.step
    step = number.step
    while number.value % (step * 10) == 0:
        step *= 10
    return step


def interval(number: PrintedNumber, qualifier: str, *, is_count: bool) -> Interval | None:
    """The interval that a printed number and its qualifier allow; ``None`` for qualifiers without one.

    Source of the rules: the table of qualifiers in ``parsers/vocabulary/qualifiers.yaml``. An exact count that prints
    no 万 is itself; an exact rate is plus or minus half a unit of its last digit, closed both ways (half-up and
    half-even occur).
    """
    v = Fraction(number.value)
    match qualifier:
        case "exact":
            if is_count and number.step == 1:
                return Interval(v, v)
            half = Fraction(number.step) / 2
            return Interval(v - half, v + half)
        case "at_least":
            return Interval(v, None)
        case "more_than":
            return Interval(v, None, low_closed=False)
        case "at_most":
            return Interval(None, v)
        case "less_than":
            return Interval(None, v, high_closed=False)
        case "about":
            half = Fraction(significant_step(number)) / 2
            return Interval(v - half, v + half)
        case "qualitative" | "target" | "roughly_equal":
            return None
    raise ValueError(f"unknown qualifier {qualifier!r}")
