"""Shares of kinds that have a paragraph each; all of it is invented."""

import pytest

from tests.pipelines.audit.from_text import findings

HEAD = "# 岭溪县12345热线2022年3月运行情况\n\n3月，共受理诉求4415件，其中有效诉求3942件，无效诉求473件。\n\n"
KINDS = "市容类共277件，占比7.03%。\n\n防疫类共207件，占比{}。\n\n交通类共154件，占比{}。\n"


def said(*shares: str) -> list[tuple[str | None, str | None, str]]:
    return [(f.claimed, f.recomputed, f.verdict) for f in findings(KINDS.format(*shares), "A3", HEAD)]


def test_a_share_between_two_of_one_whole_is_of_that_whole() -> None:
    assert said("4.11%", "3.91%") == [
        ("7.03%", "7.0269%", "consistent"),
        ("4.11%", "5.2511%", "inconsistent"),
        ("3.91%", "3.9066%", "consistent"),
    ]


def test_a_share_that_another_printed_count_gives_is_of_that_one() -> None:
    assert ("4.69%", "4.6886%", "consistent") in said("4.69%", "3.91%")


def test_a_share_whose_neighbours_are_of_two_wholes_is_not_called_wrong() -> None:
    assert "inconsistent" not in {verdict for _, _, verdict in said("4.11%", "3.49%")}


OF_ALL = "投诉前三类分别是：噪声扰民类340件，占{0}17.00%；物业管理类276件，占{0}13.80%；停车管理类158件，占{0}7.90%。\n"
OPENING = (
    "12345热线共接听来电2500个，登记有效工单2000件。其中，涉及供水类诉求226件，占{}{}。\n\n"
    "在各类诉求中，求助类1500件、咨询类500件。"
)


def said_of_water(opening: str, shares: str) -> set[str]:
    return {f.verdict for f in findings(opening + shares, "A3") if "供水" in f.statement_zh}


@pytest.mark.parametrize("words", ["全县总量", "总量", "全市总数的"])
def test_a_total_without_its_word_is_that_of_the_shares_beside_it(words: str) -> None:
    assert said_of_water(OPENING.format(words, "11.30%"), OF_ALL.format(words)) == {"consistent"}


def test_a_share_that_no_total_gives_is_not_that_of_the_shares_beside_it() -> None:
    assert "consistent" not in said_of_water(OPENING.format("总量", "10.30%"), OF_ALL.format("总量"))


def test_a_share_that_says_what_it_is_of_is_not_of_the_total_of_others() -> None:
    assert said_of_water(OPENING.format("接听总量", "11.30%"), OF_ALL.format("总量")) == {"consistent_on_other_base"}
