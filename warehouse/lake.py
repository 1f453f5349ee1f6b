"""The lake: the rows of one crawl as Parquet files in ``<lake>/<source_id>/<crawl_id>/``, with a ``manifest.json``.

What belongs here: writing the folder of a crawl beside its place and renaming it once, reading it back, saying
whether it is current. What does not: how rows are made (the parsers, driven by pipelines), what a build makes of them
(``warehouse.build``).

A row is a dict with every column that ``warehouse/schema/tables.yaml`` describes for the lake: all but the derived
ones, and the ``lake_columns``. A folder without a manifest, or whose name starts with a dot, was never finished and
is not listed.
"""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from warehouse import schema

MANIFEST = "manifest.json"

# What may stand in a folder name: ids are letters, digits and these; never a separator, never a leading dot.
_SAFE_NAME = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.+-]*")


class LakeError(ValueError):
    """A crawl that cannot be written to or read from the lake; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Crawl:
    """The folder of one crawl and what its manifest says."""

    source_id: str
    crawl_id: str
    folder: Path
    manifest: Mapping[str, Any]

    def file(self, table: str) -> Path | None:
        """The Parquet file of a table; None where the crawl has no rows of it."""
        path = self.folder / f"{table}.parquet"
        return path if path.exists() else None

    def is_current(self, parser_version: str, segments: Mapping[str, int]) -> bool:
        """Whether this parser made it, under this description of the tables, from exactly these archive segments.

        A segment that has grown since is another one: the crawl was still running when it was read.
        """
        return bool(
            self.manifest["parser_version"] == parser_version
            and self.manifest["lake_version"] == schema.lake_version()
            and self.manifest["segments"] == segments
        )


def write(
    lake_root: Path,
    source_id: str,
    crawl_id: str,
    tables: Mapping[str, Iterable[Mapping[str, Any]]],
    *,
    parser_version: str,
    segments: Mapping[str, int],
    visibility: str,
) -> Crawl:
    """Write the rows of one crawl in place of what was there for it, as one folder that is whole or not there.

    ``segments`` are the archive files read, relative to the data directory, with their bytes; ``visibility`` is
    ``private`` if any capture is. Raises LakeError for a table that the lake does not keep or an id that is no folder
    name, and SchemaError, naming table, column and row, for rows that do not follow the description; nothing is
    written then.
    """
    for what, name in (("source_id", source_id), ("crawl_id", crawl_id)):
        if not _SAFE_NAME.fullmatch(name):
            raise LakeError(f"{what} {name!r} cannot name a folder; use letters, digits, '_', '-', '+' and '.'")
    if unknown := tables.keys() - set(schema.lake_tables()):
        raise LakeError(f"the lake keeps no table {sorted(unknown)[0]!r}; it keeps {', '.join(schema.lake_tables())}")
    arrow = {}
    for name, rows in tables.items():
        described = schema.tables()[name]
        arrow[name] = schema.arrow_table(described, described.lake_columns, rows)
    manifest = {
        "source_id": source_id,
        "crawl_id": crawl_id,
        "parser_version": parser_version,
        "lake_version": schema.lake_version(),
        "segments": dict(segments),
        "visibility": visibility,
        "counts": {name: arrow[name].num_rows for name in sorted(arrow)},
    }
    folder = lake_root / source_id / crawl_id
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.parent / f".{crawl_id}.{uuid.uuid4().hex[:8]}"
    beside.mkdir()
    try:
        for name, rows_of_table in arrow.items():
            if rows_of_table.num_rows:
                pq.write_table(rows_of_table, beside / f"{name}.parquet", compression="zstd")
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        (beside / MANIFEST).write_text(text + "\n", encoding="utf-8")
        _put_in_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Crawl(source_id, crawl_id, folder, manifest)


def _put_in_place(beside: Path, folder: Path) -> None:
    # A folder that is not empty cannot be renamed over. A process that ends between the two renames leaves no folder
    # under the name, which reads as "not parsed yet": the crawl is parsed again from the archive.
    old = beside.with_name(beside.name + ".old")
    if folder.exists():
        folder.rename(old)
    beside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def crawls(lake_root: Path) -> list[Crawl]:
    """All finished crawls, by source and crawl id."""
    found = []
    for path in sorted(lake_root.glob(f"*/*/{MANIFEST}")):
        folder = path.parent
        if folder.name.startswith(".") or folder.parent.name.startswith("."):
            continue
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except json.JSONDecodeError as error:
            raise LakeError(f"{path} is no JSON ({error}); delete its folder and build again") from error
        found.append(Crawl(folder.parent.name, folder.name, folder, manifest))
    return found


def read(crawl: Crawl, table: str) -> list[dict[str, Any]]:
    """The rows of one table of a crawl, as they were written; times are in UTC."""
    path = crawl.file(table)
    if path is None:
        return []
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows
