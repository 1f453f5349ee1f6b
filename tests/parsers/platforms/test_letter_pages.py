import datetime as dt

import pytest

from parsers.platforms import beijing, boda_vsb, forms
from parsers.platforms.letter_pages import is_answered, is_letter_page, letters_from_page
from parsers.platforms.markup import text_of, tree
from tests.parsers.letter_fixtures import BEIJING, EXAMPLE, FOLDER, SHA256, route

CAPITAL = (FOLDER / "capital-window.html").read_text(encoding="utf-8")
LEADERMAIL = (FOLDER / "leadermail-detail.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page", ["", "<!-- 首都之窗 o-border -->", "<p>通报</p>", "titlestyle1 contentstyle1", "首都之窗 o-border <p>"]
)
def test_a_page_of_another_kind_is_left_to_others(page):
    assert letters_from_page(page, source=EXAMPLE, route=route, payload_sha256=SHA256) is None


@pytest.mark.parametrize(
    ("reply", "answered"),
    [
        ("<p>回复内容：您好，护栏已于次日修好。</p>", True),
        ("<p>回复内容：您好，您反映的问题已转某镇人民政府办理。</p>", False),
        ("<p>回复内容：</p>", False),
        ("<p>状态：待回复</p>", False),
    ],
)
def test_a_notice_is_no_answer(reply, answered):
    page = f"<h1>护栏</h1><p>来信时间：2022-05-03</p><p>来信内容：桥头的护栏断了。</p>{reply}"
    assert is_letter_page(page)
    assert is_answered(page) is answered


def test_each_platform_leaves_the_others_pages():
    assert beijing.printed_letter(LEADERMAIL) is None
    assert boda_vsb.printed_letter(CAPITAL) is None


def test_the_numbers_of_page_components_do_not_matter():
    renumbered = LEADERMAIL.replace("2049", "1335").replace("2048", "1333")
    assert boda_vsb.printed_letter(renumbered) == boda_vsb.printed_letter(LEADERMAIL)


def test_a_missing_row_is_a_missing_value():
    rows = [line for line in LEADERMAIL.splitlines() if "回复时间" not in line]
    (letter,), _ = letters_from_page("\n".join(rows), source=EXAMPLE, route=route, payload_sha256=SHA256)
    assert letter.page_replied_on is None
    assert [r.date_basis for r in letter.replies] == ["inline", "signature"]


def test_a_changed_markup_is_reported_and_not_guessed():
    page = CAPITAL.replace("<strong>公园几点开门</strong>", "公园几点开门").replace("答复时间：2021-03-03", "")
    (letter,), issues = letters_from_page(page, source=BEIJING, route=route, payload_sha256=SHA256)
    assert letter.title is None
    assert (letter.replies[0].dated_on, letter.replies[0].date_basis) == (None, "none")
    assert letter.page_replied_on == dt.date(2021, 3, 4)
    assert [(i.code, i.place) for i in issues] == [("missing_field", "letter"), ("missing_field", "reply block 1")]


def test_a_letter_without_a_reply_block_is_a_letter():
    page = CAPITAL.replace('o-border-bottom"', 'o-gone"')
    (letter,), issues = letters_from_page(page, source=BEIJING, route=route, payload_sha256=SHA256)
    assert (letter.replies, letter.status, issues) == ((), None, [])


def test_text_keeps_paragraphs_and_leaves_scripts_out():
    root = tree("<?xml version='1.0' encoding='gbk'?><div><p>一\u3000二</p><script>x</script>三<br>四<b>五</b></div>")
    assert root is not None
    assert text_of(root) == "一\u3000二\n三\n四五"
    assert tree("no markup") is None


@pytest.mark.parametrize(
    "page",
    [
        "<p><b>回复</b>98件，<b>办结</b>97件。</p><p><b>答复</b>率为99%，<b>时间</b>为5月。</p>",
        "<p><b>答复内容</b></p><p>路灯已修。</p>",
        "<ul><li><b>标题</b>一</li><li><b>来信时间</b>2023年5月1日</li><li><b>状态</b>已办结</li></ul>",
        "<p>来信时间：2023-05-03</p><p>来信内容：路灯坏了。</p>",
        "<p><span>来信时间：2023-05-03</span></p><p>来信内容：<span>经查：</span><span>路灯坏了。</span></p>",
    ],
)
def test_bold_words_and_printed_labels_are_no_form(page):
    assert forms.printed_letter(page) is None


def test_a_form_has_the_address_that_its_page_prints():
    page = (FOLDER / "form-alike.html").read_text(encoding="utf-8")
    linked = page.replace("<head>", '<head><link rel="canonical" href="http://www.example.gov.cn/x/1.html">')
    printed = forms.printed_letter(linked)
    assert printed is not None
    assert printed.url == "http://www.example.gov.cn/x/1.html"


def test_a_value_beside_another_ends_before_a_label_that_nobody_knows():
    page = "<p><span>来信时间：2022-05-03 10:12</span><span>热度值：12</span></p><p>来信内容：桥头的护栏断了。</p>"
    printed = forms.printed_letter(f"<html><body>{page}</body></html>")
    assert printed is not None
    assert printed.values["received_on"].value == "2022-05-03 10:12"
    assert [i.code for i in printed.issues] == ["unknown_label"]


def test_the_text_of_a_form_may_stand_under_a_heading_made_otherwise():
    page = (
        "<ul><li><b>信件标题</b>护栏</li><li><b>来信日期</b>2022-05-03</li><li><b>办理状态</b>已办结</li></ul>"
        "<h3>来信内容</h3><p>桥头的护栏断了。</p><h3>回复内容</h3><p>已换新。</p>"
    )
    printed = forms.printed_letter(f"<html><body>{page}</body></html>")
    assert printed is not None
    assert {field: value.value for field, value in printed.values.items()} == {
        "title": "护栏",
        "received_on": "2022-05-03",
        "status": "已办结",
        "body": "桥头的护栏断了。",
    }
    assert [reply.body for reply in printed.replies] == ["已换新。"]
