"""Names of offices: whether a string is one, where one stands in a text, and which office it is.

What belongs here: names. What does not: what the office did (``parsers.replies``), or the full list of regions, which
comes as an argument. Words, kinds of office and spellings are rows of ``parsers/vocabulary/agencies.yaml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from parsers.text.dates import plain
from parsers.text.regions import find_regions, lies_in
from parsers.vocabulary import load
from parsers.vocabulary.checked import words

_FILE = "parsers/vocabulary/agencies.yaml"
_HAN = "\u3400-\u9fff"
_NAME = re.compile(rf"[{_HAN}]+(?:12345[{_HAN}]*)?(?:[(][{_HAN}]+[)][{_HAN}]*)*(?:[-—·][{_HAN}]+)*")
_SEPARATORS = re.compile(r"[、,，;；/\s]+")
_LEVELS = "省市县区州旗镇乡"
# GB/T 2260: the first two digits of the four municipalities, and the next two of counties that lie in no city.
_MUNICIPALITIES = ("11", "12", "31", "50")
_COUNTIES_WITHOUT_CITY = "90"
NO_REGIONS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FoundAgency:
    """An office named in a text, from ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    printed: str


@dataclass(frozen=True, slots=True)
class _Names:
    suffixes: tuple[str, ...]
    not_in_names: tuple[str, ...]
    unnamed: frozenset[str]
    boards: tuple[str, ...]
    person_titles: tuple[str, ...]
    in_text: re.Pattern[str]
    before: re.Pattern[str]
    before_regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """An office with a row of its own: ``spellings`` mean it anywhere (its name first), ``local`` in its region."""

    code: str
    region: str
    spellings: tuple[str, ...]
    local: tuple[str, ...]

    @property
    def name(self) -> str:
        """The full name."""
        return self.spellings[0]


def _in_text(data: Mapping[str, Any]) -> re.Pattern[str]:
    not_after: Mapping[str, str] = data["not_after"]
    suffixes = sorted(words(data["suffixes_in_text"], _FILE, "suffixes_in_text"), key=len, reverse=True)
    return re.compile("|".join(s + (f"(?![{not_after[s]}])" if s in not_after else "") for s in suffixes))


def _before(data: Mapping[str, Any]) -> re.Pattern[str]:
    plainly = sorted(words(data["before_names"], _FILE, "before_names"), key=len, reverse=True)
    joined = "|".join(words(data["joining"], _FILE, "joining"))
    return re.compile(f"{'|'.join(plainly)}|(?:{joined})(?=[{_LEVELS}])")


@cache
def _names() -> _Names:
    data = load("agencies")
    return _Names(
        suffixes=words(data["suffixes"], _FILE, "suffixes"),
        not_in_names=words(data["not_in_names"], _FILE, "not_in_names"),
        unnamed=frozenset(words(data["unnamed"], _FILE, "unnamed")),
        boards=words(data["boards"], _FILE, "boards"),
        person_titles=words(data["person_titles"], _FILE, "person_titles"),
        in_text=_in_text(data),
        before=_before(data),
        before_regions=words(data["before_regions"], _FILE, "before_regions"),
    )


def _row_names(row: Any, place: str, *fields: str) -> tuple[str, ...]:
    if not isinstance(row, dict) or set(row) != {*fields, "name", "aliases", "why"}:
        raise ValueError(f"{place}: the fields {', '.join(fields)}, name, aliases, why expected, found {row!r}")
    return words([row["name"], *row["aliases"]], _FILE, place)


@cache
def _kinds() -> Mapping[str, str]:
    """Name of a kind of office without its region -> slug."""
    slugs: dict[str, str] = {}
    for number, row in enumerate(load("agencies")["kinds"], 1):
        for name in _row_names(row, f"{_FILE}: kinds, row {number}", "slug"):
            if slugs.setdefault(name, row["slug"]) != row["slug"]:
                raise ValueError(f"{_FILE}: kinds: {name!r} stands under {slugs[name]} and under {row['slug']}")
    return MappingProxyType(slugs)


