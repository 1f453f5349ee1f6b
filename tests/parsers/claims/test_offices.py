"""Offices as subjects of a clause."""

import pytest

from parsers.claims.offices import (
    is_office_name,
    last_office,
    office_at_start,
    office_list_at_start,
    starts_with_whole_place,
)
from parsers.claims.scope import Scope
from parsers.claims.sentences import paragraph_claims


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("县住建局受理202件", "县住建局"),
        ("县政府办公室答复3件", "县政府办公室"),
        ("县委办公室答复3件", "县委办公室"),
        ("城关街道办事处办结3件", "城关街道办事处"),
        ("县人民法院办结3件", "县人民法院"),
        ("办理3件", None),
        ("县政府网站受理3件", None),
        ("较好的局", None),
    ],
)
def test_the_office_that_a_clause_begins_with(text: str, office: str | None) -> None:
    assert office_at_start(text) == office


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("县人社局、县教育局和县公安局办结率为100%", "县人社局、县教育局和县公安局"),
        ("县人社局、县教育局等县直部门及各乡镇(场)办结", "县人社局、县教育局等县直部门及各乡镇(场)"),
        ("县人社局办结3件", None),
    ],
)
def test_a_list_of_offices(text: str, offices: str | None) -> None:
    assert office_list_at_start(text) == offices


def test_the_last_office_of_a_text() -> None:
    assert last_office("县教育局，县公安局连续") == "县公安局"
    assert last_office("连续") is None


def test_a_whole_name() -> None:
    assert is_office_name("县住建局")
    assert not is_office_name("城乡建设")


@pytest.mark.parametrize(("text", "whole"), [("全县受理", True), ("我市", True), ("县教育局", False)])
def test_the_whole_place_is_no_office(text: str, whole: bool) -> None:
    assert starts_with_whole_place(text) is whole


@pytest.mark.parametrize(
    "receivers",
    ["各网络成员单位", "各承办单位", "各相关责任单位", "各职能部门", "各县区、市直各承办单位", "各有关成员单位"],
)
def test_what_was_handed_to_all_units_is_the_whole(receivers: str) -> None:
    text = f"5月，共受理诉求900件，在线直接答复620件，向{receivers}派发工单280件。"
    claims = paragraph_claims(text, "L1", Scope(stated_by="government", channel="hotline_12345")).claims
    assert [(c.metric, c.printed, c.category, c.agency) for c in claims][-1] == ("forwarded", "280件", None, None)


@pytest.mark.parametrize(
    "handed",
    [
        "向各镇街派发工单180件",
        "其中向各职能部门派发工单180件、向各镇街派发工单100件",
        "向各镇街派发工单100件，向各成员单位派发工单180件",
    ],
)
def test_what_was_handed_to_one_group_beside_another_is_a_part(handed: str) -> None:
    text = f"5月，共受理诉求900件，在线直接答复620件，{handed}。"
    claims = paragraph_claims(text, "L1", Scope(stated_by="government", channel="hotline_12345")).claims
    assert {c.printed: c.category for c in claims}["180件"] is not None
