"""The tables of the twins: numbers of rows, sums of columns and printed totals are those of the real documents."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from parsers.compliance import compliance
from parsers.readers import read
from parsers.records import Table
from parsers.tables import tables

TWINS = Path(__file__).parents[1] / "fixtures" / "twins"


def tables_of(name: str) -> list[Table]:
    return tables(read((TWINS / name).read_bytes(), file_name=name)).known


def rows(table: Table) -> list:
    return [row for row in table.rows if not row.is_total]


def sums(table: Table) -> list[tuple[str, Decimal, str]]:
    """(metric, sum of the rows, printed total) of each column of counts."""
    (total,) = (row for row in table.rows if row.is_total)
    return [
        (column.metric, sum((Decimal(row.cells[i]) for row in rows(table)), Decimal()), total.cells[i])
        for i, column in enumerate(table.columns)
        if column.kind == "count"
    ]


@pytest.mark.parametrize("name", ["yunxi.txt", "yunxi.html"])
def test_yunxi_has_zero_rows_without_figures(name):
    first, second = tables_of(name)
    assert [len(first.rows), len(second.rows)] == [18, 14]
    assert [row.serial for row in first.rows] == list(range(1, 19))
    blank = [row.label for row in first.rows if not any(row.cells[2:])]
    assert blank == ["关防乡", "景阳乡", "六郎乡", "三官洞林区"]
    assert [c.metric for c in first.columns] == [None, None, "received", "completed", "completion_rate"]
    assert [sum(int(r.cells[2] or 0) for r in t.rows) for t in (first, second)] == [58, 51]


@pytest.mark.parametrize("name", ["jixi.txt", "jixi.html"])
def test_jixi_has_its_totals_first_and_a_header_of_two_lines(name):
    first, second = tables_of(name)
    assert [len(rows(t)) for t in (first, second)] == [7, 4]
    assert [(t.rows[0].label, t.rows[0].is_total, t.rows[0].serial) for t in (first, second)] == [
        ("合计", True, None)
    ] * 2
    assert [c.metric for c in second.columns[4:6]] == ["claimed_late", "replied_late"]
    assert sums(first) == [("forwarded", 14, "14"), ("replied", 14, "14"), ("in_progress", 0, "0"), ("overdue", 0, "0")]
    assert sums(second) == [
        ("forwarded", 4, "4"),
        ("replied", 4, "4"),
        ("claimed_late", 0, "0"),
        ("replied_late", 0, "0"),
    ]
    assert second.notes[0][0].startswith("注：")


def test_fufeng_is_put_together_over_its_pages():
    found = tables_of("fufeng.txt")
    assert [t.fragments for t in found] == [(11, 16, 11), (12, 9), (14, 15), (17, 19), (9, 16, 5)]
    assert [sum(row.is_total for row in t.rows) for t in found] == [1, 1, 1, 0, 0]
    assert not any(t.cut_off for t in found)


def test_fufeng_sums_and_printed_totals():
    hotline, mayor, county = tables_of("fufeng.txt")[:3]
    assert sums(hotline) == [
        ("due", 1186, "1118"),
        ("completed", 1185, "1117"),
        ("overdue_completed", 55, "55"),
        ("overdue_not_completed", 1, "1"),
    ]
    assert sums(mayor) == [("due", 54, "50"), ("completed", 54, "50"), ("overdue_completed", 7, "7")]
    assert sums(county) == [
        ("due", 129, "114"),
        ("completed", 129, "114"),
        ("overdue_completed", 0, "0"),
        ("overdue_days", 0, "0"),
    ]


def test_fufeng_inspections():
    records = compliance(tables_of("fufeng.txt"))
    assert [sum(r.kind == kind for r in records) for kind in ("website", "new_media")] == [36, 30]
    assert {r.result for r in records} == {"合格"}
    assert [sum(r.platform == p for r in records) for p in ("微信", "微博", "抖音", "今日头条")] == [24, 3, 2, 1]
    assert [r.agency for r in records if r.remark] == ["县住建局"]


def test_a_letter_has_no_statistics_table():
    assert tables_of("danfeng.md") == []
