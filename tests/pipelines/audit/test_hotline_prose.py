"""What the audit says of a hotline report in prose, where all figures agree and where one does not."""

import pytest

from tests.pipelines.audit.from_text import findings

HEAD = "# 岭溪县2023年11月12345热线运行情况\n\n"
WHOLE = "11月，共受理诉求2480件，环比增加230件（10月2250件）。\n\n"


def told(text: str, check_id: str) -> list[tuple[str, str]]:
    return [(f.verdict, f.statement_zh) for f in findings(WHOLE + text, check_id, HEAD)]


def test_a_change_of_an_unread_figure_is_not_held_against_the_whole() -> None:
    text = "林草口子416件，较上月增加318件；应急口子187件，较上月减少96件。"
    assert {verdict for verdict, _ in told(text, "A6")} == {"consistent"}


@pytest.mark.parametrize(("by", "verdict"), [("61", "consistent"), ("71", "inconsistent")])
def test_an_earlier_figure_of_a_part_is_held_against_the_part(by: str, verdict: str) -> None:
    found = told(f"供暖问题612件，占诉求总量的24.68%。与去年同期551件相比，增加{by}件。", "A6")
    assert verdict in [v for v, statement in found if "供暖问题" in statement]
    assert all("2480-551" not in statement for _, statement in found)


@pytest.mark.parametrize(("average", "verdict"), [("181.1", "consistent"), ("191.1", "inconsistent")])
def test_a_daily_average_is_of_calls_and_web_together(average: str, verdict: str) -> None:
    head = "# 岭溪县12345热线周报（2023年11月6日至11月12日）\n\n"
    text = f"本周，12345热线共受理来电、网络诉求1268件。其中来电1120件，网络诉求148件。日均受理{average}件。"
    assert [f.verdict for f in findings(text, "A7", head)] == [verdict]


def test_only_so_many_are_ranked_as_the_words_say() -> None:
    text = "承办量前三位的是：龙山区812件、凤凰区605件、白云县433件，三地合计1850件；承办量最少的是青石县，为124件。"
    assert [v for v, statement in told(text, "N2") if "前三" in statement] == ["consistent"]


def test_a_count_of_a_kind_and_one_of_an_office_are_no_repeat() -> None:
    text = "举报类677件，占27.30%。\n\n承办较多的单位：县水利局677件、县人社局592件、县城管局411件。"
    assert told(text, "N1") == [("consistent", "标题所印统计期2023年11月，与正文数字的统计期一致。")]


def test_no_count_is_worked_out_from_a_share_that_stands_behind_its_count() -> None:
    text = (
        "在线答复1480件，转派工单1000件。\n\n乡镇18家，承办工单430件，占43.00%；县直部门32家，承办工单570件，占57.00%。"
    )
    assert all("总数2480" not in statement for _, statement in told(text, "G2"))


def test_a_kind_of_request_that_begins_like_a_surname_is_no_person() -> None:
    text = "文旅类620件，占25.00%；教育类1860件，占75.00%。"
    assert next(s for _, s in told(text, "A3")) == "12345热线文旅类占比印25.00%，620/2480=25%，相符。"


ROW = "城区承办{}件、开发区承办388件、乡镇承办205件"


@pytest.mark.parametrize(
    "behind",
    [
        "，分别占16.61%、15.65%和8.27%。",
        "，三地合计承办1005件，占40.52%，分别占16.61%、15.65%、8.27%。",
        "，占总量的比重分别为16.61%、15.65%、8.27%。",
    ],
)
def test_shares_in_the_order_of_counts(behind: str) -> None:
    found = told(ROW.format(412) + behind, "A3")
    assert [v for v, s in found if "/2480=" in s and "1005" not in s] == ["consistent"] * 3
    odd = told(ROW.format(422) + behind.replace("1005", "1015"), "A3")
    assert ("inconsistent", "12345热线城区占比印16.61%，422/2480=17.0161%，四舍五入为17.02%。") in odd


def test_shares_in_order_of_no_printed_count_say_nothing() -> None:
    text = "甲科412件、乙科388件，分别占21.30%、17.12%。"
    assert all("21.30%" not in s and "17.12%" not in s for check in ("A3", "G2") for _, s in told(text, check))


