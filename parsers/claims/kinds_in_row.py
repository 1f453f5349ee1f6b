"""Kinds of requests one after the other (受理投诉40件、举报12件): the first is a kind, too, and not all of them.

What belongs here: knowing such a row by what stands between its figures. What does not: lists behind 其中 and names of
other parts (``parts``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from parsers import vocabulary
from parsers.claims.sentence import Sentence
from parsers.claims.words import any_of, words_pattern
from parsers.records import Claim


@cache
def _kind_before() -> re.Pattern[str]:
    """A kind of requests that a text ends in, with what may follow it before its figure."""
    kinds = words_pattern(vocabulary.load("columns")["kinds_of_requests"])
    return re.compile(rf"(?P<kind>{kinds})类?{any_of('items')}?[共为有计]?\s*$")


def name_first_kinds(sentence: Sentence, claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a sentence, with the name of its kind for a count before those of other kinds of its metric; one
    that those add up to is the whole of them (投诉52件，咨询40件、求助12件).
    """
    named = list(claims)
    for at, claim in enumerate(named):
        kind = _kind_of(sentence, claim)
        if kind is None or claim.category or claim.agency or claim.channel == "combined":
            continue
        row = _others_behind(sentence, claim, kind, named[at + 1 :])
        if row and sum(other.value or 0 for other in row) != claim.value:
            named[at] = replace(claim, category=kind, scope=row[0].scope)
    return named


def _kind_of(sentence: Sentence, claim: Claim) -> str | None:
    before = _kind_before().search(sentence.text[: sentence.place_of(claim)])
    return None if before is None or claim.unit == "%" else before["kind"]


def _others_behind(sentence: Sentence, claim: Claim, kind: str, others: Sequence[Claim]) -> list[Claim]:
    """The counts of other kinds that follow on a count, with nothing between but their names."""
    found: list[Claim] = []
    end = sentence.place_of(claim) + len(claim.printed)
    for other in others:
        gap = sentence.text[end : sentence.place_of(other)]
        name = other.category or ""
        if other.metric != claim.metric or _kind_of(sentence, other) != name or name == kind:
            break
        if not re.fullmatch(
            rf"\s*(?:[、，,；;和及]|以及)?\s*{re.escape(name)}类?{any_of('items')}?[共为有计]?\s*", gap
        ):
            break
        found.append(other)
        end = sentence.place_of(other) + len(other.printed)
    return found
