"""The Chinese of a figure in an English sentence: units, channels, metrics and periods by their English names.

What belongs here: turning what a template is filled with into English, as far as it is a word of the vocabulary or of
``rules/english.yaml``. What does not: the sentences (``statements/*.yaml``). Names of offices and kinds stay as
printed, and so does everything inside “” and 《》, which is a quotation.
"""

from __future__ import annotations

import calendar
import re
from functools import cache, lru_cache

from parsers import vocabulary
from pipelines.audit.rules import load
from pipelines.audit.wording import channel_zh, metric_en

_QUOTED = re.compile(r"(“[^”]*”|《[^》]*》)")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_MONTHS = re.compile(r"(\d{4})年(\d{1,2})月(?:至(\d{1,2})月)?份?")
_YEAR = re.compile(r"(\d{4})年(?!\d{1,2}(?:至\d{1,2})?月)")
_TABLE = re.compile(r"表(?=\d)")
_MARKS = {"、": ", ", "；": "; ", "：": ": ", "，": ", ", "。": ". ", "……": " ..."}
_BRACKETED = re.compile(r"（([^（）\u4e00-\u9fff]*)）")
"""Brackets of ours; those of a name (省（区、市）) hold Chinese."""


@lru_cache(maxsize=50_000)
def english(text: str) -> str:
    """``297件`` -> ``297 items``, ``县长信箱（2023年5月）`` -> ``county mailbox (May 2023)``."""
    if _HAN.search(text) is None:
        return text
    said = "".join(part if _QUOTED.fullmatch(part) else _unquoted(part) for part in _QUOTED.split(text))
    # A period without a channel before it needs no brackets.
    return re.sub(r"^\(([^()]*)\)", r"\1", re.sub(r" +([,;:.)])", r"\1", re.sub(r" {2,}", " ", said)).strip())


def _unquoted(text: str) -> str:
    text = _numbered().sub(lambda m: f" {_channels()[m[0]]} ", text)
    text = _MONTHS.sub(_months, text)
    text = re.sub(r"(\d{4})年起", r"since \1", text)
    text = _YEAR.sub(lambda m: f"{m[1]}{_before_digit(m)}", text)
    text = _counted().sub(_with_unit, text)
    text = re.sub(r"(?<=\d)至(?=\d)", " to ", _TABLE.sub("table ", text))
    text = _HAN.sub(lambda m: f" {said} " if (said := _word(m[0])) != m[0] else said, text)
    text = re.sub("|".join(map(re.escape, _MARKS)), lambda m: _MARKS[m[0]], text)
    text = _BRACKETED.sub(lambda m: f" ({m[1].strip()}) ", text)
    return re.sub(r"\s*＋\s*(?=\d)", " + ", text)


def _months(m: re.Match[str]) -> str:
    year, first, last = m.groups()
    names = [calendar.month_name[int(number)] for number in (first, last) if number and 1 <= int(number) <= 12]
    return f"{' to '.join(names)} {year}{_before_digit(m)}" if names else m[0]


def _before_digit(m: re.Match[str]) -> str:
    """A blank where a figure stands right behind what was found."""
    return " " if m.string[m.end() : m.end() + 1].isdigit() else ""


@cache
def _counted() -> re.Pattern[str]:
    units = "|".join(sorted(load("english")["units"], key=len, reverse=True))
    return re.compile(rf"(?<![\d.])(\d[\d,]*(?:\.\d+)?)\s?({units})(?![\u4e00-\u9fff])")


def _with_unit(m: re.Match[str]) -> str:
    one, several = load("english")["units"][m[2]]
    return f"{m[1]} {one if m[1] == '1' else several}"


@cache
def _names() -> dict[str, str]:
    """The English of whole words: what is counted, in print and in headers, channels, and the words of the file."""
    codes = {**vocabulary.metric_headers(), **vocabulary.metric_words(), **vocabulary.channel_words()}
    units = {unit: several for unit, (_, several) in load("english")["units"].items()}
    words: dict[str, str] = load("english")["words"]
    return units | {word: metric_en(code) for word, code in codes.items()} | words


@cache
def _channels() -> dict[str, str]:
    """The names that findings have for channels, with which a phrase of theirs begins, the longest first."""
    named = {channel_zh(code): metric_en(code) for code in vocabulary.load("channels")}
    return {name: named[name] for name in sorted(named, key=len, reverse=True)}


@cache
def _numbered() -> re.Pattern[str]:
    """The channels whose Chinese name has digits in it, which are no figure."""
    names = "|".join(re.escape(name) for name in _channels() if re.search(r"\d", name))
    return re.compile(rf"(?<!\d)(?:{names})")


def _word(printed: str) -> str:
    """A run of Chinese: known as a whole, known behind the channel that it begins with, or as printed."""
    if printed in _names():
        return _names()[printed]
    for name, said in _channels().items():
        if name and printed.startswith(name):
            rest = printed.removeprefix(name)
            return f"{said} {_names().get(rest, rest)}"
    return printed
