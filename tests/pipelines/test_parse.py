"""One payload, from bytes to letters, claims and findings; and what becomes of what cannot be read."""

import csv
import io
from typing import Any

import pytest

from pipelines.parse import parse_payload, unambiguous_regions
from tests.pipelines import mailbox
from tests.twins import TWINS, fufeng_pdf

DETAIL = (
    "http://www.shangluo.gov.cn/zmhd/ldxxxx.jsp?urltype=leadermail.LeaderMailContentUrl&wbtreeid=1112&leadermailid=6689"
)


def csv_of_letters(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    names = ["mail_id", "title", "query", "query_date", "reply", "reply_date", "reply_agency", "url"]
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(dict.fromkeys(names, "") | row for row in rows)
    return text.getvalue().encode()


def test_a_letter_with_a_printed_address_belongs_to_its_source() -> None:
    parsed = parse_payload((TWINS / "danfeng.md").read_bytes(), file_name="danfeng.md")
    (letter,) = parsed.letters
    assert (parsed.source_id, letter.letter_id) == ("shangluo-mayor", "shangluo-mayor:6689")
    assert (letter.region_code, letter.handling_region_code, letter.channel) == ("611000", "611022", "mayor_mailbox")


def test_the_same_letter_in_a_csv_is_the_same_letter() -> None:
    row = {"mail_id": "20201209001", "title": "标题", "query": "内容", "query_date": "2020-12-09", "url": DETAIL}
    parsed = parse_payload(csv_of_letters(row), file_name="letters.csv")
    assert [letter.letter_id for letter in parsed.letters] == ["shangluo-mayor:6689"]
    assert parsed.issues == ()


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("<html><title>安全验证</title><body>请完成验证</body></html>", "challenge", "a browser or a person"),
        (
            '{"code": "SN0006", "message": "签名错误", "success": false}',
            "error_answer",
            "(code: SN0006; message: 签名错误; ",
        ),
        ("<html><title>提示</title><body>系统繁忙，请稍后再试</body></html>", "error_page", "'系统繁忙'"),
    ],
)
def test_an_answer_that_is_not_the_page_says_what_it_is(body: str, code: str, words: str) -> None:
    asked: dict[str, Any] = {"url": mailbox.page_of(1), "source": mailbox.SOURCE, "lookups": mailbox.LOOKUPS}
    parsed = parse_payload(body.encode(), http_status=200, **asked)
    assert (parsed.outcome, parsed.refusal and parsed.refusal.code) == ("failed", code)
    assert words in parsed.refusal.message  # type: ignore[union-attr]
    assert parse_payload(body.encode(), **asked).outcome == "quarantined"


def test_a_bulletin_that_no_source_claims_is_named_by_its_payload() -> None:
    payload = (TWINS / "yunxi.txt").read_bytes()
    first, again = (parse_payload(payload, file_name=name) for name in ("a.txt", "b.txt"))
    assert first.document_id == again.document_id
    assert first.document_id is not None
    assert first.document_id.startswith("local:")
    assert [c.claims for c in first.audited] == [c.claims for c in again.audited]


@pytest.mark.parametrize(
    ("payload", "file_name", "code", "words"),
    [
        (b"", "empty.txt", "empty", "empty"),
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n", "cut.pdf", None, "PDF"),
        (fufeng_pdf()[:4000], "truncated.pdf", None, "PDF"),
        (b"\x81\x20\xff\xfe\x00binary", "x.txt", None, ""),
        (b"PK\x03\x04rest", "x.docx", "damaged_zip", "damaged"),
        ("今天天气很好，适合春游。".encode(), "weather.txt", "another_kind", "neither a letter"),
        ("名称,数量\n桌子,3\n椅子,4\n".encode(), "furniture.csv", "another_kind", "neither a letter"),
        (b"<html><body><p>404 Not Found</p></body></html>", "page.html", "another_kind", "neither a letter"),
    ],
)
def test_what_cannot_be_read_is_quarantined_with_one_sentence(
    payload: bytes, file_name: str, code: str | None, words: str
) -> None:
    parsed = parse_payload(payload, file_name=file_name)
    assert parsed.outcome == "quarantined"
    assert parsed.refusal is not None
    assert code is None or parsed.refusal.code == code
    assert words in parsed.refusal.message
    assert "\n" not in parsed.refusal.message
    assert (parsed.letters, parsed.bulletin, parsed.findings) == ((), None, ())


def test_a_file_that_is_not_what_its_name_says_is_read_and_noted() -> None:
    parsed = parse_payload((TWINS / "yunxi.html").read_bytes(), file_name="yunxi.pdf")
    assert parsed.outcome == "parsed"
    assert "not_as_named" in {issue.code for issue in parsed.issues}


def test_gbk_is_read_whatever_the_page_claims() -> None:
    page = (TWINS / "jixi.html").read_text(encoding="utf-8")
    parsed = parse_payload(page.encode("gb18030"), file_name="jixi.html")
    assert parsed.outcome == "parsed"
    assert {c.printed for c in parsed.claims} >= {"262件", "28.58%"}


def test_rows_that_do_not_match_their_header_are_issues_and_lose_nothing_else() -> None:
    text = (TWINS / "fufeng.txt").read_text(encoding="utf-8")
    broken = text.replace("法门镇\t73\t73\t100%\t7\t0\t90.41%", "法门镇\t73\t100%\t7\t0\t90.41%\t1\t2\t3\t4", 1)
    assert broken != text
    parsed = parse_payload(broken.encode(), file_name="fufeng.txt")
    assert any(issue.code == "row_width" and "法门镇" in (issue.raw or "") for issue in parsed.issues)
    assert parsed.bulletin is not None
    labels = [row.label for row in parsed.bulletin.tables[0].rows]
    assert "法门镇" not in labels
    assert {"县住建局", "合计"} <= set(labels)


def test_region_names_that_several_regions_bear_mean_none_of_them() -> None:
    names = unambiguous_regions()
    assert names["丹凤县"] == "611022"
    assert "鼓楼区" not in names
