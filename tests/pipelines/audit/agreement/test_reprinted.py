from typing import Any

import pytest

from parsers.records import Claim
from pipelines.audit.agreement.reprinted import repeated_figures
from tests.pipelines.audit.from_text import findings, table
from tests.pipelines.audit.stated_by_hand import PERIOD, bulletin, day, run, stated


def said(metric: str, printed: str = "", **fields: Any) -> Claim:
    return stated(metric, printed, **(PERIOD | fields))


def test_a_repeat_in_each_of_two_periods_has_its_own_subject() -> None:
    earlier = {"period_start": day("2023-01-01"), "period_end": day("2023-03-31")}
    claims = [said("valid", "5"), said("valid", "5"), said("valid", "9", **earlier), said("valid", "9", **earlier)]
    first, second = run(repeated_figures, bulletin(*claims))
    assert (first.claimed, second.claimed) == ("5件", "9件")


def test_a_figure_printed_twice_alike() -> None:
    (finding,) = run(repeated_figures, bulletin(said("valid", "1412"), said("valid", "1412")))
    assert (finding.verdict, finding.claimed) == ("consistent", "1412件")
    assert len(finding.claim_ids) == 2


def test_a_figure_printed_twice_differently() -> None:
    claims = [said("received", "1118", label="受理"), said("received", "1181", label="受理")]
    (finding,) = run(repeated_figures, bulletin(*claims))
    assert (finding.verdict, finding.severity) == ("needs_definition", 3)
    assert "1118件" in finding.statement_zh
    assert "1181件" in finding.statement_zh


@pytest.mark.parametrize(
    "second",
    [
        said("received", "1181", label="收到"),
        said("received", "300", label="受理"),
        said("received", "1181", label="受理", category="投诉类"),
        said("received", "1181", label="受理", stated_by="letter_writer"),
        said("received", "1181", label="受理", period_start=day("2022-04-01"), period_end=day("2022-06-30")),
    ],
    ids=["another label", "a part whose name was not read", "a part", "another speaker", "another period"],
)
def test_what_is_not_one_figure_is_not_called_a_repeat(second: Claim) -> None:
    findings = run(repeated_figures, bulletin(said("received", "1118", label="受理"), second))
    assert [f for f in findings if f.verdict != "consistent"] == []


def test_about_and_exact_are_one_figure_where_their_intervals_meet() -> None:
    claims = [said("replied", "2100", qualifier="about"), said("replied", "2131")]
    (finding,) = run(repeated_figures, bulletin(*claims))
    assert finding.verdict == "consistent"


DIFFER = "各处数字不同"


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("3月，共受理482件。\n\n经统计，本月受理超过490件的仅有一次。", False),  # a bound
        ("3月，共受理案件482件。\n\n3月，共受理案件490件。", True),
        ("3月，12345热线案件受理482件。\n\n3月，12319城管热线案件受理490件。", False),  # two hotlines
    ],
)
def test_bounds_and_other_hotlines_are_no_second_print(text: str, is_told: bool) -> None:
    assert any(DIFFER in f.statement_zh for f in findings(text, "N1")) == is_told


def test_two_paragraphs_that_each_announce_a_table_count_two_things() -> None:
    kinds = table("", "类别 数量", "供水 20", "供热 25").replace("****", "")
    text = f"受理的45件中，分类情况如下：\n\n{kinds}\n\n受理的47件中，分类情况如下：\n\n{kinds.replace('25', '27')}"
    assert not any(DIFFER in f.statement_zh for f in findings(text, "N1"))


@pytest.mark.parametrize(
    ("first", "second", "verdicts"),
    [
        ("99%", "100%", []),
        ("97.1%", "97.2%", ["needs_definition"]),
        ("97%", "97.2%", ["consistent"]),
        ("97.0%", "97.0%", ["consistent"]),
    ],
)
def test_neighbouring_rates_are_no_one_figure(first: str, second: str, verdicts: list[str]) -> None:
    text = f"3月，县长信箱办结率{first}。\n\n经统计，县长信箱办结率{second}。\n"
    found = [f for f in findings(text, "N1") if "办结率" in f.statement_zh]
    assert [f.verdict for f in found] == verdicts


