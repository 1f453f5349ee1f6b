"""What the pages of a list, a column or an article lead to, put into the frontier.

What belongs here: rows, links, the next page, and where an incremental crawl may stop. What does not: asking for pages
and what became of them (``crawl_state``), how a page is read (``parsers.platforms.lists``).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from html import unescape

from w3lib.url import safe_url_string

from parsers.platforms.json_answers import holds_letters
from parsers.platforms.lists import (
    Link,
    Sighting,
    attachments,
    column_page,
    form_of,
    list_page,
    newest_first,
    turns_by_script,
)
from scrapers.frontier import Frontier, Item, key_of
from scrapers.list_readings import OF_LISTS
from scrapers.platforms.answers import text_of
from scrapers.platforms.asking import POSTBACK_PAGE, parameter
from scrapers.platforms.paging import next_list_url
from scrapers.politeness import host_of, hosts_of
from scrapers.source import Source

UNREADABLE, NO_LIST = "unreadable", "no_list"


class PageLinks:
    """What one crawl of a source queues from what it reads.

    ``keep_known``: letters that the archive holds are not queued again (an incremental crawl). ``stop`` ends the crawl
    for a reason.
    """

    def __init__(
        self, source: Source, frontier: Frontier, crawl_id: str, *, keep_known: bool, stop: Callable[[str], None]
    ) -> None:
        self._source = source
        self._frontier = frontier
        self._crawl_id = crawl_id
        self._keep_known = keep_known
        self._stop = stop
        self._hosts = hosts_of(source)
        shape = source.answers.list if source.answers is not None else None
        self.lists_whole_letters = shape is not None and holds_letters(shape)

    def read(self, item: Item, url: str, body: bytes) -> str | None:
        """Queue what a page links to; ``unreadable`` or ``no_list`` where nothing can be read from it.

        Letters link to nothing; they are parsed later, from the archive.
        """
        if item.kind not in ("list", "column", "article"):
            return None
        text = text_of(body)
        if text is None:
            return None if item.kind == "article" else UNREADABLE  # an article may be a file, which has no links
        if item.kind == "list":
            return self._read_list(item, url, text)
        if item.kind == "column":
            self._read_column(item, url, text)
        else:
            self._queue_attachments(url, text)
        return None

    def _read_list(self, item: Item, url: str, text: str) -> str | None:
        page = list_page(text, url=url, platform=self._source.platform, shape=self._source.answers)
        if page is None:
            return NO_LIST
        alike: Counter[Sighting] = Counter()
        known = [self._known(item, sighting) for sighting in page.sightings] if self._keep_known else []
        new = 0
        for sighting in page.sightings:
            alike[sighting] += 1
            new += self._list_row(item, alike[sighting], sighting)
        self._note_list_page(item, new, repeats=len(page.sightings) - new, total=page.total, pages=page.pages)
        pagination = self._source.pagination
        if pagination is not None and pagination.postback is not None:
            self._frontier.set_fact(self._crawl_id, "form", json.dumps(form_of(text), ensure_ascii=False))
        elif pagination is None and page.next_url is None and turns_by_script(text):
            self._frontier.set_fact(self._crawl_id, "by_script", 1)
        following = next_list_url(
            pagination,
            url,
            printed=page.next_url,
            pages=page.pages,
            page_no=page.page_no,
            last_id=page.sightings[-1].external_id if page.sightings else None,
        )
        if pagination is not None and pagination.postback is not None and not _leads_on(text, following):
            following = None
        listing = self._frontier.listing(self._crawl_id, item.pass_no)
        if page.next_url is None and listing.total is not None and listing.rows + listing.repeats >= listing.total:
            following = None  # all that the site says it lists has been seen
        if following is not None and self._ends_here(item, page.sightings, known):
            self._frontier.set_fact(self._crawl_id, "settled", 1)
            following = None
        self._turn_page(item, following, is_printed=page.next_url is not None)
        return None

    def _known(self, item: Item, sighting: Sighting) -> Item | None:
        """The letter of a row as an earlier crawl left it; ``None`` where none has listed it."""
        address = item.url if self.lists_whole_letters else sighting.url and (web_address(sighting.url) or sighting.url)
        if address is None:
            return None
        external_id = sighting.external_id
        if not self.lists_whole_letters:
            external_id = self._source.external_id(address) or (None if self._source.id_from else external_id)
        return self._frontier.item(key_of("letter", address, external_id))

    def _ends_here(self, item: Item, rows: Sequence[Sighting], known: Sequence[Item | None]) -> bool:
        """Whether an incremental crawl need not read the list any further.

        The newest letters come first, all of this page are known and printed as before, and the site lists as many as
        before, but for those that are new. Where it prints no total, no letter of the page may wait for its answer:
        among letters that are listed once they are answered, a new one may stand anywhere.
        """
        if not self._keep_known or item.pass_no > 1 or not rows:
            return False
        letters = [(row, letter) for row, letter in zip(rows, known, strict=True) if row.url or row.external_id]
        fresh = sum(letter is None for _, letter in letters) + int(self._frontier.fact(self._crawl_id, "fresh", 0))
        self._frontier.set_fact(self._crawl_id, "fresh", fresh)
        if not newest_first(rows) or not all(_is_as_it_was(row, letter) for row, letter in letters):
            return False
        total = self._frontier.listing(self._crawl_id, item.pass_no).total
        before = self._frontier.fact("", "listed_total")
        if total is not None:
            return before is not None and total == before + fresh
        return not any(x.open for _, x in letters if x is not None)

    def _list_row(self, item: Item, nth: int, sighting: Sighting) -> bool:
        """Note a row and queue its letter; whether the row is new. A letter without a link is counted all the same.

        Such a row is known by what it prints, so that it is one row also where it moves to the next page meanwhile.
        """
        if self.lists_whole_letters and sighting.external_id is not None:
            return self._whole_letter(item, sighting, sighting.external_id)
        if sighting.url is None:
            printed = json.dumps([sighting.title, sighting.letter_no, str(sighting.received_on)], ensure_ascii=False)
            if sighting.opens_by_script:
                return self._script_row(item, printed)
            return self._frontier.add_listed(self._crawl_id, item.pass_no, f"withheld:{printed}:{nth}", None)
        url = web_address(sighting.url) or sighting.url
        external_id = self._source.external_id(url)
        if external_id is None and self._source.id_from is None:
            external_id = sighting.external_id
        key = key_of("letter", url, external_id)
        if self._frontier.add_listed(self._crawl_id, item.pass_no, key, key):
            self.enqueue("letter", url, key=key, shown=_fingerprint(sighting))
            if self._source.id_from is not None and external_id is None:
                self._refuse_new(key, "no_letter_of_this_source")
            return True
        return False

    def _whole_letter(self, item: Item, sighting: Sighting, external_id: str) -> bool:
        """Note a letter whose texts the list gives: it is captured with the list."""
        key = key_of("letter", item.url, external_id)
        self.enqueue("letter", item.url, key=key, shown=_fingerprint(sighting))
        letter = self._frontier.item(key)
        if letter is not None and letter.state == "queued":
            self._frontier.change(letter, state="done")
        return self._frontier.add_listed(self._crawl_id, item.pass_no, key, key)

    def _script_row(self, item: Item, printed: str) -> bool:
        """Note a letter whose address only a script knows: it is listed and cannot be captured."""
        key = f"letter:script:{printed}"
        self.enqueue("letter", item.url, key=key)
        self._refuse_new(key, "opened_by_script")
        return self._frontier.add_listed(self._crawl_id, item.pass_no, key, key)

    def _read_column(self, item: Item, url: str, text: str) -> None:
        """The articles of a column; a page that lists nothing is itself the article."""
        page = column_page(text, url=url, platform=self._source.platform)
        links = () if page is None else tuple(link for link in page.links if self._is_article(link))
        if page is None or not links:
            if item.pass_no == 1 and self._frontier.listing(self._crawl_id, item.pass_no).pages_read == 0:
                self._frontier.add_listed(self._crawl_id, item.pass_no, item.key, None)
                self._note_list_page(item, 1)
                self._queue_attachments(url, text)
            else:
                self._note_list_page(item, 0)
            return
        new = 0
        for link in links:
            address = web_address(link.url) or link.url
            key = key_of("article", address, self._source.external_id(address))
            if self._frontier.add_listed(self._crawl_id, item.pass_no, key, key):
                self.enqueue("article", address, key=key, shown=_shown(link.title, link.dated_on))
                new += 1
        self._note_list_page(item, new, pages=page.pages)
        following = next_list_url(self._source.pagination, url, printed=page.next_url, pages=page.pages, page_no=None)
        self._turn_page(item, following, is_printed=page.next_url is not None)

    def _is_article(self, link: Link) -> bool:
        """Where the description says which addresses are the source's pages, other links of the column are not."""
        return not self._source.url_patterns or self._source.external_id(link.url) is not None

    def _queue_attachments(self, url: str, text: str) -> None:
        for link in attachments(text, url=url):
            self.enqueue("attachment", link.url, shown=_shown(link.title))

    def _note_list_page(
        self, item: Item, new_rows: int, *, repeats: int = 0, total: int | None = None, pages: int | None = None
    ) -> None:
        self._frontier.add_list_page(
            self._crawl_id, item.pass_no, item.key, new_rows=new_rows, repeats=repeats, total=total, pages=pages
        )

    def _turn_page(self, item: Item, following: str | None, *, is_printed: bool) -> None:
        """Queue the next list page, unless paging goes round in circles or beyond every bound."""
        if following is None:
            return
        listing = self._frontier.listing(self._crawl_id, item.pass_no)
        # One page may bring nothing new while letters are added at the top; a second one in a row goes nowhere.
        if listing.barren > 1 or (listing.barren == 1 and not is_printed):
            if is_printed:
                self._frontier.set_fact(self._crawl_id, "endless", 1)
        elif listing.pages_read >= self._source.limits.list_pages:
            self._frontier.set_fact(self._crawl_id, "endless", 1)
            self._stop("endless_paging")
        else:
            self.enqueue(item.kind, following, pass_no=item.pass_no)

    def enqueue(self, kind: str, url: str, *, key: str | None = None, pass_no: int = 1, shown: str = "") -> None:
        """Queue a page, unless it is known; one on a host that is none of the source's is refused."""
        address = web_address(url)
        name = key or key_of(kind, url)
        queued = self._frontier.enqueue(
            self._crawl_id,
            kind,
            address or url,
            name,
            pass_no=pass_no,
            shown=shown,
            keep_known=self._keep_known and kind not in OF_LISTS,
        )
        if queued and (address is None or host_of(address) not in self._hosts):
            self._refuse_new(name, "another_host", pass_no)

    def _refuse_new(self, key: str, reason: str, pass_no: int = 1) -> None:
        item = self._frontier.item(key, pass_no)
        if item is not None and item.state == "queued":
            self._frontier.change(item, state="refused", reason=reason)


