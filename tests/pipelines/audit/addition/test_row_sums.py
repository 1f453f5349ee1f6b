"""A2 in tables: parts of a row against the column that counts them together."""

from pipelines.parse import parse_payload
from tests.pipelines.audit.from_text import HEAD, findings, table


def sums(*rows: str, header: str = "单位 投诉数量 举报数量 受理总数") -> list[tuple[str, int, str | None, str | None]]:
    found = findings(table("2022年3月县长信箱受理情况统计表", header, *rows), "A2")
    return [(f.verdict, f.severity, f.claimed, f.recomputed) for f in found]


def test_kinds_of_requests_add_up_to_what_was_received() -> None:
    assert sums("东河镇 12 3 15", "西岭乡 7 1 8", "合计 19 4 23") == [
        ("consistent", 0, "15", "15"),
        ("consistent", 0, "8", "8"),
        ("consistent", 0, "23", "23"),
    ]


def test_a_row_that_does_not_is_named_where_three_others_do() -> None:
    found = sums("东河镇 12 3 15", "西岭乡 7 1 18", "南坪镇 4 4 8", "北塬乡 2 0 2")
    assert [f for f in found if f[0] != "consistent"] == [("inconsistent", 3, "18", "8")]


def test_one_of_three_rows_is_left_open() -> None:
    found = sums("东河镇 12 3 15", "西岭乡 7 1 18", "南坪镇 4 4 8")
    assert [f[:2] for f in found] == [("consistent", 0), ("needs_definition", 3), ("consistent", 0)]


def test_nothing_is_said_where_most_rows_do_not_add_up() -> None:
    assert sums("东河镇 12 3 16", "西岭乡 7 1 9", "南坪镇 4 4 8") == []


def test_channels_of_months_add_up_whatever_stands_between_them() -> None:
    rows = ("1月 12 10 3 3 15", "2月 7 7 1 1 8")
    header = "月份 市长信箱收到 市长信箱办结 微信平台收到 微信平台办结 合计"
    assert [f[0] for f in sums(*rows, header=header)] == ["consistent", "consistent"]


def test_a_row_of_changes_is_no_row_of_the_sum() -> None:
    rows = ("第一季度 812 35 847", "第二季度 790 41 831", "环比（%） -2.7 17.1 -1.9")
    assert [f[2] for f in sums(*rows, header="时间 人工接听量 放弃量 来电总量")] == ["847", "831"]


def test_a_table_that_misses_a_row_is_not_added_up() -> None:
    broken = "| 单位 | 收到 | 办结 |\n|---|---|---|\n| 东河镇 | 9 | 9 |\n| 西岭乡 | 5 |\n| 合计 | 14 | 13 |\n"
    parsed = parse_payload(f"{HEAD}**县长信箱办理情况表**\n\n{broken}".encode(), file_name="bulletin.md")
    assert "row_width" in {issue.code for issue in parsed.issues}
    assert {f.verdict for f in parsed.findings if f.check_id == "A1"} <= {"unverifiable"}


def test_channels_that_are_no_mailboxes_are_parts_too() -> None:
    rows = ("东河镇 40 20 12 8", "西岭乡 50 30 10 9", "南坪镇 30 10 10 10", "北山乡 60 40 10 10")
    assert [found[:3:2] for found in sums(*rows, header="单位 受理总数 电话 人民网留言 其他")] == [
        ("consistent", "40"),
        ("inconsistent", "50"),
        ("consistent", "30"),
        ("consistent", "60"),
    ]
