"""Personal data in a text, replaced by a mark that says what stood there; everything else stays as printed.

What belongs here: finding phones, identity and card numbers, e-mail, QQ, WeChat, plates, homes below the village or the
compound, and names of persons. What does not: which columns are redacted and what leaves the machine
(``warehouse/schema/tables.yaml``, ``warehouse.publish``). Spellings, words and patterns are rows of
``parsers/vocabulary/redaction.yaml``.

A name is recognised where a word of those lists says that one stands there, and then everywhere in the same texts. A
name that nothing introduces is not: what comes out is redacted, not anonymous.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from parsers.text.agencies import is_office
from parsers.text.dates import INVISIBLE
from parsers.vocabulary import load
from parsers.vocabulary.checked import patterns, words

_FILE = "parsers/vocabulary/redaction.yaml"
_HAN = "\u3400-\u9fff"
_SENTENCE_END = re.compile(r"[。;!?\n]")
# How far a word may stand before a number that it explains.
_LABEL_REACH = 10
_OFFICE_REACH = 40

NO_NAMES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """Something personal in a text, from ``start`` to ``end`` (exclusive); ``kind`` is a key of the list of marks."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is looked for; ``check`` is asked of a match (the text searched, start, end) before it counts.

    ``needs``: of these a match has at least one, so that a text without them is not searched; none: every text is.
    """

    kind: str
    pattern: re.Pattern[str]
    check: Callable[[str, int, int], bool]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    marks: Mapping[str, str]
    any_mark: re.Pattern[str]
    digits: dict[int, str]
    may_hold_number: re.Pattern[str]
    numbers: tuple[_Rule, ...]
    signs: tuple[_Rule, ...]
    phone_groups: frozenset[tuple[int, ...]]
    card_groups: frozenset[tuple[int, ...]]
    provinces: frozenset[str]
    number_label: re.Pattern[str]
    unit: re.Pattern[str]
    office_before: re.Pattern[str]
    office_behind: re.Pattern[str]


# --- the words ---


def _alternatives(data: Mapping[str, Any], name: str) -> str:
    return "|".join(re.escape(w) for w in sorted(words(data[name], _FILE, name), key=len, reverse=True))


def _rules(data: Mapping[str, Any], entry: str, fields: Iterable[str]) -> Iterator[_Rule]:
    between = f"[{re.escape(data['between_digits'])}]{{0,3}}"
    for number, row in enumerate(data[entry], 1):
        place = f"{_FILE}: {entry}, row {number}"
        if not isinstance(row, dict) or set(row) - {"needs"} != {*fields, "pattern", "why"}:
            raise ValueError(f"{place}: {', '.join(fields)}, pattern and why expected, found {row!r}")
        kind, check = row.get("kind", "address"), row.get("check", "any")
        if kind not in data["marks"]:
            raise ValueError(f"{place}: there is no mark for {kind!r}")
        if check not in _CHECKS:
            raise ValueError(f"{place}: unknown check {check!r}; known: {', '.join(sorted(_CHECKS))}")
        try:
            needs = words(row["needs"], _FILE, f"{entry}, row {number}, needs") if "needs" in row else ()
            yield _Rule(kind, re.compile(row["pattern"].replace("~", between)), _CHECKS[check], needs)
        except re.error as error:
            raise ValueError(f"{place}: {row['pattern']!r} is not a regular expression: {error}") from error


def _digits(spellings: Mapping[int, str]) -> dict[int, str]:
    return {ord(c): str(digit) for digit, listed in spellings.items() for c in listed}


def _may_hold_number(data: Mapping[str, Any]) -> re.Pattern[str]:
    """Five digits with no more than a mask between two of them: what every row of ``numbers`` has, and few texts."""
    digit = r"[\d" + re.escape("".join(data["digits"].values())) + "]"
    return re.compile(f"{digit}(?:[{re.escape(data['between_digits'])}*xX]{{0,5}}{digit}){{4}}")


@cache
def _words() -> _Words:
    data = load("redaction")
    ends, near = _alternatives(data, "office_ends"), _alternatives(data, "office_phones")
    # 市住建局(联系电话: ...
    ends_before = rf"(?:{ends})[^{_HAN}]{{0,4}}(?:的?(?:联系)?电话[是为]?)?[^{_HAN}]*$"
    return _Words(
        marks=MappingProxyType(data["marks"]),
        any_mark=re.compile("|".join(map(re.escape, data["marks"].values()))),
        digits=_digits(data["digits"]),
        may_hold_number=_may_hold_number(data),
        numbers=tuple(_rules(data, "numbers", ("kind", "check"))),
        signs=(*_rules(data, "signs", ("kind",)), *_rules(data, "homes", ())),
        phone_groups=frozenset(map(tuple, data["phone_groups"])),
        card_groups=frozenset(map(tuple, data["card_groups"])),
        provinces=frozenset(words(data["provinces"], _FILE, "provinces")),
        number_label=re.compile(f"(?:{_alternatives(data, 'number_labels')})[^0-9]{{0,{_LABEL_REACH}}}$"),
        unit=re.compile(rf"\s?(?:{_alternatives(data, 'units')})"),
        office_before=re.compile(f"{near}|{ends_before}"),
        office_behind=re.compile(rf"\s?[(][^()]{{0,20}}(?:{ends}|{near})"),
    )


# --- what is asked of a match ---


def _groups(printed: str) -> tuple[int, ...]:
    return tuple(len(group) for group in re.findall(r"\d+", printed))


def _labelled(copy: str, start: int) -> bool:
    return _words().number_label.search(copy, max(0, start - _LABEL_REACH - 6), start) is not None


def _any(copy: str, start: int, end: int) -> bool:
    return True


def _mobile(copy: str, start: int, end: int) -> bool:
    """Written in the groups of a phone number, or behind a word for one; not an amount."""
    printed = copy[start:end]
    if _words().unit.match(copy, end) or _is_date(printed):
        return False
    number = re.sub(r"^\+?0{0,2}86\D{0,3}|^0\D{0,3}", "", printed)
    groups = _groups(number)
    if number.count(".") == 1 and len(groups) == 2 and groups[0] > 3:  # 1381234.5678 is an amount
        return _labelled(copy, start)
    return groups in _words().phone_groups or _labelled(copy, start) or _spelled_out(number, groups)


def _spelled_out(number: str, groups: tuple[int, ...]) -> bool:
    """Digit by digit, with something else than blanks between them: eleven cells of a row have blanks."""
    return set(groups) == {1} and re.search(r"\d\s+\d", number) is None


def _is_date(printed: str) -> bool:
    return re.search(r"(?<!\d)(?:19|20)\d\d\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}(?!\d)", printed) is not None


def _identity(copy: str, start: int, end: int) -> bool:
    number = re.sub(r"[^0-9Xx]", "", copy[start:end])
    return number[:2] in _words().provinces and _is_birthday(number[6:10], number[10:12], number[12:14])


def _old_identity(copy: str, start: int, end: int) -> bool:
    number = re.sub(r"\D", "", copy[start:end])
    written = _groups(copy[start:end]) in ((15,), (6, 6, 3))
    return (
        written and number[:2] in _words().provinces and _is_birthday(f"19{number[6:8]}", number[8:10], number[10:12])
    )


def _is_birthday(year: str, month: str, day: str) -> bool:
    try:
        return dt.date(int(year), int(month), int(day)).year >= 1850
    except ValueError:
        return False


def _luhn(copy: str, start: int, end: int) -> bool:
    """The check digit of ISO/IEC 7812-1, over a number written in the groups of a card."""
    digits = [int(c) for c in copy[start:end] if c.isdigit()]
    doubled = [sum(divmod(2 * d, 10)) for d in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0 and _groups(copy[start:end]) in _words().card_groups


def _private_landline(copy: str, start: int, end: int) -> bool:
    """No word near it says that it is an office's."""
    if _is_date(copy[start:end]):
        return False
    sentence = copy[max(0, start - _OFFICE_REACH) : start]
    cut = [m.end() for m in _SENTENCE_END.finditer(sentence)]
    before = sentence[cut[-1] :] if cut else sentence
    return _words().office_before.search(before) is None and _words().office_behind.match(copy, end) is None


