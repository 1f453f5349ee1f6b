"""Field by field, what a source's description matches on pages of the site, and what it does not.

What belongs here: comparing pages, saved or fetched, with a description. What does not: reading them
(``parsers``, ``pipelines.parse``), fetching them (``scrapers.crawl``), how a report is shown.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from parsers.platforms.error_pages import error_words
from parsers.platforms.lists import LISTS_WITHOUT_A_PAGE, ListPage, column_page, list_page
from parsers.readers.address import printed_address
from parsers.readers.decode import decode
from parsers.readers.dispatch import read
from parsers.readers.formats import JSON
from parsers.records import Issue, Letter, Unreadable
from pipelines.parse import Lookups, bundled_lookups, parse_payload
from scrapers.archive import Archive
from scrapers.crawl import CrawlOutcome, crawl, explained
from scrapers.source import Source

LETTER_FIELDS = ("title", "body", "received_on", "page_replied_on", "agency", "status", "letter_no", "category")
SAMPLES = 3
# Of a site asked live: its list and the first letters.
_LIVE_PAGES = 4
_ASKED_FOR_ALL = ("finished", "total_differs", "max_pages")


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that was looked for on a page: its name, whether it was found, and what was found or is to be done."""

    field: str
    found: bool
    detail: str


@dataclass(frozen=True, slots=True)
class ProbedPage:
    """A page: ``kind`` is list, letter, column, bulletin, error or unknown; ``unknown_labels`` as printed."""

    name: str
    url: str | None
    kind: str
    matches: tuple[Match, ...]
    unknown_labels: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class ProbeReport:
    """What was compared; ``fits`` where every page is of a known kind and has what its kind needs.

    ``stopped`` is a sentence without its end that says why a site was not asked for all pages meant.
    """

    source_id: str
    seen_live: bool
    pages: tuple[ProbedPage, ...]
    stopped: str | None = None

    @property
    def fits(self) -> bool:
        """Whether nothing that a crawl needs is missing on any page."""
        needed = {"title", "body", "rows", "letter links", "id of the links"}
        return (
            self.stopped is None
            and bool(self.pages)
            and all(
                page.kind not in ("error", "unknown") and all(m.found for m in page.matches if m.field in needed)
                for page in self.pages
            )
        )


def probe(
    source: Source, pages: Iterable[bytes], *, urls: Iterable[str | None] = (), lookups: Lookups | None = None
) -> ProbeReport:
    """Compare saved ``pages`` with the description of ``source``.

    ``urls`` are the addresses of the pages, in their order; a page without one is looked up by the address that it
    prints.
    """
    lookups = lookups or bundled_lookups()
    probed = (
        probe_page(source, payload, f"page {n}", url, lookups)
        for n, (payload, url) in enumerate(zip_longest(pages, urls), 1)
    )
    return ProbeReport(source.id, False, tuple(probed))


def probe_live(source: Source, *, contact: str | None = None, allow_loopback: bool = False) -> ProbeReport:
    """Ask a source for its list and a few pages more, as politely as a crawl does, and compare what answers.

    What is fetched is kept nowhere. Raises ``CrawlError`` where the source cannot be asked.
    """
    with TemporaryDirectory() as folder:
        data_dir = Path(folder)
        outcome = crawl(source, data_dir, max_pages=_LIVE_PAGES, contact=contact, allow_loopback=allow_loopback)
        lookups = bundled_lookups()
        probed = [
            probe_page(source, c.payload(), f"page {n}", c.url, lookups, c.http_status)
            for n, c in enumerate(Archive(data_dir).contents(source.id).captures, 1)
        ]
    return ProbeReport(source.id, True, tuple(probed), _stopped(source, outcome, answered=bool(probed)))


def _stopped(source: Source, outcome: CrawlOutcome, *, answered: bool) -> str | None:
    if outcome.stop_reason in _ASKED_FOR_ALL:
        return None
    host = urlsplit(source.list_url or "").hostname or ""
    if not answered and not _is_known(host):
        return f"unknown_host: no name server knows {host}; compare list_url with the browser, or check the network"
    return f"{outcome.stop_reason}: {explained(outcome.stop_reason)} ({host})"


