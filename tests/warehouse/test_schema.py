"""The description of the tables covers the contract, and a wrong description is refused with its place."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from warehouse import schema
from warehouse.schema import SchemaError

# The tables and columns that people outside rely on.
CONTRACT = {
    "sources": "source_id, name, region_code, channel, platform, publishes, url, synthetic, verified",
    "regions": "region_code, name, parent_code, level",
    "agencies": "agency_code, region_code, name",
    "agency_aliases": "printed, agency_code, n",
    "captures": "capture_id, source_id, crawl_id, url, fetched_at, http_status, media_type, file_name, "
    "sha256, warc_file, warc_offset, outcome, visibility",
    "crawls": "crawl_id, source_id, mode, started_at, finished_at, listed_total, letters_seen, "
    "letters_fetched, failed, complete, stop_reason",
    "letters": "letter_id, source_id, region_code, handling_region_code, channel, external_id, letter_no, "
    "url, title, body, category, category_printed, status, status_printed, received_on, "
    "accepted_on, page_replied_on, due_on_printed, agency, is_public, first_seen_at, "
    "last_seen_at, removed_at, capture_id, confidentiality_requested",
    "replies": "letter_id, stage_no, stage, dated_on, date_basis, agency, agency_code, body, "
    "last_seen_without_at, first_seen_with_at, capture_id",
    "letter_versions": "letter_id, version_no, seen_at, change, changed_fields, capture_id",
    "counter_readings": "source_id, read_at, label, metric, value, capture_id",
    "documents": "document_id, version_no, is_current, parent_document_id, source_id, region_code, title, "
    "doc_no, index_no, issuer, dated_on, published_on, period_start, period_end, cutoff_on, "
    "media_type, url, capture_id",
    "table_cells": "document_id, version_no, table_no, table_title, row_no, col_no, row_label, header, "
    "printed, value, is_total, page",
    "claims": "claim_id, fact_id, document_id, version_no, letter_id, stage_no, source_id, region_code, "
    "channel, stated_by, attributed_to, scope, agency, agency_code, category, label, metric, "
    "of_metric, basis, period_start, period_end, as_of, printed, value, value_text, unit, low, "
    "high, qualifier, each, origin, table_no, row_no, col_no, quote, locator, confidence, "
    "capture_id",
    "stated_figures": "fact_id",
    "implied_counts": "claim_id, metric, low, high, assumption",
    "compliance": "document_id, agency, kind, platform, account, result, problem, remark, interval",
    "commitments": "document_id, letter_id, region_code, quote, promised_on, recheck_on, outcome",
    "response_times": "letter_id, region_code, handling_region_code, channel, received_on, transfer_on, "
    "page_replied_on, signed_on, first_response_days, first_response_workdays, "
    "substantive_days, substantive_workdays, signed_minus_page_days, basis",
    "response_summary": "region_code, handling_region_code, channel, period_start, period_end, clock, n_received, "
    "n_answered, n_signed, median, p90, km_median, within_5_workdays, within_15_workdays, "
    "observed_until, mature, publishes, not_computable_reason",
    "completion": "region_code, channel, agency_code, period_start, period_end, as_of, definition, numerator, "
    "denominator, numerator_source, denominator_source, rate, low, high, publishes, "
    "comparison_key, document_id",
    "claim_vs_public": "claim_id, public_basis, public_claim_id, region_code, channel, metric, as_of, "
    "period_start, period_end, received, valid, public_replies, rate_received, rate_valid, "
    "claimed_low, claimed_high, needed_completed, unpublished_needed, verifiable_share, "
    "bound_low, bound_high, verdict_received, verdict_valid, verdict, quote, url, "
    "agency_explanation, statement_zh, statement_en",
    "open_letters": "letter_id, waiting_workdays, limit_workdays, limit_source, state",
    "coverage": "region_code, channel, period_start, period_end, received, published, share, id_gap_low, source",
    "publication_lag": "document_id, dated_on, published_on, period_end, lag_days, lag_workdays",
    "formula_fits": "document_id, table_no, metric, formula_id, rows_fitting, rows_tested, total_fits, chosen, "
    "outliers",
    "findings": "finding_id, check_id, document_id, letter_id, source_id, region_code, channel, metric, "
    "agency, period_start, period_end, claim_ids, subject, claimed, recomputed, low, high, gap, "
    "formula_id, rounding, alternatives, verdict, severity, confidence, cause_id, statement_zh, "
    "statement_en, evidence, first_seen_build",
    "discrepancies": "finding_id, verdict, severity, statement_zh, region_name, channel_name, first_seen_build",
    "audit_summary": "region_code, documents, figures, checks_run, consistent, inconsistent, needs_definition, "
    "unverifiable",
    "deadline_rules": "rule_id, region_code, channel, category, limit_value, limit_unit, clock_start, clock_stop, "
    "extension, valid_from, valid_to, citation, verified",
    "working_days": "day, is_workday, ordinal, source",
    "quarantine": "capture_id, room, code, message, place, raw",
    "issues": "capture_id, room, code, message, place, raw",
    "builds": "build_id, built_at, parser_version, wenzheng_version, duckdb_version, inputs, row_counts",
    "data_dictionary": "table_name, column_name, comment",
}


@pytest.mark.parametrize("table", CONTRACT)
def test_the_contract_is_described(table: str) -> None:
    named = set(CONTRACT[table].split(", "))
    assert named <= {column.name for column in schema.tables()[table].columns}


def test_a_view_like_a_table_has_its_columns_first() -> None:
    findings = [column.name for column in schema.tables()["findings"].columns]
    discrepancies = [column.name for column in schema.tables()["discrepancies"].columns]
    assert discrepancies == [*findings, "region_name", "channel_name"]


def test_every_table_and_column_of_the_dictionary_is_explained() -> None:
    rows = list(schema.dictionary_rows())
    assert {row["table_name"] for row in rows} == schema.tables().keys()
    assert all(row["comment"].strip() and row["table_comment"].strip() for row in rows)


DESCRIPTION = """
codes: {colour: [red, green]}
tables:
  things:
    comment: A thing.
    key: [thing_id]
    filled_by: [lake]
    leaves: {as_is: [thing_id], never: [colour]}
    columns:
      thing_id: {type: VARCHAR, required: true, comment: Id}
      colour: {type: VARCHAR, codes: colour, comment: Colour}
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("type: VARCHAR, codes", "type: TEXT, codes", "things.colour: unknown type 'TEXT'"),
        ("codes: colour,", "codes: shade,", "things.colour: no list of codes is called 'shade'"),
        ("comment: Colour", "comment: ''", "things.colour: the comment is empty"),
        (", comment: Colour", "", "things.colour: 'comment' is missing"),
        ("comment: Colour", "comment: Colour, unit: nm", "things.colour: unknown field 'unit'"),
        ("comment: Colour", "comment: Colour, references: hues", "things.colour: references is 'hues'"),
        ("comment: Colour", "comment: Colour, references: hues.hue", "references hues.hue, which is not described"),
        ("comment: Colour", "comment: Colour, required: maybe", "things.colour: required is 'maybe'"),
        ("key: [thing_id]", "key: [id]", "things: the key names 'id'"),
        ("filled_by: [lake]", "filled_by: [magic]", "things: filled_by is 'magic'"),
        ("    key: [thing_id]\n", "", "things: 'key' is missing"),
        ("    filled_by: [lake]", "    filled_by: [lake]\n    like: others", "like names 'others'"),
        ("      colour:", "      thing_id:", "line 11: 'thing_id' stands twice"),
        (", never: [colour]", "", "nothing says whether things.colour may be published"),
        ("[colour]}", "[colour, hue]}", "things: leaves: 'hue' is no column of it"),
        ("[colour]}", "[colour, thing_id]}", "things: leaves: 'thing_id' stands twice"),
        ("never: [colour]", "sometimes: [colour]", "things: leaves: unknown field 'sometimes'"),
        ("    leaves: {as_is: [thing_id], never: [colour]}\n", "", "things: 'leaves' is missing"),
    ],
)
def test_a_wrong_description_names_its_place(old: str, new: str, message: str) -> None:
    schema.parse(DESCRIPTION)
    assert old in DESCRIPTION
    with pytest.raises(SchemaError) as error:
        schema.parse(DESCRIPTION.replace(old, new, 1))
    assert message in str(error.value)
    assert "tables.yaml" in str(error.value)


