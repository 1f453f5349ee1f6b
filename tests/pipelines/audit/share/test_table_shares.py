"""A3 in tables: shares against the counts of their rows."""

import pytest

from pipelines.parse import parse_payload
from tests.pipelines.audit.from_text import findings, table, verdicts

CAPTION = "2022年3月县长信箱诉求类型统计表"


def shares(*rows: str) -> str:
    return table(CAPTION, "类别 件数 占比", *rows)


def test_shares_of_the_printed_total_hold() -> None:
    text = shares("咨询类 50 50%", "投诉类 30 30%", "建议类 20 20%", "合计 100 100%")
    assert verdicts(text, "A3") == [("consistent", 0)] * 3


def test_a_share_that_its_row_does_not_give_is_named() -> None:
    found = findings(shares("咨询类 50 50%", "投诉类 30 32%", "建议类 20 20%", "合计 100 100%"), "A3")
    assert [(f.verdict, f.severity) for f in found] == [("inconsistent", 2), ("consistent", 0), ("consistent", 0)]
    assert found[0].claimed == "32%"
    assert "投诉类" in found[0].subject


@pytest.mark.parametrize(
    ("rows", "rounding"),
    [
        (("咨询类 5 35.71%", "投诉类 5 35.71%", "建议类 4 28.58%", "合计 14 100%"), "forced_to_fill"),
        (("咨询类 7 50%", "投诉类 4 28.57%", "建议类 3 21.43%", "其他 1 7.15%", "合计 14 100%"), "ceiling"),
    ],
)
def test_a_remainder_put_on_one_row_and_rounding_up_are_a_matter_of_rounding(
    rows: tuple[str, ...], rounding: str
) -> None:
    wrong = [f for f in findings(shares(*rows), "A3") if f.verdict == "inconsistent"]
    assert [(f.severity, f.rounding) for f in wrong] == [(1, rounding)]


def test_a_share_cut_off_holds() -> None:
    text = shares("咨询类 5 35.71%", "投诉类 5 35.71%", "建议类 4 28.57%", "举报类 2 14.28%", "合计 14 100%")
    assert {f.verdict for f in findings(text, "A3")} == {"consistent"}


def test_shares_of_a_whole_that_the_table_does_not_print_are_left_alone() -> None:
    text = shares("咨询类 50 25%", "投诉类 30 15%", "建议类 20 10%", "合计 100 50%")
    assert verdicts(text, "A3") == []


def test_shares_of_a_group_are_of_the_count_that_the_text_gives_it() -> None:
    groups = ["食品类 | 生鲜 | 60 | 30.00%", " | 糕点 | 40 | 20.00%", " | 饮料 | 21 | 10.50%"]
    others = ["服务类 | 餐饮 | 9 | 11.25%", " | 住宿 | 7 | 8.75%", " | 美容 | 5 | 6.25%", " | 洗衣 | 4 | 5.00%"]
    rows = "".join(f"| {row} |\n" for row in [*groups, *others, " | 维修 | 3 | 4.75%"])
    said = "3月，县长信箱共受理280件，其中食品类200件，服务类80件。\n\n"
    found = findings(f"{said}| 项目类别 | 类别 | 受理量 | 占比 |\n|---|---|---|---|\n{rows}", "A3")
    in_table = [f for f in found if f.subject.startswith("表1")]
    assert [f.claimed for f in in_table if f.verdict == "inconsistent"] == ["4.75%"]
    assert len([f for f in in_table if f.verdict == "consistent"]) == 7


def test_no_count_of_the_text_that_four_of_five_rows_follow_leaves_shares_alone() -> None:
    text = "3月，县长信箱共受理500件。\n\n" + shares("咨询类 50 10%", "投诉类 30 11%", "建议类 20 3%", "求助类 7 2%")
    assert [f for f in findings(text, "A3") if f.subject.startswith("表1")] == []


def test_rows_of_a_table_that_is_cut_off_are_shares_of_what_the_text_counts() -> None:
    lines = ("# 岭溪县2022年3月县长信箱办理情况通报", "", "3月，县长信箱共收到来信200件。", "", "来信类型统计表")
    rows = ("类型 | 件数 | 占比", "咨询 | 90 | 45.0%", "投诉 | 40 | 20.0%", "建议 | 30 | 16.0%", "求助 | 20 | 10.0%")
    last = ("举报 | 10 | 5.0%", "表扬 | 6")
    parsed = parse_payload("\n".join((*lines, *rows, *last)).encode(), file_name="cut.md")
    found = [f for f in parsed.findings if f.check_id == "A3"]
    assert sorted((f.claimed, f.verdict) for f in found) == [
        ("10.0%", "consistent"),
        ("16.0%", "inconsistent"),
        ("20.0%", "consistent"),
        ("45.0%", "consistent"),
        ("5.0%", "consistent"),
    ]


