"""D2: figures whose label says one thing and whose making shows another.

What belongs here: counts that contain what their name does not say, rates that leave out what their name promises,
clocks that are taken for one another, and series whose scope is printed for some periods only; each as a rule over
``rules/labels.yaml``. What does not: a label that differs between text and table (N1), and dates (``clocks``,
``lag``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from parsers.records import Claim, Row
from parsers.vocabulary import channel_words, metrics
from pipelines.audit.figures import cause, claims_of, distinct, figure, is_whole, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.rate.formulas import available, fits
from pipelines.audit.record.bounds import counts_public_replies_only
from pipelines.audit.rules import field, lists, words
from pipelines.audit.sheets import Sheet, SheetRow, is_of_units, sheets
from pipelines.audit.stated import (
    channel_en,
    compact,
    grouped,
    label_of,
    passage,
    rate_text,
    shown,
    shown_en,
    table_name,
    whole_number,
)
from pipelines.audit.steps import step
from pipelines.audit.wording import channel_zh, decimal, metric_en, metric_zh, percent, period_zh

Period = tuple[dt.date | None, dt.date | None]
"""First and last day."""


@check("D2", "只含公开回复的办结数", "a count of completions that covers public replies only", gives="needs_definition")
def public_replies_only(audited: Audited) -> Iterator[Finding]:
    """Counts of completions or replies whose clause says that only public replies are counted.

    Tolerance: none; the words decide.
    """
    yield from distinct(_public_only(audited))


def _public_only(audited: Audited) -> Iterator[Finding]:
    for claim in narrative(audited):
        if claim.metric == "published" or not is_whole(claim) or whole_number(claim) is None:
            continue
        if counts_public_replies_only(audited, claim):
            finding = Finding(
                check_id="D2",
                subject=f"{channel_zh(claim.channel)}{label_of(claim)}只含公开回复",
                verdict="needs_definition",
                severity=2,
                **say(
                    "labels",
                    "public_only",
                    channel=channel_zh(claim.channel),
                    channel_en=channel_en(claim.channel),
                    label=label_of(claim),
                    label_en=metric_en(claim.metric),
                    claimed=shown(claim),
                    claimed_en=shown_en(claim),
                ),
                claimed=shown(claim),
                recomputed=shown(claim),
                metric=claim.metric,
                cause_id=cause(audited, "public_only", claim.channel, claim.metric),
            )
            yield located(audited, finding, [claim])


@dataclass(frozen=True, slots=True)
class Contained:
    """What a remark says a row's count contains: ``n`` items of ``part`` in the figure ``count``, on ``base`` items."""

    row: SheetRow
    part: str
    n: int
    count: Figure
    base: Figure


def contained_parts(remark: str) -> list[tuple[str, int]]:
    """The (metric, number) pairs that a remark names as contained: ``含退办件1件`` -> [("returned", 1)]."""
    found = []
    contains = "|".join(map(re.escape, words("labels", "contains")))
    for part in words("labels", "parts"):
        names = sorted({*metrics()[part].printed, *metrics()[part].headers}, key=len, reverse=True)
        pattern = rf"(?:{contains})(?:{'|'.join(map(re.escape, names))})件?(\d+)"
        found += [(part, int(m[1])) for m in re.finditer(pattern, compact(remark))]
    return found


def _contained(table: Sheet, row: SheetRow, printed: Row) -> Iterator[Contained]:
    count = next((row.by_metric[m] for m in words("labels", "counts") if m in row.by_metric), None)
    base = next((row.by_metric[m] for m in words("labels", "bases") if m in row.by_metric), None)
    if count is None or base is None or base.value == 0:
        return
    for at, column in enumerate(table.table.columns):
        if column.kind == "note" and at < len(printed.cells):
            for part, n in contained_parts(printed.cells[at] or ""):
                if n <= count.value:
                    yield Contained(row, part, n, count, base)


@check("D2", "办结数所含的退办等", "returned and similar items in a count of completions", gives="needs_definition")
def contained_in_count(audited: Audited) -> Iterator[Finding]:
    """Remarks that say a row's count contains items which its column does not name, with the rate without them.

    Tolerance: none; the words decide.
    """
    for table in sheets(audited):
        body = [row for row in table.table.rows if is_of_units(row)]
        found = [c for row, printed in zip(table.rows, body, strict=True) for c in _contained(table, row, printed)]
        for one in found:
            yield _contains(audited, table, one, sum(c.n for c in found if c.part == one.part))