@cache
def kind_names() -> Mapping[str, str]:
    """Slug of a kind of office -> its full name without a region (``housing`` -> 住房和城乡建设局)."""
    names: dict[str, str] = {}
    for name, slug in _kinds().items():
        names.setdefault(slug, name)
    return MappingProxyType(names)


@cache
def offices() -> tuple[Office, ...]:
    """The offices with a row of their own; a ValueError names the row that is wrong or repeats a code or a spelling."""
    found = []
    for number, row in enumerate(load("agencies")["offices"], 1):
        place = f"{_FILE}: offices, row {number}"
        spellings = _row_names(row, place, "code", "region", "local")
        local = words(row["local"], _FILE, place) if row["local"] else ()
        if not row["code"].startswith(f"{row['region']}-"):
            raise ValueError(f"{place}: a code that begins with the region expected, found {row['code']!r}")
        found.append(Office(row["code"], row["region"], spellings, local))
    repeated = [code for code, n in Counter(office.code for office in found).items() if n > 1]
    if repeated:
        raise ValueError(f"{_FILE}: offices: one row for each code expected, several for {', '.join(repeated)}")
    return tuple(found)


@cache
def _spelled_anywhere() -> Mapping[str, tuple[Office, ...]]:
    """Whole printed name -> the offices that it can be."""
    found: dict[str, tuple[Office, ...]] = {}
    for office in offices():
        for name in office.spellings:
            found[name] = (*found.get(name, ()), office)
    return MappingProxyType(found)


@cache
def _spelled_locally() -> Mapping[tuple[str, str], str]:
    """Region and a spelling that is read there only -> code."""
    found: dict[tuple[str, str], str] = {}
    for office in offices():
        for name in office.local:
            if found.setdefault((office.region, name), office.code) != office.code:
                raise ValueError(f"{_FILE}: offices: {name!r} stands under two offices of {office.region}")
    return MappingProxyType(found)


def clean_name(printed: str) -> str:
    """A copy without blanks, characters of no width and the marks of a seal."""
    return re.sub(r"[(](?:盖章|印章|公章|章)[)]$", "", re.sub(r"\s+", "", plain(printed)))


# A county whose name is one character (郫县); our own, this, all, each are none.
_SHORT_COUNTY = re.compile(rf"(?![我本该各全两外邻贵])[{_HAN}]县")


def is_office(printed: str) -> bool:
    """Whether a whole string is the name of one office (or of a county, which stands for its government)."""
    name = clean_name(printed)
    names = _names()
    if not 2 <= len(name) <= 40 or _NAME.fullmatch(name) is None or name in names.unnamed:
        return False
    if any(word in name for word in names.not_in_names) or name.endswith(names.person_titles):
        return False
    if name.rstrip(")").endswith(names.suffixes):
        return True
    return (len(name) >= 3 and name[-1] in "省市县区") or _SHORT_COUNTY.fullmatch(name) is not None


def is_unnamed(printed: str) -> bool:
    """Whether a string stands for offices without naming one (相关部门)."""
    return clean_name(printed) in _names().unnamed


def looks_like_person(printed: str) -> bool:
    """Whether an office field holds a person: a masked or short name without an office word, or one with a function."""
    name = clean_name(printed)
    if is_office(name) or is_unnamed(name) or any(word in name for word in _names().boards):
        return False
    masked = re.fullmatch(rf"[{_HAN}]{{1,2}}[*×xX某]{{1,3}}|[{_HAN}]{{1,2}}[*×][{_HAN}]", name) is not None
    short = re.fullmatch(rf"[{_HAN}]{{2,4}}(?:[·•][{_HAN}]{{2,8}})?", name) is not None
    return masked or short or name.endswith(_names().person_titles)


