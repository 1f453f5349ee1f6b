"""Words that set a figure apart from the whole of its period: counters, what was due, round numbers."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from parsers.claims.scope import Scope
from parsers.claims.sentences import paragraph_claims
from parsers.records import Claim
from parsers.text.periods import month, months

SCOPE = Scope(stated_by="government", channel="county_mailbox", period=month(2022, 4), as_of=dt.date(2022, 5, 10))


def read(text: str, scope: Scope = SCOPE) -> list[Claim]:
    return paragraph_claims(text, "L1", scope).claims


def test_a_counter_since_the_opening_is_of_no_month() -> None:
    text = "县长信箱自开通以来，截至2022年4月10日累计收到来信1300件，截至2022年5月10日累计收到来信1520件。"
    earlier, later = read(text)
    assert (earlier.period_start, earlier.period_end, earlier.as_of) == (None, None, dt.date(2022, 4, 10))
    # The day is that of the bulletin too, but here it was printed.
    assert (later.period_start, later.period_end, later.as_of) == (None, None, dt.date(2022, 5, 10))


def test_a_counter_since_a_year_has_a_beginning_and_no_end() -> None:
    (one,) = read("自2019年开通以来，截至4月30日，县长信箱累计收到来信1510件。")
    assert (one.period_start, one.period_end, one.as_of) == (dt.date(2019, 1, 1), None, dt.date(2022, 4, 30))


@pytest.mark.parametrize(("printed", "year"), [("1月20日", 2025), ("12月31日", 2024), ("2024年1月20日", 2024)])
def test_a_day_of_counting_without_its_year_is_not_before_the_period(printed: str, year: int) -> None:
    scope = Scope(stated_by="government", channel="county_mailbox", period=months(2024, 7, 12))
    (one,) = read(f"截至{printed}，已办结1036件。", scope)
    assert one.as_of is not None
    assert one.as_of.year == year


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("尚有60件未到办理期限，到期办结率100%。", "到期"),
        ("应办结的来信办结率100%。", "应办结"),
        ("应办结来信60件，办结60件，应办结率、办结率100%。", None),
        ("按期办结率100%。", None),
    ],
)
def test_a_rate_of_what_was_due_is_of_a_part(text: str, category: str | None) -> None:
    rates = [c for c in read(text) if c.printed == "100%"]
    assert rates
    assert {c.category for c in rates} == {category}


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("1900余件", 1900, 2000),
        ("1900多件", 1900, 2000),
        ("近1970件", 1960, 1970),
        ("约1970件", 1965, 1975),
        ("1970件左右", 1965, 1975),
    ],
)
def test_on_which_side_of_a_round_number_the_true_one_lies(printed: str, low: int, high: int) -> None:
    (one,) = read(f"共收到来信{printed}。")
    assert (one.qualifier, one.low, one.high) == ("about", Decimal(low), Decimal(high))


def test_a_site_on_which_answers_stand_is_no_channel_that_they_came_by() -> None:
    (shown,) = read("在政府网站公开答复80件。")
    assert (shown.metric, shown.channel) == ("published", "county_mailbox")
    (came,) = read("通过政府网站收到留言80件。")
    assert came.channel == "website"


def test_how_much_is_public_as_a_rate() -> None:
    count, rate = read("公开答复80件，公开率66.67%。")
    assert [(c.metric, c.value) for c in (count, rate)] == [
        ("published", Decimal(80)),
        ("publication_rate", Decimal("66.67")),
    ]


def test_the_change_of_a_time_that_is_no_figure_is_not_that_of_the_rate_before_it() -> None:
    text = "接通率由上年的95.6%提高到98.3%，平均等待时长由18秒缩短至11秒，缩短38.89%。"
    assert [(c.metric, c.printed) for c in read(text)] == [("connect_rate", "95.6%"), ("connect_rate", "98.3%")]


def test_a_change_behind_mailboxes_that_make_up_the_whole_is_of_the_whole() -> None:
    scope = replace(SCOPE, channel="combined", period=month(2024, 3))
    text = "共受理来信94件，其中，书记信箱38件，县长信箱56件，与上月（88件）相比增加6件，增幅6.82%。"
    found = {c.printed: c for c in read(text, scope)}
    assert [found[p].channel for p in ("94件", "88件", "6件")] == ["combined"] * 3
    # Where they are not all, nobody says whose change it is but the last one.
    found = {c.printed: c for c in read(text.replace("38件", "31件"), scope)}
    assert found["6件"].channel == "county_mailbox"


def test_letters_of_one_sort_are_not_all_that_came_in() -> None:
    text = "共收到来信2035件。实名来信1846件，匿名来信189件。初次来信1787件，重复来信248件。"
    assert [c.printed for c in read(text) if c.metric == "received"] == ["2035件"]
