"""The parts of an item that a sentence of its own only counted: 1.咨询类174件。社保53件，…"""

import pytest

from tests.parsers.claims.test_lists_and_clauses import said

ITEM = "1.咨询类174{unit}。"


@pytest.mark.parametrize("unit", ["件", "个"])
@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("社保医保116{unit}，户籍办理35{unit}。", [("received", "116", "社保医保"), ("received", "35", "户籍办理")]),
        (
            "社保医保116{unit}，环比上升42.3%；户籍办理35{unit}，环比减少4{unit}。",
            [
                ("received", "116", "社保医保"),
                ("change", "42.3%", "社保医保"),
                ("received", "35", "户籍办理"),
                ("change_count", "4", "户籍办理"),
            ],
        ),
        (
            "社保医保116{unit}，占66.7%，同比下降3%；户籍办理35{unit}，占20.1%。",
            [
                ("received", "116", "社保医保"),
                ("share", "66.7%", "社保医保"),
                ("change", "3%", "社保医保"),
                ("received", "35", "户籍办理"),
                ("share", "20.1%", "户籍办理"),
            ],
        ),
    ],
)
def test_each_part_of_an_item_has_what_is_said_behind_it(
    unit: str, row: str, expected: list[tuple[str, str, str]]
) -> None:
    found = said(ITEM.format(unit=unit) + row.format(unit=unit), "category")[1:]
    assert [(metric, str(printed).removesuffix(unit), category) for metric, printed, category in found] == expected


def test_stages_behind_an_item_are_no_parts_of_it() -> None:
    found = said(ITEM.format(unit="件") + "办结120件，环比上升4.2%；在办54件。", "category")
    assert ("completed", "120件", None) in found
    assert not any(category == "办结" for *_, category in found)
