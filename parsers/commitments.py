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
from parsers.records import Commitment


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], int], ...]:
    rules = vocabulary.load("commitments").values()
    return tuple((re.compile(rule["pattern"]), rule["recheck_days"]) for rule in rules)


def commitments(text: str, locator: str, *, region_code: str | None, promised_on: dt.date | None) -> list[Commitment]:
    """The promises of one paragraph; ``recheck_on`` is unknown where the day of the promise is."""
    found = []
    for offset, sentence in split_sentences(text):
        for pattern, days in _patterns():
            for m in pattern.finditer(sentence):
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
