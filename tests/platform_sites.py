"""Sites of ours, each built as pages of one platform are described, served on loopback and crawled for real.

    tests/sites/<name>.yaml   ``source``: its description, SITE in the place of scheme, host and port; ``pages``
    tests/sites/<name>.json   what must come of a crawl of it

A page is ``at`` a path with the parameters that it is for (asked for ``by`` POST, with those of the body in ``form``),
and ``says`` its markup. It may have a ``type``, an ``encoding``, a ``status`` (several: one for each time),
``headers``, a ``late`` answer (seconds) and want a ``cookie``.

What belongs here: serving, crawling, and the outcome as plain JSON.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml

from pipelines.fill import FillReport, crawl_rows
from pipelines.parse import Lookups, bundled_lookups
from scrapers.archive import Archive
from scrapers.registry import Registry
from scrapers.source import Source
from tests.scrapers.mailbox_server import reply

FOLDER = Path(__file__).parent / "sites"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
_DEFAULTS: dict[str, Any] = {
    "region_code": "611022",
    "channel": "county_mailbox",
    "publishes": "unknown",
    "verified": "never",
    "synthetic": True,
    "politeness": {"delay_seconds": 0.001, "night_pause": None, "contact": "tests@example.org"},
    "limits": {"timeout_seconds": 5.0, "body_bytes": 200_000, "list_pages": 30},
}
_LETTER = "letter_id letter_no url title body category status status_printed received_on accepted_on due_on_printed"
_LETTER_FIELDS = (*_LETTER.split(), "page_replied_on", "agency", "is_public")
_REPLY_FIELDS = ("stage", "dated_on", "date_basis", "agency", "transferred_to", "body")


@dataclass
class Site:
    """A site while it is served: its description, its pages, and how often each was asked for."""

    name: str
    described: dict[str, Any]
    pages: list[dict[str, Any]]
    url: str = ""
    asked: Counter[int] = field(default_factory=Counter)

    @property
    def source(self) -> Source:
        """The description, with the address where the site is served."""
        named = {"id": f"demo-{self.name}", "names": {"zh": self.name, "en": self.name}}
        text = json.dumps(_DEFAULTS | named | self.described, ensure_ascii=False)
        host = self.url.removeprefix("http://")
        text = text.replace("SITE_PLACE", re.escape(host).replace("\\", "\\\\")).replace("SITE", self.url)
        return Source.model_validate_json(text)

    def page_for(self, by: str, path: str, asked: Mapping[str, str]) -> int | None:
        """The number of the first page that is for such a request."""
        for n, page in enumerate(self.pages):
            parts = urlsplit(page["at"])
            wanted = dict(parse_qsl(parts.query, keep_blank_values=True)) | page.get("form", {})
            if page.get("by", "GET") == by and parts.path == path and wanted.items() <= asked.items():
                return n
        return None


def load_site(name: str) -> Site:
    """A site as its file describes it."""
    data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return Site(name, data["source"], data["pages"])


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve a site on 127.0.0.1 until the end of the context."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or each answer waits 40 ms between its head and its body

        def do_GET(self) -> None:
            _answer(self, site, "GET", b"")

        def do_POST(self) -> None:
            _answer(self, site, "POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, site: Site, by: str, body: bytes) -> None:
    parts = urlsplit(handler.path)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True)) | _parameters(handler, body)
    n = site.page_for(by, parts.path, asked)
    if n is None:
        reply(handler, "<p>404</p>", status=404)
        return
    page = site.pages[n]
    statuses = page.get("status", 200)
    statuses = statuses if isinstance(statuses, list) else [statuses]
    status = statuses[min(site.asked[n], len(statuses) - 1)]
    site.asked[n] += 1
    if page.get("cookie", "") not in handler.headers.get("Cookie", ""):
        reply(handler, "<p>403</p>", status=403)
        return
    sleep(page.get("late", 0))
    encoding = page.get("encoding", "utf-8")
    kind = f"{page.get('type', 'text/html')}; charset={encoding}"
    text = (page.get("says", "") if status < 400 else "<p>系统繁忙</p>").replace("SITE", site.url)
    headers = {name: value.replace("SITE", site.url) for name, value in page.get("headers", {}).items()}
    reply(handler, text.encode(encoding), status=status, headers=headers, kind=kind)


def _parameters(handler: BaseHTTPRequestHandler, body: bytes) -> dict[str, str]:
    if handler.headers.get("Content-Type", "").startswith("application/json"):
        return {name: str(value) for name, value in json.loads(body).items()}
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def outcome_of(site: Site, data_dir: Path, said: Mapping[str, Any]) -> dict[str, Any]:
    """What came of a crawl, and what the build reads from its archive, as plain JSON without host and times."""
    source = site.source
    bundled = bundled_lookups()
    lookups = Lookups(bundled.regions, Registry({source.id: source}))
    contents = Archive(data_dir).contents(source.id)
    report = FillReport()
    rows = crawl_rows(contents.crawls[-1], contents, lookups, report)
    replies = rows.get("replies", [])
    letters = [
        {name: _plain(letter[name], site) for name in _LETTER_FIELDS if letter[name] is not None}
        | {"replies": [_reply(r, site) for r in replies if r["letter_id"] == letter["letter_id"]]}
        for letter in sorted(rows.get("letters", []), key=lambda row: str(row["letter_id"]))
    ]
    withheld = [s["title"] for s in rows.get("sightings", []) if s["url"] is None and s["letter_id"] is None]
    crawl = ("listed_total", "letters_seen", "letters_fetched", "failed", "refused", "complete", "stop_reason")
    return {
        "crawl": {name: said[name] for name in crawl},
        "outcomes": dict(sorted(report.outcomes.items())),
        "letters": letters,
        "withheld": withheld,
        "issues": sorted(f"{i['code']}: {i['raw'] or i['place']}" for i in rows.get("issues", [])),
    }


def _reply(row: Mapping[str, Any], site: Site) -> dict[str, Any]:
    return {name: _plain(row[name], site) for name in _REPLY_FIELDS if row[name] is not None}


def _plain(value: Any, site: Site) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    return str(value).replace(site.url, "SITE")
