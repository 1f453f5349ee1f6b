"""Shares of kinds that have a paragraph each; all of it is invented."""

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
