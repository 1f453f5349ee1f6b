"""The archive as an asset: what crawls and ingestion stored, source by source.

Nothing here makes it. A crawl job reports what it stored as a materialization, so that the graph shows when each source
was last heard; "Materialize all" never asks a site for anything.
"""

from __future__ import annotations

import dagster as dg

from pipelines.assets import sites
from pipelines.assets.partitions import CAPTURES, source_partitions
from scrapers.registry import Registry


def assets(registry: Registry) -> list[dg.AssetSpec]:
    """The external asset of the archive."""
    return [
        dg.AssetSpec(
            CAPTURES,
            deps=sites.assets(registry),
            partitions_def=source_partitions(registry),
            group_name="archive",
            kinds={"warc"},
            owners=["team:scrapers"],
            description=(
                "Every page and file as received, in WARC segments under `archive/SOURCE/`. Crawls and"
                " `wenzheng ingest` add to it; nothing is ever changed. Everything else can be made again from it."
            ),
        )
    ]
