"""Crawling a source: ``crawl`` runs one child process and says what came of it.

What belongs here: checking that a source can be crawled, the child process, the outcome for people. What does not: the
crawl itself (``crawl_process``, which has a reactor of its own, can be killed, and returns its memory).
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from scrapers.source import BULLETINS, MAILBOXES, Source

_PLATFORMS = tuple(sorted(MAILBOXES | BULLETINS))
_SECONDS_TO_END = 60

# What each reason means; one that is not here (list_failed:...) is explained by ``explained``.
STOP_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "finished": "everything that was queued has been asked for",
        "interrupted": "the crawl was interrupted; run it again and it goes on",
        "budget": "the requests of one run (politeness.request_budget) are used up; run it again and it goes on",
        "max_pages": "as many pages as asked for were fetched; run it again and it goes on",
        "night": "the site is left alone at night; run it again after the pause and it goes on",
        "time_limit": "the longest time for one run is over; run it again and it goes on",
        "retry_after": "the site asked to be left alone for a while; run it again later and it goes on",
        "robots": "robots.txt does not allow the list to be fetched",
        "crawl_delay": "robots.txt asks for longer pauses between two requests (Crawl-delay) than a crawl can keep; "
        "ask the site, or take saved pages with `wenzheng ingest`",
        "robots_unreachable": "robots.txt could not be read, so nothing was asked for; try again later",
        "http_403": "the site refused to answer (403); it is not asked again",
        "http_429": "the site said that it is asked too often (429); raise delay_seconds and try again later",
        "http_503": "the site is overloaded and asked for patience (503); run it again later and it goes on",
        "challenge": "the site wants to see a browser or a person; this is not worked around",
        "too_many_failures": "too many pages in a row failed; run it again later and it goes on",
        "no_letters": "many pages in a row hold no letter that can be read: save one and try `wenzheng probe --saved`",
        "visit_failed": "the page whose cookie the list wants could not be read; run it again later and it goes on",
        "endless_paging": "the list goes on without end or in circles; compare limits.list_pages with the site",
        "total_differs": "the list prints another total than it has rows, twice in a row: it counts letters that it "
        "does not list, or changes all the time",
        "pager_by_script": "a script turns the pages of the list, and only the first was read; describe its pagination",
        "redirect_to_another_host": "the list leads to a host that is not the source's; correct its description",
        "another_host": "the list lies on a host that is not the source's; correct its description",
        "forbidden_address": "the host's name leads to an address that is not on the public net (this machine, a "
        "private network); a site of your own here is read with `wenzheng ingest`, only the demo's is crawled",
        "too_large": "a list page is larger than limits.body_bytes",
    }
)


class CrawlError(Exception):
    """A crawl could not be run; the message says what a person can do."""


class CrawlBrokeOff(CrawlError):
    """A crawl ended without a word; it may be run again at once, and goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOutcome:
    """What came of a crawl.

    ``listed_total`` is the number of letters that the site says it lists (``None``: it says none), ``letters_seen``
    the distinct rows of its list, ``letters_fetched`` those whose page this crawl has in the archive, ``refused`` the
    pages that may not be asked for, ``queued`` those left for the next run, ``repeated`` the rows of letters that the
    list has more than once; of bulletins, articles are counted.
    ``complete`` compares what is listed, and allowed by robots.txt, with what was captured.
    """

    source_id: str
    crawl_id: str | None
    mode: str | None
    listed_total: int | None
    letters_seen: int
    letters_fetched: int
    failed: int
    refused: int
    queued: int
    complete: bool
    stop_reason: str
    requests: int
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """After each page: its address, letters fetched and seen so far, pages queued."""

    url: str
    fetched: int
    seen: int
    queued: int


_LIST_FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "no_list": "the answer holds no list of letters, and may be an error in JSON: look at the page in the archive, "
        "and at list_url, request and answers of the source",
        "error_page": "it came with status 200 and says that it is an error",
        "not_a_page": "it is a file and no page",
        "empty": "the answer is empty",
        "timeout": "the site did not answer in time",
        "unknown_host": "the name of its host is not known",
        "connection_refused": "its host answers to nobody",
        "cut_off": "the answer broke off",
    }
)


def explained(stop_reason: str) -> str:
    """A stop reason as a sentence without its end."""
    if stop_reason.startswith("list_failed:"):
        fault = stop_reason.partition(":")[2]
        return f"a page of the list could not be read ({_LIST_FAULTS.get(fault, fault)})"
    return STOP_REASONS.get(stop_reason, stop_reason)


