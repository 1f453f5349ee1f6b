import pytest

from tests.pipelines.audit.from_text import findings as in_text

TWICE = "3月，受理投诉{}件，同比{}，其中热线{}件。\n\n二、投诉分析\n\n3月受理投诉{}件，同比{}，集中在售后服务。\n"


def told(text: str) -> list[tuple[str, int]]:
    return [(f.verdict, f.severity) for f in in_text(text, "N1") if "变化两处" in f.subject]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("增长2%", "增长2%", [("consistent", 0)]),
        ("增长12.5%", "增长12.46%", [("consistent", 0)]),
        ("下降8.1%", "下降8.3%", [("needs_definition", 1)]),
        ("增长8.1%", "下降8.1%", [("needs_definition", 2)]),
        ("增长约8%", "增长8.3%", [("consistent", 0)]),
    ],
)
def test_a_change_printed_twice_of_one_count(first: str, second: str, expected: list[tuple[str, int]]) -> None:
    assert told(TWICE.format(920, first, 700, 920, second)) == expected


@pytest.mark.parametrize(
    "text",
    [
        TWICE.format(920, "增长2%", 700, 920, "增长2个百分点"),
        TWICE.format(920, "增长2%", 700, 910, "增长5%"),  # of another count
        TWICE.format(92, "增长2%", 70, 92, "增长5%"),  # by chance
        TWICE.format(920, "增长2%", 700, 920, "增长5%").replace("3月受理", "2月受理"),
        "3月，咨询类920件，同比增长2%；办理反馈及时。\n\n求助类920件，同比增长5%。\n",
        "3月，受理投诉920件，同比增长2%，环比增长5%。\n\n受理投诉920件，环比增长5.0%，满意率同比上升3%。\n",
    ],
)
def test_changes_that_need_not_be_one(text: str) -> None:
    assert not any(verdict == "needs_definition" for verdict, _ in told(text))
