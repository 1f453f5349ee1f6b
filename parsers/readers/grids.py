"""Cells with their spans to a ``Grid``, for every format that marks its tables itself (HTML, Word, Excel).

What belongs here: what such tables have in common: empty rows, and tables that only place things on a page. What does
not: how a format writes a table, and tables that have to be found in a print (``pdf``, ``text``).
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.document import Grid

MOST_CELLS = 500_000
"""Cells of a table or a workbook, empty ones between them counted; a year of letters with ten columns has a fifth."""
PROSE = 120
"""Characters of a cell from which on it is running text, not a cell of a table."""
SHORT_LABEL = 12
"""Characters that the label cell of a two-column form has at most (来信内容 beside a long letter is a form, not
layout)."""

Span = tuple[int, int, int, int]
"""Row, column, rows and columns of a merged cell, from 0."""


def filled_grid(
    rows: Sequence[tuple[str | None, ...]], spans: Sequence[Span], place: str, *, page: int | None = None
) -> Grid | None:
    """The rows with something in them as a grid at ``place`` (rows ``b12.r1`` ...); ``None`` when all are empty."""
    kept = [i for i, row in enumerate(rows) if any(row)]
    if not kept:
        return None
    number = {row: i for i, row in enumerate(kept)}
    return Grid(
        tuple(rows[i] for i in kept),
        tuple(f"{place}.r{i + 1}" for i in kept),
        page=page,
        spans=tuple(
            (number[top], left, sum(top <= i < top + high for i in kept), wide)
            for top, left, high, wide in spans
            if top in number
        ),
    )


def is_prose_row(texts: Sequence[str]) -> bool:
    """Whether a row holds running text, given its cells without white space: then its table is layout.

    The long cell of a form stands beside a short label, a long remark at the end of a row of three cells or more.
    """
    long = [i for i, text in enumerate(texts) if len(text) >= PROSE]
    if not long:
        return False
    is_form = long[0] > 0 and 0 < len(texts[long[0] - 1]) <= SHORT_LABEL
    is_remark = long == [len(texts) - 1] and len(texts) > 2
    return not (is_form or is_remark)
