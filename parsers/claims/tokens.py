"""A sentence as tokens: numbers with their units, metrics, channels, periods, dates and the few words that tie them.

What belongs here: finding and naming spans. What does not: which number belongs to which metric (``measures``).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from parsers import vocabulary
from parsers.claims.words import words_pattern
from parsers.text.dates import find_dates
from parsers.text.numbers import COMPOUND, SCALE, PrintedNumber, half_width, parse_number
from parsers.text.periods import FoundPeriod, Period, find_periods, month, shifted


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit.

    ``kind`` is count, rate, points (百分点), times (倍), duration, rank (第3位), bare (no unit), foreign (money,
    people, areas) or too_long (more digits than a figure has; its value is no number).
    ``approximate``: 余 or 多 stands between number and unit.
    """

    number: PrintedNumber
    unit: str | None
    kind: str
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """Characters ``start`` to ``end`` of a sentence.

    ``kind``: number, metric, channel, period, date, each, respectively, part_of, comma (，), stop (；：), pause (、),
    neutral, ignored. ``value`` depends on it: a ``Number``, a code, a ``Period``, a date.
    """

    kind: str
    start: int
    end: int
    text: str
    value: Number | Period | dt.date | str | None = None


@cache
def _words() -> re.Pattern[str]:
    n = vocabulary.narrative()
    groups = {
        "neutral": n["neutral"],
        "channel": vocabulary.channel_words(),
        "metric": vocabulary.metric_words(),
        "each": n["each"],
        "respectively": n["respectively"],
        "part_of": n["part_of"],
    }
    # One alternation over all words, so that the longest wins whatever its kind (转办工单 over 转办).
    every = sorted(((w, kind) for kind, ws in groups.items() for w in ws), key=lambda pair: -len(pair[0]))
    kinds: dict[str, list[str]] = {}
    for word, kind in every:
        kinds.setdefault(f"{kind}_{len(word):02d}", []).append(_not_in_a_number(word))
    ordered = sorted(kinds, key=lambda name: -int(name.rsplit("_", 1)[1]))
    return re.compile("|".join(f"(?P<{name}>{'|'.join(kinds[name])})" for name in ordered))


def _not_in_a_number(word: str) -> str:
    """The pattern of a word, which with a digit at its ends (12345) is no part of a longer number."""
    before = r"(?<![\d.])" if word[0].isdigit() else ""
    return f"{before}{re.escape(word)}" + (r"(?!\d|\.\d)" if word[-1].isdigit() else "")


@cache
def _number_pattern() -> re.Pattern[str]:
    n = vocabulary.narrative()
    units = words_pattern([*n["count_units"], *n["duration_units"], *n["foreign_units"]])
    either = r"(?:[（(](?:次|件|条|起|批|人次|件次|个)[）)])?"  # 76件（次）: either unit, the first is kept
    aside = r"(?:[（(][\u4e00-\u9fff]{2,8}[）)](?=[件条封宗起]))?"  # 48（含复派）件
    arabic = r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d])"
    tenths = r"(?<![\d.])[一二两三四五六七八九1-9]成[一二三四五六七八九半]?(?!立|为|员|效|果|功|熟)"
    spelled = rf"百分之[零〇一二三四五六七八九十百点]+|{tenths}|一半|半数"
    chinese = r"[零〇一二三四五六七八九十百千两][零〇一二三四五六七八九十百千两万亿]*"
    return re.compile(
        rf"(?P<points>{arabic})\s*个?百分点"
        rf"|(?P<rate>{arabic}\s*%|{spelled})"
        rf"|(?P<times>{arabic}\s*[余多]?倍)"
        rf"|(?P<arabic>{COMPOUND}|{arabic})\s*(?P<myriad>{SCALE}?)(?P<more>[余多]?)\s*(?:{aside}(?P<unit>{units}){either})?"
        rf"|(?P<chinese>{chinese})(?P<more2>[余多]?)(?P<unit2>{units})"
    )