def _without_in_whole(table: Sheet, one: Contained, n: int) -> tuple[str, str, str]:
    """The table's total without all such parts: Chinese and English sentence, arithmetic; empty without a total."""
    totals = table.total.by_metric if table.total else {}
    if one.count.metric not in totals or one.base.metric not in totals or totals[one.base.metric].value == 0:
        return "", "", ""
    rest, base = totals[one.count.metric].value - n, totals[one.base.metric].value
    rate = rate_text(rest / base)
    said = say("labels", "contains_whole", rest=decimal(rest), base=decimal(base), rate=rate)
    return said["statement_zh"], said["statement_en"], f"{decimal(rest)}/{decimal(base)}={rate}"


def _contains(audited: Audited, table: Sheet, one: Contained, n_of_table: int) -> Finding:
    rest = one.count.value - one.n
    rate = rest / one.base.value
    whole_zh, whole_en, arithmetic = _without_in_whole(table, one, n_of_table)
    name = table_name(audited, table.table)
    finding = Finding(
        check_id="D2",
        subject=f"{name}{one.row.label}{metric_zh(one.count.metric)}含{metric_zh(one.part)}{one.n}件",
        verdict="needs_definition",
        severity=2,
        **say(
            "labels",
            "contains",
            table=name,
            table_no=table.table.table_no,
            unit=one.row.label,
            column=metric_zh(one.count.metric),
            column_en=metric_en(one.count.metric),
            count=decimal(one.count.value),
            part=metric_zh(one.part),
            part_en=metric_en(one.part),
            n=one.n,
            rest=decimal(rest),
            base=decimal(one.base.value),
            base_label=metric_zh(one.base.metric),
            base_en=metric_en(one.base.metric),
            rate=rate_text(rate),
            whole=whole_zh,
            whole_en=whole_en,
        ),
        claimed=f"{decimal(one.count.value)}；{decimal(one.count.value / one.base.value * 100)}%",
        recomputed=f"{decimal(rest)}；{rate_text(rate)}",
        low=rate,
        high=rate,
        alternatives=(step("without_both", fraction=f"{decimal(rest)}/{decimal(one.base.value - one.n)}"),),
        evidence=(
            f"({decimal(one.count.value)}-{one.n})/{decimal(one.base.value)}",
            *([arithmetic] if arithmetic else []),
        ),
        metric=one.count.metric,
        agency=one.row.label,
    )
    return located(audited, finding, claims_of([one.count, one.base]))


@check("D2", "按期率未扣逾期未办", "an on-time rate that leaves out what is overdue and open", gives="needs_definition")
def open_items_ignored(audited: Audited) -> Iterator[Finding]:
    """A total row's on-time rate that some formula reproduces only without its items overdue and not completed.

    Tolerance: half a unit of the last printed digit.
    """
    for table in sheets(audited):
        total = table.total.by_metric if table.total else {}
        unfinished, printed, base = (total.get(m) for m in ("overdue_not_completed", "on_time_completion_rate", "due"))
        late = total.get("overdue_completed")
        if unfinished is None or printed is None or base is None or late is None or base.value == 0:
            continue
        left = base.value - late.value - unfinished.value
        rate = left * 100 / base.value
        ignoring = [
            fit
            for fit in fits(printed, total, available(printed.metric, total))
            if fit.fits and "overdue_not_completed" not in fit.formula.parts
        ]
        if unfinished.value > 0 and left >= 0 and ignoring and rate not in printed.interval:
            arithmetic = (
                f"({decimal(base.value)}-{decimal(late.value)}-{decimal(unfinished.value)})/{decimal(base.value)}"
            )
            yield _open_ignored(audited, table, (printed, unfinished, base, late), rate, arithmetic)


def _open_ignored(
    audited: Audited, table: Sheet, cells: tuple[Figure, Figure, Figure, Figure], rate: Fraction, arithmetic: str
) -> Finding:
    printed, unfinished = cells[:2]
    name = table_name(audited, table.table)
    finding = Finding(
        check_id="D2",
        subject=f"{name}合计{metric_zh(printed.metric)}未扣逾期未办",
        verdict="needs_definition",
        severity=2 if abs(rate - printed.value) <= 5 else 3,
        **say(
            "labels",
            "open_ignored",
            table=name,
            table_no=table.table.table_no,
            label=metric_zh(printed.metric),
            label_en=metric_en(printed.metric),
            claimed=printed.printed,
            open=decimal(unfinished.value),
            arithmetic=arithmetic,
            rate=percent(rate),
        ),
        claimed=printed.printed,
        recomputed=percent(rate),
        low=rate / 100,
        high=rate / 100,
        gap=(rate - printed.value) / 100,
        formula_id="on_time_less_open_over_due",
        evidence=(f"{arithmetic}={percent(rate)}",),
        metric=printed.metric,
    )
    return located(audited, finding, claims_of(cells))


