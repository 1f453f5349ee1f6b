"""Pages per second of the readers of letter platforms, beside a plain BeautifulSoup script that gives the same.

Run by `make bench`. The pages are invented, each with the menu and the footer of a real one (about 40 KB). Both sides
decode the page and give title, text, dates and offices; that they give the same is checked before anything is timed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bs4 import BeautifulSoup, Tag

sys.path.insert(0, str(Path(__file__).parents[2]))

from parsers.letters import PrintedLetter
from parsers.platforms import beijing, boda_vsb, jact
from parsers.readers.decode import decode

SECONDS = 2.0
TEXT = "村口的路灯坏了一段时间，天黑以后老人和学生走路很不方便，请派人看一看。" * 6
MENU = "".join(
    f"<li class='nav'><a href='/col/{n}/index.html' title='栏目{n}'>政务公开栏目{n}</a></li>" for n in range(330)
)
FRAME = (
    "<html><head><title>{title}</title></head><body><ul>{menu}</ul>{letter}<p>主办单位：示范县政府</p></body></html>"
)
Plain = tuple[str, str, str, tuple[tuple[str, str, str], ...]]
"""Title, text, date of the letter; text, date and office of each reply."""


def _page(title: str, letter: str) -> bytes:
    return FRAME.format(title=title, menu=MENU, letter=letter).encode()


def boda_page() -> bytes:
    """A letter as Boda VSB prints it."""
    fields = {"信件编号": "00017", "来信主题": "路灯", "信件内容": TEXT, "来信时间": "2020年12月9日"}
    fields |= {"回复内容": "已修好。" + TEXT, "回复时间": "2020年12月15日", "回复人": "住建局"}
    cells = (f"<td class='titlestyle9'>{k}</td><td class='contentstyle9'>{v}</td>" for k, v in fields.items())
    return _page("县长信箱", "<table>" + "".join(f"<tr>{c}</tr>" for c in cells) + "</table>")


def beijing_page() -> bytes:
    """A letter as 首都之窗 prints it."""
    letter = (
        "<div class='row o-border'><strong>路灯</strong><div>来信人：a***</div>"
        f"<div>时间：2020-12-09</div><div>{TEXT}</div></div>"
    )
    reply = (
        "<div class='o-border-bottom'><div class='o-border-bottom2'><strong>住建局</strong>"
        f"<div>答复时间：2020-12-15</div></div><div>已修好。{TEXT}</div></div>"
    )
    return _page("首都之窗", f"{letter}<div class='row o-border'>{reply}</div>")


def jact_page() -> bytes:
    """A letter as Hanweb jact prints it."""
    asked = {"办件标题": "路灯", "内容": TEXT, "办件编号": "17", "提交时间": "2020-12-09"}
    answered = {"答复内容": "已修好。" + TEXT, "答复人": "住建局", "答复时间": "2020-12-15"}
    tables = (
        "<div class='jact_box_font'><table>"
        + "".join(f"<tr><td>{k}：</td><td>{v}</td></tr>" for k, v in part.items())
        + "</table></div>"
        for part in (asked, answered)
    )
    return _page("互动交流", "".join(tables))


def _ours(read: Callable[[str], PrintedLetter | None]) -> Callable[[bytes], Plain]:
    def plain(payload: bytes) -> Plain:
        letter = read(decode(payload).text)
        assert letter is not None
        value = {field: printed.value for field, printed in letter.values.items()}
        dated, agency = value.get("page_replied_on", ""), value.get("agency", "")
        replies = tuple((r.body, r.dated or dated, r.agency or agency) for r in letter.replies)
        return value["title"], value["body"], value["received_on"], replies

    return plain


def _values(soup: BeautifulSoup, rows: str, labels: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for row in soup.select(rows):
        cells = [cell.get_text("\n", strip=True) for cell in row.find_all("td")]
        found[labels.get(cells[0].rstrip("："), "")] = cells[1]
    return found


def boda_soup(payload: bytes) -> Plain:
    """The script that one would write for it."""
    labels = {"来信主题": "title", "信件内容": "body", "来信时间": "asked"}
    labels |= {"回复内容": "reply", "回复时间": "replied", "回复人": "office"}
    v = _values(BeautifulSoup(payload.decode(), "lxml"), "tr:has(td.titlestyle9)", labels)
    return v["title"], v["body"], v["asked"], ((v["reply"], v["replied"], v["office"]),)


def beijing_soup(payload: bytes) -> Plain:
    """The script that one would write for it."""
    asked, answered = BeautifulSoup(payload.decode(), "lxml").select("div.o-border")
    _, day, text = asked.select("div")
    replies = []
    for block in answered.select("div.o-border-bottom"):
        head = block.select_one("div.o-border-bottom2")
        assert isinstance(head, Tag)
        office, dated = (e.get_text() for e in head.select("strong, div"))
        body = block.find_all("div", recursive=False)[1].get_text()
        replies.append((body, dated.removeprefix("答复时间："), office))
    title = asked.select_one("strong")
    assert title is not None
    return title.get_text(), text.get_text(), day.get_text().removeprefix("时间："), tuple(replies)


def jact_soup(payload: bytes) -> Plain:
    """The script that one would write for it."""
    labels = {"办件标题": "title", "内容": "body", "提交时间": "asked"}
    labels |= {"答复内容": "reply", "答复时间": "replied", "答复人": "office"}
    v = _values(BeautifulSoup(payload.decode(), "lxml"), "div.jact_box_font tr", labels)
    return v["title"], v["body"], v["asked"], ((v["reply"], v["replied"], v["office"]),)


def pages_per_second(read: Callable[[bytes], Plain], payload: bytes) -> float:
    """How many pages a reader reads in a second of processor time, so that a busy machine does not matter."""
    done, begun = 0, time.process_time()
    while (spent := time.process_time() - begun) < SECONDS:
        read(payload)
        done += 1
    return done / spent


def main() -> None:
    """Print a line for each platform."""
    platforms: dict[str, tuple[bytes, Callable[[bytes], Plain], Callable[[bytes], Plain]]] = {
        "Boda VSB": (boda_page(), _ours(boda_vsb.printed_letter), boda_soup),
        "首都之窗": (beijing_page(), _ours(beijing.printed_letter), beijing_soup),
        "Hanweb jact": (jact_page(), _ours(jact.printed_letter), jact_soup),
    }
    print("platform       KB  pages/s  BeautifulSoup  times")
    for name, (payload, ours, soup) in platforms.items():
        if ours(payload) != soup(payload):
            raise SystemExit(f"{name}: the two readers do not give the same: {ours(payload)} {soup(payload)}")
        fast, slow = pages_per_second(ours, payload), pages_per_second(soup, payload)
        print(f"{name:12}  {len(payload) / 1000:3.0f}  {fast:7.0f}  {slow:13.0f}  {fast / slow:5.1f}")


if __name__ == "__main__":
    main()
