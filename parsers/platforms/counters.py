"""Figures that a list page prints beside its list (累计来信1711件): their labels, and which number is whose.

What belongs here: counters and the lines of a page that may hold them. What does not: the rows of the list (``rows``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from lxml import html

from parsers.platforms.listing import PrintedCounter, list_words
from parsers.platforms.markup import text_of
from parsers.platforms.rows import cells_of
from parsers.records import Issue
from parsers.text.numbers import half_width, parse_number
from parsers.vocabulary import metric_headers, metric_words, metrics

_COUNTER = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{2,16})\s*(?:[（(][件条封%][)）])?\s*[:：为是]?\s*"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<unit>[%％件条封个次]?)(?![\d./年月日\-:：])"
)
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*[%件条封个次]?"
_BARE_NUMBER = re.compile(_NUMBER)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NUMBER_THEN_LABEL = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<label>[\u4e00-\u9fff]{{2,16}})[\s|,;、/]*")
_NUMBER_FIRST = re.compile(rf"(?:{_NUMBER_THEN_LABEL.pattern})+".replace("?P<number>", "?:").replace("?P<label>", "?:"))
_COUNTER_LIKE = re.compile(r"(?:数|率|量)$")
_MOST_OTHER_TEXT = 0.4
"""Share of a line that may be no counter: more is a sentence, whose figures are not those of the list."""


def _known_label(run: str) -> tuple[str, str | None] | None:
    """The longest end of a run of characters that is a metric's word or counts listed letters, and its metric."""
    for start in range(len(run) - 1):
        label = run[start:]
        metric = metric_words().get(label) or metric_headers().get(label)
        if metric is not None or label in list_words().listed or label in list_words().ignored:
            return label, metric
    return None


def counters_of(lines: Sequence[str]) -> tuple[tuple[PrintedCounter, ...], int | None, list[Issue]]:
    """The counters of a page's lines outside of its list, the number of listed letters among them, and issues."""
    counters: list[PrintedCounter] = []
    issues: list[Issue] = []
    total: int | None = None
    for line in _joined(lines, issues):
        text = half_width(line)
        matches = list(_COUNTER.finditer(text))
        inside = sum(len("".join(m[0].split())) for m in matches)
        if not matches or inside < (1 - _MOST_OTHER_TEXT) * len(re.sub(r"[\s|,，;；、/]", "", text)):
            continue
        for m in matches:
            known = _known_label(m["label"])
            number = parse_number(m["number"] + ("%" if m["unit"] in "%％" and m["unit"] else ""))
            if number is None:
                continue
            if known is None:
                if _COUNTER_LIKE.search(m["label"]):
                    issues.append(_unknown_counter(m["label"], m[0]))
                continue
            label, metric = known
            if label in list_words().ignored:
                continue
            if label in list_words().listed:
                total = int(number.value)
            printed = m["number"] + m["unit"]
            place = f"counter {len(counters) + 1}"
            unit = number.unit or m["unit"] or (metrics()[metric].unit if metric else None)
            counters.append(
                PrintedCounter(
                    label=label, printed=printed, value=number.value, metric=metric, unit=unit, locator=place
                )
            )
    return tuple(counters), total, issues


def _joined(lines: Sequence[str], issues: list[Issue]) -> Iterator[str]:
    """Lines, a label and the number beside it made one, label first; numbers may stand below or above their labels."""
    for is_run, run in _alternating(_label_first(line) for line in lines):
        yield from _paired(run, issues) if is_run else run


def _label_first(line: str) -> str:
    """A line of numbers each before its label (1711 来信总数 218 办结数) with each label first; any other as it is."""
    text = half_width(line).strip()
    if not _NUMBER_FIRST.fullmatch(text):
        return line
    pairs = [(m["label"], m["number"].strip()) for m in _NUMBER_THEN_LABEL.finditer(text)]
    return " ".join(label + number for label, number in pairs) if all(_is_label(label) for label, _ in pairs) else line


def _is_label(text: str) -> bool:
    known = _known_label(text)
    return known is not None and known[0] == text


