import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.records import Claim
from pipelines.audit.order.ranking import (
    first_rise,
    lists_in_order,
    named_lists,
    named_on_time,
    those_with_much,
    unit_names,
)
from tests.pipelines.audit.paragraphs_by_hand import enumeration
from tests.pipelines.audit.stated_by_hand import bulletin, run, stated, table

ORDER = "群众反映的热点问题依次是：住房、交通、教育，分别占比{}。"


def listed(*shares: str, quote: str = ORDER) -> list[Claim]:
    said = quote.format("、".join(shares))
    names = ("住房", "交通", "教育")
    return [
        stated("share", share, category=name, quote=said, scope="category", group="g", of_metric="received")
        for name, share in zip(names, shares, strict=True)
    ]


@pytest.mark.parametrize(
    ("shares", "verdict", "severity", "recomputed"),
    [
        (("33.59%", "12.98%", "5.34%"), "consistent", 0, "不增"),
        (("22.22%", "7.41%", "7.41%"), "consistent", 0, "不增"),
        (("22.22%", "7.41%", "7.42%"), "unusual", 1, "第3项大于第2项"),
    ],
)
def test_a_list_in_falling_order(shares: tuple[str, ...], verdict: str, severity: int, recomputed: str) -> None:
    (finding,) = run(lists_in_order, bulletin(*listed(*shares)))
    assert (finding.check_id, finding.verdict, finding.severity) == ("N2", verdict, severity)
    assert finding.recomputed == recomputed


def test_a_list_without_such_a_word_or_far_behind_it_is_not_held_to_it() -> None:
    plain = "群众反映的热点问题有：住房、交通、教育，分别占比{}。"
    assert run(lists_in_order, bulletin(*listed("1%", "2%", "3%", quote=plain))) == []
    far = "受理情况依次是按月统计的，全县各单位共同办理的诉求中住房、交通、教育占比{}。"
    assert run(lists_in_order, bulletin(*listed("1%", "2%", "3%", quote=far))) == []


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("依次为城建58件、公安33件、教育41件。", "unusual"),
        ("依次为城建58件、教育41件、公安33件。", "consistent"),
        ("依次为城建58件、教育41件、其他60件。", "consistent"),
        ("城建、公安、教育依次为58件、33件、41件。", None),
        ("有城建58件、公安33件、教育41件。", None),
    ],
)
def test_the_word_stands_before_the_names(quote: str, verdict: str | None) -> None:
    counts = {"城建": "58", "公安": "33", "教育": "41", "其他": "60"}
    names = sorted((name for name in counts if name in quote), key=quote.index)
    claims = enumeration("L1", {name: (counts[name], None) for name in names}, quote=quote)
    assert [f.verdict for f in run(lists_in_order, bulletin(*claims))] == ([verdict] if verdict else [])


@given(st.lists(st.fractions(), min_size=1, max_size=6))
def test_a_list_rises_unless_it_is_sorted(values: list[Fraction]) -> None:
    assert (first_rise(values) is None) == (values == sorted(values, reverse=True))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("绛帐镇、县卫健局和县城管执法局等", ("绛帐镇", "县卫健局", "县城管执法局")),
        ("县教体局（含学校）；甲镇", ("县教体局", "甲镇")),
        ("", ()),
    ],
)
def test_names_of_units(text: str, names: tuple[str, ...]) -> None:
    assert unit_names(text) == names


def volumes(text: str, *rows: tuple[str, str]) -> object:
    made = table(1, ["单位", "completed"], rows)
    claim = stated("completed", "300件", quote="实办300件。")
    return bulletin(claim, tables=[made], full_text="实办300件。" + text)


MUCH = "其中办结较多的镇街和部门有：甲镇、乙镇、县丙局。"


