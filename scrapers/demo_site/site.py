"""Which pages the demo site has, where they are, in what character set they are sent, and how its two states differ.

What belongs here: addresses and the bytes behind them. What does not: markup (``pages``), answering (``server``).

The five places share one host and have a folder each. Every page says UTF-8 of itself and in its header; some are
GB18030 all the same. Between visit 1 and visit 2 one reply of the county's mailbox is edited under its old date and one
letter is gone, from the list and from its address; the counters and everything else stay as they were.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapers.demo_site import pages
from scrapers.demo_site.letters import PUBLIC, RECEIVED, DemoLetter, county_letters, mayoral_letters
from scrapers.demo_site.pages import Pager, Row

ROWS_PER_PAGE = 15
COUNTERS = f"提案数{RECEIVED} 办结数{PUBLIC} 办结率{PUBLIC / RECEIVED:.1%}"

COUNTY_FOLDER, MAYOR_FOLDER = "/danfeng/zmhd", "/shangluo/zmhd"
YUNXI_COLUMN, JIXI_COLUMN = "/yunxi/zwgk/wszw/index.html", "/jixi/public/column.html"
FUFENG_COLUMN, CHANGSHA_COLUMN = "/fufeng/zwgk/tbgb/index.html", "/changsha/xwzx/index.html"
DISALLOWED = "/yunxi/nbwj/"
FORBIDDEN_ARTICLE = f"{DISALLOWED}t20210105_6611.html"
ROBOTS = f"User-agent: *\nDisallow: {DISALLOWED}\n"

HTML, PDF, TEXT = "text/html;charset=UTF-8", "application/pdf", "text/plain;charset=UTF-8"

# Last changes as the server tells them: of everything, and of what the second visit shows anew.
_CHANGED = {1: dt.datetime(2021, 3, 1, 9, tzinfo=dt.UTC), 2: dt.datetime(2021, 3, 22, 9, tzinfo=dt.UTC)}
_EVERY_NINTH = 9


@dataclass(frozen=True, slots=True)
class Page:
    """What lies at an address: bytes, what the header calls them, when they last changed, and a validator."""

    body: bytes
    media_type: str
    changed_at: dt.datetime
    etag: str


@dataclass(frozen=True, slots=True)
class _Article:
    """A page of a column, or a file: where it lies, its title in the column, its day, its bytes."""

    target: str
    title: str
    day: str
    body: bytes
    media_type: str = HTML


def key(target: str) -> str:
    """The target of a request (path and parameters) with its parameters in order, so that one page has one key."""
    parts = urlsplit(target)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{parts.path}?{query}" if query else parts.path


def list_target(folder: str, number: int, count: int) -> str:
    """The address of a list page on leadermail: ``…at`` is the number of pages, ``…ap`` the page, ``…ac`` its rows."""
    query = {
        "formname1333at": count,
        "formname1333ap": number,
        "formname1333ac": ROWS_PER_PAGE,
        "urltype": "tree.TreeTempUrl",
        "wbtreeid": 1112,
    }
    return f"{folder}/ldxxlb.jsp?{urlencode(query)}"


def letter_target(folder: str, external_id: str) -> str:
    """The address of a letter on leadermail."""
    query = {"urltype": "leadermail.LeaderMailContentUrl", "wbtreeid": 1112, "leadermailid": external_id}
    return f"{folder}/ldxxxx.jsp?{urlencode(query)}"


def page_count(letters: int) -> int:
    """How many list pages so many letters take."""
    return -(-letters // ROWS_PER_PAGE)


@cache
def site_pages(visit: int) -> Mapping[str, Page]:
    """Every page of the site in one of its states, by ``key``; what changed since visit 1 carries a later date."""
    before = site_pages(1) if visit > 1 else {}
    found: dict[str, Page] = {}
    for target, body, media_type in _contents(visit):
        same = before.get(key(target))
        changed_at = _CHANGED[visit] if same is None or same.body != body else same.changed_at
        found[key(target)] = Page(body, media_type, changed_at, f'"{hashlib.sha256(body).hexdigest()[:20]}"')
    return MappingProxyType(found)


def _contents(visit: int) -> Iterator[tuple[str, bytes, str]]:
    yield "/robots.txt", ROBOTS.encode(), TEXT
    forbidden = [(DISALLOWED, "内部文件")]
    yield from _mailbox(COUNTY_FOLDER, "丹凤县县长信箱", county_letters(visit), counters=COUNTERS, links=forbidden)
    yield from _mailbox(MAYOR_FOLDER, "商洛市市长信箱", mayoral_letters())
    for name, first_page, articles, rows_per_page in _columns():
        yield from _column(name, first_page, articles, rows_per_page)
    notice = pages.notice("内部文件", "此处的文件不供抓取，robots.txt 已写明。")
    yield DISALLOWED, notice.encode(), HTML
    yield FORBIDDEN_ARTICLE, notice.encode(), HTML


def _mailbox(
    folder: str,
    mailbox: str,
    letters: Sequence[DemoLetter],
    *,
    counters: str = "",
    links: Sequence[tuple[str, str]] = (),
) -> Iterator[tuple[str, bytes, str]]:
    count = page_count(len(letters))
    hrefs = [list_target(folder, number, count) for number in range(1, count + 1)]
    for number, target in enumerate(hrefs, 1):
        shown = letters[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
        entries = [(letter_target(folder, letter.external_id), letter) for letter in shown]
        page = pages.letter_list(
            mailbox, entries, Pager(number, hrefs, len(letters)), counters=counters, links=[(hrefs[0], mailbox), *links]
        )
        yield target, page.encode("gb18030" if number % 4 == 3 else "utf-8"), HTML
    for letter in letters:
        text = pages.letter_page(mailbox, letter, links=[(hrefs[0], mailbox)])
        charset = "gb18030" if int(letter.external_id) % _EVERY_NINTH == 0 else "utf-8"
        yield letter_target(folder, letter.external_id), text.encode(charset), HTML


def _column(
    name: str, first_page: str, articles: Sequence[_Article], rows_per_page: int
) -> Iterator[tuple[str, bytes, str]]:
    """A column and what it leads to; its second page is ``index_1.html`` where the first is ``index.html``."""
    listed = [article for article in articles if article.media_type == HTML]
    count = -(-len(listed) // rows_per_page)
    stem = first_page.removesuffix(".html")
    hrefs = [first_page if number == 0 else f"{stem}_{number}.html" for number in range(count)]
    for number, target in enumerate(hrefs, 1):
        shown = listed[(number - 1) * rows_per_page : number * rows_per_page]
        rows = [Row(article.target, article.title, article.day) for article in shown]
        yield target, pages.column(name, rows, Pager(number, hrefs, len(listed))).encode(), HTML
    for article in articles:
        if article.target != FORBIDDEN_ARTICLE:
            yield article.target, article.body, article.media_type


def _columns() -> Iterator[tuple[str, str, Sequence[_Article], int]]:
    yield "郧西县网上问政", YUNXI_COLUMN, _yunxi(), 2
    yield "绩溪县办理情况通报", JIXI_COLUMN, _jixi(), ROWS_PER_PAGE
    yield "扶风县通报公报", FUFENG_COLUMN, _fufeng(), ROWS_PER_PAGE
    yield "长沙市新闻中心", CHANGSHA_COLUMN, _changsha(), ROWS_PER_PAGE


def _document(name: str) -> bytes:
    return files(__package__).joinpath("documents", name).read_bytes()


def _yunxi() -> Sequence[_Article]:
    maintenance = pages.article(
        "关于网站夜间维护的通知", ["本网站定于周六夜间维护，其间不能访问，请留意时间。", "维护完成后栏目照常开放。"]
    )
    return (
        _Article(
            "/yunxi/zwgk/wszw/202103/t20210301_7011.html", "关于网站夜间维护的通知", "2021-03-01", maintenance.encode()
        ),
        _Article(
            "/yunxi/zwgk/wszw/202102/t20210222_6922.html",
            "郧西县人民政府门户网站 “网上问政”工作简报",
            "2021-02-22",
            _document("yunxi.html"),
        ),
        _Article(FORBIDDEN_ARTICLE, "内部文件目录", "2021-01-05", b""),
    )


def _jixi() -> Sequence[_Article]:
    title = "2022年3月份“12345”政务服务便民热线、政民互动和网络留言办理情况通报"
    text = _document("jixi.html").decode()
    return (_Article("/jixi/public/show.html?id=10520415", title, "2022-04-15", text.encode("gb18030")),)


def _fufeng() -> Sequence[_Article]:
    title = "关于2021年四季度12345市民热线工单、市长信箱、县长信箱办理等工作情况的通报"
    attachment = "/fufeng/module/files/1492031.pdf"
    cover = pages.article(title, ["通报全文见附件。"], attachments=[(attachment, f"{title}.pdf")])
    return (
        _Article("/fufeng/art/2022/1/14/art_9526_1492031.html", title, "2022-01-14", cover.encode()),
        _Article(attachment, title, "2022-01-14", _document("fufeng.pdf"), PDF),
    )


def _changsha() -> Sequence[_Article]:
    """The article without the rests of navigation that its text version has at both ends."""
    lines = _document("changsha.txt").decode().split("相关链接")[0].split("\n")
    title, *paragraphs = [line.strip() for line in lines[1:] if line.strip()]
    return (
        _Article(
            "/changsha/xwzx/202102/t20210226_3762.html", title, "2021-02-26", pages.article(title, paragraphs).encode()
        ),
    )
