"""Which county or city a text names.

What belongs here: reading names of regions. What does not: the names and codes, which come as an argument because the
full list (GB/T 2260) is reference data of the warehouse. A code has six digits: province (xx0000), city (xxxx00),
county.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from parsers.vocabulary import load
from parsers.vocabulary.checked import words

_FILE = "parsers/vocabulary/regions.yaml"


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """A region's name in a text, from ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class RegionReading:
    """The one region that a text is about, or ``None``, and all that it names, most specific only, by code."""

    code: str | None
    candidates: tuple[str, ...]


@cache
def _rules() -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
    data = load("regions")
    return (
        words(data["endings"], _FILE, "endings"),
        words(data["not_before"], _FILE, "not_before"),
        frozenset(words(data["not_short"], _FILE, "not_short")),
    )


def lies_in(code: str, region: str) -> bool:
    """Whether ``code`` is ``region`` or under it (611022 lies in 611000 and in 610000)."""
    return code.startswith(_stem(region))


def _stem(region: str) -> str:
    """The digits that the codes of everything in a region begin with."""
    return region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region


def short_name(name: str) -> str | None:
    """丹凤县 -> 丹凤; ``None`` where no two characters remain or the short form is an ordinary word."""
    endings, _, not_short = _rules()
    for ending in endings:
        if name.endswith(ending):
            short = name.removesuffix(ending)
            return short if len(short) >= 2 and short not in not_short else None
    return None


def _readable_names(lookup: Mapping[str, str], short_within: str) -> dict[str, str]:
    """Full names, and the short forms of regions in ``short_within`` that no other name there shares."""
    shared: dict[str, set[str]] = {}
    stem = _stem(short_within)
    for name, code in lookup.items():
        # Of every letter its region is looked for, and most regions lie elsewhere.
        short = short_name(name) if code.startswith(stem) else None
        if short is not None and short not in lookup:
            shared.setdefault(short, set()).add(code)
    return dict(lookup) | {short: next(iter(codes)) for short, codes in shared.items() if len(codes) == 1}


# A name of two characters is the end of many longer ones (青岚县 is not 岚县) and of ordinary words (热线和县长信箱):
# it is read only where no other character than the end of a larger region stands before it, and not as part of 县长,
# 县直, 县级.
_TWO_CHARACTERS = r"(?:(?<![\u4e00-\u9fff])|(?<=[省市州盟])){}(?![长直级委里城域])"


def find_regions(text: str, lookup: Mapping[str, str], *, short_within: str | None = None) -> list[NamedRegion]:
    """Every region of ``lookup`` (name -> code) that ``text`` names, in reading order, longer names first.

    Short forms (丹凤 for 丹凤县) are read only of regions in ``short_within``: over the whole country too many are
    ordinary words (299 封信都未计入 names no 信都区).
    """
    _, not_before, _ = _rules()
    readable = lookup if short_within is None else _readable_names(lookup, short_within)
    names = {name: readable[name] for name in readable if name in text}
    if not names:
        return []
    follow = "|".join(map(re.escape, not_before))
    alternatives = "|".join(
        _TWO_CHARACTERS.format(re.escape(name))
        if len(name) == 2 and name in lookup
        else re.escape(name) + ("" if name in lookup else f"(?!{follow})")
        for name in sorted(names, key=lambda n: (-len(n), n))
    )
    return [NamedRegion(m.start(), m.end(), names[m[0]]) for m in re.finditer(alternatives, text)]


def read_region(text: str, lookup: Mapping[str, str], *, short_within: str | None = None) -> RegionReading:
    """The region that ``text`` is about: the most specific where names nest (商洛市丹凤县), none where they do not."""
    codes = sorted({found.code for found in find_regions(text, lookup, short_within=short_within)})
    specific = [c for c in codes if not any(other != c and lies_in(other, c) for other in codes)]
    return RegionReading(specific[0] if len(specific) == 1 else None, tuple(specific))


def region_in(text: str, lookup: Mapping[str, str], *, short_within: str | None = None) -> str | None:
    """The code of the one region that ``text`` is about; ``None`` for none or several (see ``read_region``)."""
    return read_region(text, lookup, short_within=short_within).code
