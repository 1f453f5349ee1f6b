"""A small invented mailbox, and the archive that crawls of it leave: what lists and history are tested on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from pipelines.parse import Lookups, unambiguous_regions
from scrapers.archive import Archive
from scrapers.registry import Registry
from scrapers.source import LOCAL, Source
from scrapers.warc import HttpHead

SITE = "http://mail.example/zmhd/"
SOURCE = Source.model_validate(
    {
        "id": "demo-danfeng",
        "names": {"zh": "示例信箱", "en": "Example mailbox"},
        "region_code": "611022",
        "channel": "county_mailbox",
        "platform": "boda_vsb",
        "publishes": "replied_only",
        "verified": "never",
        "synthetic": True,
        "list_url": f"{SITE}ldxxlb.jsp?formname7ap=1",
        "url_patterns": ({"place": r"mail\.example/zmhd/ldxxxx\.jsp"},),
        "id_from": {"query": "leadermailid"},
        "examples": ({"url": f"{SITE}ldxxxx.jsp?leadermailid=1", "external_id": "1"},),
    }
)
LOOKUPS = Lookups(unambiguous_regions(), Registry(MappingProxyType({SOURCE.id: SOURCE, LOCAL.id: LOCAL})))
REPLY = "<p>您好，您反映的问题已经处理完毕，路灯已修好。</p><p>丹凤县住房和城乡建设局</p><p>2020年12月15日</p>"


def page_of(number: int) -> str:
    return f"{SITE}ldxxxx.jsp?leadermailid={number}"


def letter(number: int, reply: str = REPLY) -> bytes:
    rows = {
        "信件编号": f"2020{number:03}",
        "来信主题": f"第{number}封信",
        "信件内容": f"第{number}盏路灯坏了，请修。",
        "来信时间": "2020年12月9日",
        "回复内容": reply,
        "回复时间": "2020年12月10日",
        "回复人": "丹凤县住房和城乡建设局",
    }
    cells = "".join(
        f"<tr><td class='titlestyle8'>{k}</td><td class='contentstyle8'>{v}</td></tr>" for k, v in rows.items()
    )
    return f"<html><body><table>{cells}</table></body></html>".encode()


def listing(numbers: list[int], counters: str = "提案数：20 办结数：3 办结率：15%", hidden: str = "") -> bytes:
    rows = "".join(
        f"<tr><td>2020{n:03}</td><td><a href='ldxxxx.jsp?leadermailid={n}'>第{n}封信</a></td>"
        "<td>2020年12月9日</td></tr>"
        for n in numbers
    )
    rows += f"<tr><td>x</td><td>{hidden}</td><td>2020年12月9日</td></tr>" if hidden else ""
    header = "<tr><td>信件编号</td><td>来信主题</td><td>来信时间</td></tr>"
    return f"<html><body><p>{counters}</p><table class='winstyle7'>{header}{rows}</table></body></html>".encode()


def crawl(
    data_dir: Path, day: int, pages: list[tuple[str, int, bytes]], *, mode: str = "full", complete: bool = True
) -> str:
    """Store the responses of one crawl on a day of January 2026; returns its id."""
    at = dt.datetime(2026, 1, day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    with Archive(data_dir).open_crawl(SOURCE.id, mode, at) as writer:
        for number, (url, status, body) in enumerate(pages):
            head = HttpHead(status, "X", (("Content-Type", "text/html"),))
            writer.write_response(url, head, body, at=at + dt.timedelta(seconds=number), media_type="text/html")
        writer.finish(at + dt.timedelta(minutes=5), complete=complete, stop_reason="done")
        return writer.crawl.crawl_id


LIST = f"{SITE}ldxxlb.jsp?formname7ap=1"