def _is_known(host: str) -> bool:
    try:
        socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):  # UnicodeError: a label of the name is too long
        return False
    return True


def probe_page(
    source: Source, payload: bytes, name: str, url: str | None, lookups: Lookups, status: int | None = None
) -> ProbedPage:
    """One page against the description. Never raises for bad pages: what is wrong stands in the matches."""
    if status is not None and status >= 400:
        message = f"the site answered {status}; compare the address with the one that a browser shows"
        return ProbedPage(name, url, "error", (Match("answer", False, message),))
    answer = _read_answer(source, payload, name, url, lookups)
    if answer is not None:
        return answer
    try:
        document = read(payload, file_name="page.html")
    except Unreadable as refused:
        return ProbedPage(name, url, "error", (Match("bytes", False, str(refused)),))
    if document.media_type != "text/html":
        return _read_page(source, payload, document.media_type, name, url, lookups)
    decoded = decode(payload)
    url = url or printed_address(payload, "text/html")
    charset = Match("encoding", True, decoded.charset)
    address = Match("address", url is not None, url or "the page prints no address of its own; give it (--url)")
    page = decoded.text
    if url is None or source.external_id(url) is None:
        listed = list_page(page, url=url or source.list_url or "http://unknown.invalid/", platform=source.platform)
        if listed is not None:
            labels = tuple(i.raw or "" for i in listed.issues if i.code == "unknown_label")
            return ProbedPage(
                name, url, "list", (charset, address, *_list_matches(listed, source)), labels, listed.issues
            )
    found = _read_page(source, payload, document.media_type, name, url, lookups)
    if found.kind == "unknown":
        said = error_words(page)
        if said is not None:
            return ProbedPage(name, url, "error", (charset, Match("answer", False, f"the page says {said!r}")))
        column = column_page(page, url=url or "http://unknown.invalid/", platform=source.platform)
        if column is not None:
            dated = sum(link.dated_on is not None for link in column.links)
            rows = Match("rows", True, f"{len(column.links)} articles, {dated} of them dated")
            pager = Match("next page", column.next_url is not None, column.next_url or "no link to a next page")
            return ProbedPage(name, url, "column", (charset, address, rows, pager), (), column.issues)
    return ProbedPage(name, url, found.kind, (charset, address, *found.matches), found.unknown_labels, found.issues)


def _list_matches(listed: ListPage, source: Source) -> list[Match]:
    rows, linked = listed.sightings, [s.url for s in listed.sightings if s.url is not None]
    routed = [url for url in linked if source.external_id(url) is not None]
    stray = next((url for url in linked if source.external_id(url) is None), None)
    counters = ", ".join(f"{c.label} {c.printed} ({c.metric or 'unknown'})" for c in listed.counters)
    several = listed.pages is not None and listed.pages > 1
    matches = [
        Match("columns", bool(listed.columns), ", ".join(listed.columns) or "no header row: rows were read loosely"),
        Match("rows", bool(rows), f"{len(rows)} letters" if rows else "no letter was found under the header"),
        Match("letter links", bool(linked), _links_detail(listed, len(linked))),
        Match(
            "id of the links",
            bool(routed) and stray is None,
            f"{len(routed)} of {len(linked)} links fit url_patterns and id_from"
            + ("" if stray is None else f"; not this one, for example: {stray}"),
        ),
        *(_column_match(listed, field) for field in ("title", "letter_no", "received_on", "replied_on", "agency")),
        _column_match(listed, "status_printed"),
        Match("counters", bool(listed.counters), counters or "no counter with a known word"),
        Match("page number", listed.page_no is not None, str(listed.page_no or "not printed")),
        Match("pages", listed.pages is not None, str(listed.pages or "the number of pages is not printed")),
        Match("total", listed.total is not None, str(listed.total or "the number of listed letters is not printed")),
        Match("next page", listed.next_url is not None, listed.next_url or "no link that can be followed"),
    ]
    if several and listed.next_url is None and source.pagination is None:
        matches.append(
            Match("pagination", False, "there are more pages and no link to them: describe pagination in the source")
        )
    return matches


