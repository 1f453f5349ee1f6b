"""Counting practices that can explain a sum that does not fit, from ``rules/practices.yaml``.

What belongs here: the data of practices and whether a document rules one out. What does not: when a sum fits a practice
(``column_sums``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parsers.vocabulary import metrics
from pipelines.audit.finding import Audited
from pipelines.audit.rules import BadRule, field


@dataclass(frozen=True, slots=True)
class Practice:
    """A counting practice: ``volume`` are the metrics it raises, ``ruled_out_by`` the words that exclude it."""

    name: str
    zh: str
    en: str
    volume: frozenset[str]
    ruled_out_by: tuple[str, ...]


@cache
def practice(name: str) -> Practice:
    """A practice by name. Raises ``BadRule`` for a field that is missing or a metric that is not in the vocabulary."""
    entry = field("practices", name)
    missing = {"zh", "en", "volume", "ruled_out_by"} - entry.keys()
    if missing:
        raise BadRule(f"pipelines/audit/rules/practices.yaml: {name}: {', '.join(sorted(missing))} missing")
    unknown = sorted(set(entry["volume"]) - metrics().keys())
    if unknown:
        raise BadRule(
            f"pipelines/audit/rules/practices.yaml: {name}.volume: {', '.join(unknown)} not in the vocabulary"
        )
    return Practice(name, entry["zh"], entry["en"], frozenset(entry["volume"]), tuple(entry["ruled_out_by"]))


def is_ruled_out(found: Practice, audited: Audited) -> bool:
    """Whether a note under a table or the text says that the document does not count this way."""
    printed = [audited.full_text, *(text for t in audited.tables for text, _ in t.notes)]
    squeezed = [re.sub(r"\s", "", text) for text in printed]
    return any(words in text for words in found.ruled_out_by for text in squeezed)
