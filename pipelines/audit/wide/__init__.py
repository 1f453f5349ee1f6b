"""Running the checks over the whole warehouse.

What belongs here: the list of modules that hold such checks (importing one registers its checks), and their findings as
rows. What does not: any check.
"""

from __future__ import annotations

from typing import Any

import duckdb

from pipelines.audit.finding import CHECKS, Placed
from pipelines.audit.unnamed import UnnamedRows, names_whom
from pipelines.audit.wide import (
    claimed_times,
    counters,
    earlier_bulletins,
    heaping,
    history,
    observed,
    period_sums,
    same_figures,
    serial,
)
from pipelines.lake_rows import finding_row

_REGISTERING = (
    same_figures,
    period_sums,
    counters,
    claimed_times,
    earlier_bulletins,
    heaping,
    history,
    observed,
    serial,
)


def wide_findings(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The findings of every check over the whole warehouse, which is open, as rows of ``findings``."""
    names = names_told(con)
    return [
        wide_row(placed, check.name_en, names)
        for check in CHECKS
        if check.runs == "warehouse"
        for placed in check.run(con)
    ]


def names_told(con: duckdb.DuckDBPyConnection) -> UnnamedRows:
    """The firms and persons whom tables of any document name as those complained about."""
    headers = con.execute("SELECT DISTINCT header FROM table_cells WHERE header IS NOT NULL").fetchall()
    told = [header for (header,) in headers if names_whom(header)]
    cells = con.execute(
        "SELECT DISTINCT printed FROM table_cells WHERE list_contains($1, header) AND printed <> '' ORDER BY printed",
        [told],
    )
    return UnnamedRows(cell for (cell,) in cells.fetchall())


def wide_row(placed: Placed, check_name: str | None = None, names: UnnamedRows | None = None) -> dict[str, Any]:
    """A finding over several containers as a row of ``findings``, of the check of that name, without the names."""
    finding = placed.finding if names is None else names.told(placed.finding)
    place = {"document_id": placed.document_id, "letter_id": None, "source_id": placed.source_id}
    return finding_row(finding, None, container_id=placed.container_id) | place | {"check_name": check_name}
