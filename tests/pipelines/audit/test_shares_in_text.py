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


def test_the_list_behind_a_count_of_a_row_is_of_that_count() -> None:
    text = (
        "今年交由县政府系统办理的议案2件、代表建议60件，其中城建方面24件，占承办总数的40.0%；"
        "农业方面19件，占承办总数的31.6%；教卫方面17件，占承办总数的28.3%。"
    )
    found = findings(text, "A3")
    assert [(f.claimed, f.verdict) for f in found] == [
        ("40.0%", "consistent"), ("31.6%", "consistent"), ("28.3%", "consistent"),
    ]  # fmt: skip
    assert all("/60" in f.statement_zh for f in found)
    assert "24+19+17=60" in "".join(f.statement_zh for f in findings(text, "A2"))


def test_the_word_that_shares_are_of_is_not_what_is_counted() -> None:
    text = (
        "今年交由县政府系统办理的议案2件、代表建议60件，其中城建方面24件，占承办总数的40.0%；"
        "农业方面19件，占承办总数的31.6%；教卫方面17件，占承办总数的28.3%。这些建议分别交由12家单位承办，建议回复率100%。"
        "从办理情况来看，已经解决或基本解决，或已通过其他途径解决的(A类)37件，占承办总数的61.67%；"
        "正在解决或有关工作已启动的(B类)11件，占承办总数的18.34%；列入规划的(C类)12件，占承办总数的20.00%。"
    )
    assert "37+11+12=60" in "".join(f.statement_zh for f in findings(text, "A2"))
    assert [f.verdict for f in findings(text, "A3") if f.claimed == "18.34%"] == ["inconsistent"]


def test_a_list_that_does_not_fill_the_count_before_it_is_left_as_read() -> None:
    text = (
        "今年交由县政府系统办理的议案2件、代表建议61件，其中城建方面24件，占承办总数的40.0%；"
        "农业方面19件，占承办总数的31.6%；教卫方面17件，占承办总数的28.3%。"
    )
    assert "inconsistent" not in {f.verdict for f in findings(text, "A3")}


NO_WHOLE = (
    "本月共受理信息1369件。\n\n街面类440件，占40.0%，{}类330件，占30.0%；部件类案件集中在公用设施和道路交通，"
    "占部件类问题的85.5%。"
)


def test_a_kind_of_adverts_is_a_kind_of_case() -> None:
    assert [f.claimed for f in findings(NO_WHOLE.format("市容环境和宣传广告"), "A3")] == ["40.0%", "30.0%"]


def test_shares_of_another_whole_imply_it_and_no_count_of_the_one_printed() -> None:
    (found,) = findings(NO_WHOLE.format("市容环境"), "G2")
    assert found.recomputed == "1099至1101"
    assert "总数未印" in found.statement_zh


def test_what_a_share_is_of_is_no_part() -> None:
    assert {f.verdict for f in findings(NO_WHOLE.format("市容环境"), "A2")} == {"consistent"}