_CHECKS: Mapping[str, Callable[[str, int, int], bool]] = {
    "any": _any,
    "mobile": _mobile,
    "identity": _identity,
    "old_identity": _old_identity,
    "luhn": _luhn,
    "private_landline": _private_landline,
}


# --- names ---

# Nothing but names of three characters in brackets; of two it may be anything (高层).
_BRACKETS = re.compile(rf"(?<=[(])[{_HAN}]{{3}}(?:、[{_HAN}]{{2,3}})*(?=[)])")
_JOINED = re.compile(r"\s{0,4}[、,—/和与及-]\s{0,4}|\s{1,4}")
# 赵 敏: people who were told to write clearly.
_SPACED_NAME = re.compile(rf"(?P<surname>[{_HAN}]{{1,2}})\s{{1,3}}(?P<given>[{_HAN}]{{1,2}})(?![{_HAN}])")
_HAN_RUN = re.compile(f"[{_HAN}]{{5,24}}")
_WHOLE_FIELD = re.compile(rf"[{_HAN}]{{2,4}}(?:·[{_HAN}]{{1,8}})?(?![{_HAN}])")


@dataclass(frozen=True, slots=True)
class _NameWords:
    surnames: frozenset[str]
    word_surnames: frozenset[str]
    joined_surnames: frozenset[str]
    never_given: frozenset[str]
    not_names: frozenset[str]
    no_names: frozenset[str]
    labelled: re.Pattern[str]
    named: re.Pattern[str]
    introduced: re.Pattern[str]
    followed: re.Pattern[str]
    goes_on: re.Pattern[str]


