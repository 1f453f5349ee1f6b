"""Units that a text names or counts in words: praised, criticised, without requests, "some units".

They are claims with a text value and no number. What belongs here: the shapes of such sentences. What does not:
the words (``parsers/vocabulary/named_units.yaml``), figures (``sentences``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from parsers import vocabulary
from parsers.claims.cells import channel_in
from parsers.claims.scope import Scope
from parsers.claims.sentences import split_sentences
from parsers.claims.words import words_pattern
from parsers.records import Claim
from parsers.text.numbers import half_width
from parsers.vocabulary.checked import words

_FILE = "parsers/vocabulary/named_units.yaml"
_NAME = r"[\u4e00-\u9fff（）()“”]+?"


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns made of the words of ``named_units.yaml``."""

    listed: tuple[tuple[str, re.Pattern[str]], ...]
    good_work: re.Pattern[str]
    praise: re.Pattern[str]
    zero: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]
    case: re.Pattern[str]
    fault: re.Pattern[str]
    some: re.Pattern[str]
    bad_measures: re.Pattern[str]
    volumes: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = vocabulary.load("named_units")
    word = {entry: f"(?:{words_pattern(words(data[entry], _FILE, entry))})" for entry in data}
    name = _NAME + word["unit_endings"]
    names = rf"(?P<list>{name}(?:[、，,；;和及]+\s*{name})*)"
    noun = rf"{word['unit_kinds']}?{word['unit_nouns']}"
    and_more = rf"(?:等(?:\d+|[一二三四五六七八九十]+)?[个家]?(?:{noun})?)?"
    ends = r"(?=等|[。；;（(，,\s]|$)"
    listed = []
    for metric, entry, verb in (("commended", "praised", "表扬"), ("criticised", "criticised", "批评")):
        listed += [
            (metric, rf"{word[entry]}的(?P<kind>[^：:，。]{{0,10}}?)(?:(?:有|是|为)[：:]?|[：:])\s*{names}{ends}"),
            (metric, rf"(?:^|[，,；;])\s*对{names}{and_more}(?:予以|给予|提出|进行)?(?:全[县市区])?(?:通报)?{verb}"),
            (metric, rf"(?:^|[，,；;])\s*(?:通报)?{verb}[：:]?{names}{ends}"),
            (metric, rf"(?:^|[，,；;])\s*{names}{and_more}{word['work']}(?:情况|工作|质量)?{word[entry]}"),
            (metric, rf"(?:^|[，,；;])\s*{names}{and_more}被(?:全[县市区])?(?:通报)?{verb}"),
        ]
    return _Patterns(
        listed=tuple((metric, re.compile(pattern)) for metric, pattern in listed),
        good_work=re.compile(rf"^{names}{and_more}(?={word['deeds']})"),
        praise=re.compile(word["commended_in"]),
        zero=(
            # Between the names and 零诉求 stands when (本季度), no other clause and no figure.
            re.compile(rf"(?:其中[，,]?)?{names}{and_more}[^，。；\d]{{0,12}}?{word['zero']}(?!的?{noun})"),
            # Behind a clause on what they did (积极为群众排忧解难) it is said of the same units.
            re.compile(
                rf"(?:^|[。；])\s*(?:其中[，,]?)?{names}{and_more}(?={word['deeds']})[^，,。；\d]{{0,30}}[，,]"
                rf"[^，,。；\d]{{0,16}}?{word['zero']}(?!的?{noun})"
            ),
            re.compile(rf"{word['zero']}的?(?:{noun})(?:有|是|为)?[：:]\s*{names}{ends}"),
        ),
        none=(
            re.compile(
                # 无诉求的单位共有6家 counts them.
                rf"(?:没有(?:出现|发生|产生)?|未(?:出现|发生|产生)|无)(?P<what>[\u4e00-\u9fff（）()]{{2,20}}?)的{noun}"
                r"(?![共有为是\s]*\d)"
            ),
            re.compile(
                rf"(?:各|所有|全部){noun}均?(?:没有|未)(?:出现|发生|产生)(?P<what>[\u4e00-\u9fff]{{2,12}}?)(?:现象|情况|问题)"
            ),
        ),
        case=re.compile(rf"^{word['example']}[：:]?(?P<list>{name}(?:[、和及]\s*{name})*)(?P<rest>[^。；]*)"),
        fault=re.compile(word["faults"]),
        bad_measures=re.compile(f"{word['bad_measures']}$"),
        volumes=re.compile(f"{word['volumes']}$"),
        some=re.compile(rf"(?P<some>{word['some']})(?P<noun>{noun})(?P<rest>[^；;。]*)"),
    )


