"""A2 for tables without a total, below the sentence whose count they divide."""

import pytest

from tests.pipelines.audit.from_text import findings, table

KINDS = table("", "类型 件数", "咨询 5", "投诉 14", "建议 9").removeprefix("****\n")


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(f.verdict, f.claimed, f.recomputed) for f in findings(text, "A2") if f.subject.endswith("与表前总数")]


@pytest.mark.parametrize(("count", "verdict"), [(28, "consistent"), (26, "inconsistent"), (30, "needs_definition")])
def test_rows_against_the_count_that_announces_them(count: int, verdict: str) -> None:
    text = f"3月，县长信箱收到的{count}件来信中，类型如下：\n\n{KINDS}"
    assert told(text) == [(verdict, f"{count}件", "28")]


def test_a_count_of_a_paragraph_that_announces_nothing_only_agrees() -> None:
    assert told(f"3月，县长信箱共收到来信28件。\n\n{KINDS}") == [("consistent", "28件", "28")]
    assert told(f"3月，县长信箱共收到来信40件。\n\n{KINDS}") == []


def test_a_table_with_a_total_and_one_of_several_counts_are_left_to_others() -> None:
    lead = "3月，县长信箱收到的28件来信中，类型如下：\n\n"
    with_total = table("", "类型 件数", "咨询 5", "投诉 14", "建议 9", "合计 28").removeprefix("****\n")
    several = table("", "单位 收到 办结", "东河镇 5 4", "西岭乡 14 14", "南坪镇 8 8").removeprefix("****\n")
    assert told(lead + with_total) == []
    assert told(lead + several) == []
