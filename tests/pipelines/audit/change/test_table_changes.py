"""A6 in tables: changes beside the two periods that they compare."""

import pytest

from tests.pipelines.audit.from_text import findings, table, verdicts


def changes(*rows: str, header: str = "类别 本月受理数 上月受理数 环比") -> str:
    return table("诉求类别统计表", header, *rows)


def test_changes_that_follow_hold_row_by_row() -> None:
    text = changes("咨询类 120 100 20.00%", "投诉类 90 100 -10.00%", "建议类 11 10 10.00%")
    assert verdicts(text, "A6") == [("consistent", 0)] * 3


def test_a_change_on_the_wrong_base_is_named() -> None:
    found = findings(changes("咨询类 120 100 20.00%", "投诉类 80 100 -25.00%", "建议类 11 10 10.00%"), "A6")
    wrong = [f for f in found if f.verdict == "inconsistent"]
    assert [(f.claimed, f.alternatives) for f in wrong] == [("-25.00%", ("later_figure_as_base",))]


def test_a_fall_printed_without_its_sign_holds() -> None:
    assert verdicts(changes("咨询类 90 100 10.00%", "投诉类 120 100 20.00%"), "A6") == [("consistent", 0)] * 2


def test_a_change_against_last_year_wants_the_column_of_last_year() -> None:
    text = changes("咨询类 120 100 20.00%", header="类别 本月受理数 上月受理数 同比")
    assert verdicts(text, "A6") == []


@pytest.mark.parametrize("earlier", ["去年同期受理数", "上年同期受理数"])
def test_a_column_of_last_year(earlier: str) -> None:
    text = changes("咨询类 120 100 20.00%", header=f"类别 本月受理数 {earlier} 同比")
    assert verdicts(text, "A6") == [("consistent", 0)]


def test_columns_of_something_else_are_left_alone() -> None:
    assert verdicts(changes("咨询类 120 100 3.00%", "投诉类 90 100 4.00%"), "A6") == []


def test_a_row_of_changes_is_held_column_by_column() -> None:
    rows = ("第一季度 812 40 852", "第二季度 790 44 834", "环比（%） -2.7 11 -2.11")
    found = findings(table("话务情况统计表", "时间 人工接听量 放弃量 来电总量", *rows), "A6")
    assert [(f.verdict, f.claimed) for f in found] == [
        ("consistent", "-2.7"),
        ("inconsistent", "11"),
        ("consistent", "-2.11"),
    ]


def test_a_row_of_changes_goes_from_the_lower_to_the_upper_row_where_that_fits() -> None:
    rows = ("本月 120 60", "上月 100 50", "环比（%） 20 20")
    assert verdicts(table("受理情况统计表", "时间 受理量 办结量", *rows), "A6") == [("consistent", 0)] * 2


def test_a_row_of_changes_below_three_periods_is_of_the_last_two() -> None:
    rows = ("1月 120 60", "2月 100 50", "3月 90 45", "环比（%） -10 -10")
    assert verdicts(table("受理情况统计表", "月份 受理量 办结量", *rows), "A6") == [("consistent", 0)] * 2
    assert verdicts(table("受理情况统计表", "月份 受理量 办结量", *rows[:3], "环比（%） -25 -25"), "A6") == []


def test_columns_of_two_years_are_the_two_periods_of_a_change() -> None:
    header = "镇街 2021年 2022年 同比增长"
    rows = ("东河镇 50 60 20.00%", "西岭乡 40 30 -25.00%", "合计 90 90 0.00%")
    assert verdicts(table("受理来信情况统计表", header, *rows), "A6") == [("consistent", 0)] * 3
    assert verdicts(table("受理来信情况统计表", header.replace("同比增长", "环比"), *rows[:2]), "A6")


def test_a_month_and_the_one_two_before_it_are_not_compared() -> None:
    assert verdicts(table("受理来信情况统计表", "镇街 1月 3月 环比", "东河镇 50 60 20.00%"), "A6") == []


DATED = "来源 2月受理数（件） 3月受理数（件） {}"


@pytest.mark.parametrize("header", ["增/减幅（%）", "环比增减率", "幅度"])
def test_columns_of_two_months_are_the_two_periods(header: str) -> None:
    text = changes("巡查发现 200 240 20.00%", "群众上报 80 60 -25.00%", header=DATED.format(header))
    assert verdicts(text, "A6") == [("consistent", 0)] * 2


