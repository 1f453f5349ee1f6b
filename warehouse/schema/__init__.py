"""What every table holds: the description in ``tables.yaml``, its loader, and what is made from it.

From the one description come the DDL with comments, the Arrow schemas of the lake, the rows of ``data_dictionary``, the
checks of a build and what may be published. What does not belong here: how a table is filled (``warehouse/models``,
``warehouse/build.py``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:  # Arrow takes long to load, and whoever only reads the description needs none of it
    import pyarrow as pa

FILE = "warehouse/schema/tables.yaml"

# What a row may hold for each type. bool is an int to Python and datetime a date, so the type itself is compared.
PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "VARCHAR": (str,),
    "VARCHAR[]": (list, tuple),
    "JSON": (str,),
    "BIGINT": (int,),
    "INTEGER": (int,),
    "DOUBLE": (float, int, Decimal, Fraction),
    "DECIMAL(18,6)": (Decimal, int),
    "DECIMAL(18,6)[]": (list, tuple),
    "BOOLEAN": (bool,),
    "DATE": (dt.date,),
    "TIMESTAMPTZ": (dt.datetime,),
}

FILLED_BY = ("lake", "model", "view", "reference", "vocabulary", "given", "caller", "build")


class SchemaError(ValueError):
    """The description of the tables, or rows that do not follow it; the message names table and column."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``references`` is ``(table, column)``, ``codes`` the values it may hold (``()``: any)."""

    name: str
    type: str
    comment: str
    required: bool = False
    codes: tuple[str, ...] = ()
    references: tuple[str, str] | None = None
    derived: bool = False

    @property
    def is_list(self) -> bool:
        """Whether a value is a list; what ``references`` says then holds for each element."""
        return self.type.endswith("[]")


@dataclass(frozen=True, slots=True)
class Leaving:
    """What of a table may be published; ``ANEW`` for what is made again from that.

    ``redacted`` and ``with_text`` give for a column the one that holds its text redacted. ``withheld`` is a condition
    over the warehouse on rows that stay, ``text_where`` one on rows whose redacted columns are text of a letter.
    """

    as_is: tuple[str, ...] = ()
    cleaned: tuple[str, ...] = ()
    redacted: Mapping[str, str] = field(default_factory=dict)
    with_text: Mapping[str, str] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    withheld: str | None = None
    text_where: str | None = None

    @property
    def redactions(self) -> Mapping[str, str]:
        """Each column that leaves only redacted, and the column that holds it so."""
        return {**self.redacted, **self.with_text}


ANEW = Leaving()


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view. ``in_lake``: the lake keeps rows of it; ``lake_only``: columns that a build uses up."""

    name: str
    comment: str
    key: tuple[str, ...]
    filled_by: tuple[str, ...]
    leaves: Leaving
    columns: tuple[Column, ...]
    in_lake: bool = False
    lake_only: tuple[Column, ...] = ()

    @property
    def is_view(self) -> bool:
        """Whether it is a view: it has columns and comments, but no rows of its own."""
        return "view" in self.filled_by

    @property
    def given(self) -> tuple[Column, ...]:
        """The columns that whoever delivers rows must deliver: all but the derived ones."""
        return tuple(column for column in self.columns if not column.derived)

    @property
    def lake_columns(self) -> tuple[Column, ...]:
        """The columns of the table in the lake."""
        return self.given + self.lake_only


@cache
def tables() -> Mapping[str, Table]:
    """All tables and views by name, in the order of the description."""
    return parse(files(__name__).joinpath("tables.yaml").read_text(encoding="utf-8"))


def lake_tables() -> tuple[str, ...]:
    """The names of the tables that the parsers deliver and the lake keeps."""
    return tuple(table.name for table in tables().values() if table.in_lake)


# --- reading the description ---


# The loader written in C is ten times as fast; a wheel of PyYAML has it, a build from source may not.
class _UniqueKeys(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML whose mappings may not name a key twice: a second ``claims:`` would silently replace the first."""


