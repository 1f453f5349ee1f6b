import pytest

from parsers.text.leading import first_few


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("投诉量前三位的单位", [3]),
        ("诉求量排名前10的镇街", [10]),
        ("表2：群众诉求 TOP 20", [20]),
        ("居前五类的问题", [5]),
        # Periods and words that hold 前 are none.
        ("前三季度收到来信", []),
        ("前3个月收到来信", []),
        ("目前5家单位未回复", []),
        ("以前三次来信", []),
        ("提前2天办结", []),
    ],
)
def test_words_for_the_first_few(text: str, numbers: list[int]) -> None:
    assert [f.number for f in first_few(text)] == numbers
