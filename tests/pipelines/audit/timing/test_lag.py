import pytest

from pipelines.audit.timing.lag import cutoff_after_period, publication_lag, publication_lags
from tests.pipelines.audit.from_text import findings as in_text
from tests.pipelines.audit.stated_by_hand import bulletin, day, meta, run


def test_lags_of_a_bulletin_published_half_a_year_after_its_date() -> None:
    printed = meta(
        published_on=day("2021-02-22"),
        dated_on=day("2020-08-10"),
        period_start=day("2020-07-01"),
        period_end=day("2020-07-31"),
    )
    findings = run(publication_lag, bulletin(meta=printed))
    assert [(f.verdict, f.severity, f.recomputed) for f in findings] == [
        ("unusual", 2, "196天；132个工作日"),
        ("unusual", 2, "206天；138个工作日"),
        ("consistent", 0, "10天；6个工作日"),
    ]
    assert "不作推定" in findings[0].statement_zh


@pytest.mark.parametrize(
    ("end", "dated", "lag"),
    [("2022-03-31", "2022-04-15", "15天；10个工作日"), ("2021-12-31", "2022-01-14", "14天；9个工作日")],
)
def test_without_a_publication_date_the_bulletins_own_date_counts(end: str, dated: str, lag: str) -> None:
    (finding,) = run(publication_lag, bulletin(meta=meta(dated_on=day(dated), period_end=day(end))))
    assert (finding.verdict, finding.severity, finding.recomputed) == ("consistent", 0, lag)


@pytest.mark.parametrize(("published", "verdict"), [("2023-06-28", "consistent"), ("2023-06-29", "unusual")])
def test_the_limit_of_20_working_days_is_still_in_time(published: str, verdict: str) -> None:
    (finding,) = run(publication_lag, bulletin(meta=meta(published_on=day(published), period_end=day("2023-05-30"))))
    assert finding.verdict == verdict, finding.recomputed


def test_a_publication_before_the_documents_date_is_said_and_not_counted_as_in_time() -> None:
    (finding,) = run(publication_lag, bulletin(meta=meta(published_on=day("2022-01-04"), dated_on=day("2022-01-14"))))
    assert (finding.verdict, finding.severity) == ("unusual", 1)
    assert "早于" in finding.statement_zh


def test_a_year_without_calendar_leaves_the_days() -> None:
    (lag,) = publication_lags(meta(published_on=day("2001-05-01"), dated_on=day("2001-01-01")))
    assert (lag.days, lag.workdays) == (120, None)
    (finding,) = run(publication_lag, bulletin(meta=meta(published_on=day("2001-05-01"), dated_on=day("2001-01-01"))))
    assert finding.verdict == "unusual"
    assert "历法未覆盖" in finding.statement_zh


def test_missing_dates_say_nothing() -> None:
    assert run(publication_lag, bulletin(meta=meta(dated_on=day("2022-01-14")))) == []
    assert run(publication_lag, bulletin()) == []


def test_a_cutoff_after_the_period() -> None:
    printed = meta(cutoff_on=day("2020-08-10"), period_end=day("2020-07-31"))
    (finding,) = run(cutoff_after_period, bulletin(meta=printed))
    assert (finding.check_id, finding.verdict, finding.severity) == ("D2", "unusual", 1)
    assert finding.recomputed == "10天；6个工作日"


@pytest.mark.parametrize("cutoff", ["2020-07-31", "2020-07-20"])
def test_a_cutoff_within_the_period_says_nothing(cutoff: str) -> None:
    printed = meta(cutoff_on=day(cutoff), period_end=day("2020-07-31"))
    assert run(cutoff_after_period, bulletin(meta=printed)) == []
    assert run(cutoff_after_period, bulletin()) == []


CUT_OFF = "# 岭溪县12345热线2022年3月运行情况\n\n"


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("3月，共受理诉求900件。截至4月11日，累计办结880件，办结率97.78%。", ["2022-04-11"]),
        ("3月，共受理诉求900件，办结880件。截至3月31日，办结率97.78%。", []),
        ("3月，共受理诉求900件，办结880件。4月11日，召开会议通报880件办结情况。", []),
        ("截至4月11日，本年累计受理诉求3900件。3月，共受理诉求900件，办结880件。", []),
    ],
)
def test_a_day_of_counting_in_the_text_after_the_period(text: str, claimed: list[str]) -> None:
    found = [f for f in in_text(text, "D2", CUT_OFF) if "截止日" in f.subject]
    assert [f.claimed for f in found] == claimed


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("3月，共受理来信43件，其中投诉30件。截至2022年3月25日全部办结。", ["全部办结之日早于统计期末"]),
        ("3月，共受理来信43件，截至3月28日，均已办结。", ["全部办结之日早于统计期末"]),
        ("3月，共受理来信43件，截止到4月6日下午已全部回复。", ["统计截止日晚于统计期末"]),
        ("3月，共受理来信43件，截至3月31日全部办结。", []),
        ("2月的来信截至2022年2月25日全部办结。3月，共受理来信43件。", []),  # before the period
        ("3月，共受理来信43件，截至3月25日，办结40件。", []),
    ],
)
def test_a_day_by_which_all_is_said_to_be_completed(text: str, subjects: list[str]) -> None:
    assert [f.subject for f in in_text(text, "D2") if "之日" in f.subject or "截止日" in f.subject] == subjects
