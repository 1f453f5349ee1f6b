"""The words of the field as data, and their loader: every YAML here maps a code to the words that print it.

What belongs here: words, with the reason or the place they were seen where it is not plain. What does not: rules about
how words combine (``parsers.claims``, ``parsers.tables``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from parsers.vocabulary.narrative_words import checked_narrative


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: its code, ``kind`` (count, rate, duration, amount, text), default unit, if rows add up, its words."""

    code: str
    kind: str
    unit: str | None
    additive: bool
    printed: tuple[str, ...]
    headers: tuple[str, ...]


class _UniqueKeys(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A loader that refuses an entry printed twice, which YAML itself would resolve to the later one in silence.

    It is the one in C where PyYAML has it: ten times as fast.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise ValueError(f"{self.name}: line {line}: the entry {key.value!r} stands there twice")
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def read_words(text: str, file: str) -> Any:
    """The content of a file of words; an entry that it has twice is a ``ValueError`` naming file, line and entry."""
    loader = _UniqueKeys(text)
    loader.name = file
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


@cache
def load(name: str) -> Any:
    """The parsed content of ``<name>.yaml``; treat it as read-only."""
    text = files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return read_words(text, f"parsers/vocabulary/{name}.yaml")


@cache
def metrics() -> Mapping[str, Metric]:
    """All metrics by code."""
    return MappingProxyType(
        {
            code: Metric(code, m["kind"], m["unit"], m["additive"], tuple(m["printed"]), tuple(m["headers"]))
            for code, m in load("metrics").items()
        }
    )


def _inverted(words_by_code: Mapping[str, tuple[str, ...]], name: str) -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for code, words in words_by_code.items():
        for word in words:
            if codes.setdefault(word, code) != code:
                raise ValueError(
                    f"parsers/vocabulary/{name}.yaml: {word!r} stands under {codes[word]} and under {code}"
                )
    return MappingProxyType(codes)


@cache
def metric_words() -> Mapping[str, str]:
    """Printed word of a sentence -> metric code."""
    return _inverted({m.code: m.printed for m in metrics().values()}, "metrics")


@cache
def metric_headers() -> Mapping[str, str]:
    """Printed column header -> metric code."""
    return _inverted({m.code: m.headers for m in metrics().values()}, "metrics")


@cache
def channel_words() -> Mapping[str, str]:
    """Printed channel -> channel code. A mailbox on the website of a government is that mailbox (政府网站县长信箱)."""
    words = _inverted({code: tuple(words) for code, words in load("channels").items()}, "channels")
    mailboxes = {word: code for word, code in words.items() if word.endswith("信箱")}
    sites = load("channels")["website"]
    return {**words, **{f"{site}{word}": code for site in sites for word, code in mailboxes.items()}}


@cache
def platform_words() -> Mapping[str, str]:
    """Printed platform that no channel code names -> its name in findings."""
    return _inverted({name: tuple(words) for name, words in load("platforms").items()}, "platforms")


@cache
def column_words() -> Mapping[str, str]:
    """Printed column header -> serial, label, note or text."""
    kinds = ("serial", "label", "note", "text")
    return _inverted({kind: tuple(load("columns")[kind]) for kind in kinds}, "columns")


@cache
def narrative() -> Mapping[str, Any]:
    """The words that structure sentences (``narrative.yaml``), checked: a tuple of words for each entry."""
    return checked_narrative(load("narrative"))
