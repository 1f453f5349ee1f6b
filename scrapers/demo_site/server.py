"""The demo site's web server: standard library, loopback only, a thread a connection.

What belongs here: answering requests. What does not: what is answered (``site``). Pages carry validators, so that an
unchanged one is answered with 304. One letter of the county's mailbox answers its first request with 500 and is well
from then on; what does not exist answers 404.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from scrapers.demo_site import pages
from scrapers.demo_site.letters import VISITS, county_letters
from scrapers.demo_site.site import COUNTY_FOLDER, HTML, Page, key, letter_target, site_pages

HOST = "127.0.0.1"
# A port that is seldom taken, so that the addresses of the demo are the same from run to run.
USUAL_PORT = 8611
_HEALING = 30


def healing_target() -> str:
    """The address that answers its first request with 500."""
    return letter_target(COUNTY_FOLDER, county_letters()[_HEALING].external_id)


class DemoServer(ThreadingHTTPServer):
    """The server and its state. ``answers`` counts what was answered, by target and status."""

    daemon_threads = True

    def __init__(self, port: int, visit: int) -> None:
        super().__init__((HOST, port), _Handler)
        self._lock = Lock()
        self.answers: Counter[tuple[str, int]] = Counter()
        self.visit = _known_visit(visit)

    @property
    def url(self) -> str:
        """The address of the site, without a slash at the end."""
        return f"http://{HOST}:{self.server_port}"

    def show(self, visit: int) -> None:
        """From now on serve another state of the site."""
        self.visit = _known_visit(visit)

    def count(self, target: str, status: int) -> None:
        """Remember an answer."""
        with self._lock:
            self.answers[key(target), status] += 1

    def is_ill(self, target: str) -> bool:
        """Whether a request is the first one for the page that fails once."""
        healing = key(healing_target())
        with self._lock:
            return key(target) == healing and not self.answers[healing, HTTPStatus.INTERNAL_SERVER_ERROR]


def _known_visit(visit: int) -> int:
    if visit not in VISITS:
        raise ValueError(f"visit {visit} is none of {', '.join(map(str, VISITS))}")
    return visit


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: DemoServer

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the command."""

    def version_string(self) -> str:
        return "wenzheng-demo"

    def _answer(self, *, with_body: bool) -> None:
        page = site_pages(self.server.visit).get(key(self.path))
        if self.server.is_ill(self.path):
            sentence = "服务器暂时无法处理，请稍后再试。"
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, pages.notice("系统错误", sentence).encode(), with_body)
        elif page is None:
            sentence = "您访问的页面不存在或已被删除。"
            self._send(HTTPStatus.NOT_FOUND, pages.notice("页面不存在", sentence).encode(), with_body)
        elif self._is_known(page):
            self._send(HTTPStatus.NOT_MODIFIED, b"", with_body, page)
        else:
            self._send(HTTPStatus.OK, page.body, with_body, page)

    def _is_known(self, page: Page) -> bool:
        """Whether the client has this page already; where it gives an ETag, the date does not matter (RFC 9110)."""
        etags = self.headers.get("If-None-Match")
        if etags is not None:
            return etags.strip() == "*" or page.etag in [etag.strip().removeprefix("W/") for etag in etags.split(",")]
        since = _http_date(self.headers.get("If-Modified-Since"))
        return since is not None and page.changed_at <= since

    def _send(self, status: HTTPStatus, body: bytes, with_body: bool, page: Page | None = None) -> None:
        self.server.count(self.path, status)
        self.send_response(status)
        if page is not None:
            self.send_header("ETag", page.etag)
            self.send_header("Last-Modified", format_datetime(page.changed_at, usegmt=True))
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", page.media_type if page is not None else HTML)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


def _http_date(printed: str | None) -> dt.datetime | None:
    """The time of a header, ``None`` where there is none or it is no date; such a header is to be ignored."""
    if printed is None:
        return None
    try:
        found = parsedate_to_datetime(printed)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=dt.UTC)


@contextmanager
def serving(visit: int = 1, *, port: int | None = None) -> Iterator[DemoServer]:
    """The demo site, running until the context is left; ``site.url`` is its address, ``site.show(2)`` its next state.

    Without ``port`` the system chooses a free one. Raises ``OSError`` where the port given is taken.
    """
    server = DemoServer(port or 0, visit)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="demo-site", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
