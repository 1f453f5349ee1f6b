"""P1 and the plain part of N3: results that are all alike, and words of the same document that they sit oddly with.

What belongs here: rows, channels and inspection results that do not differ at all, and printed words of praise or of
late work beside them (``rules/uniformity.yaml``). What does not: whether a rate is right (A4, A5). Nothing here is a
discrepancy: 100 % can be true, and done is not the same as done in time, so a finding is ``unusual`` at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parsers.records import Claim, Row, Table
from pipelines.audit.agreement.reprinted import kind_listed
from pipelines.audit.figures import claims_of, figure, is_whole, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.rules import field, words
from pipelines.audit.sheets import Sheet, sheets
from pipelines.audit.stated import (
    channel_en,
    compact,
    grouped,
    label_of,
    period_of,
    shown,
    table_channel,
    table_name,
    the_channel_en,
    whole_number,
)
from pipelines.audit.steps import step
from pipelines.audit.wording import channel_zh, decimal, header_zh, metric_en, metric_zh

_BASES = ("due", "received", "forwarded")


@dataclass(frozen=True, slots=True)
class AllAlike:
    """Rows of one or more tables that all print one value of a rate: the tables, the cells, the items behind them."""

    tables: tuple[Sheet, ...]
    metric: str
    cells: tuple[Figure, ...]
    items: Fraction | None

    @property
    def value(self) -> str:
        """The value as printed in the first row."""
        printed = self.cells[0].printed
        return printed if printed.endswith("%") else f"{printed}%"


def _rate_cells(table: Sheet, metric: str) -> tuple[Figure, ...]:
    return tuple(row.by_metric[metric] for row in table.rows if metric in row.by_metric)


def _items(tables: tuple[Sheet, ...]) -> Fraction | None:
    """The items of all rows; ``None`` where a table prints no count of what came in."""
    total = Fraction(0)
    for table in tables:
        base = next((m for m in _BASES if any(m in row.by_metric for row in table.rows)), None)
        if base is None:
            return None
        total += sum((row.by_metric[base].value for row in table.rows if base in row.by_metric), Fraction(0))
    return total


def all_alike(tables: tuple[Sheet, ...], metric: str) -> AllAlike | None:
    """The rows of ``tables`` when at least ``enough_rows`` of them print the metric, and all print the same value."""
    cells = tuple(cell for table in tables for cell in _rate_cells(table, metric))
    if len(cells) < int(field("uniformity", "enough_rows")) or len({cell.value for cell in cells}) != 1:
        return None
    return AllAlike(tables, metric, cells, _items(tables))


def _metrics(tables: tuple[Sheet, ...]) -> list[str]:
    printed = (c.metric for table in tables for c in table.table.columns if c.metric and kind(c.metric) == "rate")
    return list(dict.fromkeys(printed))


def alike_rates(audited: Audited) -> Iterator[tuple[AllAlike, ...]]:
    """Rates whose rows are all alike: over all tables that print them, otherwise table by table; those of the same
    tables
    stand together."""
    tables = sheets(audited)
    found: list[AllAlike] = []
    for metric in _metrics(tables):
        printing = tuple(table for table in tables if _rate_cells(table, metric))
        whole = all_alike(printing, metric)
        parts = (all_alike((table,), metric) for table in printing)
        found += [whole] if whole else [part for part in parts if part]
    for same in grouped(found, lambda a: tuple(t.table.table_no for t in a.tables)).values():
        yield tuple(same)


def _names(audited: Audited, tables: tuple[Table, ...]) -> dict[str, str]:
    numbers = " and ".join(str(t.table_no) for t in tables)
    return {
        "tables": "、".join(table_name(audited, t) for t in tables),
        "tables_en": f"{'tables' if len(tables) > 1 else 'table'} {numbers}",
    }


def _alike_words(audited: Audited, alike: tuple[AllAlike, ...]) -> dict[str, str]:
    first = alike[0]
    items = None if first.items is None else say("uniformity", "items", n=decimal(first.items))
    return {
        **_names(audited, tuple(t.table for t in first.tables)),
        "rows": str(len(first.cells)),
        "value": first.value,
        "metrics": "、".join(metric_zh(a.metric) for a in alike),
        "metrics_en": ", ".join(metric_en(a.metric) for a in alike),
        "items": items["statement_zh"] if items else "",
        "items_en": items["statement_en"] if items else "",
    }


@check("P1", "各行比率全部相同", "rates that are all alike", gives="unusual")
def uniform_rates(audited: Audited) -> Iterator[Finding]:
    """At least 20 rows that print one value. Severity 2 where every table that prints the rate is so, otherwise 1.

    Tolerance: none; one row that differs ends it.
    """
    tables = sheets(audited)
    for alike in alike_rates(audited):
        said = _alike_words(audited, alike)
        everywhere = all(len(a.tables) == sum(bool(_rate_cells(t, a.metric)) for t in tables) for a in alike)
        finding = Finding(
            check_id="P1",
            subject=f"{said['tables']}各行{said['metrics']}全部相同",
            verdict="unusual",
            severity=2 if everywhere else 1,
            **say("uniformity", "rates", **said),
            claimed=alike[0].value,
            recomputed=f"{said['rows']}行"
            if alike[0].items is None
            else step("rows_with_items", rows=said["rows"], items=decimal(alike[0].items)),
            metric=alike[0].metric,
        )
        yield located(audited, finding, claims_of(c for a in alike for c in a.cells))


def _equal_counts(table: Sheet) -> Iterator[tuple[str, str, tuple[Figure, ...]]]:
    """What came in and what was done with it, where every row of a table without that rate prints one count for both:
    the two headers, and the cells of the first.
    """
    columns = [(at, c) for at, c in enumerate(table.table.columns) if c.metric and c.kind == "count"]
    if any(c.metric and kind(c.metric) == "rate" for c in table.table.columns):
        return
    for came, base in columns:
        for done, column in columns if base.metric in _BASES else ():
            cells = [(row.cells[came], row.cells[done]) for row in table.rows]
            pairs = [(a, b) for a, b in cells if a is not None and b is not None]
            if column.metric in words("uniformity", "done") and len(pairs) == len(cells) and _are_equal(pairs):
                yield header_zh(base.header), header_zh(column.header), tuple(a for a, _ in pairs)


def _are_equal(pairs: Sequence[tuple[Figure, Figure]]) -> bool:
    return len(pairs) >= int(field("uniformity", "enough_rows")) and all(a.value == b.value for a, b in pairs)


@check("P1", "各行两列件数全部相等", "counts that are equal in every row", gives="unusual")
def uniform_counts(audited: Audited) -> Iterator[Finding]:
    """At least 20 rows of a table without rates that print as many answered or completed as came in: a rate of 100 %
    in each of them.

    Tolerance: none; one row that differs, or prints none of the two, ends it.
    """
    for table in sheets(audited):
        for base, done, cells in _equal_counts(table):
            items = decimal(sum((cell.value for cell in cells), Fraction(0)))
            said = _names(audited, (table.table,))
            finding = Finding(
                check_id="P1",
                subject=f"{said['tables']}各行“{done}”与“{base}”全部相等",
                verdict="unusual",
                severity=1,
                **say("uniformity", "counts", **said, rows=len(cells), base=base, done=done, items=items),
                recomputed=step("rows_with_items", rows=len(cells), items=items),
                metric=cells[0].metric,
            )
            yield located(audited, finding, claims_of(cells))


@check("P1", "各渠道比率全部相同", "channels that all print one rate", gives="unusual")
def uniform_channels(audited: Audited) -> Iterator[Finding]:
    """Rates of at least 3 channels in the text that are all one value.

    Tolerance: none; one channel that differs ends it.
    """
    wanted = ("completion_rate", "reply_rate")
    rates = [
        c for c in narrative(audited) if c.metric in wanted and is_whole(c) and figure(c) is not None and c.channel
    ]
    by_channel = grouped(rates, lambda c: c.channel)
    values = {c.value for c in rates}
    if len(by_channel) < int(field("uniformity", "enough_channels")) or len(values) != 1:
        return
    items = [n for c in rates if (n := _items_of(audited, c)) is not None]
    finding = Finding(
        check_id="P1",
        subject="正文各渠道办结率、回复率全部相同",
        verdict="unusual",
        severity=1,
        **say(
            "uniformity",
            "channels",
            channels="、".join(channel_zh(c) for c in by_channel),
            channels_en=", ".join(channel_en(c) for c in by_channel),
            value=shown(rates[0]),
            labels="、".join(metric_zh(m) for m in dict.fromkeys(c.metric for c in rates)),
            items=f"（{'；'.join(f'{n}件' for n in items)}）" if items else "",
            items_en=f" ({', '.join(map(str, items))} items)" if items else "",
        ),
        claimed=shown(rates[0]),
        recomputed="；".join(f"{n}件" for n in items) or None,
        metric=rates[0].metric,
    )
    yield located(audited, finding, rates)


def _items_of(audited: Audited, rate: Claim) -> int | None:
    """What came in by the channel of a rate in its period, as the text prints it."""
    counted = (c for c in narrative(audited) if is_whole(c) and c.metric in _BASES and not kind_listed(audited, c))
    same = [c for c in counted if c.channel == rate.channel and period_of(c) == period_of(rate)]
    return next((n for c in same if (n := whole_number(c)) is not None), None)


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection table: its unit rows and the column of results."""

    table: Table
    rows: tuple[Row, ...]
    column: int

    def result(self, row: Row) -> str:
        """The result of a row, without white space."""
        return compact(row.cells[self.column] or "") if self.column < len(row.cells) else ""

    def common_result(self) -> str | None:
        """The passing result that every row prints; ``None`` where rows differ or did not pass."""
        results = {self.result(row) for row in self.rows}
        only = results.pop() if len(results) == 1 else None
        return only if only in words("uniformity", "passed") else None


