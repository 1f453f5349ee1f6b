from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.records import Claim
from parsers.text.numbers import Interval
from pipelines.audit.finding import Audited
from pipelines.audit.record.bounds import (
    claim_vs_public,
    claimed_against_public,
    completion_bounds,
    counts_public_replies_only,
    judge,
    needed_completions,
    overall,
    published_share,
    reconcile,
)
from pipelines.audit.stated import said, said_by
from tests.pipelines.audit.from_text import findings, verdicts
from tests.pipelines.audit.stated_by_hand import PERIOD, bulletin, run, stated

# The figures of 丹凤 县长信箱, 2020; the sentences are this test's own.
PUBLIC_ONLY = "后台办结 217 件，仅含网站公开答复的信件，直接答复来信人的未计入"
PARTS = [("duplicate", "38"), ("incomplete", "37"), ("invalid", "214"), ("advertising", "10")]


def mailbox(*, rate: str = "85%", qualifier: str = "at_least", without: tuple[str, ...] = ()) -> Audited:
    claims: list[Claim] = [
        stated("received", "1711"),
        *(stated(metric, printed) for metric, printed in PARTS),
        stated("valid", "1412"),
        stated("completed", "217", quote=PUBLIC_ONLY),
        stated("completion_rate", rate, qualifier=qualifier, each=True),
    ]
    return bulletin(*(c for c in claims if c.metric not in without), full_text=f"前文。{PUBLIC_ONLY}；后文。")


def test_needed_completions_round_up_to_whole_letters() -> None:
    assert needed_completions(Fraction(85, 100), 1412) == 1201
    assert needed_completions(Fraction(85, 100), 1711) == 1455


@pytest.mark.parametrize(("open_end", "needed"), [(False, 80), (True, 81)])
def test_more_than_needs_one_more_where_the_share_is_whole(open_end: bool, needed: int) -> None:
    assert needed_completions(Fraction(8, 10), 100, open_end=open_end) == needed


@given(st.fractions(0, 1), st.integers(1, 5000))
def test_needed_is_the_smallest_number_that_reaches_the_rate(rate: Fraction, n: int) -> None:
    needed = needed_completions(rate, n)
    assert Fraction(needed, n) >= rate
    assert needed == 0 or Fraction(needed - 1, n) < rate


def test_bounds_of_counts_that_are_not_of_the_same_letters_are_refused() -> None:
    with pytest.raises(ValueError, match="same letters"):
        completion_bounds(20, 18, 18)
    with pytest.raises(ValueError, match="same letters"):
        completion_bounds(0, 0, 0)


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    [
        (Interval(Fraction(85, 100), None), "unverifiable"),
        (Interval(Fraction(1, 10), None), "consistent"),
        (Interval(None, Fraction(1, 10)), "inconsistent"),
        (Interval(None, Fraction(9, 10)), "unverifiable"),
        (Interval(Fraction(2, 10), Fraction(2, 10)), "consistent"),
        (Interval(Fraction(101, 100), None), "inconsistent"),
    ],
)
def test_a_claim_is_judged_by_its_whole_interval(claimed: Interval, verdict: str) -> None:
    assert judge(claimed, Interval(Fraction(2, 10), Fraction(1))) == verdict


@given(st.integers(0, 60), st.integers(0, 40), st.integers(0, 60), st.integers(0, 100))
def test_a_true_rate_is_never_called_inconsistent(public: int, private: int, open_: int, slack: int) -> None:
    """Whatever was completed in private, a claim that holds for the truth is not contradicted."""
    n = public + private + open_
    if n == 0:
        return
    truth = Fraction(public + private, n)
    claimed = Interval(truth * Fraction(slack, 100), None)
    assert all(basis.verdict != "inconsistent" for basis in reconcile(claimed, public, n, n).values())


@pytest.mark.parametrize(
    ("verdicts", "conclusion"),
    [
        (["unverifiable", "inconsistent", "unverifiable"], "unverifiable"),
        (["inconsistent", "inconsistent"], "inconsistent"),
        (["consistent", "unverifiable"], "consistent_on_other_base"),
        (["consistent"], "consistent"),
    ],
)
def test_a_claim_is_inconsistent_only_under_every_definition(verdicts: list[str], conclusion: str) -> None:
    assert overall(verdicts) == conclusion


