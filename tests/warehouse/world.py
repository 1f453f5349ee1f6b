"""Small hand-made rows for the tests of the warehouse, with what a test does not care about filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import chinese_calendar
import duckdb

from warehouse import build, lake, schema

SOURCE = "shangluo-mayor"
NOON = dt.datetime(2024, 5, 1, 4, tzinfo=dt.UTC)


def at(day: int) -> dt.datetime:
    """A capture time, some days after the first."""
    return NOON + dt.timedelta(days=day)


@cache
def calendar() -> tuple[dict[str, Any], ...]:
    """The working days of 2019 to 2024, counted here and not by the code under test."""
    rows, ordinal = [], 0
    day = dt.date(2019, 1, 1)
    while day.year < 2025:
        is_workday = chinese_calendar.is_workday(day)
        ordinal += is_workday
        rows.append({"day": day, "is_workday": is_workday, "ordinal": ordinal, "source": "chinese_calendar"})
        day += dt.timedelta(days=1)
    return tuple(rows)


def row(table: str, **values: Any) -> dict[str, Any]:
    """A row of the lake: null where nothing is said; what is to be redacted holds nothing personal."""
    empty: dict[str, Any] = {column.name: None for column in schema.tables()[table].lake_columns}
    assert values.keys() <= empty.keys(), values.keys() - empty.keys()
    redacted = {r: values[p] for p, r in schema.tables()[table].leaves.redactions.items() if p in values}
    return empty | redacted | values


def source(**values: Any) -> dict[str, Any]:
    known = {
        "source_id": SOURCE,
        "name": "商洛市市长信箱",
        "region_code": "611000",
        "publishes": "replied_only",
        "synthetic": False,
    }
    return row("sources", **(known | values))


def capture(capture_id: str, **values: Any) -> dict[str, Any]:
    known = {
        "capture_id": capture_id,
        "source_id": SOURCE,
        "crawl_id": "c1",
        "fetched_at": NOON,
        "sha256": capture_id,
        "warc_file": "archive/c1.warc.gz",
        "warc_offset": 0,
        "outcome": "parsed",
        "visibility": "public",
    }
    return row("captures", **(known | values))


def letter(letter_id: str, capture_id: str, **values: Any) -> dict[str, Any]:
    known = {
        "letter_id": letter_id,
        "source_id": SOURCE,
        "region_code": "611000",
        "channel": "mayor_mailbox",
        "title": "标题",
        "body": "正文",
        "confidentiality_requested": False,
        "seen_at": NOON,
        "capture_id": capture_id,
    }
    return row("letters", **(known | values))


def reply(letter_id: str, capture_id: str, stage_no: int, **values: Any) -> dict[str, Any]:
    known = {
        "letter_id": letter_id,
        "stage_no": stage_no,
        "stage": "substantive",
        "date_basis": "none",
        "body": f"第{stage_no}段",
        "capture_id": capture_id,
    }
    return row("replies", **(known | values))


def document(document_id: str, capture_id: str, **values: Any) -> dict[str, Any]:
    known = {
        "document_id": document_id,
        "source_id": SOURCE,
        "region_code": "610324",
        "seen_at": NOON,
        "capture_id": capture_id,
    }
    return row("documents", **(known | values))


def claim(claim_id: str, capture_id: str, metric: str, value: str | int | None, **values: Any) -> dict[str, Any]:
    number = None if value is None else Decimal(value)
    known = {
        "claim_id": claim_id,
        "fact_id": f"fact-{claim_id}",
        "source_id": SOURCE,
        "region_code": "610324",
        "channel": "hotline_12345",
        "stated_by": "government",
        "scope": "whole",
        "metric": metric,
        "printed": str(value),
        "value": number,
        "low": number,
        "high": number,
        "qualifier": "exact",
        "each": False,
        "origin": "narrative",
        "quote": "一句",
        "locator": "L1",
        "confidence": 1.0,
        "capture_id": capture_id,
    }
    return row("claims", **(known | values))


def cited(finding_id: str, capture_id: str, **more: Any) -> dict[str, Any]:
    """A figure of a finding that is no claim."""
    fixed = {
        "figure_no": 1,
        "stated_by": "government",
        "scope": "unit",
        "origin": "table",
        "printed": "7",
        "locator": "L1",
    }
    return row("cited_figures", finding_id=finding_id, capture_id=capture_id, **(fixed | more))


def finding(finding_id: str, capture_id: str | None, **values: Any) -> dict[str, Any]:
    known = {
        "finding_id": finding_id,
        "check_id": "A1",
        "region_code": "610324",
        "channel": "hotline_12345",
        "claim_ids": [],
        "subject": "应办件数合计",
        "alternatives": [],
        "verdict": "needs_definition",
        "severity": 3,
        "confidence": 1.0,
        "statement_zh": "表中各行相加与合计相差。",
        "statement_en": "The rows and the total differ.",
        "evidence": [],
        "capture_id": capture_id,
    }
    return row("findings", **(known | values))


def of_the_caller(found: Mapping[str, Any]) -> dict[str, Any]:
    """A lake row as the caller of a build gives it: without the capture."""
    return {name: value for name, value in found.items() if name != "capture_id"}


class World:
    """A data directory with one lake, and builds of it."""

    def __init__(self, folder: Path) -> None:
        self.lake_root = folder / "lake"
        self.db_path = folder / "wenzheng.duckdb"

    def write(self, *, source_id: str = SOURCE, crawl_id: str = "c1", **tables: list[dict[str, Any]]) -> lake.Crawl:
        return lake.write(
            self.lake_root,
            source_id,
            crawl_id,
            tables,
            parser_version="p1",
            segments={"archive/c1.warc.gz": 100},
            visibility="public",
        )

    def build(
        self,
        *,
        sources: list[dict[str, Any]] | None = None,
        python_tables: Callable[[duckdb.DuckDBPyConnection], build.Rows] | None = None,
        **options: Any,
    ) -> build.BuildReport:
        return build.build(
            self.db_path,
            self.lake_root,
            sources=[source()] if sources is None else sources,
            working_days=calendar(),
            parser_version="p1",
            wenzheng_version="0.1.0",
            python_tables=python_tables,
            **options,
        )

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.db_path), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def files(self) -> Iterator[str]:
        """What stands beside the lake."""
        return (path.name for path in self.db_path.parent.iterdir() if path.name != "lake")


QUARTER = {"period_start": dt.date(2021, 10, 1), "period_end": dt.date(2021, 12, 31)}
IN_D = {"document_id": "d"} | QUARTER


def figures(world: World, *claims: dict[str, Any]) -> None:
    """Build a warehouse of one document with these claims."""
    world.write(captures=[capture("a")], documents=[document("d", "a")], claims=list(claims))
    world.build()


def in_table(scope: str, agency: str | None = None) -> dict[str, Any]:
    """What a claim of a cell says of its place."""
    return IN_D | {"origin": "table", "scope": scope, "agency": agency}
