"""Rates named after the count before them, and completions by several ways under one rate."""

import pytest

from tests.pipelines.audit.from_text import findings, verdicts


def test_a_rate_that_no_count_gives_has_the_base_it_would_need() -> None:
    found = findings("3月，承办工单1062件，返工97件，返工率9.22%。\n", "A4")
    assert [(f.verdict, f.severity, f.recomputed) for f in found] == [("needs_definition", 1, "9.1337%")]
    assert "1052" in found[0].statement_zh
    assert "1052" in found[0].statement_en


def test_a_rate_of_a_count_of_another_paragraph() -> None:
    text = "3月，受理诉求2138件，回访1833件。\n\n本月重复派件15件，重派率0.82%。\n"
    assert verdicts(text, "A4") == [("consistent_on_other_base", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "3月，承办工单1062件，返工97件，同比下降9.22%。\n",
        "3月，承办工单1062件，督查97件，返工率9.22%。\n",
        "3月，返工97件，返工率9.22%。\n",
        "3月，承办工单1062件，其中县住建局返工97件，返工率9.22%。\n",
    ],
)
def test_nothing_is_calculated_for_other_rates(text: str) -> None:
    assert [found for found in verdicts(text, "A4") if found != ("unverifiable", 1)] == []


def test_a_rate_that_a_count_beside_it_gives_is_told_once() -> None:
    assert verdicts("3月，承办工单1052件，返工97件，返工率9.22%。\n", "A4") == [("consistent", 0)]


@pytest.mark.parametrize(("rate", "expected"), [("97%", [("consistent", 0)]), ("92%", [])])
def test_what_was_completed_by_several_ways_is_added_up(rate: str, expected: list[tuple[str, int]]) -> None:
    text = f"3月，热线接听来电2423个，在线答复办结1240个，转承办单位办结1111个，办结率{rate}。\n"
    assert verdicts(text, "A4") == expected


def test_the_ways_of_a_completion_that_is_printed_are_not_added_to_it() -> None:
    text = "3月，热线受理来电2423个，办结2400个，其中在线办结1240个，办结率{}。\n"
    assert verdicts(text.format("99.05%"), "A4") == [("consistent", 0)]
    assert verdicts(text.format("90%"), "A4") == [("inconsistent", 3)]
