"""A3 for shares whose count or whole a text does not say in so many words, read from texts."""

import pytest

from tests.pipelines.audit.from_text import findings

GRADES = "满意3923件，占比{}；基本满意438件，占比{}；不满意7件，占比0.16%。"


def test_shares_of_grades_are_of_the_count_that_the_grades_fill() -> None:
    text = "本月收到来信4371件，办结4368件。从群众满意程度看，" + GRADES.format("89.81%", "10.03%")
    assert [f.evidence[0] for f in findings(text, "A3")] == [
        "3923/4368 = 89.8123%",
        "438/4368 = 10.0275%",
        "7/4368 = 0.1603%",
    ]
    assert findings(text, "G2") == []


def test_grades_of_those_who_were_asked_are_no_parts_of_what_came_in() -> None:
    text = "本月收到来信120件。回访84件，满意80件，占比95.2%，不满意4件，占比4.8%。"
    assert [(f.verdict, f.recomputed) for f in findings(text, "A3")] == [
        ("consistent", "95.2381%"),
        ("consistent", "4.7619%"),
    ]
    assert {f.verdict for f in findings(text, "A2")} == {"consistent"}


@pytest.mark.parametrize(("printed", "verdict"), [("8.5%", "consistent"), ("9.5%", "needs_definition")])
def test_a_kind_that_its_share_names_again_has_the_count_above(printed: str, verdict: str) -> None:
    text = f"本月收到来信1451件。\\n\\n热点诉求为：市容管理(124件)、交通管理(83件)。其中市容管理类占比{printed}。"
    assert [(f.verdict, f.recomputed) for f in findings(text, "A3")] == [(verdict, "8.5458%")]


def test_another_kind_than_those_counted_has_no_count_of_theirs() -> None:
    text = "本月收到来信1451件。\\n\\n热点诉求为：市容管理(124件)、交通管理(83件)。其中城市管理类占比8.5%。"
    assert findings(text, "A3") == []


@pytest.mark.parametrize(
    ("shares", "steps"),
    [
        (("66.6%", "20.4%"), ["1164/1748 = 66.5904%", "356/1748 = 20.3661%"]),
        (("48.0%", "14.7%"), ["1164/2423 = 48.0396%", "356/2423 = 14.6925%"]),
        (("51.2%", "16.9%"), []),
    ],
)
def test_shares_in_the_row_of_an_item_are_of_the_item_or_of_all(shares: tuple[str, str], steps: list[str]) -> None:
    text = "接听来电2423个。\n\n1.咨询类1748个。复工1164个，占{}；健康码356个，占{}。".format(*shares)
    found = findings(text, "A3")
    assert [f.evidence[0] for f in found if f.verdict == "consistent"] == steps
    assert "inconsistent" not in {f.verdict for f in found}


REPORTED = "本月收到举报876件。\n\n"


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        (
            "从类型看，水污染（448件）和异味（231件）举报较多，分别占到举报总量的51.1%、26.4%。",
            ["448/876 = 51.1416%", "231/876 = 26.3699%"],
        ),
        (
            "反映最集中的行业是建材业（122件），占13.9%，其次是住宿和餐饮业（52件）与养殖业（31件），分别占5.9%和3.5%。",
            ["122/876 = 13.9269%", "52/876 = 5.9361%", "31/876 = 3.5388%"],
        ),
    ],
)
def test_shares_behind_a_row_of_parts_with_brackets(text: str, steps: list[str]) -> None:
    assert [f.evidence[0] for f in findings(REPORTED + text, "A3")] == steps
    assert findings(REPORTED + text, "G2") == []


def test_parts_whose_shares_are_all_of_the_whole_may_overlap() -> None:
    text = "从类型看，水污染（448件）和异味（431件）举报较多，分别占到举报总量的51.1%、49.2%。"
    assert {f.verdict for f in findings(REPORTED + text, "A2")} == {"needs_definition"}


def test_a_share_in_a_row_that_is_wrong_is_told() -> None:
    text = "从类型看，水污染（448件）、异味（231件）和噪声（88件）较多，分别占举报总量的51.1%、29.4%、10.0%。"
    assert [f.verdict for f in findings(REPORTED + text, "A3")] == ["consistent", "inconsistent", "consistent"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("咨询类来信410件，占来信总量的一半以上", [("consistent", "51.25%")]),
        ("咨询类来信390件，占来信总量的近一半", [("consistent", "48.75%")]),
        ("咨询类来信150件，占比近两成", [("consistent", "18.75%")]),
        ("咨询类来信390件，占来信总量的一半以上", [("needs_definition", "48.75%")]),
        ("咨询类来信390件，较上月减少一半", []),
    ],
)
def test_shares_in_words(words: str, told: list[tuple[str, str]]) -> None:
    found = findings(f"本月共收到来信800件，其中，{words}。", "A3")
    assert [(f.verdict, f.recomputed) for f in found] == told


def test_shares_that_are_bounds_are_not_added_up() -> None:
    text = "本月共收到来信800件，其中投诉类占四成，咨询类占比超三成，求助类占比不足两成。"
    assert findings(text, "A2") == []


def test_a_share_of_round_counts_says_that_they_are_round() -> None:
    text = "本月受理诉求12.9万件。其中，咨询类8.4万件，占64.98%；求助类4.5万件，占35.02%。"
    assert {f.statement_zh[-14:] for f in findings(text, "A3")} == {"件数有取整，在其范围内相符。"}
