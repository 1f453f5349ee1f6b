"""The files of a published version: Parquet and CSV of every table, their descriptions, read-me, checksums.

What belongs here: writing them from tables that already hold only what may leave, and the digest that tells two
versions apart. What does not: what leaves (``warehouse.publish``), the page for readers (``warehouse.report``).

CSV begins with a byte order mark, because Excel reads Chinese without it in another character set; Python, R and DuckDB
skip it. Lists stand in CSV as JSON. A cell that the print left empty and one that it left out look the same in CSV
and differ in Parquet and DuckDB.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, StrictUndefined, select_autoescape

from warehouse.schema import Column, Table, literal, quoted

DATABASE = "wenzheng.duckdb"
PACKAGE = "datapackage.json"
CHECKSUMS = "CHECKSUMS.sha256"
DICTIONARY = "data_dictionary"
BOM = "\ufeff"

# Where software and notice of a change of the layout are looked up; raised when a reader of the folder must change.
LAYOUT = 1

# Tables that say when a build ran, not what it found: another build of the same data is no other content.
_NOT_CONTENT = frozenset({"builds"})

# Views with an order of their own: the most severe first.
_IN_THEIR_ORDER = frozenset({"discrepancies"})

# Types of the Frictionless Table Schema, with the format where it is not the default.
_FRICTIONLESS: Mapping[str, Mapping[str, str]] = {
    "VARCHAR": {"type": "string"},
    "VARCHAR[]": {"type": "array"},
    "JSON": {"type": "object"},
    "BIGINT": {"type": "integer"},
    "INTEGER": {"type": "integer"},
    "DOUBLE": {"type": "number"},
    "DECIMAL(18,6)": {"type": "number"},
    "DECIMAL(18,6)[]": {"type": "array"},
    "BOOLEAN": {"type": "boolean"},
    "DATE": {"type": "date"},
    "TIMESTAMPTZ": {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S%z"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a version says of itself; ``digest`` is that of its content, ``version`` its name."""

    published_at: dt.datetime
    build_id: str
    built_at: dt.datetime
    wenzheng_version: str
    with_text: bool
    synthetic: bool
    version: str = ""
    digest: str = ""


def csv_path(table: str) -> str:
    """Where the CSV of a table lies; the dictionary is what people open first."""
    return f"{table}.csv" if table == DICTIONARY else f"csv/{table}.csv"


def write_tables(con: duckdb.DuckDBPyConnection, folder: Path, tables: Mapping[str, Table], edition: Edition) -> str:
    """Write Parquet and CSV of every table of the database in use; the digest of the content, hex."""
    (folder / "parquet").mkdir()
    (folder / "csv").mkdir()
    digest = hashlib.sha256(f"{LAYOUT} {edition.with_text}".encode())
    for name, table in sorted(tables.items()):
        parquet = literal(str(folder / "parquet" / f"{name}.parquet"))
        con.execute(
            f"COPY (SELECT * FROM {quoted(name)}{_order(table)}) TO {parquet} (FORMAT parquet, COMPRESSION zstd)"
        )
        path = folder / csv_path(name)
        con.execute(f"COPY ({_for_csv(table)}) TO {literal(str(path))} (FORMAT csv, HEADER)")
        if name not in _NOT_CONTENT:
            digest.update(name.encode() + b"\x00" + bytes.fromhex(_sha256(path)))
    return digest.hexdigest()


def _for_csv(table: Table) -> str:
    columns = []
    for place, column in enumerate(table.columns):
        c = quoted(column.name)
        if column.type == "TIMESTAMPTZ":
            value = f"strftime({c}, '%Y-%m-%dT%H:%M:%S+0800')"
        else:
            value = f"to_json({c})" if column.is_list else c
        columns.append(f"{value} AS {quoted(BOM + column.name) if place == 0 else c}")
    return f"SELECT {', '.join(columns)} FROM {quoted(table.name)}{_order(table)}"