def inspections(audited: Audited) -> tuple[Inspection, ...]:
    """The tables with a column of inspection results."""
    found = []
    for table in audited.tables:
        columns = [i for i, column in enumerate(table.columns) if column.metric == "compliance"]
        rows = tuple(row for row in table.rows if not row.is_total and not row.is_subtotal)
        if len(columns) == 1 and rows:
            found.append(Inspection(table, rows, columns[0]))
    return tuple(found)


@check("P1", "检查结果全部合格", "inspection results that are all alike", gives="unusual")
def uniform_inspections(audited: Audited) -> Iterator[Finding]:
    """At least 20 rows that all passed.

    Tolerance: none; one row that differs ends it.
    """
    for inspected in inspections(audited):
        passed = inspected.common_result()
        if passed is None or len(inspected.rows) < int(field("uniformity", "enough_rows")):
            continue
        said = _names(audited, (inspected.table,))
        yield Finding(
            check_id="P1",
            subject=f"{said['tables']}各行结果全部相同",
            verdict="unusual",
            severity=1,
            **say("uniformity", "passed", **said, rows=len(inspected.rows), value=passed),
            claimed=passed,
            recomputed=f"{len(inspected.rows)}/{len(inspected.rows)}",
            metric="compliance",
            channel=table_channel(audited, inspected.table),
        )


