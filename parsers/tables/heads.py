"""The rows of a table that head others: 一、乡镇 or 县直部门, above the offices that they add up.

What belongs here: knowing such rows by their number, or by their name and their figures. What does not: totals and
subtotals that say what they are (``body``), and lines without figures over all columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from parsers.cells import is_group_word
from parsers.records import Column, Row
from parsers.text.numbers import parse_number

_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十]+[)）、.．]")


def with_group_heads(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """The rows; those that alone are numbered (一、乡镇, above 东镇 and 西镇), or are called after a group of offices
    (乡镇), as what adds up the rows below them.
    """
    units = [row for row in rows if not (row.is_total or row.is_subtotal)]
    heads = [_NUMBERED.match(row.label or "") is not None for row in units]
    if not _lead(heads):
        heads = [is_group_word(row.label) for row in units]
        if not (_lead(heads) and _add_up(units, heads, columns)):
            return list(rows)
    marked = {id(row) for row, is_head in zip(units, heads, strict=True) if is_head}
    return [replace(row, is_subtotal=True) if id(row) in marked else row for row in rows]


def _lead(heads: Sequence[bool]) -> bool:
    """Whether heads open the rows and each has rows below it."""
    return bool(heads) and heads[0] and not heads[-1] and not any(a and b for a, b in pairwise(heads))


def _add_up(units: Sequence[Row], heads: Sequence[bool], columns: Sequence[Column]) -> bool:
    """Whether every head prints nothing, or in some column what the rows below it add up to: 乡镇 may be a unit."""
    starts = [at for at, is_head in enumerate(heads) if is_head]
    ends = [*starts[1:], len(units)]
    return all(adds_up(units[at], units[at + 1 : end], columns) for at, end in zip(starts, ends, strict=True))


def adds_up(head: Row, members: Sequence[Row], columns: Sequence[Column]) -> bool:
    """Whether a row prints nothing, or in some column what ``members`` add up to."""
    counted = [at for at, column in enumerate(columns) if column.kind == "count"]
    printed = [(at, n) for at in counted if (n := _number(head, at)) is not None]
    sums = {at: sum((_number(row, at) or Decimal(0) for row in members), Decimal(0)) for at, _ in printed}
    return not printed or any(n == sums[at] > 0 for at, n in printed)


def _number(row: Row, at: int) -> Decimal | None:
    number = parse_number((row.cells[at] or "").strip())
    return None if number is None else number.value