@cache
def _line() -> re.Pattern[str]:
    """The number of a telephone line that a name begins with (110联动, 12369专席); before a unit it is a figure."""
    n = vocabulary.narrative()
    units = words_pattern([*n["count_units"], *n["duration_units"], *n["foreign_units"]])
    return re.compile(
        rf"(?:1(?:10|19|20|22)|12[1-9]\d{{2}}|96\d{{3}})(?=[”」]?[\u4e00-\u9fff])(?!{units}|[万亿余多月%])"
    )


@cache
def _lines() -> re.Pattern[str]:
    """Such a number where no figure ends in its digits."""
    return re.compile(rf"(?<![\d.]){_line().pattern}")


@cache
def _run_in() -> re.Pattern[str]:
    """A list number run into the number of a telephone line behind it (2.12345热线): no decimal."""
    return re.compile(rf"^(?P<no>\s*\d{{1,2}})[.．、](?={_line().pattern})")


@cache
def _standings() -> re.Pattern[str]:
    """A place in an order (在全市排名第3位); 第3位 alone may be any third thing."""
    standing = f"(?:{words_pattern(vocabulary.narrative()['standings'])})"
    digits = r"\d{1,3}|[一二三四五六七八九十]{1,3}"
    moved = rf"(?:(?:由|从)?第?(?:{digits})[位名][^，,。；;：:\d]{{0,6}})?"
    return re.compile(
        rf"{standing}[^，,。；;：:\d]{{0,10}}?{moved}(?<!前)第?\s*(?P<rank>{digits})\s*(?P<unit>[位名])(?!的)"
        rf"|(?:{standing}|[量率])第\s*(?P<place>{digits})(?=\s*(?:[，,；;。）)]|、(?!第)|$))"
    )


_NOT_NUMBERS = re.compile(
    r"[〔\[(（]\s*(?:19|20)?\d{2,4}\s*[〕\])）]?\s*\d+\s*号"  # 〔2022〕2号
    r"|第\s*[\d一二三四五六七八九十百]+(?!\s*个?季)"  # 第15期, 第一; 第一季度 is a period
    r"|附件\s*[:：]?\s*\d+|附表\s*\d+|表\s*\d+"
    r"|(?<![\d.])\d{3,4}-\d{7,8}(?!\d)|(?<!\d)1\d{10}(?!\d)"  # telephone numbers
    r"|(?<=分类|类别|类型|大类)(?:共|共有|分为)?\d{1,2}[项类个种](?=[，,：:；;。])"  # a number of kinds
    r"|^\s*[（(]?\d{1,2}[）).、．](?!\d)"  # a list number
    r"|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"  # a time of day
    r"|(?:^\s*|截[至止]到?)\d{1,2}日(?=[\s，,电讯]|[上下]午|\d{1,2}[时点])"  # the 8日 of a month that is not said
)
# A period that no figure is of (比3月多35件): find_periods does not give it.
_HELD_AGAINST = re.compile(
    r"(?<=[较比])(?:(?:20\d{2}|[今去上])年)?\d{1,2}月(?:份)?(?!\s*\d{1,2}\s*日)|(?<=[较比])20\d{2}年"
)
_MONTH_END = re.compile(r"截[至止]到?\s*(?P<day>(?:(?P<year>20\d{2})\s*年\s*)?(?P<month>\d{1,2})\s*月\s*[底末])")
_FORMULA = re.compile(r"[×÷*/]\s*100\s*%")  # 按期办结率=按期办结数÷派单数×100%
_NAMED_DU = re.compile(r"(?<=[成丰宜于花首武新])都|都(?=[市匀江昌兰安])")  # 成都, 都江堰: a place, not all of them
_AVERAGES = ("平", "日", "周", "月", "年", "户", "人")  # 月均 is an average, not each month
_VERBS = ("received", "accepted", "handled", "forwarded", "replied", "completed")
_LIST_MARK = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十]+[）)]|第?[一二三四五六七八九十]+[、章节]|[一二三四五六七八九十]是|[（(]?\d{1,2}[）).、．](?!\d)"
    r"|【[^【】\d]{1,12}】)"
)
_PUNCTUATION = {"，": "comma", ",": "comma", "；": "stop", ";": "stop", "：": "stop", ":": "stop", "、": "pause"}
# Between digits a comma before three of them belongs to the number (1,321); elsewhere it parts (办理，321件).
_PUNCTUATION_PATTERN = re.compile(r"(?<!\d)[，,]|[，,；;：:、](?!\d{3}(?!\d))")


