"""Ids: the same from build to build, different for different things, shared by repeats."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from parsers.identity import claim_id, digest, fact_id, finding_id, local_id
from parsers.records import Claim

CLAIM = Claim(
    metric="received",
    printed="1118件",
    value=Decimal("1118"),
    unit="件",
    stated_by="government",
    scope="whole",
    origin="narrative",
    quote="共受理1118件。",
    locator="L3:3-8",
    region_code="610324",
    channel="hotline_12345",
    period_start=dt.date(2021, 10, 1),
    period_end=dt.date(2021, 12, 31),
)


def test_ids_do_not_change_between_builds() -> None:
    assert digest("a", None, 1) == "7693f8c3cc4bdf96"
    assert claim_id("doc", 1, CLAIM) == "55ffca74783003a6"
    assert fact_id("doc", CLAIM) == "25ac1ba869e3b8d5"
    assert finding_id("A1", "doc", "t1.c3") == digest("A1", "doc", "t1.c3")


def test_parts_do_not_run_together_and_nothing_differs_from_empty() -> None:
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("abc", ""), digest("abc", None)}) == 5


def test_local_ids_are_of_the_payload_and_the_row() -> None:
    assert local_id("0123456789abcdef") == "local:0123456789ab"
    assert local_id("0123456789abcdef", 0) == "local:0123456789ab-0"


@pytest.mark.parametrize(
    "other",
    [
        {"locator": "L9:1-6"},
        {"quote": "受理1118件"},
        {"printed": "1,118件"},
        {"value": Decimal("1118.0")},
        {"value": Decimal("1.118E+3")},
        {"scope": "total", "agency": "合计"},
        {"confidence": 0.5},
        {"origin": "table", "table_no": 1, "row_no": 38, "col_no": 3},
        {"label": "受理"},
    ],
)
def test_the_same_figure_printed_again_is_the_same_fact(other: dict[str, object]) -> None:
    assert fact_id("doc", replace(CLAIM, **other)) == fact_id("doc", CLAIM)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        {"stated_by": "letter_writer"},
        {"value": Decimal(1186)},
        {"value": None, "value_text": "多数"},
        {"region_code": "611022"},
        {"channel": "county_mailbox"},
        {"category": "投诉类"},
        {"metric": "completed"},
        {"of_metric": "received"},
        {"basis": "year_earlier"},
        {"period_start": dt.date(2021, 11, 1)},
        {"period_end": None},
        {"qualifier": "about"},
        {"scope": "unit", "agency": "县公安局"},
    ],
)
def test_what_differs_in_meaning_is_another_fact(other: dict[str, object]) -> None:
    assert fact_id("doc", replace(CLAIM, **other)) != fact_id("doc", CLAIM)  # type: ignore[arg-type]


def test_facts_of_two_containers_and_of_two_offices_differ() -> None:
    assert fact_id("doc", CLAIM) != fact_id("other", CLAIM)
    police, schools = (replace(CLAIM, scope="unit", agency=a) for a in ("县公安局", "县教体局"))
    assert fact_id("doc", police) != fact_id("doc", schools)


def test_every_place_version_metric_and_category_is_a_claim_of_its_own() -> None:
    ids = [
        claim_id("doc", 1, CLAIM),
        claim_id("doc", 2, CLAIM),
        claim_id("other", 1, CLAIM),
        claim_id("doc", 1, replace(CLAIM, locator="L9:1-6")),
        claim_id("doc", 1, replace(CLAIM, metric="completed")),
        claim_id("doc", 1, replace(CLAIM, category="投诉类")),
    ]
    assert len(set(ids)) == len(ids)
    assert claim_id("doc", 1, replace(CLAIM, quote="other words")) == ids[0]


def test_findings_are_named_by_check_container_and_subject() -> None:
    ids = {finding_id(*key) for key in (("A1", "d", "s"), ("A2", "d", "s"), ("A1", "e", "s"), ("A1", "d", "t"))}
    assert len(ids) == 4
