"""The job that parses sources of one's choice in a single run, whichever they are.

What belongs here: why it is there beside the asset ``records``, and its configuration. What does not: parsing
(``fill``), the asset (``assets.records``). Of a backfill Dagster 1.13 makes a run for each range of partitions: sources
that are no neighbours in the order of their ids are several runs there, whatever the backfill policy says.
"""

import dagster as dg
from pydantic import Field

from pipelines.assets.partitions import RECORDS
from pipelines.assets.records import parsed
from pipelines.assets.workplace import Workplace


class ChosenSources(dg.Config):
    """Which sources to parse."""

    source_ids: list[str] = Field(default=[], description="Ids of sources; without any, all of them.")


@dg.op(
    tags={"dagster/compute_kind": "python"},
    description="Parses what is new of the sources chosen, and reports `records` of each as materialized.",
)
def parse_chosen(context: dg.OpExecutionContext, config: ChosenSources, workplace: dg.ResourceParam[Workplace]) -> None:
    """Parse the sources; an unknown one fails the run before anything is parsed."""
    known = workplace.registry.sources
    if unknown := sorted(set(config.source_ids) - known.keys()):
        raise dg.Failure(f"there is no source {', no '.join(unknown)}; known are {', '.join(sorted(known))}")
    for source_id, told in parsed(workplace, sorted(set(config.source_ids) or known)):
        context.log_event(dg.AssetMaterialization(RECORDS, partition=source_id, metadata=told))


@dg.job(
    name="parse_sources",
    description="Parses chosen sources in one run: `ops: {parse_chosen: {config: {source_ids: [...]}}}`.",
    executor_def=dg.in_process_executor,
)
def parse_sources() -> None:
    """Parse the sources chosen."""
    parse_chosen()
