"""A8: do the counts in the note column of a table explain the cells of their row?

What belongs here: notes such as "10月逾期1件 11月逾期2件" against the counts of the row and of the table. What does
not: notes that change what a count means (D2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from pipelines.audit.figures import cause, claims_of, figure, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.rules import lists
from pipelines.audit.sheets import Sheet, SheetRow, sheets
from pipelines.audit.wording import decimal, metric_en, metric_zh, signed


def noted(row: SheetRow, metric: str) -> tuple[Figure, ...]:
    """The counts of one metric in the notes of a row."""
    return tuple(f for c in row.notes if c.metric == metric and (f := figure(c)) is not None)


def explained(metric: str, figures: Mapping[str, Figure]) -> tuple[tuple[str, ...], ...]:
    """The combinations of columns that a note of ``metric`` may explain and that the row prints."""
    combinations = [tuple(text.split(" + ")) for text in lists("notes", "explains").get(metric, ())]
    return tuple(c for c in combinations if set(c) <= figures.keys())


def _sum(metrics: tuple[str, ...], figures: Mapping[str, Figure]) -> Fraction:
    return sum((figures[m].value for m in metrics), Fraction(0))


def _note_finding(
    audited: Audited,
    table: Sheet,
    subject: str,
    metric: str,
    notes: tuple[Figure, ...],
    figures: Mapping[str, Figure],
    agency: str | None,
) -> Finding | None:
    combinations = explained(metric, figures)
    if not notes or not combinations:
        return None
    added = sum((f.value for f in notes), Fraction(0))
    fitting = next((c for c in combinations if _sum(c, figures) == added), None)
    shown = fitting or combinations[0]
    cells = _sum(shown, figures)
    words = {
        "subject": subject,
        "metric_en": metric_en(metric),
        "terms": "+".join(decimal(f.value) for f in notes),
        "added": decimal(added),
        "columns_zh": "+".join(metric_zh(m) for m in shown),
        "columns_en": " + ".join(metric_en(m) for m in shown),
        "cells": "+".join(decimal(figures[m].value) for m in shown),
        "cell_sum": decimal(cells),
        "gap": signed(added - cells),
    }
    finding = Finding(
        check_id="A8",
        subject=subject,
        verdict="inconsistent" if fitting is None else "consistent",
        severity=2 if fitting is None else 0,
        claimed=decimal(cells),
        recomputed=decimal(added),
        gap=added - cells,
        evidence=(f"{words['terms']} = {words['added']}", f"{words['cells']} = {words['cell_sum']}"),
        metric=metric,
        agency=agency,
        cause_id=cause(audited, "notes", table.table.table_no, subject) if fitting is None else None,
        **say("notes", "holds" if fitting else "differs", **words),
    )
    return located(audited, finding, claims_of((*notes, *(figures[m] for m in shown))))


def _row_subject(table: Sheet, row: SheetRow, metric: str) -> str:
    return f"{table.name}{row.label}备注{metric_zh(metric)}之和"


def is_complete(table: Sheet, metric: str) -> bool:
    """Whether every row that has something to explain has a note for it, so that the notes can be held against the
    total.
    """
    return all(
        noted(row, metric) or not any(_sum(c, row.by_metric) for c in explained(metric, row.by_metric))
        for row in table.rows
    )


def _total_finding(audited: Audited, table: Sheet, metric: str) -> Finding | None:
    notes = tuple(f for row in table.rows for f in noted(row, metric))
    if table.total is None or table.table.cut_off or not is_complete(table, metric) or len(notes) < 2:
        return None
    return _note_finding(
        audited, table, f"{table.name}备注{metric_zh(metric)}总和", metric, notes, table.total.by_metric, None
    )


@check("A8", "备注与数格", "notes against cells", gives="consistent inconsistent")
def check_notes(audited: Audited) -> Iterator[Finding]:
    """The counts in a row's note against the cells they explain (``rules/notes.yaml``), and all notes against the
    total row.

    The total is tried only where every row that has something to explain has a note.

    Tolerance: none; counts are exact.
    """
    for table in sheets(audited):
        for metric in lists("notes", "explains"):
            for row in table.rows:
                found = _note_finding(
                    audited,
                    table,
                    _row_subject(table, row, metric),
                    metric,
                    noted(row, metric),
                    row.by_metric,
                    row.label,
                )
                if found is not None:
                    yield found
            total = _total_finding(audited, table, metric)
            if total is not None:
                yield total
