from fractions import Fraction

import pytest

from pipelines.audit.average.averages import average_result, check_averages, day_counts
from tests.pipelines.audit.from_text import findings as in_text
from tests.pipelines.audit.paragraphs_by_hand import month, only, paragraph, printed_figure
from tests.pipelines.audit.stated_by_hand import bulletin, day, run

MARCH = day_counts(day("2022-03-01"), day("2022-03-31"))


def test_lengths_of_a_month() -> None:
    assert MARCH == {"calendar_days": 31, "months_of_30_days": 30, "working_days": 23}
    assert day_counts(day("2022-04-01"), day("2022-04-30")) == {"calendar_days": 30, "working_days": 21}
    assert day_counts(day("2022-03-07"), day("2022-03-13")) == {"calendar_days": 7, "working_days": 5}
    assert day_counts(day("2021-10-01"), day("2021-12-31"))["months_of_30_days"] == 90


def test_a_period_with_a_leap_day_may_be_counted_without_it() -> None:
    assert day_counts(day("2024-01-01"), day("2024-12-31"))["without_leap_day"] == 365
    assert day_counts(day("2024-01-01"), day("2024-06-30"))["without_leap_day"] == 181
    for start, end in (("2023-01-01", "2023-12-31"), ("2024-03-01", "2024-12-31"), ("2024-02-26", "2024-03-03")):
        assert "without_leap_day" not in day_counts(day(start), day(end))
    leap_year = day_counts(day("2024-01-01"), day("2024-12-31"))
    found = average_result(Fraction(74980), leap_year, printed_figure("daily_average", "205.42"))
    assert (found.verdict, found.reading) == ("consistent_on_other_base", "without_leap_day")


@pytest.mark.parametrize(("printed", "case"), [("1045", "holds_rounded"), ("1072", "differs")])
def test_a_round_total_leaves_the_average_open(printed: str, case: str) -> None:
    found = average_result(Fraction(32500), MARCH, printed_figure("daily_average", printed), room=Fraction(500))
    assert found.case == case


def test_period_outside_the_working_day_calendar_is_counted_in_calendar_days() -> None:
    assert day_counts(day("1999-03-01"), day("1999-03-31")) == {"calendar_days": 31, "months_of_30_days": 30}


@pytest.mark.parametrize(
    ("total", "printed", "verdict", "severity", "reading"),
    [
        (310, "10", "consistent", 0, "calendar_days"),
        (262, "8", "consistent", 0, "calendar_days"),
        (262, "8.45", "consistent", 0, "calendar_days"),
        (295, "9.51", "consistent", 1, "calendar_days"),
        (262, "9", "consistent_on_other_base", 1, "months_of_30_days"),
        (262, "11.4", "consistent_on_other_base", 1, "working_days"),
        (262, "8.46", "inconsistent", 1, "calendar_days"),
        (262, "11.40", "needs_definition", 1, "working_days"),
        (262, "9.2", "inconsistent", 3, "calendar_days"),
        (262, "20", "needs_definition", 3, "calendar_days"),  # rather of another total than wrong
    ],
)
def test_average_over_the_lengths_of_march(total: int, printed: str, verdict: str, severity: int, reading: str) -> None:
    found = average_result(Fraction(total), MARCH, printed_figure("daily_average", printed))
    assert (found.verdict, found.severity, found.reading) == (verdict, severity, reading)


def test_average_that_two_other_lengths_give_leaves_the_definition_open() -> None:
    days = {"calendar_days": 31, "months_of_30_days": 30, "working_days": 29}
    found = average_result(Fraction(90), days, printed_figure("daily_average", "3"))
    assert found.verdict == "consistent"
    assert average_result(Fraction(75), days, printed_figure("daily_average", "3")).verdict == "needs_definition"


def test_average_of_jixi_in_its_paragraph() -> None:
    found = only(run(check_averages, bulletin(*paragraph("L1", ("received", "262"), ("daily_average", "9")))))
    assert (found.verdict, found.severity, found.recomputed) == ("consistent_on_other_base", 1, "8.4516")
    assert "8.7333" in found.statement_zh


def test_without_total_or_period_nothing_is_said() -> None:
    assert run(check_averages, bulletin(*paragraph("L1", ("daily_average", "9")))) == []
    claims = paragraph("L1", ("received", "262"), ("daily_average", "9"), period_start=None, period_end=None)
    assert run(check_averages, bulletin(*claims)) == []
    other = paragraph("L1", ("received", "262"), **month(2022, 2))
    assert run(check_averages, bulletin(*other, *paragraph("L1", ("daily_average", "9")))) == []


def test_a_week_whose_days_are_not_known_has_seven() -> None:
    text = "本周热线受理供暖诉求3502件，相比上周由日均{}件降至日均500件，总量由上一周的4342件降至目前的3502件。"
    found = in_text(text.format(620), "A7", head="# 热线诉求明显下降\n\n")
    assert [(f.verdict, f.recomputed) for f in found] == [("consistent", "620.2857"), ("consistent", "500.2857")]
    found = in_text(text.format(1200), "A7", head="# 热线诉求明显下降\n\n")
    assert [f.verdict for f in found] == ["needs_definition", "consistent"]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("连续降雨五天来，县长信箱共收到来信1657件，日均331.4件。", ["consistent"]),
        ("国庆假期7天，共收到来信70件，日均10件。", ["consistent"]),
        ("连续降雨五天来，共收到来信1657件，日均331.4件，比上半年日均213.5件多。", ["consistent"]),
        ("国庆假期7天，共收到来信70件，日均10件，比平日日均16件下降37.5%。", ["consistent"]),
        # Days that answers took or were late, and the days of another sentence.
        ("本月收到来信326件，日均11件，平均用时3天，3天内办结率98%。", ["consistent"]),
        ("国庆假期7天。本月收到来信326件，日均46.57件。", ["needs_definition"]),
    ],
)
def test_days_that_the_sentence_states_are_the_length(text: str, verdicts: list[str]) -> None:
    assert [f.verdict for f in in_text(text, "A7")] == verdicts