def split_agencies(printed: str) -> tuple[str, ...]:
    """The offices of one cell. A blank cuts only where both sides are offices; otherwise it stands inside a name."""
    parts = tuple(p for p in _SEPARATORS.split(plain(printed).strip()) if p)
    if len(parts) > 1 and all(is_office(p) for p in parts):
        return parts
    name = printed.strip(" \t\r\n\u3000\u00a0\u200b\ufeff")
    return (name,) if name else ()


def find_agencies(text: str, regions: Mapping[str, str] = NO_REGIONS) -> list[FoundAgency]:
    """Offices named in a running text, in order. ``regions`` (name -> code) helps to see where a name begins."""
    copy = plain(text)
    region_starts = {r.start for r in find_regions(copy, regions)}
    found: list[FoundAgency] = []
    for m in _names().in_text.finditer(copy):
        begun = found[-1].end if found else 0
        start = max(_name_start(copy, m.start(), region_starts), begun)
        if found and start == begun:  # 商洛市公安局 + 交警支队 + 商州大队: one name in several steps
            start = found.pop().start
        elif start == m.start():  # a suffix without a name
            continue
        found.append(FoundAgency(start, m.end(), text[start : m.end()]))
    return found


def _name_start(copy: str, suffix: int, region_starts: set[int]) -> int:
    """Where the name with its suffix at ``suffix`` begins: behind punctuation and words that only precede names."""
    start = suffix
    while start > 0 and suffix - start < 20 and re.match(rf"[{_HAN}]", copy[start - 1]):
        start -= 1
    for m in _names().before.finditer(copy, start, suffix + 1):
        if m.end() <= suffix:
            start = m.end()
    anchor = min((s for s in region_starts if start <= s < suffix), default=None)
    if anchor is None or copy[start:anchor].endswith(_names().before_regions):
        return start
    return anchor


def _city_of(region_code: str) -> str:
    """The city that a county lies in: in a municipality (北京) that, without a city (仙桃市) the county itself."""
    if region_code.endswith("00") or region_code[2:4] == _COUNTIES_WITHOUT_CITY:
        return region_code
    return region_code[:2] + "0000" if region_code[:2] in _MUNICIPALITIES else region_code[:4] + "00"


def _level_region(level: str, region_code: str) -> str | None:
    """Whose office 市X局 or 县X局 is when read in ``region_code``; ``None`` where the county is not known."""
    if level == "省":
        return region_code[:2] + "0000"
    if level == "市":
        return _city_of(region_code)
    return None if region_code.endswith("00") else region_code


def _kind_code(name: str, region_code: str, regions: Mapping[str, str]) -> str | None:
    city = region_code[:4] + "00"
    region: str | None = region_code
    rest = name
    while named := [r for r in find_regions(rest, regions, short_within=city) if r.start == 0]:
        region = named[0].code
        rest = (
            rest[named[0].end :].removeprefix("县")
            if rest[: named[0].end][-1] not in "省市县区"
            else rest[named[0].end :]
        )
    if rest not in _kinds() and rest[:1] in tuple("省市县区"):
        region, rest = _level_region(rest[0], region_code), rest[1:]
    if region is None:
        return None
    if not rest:
        return f"{region}-government-office"
    slug = _kinds().get(rest)
    return None if slug is None else f"{region}-{slug}"


def canonical_agency(printed: str, region_code: str | None, regions: Mapping[str, str] = NO_REGIONS) -> str | None:
    """The code of one office as printed in a publication of ``region_code``, ``None`` where no row or rule settles it.

    A level word is kept: 市教育局 read in a county is the city's office, 县教育局 read in a city is nobody's in
    particular. Two offices in one cell have no code together: cut them with ``split_agencies``.
    """
    name = clean_name(printed)
    if not name or len(split_agencies(printed)) > 1:
        return None
    near = [
        office
        for office in _spelled_anywhere().get(name, ())
        if region_code is None or lies_in(office.region, region_code) or lies_in(region_code, office.region)
    ]
    if len(near) == 1:
        return near[0].code
    if region_code is None or near:
        return None
    return _spelled_locally().get((region_code, name)) or _kind_code(name, region_code, regions)
