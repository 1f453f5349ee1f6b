"""A3 for several kinds together."""

import pytest

from tests.pipelines.audit.from_text import findings


def told(text: str) -> list[str | None]:
    """What the counts of several kinds together give."""
    return [f.recomputed for f in findings(text, "A3") if "合计占比" in f.statement_zh]


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        (
            "本月受理来信2848件。\n\n社会保障类487件，占比17.10%；城乡建设类346件，占比12.15%；公共服务类331件，占比11.62%。"
            "上述三类诉求占来信总量的40.87%。",
            "40.8708%",
        ),
        (
            "本月受理来信174件。\n\n市场监管、住房、环境三个方面诉求量较大，占来信总量的36.78%。\n\n"
            "排在前三的，市场监管类24件，占总量的13.79%。住房类23件，占总量的13.22%。环境类17件，占总量的9.77%。",
            "36.7816%",
        ),
        ("本月受理来信213件，其中求助类86件占比40.4%，咨询类83件占比39.0%，两类诉求合计占比近八成。", "79.3427%"),
    ],
)
def test_kinds_that_a_sentence_takes_together(text: str, rate: str) -> None:
    assert told(text) == [rate]


KINDS = "本月受理来信213件，其中求助类86件，咨询类83件，投诉类44件。"


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("求助类和投诉类合计占61%。", "(86+44)/213 = 61.0329%"),
        ("来信的主要问题是求助和咨询问题，占来信总量的79.3%。", "(86+83)/213 = 79.3427%"),
        ("求助、投诉两类占比超六成。", "(86+44)/213 = 61.0329%"),
        ("投诉类最少，求助类86件，咨询类83件，二者合计占比近八成。", "(86+83)/213 = 79.3427%"),
    ],
)
def test_kinds_that_a_share_names(text: str, step: str) -> None:
    assert [f.evidence[0] for f in findings(KINDS + text, "A3")] == [step]


def test_the_counts_of_kinds_named_are_not_inverted() -> None:
    counted = "本月受理来信213件。反映供水的86件，反映供电的83件，反映道路的44件。"
    text = f"{counted}反映供水、供电问题的来信占来信总量的79.34%。"
    assert told(text) == ["79.3427%"]
    assert findings(text, "G2") == []


@pytest.mark.parametrize(
    "text", ["求助类和供暖类合计占61%。", "求助类和投诉类合计占67%。", "求助类、办结率和投诉占61%。"]
)
def test_kinds_that_are_not_all_counted_or_do_not_give_it_say_nothing(text: str) -> None:
    assert findings(KINDS + text, "A3") == []


def test_a_share_that_their_counts_do_not_give_says_nothing() -> None:
    text = "本月受理来信213件，其中求助类86件占比40.4%，咨询类83件占比39.0%，两类诉求合计占比近七成。"
    assert told(text) == []


OFFICES = (
    "本月收到来信459件。来信较多的有：甲镇政府（190件）、乙镇政府（122件）、住建局（33件）、民政局（24件），{}80.39%。"
)


@pytest.mark.parametrize("words", ["合计占比", "共占来信总量的", "合计约占"])
def test_all_that_a_sentence_has_counted(words: str) -> None:
    assert told(OFFICES.format(words)) == ["80.3922%"]


@pytest.mark.parametrize("text", [OFFICES.format("满意率"), OFFICES.format("合计占比").replace("33件", "43件")])
def test_nothing_is_told_of_a_list_that_gives_another_share_or_of_another_rate(text: str) -> None:
    assert told(text) == []


LISTED = "2022年3月，县长信箱共收到来信1693件。承办较多的是县住建局222件、县公安局180件、县教育局122件，合计占{}%。"


def test_a_share_of_all_that_was_listed_is_not_that_of_the_last() -> None:
    found = findings(LISTED.format("30.95"), "A3")
    assert [(f.verdict, f.recomputed) for f in found] == [("consistent", "30.9510%")]
    of_last = [*findings(LISTED.format("7.21"), "A3"), *findings(LISTED.format("7.21"), "G2")]
    assert not [f for f in of_last if f.claimed == "7.21%"]
    alone = "2022年3月，县长信箱共收到来信1693件，其中县教育局122件，合计占7.21%。"
    assert [f.verdict for f in findings(alone, "A3")] == ["consistent"]


COUNTED = "本月受理来信1500件。其中：投诉类620件、求助类410件、咨询类330件、建议类90件、举报类50件。"
SHARED = "摊点类267件，占23.8%；游商类70件，占6.3%；店外类52件，占4.6%；晾挂类17件，占1.5%；"


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        (COUNTED + "前两位合计占比68.7%。", "68.6667%"),
        (COUNTED + "\n\n其中前3类合计占来信总量的90.7%。", "90.6667%"),
        # Of no printed whole: their own shares.
        ("本月立案1084件。\n\n" + SHARED + "这4类案件占总数的36.2%。", "36.2%"),
        ("本月立案1084件。\n\n" + SHARED + "\n\n以上四类案件合计占36.3%。", "36.2%"),
        ("本月立案1084件。\n\n" + SHARED + "前三类占34.7%。", "34.7%"),
    ],
)
def test_as_many_kinds_as_a_share_says(text: str, rate: str) -> None:
    assert told(text) == [rate]


@pytest.mark.parametrize(
    "text",
    [
        COUNTED + "前两位合计占比27.3%。",  # the share of the second and the third
        "本月立案1084件。\n\n" + SHARED + "这4类案件占总数的38.9%。",
        "本月立案1084件。\n\n" + SHARED + "这3类案件占总数的12.4%。",  # the last three of four
    ],
)
def test_other_kinds_than_a_share_says_are_not_told(text: str) -> None:
    assert told(text) == []
