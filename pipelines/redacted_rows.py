"""Rows with their redacted columns filled and their short texts cleaned, as ``warehouse/schema/tables.yaml`` says.

What belongs here: redacting once, while rows are made, so that publishing copies columns and reads no text. What does
not: what is personal (``parsers.redaction``), which columns are redacted (the description of the tables).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parsers.redaction import NO_NAMES, names_in, redacted
from warehouse import schema

Row = dict[str, Any]

# Where names of a letter stand in full; its claims and findings repeat them.
_TEXTS = (("letters", "title"), ("letters", "body"), ("replies", "body"))
# The column that is printed before another one: the header of a cell says that a name or a phone stands in it.
_LABELS = {("table_cells", "printed"): "header"}


def redacted_rows(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, list[Row]]:
    """All rows of a capture, by table; a name that one text of a letter introduces is marked in all of them."""
    listed = {table: list(of_table) for table, of_table in rows.items()}
    names: dict[str, frozenset[str]] = {}
    for table, column in _TEXTS:
        for row in listed.get(table, ()):
            if row[column]:
                names[row["letter_id"]] = names.get(row["letter_id"], NO_NAMES) | names_in(row[column])
    return {
        table: [redacted_row(table, row, names.get(row.get("letter_id") or "", NO_NAMES)) for row in of_table]
        for table, of_table in listed.items()
    }


def redacted_row(table: str, row: Mapping[str, Any], names: frozenset[str] = NO_NAMES) -> Row:
    """``row`` with its redacted columns and its cleaned ones; columns that it does not have are left alone."""
    leaves = schema.tables()[table].leaves
    done = dict(row)
    for column in leaves.cleaned:
        if column in row:
            done[column] = _marked(row[column], names)
    for column, target in leaves.redactions.items():
        if column in row:
            label = row.get(_LABELS.get((table, column), ""))
            done[target] = _marked(row[column], names, label or "")
    if table == "table_cells" and done["printed_redacted"] != done["printed"]:
        done["value"] = None  # a phone number is no count
    return done


def _marked(value: Any, names: frozenset[str], label: str = "") -> Any:
    if isinstance(value, str):
        return redacted(value, names, label)
    return None if value is None else [redacted(item, names, label) for item in value]
