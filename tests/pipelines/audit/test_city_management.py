"""Bulletins of city management and of hotlines with tables, as offices write them: what they print fits; sentences and
tables of our own."""

import pytest

from pipelines.parse import parse_payload
from tests.pipelines.audit.from_text import findings, table


def of(text: str, *checks: str) -> list[tuple[str, str]]:
    """Verdict and Chinese sentence of every finding of some checks."""
    return [(f.verdict, f.statement_zh) for check in checks for f in findings(text, check)]


def doubts(text: str, *checks: str) -> list[str]:
    return [said for verdict, said in of(text, *checks) if verdict != "consistent"]


def test_cases_on_file_are_the_whole_of_their_kinds() -> None:
    text = "本周，区平台共立案820件，应结案800件，结案790件。其中部件类120件，占14.63%；事件类700件，占85.37%。"
    assert doubts(text, "A2", "A3", "G1") == []
    assert any("120+700=820" in said for _, said in of(text, "A2"))
    assert doubts(text.replace("700件", "710件"), "A2") != []


def test_ways_behind_a_colon_are_parts_whatever_words_name_them() -> None:
    text = (
        "本周共立案400件。\n\n案件来源：巡查员上报300件，占75.00%；12345热线转办80件，占20.00%；微信举报20件，占5.00%。"
    )
    assert [said for _, said in of(text, "A3")] == [
        "县长信箱巡查员上报占比印75.00%，300/400=75%，相符。",
        "县长信箱12345热线转办占比印20.00%，80/400=20%，相符。",
        "县长信箱微信举报占比印5.00%，20/400=5%，相符。",
    ]
    assert doubts(text, "A2", "A3", "A9", "G1") == []


def test_what_rose_most_is_not_the_whole() -> None:
    text = (
        "3月，县长信箱共收到来信500件，较2月（400件）增长25.00%。"
        "环比升幅最大的是供暖类，上升{}；降幅最大的是城关镇，下降12.50%。"
    )
    assert doubts(text.format("40.00%"), "A6") == []
    assert len(of(text.format("40.00%"), "A6")) == len(of(text.format("41.00%"), "A6")) > 0


def test_the_sum_of_the_first_kinds_is_no_kind() -> None:
    kinds = "暴露垃圾300件、店外经营200件、道路破损100件"
    text = f"本月共立案900件。排名前三位的案件依次为：{kinds}，三类案件合计600件，占66.67%。"
    assert doubts(text, "N2", "A2", "A3") == []
    assert any("店外经营" in said for _, said in of(text, "N2", "A10", "A3"))


ROWS = ("青石镇 126 126 118 93.65%", "白马镇 98 97 95 97.94%", "乡镇小计 224 223 213 95.52%")


@pytest.mark.parametrize("said", ["乡镇转办224件，按期办结率95.52%", "青石镇转办126件，按期办结率93.65%"])
def test_a_rate_that_its_row_prints_is_not_held_against_another_count(said: str) -> None:
    text = f"县长信箱共转办224件。其中，{said}。\n\n"
    rows = table("县长信箱办理情况统计表", "单位 转办数 应办数 按期办结数 按期办结率", *ROWS)
    assert doubts(text + rows, "G1", "A4") == []
    assert doubts(text.replace("95.52", "95.92").replace("93.65", "93.95") + rows, "G1", "A4") != []


def test_grades_are_of_those_who_were_reached() -> None:
    text = "2月，县长信箱共回访办件288件，成功回访279件，成功回访率96.88%。其中满意252件，基本满意15件，不满意{}件。"
    assert doubts(text.format(12), "A9") == []
    assert doubts(text.format(14), "A9") != []


WEEKS = "\n".join(
    [
        "周次\t时间\t接收工单\t应办结\t按期办结",
        "第33周\t8.12-8.18\t397\t392\t371",
        "第34周\t8.19-8.25\t{}\t421\t399",
    ]
)


@pytest.mark.parametrize(("printed", "verdict"), [("426", "consistent"), ("436", "needs_definition")])
def test_the_row_of_the_week_reported_is_held_against_the_text(printed: str, verdict: str) -> None:
    text = "县长信箱办理周报\n（2024年8月19日—8月25日）\n\n本周，共接收工单426件，应办结421件。\n\n" + WEEKS.format(
        printed
    )
    parsed = parse_payload(text.encode(), file_name="w.txt")
    held = [f.verdict for f in parsed.findings if f.check_id == "N1" and "426件" in f.statement_zh]
    assert held == [verdict]
    assert parsed.issues == ()


def test_parts_of_a_count_that_was_not_read_are_parts_of_no_other_one() -> None:
    parts = "一级事件1988件，占86.06%；二级事件257件，占11.13%；三级事件65件，占2.81%。"
    text = f"本周，网格员巡视发现事件2310件，流转办理2298件。其中{parts}"
    assert doubts(text, "A2", "A3", "G1") == []
    assert doubts(text.replace("257件", "247件"), "A2", "A3", "G1") != []


def test_a_table_of_what_the_text_counts_by_itself_is_not_short() -> None:
    rows = table(
        "县长信箱诉求",
        "排名 诉求类别 数量（件） 占总量比例",
        "1 供热 300 30.00%",
        "2 停车 200 20.00%",
        "3 噪音 100 10.00%",
    )
    text = "3月，县长信箱共受理1000件，前三类诉求共{}件。\n\n" + rows
    assert doubts(text.format(600), "N1") == []
    assert doubts(text.format(640), "N1") != []
    assert any("供热占比" in said for _, said in of(text.format(600), "A3"))