@check("N3", "点名较好与各行相同", "praise beside rows that are all alike", gives="unusual")
def praise(audited: Audited) -> Iterator[Finding]:
    """Units named as good for a channel whose table does not tell any units apart.

    Tolerance: none; the words decide.
    """
    for alike in alike_rates(audited):
        for claim in narrative(audited):
            if claim.metric == "commended" and claim.channel in {t.channel for t in alike[0].tables}:
                said = _alike_words(audited, alike)
                finding = Finding(
                    check_id="N3",
                    subject=f"{channel_zh(claim.channel)}点名较好与{said['tables']}各行相同",
                    verdict="unusual",
                    severity=1,
                    **say(
                        "uniformity",
                        "praised",
                        **said,
                        channel=channel_zh(claim.channel),
                        channel_en=the_channel_en(claim.channel),
                    ),
                    claimed="较好",
                    recomputed=step("all_rows", rows=said["rows"], quantity=said["value"]),
                    metric=claim.metric,
                )
                yield located(audited, finding, [claim])


def _problems(audited: Audited) -> Iterator[Claim]:
    """Printed problems of timeliness without a number (个别单位未能及时受理)."""
    for claim in narrative(audited):
        text = compact(claim.category or "")
        is_problem = claim.qualifier == "qualitative" and claim.value is None and claim.metric == "units"
        if is_problem and any(word in text for word in words("uniformity", "late")):
            yield claim


