"""The tables of the warehouse as assets. One step makes them all: they are one file, which is built and swapped in.

What belongs here: what each table is made of, whose it is, and what a build tells of it. What does not: how it is made
(``pipelines.build``, ``warehouse/models``), how columns hang together (``lineage``), what may be shown (``samples``).
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg

from pipelines.assets.lineage import Origin, Origins, column_origins, tables_read
from pipelines.assets.partitions import RECORDS, REFERENCE
from pipelines.assets.plots import plot_of
from pipelines.assets.samples import sample_of
from pipelines.assets.workplace import Workplace
from pipelines.build import build_warehouse
from pipelines.fill import parser_version
from warehouse import models, schema
from warehouse.build import BuildReport
from warehouse.query import Session, session

METRICS = frozenset(
    (
        "response_times",
        "response_summary",
        "reference_lines",
        "completion",
        "coverage",
        "publication_lag",
        "open_letters",
        "stated_figures",
    )
)
AUDIT = frozenset(
    ("findings", "cited_figures", "discrepancies", "claim_vs_public", "formula_fits", "implied_counts", "audit_summary")
)
OWNERS = {"warehouse": "team:warehouse", "metrics": "team:warehouse", "audit": "team:pipelines"}

# What ``pipelines.build.rows_over_all_letters`` reads to add its rows.
_OF_PUBLIC_RECORD = frozenset(("letters", "replies", "crawls", "claims", "captures", "sources", "claim_vs_public"))
READ_BY_PYTHON: Mapping[str, frozenset[str]] = {
    "findings": _OF_PUBLIC_RECORD
    | {"counter_readings", "documents", "letter_versions", "metrics", "regions", "response_times", "sightings"}
    | {"table_cells", "working_days"},
    "claim_vs_public": _OF_PUBLIC_RECORD,
}

# A description names so many columns that another is made of; the lineage has all of them.
_ORIGINS_NAMED = 6

# Older than a week, it no longer shows what the sites show; older than a month, nobody should quote it.
FRESH = dg.FreshnessPolicy.time_window(fail_window=dt.timedelta(days=32), warn_window=dt.timedelta(days=8))


def assets() -> list[dg.AssetsDefinition | dg.AssetSpec]:
    """One asset for each table and view, and the facts that come with this project, on which they rest."""

    @dg.multi_asset(name="warehouse", pool="warehouse", specs=[_spec(table) for table in schema.tables().values()])
    def warehouse(workplace: dg.ResourceParam[Workplace]) -> Iterator[dg.MaterializeResult[Any]]:
        workplace.built = report = build_warehouse(workplace.data_dir, workplace.registry)
        told = told_of(report)
        for name in _in_order():
            yield dg.MaterializeResult(asset_key=name, metadata=told[name])

    reference = dg.AssetSpec(
        REFERENCE,
        group_name="warehouse",
        kinds={"csv", "yaml"},
        owners=["team:warehouse"],
        description=(
            "Facts that come with wenzheng, each with its citation or reason: regions (GB/T 2260), channels, deadlines,"
            " offices and their spellings, definitions of rates, words of metrics, the calendar of working days, and"
            " the descriptions of the sources."
        ),
    )
    return [warehouse, reference]


# --- what is made of what ---


def _spec(table: schema.Table) -> dg.AssetSpec:
    group = "metrics" if table.name in METRICS else "audit" if table.name in AUDIT else "warehouse"
    return dg.AssetSpec(
        table.name,
        deps=sorted(made_of(table)),
        group_name=group,
        kinds={"duckdb", "view" if table.is_view else "table"},
        owners=[OWNERS[group]],
        code_version=_code_version(table),
        freshness_policy=FRESH,
        description=f"{table.comment}\n\n{_how_made(table)}",
        metadata={"dagster/table_name": table.name},
    )


def made_of(table: schema.Table) -> frozenset[dg.AssetKey]:
    """The assets that a table is made of."""
    read = tables_read().get(table.name, frozenset()) | READ_BY_PYTHON.get(table.name, frozenset())
    found = {_key(name) for name in read - {table.name}}
    if "lake" in table.filled_by:
        found.add(RECORDS)
    if {"reference", "vocabulary", "given"} & set(table.filled_by):
        found.add(REFERENCE)
    return frozenset(found)


def _in_order() -> Iterator[str]:
    """The tables, each after those it is made of."""
    graph = {name: [key.to_user_string() for key in made_of(table)] for name, table in schema.tables().items()}
    return (name for name in TopologicalSorter(graph).static_order() if name in graph)


def _key(table: str) -> dg.AssetKey:
    """The asset in which a table that queries read lies."""
    place = table.rpartition(".")[0]
    return {"lake": RECORDS, "reference": REFERENCE}.get(place) or dg.AssetKey(table)


def _code_version(table: schema.Table) -> str:
    """Changes with the queries that fill a table, intermediate ones included; with the parser where Python does."""
    queries = models.load()
    if table.name not in queries:
        return parser_version()
    wanted, digest = [table.name], hashlib.sha256()
    for name in wanted:
        digest.update(queries[name].sql.encode())
        wanted += sorted(read for read in queries[name].reads if read.startswith("stage.") and read not in wanted)
    return digest.hexdigest()[:16]


_HOW_MADE = {
    "lake": "As the parsers read it.",
    "model": "Made by `warehouse/models/{}.sql`.",
    "view": "A view, `warehouse/models/{}.sql`.",
    "reference": "From `warehouse/reference/{}.csv`.",
    "vocabulary": "From `parsers/vocabulary/`.",
    "given": "Given to the build from outside.",
    "caller": "Checks over many letters are added by `pipelines/audit/`.",
    "build": "Written by the build itself.",
}


def _how_made(table: schema.Table) -> str:
    return " ".join(_HOW_MADE[way].format(table.name) for way in table.filled_by)


def columns_of(table: schema.Table, origins: Origins) -> dg.TableSchema:
    """The columns of a table: their meaning, and what each is made of."""
    return dg.TableSchema([_column(table, c, sorted(origins.get(c.name, ()))) for c in table.columns])


def _column(table: schema.Table, column: schema.Column, origins: Sequence[Origin]) -> dg.TableColumn:
    told = [f"One of {', '.join(column.codes)}"] if column.codes else []
    told += [f"Stands in {'.'.join(column.references)}"] if column.references else []
    told += [f"Made of {_some(origins)}"] if origins else []
    return dg.TableColumn(
        column.name,
        column.type,
        description=". ".join([column.comment.rstrip("."), *told]),
        constraints=dg.TableColumnConstraints(nullable=not column.required, unique=table.key == (column.name,)),
    )


def _some(origins: Sequence[Origin]) -> str:
    named = ", ".join(f"{origin.table}.{origin.column}" for origin in origins[:_ORIGINS_NAMED])
    return f"{named} and {len(origins) - _ORIGINS_NAMED} more" if len(origins) > _ORIGINS_NAMED else named


# --- what a build tells ---


def told_of(report: BuildReport) -> dict[str, dict[str, Any]]:
    """For each table its rows, the origins of its columns, a sample, and a plot where one helps."""
    told: dict[str, dict[str, Any]] = {}
    with session(report.path) as warehouse:
        for name, table in schema.tables().items():
            counted = {"dagster/row_count": report.row_counts[name], "build": report.build_id}
            told[name] = {**counted, **_columns(table), **_seen(warehouse, table)}
    told["builds"]["notes"] = dg.MetadataValue.md("\n".join(f"- {note}" for note in report.notes) or "none")
    return told


def _seen(warehouse: Session, table: schema.Table) -> dict[str, Any]:
    plot = plot_of(warehouse, table.name)
    seen = {} if plot is None else {"plot": plot}
    return seen | {"sample": sample_of(warehouse, table)}


def _columns(table: schema.Table) -> dict[str, Any]:
    """What the columns mean and are made of.

    The origins are told as Dagster keeps them and also in the descriptions, because its free UI shows only these. A
    build tells them, rather than the definition, which every process of Dagster reads: parsing the queries takes longer
    than all the rest of it.
    """
    origins = column_origins().get(table.name, {})
    deps = {name: [_dep(origin) for origin in sorted(found)] for name, found in origins.items() if found}
    lineage = {"dagster/column_lineage": dg.TableColumnLineage(deps)} if deps else {}
    return {"dagster/column_schema": columns_of(table, origins), **lineage}


def _dep(origin: Origin) -> dg.TableColumnDep:
    """In the lake and the reference files several tables are one asset: the column is named with its table there."""
    place, _, name = origin.table.rpartition(".")
    return dg.TableColumnDep(_key(origin.table), f"{name}.{origin.column}" if place else origin.column)
