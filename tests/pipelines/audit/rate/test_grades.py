"""A2 and G2 for grades that are printed as rates alone."""

import pytest

from tests.pipelines.audit.from_text import findings


def told(text: str) -> list[tuple[str, str | None]]:
    found = (*findings(text, "A2"), *findings(text, "G2"))
    assert {f.verdict for f in found} <= {"consistent"}
    return sorted(((f.check_id, f.recomputed) for f in found), key=lambda one: -len(one[1] or ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本月办结来信93件，满意率92.47%，基本满意率7.53%。", [("A2", "100.00%"), ("G2", "86"), ("G2", "7")]),
        ("承办来信128件。\n\n回访中群众满意率达94.53%，比较满意率为5.47%。", [("A2", "100.00%"), ("G2", "121；7")]),
        ("非常满意率61.8%，满意率30.2%，不满意率8.0%。", [("A2", "100.0%")]),
        ("本月转办来信93件，满意率92.47%。", [("G2", "86")]),
    ],
)
def test_what_the_rates_of_grades_make(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # Some were not asked; large numbers, of which any rate is one; several numbers; counts are printed.
        "本月办结来信93件，满意率92.46%，基本满意率5.47%。",
        "本月办结来信27650件，满意率92.47%。",
        "本月收到来信98件，办结93件，满意率92.47%。",
        "本月办结来信93件，其中满意86件，满意率92.47%。",
    ],
)
def test_nothing_where_it_may_be_of_something_else(text: str) -> None:
    assert [f for f in (*findings(text, "A2"), *findings(text, "G2")) if "为总数：" in (f.statement_zh or "")] == []
