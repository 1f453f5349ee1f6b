"""What the figures of an English sentence are called, and that no unit or label of ours stays Chinese."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from opencc import OpenCC

from parsers.vocabulary import load as vocabulary
from pipelines.audit.english import english, in_number
from pipelines.audit.finding import say
from pipelines.audit.rules import load
from pipelines.audit.steps import STEPS, step, templates
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
        ("2023年第二季度", "the second quarter of 2023"),
        ("12345热线咨询等3项上年同期收到之和", "hotline 12345 咨询 and others (3 items)"),
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
        # Round figures keep the digits that they are printed with.
        ("0.6万件", "0.6 × 10,000 items"),
        ("138.7万", "138.7 × 10,000"),
        ("1.2亿元", "1.2 × 100 million yuan"),
        ("120人次", "120 visits"),
        ("8次", "8 times"),
        ("60余件", "over 60 items"),
        ("约3.4万余件", "over 3.4 × 10,000 items"),
        ("约2100条；2361条", "about 2100 messages; 2361 messages"),
        ("超过1.6万件", "more than 1.6 × 10,000 items"),
        ("85%以上", "85% or more"),
        # Figures and periods in words.
        ("百分之九十八点五", "98.5%"),
        ("八成九", "89%"),
        ("四成", "4 tenths"),
        ("一百二十六件", "126 items"),
        ("二〇二三年一季度", "the first quarter of 2023"),
        ("二月份", "February"),
        ("5月8日—5月14日", "8 May—14 May"),
        ("2021年1-6月", "January to June 2021"),
        ("2021 年 12 月", "December 2021"),
        ("2022年度", "2022"),
        ("2023-07-03至2023-07-09的96.67%", "2023-07-03 to 2023-07-09: 96.67%"),
        # Formulas of this project.
        (
            "(应办-逾期办结-逾期未办)/应办 = (75-3-0)/75 = 96%",
            "(due - overdue completed - overdue not completed)/due = (75-3-0)/75 = 96%",
        ),
        ("解决率=解决/有效", "resolution rate = resolved/valid"),
        # What this project calls what has no name of its own, or shares it.
        ("表1小计（县水利局等2行）", "table 1 subtotal （县水利局 and others, 2 rows）"),
        ("第3行", "row 3"),
        ("某企业（之2）", "a firm (no. 2)"),
        # Words that only look like figures or periods, and figures inside names.
        ("三农类", "三农类"),
        ("十月社区", "十月社区"),
        ("一件事专窗", "一件事专窗"),
        ("县打印机采购投诉", "县打印机采购投诉"),
        ("15个工作日以内办结的", "15个工作日以内办结的"),
        ("较大事故", "较大事故"),
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


HAN = re.compile(r"[\u4e00-\u9fff]+")
QUOTED = re.compile("《[^》]*》|“[^”]*”")
READABLE = [path for path in FIXTURES.glob("bulletins/*/bulletin.txt") if "mojibake" not in path.parent.name]
DOCUMENTS = sorted((*FIXTURES.glob("bulletins/*.txt"), *READABLE, *map(TWINS.joinpath, NAMES)))
_FILLED = {
    "quantity": "27.5%",
    "basis": "上年同期",
    "title": "《云溪县通报》",
    "workdays": "3",
    "formula": "办结/收到",
    "length": "日历日",
    "printed": "84",
    "whose": "县长信箱（2023年5月）",
}


@pytest.mark.parametrize("case", templates(STEPS))
def test_a_step_is_found_again_by_its_chinese(case: str) -> None:
    template = templates(STEPS)[case]
    names = re.findall(r"{(\w+)}", template["zh"])
    assert sorted(names) == sorted(re.findall(r"{(\w+)}", template["en"]))
    filled = {name: _FILLED.get(name, "12") for name in names}
    said = english(step(case, **filled))
    assert said == template["en"].format(**{name: english(value) for name, value in filled.items()})
    assert HAN.search(QUOTED.sub("", said)) is None


def test_several_steps_and_their_figures_are_told_one_by_one() -> None:
    assert english("3处颠倒；2处晚于存档") == "dates in reversed order: 3; dates after the day of storing: 2"
    assert english("2020-12-15；相差5天、3个工作日") == "2020-12-15; days between: 5, working days: 3"
    assert english("5天；（历法未覆盖）个工作日") == "5 days; (not in the calendar) working days"
    assert english("3件占5%、4件占7%") == "3 items are 5%, 4 items are 7%"
    assert english("4个相同；六郎乡、关防乡") == "the same: 4; 六郎乡, 关防乡"
    assert english("1、1、0位") == "decimals: 1, 1, 0"


def _in_keywords(tree: ast.AST) -> Iterator[str]:
    """The texts that stand where a check says its arithmetic and its result."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        for keyword in (k for k in call.keywords if k.arg in ("evidence", "recomputed")):
            steps = [
                n for n in ast.walk(keyword.value) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "step"
            ]
            inside = {id(n) for found in steps for n in ast.walk(found)}
            texts = (n for n in ast.walk(keyword.value) if isinstance(n, ast.Constant) and id(n) not in inside)
            yield from (n.value for n in texts if isinstance(n.value, str))


