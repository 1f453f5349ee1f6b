"""The demo: the demo site is started, crawled twice for real, built and published, in a data directory of its own.

What belongs here: the order of these steps and what is told of them. What does not: the site (``scrapers.demo_site``),
crawling, building, and how the results are shown (``show_demo``). Nothing leaves the machine: the site listens on
loopback. The letters are invented and their sources synthetic; the figures printed in the bulletins, in the counters of
the county's mailbox and in the letter about it are those of published documents.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from pipelines.build import DATABASE
from pipelines.language import Language
from pipelines.show import outcome_line
from scrapers.archive import Archive
from scrapers.crawl import CrawlOutcome, crawl
from scrapers.demo_site import SOURCE_IDS, DemoServer, serving, write_sources
from scrapers.demo_site.server import USUAL_PORT
from scrapers.demo_site.sources import CONTACT
from scrapers.registry import Registry, registry_of
from scrapers.source import Source
from warehouse.discrepancies import Discrepancies, select_discrepancies
from warehouse.publish import PublishReport, publish
from warehouse.query import session
from warehouse.takedown import FILE as TAKEDOWNS
from warehouse.takedown import load_takedowns

_SYNTHETIC_EN = (
    "Demo data: the letters and replies are synthetic, so the clocks computed from them (T1-T4) say nothing of any "
    "real mailbox; the printed figures (bulletins, the counters of the mailbox, the letter to the mayor of Shangluo) "
    "are those of the published documents."
)
SYNTHETIC_NOTE = {
    Language.ZH: "演示数据：来信和答复均为本项目虚构，以来信日期计算的时限（T1-T4）不说明任何真实信箱；"
    f"各通报、栏目计数及商洛那封来信中的数字取自已公开的文件。\n{_SYNTHETIC_EN}",
    Language.EN: _SYNTHETIC_EN,
}
"""In Chinese with the English below it: nobody may take the letters for real ones."""

# The sources play sites of their own, of which each is asked for one page at a time.
_CRAWLS_AT_ONCE = 2
_MADE_BY_THE_DEMO = ("archive", "frontier", "lake", "published", "sources")

_CHANGES = """
    SELECT v.letter_id, l.title, v.change, v.changed_fields, l.url
    FROM letter_versions v JOIN letters l USING (letter_id)
    WHERE v.change <> 'new' ORDER BY v.change, v.letter_id
"""
_PUBLIC_RECORD = """
    SELECT c.stated_by, c.printed AS claimed, v.public_basis, v.public_replies, v.received, v.valid, v.rate_received,
        v.rate_valid, v.unpublished_needed, v.verdict
    FROM claim_vs_public v JOIN claims c USING (claim_id)
    ORDER BY v.region_code, c.stated_by, v.claim_id, v.public_basis
"""
_ROWS = """
    SELECT (SELECT count(*) FROM letters) AS letters, (SELECT count(*) FROM replies) AS replies,
        (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM claims) AS claims,
        (SELECT count(*) FROM findings) AS findings, (SELECT count(*) FROM captures) AS captures
"""


class DemoError(Exception):
    """The demo cannot run in the directory given; the message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReport:
    """What the demo did.

    ``crawls`` are the crawls of the first and of the second visit. ``changes`` are the letters that the second visit
    shows otherwise, ``public_record`` the claimed rate against the public record by basis, ``rows`` counts of tables.
    """

    data_dir: Path
    database: Path
    crawls: tuple[tuple[CrawlOutcome, ...], tuple[CrawlOutcome, ...]]
    rows: Mapping[str, int]
    changes: tuple[Mapping[str, Any], ...]
    public_record: tuple[Mapping[str, Any], ...]
    discrepancies: Discrepancies
    published: PublishReport


