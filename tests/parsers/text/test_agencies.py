from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text.agencies import (
    canonical_agency,
    find_agencies,
    is_office,
    is_unnamed,
    looks_like_person,
    split_agencies,
)

REGIONS = {"陕西省": "610000", "商洛市": "611000", "丹凤县": "611022", "商南县": "611023"}


@pytest.mark.parametrize(
    "spelling",
    [
        "丹凤县人民政府办公室",
        "丹凤县政府办公室",
        "丹凤人民政府办公室",
        "丹凤县人民政府",
        "丹凤县政府",
        "丹凤县政府办",
        "丹凤县",
    ],
)
def test_seven_spellings_are_one_office_with_or_without_the_regions(spelling):
    assert canonical_agency(spelling, "611000") == "611022-government-office"
    assert canonical_agency(f" {spelling}\u200b", "611022", REGIONS) == "611022-government-office"


@pytest.mark.parametrize(
    ("printed", "region", "code"),
    [
        ("商南县人民政府局", "611000", "611023-government-office"),
        ("商洛市卫生健康委委员会", "611000", "611000-health"),
        ("县住建局", "611022", "611022-housing"),
        ("市住建局", "611022", "611000-housing"),
        ("县住建局", "611000", None),
        ("住房和城乡建设局", "611022", "611022-housing"),
        ("省教育厅", "611022", None),
        ("商南县住建局", "611022", "611023-housing"),
        ("县交警大队", "610324", "610324-traffic-police"),
        ("县交管大队", "610324", "610324-traffic-police"),
        ("扶贫办", "420322", "420322-rural-revitalisation"),
        ("彩虹桥管理处", "611022", None),
        ("市城管局 市交警支队", "611000", None),
        ("", "611000", None),
    ],
)
def test_the_office_behind_a_printed_name(printed, region, code):
    assert canonical_agency(printed, region, REGIONS) == code


def test_an_alias_of_one_county_is_not_read_in_another():
    assert canonical_agency("县电子政务中心", "611022") == "611022-e-government-centre"
    assert canonical_agency("县电子政务中心", "420322") is None


@pytest.mark.parametrize(
    ("cell", "offices"),
    [
        ("市城管局 市交警支队", ("市城管局", "市交警支队")),
        ("市城管局、市交警支队", ("市城管局", "市交警支队")),
        ("丹凤县 人民政府办公室", ("丹凤县", "人民政府办公室")),
        ("住建 局", ("住建 局",)),
        ("  市城管局\u3000", ("市城管局",)),
        (" ", ()),
    ],
)
def test_two_offices_in_one_cell(cell, offices):
    assert split_agencies(cell) == offices


@pytest.mark.parametrize("name", ["张三", "李某某", "王**", "欧阳小明", "张三局长", "李科长", "古丽·买买提"])
def test_names_of_persons_are_seen(name):
    assert looks_like_person(name)
    assert not is_office(name)


@pytest.mark.parametrize(
    "name",
    [
        "信息办",
        "市信息中心",
        "国网陕西省电力公司商洛供电公司",
        "商洛市移民（脱贫）搬迁工作办公室",
        "县银保监组",
        "市12345政务服务便民热线",
        "市人民政府督查室",
        "市中心支行",
        "市广播电视台",
        "丹凤县",
    ],
)
def test_offices_are_not_taken_for_persons(name):
    assert is_office(name)
    assert not looks_like_person(name)


def test_a_sentence_is_no_office_whatever_it_ends_in():
    assert not is_office("感谢您关注市教育局")
    assert not is_office("请咨询市教育局")
    assert not is_office("相关部门")
    assert is_unnamed("相关部门")
    assert not looks_like_person("相关部门")
    assert not any(map(looks_like_person, ("问政湖南", "百姓呼声", "数字城管", "管理员")))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("你反映的问题已转丹凤县人民政府阅处。", ["丹凤县人民政府"]),
        ("县政府责成县住建局、城管监察大队依法处理", ["县政府", "县住建局", "城管监察大队"]),
        ("请向市住房和城乡建设局和市公安局交警支队联系", ["市住房和城乡建设局", "市公安局交警支队"]),
        ("经国网陕西省电力公司商洛供电公司查看", ["国网陕西省电力公司商洛供电公司"]),
        ("局长和镇长都在现场，没有结果", []),
    ],
)
def test_offices_in_running_text(text, names):
    assert [a.printed for a in find_agencies(text, REGIONS)] == names


@given(st.text(alphabet="丹凤县人民政府办公室局镇乡已转由和，。 中心大队()（张", max_size=40))
def test_found_names_are_the_text_at_their_place(text):
    found = find_agencies(text, REGIONS)
    assert all(text[a.start : a.end] == a.printed for a in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
