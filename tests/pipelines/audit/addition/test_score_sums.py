"""A2 for total scores and the single scores left of them."""

from tests.pipelines.audit.from_text import findings, table

ROWS = ("甲镇 38.5 28.2 14.0 80.7 1", "乙镇 37.2 27.6 13.5 78.3 2", "丙乡 36.0 26.9 13.0 75.9 3")


def told(header: str, *rows: str) -> list[tuple[str, str | None]]:
    text = table("考核情况", header, *rows)
    return [(f.verdict, f.claimed) for f in findings(text, "A2") if "左" in f.subject]


def test_a_total_is_the_sum_of_the_scores() -> None:
    header = "单位 工单办理(40分) 满意度(30分) 日常管理(15分) 总分 排名"
    assert told(header, *ROWS) == [("consistent", "80.7；78.3；75.9")]
    # One of three rows shows no rule.
    assert told(header, *ROWS[:2], "丙乡 36.0 26.9 13.0 76.9 3") == []
    more = ("丁镇 30 20 10 60 4", "戊镇 30 20 9 59 5", "己乡 29 20 9 58 6")
    assert told(header, *ROWS, *more) == [("consistent", "80.7；78.3；75.9；60；59；58")]
    assert told(header, *ROWS, *more, "庚乡 20 20 9 48 7") == [
        ("consistent", "80.7；78.3；75.9；60；59；58"), ("needs_definition", "48")
    ]  # fmt: skip


def test_a_total_is_the_sum_by_the_weights_of_the_headers() -> None:
    header = "单位 办结得分（60%） 满意得分（40%） 总分"
    rows = ("甲镇 98 90 94.8", "乙镇 96 95 95.6", "丙乡 90 85 88")
    assert told(header, *rows) == [("consistent", "94.8；95.6；88")]


def test_what_is_taken_off_counts_against_the_other_scores() -> None:
    header = "单位 完整得分 准确得分 {} 及时得分 总分"
    rows = ("甲镇 9.48 9.99 1 4.98 23.45", "乙镇 9.69 9.99 0 4.99 24.67", "丙乡 9.5 9.93 0.25 5 24.18")
    assert told(header.format("扣分项"), *rows) == [("consistent", "23.45；24.67；24.18")]
    assert told(header.format("加分项"), *rows) == []