def _mapping(loader: _UniqueKeys, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise SchemaError(f"{FILE}, line {key_node.start_mark.line + 1}: {key!r} stands twice; remove one")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _fields(place: str, found: Any, needed: set[str], optional: set[str]) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise SchemaError(f"{FILE}: {place}: expected a mapping, found {found!r}")
    if unknown := found.keys() - needed - optional:
        raise SchemaError(f"{FILE}: {place}: unknown field {sorted(unknown)[0]!r}; known: {sorted(needed | optional)}")
    if missing := needed - found.keys():
        raise SchemaError(f"{FILE}: {place}: {sorted(missing)[0]!r} is missing")
    return found


def _column(place: str, name: str, found: Any, codes: Mapping[str, tuple[str, ...]]) -> Column:
    fields = _fields(place, found, {"type", "comment"}, {"required", "codes", "references", "derived"})
    if fields["type"] not in PYTHON_TYPES:
        raise SchemaError(f"{FILE}: {place}: unknown type {fields['type']!r}; known: {sorted(PYTHON_TYPES)}")
    if not isinstance(fields["comment"], str) or not fields["comment"].strip():
        raise SchemaError(f"{FILE}: {place}: the comment is empty; say what the column means and in which unit")
    for flag in ("required", "derived"):
        if not isinstance(fields.get(flag, False), bool):
            raise SchemaError(f"{FILE}: {place}: {flag} is {fields[flag]!r}; expected true or false")
    if (listed := fields.get("codes")) is not None and listed not in codes:
        raise SchemaError(f"{FILE}: {place}: no list of codes is called {listed!r}; known: {sorted(codes)}")
    target = fields.get("references")
    if target is not None and (not isinstance(target, str) or target.count(".") != 1):
        raise SchemaError(f"{FILE}: {place}: references is {target!r}; expected table.column")
    return Column(
        name,
        fields["type"],
        fields["comment"],
        fields.get("required", False),
        codes[listed] if listed else (),
        (target.split(".")[0], target.split(".")[1]) if target else None,
        fields.get("derived", False),
    )


LISTS = ("as_is", "cleaned", "never")
TWINS = ("redacted", "with_text")
CONDITIONS = ("withheld", "text_where")


def _leaving(name: str, found: Any, names: list[str]) -> Leaving:
    """The decision on every column of a table; one without, or with two, is refused."""
    if found == "anew":
        return ANEW
    place = f"{name}: leaves"
    fields = _fields(place, found, set(), {*LISTS, *TWINS, *CONDITIONS})
    decided = [c for entry in (*LISTS, *TWINS) for c in fields.get(entry, ())]
    decided += [twin for entry in TWINS for twin in fields.get(entry, {}).values()]
    if unknown := [c for c in decided if c not in names]:
        raise SchemaError(f"{FILE}: {place}: {unknown[0]!r} is no column of it")
    if twice := [c for c in decided if decided.count(c) > 1]:
        raise SchemaError(f"{FILE}: {place}: {twice[0]!r} stands twice")
    if missing := [c for c in names if c not in decided]:
        raise SchemaError(
            f"{FILE}: {place}: nothing says whether {name}.{missing[0]} may be published;"
            f" list it under one of {', '.join((*LISTS, *TWINS))}"
        )
    lists = {entry: tuple(fields.get(entry, ())) for entry in LISTS}
    given: dict[str, Any] = lists | {entry: fields[entry] for entry in (*TWINS, *CONDITIONS) if entry in fields}
    return Leaving(**given)


def _table(name: str, found: Any, codes: Mapping[str, tuple[str, ...]], earlier: Mapping[str, Table]) -> Table:
    needed = {"comment", "key", "filled_by", "leaves", "columns"}
    fields = _fields(name, found, needed, {"in_lake", "lake_columns", "like"})
    columns = [_column(f"{name}.{c}", c, d, codes) for c, d in fields["columns"].items()]
    if (like := fields.get("like")) is not None:
        if like not in earlier:
            raise SchemaError(f"{FILE}: {name}: like names {like!r}, which is no table described before it")
        columns = [replace(c, derived=False, references=None) for c in earlier[like].columns] + columns
    lake_only = tuple(_column(f"{name}.{c}", c, d, codes) for c, d in fields.get("lake_columns", {}).items())
    names = [c.name for c in (*columns, *lake_only)]
    if twice := {n for n in names if names.count(n) > 1}:
        raise SchemaError(f"{FILE}: {name}: column {sorted(twice)[0]!r} stands twice")
    if missing := [k for k in fields["key"] if k not in names]:
        raise SchemaError(f"{FILE}: {name}: the key names {missing[0]!r}, which is no column of it")
    if wrong := [f for f in fields["filled_by"] if f not in FILLED_BY]:
        raise SchemaError(f"{FILE}: {name}: filled_by is {wrong[0]!r}; known: {list(FILLED_BY)}")
    return Table(
        name,
        fields["comment"],
        tuple(fields["key"]),
        tuple(fields["filled_by"]),
        _leaving(name, fields["leaves"], [c.name for c in columns]),
        tuple(columns),
        fields.get("in_lake", False),
        lake_only,
    )


def parse(text: str) -> dict[str, Table]:
    """The description in ``text``; SchemaError names the table and the field that is wrong."""
    fields = _fields("the file", yaml.load(text, _UniqueKeys), {"codes", "tables"}, set())
    codes = {name: tuple(values) for name, values in fields["codes"].items()}
    described: dict[str, Table] = {}
    for name, found in fields["tables"].items():
        described[name] = _table(name, found, codes, described)
    for table in described.values():
        for column in table.columns:
            if column.references is None:
                continue
            target, target_column = column.references
            if target not in described or target_column not in {c.name for c in described[target].columns}:
                raise SchemaError(
                    f"{FILE}: {table.name}.{column.name}: references {target}.{target_column}, which is not described"
                )
    return described


# --- what is made from it ---


def quoted(name: str) -> str:
    """``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """``text`` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def create_statement(table: Table) -> str:
    """The table, empty. Keys and required columns are not declared: ``checks`` reports every failing row instead."""
    columns = ", ".join(f"{quoted(c.name)} {c.type}" for c in table.columns)
    return f"CREATE TABLE {quoted(table.name)} ({columns})"


def comment_statements(table: Table) -> Iterator[str]:
    """COMMENT ON for a table or view, which must exist, and for each of its columns."""
    kind = "VIEW" if table.is_view else "TABLE"
    yield f"COMMENT ON {kind} {quoted(table.name)} IS {literal(table.comment)}"
    for column in table.columns:
        yield f"COMMENT ON COLUMN {quoted(table.name)}.{quoted(column.name)} IS {literal(column.comment)}"


@cache
def _arrow_types() -> Mapping[str, pa.DataType]:
    import pyarrow as pa

    return {
        "VARCHAR": pa.string(),
        "VARCHAR[]": pa.list_(pa.string()),
        "JSON": pa.string(),
        "BIGINT": pa.int64(),
        "INTEGER": pa.int32(),
        "DOUBLE": pa.float64(),
        "DECIMAL(18,6)": pa.decimal128(18, 6),
        "DECIMAL(18,6)[]": pa.list_(pa.decimal128(18, 6)),
        "BOOLEAN": pa.bool_(),
        "DATE": pa.date32(),
        "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
    }


def arrow_schema(columns: Iterable[Column]) -> pa.Schema:
    """The Arrow schema of some columns; required columns may not be null."""
    import pyarrow as pa

    return pa.schema([pa.field(c.name, _arrow_types()[c.type], nullable=not c.required) for c in columns])


def _value(column: Column, value: Any) -> Any:
    """A value as its column holds it; SchemaError says what is wrong with it, without the place."""
    if value is None:
        if column.required:
            raise SchemaError(f"null, but the column is required: {column.comment}")
        return None
    if type(value) not in PYTHON_TYPES[column.type]:
        raise SchemaError(f"{value!r} is a {type(value).__name__}, expected {column.type}")
    if column.type == "DOUBLE":
        return float(value)
    if column.type == "TIMESTAMPTZ" and value.tzinfo is None:
        raise SchemaError(f"{value!r} has no time zone")
    return value


def arrow_table(table: Table, columns: tuple[Column, ...], rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """``rows`` as an Arrow table with exactly ``columns``; SchemaError names table, column and row (from 1)."""
    import pyarrow as pa

    names = {c.name for c in columns}
    values: dict[str, list[Any]] = {c.name: [] for c in columns}
    for number, row in enumerate(rows, start=1):
        if unknown := row.keys() - names:
            raise SchemaError(f"{table.name}, row {number}: no column is called {sorted(unknown)[0]!r}")
        if missing := names - row.keys():
            raise SchemaError(
                f"{table.name}, row {number}: column {sorted(missing)[0]!r} is missing (null is written None)"
            )
        for column in columns:
            try:
                values[column.name].append(_value(column, row[column.name]))
            except SchemaError as error:
                raise SchemaError(f"{table.name}.{column.name}, row {number}: {error}") from None
    arrays = []
    for column in columns:
        try:
            arrays.append(pa.array(values[column.name], _arrow_types()[column.type]))
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as error:
            raise SchemaError(f"{table.name}.{column.name}: a value does not fit {column.type}: {error}") from error
    return pa.Table.from_arrays(arrays, schema=arrow_schema(columns))


def lake_version() -> str:
    """12 hex digits that change when a column of the lake changes: files of another version are parsed again."""
    described = [(name, [(c.name, c.type) for c in tables()[name].lake_columns]) for name in lake_tables()]
    return hashlib.sha256(repr(described).encode()).hexdigest()[:12]


def dictionary_rows(described: Iterable[Table] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of ``data_dictionary``: of all tables, or of those given."""
    for table in tables().values() if described is None else described:
        for position, column in enumerate(table.columns, start=1):
            yield {
                "table_name": table.name,
                "column_name": column.name,
                "position": position,
                "type": column.type,
                "nullable": not column.required,
                "in_key": column.name in table.key,
                "comment": column.comment,
                "codes": list(column.codes) or None,
                "references_column": ".".join(column.references) if column.references else None,
                "table_comment": table.comment,
            }


@dataclass(frozen=True, slots=True)
class Check:
    """A rule about our own work. ``failing`` is a query that returns the rows that break it."""

    name: str
    expected: str
    failing: str


def checks(table: Table) -> Iterator[Check]:
    """The rules that the description of ``table`` states: its key, required columns, codes and references."""
    name = quoted(table.name)
    if table.key:
        key = ", ".join(quoted(k) for k in table.key)
        yield Check(
            f"{table.name}: key",
            f"each {', '.join(table.key)} stands once",
            f"SELECT {key}, count(*) AS n FROM {name} GROUP BY ALL HAVING count(*) > 1",
        )
    if required := [c.name for c in table.columns if c.required]:
        shown = ", ".join(quoted(k) for k in table.key) or "*"
        nulls = ", ".join(f"CASE WHEN {quoted(r)} IS NULL THEN {literal(r)} END" for r in required)
        yield Check(
            f"{table.name}: required",
            "no required column is null (the last value names those that are)",
            f"SELECT {shown}, concat_ws(' ', {nulls}) AS null_columns FROM {name}"
            f" WHERE {' OR '.join(f'{quoted(r)} IS NULL' for r in required)}",
        )
    for column in table.columns:
        c = quoted(column.name)
        if column.codes:
            codes = ", ".join(literal(code) for code in column.codes)
            yield Check(
                f"{table.name}.{column.name}: codes",
                f"one of {', '.join(column.codes)}",
                f"SELECT DISTINCT {c} FROM {name} WHERE {c}::VARCHAR NOT IN ({codes})",
            )
        if column.references:
            target, target_column = (quoted(part) for part in column.references)
            values = f"SELECT unnest({c}) AS {c} FROM {name}" if column.is_list else f"SELECT {c} FROM {name}"
            yield Check(
                f"{table.name}.{column.name}: references",
                f"each value stands in {column.references[0]}.{column.references[1]}",
                f"SELECT DISTINCT {c} FROM ({values}) WHERE {c} IS NOT NULL"
                f" AND {c} NOT IN (SELECT {target_column} FROM {target} WHERE {target_column} IS NOT NULL)",
            )
    for printed, redacted in table.leaves.redactions.items():
        yield Check(
            f"{table.name}.{redacted}: redacted",
            f"each {printed} has its redacted text, and only those",
            f"SELECT * FROM {name} WHERE ({quoted(printed)} IS NULL) <> ({quoted(redacted)} IS NULL)",
        )
