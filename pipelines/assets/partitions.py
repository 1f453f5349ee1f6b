"""The keys of the assets that are no tables, and the partitions by source.

What belongs here: names that more than one module of the graph needs. What does not: anything that is built.
"""

from __future__ import annotations

import dagster as dg

from scrapers.registry import Registry

# The table ``captures`` of the warehouse has the plain name; this is what lies in the archive.
CAPTURES = dg.AssetKey(["archive", "captures"])
RECORDS = dg.AssetKey("records")
REFERENCE = dg.AssetKey("reference")


def source_partitions(registry: Registry) -> dg.StaticPartitionsDefinition:
    """One partition for each source, by id; a new source appears when the definitions are loaded again."""
    return dg.StaticPartitionsDefinition(sorted(registry.sources))
