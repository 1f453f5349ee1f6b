"""N1: the same figure in a sentence and in a table.

What belongs here: which two printings may be held against each other (``rules/narrative_vs_table.yaml``) and what it
means when they differ. What does not: sums with their own total (A1), parts of a whole (A2), figures of different
speakers or dates (``counters``), one figure in several sentences (``reprinted``), words about rows (``said_of_rows``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from parsers.records import Claim
from pipelines.audit.agreement.columns import Column, column, lists_the_first, row_sum, tables_en, tables_of
from pipelines.audit.figures import (
    block,
    claims_of,
    distinct,
    figure,
    is_whole,
    kind,
    located,
    narrative,
    of_paragraph,
    of_part,
    same_subject,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, severity_of_gap, severity_of_points
from pipelines.audit.rules import field, lists, words
from pipelines.audit.sheets import Sheet, sheets
from pipelines.audit.stated import channel_en, label_of, period_of, shown, shown_en, table_name
from pipelines.audit.wording import apart, channel_zh, decimal, metric_en, metric_zh

_RULES = "narrative_vs_table"
# Two figures of one label of which one is less than half of the other are more likely a whole and a part whose name was
# not read than two printings of one figure.
SAME_FIGURE = Fraction(1, 2)
SMALLEST_FAR = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What holding a sentence against a table gives: the case of the sentence file, verdict, severity, the reading."""

    case: str
    verdict: str
    severity: int
    reading: str = ""


def compare(
    printed: Figure, found: Column, relation: str, together: Fraction | None, *, is_named: bool = False
) -> Outcome | None:
    """A sentence's figure against a column. ``together`` is what the columns that may be taken together add up to.

    ``is_named``: the table's title names what the sentence counts, so that the table is meant to be complete.
    ``None`` where the relation allows no conclusion. A reading by label is severity 2, other differences go by their
    volume.
    """
    if any(value in printed.interval for value in found.readings()):
        return Outcome("same", "consistent", 0)
    if kind(printed.metric) == "rate":
        worst = severity_of_points(found.value, printed)
        # A bound is seldom said of the total (3个单位按期办结率低于90%), and rates of several tables have none.
        no_total = relation == "agree" or found.is_partial or printed.is_bound or len(found.values) > 1
        return None if no_total else Outcome("differs", "needs_definition", worst)
    if (relation == "at_least" and printed.value > found.value) or (
        relation == "at_most" and printed.value < found.value
    ):
        return Outcome("within", "consistent", 0)
    if relation == "holds":
        is_near = SAME_FIGURE * printed.value <= found.value <= printed.value
        return Outcome("within", "consistent", 0) if is_near else None
    severity = severity_of_gap(printed.value - found.value, printed.value)
    if together is not None and together in printed.interval:
        return Outcome("taken_together", "needs_definition", 2)
    if not found.is_sum and sum(found.row_sums, Fraction(0)) in printed.interval:
        return Outcome("sum_of_rows", "needs_definition", severity, decimal(sum(found.row_sums, Fraction(0))))
    if printed.value < SAME_FIGURE * found.value and not is_named:
        return None  # a part whose name was not read
    is_far = found.value < SAME_FIGURE * printed.value >= SMALLEST_FAR and not found.is_sum
    if found.value < printed.value and not is_named and (found.is_partial or is_far):
        return Outcome("one_kind", "unusual", 1)
    if found.is_sum and severity == 3 and found.value < printed.value and not is_named:
        # A table without total that falls far short lists some of the units only; that is no disagreement, and of
        # another stage (受理 beside 应办) it says nothing at all.
        return Outcome("rows_partial", "unusual", 1) if found.metric == printed.metric else None
    if found.is_sum:
        return Outcome("rows_only", "needs_definition", severity)
    if found.metric != printed.metric:
        return Outcome("labels_differ", "needs_definition", severity)
    return Outcome("differs", "needs_definition", severity)


def where_said(claim: Claim) -> dict[str, str]:
    """Channel, part and label of a figure for a sentence, in both languages."""
    return {
        "where": channel_zh(claim.channel) + (claim.category or "") or "文中",
        "where_en": channel_en(claim.channel),
        "label": label_of(claim),
        "label_en": metric_en(claim.metric),
        "claimed": shown(claim),
        "claimed_en": shown_en(claim),
    }


