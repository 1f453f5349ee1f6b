"""What a crawl knows and decides: each answer is archived, then absorbed into the frontier, live or from the archive.

What belongs here: what follows from an answer, when to stop, whether a crawl is complete. What does not: sending
requests (``spiders``), the queue (``frontier``), how an answer is told from an error (``platforms.answers``). Nothing
here waits or touches the network, so that absorbing the archive again gives the state that the live crawl had.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from scrapers.archive import CrawlWriter
from scrapers.captures import ArchiveError, Capture
from scrapers.frontier import Frontier, Item
from scrapers.list_readings import GONE, OF_LISTS, ListReadings, is_disallowed
from scrapers.page_links import NO_LIST, PageLinks, web_address
from scrapers.platforms.answers import answers_letter, fault_of, is_challenge
from scrapers.platforms.asking import NO_FORM, Sent, sent_for
from scrapers.platforms.paging import first_list_url
from scrapers.politeness import LONGEST_WAIT, backoff, host_of, hosts_of, retry_after
from scrapers.source import BULLETINS, MAILBOXES, Source
from scrapers.warc import Damage, HttpHead, read_record

# After a stop for one of these, the next run goes on with the same crawl; a killed one has no reason at all.
RESUMED = frozenset(
    {None, "interrupted", "budget", "night", "max_pages", "time_limit", "http_429", "http_503", "too_many_failures"}
    | {"no_letters", "robots_unreachable", "retry_after", "visit_failed"}
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({408, 500, 502, 503, 504, 520, 521, 522, 523, 524})


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: the address asked, its head as received, its body without codings, and when it came."""

    url: str
    http: HttpHead
    body: bytes
    at: dt.datetime

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return next(iter(self.headers(name)), None)

    def headers(self, name: str) -> list[str]:
        """All values of a header."""
        return [value for n, value in self.http.headers if n.lower() == name]


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a crawl is. For bulletins, articles are counted instead of letters.

    ``list_agrees`` is 1 where the whole list was read and agrees with itself, whatever became of the letters;
    ``repeated`` the rows of letters that its last reading had listed before.
    """

    listed_total: int | None
    letters_seen: int
    letters_fetched: int
    failed: int
    refused: int
    queued: int
    requests: int
    list_agrees: int
    repeated: int

    def as_record(self) -> dict[str, int]:
        """For the record that ends the crawl in the archive; what is unknown or passing is left out."""
        left_out = ["queued", *(["listed_total"] if self.listed_total is None else [])]
        left_out += [] if self.repeated else ["repeated"]
        return {name: getattr(self, name) for name in self.__slots__ if name not in left_out}


class CrawlState:
    """One crawl of one source, between its frontier and its segment of the archive."""

    def __init__(
        self, source: Source, frontier: Frontier, writer: CrawlWriter, *, keep_known: bool, allow_loopback: bool = False
    ) -> None:
        if source.list_url is None or source.platform not in MAILBOXES | BULLETINS:
            raise ValueError(f"{source.id} cannot be crawled: it has no list_url or no platform with a reader")
        self.source = source
        self.frontier = frontier
        self.writer = writer
        self.crawl_id = writer.crawl.crawl_id
        self.keep_known = keep_known
        self.allow_loopback = allow_loopback
        self.hosts = hosts_of(source)
        self.stop_reason: str | None = None
        self.requests = 0
        self._failures_in_a_row = 0
        self._list_kind = "list" if source.platform in MAILBOXES else "column"
        self._list_url = first_list_url(source) or source.list_url
        self._is_sweep = source.platform in MAILBOXES and not keep_known
        self.readings = ListReadings(source, frontier, self.crawl_id, is_sweep=self._is_sweep)
        self.links = PageLinks(source, frontier, self.crawl_id, keep_known=keep_known, stop=self.stop)

    # --- beginning ---

    def begin(self, captures: Iterable[Capture], *, retry_failed: bool) -> None:
        """Queue the list, then absorb what the archive has of this crawl and the frontier does not know yet.

        ``captures`` are those of this crawl in the order of writing. With ``retry_failed``, pages that failed for
        reasons that pass are queued again.
        """
        here = list(captures)
        absorbed = int(self.frontier.fact(self.crawl_id, "absorbed", 0))
        if absorbed > len(here):  # segments were removed since: only the archive counts
            with self.frontier.committing():
                self.frontier.forget(self.crawl_id)
            absorbed = 0
        with self.frontier.committing():
            self.frontier.forget_others(self.crawl_id)
            self.links.enqueue(self._list_kind, self._list_url)
            self._enqueue_due()
        for capture in here[absorbed:]:
            item = self.frontier.waiting_at(self.crawl_id, capture.url)
            with self.frontier.committing():
                if item is not None:
                    self._absorb(item, _answer_of(capture), capture.sha256)
                self._count_capture()
        self.stop_reason = None
        self._failures_in_a_row = 0
        if retry_failed:
            with self.frontier.committing():
                for failed in self.frontier.items(self.crawl_id, states=("failed",)):
                    if failed.reason is not None and not failed.reason.startswith("http_4"):
                        self.frontier.change(failed, state="queued", attempts=0, not_before=0, reason=None)
        self.requests = int(self.frontier.fact(self.crawl_id, "requests", 0))

    def _enqueue_due(self) -> None:
        """Queue what an incremental crawl reads again, once for each crawl."""
        if not self.keep_known or self._list_kind != "list" or self.frontier.fact(self.crawl_id, "due") is not None:
            return
        due = self.frontier.due(self.writer.crawl.started_at.timestamp())
        for item in due:
            self.frontier.enqueue(self.crawl_id, item.kind, item.url, item.key, shown=item.shown)
        self.frontier.set_fact(self.crawl_id, "due", len(due))

    # --- what is next ---

    def next_item(self) -> Item | None:
        """The page to ask for next; ``None`` when the crawl has ended, for ``stop_reason`` or because all is done."""
        if self.stop_reason is not None:
            return None
        found = self.frontier.next(self.crawl_id)
        if found is None and self.readings.needs_another():
            with self.frontier.committing():
                self.links.enqueue(self._list_kind, self._list_url, pass_no=self.readings.reading() + 1)
                self.frontier.set_fact(self.crawl_id, "reading", self.readings.reading() + 1)
            found = self.frontier.next(self.crawl_id)
        if found is None and self._enqueue_unlisted():
            found = self.frontier.next(self.crawl_id)
        return found

    def _enqueue_unlisted(self) -> bool:
        """Queue, once, the letters that a sweep no longer finds in the list; whether there are any.

        A list may show its newest letters only: whether one is gone, its own page says.
        """
        asked = self.frontier.fact(self.crawl_id, "unlisted") is not None
        if asked or not self._is_sweep or self.links.lists_whole_letters or not self.readings.agrees():
            return False
        unlisted = self.frontier.unlisted(self.crawl_id)
        with self.frontier.committing():
            for letter in unlisted:
                self.links.enqueue("letter", letter.url, key=letter.key, shown=letter.shown)
            self.frontier.set_fact(self.crawl_id, "unlisted", len(unlisted))
        return bool(unlisted)

    def sent(self, item: Item) -> Sent:
        """What is sent for a page; for a page of an ASP.NET list with the form of the page before."""
        form = self.frontier.fact(self.crawl_id, "form") if item.kind in OF_LISTS else None
        return sent_for(item.url, json.loads(form) if form else NO_FORM)

    def validators(self, item: Item) -> dict[str, str]:
        """The headers of a conditional request: what the server said of the payload that the archive holds."""
        if item.sha256 is None or self.writer.stored(item.sha256) is None:
            return {}
        named = {"If-None-Match": item.etag, "If-Modified-Since": item.last_modified}
        return {name: value for name, value in named.items() if value is not None}

    # --- what became of it ---

    def requested(self) -> None:
        """Count a request, robots.txt included."""
        self.requests += 1

    def answered(self, item: Item, answer: Answer) -> None:
        """Archive an answer, then commit what follows from it."""
        sha256 = self._archived(item, answer)
        with self.frontier.committing():
            self._absorb(item, answer, sha256)
            self._count_capture()
            self.frontier.set_fact(self.crawl_id, "requests", self.requests)

    def refused(self, item: Item, reason: str) -> None:
        """Note that a page may not be asked for; where that holds for the list or the whole host, the crawl stops."""
        with self.frontier.committing():
            self.frontier.change(item, state="refused", reason=reason)
            self.frontier.set_fact(self.crawl_id, "requests", self.requests)
        if item.kind in OF_LISTS:
            self.stop(reason)

    def unreachable(self, item: Item, reason: str) -> None:
        """Note that no answer came; the page is asked for again until its attempts are used up."""
        with self.frontier.committing():
            self._try_again(item, reason, None)
            self.frontier.set_fact(self.crawl_id, "requests", self.requests)

    def put_off(self, item: Item, reason: str) -> None:
        """Leave a page queued and stop: the host may not be asked now."""
        self.stop(reason)

    def stop(self, reason: str) -> None:
        """End the crawl; the first reason counts."""
        self.stop_reason = self.stop_reason or reason

    # --- the end ---

    def reason_at_end(self) -> str:
        """Why the crawl ended, once nothing is queued or ``stop_reason`` is set."""
        if self.stop_reason is not None:
            return self.stop_reason
        lists = self.frontier.items(self.crawl_id, states=("failed",), kinds=OF_LISTS)
        if lists:
            return f"list_failed:{lists[-1].reason}"
        if self.frontier.fact(self.crawl_id, "endless") and not self.readings.agrees():
            return "endless_paging"
        if self.frontier.fact(self.crawl_id, "by_script") and not self.readings.agrees():
            return "pager_by_script"
        listing = self.readings.listing()
        if listing.total is not None and not self.readings.agrees():
            return "total_differs"
        return "finished"

    def is_complete(self) -> bool:
        """Whether everything that the site lists and allows has been captured, by comparing; never by how it ended.

        The last reading of the list must agree with the total that the site prints (or, without one, with the number
        of its pages), each page of it must have been read, each letter that it links to must be in the archive, with
        the attachments of articles, and the number of letters must be as expected by the source's description.

        A page that robots.txt disallows is left out of the comparison and counted as refused: no later crawl could
        mend that, and a crawl that can never be complete would never show what the site has removed. Every other
        refusal (another host, too large) is one that a better description may mend, and leaves the crawl incomplete.
        """
        if self.stop_reason is not None or self.frontier.count(self.crawl_id, "queued"):
            return False
        reading = self.readings.reading()
        unread = self.frontier.items(self.crawl_id, states=("failed", "refused"), kinds=OF_LISTS)
        if any(item.pass_no == reading for item in unread) or not self.readings.agrees():
            return False
        attachments = self.frontier.items(self.crawl_id, states=("failed", "refused"), kinds=("attachment",))
        return (
            all(map(is_disallowed, attachments)) and not self.readings.uncaptured() and self.readings.is_as_expected()
        )

    def conclude(self) -> bool:
        """Whether the crawl is complete; the total that the list prints is noted for the next incremental one."""
        if self.stop_reason is None and self.readings.agrees():
            total = self.readings.listing().total
            with self.frontier.committing():
                self.frontier.set_fact("", "listed_total", total)
        return self.is_complete()

    def counts(self) -> Counts:
        """How far the crawl is."""
        return Counts(
            listed_total=self.readings.listing().total,
            letters_seen=self.frontier.listed_rows(self.crawl_id),
            letters_fetched=self.frontier.count(self.crawl_id, "done", ("letter", "article")),
            failed=self.frontier.count(self.crawl_id, "failed"),
            refused=self.frontier.count(self.crawl_id, "refused"),
            queued=self.frontier.count(self.crawl_id, "queued"),
            requests=self.requests,
            list_agrees=int(self.readings.agrees()),
            repeated=self.readings.listing().repeats,
        )

    # --- absorbing ---

    def _archived(self, item: Item, answer: Answer) -> str:
        """Store an answer; the hash of its payload, which for 304 is the one that the server called unchanged."""
        if answer.http.status == 304 and item.sha256 is not None and self.writer.stored(item.sha256) is not None:
            self.writer.write_unmodified(answer.url, answer.http, item.sha256, at=answer.at)
            return item.sha256
        return self.writer.write_response(answer.url, answer.http, answer.body, at=answer.at).sha256

    def _count_capture(self) -> None:
        known = int(self.frontier.fact(self.crawl_id, "absorbed", 0))
        self.frontier.set_fact(self.crawl_id, "absorbed", known + 1)

    def _absorb(self, item: Item, answer: Answer, sha256: str) -> None:
        status = answer.http.status
        if status in (200, 203):
            self._absorb_page(item, answer, sha256)
        elif status == 304 and sha256 == item.sha256:
            self._absorb_unmodified(item, sha256)
        elif status in _REDIRECTS:
            self._absorb_redirect(item, answer)
        elif status >= 400 and is_challenge(answer.body, answer.headers("set-cookie")):
            self._absorb_stop(item, answer, "challenge")
        elif status in (401, 403, 429):
            self._absorb_stop(item, answer, f"http_{403 if status == 401 else status}")
        elif status in _AGAIN:
            self._try_again(item, f"http_{status}", retry_after(answer.header("retry-after"), answer.at), status)
        else:
            self._fail(item, f"http_{status}", status)

    def _absorb_page(self, item: Item, answer: Answer, sha256: str) -> None:
        fault = fault_of(item.kind, answer.body, self.source.answers)
        if fault == "challenge":
            self._absorb_stop(item, answer, "challenge")
        elif fault in ("error_page", "empty"):
            self._try_again(item, fault, None, answer.http.status)
        elif fault is not None:
            self._fail(item, fault, answer.http.status)
        else:
            self._read(item, answer.url, answer.body)
            if self.frontier.item(item.key, item.pass_no) == item:  # reading it found no fault
                self._done(
                    item,
                    sha256=sha256,
                    http_status=answer.http.status,
                    etag=answer.header("etag"),
                    last_modified=answer.header("last-modified"),
                    **self._reading_of(item, answer),
                )

    def _read(self, item: Item, url: str, body: bytes) -> None:
        fault = self.links.read(item, url, body)
        if fault == NO_LIST:
            self._try_again(item, fault, None, 200)
        elif fault is not None:
            self._fail(item, fault, 200)

    def _reading_of(self, item: Item, answer: Answer) -> dict[str, float]:
        """What decides when a letter is read again: when it was read, and whether it waits for its answer."""
        if item.kind != "letter":
            return {}
        at = answer.at.timestamp()
        waits = answer.http.status != 304 and not answers_letter(answer.body, self.source.answers)
        first_at = at if item.first_at is None else item.first_at
        return {"read_at": at, "first_at": first_at} | ({} if answer.http.status == 304 else {"open": int(waits)})

    def _absorb_unmodified(self, item: Item, sha256: str) -> None:
        stored = self.writer.stored(sha256)
        if stored is None:
            self._fail(item, "http_304", 304)
            return
        if item.kind != "letter" and item.kind != "attachment":
            self._read(item, item.url, stored.payload())
        if self.frontier.item(item.key, item.pass_no) == item:
            self._done(item, http_status=304)

    def _absorb_redirect(self, item: Item, answer: Answer) -> None:
        location = answer.header("location")
        target = None if location is None else web_address(urljoin(answer.url, location))
        status = answer.http.status
        if target is None:
            self._fail(item, "redirect_without_address", status)
        elif host_of(target) not in self.hosts:
            self._refuse(item, "redirect_to_another_host", status)
        elif item.kind == "letter" and self.source.external_id(target) != self.source.external_id(item.url):
            self._fail(item, "redirect_to_another_page", status)
        elif item.hops >= self.source.limits.redirects:
            self._fail(item, "too_many_redirects", status)
        else:
            self.frontier.change(item, url=target, hops=item.hops + 1, http_status=status)

    def _absorb_stop(self, item: Item, answer: Answer, reason: str) -> None:
        """The site does not want to be asked now: the page stays queued, nothing else is asked for."""
        self.frontier.change(item, http_status=answer.http.status, reason=reason)
        self._hold(retry_after(answer.header("retry-after"), answer.at), answer.at)
        self.stop(reason)

    def _hold(self, seconds: float | None, at: dt.datetime) -> None:
        if seconds is not None:
            self.frontier.set_fact("", "not_before", at.timestamp() + seconds)

    def _try_again(self, item: Item, reason: str, wait: float | None, status: int | None = None) -> None:
        attempts = item.attempts + 1
        if wait is not None and wait > LONGEST_WAIT:
            now = dt.datetime.now(dt.UTC)
            self.frontier.change(item, attempts=attempts, http_status=status, reason=reason)
            self._hold(wait, now)
            self.stop(reason)
        elif attempts >= self.source.limits.attempts:
            self._fail(item, reason, status, attempts=attempts)
        else:
            pause = backoff(self.source.politeness.delay_seconds, attempts) if wait is None else wait
            later = dt.datetime.now(dt.UTC).timestamp() + pause
            self.frontier.change(item, attempts=attempts, not_before=later, http_status=status, reason=reason)
            self._count_failure(item, reason)

    def _fail(self, item: Item, reason: str, status: int | None, **values: Any) -> None:
        gone = status in GONE and item.kind == "letter" and not self._is_listed(item)
        self.frontier.change(item, state="gone" if gone else "failed", reason=reason, http_status=status, **values)
        if status in GONE and item.kind not in OF_LISTS:
            return  # a removed letter says nothing about the site's health
        self._count_failure(item, reason)

    def _count_failure(self, item: Item, reason: str) -> None:
        """Each bad answer counts, also where the page is asked for again: a site in trouble is left alone soon.

        A letter that is no longer listed may well be gone, whatever its page says.
        """
        if self.frontier.fact(self.crawl_id, "unlisted") is not None and not self._is_listed(item):
            return
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= self.source.limits.failures_in_a_row:
            self.stop("no_letters" if reason == "no_letter" else "too_many_failures")

    def _is_listed(self, item: Item) -> bool:
        return item.key in self.frontier.listed_keys(self.crawl_id, self.readings.reading())

    def _refuse(self, item: Item, reason: str, status: int | None) -> None:
        self.frontier.change(item, state="refused", reason=reason, http_status=status)
        if item.kind in OF_LISTS:
            self.stop(reason)

    def _done(self, item: Item, **values: Any) -> None:
        self._failures_in_a_row = 0
        self.frontier.change(item, state="done", reason=None, **values)


def _answer_of(capture: Capture) -> Answer:
    """The answer that a capture was; raises ``ArchiveError`` where its record is damaged since it was listed."""
    path = capture.data_dir / capture.warc_file
    record = read_record(path, capture.warc_offset)
    if isinstance(record, Damage) or record.http is None:
        raise ArchiveError(f"{path}, byte {capture.warc_offset}: this is no response; delete .index beside it")
    return Answer(capture.url, record.http, capture.payload(), capture.fetched_at)


def is_resumed(stop_reason: str | None) -> bool:
    """Whether the next run goes on with a crawl that ended for this reason.

    A list page that failed for a reason that passes is asked for again, and the letters that are archived are not.
    """
    if stop_reason is not None and stop_reason.startswith("list_failed:"):
        return not stop_reason.startswith("list_failed:http_4")
    return stop_reason in RESUMED
