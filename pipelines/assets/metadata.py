"""What the Dagster UI shows beside an asset or a check: small tables, and samples in which nobody's words stand.

What belongs here: values for the UI, made of rows. What does not: which asset shows which (its own module).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import dagster as dg


def table_of(names: Sequence[str], rows: Iterable[Sequence[Any]], most: int = 10) -> dg.TableMetadataValue:
    """A table of at most so many rows. What the UI has no type for (days, times, decimals) stands as text."""
    shown = [dg.TableRecord(dict(zip(names, map(_shown, row), strict=True))) for row in islice(rows, most)]
    return dg.MetadataValue.table(shown, schema=dg.TableSchema([dg.TableColumn(name) for name in names]))


def _shown(value: Any) -> str | int | float | bool | None:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