def test_a_column_on_the_later_figure_is_wrong_row_by_row() -> None:
    rows = ("巡查发现 200 240 16.67%", "群众上报 80 60 -33.33%", "合计 280 300 6.67%")
    found = findings(changes(*rows, header=DATED.format("增减幅")), "A6")
    assert [(f.verdict, f.recomputed) for f in found] == [
        ("inconsistent", "20%"),
        ("inconsistent", "-25%"),
        ("inconsistent", "7.1429%"),
    ]
    assert {f.alternatives for f in found} == {("later_figure_as_base",)}
    assert "(240-200)/240=16.6667%，与所印相同" in found[0].statement_zh


def test_changes_in_items_are_the_difference_and_add_up() -> None:
    rows = ("巡查发现 200 240 40", "群众上报 80 60 -20", "电话反映 5 9 3", "合计 285 309 23")
    text = changes(*rows, header=DATED.format("增/减（件）"))
    assert [(f.verdict, f.claimed, f.recomputed) for f in findings(text, "A6")] == [
        ("consistent", "40", "+40"),
        ("consistent", "-20", "-20"),
        ("inconsistent", "3", "+4"),
        ("inconsistent", "23", "+24"),
    ]
    assert [(f.verdict, f.claimed) for f in findings(text, "A1")] == [("consistent", n) for n in ("285", "309", "23")]


def test_a_column_of_changes_between_other_years_says_against_which() -> None:
    text = changes("咨询 500 600 20%", header="类型 2021年3月受理数 2022年3月受理数 增减（%）")
    (found,) = findings(text, "A6")
    assert (found.verdict, "较上年同期" in found.subject) == ("consistent", True)


@pytest.mark.parametrize(
    ("header", "expected"), [("较上月", "较上期"), ("较去年同期增减（%）", "较上年同期"), ("环比±", "较上期")]
)
def test_words_of_the_header_say_against_which_period(header: str, expected: str) -> None:
    columns = "上月受理数" if expected == "较上期" else "去年同期受理数"
    (found,) = findings(changes("咨询类 120 100 20.00%", header=f"类别 本月受理数 {columns} {header}"), "A6")
    assert (found.verdict, expected in found.subject) == ("consistent", True)


SIX = "单位 2月受理 2月办结 3月受理 3月办结 {} {}"


@pytest.mark.parametrize("headers", [("增减受理", "增减办结"), ("受理量增减", "办结量增减")])
def test_each_of_two_columns_of_changes_is_of_the_metric_that_it_names(headers: tuple[str, str]) -> None:
    text = changes("东河镇 40 38 44 40 4 2", "西岭乡 50 48 40 40 -10 -9", header=SIX.format(*headers))
    found = findings(text, "A6")
    assert [(f.verdict, f.claimed) for f in found] == [
        ("consistent", "4"),
        ("consistent", "2"),
        ("consistent", "-10"),
        ("inconsistent", "-9"),
    ]
    assert len({f.subject for f in found}) == 4


def test_arrows_are_signs() -> None:
    text = changes("咨询类 120 100 ↑20.00%", "投诉类 80 100 ↓20.00%", "建议类 9 10 10.00%↓")
    assert verdicts(text, "A6") == [("consistent", 0)] * 3


def test_several_rows_of_changes_compare_the_rows_that_they_name() -> None:
    rows = ("受理量 120 100 20.00% 80 50.00%", "办结量 110 100 10.00% 88 25.50%", "办结率 91.67% 100% -8.33% 90% 1.86%")
    found = findings(table("主要指标情况表", "指标 本月 上月 环比 去年同期 同比", *rows), "A6")
    assert [(f.verdict, f.claimed) for f in found] == [
        ("consistent", "20.00%"),
        ("consistent", "10.00%"),
        ("consistent", "-8.33%"),
        ("consistent", "50.00%"),
        ("inconsistent", "25.50%"),
        ("consistent", "1.86%"),
    ]


def test_the_change_of_a_rate_in_percent_that_is_one_in_points_is_open() -> None:
    rows = ("受理量 1200 1100 9.09%", "办结率 95.83% 98.18% -2.35%")
    found = findings(table("主要指标情况表", "指标 本月 上月 环比", *rows), "A6")
    assert [(f.verdict, f.severity) for f in found] == [("consistent", 0), ("needs_definition", 1)]


