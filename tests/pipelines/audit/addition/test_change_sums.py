"""What the changes in items of parts and of their whole say together."""

import pytest

from tests.pipelines.audit.from_text import findings

LIST = (
    "2022年3月，县长信箱受理来信{}件，比上月增加{}件。来信中涉及供水问题的40件，比上月增加{}件；"
    "涉及供电问题的60件，比上月{}件。\n"
)
APART = (
    "2022年3月，县长信箱受理来信100件，比上月增加8件。其中，供水类40件，供电类60件。\n\n"
    "3月，收到来信40件，比上月减少5件。\n\n3月，收到来信60件，比上月增加{}件。\n"
)


def told(text: str) -> list[tuple[str, str, str]]:
    found = [f for f in findings(text, "A2") if "增减之和" in f.subject]
    return [(f.verdict, str(f.claimed), str(f.recomputed)) for f in found]


def test_parts_that_rose_together_by_as_many_as_their_whole() -> None:
    assert told(LIST.format(100, 12, 7, "增加5")) == [("consistent", "12", "12")]
    assert told(LIST.format(100, 2, 7, "减少5")) == [("consistent", "2", "2")]


def test_parts_that_did_not() -> None:
    assert told(LIST.format(100, 13, 7, "增加5")) == [("needs_definition", "13", "12")]


@pytest.mark.parametrize(
    "text",
    [
        LIST.format(101, 13, 7, "增加5"),  # the parts do not make up the whole
        LIST.format(100, 13, 7, "持平于60"),  # one part without a change
        LIST.format(100, 13, 7, "增加5").replace("受理来信100件，比上月", "受理来信100件，同比"),  # of another time
        "2022年3月，县长信箱收到来信100件，受理80件，20件不予受理。\n",  # one that no metric names
    ],
)
def test_nothing_is_told_where_one_of_them_is_open(text: str) -> None:
    assert told(text) == []


def test_a_change_beside_the_same_number_elsewhere_is_told_only_where_it_agrees() -> None:
    assert told(APART.format(13)) == [("consistent", "8", "8")]
    assert told(APART.format(14)) == []
