"""Rows of lists: which elements of a page are rows, and the letter that each shows.

What belongs here: tables, repeated elements and rows that scripts open, of every platform. What does not: where a
platform puts its list (``boda_vsb``, ``generic``), and the figures beside a list (``counters``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from lxml import html

from parsers.labels import label_key
from parsers.letters import Printed, assign_fields, status_code
from parsers.platforms.links import address_of, is_withheld, link_text, opens_by_script, row_link, same_host
from parsers.platforms.listing import Sighting, field_of_column, knows_column, list_words, unknown_columns
from parsers.platforms.markup import text_of
from parsers.platforms.pagers import next_link
from parsers.records import Issue
from parsers.replies import office_or_issue
from parsers.text.dates import find_dates, parse_date

_MOST_LINKS = 3
"""Links of one row at most; more are a menu."""


def _day(values: Mapping[str, Printed], field: str, issues: list[Issue]) -> dt.date | None:
    printed = values.get(field)
    if printed is None or not printed.value.strip():
        return None
    day = parse_date(printed.value.strip(" \n[]【】()（）"))
    if day is None:
        issues.append(
            Issue(
                code="date_unread",
                message=f"The list holds {printed.value.strip()[:60]!r} where one date is expected; it is kept as "
                "unknown. Look the date up on the original page.",
                place=printed.place,
                raw=printed.value.strip()[:200],
            )
        )
    return day


def _text(values: Mapping[str, Printed], field: str) -> str | None:
    printed = values.get(field)
    return None if printed is None else printed.value.replace("\n", " ").strip() or None


def sighting_of(
    pairs: Sequence[tuple[str, str]],
    place: str,
    link: tuple[html.HtmlElement, str] | None,
    external_id: Callable[[str], str | None],
) -> tuple[Sighting, list[Issue]]:
    """The letter of a row, from its (header, value) pairs; headers that are unknown are reported once, not here."""
    listed = {k: v for k, v in ((list_words().columns.get(label_key(label)), value) for label, value in pairs) if k}
    values, issues = assign_fields([(label, value, place) for label, value in pairs])
    issues = [issue for issue in issues if issue.code != "unknown_label"]
    values |= {field: Printed(value, place) for field, value in listed.items() if field not in values}
    url = link[1] if link else None
    text = link_text(link[0]) if link else ""
    title = _text(values, "title")
    agency, persons = office_or_issue(_text(values, "agency"), place)
    # A shortened title in the cell, the whole one in the link; a mark ([不公开]) beside the link.
    if text and (title is None or title.endswith(("…", "...", "..")) or title.startswith(text)):
        title = text
    return (
        Sighting(
            external_id=external_id(url) if url else None,
            url=url,
            title=title,
            letter_no=_text(values, "letter_no"),
            status_printed=_text(values, "status"),
            agency=agency,
            received_on=_day(values, "received_on", issues),
            replied_on=_day(values, "page_replied_on", issues),
        ),
        [*issues, *persons],
    )


def cells_of(row: html.HtmlElement) -> list[html.HtmlElement]:
    """The cells of a table row."""
    return list(row.xpath("./td | ./th"))


def header_labels(row: html.HtmlElement) -> list[str] | None:
    """The texts of a header row: one of them names the title, and at least two are known; ``None`` for other rows."""
    labels = [text_of(cell).replace("\n", "") for cell in cells_of(row)]
    if len(labels) < 2 or any(len(label) > 20 for label in labels):
        return None
    known = [label for label in labels if label and knows_column(label)]
    fields = [field_of_column(label) for label in labels if label]
    return labels if len(known) >= 2 and "title" in fields and 2 * len(known) >= len(labels) else None


def is_pager(row: html.HtmlElement) -> bool:
    """Whether a row of the list's table holds the pager instead of a letter."""
    return next_link(row) is not None or any(p.search(text_of(row)) for p in list_words().pages)