def _covers(channel: str | None, other: str | None) -> bool:
    return channel == other or (other or "") in lists("labels", "includes").get(channel or "", ())


@check("D2", "认领与回复两个时钟", "claiming and replying, two clocks", gives="needs_definition")
def late_claims(audited: Audited) -> Iterator[Finding]:
    """A unit named for a late claim of its items beside a statement that no unit was late.

    Tolerance: none; the words decide.
    """
    none = [
        c for c in narrative(audited) if c.metric == "units" and whole_number(c) == 0 and _has(c.category, "none_late")
    ]
    for claim in narrative(audited):
        if claim.metric != "criticised" or not _has((claim.category or "") + claim.quote, "late_claim"):
            continue
        beside = next((c for c in none if _covers(c.channel, claim.channel)), None)
        if beside is not None and claim.agency:
            finding = Finding(
                check_id="D2",
                subject=f"{claim.agency}认领逾期与正文无逾期",
                verdict="needs_definition",
                severity=1,
                **say(
                    "labels",
                    "late_claim",
                    none=beside.category,
                    unit=claim.agency,
                    late=claim.category or "认领不及时",
                ),
                claimed="无",
                metric=claim.metric,
                agency=claim.agency,
            )
            yield located(audited, finding, [claim, beside])


def _has(text: str | None, rule: str) -> bool:
    return any(word in compact(text or "") for word in words("labels", rule))


_BASE = re.compile(r"(?<!占)[比较][^，,；;。：:]*$")
"""Before a figure that another is held against."""


@check("D2", "历期范围", "scope of a series", gives="needs_definition")
def scope_of_series(audited: Audited) -> Iterator[Finding]:
    """A count over several periods whose platforms are named for some periods and not for others. One that another is
    held against (比2022年的8110封增加532封) is of the same.

    Tolerance: none; the words decide.
    """
    counts = [
        c
        for c in narrative(audited)
        if is_whole(c)
        and c.period_start
        and figure(c) is not None
        and c.unit != "%"
        and not _BASE.search(c.quote.partition(c.printed)[0])
    ]
    for claims in grouped(counts, lambda c: (c.stated_by, c.region_code, c.channel, c.metric, c.unit)).values():
        by_period = grouped(claims, lambda c: (c.period_start, c.period_end))
        # The quarters of a year break it down, they do not go on from it.
        by_period = {p: same for p, same in by_period.items() if not any(_is_part(p, whole) for whole in by_period)}
        if len(by_period) < int(field("labels", "series_periods")):
            continue
        named = {period: _platforms(audited, same) for period, same in by_period.items()}
        scoped = [p for p, platforms in named.items() if len(platforms) >= int(field("labels", "platforms"))]
        unscoped = [p for p, platforms in named.items() if not platforms]
        if scoped and unscoped:
            yield _scope(audited, [by_period[p] for p in scoped], [by_period[p] for p in unscoped], named[scoped[0]])


def _platforms(audited: Audited, claims: list[Claim]) -> list[str]:
    """The platforms that the clauses of these claims name: the longest word of each channel, or every word of a
    channel that stands for several platforms.
    """
    text = compact("".join(passage(audited, claim) for claim in claims))
    named: dict[str, str] = {}
    for word, code in channel_words().items():
        platform = word if code in words("labels", "several_platforms") else code
        if compact(word) in text and len(word) > len(named.get(platform, "")):
            named[platform] = word
    return list(named.values())


def _is_part(period: Period, whole: Period) -> bool:
    """Whether one period lies within another and is shorter."""
    (start, end), (first, last) = period, whole
    if start is None or end is None or first is None or last is None:
        return False
    return period != whole and first <= start and end <= last


def _scope(audited: Audited, scoped: list[list[Claim]], unscoped: list[list[Claim]], platforms: list[str]) -> Finding:
    first = scoped[0][0]
    finding = Finding(
        check_id="D2",
        subject=f"{channel_zh(first.channel)}{label_of(first)}历期范围",
        verdict="needs_definition",
        severity=1,
        **say(
            "labels",
            "scope",
            channel=channel_zh(first.channel),
            label=label_of(first),
            label_en=metric_en(first.metric),
            with_scope="、".join(period_zh(claims[0]) for claims in scoped),
            without="、".join(period_zh(claims[0]) for claims in unscoped),
            platforms="、".join(platforms),
            platforms_en=", ".join(f"“{platform}”" for platform in platforms),
        ),
        claimed="；".join(shown(claims[0]) for claims in (*unscoped, *scoped)),
        metric=first.metric,
    )
    return located(audited, finding, [c for claims in (*scoped, *unscoped) for c in claims])