def _no_number(printed: str) -> PrintedNumber:
    return PrintedNumber(printed, Decimal("NaN"), Decimal(1), None)


def _number_token(m: re.Match[str], text: str) -> Token | None:
    n = vocabulary.narrative()
    if m["points"]:
        parsed = parse_number(m["points"])
        kind, unit, approximate = "points", "个百分点", False
    elif m["times"]:
        approximate = m["times"][-2] in "余多"
        parsed, kind, unit = parse_number(m["times"].rstrip("余多倍") + "倍"), "times", "%"
    elif m["rate"]:
        parsed, kind, unit, approximate = parse_number(m["rate"]), "rate", "%", False
    else:
        digits = f"{m['arabic']}{m['myriad']}" if m["arabic"] else m["chinese"]
        parsed, unit = parse_number(digits), m["unit"] or m["unit2"]
        approximate = bool(m["more"] or m["more2"])
        if unit is None:
            kind = "bare"
        elif unit in n["duration_units"] and unit not in n["count_units"]:
            kind, unit = "duration", n["duration_units"][unit]
        elif unit in n["count_units"]:
            kind = "count"
        else:
            kind = "foreign"
    printed = text[m.start() : m.end()]
    if parsed is None and m["arabic"] and kind == "count":  # longer than a figure can be; it is named as not read
        return Token("number", m.start(), m.end(), printed, Number(_no_number(printed), unit, "too_long"))
    if parsed is None:
        return None
    if m["chinese"] and unit in n["naming_units"]:
        return Token("ignored", m.start(), m.end(), printed)  # 二级责任单位, 三类工单: a name, no figure
    return Token("number", m.start(), m.end(), printed, Number(parsed, unit, kind, approximate))


def _as_of(text: str, start: int) -> bool:
    return text[:start].rstrip(" 到至自").endswith(("截", "截止")) or text[:start].endswith(("截至", "截止", "截止到"))


def _day_of_counting(day: dt.date, printed: str, reference: Period | None) -> dt.date:
    """A day without its year is of the year behind the period where it would lie before it (下半年…截至1月20日)."""
    if reference is None or day >= reference.start or re.search(r"\d{4}", printed):
        return day
    later = find_dates(printed, default_year=day.year + 1)
    return later[0].date if later and later[0].date is not None else day


# 上年 is the year before the one reported, but where it opens a sentence of its own (上年，共受理…).
_YEAR_HELD_AGAINST = re.compile(r"[较比与同](?:去年|上年)$")
_YEAR_OF_WRITING = re.compile(r"(?<![较比与同和跟])(?:今年|去年|上年(?=\s*[，,共]))(?!同期)")


def _as_written(text: str, found: FoundPeriod, reference: Period | None, written_on: dt.date | None) -> Period | None:
    """去年 alone is the year before the day of writing, and the year reported where that day is not known.

    Behind 比 and 较 it is the one before the period reported, as ``found`` has it; before a figure that a month or a
    quarter is held against, the same months of that year (较去年4158件增长44%).
    """
    if reference is None or found.period is None:
        return found.period
    is_year = reference.end is not None and (reference.end - reference.start).days > 360
    if not is_year and _YEAR_HELD_AGAINST.search(text[: found.end]) and re.match(r"的?\d", text[found.end :]):
        return shifted(reference, 12)
    if _YEAR_OF_WRITING.match(text, found.start) is None:
        return found.period
    if written_on is not None:
        year = Period(dt.date(written_on.year, 1, 1), dt.date(written_on.year, 12, 31))
        again = find_periods(found.printed, year)
        return again[0].period if len(again) == 1 else found.period
    opens = (
        re.match(r"(?:去年|上年)(?:全年|度)?\s*[，,共]", text.lstrip()) is not None and not text[: found.start].strip()
    )
    return reference if is_year and opens else found.period