NESTED = "大类 小类 件数 占本类比 占总数比"


def test_of_two_columns_of_shares_each_is_of_its_own_whole() -> None:
    groups = ("市容 占道经营 30 60% 30%", "— 乱贴广告 20 40% 20%", "— 小计 50 100% 50%")
    rows = (*groups, "环卫 垃圾清运 40 80% 40%", "— 公厕管理 10 20% 10%", "— 小计 50 100% 50%", "合计 — 100 — 100%")
    text = table(CAPTION, NESTED, *rows).replace("| — |", "| |")
    assert verdicts(text, "A3") == [("consistent", 0)] * 10
    wrong = [f for f in findings(text.replace("80%", "82%"), "A3") if f.verdict != "consistent"]
    assert [(f.verdict, f.claimed) for f in wrong] == [("inconsistent", "82%")]


def test_shares_of_two_periods_are_each_of_the_counts_on_their_left() -> None:
    header = "领域 本月（单） 占比 上月（单） 占比 占比变化（百分点）"
    rows = (
        "城建 50 50% 30 37.5% +12.5",
        "交通 30 30% 30 37.5% -7.5",
        "教育 20 20% 20 25% -5",
        "合计 100 100% 80 100% —",
    )
    text = table("2022年3月各领域诉求统计表", header, *rows)
    assert verdicts(text, "A3") == [("consistent", 0)] * 6
    assert [f.claimed for f in findings(text, "A6")] == ["+12.5", "-7.5", "-5"]


def test_shares_of_counts_in_ten_thousands_have_the_room_of_their_rounding() -> None:
    rows = ("甲区 1.24 17.37%", "乙区 2.21 30.99%", "丙区 3.68 51.63%", "全市 7.13 100%")
    text = table("2022年3月分区县受理情况", "区县 受理量（万件） 占比", *rows)
    assert verdicts(text, "A3") == [("consistent", 0)] * 3
    assert verdicts(text, "A1") == [("consistent", 0)]


def test_kinds_that_repeat_their_group_in_every_row_are_named_by_themselves() -> None:
    rows = ("部件 公用设施 30 75% 30%", "部件 市容环境 10 25% 10%", "部件小计 — 40 100% 40%")
    rows += ("事件 市容环境 36 60% 36%", "事件 街面秩序 24 40% 24%", "事件小计 — 60 100% 60%", "总计 — 100 — 100%")
    text = table(CAPTION, "大类 小类 立案数 占本大类 占总量", *rows)
    assert verdicts(text, "A3") == [("consistent", 0)] * 10
    assert {f.verdict for f in findings(text, "E1")} == {"consistent"}
    assert [f.subject for f in findings(text.replace("75%", "57%"), "A3") if f.verdict != "consistent"] == [
        "表1（县长信箱）公用设施“占本大类”"
    ]


def test_a_row_off_in_a_small_group_is_told_where_the_groups_together_follow_the_text() -> None:
    text = "3月，县长信箱共收到来信860件，其中商品类520件，服务类340件。\n\n"
    text += "| 项目 | 类别 | 受理量 | 占比 |\n|---|---|---|---|\n"
    goods = ("商品类 | 食品 | 210 | 40.38%", " | 服装 | 90 | 17.31%", " | 家电 | 74 | 14.23%", " | 车辆 | 52 | 10.00%")
    services = ("服务类 | 餐饮 | 120 | 35.29%", " | 美发 | 66 | 19.41%", " | 培训 | 51 | {}", " | 文体 | 43 | {}")
    body = "\n".join(f"| {row} |" for row in (*goods, " | 通讯 | 31 | 5.96%", *services))
    told = [f for f in findings(text + body.format("15.50%", "12.65%"), "A3") if f.verdict == "inconsistent"]
    assert [(f.claimed, f.recomputed) for f in told] == [("15.50%", "15%")]
    both = [f for f in findings(text + body.format("15.50%", "13.65%"), "A3") if f.subject.startswith("表1")]
    assert {f.claimed for f in both} == {"40.38%", "17.31%", "14.23%", "10.00%", "5.96%"}  # two of four follow nothing
