"""The Dagster graph, put together: assets, their checks, and what starts them; and running it in this process.

What belongs here: the list of what a code location holds, and ``wenzheng build``. What does not: any asset
(``pipelines.assets``), check (``pipelines.asset_checks``), job, schedule or sensor itself.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import dagster as dg

from pipelines.asset_checks import asset_checks, evaluations
from pipelines.assets import captures, published, records, sites, warehouse
from pipelines.assets.workplace import Workplace
from pipelines.crawl_jobs import crawl_jobs, job_of_all
from pipelines.fill import FillReport, Progress
from pipelines.instance import record
from pipelines.parse_job import parse_sources
from pipelines.schedules import crawl_schedules
from pipelines.sensors import jobs, sensors
from scrapers.registry import RegistryError
from warehouse.build import BuildReport


@dg.definitions
def defs() -> dg.Definitions:
    """What ``dagster dev -m pipelines.definitions`` serves: the graph of the usual data directory."""
    try:
        workplace = Workplace.usual()
    except RegistryError as error:
        # An error of its own kind Dagster shows as it is; any other stands below one that says nothing.
        raise dg.DagsterInvalidDefinitionError(f"mend this, then reload: {error}") from error
    return definitions(workplace)


def definitions(workplace: Workplace) -> dg.Definitions:
    """The graph of a data directory, partitioned by the sources that it is about."""
    crawls = crawl_jobs(workplace.registry)
    return dg.Definitions(
        assets=[
            *sites.assets(workplace.registry),
            *captures.assets(workplace.registry),
            *records.assets(workplace.registry),
            *warehouse.assets(),
            *published.assets(),
        ],
        asset_checks=asset_checks(),
        jobs=[*(crawl.job for crawl in crawls), job_of_all(crawls), parse_sources, *jobs(workplace.registry)],
        schedules=crawl_schedules(crawls),
        sensors=sensors(workplace.registry),
        resources={"workplace": workplace},
    )


# The command line says what happened in its own words.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def build_in_process(data_dir: Path, progress: Progress | None = None) -> tuple[FillReport, BuildReport]:
    """Materialize all records and the warehouse in this process; an error comes out as the step raised it.

    The instance of the data directory is told afterwards, with what the checks see; no run of it is left behind where
    the process is killed.
    """
    workplace = Workplace.at(data_dir)
    workplace.progress = progress
    try:
        result = dg.materialize(
            [*records.assets(workplace.registry), *warehouse.assets()],
            resources={"workplace": workplace},
            run_config=_QUIET,
            tags=records.all_partitions(workplace.registry),
        )
    except dg.DagsterExecutionStepExecutionError as error:
        raise error.user_exception from error
    if workplace.filled is None or workplace.built is None:
        raise RuntimeError("a step of the graph ended without a report")
    made = (event.step_materialization_data.materialization for event in result.get_asset_materialization_events())
    record(data_dir, chain(made, evaluations(workplace)))
    return workplace.filled, workplace.built
