"""D1: one rate on several denominators, side by side.

What belongs here: the rates that the printed counts of one channel give on each denominator, what is taken out of a
denominator, and what the rows of a table give where its total row is not their sum. What does not: whether a printed
rate holds (A4, A5), and bounds from public replies (V1).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from parsers.records import Claim
from parsers.text.numbers import Interval
from pipelines.audit.figures import beside, cause, claims_of, distinct, figure, is_whole, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, severity_of_points
from pipelines.audit.practices import why_rows_exceed
from pipelines.audit.rate.formulas import Fit, Formula, fits, formula_en, formula_zh, formulas, result, with_numbers
from pipelines.audit.rate.judgements import is_passed_over, steps
from pipelines.audit.record.bounds import PublicRecord, counts_public_replies_only, public_records
from pipelines.audit.sheets import Sheet, sheets
from pipelines.audit.stated import (
    label_of,
    rate_text,
    said_by,
    severity_of_rates,
    shown,
    shown_en,
    table_name,
    the_channel_en,
)
from pipelines.audit.wording import channel_zh, metric_en, metric_zh, percent


@check(
    "D1",
    "分母口径并列",
    "one rate on several denominators",
    gives="consistent consistent_on_other_base needs_definition",
)
def rates_side_by_side(audited: Audited) -> Iterator[Finding]:
    """Rates of sentences whose printed counts give different rates on different denominators; all of them are shown.

    A rate that no denominator reproduces is A4's, unless its numerator counts public replies only: then the document
    itself says that the numerator of the claimed rate is another one. A bound claimed for each of several periods
    cannot be missed by all of them together, so it must be about other counts than those printed.

    Tolerance: half a unit of the last printed digit.
    """
    yield from distinct(_sides(audited))


def _sides(audited: Audited) -> Iterator[Finding]:
    for claim in narrative(audited):
        printed = figure(claim) if formulas(claim.metric) else None
        if printed is None or not is_whole(claim) or claim.stated_by == "letter_writer":
            continue
        figures = beside(audited, claim)
        # Bases that the name of the rate does not say are only worth showing where one of them explains the rate.
        tried = tuple(fit for fit in fits(printed, figures) if fit.formula.canonical or fit.fits)
        missed = tried and not any(fit.fits for fit in tried) and not _is_public_only(audited, tried, figures)
        if missed and claim.each and printed.is_bound and not claim.agency:
            yield _unlike(audited, claim, printed, figures, tried, "bound_of_each")
            continue
        if len({fit.rate for fit in tried}) < 2:
            continue
        if any(fit.fits for fit in tried):
            yield _side_by_side(audited, claim, figures, tried)
        elif _is_public_only(audited, tried, figures):
            yield _unlike(audited, claim, printed, figures, tried, "public_only")


def _is_public_only(audited: Audited, tried: tuple[Fit, ...], figures: dict[str, Figure]) -> bool:
    numerators = claims_of(figures[m] for fit in tried for m in fit.formula.plus)
    return any(counts_public_replies_only(audited, claim) for claim in numerators)


def _listed(tried: tuple[Fit, ...], figures: dict[str, Figure]) -> dict[str, str]:
    return {
        "rates": "；".join(
            f"{formula_zh(f.formula)}={with_numbers(f.formula, figures)}={percent(f.rate)}" for f in tried
        ),
        "rates_en": "; ".join(
            f"{formula_en(f.formula)} = {with_numbers(f.formula, figures)} = {percent(f.rate)}" for f in tried
        ),
    }


def _about(claim: Claim) -> dict[str, str]:
    return {
        "channel": channel_zh(claim.channel),
        "channel_en": the_channel_en(claim.channel),
        "label": label_of(claim),
        "label_en": metric_en(claim.metric),
    }


def _side_by_side(audited: Audited, claim: Claim, figures: dict[str, Figure], tried: tuple[Fit, ...]) -> Finding:
    fitting = [fit for fit in tried if fit.fits]
    holds = any(fit.formula.agrees and not is_passed_over(fit, tried) for fit in fitting)
    measured = tried[0]
    finding = Finding(
        check_id="D1",
        subject=f"{channel_zh(claim.channel)}{label_of(claim)}口径并列",
        verdict="consistent" if holds else "consistent_on_other_base",
        severity=0 if holds else severity_of_rates(measured.rate / 100, fitting[0].rate / 100),
        **say(
            "denominators",
            "holds" if holds else "other_base",
            **_about(claim),
            **_listed(tried, figures),
            claimed=shown(claim),
            claimed_en=shown_en(claim),
            fitting="、".join(formula_zh(fit.formula) for fit in fitting),
            fitting_en=", ".join(formula_en(fit.formula) for fit in fitting),
        ),
        claimed=shown(claim),
        recomputed="；".join(percent(fit.rate) for fit in tried),
        formula_id=fitting[0].formula.formula_id,
        alternatives=tuple(fit.formula.formula_id for fit in fitting[1:]),
        evidence=steps(tried, figures),
        metric=claim.metric,
        cause_id=None if holds else cause(audited, claim.channel, claim.period_start, claim.metric),
    )
    return located(audited, finding, (claim, *_used(tried, figures)))


def _used(tried: tuple[Fit, ...], figures: dict[str, Figure]) -> tuple[Claim, ...]:
    return claims_of(figures[m] for m in sorted({m for fit in tried for m in fit.formula.parts}))


def _same_rate(audited: Audited, claim: Claim) -> list[Claim]:
    """Every printed rate of the same metric, place and channel, whoever states it."""
    return [
        c
        for c in narrative(audited)
        if is_whole(c) and (c.metric, c.region_code, c.channel) == (claim.metric, claim.region_code, claim.channel)
    ]


def _unlike(
    audited: Audited, claim: Claim, printed: Figure, figures: dict[str, Figure], tried: tuple[Fit, ...], case: str
) -> Finding:
    rates = _same_rate(audited, claim)
    claimed, claimed_en = said_by(rates)
    nearest = printed.interval.low if printed.interval.low is not None else printed.value
    finding = Finding(
        check_id="D1",
        subject=f"{channel_zh(claim.channel)}{label_of(claim)}口径并列",
        verdict="needs_definition",
        severity=max(severity_of_rates(nearest / 100, fit.rate / 100) for fit in tried),
        **say(
            "denominators",
            case,
            **_about(claim),
            **_listed(tried, figures),
            claimed=claimed,
            claimed_en=claimed_en,
        ),
        claimed="；".join(shown(c) for c in rates),
        recomputed="；".join(percent(fit.rate) for fit in tried),
        evidence=steps(tried, figures),
        metric=claim.metric,
        cause_id=cause(audited, "claim_vs_public", claim.channel, claim.metric),
    )
    return located(audited, finding, (claim, *rates, *_used(tried, figures)))


@check("D1", "剔除信件的份额", "share taken out of the denominator", gives="unusual")
def removed_share(audited: Audited) -> Iterator[Finding]:
    """What share of the letters received is not counted as valid, by reason where the reasons are printed.

    Tolerance: none; the share of two whole numbers is exact.
    """
    for record, _ in public_records(audited):
        if record.received_count and record.valid is not None and record.valid < record.received_count:
            yield _removed(audited, record, record.received_count, record.valid)


def _removed(audited: Audited, record: PublicRecord, received: int, valid: int) -> Finding:
    share = Fraction(received - valid, received)
    parts = [(c, Fraction(int(c.value or 0), received)) for c in record.removed]
    channel = record.public.channel
    finding = Finding(
        check_id="D1",
        subject=f"{channel_zh(channel)}剔除信件占全部来信",
        verdict="unusual",
        severity=1,
        **say(
            "denominators",
            "removed",
            channel=channel_zh(channel),
            channel_en=the_channel_en(channel),
            received=received,
            removed=received - valid,
            valid=valid,
            share=rate_text(share),
            parts="，".join(f"{label_of(c)}{rate_text(part)}" for c, part in parts) or "未分类",
            parts_en=", ".join(f"{metric_en(c.metric)} {rate_text(part)}" for c, part in parts) or "no reasons printed",
        ),
        claimed=f"{received - valid}件",
        recomputed=rate_text(share),
        evidence=(f"{received - valid}/{received}",),
        metric="invalid",
    )
    return located(audited, finding, [*record.claims(), *record.removed])


@check("D1", "合计比率按各行相加", "total rate from the sums of the rows", gives="consistent needs_definition")
def total_rate_from_rows(audited: Audited) -> Iterator[Finding]:
    """The total row's rates recomputed from the sums of the rows, where these are not the printed totals.

    The formula is one that reproduces the printed total; a rate that none reproduces is left to A4 and A5. A table
    that is cut off is left out, and so is every table where a note states why the rows exceed the total (A1).

    Tolerance: half a unit of the last printed digit.
    """
    if why_rows_exceed(audited) is not None:
        return
    for table in sheets(audited):
        if table.total is None or table.table.cut_off:
            continue
        sums = _row_sums(table)
        if not any(sums[m].value != table.total.by_metric[m].value for m in sums):
            continue
        for printed in table.total.by_metric.values():
            chosen = [fit.formula for fit in fits(printed, table.total.by_metric) if fit.fits]
            best = max(chosen, key=lambda f: _rows_reproduced(table, printed.metric, f), default=None)
            rate = None if best is None else result(best, sums)
            if best is not None and rate is not None and rate != result(best, table.total.by_metric):
                yield _from_rows(audited, table, printed, rate, with_numbers(best, sums))


def _rows_reproduced(table: Sheet, metric: str, formula: Formula) -> int:
    """In how many rows a formula gives the printed rate: the total is taken to be calculated as the rows are."""
    rows = [row.by_metric for row in table.rows if metric in row.by_metric]
    return sum(fit.fits for row in rows for fit in fits(row[metric], row, [formula]))


def _row_sums(table: Sheet) -> dict[str, Figure]:
    """The sums of the rows for the metrics that every row and the total print."""
    total = table.total.by_metric if table.total else {}
    sums = {}
    for metric, printed in total.items():
        rows = [row for row in table.rows if not row.is_inside]
        cells = [row.by_metric[metric] for row in rows if metric in row.by_metric]
        complete = len(cells) == sum(not row.is_blank for row in rows)
        if complete and printed.unit != "%":
            value = sum((cell.value for cell in cells), Fraction(0))
            sums[metric] = Figure(
                metric=metric, value=value, step=Fraction(1), interval=Interval(value, value), printed=str(value)
            )
    return sums


def _from_rows(audited: Audited, table: Sheet, printed: Figure, rate: Fraction, arithmetic: str) -> Finding:
    name = table_name(audited, table.table)
    gap = abs(rate - printed.value)
    agrees = rate in printed.interval
    # One unit of the last printed digit is a matter of rounding, not of the message.
    severity = 0 if agrees else 1 if gap <= printed.step else severity_of_points(rate, printed)
    finding = Finding(
        check_id="D1",
        subject=f"{name}合计{metric_zh(printed.metric)}按各行相加",
        verdict="consistent" if agrees else "needs_definition",
        severity=severity,
        **say(
            "denominators",
            "rows_agree" if agrees else "rows_differ",
            table=name,
            table_no=table.table.table_no,
            label=metric_zh(printed.metric),
            label_en=metric_en(printed.metric),
            claimed=printed.printed,
            rate=percent(rate),
            arithmetic=arithmetic,
        ),
        claimed=printed.printed,
        recomputed=percent(rate),
        low=rate / 100,
        high=rate / 100,
        gap=(rate - printed.value) / 100,
        metric=printed.metric,
        cause_id=None if agrees else cause(audited, "table", table.table.table_no, "sums"),
    )
    return located(audited, finding, claims_of([printed]))
