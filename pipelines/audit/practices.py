"""Counting practices that can explain a sum that does not fit, from ``rules/practices.yaml``.

What belongs here: the data of practices and whether a document rules one out. What does not: when a sum fits a practice
(``column_sums``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from parsers.vocabulary import metrics
from pipelines.audit.finding import Audited
from pipelines.audit.rules import BadRule, field


@dataclass(frozen=True, slots=True)
class Practice:
    """A counting practice: ``volume`` are the metrics it raises, ``stated_by`` the patterns of a note that states it,
    ``ruled_out_by`` the words that exclude it.
    """

    name: str
    zh: str
    en: str
    volume: frozenset[str]
    stated_by: tuple[re.Pattern[str], ...]
    ruled_out_by: tuple[str, ...]


@cache
def practice(name: str) -> Practice:
    """A practice by name. Raises ``BadRule`` for a field that is missing or a metric that is not in the vocabulary."""
    entry = field("practices", name)
    missing = {"zh", "en", "volume", "stated_by", "ruled_out_by"} - entry.keys()
    if missing:
        raise BadRule(f"pipelines/audit/rules/practices.yaml: {name}: {', '.join(sorted(missing))} missing")
    unknown = sorted(set(entry["volume"]) - metrics().keys())
    if unknown:
        raise BadRule(
            f"pipelines/audit/rules/practices.yaml: {name}.volume: {', '.join(unknown)} not in the vocabulary"
        )
    return Practice(
        name,
        entry["zh"],
        entry["en"],
        frozenset(entry["volume"]),
        tuple(_pattern(name, text) for text in entry["stated_by"]),
        tuple(entry["ruled_out_by"]),
    )


def _pattern(name: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        place = f"pipelines/audit/rules/practices.yaml: {name}.stated_by"
        raise BadRule(f"{place}: {text!r}: a regular expression expected, {error}") from error


@lru_cache(maxsize=8)
def printed_texts(audited: Audited) -> tuple[str, ...]:
    """The notes under tables and then the text, without white space."""
    printed = [*(text for t in audited.tables for text, _ in t.notes), audited.full_text]
    return tuple(re.sub(r"\s", "", text) for text in printed)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a place, without the 注： before it."""
    before, after = re.split(r"[。；：:]", text[:start])[-1], re.split(r"[。；]", text[end:])[0]
    return f"{before[-_QUOTED:]}{text[start:end]}{after[:_QUOTED]}"


_QUOTED = 40
"""How many characters before and behind its pattern a note is quoted with, where no stop ends it."""


def is_ruled_out(found: Practice, audited: Audited) -> bool:
    """Whether a note under a table or the text says that the document does not count this way."""
    texts: Iterable[str] = printed_texts(audited)
    for pattern in found.stated_by:
        texts = [pattern.sub("", text) for text in texts]
    return any(words in text for words in found.ruled_out_by for text in texts)


def stated(found: Practice, audited: Audited) -> str | None:
    """The sentence by which a note under a table or the text says that the document counts this way; ``None`` where
    there is none, or where the document says the opposite too.
    """
    matches = ((text, match) for text in printed_texts(audited) for p in found.stated_by if (match := p.search(text)))
    said = next((_sentence(text, match.start(), match.end()) for text, match in matches), None)
    return None if said is None or is_ruled_out(found, audited) else said


@lru_cache(maxsize=8)  # every table asks for it
def why_rows_exceed(audited: Audited) -> str | None:
    """The sentence by which a note under a table or the text says why the rows of a table may add up to more than its
    total: each unit counts what it handled with others, or the total counts the same person or item once.
    """
    return stated(practice("joint_handling"), audited) or stated(practice("counted_once"), audited)