@check("N3", "文字所述不及时与比率", "a problem of timeliness beside full marks", gives="unusual")
def late_beside_full_marks(audited: Audited) -> Iterator[Finding]:
    """A printed problem of timeliness beside a rate of 100 % for the channel, or beside an inspection that all passed.

    The rate that names the same step (受理率 beside 未能及时受理) is shown where there is one.

    Tolerance: none; the words decide.
    """
    for problem in _problems(audited):
        rates = [c for c in narrative(audited) if _is_full(c) and c.channel == problem.channel]
        step = [c for c in rates if label_of(c).removesuffix("率") in (problem.category or "")]
        for claim in (step or rates)[:1]:
            yield _late_beside_full(audited, problem, claim)
        for inspected in inspections(audited):
            passed = inspected.common_result()
            if passed and problem.channel and table_channel(audited, inspected.table) == problem.channel:
                yield _late_beside_passed(audited, problem, inspected, passed)


def _is_full(claim: Claim) -> bool:
    return is_whole(claim) and kind(claim.metric) == "rate" and claim.value == 100 and claim.qualifier == "exact"


def _late_beside_full(audited: Audited, problem: Claim, claim: Claim) -> Finding:
    finding = Finding(
        check_id="N3",
        subject=f"{channel_zh(claim.channel)}{label_of(claim)}与“{problem.category}”",
        verdict="unusual",
        severity=1,
        **say(
            "uniformity",
            "late_beside_full",
            channel=channel_zh(claim.channel),
            channel_en=the_channel_en(claim.channel),
            problem=problem.category,
            label=label_of(claim),
            label_en=metric_en(claim.metric),
            claimed=shown(claim),
        ),
        claimed=shown(claim),
        metric=claim.metric,
    )
    return located(audited, finding, [claim, problem])


def _late_beside_passed(audited: Audited, problem: Claim, inspected: Inspection, passed: str) -> Finding:
    said = _names(audited, (inspected.table,))
    finding = Finding(
        check_id="N3",
        subject=f"{said['tables']}全部{passed}与“{problem.category}”",
        verdict="unusual",
        severity=1,
        **say(
            "uniformity",
            "late_beside_passed",
            **said,
            channel=channel_zh(problem.channel),
            channel_en=the_channel_en(problem.channel),
            problem=problem.category,
            rows=len(inspected.rows),
            value=passed,
        ),
        claimed=passed,
        recomputed=f"{len(inspected.rows)}/{len(inspected.rows)}",
        metric="compliance",
    )
    return located(audited, finding, [problem])


@check("N3", "合格而备注未完", "a pass with a remark that something is open", gives="unusual")
def pass_with_remark(audited: Audited) -> Iterator[Finding]:
    """An inspection row that passed although its remark says that something is still to be done.

    Tolerance: none; the words decide.
    """
    for inspected in inspections(audited):
        notes = [
            i for i, column in enumerate(inspected.table.columns) if i != inspected.column and column.kind != "label"
        ]
        for row in inspected.rows:
            remark = "".join(compact(row.cells[i] or "") for i in notes if i < len(row.cells))
            passed = inspected.result(row)
            if passed in words("uniformity", "passed") and any(w in remark for w in words("uniformity", "unfinished")):
                said = _names(audited, (inspected.table,))
                yield Finding(
                    check_id="N3",
                    subject=f"{said['tables']}{row.serial or row.locator}行{passed}与备注",
                    verdict="unusual",
                    severity=1,
                    **say("uniformity", "remark", **said, unit=row.label or row.locator, value=passed),
                    claimed=passed,
                    metric="compliance",
                    agency=row.label,
                    channel=table_channel(audited, inspected.table),
                )
