"""E1: whether a table was read whole: serial numbers, pages, widths, units listed twice.

What belongs here: what a table shows about its own reading. What does not: its figures. A mismatch is a question to the
reading (``parser_suspect``) and never a discrepancy of the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.records import Row, Table
from parsers.tables.sanity import with_next_serials
from parsers.vocabulary import metrics
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.stated import compact, table_channel, table_name


@check("E1", "附表读取", "reading of a table", gives="consistent parser_suspect unusual")
def extraction(audited: Audited) -> Iterator[Finding]:
    """Serial numbers run from 1 without a gap, the pages add up, every row has the header's width, no unit stands
    twice.

    Tolerance: none.
    """
    for table in audited.tables:
        units = tuple(row for row in table.rows if not row.is_total and not row.is_subtotal)
        for found in (
            _serials(table, units),
            _fragments(table, units),
            _cut_off(table),
            _widths(table),
            _repeats(table, units),
        ):
            if found is not None:
                yield _finding(audited, table, found)


@dataclass(frozen=True, slots=True)
class _Found:
    """What one aspect of a table's reading shows; ``figures`` fill the sentence of ``case``."""

    aspect: str
    case: str
    verdict: str
    severity: int
    claimed: str | None
    recomputed: str
    figures: dict[str, object]


def _finding(audited: Audited, table: Table, found: _Found) -> Finding:
    name = table_name(audited, table)
    return Finding(
        check_id="E1",
        subject=f"{name}{found.aspect}",
        verdict=found.verdict,
        severity=found.severity,
        **say("extraction", found.case, table=name, table_no=table.table_no, **found.figures),
        claimed=found.claimed,
        recomputed=found.recomputed,
        channel=table_channel(audited, table),
    )


def _serials(table: Table, units: tuple[Row, ...]) -> _Found | None:
    printed = [row.serial for row in units]
    if not any(serial is not None for serial in printed):
        return None
    rows = len(units)
    if None not in printed and all(row.serial == n for row, n in with_next_serials(table.rows)):
        return _Found("行数与序号", "serials", "consistent", 0, str(rows), str(rows), {"rows": rows})
    serials = "、".join("（缺）" if serial is None else str(serial) for serial in printed)
    figures: dict[str, object] = {"rows": rows, "serials": serials}
    return _Found("行数与序号", "serials_broken", "parser_suspect", 1, serials, str(rows), figures)


def _fragments(table: Table, units: tuple[Row, ...]) -> _Found | None:
    """Whether the pages were counted with their total row or without is not fixed; both are whole."""
    if len(table.fragments) < 2:
        return None
    shown = "+".join(map(str, table.fragments))
    whole = sum(table.fragments) in (len(units), len(table.rows))
    figures: dict[str, object] = {"n": len(table.fragments), "fragments": shown, "rows": len(units)}
    case, verdict, severity = ("fragments", "consistent", 0) if whole else ("fragments_differ", "parser_suspect", 1)
    return _Found("行数与分页", case, verdict, severity, str(len(units)), shown, figures)


def _cut_off(table: Table) -> _Found | None:
    if not table.cut_off:
        return None
    return _Found("是否读全", "cut_off", "parser_suspect", 1, None, str(len(table.rows)), {"rows": len(table.rows)})


def _widths(table: Table) -> _Found | None:
    columns = len(table.columns)
    other = [row for row in table.rows if len(row.cells) != columns]
    if not other:
        return None
    units = "、".join(row.label or row.locator for row in other)
    figures: dict[str, object] = {"n": len(other), "columns": columns, "units": units}
    return _Found("各行格数", "widths", "parser_suspect", 1, str(columns), units, figures)


def _repeats(table: Table, units: tuple[Row, ...]) -> _Found | None:
    """Only where rows count something: a unit with several accounts stands once an account in an inspection table."""
    counted = any(column.metric and metrics()[column.metric].additive for column in table.columns)
    names = Counter(compact(row.label) for row in units if row.label)
    if not counted or not names:
        return None
    twice = "、".join(name for name, n in names.items() if n > 1)
    if twice:
        return _Found("有无重名单位", "repeated", "unusual", 1, None, twice, {"units": twice})
    return _Found("有无重名单位", "unique", "consistent", 0, None, "0", {})
