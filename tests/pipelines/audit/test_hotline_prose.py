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
