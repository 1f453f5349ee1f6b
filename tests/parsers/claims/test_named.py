"""Units that a text names in words: praised, criticised, without requests, some of them."""

import pytest

from parsers.claims.named import named_units, what_is_said
from parsers.claims.sentences import Scope
from parsers.records import Claim
from parsers.text.periods import month

SCOPE = Scope(stated_by="government", region_code="990101", channel="hotline_12345", period=month(2022, 4))


def read(text: str, *, problems: bool = False) -> list[Claim]:
    return named_units(text, "L4", SCOPE, problems=problems)


def named(text: str, *, problems: bool = False) -> list[tuple[str, str | None]]:
    return [(c.metric, c.value_text) for c in read(text, problems=problems)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("办理情况较好的单位有：县住建局、县公安局、城关镇。", "县住建局、县公安局、城关镇"),
        ("办理较好的单位：县住建局、县公安局；", "县住建局、县公安局"),
        ("工作突出的单位是县教体局、县交通局。", "县教体局、县交通局"),
        ("办理质量较高的有县公安局、河西街道办事处。", "县公安局、河西街道办事处"),
        ("对县住建局、县公安局等5个单位予以通报表扬。", "县住建局、县公安局"),
        ("县教育局、县公安局和城关镇办理及时，予以表扬。", "县教育局、县公安局和城关镇"),
        ("县住建局、县交通局能够及时办理，效果良好。", "县住建局、县交通局"),
        ("县住建局被通报表扬。", "县住建局"),
        ("来信办理工作中，县住建局、县交通局办理情况较好。", "县住建局、县交通局"),
    ],
)
def test_praised_units(text: str, names: str) -> None:
    (claim,) = read(text)
    assert (claim.metric, claim.value_text, claim.agency, claim.value) == ("commended", names, names, None)
    start, end = map(int, claim.locator.removeprefix("L4:").split("-"))
    assert text[start:end] == names
    assert claim.quote in text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("办结率较低的单位有：甲镇、乙镇。", "甲镇、乙镇"),
        ("对县住建局提出批评。", "县住建局"),
        ("县住建局、县交通局被通报批评。", "县住建局、县交通局"),
        ("通报批评县住建局。", "县住建局"),
    ],
)
def test_blamed_units(text: str, names: str) -> None:
    assert named(text) == [("criticised", names)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("景阳乡、六郎乡零诉求。", "景阳乡、六郎乡"),
        ("其中，关防乡、景阳乡、三官洞林区零诉求。", "关防乡、景阳乡、三官洞林区"),
        ("县司法局、县审计局本季度没有来件。", "县司法局、县审计局"),
        ("县司法局等12家单位零投诉。", "县司法局"),
        ("本季度无来件单位：县司法局、县审计局。", "县司法局、县审计局"),
        ("县公安局办结5件，县审计局零投诉。", "县审计局"),
    ],
)
def test_units_without_requests(text: str, names: str) -> None:
    assert named(text) == [("zero_requests", names)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("本月没有出现逾期的单位。", "逾期"),
        ("无逾期办结的单位", "逾期办结"),
        ("没有逾期未办的部门。", "逾期未办"),
        ("全县各单位均未出现超期现象。", "超期"),
    ],
)
def test_no_unit_at_all_is_a_count_of_zero(text: str, what: str) -> None:
    (claim,) = read(text)
    assert (claim.metric, claim.value, claim.low, claim.high) == ("units", 0, 0, 0)
    assert (claim.category, claim.agency, claim.scope) == (what, None, "whole")


@pytest.mark.parametrize(
    ("text", "names", "fault"),
    [
        ("如县住建局未按时回复。", "县住建局", "未按时回复"),
        ("例如：县住建局、城关镇在办理过程中，敷衍应付。", "县住建局、城关镇", "敷衍应付"),
        ("比如县住建局收到转办件后，超过规定时限3天才回复。", "县住建局", "超过规定时限3天才回复"),
        ("如：城关镇未在规定时限内签收。", "城关镇", "未在规定时限内签收"),
    ],
)
def test_cases_of_a_section_on_problems(text: str, names: str, fault: str) -> None:
    (claim,) = read(text, problems=True)
    assert (claim.metric, claim.value_text, claim.category) == ("criticised", names, fault)
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "some", "said"),
    [
        ("个别单位对群众诉求重视不够，回复不及时。", "个别单位", "对群众诉求重视不够"),
        ("大部分镇街回复不及时。", "大部分镇街", "回复不及时"),
        ("少数承办单位存在推诿现象。", "少数承办单位", "存在推诿现象"),
        ("一是个别镇（街道）重视不够。", "个别镇（街道）", "重视不够"),
    ],
)
def test_some_units_are_a_claim_without_a_number(text: str, some: str, said: str) -> None:
    (claim,) = read(text, problems=True)
    assert (claim.metric, claim.value_text, claim.category) == ("units", some, said)
    assert (claim.qualifier, claim.value) == ("qualitative", None)
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "县住建局受理12件，办结12件。",
        "排名前三的单位：县公安局、县住建局、城关镇。",
        "各单位要认真办理。",
        "做好群众工作。",
        "",
    ],
)
def test_other_sentences_name_nobody(text: str) -> None:
    assert read(text, problems=True) == []


def test_the_channel_of_a_case_is_the_one_that_it_names() -> None:
    (claim,) = read("如县住建局未按时回复县长信箱来信。", problems=True)
    assert claim.channel == "county_mailbox"
    assert read("办理较好的单位：县住建局。")[0].channel == "hotline_12345"


def test_what_is_said_leaves_out_when_and_in_what() -> None:
    assert what_is_said("收到转办件后，在办理过程中，敷衍应付") == "敷衍应付"
    assert what_is_said("接到来件后") is None


def test_no_requests_behind_a_clause_on_what_the_units_did() -> None:
    text = "其中，河西镇、东岭乡和青松林区积极为群众排忧解难，本月“网上问政”实现零诉求。"
    assert named(text) == [("zero_requests", "河西镇、东岭乡和青松林区")]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("满意率较高的单位：县税务局、竹峰镇。", ["commended"]),
        ("不满意率较高的单位：县税务局、竹峰镇。", ["criticised"]),
        ("超期率较低的单位有：县税务局。", ["commended"]),
        ("办结率较低的单位有：县税务局。", ["criticised"]),
        ("投诉量较高的单位：县税务局。", []),
    ],
)
def test_much_of_what_went_wrong_is_no_praise(text: str, metric: list[str]) -> None:
    assert [c.metric for c in read(text)] == metric
