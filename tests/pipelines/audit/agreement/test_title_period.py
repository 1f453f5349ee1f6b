from typing import Any

import pytest

from parsers.records import Claim
from pipelines.audit.agreement.title_period import title_period
from tests.pipelines.audit.stated_by_hand import PERIOD, bulletin, day, meta, run, stated


def said(metric: str, printed: str = "", **fields: Any) -> Claim:
    return stated(metric, printed, **(PERIOD | fields))


@pytest.mark.parametrize(
    ("title", "verdict"),
    [("关于2023年二季度办理情况的通报", "consistent"), ("关于2023年一季度办理情况的通报", "needs_definition")],
)
def test_the_period_of_the_title(title: str, verdict: str) -> None:
    (finding,) = run(title_period, bulletin(said("received", "5"), meta=meta(title=title)))
    assert finding.verdict == verdict


def test_a_title_without_a_year_is_read_in_that_of_the_text() -> None:
    week = {"period_start": day("2023-07-10"), "period_end": day("2023-07-16")}
    text = said("received", "5", **week)
    (finding,) = run(title_period, bulletin(text, meta=meta(title="一周办理情况（7月10日—7月16日）")))
    assert (finding.verdict, finding.claimed) == ("consistent", "7月10日—7月16日")
    assert run(title_period, bulletin(text, meta=meta(title="一周办理情况（7月3日—7月9日）"))) == []


@pytest.mark.parametrize("title", [None, "办理情况通报", "2022年和2023年办理情况对比"])
def test_a_title_without_one_period_says_nothing(title: str | None) -> None:
    assert run(title_period, bulletin(said("received", "5"), meta=meta(title=title))) == []
