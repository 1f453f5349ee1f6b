"""Whose a figure is where offices, channels, steps and grades stand beside each other; all of it is invented."""

import pytest

from parsers.claims.named import named_units
from parsers.claims.scope import Scope
from parsers.claims.sentences import paragraph_claims
from parsers.records import Claim
from parsers.text.periods import month

SCOPE = Scope(stated_by="government", channel="hotline_12345", period=month(2022, 5))
OPENING = "5月，共受理诉求900件。"


def read(text: str, before: str = "") -> list[Claim]:
    """The claims of a paragraph, behind one that counts what came in where ``before`` is given."""
    topic = paragraph_claims(before, "L1", SCOPE).topic if before else None
    return paragraph_claims(text, "L2", SCOPE, topic).claims


def said(text: str, *fields: str, before: str = "") -> list[tuple[object, ...]]:
    return [(c.metric, c.printed, *(getattr(c, f) for f in fields)) for c in read(text, before)]


@pytest.mark.parametrize("whose", ["具体承办单位为：", "责任单位分别为：", "分别是："])
def test_offices_behind_a_count_share_it_not_the_first_of_the_sentence(whose: str) -> None:
    text = f"本月转办工单共76件，超期办结工单共5件，{whose}石桥镇人民政府2件、县水利局2件、供电公司1件。"
    assert said(text, "agency")[1:] == [
        ("overdue_completed", "5件", None),
        ("overdue_completed", "2件", "石桥镇人民政府"),
        ("overdue_completed", "2件", "县水利局"),
        ("overdue_completed", "1件", "供电公司"),
    ]


def test_of_some_letters_those_are_counted_that_the_words_behind_say() -> None:
    assert said("县水务公司8件应办结工单中2件工单超时办结。") == [("due", "8件"), ("overdue_completed", "2件")]


def test_what_is_carried_on_to_a_later_month_is_left_and_the_period_holds() -> None:
    claims = read("5月份共受理问题310件，结转至6月份27件，按期办结率96.4%。")
    assert [c.printed for c in claims] == ["310件", "96.4%"]
    assert {c.period_end for c in claims} == {month(2022, 5).end}


def test_calls_that_are_neither_received_nor_handed_on() -> None:
    calls = said("其中受理来电31.2万件，外呼6.5万件，外拨1.1万件。")
    assert calls == [("received", "31.2万件"), ("called_out", "6.5万件"), ("called_out", "1.1万件")]


def test_a_fall_may_be_called_减幅() -> None:
    (_, change) = read("受理工单52件，同比减幅8.3%。")
    assert (change.metric, str(change.value)) == ("change", "-8.3")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("乡镇街道（共6家，满分为120分）：石桥镇得分为110.5分。", ("units", "6家", "乡镇街道")),
        ("31家承办单位中考评等级为A类的有25家，B类6家。", ("units", "6家", "B类")),
        ("承办单位31家，综合考核A类25家、B类6家。", ("units", "25家", "A类")),
        ("评价为C类的责任单位6家，较上季度增加2家。", ("change_count", "2家", None)),
        ("在31个承办单位中排名第3位。", ("rank", "3位", None)),
    ],
)
def test_units_are_counted_beside_their_grade(text: str, expected: tuple[object, ...]) -> None:
    assert expected in said(text, "category")
    assert not any(c.printed == "31个" for c in read(text))


def test_a_change_of_units_is_of_units() -> None:
    assert read("评价为C类的责任单位6家，较上季度增加2家。")[-1].of_metric == "units"


def test_units_that_are_counted_are_not_none() -> None:
    assert named_units("无诉求的单位共有4家。", "L1", SCOPE, problems=False) == []
    assert [c.metric for c in named_units("无逾期的单位。", "L1", SCOPE, problems=False)] == ["units"]


def test_whoever_stands_before_a_score_has_it() -> None:
    text = "本月县水务公司82分，师范学院88.5分，县妇联90分排名靠后。"
    assert said(text, "agency") == [
        ("score", "82分", "县水务公司"),
        ("score", "88.5分", "师范学院"),
        ("score", "90分", "县妇联"),
    ]


