from typing import Any

import pytest

from parsers.records import Claim
from pipelines.audit.reading.labels import (
    contained_in_count,
    contained_parts,
    late_claims,
    open_items_ignored,
    public_replies_only,
    scope_of_series,
)
from tests.pipelines.audit.stated_by_hand import bulletin, day, run, stated, table


def test_a_count_of_public_replies_only() -> None:
    claim = stated("completed", "217", quote="办结 217 件，只计网站公开的答复")
    (finding,) = run(public_replies_only, bulletin(claim))
    assert (finding.verdict, finding.severity, finding.claimed) == ("needs_definition", 2, "217件")


def test_a_plain_count_and_a_count_named_public_are_not_drift() -> None:
    claims = [stated("completed", "217"), stated("published", "200", quote="仅网站公开 200 件")]
    assert run(public_replies_only, bulletin(*claims)) == []


@pytest.mark.parametrize(
    ("remark", "parts"),
    [
        ("含退办件1件", [("returned", 1)]),
        ("含 退办 12 件", [("returned", 12)]),
        ("包括重复件3件、无效件2件", [("duplicate", 3)]),
        ("10月逾期19件 其中未办1件", []),
        ("退办1件", []),
        ("", []),
    ],
)
def test_what_a_remark_says_a_count_contains(remark: str, parts: list[tuple[str, int]]) -> None:
    assert contained_parts(remark) == parts


COLUMNS = ["单位", "forwarded", "replied", "completion_rate", "备注"]


def test_returned_items_among_replies_with_the_rate_without_them() -> None:
    rows = [["甲局", "9", "9", "100%", ""], ["乙局", "5", "5", "100%", "含退办件1件"], ["合计", "14", "14", "100%", ""]]
    (finding,) = run(contained_in_count, bulletin(tables=[table(1, COLUMNS, rows)]))
    assert (finding.verdict, finding.severity, finding.agency) == ("needs_definition", 2, "乙局")
    assert finding.recomputed == "4；80%"
    assert "13/14=92.8571%" in finding.statement_zh


def test_a_remark_beside_no_count_or_above_it_says_nothing() -> None:
    rows = [["甲局", "", "", "", "含退办件1件"], ["乙局", "1", "1", "100%", "含退办件3件"]]
    assert run(contained_in_count, bulletin(tables=[table(1, COLUMNS, rows)])) == []


OPEN = ["单位", "due", "completed", "overdue_completed", "overdue_not_completed", "on_time_completion_rate"]


def test_a_rate_that_leaves_out_what_is_overdue_and_open() -> None:
    (finding,) = run(
        open_items_ignored, bulletin(tables=[table(1, OPEN, [["合计", "1118", "1117", "55", "1", "95.08%"]])])
    )
    assert (finding.verdict, finding.severity, finding.recomputed) == ("needs_definition", 2, "94.9911%")


@pytest.mark.parametrize(
    "total",
    [
        ["合计", "1118", "1117", "55", "1", "94.99%"],
        ["合计", "1118", "1118", "55", "0", "95.08%"],
        ["合计", "1118", "1117", "55", "1", "80%"],
        ["合计", "1118", "1117", "55", "", "95.08%"],
    ],
    ids=["deducted", "nothing open", "a rate that no formula gives", "a blank cell"],
)
def test_a_rate_that_deducts_them_or_has_none_to_deduct(total: list[str]) -> None:
    assert run(open_items_ignored, bulletin(tables=[table(1, OPEN, [total])])) == []


def named_late(**fields: Any) -> Claim:
    about = {"scope": "unit", "agency": "甲局", "category": "没有按照规定时间认领"}
    return stated("criticised", **(about | fields))


@pytest.mark.parametrize("channel", ["county_mailbox", "government_mailbox"])
def test_a_late_claim_beside_no_unit_late(channel: str) -> None:
    none = stated("units", "0", category="逾期办理", scope="category", channel=channel)
    (finding,) = run(late_claims, bulletin(none, named_late()))
    assert (finding.verdict, finding.severity, finding.agency) == ("needs_definition", 1, "甲局")


def test_another_channel_or_another_problem_is_no_late_claim() -> None:
    none = stated("units", "0", category="逾期办理", scope="category", channel="mayor_hotline")
    assert run(late_claims, bulletin(none, named_late())) == []
    none = stated("units", "0", category="逾期办理", scope="category")
    assert run(late_claims, bulletin(none, named_late(category="答复质量不高"))) == []
    assert run(late_claims, bulletin(named_late())) == []


def year(number: int, printed: str, quote: str) -> Claim:
    period = {"period_start": day(f"{number}-01-01"), "period_end": day(f"{number}-12-31")}
    return stated("replied", printed, quote=quote, channel="message_board", **period)


def test_a_series_whose_scope_is_printed_for_one_year_only() -> None:
    claims = [
        year(2018, "2361", "回复留言2361条"),
        year(2019, "2700", "回复留言2700条"),
        year(2020, "3762", "回复领导留言板和问政湖南的留言3762条"),
    ]
    (finding,) = run(scope_of_series, bulletin(*claims))
    assert (finding.verdict, finding.severity) == ("needs_definition", 1)
    assert "领导留言板、问政湖南" in finding.statement_zh


@pytest.mark.parametrize("quote", ["回复领导留言板的留言{}条", "回复领导留言板和问政湖南的留言{}条", "回复留言{}条"])
def test_a_series_with_one_scope_throughout(quote: str) -> None:
    claims = [year(y, n, quote.format(n)) for y, n in ((2018, "2361"), (2019, "2700"), (2020, "3762"))]
    assert run(scope_of_series, bulletin(*claims)) == []


def test_two_periods_are_no_series() -> None:
    claims = [year(2019, "2700", "回复留言2700条"), year(2020, "3762", "回复领导留言板和问政湖南的留言3762条")]
    assert run(scope_of_series, bulletin(*claims)) == []


def test_two_words_of_one_channel_are_no_two_platforms() -> None:
    claims = [
        year(2018, "2361", "回复留言2361条"),
        year(2019, "2700", "回复留言2700条"),
        year(2020, "3762", "12345（12345热线）回复3762条"),
    ]
    assert run(scope_of_series, bulletin(*claims)) == []
