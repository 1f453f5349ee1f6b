"""The frontier keeps what it was told across processes, and the rules of politeness are those that were promised."""

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scrapers.frontier import OPEN_DAYS, RESTING_DAYS, Frontier, key_of
from scrapers.platforms.answers import fault_of
from scrapers.platforms.paging import next_list_url
from scrapers.politeness import host_of, is_at_rest, is_forbidden_address, retry_after
from scrapers.source import NightPause, Pagination

URL = "http://www.example.gov.cn/show.jsp?id=1"
NOW = dt.datetime(2026, 3, 1, 8, 0, tzinfo=dt.UTC)


def test_what_was_committed_is_there_after_opening_again(tmp_path: Path) -> None:
    path = tmp_path / "frontier" / "a.sqlite"
    with Frontier(path) as frontier, frontier.committing():
        assert frontier.enqueue("c1", "letter", URL, "letter:1")
        assert not frontier.enqueue("c1", "letter", URL, "letter:1")
        assert frontier.enqueue("c1", "list", "http://www.example.gov.cn/list.jsp", "list:1")
    with Frontier(path) as frontier:
        first = frontier.next("c1")
        assert first is not None
        assert first.kind == "list"
        with pytest.raises(KeyError), frontier.committing():
            _break_off(frontier)
        assert frontier.next("c1") == first
        frontier.change(first, state="failed", reason="http_500", attempts=3)
        assert [(i.key, i.reason) for i in frontier.items("c1", states=("failed",))] == [("list:1", "http_500")]
        assert frontier.count("c1", "queued") == 1
        assert frontier.count("c1", "queued", ("list",)) == 0


DAY = 86400.0


@pytest.mark.parametrize(
    ("waits", "first_day", "last_day", "today", "is_due"),
    [
        (True, 0, 0, 0, True),
        (True, 0, OPEN_DAYS - 1, OPEN_DAYS - 1, True),
        (True, 0, OPEN_DAYS + 1, OPEN_DAYS + 8, False),
        (True, 0, OPEN_DAYS + 1, 2 * OPEN_DAYS + 2, True),
        (False, 0, 0, RESTING_DAYS - 1, False),
        (False, 0, 0, RESTING_DAYS, True),
        (False, 0, 30, 59, False),
        (False, 0, 30, 60, True),
    ],
)
def test_letters_rest_ever_longer(
    tmp_path: Path, waits: bool, first_day: int, last_day: int, today: int, is_due: bool
) -> None:
    with Frontier(tmp_path / "a.sqlite") as frontier:
        frontier.enqueue("c1", "letter", URL, "letter:1", shown="x")
        item = frontier.next("c1")
        assert item is not None
        assert frontier.due(today * DAY) == []  # nobody has read it
        frontier.change(item, state="done", first_at=first_day * DAY, read_at=last_day * DAY, open=int(waits))
        assert [due.key for due in frontier.due(today * DAY)] == (["letter:1"] if is_due else [])


def test_of_answered_letters_few_are_read_again_at_a_time(tmp_path: Path) -> None:
    with Frontier(tmp_path / "a.sqlite") as frontier:
        for n in range(100):
            frontier.enqueue("c1", "letter", f"{URL}{n}", f"letter:{n}")
        for item in frontier.items("c1"):
            frontier.change(item, state="done", first_at=0.0, read_at=float(item.key.removeprefix("letter:")))
        assert [item.key for item in frontier.due(RESTING_DAYS * DAY * 9)] == ["letter:0", "letter:1"]


def test_a_frontier_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with Frontier(path) as frontier:
        frontier.enqueue("c1", "letter", URL, "letter:1")
    with closing(sqlite3.connect(path)) as old:
        for column in ("first_at", "read_at", "open"):
            old.execute(f"ALTER TABLE items DROP COLUMN {column}")
    with Frontier(path) as frontier:
        item = frontier.item("letter:1")
        assert item is not None
        assert (item.first_at, item.open) == (None, 0)


def _break_off(frontier: Frontier) -> None:
    for item in frontier.items("c1"):
        frontier.change(item, state="done")
    raise KeyError


def test_a_new_crawl_keeps_what_conditional_requests_need(tmp_path: Path) -> None:
    with Frontier(tmp_path / "a.sqlite") as frontier:
        frontier.enqueue("c1", "letter", URL, "letter:1", shown="x")
        (item,) = frontier.items("c1")
        frontier.change(item, state="done", etag='"1"', sha256="ab", attempts=2)
        assert not frontier.enqueue("c2", "letter", URL, "letter:1", shown="x", keep_known=True)
        assert frontier.enqueue("c2", "letter", URL, "letter:1", shown="y", keep_known=True)
        (again,) = frontier.items("c2")
        assert (again.state, again.attempts, again.etag, again.sha256) == ("queued", 0, '"1"', "ab")


