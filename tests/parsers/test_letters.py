import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.document import Document, Grid, Text
from parsers.letter_files import letters_from_csv, letters_from_document
from parsers.letters import asks_for_confidentiality, category_code, is_letter, printed_letters, status_code
from parsers.records import Unreadable
from tests.parsers.letter_fixtures import EXAMPLE, FOLDER, REGIONS, SHA256, as_json, read_fixture, route

FIXTURES = sorted(p for p in FOLDER.iterdir() if p.suffix != ".json")
GIVEN = {"source": EXAMPLE, "route": route, "payload_sha256": SHA256, "regions": REGIONS}


def test_there_are_fixtures_and_each_expectation_has_one():
    assert FIXTURES
    assert sorted(p.name for p in FOLDER.glob("*.json")) == [f"{p.name}.json" for p in FIXTURES]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: p.name)
def test_a_fixture_reads_as_expected(path):
    expected = json.loads((FOLDER / f"{path.name}.json").read_text(encoding="utf-8"))
    assert as_json(*read_fixture(path)) == expected


@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: p.name)
def test_no_persons_label_leaves_its_value_anywhere(path):
    letters, issues = read_fixture(path)
    said = f"{letters}{issues}"
    assert not any(sender in said for sender in ("某某", "xx***00", "王某某"))


def grid(*rows, first=1):
    return Grid(rows=tuple(rows), locators=tuple(f"L{n}" for n in range(first, first + len(rows))))


def document(*blocks, title=None, url=None):
    return Document("text/html", tuple(blocks), title=title, url=url)


def one(*rows, **given):
    (letter,), issues = letters_from_document(document(grid(*rows), **given), **GIVEN)
    return letter, issues


def test_the_golden_letter():
    (letter,), issues = read_fixture(FOLDER / "leadermail-6689.md")
    assert issues == []
    assert (letter.letter_id, letter.region_code, letter.handling_region_code) == (
        "shangluo-mayor:6689",
        "611000",
        "611022",
    )
    assert [(r.stage, r.dated_on, r.date_basis) for r in letter.replies] == [
        ("transfer", dt.date(2020, 12, 10), "inline"),
        ("substantive", dt.date(2020, 12, 15), "signature"),
    ]
    assert letter.confidentiality_requested


def test_an_unknown_label_is_reported_and_the_rest_read():
    letter, issues = one(("来信内容", "桥坏了"), ("来信时间", "2021-03-01"), ("心情", "好"))
    assert letter.body == "桥坏了"
    assert [(i.code, i.place, i.raw) for i in issues] == [("unknown_label", "L3", "心情：好")]


def test_labels_are_compared_without_blanks_colons_and_width():
    letter, issues = one(("来信 内容：", "桥坏了"), ("【来信时间】", "2021年3月1日"), ("受理人（单位）", "县水利局"))
    assert (letter.body, letter.received_on, letter.agency, issues) == ("桥坏了", dt.date(2021, 3, 1), "县水利局", [])


def test_two_pairs_in_one_row():
    letter, _ = one(("来信标题", "桥", "来信时间", "2021-03-01"), ("来信内容", "坏了", "处理状态", "待审核"))
    assert (letter.title, letter.received_on, letter.status) == ("桥", dt.date(2021, 3, 1), "awaiting_review")


def test_an_ambiguous_time_is_the_letters_first_and_the_replys_next():
    letter, _ = one(("内容", "桥坏了"), ("时间", "2021-03-01"), ("回复内容", "已修好。"), ("时间", "2021-03-04"))
    assert (letter.received_on, letter.page_replied_on) == (dt.date(2021, 3, 1), dt.date(2021, 3, 4))


def test_a_plain_label_stands_before_an_ambiguous_one():
    letter, _ = one(("发布时间", "2021-03-09"), ("来信时间", "2021-03-01"), ("来信内容", "桥坏了"))
    assert letter.received_on == dt.date(2021, 3, 1)


