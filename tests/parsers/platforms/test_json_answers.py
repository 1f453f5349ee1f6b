from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from parsers.platforms.json_answers import at, list_page, listed_letters, loads, printed_letter

URL = "http://a.cn/list"


@dataclass(frozen=True)
class Link:
    url: str
    when: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Replies:
    body: str
    rows: str | None = None
    dated: str | None = None
    agency: str | None = None
    where: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shape:
    fields: dict[str, str]
    rows: str = "rows"
    root: str | None = None
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    replies: Replies | None = None
    total: str | None = None
    pages: str | None = None
    links: tuple[Link, ...] = ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1.50}', {"a": Decimal("1.50")}),
        ("{a:'一',b:[1,2,],}", {"a": "一", "b": [1, 2]}),
        ("callback({a:1});", {"a": 1}),
        ("var rows = ['<tr>', \"<td>\"]; x()", ["<tr>", "<td>"]),
        ("{a:'两\n行'}", {"a": "两\n行"}),
        ("<html><script>var a = {b: 1}</script></html>", None),
        ("{a:[1,2", None),
        ("请稍候", None),
        ("", None),
    ],
)
def test_what_a_browser_takes_for_a_value_is_one(text: str, value: object) -> None:
    assert loads(text) == value


def test_a_path_leads_through_objects_and_lists() -> None:
    assert at({"a": [{"b": 7}]}, "a.0.b") == 7
    assert [at({"a": [{"b": 7}]}, path) for path in ("a.1.b", "a.b", "c", "a.0.b.d")] == [None] * 4


def test_seconds_and_milliseconds_are_days_of_china() -> None:
    shape = Shape({"title": "t", "received_on": "s", "page_replied_on": "e"})
    rows = '[{t:"一",s:1622505599,e:1622505600000},{t:"二",s:"0",e:null},{t:"三",s:"2021-06-01 23:59:59",e:""}]'
    page = list_page(f"{{rows:{rows}}}", shape, url=URL)
    assert page is not None
    days = [(str(s.received_on), str(s.replied_on)) for s in page.sightings]
    assert days == [("2021-06-01", "2021-06-01"), ("None", "None"), ("2021-06-01", "None")]


def test_a_second_before_midnight_in_china_is_the_day_before() -> None:
    page = list_page("{rows:[{s:1622476799},{s:1622476800}]}", Shape({"received_on": "s"}), url=URL)
    assert page is not None
    assert [str(s.received_on) for s in page.sightings] == ["2021-05-31", "2021-06-01"]


def test_the_first_link_that_is_for_a_row_is_taken() -> None:
    links = (Link("/a?id={id}", {"kind": "1"}), Link("/b/{id}.html", {"kind": "2"}), Link("{url}", {"kind": "3"}))
    rows = """[{id:"x y",kind:1},{id:7,kind:"2"},{kind:2},{kind:3,url:'["http://a.cn/9"]'},{kind:3,url:"c.html"},
      {kind:3,url:'[{"u":"/d"}]'},{kind:3,url:"[]"},{kind:4}]"""
    page = list_page(f"{{rows:{rows}}}", Shape({"title": "kind"}, links=links), url=URL)
    assert page is not None
    assert [s.url for s in page.sightings] == [
        "http://a.cn/a?id=x%20y",
        "http://a.cn/b/7.html",
        None,
        "http://a.cn/9",
        "http://a.cn/c.html",
        "http://a.cn/d",
        None,
        None,
    ]


@pytest.mark.parametrize(
    "text", ['{"code":"SN0006"}', '{"rows":null}', '{"rows":[1]}', "<p>404</p>", "[]", "{rows:[{}"]
)
def test_an_answer_of_another_kind_is_no_list(text: str) -> None:
    assert list_page(text, Shape({"title": "t"}), url=URL) is None


def test_a_field_that_no_row_has_is_said() -> None:
    page = list_page('{"rows":[{"t":null}]}', Shape({"title": "t", "agency": "org.name"}), url=URL)
    assert page is not None
    assert [(i.code, i.raw) for i in page.issues] == [("missing_field", "org.name")]
    assert list_page('{"rows":[]}', Shape({"title": "t"}), url=URL) is not None


def test_the_posts_of_officials_are_the_replies() -> None:
    replies = Replies("content", rows="contentList", dated="dateline", agency="organization", where={"dataType": "4"})
    shape = Shape({"title": "subject", "body": "contentList.0.content", "received_on": "dateline"}, replies=replies)
    answer = """{"subject":"修路","dateline":1622505600,"contentList":[{"dataType":1,"content":"路坏了。"},
      {"dataType":4,"content":"已转交通局处理。","dateline":1622592000,"organization":"市委办"},
      {"dataType":4,"content":"<p>已修好。</p>","dateline":1622678400,"organization":"交通局"},{"dataType":1,"content":"谢谢"}]}"""
    letter = printed_letter(answer, shape)
    assert letter is not None
    assert letter.values["body"].value == "路坏了。"
    assert [(r.body, r.dated, r.agency) for r in letter.replies] == [
        ("已转交通局处理。", "2021-06-02", "市委办"),
        ("已修好。", "2021-06-03", "交通局"),
    ]


def test_a_list_with_texts_is_its_letters() -> None:
    shape = Shape({"title": "t", "body": "b", "reply": "r", "status": "s"}, words={"status": {"1": "已办结"}})
    text = '{"rows":[{"t":"一","b":"甲","r":"乙","s":1},{"t":"二","b":"丙","r":null,"s":2}]}'
    first, second = listed_letters(text, shape, url=URL)
    assert (first.values["status"].value, [r.body for r in first.replies]) == ("已办结", ["乙"])
    assert (second.values["status"].value, second.replies) == ("2", ())
    assert listed_letters(text, Shape({"title": "t"}), url=URL) == []
