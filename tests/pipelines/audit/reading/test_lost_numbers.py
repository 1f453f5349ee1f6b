"""E1 for sentences: numbers that were lost between their word and their unit."""

import pytest

from pipelines.audit.reading.lost_numbers import lost_numbers
from tests.pipelines.audit.from_text import verdicts


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("3月，县长信箱共受理件，办结12件。", ["县长信箱共受理件"]),
        ("群众反映问题共件（详见附件）。", ["群众反映问题共件"]),
        ("投诉12件，占比%；办结率为%。", ["占比%", "办结率为%"]),
        ("热点依次是：供水供电件、城乡建设件、交通运输件分别占比10%、2%、2%。", ["供水供电件、城乡建设件、交通运输件"]),
    ],
)
def test_a_unit_without_its_number(text: str, places: list[str]) -> None:
    assert lost_numbers(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "3月，共受理信件12件，办结件均已公开。",
        "转办件、督办件、信访件均已答复。",
        "公共件、共享软件、合计10件。",
        "投诉占12%，办结率为100%，占比达8%。",
        "共件件有回音。",
    ],
)
def test_words_that_need_no_number(text: str) -> None:
    assert lost_numbers(text) == []


def test_a_missing_number_cannot_be_verified() -> None:
    assert ("unverifiable", 1) in verdicts("3月，县长信箱共受理件，办结12件，办结率99%。", "E1")