def run_demo(data_dir: Path, progress: Callable[[str], None]) -> DemoReport:
    """Crawl the demo site on two visits, build the warehouse after each and publish the second, all in ``data_dir``.

    ``progress`` is given a sentence before each step. What an earlier demo left in ``data_dir`` is removed. Raises
    ``DemoError`` where data of real sources lies there.
    """
    begin_anew(data_dir)
    with _site() as site:
        progress(f"The demo site answers on {site.url}, on this machine only.")
        write_sources(site.url, data_dir / "sources")
        registry = registry_of(data_dir)
        first = _visit(registry, data_dir, "first", progress)
        site.show(2)
        progress("The site has changed: one reply is edited under its old date, one letter is gone.")
        second = _visit(registry, data_dir, "second", progress)
    database = data_dir / DATABASE
    progress("publishing")
    published = publish(database, data_dir / "published", load_takedowns(data_dir / TAKEDOWNS))
    return DemoReport(
        data_dir=data_dir,
        database=database,
        crawls=(first, second),
        rows=_records(database, _ROWS)[0],
        changes=_records(database, _CHANGES),
        public_record=_records(database, _PUBLIC_RECORD),
        discrepancies=select_discrepancies(database),
        published=published,
    )


def begin_anew(data_dir: Path) -> None:
    """Remove what an earlier demo made; ``DemoError`` where any of it belongs to a real source."""
    held = {*Archive(data_dir).source_ids(), *(p.name for p in (data_dir / "lake").glob("*") if p.is_dir())}
    real = sorted(source_id for source_id in held if source_id not in SOURCE_IDS)
    if real or ((data_dir / DATABASE).exists() and not (data_dir / "sources").is_dir()):
        whose = ", ".join(real) or "another warehouse"
        raise DemoError(f"{data_dir} holds data of {whose}, which is not the demo's; choose another data directory")
    for name in _MADE_BY_THE_DEMO:
        if (data_dir / name).is_dir():
            shutil.rmtree(data_dir / name)
    (data_dir / DATABASE).unlink(missing_ok=True)


@contextmanager
def _site() -> Iterator[DemoServer]:
    """The demo site on its usual port, or on a free one where that is taken."""
    with ExitStack() as open_until_left:
        try:
            site = open_until_left.enter_context(serving(port=USUAL_PORT))
        except OSError:  # another program, or another demo, has the port
            site = open_until_left.enter_context(serving())
        yield site


def _visit(registry: Registry, data_dir: Path, which: str, progress: Callable[[str], None]) -> tuple[CrawlOutcome, ...]:
    """Crawl every source, then parse and build. A full crawl asks for every letter again, so that an edit is seen."""
    # Dagster takes a second to import, and after any error the command line looks for ``DemoError`` here.
    from pipelines.crawl_jobs import crawl_events
    from pipelines.definitions import build_in_process
    from pipelines.instance import record

    progress(f"{which} visit: crawling {len(registry.sources)} sources")
    outcomes: dict[str, CrawlOutcome] = {}
    with ThreadPoolExecutor(_CRAWLS_AT_ONCE) as pool:
        for done in as_completed(pool.submit(_crawl, source, data_dir) for source in registry.sources.values()):
            outcome = done.result()
            outcomes[outcome.source_id] = outcome
            progress("  " + outcome_line(outcome))
    crawls = [crawl_events(registry[source_id], outcome, data_dir) for source_id, outcome in outcomes.items()]
    record(data_dir, chain.from_iterable(crawls))
    progress(f"{which} visit: parsing and building")
    filled, built = build_in_process(data_dir)
    parsed = ", ".join(f"{n} {outcome}" for outcome, n in sorted(filled.outcomes.items()))
    progress(f"  {parsed}; {built.row_counts['letters']} letters, {built.row_counts['discrepancies']} discrepancies")
    return tuple(outcomes[source_id] for source_id in sorted(outcomes))


def _crawl(source: Source, data_dir: Path) -> CrawlOutcome:
    return crawl(source, data_dir, full=True, contact=CONTACT, allow_loopback=True)


def _records(database: Path, query: str) -> tuple[dict[str, Any], ...]:
    with session(database) as asked:
        return tuple(asked.ask(query).records)
