import pytest

from pipelines.audit.finding import Finding
from pipelines.audit.rate.grim import check_inversion, implied_counts
from tests.pipelines.audit.from_text import findings as in_text
from tests.pipelines.audit.from_text import verdicts
from tests.pipelines.audit.paragraphs_by_hand import enumeration, in_paragraph, month, only, paragraph
from tests.pipelines.audit.stated_by_hand import bulletin, run


def replies(replied: str, rate: str, **fields: str) -> list[Finding]:
    claims = [in_paragraph("L1", "replied", replied, **fields), in_paragraph("L1", "reply_rate", rate)]
    return run(check_inversion, bulletin(*claims))


@pytest.mark.parametrize(
    ("replied", "rate", "implied"),
    [("3762", "99.73%", "3772"), ("365", "99.5%", "367"), ("2361", "97.1%", "2431至2432")],
)
def test_messages_that_a_reply_rate_allows(replied: str, rate: str, implied: str) -> None:
    found = only(replies(replied, rate))
    assert (found.check_id, found.verdict, found.recomputed) == ("G2", "consistent", implied)
    assert found.metric == "received"


@pytest.mark.parametrize(
    ("replied", "rate", "implied"), [("2100", "96.2%", "2130至2236"), ("2700", "96%", "2747至2879")]
)
def test_count_that_is_about_right_widens_what_is_allowed(replied: str, rate: str, implied: str) -> None:
    assert only(replies(replied, rate, qualifier="about")).recomputed == implied


def test_rate_that_no_whole_number_gives_leaves_the_definition_open() -> None:
    found = only(replies("3", "70%"))
    assert (found.check_id, found.verdict, found.severity) == ("G1", "needs_definition", 2)


def test_missing_upper_side_is_inverted_too() -> None:
    claims = paragraph("L1", ("rated", "200"), ("satisfaction_rate", "98.5%"))
    found = only(run(check_inversion, bulletin(*claims)))
    assert (found.metric, found.recomputed) == ("satisfied", "197")


@pytest.mark.parametrize("rate", ["100%", "0%"])
def test_all_and_none_need_no_inversion(rate: str) -> None:
    assert replies("27", rate) == []


def test_rate_with_all_its_counts_is_left_to_the_rate_check() -> None:
    claims = paragraph("L1", ("received", "28"), ("replied", "27"), ("reply_rate", "96.43%"))
    assert run(check_inversion, bulletin(*claims)) == []


def test_rates_that_are_bounds_are_not_inverted() -> None:
    claims = [in_paragraph("L1", "replied", "27"), in_paragraph("L1", "reply_rate", "90%", qualifier="at_least")]
    assert run(check_inversion, bulletin(*claims)) == []


@pytest.mark.parametrize(
    ("share", "count"), [("33.59%", "88"), ("12.98%", "34"), ("12.60%", "33"), ("7.25%", "19"), ("5.34%", "14")]
)
def test_hot_topics_of_jixi_have_one_count_each(share: str, count: str) -> None:
    claims = [*paragraph("L1", ("received", "262")), *enumeration("L1", {"城乡建设": (None, share)})]
    found = only(run(check_inversion, bulletin(*claims)))
    assert (found.check_id, found.verdict, found.recomputed) == ("G2", "consistent", count)


def test_share_that_no_count_of_the_whole_gives() -> None:
    claims = [*paragraph("L1", ("received", "7")), *enumeration("L1", {"城乡建设": (None, "33.59%")})]
    found = only(run(check_inversion, bulletin(*claims)))
    assert (found.check_id, found.verdict, found.severity) == ("G1", "needs_definition", 2)


def test_implied_counts_carry_their_assumption_and_leave_out_what_is_impossible() -> None:
    rate = in_paragraph("L1", "reply_rate", "99.73%")
    impossible = in_paragraph("L2", "reply_rate", "70%", **month(2021, 1))
    audited = bulletin(
        in_paragraph("L1", "replied", "3762"), rate, in_paragraph("L2", "replied", "3", **month(2021, 1)), impossible
    )
    assert implied_counts(audited) == [
        {
            "claim_id": audited.claim_id(rate),
            "metric": "received",
            "low": 3772,
            "high": 3772,
            "assumption": "回复率=回复/收到",
        }
    ]


def test_figure_repeated_in_the_text_gives_one_finding_and_a_row_for_each_claim() -> None:
    pair = [("replied", "3762"), ("reply_rate", "99.73%")]
    audited = bulletin(*paragraph("L1", *pair), *paragraph("L2", *pair))
    assert len(run(check_inversion, audited)) == 1
    assert len(implied_counts(audited)) == 2


