"""Boda VSB / WebBer "leadermail" (商洛, 丹凤 and others in 陕西 and 新疆): the detail page of a letter.

The page this expects: a table row for each field, the label in a cell of class ``titlestyleNNNN``, the value beside
it in ``contentstyleNNNN``. The digits are the number of a page component and differ between sites, so they are
matched by pattern. A missing row is a missing value. List pages have other classes (``winstyleNNNN``) and are not
read here.
"""

from __future__ import annotations

import re

from lxml import html

from parsers.letters import PrintedLetter, PrintedReply, assign_fields
from parsers.platforms.markup import printed_address, text_of, tree

_LABEL = re.compile(r"\btitlestyle\d+\b")
_VALUE = re.compile(r"\bcontentstyle\d+\b")
_CELLS = ".//*[self::td or self::th or self::span or self::div][@class]"


def _fields(row: html.HtmlElement) -> list[tuple[str, str]]:
    """The (label, value) pairs of one table row: a label goes with the next value cell."""
    pairs: list[tuple[str, str]] = []
    label: str | None = None
    for cell in row.xpath(_CELLS):
        if _LABEL.search(cell.get("class")):
            if label is not None:
                pairs.append((label, ""))
            label = text_of(cell)
        elif _VALUE.search(cell.get("class")) and label is not None:
            pairs.append((label, text_of(cell)))
            label = None
    return pairs if label is None else [*pairs, (label, "")]


def printed_letter(page: str) -> PrintedLetter | None:
    """The letter of a decoded detail page, or ``None`` for a page of another kind."""
    if not _LABEL.search(page) or not _VALUE.search(page):
        return None
    root = tree(page)
    if root is None:
        return None
    rows = [row for row in root.xpath("//tr") if not row.xpath(".//tr")]
    pairs = [(label, value, f"row {number}") for number, row in enumerate(rows, 1) for label, value in _fields(row)]
    values, issues = assign_fields(pairs)
    if not {"title", "body", "reply"} & set(values):
        return None
    reply = values.get("reply")
    replies = () if reply is None else (PrintedReply(reply.value, reply.place),)
    return PrintedLetter(values, replies, printed_address(page, root), tuple(issues))