def test_a_firm_that_got_a_score_is_known_by_its_name() -> None:
    text = "本月石澜燃气82分、师范学院88分排名靠后。石澜燃气转派工单满意率75%。师范学院办结率80%。"
    assert said(text, "agency")[2:] == [
        ("satisfaction_rate", "75%", "石澜燃气"),
        ("completion_rate", "80%", "师范学院"),
    ]


def test_a_district_may_end_like_a_town() -> None:
    text = "承办量前两位的为：石城区（直办20件，转办31件）、南川区（直办17件，转办12件）。"
    assert said(text, "agency")[:2] == [("handled_directly", "20件", "石城区"), ("forwarded", "31件", "石城区")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "投诉类工单：113件；求助类：48件；建议、表扬类：14件。",
            [("received", "113件", "投诉类工单"), ("received", "48件", "求助类"), ("received", "14件", "建议、表扬类")],
        ),
        (
            "停车难问题5.4万件，约占受理总量的9.1%。",
            [("received", "5.4万件", "停车难问题"), ("share", "9.1%", "停车难问题")],
        ),
        (
            "噪声仍是群众最关心的问题，共81件，占总量的9%。",
            [("received", "81件", "噪声"), ("share", "9%", "噪声")],
        ),
        ("直办9件（占1%）、转办891件（占99%）。", [("handled_directly", "9件", None), ("forwarded", "891件", None)]),
    ],
)
def test_a_part_and_its_share(text: str, expected: list[tuple[object, ...]]) -> None:
    found = said(text, "category", before=OPENING)
    assert all(part in found for part in expected)


def test_the_share_of_a_step_in_brackets_is_of_what_came_in() -> None:
    shares = [c for c in read("直办9件（占1%）、转办891件（占99%）。", OPENING) if c.metric == "share"]
    assert [(c.printed, c.category, c.of_metric) for c in shares] == [
        ("1%", "直办", "received"),
        ("99%", "转办", "received"),
    ]


def test_a_channel_beside_the_whole_has_no_part_in_its_list() -> None:
    text = (
        "受理热线工单653件，县长信箱来信32件，问题排在前两位的是：城乡建设类45件、公共服务类34件。其中，已办结600件。"
    )
    assert said(text, "channel", "category") == [
        ("received", "653件", "hotline_12345", None),
        ("received", "32件", "county_mailbox", None),
        ("received", "45件", "hotline_12345", "城乡建设类"),
        ("received", "34件", "hotline_12345", "公共服务类"),
        ("completed", "600件", "hotline_12345", None),
    ]


def test_what_is_formed_of_all_that_came_in_is_of_the_whole() -> None:
    text = "热线接收来电总量730次，接收县长信箱来信5件，共形成有效工单534件。"
    assert said(text, "channel") == [
        ("received", "730次", "hotline_12345"),
        ("received", "5件", "county_mailbox"),
        ("valid", "534件", "hotline_12345"),
    ]


def test_several_named_in_order_are_no_ranks() -> None:
    assert said("排名第二、第三的分别是住房类、公交类。") == []


def test_the_old_town_is_no_district() -> None:
    assert [c.agency for c in read("其中石城区31件，主城区22件，南川区13件。", OPENING)] == ["石城区", None, "南川区"]


def test_a_hotline_is_spoken_of_again() -> None:
    claims = read("受理12345热线工单557件，市长信箱、县长信箱来信84件。热线工单按类别分：住房类71件，交通类69件。")
    assert [c.channel for c in claims] == ["hotline_12345", "combined", "hotline_12345", "hotline_12345"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("东山、大河、坪江满意度为100%。", ["东山、大河、坪江"]),
        ("从回复率来看，东山、大河、坪江回复率均为100%。", ["东山、大河、坪江"]),
        ("咨询、投诉办结率均为100%。", ["咨询、投诉"]),
        ("县长信箱、网上问政办结率均为100%。", [None]),
        ("办结率、回复率均为100%。", [None, None]),
        ("全县满意度为100%。", [None]),
    ],
)
def test_a_rate_of_units_named_together_is_of_no_whole(text: str, names: list[str | None]) -> None:
    assert [c.category for c in read(text, OPENING)] == names
