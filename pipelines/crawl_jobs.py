"""Crawl jobs: one for each source that can be asked, and one for all of them in a single run.

What belongs here: how a crawl runs under Dagster, and what of its outcome is told to the graph. What does not: the
crawl (``scrapers.crawl``), the child process that it runs in (``crawl_child``), and when it runs (``schedules``).

A crawl that is not complete is a result: the run succeeds, its tags and the materialization say why it stopped, and the
next run goes on. A crawl that could not be run, or that got nothing of its list from the site, fails the run with its
sentence. A run that is stopped lets the crawl end after the page that it is at.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dagster as dg
from pydantic import Field

from pipelines.assets.partitions import CAPTURES
from pipelines.assets.sites import site_key
from pipelines.assets.workplace import Workplace
from pipelines.fill import unchanged_captures
from scrapers.archive import Archive
from scrapers.crawl import CrawlOutcome, explained
from scrapers.registry import Registry
from scrapers.source import Source

# A page may take the 60 seconds of its timeout; the crawl's own parent waits as long before it gives up.
_SECONDS_TO_END = 90
_AT_ONCE = 4
_RETRIES = 2
# Of the captures of a crawl, those whose page is not what the archive had already.
NEWS = "captures_with_news"
_SECONDS_BEFORE_RETRY = 60
CONTACT_VARIABLE = "WENZHENG_CONTACT"
# A crawl that pauses is a result, also where it has got nothing yet.
_PAUSES = frozenset({"interrupted", "budget", "max_pages", "night", "time_limit", "retry_after"})
# Perhaps the site was only away for a moment. The other reasons are its wish, or last.
_PERHAPS_FOR_A_MOMENT = ("robots_unreachable", "too_many_failures", "list_failed:")


class CrawlSettings(dg.Config):
    """What whoever starts a crawl can choose."""

    full: bool = Field(default=False, description="A full sweep, also where the last crawl was complete.")
    max_pages: int | None = Field(default=None, description="Stop after so many pages; the next run goes on.")
    contact: str | None = Field(
        default=None,
        description=f"An address at which the site can reach you; without it ${CONTACT_VARIABLE}, or the source's.",
    )


@dataclass(frozen=True, slots=True)
class CrawlJob:
    """The job that crawls a source, and its one op."""

    source: Source
    op: dg.OpDefinition
    job: dg.JobDefinition


def crawl_jobs(registry: Registry) -> list[CrawlJob]:
    """A job for each source whose list address is known, by id."""
    made = []
    for source in sorted(registry.sources.values(), key=lambda source: source.id):
        if source.list_url is not None:
            op = _op_of(source)
            made.append(CrawlJob(source, op, _job_of(source, op)))
    return made


def job_of_all(jobs: Sequence[CrawlJob]) -> dg.JobDefinition:
    """The job that crawls every source in one run, or those chosen as a subset of its ops."""

    @dg.job(
        name="crawl_all_sources",
        description="Every source in one run, or those chosen as a subset of its ops; a host gets one crawl at a time.",
        executor_def=dg.multiprocess_executor.configured({"max_concurrent": _AT_ONCE}),
    )
    def crawl_all_sources() -> None:
        for one in jobs:
            one.op()

    return crawl_all_sources


def run_tags(source: Source) -> dict[str, str]:
    """What a run is found by."""
    about = {"source_id": source.id, "region_code": source.region_code, "channel": source.channel}
    return {name: value for name, value in about.items() if value is not None}


def pool_of(source: Source) -> str:
    """The pool in which the crawls of one host wait for each other."""
    return f"crawl:{urlsplit(source.list_url or '').netloc}"


# The demo site answers only while `wenzheng demo` runs.
_ABOUT_THE_DEMO = (
    " The site is invented: it answers while the demo runs, and no longer. `wenzheng demo` crawls it again, from the"
    " beginning."
)


def _name(source: Source) -> str:
    return source.id.replace("-", "_")


def _job_of(source: Source, op: dg.OpDefinition) -> dg.JobDefinition:
    @dg.job(
        name=f"crawl_{_name(source)}",
        description=f"Crawls {source.names.zh} ({source.names.en}) into the archive, going on where it stopped."
        + (_ABOUT_THE_DEMO if source.synthetic else ""),
        tags=run_tags(source),
        executor_def=dg.in_process_executor,
    )
    def crawl_one() -> None:
        op()

    return crawl_one


def _op_of(source: Source) -> dg.OpDefinition:
    @dg.op(
        name=f"ask_{_name(source)}",
        description=f"Asks {source.list_url} for its letters or bulletins, politely.",
        pool=pool_of(source),
        tags={"dagster/compute_kind": "scrapy"},
    )
    def ask(context: dg.OpExecutionContext, config: CrawlSettings, workplace: dg.ResourceParam[Workplace]) -> None:
        outcome = run_crawl(context, source, config, workplace)
        report(context, source, outcome, workplace)
        refuse_nothing(source, outcome)

    return ask


def run_crawl(
    context: dg.OpExecutionContext, source: Source, config: CrawlSettings, workplace: Workplace
) -> CrawlOutcome:
    """Run the child process to its end. Raises ``Failure`` with its sentence, or ``RetryRequested``.

    When the run is stopped the crawl is allowed to end, what it reached is reported, and the interruption goes on.
    """
    extras = {
        "source": source.model_dump_json(),
        "data_dir": str(workplace.data_dir.resolve()),
        "full": config.full,
        "max_pages": config.max_pages,
        "contact": config.contact or os.environ.get(CONTACT_VARIABLE),
    }
    stopped: dg.DagsterExecutionInterruptedError | None = None
    with (
        dg.open_pipes_session(
            context=context,
            context_injector=dg.PipesTempFileContextInjector(),
            message_reader=dg.PipesTempFileMessageReader(),
            extras=extras,
        ) as session,
        _child(session.get_bootstrap_env_vars()) as child,
    ):
        try:
            child.wait()
        except dg.DagsterExecutionInterruptedError as interruption:
            context.log.info("The run was stopped: the crawl ends after the page that it is at.")
            stopped = interruption
    said = _said(session)
    if stopped is not None:
        if "outcome" in said:
            report(context, source, CrawlOutcome(**said["outcome"]), workplace)
        raise stopped
    if "outcome" in said:
        return CrawlOutcome(**said["outcome"])
    said_at_last = str(said.get("error", f"the crawl of {source.id} ended with {child.returncode} and no word"))
    raise _failure(said_at_last, again=said.get("again", True))


def refuse_nothing(source: Source, outcome: CrawlOutcome) -> None:
    """Raise ``Failure`` or ``RetryRequested`` where the site gave no letter and no row of its list, and not because the
    crawl pauses: whoever looks at the runs has to see it.
    """
    if outcome.complete or outcome.letters_seen or outcome.letters_fetched or outcome.stop_reason in _PAUSES:
        return
    sentence = f"{source.id} gave nothing: {explained(outcome.stop_reason)}"
    raise _failure(sentence, again=outcome.stop_reason.startswith(_PERHAPS_FOR_A_MOMENT))


def _failure(sentence: str, *, again: bool) -> dg.Failure | dg.RetryRequested:
    """What fails the run with a sentence, after some retries where it may be tried ``again``."""
    failure = dg.Failure(sentence)
    if not again:
        return failure
    # Not a retry policy of the op: Dagster 1.13 applies it to a run that a person has stopped, too.
    retry = dg.RetryRequested(max_retries=_RETRIES, seconds_to_wait=_SECONDS_BEFORE_RETRY)
    retry.__cause__ = failure
    return retry


def report(context: dg.OpExecutionContext, source: Source, outcome: CrawlOutcome, workplace: Workplace) -> None:
    """Tell the graph what came of a crawl, and mark the run of one that is not complete."""
    for event in crawl_events(source, outcome, workplace.data_dir):
        context.log_event(event)
    if outcome.complete:
        context.log.info(f"{source.id} is complete: {outcome.letters_fetched} of {outcome.letters_seen} fetched.")
    else:
        context.log.warning(f"{source.id} is not complete: {explained(outcome.stop_reason)}.")
        context.instance.add_run_tags(context.run_id, {f"incomplete/{source.id}": outcome.stop_reason})


def crawl_events(
    source: Source, outcome: CrawlOutcome, data_dir: Path
) -> Iterator[dg.AssetMaterialization | dg.AssetObservation]:
    """What a crawl is to the graph: captures, if it has stored any; and the site as it is now, if it is complete."""
    captures = Archive(data_dir).contents(source.id).captures
    stored = [c for c in captures if c.crawl_id == outcome.crawl_id]
    unchanged = unchanged_captures(captures)
    news = sum(c.capture_id not in unchanged for c in stored)
    counts = {"captures": dg.MetadataValue.int(len(stored)), NEWS: dg.MetadataValue.int(news)}
    told = outcome_metadata(source, outcome, data_dir) | counts
    if stored:
        yield dg.AssetMaterialization(CAPTURES, partition=source.id, metadata=told)
    about_site = dg.AssetMaterialization if outcome.complete else dg.AssetObservation
    yield about_site(site_key(source.id), metadata=told)


def outcome_metadata(source: Source, outcome: CrawlOutcome, data_dir: Path) -> dict[str, dg.MetadataValue[Any]]:
    """The outcome of a crawl as an analyst reads it: why it stopped, counts, and where to look."""
    counts = {
        "listed_total": outcome.listed_total,
        "letters_seen": outcome.letters_seen,
        "letters_fetched": outcome.letters_fetched,
        "failed": outcome.failed,
        "refused": outcome.refused,
        "queued": outcome.queued,
        "requests": outcome.requests,
    }
    return {
        "complete": dg.MetadataValue.bool(outcome.complete),
        "stop_reason": dg.MetadataValue.text(f"{outcome.stop_reason}: {explained(outcome.stop_reason)}"),
        **{name: dg.MetadataValue.int(count) for name, count in counts.items() if count is not None},
        "mode": dg.MetadataValue.text(outcome.mode or "unknown"),
        "crawl_id": dg.MetadataValue.text(outcome.crawl_id or "unknown"),
        "site": dg.MetadataValue.url(source.list_url or ""),
        "archive": dg.MetadataValue.path((data_dir / "archive" / source.id).resolve()),
    }


@contextmanager
def _child(bootstrap: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The child process; when the context is left, it is asked to end, and killed where it does not.

    Its standard input is a pipe that nobody writes to: it closes when this process ends, however that happens.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", "pipelines.crawl_child"], stdin=subprocess.PIPE, env={**os.environ, **bootstrap}
    )
    try:
        yield child
    finally:
        if child.stdin is not None:
            child.stdin.close()
        try:
            child.wait(timeout=_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _said(session: dg.PipesSession) -> dict[str, Any]:
    """What the child said at last; nothing where it was killed."""
    said: dict[str, Any] = {}
    for message in session.message_handler.get_custom_messages():
        said |= message
    return said