def test_what_a_check_says_of_its_arithmetic_has_its_english() -> None:
    known = {*load("english")["units"], *load("english")["words"], "至"}
    modules = sorted(Path(str(files("pipelines.audit"))).rglob("*.py"))
    said = {
        (path.name, run)
        for path in modules
        for text in _in_keywords(ast.parse(path.read_text("utf-8")))
        for run in HAN.findall(text)
    }
    assert {(name, run) for name, run in said if run not in known} == set()
    assert said


def test_every_unit_that_is_read_has_its_english() -> None:
    narrative, columns = vocabulary("narrative"), vocabulary("columns")
    read = {*narrative["count_units"], *narrative["duration_units"], *columns["units"]} - {"%"}
    assert [unit for unit in read if HAN.search(english(f"12{unit}"))] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_only_what_is_printed_stays_chinese(path: Path) -> None:
    document = parse_payload(path.read_bytes(), file_name=path.name)
    printed = re.sub(r"\s", "", OpenCC("t2s").convert(path.read_text(encoding="utf-8")))
    units = "|".join(load("english")["units"])
    for finding in document.findings:
        steps = (*finding.evidence, *finding.alternatives, finding.recomputed or "")
        for said in (finding.statement_en, *map(english, steps)):
            own = QUOTED.sub("", said)
            names = [run for run in HAN.findall(own) if run not in printed and run not in _REGIONS]
            assert names == [], said
            assert re.search(rf"\d(?:\.\d+)?[万亿]?(?:{units})(?![\u4e00-\u9fff])", own) is None, said


_REGIONS = {"丹凤县"}
"""Whose mailbox it is, where a page names it only by its address."""


_CLUMSY = re.compile(
    r"\b(?:the|a|an|this) (?:the|a|an|this)\b"  # of the this channel
    r"|^ *[:;,.]|: :|, ,|;;|\( ?\)| {2}"  # nothing where a subject should stand
    r"|(?<![\w.,/×+-])(?<!× )1 (?:items|letters|messages|days|rows|pairs|units|counts|working days)\b"
    r"|(?<![\w.,/×+-])(?:[2-9]|[1-9]\d+) (?:items|letters|messages|calls|cases) (?:is|was|agrees|has)\b"
    r"|\b\d{4} (?:first|second|third|fourth) (?:half|quarter)\b"
    r"|\bthe (?:received|completed|accepted|replied|served|forwarded|valid) is\b"
    r"|, \w+/\w+ agrees with\b"
)
"""Doubled articles, empty subjects, one of several and several as one, counts as if they were things."""


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_sentences_are_sentences(path: Path) -> None:
    for finding in parse_payload(path.read_bytes(), file_name=path.name).findings:
        assert _CLUMSY.search(QUOTED.sub("“x”", finding.statement_en)) is None, finding.statement_en
        assert not finding.statement_zh.startswith("（"), finding.statement_zh
        assert re.search(r"“”|：：|，，|。。|、、|，。", finding.statement_zh) is None, finding.statement_zh


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1 days (1 working days) after", "1 day (1 working day) after"),
        ("in all 1 rows; 21 rows", "in all 1 row; 21 rows"),
        ("11 days, 0.1 items, 1/1 items, 1,001 items", "11 days, 0.1 items, 1/1 items, 1,001 items"),
        ("about 2 × 1 items; prints “1 items”", "about 2 × 1 items; prints “1 items”"),
    ],
)
def test_one_is_no_plural(said: str, meant: str) -> None:
    assert in_number(said) == meant


def test_a_sentence_without_a_channel_names_its_period_and_no_empty_subject() -> None:
    figures = {"what_zh": "收到", "what_en": "received", "count": "+3", "printed": "0.88%", "earlier": "339"}
    words = {"basis_zh": "上期", "basis_en": "the previous period", "earlier_en": "339"}
    dated = say("earlier", "base_of_both", who="（2023年4月）", **figures, **words)
    assert dated["statement_zh"].startswith("2023年4月，收到较上期")
    assert dated["statement_en"].startswith("April 2023: received changed")
    assert say("earlier", "base_of_both", who="", **figures, **words)["statement_en"].startswith("Received changed")
