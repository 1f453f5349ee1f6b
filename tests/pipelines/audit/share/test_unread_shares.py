"""G2 for shares of what no list counts."""

import pytest

from tests.pipelines.audit.from_text import findings


@pytest.mark.parametrize(
    ("text", "claimed", "numbers"),
    [
        (
            "本月共接到举报5210件。举报最多的前三个县为甲县、乙县和丙县，举报数量合计占全市总数的46.9%。",
            "46.9%",
            "2441至2446",
        ),
        ("本月共接到来信521件。\n\n两类诉求约占工单总量36.7%，较为集中。", "36.7%", "191"),
        ("本月收到来信51件。综合评价为A类的责任单位72家，占比78.3%。", "72家占78.3%", "92"),
    ],
)
def test_the_number_that_a_share_leaves(text: str, claimed: str, numbers: str) -> None:
    assert [(f.claimed, f.recomputed) for f in findings(text, "G2")] == [(claimed, numbers)]


@pytest.mark.parametrize(
    "text",
    [
        # Of a part of all, of more than one whole number, of nothing that it says, and given by counts.
        "本月共接到来信521件。两类诉求约占有效投诉总量36.7%，较为集中。",
        "本月收到来信51件。综合评价为A类的责任单位72家，占比78%。",
        "本月共接到来信521件。其中求助类86件，咨询类83件，两类诉求合计占比32.4%。",
        "本月共接到来信521件。两类诉求合计占来信总量的四成以上。",
    ],
)
def test_a_share_of_something_else_says_nothing(text: str) -> None:
    assert findings(text, "G2") == []
