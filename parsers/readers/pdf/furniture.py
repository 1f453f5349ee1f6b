"""Running heads, feet and page numbers: what stands on the pages and is no part of the text.

What belongs here: which lines of the margins are furniture. What does not: margins of paragraphs (``paragraphs``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from parsers.readers.pdf.columns import header_at
from parsers.readers.pdf.lines import Line
from parsers.records import Issue
from parsers.vocabulary.layout import squeezed

MARGIN_SHARE = 0.1
"""The strip at the top and at the foot of a page, of its height, where running heads and page numbers stand."""

_PAGE_NUMBER = re.compile(r"[-—–－―·.]*(?:第?\d{1,4}页?|\d{1,4}/\d{1,4}|第\d{1,4}页[,，/]?共\d{1,4}页)[-—–－―·.]*")


def without_furniture(pages: Sequence[tuple[float, Sequence[Line]]]) -> tuple[list[list[Line]], list[Issue]]:
    """The lines of each page (its height, its lines) without page numbers, and without the lines of the margins that
    repeat on at least half of the pages, but for the first of them. The header of a table is none, wherever it stands.
    """
    places: dict[str, list[Line]] = defaultdict(list)
    for height, lines in pages:
        headers = _header_lines(lines)
        for line in lines:
            if _is_in_margin(line, height) and line.number not in headers:
                places[re.sub(r"\d+", "0", squeezed(line.text))].append(line)
    dropped: set[tuple[int, int]] = set()
    issues: list[Issue] = []
    for same in places.values():
        if _PAGE_NUMBER.fullmatch(squeezed(same[0].text)):
            left_out = same
        elif len({line.page for line in same}) >= max(2, len(pages) / 2):
            left_out = same[1:]
        else:
            continue
        dropped |= {(line.page, line.number) for line in left_out}
        issues.append(
            Issue(
                code="page_furniture",
                message=f"Left out of the text on {len(left_out)} pages as a running head, foot or page number.",
                place=f"p{left_out[0].page}.l{left_out[0].number}",
                raw=left_out[0].text,
            )
        )
    kept = [[line for line in lines if (line.page, line.number) not in dropped] for _, lines in pages]
    return kept, issues


def _is_in_margin(line: Line, height: float) -> bool:
    top, bottom = line.middle - line.size / 2, line.middle + line.size / 2
    return bottom < MARGIN_SHARE * height or top > (1 - MARGIN_SHARE) * height


def _header_lines(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines with header words of a table."""
    numbers: set[int] = set()
    at = 0
    while (found := header_at(lines[at:])) is not None:
        numbers |= {line.number for line in lines[at + found[0] : at + found[1]]}
        at += found[1]
    return numbers
