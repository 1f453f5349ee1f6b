"""A10 and N2 for tables of the first few (TOP10, 前十位): as many rows as they say, from much to little.

What belongs here: tables whose title or heading says that only the first few stand in them. What does not: lists of
sentences (``listed``, ``standings``) and printed ranks (``ranks``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.text import leading
from pipelines.audit.figures import cause, claims_of, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.sheets import Sheet, SheetRow, is_blank_cell, sheets
from pipelines.audit.wording import decimal

FEWEST = 3


def first_few(table: Sheet) -> tuple[str, int] | None:
    """The words by which a table says how many it lists, with that number; ``None`` where it does not."""
    said = f"{table.table.title or ''}{table.table.section or ''}"
    found = next(leading.first_few(said), None)
    return None if found is None or found.number < FEWEST else (found.words, found.number)


def groups_of(table: Sheet) -> list[tuple[SheetRow, ...]]:
    """The rows of a table by the kinds that a column prints once for several rows (商品类 beside the first of five,
    服务类 beside the first of five more); all rows together where none does.
    """
    printed = [row for row in table.table.rows if not (row.is_total or row.is_subtotal)]
    words = [at for at, column in enumerate(table.table.columns) if column.kind in ("text", "label")]
    for at in words if len(printed) == len(table.rows) else ():
        heads = [n for n, row in enumerate(printed) if not is_blank_cell(row.cells[at])]
        if 1 < len(heads) < len(printed) and heads[0] == 0:
            ends = [*heads[1:], len(printed)]
            return [table.rows[start:end] for start, end in zip(heads, ends, strict=True)]
    return [table.rows]


def ordered_by(rows: Sequence[SheetRow]) -> tuple[Figure, ...]:
    """The figures of the first column that has one in each row: what such rows are in the order of."""
    columns = zip(*(row.cells for row in rows), strict=True)
    whole = (cells for cells in columns if all(cell is not None for cell in cells))
    return tuple(cell for cell in next(whole, ()) if cell is not None)


def order_case(figures: Sequence[Figure]) -> tuple[str, int, str] | None:
    """Verdict, severity and sentence; ``None`` where more than one figure is larger than the one before it: the table
    is then in the order of something else.
    """
    rising = sum(a.value < b.value for a, b in pairwise(figures))
    if rising > 1:
        return None
    return ("unusual", 1, "order_differs") if rising else ("consistent", 0, "order")


@check("A10", "前若干位的表", "rows of a table of the first few", gives="consistent")
def check_rows(audited: Audited) -> Iterator[Finding]:
    """A table that says how many it lists (TOP10, 前十位) has as many rows, or as many of each kind that it lists.
    Another number says nothing: a row may have been left out in reading, or several may share a place.

    Tolerance: none; rows are counted.
    """
    for table in sheets(audited):
        said = first_few(table)
        kinds = groups_of(table)
        if said is not None and all(len(rows) == said[1] for rows in kinds):
            case = "rows" if len(kinds) == 1 else "rows_of_kinds"
            yield _finding(audited, table, said[0], "A10", str(said[1]), ("consistent", 0, case), ())


@check("N2", "前若干位的次序", "order of a table of the first few", gives="consistent unusual")
def check_order(audited: Audited) -> Iterator[Finding]:
    """In a table of the first few (TOP10, 前十位) no row has more than the row above it of its kind, by the first
    column that is filled in every row. Nothing is said where several have: the order is then that of something else.

    Tolerance: none; equal values may stand in either order.
    """
    for table in sheets(audited):
        said = first_few(table)
        lists = [ordered_by(rows) for rows in groups_of(table)] if said is not None else []
        cases = [order_case(figures) for figures in lists if len(figures) >= FEWEST]
        case = next((c for c in cases if c is None or c[0] != "consistent"), next(iter(cases), None))
        if said is not None and case is not None:
            figures = [figure for listed in lists for figure in listed]
            values = "；".join(decimal(f.value) for f in figures)
            yield _finding(audited, table, said[0], "N2", values, case, figures)


def _finding(
    audited: Audited,
    table: Sheet,
    printed: str,
    check_id: str,
    recomputed: str,
    case: tuple[str, int, str],
    figures: Sequence[Figure],
) -> Finding:
    verdict, severity, sentence = case
    subject = f"{table.name}{printed}{'行数' if check_id == 'A10' else '次序'}"
    finding = Finding(
        check_id=check_id,
        subject=subject,
        verdict=verdict,
        severity=severity,
        claimed=printed,
        recomputed=recomputed,
        metric=figures[0].metric if figures else None,
        cause_id=None if verdict == "consistent" else cause(audited, "first_few", table.table.table_no),
        **say(
            "first_few",
            sentence,
            table=table.name,
            table_no=table.table.table_no,
            printed=printed,
            n=len(table.rows),
            kinds=len(groups_of(table)),
            of_kind=len(groups_of(table)[0]),
        ),
    )
    return located(audited, finding, claims_of(figures), table.sample)
