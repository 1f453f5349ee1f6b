"""A small mailbox on loopback, in VSB-like markup of our own, with a log of what was asked for and room for tricks."""

from __future__ import annotations

import json
import multiprocessing
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scrapers import crawl_process
from scrapers.crawl import CrawlOutcome, crawl
from scrapers.source import Source

PER_PAGE = 5
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["scrapers.crawl_process", "tests.scrapers.mailbox_server"])


@dataclass
class Mailbox:
    """What the server shows.

    ``links`` are the attributes of a row's link, none for a row without one. ``tricks`` answer instead of the mailbox:
    by path with query, called with the handler.
    """

    letters: list[int]
    total: int | None = None
    robots: str = "User-agent: *\nDisallow: /closed/\n"
    says_total: bool = True
    links: dict[int, str] = field(default_factory=dict)
    edits: dict[int, str] = field(default_factory=dict)
    tricks: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    etags: bool = True
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    not_modified: int = 0

    def times(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(self.asked)

    def list_page(self, number: int) -> str:
        pages = max(1, -(-len(self.letters) // PER_PAGE))
        shown = self.letters[(number - 1) * PER_PAGE : number * PER_PAGE]
        rows = "".join(
            f"<tr><td>{n:05}</td><td>{self.title(n)}</td><td>2020年3月{n % 28 + 1}日</td><td>已办结</td></tr>"
            for n in shown
        )
        following = f"<a class='Next' href='/list.jsp?formname7ap={number + 1}'>下页</a>" if number < pages else ""
        total = len(self.letters) if self.total is None else self.total
        return (
            "<html><head><title>县长信箱</title></head><body><table class='winstyle7'>"
            f"<tr><td>信件编号</td><td>信件标题</td><td>来信时间</td><td>状态</td></tr>{rows}</table>"
            f"<div>{f'共{total}条' if self.says_total else ''} {number}/{pages} "
            + "".join(f"<a href='/list.jsp?formname7ap={n}'>{n}</a>" for n in range(1, pages + 1))
            + f"{following}</div></body></html>"
        )

    def title(self, n: int) -> str:
        link = self.links.get(n, f"href='/show.jsp?leadermailid={n}'")
        return f"<a {link}>关于第{n}条路的来信</a>" if link else f"关于第{n}条路的来信"

    def letter_page(self, n: int) -> str:
        fields = {
            "信件编号": f"{n:05}",
            "来信主题": f"关于第{n}条路的来信",
            "信件内容": f"第{n}条路的路灯坏了，请派人修理。" * 3,
            "来信时间": f"2020年3月{n % 28 + 1}日",
            "回复内容": self.edits.get(n, f"路灯已于第{n % 9 + 1}天修好。"),
            "回复时间": "2020年4月2日",
            "回复人": "住建局",
        }
        rows = "".join(
            f"<tr><td class='titlestyle9'>{label}</td><td class='contentstyle9'>{value}</td></tr>"
            for label, value in fields.items()
        )
        return f"<html><body><table>{rows}</table></body></html>"


def reply(
    handler: BaseHTTPRequestHandler,
    body: bytes | str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    kind: str = "text/html; charset=utf-8",
) -> None:
    """Send one answer."""
    payload = body.encode() if isinstance(body, str) else body
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(payload)))
    handler.end_headers()
    handler.wfile.write(payload)


@dataclass
class Running:
    """A crawl under way."""

    process: Any
    said: Any

    def kill(self) -> None:
        """SIGKILL, and wait until it is dead."""
        self.process.kill()
        self.process.join()
        self.said.close()

    def outcome(self, timeout: float = 120) -> dict[str, Any]:
        """What came of it; fails where it takes longer than ``timeout`` seconds or dies."""
        assert self.said.poll(timeout), "the crawl did not end in time"
        outcome: dict[str, Any] = self.said.recv()
        self.process.join()
        return outcome


def _run(task: str, said: Any) -> None:
    said.send(crawl_process.run(crawl_process.Task.model_validate_json(task)))


def start_crawl(source: Source, data_dir: Path, *, full: bool = False) -> Running:
    """Start a crawl in a process of its own, forked from one that has everything imported."""
    task = {
        "source": source.model_dump(mode="json"),
        "data_dir": str(data_dir),
        "full": full,
        "max_pages": None,
        "contact": "tests@example.org",
        "allow_loopback": True,
    }
    here, there = _FORKS.Pipe()
    process = _FORKS.Process(target=_run, args=(json.dumps(task), there), daemon=True)
    process.start()
    there.close()
    return Running(process, here)


class Site:
    """The running server."""

    def __init__(self, mailbox: Mailbox, port: int) -> None:
        self.mailbox = mailbox
        self.url = f"http://127.0.0.1:{port}"

    def source(self, **fields: Any) -> Source:
        """A description of this mailbox, quick enough for tests."""
        host = self.url.removeprefix("http://")
        place = host.replace(".", r"\.") + "/show.jsp"
        described: dict[str, Any] = {
            "id": "demo-test-mailbox",
            "names": {"zh": "测试信箱", "en": "A mailbox for tests"},
            "region_code": "611022",
            "channel": "county_mailbox",
            "platform": "boda_vsb",
            "publishes": "all",
            "verified": "never",
            "synthetic": True,
            "list_url": f"{self.url}/list.jsp",
            "url_patterns": ({"place": place, "query": {"leadermailid": r"\d+"}},),
            "id_from": {"query": "leadermailid"},
            "examples": ({"url": f"{self.url}/show.jsp?leadermailid=7", "external_id": "7"},),
            "politeness": {"delay_seconds": 0.001, "night_pause": None, "contact": "tests@example.org"},
            "limits": {"timeout_seconds": 30.0, "body_bytes": 200_000, "list_pages": 30, "failures_in_a_row": 4},
        }
        return Source.model_validate(described | fields)

    def start(self, data_dir: Path, *, fields: Mapping[str, Any] | None = None, full: bool = False) -> Running:
        """Start a crawl in a process of its own, forked from one that has everything imported: 20 kills are quick."""
        return start_crawl(self.source(**(fields or {})), data_dir, full=full)

    def crawl(self, data_dir: Path, *, fields: Mapping[str, Any] | None = None, **options: Any) -> CrawlOutcome:
        """Crawl it."""
        return crawl(self.source(**(fields or {})), data_dir, allow_loopback=True, **options)


@contextmanager
def serving(mailbox: Mailbox) -> Iterator[Site]:
    """Serve a mailbox on 127.0.0.1 until the end of the context."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or each answer waits 40 ms between its head and its body

        def do_GET(self) -> None:
            mailbox.asked.append(self.path)
            mailbox.agents.add(self.headers.get("User-Agent", ""))
            _answer(self, mailbox)

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Site(mailbox, server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, mailbox: Mailbox) -> None:
    parts = urlsplit(handler.path)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    trick = mailbox.tricks.get(handler.path) or mailbox.tricks.get(parts.path)
    if trick is not None:
        trick(handler)
    elif parts.path == "/robots.txt":
        reply(handler, mailbox.robots, kind="text/plain")
    elif parts.path == "/list.jsp":
        reply(handler, mailbox.list_page(int(query.get("formname7ap", "1"))))
    elif parts.path == "/show.jsp" and int(query["leadermailid"]) in mailbox.letters:
        _letter(handler, mailbox, int(query["leadermailid"]))
    else:
        reply(handler, "<html><body>没有</body></html>", status=404)


def _letter(handler: BaseHTTPRequestHandler, mailbox: Mailbox, n: int) -> None:
    page = mailbox.letter_page(n)
    etag = f'"{hash(page)}"'
    if mailbox.etags and handler.headers.get("If-None-Match") == etag:
        mailbox.not_modified += 1
        handler.send_response(304)
        handler.send_header("ETag", etag)
        handler.end_headers()
        return
    # GB18030 under a claim of UTF-8, as old sites do.
    reply(handler, page.encode("gb18030"), headers={"ETag": etag} if mailbox.etags else None)
