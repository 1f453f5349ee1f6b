"""The child process of a crawl: ``python -m scrapers.crawl_process``, started by ``scrapers.crawl`` alone.

What belongs here: putting archive, frontier, state and spider together, and reporting to the parent. What does not:
anything that another process could do. The task is one line of JSON on standard input, which then stays open: when it
closes, the parent has died and the crawl stops. Each line of standard output is one JSON object: ``progress``, at last
``outcome`` or ``error`` (a sentence for people).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from scrapy.crawler import Crawler, CrawlerProcess

from scrapers.archive import Archive
from scrapers.captures import ArchiveError, Contents, Crawl
from scrapers.crawl_state import CrawlState, is_resumed
from scrapers.frontier import Frontier
from scrapers.politeness import LONGEST_RETRY_AFTER
from scrapers.settings import settings_for
from scrapers.source import Source
from scrapers.spiders.site import SiteSpider

# A list read longer ago than this is another list; an interrupted crawl is then left as it is, and a new one begins.
# A day more than a week, so that a weekly schedule goes on with what its last crawl left.
RESUMED_WITHIN = dt.timedelta(days=8)


class Task(BaseModel):
    """What the parent asks for."""

    model_config = ConfigDict(frozen=True)
    source: Source
    data_dir: Path
    full: bool
    max_pages: int | None
    contact: str | None
    allow_loopback: bool


def unfinished(contents: Contents, *, full: bool, now: dt.datetime) -> Crawl | None:
    """The crawl that the next run goes on with: the last one, where it was interrupted or paused, and recently."""
    crawls = [crawl for crawl in contents.crawls if crawl.mode != "ingest"]
    last = crawls[-1] if crawls else None
    if last is None or last.complete or not is_resumed(last.stop_reason):
        return None
    if now - last.started_at > RESUMED_WITHIN or (full and last.mode != "full"):
        return None
    return last


def mode_of(contents: Contents, *, full: bool) -> str:
    """``full`` where asked for and until one full crawl has read the whole list; otherwise ``incremental``.

    An incremental crawl asks again for the letters that failed; one bad letter must not cost all others each time.
    """
    had_one = any(
        crawl.mode == "full" and (crawl.complete or crawl.counts.get("list_agrees")) for crawl in contents.crawls
    )
    return "incremental" if had_one and not full else "full"


def run(task: Task, *, watch_parent: bool = False) -> dict[str, Any]:
    """Crawl, write the end into the archive unless the crawl was interrupted, and give the outcome as plain values.

    With ``watch_parent`` the crawl stops after the page it is at when standard input is closed, and at SIGINT and
    SIGTERM. Raises ``ArchiveError`` where the archive is locked or cannot be written, and whatever broke the crawl.
    """
    now = dt.datetime.now(dt.UTC)
    archive, source = Archive(task.data_dir), task.source
    contents = archive.contents(source.id)
    going_on = unfinished(contents, full=task.full, now=now)
    mode = going_on.mode if going_on is not None else mode_of(contents, full=task.full)
    crawl_id = going_on.crawl_id if going_on is not None else None
    with (
        archive.open_crawl(source.id, mode, now, crawl_id=crawl_id) as writer,
        Frontier(task.data_dir / "frontier" / f"{source.id}.sqlite") as frontier,
    ):
        state = CrawlState(
            source,
            frontier,
            writer,
            keep_known=mode == "incremental",
            allow_loopback=task.allow_loopback,
        )
        # Read again under the lock: another process may have written since.
        captures = [c for c in archive.contents(source.id).captures if c.crawl_id == state.crawl_id]
        state.begin(captures, retry_failed=going_on is not None and going_on.stop_reason is not None)
        # A time further away than any server may ask for was noted by a clock that ran ahead.
        if 0 < float(frontier.fact("", "not_before", 0)) - time.time() <= LONGEST_RETRY_AFTER:
            state.stop("retry_after")
        interrupted = state.stop_reason is None and _request_all(state, task, watch_parent=watch_parent)
        reason = "interrupted" if interrupted else state.reason_at_end()
        complete, counts = not interrupted and state.conclude(), state.counts()
        if not interrupted:
            writer.finish(dt.datetime.now(dt.UTC), complete=complete, stop_reason=reason, counts=counts.as_record())
    return {
        "source_id": source.id,
        "crawl_id": state.crawl_id,
        "mode": mode,
        "listed_total": counts.listed_total,
        "letters_seen": counts.letters_seen,
        "letters_fetched": counts.letters_fetched,
        "failed": counts.failed,
        "refused": counts.refused,
        "repeated": counts.repeated,
        "queued": counts.queued,
        "requests": counts.requests,
        "complete": complete,
        "stop_reason": reason,
    }


def _request_all(state: CrawlState, task: Task, *, watch_parent: bool) -> bool:
    """Run the spider to its end; whether it was interrupted."""
    process = CrawlerProcess(settings_for(state.source, task.contact))
    crawler: Crawler = process.create_crawler(SiteSpider)
    stop = threading.Event()

    def progress(url: str) -> None:
        counts = state.counts()
        _say(
            "progress",
            {"url": url, "fetched": counts.letters_fetched, "seen": counts.letters_seen, "queued": counts.queued},
        )

    process.crawl(crawler, state=state, stop=stop, max_pages=task.max_pages, progress=progress)
    if watch_parent:
        _set_when_told(stop)
    # Scrapy's own way to stop forgets a signal that comes before it has begun, and a second one cuts the first short.
    process.start(install_signal_handlers=not watch_parent)
    spider = crawler.spider
    if not isinstance(spider, SiteSpider):
        raise RuntimeError("the spider could not be started; the log says why")
    if spider.broken is not None:
        raise spider.broken
    interrupted = state.stop_reason == "interrupted"
    if not interrupted and state.next_item() is not None:
        raise RuntimeError("the spider stopped while pages were queued; the log says why")
    return interrupted


def _set_when_told(stop: threading.Event) -> None:
    """Set ``stop`` at SIGINT and SIGTERM, and at the end of standard input, which is that of the parent."""

    def wait_for_end_of_input() -> None:
        # Past the buffer of sys.stdin, whose lock a waiting thread would hold when the interpreter ends.
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=wait_for_end_of_input, daemon=True).start()


def _say(what: str, value: Any) -> None:
    try:
        sys.stdout.write(json.dumps({what: value}, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        return  # the parent has died; the end of standard input stops the crawl


def main() -> int:
    """Read the task, run it, report; 1 where it could not be run."""
    task = Task.model_validate_json(sys.stdin.buffer.readline())
    try:
        outcome = run(task, watch_parent=True)
    except ArchiveError as error:
        _say("error", str(error))
        return 1
    _say("outcome", outcome)
    return 0


if __name__ == "__main__":
    sys.exit(main())
