"""Tables whose end is missing, so that their rows are not to be added up.

What belongs here: how a table that was cut off is told from one that ends. What does not: other oddities
(``parsers.tables.sanity``).
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.document import Document
from parsers.records import Column, Table
from parsers.tables.body import in_columns
from parsers.tables.fragments import Draft
from parsers.vocabulary import metrics


def cut_off(drafts: Sequence[Draft], found: Sequence[Table], document: Document) -> list[Table]:
    """The tables whose end is missing: a reader said so; or a grid beside it may be
    a part of it; or the text stops inside a row; or it stops with a table that
    has figures and no total, while every other table with figures ends with one.
    """
    cut = [
        t
        for draft, t in zip(drafts, found, strict=True)
        if draft.is_doubtful or any(grid.cut_off for grid, _ in draft.parts)
    ]
    if not found or found[-1] in cut or drafts[-1].parts[-1][0] is not document.blocks[-1]:
        return cut
    others = [t for t in found[:-1] if _adds_up(t)]
    others_end_with_total = bool(others) and all(t.rows and t.rows[-1].is_total for t in others)
    has_total = any(row.is_total for row in found[-1].rows)
    lacks_total = _adds_up(found[-1]) and others_end_with_total and not has_total
    if lacks_total or _stops_inside_row(drafts[-1], found[-1].columns):
        cut.append(found[-1])
    return cut


def _stops_inside_row(draft: Draft, columns: Sequence[Column]) -> bool:
    grid, start = draft.parts[-1]
    return len(grid.rows) > start and len(grid.rows[-1]) < len(columns) and in_columns(grid.rows[-1], columns) is None


def _adds_up(table: Table) -> bool:
    return any(c.kind == "count" and c.metric is not None and metrics()[c.metric].additive for c in table.columns)
