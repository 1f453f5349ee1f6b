import pytest

from tests.pipelines.audit import from_text as in_text

NOTE = "\n\n注：办结率=办结件数÷（上期结转件数+新收件数）×100%\n"
TEXT = "3月受理来信1000件，办结990件，办结率90.00%。"
TABLE = in_text.table("附表", "单位 受理数 办结数 办结率", "甲局 100 99 90.0% ", "乙镇 80 76 91.0%", "丙镇 40 39 88.0%")


@pytest.mark.parametrize("text", [TEXT, TABLE])
def test_rate_that_a_note_defines_otherwise_is_not_called_wrong(text: str) -> None:
    told = {"inconsistent", "needs_definition"}
    assert told & {f.verdict for check in ("A4", "G1") for f in in_text.findings(text, check)}
    assert not told & {f.verdict for check in ("A4", "G1") for f in in_text.findings(text + NOTE, check)}


def test_no_missing_count_is_implied_by_a_rate_that_a_note_defines_otherwise() -> None:
    text = "3月办结来信990件，办结率90.00%。"
    assert in_text.findings(text, "G2")
    assert in_text.findings(text + NOTE, "G2") == []


@pytest.mark.parametrize("note", ["办结率=办结件数÷受理件数×100%", "满意率=满意件数÷（评价件数+未评价件数）×100%"])
def test_note_of_what_the_name_says_or_of_another_rate_changes_nothing(note: str) -> None:
    assert [f.verdict for f in in_text.findings(f"{TEXT}\n\n注：{note}\n", "A4")] == ["inconsistent"]


def test_rate_that_a_note_defines_otherwise_is_told_where_it_agrees() -> None:
    text = "3月受理来信1000件，办结990件，办结率99.00%。"
    assert [f.verdict for f in in_text.findings(text + NOTE, "A4")] == ["consistent"]
