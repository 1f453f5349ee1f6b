"""Sensors: files in the inbox are ingested; whatever brings captures is followed by a build. Both are off at first.

What belongs here: what is watched, the jobs that follow, and how one happening is kept from starting two runs. What
does not: taking files (``inbox``), parsing and building (``assets``).
"""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition
from pydantic import Field

from pipelines import inbox
from pipelines.assets import published
from pipelines.assets.partitions import CAPTURES
from pipelines.assets.records import all_partitions
from pipelines.assets.workplace import Workplace
from pipelines.crawl_jobs import NEWS
from scrapers.captures import ArchiveError
from scrapers.ingest import IngestedFile
from scrapers.registry import Registry
from scrapers.source import LOCAL

SHANGHAI = ZoneInfo("Asia/Shanghai")
# So many files are taken in one run; the others wait for the next.
FILES_AT_ONCE = 500
# So many crawls between two looks are not looked at one by one: a build follows.
EVENTS_AT_ONCE = 1000
BUILD = "build"
_NOT_BEGUN = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING]


class InboxFiles(dg.Config):
    """Which files to take: place below the inbox, and the mark by which it is known to be the same file."""

    files: dict[str, str] = Field(default={}, description="Without any, everything that is there now.")


@dg.op(
    pool="inbox",
    tags={"dagster/compute_kind": "python"},
    description="Files from `inbox/` into the archive, then out of the way: `inbox-taken/`, `inbox-left-out/`.",
)
def take_from_inbox(context: dg.OpExecutionContext, config: InboxFiles, workplace: dg.ResourceParam[Workplace]) -> None:
    """Take the files named, and say of each what became of it."""

    def tell(file: IngestedFile) -> None:
        line = f"{file.status}: {file.name}" + (f" → {file.source_id}" if file.source_id else "")
        told = context.log.warning if file.status == "skipped" else context.log.info
        told(f"{line}: {file.reason}" if file.reason else line)

    files = config.files or inbox.waiting(workplace.data_dir)
    folder = f"{dt.datetime.now(SHANGHAI):%Y%m%dT%H%M%S}-{context.run_id[:8]}"
    try:
        emptied = inbox.empty(workplace.data_dir, workplace.registry, files, folder, tell)
    except ArchiveError as error:  # somebody ingests from the shell
        raise dg.RetryRequested(max_retries=2, seconds_to_wait=60) from error
    for source_id in emptied.source_ids:
        counts = {name: emptied.count(name) for name in ("new", "known", "skipped")}
        context.log_event(dg.AssetMaterialization(CAPTURES, partition=source_id, metadata=counts))


@dg.job(
    name="ingest_inbox",
    description="Takes the files in the inbox into the archive; private, but for those in `inbox/public/`.",
    executor_def=dg.in_process_executor,
)
def ingest_inbox() -> None:
    """Take what is in the inbox."""
    take_from_inbox()


def look_into_inbox(
    context: dg.SensorEvaluationContext, workplace: dg.ResourceParam[Workplace]
) -> dg.RunRequest | dg.SkipReason:
    """Ask for a run over the files that are written in full."""
    seen_before = json.loads(context.cursor or "{}")
    now = inbox.waiting(workplace.data_dir)
    context.update_cursor(json.dumps(now, ensure_ascii=False))
    if not now:
        return dg.SkipReason(f"There is no file in {workplace.data_dir / inbox.INBOX}.")
    files = dict(sorted(inbox.written(seen_before, now).items())[:FILES_AT_ONCE])
    if not files:
        return dg.SkipReason(f"{len(now)} files have changed since the last look; they may not be written in full.")
    return dg.RunRequest(
        # The hour: what could not be taken yet, because its source is being crawled, is tried again, but not each time.
        run_key=f"{inbox.key_of(files)}-{dt.datetime.now(SHANGHAI):%Y%m%d%H}",
        run_config=dg.RunConfig(ops={take_from_inbox.name: InboxFiles(files=files)}),
    )


def build_job(registry: Registry) -> UnresolvedAssetJobDefinition:
    """``wenzheng build`` as a job: the records of every source, then the warehouse and what rests on it."""
    return dg.define_asset_job(
        BUILD,
        selection=dg.AssetSelection.all().materializable() - dg.AssetSelection.groups(published.GROUP),
        tags=all_partitions(registry),
        # One step follows the other: a process for each would only cost time.
        executor_def=dg.in_process_executor,
        description="Parses what is new of every source, rebuilds the warehouse, and checks it.",
    )


def look_for_captures(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for one build, however many captures were added since the last look, if any of them has news."""
    wanted = dg.AssetRecordsFilter(CAPTURES, after_storage_id=int(context.cursor or 0))
    added = context.instance.fetch_materializations(wanted, limit=EVENTS_AT_ONCE).records
    if not added:
        return dg.SkipReason("No captures were added since the last look.")
    latest = str(added[0].storage_id)
    context.update_cursor(latest)
    if len(added) < EVENTS_AT_ONCE and not any(map(_has_news, added)):
        return dg.SkipReason("Whatever was captured since the last look is as the archive had it already.")
    waiting = context.instance.get_runs(dg.RunsFilter(job_name=BUILD, statuses=_NOT_BEGUN), limit=1)
    if waiting:
        return dg.SkipReason(f"The build {waiting[0].run_id} has not begun yet and covers these captures.")
    return dg.RunRequest(run_key=latest)


def _has_news(event: dg.EventLogRecord) -> bool:
    """Whether a crawl found anything new; of ingestion, which stores only what is new, always."""
    told = event.asset_materialization
    return told is None or NEWS not in told.metadata or told.metadata[NEWS].value != 0


# Made without the decorator of Dagster 1.13, which warns of a parameter that nobody gives, in every command.
INBOX = dg.SensorDefinition(
    name="inbox",
    evaluation_fn=look_into_inbox,
    job=ingest_inbox,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description=(
        "Watches the folder `inbox/` of the data directory. A file that has not changed between two looks is taken into"
        " the archive and moved to `inbox-taken/`; it is private unless it lies in `inbox/public/`. What cannot be"
        " taken moves to `inbox-left-out/` with the reason; a file whose source is being crawled is tried every hour."
    ),
)
BUILD_AFTER_CAPTURES = dg.SensorDefinition(
    name="build_after_captures",
    evaluation_fn=look_for_captures,
    job_name=BUILD,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description=(
        "Builds after a crawl or the inbox added captures with news; a build that has not begun yet covers them all."
        " A crawl that found every page as it was is told by the next build."
    ),
)


def jobs(registry: Registry) -> list[dg.JobDefinition | UnresolvedAssetJobDefinition]:
    """The jobs that the sensors start."""
    return [build_job(registry), *([ingest_inbox] if _has_inbox(registry) else [])]


def sensors(registry: Registry) -> list[dg.SensorDefinition]:
    """The sensors of a data directory."""
    return [BUILD_AFTER_CAPTURES, *([INBOX] if _has_inbox(registry) else [])]


def _has_inbox(registry: Registry) -> bool:
    """A data directory of invented sources takes no files."""
    return LOCAL.id in registry.sources
