"""What the changes of parts and of their whole say about the period before."""

import pytest

from tests.pipelines.audit.from_text import findings, verdicts

TEXT = (
    "2022年3月，县长信箱共收到来信{}件，同比上升{}。其中，咨询类33件，同比上升{}；投诉类20件，同比下降{}；"
    "建议类10件，同比上升{}。\n"
)


def test_parts_that_made_up_their_whole_then_as_well() -> None:
    text = TEXT.format(63, "21.15%", "50%", "20%", "100%")  # 52 then, of 22, 25 and 5
    (found,) = findings(text, "G3")
    assert (found.verdict, found.claimed, found.recomputed) == ("consistent", "52", "52")


def test_parts_that_did_not() -> None:
    text = TEXT.format(63, "21.15%", "50%", "20%", "25%")  # of 22, 25 and 8
    assert verdicts(text, "G3") == [("needs_definition", 1)]
    assert findings(text, "G3")[0].recomputed == "55"


@pytest.mark.parametrize(
    "text",
    [
        TEXT.format(64, "23.08%", "50%", "20%", "25%"),  # the parts do not make up the whole now
        TEXT.format(63, "21.15%", "50%", "20%", "25%").replace("同比上升21.15%", "环比上升21.15%"),  # of another time
        TEXT.format(63, "21.15%", "50%", "20%", "25%").replace("同比上升25%", "增幅较大"),  # one part without a change
        TEXT.format(63, "21.15%", "50%", "20%", "25%").replace("同比上升25%", "同比上升二成左右"),
        TEXT.format(63, "21.15%", "50%", "20%", "23%"),  # of one part no whole number allows the change
    ],
)
def test_nothing_is_told_where_one_of_them_is_open(text: str) -> None:
    assert findings(text, "G3") == []


@pytest.mark.parametrize(("last", "verdict"), [("3.5%", "consistent"), ("38%", "needs_definition")])
def test_channels_behind_the_sentence_of_their_whole_and_praise_that_is_none_of_them(last: str, verdict: str) -> None:
    text = (
        "3月，全区共受理诉求846件，同比上升5.1%。其中：书记信箱52件，同比上升4%；区长信箱360件，同比上升9.1%；云桥直通车20件，"
        f"同比下降20%；区长公开电话414件，同比上升{last}；收到表扬信9件。"
    )
    found = findings(text, "G3", "# 青溪区2022年3月群众诉求办理情况\n\n")
    assert [f.verdict for f in found] == [verdict]


def test_a_channel_is_called_as_its_sentence_calls_it() -> None:
    text = "3月，{}收到来信36件，同比上升20%。"
    for name in ("区长信箱", "县长信箱"):
        (found,) = findings(text.format(name), "G2", "# 青溪区2022年3月群众诉求办理情况\n\n")
        assert found.statement_zh.startswith(name)
