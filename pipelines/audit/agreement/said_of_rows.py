"""What sentences say of the rows of a table: who had no requests, that nobody was late, how many accounts there are.

What belongs here: words and numbers of rows. What does not: figures against cells (``narrative_vs_table``,
``named_cells``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from parsers.records import Claim, Table
from pipelines.audit.agreement.columns import Column, column, tables_en, tables_of
from pipelines.audit.agreement.narrative_vs_table import where_said
from pipelines.audit.figures import claims_of, figure, is_whole, located, narrative, same_subject
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.rules import words
from pipelines.audit.sheets import sheets
from pipelines.audit.stated import (
    compact,
    shown,
    table_channel,
    table_name,
    whole_number,
)
from pipelines.audit.steps import step
from pipelines.audit.wording import channel_zh, decimal, metric_en, metric_zh

_RULES = "said_of_rows"

_NAME_ENDS = re.compile(r"[、，,；;]|和|及|以及")


def named_units(text: str) -> tuple[str, ...]:
    """The units of a printed list; a closing 等 is no unit, and 和 inside a name is kept apart by no one here."""
    names = (compact(name).removesuffix("等") for name in _NAME_ENDS.split(text))
    return tuple(name for name in names if name)


@check(
    "N1",
    "零诉求单位与附表零行",
    "units without requests against rows without any",
    gives="consistent needs_definition",
)
def zero_requests(audited: Audited) -> Iterator[Finding]:
    """The units that the text names as without requests print none in the tables of the channel.

    Tolerance: none.
    """
    for claim in audited.claims:
        if claim.metric != "zero_requests" or not (named := named_units(claim.agency or claim.value_text or "")):
            continue
        volumes: dict[str, Fraction] = {}
        tables = [s for s in sheets(audited) if s.sample is not None and same_subject(s.sample, claim)]
        for table in tables:
            for row in table.rows:
                cell = next((row.by_metric[m] for m in ("received", "due", "forwarded") if m in row.by_metric), None)
                volumes[compact(row.label)] = Fraction(0) if cell is None else cell.value
        if volumes:
            yield _zero_requests(
                audited, claim, named, volumes, "、".join(table_name(audited, t.table) for t in tables)
            )


def _zero_requests(
    audited: Audited, claim: Claim, named: tuple[str, ...], volumes: dict[str, Fraction], tables: str
) -> Finding:
    busy = [f"{name}{decimal(volumes[name])}件" for name in named if volumes.get(name)]
    unnamed = [name for name, volume in volumes.items() if volume == 0 and name not in named]
    case, verdict, severity, others = "zero_rows", "consistent", 0, []
    if busy:
        case, verdict, severity, others = "zero_rows_differ", "needs_definition", 2, busy
    elif unnamed:
        case, verdict, severity, others = "zero_rows_unnamed", "unusual", 1, unnamed
    finding = Finding(
        check_id="N1",
        subject=f"{channel_zh(claim.channel)}零诉求单位与附表零行",
        verdict=verdict,
        severity=severity,
        **say(
            _RULES, case, claimed="、".join(named), table=tables, table_en=tables_en(tables), figure="、".join(others)
        ),
        claimed="、".join(named),
        recomputed=step("same", n=len(named) - len(busy)) + (f"；{'、'.join(others)}" if others else ""),
        metric=claim.metric,
    )
    return located(audited, finding, [claim])


@check("N1", "正文无逾期与附表", "no unit late against the late columns", gives="consistent needs_definition")
def none_late(audited: Audited) -> Iterator[Finding]:
    """Where the text says that no unit was late, the columns of late items of the same channel and period are 0.

    Tolerance: none.
    """
    for claim in narrative(audited):
        is_none = claim.metric == "units" and whole_number(claim) == 0
        if not is_none or not any(word in (claim.category or "") for word in words(_RULES, "none_late")):
            continue
        tables = tables_of(audited, replace(claim, category=None))
        late = [c for m in words(_RULES, "late_columns") if (c := column(audited, tables, m)) is not None]
        if late:
            yield _none_late(audited, claim, late)


def _none_late(audited: Audited, claim: Claim, late: list[Column]) -> Finding:
    worst = max(late, key=lambda c: c.value)
    holds = worst.value == 0
    finding = Finding(
        check_id="N1",
        subject=f"{channel_zh(claim.channel)}正文无逾期与{worst.names}",
        verdict="consistent" if holds else "needs_definition",
        severity=0 if holds else 2,
        **say(
            _RULES,
            "none_late" if holds else "some_late",
            **where_said(claim) | {"where": channel_zh(claim.channel) or "文中", "label": claim.category or ""},
            table=worst.names,
            table_en=tables_en(worst.names),
            column=metric_zh(worst.metric),
            column_en=metric_en(worst.metric),
            figure=decimal(worst.value),
        ),
        claimed="无",
        recomputed=decimal(worst.value),
        metric=claim.metric,
    )
    return located(audited, finding, (claim, *claims_of(worst.cells)))


@check(
    "N1",
    "家数与检查表行数",
    "number of accounts against the rows of the inspection table",
    gives="consistent needs_definition",
)
def accounts_against_rows(audited: Audited) -> Iterator[Finding]:
    """A printed number of accounts or units against the rows of the one inspection table of its channel.

    Tolerance: none.
    """
    inspected = [t for t in audited.tables if any(c.metric == "compliance" for c in t.columns) and not t.cut_off]
    for claim in narrative(audited):
        if claim.metric not in words(_RULES, "counted_by_rows") or not is_whole(claim) or figure(claim) is None:
            continue
        tables = [t for t in inspected if claim.channel and table_channel(audited, t) == claim.channel]
        if len(tables) == 1:
            yield _row_count(audited, claim, tables[0])


def _row_count(audited: Audited, claim: Claim, table: Table) -> Finding:
    rows = [row for row in table.rows if not row.is_total and not row.is_subtotal]
    printed = figure(claim)
    holds = printed is not None and len(rows) in printed.interval
    owners = len({compact(row.label) for row in rows if row.label})
    name = table_name(audited, table)
    finding = Finding(
        check_id="N1",
        subject=f"{channel_zh(claim.channel)}家数与{name}行数",
        verdict="consistent" if holds else "needs_definition",
        severity=0 if holds else 2,
        **say(
            _RULES,
            "row_count" if holds else "row_count_differs",
            **where_said(claim),
            table=name,
            table_en=tables_en(name),
            figure=len(rows),
            owners=owners,
        ),
        claimed=shown(claim),
        recomputed=str(len(rows)),
        evidence=(step("owners", n=owners),),
        metric=claim.metric,
    )
    return located(audited, finding, [claim])