def _order(table: Table) -> str:
    """The order of the key for views; tables were written in it."""
    if not table.is_view or table.name in _IN_THEIR_ORDER:
        return ""
    return f" ORDER BY {key_order(table)}"


def key_order(table: Table) -> str:
    """What to order a table by, so that the same rows always make the same file."""
    return ", ".join(quoted(k) for k in table.key) or "ALL"


def digest_of(version: Path) -> str | None:
    """The digest of the content of a version; ``None`` where there is none or it is not whole."""
    try:
        package = json.loads((version / PACKAGE).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    found = package.get("content_sha256")
    return found if isinstance(found, str) else None


def write_descriptions(folder: Path, tables: Mapping[str, Table], edition: Edition, counts: Mapping[str, int]) -> None:
    """Write dictionary, package, read-me, licence note and, last, the checksums of all files."""
    shown = {"edition": edition, "tables": tables, "counts": counts, "csv_path": csv_path}
    for name in ("README.md", "LICENCE.md", f"{DICTIONARY}.md"):
        (folder / name).write_text(render(f"{name}.j2", **shown), encoding="utf-8")
    package = json.dumps(_package(folder, tables, edition, counts), ensure_ascii=False, indent=1)
    (folder / PACKAGE).write_text(package + "\n", encoding="utf-8")
    lines = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CHECKSUMS)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=select_autoescape(["html.j2"]), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def render(template: str, **shown: Any) -> str:
    """A template of ``warehouse/templates``, filled in; text from pages is escaped in HTML."""
    text = files("warehouse").joinpath("templates", template).read_text(encoding="utf-8")
    environment = _environment().overlay(autoescape=template.endswith(".html.j2"))
    return environment.from_string(text).render(**shown)


# --- datapackage.json (Frictionless Tabular Data Package, version 1) ---


def _package(folder: Path, tables: Mapping[str, Table], edition: Edition, counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "wenzheng-demo" if edition.synthetic else "wenzheng",
        "title": "问政: Chinese local governments' mailboxes, as stated and as shown"
        + (" (synthetic demo data)" if edition.synthetic else ""),
        "description": "See README.md. A discrepancy is no proof of falsification (出入不等于造假).",
        "version": edition.version,
        "created": edition.published_at.isoformat(timespec="seconds"),
        "content_sha256": edition.digest,
        "build_id": edition.build_id,
        "wenzheng_version": edition.wenzheng_version,
        "layout": LAYOUT,
        "with_text": edition.with_text,
        "synthetic": edition.synthetic,
        "resources": [_resource(folder, table, tables, counts[name]) for name, table in sorted(tables.items())],
    }


def _resource(folder: Path, table: Table, tables: Mapping[str, Table], rows: int) -> dict[str, Any]:
    path = folder / csv_path(table.name)
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": csv_path(table.name),
        "description": table.comment,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
        "rows": rows,
        "schema": _table_schema(table, tables),
    }


def _table_schema(table: Table, tables: Mapping[str, Table]) -> dict[str, Any]:
    described: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    required = {column.name for column in table.columns if column.required}
    if table.key and required.issuperset(table.key):
        described["primaryKey"] = list(table.key)
    foreign = [
        {
            "fields": column.name,
            "reference": {
                "resource": "" if column.references[0] == table.name else column.references[0],
                "fields": column.references[1],
            },
        }
        for column in table.columns
        if column.references and not column.is_list and column.references[0] in tables
    ]
    return described | ({"foreignKeys": foreign} if foreign else {})


def _field(column: Column) -> dict[str, Any]:
    kind = _FRICTIONLESS[column.type]
    constraints: dict[str, Any] = {}
    # An empty text and no text are one in CSV, so that a text that must be there may be empty.
    if column.required and column.type != "VARCHAR":
        constraints["required"] = True
    if column.codes:
        constraints["enum"] = [int(code) for code in column.codes] if kind["type"] == "integer" else list(column.codes)
    described = {"name": column.name, **kind, "description": column.comment}
    return described | ({"constraints": constraints} if constraints else {})