def test_months_beside_each_other_in_a_text_without_a_year() -> None:
    head = "# 岭溪县县长信箱受理情况\n\n"
    text = table("诉求受理情况表", "类别 3月（件） 2月（件） 环比（%）", "咨询类 120 100 20.00", "投诉类 90 100 -10.00")
    assert [f.verdict for f in findings(text, "A6", head)] == ["consistent"] * 2
    turned = table(
        "诉求受理情况表", "类别 12月（件） 1月（件） 环比（%）", "咨询类 120 100 20.00", "投诉类 90 100 -10.00"
    )
    assert findings(turned, "A6", head) == []


@pytest.mark.parametrize(
    "header", ["类别 2022年3月 去年2021年3月 同比", "类别 今年3月 去年3月 同比", "类别 受理量 去年同期 同比"]
)
def test_columns_that_name_this_year_and_the_last(header: str) -> None:
    text = table("诉求受理情况表", header, "咨询类 120 100 20.00%", "投诉类 90 100 -10.00%")
    assert verdicts(text, "A6") == [("consistent", 0)] * 2


@pytest.mark.parametrize("unit", ["（百分点）", "（个百分点）", "百分点"])
def test_a_column_of_points_is_of_the_rates(unit: str) -> None:
    rows = ("县城管局 120 100 98.5% 97.0% 1.5", "县住建局 80 90 96.0% 97.2% -1.2", "县教育局 50 40 99.0% 98.4% 0.9")
    header = f"单位 本月受理数 上月受理数 本月办结率 上月办结率 环比{unit}"
    found = findings(table("诉求办理情况表", header, *rows), "A6")
    assert [(f.verdict, f.recomputed) for f in found] == [
        ("consistent", "+1.5个百分点"),
        ("consistent", "-1.2个百分点"),
        ("inconsistent", "+0.6个百分点"),
    ]


def test_a_column_of_points_alone_says_nothing() -> None:
    text = table("诉求办理情况表", "单位 办结率 同比（百分点）", "县城管局 98.5% 1.5", "县住建局 96.0% -0.2")
    assert verdicts(text, "A6") == []


def test_changes_down_the_months_are_held_against_the_row_of_the_month_before() -> None:
    rows = ("1月 100 90 -", "2月 120 100 20.00%", "3月 90 88 -25.00%")
    found = findings(table("一季度受理情况表", "月份 受理数 办结数 环比", *rows), "A6")
    assert [(f.verdict, f.claimed) for f in found] == [("consistent", "20.00%"), ("consistent", "-25.00%")]
    rows = ("1月 100 90 -", "2月 120 100 20.00%", "3月 90 88 -20.00%")
    found = findings(table("一季度受理情况表", "月份 受理数 办结数 环比", *rows), "A6")
    assert [f.verdict for f in found] == ["consistent", "inconsistent"]


def test_changes_down_the_rows_want_rows_of_periods() -> None:
    rows = ("县城管局 100 5%", "县住建局 120 20%", "县教育局 90 -25%")
    assert verdicts(table("受理情况表", "单位 受理数 环比", *rows), "A6") == []
    rows = ("1月 100 5%", "2月 120 20%", "3月 90 -25%")
    assert verdicts(table("一季度受理情况表", "月份 受理数 同比", *rows), "A6") == []


def test_measures_by_period_are_held_along_their_rows() -> None:
    rows = ("来电总量 240 200 +20% 160 +50%", "受理诉求 120 100 +20% 80 +50%", "直接解答 90 80 +12.5% 60 +50%")
    rows += ("转派工单 30 20 +50% 20 +50%", "直接解答率 75% 80% -5个百分点 75% 持平")
    text = table("热线指标对照表", "指标 3月 2月 环比 上年同期 同比", *rows)
    assert {f.verdict for f in findings(text, "A6")} == {"consistent"}
    assert len(findings(text, "A6")) == 10
    assert verdicts(text, "A9") == [("consistent", 0)]
    assert verdicts(text, "A4") == [("consistent", 0)] * 3
    assert [f.claimed for f in findings(text.replace("+12.5%", "+11.5%"), "A6") if f.verdict == "inconsistent"] == [
        "+11.5%"
    ]


def test_two_weeks_of_channels_are_compared_whatever_their_table_is_called() -> None:
    rows = ("电话 120 100 20 20%", "网站 90 100 -10 -10%", "合计 210 200 10 5%")
    text = table("渠道情况", "渠道 本周（件） 上周（件） 增减量 增减幅", *rows)
    assert verdicts(text, "A6") == [("consistent", 0)] * 6


