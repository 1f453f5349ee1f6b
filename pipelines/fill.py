"""From the archive to the lake: parse every crawl that is not in the lake yet, or was parsed by an older parser.

What belongs here: which crawls need work, and one crawl's rows. What does not: parsing a payload (``pipelines.parse``),
shapes (``pipelines.lake_rows``), files (``warehouse.lake``, ``scrapers.archive``).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pipelines.helpers import versions as helper_versions
from pipelines.lake_rows import Rows, capture_row, rows_of
from pipelines.parse import Lookups, parse_payload, unambiguous_regions
from scrapers.archive import Archive
from scrapers.captures import Capture, Contents, Crawl
from scrapers.registry import Registry, load_sources, registry_of
from warehouse import lake

# What decides how a payload is read. A change in any of them makes every crawl be parsed again.
_READING_CODE = (
    ("parsers", (".py", ".yaml")),
    ("pipelines", (".py", ".yaml")),
    ("warehouse.reference", (".csv",)),
)
_READING_PACKAGES = ("beautifulsoup4", "lxml", "pdfplumber", "pdfminer.six", "pypdfium2", "xlrd", "chinesecalendar")

# Of the pipelines, what shows and starts things does not: a new plot must not make the whole archive be parsed again.
_NOT_READING = frozenset(
    f"pipelines/{name}"
    for name in (
        *("asset_checks.py", "assets", "cli.py", "commands", "crawl_child.py", "crawl_jobs.py", "definitions.py"),
        *("demo.py", "evidence", "inbox.py", "instance.py", "language.py", "lifeline.py", "pages.py", "parse_job.py"),
        *("register.py", "schedules.py", "sensors.py", "shell.py", "show.py", "show_demo.py", "show_discrepancies.py"),
        *("ui.py", "ui_processes.py", "ui_server.py"),
    )
)

# Given a capture that was read, its number in its crawl, and how many the crawl has.
Progress = Callable[[Capture, int, int], None]


@dataclass(slots=True)
class FillReport:
    """What one run parsed: captures by outcome, why some were quarantined or failed, issues by code, damages."""

    crawls: int = 0
    already_there: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    refusals: list[tuple[str, str]] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    issues: Counter[str] = field(default_factory=Counter)
    damages: list[str] = field(default_factory=list)

    def add(self, other: FillReport) -> None:
        """Count what another run parsed with what this one did."""
        self.crawls += other.crawls
        self.already_there += other.already_there
        self.outcomes.update(other.outcomes)
        self.refusals += other.refusals
        self.failures += other.failures
        self.issues.update(other.issues)
        self.damages += other.damages


def parser_version(registry: Registry | None = None) -> str:
    """A hash of everything that decides how a payload is read: code, words, reference data, packages, and the sources
    of ``registry`` (the bundled ones without it).
    """
    sources = (load_sources() if registry is None else registry).sources
    digest = hashlib.sha256(_code_version())
    for source_id in sorted(sources):
        digest.update(sources[source_id].model_dump_json().encode())
    return digest.hexdigest()[:16]


@cache
def _code_version() -> bytes:
    digest = hashlib.sha256()
    for package, endings in _READING_CODE:
        for path, content in sorted(_files_of(files(package), endings, package)):
            digest.update(path.encode() + b"\x00" + content + b"\x00")
    for name in _READING_PACKAGES:
        digest.update(f"{name}=={metadata.version(name)}".encode())
    digest.update(" ".join(helper_versions()).encode())
    return digest.digest()


def _files_of(folder: Traversable, endings: tuple[str, ...], place: str) -> Iterable[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if f"{place}/{entry.name}" in _NOT_READING:
            continue
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files_of(entry, endings, f"{place}/{entry.name}")
        elif entry.name.endswith(endings):
            yield f"{place}/{entry.name}", entry.read_bytes()


def fill(
    data_dir: Path,
    *,
    source_ids: Collection[str] | None = None,
    lookups: Lookups | None = None,
    progress: Progress | None = None,
) -> FillReport:
    """Parse what the lake below ``data_dir`` does not hold yet, of some sources or (``None``) of all in the archive.

    ``lookups`` are those of the data directory, if none are given; ``progress`` is called after each capture.
    """
    lookups = lookups or Lookups(unambiguous_regions(), registry_of(data_dir))
    version = parser_version(lookups.registry)
    archive, lake_root = Archive(data_dir), data_dir / "lake"
    known = {(crawl.source_id, crawl.crawl_id): crawl for crawl in lake.crawls(lake_root)}
    report = FillReport()
    for source_id in archive.source_ids():
        if source_ids is not None and source_id not in source_ids:
            continue
        # Before the contents: what a running crawl adds in between makes the crawl be read again.
        segments = segment_bytes(archive, source_id)
        contents = archive.contents(source_id)
        report.damages += [str(damage) for damage in contents.damages]
        for crawl in contents.crawls:
            there = known.get((source_id, crawl.crawl_id))
            read = segments.get(crawl.crawl_id, {})
            if there is not None and there.is_current(version, read):
                report.already_there += 1
                continue
            rows = crawl_rows(crawl, contents, lookups, report, progress)
            private = any(c.visibility == "private" for c in contents.captures if c.crawl_id == crawl.crawl_id)
            lake.write(
                lake_root,
                source_id,
                crawl.crawl_id,
                rows,
                parser_version=version,
                segments=read,
                visibility="private" if private else "public",
            )
            report.crawls += 1
    return report


def segment_bytes(archive: Archive, source_id: str) -> dict[str, dict[str, int]]:
    """For each crawl of a source its segments, relative to the data directory, with their sizes in bytes."""
    found: dict[str, dict[str, int]] = {}
    for path in archive.segments(source_id):
        name = path.relative_to(archive.data_dir).as_posix()
        crawl_id = path.name.removesuffix(".warc.gz").rpartition("-")[0]
        found.setdefault(crawl_id, {})[name] = path.stat().st_size
    return found


def crawl_rows(
    crawl: Crawl,
    contents: Contents,
    lookups: Lookups,
    report: FillReport,
    progress: Progress | None = None,
) -> Rows:
    """All rows of one crawl; what could not be parsed is counted in ``report`` and stands in ``quarantine``."""
    captures = [c for c in contents.captures if c.crawl_id == crawl.crawl_id]
    unchanged = unchanged_captures(contents.captures)
    rows: Rows = {"crawls": []}
    counters: set[object] = set()
    for number, capture in enumerate(captures, 1):
        more = capture_rows(capture, lookups, report, unchanged=capture.capture_id in unchanged)
        more["claims"] = [claim for claim in more.get("claims", []) if not _was_read(claim, counters)]
        for table, found in more.items():
            rows.setdefault(table, []).extend(found)
        if progress is not None:
            progress(capture, number, len(captures))
    rows["crawls"].append(crawl_row(crawl, rows))
    return rows


def _was_read(claim: Mapping[str, Any], counters: set[object]) -> bool:
    """Whether a counter was read with this value before in the crawl: every page of a list repeats its counters."""
    if claim["origin"] != "counter":
        return False
    reading = (claim["label"], claim["metric"], claim["printed"])
    if reading in counters:
        return True
    counters.add(reading)
    return False


def unchanged_captures(captures: Iterable[Capture]) -> frozenset[str]:
    """The ids of those captures, in the order of writing, that say what their address said the time before.

    Equal bytes are not enough: a page may have been an error before, have stood at another address, or have said
    something else meanwhile.
    """
    said: dict[str, str] = {}
    repeated: set[str] = set()
    for capture in captures:
        if (capture.http_status or HTTPStatus.OK) >= HTTPStatus.BAD_REQUEST:
            continue
        if said.get(capture.url) == capture.sha256:
            repeated.add(capture.capture_id)
        said[capture.url] = capture.sha256
    return frozenset(repeated)


def capture_rows(capture: Capture, lookups: Lookups, report: FillReport, *, unchanged: bool = False) -> Rows:
    """The rows of one capture; that of an ``unchanged`` page is a capture and no more."""
    source = lookups.registry[capture.source_id]
    if unchanged:
        report.outcomes["unchanged"] += 1
        return {"captures": [capture_row(capture, "unchanged", capture.media_type, source)]}
    parsed = parse_payload(
        capture.payload(),
        file_name=capture.file_name,
        media_type=capture.media_type,
        url=capture.printed_address or (None if capture.url.startswith("urn:") else capture.url),
        source=source,
        lookups=lookups,
        http_status=capture.http_status,
    )
    report.outcomes[parsed.outcome] += 1
    for document in parsed.documents:
        report.issues.update(issue.code for issue in document.issues)
        if document.refusal is not None and document.outcome != "irrelevant":
            told = report.refusals if document.outcome == "quarantined" else report.failures
            told.append(
                ("/".join(filter(None, (capture.file_name or capture.url, document.name))), document.refusal.message)
            )
    return rows_of(parsed, capture, lookups.regions, source)


def crawl_row(crawl: Crawl, rows: Rows) -> dict[str, Any]:
    """The row of a crawl as it counted itself; what the site itself lists is unknown for local files.

    One that recorded no end was killed, or is still under way: of it is counted what the archive holds.
    """
    ended = crawl.finished_at is not None
    letters = len(rows.get("letters", []))
    counts: Mapping[str, int | None] = crawl.counts if ended else _counted(rows)
    return {
        "crawl_id": crawl.crawl_id,
        "source_id": crawl.source_id,
        "mode": crawl.mode,
        "started_at": crawl.started_at,
        "finished_at": crawl.finished_at,
        "listed_total": counts.get("listed_total"),
        "letters_seen": counts.get("letters_seen", letters),
        "letters_fetched": counts.get("letters_fetched", letters),
        "failed": counts.get("failed", 0),
        "refused": counts.get("refused", 0),
        "complete": crawl.complete,
        "stop_reason": crawl.stop_reason if ended else "interrupted",
    }


def _counted(rows: Rows) -> dict[str, int | None]:
    """The letters (of bulletins: the articles) whose page was stored, unchanged ones included, and the rows of the
    lists; null where that is not known, because an unchanged page, which may be one of a list, was not read again.

    ``warehouse.known`` counts the same for a day of the past.
    """
    pages = {row["letter_id"] for row in rows["captures"] if row["letter_id"] and (row["http_status"] or 200) < 400}
    pages |= {row["letter_id"] for row in rows.get("letters", [])}
    articles = {row["capture_id"] for row in rows.get("documents", [])}
    listed = {row["letter_id"] or row["url"] or (row["capture_id"], row["row_no"]) for row in rows.get("sightings", [])}
    unread = any(row["outcome"] == "unchanged" and row["letter_id"] is None for row in rows["captures"])
    return {
        "letters_seen": None if unread else len(listed) or None,
        "letters_fetched": None if unread and not pages else len(pages | articles),
    }
