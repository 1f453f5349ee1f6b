"""One SQL query per table, and the order in which they run.

``<table>.sql`` fills the table or is the body of the view of that name; its columns and types are those of
``warehouse/schema/tables.yaml``. ``_<name>.sql`` is an intermediate result that others read as ``stage.<name>`` and
that does not go into the file. Queries read tables by name, the lake as ``lake.<table>`` and the reference files as
``reference.<name>``. A header comment says what a row is. What does not belong here: anything that is not a query.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import duckdb


class ModelError(ValueError):
    """A query that cannot be used; the message names its file."""


@dataclass(frozen=True, slots=True)
class Model:
    """A query. ``name`` is a table or, for an intermediate result, ``stage.<name>``; ``reads`` what it selects from."""

    name: str
    sql: str
    reads: frozenset[str]


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)


def tables_read(name: str, sql: str, parser: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The tables that a query selects from, as written (``letters``, ``lake.letters``), without its own WITH names.

    ``parser`` is any connection: DuckDB itself reads the query, and does not run it.
    """
    ((serialized,),) = parser.execute("SELECT json_serialize_sql($1::VARCHAR)", [sql]).fetchall()
    tree = json.loads(serialized)
    if tree["error"]:
        raise ModelError(f"{name}.sql is no query: {tree['error_message']}")
    nodes = list(_nodes(tree))
    own = {entry["key"] for node in nodes if "cte_map" in node for entry in node["cte_map"]["map"]}
    read = {
        ".".join(part for part in (node["schema_name"], node["table_name"]) if part)
        for node in nodes
        if node.get("type") == "BASE_TABLE"
    }
    return frozenset(read - own)


@cache
def load() -> Mapping[str, Model]:
    """All queries by name, in an order in which each comes after those that it reads."""
    models = {}
    with duckdb.connect() as parser:
        for file in files(__name__).iterdir():
            if not file.name.endswith(".sql"):
                continue
            stem = file.name.removesuffix(".sql")
            name = f"stage.{stem[1:]}" if stem.startswith("_") else stem
            sql = file.read_text(encoding="utf-8")
            models[name] = Model(name, sql, tables_read(stem, sql, parser))
    return MappingProxyType(in_order(models))


def in_order(models: Mapping[str, Model]) -> dict[str, Model]:
    """``models`` sorted so that each comes after those it reads; ModelError for a circle."""
    graph = {name: sorted(models[name].reads & models.keys()) for name in sorted(models)}
    try:
        return {name: models[name] for name in TopologicalSorter(graph).static_order()}
    except CycleError as error:
        raise ModelError(f"models read each other in a circle: {' -> '.join(error.args[1])}") from error


def depending_on(models: Mapping[str, Model], tables: frozenset[str]) -> frozenset[str]:
    """The names of ``models``, which are in order, that read one of ``tables``, directly or through another model."""
    found: set[str] = set()
    for name, model in models.items():
        if model.reads & (tables | found):
            found.add(name)
    return frozenset(found)