def test_the_three_definitions_of_a_claimed_rate() -> None:
    findings = run(claimed_against_public, mailbox())
    assert [(f.verdict, f.severity) for f in findings] == [
        ("unverifiable", 3),
        ("inconsistent", 3),
        ("unverifiable", 3),
    ]
    valid, received_open, received_counted = findings
    assert (valid.low, valid.high) == (Fraction(217, 1412), 1)
    assert (received_open.low, received_open.high) == (Fraction(217, 1711), Fraction(1412, 1711))
    assert received_counted.high == 1
    assert "984" in valid.statement_zh
    assert "1455" in received_open.statement_zh
    assert len({f.cause_id for f in findings}) == 1


def test_the_row_of_claim_vs_public() -> None:
    (row,) = claim_vs_public(mailbox())
    expected = {
        "public_basis": "claim",
        "received": 1711,
        "valid": 1412,
        "public_replies": 217,
        "rate_received": Fraction(217, 1711),
        "rate_valid": Fraction(217, 1412),
        "claimed_low": Fraction(85, 100),
        "claimed_high": None,
        "needed_completed": 1201,
        "unpublished_needed": 984,
        "verifiable_share": Fraction(217, 1201),
        "bound_low": Fraction(217, 1412),
        "bound_high": 1,
        "verdict_valid": "unverifiable",
        "verdict_received": "inconsistent",
        "verdict": "unverifiable",
        "agency_explanation": PUBLIC_ONLY,
    }
    assert {column: row[column] for column in expected} == expected
    for part in ("85%以上", "984", "12.7%", "15.4%", "公开记录无法核实", "未公开不等于未办理", PUBLIC_ONLY):
        assert part in row["statement_zh"]
    assert "984" in row["statement_en"]


def test_the_columns_of_claim_vs_public_are_those_of_the_contract() -> None:
    columns = [
        "claim_id",
        "public_basis",
        "public_claim_id",
        "region_code",
        "channel",
        "metric",
        "as_of",
        "period_start",
        "period_end",
        "received",
        "valid",
        "public_replies",
        "rate_received",
        "rate_valid",
        "claimed_low",
        "claimed_high",
        "needed_completed",
        "unpublished_needed",
        "verifiable_share",
        "bound_low",
        "bound_high",
        "verdict_received",
        "verdict_valid",
        "verdict",
        "quote",
        "url",
        "agency_explanation",
        "statement_zh",
        "statement_en",
    ]
    assert list(claim_vs_public(mailbox())[0]) == columns


def test_valid_letters_are_worked_out_where_only_the_rest_is_printed() -> None:
    (row,) = claim_vs_public(mailbox(without=("valid",)))
    assert row["valid"] == 1412


def test_without_valid_letters_the_claim_is_judged_on_all() -> None:
    without = ("valid", "duplicate", "incomplete", "invalid", "advertising")
    (row,) = claim_vs_public(mailbox(without=without))
    assert (row["valid"], row["verdict_valid"], row["rate_valid"]) == (None, None, None)
    assert row["verdict_received"] == row["verdict"] == "unverifiable"
    assert row["needed_completed"] == 1455
    assert "全部来信1711件" in row["statement_zh"]


def test_a_claim_that_public_replies_bear_out_is_consistent() -> None:
    findings = run(claimed_against_public, mailbox(rate="10%"))
    assert {(f.verdict, f.severity) for f in findings} == {("consistent", 0)}
    (row,) = claim_vs_public(mailbox(rate="10%"))
    assert (row["verdict"], row["unpublished_needed"], row["verifiable_share"]) == ("consistent", 0, 1)


def test_an_upper_claim_needs_no_completions() -> None:
    (row,) = claim_vs_public(mailbox(rate="50%", qualifier="at_most"))
    assert (row["claimed_low"], row["needed_completed"], row["unpublished_needed"]) == (None, None, None)
    assert row["verdict"] == "unverifiable"


def test_a_target_is_not_a_claim_about_the_past() -> None:
    assert claim_vs_public(mailbox(rate="95%", qualifier="target")) == []


def test_a_letter_writers_rate_is_not_an_offices_claim() -> None:
    by_writer = [
        stated(m, p, stated_by="letter_writer") for m, p in (("received", "1711"), ("completion_rate", "12.7%"))
    ]
    public = stated("completed", "218", stated_by="letter_writer", quote=PUBLIC_ONLY.replace("217", "218"))
    assert run(claimed_against_public, bulletin(*by_writer, public)) == []


@pytest.mark.parametrize(
    ("quote", "public_only"),
    [
        ("办结 217 件，仅含网站公开答复的信件", True),
        ("办结 217 件，其中公开回复 100 件", False),
        ("办结 217 件，仅县城关镇一处就有 60 件，全部办结情况另行公开", False),
        ("办结 217 件", False),
    ],
)
def test_a_count_is_one_of_public_replies_only_where_its_clause_says_so(quote: str, public_only: bool) -> None:
    claim = stated("completed", "217", quote=quote)
    assert counts_public_replies_only(bulletin(claim), claim) is public_only


