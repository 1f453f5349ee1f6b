"""A10 and N2 for tables of the first few."""

import pytest

from pipelines.audit.finding import Finding
from tests.pipelines.audit.from_text import findings

ROWS = ("城市综合 435", "科教文卫 231", "资源监管 142", "环境保护 61")


def told(caption: str, rows: tuple[str, ...], check_id: str) -> list[Finding]:
    body = "\n".join("| " + " | ".join(row.split()) + " |" for row in rows)
    text = f"{caption}\n\n| 诉求类别 | 受理件数 |\n| --- | --- |\n{body}\n"
    return [f for f in findings(text, check_id) if f.subject.startswith("表")]


@pytest.mark.parametrize("caption", ["**按诉求类别分（TOP4）**", "**受理量前四位的诉求类别**", "**诉求热点 Top 4**"])
def test_as_many_rows_as_the_title_says_from_much_to_little(caption: str) -> None:
    assert [(f.verdict, f.severity) for f in told(caption, ROWS, "A10")] == [("consistent", 0)]
    assert [(f.verdict, f.severity) for f in told(caption, ROWS, "N2")] == [("consistent", 0)]


def test_a_row_that_is_larger_than_the_one_above_is_worth_a_look() -> None:
    rows = (ROWS[0], ROWS[2], ROWS[1], ROWS[3])
    assert [(f.verdict, f.severity) for f in told("**按诉求类别分（TOP4）**", rows, "N2")] == [("unusual", 1)]


@pytest.mark.parametrize(
    ("caption", "rows"),
    [
        ("**按诉求类别分**", ROWS),  # not said to be the first few
        ("**2021年前四季度各类诉求**", ROWS),
        ("**比年前4天的诉求**", ROWS),
        ("**按诉求类别分（TOP4）**", (ROWS[3], ROWS[2], ROWS[1], ROWS[0])),  # in the order of something else
    ],
)
def test_other_tables_say_nothing_of_their_order(caption: str, rows: tuple[str, ...]) -> None:
    assert told(caption, rows, "N2") == []


def test_another_number_of_rows_says_nothing() -> None:
    assert told("**按诉求类别分（TOP5）**", ROWS, "A10") == []
