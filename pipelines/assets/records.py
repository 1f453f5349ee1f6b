"""The lake as an asset: what was read from the archive, source by source."""

import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_END_TAG, ASSET_PARTITION_RANGE_START_TAG

from pipelines.assets.metadata import table_of
from pipelines.assets.partitions import CAPTURES, RECORDS, source_partitions
from pipelines.assets.workplace import Workplace
from pipelines.fill import FillReport, fill, parser_version
from pipelines.parse import Lookups, unambiguous_regions
from scrapers.registry import Registry
from scrapers.source import Source
from warehouse import lake


def assets(registry: Registry) -> list[dg.AssetsDefinition]:
    """The records of all sources of ``registry``, made one source at a time or several in one run."""
    with warnings.catch_warnings():
        # A backfill policy is beta in Dagster 1.13; whoever runs `wenzheng build` need not be told.
        warnings.simplefilter("ignore", dg.BetaWarning)

        @dg.asset(
            key=RECORDS,
            deps=[CAPTURES],
            partitions_def=source_partitions(registry),
            backfill_policy=dg.BackfillPolicy.single_run(),
            group_name="lake",
            kinds={"python", "parquet"},
            owners=["team:parsers"],
            code_version=parser_version(registry),
            description=(
                "Letters, replies, documents, tables, claims and findings, read from every archived page and file, as"
                " Parquet under `lake/SOURCE/CRAWL/`. What could not be read is quarantined with a reason. A crawl is"
                " read once, and again when the parser has changed."
            ),
        )
        def records(context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]) -> None:
            for source_id, told in parsed(workplace, context.partition_keys):
                context.add_asset_metadata(told, partition_key=source_id)

    return [records]


def parsed(workplace: Workplace, source_ids: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Fill the lake, one source after the other; of each what a materialization says. All of it is in ``filled``."""
    lookups = Lookups(unambiguous_regions(), workplace.registry)
    workplace.filled = FillReport()
    for source_id in source_ids:
        report = fill(workplace.data_dir, source_ids=[source_id], lookups=lookups, progress=workplace.progress)
        workplace.filled.add(report)
        yield source_id, told_of(report, workplace.registry[source_id], workplace.data_dir / "lake")


def all_partitions(registry: Registry) -> dict[str, str]:
    """The tags of a run over all sources."""
    keys = source_partitions(registry).get_partition_keys()
    return {ASSET_PARTITION_RANGE_START_TAG: keys[0], ASSET_PARTITION_RANGE_END_TAG: keys[-1]}


def told_of(report: FillReport, source: Source, lake_root: Path) -> dict[str, Any]:
    """What a materialization says of one source: what the lake holds of it, and what this run parsed."""
    held: Counter[str] = Counter()
    for crawl in lake.crawls(lake_root):
        if crawl.source_id == source.id:
            held.update(crawl.manifest["counts"])
    told: dict[str, Any] = {
        "dagster/row_count": held.total(),
        "crawls_parsed_now": report.crawls,
        "crawls_read_before": report.already_there,
    }
    tables = {
        "rows_in_the_lake": table_of(("table", "rows"), sorted((+held).items()), most=len(held)),
        "captures_parsed_now": table_of(("outcome", "captures"), sorted(report.outcomes.items())),
        "issues_now": table_of(("code", "issues"), report.issues.most_common()),
        "quarantined_now": table_of(("reason", "captures"), Counter(why for _, why in report.refusals).most_common()),
        "failed_now": table_of(("reason", "captures"), Counter(why for _, why in report.failures).most_common()),
        "damaged_records": table_of(("damage",), [(damage,) for damage in report.damages]),
    }
    told |= {name: table for name, table in tables.items() if table.records}
    if source.list_url is not None:
        told["page_of_the_source"] = dg.MetadataValue.url(source.list_url)
    return told
