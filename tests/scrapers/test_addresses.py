"""One spelling for one address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.addresses import canonical

LETTER = "http://www.example.gov.cn/mail/show.jsp?kind=letter&id=6689"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.example.gov.cn/mail/show.jsp?kind=letter&id=6689",
        "http://example.gov.cn/mail/show.jsp?kind=letter&id=6689",
        "http://WWW.Example.gov.cn:80/mail/show.jsp?kind=letter&id=6689",
        "http://www.example.gov.cn/mail/show.jsp?id=6689&kind=letter",
        "http://www.example.gov.cn/mail/show.jsp?kind=letter&amp;id=6689",
        "http://www.example.gov.cn/mail/show.jsp/?kind=letter&id=6689",
        "http://www.example.gov.cn/mail//show.jsp?kind=letter&id=6689#reply",
        "http://www.example.gov.cn/mail/show.jsp;jsessionid=1A2B?kind=letter&id=6689",
        "http://www.example.gov.cn/%6Dail/show.jsp?kind=letter&id=%36689",
        "  HTTP://www.example.gov.cn./mail/show.jsp?kind=letter&id=6689\n",
    ],
)
def test_spellings_of_one_address(spelling: str) -> None:
    assert canonical(spelling) == canonical(LETTER)


@pytest.mark.parametrize("word", ["%E6%B0%B4%E5%88%A9", "%CB%AE%C0%FB", "%u6C34%u5229", "水利"])
def test_a_word_in_an_address_is_the_same_in_each_escape(word: str) -> None:
    found = canonical(f"http://www.example.gov.cn/{word}/show.aspx?dept={word}&id=7")
    assert found is not None
    assert (found.place, found.query) == ("example.gov.cn/水利/show.aspx", {"dept": "水利", "id": "7"})


@pytest.mark.parametrize("odd", ["%", "%u12", "%uD800", "%FF%FF%FF"])
def test_an_escape_that_nobody_can_read_is_no_error(odd: str) -> None:
    assert canonical(f"http://www.example.gov.cn/a?b={odd}") is not None


@pytest.mark.parametrize(
    "other",
    [
        "http://www.example.gov.cn/mail/show.jsp?kind=letter&id=6690",
        "http://www.example.gov.cn/mail/show.jsp?kind=letter",
        "http://www.example.gov.cn/Mail/show.jsp?kind=letter&id=6689",
        "http://www.example.gov.cn:8080/mail/show.jsp?kind=letter&id=6689",
        "http://mail.example.gov.cn/mail/show.jsp?kind=letter&id=6689",
    ],
)
def test_other_addresses_stay_other(other: str) -> None:
    assert canonical(other) != canonical(LETTER)


@pytest.mark.parametrize("no_address", ["", "mail/show.jsp", "urn:sha256:00", "http://", "http://a:b/", "http://[::1"])
def test_what_is_no_web_address(no_address: str) -> None:
    assert canonical(no_address) is None


def test_the_first_of_two_values_holds_and_ids_stay_text() -> None:
    address = canonical("http://a.cn/b?id=007&id=8")
    assert address is not None
    assert address.query == {"id": "007"}


@given(st.text())
def test_no_text_raises(text: str) -> None:
    address = canonical(f"http://{text}")
    assert address is None or not address.place.endswith("/")
