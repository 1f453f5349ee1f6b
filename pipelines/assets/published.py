"""What may leave this machine, as an asset: written when somebody asks for it, never by a build.

What belongs here: what a publication is made of and what it tells. What does not: which rows and columns leave, and the
files (``warehouse.publish``).
"""

import dagster as dg

from pipelines.assets.metadata import table_of
from pipelines.assets.workplace import Workplace
from pipelines.build import DATABASE
from warehouse import schema
from warehouse.publish import PublishReport, publish
from warehouse.takedown import FILE, load_takedowns

PUBLISHED = dg.AssetKey("published")
GROUP = "published"


def assets() -> list[dg.AssetsDefinition]:
    """The published folder."""

    @dg.asset(
        key=PUBLISHED,
        deps=list(schema.tables()),
        group_name=GROUP,
        kinds={"duckdb", "parquet", "csv"},
        owners=["team:warehouse"],
        # A build must not swap the file in between.
        pool="warehouse",
        description=(
            "What may leave this machine, as a versioned folder: DuckDB, Parquet, CSV, data dictionary, Frictionless"
            " package, report. Personal data is redacted; texts of letters, private files and what rests on them"
            " stay, and so does what `takedown.yaml` lists. No build and no schedule publishes: somebody decides to."
        ),
    )
    def published(workplace: dg.ResourceParam[Workplace]) -> dg.MaterializeResult[None]:
        takedowns = load_takedowns(workplace.data_dir / FILE)
        report = publish(workplace.data_dir / DATABASE, workplace.data_dir / "published", takedowns)
        return dg.MaterializeResult(metadata=told_of(report))

    return [published]


def told_of(report: PublishReport) -> dict[str, dg.MetadataValue | str | bool | int]:
    """What a materialization says: the version, its first page, what left and what stayed."""
    return {
        "dagster/row_count": sum(report.row_counts.values()),
        "version": report.version,
        "is_new": report.is_new,
        "synthetic": report.synthetic,
        "report": dg.MetadataValue.path(report.page),
        "rows": table_of(("table", "rows"), sorted(report.row_counts.items()), most=len(report.row_counts)),
        "rows_that_stayed": table_of(("table", "rows"), sorted(report.withheld.items()), most=len(report.withheld)),
        "takedowns_applied": len(report.takedowns_applied),
        "takedowns_that_match_nothing": len(report.takedowns_unmatched),
    }