@pytest.mark.parametrize(
    ("again", "verdicts"),
    [
        ("本月，县长信箱来信量超过600件。", ["needs_definition"]),
        ("其中涉及噪声扰民的来信5件。", ["needs_definition"]),
        ("本月，县长信箱收到来信655件。", []),
    ],
)
def test_a_total_is_known_where_it_is_said_again_as_a_round_number_or_counted_in_part(
    again: str, verdicts: list[str]
) -> None:
    text = f"本月，县长信箱收到来信620件。\n\n平均每天受理60件。\n\n{again}"
    assert [f.verdict for f in in_text(text, "A7")] == verdicts


BARE = "# 岭溪县县长信箱办理情况通报\n\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("7月，累计接到市民来信620件，日均来信20件。", [("consistent", "calendar_days")]),
        ("今年7月，累计接到市民来信620件，日均来信20.67件。", [("consistent_on_other_base", "months_of_30_days")]),
        ("7月，累计接到市民来信620件，日均来信27件。", []),  # of the working days of some year
        ("2月，累计接到市民来信620件，日均来信22件。", []),
        ("6月至7月，累计接到市民来信620件，日均来信20件。", []),
        ("7月3日，接到市民来信620件，日均来信20件。", []),
    ],
)
def test_a_month_without_a_year_has_its_days(text: str, told: list[tuple[str, str]]) -> None:
    found = in_text(text, "A7", BARE)
    assert [(f.verdict, (f.formula_id or "").removeprefix("total_over_")) for f in found] == told


def test_an_average_behind_counts_of_several_months_is_of_all_of_them() -> None:
    text = "2022年一季度，县长信箱共收到来信1286件。1月412件，2月455件，3月419件，日均14.29件。"
    (found,) = in_text(text, "A7", head="")
    assert found.verdict == "consistent"
    assert found.evidence[0] == "1286/90（日历日） = 14.2889"


def test_an_average_over_some_days_is_of_a_total_that_is_not_told() -> None:
    text = "3月，受理来信310件，日均10件；工作日日均12.5件，周末日均4件。"
    assert [f.verdict for f in in_text(text, "A7")] == ["consistent"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("本月共受理来信1806件（按工作日计，日均受理86件）。", ["consistent"]),
        ("本月共受理来信1806件，日均受理86件（按工作日计）。", ["consistent"]),
        ("本月共受理来信1806件，工作日日均受理86件。", ["consistent"]),
        ("本月共受理来信1806件，平均每个工作日受理86件。", ["consistent"]),
        ("本月共受理来信1720件，日均86件（按20个工作日计）。", ["consistent"]),
        ("本月共受理来信1806件，日均受理72件（按工作日计）。", ["inconsistent"]),
        ("本月共受理来信1806件，日均受理58件（按工作日计）。", ["needs_definition"]),  # that of calendar days
        ("本月共受理来信1806件，工作日日均受理72件。", []),  # of those that came on working days
        ("本月共受理来信1806件，非工作日日均受理12件。", []),
        ("本月共受理来信1806件，日均58件，均在5个工作日内办结。", ["consistent"]),
    ],
)
def test_an_average_that_says_so_is_over_working_days(text: str, told: list[str]) -> None:
    assert [f.verdict for f in in_text(text, "A7", "# 岭溪县2024年3月县长信箱办理情况通报\n\n")] == told


def test_one_of_several_totals_may_give_an_average_that_is_fine() -> None:
    head = "# 岭溪县2024年上半年信访情况分析\n\n"
    text = "上半年，共受理信访事项4218件次。其中：\n\n来信512件次。\n\n月均受理{}件次。"
    assert [f.evidence for f in in_text(text.format(703), "A7", head)] == [("4218/6 = 703",)]
    assert in_text(text.format(650), "A7", head) == []


def test_the_total_of_an_average_may_stand_in_a_table() -> None:
    head = "# 岭溪县2024年4月县长信箱办理情况通报\n\n| 指标 | 数值 |\n|---|---|\n| 受理工单（件） | 3344 |\n"
    head += "| 办结量（件） | 3300 |\n| 办结率（%） | 98.68 |\n\n"
    assert [f.evidence[0] for f in in_text("本月工作日日均受理152件。", "A7", head)] == ["3344/22（工作日） = 152"]
    assert in_text("本月工作日日均受理162件。", "A7", head) == []


@pytest.mark.parametrize(
    ("count", "average", "told"),
    [
        ("有效留言1550条", "平均每天留言50条左右", ["consistent"]),
        ("有效来信620件", "日均20件", ["consistent"]),
        ("有效留言1550条", "平均每天留言70条左右", []),  # of all that came in, valid or not, in all likelihood
        ("办结留言1550条", "平均每天留言50条左右", []),
    ],
)
def test_an_average_of_the_one_count_of_what_came_in_by_another_word(count: str, average: str, told: list[str]) -> None:
    assert [f.verdict for f in in_text(f"3月，网上问政共收到{count}，{average}。", "A7")] == told
