import pytest

from tests.pipelines.audit.from_text import findings as in_text


def remainders(text: str) -> list[tuple[str, str, int]]:
    found = (f for f in in_text(text, "A9") if f.subject.endswith("之差"))
    return [(f.recomputed or "", f.verdict, f.severity) for f in found]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("3月，共受理群众诉求1500件，转办各承办单位920件，办结871件。\n", "49"),
        ("一季度，平台收到留言640条，其中直接解答200条；交办责任单位440条，已回复402条，超期12条。\n", "38"),
        ("全年派发工单31250件，办结30007件，群众满意率98.2%。\n", "1243"),
    ],
)
def test_what_is_left_of_those_forwarded_is_stated(text: str, left: str) -> None:
    assert remainders(text) == [(left, "needs_definition", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "3月，转办920件，办结871件，正在办理49件。\n",
        "3月，转办920件，办结871件，其余正在办理。\n",
        "3月，转办920件，办结871件。尚未到期的继续跟踪督办。\n",
        "3月，转办920件，办结871件，办结率94.67%。\n",  # the rate says the same
        "3月，转办920件，办结920件。\n",
        "3月，转办920件，办结98件。\n",
        "3月，转办920件，办结871件，另有49件为重复诉求。\n",
        "3月，转办920余件，办结871件。\n",
        "3月，转办920件。县热线办共办结871件。\n",
    ],
)
def test_nothing_is_said_of_a_remainder(text: str) -> None:
    assert remainders(text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("3月，县长信箱共收到来信129件，其中有效信件98件。", ["31"]),
        ("3月，县长信箱共收到来信129件，其中有效信件98件，均已转有关部门办理，其中已办结92件。", ["31", "6"]),
        ("3月，县长信箱共收到来信129件（其中有效信件98件），已处理98件。", ["31"]),
        ("3月，县长信箱共收到来信129件，其中有效信件98件，全部交办相关单位，已办结92件。", ["31", "6"]),
        ("3月，县长信箱共收到来信129件，其中有效信件129件。", []),
        ("3月，县长信箱共收到来信129件，其中有效信件98件，无效信件31件。", []),
        ("3月，县长信箱共收到来信129件，其中有效信件98件，重复信件未予转办。", []),
        ("3月，县长信箱共收到来信约130件，其中有效信件98件。", []),
        ("3月，县长信箱共收到来信129件，有效信件98件办结92件。", []),  # nobody says that they are among them
        ("3月，县长信箱共收到来信129件，其中有效信件98件，均已办结92件。", ["31"]),
    ],
)
def test_letters_that_are_not_valid_are_stated(text: str, left: list[str]) -> None:
    found = remainders(text)
    assert sorted(gap for gap, *_ in found) == sorted(left)
    assert {(verdict, severity) for _, verdict, severity in found} <= {("needs_definition", 0)}


@pytest.mark.parametrize(("handled", "verdict"), [(98, "consistent"), (90, "consistent"), (103, "needs_definition")])
def test_what_was_handled_is_among_the_valid(handled: int, verdict: str) -> None:
    text = f"3月，县长信箱共收到来信129件，其中有效信件98件，已处理{handled}件。"
    assert [f.verdict for f in in_text(text, "A9") if f.subject.endswith("有效与办理")] == [verdict]