def test_an_earlier_count_that_a_table_prints_is_not_called_unprinted() -> None:
    text = "3月，受理来信120件，环比上升20%。\n\n" + table(
        "情况表", "指标 3月 2月 环比", "受理量 120 100 20%", "办结率 99% 98% —"
    )
    assert findings(text, "G2") == []
    assert verdicts(text, "A6") == [("consistent", 0)] * 2


def test_a_change_of_the_text_is_held_against_the_earlier_month_of_a_table() -> None:
    text = "3月受理120件，较上月增长20%。\n\n" + table(
        "受理情况表", "指标 1月 2月 3月", "受理量 110 100 120", "办结率 99% 98% 97%"
    )
    assert [(f.verdict, f.evidence[0]) for f in findings(text, "A6")] == [("consistent", "(120-100)/100 = 20%")]
    kinds = table("受理情况表", "类别 本旬 上旬 增减", "供水 120 100 ↑20.0%", "供热 90 100 ↓10.0%")
    found = findings("供水类120件，环比上升20.0%；供热类90件，环比下降10.0%。\n\n" + kinds, "A6")
    assert [f.verdict for f in found] == ["consistent"] * 4


def test_two_years_without_a_word_for_their_change_are_compared() -> None:
    rows = ("东区 1.20 1.50 0.30 25.00%", "西区 2.00 1.90 -0.10 -5.00%", "合计 3.20 3.40 0.20 6.25%")
    text = table("各区受理情况表（单位：万件）", "县区 2021年 2022年 增量 增幅", *rows)
    assert verdicts(text, "A6") == [("consistent", 0)] * 6
    assert ("inconsistent", 3) in verdicts(text.replace("25.00%", "35.00%"), "A6")


def test_a_count_of_all_so_far_beside_two_months_is_none_of_them() -> None:
    header = "部门 3月承办（件） 2月承办（件） 环比 1-3月累计承办（件） 累计办结（件） 累计办结率"
    rows = (
        "甲局 120 100 20.00% 400 396 99.00%",
        "乙局 90 100 -10.00% 300 297 99.00%",
        "合计 210 200 5.00% 700 693 99.00%",
    )
    text = table("承办情况表", header, *rows)
    assert verdicts(text, "A6") == [("consistent", 0)] * 3
    assert {f.verdict for f in findings(text, "A4")} == {"consistent"}


def test_points_printed_in_the_cells_are_those_of_their_rate() -> None:
    rows = ("东街道 97.2% 96.8% ↑0.4个百分点", "西街道 95.8% 96.4% ↓0.6个百分点")
    text = table("满意度情况表", "街道 本月满意率 上月满意率 满意率升降", *rows)
    assert verdicts(text, "A6") == [("consistent", 0)] * 2
    assert ("inconsistent", 2) in verdicts(text.replace("↑0.4", "↑0.5"), "A6")


@pytest.mark.parametrize("word", ["增减", "增减数", "比上年同期增减"])
def test_a_row_of_differences_is_of_items_and_points_and_no_period(word: str) -> None:
    rows = ("本季度 486 470 96.71%", "上季度 450 438 97.33%", f"{word} 36 33 -0.62个百分点")
    if "上年" in word:
        rows = (rows[0], rows[1].replace("上季度", "去年同期"), rows[2])
    text = table("来信办理情况表", "时间 收到来信 办结 办结率", *rows)
    assert [(f.verdict, f.claimed, f.recomputed) for f in findings(text, "A6")] == [
        ("consistent", "36", "+36"),
        ("inconsistent", "33", "+32"),
        ("consistent", "-0.62个百分点", "-0.62个百分点"),
    ]
    assert [f for f in findings(text, "G1") if f.verdict != "consistent"] == []
    assert len(findings(text, "A4")) == 2


def test_a_row_of_differences_may_say_by_how_much_percent() -> None:
    rows = ("本季度 1200 95.83%", "上季度 1000 99.00%", "增减 20.00% -3.17%")
    found = findings(table("来信办理情况表", "时间 收到来信 办结率", *rows), "A6")
    assert [(f.verdict, f.claimed) for f in found] == [("consistent", "20.00%"), ("needs_definition", "-3.17%")]


def test_a_column_of_differences_beside_measures_that_lie_on_their_side() -> None:
    rows = ("受理量 1200 1100 100", "办结量 1150 1080 71", "办结率 95.83% 98.18% -2.35个百分点")
    found = findings(table("热线运行对比表", "项目 本季度 上季度 增减", *rows), "A6")
    assert [(f.verdict, f.claimed) for f in found] == [
        ("consistent", "100"),
        ("inconsistent", "71"),
        ("consistent", "-2.35个百分点"),
    ]
