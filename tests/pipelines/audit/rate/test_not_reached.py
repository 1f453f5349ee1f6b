"""Rates of satisfaction that leave out whom a call back did not reach."""

import pytest

from tests.pipelines.audit import from_text as in_text

TOLD = {"inconsistent", "needs_definition", "consistent_on_other_base"}
ROWS = ("甲局 36 24 8 4 0 88.89%", "乙镇 24 20 0 2 2 90.91%", "丙镇 31 20 7 3 1 90.00%", "合计 91 64 15 9 3 89.77%")
HEADERS = "单位 回访数 满意 基本满意 不满意 {} 满意率"


def told(text: str) -> set[tuple[str, str]]:
    return {(f.check_id, f.verdict) for c in ("A4", "A9", "G1") for f in in_text.findings(text, c) if f.verdict in TOLD}


@pytest.mark.parametrize("header", ["未接通", "无法接通数", "无人接听"])
def test_column_of_those_not_reached_is_taken_out_of_the_base(header: str) -> None:
    assert told(in_text.table("附表", HEADERS.format(header), *ROWS)) == set()


def test_row_that_the_base_of_those_reached_does_not_give_is_told() -> None:
    wrong = (*ROWS[:2], "丙镇 31 20 7 3 1 93.00%", ROWS[3])
    assert ("A4", "inconsistent") in told(in_text.table("附表", HEADERS.format("未接通"), *wrong))


@pytest.mark.parametrize(
    "text",
    [
        "5月，电话回访320人次，未接通20人次，满意270人次，不满意30人次，满意率90%。",
        "5月回访工单90件，接通80件，其中满意60件、基本满意16件、不满意4件，满意率95%。",
        "5月共回访群众210人，其中无法接通10人，满意180人，不满意20人，满意率90%。",
    ],
)
def test_sentence_that_says_who_was_not_reached(text: str) -> None:
    assert told(text) == set()


def test_rate_that_neither_base_gives_is_told() -> None:
    text = "5月，电话回访320人次，未接通20人次，满意270人次，不满意30人次，满意率97%。"
    assert ("A4", "inconsistent") in told(text)


def test_calls_of_a_hotline_are_no_answers_to_a_call_back() -> None:
    text = "5月热线呼入9000个，未接通600个。回访320件，满意270件、基本满意30件、不满意10件，满意率96.77%。"
    assert told(text) == {("A9", "needs_definition")}


@pytest.mark.parametrize(
    "note", ["未接通的不计入满意率。", "满意率计算时剔除拒接、空号的回访。", "未作评价的回访不纳入统计。"]
)
def test_note_leaves_out_those_of_whom_no_number_is_printed(note: str) -> None:
    text = "5月回访172件，其中满意117件、基本满意33件、不满意12件，满意率92.59%。"
    assert told(text) == {("A9", "needs_definition")}
    assert told(f"{text}\n\n注：{note}\n") == set()


def test_note_on_something_else_leaves_nothing_out() -> None:
    text = "5月回访172件，其中满意117件、基本满意33件、不满意12件，满意率92.59%。\n\n注：未接通的工单另行回访。\n"
    assert told(text) == {("A9", "needs_definition")}