def _comparison(
    audited: Audited, claim: Claim, printed: Figure, found: Column, outcome: Outcome, parts: tuple[Column, ...]
) -> Finding:
    joined = "+".join(decimal(part.value) for part in parts)
    by_sum = outcome.case == "taken_together"
    finding = Finding(
        check_id="N1",
        subject=f"{where_said(claim)['where']}正文{label_of(claim)}与{found.names}{metric_zh(found.metric)}",
        verdict=outcome.verdict,
        severity=outcome.severity,
        **say(
            _RULES,
            outcome.case,
            **where_said(claim),
            table=found.names,
            table_en=tables_en(found.names),
            column=metric_zh(found.metric),
            column_en=metric_en(found.metric),
            figure=_figure_text(found),
            gap=apart(printed.value - found.value, is_rate=kind(claim.metric) == "rate"),
            reading=f"{joined}={printed.printed}（{'+'.join(metric_zh(p.metric) for p in parts)}）"
            if by_sum
            else outcome.reading,
            reading_en=f"{joined} = {printed.printed}" if by_sum else outcome.reading,
        ),
        claimed=shown(claim),
        recomputed=_figure_text(found) + (f"；{joined}={printed.printed}" if by_sum else ""),
        gap=found.value - printed.value,
        alternatives=(f"{joined}={printed.printed}",) if by_sum else (),
        metric=claim.metric,
    )
    used = parts if by_sum else (found,)
    return located(audited, finding, (claim, *claims_of(cell for part in used for cell in part.cells)))


def _figure_text(found: Column) -> str:
    """One printed cell as printed, several as their sum."""
    if len(found.cells) == 1 and found.cells[0].printed:
        return found.cells[0].printed
    return decimal(found.value) + ("%" if kind(found.metric) == "rate" else "")


@check("N1", "正文与附表", "text against table", gives="consistent needs_definition unusual")
def text_against_table(audited: Audited) -> Iterator[Finding]:
    """A whole or a named part in a sentence against the total (or the rows) of the tables of its channel and period.

    Counts must be equal, rates must overlap at printed precision. Repeats of one figure give one finding.

    Tolerance: none for counts; for rates half a unit of the last printed digit.
    """
    yield from distinct(_comparisons(audited) if sheets(audited) else ())


def _comparisons(audited: Audited) -> Iterator[Finding]:
    seen: set[tuple[object, ...]] = set()
    listing_some: set[str] = set()
    met = {_told(c) for c in narrative(audited) if _is_met(audited, c)}
    for claim in narrative(audited):
        printed = figure(claim)
        if _told(claim) in met and not _is_met(audited, claim):
            continue  # another figure of that name is the one that the tables print
        key = (claim.region_code, claim.channel, claim.category, claim.metric, *period_of(claim), claim.value)
        if printed is None or claim.scope == "unit" or claim.each or key in seen:
            continue
        if _is_unnamed_part(audited, claim) and not _is_printed_below(audited, claim, printed):
            continue
        if claim.unit in words(_RULES, "units_of_offices"):
            continue  # 10家 are offices, whatever they are said to have received
        seen.add(key)
        yield from _against_tables(audited, claim, printed, listing_some)


def _told(claim: Claim) -> tuple[object, ...]:
    """What a figure of a sentence is about, but for its value."""
    return (claim.region_code, claim.channel, claim.category, claim.scope, claim.metric, *period_of(claim))


def _is_met(audited: Audited, claim: Claim, beside: str | None = None) -> bool:
    """Whether the tables of a figure print it too; with ``beside`` only those that print that metric."""
    printed = figure(claim)
    if printed is None or claim.scope == "unit":
        return False
    pairs = field(_RULES, "pairs").get(claim.metric, {})
    tables = [t for t in tables_of(audited, claim) if beside is None or any(beside in r.by_metric for r in t.rows)]
    found = next((c for m in pairs if (c := column(audited, tables, m)) is not None), None)
    return found is not None and any(value in printed.interval for value in found.readings())


