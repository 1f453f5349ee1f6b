"""Invented bulletins in wordings that no twin uses, from bytes to findings (``fixtures/bulletins/README.md``)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.parse import Parsed, parse_payload
from tests.twins import compare_claims, compare_findings, plain

BULLETINS = Path(__file__).parent / "fixtures" / "bulletins"
TEXTS = sorted(
    path for path in BULLETINS.iterdir() if path.is_file() and path.suffix != ".json" and path.name != "README.md"
)
UNKNOWN = dict.fromkeys(
    (
        "table_no",
        "row_label",
        "region_code",
        "channel",
        "agency",
        "category",
        "of_metric",
        "period_start",
        "period_end",
        "as_of",
    ),
    "-",
)
ORDINARY = {"is_total": "0", "stated_by": "government", "qualifier": "exact", "each": "0", "optional": "0"}


def expected(text: Path) -> dict[str, Any]:
    return json.loads(text.with_suffix(".json").read_text(encoding="utf-8"))


def figure_column(metric: str, unit: str, channel: str | None = None) -> dict[str, str]:
    """What a column says of each of its cells; its channel only where the header names one."""
    return {"metric": metric, "unit": unit, **({"channel": channel} if channel else {})}


def table_rows(table: dict[str, Any]) -> list[dict[str, str]]:
    """The figure cells of a table as expected claims: the rows, then the total where there is one."""
    columns = [figure_column(*column) for column in table["columns"]]
    lines = [({"row_label": label, "agency": label}, values) for label, *values in table["rows"]]
    if table["total"] is not None:
        lines.append(({"row_label": "合计", "is_total": "1"}, table["total"]))
    return [
        {"table_no": table["table_no"], **line, **column, "value": value}
        for line, values in lines
        for column, value in zip(columns, values, strict=True)
        if value is not None
    ]


def claim_rows(text: Path) -> list[dict[str, str]]:
    """The expected claims of a bulletin in the columns that ``compare_claims`` reads."""
    given = expected(text)
    common = {**UNKNOWN, **ORDINARY, "doc": text.stem, **given["defaults"]}
    narrative = [{**common, "place": "narrative", **row} for row in given["narrative"]]
    tables = [{**common, "place": "table", **row} for table in given["tables"] for row in table_rows(table)]
    return narrative + tables


def finding_rows(text: Path) -> list[dict[str, str]]:
    return [{"doc": text.stem, "must_report": "1", **row} for row in expected(text)["findings"]]


@cache
def parsed(text: Path) -> Parsed:
    return parse_payload(text.read_bytes(), file_name=text.name)


def name(text: Path) -> str:
    return text.stem


def test_every_bulletin_has_its_expected_rows() -> None:
    assert {text.with_suffix(".json") for text in TEXTS} == set(BULLETINS.glob("*.json"))
    assert len(TEXTS) >= 12


@pytest.mark.parametrize("text", TEXTS, ids=name)
def test_claims_of_bulletin_are_those_expected(text: Path) -> None:
    assert compare_claims(claim_rows(text), parsed(text).claims) == []


@pytest.mark.parametrize("text", TEXTS, ids=name)
def test_findings_of_bulletin_are_those_expected(text: Path) -> None:
    assert compare_findings(finding_rows(text), parsed(text).findings) == []


@pytest.mark.parametrize("text", TEXTS, ids=name)
def test_printed_string_of_each_claim_stands_in_the_bulletin(text: Path) -> None:
    claims = parsed(text).claims
    assert claims
    content = plain(text.read_text(encoding="utf-8"))
    assert [claim.printed for claim in claims if plain(claim.printed) not in content] == []


def test_table_that_breaks_off_is_known_to_be_cut() -> None:
    bulletin = parsed(BULLETINS / "06-cut-off-table.txt").bulletin
    assert bulletin is not None
    (table,) = bulletin.tables
    assert table.cut_off
    assert len(table.rows) == 4
