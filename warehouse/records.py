"""The rows of a query on an open connection, by name of column.

What belongs here: that change of shape. What does not: questions of people (``warehouse.query``), rows that go in
(``warehouse.schema``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

Row = dict[str, Any]


def records(
    con: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
) -> list[Row]:
    """Every row of the answer to ``query``; parameters by place (``$1``) or by name (``$limit``)."""
    result = con.execute(query, parameters)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
