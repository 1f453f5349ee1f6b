"""A site that does everything wrong: each crawl ends in bounded time, with a record of what happened."""

import gzip
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path

import pytest

from scrapers.archive import Archive
from scrapers.frontier import Frontier
from tests.scrapers.mailbox_server import Mailbox, Site, reply, serving

SOURCE = "demo-test-mailbox"
Trick = Callable[[BaseHTTPRequestHandler], None]
PATIENT = {"timeout_seconds": 3.0, "body_bytes": 200_000, "failures_in_a_row": 100, "attempts": 2}


def letter(n: int) -> str:
    return f"/show.jsp?leadermailid={n}"


def status(code: int, body: str = "", **headers: str) -> Trick:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: reply(handler, body, status=code, headers=named)


def stall(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<html>")
    time.sleep(4)
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        try:
            handler.wfile.write(b"x")
        except OSError:
            return
        time.sleep(0.1)


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    handler.close_connection = True
    handler.connection.close()


def endless_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(b"x" * 10_000)
    except OSError:
        return


def bomb(handler: BaseHTTPRequestHandler) -> None:
    reply(handler, gzip.compress(b"0" * 20_000_000), headers={"Content-Encoding": "gzip"})


def heals(answers: count, site_page: str) -> Trick:
    return lambda handler: reply(handler, site_page, status=500 if next(answers) == 0 else 200)


def items(data_dir: Path, crawl_id: str) -> dict[str, tuple[str, str | None]]:
    with Frontier(data_dir / "frontier" / f"{SOURCE}.sqlite") as frontier:
        return {item.key: (item.state, item.reason) for item in frontier.items(crawl_id)}


def test_letters_that_are_none(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=list(range(1, 19)))
    tricks: dict[int, tuple[Trick, tuple[str, str | None]]] = {
        1: (stall, ("failed", "timeout")),
        2: (drip, ("failed", "timeout")),
        3: (reset, ("failed", "connection")),
        4: (endless_body, ("refused", "too_large")),
        5: (bomb, ("refused", "too_large")),
        6: (status(302, Location=letter(6)), ("failed", "too_many_redirects")),
        7: (status(302, Location="http://127.0.0.1:9/"), ("refused", "redirect_to_another_host")),
        8: (status(302, Location="http://169.254.169.254/latest"), ("refused", "redirect_to_another_host")),
        9: (status(302, Location="/index.jsp"), ("failed", "redirect_to_another_page")),
        10: (lambda h: reply(h, b"\x89PNG\r\n\x1a\n123", kind="image/png"), ("failed", "not_a_page")),
        11: (status(200, "<html><body>系统错误，请联系管理员</body></html>"), ("failed", "error_page")),
        12: (status(200, ""), ("failed", "empty")),
        13: (status(500, "oops"), ("failed", "http_500")),
        14: (heals(count(), mailbox.letter_page(14)), ("done", None)),
        15: (lambda h: reply(h, mailbox.letter_page(15), kind="image/gif"), ("done", None)),
        16: (status(404), ("failed", "http_404")),
        17: (status(302, Location="/show.jsp?a=1&leadermailid=17"), ("done", None)),
    }
    mailbox.tricks = {letter(n): trick for n, (trick, _) in tricks.items()}
    mailbox.robots = f"User-agent: wenzheng\nDisallow: {letter(18)}\n"
    with serving(mailbox) as site:
        outcome = site.start(tmp_path, fields={"limits": PATIENT}).outcome()
    found = items(tmp_path, outcome["crawl_id"])
    expected = {f"letter:{n}": result for n, (_, result) in tricks.items()} | {"letter:18": ("refused", "robots")}
    assert {key: found[key] for key in expected} == expected
    assert (outcome["complete"], outcome["stop_reason"]) == (False, "finished")
    assert (outcome["letters_seen"], outcome["letters_fetched"]) == (18, 3)
    assert mailbox.times()[letter(18)] == 0
    captures = Archive(tmp_path).contents(SOURCE).captures
    assert [c.http_status for c in captures if c.url.endswith("leadermailid=14")] == [500, 200]
    assert [c.http_status for c in captures if c.url.endswith("leadermailid=7")] == [302]
    assert max(c.size for c in captures) < 200_000


def stopped(site: Site, data_dir: Path) -> tuple[str, bool, int]:
    """Crawl; how it ended, and how many letters were asked for. The record in the archive must say the same."""
    outcome = site.start(data_dir).outcome()
    recorded = Archive(data_dir).contents(SOURCE).crawls[-1]
    assert (recorded.stop_reason, recorded.complete) == (outcome["stop_reason"], outcome["complete"])
    asked = sum(path.startswith("/show") for path in site.mailbox.asked)
    return outcome["stop_reason"], outcome["complete"], asked


@pytest.mark.parametrize(
    ("path", "trick", "reason", "most_letters"),
    [
        (letter(3), status(403, "no"), "http_403", 3),
        (letter(3), status(429, "slow down"), "http_429", 3),
        (letter(3), status(503, "later", Retry_After="3600"), "http_503", 3),
        (letter(3), status(200, "<html><body>请完成验证后继续访问</body></html>"), "challenge", 3),
        (letter(3), status(200, "<html><script>var acw_sc__v2=1</script></html>"), "challenge", 3),
        (letter(3), status(412, "<html><script>$_ts={};</script></html>"), "challenge", 3),
        (letter(3), status(405, "<html><p>很抱歉，您的访问被阻断</p></html>"), "challenge", 3),
        (letter(3), status(521, "", Set_Cookie="__jsl_clearance=1"), "challenge", 3),
        ("/show.jsp", status(200, "<html><form>用户名 <input> 密码 <input></form></html>"), "no_letters", 4),
        ("/robots.txt", status(200, "User-agent: *\nDisallow: /\n"), "robots", 0),
        ("/robots.txt", status(200, "User-agent: *\nCrawl-delay: 3600\n"), "crawl_delay", 0),
        ("/robots.txt", status(503, "no"), "robots_unreachable", 0),
        ("/list.jsp", status(302, Location="http://example.org/"), "redirect_to_another_host", 0),
        ("/list.jsp", status(404, "no"), "list_failed:http_404", 0),
        ("/list.jsp", status(200, "<html><body><p>欢迎</p></body></html>"), "list_failed:no_list", 0),
        ("/show.jsp", status(500, "no"), "too_many_failures", 4),
    ],
)
def test_what_stops_a_crawl(tmp_path: Path, path: str, trick: Trick, reason: str, most_letters: int) -> None:
    with serving(Mailbox(letters=list(range(1, 9)), tricks={path: trick})) as site:
        found, complete, asked = stopped(site, tmp_path)
    assert (found, complete) == (reason, False)
    assert asked <= most_letters


@pytest.mark.parametrize("rows", ["new rows for ever", "the same rows for ever"])
def test_a_list_without_end(tmp_path: Path, rows: str) -> None:
    mailbox = Mailbox(letters=[])
    numbers = count(1)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        page = next(numbers)
        shown = page if rows == "new rows for ever" else 1
        reply(
            handler,
            f"<table class='winstyle7'><tr><td>信件标题</td></tr><tr><td><a href='{letter(shown)}'>来信</a></td></tr>"
            f"</table><a class='Next' href='/list.jsp?formname7ap={page + 1}'>下页</a>",
        )

    mailbox.tricks = {"/list.jsp": endless, "/show.jsp": lambda h: reply(h, mailbox.letter_page(1))}
    with serving(mailbox) as site:
        found, complete, _ = stopped(site, tmp_path)
    assert (found, complete) == ("endless_paging", False)
    assert next(numbers) <= 32


def test_after_too_many_requests_the_crawl_waits_and_goes_on(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=[1, 2, 3], tricks={letter(2): status(429, "slow down", Retry_After="2")})
    with serving(mailbox) as site:
        began = time.time()
        assert stopped(site, tmp_path)[0] == "http_429"
        mailbox.tricks = {}
        asked = len(mailbox.asked)
        if time.time() - began < 1.5:
            assert stopped(site, tmp_path)[0] == "retry_after"
            assert len(mailbox.asked) == asked
        time.sleep(2)
        assert stopped(site, tmp_path)[:2] == ("finished", True)
    assert mailbox.times()[letter(1)] == 1
    assert len(Archive(tmp_path).contents(SOURCE).crawls) == 1