def test_digits_that_were_cut_off_have_their_whole_number() -> None:
    """44 of 67 is 65.67 %: 65.6 is no rounding of it, 65.5 is nothing at all."""
    text = "2022年3月，县长信箱收到来信67件，办结率{}%。\n"
    assert verdicts(text.format("65.6"), "G2") == [("consistent", 0)]
    assert verdicts(text.format("65.5"), "G1") == [("needs_definition", 2)]


def test_a_rate_of_another_period_is_of_the_base_that_this_one_is_of() -> None:
    """Where the rate is one of what was forwarded, that of the month before is not tried on what was received."""
    now = "2022年3月，县长信箱受理来信120件，其中直接答复29件，转办91件。转办的来信已办结75件，办结率82.42%。"
    text = now + "与上月的116件相比，增加3.45%。县长信箱办结率由上月的78.02%提高到82.42%。\n"
    assert verdicts(text, "G1") == []


@pytest.mark.parametrize(("rate", "check_id"), [("97.30%", "G2"), ("97.31%", "G1")])
def test_a_rate_that_another_printed_base_allows_is_not_impossible(rate: str, check_id: str) -> None:
    # 36 of 37 completed is 97.30 %; nothing of the 50 received is.
    claims = paragraph("L1", ("received", "50"), ("completed", "37"), ("on_time_completion_rate", rate))
    (found,) = run(check_inversion, bulletin(*claims))
    assert found.check_id == check_id


def test_a_share_of_the_count_before_it_in_another_whole_has_its_base() -> None:
    text = "本月转办来信553件。\n\n重复转办来信5件，占比率{}，其中柳溪镇2件，石桥镇、白水乡、城关镇各1件。"
    assert not [f for f in in_text(text.format("0.90%"), "G1") if f.verdict != "consistent"]


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("超时签收较多的是：石桥镇45件、占比24.1%，县供电公司27件、占比69.2%。", ["187", "39"]),
        ("县住建局逾期13件，占比41.9%。", ["31"]),
        ("咨询类201件，占40.2%；投诉类152件，占30.4%；建议类97件，占19.4%。", ["500"]),
        # The whole is printed, the shares are of several wholes, or a small count leaves too many of them.
        ("本月收到来信500件，咨询类201件，占40.2%；投诉类152件，占30.4%。", []),
        ("咨询类201件，占40.2%；投诉类152件，占35.1%。", []),
        ("县住建局逾期2件，占比0.3%。", []),
        ("县住建局逾期近40件，占比24.1%。", []),
    ],
)
def test_the_whole_of_shares_that_is_not_printed(text: str, wholes: list[str]) -> None:
    found = [f for f in in_text(text, "G2") if f.subject.endswith("占比所对应的总数")]
    assert [f.recomputed for f in found] == wholes
    assert {f.verdict for f in found} <= {"consistent"}


@pytest.mark.parametrize(
    "rate", ["公众有效参评满意率为98.61%", "参与评价群众满意率为98.61%", "满意度测评满意率为98.61%"]
)
def test_rate_of_those_who_rated_says_nothing_of_all_who_were_called(rate: str) -> None:
    """Of those called back, some give no grade; 回访满意率 is of all of them."""
    text = "2024年，县12345热线共受理诉求360000件，总回访量9000件，{}。"
    assert [f for f in in_text(text.format(rate), "G2") if "满意" in f.statement_zh] == []
    assert [f for f in in_text(text.format("回访满意率为98.61%"), "G2") if "满意" in f.statement_zh]


@pytest.mark.parametrize(
    ("text", "metric", "implied"),
    [
        ("4月，12345热线共接听来电2867个，接通率95.57%。", "received", "3000"),
        ("4月，12345热线接听群众来电2867个，来电接通率95.57%。", "received", "3000"),
        ("4月，12345热线人工接听2867个，接通率95.57%。", "received", "3000"),
        # What came in is the base, whatever was done with it.
        ("4月，12345热线呼入电话3000个，接通率95.57%。", "connected", "2867"),
        ("4月，12345热线共受理来电3000个，接通率95.57%。", "connected", "2867"),
    ],
)
def test_calls_answered_are_the_part_of_a_connect_rate(text: str, metric: str, implied: str) -> None:
    found = only(in_text(text, "G2", "# 云溪县12345热线2022年4月运行情况\n\n"))
    assert (found.metric, found.recomputed) == (metric, implied)
