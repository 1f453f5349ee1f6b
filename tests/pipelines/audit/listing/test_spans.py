"""A10 for years: as many as lie between those that a sentence names, or since the first of an award."""

import pytest

from parsers.records import Claim
from pipelines.audit.listing.enumerations import check_enumerations
from pipelines.audit.listing.spans import years_case
from tests.pipelines.audit.from_text import findings
from tests.pipelines.audit.paragraphs_by_hand import only
from tests.pipelines.audit.stated_by_hand import bulletin, day, run, stated

HEAD = "# 岭溪县2022年3月县长信箱办理情况通报\n\n发布日期：2022-04-10\n\n本月收到来信101件。"


def told(text: str) -> list[tuple[str, str]]:
    return [(f.verdict, str(f.claimed)) for f in findings(text, "A10", head=HEAD) if "年" in str(f.claimed)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014年至2021年，我县连续八年公开来信。", [("consistent", "8年")]),
        ("来信量从2016年的683件，到2021年的3200件，五年增长近4倍。", [("consistent", "5年")]),
        ("自2017年以来的5年里，来信总量逐年增加。", [("consistent", "5年")]),
        ("2014年至2021年，我县连续10年公开来信。", [("needs_definition", "10年")]),
    ],
)
def test_years_between_two_that_are_named(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2019年至2021年，来信办理满2年期限的3件。",
        "自2017年以来，第3年度来信最多。",
        "来信量从2016年的683件，到2021年的3200件，三年内办结。",
        "2021年至2022年3月，来信较上年增加。",
    ],
)
def test_other_words_for_years_say_nothing(text: str) -> None:
    assert told(text) == []


def award(years: str, first: str, as_of: str | None) -> Claim:
    return stated("award_years", years, period_start=day(first), as_of=day(as_of) if as_of else None)


def test_consecutive_years_of_danfeng() -> None:
    found = only(run(check_enumerations, bulletin(award("6", "2014-01-01", "2020-12-15"))))
    assert (found.verdict, found.subject) == ("consistent", "自2014年以来连续6年")


@pytest.mark.parametrize(
    ("years", "verdict"), [(5, "unusual"), (6, "consistent"), (7, "consistent"), (8, "inconsistent")]
)
def test_consecutive_years_fit_their_span(years: int, verdict: str) -> None:
    assert years_case(years, 2014, 2020)[0] == verdict


def test_years_without_a_date_of_the_statement_are_not_tested() -> None:
    assert run(check_enumerations, bulletin(award("6", "2014-01-01", None))) == []
