"""The templates of ``statements/*.yaml``, each in Chinese and in English, and the steps of findings made of them.

What belongs here: loading them, and telling a step in either language. What does not: the sentences of findings, which
are told once in both languages (``finding.say``), and the English of figures (``english``). A step is stored in Chinese
alone, beside arithmetic that has no language; its template says what its English is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter

import yaml

STEPS = "steps"
_FIGURE = r"[^\u4e00-\u9fff；]+?"
_FIELDS = {
    "quantity": r"[-+]?[\d０-９〇一二两三四五六七八九十百千][^；、，]{0,15}?",
    "basis": "上期|上年同期|所比之数",
    "title": "《[^》]*》(?:（[^（）]*）)?",
    "workdays": r"-?\d+|（历法未覆盖）",
    **dict.fromkeys(("formula", "length", "printed", "whose"), "[^；]+?"),
}
"""What a field of a step may hold: a figure with its unit, words, or else (``_FIGURE``) no Chinese at all."""


@cache
def templates(module: str) -> Mapping[str, Mapping[str, str]]:
    """The cases of ``statements/<module>.yaml``; treat them as read-only."""
    path = files("pipelines.audit").joinpath("statements", f"{module}.yaml")
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def step(case: str, **figures: object) -> str:
    """A line of arithmetic or a short result in Chinese, from ``statements/steps.yaml``."""
    return templates(STEPS)[case]["zh"].format(**figures)


@dataclass(frozen=True, slots=True)
class _Step:
    pattern: re.Pattern[str]
    en: str


@cache
def _steps() -> tuple[_Step, ...]:
    """Those that say most first, so that a line is not taken for a shorter one with words in a field."""
    made = [(_words_of(case["zh"]), _Step(_pattern(case["zh"]), case["en"])) for case in templates(STEPS).values()]
    return tuple(found for _, found in sorted(made, key=lambda pair: -pair[0]))


def _words_of(template: str) -> int:
    return sum(len(literal) for literal, *_ in Formatter().parse(template))


def _pattern(template: str) -> re.Pattern[str]:
    fields = (
        re.escape(literal) + (f"(?P<{name}>{_FIELDS.get(name, _FIGURE)})" if name else "")
        for literal, name, *_ in Formatter().parse(template)
    )
    return re.compile("".join(fields))


@cache
def _literals() -> re.Pattern[str]:
    """A Chinese piece of any step: most texts have none, and need not be held against each."""
    longest = {
        max((literal for literal, *_ in Formatter().parse(case["zh"])), key=len) for case in templates(STEPS).values()
    }
    return re.compile("|".join(map(re.escape, sorted(longest, key=len, reverse=True))))


def step_en(text: str) -> tuple[str, Mapping[str, str]] | None:
    """The English template of the step that ``text`` is, and what stands in its fields; ``None`` for any other text."""
    if _literals().search(text) is None:
        return None
    for one in _steps():
        if (found := one.pattern.fullmatch(text)) is not None:
            return one.en, found.groupdict()
    return None