def _behind_patterns(data: Mapping[str, Any]) -> list[str]:
    return [p.pattern for p in patterns(data["behind_patterns"], _FILE, "behind_patterns")]


@cache
def _name_words() -> _NameWords:
    data = load("redaction")
    intros = "|".join(_alternatives(data, entry) for entry in ("name_intros", "name_titles"))
    # Looked at before the many words: most places of a text begin none of them.
    first = "".join(sorted({word[0] for entry in ("name_intros", "name_titles", "kin") for word in data[entry]}))
    return _NameWords(
        surnames=frozenset("".join(data["surnames"].split())) | set(data["compound_surnames"]),
        word_surnames=frozenset(data["word_surnames"]),
        joined_surnames=frozenset(data["joined_surnames"]),
        never_given=frozenset(data["never_given"]),
        not_names=frozenset(data["not_names"]),
        # A form lists its fields: 联系人：电话 ...
        no_names=frozenset(data["no_names"]).union(data["name_labels"], data["number_labels"], data["kin"]),
        labelled=re.compile(rf"(?:{_alternatives(data, 'name_labels')})(?:\(.{{0,6}}\))?\s{{0,4}}[:]\s{{0,4}}"),
        named=re.compile(rf"(?:{_alternatives(data, 'name_words')})[\s:(“\"]{{0,3}}"),
        introduced=re.compile(
            rf"(?=[{re.escape(first)}])(?:{intros}|(?:{_alternatives(data, 'kin')})(?:名?叫|是)?)[\s:(“\"]{{0,3}}"
        ),
        followed=re.compile("|".join([_alternatives(data, "behind_names"), *_behind_patterns(data)])),
        goes_on=re.compile(rf"[^{_HAN}]|$|{_alternatives(data, 'after_names')}|{_alternatives(data, 'name_titles')}"),
    )


def _is_name(text: str, *, surely: bool) -> bool:
    """A surname with one or two more characters of which none is a word of grammar, and no ordinary word.

    ``surely``: the place says that a name stands there, so that the surname may be an ordinary word, too.
    """
    w = _name_words()
    surname = text[:2] if text[:2] in w.surnames and len(text) > 2 else text[:1]
    given = text[len(surname) :]
    if surname not in w.surnames or (surname in w.word_surnames and not surely):
        return False
    if not 1 <= len(given) <= 2 or not re.fullmatch(f"[{_HAN}]+", given) or w.never_given.intersection(given):
        return False
    return not any(text.startswith(word) for word in w.not_names) and not is_office(text)


def is_name(text: str) -> bool:
    """Whether the whole of a text has the form of a person's name and is no ordinary word."""
    return _is_name(text, surely=False)


def _name_at(copy: str, start: int, *, surely: bool) -> int | None:
    """The end of a name that begins at ``start``: the longest behind which the sentence can go on."""
    for length in (4, 3, 2):
        name = copy[start : start + length]
        if _is_name(name, surely=surely) and _name_words().goes_on.match(copy, start + len(name)):
            return start + len(name)
    return None


def _listed_names(copy: str, start: int, *, surely: bool) -> Iterator[tuple[int, int]]:
    """The name at ``start`` and those joined to it: 张三、李四和王五."""
    while (end := _name_at(copy, start, surely=surely)) is not None:
        yield start, end
        joined = _JOINED.match(copy, end)
        if joined is None:
            return
        start = joined.end()


def _spaced_name(copy: str, start: int) -> int | None:
    """The end of a name whose parts stand apart where a name is sure to stand."""
    m = _SPACED_NAME.match(copy, start)
    if m is None or not _is_name(m["surname"] + m["given"], surely=True) or m["given"] in _name_words().no_names:
        return None
    return m.end()


def _labelled_name(copy: str, start: int) -> tuple[int, int] | None:
    """What stands in a field for a name, whatever its surname; behind the name of an office only the person."""
    m = _WHOLE_FIELD.match(copy, start)
    if m is None:
        field = _HAN_RUN.match(copy, start)
        office = without_name_behind(field.group()) if field else ""
        return (start + len(office), field.end()) if field and office and office != field.group() else None
    if m.group() in _name_words().no_names or is_office(m.group()):
        return None
    return m.span()


def _name_before(copy: str, end: int) -> int | None:
    """Where a name that ends at ``end`` begins; it is three characters long, or two."""
    for length in (3, 2):
        start = end - length
        if start < 0 or not _is_name(copy[start:end], surely=False):
            continue
        if copy[start] not in _name_words().joined_surnames or start == 0 or not re.match(f"[{_HAN}]", copy[start - 1]):
            return start
    return None


