import pytest

from tests.pipelines.audit.from_text import findings as in_text


def told(text: str, check_id: str = "A6") -> list[tuple[str, str | None]]:
    return [(f.verdict, f.recomputed) for f in in_text(text, check_id) if "方向" not in f.subject]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("挽回经济损失207.35万元，上月198.10万元，环比增长4.67%。\n", [("consistent", "4.6694%")]),
        ("为消费者挽回经济损失207.35万元（上月198.10万元），环比增长5.67%。\n", [("inconsistent", "4.6694%")]),
        ("挽回损失21.0万元，同比增加1.6万元，增长8.3%。\n", [("consistent", "8.2474%")]),
        ("挽回损失21.0万元（去年同期19.4万元，同比下降8.2%）。\n", [("inconsistent", "8.2474%")]),
        ("挽回损失21万元，上月20万元，环比增长7.1%。\n", [("consistent", "5%")]),  # both are rounded to whole 万
    ],
)
def test_a_change_of_an_amount(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert told(f"3月，共受理投诉644件。{text}") == expected


def test_a_change_behind_an_amount_is_not_held_against_letters() -> None:
    text = "3月，共受理投诉644件（上月600件）。\n\n挽回损失21.3万元（上月20.9万元），环比增长1.9%。\n"
    assert told(text) == [("consistent", "1.9139%")]


def test_what_a_case_made_good_is_no_rival_of_the_amount_of_the_month() -> None:
    text = (
        "3月，挽回经济损失207.35万元，上月198.10万元，环比增长4.67%。\n\n"
        "经调解，挽回经济损失5万元，上月另一案挽回经济损失3万元。\n"
    )
    assert told(text) == [("consistent", "4.6694%")]
