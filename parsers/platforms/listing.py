"""What the readers of list pages share: the shapes that they give, and the reading of rows, counters and pagers.

What belongs here: what holds for a list of every platform. What does not: where a platform puts its list (``boda_vsb``,
``generic``), which of them reads a page (``lists``), and requesting anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

from parsers.labels import label_key, letter_labels
from parsers.letters import Printed, assign_fields, status_code
from parsers.platforms.markup import text_of, tree
from parsers.records import Issue
from parsers.replies import office_or_issue
from parsers.text.dates import find_dates, parse_date
from parsers.text.numbers import half_width, parse_number
from parsers.vocabulary import load, metric_headers, metric_words, metrics
from parsers.vocabulary.checked import codes_of_words, patterns, words

WORDS_FILE = "parsers/vocabulary/list_labels.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A letter as one row of a list shows it; unknown is ``None``.

    ``url`` is absolute, and ``None`` for a letter that is listed without a link (not to be published), or whose link a
    script opens (``opens_by_script``), so that its address is unknown. ``external_id`` is the id in the address where
    the platform has one place for it; a source's ``id_from`` decides otherwise.
    """

    external_id: str | None
    url: str | None
    title: str | None
    letter_no: str | None = None
    status_printed: str | None = None
    agency: str | None = None
    received_on: dt.date | None = None
    replied_on: dt.date | None = None
    opens_by_script: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCounter:
    """A figure that a list page prints beside its list, as printed and as number; ``metric`` is ``None`` if unknown."""

    label: str
    printed: str
    value: Decimal
    metric: str | None
    unit: str | None
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list of letters.

    ``total`` is the number of letters that the site says it lists, ``pages`` the number of pages; ``columns`` are the
    headers as printed; ``next_url`` is absolute, ``None`` on the last page and where a script turns the page.
    """

    sightings: tuple[Sighting, ...]
    counters: tuple[PrintedCounter, ...] = ()
    page_no: int | None = None
    pages: int | None = None
    total: int | None = None
    next_url: str | None = None
    issues: tuple[Issue, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link with its text; ``dated_on`` is the date printed beside it."""

    url: str
    title: str
    dated_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPage:
    """One page of a column of articles, in printed order."""

    links: tuple[Link, ...]
    next_url: str | None = None
    pages: int | None = None
    issues: tuple[Issue, ...] = ()


# --- words ---


@dataclass(frozen=True, slots=True)
class _Words:
    columns: Mapping[str, str]
    ignored: frozenset[str]
    listed: frozenset[str]
    next: frozenset[str]
    pages: tuple[re.Pattern[str], ...]
    page_no: tuple[re.Pattern[str], ...]
    total: tuple[re.Pattern[str], ...]
    script_total: tuple[re.Pattern[str], ...]


@cache
def list_words() -> _Words:
    """The content of ``list_labels.yaml``; ``ValueError`` names the entry that is wrong."""
    data = load("list_labels")

    def keys(entry: str) -> frozenset[str]:
        return frozenset(label_key(word) for word in words(data[entry], WORDS_FILE, entry))

    def compiled(entry: str) -> tuple[re.Pattern[str], ...]:
        return patterns(data[entry], WORDS_FILE, entry)

    return _Words(
        columns={label_key(word): field for word, field in codes_of_words(data["columns"], WORDS_FILE).items()},
        ignored=keys("ignored"),
        listed=keys("listed"),
        next=keys("next"),
        pages=compiled("pages"),
        page_no=compiled("page_no"),
        total=compiled("total"),
        script_total=compiled("script_total"),
    )


def knows_column(label: str) -> bool:
    """Whether a column header is known at all, also where nothing is read from it."""
    key = label_key(label)
    return key in list_words().columns or key in list_words().ignored or not assign_fields([(label, "", "")])[1]


def field_of_column(label: str) -> str | None:
    """The field that a column header names, ``None`` where it names none that is read."""
    field = list_words().columns.get(label_key(label))
    if field is not None:
        return field
    return next(iter(assign_fields([(label, "", "")])[0]), None)


def unknown_columns(labels: Iterable[str], place: str) -> list[Issue]:
    """An issue for each header that is in no list."""
    return [
        Issue(
            code="unknown_label",
            message=f"The column header {label!r} of the list is not known, so what stands under it is not read. "
            f"Add it to {WORDS_FILE}.",
            place=place,
            raw=label,
        )
        for label in labels
        if label and not knows_column(label)
    ]


# --- links ---

