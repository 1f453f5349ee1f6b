"""G1 in tables: a rate beside a volume, with nothing that says what it is of."""

from tests.pipelines.audit.from_text import findings, table


def beside(*rows: str, header: str = "单位 办件数量 解决率") -> list[tuple[str, int, str | None]]:
    found = findings(table("2022年3月县长信箱办件情况表", header, *rows), "G1")
    return [(f.verdict, f.severity, f.recomputed) for f in found]


def test_a_rate_that_a_whole_number_gives_names_it() -> None:
    assert beside("县教育局 30 76.67%", "县民政局 200 99.2%") == [
        ("consistent", 0, "23"),
        ("unverifiable", 1, "没有整数k使k/200为99.2%"),
    ]


def test_several_numbers_are_a_span() -> None:
    assert beside("县教育局 300 77%", "县民政局 9 44.44%") == [("consistent", 0, "230至232"), ("consistent", 0, "4")]


def test_full_marks_and_rates_with_a_count_of_their_own_say_nothing() -> None:
    assert beside("县教育局 30 100%", "县民政局 20 0%") == []
    assert beside("县教育局 30 29 96.67%", header="单位 收到 办结 办结率") == []


def test_beside_two_volumes_nothing_is_said() -> None:
    assert beside("县教育局 30 28 76.67%", header="单位 收到 办件数量 解决率") == []


def test_rates_with_a_target_in_their_header_are_of_what_was_completed() -> None:
    rows = ("东河镇 13 69.23% 7.69%", "西岭乡 8 87.50% 0.00%")
    assert beside(*rows, header="单位 完成件数 快速办结率（≥75%达标） 重派率") == [
        ("consistent", 0, "1"),
        ("consistent", 0, "9"),
        ("consistent", 0, "7"),
    ]
