"""Promises: sentences in which an office says what it will do or does as a rule, to be looked at again later.

What belongs here: finding the sentence and its date. What does not: whether it was kept (that needs later records).
The patterns are data: ``parsers/vocabulary/commitments.yaml``.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from parsers import vocabulary
from parsers.claims.sentences import split_sentences
from parsers.claims.words import words_pattern
from parsers.records import Commitment
from parsers.vocabulary.checked import words

_FILE = "parsers/vocabulary/commitments.yaml"


@cache
def _rules() -> tuple[tuple[re.Pattern[str], tuple[str, ...], int], ...]:
    rules = vocabulary.load("commitments")["promises"].items()
    return tuple(
        (
            re.compile(rule["pattern"]),
            words(rule["about"], _FILE, f"{code}.about") if "about" in rule else (),
            rule["recheck_days"],
        )
        for code, rule in rules
    )


@cache
def _excuse() -> re.Pattern[str]:
    data = vocabulary.load("commitments")
    reasons, failings = (words_pattern(words(data[name], _FILE, name)) for name in ("reasons", "failings"))
    return re.compile(rf"^\s*{reasons}|{failings}")


def _is_excuse(sentence: str, m: re.Match[str]) -> bool:
    """Whether the clause of a promise gives a reason or says what was not done."""
    start = max(sentence.rfind(mark, 0, m.start()) for mark in "，,；;。") + 1
    return _excuse().search(sentence[start : m.end()]) is not None


def commitments(text: str, locator: str, *, region_code: str | None, promised_on: dt.date | None) -> list[Commitment]:
    """The promises of one paragraph; ``recheck_on`` is unknown where the day of the promise is."""
    found = []
    for offset, sentence in split_sentences(text):
        for pattern, about, days in _rules():
            for m in pattern.finditer(sentence):
                if (about and not any(word in m.group() for word in about)) or _is_excuse(sentence, m):
                    continue
                found.append(
                    Commitment(
                        region_code=region_code,
                        quote=m.group().strip(" ，,"),
                        promised_on=promised_on,
                        recheck_on=promised_on + dt.timedelta(days=days) if promised_on else None,
                        locator=f"{locator}:{offset + m.start()}-{offset + m.end()}",
                    )
                )
    return found
