"""A3 and A4 by place: a share or rate and the counts before it that give it."""

import pytest

from tests.pipelines.audit.from_text import findings


def rates(text: str) -> list[str]:
    """The arithmetic of the rates that are told from the counts before them."""
    return [
        f.evidence[0] for f in findings(text, "A4") if f.verdict == "consistent" and f.formula_id == "part_over_whole"
    ]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("本月转办工单7283件。超期回复工单30件，超期率0.41%，较上月下降。", "30/7283 = 0.4119%"),
        ("本月受理2848件。返工单6件，返工率0.21%。", "6/2848 = 0.2107%"),
        ("抽查回访670件，解决663件、未解决7件，解决率98.96%。", "663/670 = 98.9552%"),
        (
            "本月接听来电4056次，共形成有效电子工单2734件，其中在线办结2299件。本月已综合办结2716件，综合办结率99.34%。",
            "2716/2734 = 99.3416%",
        ),
        ("本月收到来信51件。本月报送信息572条，采纳226条，采用率40%。", "226/572 = 39.5105%"),
    ],
)
def test_a_rate_of_the_counts_before_it(text: str, step: str) -> None:
    assert rates(text) == [step]


@pytest.mark.parametrize(
    "text",
    [
        "本月转办工单7283件。超期回复工单30件，超期率0.47%，较上月下降。",
        "本月收到来信51件。本月报送信息572条，采纳226条，采用率42%。",
        "本月收到来信60件，转办40件，批示2件，采用率67%。",
    ],
)
def test_a_rate_that_no_count_gives_says_nothing(text: str) -> None:
    assert rates(text) == []


def test_shares_of_a_count_that_another_paragraph_prints() -> None:
    text = "本月群众评价不满意的有6479件。\n\n因政策原因不满意的有1328件，占不满意件总量的20.50%，涉及安置。"
    assert [f.recomputed for f in findings(text, "A3")] == ["20.4970%"]


def shares(text: str) -> list[str]:
    """The arithmetic of the shares that are told from the counts before them."""
    return [
        f.evidence[0] for f in findings(text, "A3") if f.formula_id == "part_over_whole" and f.verdict == "consistent"
    ]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        (
            "本月共受理申诉1270件。涉及供水的311件，比上月增加29件，增长10.3%，占申诉量的24.5%。",
            ["311/1270 = 24.4882%"],
        ),
        ("一季度接到反映5230件。接到道路类反映信息338件，占3类反映信息总量的6.5%。", ["338/5230 = 6.4627%"]),
        (
            "全年登记处理商品类投诉27.65万件，占投诉总量的54.36%。\n\n全年共登记投诉50.86万件，同比增长9.02%。",
            ["276500/508600 = 54.3649%"],
        ),
        ("本月收到来信1270件（含电子邮件），同比下降3.1%。未附地址的信件88件（次），占6.9%。", ["88/1270 = 6.9291%"]),
    ],
)
def test_a_share_behind_its_count_says_what_it_is_of(text: str, steps: list[str]) -> None:
    assert shares(text) == steps


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("投诉190件，占受理总量310件的61.3%。", ["190/310 = 61.2903%"]),
        ("投诉190件、咨询120件，分别占受理总量310件的61.3%和38.7%。", ["190/310 = 61.2903%", "120/310 = 38.7097%"]),
        ("投诉190件，占受理总量310件的63.3%。", []),
        ("投诉190件、咨询120件，分别占受理总量310件的38.7%和61.3%。", []),
    ],
)
def test_a_share_that_prints_the_count_it_is_of(text: str, steps: list[str]) -> None:
    assert shares(text) == steps
    assert findings(text, "G2") == []


@pytest.mark.parametrize(
    "text",
    [
        # Another share than that of the count, another figure between them, and no share at all.
        "本月共受理申诉1270件。涉及供水的311件，比上月增加29件，增长10.3%，占申诉量的27.5%。",
        "本月共受理申诉1270件。涉及供水的311件，已办结300件，办结率96.5%，占道经营类增长24.5%。",
        "全年登记处理商品类投诉27.65万件，占投诉总量的54.36%。\n\n全年共登记举报50.86万件，同比增长9.02%。",
    ],
)
def test_a_share_of_nothing_that_is_printed_says_nothing(text: str) -> None:
    assert shares(text) == []
