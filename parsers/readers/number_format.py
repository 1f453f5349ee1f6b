"""What a spreadsheet prints for a number: 0.9595 under ``0.00%`` is 95.95%, 45596 under ``yyyy"年"m"月"`` 2024年10月.

What belongs here: format codes of Excel and WPS (ECMA-376 18.8.30), as a Chinese Excel shows them. What does not: where
the code of a cell stands (``xlsx``, ``xls``). The print is what a bulletin says, and the claims are made of it; so a
code that is not understood is ``UnknownFormat`` and never a number in some other shape.

Two things are left open by the file and taken as they mostly are: dates that follow the system are those of a Chinese
one (2024/10/31), and a number under ``General`` has the eleven characters that a wide column shows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from types import MappingProxyType

from parsers.readers import numerals

_CHINESE_DATE = 'yyyy"年"m"月"d"日"'
BUILT_IN: Mapping[int, str] = MappingProxyType(
    {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"}
    | {12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy"}
    | {18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm"}
    | dict.fromkeys((5, 6, 42), '"¥"#,##0;"¥"-#,##0')
    | dict.fromkeys((7, 8, 44), '"¥"#,##0.00;"¥"-#,##0.00')
    | dict.fromkeys((37, 38, 41), "#,##0;-#,##0")
    | dict.fromkeys((39, 40, 43), "#,##0.00;-#,##0.00")
    | {45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@"}
    # Those of a Chinese Excel, which writes their numbers only (18.8.30, zh-cn).
    | dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"')
    | dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"')
    | {30: "m/d/yy", 31: _CHINESE_DATE, 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"'}
    | dict.fromkeys((34, 55), '上午/下午h"时"mm"分"')
    | dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"')
)
"""The codes that a file names by their number and does not write out."""

_SIGNIFICANT = 15
"""Decimal digits of a number that a spreadsheet knows; 0.95950000000000002 is 0.9595."""
_LAST_DAY = 2_957_004  # in both ways of counting before the end of the year 9999
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|\\(?P<escaped>.)"
    r"|_(?P<blank>.)"
    r"|\*(?P<fill>.)"
    r"|\[(?P<elapsed>h+|m+|s+)\]"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<noon>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<date>y+|e+|m+|d+|h+|s+(?:\.0+)?|a{3,4})"
    r"|(?P<digit>[0#?])"
    r"|(?P<mark>[.,%@])"
    r"|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|[黑蓝青绿红白黄]色?|洋红|color ?\d+|颜色 ?\d+)", re.I
)
_CURRENCY = re.compile(r"\$(?P<sign>[^-]*)(?:-(?P<locale>[0-9A-Fa-f]+|x-sysdate|x-systime)(?:,\d+)?)?")
_OF_THE_SYSTEM = {"F800": _CHINESE_DATE, "x-sysdate": _CHINESE_DATE, "F400": "h:mm:ss", "x-systime": "h:mm:ss"}
_HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = MappingProxyType(
    {
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
        "=": lambda a, b: a == b,
        "<>": lambda a, b: a != b,
    }
)


class UnknownFormat(ValueError):
    """A format code, or a number under it, whose print is not known."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts of a code between semicolons. ``numerals`` is 1 for Chinese numerals ([DBNum1])."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None = None
    numerals: int = 0

    def has(self, *kinds: str) -> bool:
        return any(t.kind in kinds for t in self.tokens)


@lru_cache(maxsize=65_536)
def printed(number: Decimal, code: str, *, from_1904: bool = False) -> str:
    """What is shown for a number. ``from_1904``: days count from 1 January 1904, as the file says.

    Raises ``UnknownFormat``.
    """
    with localcontext(prec=60):
        known = _known(number)
        section, is_absolute = _section_for(known, _sections(code))
        if section.has("date", "elapsed"):
            return _date(known, section, from_1904).strip()
        return _number(abs(known) if is_absolute else known, section).strip()


