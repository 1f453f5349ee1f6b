"""A2 over lists on several levels: numbered kinds with parts of their own, kinds counted twice, two counts of each."""

import pytest

from tests.pipelines.audit.from_text import findings

NUMBERED = """本月县长信箱共收到来信{whole}件。

1.咨询类{first}件。社保参保241件，户籍办理132件，公积金提取{last}件。

2.投诉类155件。物业服务98件，噪声扰民57件。

3.求助类52件。

4.其他类15件。
"""


def sums(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(f.verdict, f.claimed, f.recomputed) for f in findings(text, "A2")]


def test_numbered_kinds_are_parts_of_the_whole_and_each_has_its_own() -> None:
    assert sums(NUMBERED.format(whole=666, first=444, last=71)) == [
        ("consistent", "666件", "666"),
        ("consistent", "444件", "444"),
        ("consistent", "155件", "155"),
    ]


@pytest.mark.parametrize(
    ("whole", "first", "last", "wrong"),
    [
        (656, 444, 71, ("inconsistent", "656件", "666")),
        (686, 444, 71, ("inconsistent", "686件", "666")),
        (666, 444, 81, ("inconsistent", "444件", "454")),
    ],
)
def test_one_figure_of_numbered_kinds_is_wrong(whole: int, first: int, last: int, wrong: tuple[str, str, str]) -> None:
    assert wrong in sums(NUMBERED.format(whole=whole, first=first, last=last))


def test_stages_behind_a_kind_are_no_parts_of_it() -> None:
    text = "本月收到来信60件。\n\n1.咨询类40件。办结31件，在办9件。\n\n2.投诉类20件。\n"
    assert ("consistent", "40件", "40") not in sums(text)


def test_two_counts_of_each_kind_make_two_sums() -> None:
    text = "本月收到来信646件，办结594件。其中，审批类受理307件，办结{}件；服务类受理118件，办结111件；"
    text += "城管类受理221件，办结197件。"
    assert sums(text.format(286)) == [("consistent", "646件", "646"), ("consistent", "594件", "594")]
    assert ("inconsistent", "594件", "604") in sums(text.format(296))


def test_a_channel_in_a_row_of_ways_is_one_of_them() -> None:
    text = "本月受理案件{}件。巡查员上报282件，供水热线投诉362件，12345热线来件19件。"
    assert [verdict for verdict, _, _ in sums(text.format(663))] == ["consistent"]
    assert [verdict for verdict, _, _ in sums(text.format(660))] == ["inconsistent"]


def test_a_kind_that_is_counted_again_with_its_parts() -> None:
    text = "本月受理案件612件。按事、部件分，事件{}件，部件251件。在受理的361件事件类案件中，市容235件，广告126件。"
    assert sums(text.format(361)) == [("consistent", "612件", "612"), ("consistent", "361件", "361")]
    assert [f.verdict for f in findings(text.format(361), "N1") if "事件" in f.subject] == ["consistent"]
    assert [f.verdict for f in findings(text.format(364), "N1") if "事件" in f.subject] == ["needs_definition"]
