"""Rows of website and new-media inspection tables (合格/不合格) as records.

What belongs here: reading the columns of such a table by their role. What does not: finding the tables
(``parsers.tables``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from parsers.cells import header_word
from parsers.records import Column, Compliance, Row, Table
from parsers.vocabulary import channel_words, load
from parsers.vocabulary.checked import words
from parsers.vocabulary.layout import line_kind, squeezed

UNKNOWN_KIND = "unknown"
"""Neither the columns nor the title of the table says what was inspected."""


def compliance(tables: Iterable[Table]) -> list[Compliance]:
    """One record for each row of a table with a 合格/不合格 column, in reading order.

    ``kind`` is ``new_media`` or ``website`` by the columns, the title, the captions or the section of the table,
    otherwise ``unknown``; ``interval`` is the printed time of inspection. A row whose result is blank is a record with
    ``result`` ``""``.
    """
    return [_record(row, table) for table in tables if _has_result(table) for row in table.rows if not row.is_total]


def _has_result(table: Table) -> bool:
    return any(c.metric == "compliance" for c in table.columns)


def _record(row: Row, table: Table) -> Compliance:
    def cell(role: str) -> str | None:
        return _in_column(row, table.columns, role)

    result_at = next(i for i, c in enumerate(table.columns) if c.metric == "compliance")
    return Compliance(
        agency=row.label,
        kind=_kind(table),
        platform=cell("platform"),
        account=cell("account"),
        result=(row.cells[result_at] or "").strip(),
        problem=cell("problem"),
        remark=next((row.cells[i] or None for i, c in enumerate(table.columns) if c.kind == "note"), None),
        interval=_interval(table.caption),
        locator=row.locator,
    )


def _in_column(row: Row, columns: Sequence[Column], role: str) -> str | None:
    at = next((i for i, c in enumerate(columns) if header_word(c.header)[0] in _role_words(role)), None)
    return None if at is None else row.cells[at] or None


@cache
def _role_words(role: str) -> frozenset[str]:
    return frozenset(words(load("columns")["roles"][role], "parsers/vocabulary/columns.yaml", f"roles, {role}"))


def _kind(table: Table) -> str:
    if any(header_word(c.header)[0] in _role_words("account") for c in table.columns):
        return "new_media"
    printed = [table.title or "", *table.caption, table.section or ""]
    longest_first = sorted(channel_words(), key=len, reverse=True)
    found = (channel_words()[w] for text in printed for w in longest_first if w in squeezed(text))
    return next((code for code in found if code in ("website", "new_media")), UNKNOWN_KIND)


def _interval(captions: Sequence[str]) -> str | None:
    """每 10 天监测一次, out of （监测时间: 每 10 天监测一次）."""
    for caption in captions:
        bare = caption.strip().strip("（）()").strip()
        if line_kind("interval").match(bare) is not None:
            return re.split("[:：]", bare, maxsplit=1)[1].strip()
    return None
