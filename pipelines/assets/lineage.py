"""Which columns each column of the warehouse is made of, read from the SQL models by a parser.

What belongs here: reading the queries. What does not: how lineage is shown (``warehouse``), rows that Python makes.

A column is made of the columns whose values its expression reads, conditions included. What only chooses or orders rows
is left out: joins, WHERE, the order of a window, the second argument of ``arg_max``. Where a model spreads several
clocks over rows and gathers them again, each gathered column names the columns of all clocks: rather more than fewer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple, cast

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope

from warehouse import models, schema
from warehouse.build import reference_tables

_DIALECT = "duckdb"
_MAIN = "main"


class Origin(NamedTuple):
    """A column that another is made of: ``letters``, ``lake.letters`` or ``reference.agencies``, and its name."""

    table: str
    column: str


Origins = Mapping[str, frozenset[Origin]]


@cache
def column_origins() -> Mapping[str, Origins]:
    """For each table that a query or the lake fills: column -> what it is made of; empty for what no column gives."""
    made_by: dict[str, Origins] = {}
    reader = _Reader()
    for name, model in models.load().items():
        made_by[name] = _through_stages(reader.query(_qualified(model.sql, made_by)), made_by)
    for name, table in schema.tables().items():
        if table.filled_by == ("lake",):
            made_by[name] = {c.name: frozenset({Origin(f"lake.{name}", c.name)}) for c in table.columns}
    return {name: made_by[name] for name in schema.tables() if name in made_by}


@cache
def tables_read() -> Mapping[str, frozenset[str]]:
    """For each table that a query fills: the tables that it selects from, intermediate results looked through."""
    read: dict[str, frozenset[str]] = {}
    for name, model in models.load().items():
        read[name] = frozenset(t for r in model.reads for t in (read[r] if r.startswith("stage.") else {r}))
    return {name: read[name] for name in schema.tables() if name in read}


def _through_stages(origins: Origins, made_by: Mapping[str, Origins]) -> Origins:
    """``origins`` with those in intermediate results replaced by what these are made of."""
    return {
        name: frozenset(
            o for origin in found for o in (made_by[origin.table][origin.column] if _is_stage(origin) else {origin})
        )
        for name, found in origins.items()
    }


def _is_stage(origin: Origin) -> bool:
    return origin.table.startswith("stage.")


def _qualified(sql: str, made_by: Mapping[str, Origins]) -> Scope:
    """The query with every column named in full, as the scope of its outermost SELECT."""
    tree = sqlglot.parse_one(sql, dialect=_DIALECT)
    for select in tree.find_all(exp.Select):
        select.set("expressions", [column for item in select.expressions for column in _spread(item)])
    columns: dict[str, dict[str, list[str]]] = {
        _MAIN: {name: [c.name for c in table.columns] for name, table in schema.tables().items()},
        "lake": {name: [c.name for c in schema.tables()[name].lake_columns] for name in schema.lake_tables()},
        "reference": {name: list(rows[0]) for name, rows in reference_tables().items()},
        "stage": {
            name.removeprefix("stage."): list(found) for name, found in made_by.items() if name.startswith("stage.")
        },
    }
    # Columns are told apart by name alone, so that one type does for all.
    typed: dict[str, object] = {
        db: {name: dict.fromkeys(names, "VARCHAR") for name, names in found.items()} for db, found in columns.items()
    }
    full = qualify(tree, dialect=_DIALECT, db=_MAIN, schema=typed, quote_identifiers=False)
    scope = build_scope(full)
    if scope is None:
        raise models.ModelError(f"no query: {sql}")
    return scope


def _spread(item: exp.Expr) -> Iterator[exp.Expr]:
    """``unnest([{'a': x}, {'a': y}], recursive := true)`` gives a column for each key, made of x and y."""
    if not isinstance(item, exp.Explode) or not isinstance(item.this, exp.Array):
        yield item
        return
    values: dict[str, list[exp.Expr]] = defaultdict(list)
    for struct in item.this.expressions:
        for entry in struct.expressions:
            values[entry.this.name].append(entry.expression)
    for key, given in values.items():
        yield exp.alias_(exp.func("coalesce", *given), key)


class _Reader:
    """Reads queries, each part of a query once however many columns rest on it."""

    def __init__(self) -> None:
        self._known: dict[Scope, list[tuple[str, frozenset[Origin]]]] = {}

    def query(self, scope: Scope) -> Origins:
        """Each column that a query gives with its origins."""
        return dict(self._columns(scope))

    def _columns(self, scope: Scope) -> list[tuple[str, frozenset[Origin]]]:
        if scope not in self._known:
            self._known[scope] = self._read(scope)
        return self._known[scope]

    def _read(self, scope: Scope) -> list[tuple[str, frozenset[Origin]]]:
        if not scope.set_operation_scopes:
            return [
                (c.alias_or_name, frozenset(self._origins(c, scope))) for c in cast(exp.Query, scope.expression).selects
            ]
        # The parts of a UNION give their columns by place; the first part names them.
        parts = [self._columns(part) for part in scope.set_operation_scopes]
        return [
            (places[0][0], frozenset(origin for _, found in places for origin in found))
            for places in zip(*parts, strict=True)
        ]

    def _origins(self, node: exp.Expr, scope: Scope) -> Iterator[Origin]:
        if isinstance(node, exp.Column):
            yield from self._of_column(node, scope)
        elif isinstance(node, exp.Select | exp.SetOperation):
            inner = next(s for s in scope.subquery_scopes if s.expression is node)
            for _, found in self._columns(inner):
                yield from found
        elif _only_chooses_rows_beside(node):
            yield from self._origins(node.this, scope)
        else:
            for child in node.iter_expressions():
                yield from self._origins(child, scope)

    def _of_column(self, column: exp.Column, scope: Scope) -> frozenset[Origin]:
        within: Scope | None = scope
        while within is not None and column.table not in within.sources:
            within = within.parent
        if within is None:
            raise models.ModelError(f"nobody knows where {column.sql(_DIALECT)} comes from")
        source = within.sources[column.table]
        if isinstance(source, Scope):
            return self.query(source)[column.name]
        return frozenset({Origin(source.name if source.db == _MAIN else f"{source.db}.{source.name}", column.name)})


def _only_chooses_rows_beside(node: exp.Expr) -> bool:
    """Whether the value is that of the first argument, and the others say of which row."""
    if isinstance(node, exp.Window):
        return node.this.find(exp.Column) is not None  # row_number() has no value but the order
    return isinstance(node, exp.ArgMax | exp.ArgMin) or (isinstance(node, exp.Order) and node.this is not None)
