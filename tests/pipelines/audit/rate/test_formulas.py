import pytest

from parsers.vocabulary import metrics
from pipelines.audit.rate import formulas as module
from pipelines.audit.rate.formulas import (
    available,
    fits,
    formula_en,
    formula_zh,
    formulas,
    is_inferred,
    result,
    with_numbers,
)
from pipelines.audit.rules import BadRule
from tests.pipelines.audit.paragraphs_by_hand import printed_figure

FIGURES = {
    m: printed_figure(m, v)
    for m, v in {"due": "202", "completed": "201", "overdue_completed": "34", "overdue_not_completed": "1"}.items()
}


def test_every_formula_of_the_file_can_be_read_and_has_its_own_id() -> None:
    rates = [m for m in metrics() if formulas(m)]
    assert len(rates) >= 9
    for metric in rates:
        ids = [f.formula_id for f in formulas(metric)]
        assert len(ids) == len(set(ids)), metric
        assert formulas(metric)[0].canonical, metric


def test_formula_in_words_and_numbers() -> None:
    formula = formulas("on_time_completion_rate")[0]
    assert formula_zh(formula) == "(应办-逾期办结)/应办"
    assert formula_en(formula) == "(due - overdue completed)/due"
    assert with_numbers(formula, FIGURES) == "(202-34)/202"
    assert is_inferred("on_time_completion_rate")
    assert not is_inferred("completion_rate")


def test_formula_applies_where_all_its_figures_are_printed() -> None:
    assert [f.formula_id for f in available("on_time_completion_rate", FIGURES)] == [
        "on_time_over_due",
        "on_time_completed_over_due",
        "on_time_over_completed",
        "on_time_less_open_over_due",
    ]
    assert available("on_time_completion_rate", {"due"}) == ()
    assert "replied_over_forwarded" not in {
        f.formula_id for f in available("completion_rate", {"forwarded", "replied", "completed"})
    }


@pytest.mark.parametrize(("completed", "due"), [("5", "0"), ("6", "5")])
def test_formula_gives_nothing_on_an_empty_base_or_a_part_larger_than_its_base(completed: str, due: str) -> None:
    figures = {"completed": printed_figure("completed", completed), "due": printed_figure("due", due)}
    assert result(formulas("completion_rate")[0], figures) is None
    assert fits(printed_figure("completion_rate", "100%"), figures) == ()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "x", "metric": "completion_rate"}, "canonical, denominator, numerator missing"),
        (
            {"id": "x", "metric": "completion_rate", "numerator": "closed", "denominator": "due", "canonical": True},
            "closed not in the vocabulary",
        ),
        (
            {"id": "x", "metric": "completion_rate", "numerator": "due * due", "denominator": "due", "canonical": True},
            "joined by + and -",
        ),
    ],
)
def test_formula_that_cannot_be_used_is_refused_with_its_place(row: dict[str, object], told: str) -> None:
    with pytest.raises(BadRule, match=r"rules/formulas\.yaml") as refused:
        module._formula(row)
    assert told in str(refused.value)
