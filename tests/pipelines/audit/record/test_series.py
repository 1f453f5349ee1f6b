from typing import Any

import pytest

from parsers.records import Claim
from pipelines.audit.record.series import counters, counts_behind_rate, decimals_of_series, rising_series, speakers
from tests.pipelines.audit.stated_by_hand import PERIOD, bulletin, day, run, stated


def reading(metric: str, printed: str, on: str, **fields: Any) -> Claim:
    return stated(metric, printed, as_of=day(on), **fields)


@pytest.mark.parametrize(
    ("later", "verdict", "severity", "gap"),
    [("217", "unusual", 1, -1), ("218", "unusual", 1, 0), ("219", "consistent", 0, 1)],
)
def test_a_cumulative_counter_over_six_days(later: str, verdict: str, severity: int, gap: int) -> None:
    claims = [
        reading("completed", "218", "2020-12-09", stated_by="letter_writer"),
        reading("completed", later, "2020-12-15"),
    ]
    (finding,) = run(counters, bulletin(*claims))
    assert (finding.verdict, finding.severity, finding.gap) == (verdict, severity, gap)


def test_readings_are_ordered_by_day_and_not_by_place() -> None:
    claims = [reading("received", "30", "2021-03-01"), reading("received", "10", "2021-01-01")]
    (finding,) = run(counters, bulletin(*claims))
    assert (finding.verdict, finding.gap) == ("consistent", 20)


@pytest.mark.parametrize(
    "other",
    [
        {"as_of": day("2020-12-09")},
        {"channel": "mayor_mailbox"},
        {"region_code": "999902"},
        PERIOD,
        {"category": "投诉类", "scope": "category"},
        {"qualifier": "about"},
    ],
)
def test_what_is_not_a_later_reading_of_the_same_counter(other: dict[str, Any]) -> None:
    second = stated("completed", "200", **({"as_of": day("2020-12-15")} | other))
    assert run(counters, bulletin(reading("completed", "218", "2020-12-09"), second)) == []


def test_valid_letters_may_become_fewer() -> None:
    claims = [reading("valid", "218", "2020-12-09"), reading("valid", "200", "2020-12-15")]
    assert run(counters, bulletin(*claims)) == []


def test_two_speakers_who_agree() -> None:
    claims = [
        reading("received", "1711", "2020-12-09", stated_by="letter_writer"),
        reading("received", "1711", "2020-12-15", attributed_to="某县政府办公室"),
    ]
    (finding,) = run(speakers, bulletin(*claims))
    assert (finding.check_id, finding.verdict) == ("X1", "consistent")
    assert "来信人、某县政府办公室" in finding.statement_zh


def test_two_speakers_who_differ_on_one_day() -> None:
    claims = [stated("received", "1711", stated_by="letter_writer"), stated("received", "1712")]
    (finding,) = run(speakers, bulletin(*claims))
    assert (finding.verdict, finding.severity) == ("needs_definition", 2)


def test_different_days_are_the_counters_business_and_one_speaker_is_no_pair() -> None:
    claims = [
        reading("completed", "218", "2020-12-09", stated_by="letter_writer"),
        reading("completed", "217", "2020-12-15"),
    ]
    assert run(speakers, bulletin(*claims)) == []
    assert run(speakers, bulletin(stated("received", "5"), stated("received", "6"))) == []


def behind(rate: str, *completed: str) -> list[Claim]:
    return [stated("received", "1711"), *(stated("completed", c) for c in completed), stated("completion_rate", rate)]


def test_a_rate_that_cannot_tell_two_counts_apart() -> None:
    (finding,) = run(counts_behind_rate, bulletin(*behind("12.7%", "218", "217")))
    assert (finding.verdict, finding.recomputed) == ("consistent", "217至218")


@pytest.mark.parametrize(
    "claims",
    [behind("12.74%", "218", "217"), behind("12.7%", "218"), behind("12.7%", "218", "300")],
    ids=["precise enough", "one count", "a count outside"],
)
def test_a_rate_that_can_tell_or_has_nothing_to_tell(claims: list[Claim]) -> None:
    assert run(counts_behind_rate, bulletin(*claims)) == []


def year(number: int, printed: str, **fields: Any) -> Claim:
    period = {"period_start": day(f"{number}-01-01"), "period_end": day(f"{number}-12-31")}
    return stated("reply_rate", printed, **(period | fields))


YEARS = [year(2017, "96.2%"), year(2018, "97.1%"), year(2019, "96%"), year(2020, "99.73%")]


def test_decimals_that_change_from_year_to_year() -> None:
    (finding,) = run(decimals_of_series, bulletin(*YEARS))
    assert (finding.verdict, finding.severity, finding.recomputed) == ("unusual", 1, "1、1、0、2位")


def test_a_series_with_one_precision_or_of_two_years() -> None:
    assert run(decimals_of_series, bulletin(year(2017, "96.2%"), year(2018, "97.1%"), year(2019, "96.0%"))) == []
    assert run(decimals_of_series, bulletin(*YEARS[2:])) == []


RISING = "逐年提升来信的回复率。"


def test_a_rate_that_is_said_to_rise_and_falls_in_one_year() -> None:
    (finding,) = run(rising_series, bulletin(*YEARS, full_text=RISING))
    assert (finding.check_id, finding.verdict, finding.severity) == ("X2", "unusual", 1)
    assert "2019年至多96.5%，低于2018年的至少97.05%" in finding.statement_zh


def test_a_rate_that_may_have_risen_within_its_precision() -> None:
    may_have_risen = [year(2017, "96.2%"), year(2018, "96%"), year(2019, "97%")]
    (finding,) = run(rising_series, bulletin(*may_have_risen, full_text=RISING))
    assert (finding.verdict, finding.severity) == ("consistent", 0)


def test_the_rate_may_stand_before_the_word_too() -> None:
    (finding,) = run(rising_series, bulletin(*YEARS, full_text="三年来回复率逐年提升。"))
    assert finding.verdict == "unusual"


@pytest.mark.parametrize("text", ["", "逐年提升服务水平，创新工作方法，建立健全机制，另有回复率若干。"])
def test_nothing_is_said_to_rise(text: str) -> None:
    assert run(rising_series, bulletin(*YEARS, full_text=text)) == []


def test_counters_of_one_beginning_are_held_against_each_other() -> None:
    """自2019年开通以来 has a first day and no last one; 今年以来 is another counter."""
    since, this_year = {"period_start": day("2019-01-01")}, {"period_start": day("2022-01-01")}
    claims = [
        reading("received", "1500", "2022-03-31", **since),
        reading("received", "300", "2022-04-20", **this_year),
        reading("received", "1490", "2022-04-30", **since),
    ]
    (finding,) = run(counters, bulletin(*claims))
    assert (finding.verdict, finding.gap) == ("unusual", -10)