def test_a_share_behind_an_office_is_not_of_the_part_of_the_sentence_before() -> None:
    text = "本月共接收来信来访452件，包括来信340件，来访112件。其中，镇信访办接收来信来访145件，占总量的32.08%。"
    assert all("112/" not in s and "340/" not in s for _, s in told(text, "A3"))


def test_a_change_behind_the_share_in_a_bracket_is_of_the_part_before_it() -> None:
    text = "排名前两位的问题依次为：供暖问题612件（占比24.68%，环比上升15.47%）、"
    text += "物业管理285件（占比11.49%，环比下降5.00%）。"
    assert any("供暖问题收到612，较上期上升15.47%" in s for _, s in told(text, "G2"))


def test_a_change_of_the_place_that_rose_most_is_not_of_the_whole() -> None:
    found = told("从增速看，东溪县增长最快，环比增长38.05%；临河县增长最慢，环比增长1.74%。", "A6")
    assert {v for v, _ in found} == {"consistent"}


def test_satisfied_and_fairly_satisfied_counted_together_are_one_figure() -> None:
    text = "回访489件，满意和基本满意472件，满意率96.52%；不满意17件。"
    assert {v for v, _ in told(text, "A9")} == {"consistent"}


def test_a_share_of_what_came_in_behind_its_count_opens_no_list() -> None:
    text = (
        "一是冰冻诉求集中。共受理326件，占全部诉求的13.15%，其中道路结冰142件（占43.56%）、水管冻裂184件（占56.44%）。"
    )
    assert {v for v, _ in told(text, "A2")} <= {"consistent"}


def test_a_share_may_say_of_which_part_it_is() -> None:
    text = "从区域看，城区街道938件，占比37.82%；建制镇1542件，占比62.18%。"
    text += "其中，芦台街道373件，占城区街道的39.77%，居首位。"
    assert ("consistent", "12345热线芦台街道占比印39.77%，373/938=39.7655%，相符。") in told(text, "A3")


def test_changes_are_no_levels_of_which_one_rose_to_another() -> None:
    text = "10月供暖口子389件，增长2.2倍；11月回落至171件，环比下降56.04%。"
    assert all("变化" not in statement for _, statement in told(text, "A6"))


@pytest.mark.parametrize(("left", "verdict"), [(796, "consistent"), (786, "needs_definition")])
def test_returned_items_may_be_taken_off(left: int, verdict: str) -> None:
    text = f"本区共收到转办工单834件，剔除重复工单21件、不属于本区职责退回工单17件，实际受理{left}件。"
    head = "# 岭溪县2023年11月12345热线运行情况\n\n"
    assert [f.verdict for f in findings(text, "A2", head) if "剔除" in f.statement_zh] == [verdict]


def test_an_earlier_quarter_is_held_against_the_quarter_not_its_last_month() -> None:
    text = "7至9月，共受理有效来电956件，其中7月287件、8月354件、9月315件。"
    text += "与二季度的821件相比，增加135件，增长{}%；与上年三季度的1012件相比，减少56件，下降5.53%。"
    head = "# 岭溪县市长公开电话2023年7—9月受理情况\n\n"
    assert {f.verdict for f in findings(text.format("16.44"), "A6", head)} == {"consistent"}
    assert "inconsistent" in {f.verdict for f in findings(text.format("18.44"), "A6", head)}


def test_a_change_against_a_daily_average_is_not_of_all_that_came_in() -> None:
    text = "共受理诉求842件，日均120.3件，比去年假期（938件）减少96件，下降10.23%，比9月日均受理量（148件）下降18.7%。"
    assert "inconsistent" not in {v for v, _ in told(text, "A6")}