def crawl(
    source: Source,
    data_dir: Path,
    *,
    full: bool = False,
    max_pages: int | None = None,
    contact: str | None = None,
    allow_loopback: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> CrawlOutcome:
    """Crawl ``source`` into the archive below ``data_dir``, going on with what was interrupted.

    With ``full`` every letter is asked for again (where the server allows, only whether it has changed); otherwise,
    after one complete full crawl, only letters that are new or that the list prints differently. ``contact`` goes into
    the User-Agent. Raises ``CrawlError`` where the source cannot be crawled or another process crawls it, and
    ``CrawlBrokeOff`` where it ended without saying why.
    """
    child = start_child(
        source, data_dir, full=full, max_pages=max_pages, contact=contact, allow_loopback=allow_loopback
    )
    try:
        said = _heard(child, progress)
        code = child.wait()
    except KeyboardInterrupt:
        said, code = _ended(child), child.returncode
        if "outcome" not in said:
            raise
    finally:
        _close(child)
    if "error" in said:
        raise CrawlError(str(said["error"]))
    if "outcome" in said:
        return CrawlOutcome(**said["outcome"])
    if code < 0:
        return CrawlOutcome(
            source_id=source.id,
            crawl_id=None,
            mode=None,
            listed_total=None,
            letters_seen=0,
            letters_fetched=0,
            failed=0,
            refused=0,
            queued=0,
            complete=False,
            stop_reason="interrupted",
            requests=0,
        )
    log = log_path(data_dir, source.id)
    raise CrawlBrokeOff(f"the crawl of {source.id} broke off: {log} says why; then run it again")


def log_path(data_dir: Path, source_id: str) -> Path:
    """Where the crawls of a source write their warnings, each behind the one before."""
    return data_dir / "frontier" / f"{source_id}.log"


def start_child(
    source: Source,
    data_dir: Path,
    *,
    full: bool = False,
    max_pages: int | None = None,
    contact: str | None = None,
    allow_loopback: bool = False,
) -> subprocess.Popen[bytes]:
    """Start the child process of a crawl; it writes JSON lines to ``stdout`` and ends when its ``stdin`` is closed."""
    _check(source, contact or source.politeness.contact, allow_loopback)
    task = {
        "source": source.model_dump(mode="json"),
        "data_dir": str(data_dir),
        "full": full,
        "max_pages": max_pages,
        "contact": contact or source.politeness.contact,
        "allow_loopback": allow_loopback,
    }
    log = log_path(data_dir, source.id)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "scrapers.crawl_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    try:
        stdin = _pipe(child.stdin)
        stdin.write(json.dumps(task).encode() + b"\n")
        stdin.flush()
    except BrokenPipeError:
        child.wait()  # it ended at once; its exit code and log say why
    return child


def _check(source: Source, contact: str | None, allow_loopback: bool) -> None:
    if source.list_url is None:
        raise CrawlError(f"{source.id} has no list_url: put the address of its list into its YAML, then try again")
    if source.platform not in _PLATFORMS:
        raise CrawlError(
            f"{source.id} is on the platform {source.platform}, which cannot be crawled yet; "
            f"those that can are {', '.join(_PLATFORMS)}"
        )
    if contact is None:
        raise CrawlError(
            f"nobody to write to is named for {source.id}: give an e-mail or web address with --contact, "
            "or as politeness.contact in its YAML, so that the site can reach whoever crawls it"
        )
    if any(not c.isprintable() or not c.isascii() for c in contact):
        raise CrawlError(f"the contact {contact!r} cannot stand in a header: give an e-mail or web address")
    if allow_loopback and not source.synthetic:
        raise CrawlError(f"{source.id} is a real source: only synthetic ones may be crawled on loopback")


def _heard(child: subprocess.Popen[bytes], progress: Callable[[Progress], None] | None) -> dict[str, Any]:
    """What the child says at last; its progress is passed on meanwhile."""
    said: dict[str, Any] = {}
    for line in _pipe(child.stdout):
        if not line.endswith(b"\n"):
            break  # it was killed within a line
        message = json.loads(line)
        if "progress" not in message:
            said |= message
        elif progress is not None:
            progress(Progress(**message["progress"]))
    return said


def _ended(child: subprocess.Popen[bytes]) -> dict[str, Any]:
    """What the child says at last after Ctrl-C, which it may have got too: let it finish the page it is at."""
    _pipe(child.stdin).close()
    impatience = threading.Timer(_SECONDS_TO_END, child.kill)
    impatience.start()
    try:
        lines = list(_pipe(child.stdout))
        child.wait()
    finally:
        impatience.cancel()
    # The first line may lack its beginning, because reading it was interrupted.
    last = [line for line in lines if line.startswith((b'{"outcome"', b'{"error"')) and line.endswith(b"\n")]
    said: dict[str, Any] = json.loads(last[-1]) if last else {}
    return said


def _close(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.kill()
        child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None and not pipe.closed:
            pipe.close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("the child process was started without pipes")
    return pipe
