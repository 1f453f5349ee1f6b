"""N1 for parts and units: a figure that a sentence gives for one office or one kind, against its row in a table.

What belongs here: finding the row and holding the two figures together; the number of units that a text names against
the rows of its table. What does not: wholes against totals (``narrative_vs_table``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from parsers.records import Claim
from parsers.text.characters import plain_word
from pipelines.audit.figures import block, claims_of, distinct, figure, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, allow_one, severity_between
from pipelines.audit.rules import field, lists, words
from pipelines.audit.sheets import Sheet, SheetRow, sheets
from pipelines.audit.stated import compact, grouped, label_of, may_be_of_one, shown, shown_en, table_name
from pipelines.audit.wording import apart, channel_zh, metric_en, metric_zh

_RULES = "narrative_vs_table"
LONGEST_CLAUSE = 40
"""Characters before a figure in which the name that it belongs to stands."""
_CLAUSE_BREAK = re.compile(r"[。；;:,、](?![^(]*\))")
_SHORTEST_NAME = 2
"""Characters of a name that may stand without its place: 教育局 for 县教育局."""


def is_same_name(printed: str, label: str) -> bool:
    """Whether a sentence and a row name one office or kind: the same words, but for a place before or 类 behind."""
    return _bare_name(label) in _same_names(printed)


def _bare_name(printed: str) -> str:
    return compact(printed).removesuffix("类")


@lru_cache(maxsize=4096)
def _same_names(printed: str) -> frozenset[str]:
    """The names without white space and 类 that are one with ``printed``: its own, and that with or without a place."""
    name, places = _bare_name(printed), words(_RULES, "places_before")
    without = {rest for place in places if len(rest := name.removeprefix(place)) > _SHORTEST_NAME}
    return frozenset({name, *without, *(f"{place}{name}" for place in places if len(name) > _SHORTEST_NAME)})


def may_be_one(table: Sheet, claim: Claim) -> bool:
    """Whether a table and a sentence may speak of one channel and period: neither says that it is another."""
    return table.sample is not None and may_be_of_one(table.sample, claim)


def is_of_a_row(audited: Audited, claim: Claim) -> bool:
    """Whether a rate of one office or group is printed again in its row, subtotals among them: there its counts are."""
    name = claim.agency if claim.scope == "unit" else claim.category
    return name is not None and any(
        is_same_name(name, label) or (row.is_subtotal and (stem := re.sub("[小合]计.*", "", label)) and stem in name)
        for cell in audited.claims
        if cell.origin == "table" and (cell.metric, cell.value) == (claim.metric, claim.value)
        for table in audited.tables
        if table.table_no == cell.table_no
        for row in table.rows[(cell.row_no or 1) - 1 : cell.row_no]
        for label in (compact(row.label or ""),)
    )


def _row(audited: Audited, claim: Claim, name: str) -> tuple[Sheet, SheetRow] | None:
    """The one row of the document that bears the name; ``None`` where there is none or there are several."""
    named = (one for row_name in _same_names(name) for one in _rows_by_name(audited).get(row_name, ()))
    found = [(table, row) for table, row in named if may_be_one(table, claim)]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=8)
def _rows_by_name(audited: Audited) -> dict[str, list[tuple[Sheet, SheetRow]]]:
    """The rows of all tables by their name as it is compared."""
    return grouped(((t, row) for t in sheets(audited) for row in t.rows), lambda one: _bare_name(one[1].label))


@lru_cache(maxsize=8)
def _long_names(audited: Audited) -> tuple[tuple[str, Sheet, SheetRow], ...]:
    """The rows of all tables whose name is long enough to be known again among other words."""
    named = ((compact(row.label), table, row) for table in sheets(audited) for row in table.rows)
    return tuple(one for one in named if len(one[0]) > _SHORTEST_NAME)


def _cell(claim: Claim, printed: Figure, row: SheetRow) -> Figure | None:
    """The cell that a figure may be held against: one that agrees, else that of the same metric."""
    allowed = field(_RULES, "pairs").get(claim.metric, {})
    may_be = [claim.metric, *allowed, *lists(_RULES, "volume_columns").get(claim.metric, ())]
    cells = [row.by_metric[m] for m in dict.fromkeys(may_be) if m in row.by_metric]
    agreeing = (cell for cell in cells if allow_one(printed, cell))
    return next(agreeing, None) or row.by_metric.get(claim.metric)


def _findings(audited: Audited) -> Iterator[Finding]:
    for claim in narrative(audited) if sheets(audited) else ():
        name = claim.agency if claim.scope == "unit" else claim.category
        printed = figure(claim) if kind(claim.metric) in ("count", "rate") else None
        if printed is None or claim.each or printed.is_bound or claim.metric == "change":
            continue
        found = (_row(audited, claim, name) if name else None) or _row_in_clause(audited, claim)
        if found is None:
            continue
        table, row = found
        cell = _cell(claim, printed, row)
        if cell is None:
            continue
        is_sure = claim.scope == "unit" and name is not None and is_same_name(name, row.label)
        if allow_one(printed, cell) or (is_sure and _is_told_once(audited, claim)):
            yield _finding(audited, claim, printed, table, row, cell)


def _row_in_clause(audited: Audited, claim: Claim) -> tuple[Sheet, SheetRow] | None:
    """The one row whose label stands in the clause before the figure, whatever the words around it
    (转派市直单位2013件), or in the name of what it counts (环保热线电话举报)."""
    places = "\n".join((*clauses(claim), compact(claim.category or "")))  # a name holds no line break
    found = [(table, row) for name, table, row in _long_names(audited) if name in places and may_be_one(table, claim)]
    return found[0] if len(found) == 1 else None


def clauses(claim: Claim) -> Iterator[str]:
    """The clause before each place where the figure stands in its sentence."""
    quote, printed = compact(plain_word(claim.quote)), compact(plain_word(claim.printed))
    place = quote.find(printed)
    while printed and place >= 0:
        yield _CLAUSE_BREAK.split(quote[:place][-LONGEST_CLAUSE:])[-1]
        place = quote.find(printed, place + len(printed))


def _is_told_once(audited: Audited, claim: Claim) -> bool:
    """Whether the text gives one figure of that name and metric, so that it must be the row's."""
    same = {
        c.value
        for c in narrative(audited)
        if (c.metric, c.category, c.agency) == (claim.metric, claim.category, claim.agency)
    }
    return len(same) == 1 and block(claim) not in audited.unread