def _is_unnamed_part(audited: Audited, claim: Claim) -> bool:
    """Whether the text prints a figure of the same name and scope more than twice as large (其中重点督办受理25件)."""
    if kind(claim.metric) != "count" or claim.value is None:
        return False
    peers = (c.value for c in of_part(audited, claim) if c.metric == claim.metric and c.value is not None)
    return any(Fraction(claim.value) < SAME_FIGURE * Fraction(value) for value in peers)


def _announced_by(tables: Iterable[Sheet], claim: Claim) -> tuple[Sheet, ...]:
    """The tables that stand straight below the paragraph of a figure."""
    return tuple(t for t in tables if t.table.lead == block(claim))


def _is_printed_below(audited: Audited, claim: Claim, printed: Figure) -> bool:
    """Whether the table that the paragraph of a figure announces prints it (派遣的9件案件中，完成情况如下：)."""
    found = column(audited, _announced_by(tables_of(audited, claim), claim), claim.metric)
    return found is not None and found.value in printed.interval


def _came_in(audited: Audited, claim: Claim) -> list[Claim]:
    """What the text says came in, of the part that a figure is of."""
    return [c for c in of_part(audited, claim) if c.metric in words("groups", "wholes")]


def _is_of_another(came_in: Iterable[Claim], found: Column) -> bool:
    """Whether another count of what came in is the one that a column prints (收到66件，其中有效60件)."""
    return any((f := figure(c)) is not None and found.value in f.interval for c in came_in)


def _that_print_it(audited: Audited, tables: Iterable[Sheet], printed: Figure, found: Column) -> Column:
    """Of the tables that ``found`` is of, those that print a figure each by itself; all where only together they do."""
    single = (column(audited, [table], found.metric) for table in tables)
    same = [one for one in single if one is not None and one.value in printed.interval]
    if not same:
        return found
    return replace(
        same[0], names="、".join(one.names for one in same), cells=tuple(cell for one in same for cell in one.cells)
    )


def _is_announced_elsewhere(audited: Audited, table: Sheet, claim: Claim) -> bool:
    """Whether a table is announced, and divides a count, in another paragraph than that of a figure (受理的34件中，
    办理情况如下：): it is of what that paragraph is about.
    """
    lead = table.table.lead
    return (
        lead is not None
        and lead != block(claim)
        and any(
            kind(c.metric) == "count" and c.quote.rstrip().endswith(("：", ":")) for c in of_paragraph(audited, lead)
        )
    )


def _count_a_part(audited: Audited, claim: Claim, tables: tuple[Sheet, ...]) -> bool:
    """Whether the tables of a whole add up to what the text prints for a part of it (街道承办3091件, of 4256)."""
    totals = {c.value for metric in words("groups", "wholes") if (c := column(audited, tables, metric)) is not None}
    if not is_whole(claim) or totals & {Fraction(c.value) for c in _came_in(audited, claim) if c.value is not None}:
        return False
    parts = (c for c in narrative(audited) if c.category is not None and kind(c.metric) == "count")
    return any(c.value is not None and Fraction(c.value) in totals and same_subject(c, claim) for c in parts)


def _against_tables(audited: Audited, claim: Claim, printed: Figure, listing_some: set[str]) -> Iterator[Finding]:
    """``listing_some`` are the tables of which it was said that they list some of the units only: that is said once."""
    tables = tables_of(audited, claim)
    if _is_printed_below(audited, claim, printed):
        tables = _announced_by(tables, claim)
    for metric, relation in field(_RULES, "pairs").get(claim.metric, {}).items():
        found = column(audited, tables, metric)
        if found is None:
            continue
        elsewhere = {t.table.lead for t in tables if _is_announced_elsewhere(audited, t, claim)}
        came_in = [c for c in _came_in(audited, claim) if block(c) not in elsewhere]
        if elsewhere or _count_a_part(audited, claim, tables):
            found = replace(found, is_partial=True)
        if found.is_partial and any(_is_met(audited, c, metric) for c in came_in):
            found = replace(found, is_partial=False)  # its tables print all that came in
        names = lists(_RULES, "taken_together").get(claim.metric, ())
        parts = tuple(part for name in names if (part := column(audited, tables, name)) is not None)
        together = sum((p.value for p in parts), Fraction(0)) if len(parts) == len(names) > 0 else None
        outcome = compare(printed, found, relation, together, is_named=claim.category is not None)
        is_cut = outcome is not None and outcome.case != "same" and any(map(lists_the_first, tables))
        if outcome is not None and outcome.case == "labels_differ" and _is_of_another(came_in, found):
            return
        if outcome is not None and outcome.verdict == "unusual" and _is_printed(audited, found):
            return  # the text counts what stands in the table by itself
        if outcome is not None and outcome.case == "rows_partial":
            if found.names in listing_some:
                return
            listing_some.add(found.names)
        if outcome is not None and outcome.case == "same":
            found = _that_print_it(audited, tables, printed, found)
        if outcome is not None and not is_cut:
            yield _comparison(audited, claim, printed, found, outcome, parts)
        return
    yield from _against_difference(audited, claim, printed, tables)