def test_keys_do_not_depend_on_spelling() -> None:
    assert key_of("list", "http://www.a.cn/l.jsp?b=2&a=1") == key_of("list", "https://a.cn/l.jsp?a=1&b=2")
    assert key_of("letter", URL, "7") == "letter:7"


@pytest.mark.parametrize(
    ("clock", "resting"), [("22:59", False), ("23:00", True), ("03:00", True), ("05:59", True), ("06:00", False)]
)
def test_the_night_is_that_of_china(clock: str, resting: bool) -> None:
    china = dt.timezone(dt.timedelta(hours=8))
    now = dt.datetime.combine(dt.date(2026, 3, 1), dt.time.fromisoformat(clock), china).astimezone(dt.UTC)
    assert is_at_rest(NightPause(start="23:00", end="06:00"), now) is resting
    assert not is_at_rest(None, now)


@pytest.mark.parametrize(
    ("printed", "seconds"),
    [
        ("7", 7.0),
        ("999999", 86400.0),
        ("Sun, 01 Mar 2026 08:01:00 GMT", 60.0),
        ("Sun, 01 Mar 2020 08:01:00 GMT", 0.0),
        ("soon", None),
        (None, None),
        ("", None),
    ],
)
def test_retry_after(printed: str | None, seconds: float | None) -> None:
    assert retry_after(printed, NOW) == seconds


@pytest.mark.parametrize(
    ("address", "forbidden", "on_loopback"),
    [
        ("127.0.0.1", True, False),
        ("::1", True, False),
        ("::ffff:127.0.0.1", True, False),
        ("169.254.169.254", True, True),
        ("10.1.2.3", True, True),
        ("fe80::1%eth0", True, True),
        ("0.0.0.0", True, True),
        ("8.8.8.8", False, False),
    ],
)
def test_only_the_public_net(address: str, forbidden: bool, on_loopback: bool) -> None:
    assert is_forbidden_address(address, allow_loopback=False) is forbidden
    assert is_forbidden_address(address, allow_loopback=True) is on_loopback


def test_hosts() -> None:
    assert host_of("https://www.a.cn:443/x") == host_of("http://a.cn/") == "a.cn"
    assert host_of("http://a.cn:8080/") == "a.cn:8080"
    assert [host_of(u) for u in ("ftp://a.cn/", "javascript:void(0)", "http://[::1", "http:///x")] == [None] * 4


def test_turning_pages() -> None:
    by_number = Pagination(parameter="p", first=1, why="the pager is a script")
    url = "http://a.cn/l.jsp?x=1"

    def turned(pagination: Pagination | None, at: str, **pager: object) -> str | None:
        return next_list_url(pagination, at, **({"printed": None, "pages": None, "page_no": None} | pager))  # type: ignore[arg-type]

    assert turned(None, url) is None
    assert turned(None, url, printed="http://a.cn/2") == "http://a.cn/2"
    assert turned(by_number, url, printed="http://a.cn/2") == "http://a.cn/2"
    assert turned(by_number, url) == "http://a.cn/l.jsp?x=1&p=2"
    assert turned(by_number, url + "&p=2", pages=3) == "http://a.cn/l.jsp?x=1&p=3"
    assert turned(by_number, url + "&p=3", pages=3) is None
    assert turned(None, url, printed="http://a.cn/9", pages=3, page_no=3) is None


def test_a_letter_about_an_error_is_no_error_page() -> None:
    letter = "<p>来信时间：2020-03-01</p><p>来信内容：网上办事提示系统错误，请输入验证码后又提示参数错误。</p>"
    assert fault_of("letter", letter.encode()) is None
    assert fault_of("letter", "<form>用户名 <input> 密码 <input></form>".encode()) == "no_letter"
    assert fault_of("letter", "<p>该信件不存在或已被删除</p>".encode()) == "error_page"
    assert fault_of("letter", "<p>系统错误</p>".encode("gb18030")) == "error_page"
    assert fault_of("list", "<title>安全验证</title>".encode()) == "challenge"
    assert fault_of("attachment", b"%PDF-1.4") is None
    assert fault_of("article", b"%PDF-1.4") is None
    assert fault_of("letter", b"  ") == "empty"
