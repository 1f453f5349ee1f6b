"""The numbers that Word prints before paragraphs and into cells without anybody having typed them: 一、 （二） 3.

What belongs here: counting, as ``numbering.xml`` and the styles of a file say. What does not: the text that a number
stands before (``word``). A heading 一、总体情况 whose 一、 is not read would not be a heading, and a table whose 序号
counts by itself would have an empty first column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree

from parsers.readers import numerals
from parsers.readers.office import attribute, child, children, is_on, local_name, value, whole

_SHAPES: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "decimal": str,
        "decimalHalfWidth": str,
        "decimalZero": lambda n: f"{n:02}",
        "decimalFullWidth": numerals.full_width,
        "decimalFullWidth2": numerals.full_width,
        "decimalEnclosedCircle": numerals.circled,
        "decimalEnclosedCircleChinese": numerals.circled,
        "chineseCounting": numerals.chinese,
        "chineseCountingThousand": numerals.chinese,
        "japaneseCounting": numerals.chinese,
        "taiwaneseCounting": numerals.chinese,
        "taiwaneseCountingThousand": numerals.chinese,
        "ideographDigital": numerals.chinese_digits,
        "upperLetter": lambda n: numerals.letter(n).upper(),
        "lowerLetter": numerals.letter,
        "upperRoman": lambda n: numerals.roman(n).upper(),
        "lowerRoman": numerals.roman,
        "none": lambda n: "",
    }
)
_MOST_BULLET = 2
_MOST_COUNTED = 9999
"""No list is longer; a start of two billion is damage, and in letters a text of that length."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # signs of Symbol and Wingdings


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph's list and level in it, as the paragraph or its style says; ``list_id`` 0 takes a style's away."""

    list_id: str
    level: int


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    shape: str
    text: str
    has_blank: bool
    is_legal: bool


@dataclass(slots=True)
class Lists:
    """The lists of a file, and how far each has counted. ``unknown`` gathers shapes of numbers that are not known."""

    _levels: Mapping[str, Mapping[int, _Level]]
    _abstract: Mapping[str, str]
    _starts: Mapping[tuple[str, int], int]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _restarted: set[tuple[str, int]] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)

    def label(self, place: Place) -> str:
        """Count on, and give what is printed before the paragraph: ``一、``, ``1.2 ``, ``• ``; ``""`` for no number."""
        levels = self._levels.get(place.list_id, {})
        level = levels.get(place.level)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._abstract[place.list_id], {})
        own = (place.list_id, place.level)
        if own in self._starts and own not in self._restarted:
            self._restarted.add(own)
            counts[place.level] = self._starts[own]
        else:
            counts[place.level] = counts[place.level] + 1 if place.level in counts else level.start
        for deeper in [n for n in counts if n > place.level]:
            del counts[deeper]
        return self._printed(level, levels, counts)

    def _printed(self, level: _Level, levels: Mapping[int, _Level], counts: Mapping[int, int]) -> str:
        if level.shape == "bullet":
            sign = _PRIVATE.sub("•", level.text)[:_MOST_BULLET]
            return f"{sign} " if sign.strip() else ""

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            shape = "decimal" if level.is_legal else levels[at].shape if at in levels else level.shape
            if shape not in _SHAPES:
                self.unknown.add(shape)
                return ""
            reached = counts.get(at, levels[at].start if at in levels else 1)
            return _SHAPES[shape](reached) if 0 < reached <= _MOST_COUNTED else str(reached)

        label = re.sub(r"%(\d)", number, level.text)
        # After 一、 the gap is part of the sign; after 1. a blank keeps it from running into a figure.
        return f"{label} " if level.has_blank and label and label[-1].isascii() else label


def read_lists(numbering: etree._Element | None) -> Lists:
    """The lists of ``numbering.xml``; none for a file without that part."""
    if numbering is None:
        return Lists({}, {}, {})
    abstract = {attribute(a, "abstractNumId"): dict(_levels(a)) for a in children(numbering, "abstractNum")}
    levels: dict[str, Mapping[int, _Level]] = {}
    kinds: dict[str, str] = {}
    starts: dict[tuple[str, int], int] = {}
    for number in children(numbering, "num"):
        list_id = attribute(number, "numId") or ""
        kind = value(number, "abstractNumId") or ""
        own = dict(abstract.get(kind, {}))
        for override in children(number, "lvlOverride"):
            own |= dict(_levels(override))
            if child(override, "startOverride") is not None:
                starts[list_id, whole(attribute(override, "ilvl"), 0)] = whole(value(override, "startOverride"), 1)
        levels[list_id], kinds[list_id] = own, kind
    return Lists(levels, kinds, starts)


def _levels(parent: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in children(parent, "lvl"):
        yield (
            whole(attribute(level, "ilvl"), 0),
            _Level(
                start=whole(value(level, "start"), 1),
                shape=_shape(level),
                text=value(level, "lvlText") or "",
                has_blank=value(level, "suff") != "nothing",
                is_legal=is_on(level, "isLgl"),
            ),
        )


def _shape(level: etree._Element) -> str:
    """The shape of a level's numbers; a newer one stands in a choice, beside an older one for older programs."""
    found = child(level, "numFmt")
    if found is None:
        found = next((e for e in level.iter() if local_name(e) == "numFmt"), None)
    return "decimal" if found is None else attribute(found, "val") or "decimal"
