"""Every count in running text, whatever it counts: 27家, 53个, 165户 as well as letters.

What belongs here: where such numbers stand, for arithmetic that needs no more than their order and punctuation. What
does not: what they count (``reading``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.claims.scope import Scope
from parsers.claims.sentence import Figure, Sentence, sentence_of
from parsers.claims.sentences import split_sentences
from parsers.records import UNASSIGNED, Claim

FEWEST = 3
"""Counts of a sentence below which none can be the sum of others."""
_MAYBE = re.compile(r"\d\s*(?![年月日时点])[\u4e00-\u9fff]")
_NAME = re.compile(
    r"(?:[一二三四五六七八九十]是|其中|共计?|合计|总计)*(?P<name>[^，,；;：:、。（）()\d]*?)(?:共?有|为|是|共计?|各)?$"
)


def printed_counts(text: str, locator: str, scope: Scope) -> Iterator[Claim]:
    """The exact counts of each sentence of a paragraph that prints several, as claims of the metric ``UNASSIGNED``,
    each labelled with the words right before it.
    """
    for offset, printed in split_sentences(text):
        if len(_MAYBE.findall(printed)) < FEWEST:
            continue
        sentence = sentence_of(printed, offset, locator, printed, scope.period, scope.written_on)
        figures = (sentence.figure(index) for index in range(len(sentence.tokens)))
        counts = [figure for figure in figures if figure is not None and _is_count(figure)]
        if len(counts) >= FEWEST:
            yield from (_claim(figure, sentence, scope) for figure in counts)


def _is_count(figure: Figure) -> bool:
    number = figure.number
    is_whole = number.number.value == number.number.value.to_integral_value() and not number.approximate
    return number.kind in ("count", "foreign") and is_whole and re.match(r"\d", figure.token.text) is not None


def _name(sentence: Sentence, figure: Figure) -> str | None:
    """The words right before a figure, without the period that they begin with (2024年第三季度理赔总额)."""
    dated = [t.end for t in sentence.between(0, figure.start, "period") if re.search(r"\d", t.text)]
    name = _NAME.search(sentence.text[dated[-1] if dated else 0 : figure.start])
    return (name["name"].strip() if name else "") or None


def _claim(figure: Figure, sentence: Sentence, scope: Scope) -> Claim:
    return Claim(
        metric=UNASSIGNED,
        printed=figure.token.text,
        value=figure.number.number.value,
        unit=figure.number.unit,
        stated_by=scope.stated_by,
        scope="whole",
        origin="narrative",
        quote=sentence.quote,
        locator=sentence.locator(figure),
        region_code=scope.region_code,
        channel=scope.channel,
        label=_name(sentence, figure),
        period_start=scope.period.start if scope.period else None,
        period_end=scope.period.end if scope.period else None,
    )
