"""Crawl jobs on a real instance against a real site on loopback: reported, stopped, killed, and going on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import MappingProxyType

import dagster as dg
import pytest
import yaml

from pipelines.assets.partitions import CAPTURES
from pipelines.assets.sites import freshness_of, site_key
from pipelines.assets.workplace import Workplace
from pipelines.crawl_jobs import crawl_events, crawl_jobs, job_of_all, pool_of, refuse_nothing, run_tags
from pipelines.definitions import definitions
from pipelines.instance import instance_of
from scrapers.archive import Archive
from scrapers.captures import ArchiveError
from scrapers.crawl import CrawlOutcome
from scrapers.registry import Registry, load_sources, registry_of
from scrapers.source import Source
from tests.scrapers.mailbox_server import Mailbox, Site, reply, serving

SOURCE = "demo-test-mailbox"
JOB = "crawl_demo_test_mailbox"

# Runs the job of the source as a run worker does: in the main thread of a process of its own.
WORKER = f"""
import sys
from pathlib import Path
from pipelines.assets.workplace import Workplace
from pipelines.definitions import definitions
from pipelines.instance import instance_of

data_dir = Path(sys.argv[1])
with instance_of(data_dir) as instance:
    job = definitions(Workplace.at(data_dir)).resolve_job_def("{JOB}")
    job.execute_in_process(instance=instance, raise_on_error=False)
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Mailbox(letters=list(range(1, 31)))) as site:
        yield site


@pytest.fixture
def data_dir(tmp_path: Path, site: Site) -> Path:
    # A busy machine may need more than a second for a page.
    describe(site.source(limits={"timeout_seconds": 60.0}), tmp_path)
    return tmp_path


def describe(source: Source, data_dir: Path) -> None:
    """Make a source that of a data directory."""
    folder = data_dir / "sources"
    folder.mkdir(exist_ok=True)
    (folder / f"{source.id}.yaml").write_text(yaml.safe_dump(source.model_dump(mode="json")), encoding="utf-8")


def run(data_dir: Path, instance: dg.DagsterInstance, **config: object) -> dg.ExecuteInProcessResult:
    job = definitions(Workplace.at(data_dir)).resolve_job_def(JOB)
    chosen = {"ops": {"ask_demo_test_mailbox": {"config": config}}}
    return job.execute_in_process(instance=instance, raise_on_error=False, run_config=chosen)


def slowed(site: Site) -> None:
    """From now on a letter takes a moment, so that a crawl can be met while it is under way."""

    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.1)
        reply(handler, site.mailbox.letter_page(int(handler.path.rpartition("=")[2])))

    site.mailbox.tricks["/show.jsp"] = slow


def letters_asked_for(site: Site) -> list[str]:
    return [path for path in site.mailbox.asked if path.startswith("/show")]


def archived_letters(data_dir: Path) -> list[str]:
    return [c.url for c in Archive(data_dir).contents(SOURCE).captures if "/show.jsp" in c.url]


def test_a_crawl_that_stops_early_is_a_result(data_dir: Path, site: Site) -> None:
    with instance_of(data_dir) as instance:
        result = run(data_dir, instance, max_pages=12)
        assert result.success
        (captured,) = result.asset_materializations_for_node("ask_demo_test_mailbox")
        assert (captured.asset_key, captured.partition) == (CAPTURES, SOURCE)
        assert captured.metadata["complete"].value is False
        assert str(captured.metadata["stop_reason"].value).startswith("max_pages: ")
        assert captured.metadata["site"].value == f"{site.url}/list.jsp"
        stored = instance.get_run_by_id(result.run_id)
        assert stored is not None
        assert stored.tags[f"incomplete/{SOURCE}"] == "max_pages"
        assert {name: stored.tags[name] for name in ("source_id", "region_code", "channel")} == {
            "source_id": SOURCE,
            "region_code": "611022",
            "channel": "county_mailbox",
        }
        assert instance.get_latest_materialization_event(site_key(SOURCE)) is None
        said = [r.event_log_entry.user_message for r in instance.get_records_for_run(result.run_id).records]
        assert any("fetched" in line and site.url in line for line in said), "no progress while it ran"


def test_a_crawl_that_cannot_be_run_fails_with_its_sentence_and_is_not_tried_again(tmp_path: Path) -> None:
    with serving(Mailbox(letters=[1])) as site:
        describe(site.source(politeness={"delay_seconds": 0, "night_pause": None}), tmp_path)
        with instance_of(tmp_path) as instance:
            result = run(tmp_path, instance)
    assert not result.success
    failure = result.failure_data_for_node("ask_demo_test_mailbox")
    assert failure is not None
    assert "nobody to write to is named" in str(failure.user_failure_data)
    assert not [event for event in result.all_events if event.is_step_up_for_retry]
    assert site.mailbox.asked == []


