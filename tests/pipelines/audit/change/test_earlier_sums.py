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
        TEXT.format(63, "21.15%", "51%", "20%", "23%"),  # of two parts no whole number allows the change
        TEXT.format(63, "21.15%", "10%", "20%", "23%"),  # the others leave nothing for the last
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


@pytest.mark.parametrize(
    ("text", "implied", "severity"),
    [
        (TEXT.format(63, "21.15%", "50%", "20%", "23%"), "100%", 2),  # 52 - 22 - 25 = 5, from which 10 is twice as many
        (TEXT.format(63, "21.15%", "50%", "21%", "100%"), "-20%", 2),
        (
            TEXT.format(630, "21.15%", "50.00%", "20.00%", "20.10%")
            .replace("33件", "330件")
            .replace("20件", "200件")
            .replace("10件", "100件"),
            "100%",
            2,
        ),
        (TEXT.format(63, "21.15%", "50%", "20.4%", "100%"), "-20%", 1),
    ],
)
def test_what_the_others_leave_for_a_part_whose_change_no_whole_number_gives(
    text: str, implied: str, severity: int
) -> None:
    (found,) = findings(text, "G3")
    assert (found.verdict, found.severity, found.recomputed) == ("needs_definition", severity, implied)


def earlier(text: str) -> list[tuple[str, str | None]]:
    return [(f.verdict, f.recomputed) for f in findings(text, "A2") if "上期" in f.subject or "同期" in f.subject]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "3月，共收到来信63件（上月52件）。其中，咨询类33件（上月22件），投诉类20件（上月25件），建议类10件（上月5件）。\n",
            [("consistent", "52")],
        ),
        (
            "3月，共收到来信63件，环比上月52件增长21.15%。其中，咨询类33件，环比上月22件增长50%；投诉类20件，环比上月27件"
            "下降25.93%；建议类10件，环比上月5件增长100%。\n",
            [("needs_definition", "54")],
        ),
        (
            "3月，共收到来信53件，去年同期47件。\n\n其中咨询33件，去年同期22件。\n\n投诉20件，去年同期25件。\n",
            [("consistent", "47")],
        ),
        ("3月，共收到来信63件（上月52件）。其中，咨询类33件（上月22件），投诉类20件，建议类10件（上月5件）。\n", []),
        (
            "3月，共收到来信63件（上月52件）。其中，咨询类33件（去年同期22件），投诉类20件（上月25件），建议类10件（上月5件）。\n",
            [],
        ),
        ("3月，共收到来信63件（上月52件）。其中，咨询类33件（上月22件），投诉类20件（上月25件）。\n", []),
    ],
)
def test_printed_earlier_counts_of_the_parts(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert earlier(text) == expected
