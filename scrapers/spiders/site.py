"""The spider of every source: asks for what the frontier names next, archives what comes, and asks for the next.

What belongs here: turning an item into a request and a response or an error into what ``crawl_state`` understands. What
does not: which page is next and when a crawl ends on its own.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from http import HTTPStatus
from http.cookies import SimpleCookie
from types import MappingProxyType
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.crawl_state import Answer, CrawlState
from scrapers.frontier import Item
from scrapers.middlewares import RECEIVED_HEADERS, WAIT, Refused, TooLarge
from scrapers.politeness import is_at_rest, is_forbidden_address, literal_address
from scrapers.warc import HttpHead

_ITEM = "item"
# What a person should read instead of the name of an exception; any other one is a broken connection.
_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "DownloadTimeoutError": "timeout",
        "TimeoutError": "timeout",
        "CannotResolveHostError": "unknown_host",
        "DNSLookupError": "unknown_host",
        "DownloadConnectionRefusedError": "connection_refused",
        "ConnectionRefusedError": "connection_refused",
        "ResponseDataLossError": "cut_off",
        "ResponseFailed": "cut_off",
        "BadGzipFile": "damaged_coding",
        "error": "damaged_coding",
    }
)
# A page that is too large is so the next time as well.
_TOO_LARGE = frozenset({"DownloadCancelledError", "CancelledError"})


class SiteSpider(Spider):
    """Requests the pages of one source, one at a time.

    Once ``stop`` is set nothing further is asked for. ``max_pages`` bounds the pages asked for in this run;
    ``progress`` is called after each of them with its address. ``broken`` is the exception that ended the crawl by a
    fault of ours, if one did; ``asked_at`` is when the last request was sent, in seconds since 1970.
    """

    name = "site"

    def __init__(
        self,
        state: CrawlState,
        *,
        stop: threading.Event,
        max_pages: int | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(name=state.source.id)
        self.state = state
        self.stop = stop
        self.asked_at = 0.0
        self.broken: BaseException | None = None
        self._progress = progress
        self._cookies = SimpleCookie()
        self._max_pages = max_pages
        self._pages = 0
        self._requests_before = state.requests
        self._ends_at = time.monotonic() + state.source.limits.run_minutes * 60

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """As Scrapy makes spiders; a fault in a callback is kept, so that it ends the crawl visibly."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._broke, signal=signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first request; each later one follows from the answer before it."""
        first = self.state.source.request
        for request in self._next() if first is None or first.visit is None else self._visit(first.visit):
            yield request

    def _visit(self, url: str) -> Iterator[Request]:
        """Ask for the page whose cookie the list wants; like robots.txt it is kept nowhere."""
        for waiting in self._next():
            yield waiting.replace(
                url=url, method="GET", body=b"", headers={}, callback=self.visited, errback=self.not_visited
            )

    def visited(self, response: Response) -> Iterator[Request]:
        """Go on with the list, unless the site does not want to be asked."""
        if response.status >= 400:
            refused = response.status in (401, 403, 429)
            self.state.stop(f"http_{response.status}".replace("401", "403") if refused else "visit_failed")
        for given in response.headers.getlist("Set-Cookie"):
            self._cookies.load(given.decode("latin-1"))
        yield from self._next()

    def not_visited(self, failure: Failure) -> Iterator[Request]:
        """Stop: without the cookie, every answer would be an error."""
        error = failure.value
        self.state.stop(error.reason if isinstance(error, Refused) else "visit_failed")
        yield from self._next()

    def answered(self, response: Response) -> Iterator[Request]:
        """Hand over an answer, and go on."""
        item: Item = response.meta[_ITEM]
        self.state.answered(item, _answer(item.url, response))
        yield from self._after(item)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Hand over that no answer came, and go on."""
        request: Request = failure.request  # type: ignore[attr-defined]
        item: Item = request.meta[_ITEM]
        error = failure.value
        if isinstance(error, Refused):
            if error.is_for_now:
                self.state.put_off(item, error.reason)
            else:
                self.state.refused(item, error.reason)
        elif isinstance(error, TooLarge) or type(error).__name__ in _TOO_LARGE:
            self.state.refused(item, "too_large")
        else:
            self.state.unreachable(item, _REASONS.get(type(error).__name__, "connection"))
        yield from self._after(item)

    def closed(self, reason: str) -> None:
        """Note whether somebody stopped the process."""
        if reason == "shutdown":
            self.state.stop("interrupted")

    def _after(self, item: Item) -> Iterator[Request]:
        self._pages += 1
        if self._progress is not None:
            self._progress(item.url)
        yield from self._next()

    def _next(self) -> Iterator[Request]:
        item = self.state.next_item()
        if item is None:
            return
        reason = self._reason_to_stop()
        if reason is not None:
            self.state.stop(reason)
            return
        yield self._request(item)

    def _reason_to_stop(self) -> str | None:
        """Why no further request may be sent in this run, though there is one to send."""
        politeness = self.state.source.politeness
        if self.stop.is_set():
            return "interrupted"
        if is_at_rest(politeness.night_pause, dt.datetime.now(dt.UTC)):
            return "night"
        if self.state.requests - self._requests_before >= politeness.request_budget:
            return "budget"
        if self._max_pages is not None and self._pages >= self._max_pages:
            return "max_pages"
        return "time_limit" if time.monotonic() >= self._ends_at else None

    def _request(self, item: Item) -> Request:
        meta: dict[str, Any] = {
            _ITEM: item,
            WAIT: item.not_before,
            "dont_redirect": True,
            "handle_httpstatus_all": True,
        }
        literal = literal_address(item.url)
        if literal is not None and is_forbidden_address(literal, allow_loopback=False):
            meta["proxy"] = None  # a loopback server is asked directly, whatever proxy the machine uses
        sent = self.state.sent(item)
        cookie = (
            {"Cookie": "; ".join(f"{c.key}={c.coded_value}" for c in self._cookies.values())} if self._cookies else {}
        )
        kind = {} if sent.media_type is None else {"Content-Type": sent.media_type}
        return Request(
            sent.url,
            method=sent.method,
            body=sent.body,
            headers=self.state.validators(item) | kind | cookie,
            callback=self.answered,
            errback=self.failed,
            meta=meta,
            dont_filter=True,
        )

    def _broke(self, failure: Failure) -> None:
        self.broken = self.broken or failure.value


def _answer(url: str, response: Response) -> Answer:
    headers: list[tuple[str, str]] = response.meta.get(RECEIVED_HEADERS, [])
    known = response.status in HTTPStatus.__members__.values()
    phrase = HTTPStatus(response.status).phrase if known else ""
    return Answer(url, HttpHead(response.status, phrase, tuple(headers)), response.body, dt.datetime.now(dt.UTC))