_QUOTED_ADDRESS = re.compile(r"""['"](?P<url>[^'"\s]*[/.?][^'"\s]*)['"]""")
_NO_PAGE = ("javascript:", "mailto:", "tel:", "#", "data:")


def absolute(href: str, base: str) -> str | None:
    """An address of a page as an absolute one without fragment, or ``None`` for what leads to no page."""
    printed = re.sub(r"\s", "", href)
    if not printed or printed.lower().startswith(_NO_PAGE):
        return None
    try:
        url = urldefrag(urljoin(base, printed)).url
        parts = urlsplit(url)
    except ValueError:  # an address with an unfinished [IPv6] host
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def base_of(root: html.HtmlElement, url: str) -> str:
    """What relative links of the page are relative to."""
    base = next((str(h) for h in root.xpath("//base/@href")), "")
    return urljoin(url, base.strip()) if base.strip() else url


def address_of(element: html.HtmlElement, base: str) -> str | None:
    """The address that a link leads to, also where it stands in its ``onclick`` (``window.open('...')``)."""
    url = absolute(element.get("href") or "", base)
    if url is not None:
        return url
    for attribute in ("onclick", "href"):
        found = _QUOTED_ADDRESS.search(element.get(attribute) or "")
        if found is not None:
            return absolute(found["url"], base)
    return None


def link_text(element: html.HtmlElement) -> str:
    """The text of a link; its title attribute where the text itself is shortened or missing."""
    text, title = text_of(element).replace("\n", " "), (element.get("title") or "").strip()
    return title if title and (not text or text.endswith(("…", "...", ".."))) else text


def row_link(row: html.HtmlElement, base: str) -> tuple[html.HtmlElement, str] | None:
    """The first element of a row that leads to a page, and its address."""
    for element in row.xpath(".//a | .//*[@onclick] | self::*[@onclick]"):
        url = address_of(element, base)
        if url is not None:
            return element, url
    return None


def is_withheld(row: html.HtmlElement) -> bool:
    """Whether a row marks its letter as not public, beside the title: its page must not be opened, though it is linked.

    The mark is an element of its own; a cell that says so is the state of a letter, whose link is there to be opened.
    """
    marks = row.xpath(".//span | .//em | .//i | .//b | .//font")
    return any(letter_labels().public_words.get(text_of(mark).strip("[]【】()（） ")) is False for mark in marks)


def opens_by_script(row: html.HtmlElement) -> bool:
    """Whether a row has something to click on; where ``row_link`` finds no address in it, a script knows the page."""
    return bool(row.xpath(".//a[@href] | .//*[@onclick] | self::*[@onclick]"))


def same_host(url: str, other: str) -> bool:
    """Whether two addresses are on one host, ``www.`` aside."""
    hosts = [(urlsplit(u).hostname or "").removeprefix("www.") for u in (url, other)]
    return hosts[0] == hosts[1]


# --- rows ---

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


# --- pager ---


def next_link(element: html.HtmlElement) -> html.HtmlElement | None:
    """The link to the next page: by its class, its ``rel`` or its word."""
    for link in element.xpath(".//a"):
        classes = (link.get("class") or "").split()
        if "Next" in classes or "next" in classes or link.get("rel") == "next":
            return link
        if label_key(text_of(link)) in list_words().next:
            return link
    return None


def number_in(found: Iterable[re.Pattern[str]], text: str) -> int | None:
    """The number that the first fitting pattern gives."""
    return next((int(m["n"]) for p in found if (m := p.search(text)) is not None), None)


def next_url_of(root: html.HtmlElement, base: str, url: str) -> str | None:
    """The address of the next page; ``None`` where there is no link, or it leads to the page itself."""
    link = next_link(root)
    target = None if link is None else absolute(link.get("href") or "", base)
    return None if target is None or target == urldefrag(url).url else target


def turns_by_script(page: str) -> bool:
    """Whether a decoded page has a link to the next one that only a script knows (javascript:__doPostBack(...))."""
    root = tree(page)
    link = None if root is None else next_link(root)
    return link is not None and (link.get("href") or "").strip().lower().startswith("javascript:__dopostback")


def form_of(page: str) -> dict[str, str]:
    """The hidden fields of the form that a decoded page of ASP.NET is (``__VIEWSTATE`` ...)."""
    root = tree(page)
    hidden = [] if root is None else root.xpath(".//input[@name and translate(@type, 'HIDEN', 'hiden') = 'hidden']")
    return {field.get("name"): field.get("value") or "" for field in hidden}


# --- counters ---

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
