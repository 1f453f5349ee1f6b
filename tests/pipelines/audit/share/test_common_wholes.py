"""G2 for the whole that several shares have in common."""

import pytest

from pipelines.audit.finding import Finding
from tests.pipelines.audit.from_text import findings, table

NOT_OF_ALL = (
    "本月共受理群众诉求4126件，办结4003件。\n\n诉求集中在：供水供电612件，占16.2%；物业管理433件，占11.5%；"
    "道路交通305件，占{}；市容环境190件，占5.0%；劳动维权121件，占3.2%。"
)


def wholes(text: str) -> list[Finding]:
    return [f for f in findings(text, "G2") if "占比所对应的总数" in f.subject]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (NOT_OF_ALL.format("8.1%"), "3767至3781"),
        # In brackets, in lines of their own, with one share that the printed count gives as well.
        (
            "全月共收到群众来信7700件。其中排名前四的分别是公积金缴存702件（占9.9%）、村务公开565件（占7.9%）、"
            "消费维权533件（占7.5%）、政策咨询379件（占5.3%）。",
            "7107至7126",
        ),
        (
            "本月收到来信2557件。\n\n一、人社类371件，占比13.9%。\n\n二、农林类369件，占比13.82%。\n\n"
            "三、住建类315件，占比11.8%。\n\n四、交通类198件，占比7.42%。",
            "2670",
        ),
        (
            "本月共受理来信1500件。咨询类315件，占25.1%；投诉类226件，占18.0%；求助类138件，占11.0%；"
            "举报类15件，占1%；建议类11件，占0.9%。",
            "1253至1257",
        ),
    ],
)
def test_a_whole_that_is_not_the_printed_one_is_open(text: str, numbers: str) -> None:
    (found,) = wholes(text)
    assert (found.verdict, found.severity, found.recomputed) == ("needs_definition", 2, numbers)
    assert "文中未印" in (found.statement_zh or "")


def test_what_shares_one_cause_is_told_under_one() -> None:
    text = NOT_OF_ALL.format("8.1%")
    assert len({f.cause_id for f in (*wholes(text), *findings(text, "A3"))}) == 1


def test_digits_cut_off_have_their_whole_in_common_too() -> None:
    (found,) = wholes(
        "本月共收到来信5040件。城管类817件，占比11.1%；公共服务类374件，占比5.0%；政务类353件，占比4.8%；"
        "交通类331件，占比4.5%。"
    )
    assert (found.recomputed, found.rounding) == ("7334至7354", "truncated")


def test_the_one_share_that_has_not_the_whole_of_the_others() -> None:
    (found,) = wholes(NOT_OF_ALL.format("9.1%"))
    assert (found.verdict, found.recomputed) == ("needs_definition", "3767至3781")
    assert "道路交通占比印9.1%" in (found.statement_zh or "")
    assert "8.07%至8.10%" in (found.statement_zh or "")


def test_shares_of_no_whole_at_all() -> None:
    (found,) = wholes(
        "本月共收到来信8000件。\n\n城建类1240件，占比32.1%；交通类500件，占比10.4%；教育类210件，占比6.9%；"
        "民政类155件，占比3.3%。"
    )
    assert (found.verdict, found.recomputed) == ("needs_definition", None)
    assert "没有一个总数" in (found.statement_zh or "")


@pytest.mark.parametrize(
    "text",
    [
        # Of the printed count; of another printed count; one of four wrong; coarse ones; of what each says.
        "本月收到来信500件，咨询类201件，占40.2%；投诉类152件，占30.4%；建议类97件，占19.4%。",
        "本月收到来信4126件，办结3775件。供水612件，占16.2%；物业433件，占11.5%；道路305件，占8.1%。",
        "本月收到来信500件，咨询类201件，占40.2%；投诉类152件，占30.4%；建议类97件，占19.4%；其他50件，占15%。",
        NOT_OF_ALL.format("8.1%") + "\n\n本月按类统计3770件工单。",
        NOT_OF_ALL.format("8.1%") + "\n\n" + table("表1", "单位 受理件", "甲局 3500", "乙局 270", "合计 3770"),
        "本月收到来信400件，咨询类20件，占8%；投诉类15件，占6%；建议类9件，占4%。",
        "咨询类201件，占咨询投诉的57.0%；投诉类152件，占投诉举报的61.0%；建议类97件，占建议的19.4%。",
    ],
)
def test_nothing_is_open_where_a_whole_is_printed_or_many_would_do(text: str) -> None:
    assert [f for f in wholes(text) if f.verdict != "consistent"] == []


ROWS = ("城建 520 {}", "社保 410 14.3%", "公安 335 11.7%", "卫健 260 9.1%")


@pytest.mark.parametrize(
    ("text", "share", "expected"),
    [
        ("", "18.2%", [("consistent", "2858至2865")]),
        ("本月收到来信3200件。\n\n", "18.2%", [("needs_definition", "2858至2865")]),
        ("本月收到来信3200件。\n\n", "21.2%", [("needs_definition", "2858至2872")]),
        # Of the rows together, and of a count of the text.
        ("", "34.1%", []),
        ("本月收到来信2860件。\n\n", "18.2%", []),
    ],
)
def test_rows_of_a_table_that_are_of_another_whole(text: str, share: str, expected: list[tuple[str, str]]) -> None:
    rows = [row.format(share) for row in ROWS]
    rows = rows if share != "34.1%" else ["城建 520 34.1%", "社保 410 26.9%", "公安 335 22.0%", "卫健 260 17.0%"]
    found = wholes(text + table("表1 分类情况", "类别 收到件数 占比", *rows))
    assert [(f.verdict, f.recomputed) for f in found] == expected
