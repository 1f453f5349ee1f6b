"""The first rows of a table for the Dagster UI, without anybody's words: ids, codes, days, offices, figures.

What belongs here: which columns may be shown. Whoever looks at the UI is a colleague, but a letter is its writer's: no
title, text or quote of letters is shown, nor anything of private files. A new column of text is not shown until it
stands here.
"""

from __future__ import annotations

import dagster as dg

from pipelines.assets.metadata import table_of
from warehouse import schema
from warehouse.query import Session
from warehouse.schema import quoted

ROWS = 5

# Tables of our own facts: every column may be shown.
_OURS = frozenset(("reference", "vocabulary", "given", "build"))

# Columns of text that hold ids, codes, offices or figures.
_SHOWN = frozenset(
    (
        *("source_id", "crawl_id", "capture_id", "letter_id", "document_id", "claim_id", "fact_id", "finding_id"),
        *("region_code", "handling_region_code", "region_name", "channel", "channel_name", "agency", "agency_code"),
        *("metric", "of_metric", "definition", "formula_id", "check_id", "cause_id", "rounding", "unit", "value_text"),
        *("media_type", "stop_reason", "code", "room", "limit_source", "not_computable_reason", "kind", "platform"),
        *("claimed", "recomputed", "source", "first_seen_build"),
    )
)


# Where more would make rows too tall to read: the columns that an analyst looks at first.
_FIRST_LOOK = {
    "discrepancies": ("check_id", "region_name", "channel_name", "claimed", "recomputed", "verdict", "severity"),
    "findings": ("check_id", "region_code", "channel", "metric", "claimed", "recomputed", "verdict", "severity"),
    "claim_vs_public": (
        *("region_code", "channel", "public_basis", "claimed_low", "received", "valid", "public_replies"),
        *("rate_received", "rate_valid", "unpublished_needed", "verdict"),
    ),
}
_MOST_COLUMNS = 12


def sample_of(warehouse: Session, table: schema.Table) -> dg.TableMetadataValue:
    """The first rows of a table by its key; a view is in its own order."""
    columns = columns_shown(table)
    public = " WHERE visibility = 'public'" if "visibility" in {column.name for column in table.columns} else ""
    order = f" ORDER BY {', '.join(map(quoted, table.key))}" if table.key and not table.is_view else ""
    query = f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table.name)}{public}{order} LIMIT {ROWS}"
    return table_of(columns, warehouse.ask(query).rows)


def columns_shown(table: schema.Table) -> list[str]:
    """The columns of the sample: some of those that may be shown."""
    allowed = [column.name for column in table.columns if may_be_shown(table, column)]
    first = _FIRST_LOOK.get(table.name, allowed)
    return [name for name in first if name in allowed][:_MOST_COLUMNS]


def may_be_shown(table: schema.Table, column: schema.Column) -> bool:
    """Whether no value of the column can be somebody's words."""
    return bool(
        _OURS & set(table.filled_by)
        or not column.type.startswith(("VARCHAR", "JSON"))
        or column.codes
        or column.references
        or column.name in _SHOWN
    )
