"""Boda VSB / WebBer "leadermail" (商洛, 丹凤 and others in 陕西 and 新疆): the list of letters, and a letter's page.

The letter page this expects: a table row for each field, the label in a cell of class ``titlestyleNNNN``, the value
beside it in ``contentstyleNNNN``. A missing row is a missing value.

The list page: a table of class ``winstyleNNNN`` whose first row is a header; the first link of every other row is the
letter, its id the parameter ``leadermailid``. The page number is the parameter ``formnameNNNNap``, the link to the next
page has the class ``Next``. Counters (提案数, 办结数, 办结率) stand beside the table.

The digits are the number of a page component and differ between sites, so they are matched by pattern. What belongs
here: this markup. What does not: what is the same in every list (``listing``).
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from lxml import html

from parsers.letters import PrintedLetter, assign_fields
from parsers.platforms.counters import counters_of, lines_outside
from parsers.platforms.links import address_of, base_of
from parsers.platforms.listing import ListPage, list_words
from parsers.platforms.markup import printed_address, text_of, tree
from parsers.platforms.pagers import next_url_of, number_in
from parsers.platforms.rows import header_labels, table_rows
from parsers.records import Issue
from parsers.reply_blocks import PrintedReply

_LABEL = re.compile(r"\btitlestyle\d+\b")
_VALUE = re.compile(r"\bcontentstyle\d+\b")
_LIST = re.compile(r"\bwinstyle\d+\b")
_PAGE = re.compile(r"formname\d+ap")
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
    if "titlestyle" not in page or "contentstyle" not in page:
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


def _parameter(url: str, name: re.Pattern[str]) -> str | None:
    return next((value for key, value in parse_qsl(urlsplit(url).query) if name.fullmatch(key)), None)


def external_id(url: str) -> str | None:
    """The id of a letter in its address, as text: a number on some sites, 32 hex digits on others."""
    return _parameter(url, re.compile("leadermailid"))


def _page_of(url: str) -> int | None:
    number = _parameter(url, _PAGE)
    return int(number) if number is not None and number.isdecimal() else None


def _list_rows(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The rows of the list: of the tables with its class, the one with most rows; rows around other rows left out."""
    tables = [t for t in root.xpath("//table[@class]") if _LIST.search(t.get("class"))]
    found = [[row for row in t.xpath(".//tr") if not row.xpath(".//tr")] for t in tables]
    return max(found, key=len, default=[])


def list_page(page: str, *, url: str) -> ListPage | None:
    """The letters, counters and pager of a decoded list page, or ``None`` for a page of another kind."""
    if "winstyle" not in page or printed_letter(page) is not None:
        return None
    root = tree(page)
    rows = [] if root is None else _list_rows(root)
    if root is None or not rows:
        return None
    base = base_of(root, url)
    labels = header_labels(rows[0])
    issues: list[Issue] = []
    if labels is None:
        labels = [text_of(cell).replace("\n", "") for cell in rows[0].xpath("./td | ./th")]
        message = (
            "The first row of the list is no header that can be read (no column for the title). "
            "Add its labels to parsers/vocabulary/list_labels.yaml."
        )
        issues.append(Issue(code="unknown_header", message=message, place="header", raw=" | ".join(labels)[:200]))
    sightings, more = table_rows(labels, rows[1:], base, external_id)
    lines = lines_outside(root, rows)
    counters, total, odd = counters_of(lines)
    printed = " ".join(lines + [text_of(row) for row in rows[1:] if row.xpath(".//a[contains(@class, 'Next')]")])
    linked = [n for a in root.iter("a") if (to := address_of(a, base)) is not None and (n := _page_of(to)) is not None]
    page_no = _page_of(url) or number_in(list_words().page_no, printed)
    pages = number_in(list_words().pages, printed) or max([*linked, page_no or 1], default=None)
    following = next_url_of(root, base, url)
    if following is not None and (_page_of(following) or pages or 1) <= (page_no or 0):
        following = None  # on the last page the link leads to the page itself or back
    return ListPage(
        sightings=tuple(sightings),
        counters=counters,
        page_no=page_no or 1,
        pages=pages,
        total=number_in(list_words().total, printed) if total is None else total,
        next_url=following,
        issues=(*issues, *more, *odd),
        columns=tuple(labels),
    )
