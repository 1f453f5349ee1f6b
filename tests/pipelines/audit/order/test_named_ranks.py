"""N2 for names alone: the first few that a sentence names, against a table."""

import pytest

from tests.pipelines.audit.from_text import findings, table

NAME = "first few by name against a table"
GOODS = table("商品投诉统计表", "类别 受理量", "食品 244", "服装、鞋帽 82", "一般食品 42", "房屋 26", "首饰 24")
ROWS = "县公安局 90 90", "东河镇 60 58", "县教育局 45 45", "西岭乡 33 33", "南坪镇 12 12", "县水利局 9 9"
UNITS = table("各单位受理情况", "单位 受理数 办结数", *ROWS)


def ranks(text: str) -> list[tuple[str, int, str | None]]:
    found = [f for f in findings("3月，县长信箱办理情况如下。\n\n" + text, "N2") if f.check_name == NAME]
    return [(f.verdict, f.severity, f.recomputed) for f in found]


@pytest.mark.parametrize(
    "sentence",
    ["受理量较大的商品主要有：食品，服装、鞋帽，一般食品。", "投诉量排名前三的商品是食品、服装、鞋帽和一般食品。"],
)
def test_names_that_hold_marks_and_parts_of_each_other(sentence: str) -> None:
    assert ranks(f"{sentence}\n\n{GOODS}") == [("consistent", 0, "244；82；42")]


def test_towns_are_ranked_among_themselves() -> None:
    assert ranks("受理量前三位的乡镇为东河镇、西岭乡、南坪镇。\n\n" + UNITS) == [("consistent", 0, "60；33；12")]
    assert ranks("受理量前三位为县公安局、东河镇、县教育局。\n\n" + UNITS) == [("consistent", 0, "90；60；45")]


def test_names_before_the_words_that_rank_them() -> None:
    assert ranks("县公安局、东河镇和县教育局受理量居前三位。\n\n" + UNITS) == [("consistent", 0, "90；60；45")]
    assert ranks("县公安局、县水利局和县教育局满意度居前三位。\n\n" + UNITS) == []


def test_a_list_by_number_that_rises_is_told() -> None:
    sentence = "投诉量前三位为食品、一般食品、服装、鞋帽。"
    assert ranks(f"{sentence}\n\n{GOODS}") == [("unusual", 1, "244；42；82")]
    assert ranks(f"{sentence.replace('投诉量', '综合考核')}\n\n{GOODS}") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "投诉量前三位为食品、服装、鞋帽。",  # two of three
        "投诉量前三位为食品、家具、服装、鞋帽。",  # one without a row
        "以前三个月为食品、服装、鞋帽、一般食品。",
        "投诉量较大的商品有食品、服装、鞋帽、一般食品、家具。",
    ],
)
def test_other_lists_are_left_alone(sentence: str) -> None:
    assert ranks(f"{sentence}\n\n{GOODS}") == []