def _alternating(lines: Iterable[str]) -> Iterator[tuple[bool, list[str]]]:
    """Runs of lines that are a bare label and a bare number by turns, and (``False``) the lines between them."""
    run: list[str] = []
    for line in lines:
        bare = line.strip().rstrip(":：").strip()
        is_number = _BARE_NUMBER.fullmatch(half_width(bare)) is not None
        if not is_number and not (_HAN.fullmatch(bare) and _known_label(bare)):
            if run:
                yield True, run
                run = []
            yield False, [line]
            continue
        if run and is_number == (_BARE_NUMBER.fullmatch(half_width(run[-1])) is not None):
            yield True, run
            run = []
        run.append(bare)
    if run:
        yield True, run


def _paired(run: list[str], issues: list[Issue]) -> Iterator[str]:
    """The labels of a run with their numbers. Where both orders fit the run equally, nothing is read and that is said.

    A rate is printed with %, a count without; a single number above a single word is not taken for its counter.
    """
    begins = 1 if _BARE_NUMBER.fullmatch(half_width(run[0])) else 0
    below = list(zip(run[begins::2], run[begins + 1 :: 2], strict=False))
    above = [(label, number) for number, label in zip(run[1 - begins :: 2], run[2 - begins :: 2], strict=False)]
    orders = [order for order in (below, above) if order and all(_fits(*pair) for pair in order)]
    if orders == [above] and len(above) == 1:
        orders = []
    whole = [order for order in orders if 2 * len(order) == len(run)] or orders
    if len(whole) == 1:
        yield from (label + number for label, number in whole[0])
    elif whole:
        message = "Numbers and labels stand by turns, and the page does not show which number belongs to which label."
        issues.append(Issue(code="ambiguous_counters", message=message, place="counters", raw=" ".join(run)[:200]))
    else:
        yield from run


def _fits(label: str, number: str) -> bool:
    known = _known_label(label)
    is_rate = known is not None and known[1] is not None and metrics()[known[1]].kind == "rate"
    return is_rate == (half_width(number).rstrip()[-1] == "%")


def _unknown_counter(label: str, raw: str) -> Issue:
    message = (
        f"The list page prints a number under {label!r}, which is not known, so it is not read. "
        "If it counts letters, add the word to parsers/vocabulary/metrics.yaml."
    )
    return Issue(code="unknown_label", message=message, place="counters", raw=raw[:200])


def lines_outside(root: html.HtmlElement, lists: Iterable[html.HtmlElement]) -> list[str]:
    """The visible lines of a page without those of its list; a row of labels above a row of numbers becomes pairs."""
    left_out = set(lists)
    lines: list[str] = []
    paired: set[html.HtmlElement] = set()
    for table in root.iter("table"):
        if table in left_out or table.xpath(".//table"):
            continue
        rows = [cells_of(row) for row in table.iter("tr")]
        for above, below in pairwise(rows):
            labels, numbers = [text_of(c) for c in above], [text_of(c) for c in below]
            is_numbers = len(labels) == len(numbers) > 1 and any(numbers) and all(parse_number(n) for n in numbers if n)
            if is_numbers and any(_known_label(label) for label in labels):
                lines += [f"{label}{number}" for label, number in zip(labels, numbers, strict=True) if number]
                paired.add(table)
    for element in (*left_out, *paired):
        element.set("data-left-out", "")
    lines += _lines(root)
    for element in (*left_out, *paired):
        del element.attrib["data-left-out"]
    return lines


def _lines(element: html.HtmlElement) -> list[str]:
    pieces: list[str] = []
    _collect_lines(element, pieces)
    return [line for line in (piece.strip() for piece in "".join(pieces).split("\n")) if line]


def _collect_lines(element: html.HtmlElement, pieces: list[str]) -> None:
    if element.get("data-left-out") is not None:
        pieces.append("\n")
        return
    if not element.xpath(".//*[@data-left-out]"):
        pieces.append("\n" + text_of(element) + "\n" if element.tag not in _INLINE else text_of(element))
        return
    pieces.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            _collect_lines(child, pieces)
        pieces.append(child.tail or "")


_INLINE = frozenset({"a", "b", "i", "em", "span", "strong", "font", "td", "th", "label", "small", "u"})