def tokens(text: str, reference: Period | None, written_on: dt.date | None = None) -> list[Token]:
    """The tokens of one sentence in order, none overlapping; 本月 and 上月 are read against ``reference``.

    去年 and 今年 alone are those of ``written_on``, where that is known.
    A date after 截至 or 截止 is a ``date`` token; a day named otherwise (2月19日) is a ``period`` of one day.
    """
    normal = half_width(text).replace("\u00a0", " ").replace("\u3000", " ")
    normal = _run_in().sub(r"\g<no>、", normal)
    if reference is None and written_on is not None:
        reference = Period(dt.date(written_on.year, 1, 1), dt.date(written_on.year, 12, 31))
    found: list[Token] = []
    covered = bytearray(len(text))

    def take(token: Token) -> None:
        if not any(covered[token.start : token.end]):
            found.append(token)
            covered[token.start : token.end] = b"\x01" * (token.end - token.start)

    if (mark := _run_in().match(normal) or _LIST_MARK.match(normal)) and not any(
        w in mark.group() for w in vocabulary.channel_words()
    ):
        take(Token("stop", 0, mark.end(), text[: mark.end()]))
    for m in _standings().finditer(normal):
        at = "rank" if m["rank"] else "place"  # 排名第6, 位居全市第6位
        end = m.end("unit") if m["unit"] else m.end(at)
        if (number := parse_number(m[at])) is not None:
            take(Token("number", m.start(at), end, text[m.start(at) : end], Number(number, m["unit"], "rank")))
    for m in _NOT_NUMBERS.finditer(normal):
        take(Token("ignored", m.start(), m.end(), text[m.start() : m.end()]))
    for m in _lines().finditer(normal):
        if m.group() not in vocabulary.channel_words():
            take(Token("ignored", m.start(), m.end(), text[m.start() : m.end()]))
    for p in find_periods(text, reference):
        take(Token("period", p.start, p.end, p.printed, _as_written(text, p, reference, written_on)))
    for m in _MONTH_END.finditer(normal):
        year = int(m["year"]) if m["year"] else reference.start.year if reference else None
        if year is not None and 1 <= int(m["month"]) <= 12:
            take(
                Token("date", m.start("day"), m.end(), text[m.start("day") : m.end()], month(year, int(m["month"])).end)
            )
    for m in _FORMULA.finditer(normal):
        take(Token("ignored", m.start(), m.end(), text[m.start() : m.end()]))
    for d in find_dates(text, default_year=reference.start.year if reference else None):
        if d.date is None:
            take(Token("ignored", d.start, d.end, d.printed))
        elif _as_of(text, d.start):
            take(Token("date", d.start, d.end, d.printed, _day_of_counting(d.date, d.printed, reference)))
        else:
            take(Token("period", d.start, d.end, d.printed, Period(d.date, d.date)))
    for m in _HELD_AGAINST.finditer(normal):
        take(Token("ignored", m.start(), m.end(), text[m.start() : m.end()]))
    for m in _words().finditer(normal):
        kind = (m.lastgroup or "").rsplit("_", 1)[0]
        if (
            kind == "metric"
            and normal[m.end() : m.end() + 1] == "类"
            and vocabulary.metric_words()[m.group()] in _VERBS
        ):
            continue  # 诉求办理类 is a kind of request
        if m.group() == "广告类" and normal[: m.start()].endswith(vocabulary.narrative()["adverts_complained_of"]):
            continue  # 宣传广告类 is a kind of case, and no letters that advertise
        if m.group() == "都" and _NAMED_DU.match(normal, m.start()):
            continue
        if m.group() == "均" and normal[m.start() - 1 : m.start()] in _AVERAGES:
            continue
        codes = {"metric": vocabulary.metric_words(), "channel": vocabulary.channel_words()}.get(kind)
        take(Token(kind, m.start(), m.end(), text[m.start() : m.end()], codes[m.group()] if codes else None))
    for m in _number_pattern().finditer(normal):
        if m["rate"] in ("一半", "半数") and not re.search("占[^，,；;。：:]*$", normal[: m.start()]):
            continue  # 减少一半, 一半的单位: of what, is not said as of a share
        if (token := _number_token(m, text)) is not None:
            take(token)
    for m in _PUNCTUATION_PATTERN.finditer(normal):
        take(Token(_PUNCTUATION[m.group()], m.start(), m.end(), m.group()))
    return sorted(found, key=lambda t: t.start)
