"""The reference files are whole, and a wrong row names its line."""

import ast
from pathlib import Path

import pytest

from parsers import vocabulary
from parsers.text.agencies import canonical_agency
from warehouse import reference, schema
from warehouse.reference import ReferenceError

REGIONS = schema.tables()["regions"].columns
RULES = schema.tables()["deadline_rules"].columns
ROOMS = Path(__file__).parents[2]
HEADER = "# from somewhere\nregion_code,name,parent_code,level\n"


def test_regions_of_the_documents_and_their_parents() -> None:
    regions = {row["region_code"]: row for row in reference.rows("regions")}
    for code, name, parent in [
        ("611022", "丹凤县", "611000"),
        ("420322", "郧西县", "420300"),
        ("341824", "绩溪县", "341800"),
        ("610324", "扶风县", "610300"),
        ("430100", "长沙市", "430000"),
        ("110101", "东城区", "110000"),
        ("429004", "仙桃市", "420000"),
    ]:
        assert (regions[code]["name"], regions[code]["parent_code"]) == (name, parent)
    assert len([row for row in regions.values() if row["level"] == "county"]) > 2800


def test_a_code_says_its_level_and_lies_in_its_parent() -> None:
    for row in reference.rows("regions"):
        code, parent = row["region_code"], row["parent_code"]
        assert len(code) == 6
        assert row["level"] == ("province" if code.endswith("0000") else "city" if code.endswith("00") else "county")
        assert parent is None if row["level"] == "province" else code.startswith(parent.rstrip("0"))


def test_only_rules_that_were_read_in_full_are_verified() -> None:
    rules = reference.rows("deadline_rules")
    assert {row["how_sure"] for row in rules} == {"V", "S", "M"}
    assert all(row["verified"] == (row["how_sure"] == "V") for row in rules)


def test_every_channel_of_the_vocabulary_has_names() -> None:
    named = {row["channel"] for row in reference.rows("channels")}
    assert set(vocabulary.channel_words().values()) <= named


def test_every_office_is_one_of_a_region_and_has_its_name_as_a_spelling() -> None:
    regions = {row["region_code"] for row in reference.rows("regions")}
    offices = {row["agency_code"]: row for row in reference.agencies()}
    assert {row["region_code"] for row in offices.values()} <= regions
    assert {(row["name"], code) for code, row in offices.items()} <= {
        (row["printed"], row["agency_code"]) for row in reference.agency_aliases()
    }


def test_every_spelling_is_read_as_its_office_in_its_region() -> None:
    offices = {row["agency_code"]: row["region_code"] for row in reference.agencies()}
    for row in reference.agency_aliases():
        assert canonical_agency(row["printed"], offices[row["agency_code"]]) == row["agency_code"]


def test_every_level_word_leads_to_a_region() -> None:
    regions = {row["region_code"] for row in reference.rows("regions")}
    codes = [canonical_agency(f"{level}信访局", code) for code in regions for level in "省市县"]
    assert {code.removesuffix("-petitions") for code in codes if code is not None} == regions


def test_a_spelling_means_one_office_in_one_region() -> None:
    offices = {row["agency_code"]: row["region_code"] for row in reference.agencies()}
    meant = [(row["printed"], offices[row["agency_code"]]) for row in reference.agency_aliases()]
    assert len(meant) == len(set(meant))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("611022,丹凤县,611000", "regions.csv, line 4: 3 cells; expected 4"),
        ("611022,,611000,county", "regions.csv, line 4: name is empty"),
        ("611022,丹凤县,611000,town", "regions.csv, line 4: level is 'town'; expected one of province, city, county"),
    ],
)
def test_a_wrong_row_names_its_line(line: str, message: str) -> None:
    good = f"{HEADER}611000,商洛市,610000,city\n"
    assert len(reference.rows_of("regions", good, REGIONS)) == 1
    with pytest.raises(ReferenceError) as error:
        reference.rows_of("regions", good + line + "\n", REGIONS)
    assert message in str(error.value)


def test_a_wrong_header_and_wrong_values_are_named() -> None:
    with pytest.raises(ReferenceError, match=r"regions\.csv, line 1: the header is code,name"):
        reference.rows_of("regions", "code,name\n", REGIONS)
    header = ",".join(column.name for column in RULES)
    row = "r,,,,{limit},days,,,,{start},,某条例,{verified},V"
    for limit, start, verified, message in [
        ("five", "", "true", "limit_value is 'five'; expected a number"),
        ("5", "2022", "true", "valid_from is '2022'; expected a date"),
        ("5", "", "yes", "verified is 'yes'; expected true or false"),
    ]:
        text = f"{header}\n{row.format(limit=limit, start=start, verified=verified)}\n"
        with pytest.raises(ReferenceError, match="line 2: " + message):
            reference.rows_of("deadline_rules", text, RULES)


def test_terms_of_a_definition() -> None:
    assert reference.terms_of("completed") == [("completed", 1)]
    assert reference.terms_of("completed-overdue_completed") == [("completed", 1), ("overdue_completed", -1)]
    assert reference.terms_of("handled_directly+completed") == [("handled_directly", 1), ("completed", 1)]
    with pytest.raises(ReferenceError, match=r"completion_definitions\.csv, row 1: numerator: 'replied' is no metric"):
        reference.completion_terms(frozenset({"received"}))


def test_every_verdict_that_a_finding_may_have_is_named() -> None:
    (column,) = (c for c in schema.tables()["findings"].columns if c.name == "verdict")
    assert {row["verdict"] for row in reference.rows("verdicts")} == set(column.codes)


def codes_given() -> set[str]:
    """The codes of issues and refusals that the code gives, taken from its source."""
    given: set[str] = set()
    for room in ("parsers", "pipelines"):
        for path in (ROOMS / room).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in _GIVE_CODES:
                    continue
                named = [k.value for k in call.keywords if k.arg == "code"]
                given |= {c.value for c in (*named, *call.args[:1]) if isinstance(c, ast.Constant)}
    return given


_GIVE_CODES = ("Issue", "Unreadable", "_quarantined")
_CODES_MADE_OF_NAMES = {"repeated_document", "unknown_category", "unknown_status"}


def test_every_code_of_an_issue_is_named() -> None:
    assert {row["code"] for row in reference.rows("issue_codes")} == codes_given() | _CODES_MADE_OF_NAMES
