import json
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.platforms.asking import FORM, POSTBACK_PAGE, Sent, by_form, by_json, parameter, sent_for, with_parameter
from scrapers.platforms.paging import first_list_url, next_list_url
from scrapers.source import ListRequest, Pagination
from tests.platform_sites import load_site

URL = "http://a.cn/l.do?sysid=6"
_NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=8)
_VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


@given(st.dictionaries(_NAMES, _VALUES, min_size=1, max_size=4))
def test_a_form_goes_into_an_address_and_back(form: dict[str, str]) -> None:
    sent = sent_for(by_form(URL, form))
    assert (sent.method, sent.url, sent.media_type) == ("POST", URL, FORM)
    assert dict(parse_qsl(sent.body.decode(), keep_blank_values=True)) == form


def test_a_postback_is_named_by_its_event_and_sent_with_the_form_before() -> None:
    pager = Pagination(postback="ctl00$pager", argument="Page${page}", why="test")
    second = next_list_url(pager, URL, printed=None, pages=None, page_no=None)
    assert second == f"{URL}&__wb_method=POST&__EVENTTARGET=ctl00%24pager&__EVENTARGUMENT=Page%242"
    third = next_list_url(pager, second, printed=None, pages=None, page_no=None)
    assert third is not None
    assert parameter(third, POSTBACK_PAGE) == "Page$3"
    sent = sent_for(third, {"__VIEWSTATE": "a+b/c==", "__EVENTTARGET": ""})
    assert (sent.method, sent.url, sent.media_type) == ("POST", URL, FORM)
    said = dict(parse_qsl(sent.body.decode()))
    assert said == {"__VIEWSTATE": "a+b/c==", "__EVENTTARGET": "ctl00$pager", "__EVENTARGUMENT": "Page$3"}
    assert next_list_url(pager, third, printed=None, pages=3, page_no=None) is None


def test_a_form_is_sent_with_postbacks_only() -> None:
    for address in (URL, by_form(URL, {"page": "2"}), by_json(URL, {"page": 2})):
        assert sent_for(address, {"__VIEWSTATE": "x"}) == sent_for(address)


@given(st.dictionaries(_NAMES, _VALUES | st.integers() | st.booleans() | st.none(), max_size=4))
def test_a_json_body_goes_into_an_address_and_back(body: dict[str, str | int | bool | None]) -> None:
    sent = sent_for(by_json(URL, body))
    assert (sent.method, sent.url, sent.media_type) == ("POST", URL, "application/json")
    assert json.loads(sent.body) == body


def test_an_address_without_a_body_is_simply_asked_for() -> None:
    assert sent_for(URL) == Sent("GET", URL)
    assert sent_for(by_form("http://a.cn/l", {})) == Sent("POST", "http://a.cn/l", b"", FORM)


@pytest.mark.parametrize(
    ("address", "name", "value", "found"),
    [
        (URL, "sysid", "7", "6"),
        (URL, "p", "7", None),
        (by_form(URL, {"begin": "0", "x": "1"}), "begin", "7", "0"),
        (by_form(URL, {"begin": "0"}), "sysid", "7", "6"),
        (by_json(URL, {"page": "1", "x": None}), "page", "7", "1"),
        (by_json(URL, {"page": 1}), "sysid", "7", "6"),
    ],
)
def test_a_parameter_is_set_where_it_stands(address: str, name: str, value: str, found: str | None) -> None:
    assert parameter(address, name) == found
    changed = with_parameter(address, name, value)
    assert parameter(changed, name) == value
    assert sent_for(changed).method == sent_for(address).method
    assert with_parameter(changed, name, found or value) in (address, changed)


def test_a_number_in_json_stays_a_number() -> None:
    assert sent_for(with_parameter(by_json(URL, {"page": 1}), "page", "2")).body == b'{"page": 2}'


def _turned(pagination: Pagination, url: str, **pager: object) -> str | None:
    given = {"printed": None, "pages": None, "page_no": None} | pager
    return next_list_url(pagination, url, **given)  # type: ignore[arg-type]


def test_an_offset_rises_by_its_step_and_takes_others_along() -> None:
    rows = Pagination(parameter="startrecord", step=57, along=("endrecord",), why="three pages in one answer")
    first = by_form(URL, {"startrecord": "1", "endrecord": "57"})
    assert _turned(rows, first) == by_form(URL, {"startrecord": "58", "endrecord": "114"})


def test_a_number_in_the_path_rises() -> None:
    named = Pagination(address="http://a.cn/index_{page}.htm", first=0, why="the first page has another name")
    assert _turned(named, "http://a.cn/index.htm") == "http://a.cn/index_1.htm"
    assert _turned(named, "http://a.cn/index_9.htm", pages=12) == "http://a.cn/index_10.htm"
    assert _turned(named, "http://a.cn/index_11.htm", pages=12) is None


def test_a_cursor_takes_the_id_of_the_last_row() -> None:
    cursor = Pagination(parameter="lastItem", cursor=True, why="the script sends it")
    assert _turned(cursor, by_form(URL, {"lastItem": "0"}), last_id="77") == by_form(URL, {"lastItem": "77"})
    assert _turned(cursor, URL, last_id=None) is None


def test_the_first_page_is_asked_for_with_its_form() -> None:
    site = load_site("chaozhou")
    site.url = "http://127.0.0.1:1"
    address = first_list_url(site.source)
    assert address is not None
    assert sent_for(address).body.startswith(b"typeId=3&pageSize=1&pageNo=1")


@pytest.mark.parametrize(
    ("model", "fields", "said"),
    [
        (Pagination, {"why": "x"}, "exactly one of parameter, address and postback"),
        (Pagination, {"address": "http://a.cn/1.htm", "why": "x"}, "a text that holds {page}"),
        (
            Pagination,
            {"address": "http://a.cn/{page}", "cursor": True, "why": "x"},
            "along and cursor with a parameter",
        ),
        (ListRequest, {"form": {}, "body": {}, "why": "x"}, "form or body, not both"),
    ],
)
def test_what_does_not_fit_together_is_said(model: type, fields: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("{", r"\{")):
        model(**fields)
