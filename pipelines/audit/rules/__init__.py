"""Word lists and pairings that the checks against the record use, one YAML a check module, and their loader.

What belongs here: data with its reason in a comment. What does not: metrics, channels and qualifiers
(``parsers/vocabulary``) and the sentences of findings (``pipelines/audit/statements``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


class BadRule(ValueError):
    """A rule file that cannot be used; the message names file and field, and what was expected."""


def _place(module: str, field: str) -> str:
    return f"pipelines/audit/rules/{module}.yaml: {field}"


@cache
def load(module: str) -> Mapping[str, Any]:
    """The fields of ``<module>.yaml``; treat them as read-only. Raises ``BadRule`` when the file is not a mapping."""
    content = yaml.safe_load(files(__name__).joinpath(f"{module}.yaml").read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise BadRule(
            f"pipelines/audit/rules/{module}.yaml: a mapping of fields expected, got {type(content).__name__}"
        )
    return content


def field(module: str, name: str) -> Any:
    """One field of a rule file. Raises ``BadRule`` when it is missing."""
    rules = load(module)
    if name not in rules:
        raise BadRule(f"{_place(module, name)}: missing; the file has {', '.join(rules)}")
    return rules[name]


@cache
def words(module: str, name: str) -> tuple[str, ...]:
    """A field that is a list of words. Raises ``BadRule`` when it is not, or when it is empty."""
    value = field(module, name)
    if not isinstance(value, list) or not value or not all(isinstance(word, str) and word for word in value):
        raise BadRule(f"{_place(module, name)}: a list of words expected, got {value!r}")
    return tuple(value)


@cache
def lists(module: str, name: str) -> Mapping[str, tuple[str, ...]]:
    """A field that maps each word to a list of words. Raises ``BadRule`` naming the entry that is not."""
    value = field(module, name)
    if not isinstance(value, dict):
        raise BadRule(f"{_place(module, name)}: a mapping of lists expected, got {value!r}")
    for key, entry in value.items():
        if not isinstance(entry, list) or not all(isinstance(word, str) and word for word in entry):
            raise BadRule(f"{_place(module, name)}.{key}: a list of words expected, got {entry!r}")
    return {str(key): tuple(entry) for key, entry in value.items()}
