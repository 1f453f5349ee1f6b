import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.records import Letter
from pipelines.audit.finding import Finding
from pipelines.audit.timing.answering import ENOUGH_FOR_MEDIAN, timing_findings
from pipelines.audit.timing.clocks import clocks_of, desk_of
from tests.pipelines.audit.stated_by_hand import checked, day, letter

TRANSFER = ("transfer", "2020-12-10", "inline")
SIGNED = ("substantive", "2020-12-15", "signature")


def of_letter(one: Letter) -> list[Finding]:
    return list(checked(timing_findings([one])))


def by_check(findings: list[Finding], check_id: str) -> list[Finding]:
    return [f for f in findings if f.check_id == check_id]


def test_the_clocks_of_a_letter_that_was_passed_on() -> None:
    clocks = clocks_of(letter("2020-12-09", "2020-12-10", TRANSFER, SIGNED))
    assert (clocks.transfer_on, clocks.signed_on) == (day("2020-12-10"), day("2020-12-15"))
    assert (clocks.first_response_days, clocks.first_response_workdays) == (1, 1)
    assert (clocks.substantive_days, clocks.substantive_workdays) == (6, 4)
    assert (clocks.signed_minus_page_days, clocks.signed_minus_page_workdays) == (5, 3)
    assert clocks.page_is_transfer


def test_unknown_dates_are_none_and_not_zero() -> None:
    clocks = clocks_of(letter("2020-12-09", None))
    assert clocks.first_response_days is None
    assert clocks.substantive_workdays is None
    assert clocks.signed_minus_page_days is None
    assert not clocks.page_is_transfer


def test_a_date_inside_the_body_is_not_a_signature() -> None:
    clocks = clocks_of(letter("2020-12-09", "2020-12-10", ("substantive", "2020-12-15", "inline")))
    assert clocks.signed_on is None


def test_the_last_signature_counts_where_there_are_several() -> None:
    first = ("substantive", "2020-12-11", "signature")
    assert clocks_of(letter("2020-12-09", "2020-12-10", first, SIGNED)).signed_on == day("2020-12-15")


def test_a_year_without_calendar_leaves_the_days() -> None:
    clocks = clocks_of(letter("1999-12-30", "2000-01-04", ("interim", None, "none")))
    assert (clocks.first_response_days, clocks.first_response_workdays) == (5, None)


def test_a_transfer_notice_counted_as_the_reply_changes_the_headline() -> None:
    findings = of_letter(letter("2020-12-09", "2020-12-10", TRANSFER, SIGNED))
    t1, first, substantive, order = findings
    assert (t1.check_id, t1.verdict, t1.severity) == ("T1", "needs_definition", 3)
    assert (t1.claimed, t1.recomputed) == ("2020-12-10", "2020-12-15；相差5天、3个工作日")
    assert t1.evidence == ("2020-12-15 - 2020-12-10 = 5天",)
    assert [(f.check_id, f.verdict, f.recomputed) for f in (first, substantive)] == [
        ("T2", "consistent", "1天；1个工作日"),
        ("T2", "consistent", "6天；4个工作日"),
    ]
    assert (order.check_id, order.verdict, order.recomputed) == ("T3", "consistent", "0处颠倒")


def test_a_later_signature_without_transfer_is_less() -> None:
    (t1, *_) = of_letter(letter("2020-12-09", "2020-12-10", SIGNED))
    assert (t1.verdict, t1.severity) == ("needs_definition", 2)


@pytest.mark.parametrize("page", ["2020-12-15", "2020-12-21"])
def test_a_page_that_is_not_before_the_signature_agrees(page: str) -> None:
    (t1, *_) = of_letter(letter("2020-12-09", page, SIGNED))
    assert (t1.verdict, t1.severity) == ("consistent", 0)


def test_a_signature_on_the_weekend_after_is_less_than_a_working_day() -> None:
    weekend = ("substantive", "2020-12-12", "signature")
    (t1, *_) = of_letter(letter("2020-12-09", "2020-12-11", weekend))
    assert t1.verdict == "consistent"


def test_a_reply_before_its_letter_cannot_hold() -> None:
    slip = ("substantive", "2020-01-12", "signature")
    findings = of_letter(letter("2021-01-07", "2021-01-08", slip))
    (order,) = by_check(findings, "T3")
    assert (order.verdict, order.severity) == ("inconsistent", 2)
    assert "年份" in order.statement_zh
    assert [f.subject for f in by_check(findings, "T2")] == ["市长信箱（999901办理）首次回应用时"]


def test_a_misprinted_year_of_the_page_is_no_delay() -> None:
    findings = of_letter(letter("2021-07-29", "2020-07-30", ("substantive", "2021-08-05", "signature")))
    assert by_check(findings, "T1") == []
    assert [f.verdict for f in by_check(findings, "T3")] == ["inconsistent"]


def test_a_letter_without_a_reply_says_nothing() -> None:
    assert of_letter(letter("2020-12-09", None)) == []


def many(n: int, late: int) -> list[Letter]:
    on_time = ("substantive", "2020-12-10", "signature")
    return [letter("2020-12-09", "2020-12-10", TRANSFER, SIGNED if i < late else on_time) for i in range(n)]


def test_one_finding_for_each_desk_with_its_number_of_letters() -> None:
    letters = [*many(30, 25), *(letter("2020-12-09", "2020-12-10", SIGNED, channel="county_mailbox") for _ in range(3))]
    findings = list(checked(timing_findings(letters)))
    t1 = by_check(findings, "T1")
    assert [(f.channel, f.severity) for f in t1] == [("mayor_mailbox", 3), ("county_mailbox", 2)]
    assert "30封" in t1[0].statement_zh
    assert "25封（83.3333%）" in t1[0].statement_zh
    assert t1[0].region_code == "999901"


def test_a_median_of_few_letters_is_not_shown() -> None:
    (few, *_) = checked(timing_findings(many(ENOUGH_FOR_MEDIAN - 1, ENOUGH_FOR_MEDIAN - 1)))
    assert "中位数" not in few.statement_zh
    (enough, *_) = checked(timing_findings(many(ENOUGH_FOR_MEDIAN, ENOUGH_FOR_MEDIAN)))
    assert "中位数为5天" in enough.statement_zh
    half = [
        letter("2020-12-09", "2020-12-10", ("substantive", f"2020-12-{12 + i % 2 * 5}", "signature")) for i in range(20)
    ]
    assert any("中位数为4.5天" in f.statement_zh for f in checked(timing_findings(half)))


def test_the_desk_is_the_letters_region_where_no_other_handles_it() -> None:
    assert desk_of(letter("2020-12-09", None, handling_region_code=None)) == ("site", "999900", "mayor_mailbox")


@given(st.integers(2, 40), st.integers(0, 40))
def test_every_letter_with_both_dates_is_counted(n: int, late: int) -> None:
    (t1, *_) = timing_findings(many(n, min(late, n)))
    assert f"核对来信{n}封" in t1.evidence
    assert f"落款较晚{min(late, n)}封" in t1.evidence
