"""The tables of the warehouse as assets. One step makes them all: they are one file, which is built and swapped in."""

from collections.abc import Iterator

import dagster as dg

from pipelines.assets.partitions import RECORDS
from pipelines.assets.workplace import Workplace
from pipelines.build import build_warehouse
from warehouse import schema


def _spec(table: schema.Table) -> dg.AssetSpec:
    columns = dg.TableSchema(
        columns=[dg.TableColumn(c.name, c.type, description=c.comment) for c in table.columns],
    )
    return dg.AssetSpec(
        table.name,
        deps=[RECORDS],
        group_name="warehouse",
        kinds={"duckdb", "view"} if table.is_view else {"duckdb", "table"},
        description=table.comment,
        metadata={"dagster/column_schema": columns},
    )


def assets() -> list[dg.AssetsDefinition]:
    """One asset for each table and view."""

    @dg.multi_asset(name="warehouse", pool="warehouse", specs=[_spec(table) for table in schema.tables().values()])
    def warehouse(workplace: dg.ResourceParam[Workplace]) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        workplace.built = report = build_warehouse(workplace.data_dir, workplace.registry)
        for name, rows in report.row_counts.items():
            yield dg.MaterializeResult(asset_key=name, metadata={"dagster/row_count": rows})

    return [warehouse]