def _links_detail(listed: ListPage, linked: int) -> str:
    by_script = sum(s.opens_by_script for s in listed.sightings)
    detail = f"{linked} of {len(listed.sightings)} rows have a link"
    if not by_script:
        return detail
    return (
        f"{detail}; {by_script} are opened by a script (onclick) that knows the address: a crawl runs no scripts and "
        "guesses no addresses, so it cannot follow them"
    )


def _column_match(listed: ListPage, field: str) -> Match:
    values = [v for s in listed.sightings if (v := getattr(s, field)) is not None]
    shown = ", ".join(str(v) for v in values[:SAMPLES])
    return Match(field, bool(values), f"{len(values)} of {len(listed.sightings)} rows: {shown}" if values else "none")


def _read_answer(source: Source, payload: bytes, name: str, url: str | None, lookups: Lookups) -> ProbedPage | None:
    """What a site answers to the scripts of its pages, where it is described to; ``None`` for a page."""
    if source.answers is None and source.platform not in LISTS_WITHOUT_A_PAGE:
        return None
    parsed = parse_payload(payload, url=url or source.list_url, source=source, lookups=lookups)
    if parsed.list_page is not None:
        matches = tuple(_list_matches(parsed.list_page, source))
        return ProbedPage(name, url, "list", matches, (), parsed.list_page.issues)
    return _read_page(source, payload, JSON, name, url, lookups) if parsed.media_type == JSON else None


def _read_page(
    source: Source, payload: bytes, media_type: str, name: str, url: str | None, lookups: Lookups
) -> ProbedPage:
    parsed = parse_payload(payload, media_type=media_type, url=url, source=source, lookups=lookups)
    labels = tuple(i.raw or "" for i in parsed.issues if i.code == "unknown_label")
    if parsed.letters:
        matches = tuple(_letter_matches(parsed.letters[0], parsed.issues, source, url))
        return ProbedPage(name, url, "letter", matches, labels, parsed.issues)
    if parsed.bulletin is not None:
        meta = parsed.bulletin.meta
        matches = (
            Match("title", meta.title is not None, meta.title or "none"),
            Match("tables", bool(parsed.bulletin.tables), f"{len(parsed.bulletin.tables)} tables"),
            Match("claims", bool(parsed.claims), f"{len(parsed.claims)} figures"),
            Match("dated_on", meta.dated_on is not None, str(meta.dated_on or "none")),
        )
        return ProbedPage(name, url, "bulletin", matches, labels, parsed.issues)
    reason = parsed.refusal.message if parsed.refusal else "nothing was found on it"
    return ProbedPage(name, url, "unknown", (Match("kind", False, reason),), labels, parsed.issues)


def _letter_matches(letter: Letter, issues: Iterable[Issue], source: Source, url: str | None) -> list[Match]:
    unread = {i.place: i for i in issues if i.code == "date_unread"}
    matches = []
    for field in LETTER_FIELDS:
        value = getattr(letter, field)
        shown = "missing" if value is None else str(value).replace("\n", " ")[:60]
        matches.append(Match(field, value is not None, shown))
    matches += [Match("date", False, f"{i.raw!r} is not one date ({place})") for place, i in unread.items()]
    stages = ", ".join(f"{r.stage} {r.dated_on or 'undated'}" for r in letter.replies)
    matches.append(Match("reply", bool(letter.replies), stages or "no reply was read"))
    external_id = source.external_id(url) if url else None
    detail = external_id or (f"url_patterns and id_from do not fit {url}" if url else "the page has no address")
    matches.append(Match("external id", external_id is not None, detail))
    return matches