def test_a_rate_whose_base_a_subtotal_leaves_blank_is_no_error() -> None:
    rows = ["类别 | 单位 | 受理量 | 办结量 | 办结率 | 满意量 | 不满意量 | 满意率"]
    rows += ["--- | --- | --- | --- | --- | --- | --- | ---", "乡镇 | 城关镇 | 486 | 485 | 99.79% | 402 | 11 | 97.34%"]
    rows += [
        "乡镇 | 石门镇 | 312 | 311 | 99.68% | 258 | 14 | 94.85%",
        "乡镇 | 双桥乡 | 175 | 175 | 100.00% | 148 | 3 | 98.01%",
    ]
    rows += ["小计 | | 973 | 971 | 99.79% | 808 | 28 | 96.65%", "合计 | | 973 | 971 | 99.79% | 808 | 28 | 96.65%"]
    table = "\n".join(f"| {row} |" for row in rows)
    assert "inconsistent" not in {v for check in ("A1", "A4", "G1") for v, _ in told(table, check)}


def test_all_services_are_the_calls_taken_and_those_made() -> None:
    text = "11月，热线为民服务3000件，日均为民服务100件。其中受理2480件，外呼电话{}件。"
    assert [v for v, s in told(text.format(520), "A9") if "外呼" in s] == ["consistent"]
    assert [v for v, s in told(text.format(420), "A9") if "外呼" in s] == []
    assert [v for v, s in told(text.format(520), "A7") if "3000" in s] == ["consistent"]


SORTED = "11月，热线提供服务2700件，其中总受理量2480件；从诉求{}渠道看，电话端1900件，网络端500件，其他渠道{}件。"


def test_the_whole_that_the_words_before_a_list_name_goes_first() -> None:
    assert [v for v, s in told(SORTED.format("受理", 300), "A2") if "电话端" in s] == ["needs_definition"]
    assert "所印总数为2480" in told(SORTED.format("受理", 300), "A2")[0][1]
    assert [v for v, s in told(SORTED.format("服务", 300), "A2") if "电话端" in s] == ["consistent"]
    assert [v for v, s in told(SORTED.format("受理", 80), "A2") if "电话端" in s] == ["consistent"]


@pytest.mark.parametrize(("here", "verdict"), [("1244", "needs_definition"), ("1240", "consistent")])
def test_a_list_is_held_against_the_count_of_its_own_sentence(here: str, verdict: str) -> None:
    text = f"按类分，事件1240件，部件1240件。在受理的{here}件事件中，市容环境840件，施工管理300件，其他事件100件。"
    assert [v for v, s in told(text, "A2") if "市容环境" in s] == [verdict]


@pytest.mark.parametrize("between", ["", "两类合计占比超七成，", "两类诉求合计占比75.00%，"])
def test_shares_fill_a_whole_round_a_clause_that_adds_some_up(between: str) -> None:
    text = f"求助类占比40.00%，咨询类占比35.00%，{between}成为主要方向。"
    text += "投诉类占比20.00%，建议类和其他类诉求分别占比3.00%、2.00%。"
    assert [v for v, s in told(text, "A2") if "5项占比相加为100.00%" in s] == ["consistent"]


def test_two_rates_that_divide_one_whole_fill_100() -> None:
    assert [v for v, s in told("从办理情况看，在线解答率为65.3%，成员单位承办率为34.7%。", "A2")] == ["consistent"]
    assert told("从办理情况看，在线解答率为65.3%，成员单位承办率为33.7%。", "A2") == []


@pytest.mark.parametrize(("handled", "verdicts"), [("1000", ["consistent"]), ("900", [])])
def test_what_is_not_answered_directly_is_handled(handled: str, verdicts: list[str]) -> None:
    text = "从分布看，县级平台受理1500件，各乡镇受理980件。在线解答1480件，在线解答率59.68%。"
    found = told(f"{text}对于需协同办理的{handled}件工单，按时办结率97.20%。", "A9")
    assert [v for v, _ in found] == verdicts


def test_a_rate_that_no_number_gives_is_told_once() -> None:
    text = "# 岭溪县人才热线2023年11月运行情况\n\n11月，热线受理人才诉求27件，在线解答率69.02%。"
    assert [f.verdict for f in findings(text, "G1", "")] == ["needs_definition"]
    assert findings(text, "A4", "") == []


def test_a_daily_average_behind_all_services_is_of_those() -> None:
    text = "11月，热线提供服务3000件，日均100件。受理2480件，日均{}件。"
    assert [v for v, _ in told(text.format("82.7"), "A7")] == ["consistent", "consistent"]
    assert [v for v, _ in told(text.format("92.7"), "A7")] == ["consistent", "inconsistent"]
