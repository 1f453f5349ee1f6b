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


def test_a_count_without_its_unit_beside_its_share_in_a_list() -> None:
    found = said("收到来信153件。其中，同意公开96件，占62.7%；部分公开37，占24.2%；另有20，占13.1%。", "category")
    assert ("share", "24.2%", "部分公开") in found
    assert ("37", "部分公开") in {(printed, category) for _, printed, category in found}


def test_calls_behind_a_part_with_its_share() -> None:
    found = said("提供人工服务800次，其中，提供指南服务600次，占75%；接受投诉建议200次，占25%。", "category")
    assert ("share", "25%", "接受投诉建议") in found
    assert {metric for metric, *_ in found} == {"handled", "share"}
    # How often something was done is no letter.
    assert ("received", "3次", None) not in said("收到来信80件，其中指南类60件，占75%；督办3次，约谈2次。", "category")


def test_the_base_of_a_share_is_no_part() -> None:
    found = said("本月受理310件。投诉190件，占受理总量310件的61.3%。", "category")
    assert ("received", "310件", None) in found
    assert ("received", "310件", "投诉") not in found


@pytest.mark.parametrize(
    "text",
    [
        "投诉类占比最高，达61.3%，共190件；咨询类次之，占38.7%，共120件。",
        "投诉类占比61.3%（190件），咨询类占比38.7%（120件）。",
    ],
)
def test_a_count_right_behind_its_share(text: str) -> None:
    found = said("本月受理310件。" + text, "category")
    assert [f for f in found if f[0] == "received"][1:] == [
        ("received", "190件", "投诉类"),
        ("received", "120件", "咨询类"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "投诉类占61.3%，咨询类占38.7%，共310件。",
        "投诉类占61.3%，较上月增加19件。",
        "投诉类占61.3%，190件办结。",
        "投诉类占61.3%（上月190件）。",
    ],
)
def test_a_count_behind_a_share_that_is_of_something_else(text: str) -> None:
    found = said("本月受理310件。" + text, "category")
    assert not [f for f in found[1:] if f[0] == "received" and f[2] is not None]
