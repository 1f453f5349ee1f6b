"""Counts that words beside them narrow to some of the letters: never the whole of what came in."""

from __future__ import annotations

import datetime as dt

import pytest

from parsers.claims.scope import Scope
from parsers.claims.sentences import paragraph_claims
from parsers.text.periods import Period

HEAD = "5月，云溪市12345热线共受理群众诉求20000件。"


def _read(text: str) -> dict[str, str | None]:
    """The part of each figure behind the head, by its print."""
    period = Period(dt.date(2025, 5, 1), dt.date(2025, 5, 31))
    scope = Scope(stated_by="government", channel="hotline_12345", period=period)
    return {c.printed: c.category for c in paragraph_claims(HEAD + text, "p1", scope).claims if c.printed != "20000件"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("英才热线受理人才诉求40件，在线解答率62.5%。", "英才热线"),
        ("“惠农通”小程序收到诉求35件，办结率96%。", "惠农通小程序"),
        ("外语专席接听来电12件，办结率100%。", "外语专席"),
        ("市级平台受理9000件，按期办结率99%。", "市级平台"),
        ("县（市、区）平台受理9000件，按期办结率99%。", "县（市、区）平台"),
        ("交通领域收到诉求60件，办结率95%。", "交通领域"),
        ("供热诉求受理160件，办结率95%。", "供热诉求"),
    ],
)
def test_a_line_a_level_or_a_kind_has_its_own_count_and_rate(text: str, part: str) -> None:
    """英才热线受理40件，在线解答率62.5%: both are of that line."""
    assert set(_read(text).values()) == {part}


@pytest.mark.parametrize(
    ("text", "printed", "part"),
    [
        ("受理夜间来电3120件，受理供热诉求160件。", "160件", "供热诉求"),
        ("受理省级热线520件，受理外地号码来电130件。", "520件", "省级热线"),
        ("受理省级热线520件，受理外地号码来电130件。", "130件", "外地号码来电"),
        ("收到市民感谢来电（来信、短信）52件。", "52件", "感谢来电"),
        ("5月1日受理1200件，5月4日受理最多，达1350件。", "1200件", "5月1日"),
        ("5月1日受理1200件，5月4日受理最多，达1350件。", "1350件", "5月4日"),
        ("夜间（22时至次日6时）受理诉求560件。", "560件", "夜间"),
        ("周末两天受理诉求1500件。", "1500件", "周末"),
        ("劳动节期间受理2000件。", "2000件", "劳动节期间"),
        ("外籍人士来电14件。", "14件", "外籍人士来电"),
        ("受理新冠疫情防控方面各类诉求123件。", "123件", "新冠疫情防控诉求"),
        ("交通、物业两个领域诉求虽有回落，但满意率达95%以上。", "95%", "交通、物业两个领域"),
        ("不过交通领域在诉求较多的情况下，满意率达96.5%。", "96.5%", "交通领域"),
        ("交通、物业领域诉求虽少，但两者满意率均达95%以上。", "95%", "两者"),
        ("其中，省、市交办件满意率98.5%。", "98.5%", "省、市交办件"),
    ],
)
def test_words_beside_a_count_tell_of_which_letters_it_is(text: str, printed: str, part: str) -> None:
    """受理省级热线520件: of all that came in, those handed on by the province."""
    assert _read(text)[printed] == part


@pytest.mark.parametrize(
    "text",
    [
        "受理企业和群众各类诉求15000件。",
        "受理有效诉求15000件。",
        "云溪热线受理诉求15000件。",
        "共受理市民来电15000件。",
        "全市受理诉求15000件，满意率98%。",
        "受理并转办工单15000件。",
        "截至5月31日受理15000件。",
        "通过热线受理15000件。",
        "受理符合条件的有效案件15000件。",
        "受理群众反映问题15000件，满意率98%。",
    ],
)
def test_plain_words_narrow_nothing(text: str) -> None:
    """受理企业和群众各类诉求: these are words for all of them."""
    assert set(_read(text).values()) <= {None}


def test_nothing_is_narrowed_where_no_larger_count_stands_before() -> None:
    """The first count of a text is its whole, whatever its words; a larger one is none of its parts."""
    scope = Scope(stated_by="government", channel="hotline_12345")
    first = paragraph_claims("英才热线受理人才诉求40件，办结40件。", "p1", scope).claims
    assert [c.category for c in first] == [None, None]
    assert _read("市级平台受理25000件。") == {"25000件": None}


def test_levels_of_one_sentence_are_parts_that_add_up() -> None:
    """其中市级平台受理12000件，县区分平台受理8000件: members of one list; lines and hours are of none."""
    scope = Scope(stated_by="government", channel="hotline_12345")
    text = "云溪市12345热线共受理群众诉求20000件，其中市级平台受理12000件，县区分平台受理8000件。"
    levels = paragraph_claims(text, "p1", scope).claims[1:]
    assert [c.category for c in levels] == ["市级平台", "县区分平台"]
    assert levels[0].group == levels[1].group is not None
    lines = paragraph_claims(HEAD + "英才热线受理40件，夜间受理560件。", "p1", scope).claims[1:]
    assert [c.group for c in lines] == [None, None]


def test_a_count_that_opens_a_list_stays_its_whole() -> None:
    """市级平台受理的12000件诉求中，…: what follows are shares of these."""
    assert _read("市级平台受理的12000件诉求中，咨询类9000件，占75%。")["12000件"] is None


def _months(text: str, start: dt.date, end: dt.date) -> set[dt.date | None]:
    scope = Scope(stated_by="government", channel="hotline_12345", period=Period(start, end))
    return {c.period_start for c in paragraph_claims(HEAD.removeprefix("5月，") + text, "p1", scope).claims[1:]}


@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        ("上周，公众反映较多的诉求是：消费维权880件，社会保险720件。", True),
        ("上周，市民诉求主要集中在：消费维权880件，社会保险720件。", True),
        ("上周，共受理诉求6800件，办结6700件。", False),
        ("上周，公众反映较多的诉求是：消费维权880件，本周为900件。", False),
    ],
)
def test_last_week_is_the_one_reported_where_it_opens_what_was_asked_most(text: str, *, is_own: bool) -> None:
    """A text about 1 to 8 October is written after them; its 上周 with a count of all is held against that week."""
    start = dt.date(2025, 10, 1)
    found = _months(text, start, dt.date(2025, 10, 8))
    assert (found == {start}) is is_own


def test_last_week_in_a_text_about_a_month_is_not_the_month() -> None:
    start = dt.date(2025, 10, 1)
    assert start not in _months("上周，反映较多的诉求是：供水88件，供电72件。", start, dt.date(2025, 10, 31))