def test_a_site_that_gives_nothing_fails_the_run_and_a_pause_does_not(data_dir: Path) -> None:
    (source,) = registry_of(data_dir).sources.values()
    nothing = {"crawl_id": "c", "mode": "full", "listed_total": None, "letters_fetched": 0, "failed": 1, "refused": 0}
    nothing |= {"source_id": source.id, "queued": 1, "complete": False, "requests": 3}

    def outcome(stop_reason: str, seen: int = 0) -> CrawlOutcome:
        return CrawlOutcome(**nothing, stop_reason=stop_reason, letters_seen=seen)  # type: ignore[arg-type]

    with pytest.raises(dg.Failure, match="demo-test-mailbox gave nothing: the site refused to answer"):
        refuse_nothing(source, outcome("http_403"))
    with pytest.raises(dg.RetryRequested) as again:
        refuse_nothing(source, outcome("robots_unreachable"))
    assert "robots.txt could not be read" in str(again.value.__cause__)
    for pause in ("night", "budget", "interrupted"):
        refuse_nothing(source, outcome(pause))
    refuse_nothing(source, outcome("http_403", seen=1))
    events = list(crawl_events(source, outcome("robots_unreachable"), data_dir))
    assert [event.asset_key for event in events] == [site_key(source.id)], "nothing was captured"


def test_a_stopped_run_and_a_killed_one_end_the_crawl_and_the_next_goes_on(data_dir: Path, site: Site) -> None:
    slowed(site)
    stopped = worker(data_dir)
    wait_for(lambda: len(letters_asked_for(site)) >= 3)
    stopped.send_signal(signal.SIGINT)
    stopped.wait()
    with instance_of(data_dir) as instance:
        (ended,) = instance.get_runs()
        assert ended.is_finished
        assert not ended.is_success
        assert ended.tags[f"incomplete/{SOURCE}"] == "interrupted"
        assert instance.get_materialized_partitions(CAPTURES) == {SOURCE}
    # The page that it was at is in the archive, and nothing has been asked for since.
    assert len(archived_letters(data_dir)) == len(letters_asked_for(site)) < 30

    killed = worker(data_dir)
    asked = len(letters_asked_for(site))
    wait_for(lambda: len(letters_asked_for(site)) >= asked + 3)
    killed.kill()
    killed.wait()
    wait_for(lambda: is_free(data_dir))
    assert len(archived_letters(data_dir)) == len(letters_asked_for(site)) < 30

    site.mailbox.tricks.clear()
    with instance_of(data_dir) as instance:
        # The killed worker has left its run and its place in the pool behind.
        for left in instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])):
            instance.report_run_failed(left)
            instance.event_log_storage.free_concurrency_slots_for_run(left.run_id)
        result = run(data_dir, instance)
        assert result.success
        reported = {event.asset_key: event for event in result.asset_materializations_for_node("ask_demo_test_mailbox")}
        assert set(reported) == {CAPTURES, site_key(SOURCE)}
        assert reported[CAPTURES].metadata["letters_fetched"].value == 30
    assert len(letters_asked_for(site)) == len(set(letters_asked_for(site))) == 30


def worker(data_dir: Path) -> subprocess.Popen[bytes]:
    """A process that crawls as a run worker does."""
    return subprocess.Popen([sys.executable, "-c", WORKER, str(data_dir)], env=os.environ, stderr=subprocess.DEVNULL)


def wait_for(condition: object) -> None:
    while not condition():  # type: ignore[operator]
        time.sleep(0.02)


def is_free(data_dir: Path) -> bool:
    """Whether nobody crawls the source any longer."""
    try:
        with Archive(data_dir).lock(SOURCE, 0):
            return True
    except ArchiveError:
        return False


def test_jobs_of_the_bundled_sources() -> None:
    registry = load_sources()
    jobs = crawl_jobs(registry)
    assert [job.source.id for job in jobs] == sorted(s.id for s in registry.sources.values() if s.list_url is not None)
    assert {node.name for node in job_of_all(jobs).nodes} == {job.op.name for job in jobs}
    for job in jobs:
        assert job.op.pool == pool_of(job.source)
        assert job.job.tags == run_tags(job.source)


def test_one_pool_for_each_host(data_dir: Path) -> None:
    (first,) = registry_of(data_dir).sources.values()
    second = first.model_copy(update={"id": "demo-other", "list_url": f"{first.list_url}?other=1"})
    third = first.model_copy(update={"id": "demo-third", "list_url": "http://other.example/list.jsp"})
    jobs = crawl_jobs(Registry(MappingProxyType({s.id: s for s in (first, second, third)})))
    pools = [job.op.pool for job in jobs]
    assert pools == [pool_of(second), pool_of(first), "crawl:other.example"]
    assert pools[0] == pools[1] == f"crawl:{str(first.list_url).removeprefix('http://').partition('/')[0]}"


def test_a_site_is_stale_when_a_scheduled_crawl_was_missed() -> None:
    source = load_sources()["shangluo-mayor"]
    policy = freshness_of(source)
    assert isinstance(policy, dg.FreshnessPolicy)
    assert freshness_of(source.model_copy(update={"schedule": None})) is None
