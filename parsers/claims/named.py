"""Units that a text names or counts in words: praised, criticised, without requests, "some units".

They are claims with a text value and no number. What belongs here: finding the sentence pattern and the list of names.
What does not: figures (``sentences``).
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from parsers import vocabulary
from parsers.claims.cells import channel_in
from parsers.claims.sentences import Scope, split_sentences
from parsers.claims.tokens import words_pattern
from parsers.records import Claim

_NAME = r"[\u4e00-\u9fff（）()“”]+?"
_UNIT = r"(?:局|委|办|镇|乡|街道|街道办|街道办事处|中心|大队|公司|政府|办公室|林区|林场|特场|农场|开发区|管委会)"
_LIST = rf"{_NAME}{_UNIT}(?:[、，,；;和及]+\s*{_NAME}{_UNIT})*"
_AFTER_COLON = re.compile(
    rf"(?:较好|好|突出|良好|先进|表扬)的(?P<kind>[^：:，。]{{0,10}})(?:有|是|为)?[：:]\s*(?P<list>{_LIST})(?=等|[。；;（(，,\s]|$)"
)
_GOOD_WORK = re.compile(rf"^(?P<list>{_LIST})(?=能|在|积极|高度|认真)")
_ZERO = re.compile(rf"(?:其中[，,]?)?(?P<list>{_LIST})[^。]*?(?:零诉求|零投诉|零来件|无来件|没有来件)")
_NONE = re.compile(
    r"(?:没有(?:出现|发生|产生)?|未(?:出现|发生|产生)|无)(?P<what>[\u4e00-\u9fff（）()]{2,20}?)的(?:单位|部门|镇街)"
)
_CASE = re.compile(rf"^(?:例|譬|比)?如(?P<list>{_NAME}{_UNIT})(?P<rest>[^。；]*)")
_SOME = re.compile(
    r"(?P<some>个别|多数|少数|部分|绝大多数|大多数|有的)(?P<noun>单位|部门|镇街|乡镇)(?P<rest>[^；;。]*)"
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
        if words and not re.fullmatch(r"(?:在|收到|接到|对)?.*(?:后|中|时|方面)", words):
            return words
    return None


def named_units(text: str, locator: str, scope: Scope, *, problems: bool) -> list[Claim]:
    """Claims about units named in a paragraph; ``problems`` is true in a section on what went wrong (存在问题)."""
    claims: list[Claim] = []
    words = vocabulary.narrative()
    for offset, sentence in split_sentences(text):
        quote = sentence.strip()
        lead = len(sentence) - len(sentence.lstrip())

        def place(m: re.Match[str], group: str, shift: int = offset) -> str:
            return f"{locator}:{shift + m.start(group)}-{shift + m.end(group)}"

        for m in _AFTER_COLON.finditer(sentence):
            claims.append(
                _claim("commended", m["list"], quote, place(m, "list"), scope, label=f"{m['kind']}".strip() or None)
            )
        if re.search(words_pattern(words["commended_in"]), sentence) and (m2 := _GOOD_WORK.match(quote)):
            quoted = re.search(r"“([^”]+)”", quote)
            what = quoted.group(1) if quoted else None
            claims.append(
                _claim("commended", m2["list"], quote, place(m2, "list", offset + lead), scope, category=what)
            )
        for m in _ZERO.finditer(sentence):
            names = re.sub(r"^其中[，,]?", "", m["list"])
            claims.append(_claim("zero_requests", names, quote, place(m, "list"), scope))
        for m in _NONE.finditer(sentence):
            none = {
                "agency": None,
                "value": Decimal(0),
                "unit": "家",
                "value_text": None,
                "category": m["what"],
                "scope": "whole",
            }
            claims.append(
                _claim("units", "无", quote, place(m, "what"), scope, low=Decimal(0), high=Decimal(0), **none)
            )
        if not problems:
            continue
        if (m2 := _CASE.match(quote)) and re.search(words_pattern(words["criticised_in"]), m2["rest"]):
            about = replace(scope, channel=channel_in(quote) or scope.channel)
            fault = what_is_said(m2["rest"])
            claims.append(
                _claim("criticised", m2["list"], quote, place(m2, "list", offset + lead), about, category=fault)
            )
        for m in _SOME.finditer(sentence):
            some = {"agency": None, "category": what_is_said(m["rest"]), "qualifier": "qualitative", "scope": "whole"}
            claims.append(_claim("units", m["some"] + m["noun"], quote, place(m, "some"), scope, **some))
    return claims