def test_handling_column_holds_a_status_or_a_reply():
    letter, _ = one(("来信内容", "桥坏了"), ("处理情况", "办理中"), ("办理结果", "您好，桥已修好。"))
    assert (letter.status, [r.stage for r in letter.replies]) == ("in_progress", ["substantive"])


def test_a_repeated_label_with_another_value_is_reported():
    letter, issues = one(("来信内容", "桥坏了"), ("来信时间", "2021-03-01"), ("来信日期", "2021-03-02"))
    assert letter.received_on == dt.date(2021, 3, 1)
    assert [i.code for i in issues] == ["repeated_label"]


def test_status_without_a_printed_word_is_derived_from_a_reply_only():
    assert one(("来信内容", "桥坏了"), ("回复内容", "您好，桥已修好。"))[0].status == "answered"
    assert one(("来信内容", "桥坏了"), ("回复内容", "您的来信已转县水利局办理。"))[0].status is None
    assert one(("来信内容", "桥坏了"), ("来信时间", "2021-03-01"))[0].status is None


def test_an_unknown_status_is_never_answered():
    letter, issues = one(("来信内容", "桥坏了"), ("状态", "已销号"), ("回复内容", "您好，桥已修好。"))
    assert (letter.status, letter.status_printed) == ("unknown", "已销号")
    assert [i.code for i in issues] == ["unknown_status"]


def test_words_and_their_codes():
    assert status_code(" 已 办结 ") == "completed"
    assert status_code("超时办结") == "completed"
    assert status_code("结清") is None
    assert category_code("咨询类") == "consultation"
    assert category_code("投诉件") == "complaint"
    assert category_code("闲聊") is None


@pytest.mark.parametrize(
    ("status", "is_public"), [("按期办结不公开", False), ("办结公开", True), ("不公开", False), ("已办结", None)]
)
def test_whether_a_letter_is_public_may_stand_behind_its_status(status, is_public):
    letter, _ = one(["来信标题", "路灯"], ["来信内容", "不亮。"], ["办理状态", status])
    assert letter.is_public is is_public


def test_an_impossible_date_is_reported_and_null():
    letter, issues = one(("来信内容", "桥坏了"), ("来信时间", "2021-02-30"))
    assert letter.received_on is None
    assert [(i.code, i.raw) for i in issues] == [("date_unread", "2021-02-30")]


def test_a_page_date_before_the_letter_is_kept_and_reported():
    letter, issues = one(
        ("来信内容", "桥坏了"), ("来信时间", "2021-07-29"), ("回复内容", "修好了。"), ("回复时间", "2020-07-30")
    )
    assert letter.page_replied_on == dt.date(2020, 7, 30)
    assert [i.code for i in issues] == ["page_reply_before_letter"]


@pytest.mark.parametrize(
    ("reply", "agency", "region"),
    [
        ("您好，修好了。", "丹凤县人民政府办公室", "611022"),
        ("您好，修好了。", "市教育局", "611000"),
        ("您好，修好了。", "北京市教育委员会", None),
        (
            "您的来信已转丹凤县人民政府阅处。\n2021年3月1日\n您好，修好了。\n石桥镇人民政府2021年3月4日",
            "石桥镇人民政府",
            "611022",
        ),
        ("您的来信已转丹凤县人民政府阅处。\n2021年3月1日\n您好，修好了。\n商洛市水务局2021年3月4日", None, "611000"),
        ("您好，修好了。", None, None),
    ],
)
def test_whose_office_answers(reply, agency, region):
    source = type(EXAMPLE)("shangluo-mayor", "611000", "mayor_mailbox")
    rows = [("来信内容", "桥坏了"), ("回复内容", reply), *([("回复单位", agency)] if agency else [])]
    (letter,), _ = letters_from_document(document(grid(*rows)), **{**GIVEN, "source": source})
    assert letter.handling_region_code == region


def test_identity_by_address_by_id_and_by_payload():
    url = "http://www.example.gov.cn/x?leadermailid=77"
    assert one(("来信内容", "桥坏了"), ("来信时间", "2021-03-01"), url=url)[0].letter_id == "example:77"
    assert one(("来信内容", "桥坏了"), ("leadermailid", "78"))[0].letter_id == "example:78"
    assert one(("来信内容", "桥坏了"), ("来信时间", "2021-03-01"))[0].letter_id == "local:0123456789ab"


