"""N1 for units named together: one figure of each of them, against the one that each has by itself."""

import pytest

from tests.pipelines.audit.from_text import findings, table

NAME = "units named together against their own figures"
LISTED = "各乡镇回复率：东河镇100%、西岭乡100%、南坪镇87.5%、北口镇66.7%。"
ROWS = table(
    "县长信箱办理情况", "单位 受理数 办结数 办结率", "县水利局 12 12 100%", "县教育局 8 8 100%", "县住建局 10 9 90%"
)


def together(text: str) -> list[tuple[str, int, str | None]]:
    found = [f for f in findings("3月，县长信箱共收到来信30件。\n\n" + text, "N1") if f.check_name == NAME]
    return [(f.verdict, f.severity, f.claimed) for f in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "东河镇、西岭乡回复率均为100%。",
        "东河镇和西岭乡回复率达到100%。",
        "其中，东河镇、西岭乡、南坪镇回复率均在85%以上。",
        "东河、西岭回复率100%。",
    ],
)
def test_units_of_another_sentence(sentence: str) -> None:
    ((verdict, severity, _),) = together(f"{sentence}\n\n{LISTED}")
    assert (verdict, severity) == ("consistent", 0)


def test_units_of_a_table() -> None:
    assert together("县水利局、县教育局办结率均为100%。\n\n" + ROWS) == [("consistent", 0, "100%")]
    assert together("县水利局、县住建局办结率均为100%。\n\n" + ROWS) == [("needs_definition", 2, "100%")]


@pytest.mark.parametrize(
    "sentence",
    [
        "东河镇、南坪镇回复率分别为100%、87.5%。",  # each has its own
        "东河镇、西岭乡平均回复率98%。",  # of both together
        "东河镇、西岭乡共回复98件。",
        "东河镇、县医院、南坪镇回复率均为100%。",  # not every name is known
        "东河镇回复率为100%。",  # one unit
        "东河镇、西岭乡满意率均为98%。",  # another rate
    ],
)
def test_other_figures_are_left_alone(sentence: str) -> None:
    assert together(f"{sentence}\n\n{LISTED}") == []


def test_counts_only_where_each_is_said_to_have_them() -> None:
    alike = ROWS.replace("12 | 12", "8 | 8")
    assert together("县水利局、县教育局各办结8件。\n\n" + alike) == [("consistent", 0, "8件")]
    assert together("县水利局、县教育局办结20件。\n\n" + ROWS) == []


def test_a_unit_without_a_figure_of_its_own_is_passed_over() -> None:
    assert together(f"东河镇、西岭乡、白水乡回复率均为100%。\n\n{LISTED}") == [("consistent", 0, "100%")]
    assert together(f"东河镇、白水乡、南坪镇回复率均为100%。\n\n{LISTED}") == []
    assert together(f"东河镇、白水乡回复率均为100%。\n\n{LISTED}") == []


def test_units_counted_behind_their_names_have_their_own_rate() -> None:
    text = "东河、西岭回复率100%，南坪、北口等2个镇回复率60%以上。"
    assert together(f"{text}\n\n{LISTED}") == [("consistent", 0, "100%"), ("consistent", 0, "60%以上")]
