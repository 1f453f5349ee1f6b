"""The pages of the demo site as text: lists and letters on leadermail markup, columns and articles of a portal.

What belongs here: markup. What does not: which pages there are and where (``site``), what the letters say
(``letters``). Everything from outside this module is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from scrapers.demo_site.letters import DemoLetter, printed_day

# The numbers of the page components: of a list, and of a letter. They differ from site to site.
_LIST, _DETAIL = 1333, 1335
_PAGER_NEIGHBOURS = 2
_FOOTER = "演示站点：来信均为虚构，不代表任何真实来信。"


class Row(NamedTuple):
    """A line of a column: where it leads, its title, and the day printed beside it (2021-02-22)."""

    href: str
    title: str
    day: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a list page stands among its pages, and their addresses, first to last; ``total`` counts the entries."""

    number: int
    hrefs: Sequence[str]
    total: int


def _document(title: str, content: str, *, links: Sequence[tuple[str, str]] = ()) -> str:
    """A whole page. It says UTF-8 of itself, whatever it is sent in."""
    menu = "".join(f'<li><a href="{escape(href)}">{escape(text)}</a></li>' for href, text in links)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'</head>\n<body>\n<ul class="menu">{menu}</ul>\n'
        f'{content}\n<div class="footer">{_FOOTER}</div>\n</body>\n</html>\n'
    )


def letter_list(
    mailbox: str,
    entries: Sequence[tuple[str, DemoLetter]],
    pager: Pager,
    *,
    counters: str = "",
    links: Sequence[tuple[str, str]] = (),
) -> str:
    """A list page: a header row, then a row for each (address, letter); the counters above it, the pager below."""
    header = "".join(f"<th>{label}</th>" for label in ("信件编号", "来信主题", "来信时间", "回复时间", "回复人"))
    rows = "\n".join(
        f"<tr><td>{letter.letter_no or ''}</td>"
        f'<td><a href="{escape(href)}" title="{escape(letter.title)}" target="_blank">{escape(letter.title)}</a></td>'
        f"<td>{letter.received_on}</td><td>{letter.replied_on}</td><td>{escape(letter.office)}</td></tr>"
        for href, letter in entries
    )
    counted = f'<div class="countstyle{_LIST}">{escape(counters)}</div>\n' if counters else ""
    content = (
        f'<h1>{escape(mailbox)}</h1>\n{counted}<table class="winstyle{_LIST}" width="100%">\n<tr>{header}</tr>\n'
        f"{rows}\n</table>\n{_pager(pager)}"
    )
    return _document(f"{mailbox}-来信列表", content, links=links)


def _pager(pager: Pager) -> str:
    """The numbers near this page and the last one, then the link to the next page; the last page has none."""
    pages = len(pager.hrefs)
    near = range(max(1, pager.number - _PAGER_NEIGHBOURS), min(pages, pager.number + _PAGER_NEIGHBOURS) + 1)
    pieces = [f"共{pager.total}条&nbsp;&nbsp;{pager.number}/{pages}&nbsp;"]
    if pager.number > 1:
        pieces.append(f'<a class="Prev" href="{escape(pager.hrefs[pager.number - 2])}">上页</a>')
    for number in sorted({1, *near, pages}):
        if number == pager.number:
            pieces.append(f'<span class="this-page">{number}</span>')
        else:
            pieces.append(f'<a href="{escape(pager.hrefs[number - 1])}">{number}</a>')
    if pager.number < pages:
        pieces.append(f'<a class="Next" href="{escape(pager.hrefs[pager.number])}">下页</a>')
    return f'<div class="pagestyle{_LIST}">{" ".join(pieces)}</div>'


def letter_page(mailbox: str, letter: DemoLetter, *, links: Sequence[tuple[str, str]] = ()) -> str:
    """The page of a letter: a row a field; a letter without a number has no row for it."""
    fields = (
        ("信件编号", letter.letter_no),
        ("来信主题", escape(letter.title)),
        ("信件内容", _paragraphs(letter.body)),
        ("来信时间", printed_day(letter.received_on)),
        ("回复内容", _paragraphs(letter.reply)),
        ("回复时间", printed_day(letter.replied_on)),
        ("回复人", escape(letter.office)),
    )
    rows = "\n".join(
        f'<tr><td class="titlestyle{_DETAIL}" width="90">{label}：</td>'
        f'<td class="contentstyle{_DETAIL}">{value}</td></tr>'
        for label, value in fields
        if value is not None
    )
    return _document(f"{letter.title}-{mailbox}", f'<table class="winstyle{_DETAIL}">\n{rows}\n</table>', links=links)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>&nbsp;&nbsp;{escape(line)}</p>" for line in text.split("\n"))


def column(name: str, rows: Sequence[Row], pager: Pager) -> str:
    """A page of a portal's column: titles with their days, and the way to the next page."""
    lines = "\n".join(
        f'<li><a href="{escape(row.href)}" title="{escape(row.title)}">{escape(row.title)}</a>'
        f"<span>{row.day}</span></li>"
        for row in rows
    )
    pages = len(pager.hrefs)
    ahead = (
        f'<a href="{escape(pager.hrefs[pager.number])}">下一页</a>' if pager.number < pages else "<span>下一页</span>"
    )
    return _document(
        name,
        f'<h1>{escape(name)}</h1>\n<ul class="list">\n{lines}\n</ul>\n'
        f'<div class="page">共{pager.total}条 第{pager.number}页/共{pages}页 {ahead}</div>',
    )


def article(title: str, paragraphs: Sequence[str], *, attachments: Sequence[tuple[str, str]] = ()) -> str:
    """An article of a portal: its title, its paragraphs, and links to files."""
    text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    files = "".join(f'<p>附件：<a href="{escape(href)}">{escape(name)}</a></p>' for href, name in attachments)
    return _document(title, f'<div class="article">\n<h1>{escape(title)}</h1>\n{text}\n{files}</div>')


def notice(title: str, sentence: str) -> str:
    """A page that says one thing, such as that there is no such page."""
    return _document(title, f"<h1>{escape(title)}</h1>\n<p>{escape(sentence)}</p>")