@pytest.mark.parametrize(("first", "second", "told"), [("1", "1", False), ("21", "21", True)])
def test_small_counts_of_units_in_one_sentence_are_no_repeats(first: str, second: str, told: bool) -> None:
    text = f"尚有不足的有云溪城控集团{first}件未办结、石澜水务公司{second}件未办结。"
    assert any("均为" in f.statement_zh for f in findings(text, "N1")) == told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (
            "3月，12345热线、县长信箱共受理诉求2343件，派单594件。其中热线派单493件，县长信箱派单101件。\n\n"
            "12345热线：共受理来电2242件，其中转办499件。\n",
            True,
        ),
        ("3月，12345热线派发工单604件。\n\n12345热线来电转办611件。\n", True),
        ("3月，12345热线派发工单604件。\n\n12345热线来电转办711件。\n", False),  # of something else
        ("3月，12345热线派发工单604件，另有7件不予受理。\n\n12345热线来电转办611件。\n", False),  # the difference
        ("3月，12345热线派发工单604件，转办611件。\n", False),
        ("3月，12345热线派发工单604件。\n\n12345热线领导批示交办611件。\n", False),
        ("3月，12345热线受理900件，派发工单604件。\n\n12345热线受理910件，转办611件。\n", False),  # of two things
    ],
)
def test_counts_of_one_meaning_under_two_words(text: str, is_told: bool) -> None:
    found = [
        f.statement_zh
        for f in findings(text, "N1", "# 岭溪县2022年3月热线办理情况通报\n\n")
        if DIFFER in f.statement_zh
    ]
    assert any("派" in s or "转办" in s for s in found) == is_told


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("岭溪县12345热线3月接听来电近4万个", "为约4万个、39666个，舍入后相符。"),
        ("岭溪县12345热线3月接听来电3.97万个", "为3.97万个、39666个，舍入后相符。"),
        ("岭溪县12345热线3月接听来电39666个", "均为39666个。"),
    ],
)
def test_a_round_number_of_the_title_is_not_called_the_same(title: str, said: str) -> None:
    found = findings("3月，12345热线共接听来电39666个，办结率98.2%。\n", "N1", f"# {title}\n\n")
    assert [f.verdict for f in found if "处" in f.statement_zh] == ["consistent"]
    assert any(f.statement_zh.endswith(said) for f in found)


RATED = "热线按期办结{}件，按期办结率{}。\n\n市里考核：热线按期办结{}件，按期办结率{}。"


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        (("2794", "99.86%", "2801", "100%"), []),
        (("2794", "99.86%", "2794", "100%"), ["consistent"]),
        (("2794", "99.86%", "2801", "99.86%"), ["consistent"]),
    ],
)
def test_rates_beside_two_counts_are_two(printed: tuple[str, ...], told: list[str]) -> None:
    text = "3月，全县热线受理3000件，应办2798件。\n\n" + RATED.format(*printed)
    assert [f.verdict for f in findings(text, "N1") if "按期办结率" in f.subject] == told


TWICE = (
    "3月，全县热线受理工单2848件，应办理2798件，已办理2798件，按期办结{}件，超期办结{}件；返工单{}件。\n\n"
    "市里考核如下：热线受理工单{}件，应办理2798件，已办理2798件，按期办结{}件，超期办结{}件；返工单{}件。"
)


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ((2794, 4, 6, 2848, 2798, 0, 2), [("2794件", 2), ("6件", 1)]),
        ((2794, 4, 6, 2848, 2794, 4, 2), [("6件", 1)]),
        ((2794, 4, 6, 2848, 2794, 4, 6), []),
        ((2794, 4, 6, 3100, 2798, 0, 2), []),  # other letters came in
    ],
)
def test_counts_that_differ_between_paragraphs_of_one_set(printed: tuple[int, ...], told: list[object]) -> None:
    found = [f for f in findings(TWICE.format(*printed), "N1") if f.verdict != "consistent"]
    assert [(f.claimed, f.severity) for f in found] == told
    assert {f.verdict for f in found} <= {"needs_definition"}


def test_the_count_that_is_the_difference_is_named() -> None:
    found = [f for f in findings(TWICE.format(2794, 4, 6, 2848, 2798, 0, 2), "N1") if f.verdict != "consistent"]
    assert "相差之数" not in found.pop().statement_zh  # it is that of the first already
    assert [f.statement_zh for f in found] == [
        "县长信箱“按期办结”在两段中印为2794件、2798件，两段所印“受理”2848件、“应办理”2798件、“已办理”2798件相同；"
        "相差之数即所印“超期办结”4件，口径未说明。"
    ]


def test_surveys_and_other_months_may_differ() -> None:
    one = "热线受理工单2848件，应办理2798件，已办理2798件，不满意{}件。"
    text = f"3月，{one.format(6)}\n\n考核如下：{one.format(242)}"
    assert [f for f in findings(text, "N1") if f.verdict != "consistent"] == []
    months = "3月，热线受理工单2848件，应办2798件，退回6件。\n\n2月，热线受理工单2848件，应办2798件，退回2件。"
    assert [f for f in findings(months, "N1") if f.verdict != "consistent"] == []
