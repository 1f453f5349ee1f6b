"""Published tables, put together from the grids of a document: titles, columns, rows, totals and notes.

What belongs here: which grids are statistics (``fragments``), what stands over their columns (``headers``) and around
them (``surroundings``), their columns and rows (``body``), and whether what was read is sane and whole (``sanity``,
``endings``), and totals over several tables (``over_several``). What does not: figures and their units as claims
(``parsers.claims``), letters laid out as tables (``parsers.letters``: such a grid has no column of figures).

Nothing is repaired: a row that does not fit is left out and reported with its cells as printed.
"""

from __future__ import annotations

from dataclasses import replace

from parsers.document import Document, Text
from parsers.records import Issue, Table
from parsers.tables.body import put_together
from parsers.tables.endings import cut_off
from parsers.tables.fragments import draft_tables
from parsers.tables.over_several import with_own_totals

__all__ = ["tables"]


def tables(document: Document) -> tuple[list[Table], list[Issue]]:
    """The statistics and inspection tables of a document in reading order, and what could not be read or is odd.

    A grid is such a table when a column is known to measure something and holds figures, or to say 合格/不合格. A grid
    full of figures that is none of these is reported as ``unread_table``.
    """
    heading = document.title or next((b.text for b in document.blocks if isinstance(b, Text)), "")
    drafts, issues = draft_tables(document, heading)
    found: list[Table] = []
    misses_rows: set[int] = set()
    for draft in drafts:
        table, table_issues = put_together(draft, len(found) + 1, heading)
        found.append(table)
        issues += table_issues
        if any(issue.code == "row_width" for issue in table_issues):
            misses_rows.add(table.table_no)
    cut = cut_off(drafts, found, document)
    for table in cut:
        issues.append(
            Issue(
                code="cut_off_table",
                message=f"Table {table.table_no} stops before its end; its rows are not to be added up. "
                "Look for the complete document.",
                place=table.rows[-1].locator if table.rows else table.locator,
            )
        )
    not_whole = misses_rows | {table.table_no for table in cut}
    return with_own_totals([replace(t, cut_off=t.table_no in not_whole) for t in found]), issues
