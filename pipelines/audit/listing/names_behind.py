"""A10 for what stands behind its number: units by name (3家，分别为甲、乙、丙), kinds with a count each (分为9类：…).

What belongs here: a number of units or kinds and the list that its words open. What does not: names before their number
and units with a figure each (``listed``), and what single letters are about (``enumerations``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from parsers.claims.offices import is_office_or_place
from parsers.claims.words import words_pattern
from parsers.text.numbers import printed_integer
from pipelines.audit.figures import cause, distinct, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.groups import groups
from pipelines.audit.group.members import Group
from pipelines.audit.listing.listed import FEWEST, MOST, entries, without_blanks
from pipelines.audit.rules import words
from pipelines.audit.wording import about

_NUMBER = r"(?P<number>\d{1,2}|[两二三四五六七八九十]{1,3})"
_OPENED = (
    r"(?P<what>[^，,、。；;：:（）()\d]{0,14})"
    r"(?:[，,]?(?:其中)?(?:分别|具体|依次)(?:[为是有]|包括)?[：:]?|[，,]?[即为是][：:]?|[，,]?包括|[：:]|[（(])"
    r"(?P<list>[^，,。；;：:（）()\d]*、[^，,。；;：:（）()\d]+)(?P<end>[，,。；;）)]|$)"
)
"""The words that open a list of names, and the list."""
_LONGEST = 16
"""Characters before a number that say what it is of."""


@cache
def _units_listed() -> re.Pattern[str]:
    """A number of units, and their names behind it."""
    units = words_pattern(words("names_behind", "units"))
    return re.compile(rf"(?<![\d.第]){_NUMBER}(?P<unit>[家个](?:{units})?){_OPENED}")


@cache
def _number_of_kinds() -> re.Pattern[str]:
    """A number of kinds."""
    kinds = words_pattern(words("names_behind", "kinds"))
    return re.compile(rf"(?<![\d.第]){_NUMBER}(?P<unit>个?大?[项类种]|个(?:{kinds}))")


def names_case(number: int, names: str) -> tuple[str, int, str] | None:
    """Verdict, severity and sentence of a number of units against their names behind it.

    A list that ends with 等 names some of them. Names that are not all those of offices or places may hold 、 or 和
    themselves: of those nothing but agreement is told.
    """
    ends = entries(names)
    if ends is None:
        return None
    if ends[0] <= number <= ends[1]:
        return "consistent", 0, "names"
    are_plain = ends[0] == ends[1] and all(map(is_office_or_place, names.split("、")))
    return ("needs_definition", 1, "names_differ") if are_plain and not names.endswith("等") else None


def _printed_number(printed: str) -> int | None:
    number = printed_integer(printed)
    return number if number is not None and FEWEST <= number <= MOST else None


def _units(audited: Audited) -> Iterator[Finding]:
    text = without_blanks(audited.full_text)
    for found in _units_listed().finditer(text):
        number = _printed_number(found["number"])
        names = re.sub("(?:均|都|也).*$", "", found["list"])
        case = names_case(number, names) if number is not None else None
        if case is not None and number is not None:
            few, many = entries(names) or (number, number)
            listed = number if few <= number <= many else few
            before = re.split(r"[，,。；;：:、\n]", text[max(found.start() - _LONGEST, 0) : found.start()])[-1]
            yield _finding(audited, f"{before}{found['number']}{found['unit']}", listed, case, None)


def _kinds(audited: Audited) -> Iterator[Finding]:
    told: set[tuple[str, int]] = set()  # the lists of the items of a list stand behind its number as well
    for group in groups(audited):
        quote = group.first.quote
        opened = quote[: max(quote.find(group.first.category or group.first.printed), 0)]
        found = list(_number_of_kinds().finditer(opened))
        number = _printed_number(found[-1]["number"]) if found else None
        if number is not None and number == len(group.members) and (quote, found[-1].start()) not in told:
            told.add((quote, found[-1].start()))
            case = ("consistent", 0, "kinds")
            yield _finding(audited, f"{found[-1]['number']}{found[-1]['unit']}", number, case, group)


def _finding(audited: Audited, printed: str, listed: int, case: tuple[str, int, str], group: Group | None) -> Finding:
    verdict, severity, sentence = case
    subject = f"{about(group.first) if group else ''}所称{printed}与其后所列"
    finding = Finding(
        check_id="A10",
        subject=subject,
        verdict=verdict,
        severity=severity,
        claimed=printed,
        recomputed=str(listed),
        metric=group.metric if group else None,
        cause_id=None if verdict == "consistent" else cause(audited, "names_behind", subject),
        **say("names_behind", sentence, printed=printed, n=listed),
    )
    return located(audited, finding, (group.first,) if group else ())


@check("A10", "个数与其后所列", "a number and what is listed behind it", gives="consistent needs_definition")
def check_names_behind(audited: Audited) -> Iterator[Finding]:
    """Units by name behind their number (3家，分别为甲局、乙局、丙局), and kinds with a count each behind theirs
    (分为9类：…).

    Names are counted and never quoted. A difference is told only where each name is plainly one of an office or place
    and no 等 leaves the list open; of kinds, only what agrees.

    Tolerance: none; 和 may join two names or belong to one.
    """
    yield from distinct([*_units(audited), *_kinds(audited)])