def _name_places(copy: str) -> Iterator[tuple[int, int]]:
    w = _name_words()
    for m in w.labelled.finditer(copy):
        if (field := _labelled_name(copy, m.end())) is not None:
            yield field
        if (end := _spaced_name(copy, m.end())) is not None:
            yield m.end(), end
        yield from _listed_names(copy, m.end(), surely=True)
    for m in w.named.finditer(copy):
        if (whole := _WHOLE_FIELD.match(copy, m.end())) is not None and not w.never_given.intersection(whole.group()):
            yield whole.span()
        if (end := _spaced_name(copy, m.end())) is not None:
            yield m.end(), end
        yield from _listed_names(copy, m.end(), surely=True)
    for m in w.introduced.finditer(copy):
        yield from _listed_names(copy, m.end(), surely=False)
    for m in _BRACKETS.finditer(copy):
        if all(_is_name(name, surely=False) and name[0] not in w.joined_surnames for name in m.group().split("、")):
            yield from _listed_names(copy, m.start(), surely=False)
    for m in w.followed.finditer(copy):
        start = _name_before(copy, m.start())
        if start is not None:
            yield start, m.start()


def names_in(text: str) -> frozenset[str]:
    """The names of persons that words of the text introduce, as printed there."""
    return _names_in(text, _copy(text))


def _names_in(text: str, copy: str) -> frozenset[str]:
    return frozenset(text[start:end] for start, end in _name_places(copy))


def without_name_behind(office: str) -> str:
    """What is printed in an office's field without the name of a person that follows the office (县住建局 张三)."""
    for length in (4, 3, 2):
        head = office[:-length].rstrip(" \u3000:：-—、")
        if _is_name(office[-length:], surely=False) and is_office(head) and not is_office(office):
            return head
    return office


# --- all of it ---

_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    (*INVISIBLE, "\u3000"), " "
)
# Several times as fast as str.translate on text that is mostly Chinese.
_FULL_WIDTH = re.compile(f"[{re.escape(''.join(_HALF_WIDTH))}]")


def _copy(text: str) -> str:
    """A copy to search in, of the same length, with half-width signs and blanks for characters of no width."""
    return _FULL_WIDTH.sub(lambda m: _HALF_WIDTH[m.group()], text)


def _search(rules: Iterable[_Rule], copy: str) -> Iterator[Found]:
    for rule in rules:
        if rule.needs and not any(sign in copy for sign in rule.needs):
            continue
        for m in rule.pattern.finditer(copy):
            start, end = m.span("item") if "item" in rule.pattern.groupindex else m.span()
            if rule.check(copy, start, end):
                yield Found(start, end, rule.kind)


def _candidates(text: str, names: frozenset[str]) -> Iterator[Found]:
    """What is found, what counts more first: of two that overlap the earlier one is taken."""
    copy = _copy(text)
    if _words().may_hold_number.search(copy):
        yield from _search(_words().numbers, copy)
        if (spelled := copy.translate(_words().digits)) != copy:
            yield from _search(_words().numbers, spelled)
    yield from _search(_words().signs, copy)
    for name in sorted(names | _names_in(text, copy), key=lambda name: (-len(name), name)):
        for m in re.finditer(re.escape(name), text):
            yield Found(m.start(), m.end(), "name")


def find(text: str, names: frozenset[str] = NO_NAMES) -> list[Found]:
    """What is personal in ``text``, in order; ``names`` are names known from other texts of the same letter."""
    marks = [Found(m.start(), m.end(), "mark") for m in _words().any_mark.finditer(text)]
    taken = list(marks)
    for one in _candidates(text, names):
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
    return sorted(taken[len(marks) :], key=lambda found: found.start)


def marked(text: str, found: Iterable[Found]) -> str:
    """``text`` with a mark in place of each thing found; ``found`` is in order and does not overlap."""
    pieces, at = [], 0
    for one in found:
        pieces += [text[at : one.start], _words().marks[one.kind]]
        at = one.end
    return "".join([*pieces, text[at:]])


@lru_cache(maxsize=4096)
def redacted(text: str, names: frozenset[str] = NO_NAMES, label: str = "") -> str:
    """``text`` with marks in place of what is personal; redacting it again changes nothing.

    ``names`` are names known from other texts of the same letter. ``label`` is what the page prints before the text
    (the header of a column, 联系人): it is read as if it stood there.
    """
    before = f"{label}:" if label else ""
    while True:
        # A mark can uncover a neighbour: of 张三李四 behind 我叫 first one is seen, then the other.
        found = [f for f in find(before + text, names) if f.start >= len(before)]
        if not found:
            return text
        text = marked(before + text, found)[len(before) :]
