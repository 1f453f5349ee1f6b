"""Published tables, put together from the grids of a document: titles, columns, rows, totals and notes.

What belongs here: which grids are statistics (``fragments``), what stands over their columns (``headers``) and around
them (``surroundings``), their columns and rows (``body``), and whether what was read is sane and whole (``sanity``,
``endings``), and totals over several tables (``over_several``). What does not: figures and their units as claims
(``parsers.claims``), letters laid out as tables (``parsers.letters``: such a grid has no column of figures).

Nothing is repaired: a row that does not fit is left out and reported with its cells as printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.document import Document, Text
from parsers.records import Issue, Table
from parsers.tables.body import put_together
from parsers.tables.endings import cut_off
from parsers.tables.fragments import Draft, draft_tables
from parsers.tables.over_several import with_own_totals

__all__ = ["Tables", "tables"]


@dataclass(frozen=True, slots=True)
class Tables:
    """What the grids of a document gave: ``known`` are its statistics and inspection tables in reading order,
    ``unread`` the grids full of figures of which no column is known, numbered behind those.
    """

    known: list[Table]
    unread: list[Table]
    issues: list[Issue]


def tables(document: Document) -> Tables:
    """The tables of a document, and what could not be read or is odd.

    A grid is a table of statistics when a column is known to measure something and holds figures, or to say
    合格/不合格. A grid full of figures that is none of these is reported as ``unread_table``.
    """
    heading = document.title or next((b.text for b in document.blocks if isinstance(b, Text)), "")
    drafts = draft_tables(document, heading)
    found: list[Table] = []
    issues = drafts.issues
    misses_rows: set[int] = set()
    for draft in drafts.known:
        table, table_issues = put_together(draft, len(found) + 1, heading)
        found.append(table)
        issues += table_issues
        if any(issue.code == "row_width" for issue in table_issues):
            misses_rows.add(table.table_no)
    cut = cut_off(drafts.known, found, document)
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
    known = with_own_totals([replace(t, cut_off=t.table_no in not_whole) for t in found])
    return Tables(known, list(_unread(drafts.unread, heading, len(known))), issues)


def _unread(drafts: Sequence[Draft], heading: str, behind: int) -> Iterator[Table]:
    """The tables of which no column is known; that one is not read has been said, so that its oddities are not."""
    for number, draft in enumerate(drafts, start=behind + 1):
        table, issues = put_together(draft, number, heading)
        columns = tuple(replace(column, metric=None) for column in table.columns)
        yield replace(table, columns=columns, cut_off=any(issue.code == "row_width" for issue in issues))
