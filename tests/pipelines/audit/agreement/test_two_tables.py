"""N1 between tables: totals and rows that two tables of one document print."""

from tests.pipelines.audit.from_text import findings, table

NAME = "one figure in two tables"
UNITS = table("各单位受理情况表", "单位 受理数 办结数", "甲局 213 210", "乙局 120 118", "合计 333 328")
KINDS = table("各类别受理情况表", "类别 受理数 办结数", "供水 150 150", "供热 183 178", "合计 333 328")
SOURCES = table("来源受理情况表", "来源 受理数", "热线 1333", "网站 214", "合计 1547")
MANY = table("热线各单位受理情况表", "单位 受理数", "甲局 1213", "乙局 120", "合计 1333")


def same(*tables: str) -> list[tuple[str, str | None]]:
    found = [f for f in findings("3月，县长信箱办理情况如下。\n\n" + "\n\n".join(tables), "N1") if f.check_name == NAME]
    assert all(f.recomputed == f.claimed for f in found)
    return [(f.verdict, f.claimed) for f in found]


def test_two_totals() -> None:
    assert same(UNITS, KINDS) == [("consistent", "333；328")]


def test_totals_that_differ_say_nothing() -> None:
    assert same(UNITS, KINDS.replace("333", "334").replace("328", "329")) == []


def test_small_or_round_numbers_say_nothing() -> None:
    assert (
        same(UNITS.replace("333", "300").replace("328", "28"), KINDS.replace("333", "300").replace("328", "28")) == []
    )


def test_a_total_that_is_a_row_of_another_table() -> None:
    assert same(SOURCES, MANY) == [("consistent", "1333")]
    assert same(SOURCES.replace("1333", "333"), MANY.replace("1333", "333")) == []


def test_rows_of_one_name() -> None:
    ranking = table("受理量前二的单位", "单位 受理数", "甲局 213", "丙局 165")
    assert same(UNITS, ranking) == [("consistent", "213")]
    assert same(UNITS, ranking.replace("甲局", "丁局")) == []


def test_counts_of_two_stages_are_not_one_figure() -> None:
    assert same(UNITS, table("退回情况表", "单位 退回数", "丁局 128", "丙局 200", "合计 328")) == []


def test_counts_of_two_months_are_not_one_figure() -> None:
    earlier = table("2022年2月各类别受理情况表", "类别 2022年2月受理数", "供水 150", "供热 183", "合计 333")
    assert same(UNITS.replace("受理数", "2022年3月受理数"), earlier) == []


RANKED = table("受理情况一览", "单位 受理数 办结数", "甲局 213 210", "乙局 120 118", "丙镇 87 85", "丁镇 64 64")
GRADED = table(
    "办结情况一览",
    "单位 受理数 办结数 满意率",
    "丁镇 64 64 99%",
    "丙镇 87 85 98%",
    "乙局 120 118 97%",
    "甲局 231 210 96%",
)


def differing(*tables: str) -> list[tuple[str | None, str | None]]:
    text = "3月，县长信箱办理情况如下。\n\n" + "\n\n".join(tables)
    return [(f.claimed, f.recomputed) for f in findings(text, "N1") if f.verdict == "needs_definition"]


def test_one_cell_of_rows_of_one_name_that_differs() -> None:
    assert differing(RANKED, GRADED) == [("213", "231")]


def test_rows_that_agree_or_differ_otherwise() -> None:
    assert differing(RANKED, GRADED.replace("231", "213")) == []
    assert differing(RANKED, GRADED.replace("231", "331")) == []  # too far for a slip
    assert differing(RANKED, GRADED.replace("118", "108")) == []  # two of them: the tables count otherwise
    assert differing(RANKED, GRADED.replace("受理数", "转办数")) == []
    assert differing(RANKED, GRADED.replace("丙镇 ", "己镇 ").replace("| 丙镇", "| 己镇").replace("乙局", "戊局")) == []