def table_rows(
    labels: list[str], rows: Iterable[html.HtmlElement], base: str, external_id: Callable[[str], str | None]
) -> tuple[list[Sighting], list[Issue]]:
    """The letters of the rows under a header."""
    sightings: list[Sighting] = []
    issues = unknown_columns(labels, "header")
    for number, row in enumerate(rows, 1):
        cells = cells_of(row)
        texts = [text_of(cell) for cell in cells]
        if not any(texts) or (len(cells) != len(labels) and is_pager(row)):
            continue
        place = f"row {number}"
        if len(cells) != len(labels):
            link = row_link(row, base)
            if link is None:  # 暂无信件 over all columns
                continue
            message = (
                f"A row of the list has {len(cells)} cells under {len(labels)} headers; its link was taken, "
                "its other cells were not read. Compare it with the original page."
            )
            issues.append(Issue(code="row_width", message=message, place=place, raw=" | ".join(texts)[:200]))
            pairs: list[tuple[str, str]] = []
        else:
            link, pairs = row_link(row, base), list(zip(labels, texts, strict=True))
        sighting, more = sighting_of(pairs, place, link, external_id)
        if is_withheld(row):
            sighting = replace(sighting, url=None)
        else:
            sighting = replace(sighting, opens_by_script=link is None and opens_by_script(row))
        issues += more
        if sighting.title is not None or sighting.url is not None:
            sightings.append(sighting)
    return sightings, issues


def loose_row(
    row: html.HtmlElement, place: str, base: str, external_id: Callable[[str], str | None]
) -> tuple[Sighting, list[Issue]] | None:
    """The letter of a row without headers: its link, its dates in order, a known status word; ``None`` for others.

    One date is that of the letter; of two the second is that of the reply. A link to another host is no letter's.
    """
    link = row_link(row, base)
    text = text_of(row)
    found = find_dates(text)
    days = [day.date for day in found if day.date is not None]
    pieces = [text_of(e) for e in row.xpath(".//span | .//em | .//i | .//td | .//font | .//b")]
    status = next((p for p in pieces if p and len(p) <= 12 and status_code(p)), None)
    title = link_text(link[0]) if link else ""
    if link is None:  # the longest line is the title, once dates and status are taken out
        for day in reversed(found):
            text = text[: day.start] + "\n" + text[day.end :]
        text = text.replace(status, "\n") if status else text
        title = max((line.strip(" []【】\u3000") for line in text.split("\n")), key=len, default="")
    withheld = is_withheld(row)
    if not title or (link is None and not days) or (link is not None and not same_host(link[1], base)):
        return None
    return (
        Sighting(
            external_id=external_id(link[1]) if link else None,
            url=link[1] if link and not withheld else None,
            title=title,
            status_printed=status,
            received_on=days[0] if days else None,
            replied_on=days[1] if len(days) > 1 else None,
            opens_by_script=link is None and not withheld and opens_by_script(row),
        ),
        [],
    )


def repeated_rows(root: html.HtmlElement, url: str, base: str) -> list[html.HtmlElement]:
    """The rows of what looks most like a list: children of one element, most of them with a link and a date."""
    return _repeated(root, lambda row: _links_and_dates(row, url, base))


def script_rows(root: html.HtmlElement, base: str) -> list[html.HtmlElement]:
    """The rows of what looks most like a list whose rows a script opens: with a date, without any address."""
    return _repeated(root, lambda row: _opened_and_dated(row, base))


def _repeated(root: html.HtmlElement, is_row: Callable[[html.HtmlElement], bool]) -> list[html.HtmlElement]:
    best: list[html.HtmlElement] = []
    best_score = 0
    for parent in root.iter("ul", "ol", "dl", "tbody", "table", "div", "section"):
        children = [c for c in parent if isinstance(c.tag, str) and c.tag in ("li", "dd", "tr", "div", "p", "a")]
        tags = {c.tag for c in children}
        for tag in sorted(tags):
            rows = [c for c in children if c.tag == tag]
            score = sum(map(is_row, rows))
            if score > best_score and (score > 1 or tag == "li"):
                best, best_score = rows, score
    return best


def _links_and_dates(row: html.HtmlElement, url: str, base: str) -> bool:
    link = row if row.tag == "a" else None
    target = address_of(link, base) if link is not None else (row_link(row, base) or (None, None))[1]
    if target is None or not same_host(target, url) or len(row.xpath(".//a[@href]")) > _MOST_LINKS:
        return False
    return bool(find_dates(text_of(row)))


def _opened_and_dated(row: html.HtmlElement, base: str) -> bool:
    if not opens_by_script(row) or row_link(row, base) is not None or len(row.xpath(".//a")) > _MOST_LINKS:
        return False
    return bool(find_dates(text_of(row)))
