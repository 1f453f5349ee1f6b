"""G1 in tables that print a rate and a volume and nothing between: could the rate be of that volume?

What belongs here: rates (解决率) whose numerator no column counts, beside the one column that says how many items an
office had. What does not: rates that a formula can be tried on (``table_rates``), rates of sentences (``grim``).
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.audit.figures import claims_of, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, counts_for, rate_interval
from pipelines.audit.rate.formulas import available
from pipelines.audit.rules import words
from pipelines.audit.sheets import Sheet, SheetRow, sheets
from pipelines.audit.steps import step
from pipelines.audit.wording import decimal, header_zh, metric_en, metric_zh


def volume_column(table: Sheet) -> str | None:
    """The metric of the one column that counts what offices had to handle; ``None`` where there are several."""
    printed = {metric for row in table.rows for metric in row.by_metric}
    found = [metric for metric in words("formulas", "volumes") if metric in printed]
    return found[0] if len(found) == 1 else None


def _tested(table: Sheet, volume: str) -> Iterator[tuple[SheetRow, str, Figure, Figure]]:
    """Each rate that says something: that no formula applies to, neither 0 nor 100, beside a whole volume."""
    for row in table.all_rows():
        base = row.by_metric.get(volume)
        for metric in words("formulas", "rates_of_volume"):
            rate = row.by_metric.get(metric)
            if base is None or rate is None or base.value.denominator != 1 or rate.value in (0, 100):
                continue
            if not available(metric, row.by_metric):
                yield row, metric, rate, base


@check("G1", "比率与件数", "rates beside a volume", gives="consistent unverifiable")
def check_rates_of_volume(audited: Audited) -> Iterator[Finding]:
    """Row by row, where a table prints a rate and one count of items, but not how many the rate is of: is there a whole
    k with k / count at printed precision?

    Where there is none, the rate is of another count, which the table does not print (of those that were rated or
    assessed): it cannot be verified.

    Tolerance: half a unit of the last printed digit, both ends included.
    """
    for table in sheets(audited):
        volume = volume_column(table)
        if volume is not None:
            for row, metric, rate, base in _tested(table, volume):
                yield _finding(audited, table, row, metric, rate, base)


def _finding(audited: Audited, table: Sheet, row: SheetRow, metric: str, rate: Figure, base: Figure) -> Finding:
    found = counts_for(rate_interval(rate), int(base.value))
    header = next((header_zh(c.header) for c in table.table.columns if c.metric == metric), metric_zh(metric))
    counts = "" if found is None else str(found[0]) if found[0] == found[1] else f"{found[0]}至{found[1]}"
    finding = Finding(
        check_id="G1",
        subject=f"{table.name}{row.label or '合计'}“{header}”与{metric_zh(base.metric)}数",
        verdict="unverifiable" if found is None else "consistent",
        severity=0 if found else 1,
        claimed=rate.printed,
        recomputed=counts or step("no_whole_number", base=decimal(base.value), quantity=rate.printed),
        metric=metric,
        agency=None if row.is_total else row.label,
        **say(
            "volume_rates",
            "none" if found is None else "some",
            table=table.name,
            table_no=table.table.table_no,
            row=row.label or "合计",
            header=header,
            metric_en=metric_en(metric),
            printed=rate.printed,
            base=decimal(base.value),
            base_zh=metric_zh(base.metric),
            base_en=metric_en(base.metric),
            counts=counts,
            counts_en=counts.replace("至", " to "),
        ),
    )
    return located(audited, finding, claims_of((rate, base)))
