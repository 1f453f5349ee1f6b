"""What the figures of an English sentence are called, and that no unit or label of ours stays Chinese."""

import re
from pathlib import Path

import pytest

from pipelines.audit.english import english
from pipelines.audit.finding import say
from pipelines.parse import parse_payload
from tests.twins import TWINS

FIXTURES = Path(__file__).parents[2] / "fixtures"
NAMES = ("danfeng.md", "yunxi.txt", "jixi.txt", "changsha.txt", "fufeng.txt")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("297件", "297 items"),
        ("1封", "1 letter"),
        ("5个工作日", "5 working days"),
        ("36件＋40件＋48件", "36 items + 40 items + 48 items"),
        ("65.4%", "65.4%"),
        ("2023年5月", "May 2023"),
        ("2023年1月至3月", "January to March 2023"),
        ("2023年第二季度", "2023 second quarter"),
        ("2022-12-05至2022-12-11", "2022-12-05 to 2022-12-11"),
        ("县长信箱（2023年5月）", "county mailbox (May 2023)"),
        ("（2023年5月）", "May 2023"),
        ("市长信箱（2023年5月）柞水县", "mayor mailbox (May 2023) 柞水县"),
        ("市长热线投诉类", "mayor hotline 投诉类"),
        ("表2（市长信箱）合计", "table 2 (mayor mailbox) total"),
        ("按期办结率", "on-time completion rate"),
        # A name with digits in it, and figures behind names and periods.
        ("12345热线（2023年5月）", "hotline 12345 (May 2023)"),
        ("12345热线11期", "hotline 12345 11 issues"),
        ("2023年6月96.67%", "June 2023 96.67%"),
        ("2023年96.67%", "2023 96.67%"),
        # Names and quotes stay as they are.
        ("县市场监管局", "县市场监管局"),
        ("省（区、市）", "省（区, 市）"),
        ("《县长信箱5月办结情况》", "《县长信箱5月办结情况》"),
        ("“办结36件”", "“办结36件”"),
    ],
)
def test_figures_are_told_in_english(text: str, said: str) -> None:
    assert english(text) == said
    assert english(said) == said


def test_a_sentence_tells_its_figures_in_both_languages() -> None:
    words = {
        "who": "县长信箱（2023年5月）",
        "whole_zh": "收到",
        "whole_en": "received",
        "parts_zh": "办结",
        "added": "36",
    }
    said = say("flows", "within", **words, parts_en="completed", whole="40")
    assert said["statement_zh"] == "县长信箱（2023年5月）办结36不多于收到40，相符。"
    assert said["statement_en"] == "County mailbox (May 2023): completed 36 does not exceed received 40."


def test_no_unit_month_or_channel_of_the_twins_stays_chinese() -> None:
    left = re.compile(r"\d\s?(?:件|封|条|次|个|家|天|年|月|工作日)|信箱（|热线（|办结率|合计|表\d")
    for name in NAMES:
        for finding in parse_payload((TWINS / name).read_bytes(), file_name=name).findings:
            unquoted = re.sub("《[^》]*》|“[^”]*”", "", finding.statement_en)
            assert left.search(unquoted) is None, finding.statement_en


def test_no_figure_touches_the_number_of_the_hotline_or_a_year() -> None:
    touching = re.compile(r"(?<!\d)12345\d|(?<!\d)20[012]\d(?=\d+(?:\.\d+)?%)")
    for path in sorted((*FIXTURES.glob("bulletins/*/bulletin.txt"), *(TWINS / name for name in NAMES))):
        for finding in parse_payload(path.read_bytes(), file_name=path.name).findings:
            for said in (finding.subject, finding.statement_zh, finding.statement_en, *finding.evidence):
                assert touching.search(said) is None, (path, said)


def test_what_an_office_says_in_its_own_words_stays_in_them() -> None:
    words = "累计办结 217件，只统计公开回复"
    explained = say("bounds", "explained", explanation=words)["statement_en"]
    assert words in explained
    assert explained.endswith("”. ")
    figures = dict.fromkeys(("speaker", "label_en", "claimed_en", "channel_en", "visible_en", "verdict_en"), "x")
    zh = dict.fromkeys(("channel", "label", "claimed", "visible", "verdict", "explained"), "x")
    said = say("bounds", "summary_open", **figures, **zh, public=1, explained_en=explained)["statement_en"]
    assert f"“{words}”. x." in said
