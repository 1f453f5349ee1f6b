"""A build: the lake filled from the archive, the warehouse made from the lake, in that order.

What belongs here: what the warehouse is given from outside its room (sources, calendar, findings over all letters).
What does not: how it is made (``warehouse.build``), parsing (``pipelines.fill``).
"""

from __future__ import annotations

import datetime as dt
from importlib import metadata
from pathlib import Path
from typing import Any

import duckdb

from pipelines.audit.wide import wide_findings
from pipelines.audit.wide.desks import clock_findings
from pipelines.audit.wide.observed import observed_rows
from pipelines.audit.wide.serial import series_rows
from pipelines.fill import parser_version
from pipelines.workdays import calendar_rows
from scrapers.archive import Archive
from scrapers.registry import Registry
from scrapers.source import LOCAL, Source
from warehouse import build as warehouse_build
from warehouse.build import BuildError, BuildReport

DATABASE = "wenzheng.duckdb"


def source_rows(registry: Registry) -> list[dict[str, Any]]:
    """The rows of ``sources``: the real ones, the pseudo source of local files among them; of a register that describes
    nothing real (that of the demo) the synthetic ones.
    """
    described = [s for s in registry.sources.values() if s.id != LOCAL.id]
    synthetic = bool(described) and all(s.synthetic for s in described)
    return [source_row(s) for s in registry.sources.values() if s.synthetic == synthetic]


def source_row(source: Source) -> dict[str, Any]:
    """One source as the warehouse describes it."""
    return {
        "source_id": source.id,
        "name": source.names.zh,
        "region_code": source.region_code,
        "channel": source.channel,
        "platform": source.platform,
        "publishes": source.publishes,
        "sequential_ids": source.sequential_ids,
        "daily_numbers": source.daily_numbers,
        "url": source.list_url,
        "synthetic": source.synthetic,
        "verified": source.verified if isinstance(source.verified, dt.date) else None,
    }


def build_warehouse(data_dir: Path, registry: Registry) -> BuildReport:
    """Build ``data_dir/wenzheng.duckdb`` from the lake and swap it in; raises ``BuildError`` with what to do."""
    return _built(data_dir, data_dir / DATABASE, registry, None)


def build_past(data_dir: Path, registry: Registry, as_of: dt.date, out: Path) -> BuildReport:
    """Build what was known at the end of ``as_of`` (Asia/Shanghai), or before it where it has a time, into
    ``out``, which must not be there yet.

    The live file is neither read nor replaced. ``warehouse.known`` says what counts as known. Raises ``BuildError``.
    """
    if out.resolve() == (data_dir / DATABASE).resolve():
        raise BuildError(f"{out} is the live warehouse, which always holds everything; name another file")
    if out.exists():
        raise BuildError(f"{out} is there already; remove it or name another file")
    return _built(data_dir, out, registry, as_of)


def _built(data_dir: Path, db_path: Path, registry: Registry, as_of: dt.date | None) -> BuildReport:
    if strangers := sorted(set(Archive(data_dir).source_ids()) - registry.sources.keys()):
        raise BuildError(
            f"the archive holds {', '.join(strangers)}, but no such source is described, so that nobody reads it;"
            " add the description or move the folder out of the archive"
        )
    return warehouse_build.build(
        db_path,
        data_dir / "lake",
        sources=source_rows(registry),
        working_days=calendar_rows(),
        parser_version=parser_version(registry),
        wenzheng_version=metadata.version("wenzheng"),
        python_tables=rows_over_all_letters,
        as_of=as_of,
    )


def rows_over_all_letters(con: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    """What needs the new warehouse as a whole: findings about clocks, claims held against observed letters, and figures
    of several documents held against each other.
    """
    observed = observed_rows(con)
    findings = clock_findings(con) + observed["findings"] + wide_findings(con)
    return observed | {"findings": findings, "formula_fits": series_rows(con)}