def _is_as_it_was(row: Sighting, letter: Item | None) -> bool:
    """Whether an earlier crawl has read the letter of a row, or may not, and the list prints the same about it."""
    if letter is None or letter.shown != _fingerprint(row):
        return False
    return letter.sha256 is not None or letter.state in ("done", "refused")


def _leads_on(text: str, following: str | None) -> bool:
    """Whether a page of an ASP.NET list has a link to the next one, by its word or by what it would send."""
    argument = following and parameter(following, POSTBACK_PAGE)
    return turns_by_script(text) or (bool(argument) and f"'{argument}'" in unescape(text))


def web_address(url: str) -> str | None:
    """An address as it is sent and archived: escaped, without fragment; ``None`` where it is no web address."""
    try:
        sent = safe_url_string(url.strip(), encoding="utf-8").partition("#")[0]
    except ValueError:
        return None
    return sent if host_of(sent) is not None else None


def _fingerprint(sighting: Sighting) -> str:
    return _shown(
        sighting.title,
        sighting.letter_no,
        sighting.status_printed,
        sighting.agency,
        sighting.received_on,
        sighting.replied_on,
    )


def _shown(*printed: object) -> str:
    """A hash of what a list prints about a page: while it stays, the page is taken to be unchanged."""
    return hashlib.sha256(json.dumps([str(p) for p in printed], ensure_ascii=False).encode()).hexdigest()[:16]