def test_an_address_of_another_source_takes_the_letter_there_and_says_so():
    url = "http://www.shangluo.gov.cn/x?leadermailid=5"
    letter, issues = one(("来信内容", "桥坏了"), ("来信时间", "2021-03-01"), url=url)
    assert (letter.letter_id, letter.source_id, letter.region_code) == ("shangluo-mayor:5", "shangluo-mayor", None)
    assert [i.code for i in issues] == ["other_source"]


@pytest.mark.parametrize(
    "wish",
    [
        "希望给予保密",
        "请为我保密，谢谢",
        "请勿公开我的姓名",
        "不要把信件内容公开",
        "本人信息请保密",
        "匿名反映一个问题",
    ],
)
def test_a_wish_for_secrecy(wish):
    assert asks_for_confidentiality(f"桥坏了。{wish}。")


@pytest.mark.parametrize("complaint", ["村上财务不公开", "政府信息不公开", "单位签了保密协议", "招标结果没有公布"])
def test_a_complaint_about_secrecy_is_no_wish_for_it(complaint):
    assert not asks_for_confidentiality(complaint)


def test_a_statistics_table_is_no_letter():
    table = grid(("序号", "部门名称", "信件总数", "办结总数"), ("1", "示范镇", "12", "12"), ("2", "城关镇", "9", "9"))
    bulletin = document(Text("关于网上问政办理情况的通报", "L1", level=1), Text("本月收到来件109件。", "L2"), table)
    assert not is_letter(bulletin)
    assert printed_letters(bulletin) == []


def test_a_sheet_with_a_letter_a_row():
    sheet = grid(
        ("编号", "来信标题", "来信内容", "来信时间"),
        ("7", "桥", "坏了", "2021-03-01"),
        ("8", "灯", "不亮", "2021-03-02"),
    )
    letters, issues = letters_from_document(document(sheet), **GIVEN)
    assert [(x.letter_id, x.title) for x in letters] == [("local:0123456789ab-1", "桥"), ("local:0123456789ab-2", "灯")]
    assert issues == []


def test_a_second_capture_of_one_letter_in_a_file_is_reported():
    text = "来信标题,来信内容,url\n桥,坏了,{0}\n桥,还坏着,{0}\n".format("http://www.example.gov.cn/x?leadermailid=1")
    letters, issues = letters_from_csv(text, **GIVEN)
    assert [x.letter_id for x in letters] == ["example:1", "example:1"]
    assert [(i.code, i.place) for i in issues] == [("repeated_letter", "L3")]


def test_a_row_that_does_not_match_its_header_keeps_its_text_but_no_person():
    _, issues = letters_from_csv("来信标题,来信内容\n桥,坏了,多一格\n", **GIVEN)
    assert [(i.code, i.raw) for i in issues] == [("row_width", "桥,坏了,多一格")]
    _, issues = letters_from_csv("来信标题,来信人,来信内容\n桥,某某\n", **GIVEN)
    assert [(i.code, i.raw) for i in issues] == [("row_width", None)]


@pytest.mark.parametrize("text", ["", "单位,应办,实办\n县住建局,9,9\n", '"来信标题,来信内容'])
def test_a_file_that_holds_no_letters_is_unreadable(text):
    with pytest.raises(Unreadable) as raised:
        letters_from_csv(text, **GIVEN)
    assert raised.value.code == "not_letters"


def test_what_stands_before_a_broken_quote_is_read_and_the_rest_reported():
    text = '来信标题,来信内容\n桥,坏了\n灯,"不亮\n路,"不平"\n'
    letters, issues = letters_from_csv(text, **GIVEN)
    assert [x.title for x in letters] == ["桥"]
    assert [(i.code, i.place) for i in issues] == [("cut_off", "L4")]
    assert "the first 2 rows are read" in issues[0].message