HALVES = "\n".join(
    [
        "诉求类型\t2022年上半年\t\t2021年上半年\t\t同比",
        "\t数量\t占比\t数量\t占比\t",
        "投诉\t600\t60.00%\t500\t62.50%\t↑20.00%",
        "咨询\t400\t40.00%\t300\t37.50%\t↑{}%",
        "合计\t1000\t100%\t800\t100%\t↑25.00%",
    ]
)


@pytest.mark.parametrize(("printed", "doubted"), [("33.33", 0), ("35.33", 1)])
def test_two_halves_of_years_below_a_header_in_two_lines(printed: str, doubted: int) -> None:
    text = "县长信箱2022年上半年办理情况\n\n" + HALVES.format(printed)
    found = parse_payload(text.encode(), file_name="h.txt").findings
    changes = [f.verdict for f in found if f.check_id == "A6"]
    assert (len(changes), sum(v != "consistent" for v in changes)) == (3, doubted)
    assert sum(f.check_id == "A1" for f in found) == 2


@pytest.mark.parametrize(("last", "wrong"), [("170\t169", 0), ("171\t169", 2)])
def test_a_total_over_two_tables_is_not_that_of_the_second(last: str, wrong: int) -> None:
    tables = (
        "表1：乡镇\n单位\t交办数\t回复数\n东山镇\t45\t45\n南湖镇\t90\t89\n小计\t135\t134\n\n"
        f"表2：部门\n单位\t交办数\t回复数\n县民政局\t41\t41\n县公安局\t129\t128\n小计\t{last}\n总计\t305\t303\n"
    )
    parsed = parse_payload(f"县长信箱2022年3月办理情况\n\n{tables}".encode(), file_name="t.txt")
    found = [f.verdict for f in parsed.findings if f.check_id == "A1"]
    assert ("inconsistent" in found or "unverifiable" in found) is bool(wrong)


def test_the_earlier_count_in_the_bracket_of_a_part_is_that_of_the_part() -> None:
    text = (
        "3月，县长信箱共受理1000件，同比增加100件（去年同期900件），同比增长11.11%。\n\n"
        "咨询类600件，占60.00%，同比增长20.00%（去年同期{}件）；投诉类400件，占40.00%，同比持平（去年同期400件）。"
    )
    assert doubts(text.format(500), "A6") == []
    assert doubts(text.format(510), "A6") != []


def test_a_channel_in_a_row_has_the_share_of_its_place() -> None:
    text = "3月，县长热线共受理诉求200件，按渠道分：电话150件、县长信箱30件、微信20件，分别占75.0%、{}%、10.0%。"
    assert doubts(text.format("15.0"), "A3", "G1") == []
    assert doubts(text.format("16.0"), "A3", "G1") != []


@pytest.mark.parametrize(
    "said",
    [
        "环比上升较多的是供热类（增加23件，上升15.00%）；下降较多的是占道类（减少9件，下降6.00%）。",
        "与2月相比，城关街道增加21件、南门街道减少9件，合计净增100件。",
    ],
)
def test_changes_of_parts_and_of_places_are_not_of_the_whole(said: str) -> None:
    text = "3月，县长信箱共收到来信500件，较2月（400件）增长{}。" + said
    assert doubts(text.format("25.00%"), "A6") == []
    assert doubts(text.format("26.00%"), "A6") != []


def test_points_without_their_sign_are_not_added_up() -> None:
    rows = table(
        "县长信箱办理情况",
        "单位 转办数 办结数 办结率 环比",
        "东镇 20 19 95.00% ↑0.52",
        "西镇 30 27 90.00% ↓0.10",
        "合计 50 46 92.00% ↑0.21",
    )
    assert [said for _, said in of("3月办理情况如下。\n\n" + rows, "A1") if "环比" in said] == []


def test_places_taken_together_are_no_place() -> None:
    text = "3月，县长信箱共受理1000件，受理量前三名为：中山区300件、西岗区200件、金州区100件，三区合计600件，占60.0%。"
    assert doubts(text, "N2", "A2", "A3") == []


def test_a_rate_of_some_units_is_not_that_of_all() -> None:
    rows = table(
        "县长信箱办理情况",
        "单位 应结数 按期结案数 按期结案率",
        "东镇 20 20 100%",
        "西镇 30 27 90.00%",
        "合计 50 47 94.00%",
    )
    text = "3月，应结案50件，按期结案47件，按期结案率{}。1家按期结案率达到100%。\n\n" + rows
    assert doubts(text.format("94.00%"), "N1", "A4", "A5", "G1") == []
    assert doubts(text.format("94.40%"), "N1", "A4", "A5", "G1") != []


def test_shares_in_a_row_behind_counts_are_not_paired_by_chance() -> None:
    text = (
        "二季度，各街道共上报网格事项7420件，其中城关街道2510件、南门街道1985件、北门街道1640件、东湖街道1285件，"
        "分别占33.83%、26.75%、22.10%、17.32%。"
    )
    assert [said for _, said in of(text, "G2") if "总数未印" in said] == []


def test_a_rate_that_no_list_knows_is_not_the_one_before_it() -> None:
    text = "按期结案率由2021年的96.81%提高到97.45%，返工率由1.32%下降到0.94%。"
    assert not [said for _, said in of(text, "A4", "A6") if "0.94" in said]
