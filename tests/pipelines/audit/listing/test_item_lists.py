"""A10 for numbered items, items on lines of their own or with a count each, and movements by number."""

import pytest

from pipelines.audit.listing.item_lists import moved, numbered_items
from tests.pipelines.audit.from_text import findings


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("一是回复不及时；二是答非所问；三是格式不规范。", 3),
        ("\n一是回复不及时；\n二是答非所问。\n", 2),
        ("\n1.电话受理190件。\n2.微信受理25件。\n3.网站受理9件。", 3),
        ("（一）加强督办。（二）强化考核。", 2),
        ("一是回复不及时；二是答非所问。有关要求：一是加强督办；二是强化考核；三是公开。", 2),  # another list begins
        ("回复及时。", 0),
        ("1.5万件来信中，2.5%未回复。", 0),
    ],
)
def test_items_are_numbered_from_the_first_on(text: str, items: int) -> None:
    assert numbered_items(text) == items


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("甲区、乙县、丙县受理量上升，丁区受理量下降", (3, 1)),
        ("咨询类增长5%，求助类上升3%，投诉类下降2%", (2, 1)),
        ("受理量与上月相同", (0, 0)),
    ],
)
def test_names_move_with_the_word_behind_them(text: str, moves: tuple[int, int]) -> None:
    assert moved(text) == moves


COUNTED = "本月共收到来信260件。\n\n"
"""A text that counts nothing is no bulletin."""


def told(text: str) -> list[str | None]:
    return [f.claimed for f in findings(f"{COUNTED}{text}", "A10") if "与其后各项" in f.subject]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("存在的问题有以下三个问题：一是回复不及时；二是答非所问；三是格式不规范。", ["三个问题"]),
        ("群众反映的突出问题有3类：\n\n一是教育类12件；\n\n二是交通类8件；\n\n三是医疗类5件。", ["3类"]),
        ("来信较集中的乡镇有以下3个：甲镇86件、乙镇71件、丙乡65件。", ["3个"]),
        ("来信量居前3位的单位（县城管局、县住建局、县公安局）共承办42件。", ["前3位"]),
        ("诉求量前三位的区县：\n\n东区210件\n\n西区182件\n\n新区151件\n\n三区合计543件。", ["前三位"]),
        ("来信量三升一降：甲区、乙县、丙县受理量上升，丁区受理量下降。", ["三升一降"]),
        # What does not agree is not told: items may hold numbers, and lists go on elsewhere.
        ("来信较集中的乡镇有以下4个：甲镇86件、乙镇71件、丙乡65件。", []),
        ("来信量四升一降：甲区、乙县、丙县受理量上升，丁区受理量下降。", []),
        ("第3类：甲镇86件、乙镇71件、丙乡65件。", []),
        ("来信量居前3位的单位（县城管局、县住建局）共承办42件。", []),
    ],
)
def test_a_number_and_its_items(text: str, printed: list[str]) -> None:
    assert told(text) == printed


def test_names_before_their_kinds_are_counted() -> None:
    assert [f.claimed for f in findings(f"{COUNTED}环境保护、教育、医疗、交通四类来信上升。", "A10")] == ["四类"]
    assert findings(f"{COUNTED}一类、二类来信上升。", "A10") == []