def _is_printed(audited: Audited, found: Column) -> bool:
    """Whether the text prints what a column adds up to, of whatever part (前五类诉求共4057件)."""
    counts = (figure(c) for c in (*narrative(audited), *audited.unassigned) if c.unit != "%")
    return any(f is not None and f.value == found.value for f in counts)


def _against_difference(
    audited: Audited, claim: Claim, printed: Figure, tables: tuple[Sheet, ...]
) -> Iterator[Finding]:
    """A figure that no column prints but two columns give as a difference; only where both are there."""
    names = lists(_RULES, "difference").get(claim.metric, ())
    parts = [part for name in names if (part := column(audited, tables, name)) is not None]
    if len(parts) != 2:
        return
    left, names_zh = parts[0].value - parts[1].value, "减".join(metric_zh(name) for name in names)
    holds = left in printed.interval
    finding = Finding(
        check_id="N1",
        subject=f"{channel_zh(claim.channel)}正文{label_of(claim)}与{parts[0].names}{names_zh}",
        verdict="consistent" if holds else "needs_definition",
        severity=0 if holds else severity_of_gap(printed.value - left, printed.value),
        **say(
            _RULES,
            "same" if holds else "labels_differ",
            **where_said(claim),
            table=parts[0].names,
            table_en=tables_en(parts[0].names),
            column=names_zh,
            column_en=" less ".join(metric_en(n) for n in names),
            figure=decimal(left),
            gap=decimal(abs(printed.value - left)),
        ),
        claimed=shown(claim),
        recomputed=decimal(left),
        evidence=(f"{decimal(parts[0].value)}-{decimal(parts[1].value)}={decimal(left)}",),
        metric=claim.metric,
    )
    yield located(audited, finding, (claim, *claims_of(cell for part in parts for cell in part.cells)))


@check("N1", "无合计表的各行之和", "row sums of a table without total", gives="consistent needs_definition")
def rows_without_total(audited: Audited) -> Iterator[Finding]:
    """Where a table prints no total: completions of all rows are not more than what came in.

    Tolerance: none.
    """
    for table in sheets(audited):
        if table.total is not None or table.table.cut_off:
            continue
        came_in = next((m for m in ("due", "received", "forwarded") if row_sum(table, m) is not None), None)
        done = row_sum(table, "completed")
        if came_in is None or done is None:
            continue
        base = row_sum(table, came_in) or Fraction(0)
        holds = done <= base
        name = table_name(audited, table.table)
        finding = Finding(
            check_id="N1",
            subject=f"{name}办结之和与{metric_zh(came_in)}之和",
            verdict="consistent" if holds else "needs_definition",
            severity=0 if holds else severity_of_gap(done - base, base),
            **say(
                _RULES,
                "rows_hold" if holds else "rows_exceed",
                table=name,
                table_en=tables_en(name),
                column=metric_zh("completed"),
                column_en="completed",
                figure=decimal(done),
                base=metric_zh(came_in),
                base_en=metric_en(came_in),
                claimed=decimal(base),
            ),
            claimed=decimal(base),
            recomputed=decimal(done),
            gap=done - base,
            metric="completed",
        )
        cells = (row.by_metric.get(m) for row in table.rows for m in (came_in, "completed"))
        yield located(audited, finding, claims_of(cells))
