"""Whole numbers as programs print them beside paragraphs and in cells: 三十二, XXXII, ab, ③.

What belongs here: from an integer to its print. What does not: reading numbers (``parsers.text.numbers``).
"""

from __future__ import annotations

_CHINESE = "零一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_UNITS = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def chinese(number: int) -> str:
    """A number from 0 to 99999999 in words: 10 -> 十, 110 -> 一百一十, 1005 -> 一千零五, 20000 -> 二万."""
    if number >= 10_000:
        upper, lower = divmod(number, 10_000)
        gap = "零" if 0 < lower < 1000 else ""
        return f"{chinese(upper)}万{gap}{_below_myriad(lower) if lower else ''}"
    words = _below_myriad(number)
    return words[1:] if words.startswith("一十") else words


def _below_myriad(number: int) -> str:
    if number == 0:
        return _CHINESE[0]
    words = ""
    for value, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            words += _CHINESE[digit] + name
        elif words and number and not words.endswith("零"):
            words += "零"
    return words


def chinese_digits(number: int, zero: str = "〇") -> str:
    """A number digit by digit, as years are written: 2024 -> 二〇二四."""
    return "".join(zero if d == "0" else _CHINESE[int(d)] for d in str(number))


def roman(number: int) -> str:
    """A number from 1 in small Roman letters: 14 -> xiv."""
    text = ""
    for value, letters in (*_ROMAN, *_ROMAN_UNITS):
        times, number = divmod(number, value)
        text += letters * times
    return text


def letter(number: int) -> str:
    """A number from 1 as Word counts with letters: a ... z, aa, bb ... zz, aaa."""
    times, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (times + 1)


def circled(number: int) -> str:
    """1 to 20 in a circle (①); beyond, where no such sign exists, as a plain number, as Word prints it."""
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)


def full_width(number: int) -> str:
    """A number in full-width digits: 12 -> １２."""
    return "".join(chr(ord(d) - ord("0") + ord("０")) for d in str(number))