def test_the_units_with_much_are_those_of_the_table() -> None:
    rows = [("甲镇", "50"), ("乙镇", "40"), ("丁镇", "40"), ("县丙局", "90"), ("县戊局", "10")]
    towns, departments = run(those_with_much, volumes(MUCH, *rows))  # type: ignore[arg-type]
    assert [(f.verdict, f.severity) for f in (towns, departments)] == [("consistent", 0)] * 2
    assert (towns.subject, departments.subject) == ("县长信箱办结较多的镇街", "县长信箱办结较多的部门")


def test_a_unit_with_more_that_is_not_listed_is_told() -> None:
    rows = [("甲镇", "50"), ("乙镇", "40"), ("丁镇", "41"), ("县丙局", "90"), ("县戊局", "10")]
    towns, _ = run(those_with_much, volumes(MUCH, *rows))  # type: ignore[arg-type]
    assert (towns.verdict, towns.severity) == ("unusual", 1)
    assert "丁镇（41）" in towns.statement_zh


def test_a_list_of_units_without_a_table_of_them_says_nothing() -> None:
    rows = [("甲镇", "50"), ("乙镇", "40")]
    assert run(those_with_much, volumes(MUCH, *rows)) == []  # type: ignore[arg-type]
    assert run(those_with_much, volumes("办结较好的单位有：甲镇。", *rows)) == []  # type: ignore[arg-type]


def praised(quote: str) -> Claim:
    return stated("commended", agency="甲局、乙局、丙局", quote=quote, value_text="甲局、乙局、丙局")


@pytest.mark.parametrize(("rate", "verdict"), [("100%", "consistent"), ("99.99%", "unusual")])
def test_units_named_as_on_time(rate: str, verdict: str) -> None:
    made = table(1, ["单位", "due", "on_time_completion_rate"], [["甲局", "9", "100%"], ["乙局", "9", rate]])
    (finding,) = run(named_on_time, bulletin(praised("能按期办结的单位有：甲局、乙局、丙局。"), tables=[made]))
    assert (finding.verdict, finding.recomputed) == (verdict, f"{2 if verdict == 'consistent' else 1}/2个为100%")


def test_praise_for_something_else_or_of_another_channel_says_nothing() -> None:
    rows = [["甲局", "9", "50%"]]
    made = table(1, ["单位", "due", "on_time_completion_rate"], rows)
    assert run(named_on_time, bulletin(praised("办理较好的单位有：甲局、乙局、丙局。"), tables=[made])) == []
    other = table(1, ["单位", "due", "on_time_completion_rate"], rows, channel="mayor_mailbox")
    assert run(named_on_time, bulletin(praised("能按期办结的单位有：甲局、乙局、丙局。"), tables=[other])) == []


def test_figures_of_no_known_channel_are_in_order_with_those_of_one() -> None:
    """Two figures of one sentence, of which one names no channel, are found at the same place."""
    quote = "收到来信9件，县长信箱办结8件。"
    claims = [
        stated("received", "9", quote=quote, channel=None),
        stated("completed", "8", quote=quote, channel="county_mailbox"),
    ]
    (named,) = named_lists(bulletin(*claims, full_text=f"{quote}\n办结工单较多的部门有：县住建局、县教育局。"))
    assert named.channel == "county_mailbox"


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("依次为城建58件、其他市容问题100件、公安33件。", "unusual"),
        ("依次为城建58件、其他市容问题40件、公安33件。", "consistent"),
        ("依次为城建58件、公安33件、其它类问题60件。", "consistent"),
        ("依次为城建58件、公安33件、其他（含咨询）60件。", "consistent"),
        ("依次为城建58件、公安33件、其余诉求60件。", "consistent"),
    ],
)
def test_only_what_is_left_as_a_whole_is_left_out_of_an_order(quote: str, verdict: str) -> None:
    listed = re.findall(r"([^、为]+?)(\d+)件", quote)
    claims = enumeration("L1", {name: (count, None) for name, count in listed}, quote=quote)
    assert [f.verdict for f in run(lists_in_order, bulletin(*claims))] == [verdict]
