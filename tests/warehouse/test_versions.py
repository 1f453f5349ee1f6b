"""Versions of documents and their claims, on small hand-made rows."""

from tests.warehouse.world import (
    World,
    at,
    capture,
    claim,
    document,
    finding,
    row,
)


def test_a_changed_payload_is_a_new_version_with_claims_of_its_own(world: World) -> None:
    world.write(
        captures=[capture("a", sha256="one"), capture("b", sha256="one"), capture("c", sha256="two")],
        documents=[document("d", capture_id, seen_at=at(n)) for n, capture_id in enumerate("abc")],
        claims=[claim("x", capture_id, "due", 5, document_id="d", fact_id="f") for capture_id in "abc"],
        compliance=[
            row("compliance", document_id="d", kind="website", result="合格", locator="L1", capture_id=capture_id)
            for capture_id in "abc"
        ],
        findings=[finding("f1", capture_id, document_id="d", claim_ids=["x"]) for capture_id in "abc"],
    )
    world.build()
    assert world.ask("SELECT version_no, is_current, capture_id FROM documents ORDER BY 1") == [
        (1, False, "a"),
        (2, True, "c"),
    ]
    rows = world.ask("SELECT version_no, claim_id, capture_id FROM claims ORDER BY 1")
    assert [(version, capture_id) for version, _, capture_id in rows] == [(1, "a"), (2, "c")]
    first, second = (claim_id for _, claim_id, _ in rows)
    assert first == "x"
    assert second != "x"
    assert world.ask("SELECT claim_ids FROM findings") == [([second],)]
    assert world.ask("SELECT capture_id FROM compliance") == [("c",)]
    assert world.ask("SELECT claim_id, times_printed FROM stated_figures") == [(second, 1)]
