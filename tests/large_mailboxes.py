"""Mailboxes of any size on three kinds of system, whose letters can be added, answered and taken away between crawls.

What belongs here: descriptions and pages, made anew from the letters with ``publish``. What does not: serving and
crawling (``platform_sites``). The lists print neither status nor date of the reply, as many do: an answer shows on the
letter only.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tests.platform_sites import Site

PER_PAGE = 15
FIRST_DAY = dt.date(2021, 1, 1)
ANSWER = "您好，经查，第{n}号路灯已于次日修好。"
NOTICE = "您好，您反映的问题已转示范镇人民政府办理。"


@dataclass
class Mailbox:
    """Letters by number, the newest first on the list, and the texts of their replies; none where nobody replied."""

    site: Site
    make: Callable[[Mailbox], list[dict[str, Any]]]
    replies: dict[int, str | None] = field(default_factory=dict)

    def publish(self) -> None:
        """Show the letters as they are now."""
        self.site.pages[:] = self.make(self)

    def pages(self) -> list[tuple[int, list[int]]]:
        """The numbers of the list's pages, and the letters on each."""
        newest = sorted(self.replies, reverse=True)
        starts = range(0, max(1, len(newest)), PER_PAGE)
        return [(at // PER_PAGE + 1, newest[at : at + PER_PAGE]) for at in starts]


def _day(n: int) -> dt.date:
    return FIRST_DAY + dt.timedelta(days=n)


def _following(mailbox: Mailbox, number: int, address: str) -> str:
    last = len(mailbox.pages())
    link = f"<a class='Next' href='{address.format(number + 1)}'>下一页</a>" if number < last else ""
    return f"<p>共{len(mailbox.replies)}条 {number}/{last} {link}</p>"


def _boda(mailbox: Mailbox) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for number, letters in mailbox.pages():
        rows = "".join(
            f"<tr><td>{n:05}</td><td><a href='/show.jsp?leadermailid={n}'>第{n}号路灯</a></td><td>{_day(n)}</td></tr>"
            for n in letters
        )
        head = "<tr><td>信件编号</td><td>信件标题</td><td>来信时间</td></tr>"
        table = f"<table class='winstyle7'>{head}{rows}</table>"
        at = "/list.jsp" if number == 1 else f"/list.jsp?formname7ap={number}"
        made.insert(0, {"at": at, "says": table + _following(mailbox, number, "/list.jsp?formname7ap={}")})
    for n, reply in mailbox.replies.items():
        fields = {"信件编号": f"{n:05}", "来信主题": f"第{n}号路灯", "信件内容": "路灯坏了。", "来信时间": f"{_day(n)}"}
        fields |= {} if reply is None else {"回复内容": reply, "回复时间": f"{_day(n + 1)}", "回复人": "示范镇"}
        cells = "".join(
            f"<tr><td class='titlestyle9'>{k}</td><td class='contentstyle9'>{v}</td></tr>" for k, v in fields.items()
        )
        made.append({"at": f"/show.jsp?leadermailid={n}", "says": f"<table>{cells}</table>"})
    return made


def _labels(mailbox: Mailbox) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for number, letters in mailbox.pages():
        rows = "".join(f"<li><a href='/letter/{n}.html'>第{n}号路灯</a><span>{_day(n)}</span></li>" for n in letters)
        made.append(
            {"at": f"/list_{number}.html", "says": f"<ul>{rows}</ul>" + _following(mailbox, number, "/list_{}.html")}
        )
    for n, reply in mailbox.replies.items():
        answer = "" if reply is None else f"<p>回复单位：示范镇 回复时间：{_day(n + 1)}</p><p>回复内容：{reply}</p>"
        says = f"<h1>第{n}号路灯</h1><p>来信时间：{_day(n)}</p><p>来信内容：路灯坏了。</p>{answer}"
        made.append({"at": f"/letter/{n}.html", "says": says})
    return made


def _json(mailbox: Mailbox) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for number, letters in mailbox.pages():
        rows = [{"id": n, "title": f"第{n}号路灯", "created_at": f"{_day(n)} 08:00:00"} for n in letters]
        says = json.dumps({"data": {"total": len(mailbox.replies), "list": rows}}, ensure_ascii=False)
        made.append({"at": "/api/list", "by": "POST", "form": {"page": str(number)}, "says": says})
    for n, reply in mailbox.replies.items():
        letter: dict[str, Any] = {
            "id": n,
            "title": f"第{n}号路灯",
            "content": "路灯坏了。",
            "created_at": f"{_day(n)} 08:00:00",
        }
        letter["reply"] = [] if reply is None else [{"content": reply, "time": f"{_day(n + 1)}", "name": "示范镇"}]
        made.append({"at": f"/api/detail?id={n}", "says": json.dumps({"data": letter}, ensure_ascii=False)})
    for page in made:
        page["type"] = "application/json"
    return made


_FIELDS = {"external_id": "id", "title": "title", "received_on": "created_at"}
SYSTEMS: Mapping[str, tuple[dict[str, Any], Callable[[Mailbox], list[dict[str, Any]]]]] = MappingProxyType(
    {
        "boda": (
            {
                "platform": "boda_vsb",
                "list_url": "SITE/list.jsp",
                "url_patterns": [{"place": "SITE_PLACE/show.jsp", "query": {"leadermailid": r"\d+"}}],
                "id_from": {"query": "leadermailid"},
                "examples": [{"url": "SITE/show.jsp?leadermailid=7", "external_id": "7"}],
            },
            _boda,
        ),
        "labels": (
            {
                "platform": "generic",
                "list_url": "SITE/list_1.html",
                "url_patterns": [{"place": r"SITE_PLACE/letter/(?P<id>\d+)\.html"}],
                "id_from": {"path": "id"},
                "examples": [{"url": "SITE/letter/7.html", "external_id": "7"}],
            },
            _labels,
        ),
        "json": (
            {
                "platform": "json_board",
                "list_url": "SITE/api/list",
                "request": {"body": {"page": 1}, "why": "the list is an interface of the board's own pages"},
                "pagination": {"parameter": "page", "first": 1, "why": "the page is a field of the body"},
                "url_patterns": [{"place": "SITE_PLACE/api/detail"}],
                "id_from": {"query": "id"},
                "examples": [{"url": "SITE/api/detail?id=7", "external_id": "7"}],
                "answers": {
                    "list": {
                        "rows": "data.list",
                        "total": "data.total",
                        "fields": _FIELDS,
                        "links": [{"url": "/api/detail?id={id}"}],
                    },
                    "letter": {
                        "root": "data",
                        "fields": _FIELDS | {"body": "content"},
                        "replies": {"rows": "reply", "body": "content", "dated": "time", "agency": "name"},
                    },
                },
            },
            _json,
        ),
    }
)


def mailbox(system: str, size: int) -> Mailbox:
    """A mailbox with letters 1 to ``size``, all of them answered, on one of ``SYSTEMS``."""
    described, make = SYSTEMS[system]
    limits = {"timeout_seconds": 30.0, "body_bytes": 500_000, "list_pages": size}
    made = Mailbox(Site(system, described | {"limits": limits}, []), make)
    made.replies = {n: ANSWER.format(n=n) for n in range(1, size + 1)}
    made.publish()
    return made
