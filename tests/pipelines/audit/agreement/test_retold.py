"""N1 by likeness: counts that two paragraphs print in much the same words."""

import pytest

from pipelines.audit.agreement.retold import pairs_beside
from tests.pipelines.audit.from_text import findings

NAME = "counts printed twice in much the same words"
FIRST = "3月，热线接到来电412次，“市长留言板块”来信3件、“县长接待专栏”来信7件。"


def retold(*paragraphs: str) -> list[tuple[str, str | None]]:
    found = [f for f in findings("\n\n".join(paragraphs), "N1") if f.check_name == NAME]
    return [(f.verdict, f.claimed) for f in found]


def test_channels_by_their_names_with_small_counts() -> None:
    second = "“县长接待专栏”有效来信7件，承办单位为县水利局；“市长留言板块”有效来信3件，承办单位为县教育局。"
    assert retold(FIRST, second) == [("consistent", "3件"), ("consistent", "7件")]


def test_the_noun_may_stand_behind_the_number() -> None:
    first, second = "3月，县旅游局共受理旅游投诉13件。", "在本局受理的13件旅游投诉中，涉及旅行社6件。"
    assert retold(first, second) == [("consistent", "13件")]


@pytest.mark.parametrize(
    "second",
    [
        "“县长接待专栏”有效来信8件，承办单位为县水利局。",  # another number
        "“县医院意见箱”有效来信7件。",  # other words
        "2月，“县长接待专栏”有效来信7件。",  # another month
        "“县长接待专栏”办结7件。",  # another stage
        "“县长接待专栏”有效来信7件，“县长接待专栏”有效来信9件。",  # two that are as near
        "“县长接待专栏”有效来信7件以上。",  # a bound
    ],
)
def test_what_may_be_another_count_is_left_alone(second: str) -> None:
    assert retold(FIRST, second) == []


def test_units_have_the_same_number_of_several_things() -> None:
    lists = "逾期办结的有：石桥乡人民政府1件、县教育局2件。", "退回的有：石桥乡人民政府1件、县卫健局3件。"
    assert retold(FIRST, *lists) == []


def test_pairs_of_characters_beside_a_figure() -> None:
    text = "共受理312件、旅游投诉13件，办结9件"
    at = text.index("13")
    assert pairs_beside(text, at, at + 3) == {"旅游", "游投", "投诉"}
