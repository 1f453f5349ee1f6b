"""A4 for rates of a name that no list knows."""

import pytest

from tests.pipelines.audit.from_text import findings


def told(text: str) -> list[tuple[str, str]]:
    return [(f.subject.partition("）")[2], f.verdict) for f in findings(text, "A4")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本月共收到来信2765件，及时签收率99.64%。", ["及时签收率"]),
        ("本月共收到来信2765件，按时初查率达99.18%，首次联系率为96.4%。", ["按时初查率", "首次联系率"]),
        ("本月共收到来信2765件。\n\n群众基本满意率7.53%；重办率0.21%。", ["群众基本满意率", "重办率"]),
    ],
)
def test_a_rate_of_its_own_name_is_not_silent(text: str, names: list[str]) -> None:
    assert told(text) == [(name, "unverifiable") for name in names]


@pytest.mark.parametrize(
    "text",
    [
        # A change, a bound, an aim, of some units only; given by counts; known under a longer name.
        "本月共收到来信2765件，年均增长率达32.5%。",
        "本月共收到来信2765件，及时签收率在95%以上。",
        "本月共收到来信2765件，力争及时签收率99.5%。",
        "本月共收到来信2765件，及时签收率99.5%的单位有县住建局。",
        "共收到来信1468件，转办1395件，重办15件，重办率1.08%。",
    ],
)
def test_what_is_no_such_rate(text: str) -> None:
    assert [one for one in told(text) if one[1] == "unverifiable"] == []


def test_a_rate_that_a_letter_names_is_none_of_a_bulletin() -> None:
    text = "# 关于小区绿化的咨询\n\n来信时间：2022-03-01\n\n来信内容：小区绿地率30%，入住率85%，请问是否合规？\n"
    assert findings(text, "A4", head="") == []