def _finding(audited: Audited, claim: Claim, printed: Figure, table: Sheet, row: SheetRow, cell: Figure) -> Finding:
    holds = allow_one(printed, cell)
    gap = cell.value - printed.value
    is_rate = kind(claim.metric) == "rate"
    severity = 0 if holds else severity_between(cell.value, printed, is_rate=is_rate)
    name = table_name(audited, table.table)
    finding = Finding(
        check_id="N1",
        subject=f"{channel_zh(claim.channel)}正文{row.label}{label_of(claim)}与{name}",
        verdict="consistent" if holds else "needs_definition",
        severity=severity,
        claimed=shown(claim),
        recomputed=cell.printed,
        gap=gap / 100 if is_rate else gap,
        metric=claim.metric,
        agency=claim.agency if claim.scope == "unit" else None,
        **say(
            _RULES,
            "row" if holds else "row_differs",
            name=row.label,
            label=label_of(claim),
            label_en=metric_en(claim.metric),
            claimed=shown(claim),
            claimed_en=shown_en(claim),
            table=name,
            table_no=table.table.table_no,
            column=metric_zh(cell.metric),
            column_en=metric_en(cell.metric),
            figure=cell.printed,
            gap=apart(gap, is_rate=is_rate),
        ),
    )
    return located(audited, finding, (claim, *claims_of((cell,))))


@check("N1", "所称单位、类别与其行", "named units and kinds against their rows", gives="consistent needs_definition")
def named_rows(audited: Audited) -> Iterator[Finding]:
    """A figure that a sentence gives for one office or kind against the row of that name, in the column of its metric
    or of one that it may be held against (``rules/narrative_vs_table.yaml``).

    Only where one row of the document bears the name. A difference is told where the text gives the office or kind no
    second figure of that metric: the two may be counted differently.

    Tolerance: none for counts; for rates half a unit of the last printed digit of either.
    """
    yield from distinct(_findings(audited))


@check("N1", "涉及单位数与附表行数", "number of units against the rows of the table", gives="consistent")
def units_against_rows(audited: Audited) -> Iterator[Finding]:
    """A number of units concerned (涉及22个单位) that is the number of rows of a table of the channel.

    A number that is not says nothing: a table may list other units, or some of them.

    Tolerance: none; rows are counted.
    """
    for claim in narrative(audited):
        printed = figure(claim) if claim.metric == "units" and claim.scope != "unit" else None
        if printed is None or printed.is_bound or printed.value < 2:
            continue
        for table in sheets(audited):
            units = {compact(row.label) for row in table.rows if row.label}
            names_units = any(c.kind == "label" for c in table.table.columns)
            if names_units and may_be_one(table, claim) and printed.value == len(units):
                yield _row_count(audited, claim, table, len(units))
                break


def _row_count(audited: Audited, claim: Claim, table: Sheet, rows: int) -> Finding:
    name = table_name(audited, table.table)
    finding = Finding(
        check_id="N1",
        subject=f"{channel_zh(claim.channel)}正文{claim.category or '单位'}数与{name}行数",
        verdict="consistent",
        severity=0,
        claimed=shown(claim),
        recomputed=str(rows),
        metric=claim.metric,
        **say(
            _RULES,
            "units_rows",
            claimed=shown(claim),
            claimed_en=shown_en(claim),
            table=name,
            table_no=table.table.table_no,
            figure=rows,
        ),
    )
    return located(audited, finding, (claim,))
