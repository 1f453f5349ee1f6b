"""What every request passes, robots.txt included: whom we may ask, what robots.txt allows, waiting, counting.

What belongs here: Scrapy's hooks for the rules of ``politeness``. What does not: what follows from a refusal
(``crawl_state``).
"""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import build_from_crawler

from scrapers.politeness import LONGEST_WAIT, ROBOTS, host_of, is_forbidden_address, literal_address

# Of a robots.txt, no more is read: RFC 9309 (2.5) asks for at least 500 KiB.
MOST_OF_ROBOTS = 500 << 10
RECEIVED_HEADERS = "received_headers"
WAIT = "wait_until"

logger = logging.getLogger(__name__)


class Refused(IgnoreRequest):
    """A request that was not sent. ``is_for_now``: the page stays queued and the crawl stops."""

    def __init__(self, reason: str, *, is_for_now: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_for_now = is_for_now


class TooLarge(IgnoreRequest):
    """An answer whose body, decompressed, is larger than the source's limit."""


class HostGuard:
    """Only the hosts of the source, and only where their names lead to addresses of the public net.

    The demo and tests allow loopback; link-local and private addresses are refused to them too.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._resolved: dict[str, frozenset[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes middlewares."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Refuse a request to a foreign host or a forbidden address."""
        state: Any = self.crawler.spider.state  # type: ignore[union-attr]
        host = host_of(request.url)
        if host not in state.hosts:
            raise Refused("another_host")
        if "proxy" in request.meta and request.meta["proxy"] is not None:
            return  # the proxy resolves the name
        for address in await self._addresses(request.url):
            if is_forbidden_address(address, allow_loopback=state.allow_loopback):
                raise Refused("forbidden_address")

    async def _addresses(self, url: str) -> frozenset[str]:
        """The addresses of an address's host; none where it has none, which the download will find out."""
        literal = literal_address(url)
        if literal is not None:
            return frozenset({literal})
        host = host_of(url) or ""
        if host not in self._resolved:
            name = url.split("//", 1)[1].split("/", 1)[0].rpartition("@")[2].partition(":")[0]
            try:
                found = await asyncio.get_running_loop().getaddrinfo(name, None, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError):
                return frozenset()
            self._resolved[host] = frozenset(str(entry[4][0]) for entry in found)
        return self._resolved[host]


class _NothingAllowed(RobotParser):
    """What holds while a robots.txt cannot be had: everything is disallowed (RFC 9309, 2.3.1.4)."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        """As Scrapy makes robots parsers; the body does not matter."""
        return cls()

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Never."""
        return False

    def crawl_delay(self, user_agent: str | bytes) -> float | None:
        """None is said."""
        return None


class Robots(RobotsTxtMiddleware):
    """Obeys robots.txt; where the server cannot give it (5xx, no connection), nothing is asked for in this run."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Refuse what is disallowed; put off what comes sooner after the last request than ``Crawl-delay`` allows.

        The delay of the source's description holds as well, so that the larger of the two does.
        """
        if isinstance(rp, _NothingAllowed):
            raise Refused("robots_unreachable", is_for_now=True)
        if rp is None:
            return
        agent = self._robotstxt_useragent or self._default_useragent
        if not rp.allowed(request.url, agent):
            raise Refused(ROBOTS)
        delay = rp.crawl_delay(agent) or 0.0
        if delay > LONGEST_WAIT:
            raise Refused("crawl_delay", is_for_now=True)
        spider: Any = self.crawler.spider
        request.meta[WAIT] = max(float(request.meta.get(WAIT, 0)), spider.asked_at + delay)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            self._settle(netloc, _NothingAllowed())
        elif response.status >= 400:
            self._settle(netloc, build_from_crawler(self._parserimpl, self.crawler, b""))
        else:
            read = response.replace(body=response.body[:MOST_OF_ROBOTS])
            await super()._parse_robots(read, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, IgnoreRequest):  # it lies on another host: there is none on this one
            super()._robots_error(exc, netloc)
        else:
            self._settle(netloc, _NothingAllowed())

    def _settle(self, netloc: str, parser: RobotParser) -> None:
        waiting: Any = self._parsers[netloc]
        self._parsers[netloc] = parser
        waiting.callback(parser)


class Patience:
    """Waits until a page may be asked for again; gives up waiting when the crawl is stopped."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes middlewares."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait, in small steps."""
        spider: Any = self.crawler.spider
        until = min(float(request.meta.get(WAIT, 0)), time.time() + LONGEST_WAIT)
        while (left := until - time.time()) > 0:
            await asyncio.sleep(min(left, 0.5))
            if spider.stop.is_set() or not self.crawler.crawling:
                raise Refused("interrupted", is_for_now=True)


class Decompression(HttpCompressionMiddleware):
    """As Scrapy's, but a body that grows beyond the limit is told from other refusals."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Remove the content codings."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            raise TooLarge(str(error)) from error


class Meter:
    """Next to the wire: counts each request, and keeps the headers as they were received."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes middlewares."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Count it, and note when it was sent."""
        spider: Any = self.crawler.spider
        spider.state.requested()
        spider.asked_at = time.time()

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep its headers before the content codings are removed from them."""
        request.meta[RECEIVED_HEADERS] = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        ]
        return response
