"""Mailboxes of no known platform: a list of letters read by its labels, as most municipal sites print one.

The list is a table under a header with known labels (标题, 来信时间, 状态 ...), or else the repeated rows of the page,
most of which have a link on the same host and a date, or where no list has links, a date and something that a script
opens. A row without a link is a letter that the site lists without showing it. Letter pages need nothing here: they
are read by label (``parsers.letters``, ``forms``). What does not belong here: the classes of any one site.
"""

from __future__ import annotations

from lxml import html

from parsers.platforms.counters import counters_of, lines_outside
from parsers.platforms.links import base_of
from parsers.platforms.listing import ListPage, Sighting, list_words
from parsers.platforms.markup import tree
from parsers.platforms.pagers import next_url_of, number_in
from parsers.platforms.rows import header_labels, loose_row, repeated_rows, script_rows, table_rows
from parsers.records import Issue


def _no_id(url: str) -> str | None:
    """Without a platform only a source knows where the id stands in an address."""
    return None


def _headed_table(root: html.HtmlElement) -> tuple[list[str], html.HtmlElement, list[html.HtmlElement]] | None:
    """The labels, header row and further rows of the longest table with a header; ``None`` without one."""
    best: tuple[list[str], html.HtmlElement, list[html.HtmlElement]] | None = None
    for table in root.iter("table"):
        rows = [row for row in table.iter("tr") if not row.xpath(".//tr")]
        for at, row in enumerate(rows):
            labels = header_labels(row)
            if labels is not None and not row.xpath("./td[.//a[@href]]"):
                if best is None or len(rows) - at - 1 > len(best[2]):
                    best = labels, row, rows[at + 1 :]
                break
    return best


def list_page(page: str, *, url: str) -> ListPage | None:
    """The letters, counters and pager of a decoded list page, or ``None`` for a page of another kind."""
    root = tree(page)
    if root is None:
        return None
    base = base_of(root, url)
    headed = _headed_table(root)
    sightings: list[Sighting] = []
    issues: list[Issue] = []
    if headed is not None:
        labels, header, rows = headed
        sightings, issues = table_rows(labels, rows, base, _no_id)
        listed = [header, *rows]
    else:
        labels, listed = [], repeated_rows(root, url, base) or script_rows(root, base)
        for number, row in enumerate(listed, 1):
            read = loose_row(row, f"row {number}", base, _no_id)
            if read is not None:
                sightings.append(read[0])
        if not sightings:
            return None
    lines = lines_outside(root, listed)
    counters, total, odd = counters_of(lines)
    printed = " ".join(lines)
    words = list_words()
    if total is None:
        total = number_in(words.total, printed)
    return ListPage(
        sightings=tuple(sightings),
        counters=counters,
        page_no=number_in(words.page_no, printed),
        pages=number_in(words.pages, printed),
        total=number_in(words.script_total, page) if total is None else total,
        next_url=next_url_of(root, base, url),
        issues=(*issues, *odd),
        columns=tuple(labels),
    )
