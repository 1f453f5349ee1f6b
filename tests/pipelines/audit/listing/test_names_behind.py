"""A10 for a number of units or kinds and what is listed behind it."""

import pytest

from tests.pipelines.audit.from_text import findings, verdicts

LEAD = "本月收到来信301件。"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("满意率不高的单位3家，分别为：县供电公司、石桥镇政府、柳溪镇政府。", "满意率不高的单位3家"),
        ("逾期办理单位3家，分别是县住建局、县民政局和县水利局。", "逾期办理单位3家"),
        ("3家单位（县住建局、县民政局、县水利局）回复质量较差。", "3家单位"),
        ("共有四家单位存在逾期：县住建局、县民政局、县交通局、县水利局，均已整改。", "共有四家单位"),
        ("本月2个单位受到表扬，分别为县住房和城乡建设局、县民政局。", "本月2个单位"),
        ("来信内容分为3类，其中咨询类101件，投诉类120件，建议类80件。", "3类"),
        (
            "来信共有一级分类3项，来信数及占比分别为：咨询类101件，占33.6%；投诉类120件，占39.9%；建议类80件，占26.6%。",
            "3项",
        ),
    ],
)
def test_as_many_as_the_text_says_stand_behind_the_number(text: str, number: str) -> None:
    assert [(f.claimed, f.verdict) for f in findings(LEAD + text, "A10")] == [(number, "consistent")]


def test_offices_that_are_fewer_or_more_than_their_number() -> None:
    fewer = LEAD + "有4个乡镇未按时回复，分别为石桥镇、柳溪镇、白水乡。"
    more = LEAD + "逾期办理单位2家，分别为：县住建局、县民政局、县水利局。"
    assert verdicts(fewer, "A10") == verdicts(more, "A10") == [("needs_definition", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "有5个单位逾期，分别为县住建局、县民政局等。",
        "3个单位逾期，分别为县住建局和县民政局。",  # 和 may belong to a name
        "存在3个方面的问题：一是回复不及时、不规范，二是内容空洞。",
        "全县12个乡镇（街道）、31个部门参与，其中石桥镇、柳溪镇较好。",
        "来信内容分为4类，其中咨询类101件，投诉类120件，建议类80件。",
        "第3个单位是县住建局、县民政局。",
    ],
)
def test_what_may_be_another_number_says_nothing(text: str) -> None:
    assert findings(LEAD + text, "A10") == []


def test_a_number_of_kinds_is_no_figure_that_was_left_out() -> None:
    text = LEAD + "来信共有一级分类3项，分别为：咨询类101件，占34.2%；投诉类120件，占40.7%；建议类74件，占25.1%。"
    assert ("needs_definition", 2) in verdicts(text, "A2")


def test_kinds_with_parts_of_their_own_are_told_once() -> None:
    """Each of three kinds opens a list of three: the number before them is that of the kinds."""
    text = (
        "主要集中在三大类：一是噪音类，共90件，主要包括施工40件、广场舞30件、商铺20件；二是交通类，共60件，主要包括违停"
        "30件、拥堵20件、信号灯10件；三是供水类，共30件，主要包括停水15件、水压10件、水质5件。"
    )
    assert len([f for f in findings(LEAD + text, "A10") if "三大类" in f.statement_zh]) == 1
