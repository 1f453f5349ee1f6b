import pytest

from parsers.text.regions import find_regions, lies_in, read_region, region_in, short_name

LOOKUP = {
    "陕西省": "610000",
    "商洛市": "611000",
    "商州区": "611002",
    "丹凤县": "611022",
    "商南县": "611023",
    "南县": "430921",
    "长沙市": "430100",
}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("丹凤县人民政府办公室", "611022"),
        ("陕西省商洛市丹凤县", "611022"),
        ("丹凤电信分公司", "611022"),
        ("商南县人民政府", "611023"),
        ("商洛市教育局", "611000"),
        ("市教育局", None),
        ("长沙路派出所", None),
        ("丹凤镇卫生院", None),
    ],
)
def test_the_most_specific_region_named(text, code):
    assert region_in(text, LOOKUP, short_within="610000") == code


def test_short_forms_are_read_only_where_the_caller_allows_them():
    lookup = LOOKUP | {"信都区": "130503"}
    assert region_in("丹凤电信分公司", lookup) is None
    assert region_in("其余299封信都未计入", lookup) is None
    assert region_in("其余299封信都未计入，丹凤已说明", lookup, short_within="611000") == "611022"


def test_regions_that_do_not_nest_have_no_region_together():
    reading = read_region("丹凤县和商南县交界处", LOOKUP)
    assert reading.code is None
    assert reading.candidates == ("611022", "611023")


def test_a_short_form_that_two_regions_share_is_not_read():
    assert region_in("白云机场路", {"白云区": "440111", "白云县": "440199"}, short_within="440000") is None
    assert region_in("白云区机场路", {"白云区": "440111", "白云县": "440199"}, short_within="440000") == "440111"


def test_short_forms_leave_out_the_ending_only_where_a_name_remains():
    assert short_name("丹凤县") == "丹凤"
    assert short_name("南县") is None
    assert short_name("城关区") is None
    assert short_name("商洛") is None


def test_an_empty_lookup_names_nothing():
    assert find_regions("丹凤县", {}) == []


def test_nesting_by_code():
    assert lies_in("611022", "611000")
    assert lies_in("611022", "610000")
    assert lies_in("611022", "611022")
    assert not lies_in("611022", "611023")
    assert not lies_in("611000", "611022")
