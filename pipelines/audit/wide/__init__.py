"""Running the checks over the whole warehouse.

What belongs here: the list of modules that hold such checks (importing one registers its checks), and their findings as
rows. What does not: any check.
"""

from __future__ import annotations

from typing import Any

import duckdb

from pipelines.audit.finding import CHECKS, Placed
from pipelines.audit.wide import across, heaping, history, observed, serial
from pipelines.lake_rows import finding_row

_REGISTERING = (across, heaping, history, observed, serial)


def wide_findings(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The findings of every check over the whole warehouse, which is open, as rows of ``findings``."""
    return [
        wide_row(placed, check.name_en) for check in CHECKS if check.runs == "warehouse" for placed in check.run(con)
    ]


def wide_row(placed: Placed, check_name: str | None = None) -> dict[str, Any]:
    """A finding over several containers as a row of ``findings``, of the check of that name."""
    place = {"document_id": placed.document_id, "letter_id": None, "source_id": placed.source_id}
    return finding_row(placed.finding, None, container_id=placed.container_id) | place | {"check_name": check_name}
