"""The Dagster graph: what is made of what, with row counts and the meaning of every table.

What belongs here: thin assets that call the functions that do the work, and running them in this process. What does
not: the work. Records are parsed from the archive into the lake; all tables of the warehouse come from one step,
because they are one file that is built beside the live one and swapped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from pipelines.build import build_warehouse
from pipelines.fill import FillReport, Progress, fill, parser_version
from scrapers.registry import load_sources
from warehouse import schema
from warehouse.build import BuildReport


@dataclass(slots=True)
class Workplace:
    """The data directory that a run works in, and what its steps reported (for whoever runs them in one process)."""

    data_dir: Path
    progress: Progress | None = None
    filled: FillReport | None = None
    built: BuildReport | None = None


@dg.asset(
    group_name="lake",
    kinds={"parquet"},
    code_version=parser_version(),
    description="Letters, replies, documents, tables, claims and findings, parsed from every archived page and file.",
)
def records(workplace: dg.ResourceParam[Workplace]) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Parse what the lake does not hold yet."""
    workplace.filled = report = fill(workplace.data_dir, progress=workplace.progress)
    return dg.MaterializeResult(
        metadata={
            "crawls_parsed": report.crawls,
            "crawls_already_there": report.already_there,
            "captures_by_outcome": dict(report.outcomes),
            "issues_by_code": dict(report.issues),
            "quarantined": "\n".join(f"{name}: {message}" for name, message in report.refusals) or "none",
            "damaged_records": "\n".join(report.damages) or "none",
        }
    )


def _spec(table: schema.Table) -> dg.AssetSpec:
    columns = dg.TableSchema(
        columns=[dg.TableColumn(c.name, c.type, description=c.comment) for c in table.columns],
    )
    return dg.AssetSpec(
        table.name,
        deps=[records],
        group_name="warehouse",
        kinds={"duckdb", "view"} if table.is_view else {"duckdb", "table"},
        description=table.comment,
        metadata={"dagster/column_schema": columns},
    )


@dg.multi_asset(name="warehouse", specs=[_spec(table) for table in schema.tables().values()])
def warehouse(workplace: dg.ResourceParam[Workplace]) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
    """Build the whole file beside the live one, check it, and swap it in."""
    workplace.built = report = build_warehouse(workplace.data_dir, load_sources())
    for name, rows in report.row_counts.items():
        yield dg.MaterializeResult(asset_key=name, metadata={"dagster/row_count": rows})


defs = dg.Definitions(
    assets=[records, warehouse],
    resources={"workplace": Workplace(Path(os.environ.get("WENZHENG_DATA", "data")))},
)


# The command line says what happened in its own words.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def build_in_process(data_dir: Path, progress: Progress | None = None) -> tuple[FillReport, BuildReport]:
    """Materialize the whole graph in this process; an error comes out as the step raised it."""
    workplace = Workplace(data_dir, progress)
    try:
        dg.materialize([records, warehouse], resources={"workplace": workplace}, run_config=_QUIET)
    except dg.DagsterExecutionStepExecutionError as error:
        raise error.user_exception from error
    if workplace.filled is None or workplace.built is None:
        raise RuntimeError("a step of the graph ended without a report")
    return workplace.filled, workplace.built
