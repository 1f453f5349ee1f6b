"""The traps of real letter pages, one test each where a page alone shows it.

Elsewhere: later edits and removals (``tests/pipelines/test_history.py``), hidden letters, steps, paging, answers that
are no JSON and redirects for unknown ids (``tests/sites``), copied pages (``tests/parsers/test_undamaged.py``).
"""

from __future__ import annotations

import datetime as dt

import pytest

from parsers.letter_files import letters_from_document
from parsers.readers.html import read_html
from parsers.records import Issue, Letter
from parsers.redaction import redacted
from tests.parsers.letter_fixtures import EXAMPLE, REGIONS, SHA256, route

URL = "http://www.example.gov.cn/show.jsp?leadermailid={}"


def _letter(**fields: str) -> tuple[Letter, list[Issue]]:
    labels = {"asked": "来信时间", "reply": "回复内容", "replied": "回复时间", "office": "回复人", "no": "信件编号"}
    printed = {"标题": "路灯", "来信内容": "路灯坏了。"} | {labels[k]: v for k, v in fields.items()}
    rows = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in printed.items())
    document = read_html(f"<html><body><table>{rows}</table></body></html>")
    letters, issues = letters_from_document(
        document, source=EXAMPLE, route=route, payload_sha256=SHA256, regions=REGIONS
    )
    assert len(letters) == 1
    return letters[0], issues


@pytest.mark.parametrize(
    ("notice", "stage"),
    [
        ("来信人你好，你提出的事项已转示范县住建局阅处。", "transfer"),
        ("您的来信已转有关部门答复反馈。", "transfer"),
        ("感谢您的建议，已转县文旅局作为参考。", "transfer"),
        ("您好，我们已将你的留言转交至相关部门。", "transfer"),
        ("您反映的问题正在协调处理中。", "interim"),
    ],
)
def test_a_notice_is_no_answer_whatever_the_page_calls_it(notice: str, stage: str) -> None:
    letter, _ = _letter(asked="2020-01-02", reply=notice, replied="2020-01-03")
    assert [r.stage for r in letter.replies] == [stage]
    assert letter.status is None


def test_an_answer_behind_a_notice_has_its_own_date_and_an_event_date_gives_none() -> None:
    notice = "你提出的事项已转示范县住建局阅处。2020年1月3日"
    answer = "来信人你好，2019年5月1日已安排检修，现已修好。示范县住建局 二〇二〇年一月九日\u200b"
    text = f"{notice} {answer}"
    letter, _ = _letter(asked="2020-01-02", reply=text, replied="2020-01-03")
    assert [(r.stage, r.dated_on) for r in letter.replies] == [
        ("transfer", dt.date(2020, 1, 3)),
        ("substantive", dt.date(2020, 1, 9)),
    ]


def test_a_reply_before_its_letter_is_said_and_not_mended() -> None:
    letter, issues = _letter(asked="2020-01-02", reply="已修好。", replied="2019-01-05")
    assert letter.page_replied_on == dt.date(2019, 1, 5)
    assert "page_reply_before_letter" in {i.code for i in issues}


def test_an_empty_reply_with_a_date_is_no_reply() -> None:
    letter, issues = _letter(asked="2020-01-02", reply="", replied="2020-01-05")
    assert (letter.replies, letter.status) == ((), None)
    assert [i.code for i in issues] == ["empty_reply"]


def test_a_reply_without_any_date_has_none() -> None:
    letter, issues = _letter(reply="已修好。")
    assert [(r.dated_on, r.date_basis) for r in letter.replies] == [(None, "none")]
    assert (letter.received_on, issues) == (None, [])


def test_a_number_that_repeats_is_not_the_letter() -> None:
    first, second = (_letter(no="00017", reply="好。")[0] for _ in range(2))
    assert first.letter_no == second.letter_no == "00017"
    assert "00017" not in first.letter_id


@pytest.mark.parametrize("number", ["6689", "B65BE2140F9D4A1E8C7D6B5A49382716"])
def test_an_id_is_text(number: str) -> None:
    assert route(URL.format(number)) == ("example", number)


@pytest.mark.parametrize(
    ("office", "kept"),
    [
        ("住建局、城管局", "住建局、城管局"),
        ("王小明", None),
        ("住建局 王小明", "住建局"),
        ("示范县应急局", "示范县应急局"),
    ],
)
def test_two_offices_stay_and_a_person_goes(office: str, kept: str | None) -> None:
    letter, issues = _letter(reply="已修好。", office=office)
    assert letter.agency == kept
    assert ("person_in_agency" in {i.code for i in issues}) is (kept != office)


@pytest.mark.parametrize(
    "printed",
    [
        *("2019-12-09", "2019年12月9日", "2019/12/9 9:32:09", "2019/12/9", "2019-12-9 3:04:05"),
        *("&nbsp;2019-12-09&nbsp", "\u30002019-12-09"),
    ],
)
def test_every_shape_of_a_date_is_that_day(printed: str) -> None:
    letter, issues = _letter(asked=printed, reply="已修好。")
    assert (letter.received_on, issues) == (dt.date(2019, 12, 9), [])


def test_a_phone_number_in_a_letter_is_masked_when_it_leaves() -> None:
    assert "13900001111" not in redacted("我的电话是13900001111，请回电。")
