import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.evidence.quotes import LONGEST, clause, names_a_firm


@pytest.mark.parametrize(
    ("quote", "printed", "expected"),
    [
        ("全县受理262件，日均受理9件。其中咨询类111件", "9件", "日均受理9件"),
        ("咨询类留言，3件", "3件", "咨询类留言，3件"),
        ("办结率100%", "100%", "办结率100%"),
        ("受理5件，主要反映某某有限公司拖欠工资", "5件", "受理5件"),
        ("某某食品有限公司的5件已办结，另有3件", "5件", None),
        ("没有这个数", "5件", None),
        ("空的", "", None),
    ],
)
def test_a_figure_is_quoted_with_its_clause(quote: str, printed: str, expected: str | None) -> None:
    assert clause(quote, printed) == expected


def test_a_long_clause_is_cut_around_its_figure() -> None:
    shown = clause("甲" * 500 + "5件" + "乙" * 500, "5件")
    assert shown is not None
    assert len(shown) == 2 * LONGEST + 2


@given(st.text(alphabet="甲乙丙，。；公司5件", max_size=60))
def test_no_clause_names_a_firm(quote: str) -> None:
    shown = clause(quote, "5件")
    assert shown is None or ("5件" in shown and not names_a_firm(shown))
