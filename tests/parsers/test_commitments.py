"""Promises: the kinds that are known, their dates and places, and ordinary prose that is none."""

import datetime as dt

import pytest

from parsers.commitments import commitments

DAY = dt.date(2021, 3, 9)


def quotes(text: str) -> list[str]:
    return [c.quote for c in commitments(text, "L3", region_code="990101", promised_on=DAY)]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("近期将对来信的统计办法作出调整，敬请关注。", "近期将对来信的统计办法作出调整"),
        ("我办下一步拟改版信箱网站。", "下一步拟改版信箱网站"),
        ("下一步，县政府办将优化信箱系统，公开办理结果。", "下一步，县政府办将优化信箱系统"),
        ("我们将于年内完善统计口径。", "将于年内完善统计口径"),
        ("做到当日来件当日转办。", "当日来件当日转办"),
        ("当天收到的留言当天交办，及时回复。", "当天收到的留言当天交办"),
        ("建立一日一督办机制，每月通报。", "建立一日一督办机制，每月通报"),
        ("承诺5个工作日内回复群众。", "承诺5个工作日内回复群众"),
        ("下一步，确保二季度办结率达到95%以上。", "确保二季度办结率达到95%以上"),
        ("力争全年满意率不低于百分之九十。", "力争全年满意率不低于百分之九十"),
        ("各单位要压实责任，保证按期办结率达98.5%。", "保证按期办结率达98.5%"),
    ],
)
def test_promises_are_quoted_as_printed(text: str, quote: str) -> None:
    assert quotes(text) == [quote]


@pytest.mark.parametrize(
    "text",
    [
        "下一步，我办将继续加强督办，进一步完善工作机制。",
        "今后将完善基础设施建设。",
        "今后，各单位要进一步优化办理流程。",
        "会议要求，今后要公开透明。",
        "近期将对县道进行修复，年内完善排水设施。",
        "月底前完成路面修复并公开。",
        "要求各单位在15个工作日内办结。",
        "当天受理来信12件。",
        "因信箱系统近期将升级改造，部分来信回复较慢。",
        "由于近期将调整统计口径，本月数字与上月不可比。",
        "个别单位未做到当日收到当日转办。",
        "确保办结率达到95%的目标未能实现。",
        "确保各类来信得到办理，办结率达到95%。",
        "",
    ],
)
def test_next_steps_in_general_are_no_promises(text: str) -> None:
    assert quotes(text) == []


def test_a_promise_has_its_place_and_is_looked_at_again() -> None:
    text = "感谢来信。近期将对信箱系统进行改版。"
    (promise,) = commitments(text, "L3", region_code="990101", promised_on=DAY)
    start, end = map(int, promise.locator.removeprefix("L3:").split("-"))
    assert text[start:end] == promise.quote
    assert (promise.promised_on, promise.recheck_on) == (DAY, DAY + dt.timedelta(days=90))
    assert (promise.region_code, promise.outcome) == ("990101", "open")


def test_without_its_day_a_promise_has_no_day_to_look_again() -> None:
    (promise,) = commitments("做到当日来件当日转办。", "L3", region_code=None, promised_on=None)
    assert (promise.promised_on, promise.recheck_on) == (None, None)
