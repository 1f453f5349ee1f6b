"""An attached file belongs to the first page of its crawl that links to it."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.attached import with_parents
from scrapers.archive import Archive
from scrapers.captures import Capture
from scrapers.warc import HttpHead
from tests.pipelines.mailbox import SITE, SOURCE, page_of

AT = dt.datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
PAGE = "<html><body><a href='/files/{}.pdf?v=1#top'>附件</a></body></html>"


def captured(data_dir: Path, pages: list[tuple[str, int, str, bytes]]) -> list[Capture]:
    with Archive(data_dir).open_crawl(SOURCE.id, "full", AT) as writer:
        return [
            writer.write_response(url, HttpHead(status, "X", (("Content-Type", kind),)), body, at=AT)
            for url, status, kind, body in pages
        ]


def test_a_file_and_the_pages_that_link_to_it(tmp_path: Path) -> None:
    first, again = PAGE.format("a").encode(), (PAGE.format("a") + "<p>again</p>").encode()
    captures = captured(
        tmp_path,
        [
            (page_of(9), 404, "text/html", PAGE.format("a").replace("附件", "x").encode()),
            (page_of(1), 200, "text/html", first),
            (page_of(2), 200, "text/html", again),
            (f"{SITE}notice.html", 200, "text/html", PAGE.format("b").encode()),
            ("http://mail.example/files/a.pdf?v=1", 200, "application/pdf", b"%PDF-1"),
            ("http://mail.example/files/b.pdf?v=1", 200, "application/pdf", b"%PDF-2"),
            ("http://mail.example/files/c.pdf", 200, "application/pdf", b"%PDF-3"),
        ],
    )
    notice = captures[3]
    documents = [
        {"capture_id": capture.capture_id, "media_type": capture.media_type, "parent_document_id": None}
        for capture in captures
        if capture.http_status == 200
    ]
    parents = [row["parent_document_id"] for row in with_parents(documents, captures, SOURCE)]
    of_files = ["demo-danfeng:1", f"local:{notice.sha256[:12]}", None]
    assert parents == [None, None, None, *of_files]
