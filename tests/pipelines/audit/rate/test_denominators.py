from decimal import Decimal
from fractions import Fraction
from typing import Any

from parsers.records import Claim
from pipelines.audit.rate.denominators import rates_side_by_side, removed_share, total_rate_from_rows
from tests.pipelines.audit.paragraphs_by_hand import in_paragraph, paragraph
from tests.pipelines.audit.stated_by_hand import PERIOD, bulletin, run, stated, table


def hotline(metric: str, printed: str, **fields: Any) -> Claim:
    return stated(metric, printed, **({"channel": "hotline_12345", **PERIOD} | fields))


# The figures of 绩溪, March 2022.
FLOW = [
    hotline("received", "262"),
    hotline("handled_directly", "152"),
    hotline("forwarded", "110"),
    hotline("fed_back", "84"),
    hotline("completed", "84"),
]


def test_a_rate_that_only_another_denominator_gives() -> None:
    (finding,) = run(rates_side_by_side, bulletin(*FLOW, hotline("completion_rate", "100%")))
    assert (finding.verdict, finding.severity) == ("consistent_on_other_base", 3)
    for rate in ("76.3636%", "90.0763%", "100%"):
        assert rate in finding.statement_zh
    assert finding.formula_id == "completed_over_fed_back"
    assert finding.cause_id is not None


def test_a_rate_on_the_denominator_of_its_name_holds() -> None:
    (finding,) = run(rates_side_by_side, bulletin(*FLOW, hotline("completion_rate", "76.36%")))
    assert (finding.verdict, finding.severity, finding.cause_id) == ("consistent", 0, None)


def test_a_rate_that_nothing_gives_is_left_to_the_check_of_rates() -> None:
    assert run(rates_side_by_side, bulletin(*FLOW, hotline("completion_rate", "50%"))) == []


def test_one_denominator_is_not_a_choice() -> None:
    claims = [hotline("forwarded", "14"), hotline("completed", "14"), hotline("completion_rate", "100%")]
    assert run(rates_side_by_side, bulletin(*claims)) == []


def public_only(rate: str = "85%") -> list[Claim]:
    quote = "办结 217 件，仅为网站公开回复的件数"
    return [
        stated("completion_rate", "12.7%", stated_by="letter_writer"),
        stated("received", "1711"),
        stated("invalid", "214"),
        stated("valid", "1412"),
        stated("completed", "217", quote=quote),
        stated("completion_rate", rate, qualifier="at_least"),
    ]


def test_a_count_of_public_replies_gives_other_rates_than_the_one_stated() -> None:
    (finding,) = run(rates_side_by_side, bulletin(*public_only()))
    assert (finding.verdict, finding.severity) == ("needs_definition", 3)
    assert finding.claimed == "12.7%；85%以上"
    assert finding.recomputed == "12.6826%；15.3683%"


def test_what_is_taken_out_of_the_denominator() -> None:
    (finding,) = run(removed_share, bulletin(*public_only()))
    assert (finding.verdict, finding.severity) == ("unusual", 1)
    assert finding.recomputed == "17.4752%"
    assert "12.5073%" in finding.statement_zh


def test_nothing_is_taken_out_where_all_letters_are_valid() -> None:
    claims = [stated("received", "20"), stated("valid", "20"), stated("published", "5")]
    assert run(removed_share, bulletin(*claims)) == []


COLUMNS = ["单位", "due", "completed", "overdue_completed", "on_time_completion_rate", "completion_rate"]


def test_the_total_rate_from_rows_that_are_not_its_sum() -> None:
    rows = [
        ["甲局", "30", "30", "4", "86.67%", "100%"],
        ["乙局", "24", "24", "3", "87.5%", "100%"],
        ["合计", "50", "50", "7", "86%", "100%"],
    ]
    (finding,) = run(total_rate_from_rows, bulletin(tables=[table(2, COLUMNS, rows)]))
    assert (finding.verdict, finding.severity, finding.metric) == ("needs_definition", 2, "on_time_completion_rate")
    assert finding.low == Fraction(47, 54)
    assert "87.0370%" in finding.statement_zh


def test_a_difference_of_one_unit_of_the_last_digit_is_one_of_rounding() -> None:
    rows = [["甲局", "1186", "1185", "", "", "99.92%"], ["合计", "1118", "1117", "", "", "99.91%"]]
    (finding,) = run(total_rate_from_rows, bulletin(tables=[table(1, COLUMNS, rows)]))
    assert (finding.verdict, finding.severity) == ("needs_definition", 1)


def test_totals_that_are_their_sums_and_tables_that_are_cut_off_say_nothing() -> None:
    rows = [["甲局", "30", "29", "", "", "96.67%"], ["合计", "30", "29", "", "", "96.67%"]]
    assert run(total_rate_from_rows, bulletin(tables=[table(1, COLUMNS, rows)])) == []
    other = [["甲局", "30", "20", "", "", "66.67%"], ["合计", "50", "40", "", "", "80%"]]
    assert run(total_rate_from_rows, bulletin(tables=[table(1, COLUMNS, other, cut_off=True)])) == []
    assert len(run(total_rate_from_rows, bulletin(tables=[table(1, COLUMNS, other)]))) == 1


def test_bound_claimed_for_each_year_that_the_printed_counts_miss() -> None:
    counts = [("received", "1711"), ("valid", "1412"), ("completed", "217")]
    claims = [
        *paragraph("L1", *counts),
        in_paragraph("L1", "completion_rate", "85%", qualifier="at_least", low=Decimal(85), high=None, each=True),
    ]
    (found,) = run(rates_side_by_side, bulletin(*claims))
    assert (found.verdict, found.severity) == ("needs_definition", 3)
    assert "217/1412=15.3683%" in found.statement_zh