def test_the_clause_is_found_where_the_quote_is_only_its_beginning() -> None:
    claim = stated("completed", "217", quote="后台办结 217 件")
    assert counts_public_replies_only(bulletin(claim, full_text=f"共收到若干。{PUBLIC_ONLY}。"), claim)


def test_a_published_count_needs_no_words() -> None:
    claims = [stated("received", "18"), stated("handled", "18"), stated("published", "2")]
    document = bulletin(*claims, stated("completion_rate", "100%"))
    (finding,) = run(claimed_against_public, document)
    assert (finding.verdict, finding.severity, finding.low) == ("unverifiable", 2, Fraction(2, 18))
    (share,) = run(published_share, document)
    assert (share.check_id, share.verdict, share.low) == ("C1", "unusual", Fraction(1, 9))
    assert claim_vs_public(document)[0]["agency_explanation"] is None


def test_a_rate_that_is_printed_again_is_one_claim() -> None:
    document = mailbox()
    again = stated("completion_rate", "85%", qualifier="at_least", each=True)
    repeated = bulletin(*document.claims, again, full_text=document.full_text)
    assert len(claim_vs_public(repeated)) == 1
    assert len(run(claimed_against_public, repeated)) == 3


def test_printed_completions_settle_the_denominator() -> None:
    counts = [stated("received", "46"), stated("valid", "40"), stated("completed", "40"), stated("published", "12")]
    (finding,) = run(claimed_against_public, bulletin(*counts, stated("completion_rate", "100%")))
    assert (finding.verdict, finding.severity, finding.formula_id) == ("unverifiable", 2, "public_over_valid")
    (row,) = claim_vs_public(bulletin(*counts, stated("completion_rate", "100%")))
    assert (row["verdict"], row["verdict_valid"], row["verdict_received"]) == ("unverifiable", "unverifiable", None)
    findings = run(claimed_against_public, bulletin(*counts, stated("completion_rate", "95%")))
    assert [f.verdict for f in findings] == ["unverifiable", "inconsistent", "unverifiable"]


def test_more_public_replies_than_letters_is_a_question_of_scope() -> None:
    claims = [stated("received", "10"), stated("published", "12"), stated("completion_rate", "100%")]
    (finding,) = run(claimed_against_public, bulletin(*claims))
    assert (finding.verdict, finding.severity) == ("needs_definition", 2)
    assert claim_vs_public(bulletin(*claims)) == []


def test_a_document_without_a_public_count_is_not_held_against_one() -> None:
    document = bulletin(stated("received", "100"), stated("completed", "90"), stated("completion_rate", "90%"))
    assert run(claimed_against_public, document) == []
    assert run(published_share, document) == []


def test_figures_of_different_periods_are_not_mixed() -> None:
    document = bulletin(
        stated("received", "100", **PERIOD), stated("published", "10"), stated("completion_rate", "90%")
    )
    assert run(claimed_against_public, document) == []


def test_a_figure_read_with_little_confidence_is_a_question_to_the_reading() -> None:
    claims = [stated("received", "18"), stated("published", "2"), stated("completion_rate", "100%", confidence=0.3)]
    (finding,) = run(claimed_against_public, bulletin(*claims))
    assert finding.verdict == "parser_suspect"


def test_a_printed_rate_of_publication_is_quoted_and_recomputed() -> None:
    text = "2022年3月，县长信箱共收到来信120件，已办结110件，公开回复80件，公开率{}%。\n"
    (share,) = findings(text.format("66.67"), "C1")
    assert "原文所印公开率为66.67%" in share.statement_zh
    assert ("consistent", 0) in verdicts(text.format("72.73"), "A4")  # of those completed
    assert ("inconsistent", 2) in verdicts(text.format("70.00"), "A4")


def test_a_bound_of_each_year_is_told_as_one() -> None:
    claim = stated("completion_rate", "85%", qualifier="at_least", each=True, quote="每年办结率均在85%以上。")
    assert said(claim) == ("每年85%以上", "85% or more for each year")
    other = stated("completion_rate", "12.7%", stated_by="letter_writer")
    assert said_by([other, claim])[0] == "12.7%（来信所述）、每年85%以上（答复所述）"
    assert said_by([claim])[1] == "85% or more for each year"
