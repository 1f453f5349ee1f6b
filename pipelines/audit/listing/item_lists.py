"""A10 for lists whose items are numbered (五个方面：一是…二是…), stand on lines of their own, or have a count each, and
for movements by number (六升一降).

What belongs here: as many items as the words before the list say. What does not: names before or behind their number
(``listed``, ``names_behind``), whose findings are not told twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from parsers.claims.words import words_pattern
from parsers.text.leading import FIRST_FEW, number_of
from parsers.text.numbers import printed_integer
from pipelines.audit.figures import cause, distinct, located
from pipelines.audit.finding import Audited, Finding, check, findings_of, say
from pipelines.audit.listing.listed import (
    FEWEST,
    MOST,
    check_listed,
    entries,
    items_apart,
    ranked_entries,
    without_blanks,
)
from pipelines.audit.listing.names_behind import check_names_behind
from pipelines.audit.rules import words

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_FARTHEST = 40
"""Characters between a number and the first item of its list."""
_LONGEST = 4000
"""Characters that a list may have."""
_LINE_ITEM = re.compile(
    r"(?:[\d一二三四五六七八九十]{1,2}[.、．]|[（(][\d一二三四五六七八九十]{1,2}[）)])?[^，,。；;：:\d]{2,24}\d"
)
_SAYS_MORE = re.compile(r"[以上述这前]*[两二三四五六七八九十\d]+[位者类项家个区县镇乡市]|合计|共计|总计|其中|此外|另")


@cache
def _opened() -> re.Pattern[str]:
    """A number of things whose list opens behind it: by a colon, by a stop, or on the next line."""
    things = words_pattern((*words("item_lists", "things"), *words("listed", "things")))
    return re.compile(
        rf"(?<![\d.第前后])(?P<number>\d{{1,2}}|[两二三四五六七八九十]{{1,3}})(?P<unit>{things})"
        rf"(?P<what>[^，,。；;：:\n\d]{{0,14}})(?P<opens>[：:。，,]|\n)"
    )


@cache
def _few_opened() -> re.Pattern[str]:
    """The first few of a ranking whose list stands on lines behind a colon, or in a bracket."""
    return re.compile(
        rf"(?P<first>{FIRST_FEW})(?P<what>[^，,、；;。：:\d（）()\n]{{0,16}})(?:(?P<lines>[：:]\n)|[（(](?P<names>[^（）()\n]+)[）)])"
    )


def numbered_items(text: str) -> int:
    """How many items a text numbers from its beginning on (一是…二是…三是…; （一）…（二）…; 1.…2.…); 0 where it begins
    with none.
    """
    for form in (
        "{zh}是",
        "第{zh}[，,、]",
        "[（(]{zh}[）)]",
        "{zh}、",
        "(?<![\\d.]){n}[.．、](?!\\d)",
        "[（(]{n}[）)]",
        "[{ring}]",
    ):
        marks = [form.format(zh=zh, n=n, ring="①②③④⑤⑥⑦⑧⑨⑩⑪⑫"[n - 1]) for n, zh in enumerate(_NUMERALS, 1)]
        place = re.match(rf"[^。\n]{{0,{_FARTHEST}}}?\n?{marks[0]}", text)
        if place is None:
            continue
        found, at = 1, place.end()
        for mark in marks[1:]:
            following, again = (re.compile(sought).search(text, at) for sought in (mark, marks[0]))
            if following is None or (again is not None and again.start() < following.start()):
                break  # the list is over, or another one begins
            found, at = found + 1, following.end()
        return found
    return 0


def _items_with_counts(text: str) -> int:
    """How many items of a sentence have a count each (龙潭镇86件、石桥镇71件); 0 where it is no such list."""
    ends = ranked_entries(text)
    return ends[0] if ends is not None and ends[0] == ends[1] and re.search(r"\d", text) else 0


def _lines_with_counts(text: str) -> int:
    """How many lines from the beginning of a text on open with a name and its figure."""
    lines = text.split("\n")
    return sum(1 for _ in takewhile(lambda line: _LINE_ITEM.match(line) and not _SAYS_MORE.match(line), lines))


def _lists(audited: Audited) -> Iterator[tuple[str, int, str]]:
    """Each number of things with the number of items behind it, where that is known, and the kind of list."""
    text = re.sub(r"\n+", "\n", without_blanks(audited.full_text))
    for found in _opened().finditer(text):
        number = printed_integer(found["number"])
        if number is None or not FEWEST <= number <= MOST:
            continue
        printed, behind = f"{found['number']}{found['unit']}", text[found.end() : found.end() + _LONGEST]
        numbered = numbered_items(behind)
        sentence = re.split(r"[。\n]", behind)[0]
        counted = (_items_with_counts(sentence), items_apart(sentence), _lines_with_counts(behind.removeprefix("\n")))
        if numbered == number:
            yield printed, number, "numbered"
        elif number in counted and found["opens"] in "：:\n":
            yield printed, number, "counted"
    for found in _few_opened().finditer(text):
        number = number_of(found["first"])
        if number is None or not FEWEST <= number <= MOST:
            continue
        ends = entries(found["names"]) if found["names"] else None
        lines = _lines_with_counts(text[found.end() :]) if found["lines"] else 0
        if lines == number or (ends is not None and ends[0] <= number <= ends[1]):
            yield found["first"], number, "counted" if lines else "names"


_MOVED = re.compile(
    r"(?P<up>\d{1,2}|[一两二三四五六七八九十]{1,3})[升增](?P<down>\d{1,2}|[一两二三四五六七八九十]{1,3})[降减]"
)
"""How many of a list rose and fell (六升一降)."""


def moved(text: str) -> tuple[int, int]:
    """How many items a text says rose, and how many fell: names before a word of movement, or a word for each.

    >>> moved("甲区、乙县、丙县受理量上升，丁区受理量下降")
    (3, 1)
    """
    rises, falls = (words_pattern(words("item_lists", name)) for name in ("rises", "falls"))
    up = down = 0
    names = 0
    for part in re.split("([、，,；;和])", text):
        if part in ("、", "和"):
            continue
        names += bool(re.search(r"[\u4e00-\u9fff]{2}", part))
        is_up, is_down = re.search(rises, part), re.search(falls, part)
        if is_up or is_down:
            up, down = up + (names if is_up else 0), down + (names if is_down and not is_up else 0)
            names = 0
    return up, down


def _moves(audited: Audited) -> Iterator[tuple[str, int, str]]:
    text = without_blanks(audited.full_text)
    for found in _MOVED.finditer(text):
        up, down = printed_integer(found["up"]), printed_integer(found["down"])
        behind = re.match(
            r"[^，,。；;：:]{0,12}[，,。：:](?:与[^，,]{1,12}相比[，,])?([^。\n]{4,400})", text[found.end() :]
        )
        if up and down and behind is not None and moved(behind[1]) == (up, down):
            yield found[0], up + down, "moves"


def _finding(audited: Audited, printed: str, number: int, case: str) -> Finding:
    finding = Finding(
        check_id="A10",
        subject=f"所称{printed}与其后各项",
        verdict="consistent",
        severity=0,
        claimed=printed,
        recomputed=str(number),
        cause_id=cause(audited, "item_lists", printed),
        **say("item_lists", case, printed=printed, n=number),
    )
    return located(audited, finding, ())


@check("A10", "个数与其后各项", "numbers of items and the items behind them", gives="consistent")
def check_item_lists(audited: Audited) -> Iterator[Finding]:
    """A number of things and as many items behind it, numbered (五个方面：一是…二是…), on lines of their own or with a
    count each (以下4个：甲镇86件、…), the first few of a ranking by lines or in a bracket, and movements by number
    (三升一降：…).

    Items may hold numbers themselves and lists may go on elsewhere, so that only what agrees is told.

    Tolerance: none; items are counted.
    """
    told = {f.claimed for f in (*findings_of(check_listed, audited), *findings_of(check_names_behind, audited))}
    found = (*_lists(audited), *_moves(audited))
    yield from distinct(_finding(audited, *one) for one in dict.fromkeys(found) if one[0] not in told)