def printed_text(text: str, code: str) -> str:
    """What is shown for a cell of words: as it is, unless the code has a part for words (``@"件"``)."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if not section.has("at"):
        return "" if len(sections) > 3 and not section.tokens else text
    return "".join(text if t.kind == "at" else t.text for t in section.tokens)


def _known(number: Decimal) -> Decimal:
    """The number in the fifteen digits that a spreadsheet knows."""
    if not number:
        return Decimal(0)
    return number.quantize(Decimal(1).scaleb(number.adjusted() - _SIGNIFICANT + 1), ROUND_HALF_UP).normalize()


# --- the code ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[_Token]] = [[]]
    for token in _tokens(code):
        if token == _Token("literal", ";"):
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(map(_section, parts))


def _tokens(code: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(code or "General"):
        kind = str(found.lastgroup)
        text = found[kind]
        if kind in ("quoted", "escaped"):
            yield _Token("words", text)
        elif kind == "blank":
            yield _Token("words", " ")
        elif kind == "mark":
            yield _Token({".": "point", ",": "comma", "%": "percent", "@": "at"}[text], text)
        elif kind != "fill":
            yield _Token(kind, text.lower() if kind in ("date", "elapsed") else text)


def _section(tokens: Sequence[_Token]) -> _Section:
    kept: list[_Token] = []
    condition: tuple[str, Decimal] | None = None
    chinese = 0
    for token in tokens:
        if token.kind != "bracket":
            kept.append(token)
        elif found := _CONDITION.fullmatch(token.text):
            condition = (found[1], Decimal(found[2]))
        elif re.fullmatch(r"DBNum\d", token.text, re.IGNORECASE):
            chinese = int(token.text[-1])
        elif found := _CURRENCY.fullmatch(token.text):
            if found["locale"] in _OF_THE_SYSTEM:
                return _Section(tuple(_tokens(_OF_THE_SYSTEM[found["locale"]])))
            kept.append(_Token("words", found["sign"]))
        elif not _COLOUR.fullmatch(token.text):
            raise UnknownFormat(f"[{token.text}]")
    return _Section(tuple(kept), condition, chinese)


def _section_for(number: Decimal, sections: Sequence[_Section]) -> tuple[_Section, bool]:
    """The section that prints a number, and whether it prints it without its sign."""
    if any(s.condition for s in sections):
        for i, section in enumerate(sections[:3]):
            if section.condition is None or _HOLDS[section.condition[0]](number, section.condition[1]):
                return section, i > 0 and number < 0
        raise UnknownFormat("no section for this number")
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], False


# --- numbers ----------------------------------------------------------------------------------------------------------


def _number(number: Decimal, section: _Section) -> str:
    if section.has("general", "at"):
        if section.has("digit"):
            raise UnknownFormat("General among digits")
        return "".join(_general(number, section) if t.kind in ("general", "at") else t.text for t in section.tokens)
    if section.numerals:
        raise UnknownFormat("[DBNum] with digits")
    tokens = section.tokens
    for token in tokens:
        if token.kind == "percent":
            number *= 100
    digits = [i for i, t in enumerate(tokens) if t.kind == "digit"]
    if not digits:
        return ("-" if number < 0 else "") + "".join(t.text for t in tokens)
    if any(t == _Token("literal", "/") for t in tokens[digits[0] : digits[-1]]):
        raise UnknownFormat("fractions")
    if section.has("exponent"):
        return _scientific(number, tokens)
    end = digits[-1] + 1
    while end < len(tokens) and tokens[end].kind == "comma":  # a comma behind the digits divides by a thousand
        number /= 1000
        end += 1
    return _placed(number, tokens, digits)


def _placed(number: Decimal, tokens: Sequence[_Token], digits: Sequence[int]) -> str:
    """The digits of a number in the places of a code, the rest of the code around them."""
    point = next((i for i, t in enumerate(tokens) if t.kind == "point"), len(tokens))
    before, after = [i for i in digits if i < point], [i for i in digits if i > point]
    rounded = abs(number).quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    whole = "" if whole == "0" else whole
    in_thousands = any(t.kind == "comma" and before and before[0] < i < before[-1] for i, t in enumerate(tokens))
    shown: dict[int, str] = {}
    for places, i in enumerate(reversed(before)):
        is_first = places == len(before) - 1
        taken = whole[: len(whole) - places] if is_first else whole[len(whole) - places - 1 : len(whole) - places]
        digit = taken if places < len(whole) else _unfilled(tokens[i].text)
        shown[i] = _grouped(digit, places) if in_thousands else digit
    kept = len(fraction.rstrip("0"))
    for n, i in enumerate(after):
        shown[i] = (
            fraction[n] if n < kept or any(tokens[j].text == "0" for j in after[n:]) else _unfilled(tokens[i].text)
        )
    sign = "-" if number < 0 and rounded else ""
    pieces = (shown.get(i, "" if t.kind == "comma" else t.text) for i, t in enumerate(tokens))
    return sign + "".join(pieces)


def _unfilled(place: str) -> str:
    """What stands in a place that no digit of the number comes to."""
    return {"0": "0", "?": " "}.get(place, "")


def _grouped(digits: str, places: int) -> str:
    """Digits of which the last has so many places to its right, a comma behind each that ends a group."""
    pieces = []
    for n, digit in enumerate(reversed(digits)):
        right = places + n
        pieces.append(digit + ("," if right and right % 3 == 0 and digit.isdigit() else ""))
    return "".join(reversed(pieces))


def _scientific(number: Decimal, tokens: Sequence[_Token]) -> str:
    at = next(i for i, t in enumerate(tokens) if t.kind == "exponent")
    places = [t for t in tokens[:at] if t.kind == "digit"]
    point = next((i for i, t in enumerate(tokens[:at]) if t.kind == "point"), at)
    decimals = sum(t.kind == "digit" for t in tokens[point:at])
    if len(places) - decimals != 1:
        raise UnknownFormat("exponents in steps")
    return _exponential(number, decimals, min_digits=sum(t.kind == "digit" for t in tokens[at:]))


def _exponential(number: Decimal, decimals: int, min_digits: int = 2) -> str:
    exponent = number.adjusted() if number else 0
    mantissa = number.scaleb(-exponent).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if abs(mantissa) >= 10:
        exponent += 1
        mantissa = number.scaleb(-exponent).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{mantissa:f}E{'-' if exponent < 0 else '+'}{abs(exponent):0{min_digits}}"


def _general(number: Decimal, section: _Section) -> str:
    """A number as it is shown without a format: eleven characters at most, then in powers of ten."""
    if section.numerals:
        if section.numerals != 1 or number != number.to_integral_value() or not 0 <= number < 10**8:
            raise UnknownFormat(f"[DBNum{section.numerals}]")
        return numerals.chinese(int(number))
    sign, size = ("-", -number) if number < 0 else ("", number)
    if size and not -9 <= size.adjusted() <= 10:
        mantissa, _, exponent = _exponential(size, 5).partition("E")
        return f"{sign}{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    whole = len(f"{size:f}".partition(".")[0])
    rounded = f"{size.quantize(Decimal(1).scaleb(min(0, whole - 10)), ROUND_HALF_UP):f}"
    return sign + (rounded.rstrip("0").rstrip(".") if "." in rounded else rounded)


# --- dates and times --------------------------------------------------------------------------------------------------


def day_of(serial: Decimal, *, from_1904: bool = False) -> dt.datetime:
    """The moment that a number of days stands for. Excel believes in 29 February 1900, day 60, which was none.

    Raises ``UnknownFormat`` for what it prints as ####: days before the first and behind the year 9999, and for day 60.
    """
    if not 0 <= serial < _LAST_DAY or (not from_1904 and 60 <= serial < 61):
        raise UnknownFormat(f"{serial} is no day")
    first = dt.datetime(1904, 1, 1) if from_1904 else dt.datetime(1899, 12, 31 if serial < 60 else 30)  # noqa: DTZ001
    return first + dt.timedelta(microseconds=int(serial * 86_400_000_000))


def _date(serial: Decimal, section: _Section, from_1904: bool) -> str:
    tokens = section.tokens
    shown = [t.text for t in tokens if t.kind in ("date", "elapsed")]
    unit = 1000 if any("." in text for text in shown) else 1  # parts of a second are shown, otherwise it is rounded
    serial = (serial * 86_400 * unit).quantize(Decimal(1), ROUND_HALF_UP) / (86_400 * unit)
    moment = _moment(serial, shown, from_1904) + dt.timedelta(microseconds=1)
    afternoon = section.has("noon")
    pieces = []
    for i, token in enumerate(tokens):
        if token.kind == "elapsed":
            divisor = {"h": 24, "m": 1440, "s": 86_400}[token.text[0]]
            pieces.append(f"{int(serial * divisor + Decimal('1e-6')):0{len(token.text)}}")
        elif token.kind == "noon":
            names = token.text.split("/")
            pieces.append(names[moment.hour >= 12])
        elif token.kind == "date":
            pieces.append(_part(token.text, moment, _is_minute(tokens, i), afternoon, section.numerals))
        elif token.kind in ("digit", "exponent", "percent", "general", "at"):
            raise UnknownFormat("digits among the parts of a date")
        else:
            pieces.append(token.text)
    return "".join(pieces)


def _moment(serial: Decimal, shown: Sequence[str], from_1904: bool) -> dt.datetime:
    """The moment to be shown; where only hours, minutes and seconds are shown, the day does not matter."""
    if any(text[0] in "yeda" for text in shown) or set("".join(shown)) == {"m"}:
        if serial < 1 and not from_1904:
            raise UnknownFormat(f"{serial} is no day")  # a time under the format of a date: 1900年1月0日
        return day_of(serial, from_1904=from_1904)
    if serial < 0:
        raise UnknownFormat(f"{serial} is no time")
    return day_of(serial % 1 + 1, from_1904=from_1904)


def _is_minute(tokens: Sequence[_Token], at: int) -> bool:
    """Whether an m is minutes: the part before it is hours, or the part behind it seconds."""
    if tokens[at].text[0] != "m" or len(tokens[at].text) > 2:
        return False
    parts = [(i, t.text[0]) for i, t in enumerate(tokens) if t.kind in ("date", "elapsed")]
    place = next(n for n, (i, _) in enumerate(parts) if i == at)
    before = parts[place - 1][1] if place else ""
    after = parts[place + 1][1] if place + 1 < len(parts) else ""
    return before == "h" or after == "s"


def _part(text: str, moment: dt.datetime, is_minute: bool, afternoon: bool, chinese: int) -> str:
    """One part of a date: its year, month, day, hour, minute or second in as many letters as the code has."""
    letter, size = text[0], len(text)
    if chinese > 1:
        raise UnknownFormat(f"[DBNum{chinese}]")
    if letter in "ye":
        year = moment.year if size > 2 or letter == "e" else moment.year % 100
        return numerals.chinese_digits(year) if chinese else f"{year:02}"
    if letter == "a":
        return ("星期" if size == 4 else "") + "一二三四五六日"[moment.weekday()]
    if letter == "d" and size > 2:
        return _DAYS[moment.weekday()][: 3 if size == 3 else None]
    if letter == "m" and size > 2 and not is_minute:
        return _MONTHS[moment.month - 1][: {3: 3, 5: 1}.get(size)]
    if letter == "s" and "." in text:
        places = len(text.partition(".")[2])
        return f"{moment.second:0{text.index('.')}}.{moment.microsecond:06}"[: text.index(".") + 1 + places]
    value = {"m": moment.minute if is_minute else moment.month, "d": moment.day, "s": moment.second}.get(letter)
    if value is None:
        value = moment.hour % 12 or 12 if afternoon else moment.hour
    return numerals.chinese(value) if chinese else f"{value:0{size}}"
