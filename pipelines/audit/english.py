"""The Chinese of a figure in an English sentence: units, channels, metrics and periods by their English names.

What belongs here: turning what a template is filled with, and a step of a finding, into English, as far as it is a word
of the vocabulary, of ``rules/english.yaml`` or a step of ``statements/steps.yaml``. What does not: the sentences
(``statements/*.yaml``). Names of offices and kinds stay as printed, and so does everything inside “” and 《》, which is
a quotation.
"""

from __future__ import annotations

import calendar
import re
from functools import cache, lru_cache

from parsers import vocabulary
from parsers.text.numbers import chinese_integer, parse_number
from pipelines.audit.rules import load
from pipelines.audit.steps import step_en
from pipelines.audit.wording import channel_zh, metric_en, metric_zh

_QUOTED = re.compile(r"(“[^”]*”|《[^》]*》)")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff、；：，。＋（）…]")
_NUMERALS = "〇零一二两三四五六七八九十百千"
_TO = "(?:至|到|[-—－~～]{1,2})"
_SHARE = re.compile(
    rf"百分之[{_NUMERALS}点]+|(?<![\u4e00-\u9fff])[一二三四五六七八九]成[一二三四五六七八九半]?(?![\u4e00-\u9fff])"
)
_YEAR_IN_WORDS = re.compile(r"[一二][〇零一二三四五六七八九]{3}(?=年)")
_MONTH_IN_WORDS = re.compile(
    r"(?<![\u4e00-\u9fff])(?:十[一二]?|[一二三四五六七八九])(?=月份?(?![\u4e00-\u9fff]))|(?<=年)(?:十[一二]?|[一二三四五六七八九])(?=月)"
)
_DAY = re.compile(r"(?:(?P<year>\d{4})\s?年\s?)?(?<![\d.])(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日")
_MONTHS = re.compile(rf"(\d{{4}})\s?年\s?(\d{{1,2}})(?:\s?月?{_TO}(\d{{1,2}}))?\s?月份?")
_MONTHS_ALONE = re.compile(rf"(?<![\d.第])()(\d{{1,2}})(?:\s?月?{_TO}(\d{{1,2}}))?\s?月份?(?![\u4e00-\u9fff])")
_YEAR = re.compile(rf"(\d{{4}})年度?(?!\d{{1,2}}(?:{_TO}\d{{1,2}})?月)")
_TABLE = re.compile(r"表(?=\d)")
_SUM_OF_OTHERS = re.compile(r"(?<=[^\s等])等(\d+)(项|家|个单位)[^\d，。；：]*之和$")
"""The end of a subject: of a sum all that a reader needs is whose it is, its sentence says what was added."""
_PARTS_OF_YEARS = "(?:first|second|third|fourth) quarter|(?:first|second) half|first three quarters"
_YEAR_BEFORE_PART = re.compile(rf"(\d{{4}}) ({_PARTS_OF_YEARS})(?! *[a-z])")
_OTHERS = re.compile(r"(?<=\S)等(?=\d)")
_NTH = re.compile(r"（之(\d+)）|第(\d+)(行|列|处|项)(?![\u4e00-\u9fff])")
_NTH_EN = {None: "no.", "行": "row", "列": "column", "处": "no.", "项": "item"}
_MARKS = {"、": ", ", "；": "; ", "：": ": ", "，": ", ", "。": ". ", "……": " ..."}
_BRACKETED = re.compile(r"（([^（）\u4e00-\u9fff]*)）")
"""Brackets of ours; those of a name (省（区、市）) hold Chinese."""


@lru_cache(maxsize=50_000)
def english(text: str) -> str:
    """``297件`` -> ``297 items``, ``县长信箱（2023年5月）`` -> ``county mailbox (May 2023)``."""
    if _CHINESE.search(text) is None:
        return text
    said = _steps(text, ("；", "、"))
    if said is None:
        parts = _QUOTED.split(text)
        said = _tidy("".join(part if _QUOTED.fullmatch(part) else _unquoted(part) for part in parts))
    return said.replace("about over ", "over ")  # 约3.4万余件


def _tidy(said: str) -> str:
    """No more blanks than English has, and no brackets around a period without a channel before it."""
    for found, instead in ((r" */ *(?=[^\d ])", "/"), (" {2,}", " "), (r" +([,;:.)])", r"\1"), (r"\( +", "(")):
        said = re.sub(found, instead, said)
    said = _YEAR_BEFORE_PART.sub(r"the \2 of \1", said)
    return re.sub(r"^\(([^()]*)\)(?!\s*[-+/=])", r"\1", said.strip())


def _steps(text: str, marks: tuple[str, ...]) -> str | None:
    """A step, or several between ``marks``, of which at least one is a step; ``None`` for anything else."""
    if (found := step_en(text)) is not None:
        template, fields = found
        return template.format(**{name: english(value) for name, value in fields.items()})
    if not marks:
        return None
    mark, *inner = marks
    parts = text.split(mark) if _QUOTED.search(text) is None else [text]
    said = [_steps(part, tuple(inner)) for part in parts]
    if all(one is None for one in said):
        return None
    return _MARKS[mark].join(english(part) if one is None else one for part, one in zip(parts, said, strict=True))


