"""Labels of letters: which printed words label which field, by ``parsers/vocabulary/labels.yaml``.

What belongs here: knowing a label. What does not: finding labels on a page, and what becomes of their values
(``parsers.letters``, ``parsers.reply_blocks``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from parsers.text.dates import plain
from parsers.vocabulary import load
from parsers.vocabulary.checked import codes_of_words, patterns, words

LABELS_FILE = "parsers/vocabulary/labels.yaml"
LONG_FIELDS = ("body", "reply")
"""The fields that hold texts."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The content of ``labels.yaml``; labels are as ``label_key`` gives them."""

    fields: Mapping[str, str]
    fallback: Mapping[str, tuple[str, ...]]
    status_or_reply: frozenset[str]
    person: frozenset[str]
    askers: frozenset[str]
    by_writer: frozenset[str]
    ignored: frozenset[str]
    header_pairs: frozenset[tuple[str, str]]
    public_words: Mapping[str, bool]
    confidentiality: tuple[re.Pattern[str], ...]
    below_texts: tuple[re.Pattern[str], ...]

    def knows(self, label: str) -> bool:
        """Whether a label, as ``label_key`` gives it, is in the vocabulary at all."""
        return (
            label in self.fields
            or label in self.fallback
            or label in self.status_or_reply
            or label in self.person
            or label in self.ignored
        )


def label_key(printed: str) -> str:
    """A label for comparison: blanks, colon and frame removed, half-width, lower case."""
    return re.sub(r"[\s:*【】\[\]]+", "", plain(printed)).lower()


def knows_label(printed: str) -> bool:
    """Whether printed words are a label of letters, whatever it labels."""
    return letter_labels().knows(label_key(printed))


def labels_text(printed: str) -> bool:
    """Whether printed words label the text of a letter or of a reply."""
    return letter_labels().fields.get(label_key(printed)) in LONG_FIELDS


def _fallback_fields(data: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for field, labels in data.items():
        for label in words(labels, LABELS_FILE, f"fallback.{field}"):
            fields[label_key(label)] = (*fields.get(label_key(label), ()), field)
    return MappingProxyType(fields)


@cache
def letter_labels() -> Labels:
    """The vocabulary of labels; ``ValueError`` names the entry that is wrong."""
    data = load("labels")
    public = data["is_public"]

    def keys(entry: str) -> frozenset[str]:
        return frozenset(map(label_key, words(data[entry], LABELS_FILE, entry)))

    return Labels(
        fields=MappingProxyType({label_key(k): v for k, v in codes_of_words(data["fields"], LABELS_FILE).items()}),
        fallback=_fallback_fields(data["fallback"]),
        status_or_reply=keys("status_or_reply"),
        person=keys("person") | keys("askers"),
        askers=keys("askers"),
        by_writer=keys("by_writer"),
        ignored=keys("ignored") | keys("by_writer"),
        header_pairs=frozenset((label_key(a), label_key(b)) for a, b in data["header_pairs"]),
        public_words=MappingProxyType(
            dict.fromkeys(words(public["yes_words"], LABELS_FILE, "is_public.yes_words"), True)
            | dict.fromkeys(words(public["no_words"], LABELS_FILE, "is_public.no_words"), False)
        ),
        confidentiality=patterns(data["confidentiality"], LABELS_FILE, "confidentiality"),
        below_texts=patterns(data["below_texts"], LABELS_FILE, "below_texts"),
    )
