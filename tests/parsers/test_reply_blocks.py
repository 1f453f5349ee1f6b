import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.letters import build_letter, is_status, letter_of_fields
from parsers.reply_blocks import Field, PrintedReply, reply_blocks


def _fields(*pairs: tuple[str, str]) -> list[Field]:
    return [(label, value, f"row {n}") for n, (label, value) in enumerate(pairs, 1)]


def _replies(*pairs: tuple[str, str]) -> list[tuple[str, str | None, str | None]]:
    return [(r.body, r.dated, r.agency) for r in reply_blocks(_fields(*pairs), is_status).replies]


A, B = ("已转住建局办理。", "已修好。")


FIRST = [("回复单位", "市政府"), ("回复时间", "2020-01-02"), ("回复内容", A)]
SECOND = [("回复单位", "住建局"), ("回复时间", "2020-01-09"), ("回复内容", B)]
BEHIND = [f"{A}答复单位：市政府 答复时间：2020-01-02", f"{B} 答复单位：住建局\n答复时间：2020-01-09"]
BEFORE = [f"回复单位：市政府 回复时间：2020-01-02 {A}", f"住建局 2020-01-09 10:00 {B}"]
STEPS = [("办理情况", f"市政府(2020-01-02)：{A}"), ("办理结果", f"住建局（2020-01-09）：{B}")]


@pytest.mark.parametrize(
    "pairs",
    [
        [*FIRST, *SECOND],
        [FIRST[2], *FIRST[:2], SECOND[2], *SECOND[:2]],
        [("回复内容", text) for text in BEHIND],
        [("标题", "路"), ("办理单位", "民政局"), *(("回复内容", text) for text in BEFORE)],
        STEPS,
    ],
)
def test_each_of_two_replies_has_its_own_date_and_office(pairs: list[tuple[str, str]]) -> None:
    found = [(body, (dated or "")[:10], agency) for body, dated, agency in _replies(*pairs)]
    assert found == [(A, "2020-01-02", "市政府"), (B, "2020-01-09", "住建局")]


def test_the_date_and_office_of_one_reply_stay_those_of_the_page() -> None:
    pairs = [("回复内容", B), ("回复时间", "2020-01-09"), ("回复单位", "住建局")]
    blocks = reply_blocks(_fields(*pairs), is_status)
    assert blocks.replies == (PrintedReply(B, "row 1"),)
    assert [label for label, _, _ in blocks.others] == ["回复时间", "回复单位"]


@pytest.mark.parametrize(
    ("text", "body", "dated", "agency"),
    [
        ("经查，答复时间：无法确定。", "经查，答复时间：无法确定。", None, None),
        ("张某(2020-01-02)：你好", "张某(2020-01-02)：你好", None, None),
        ("市12345(2020-01-02 10:00:00)：已转某区", "已转某区", "2020-01-02 10:00:00", "市12345"),
        ("我局2020年1月2日前往现场。", "我局2020年1月2日前往现场。", None, None),
        ("回复：已修好。", "已修好。", None, None),
        ("已修好。满意度：满意", "已修好。", None, None),
        ("已修好。 回复时间：2020年1月9日", "已修好。", "2020年1月9日", None),
    ],
)
def test_only_what_is_labelled_is_taken_out_of_a_text(
    text: str, body: str, dated: str | None, agency: str | None
) -> None:
    assert _replies(("回复内容", text)) == [(body, dated, agency)]


def test_an_evaluation_alone_is_no_reply_and_a_step_without_text_is_said() -> None:
    assert _replies(("回复", "满意度：满意")) == []
    blocks = reply_blocks(_fields(("办理情况", "市政府 2020-01-02 10:00:00"), ("办理结果", B)), is_status)
    assert [r.body for r in blocks.replies] == [B]
    assert [i.code for i in blocks.issues] == ["step_without_text"]


def test_the_day_of_a_passing_on_is_not_that_of_the_answer() -> None:
    steps = (("办理情况", "市热线(2020-01-02)：转某县"), ("办理结果", "某县(2020-01-09)：已修好。"))
    printed = letter_of_fields(_fields(("标题", "路"), ("内容", "坏了"), *steps))
    assert printed is not None
    letter, _ = build_letter(
        printed,
        source=SimpleNamespace(source_id="x", region_code=None, channel=None),
        route=lambda url: None,
        payload_sha256="0" * 64,
    )
    assert [(r.stage, r.transferred_to) for r in letter.replies] == [("transfer", "某县"), ("substantive", None)]
    assert letter.page_replied_on == dt.date(2020, 1, 9)


def test_a_status_word_is_no_reply() -> None:
    assert _replies(("办理情况", "办理中")) == []
    assert _replies(("办理情况", "已办结"), ("回复内容", B)) == [(B, None, None)]


def test_two_labels_share_a_cell() -> None:
    fields = _fields(
        ("标题", "路"), ("内容", "坏了"), ("回复人/回复时间", "住建局/2020-01-09"), ("受理人/受理时间", "林某/2020/1/2")
    )
    letter = letter_of_fields(fields)
    assert letter is not None
    values = {field: printed.value for field, printed in letter.values.items()}
    assert (values["agency"], values["page_replied_on"], values["accepted_on"]) == ("住建局", "2020-01-09", "2020/1/2")


@given(st.text(st.sampled_from("回复答单位时间：: 市局(2020-1)年月日。\n一"), max_size=60))
def test_a_text_is_cut_and_never_changed(text: str) -> None:
    for block in reply_blocks(_fields(("回复内容", text)), is_status).replies:
        assert block.body in text
        assert block.dated is None or block.dated in text.replace("：", ":")
