"""Builders of claims, tables, letters and documents for the tests of the checks against the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count
from typing import Any

from parsers.records import BulletinMeta, Claim, Column, Letter, Reply, Row, Table
from parsers.text.numbers import interval, parse_number
from parsers.vocabulary import metrics
from pipelines.audit.finding import CHECKS, VERDICTS, Audited, CheckFunction, Finding
from pipelines.audit.unsaid import unsaid_in

PERIOD = {"period_start": dt.date(2023, 4, 1), "period_end": dt.date(2023, 6, 30)}
_places = count(1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def stated(metric: str, printed: str = "", **fields: Any) -> Claim:
    """A claim of a sentence of a county's mailbox, with the interval that its print allows."""
    known = metrics()[metric]
    number = parse_number(printed, known.unit) if printed else None
    qualifier = fields.get("qualifier", "exact")
    allowed = None if number is None else interval(number, qualifier, is_count=known.kind != "rate")
    defaults: dict[str, Any] = {
        "metric": metric,
        "printed": printed,
        "value": None if number is None else number.value,
        "unit": known.unit,
        "stated_by": "government",
        "scope": "whole",
        "origin": "narrative",
        "quote": f"本期{printed}。",
        "locator": f"L{next(_places)}:0-4",
        "low": None if allowed is None or allowed.low is None else _decimal(allowed.low),
        "high": None if allowed is None or allowed.high is None else _decimal(allowed.high),
        "region_code": "999901",
        "channel": "county_mailbox",
    }
    return Claim(**defaults | fields)


def _decimal(value: Any) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def table(
    table_no: int,
    columns: Sequence[str],
    rows: Sequence[Sequence[str | None]],
    *,
    title: str | None = None,
    channel: str = "county_mailbox",
    period: dict[str, dt.date] | None = None,
    **fields: Any,
) -> tuple[Table, tuple[Claim, ...]]:
    """A table and its claims. ``columns`` are metric codes, ``单位`` or ``备注``; a row labelled 合计 is the total."""
    made = tuple(_column(name) for name in columns)
    body = tuple(
        Row(str(row[0]), tuple(row), f"T{table_no}.r{n}", is_total=row[0] == "合计") for n, row in enumerate(rows, 1)
    )
    claims = tuple(
        stated(
            column.metric,
            cell,
            origin="table",
            scope="total" if row.is_total else "unit",
            agency=None if row.is_total else row.label,
            locator=f"{row.locator}.c{at}",
            table_no=table_no,
            channel=channel,
            **(PERIOD if period is None else period),
        )
        for row in body
        for at, (column, cell) in enumerate(zip(made, row.cells, strict=False))
        if column.metric and cell and metrics()[column.metric].kind != "text"
    )
    return Table(table_no, title, made, body, f"T{table_no}", **fields), claims


def _column(name: str) -> Column:
    if name in metrics():
        return Column(name, metrics()[name].kind, name, metrics()[name].unit)
    return Column(name, {"单位": "label", "备注": "note"}.get(name, "text"))


def bulletin(*claims: Claim, tables: Sequence[tuple[Table, tuple[Claim, ...]]] = (), **fields: Any) -> Audited:
    """A document of these claims and tables."""
    all_claims = (*claims, *(c for _, of_table in tables for c in of_table))
    return Audited(container_id="document", claims=all_claims, tables=tuple(t for t, _ in tables), **fields)


def meta(**fields: Any) -> BulletinMeta:
    return BulletinMeta(issuer="某县人民政府办公室", region_code="999901", **fields)


def letter(received: str | None, page: str | None, *stages: tuple[str, str, str], **fields: Any) -> Letter:
    """A letter; each stage is (stage, day, date basis)."""
    replies = tuple(
        Reply(
            stage_no=n,
            stage=stage,
            dated_on=day(on) if on else None,
            date_basis=basis,
            agency="某县政府办公室",
            body="",
        )
        for n, (stage, on, basis) in enumerate(stages, 1)
    )
    defaults: dict[str, Any] = dict.fromkeys(
        (
            "external_id",
            "letter_no",
            "url",
            "title",
            "body",
            "category",
            "category_printed",
            "status",
            "status_printed",
            "accepted_on",
            "due_on_printed",
            "agency",
            "is_public",
        )
    )
    defaults |= {
        "letter_id": f"site:{next(_places)}",
        "source_id": "site",
        "region_code": "999900",
        "handling_region_code": "999901",
        "channel": "mayor_mailbox",
        "received_on": day(received) if received else None,
        "page_replied_on": day(page) if page else None,
        "confidentiality_requested": False,
        "replies": replies,
    }
    return Letter(**defaults | fields)


def run(check: CheckFunction, audited: Audited) -> list[Finding]:
    """The findings of one check; every sentence is checked to be complete and neutral, subjects to be unique."""
    return list(checked(check(audited)))


def registered_verdicts(check_id: str) -> set[str]:
    """The verdicts that the register names for the checks of an id."""
    return {verdict for check in CHECKS if check.check_id == check_id for verdict in check.gives}


def checked(findings: Iterator[Finding]) -> Iterator[Finding]:
    subjects = set()
    for finding in findings:
        assert finding.verdict in VERDICTS
        assert finding.verdict in {"parser_suspect", *registered_verdicts(finding.check_id)}
        assert finding.subject not in subjects, finding.subject
        subjects.add(finding.subject)
        for sentence in (finding.statement_zh, finding.statement_en):
            assert sentence
            assert "None" not in sentence, sentence
            assert "{" not in sentence, sentence
            assert unsaid_in(sentence) == [], sentence
        assert finding.statement_zh.endswith(("。", "”。"))
        assert finding.statement_en.rstrip().endswith(".")
        yield finding
