"""A10 for names: does a list of a sentence name the same unit or place twice (甲县、乙市、丙县、甲县)?

What belongs here: names between the marks of one list. What does not: how many they are (``listed``), names of rows
(``extraction``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from parsers.claims.offices import is_office_or_place
from pipelines.audit.figures import distinct, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.listing.listed import without_blanks

FEWEST = 4
"""Names from which on a list is one of names: fewer may repeat a word on purpose."""
FEWEST_UNITS = 2
"""Of them at least so many are those of offices or places by their form, so that the others are, too."""

_NAME = r"[\u4e00-\u9fff]{2,10}"
_ASIDE = re.compile(r"[（(][^（）()]{0,30}[）)]")
_LIST = re.compile(rf"{_NAME}(?:、{_NAME})+")
_LEAD = re.compile(r"^.*(?:[有为是]|分别|包括|其中)(?=..)")


_BEHIND = r"[均都等按的也共]|回复|办结|办理|收到|受理|来信|来电|未|超|逾"
"""With what a sentence goes on behind the last name of a list."""
_SO_MANY_UNITS = re.compile(r"等?(?:\d{1,2}|[两三四五六七八九十]{1,3})[个家]?(?:县|市|区|州|镇|乡|街道|单位|部门|地)")


def repeated(names: str, *, are_units: bool = False) -> tuple[str, int] | None:
    """The unit that a list names twice, and how many names it has; ``None`` where it names none so, or no units. They
    are units by the words behind the list (甲、乙、丙5个县), else by the form of some of them.

    >>> repeated("的地方有东山、西河、南坪州、东山、北口市")
    ('东山', 5)
    """
    listed = names.split("、")
    last = listed.pop()
    listed[0] = _LEAD.sub("", listed[0])
    joined = re.fullmatch(rf"({_NAME}?)[和及]({_NAME})", last)
    listed += list(joined.groups()) if joined else [last]
    # Behind the last name the sentence goes on (…、甲县均按期办结).
    again = (name for name in listed[:-1] if re.fullmatch(rf"{name}(?:{_BEHIND}).*", listed[-1]))
    listed[-1] = next(again, listed[-1])
    twice = [name for name, times in Counter(listed).items() if times > 1]
    units = {name for name in listed if is_office_or_place(name)}
    is_list = len(listed) >= FEWEST and (are_units or len(units) >= FEWEST_UNITS)
    return (twice[0], len(listed)) if is_list and len(twice) == 1 else None


def _findings(audited: Audited) -> Iterator[Finding]:
    text = _ASIDE.sub("", without_blanks(audited.full_text))
    for found in _LIST.finditer(text):
        are_units = _SO_MANY_UNITS.match(text, found.end()) is not None
        if (twice := repeated(found[0], are_units=are_units)) is not None:
            name, number = twice
            finding = Finding(
                check_id="A10",
                subject=f"所列{number}个名称中的{name}",
                verdict="unusual",
                severity=1,
                claimed=str(number),
                recomputed=str(number - 1),
                **say("repeated_names", "twice", name=name, n=number, different=number - 1),
            )
            yield located(audited, finding, ())


@check("A10", "所列名称重复", "names listed twice", gives="unusual")
def check_repeated_names(audited: Audited) -> Iterator[Finding]:
    """A list of at least four names in a sentence, two or more of them plainly of offices or places or all of them
    counted as such (甲、乙、丙5个县), that holds one of them twice.

    Tolerance: none; names are compared as printed.
    """
    yield from distinct(_findings(audited))