def _unquoted(text: str) -> str:
    text = _numbered().sub(lambda m: f" {_channels()[m[0]]} ", text)
    text = _SUM_OF_OTHERS.sub(lambda m: f" and others ({m[1]}{m[2].replace('个单位', '家')})", text)
    text = _OTHERS.sub(" and others, ", _NTH.sub(_nth, text))
    text = _months_in(_in_digits(text))
    text = re.sub(r"(\d{4})年起", r"since \1", text)
    text = _YEAR.sub(lambda m: f"{m[1]}{_before_digit(m)}", text)
    text = _counted().sub(_with_unit, text)
    text = re.sub(r"(?<=\d)的(?=\d)", ": ", text)
    text = re.sub(r"(?<=[\d%])至(?=\d)", " to ", _TABLE.sub("table ", text))
    text = _HAN.sub(lambda m: f" {said} " if (said := _word(m[0])) != m[0] else said, text)
    text = re.sub("|".join(map(re.escape, _MARKS)), lambda m: _MARKS[m[0]], text)
    text = _BRACKETED.sub(lambda m: f" ({m[1].strip()}) ", text)
    return re.sub(r"\s*＋\s*(?=\d)", " + ", text)


def _nth(m: re.Match[str]) -> str:
    """``（之2）`` -> ``(no. 2)``, ``第3行`` -> ``row 3``: how this project tells alike things apart."""
    return f" (no. {m[1]}) " if m[1] else f" {_NTH_EN[m[3]]} {m[2]} "


def _in_digits(text: str) -> str:
    """Shares, years, months and counts in words as figures: 百分之九十八点五, 二〇二三年, 七件."""
    text = _SHARE.sub(_share, text)
    text = _YEAR_IN_WORDS.sub(lambda m: str(chinese_integer(m[0])), text)
    text = _MONTH_IN_WORDS.sub(lambda m: str(chinese_integer(m[0])), text)
    return _count_in_words().sub(lambda m: f"{chinese_integer(m[1]) or m[1]}{m[2]}", text)


def _share(m: re.Match[str]) -> str:
    """A percentage in words; one tenth alone says no more than tenths (四成)."""
    number = parse_number(m[0])
    if number is None:
        return m[0]
    return f"{int(number.value) // 10} tenths" if number.step > 1 else f"{number.value}%"


def _months_in(text: str) -> str:
    text = _DAY.sub(_day, text)
    return _MONTHS_ALONE.sub(_months, _MONTHS.sub(_months, text))


def _day(m: re.Match[str]) -> str:
    month, year = int(m["month"]), m["year"]
    return f"{m['day']} {calendar.month_name[month]}{f' {year}' if year else ''}" if 1 <= month <= 12 else m[0]


def _months(m: re.Match[str]) -> str:
    year, first, last = m.groups()
    names = [calendar.month_name[int(number)] for number in (first, last) if number and 1 <= int(number) <= 12]
    return f"{' to '.join(names)} {year}".rstrip() + _before_digit(m) if names else m[0]


def _before_digit(m: re.Match[str]) -> str:
    """A blank where a figure stands right behind what was found."""
    return " " if m.string[m.end() : m.end() + 1].isdigit() else ""


@cache
def _units() -> str:
    return "|".join(sorted(load("english")["units"], key=len, reverse=True))


@cache
def _counted() -> re.Pattern[str]:
    """A figure with a unit, in ten thousands or with neither; 余 and 多 say that it is somewhat more."""
    times = "|".join(load("english")["times"])
    return re.compile(
        rf"(?<![\d.])(?P<n>\d[\d,]*(?:\.\d+)?)\s?(?P<times>{times})?(?P<more>[余多])?\s?(?P<unit>{_units()})?"
        r"(?![\u4e00-\u9fff])"
    )


@cache
def _count_in_words() -> re.Pattern[str]:
    return re.compile(rf"(?<![\u4e00-\u9fff])([{_NUMERALS}]+)({_units()})(?![\u4e00-\u9fff])")


def _with_unit(m: re.Match[str]) -> str:
    """``1.6万件`` -> ``1.6 × 10,000 items``: the digits stay as printed, because they say how exact a figure is."""
    n, times, more, unit = m["n"], m["times"], m["more"], m["unit"]
    said = f"over {n}" if more else n
    if times:
        said += f" × {load('english')['times'][times]}"
    if unit:
        one, several = load("english")["units"][unit]
        said += f" {one if n == '1' and not times and not more else several}"
    return said if times or more or unit else m[0]


@cache
def _names() -> dict[str, str]:
    """The English of whole words: what is counted, in print and in headers, channels, and the words of the file."""
    codes = {**vocabulary.metric_headers(), **vocabulary.metric_words(), **vocabulary.channel_words()}
    codes |= {metric_zh(code): code for code in vocabulary.metrics()}
    units = {unit: several for unit, (_, several) in load("english")["units"].items()}
    words: dict[str, str] = load("english")["words"]
    return units | {word: metric_en(code) for word, code in codes.items()} | words


@cache
def _channels() -> dict[str, str]:
    """The names that findings have for channels, with which a phrase of theirs begins, the longest first."""
    named = {channel_zh(code): metric_en(code) for code in vocabulary.load("channels")}
    named |= {name: load("english")["words"].get(name, name) for name in vocabulary.load("platforms")}
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


@cache
def _one_of_several() -> re.Pattern[str]:
    """A single one with the word for several: ``1 days``, ``1 working days``, and not the end of another number."""
    return re.compile(rf"(?<![\w.,/×+-])(?<!× )1 ({'|'.join(map(re.escape, _one_for_several()))})\b")


@cache
def _one_for_several() -> dict[str, str]:
    singulars = {several: one for one, several in load("english")["units"].values() if one != several}
    return singulars | dict(load("english")["counted_in_sentences"])


def in_number(sentence: str) -> str:
    """``1 days`` -> ``1 day``, wherever a template counts something of which there is one; quotations stay."""
    parts = _QUOTED.split(sentence)
    return "".join(
        part if _QUOTED.fullmatch(part) else _one_of_several().sub(lambda m: f"1 {_one_for_several()[m[1]]}", part)
        for part in parts
    )
