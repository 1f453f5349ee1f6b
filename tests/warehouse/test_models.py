"""What is shown, where it counts and whose it is, on small hand-made rows."""

import pytest

from parsers.text.agencies import canonical_agency, kind_names
from tests.warehouse.world import (
    World,
    capture,
    claim,
    document,
    figures,
    finding,
    in_table,
    of_the_caller,
    row,
)
from warehouse import reference
from warehouse.build import BuildError


def test_discrepancies_are_chosen_by_verdict_and_severity(world: World) -> None:
    world.write(captures=[capture("a")], documents=[document("d", "a")])
    kinds = [
        ("shown-1", "inconsistent", 1),
        ("shown-2", "consistent_on_other_base", 3),
        ("shown-3", "needs_definition", 2),
        ("shown-4", "unverifiable", 2),
        ("hidden-1", "inconsistent", 0),
        ("hidden-2", "unverifiable", 1),
        ("hidden-3", "unusual", 3),
        ("hidden-4", "consistent", 0),
        ("hidden-5", "ambiguous", 3),
        ("hidden-6", "parser_suspect", 3),
    ]
    findings = [
        of_the_caller(finding(name, None, document_id="d", verdict=verdict, severity=severity))
        for name, verdict, severity in kinds
    ]
    world.build(python_tables=lambda _: {"findings": findings})
    assert world.ask("SELECT finding_id, severity FROM discrepancies") == [
        ("shown-2", 3),
        ("shown-3", 2),
        ("shown-4", 2),
        ("shown-1", 1),
    ]
    assert world.ask(
        "SELECT documents, checks_run, consistent, inconsistent, consistent_on_other_base, needs_definition,"
        " unverifiable, ambiguous, unusual, parser_suspect FROM audit_summary"
    ) == [(1, 10, 1, 2, 1, 1, 2, 1, 1, 1)]


def test_a_document_that_names_no_place_is_about_that_of_its_article_or_source(world: World) -> None:
    address = "site.example.cn/bulletin?id=1"
    nowhere = {"region_code": None}
    world.write(
        captures=[capture("a"), capture("b"), capture("c")],
        documents=[
            document("article", "a", region_code="611022"),
            document("annex", "b", address=address, **nowhere),
            document("alone", "c", **nowhere),
        ],
        attachments=[row("attachments", document_id="article", capture_id="a", url="https://x", address=address)],
        claims=[
            claim("x", "a", "received", 10, document_id="article", region_code="611022"),
            claim("y", "b", "received", 10, document_id="annex", **nowhere),
            claim("z", "c", "received", 10, document_id="alone", **nowhere),
        ],
        findings=[finding("f", "b", document_id="annex", claim_ids=["y"], **nowhere)],
    )
    world.build()
    assert world.ask("SELECT document_id, region_code, parent_document_id FROM documents ORDER BY 1") == [
        ("alone", "611000", None),
        ("annex", "611022", "article"),
        ("article", "611022", None),
    ]
    assert world.ask("SELECT claim_id, region_code FROM claims ORDER BY 1") == [
        ("x", "611022"),
        ("y", "611022"),
        ("z", "611000"),
    ]
    assert world.ask("SELECT region_code FROM findings WHERE finding_id = 'f'") == [("611022",)]


def test_a_finding_without_a_region_counts_where_its_document_does(world: World) -> None:
    world.write(captures=[capture("a")], documents=[document("d", "a")])
    found = of_the_caller(finding("f", None, document_id="d", region_code=None))
    world.build(python_tables=lambda _: {"findings": [found]})
    assert world.ask("SELECT region_code, documents, checks_run FROM audit_summary") == [("610324", 1, 1)]


def test_every_code_that_the_parsers_give_is_an_office(world: World) -> None:
    kinds = [kind + suffix for kind in kind_names().values() for suffix in ("", "（盖章）")]
    read = [(name, region) for region in ("110101", "429004", "610324", "611000") for name in kinds]
    read += [(f"{level}{name}", region) for name, region in read for level in "省市县"]
    read += [(row["printed"], row["agency_code"][:6]) for row in reference.agency_aliases()]
    codes = [canonical_agency(name, region) for name, region in read]
    figures(
        world,
        *(
            claim(f"c{number}", "a", "due", 1, **(in_table("unit", name) | {"agency_code": code}))
            for number, ((name, _), code) in enumerate(zip(read, codes, strict=True))
        ),
    )
    offices = dict(world.ask("SELECT agency_code, name FROM agencies"))
    assert {code for code in codes if code is not None} == offices.keys()
    assert offices["110000-housing"] == "北京市住房和城乡建设局"
    assert offices["429004-education"] == "仙桃市教育局"
    assert offices["610324-fire"] == "扶风县消防救援大队"
    assert offices["611000-fire"] == "商洛市消防救援支队"


def test_a_code_of_no_office_fails_the_build(world: World) -> None:
    unknown = in_table("unit", "县某某局") | {"agency_code": "610324-unheard-of"}
    with pytest.raises(BuildError, match="agency_code"):
        figures(world, claim("c", "a", "due", 1, **unknown))


def test_a_spelling_is_counted_for_the_office_that_it_means(world: World) -> None:
    housing = in_table("unit", "县住建局") | {"agency_code": "610324-housing"}
    figures(
        world,
        claim("a", "a", "due", 1, **housing),
        claim("b", "a", "completed", 1, **housing),
        claim("c", "a", "due", 1, **in_table("unit", "县某某局")),
    )
    assert world.ask("SELECT printed, agency_code, n FROM agency_aliases WHERE n > 0") == [
        ("县住建局", "610324-housing", 2)
    ]
    assert world.ask("SELECT n FROM agency_aliases WHERE printed = '城关镇'") == [(0,)]
