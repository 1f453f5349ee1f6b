"""A7 in tables: rows of means."""

from tests.pipelines.audit.from_text import findings, table

MONTHS = ("1月 80 78", "2月 64 63", "3月 91 90")


def means(*rows: str, header: str = "月份 受理量 办结量") -> list[tuple[str, str | None, str | None]]:
    found = findings(table("受理办结情况表", header, *rows), "A7")
    return [(f.verdict, f.claimed, f.recomputed) for f in found]


def test_a_mean_follows_from_the_rows_and_is_no_row_of_the_total() -> None:
    rows = (*MONTHS, "合计 235 231", "月均 78.3 76")
    assert means(*rows) == [("consistent", "78.3", "78.3333"), ("needs_definition", "76", "77")]
    sums = findings(table("受理办结情况表", "月份 受理量 办结量", *rows), "A1")
    assert [f.verdict for f in sums] == ["consistent", "consistent"]


def test_scores_have_a_mean_and_ranks_have_none() -> None:
    rows = ("县住建局 98.5 1", "县公安局 97.5 2", "平均 98 1.5")
    assert means(*rows, header="单位 得分 排名") == [("consistent", "98", "98")]


def test_the_mean_of_a_place_and_of_rates_only_agree() -> None:
    assert means("甲镇 10 90%", "乙镇 20 100%", "全县平均 14 95.00%", header="单位 办结 满意率") == [
        ("consistent", "95.00%", "95%")
    ]
    assert means("甲镇 10 90%", "乙镇 20 100%", "平均 15 96.67%", header="单位 办结 满意率") == [
        ("consistent", "15", "15")
    ]