THINGS = schema.parse(
    """
codes: {}
tables:
  things:
    comment: A thing.
    key: [n]
    filled_by: [lake]
    leaves: {as_is: [n, day, at, value, rate, words]}
    columns:
      n: {type: BIGINT, required: true, comment: Number}
      day: {type: DATE, comment: Day}
      at: {type: TIMESTAMPTZ, comment: Time}
      value: {type: "DECIMAL(18,6)", comment: Value}
      rate: {type: DOUBLE, comment: Rate}
      words: {type: "VARCHAR[]", comment: Words}
"""
)["things"]
GOOD = {
    "n": 1,
    "day": dt.date(2020, 12, 9),
    "at": dt.datetime(2020, 12, 9, tzinfo=dt.UTC),
    "value": Decimal("12.7"),
    "rate": Fraction(1, 4),
    "words": ("一", "二"),
}


def test_rows_become_exactly_typed_columns() -> None:
    (found,) = schema.arrow_table(THINGS, THINGS.columns, [GOOD]).to_pylist()
    assert found == GOOD | {"rate": 0.25, "words": ["一", "二"]}


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("n", None, "things.n, row 2: null"),
        ("n", True, "things.n, row 2: True is a bool"),
        ("n", "1", "things.n, row 2: '1' is a str"),
        ("n", 2**63, "things.n: a value does not fit BIGINT"),
        ("day", dt.datetime(2020, 1, 1, tzinfo=dt.UTC), "things.day, row 2"),
        ("at", dt.datetime(2020, 1, 1), "has no time zone"),  # noqa: DTZ001 - the time without a zone is what is tested
        ("value", 12.7, "things.value, row 2: 12.7 is a float"),
        ("value", Decimal("0.1234567"), "things.value: a value does not fit DECIMAL(18,6)"),
        ("words", "一", "things.words, row 2: '一' is a str"),
    ],
)
def test_a_wrong_value_names_table_column_and_row(column: str, value: object, message: str) -> None:
    with pytest.raises(SchemaError) as error:
        schema.arrow_table(THINGS, THINGS.columns, [GOOD, GOOD | {column: value}])
    assert message in str(error.value)


def test_unknown_and_missing_columns_are_errors() -> None:
    with pytest.raises(SchemaError, match="things, row 1: no column is called 'weight'"):
        schema.arrow_table(THINGS, THINGS.columns, [GOOD | {"weight": 1}])
    with pytest.raises(SchemaError, match="things, row 1: column 'day' is missing"):
        schema.arrow_table(THINGS, THINGS.columns, [{k: v for k, v in GOOD.items() if k != "day"}])
