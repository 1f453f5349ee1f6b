"""N1 for parts and units: sentences about one office against its row."""

import pytest

from pipelines.audit.agreement.named_rows import is_same_name
from tests.pipelines.audit.from_text import findings, table

TABLE = table("各单位办理情况统计表", "单位 受理数 办结数", "教育局 40 40", "公安局 30 29", "东河镇 8 8", "合计 78 77")


def rows(text: str) -> list[tuple[str, str | None, str | None]]:
    named = [f for f in findings(f"{text}\n\n{TABLE}", "N1") if "受理" in f.subject and "局" in f.subject]
    return [(f.verdict, f.claimed, f.recomputed) for f in named]


@pytest.mark.parametrize(
    ("printed", "label", "same"),
    [
        ("教育局", "教育局", True),
        ("县教育局", "教育局", True),
        ("教育局", "县 教育局", True),
        ("咨询类", "咨询", True),
        ("教育局", "体育局", False),
        ("镇", "东河镇", False),
    ],
)
def test_one_name_in_two_places(printed: str, label: str, same: bool) -> None:
    assert is_same_name(printed, label) is same


def test_a_figure_of_an_office_is_that_of_its_row() -> None:
    assert rows("本月共受理78件。其中教育局受理40件。") == [("consistent", "40件", "40")]


def test_a_figure_that_its_row_does_not_print_leaves_the_definition_open() -> None:
    assert rows("本月共受理78件。其中教育局受理42件。") == [("needs_definition", "42件", "40")]


def test_the_number_of_units_is_that_of_the_rows() -> None:
    found = findings(f"本月共受理78件，涉及3个单位。\n\n{TABLE}", "N1")
    assert [f.recomputed for f in found if "行数" in f.subject] == ["3"]


def test_another_number_of_units_says_nothing() -> None:
    found = findings(f"本月共受理78件，涉及12个单位。\n\n{TABLE}", "N1")
    assert not [f for f in found if "行数" in f.subject]