def test_a_byte_order_mark_and_english_headers():
    header = "\ufeffmail_id,title,query,query_date,reply,reply_date,reply_agency,url"
    text = f"{header}\n1,桥,坏了,2021-03-01,修好了。,2021-03-04,县水利局,\n"
    (letter,), issues = letters_from_csv(text, **GIVEN)
    assert (letter.letter_no, letter.page_replied_on, issues) == ("1", dt.date(2021, 3, 4), [])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["来信内容", "回复内容", "来信时间", "状态", "来信人", "时间", "？"]), st.text(max_size=12)
        ),
        max_size=8,
    )
)
def test_no_grid_raises(rows):
    letters, _ = letters_from_document(document(grid(*rows)), **GIVEN)
    assert len(letters) <= 1


def paragraphs(*lines):
    blocks = (Text(line, f"b{n}") for n, line in enumerate(lines, 1))
    return letters_from_document(document(*blocks, title="路灯"), **GIVEN)


def test_a_value_may_stand_in_the_line_below_its_label():
    (letter,), issues = paragraphs(
        "来信时间：", "2023-05-03 10:11", "写信人：", "王某某", "来信内容：", "路灯坏了。", "回复单位：", "县住建局"
    )
    assert (letter.received_on, letter.body, letter.agency) == (dt.date(2023, 5, 3), "路灯坏了。", "县住建局")
    assert (issues, "王某某" in f"{letter}") == ([], False)


@pytest.mark.parametrize(
    ("empty", "below"), [("回复时间：", "上一篇"), ("回复单位：", "满意程度：一般"), ("回复单位：", "满意程度：")]
)
def test_an_empty_field_stays_empty(empty, below):
    (letter,), issues = paragraphs("来信时间：2023-05-03", "来信内容：路灯坏了。", "状态：办理中", empty, below)
    assert (letter.page_replied_on, letter.agency) == (None, None)
    assert [i.code for i in issues] == (["unknown_label"] if "满意" in below else [])


def test_a_label_inside_the_text_loses_nothing():
    body = ["卡被扣了钱。", "电话：0914-1234567", "卡号：样例一", "请退还。", "联系人：某某", "谢谢！"]
    reply = ["已退还。", "联系电话：0914-7654321", "县住建局", "电话：0914-7654321"]
    (letter,), issues = paragraphs(
        "来信时间：2023-05-03", "来信内容：" + body[0], *body[1:], "回复内容：" + reply[0], *reply[1:]
    )
    assert letter.body == "\n".join(body)
    assert letter.replies[0].body == "\n".join(reply)
    assert issues == []


@pytest.mark.parametrize(
    "person", [["来信人：王某某"], ["来信人：王某某", "电话：13900000000"], ["来信人：", "王某某"]]
)
def test_a_persons_label_of_the_form_ends_the_text(person):
    (letter,), issues = paragraphs("来信内容：路灯坏了。", *person, "来信时间：2023-05-03")
    assert (letter.body, letter.received_on, issues) == ("路灯坏了。", dt.date(2023, 5, 3), [])
    assert "王某某" not in f"{letter}"


def test_a_list_that_prints_its_letters_whole_is_cut_into_them():
    def printed(n):
        return (
            f"网友：王*{n}",
            f"时间：2022-06-0{n}",
            "留言对象：市长",
            f"内容：第{n}座桥的栏杆松了。",
            f"时间：2022-06-1{n}",
            "回复部门：示范市交通局",
            f"回复内容：第{n}座桥的栏杆已经加固。",
        )

    def read(*numbers):
        return paragraphs(*(line for n in numbers for line in printed(n)))[0]

    first, second = read(1, 2)
    assert [(str(x.received_on), str(x.page_replied_on), x.body[:3]) for x in (first, second)] == [
        ("2022-06-01", "2022-06-11", "第1座"),
        ("2022-06-02", "2022-06-12", "第2座"),
    ]
    assert [len(x.replies) for x in (first, second)] == [1, 1]
    # On the next page of the list, or a week later, it is the same letter.
    assert second.letter_id == read(2, 3)[0].letter_id != first.letter_id