def _claim(metric: str, names: str, quote: str, locator: str, said: Scope, **fields: object) -> Claim:
    base: dict[str, object] = {
        "metric": metric,
        "printed": names,
        "value": None,
        "unit": None,
        "value_text": names,
        "agency": names,
        "scope": "unit",
        "origin": "narrative",
        "quote": quote,
        "locator": locator,
        "stated_by": said.stated_by,
        "region_code": said.region_code,
        "channel": said.channel,
        "attributed_to": said.attributed_to,
        "period_start": said.period.start if said.period else None,
        "period_end": said.period.end if said.period else None,
        "as_of": said.as_of,
        "confidence": 0.9,
    }
    return Claim(**(base | fields))  # type: ignore[arg-type]


def what_is_said(text: str) -> str | None:
    """What is said of a unit: the first clause that is not only when or in what (收到转办件后, 在办理过程中)."""
    for clause in re.split(r"[，,]", text):
        words = re.sub(r"^(?:在|就)[^，,]*?(?:中|时|方面)(?=[\u4e00-\u9fff])", "", clause.strip())
        if words and not re.fullmatch(r"(?:在|收到|接到|对)?.*(?:后|中|(?<![及按准限])时|方面)", words):
            return words
    return None


def named_units(text: str, locator: str, scope: Scope, *, problems: bool) -> list[Claim]:
    """Claims about units named in a paragraph; ``problems`` is true in a section on what went wrong (存在问题)."""
    claims: list[Claim] = []
    patterns = _patterns()
    for offset, sentence in split_sentences(text):
        quote = sentence.strip()
        lead = len(sentence) - len(sentence.lstrip())

        def place(m: re.Match[str], group: str, shift: int = offset) -> str:
            return f"{locator}:{shift + m.start(group)}-{shift + m.end(group)}"

        for metric, pattern in patterns.listed:
            for m in pattern.finditer(sentence):
                if (said := _as_measured(metric, sentence[: m.start()])) is None:
                    continue
                label = (m.groupdict().get("kind") or "").strip() or None
                claims.append(_claim(said, m["list"], quote, place(m, "list"), scope, label=label))
        if patterns.praise.search(sentence) and (m2 := patterns.good_work.match(quote)):
            quoted = re.search(r"“([^”]+)”", quote)
            what = quoted.group(1) if quoted else None
            claims.append(
                _claim("commended", m2["list"], quote, place(m2, "list", offset + lead), scope, category=what)
            )
        for pattern in patterns.zero:
            for m in pattern.finditer(sentence):
                names = re.sub(r"^其中[，,]?", "", m["list"])
                claims.append(_claim("zero_requests", names, quote, place(m, "list"), scope))
        for pattern in patterns.none:
            for m in pattern.finditer(sentence):
                claims.append(_no_unit(m["what"], quote, place(m, "what"), scope))
        if not problems:
            continue
        if (m2 := patterns.case.match(quote)) and patterns.fault.search(m2["rest"]):
            about = replace(scope, channel=channel_in(half_width(quote)) or scope.channel)
            fault = what_is_said(m2["rest"])
            claims.append(
                _claim("criticised", m2["list"], quote, place(m2, "list", offset + lead), about, category=fault)
            )
        for m in patterns.some.finditer(sentence):
            some = {"agency": None, "category": what_is_said(m["rest"]), "qualifier": "qualitative", "scope": "whole"}
            claims.append(_claim("units", m["some"] + m["noun"], quote, place(m, "some"), scope, **some))
    return claims


def _as_measured(metric: str, before: str) -> str | None:
    """Whether units are commended or criticised by a word of degree: it is turned round behind a measure of what went
    wrong (不满意率较高), and says neither of a volume (``None``).
    """
    patterns = _patterns()
    if patterns.volumes.search(before):
        return None
    if patterns.bad_measures.search(before) is None:
        return metric
    return "criticised" if metric == "commended" else "commended"


def _no_unit(what: str, quote: str, locator: str, scope: Scope) -> Claim:
    """没有出现逾期的单位: none of the units did ``what``."""
    zero = Decimal(0)
    none = {"agency": None, "value": zero, "unit": "家", "value_text": None, "category": what, "scope": "whole"}
    return _claim("units", "无", quote, locator, scope, low=zero, high=zero, **none)
