"""Where columns come from, as a parser reads it in the SQL models."""

import pytest

from pipelines.assets.lineage import Origin, column_origins, tables_read
from warehouse import models, schema

# What no column gives: constants, counts of rows, and what the build itself fills in.
WITHOUT_ORIGIN = {
    "response_summary.clock",
    "response_summary.n_received",
    "reference_lines.n_followed",
    "commitments.n_letters",
    "coverage.source",
    "findings.first_seen_build",
    "audit_summary.figures",
    "audit_summary.checks_run",
}


def origins(column: str) -> set[str]:
    table, name = column.split(".")
    return {f"{origin.table}.{origin.column}" for origin in column_origins()[table][name]}


def test_every_column_that_a_query_or_the_lake_fills_has_its_origins() -> None:
    found = column_origins()
    assert set(found) == {n for n, t in schema.tables().items() if {"lake", "model", "view"} & set(t.filled_by)}
    for name, columns in found.items():
        assert set(columns) == {column.name for column in schema.tables()[name].columns}
    empty = {
        f"{name}.{column}" for name, columns in found.items() for column, made_of in columns.items() if not made_of
    }
    assert empty == WITHOUT_ORIGIN


def test_every_origin_is_a_column_that_is_described() -> None:
    described = {
        **{name: {c.name for c in table.columns} for name, table in schema.tables().items()},
        **{f"lake.{name}": {c.name for c in schema.tables()[name].lake_columns} for name in schema.lake_tables()},
    }
    for columns in column_origins().values():
        for origin in {o for made_of in columns.values() for o in made_of}:
            if not origin.table.startswith("reference."):
                assert origin.column in described[origin.table], origin


@pytest.mark.parametrize(
    ("column", "made_of"),
    [
        ("response_times.signed_on", {"replies.dated_on", "replies.stage", "replies.date_basis"}),
        ("response_times.received_on", {"letters.received_on"}),
        ("response_summary.publishes", {"sources.publishes"}),
        ("letters.body", {"lake.letters.body"}),
        ("letters.removed_at", {"captures.fetched_at", "crawls.finished_at", "sightings.seen_at"}),
        (
            "letter_versions.changed_fields",
            {
                *(f"lake.letters.{name}" for name in ("title", "body", "received_on", "page_replied_on", "agency")),
                *(f"lake.replies.{name}" for name in ("letter_id", "body", "dated_on", "agency")),
            },
        ),
        ("claims.value", {"lake.claims.value"}),
        ("claims.claim_id", {"lake.claims.claim_id", "captures.sha256"}),
        ("stated_figures.other_values", {"claims.value"}),
        ("completion.numerator", {"claims.value", "reference.completion_terms.sign"}),
        ("discrepancies.region_name", {"regions.name"}),
        ("discrepancies.severity", {"findings.severity"}),
        ("publication_lag.lag_days", {"documents.published_on", "documents.dated_on"}),
        ("open_letters.waiting_workdays", {"response_times.followed_workdays"}),
        ("captures.url", {"lake.captures.url"}),
        ("agencies.name", {"reference.agencies.name", "reference.agency_kinds.name", "regions.name"}),
        ("coverage.published", {"claim_vs_public.public_replies", "stated_figures.value"}),
    ],
)
def test_known_edges(column: str, made_of: set[str]) -> None:
    assert origins(column) == made_of


def test_what_only_orders_or_chooses_rows_is_no_origin() -> None:
    assert Origin("lake.letters", "seen_at") not in column_origins()["letters"]["title"]
    assert Origin("claims", "claim_id") not in column_origins()["completion"]["rate"]


def test_tables_are_read_through_intermediate_results() -> None:
    assert tables_read()["response_times"] == {"letters", "replies", "captures", "working_days", "deadline_rules"}
    assert tables_read()["documents"] == {"lake.documents", "lake.attachments", "captures", "sources"}
    assert not any(read.startswith("stage.") for found in tables_read().values() for read in found)
    assert set(tables_read()) == {name for name in models.load() if not name.startswith("stage.")}


def test_each_origin_lies_in_a_table_that_is_read() -> None:
    for table, columns in column_origins().items():
        if table in tables_read():
            assert {o.table for made_of in columns.values() for o in made_of} <= tables_read()[table]
