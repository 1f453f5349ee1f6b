"""From what a payload gave to rows of the lake: ids, plain values, one list of dicts a table.

What belongs here: only the change of shape. What does not: reading (``pipelines.parse``), redacting
(``pipelines.redacted_rows``), writing (``warehouse.lake``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from parsers.identity import claim_id, fact_id, finding_id
from parsers.records import Claim, Issue, Letter, Table
from parsers.text.agencies import canonical_agency
from parsers.text.numbers import parse_number
from pipelines.audit import claim_vs_public, formula_fits, implied_counts
from pipelines.audit.finding import Audited, Finding
from pipelines.parse import Parsed
from pipelines.redacted_rows import redacted_row, redacted_rows
from scrapers.addresses import canonical
from scrapers.captures import Capture
from scrapers.registry import letter_id
from scrapers.segments import SHANGHAI
from scrapers.source import Source

Rows = dict[str, list[dict[str, Any]]]

# Findings about the clocks of letters are made over all letters of a warehouse, not of one capture.
OVER_ALL_LETTERS = frozenset({"T1", "T2", "T3", "T4"})


def plain(value: object) -> object:
    """Tuples as lists and exact fractions as floating point, as the columns of derived figures want them."""
    if isinstance(value, tuple):
        return list(value)
    return float(value) if type(value) is Fraction else value


def fields(record: Any, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """The fields of a record by name."""
    left_out = set(without)
    return {f.name: plain(getattr(record, f.name)) for f in dataclasses.fields(record) if f.name not in left_out}


def capture_row(capture: Capture, outcome: str, media_type: str | None, source: Source) -> dict[str, Any]:
    """The row of a capture with what became of it, and the letter whose own address it was fetched from."""
    names = "capture_id source_id crawl_id url fetched_at http_status file_name sha256 warc_file warc_offset visibility"
    row = {name: getattr(capture, name) for name in names.split()}
    external_id = None if capture.url.startswith("urn:") else source.external_id(capture.url)
    letter = None if external_id is None else letter_id(source.id, external_id)
    return row | {"outcome": outcome, "media_type": media_type or capture.media_type, "letter_id": letter}


def rows_of(parsed: Parsed, capture: Capture, regions: Mapping[str, str], source: Source) -> Rows:
    """All rows that one capture gives, the capture's own row and those of the members of an archive among them."""
    rows: Rows = {"captures": [capture_row(capture, parsed.outcome, parsed.media_type, source)], "quarantine": []}
    here = {"capture_id": capture.capture_id}
    if parsed.outcome == "quarantined" and parsed.refusal is not None:
        rows["quarantine"].append(fields(parsed.refusal) | here)
    if parsed.list_page is not None:
        rows |= list_rows(parsed, capture, source)
    seen: set[str] = set()
    for document in parsed.documents:
        for table, more in content_rows(document, capture, regions, seen).items():
            rows.setdefault(table, []).extend(row | here for row in more)
        if document.refusal is not None and (document is not parsed or parsed.outcome != "quarantined"):
            rows["issues"].append(fields(_within(document.refusal, document.name)) | here)
    return redacted_rows(rows)


def content_rows(parsed: Parsed, capture: Capture, regions: Mapping[str, str], seen: set[str]) -> Rows:
    """What one document, or the letters of one file, give; ``seen`` are the ids of the capture so far, kept once."""
    told = {issue.raw for issue in parsed.issues if issue.code == "repeated_letter"}
    letters, repeated = _one_each(parsed.letters, seen, told)
    kept = {letter.letter_id for letter in letters}
    rows: Rows = {
        "letters": [letter_row(x) | {"seen_at": capture.fetched_at} for x in letters],
        "replies": [row for letter in letters for row in reply_rows(letter, regions)],
    }
    if parsed.bulletin is not None and parsed.document_id is not None:
        if parsed.document_id in seen:
            repeated.append(_repeated("document", parsed.document_id, parsed.bulletin.meta.title))
        else:
            kept.add(parsed.document_id)
            rows |= document_rows(parsed, parsed.document_id, capture)
    seen |= kept
    rows["issues"] = [fields(_within(issue, parsed.name)) for issue in (*parsed.issues, *repeated)]
    for container in parsed.audited:
        if container.container_id in kept:
            kept.discard(container.container_id)
            for table, more in container_rows(container, parsed, regions).items():
                rows.setdefault(table, []).extend(more)
    return rows


def _within(issue: Issue, name: str | None) -> Issue:
    """The issue with the name of the member of an archive that it is about before its place."""
    return issue if name is None else dataclasses.replace(issue, place=" ".join(filter(None, (name, issue.place))))


def list_rows(parsed: Parsed, capture: Capture, source: Source) -> Rows:
    """What a list page gives: a sighting for each letter, a reading for each counter, and the counters as claims."""
    if parsed.list_page is None:
        return {}
    here = {"capture_id": capture.capture_id, "source_id": source.id}
    day = capture.fetched_at.astimezone(SHANGHAI).date()
    sightings = []
    for row_no, sighting in enumerate(parsed.list_page.sightings, 1):
        external_id = source.external_id(sighting.url) if sighting.url else None
        if source.id_from is None:
            external_id = external_id or sighting.external_id
        row = fields(sighting) | here | {"row_no": row_no, "seen_at": capture.fetched_at, "crawl_id": capture.crawl_id}
        letter = None if external_id is None else letter_id(source.id, external_id)
        sightings.append(row | {"external_id": external_id, "letter_id": letter})
    readings = [
        fields(counter, without=["locator"]) | here | {"read_at": capture.fetched_at}
        for counter in parsed.list_page.counters
    ]
    claims = []
    for claim in parsed.counter_claims:
        dated = dataclasses.replace(claim, as_of=day)
        ids = {
            "claim_id": claim_id(f"{source.id}:list:{capture.capture_id}", 1, dated),
            "fact_id": fact_id(f"{source.id}:list:{day}", dated),
            "document_id": None,
            "letter_id": None,
            "agency_code": None,
        }
        claims.append(_claim_fields(dated) | ids | here)
    return {"sightings": sightings, "counter_readings": readings, "claims": claims}


def _one_each(
    letters: Iterable[Letter], seen: Iterable[str], told: Container[str | None]
) -> tuple[list[Letter], list[Issue]]:
    """Each letter once: the first of one id in a capture, an issue for every further one of which the reader has not
    told.
    """
    known = set(seen)
    first: list[Letter] = []
    repeated: list[Issue] = []
    for letter in letters:
        if letter.letter_id in known and letter.letter_id in told:
            continue
        if letter.letter_id in known:
            repeated.append(_repeated("letter", letter.letter_id, letter.title))
        else:
            known.add(letter.letter_id)
            first.append(letter)
    return first, repeated


def _repeated(what: str, identity: str, title: str | None) -> Issue:
    message = f"The {what} {identity} stands more than once in this file; the first was taken."
    return Issue(code=f"repeated_{what}", message=message, place=identity, raw=title)


def letter_row(letter: Letter) -> dict[str, Any]:
    """A letter without its replies."""
    return fields(letter, without=["replies"])


def reply_rows(letter: Letter, regions: Mapping[str, str]) -> list[dict[str, Any]]:
    """The stages of the reply to a letter, their offices with a code where the spelling is known."""
    region = letter.handling_region_code or letter.region_code
    return [
        fields(reply)
        | {
            "letter_id": letter.letter_id,
            "agency_code": canonical_agency(reply.agency, region, regions) if reply.agency else None,
        }
        for reply in letter.replies
    ]


def document_rows(parsed: Parsed, document_id: str, capture: Capture) -> Rows:
    """A document with its table cells and inspection rows, and the files that it links to."""
    bulletin = parsed.bulletin
    if bulletin is None:
        return {}
    document = fields(bulletin.meta) | {
        "document_id": document_id,
        "parent_document_id": parsed.parent_document_id,
        "source_id": parsed.source_id,
        "media_type": parsed.media_type,
        "seen_at": capture.fetched_at,
        "address": None if parsed.parent_document_id else comparable(capture.url),
    }
    return {
        "documents": [document],
        "table_cells": [
            row | {"document_id": document_id}
            for table in (*bulletin.tables, *bulletin.unread_tables)
            for row in cell_rows(table)
        ],
        "compliance": [fields(c) | {"document_id": document_id} for c in bulletin.compliance],
        "attachments": [
            {"document_id": document_id, "url": link.url, "title": link.title, "address": comparable(link.url)}
            for link in parsed.attached
        ],
    }


def comparable(url: str) -> str | None:
    """One spelling of an address, by which a link and the capture of what it leads to are the same."""
    address = canonical(url)
    return None if address is None else f"{address.place}?{urlencode(sorted(address.query.items()))}"


def cell_rows(table: Table) -> list[dict[str, Any]]:
    """Every cell of a table's body, with the number printed in it where it is one."""
    rows = []
    for row_no, row in enumerate(table.rows, start=1):
        for col_no, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True), start=1):
            number = parse_number(cell) if cell else None
            rows.append(
                {
                    "table_no": table.table_no,
                    "table_title": table.title,
                    "row_no": row_no,
                    "col_no": col_no,
                    "row_label": row.label,
                    "header": column.header,
                    "printed": cell,
                    "value": number.value if number else None,
                    "is_total": row.is_total,
                    "page": row.page,
                }
            )
    return rows


def container_rows(container: Audited, parsed: Parsed, regions: Mapping[str, str]) -> Rows:
    """Claims, findings and what the audit derives from one document or letter."""
    letter = container.letter
    ids = {
        "document_id": None if letter else container.container_id,
        "letter_id": letter.letter_id if letter else None,
    }
    source_id = letter.source_id if letter else parsed.source_id
    findings = [f for f in parsed.findings_of(container.container_id) if f.check_id not in OVER_ALL_LETTERS]
    promises = letter_promises(parsed, letter) if letter else parsed.commitments
    return {
        "claims": [claim_row(c, container, regions) | ids | {"source_id": source_id} for c in container.claims],
        "findings": [finding_row(f, container) | ids | {"source_id": source_id} for f in findings],
        "cited_figures": [row | ids for f in findings for row in cited_rows(f, container)],
        "commitments": [fields(p) | ids for p in promises],
        "formula_fits": [
            row | {"document_id": ids["document_id"], "source_id": source_id}
            for row in map(_plain, formula_fits(container))
        ],
        "implied_counts": [_plain(row) for row in implied_counts(container)],
        "claim_vs_public": [_plain(row) for row in claim_vs_public(container)],
    }


def letter_promises(parsed: Parsed, letter: Letter) -> list[Any]:
    """The promises made in the replies to one letter."""
    return [promise for letter_id, promise in parsed.letter_commitments if letter_id == letter.letter_id]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in row.items()}


def _claim_fields(claim: Claim) -> dict[str, Any]:
    """What is stored of a claim: that a figure is an earlier one (``earlier``) helps the audit of its text only."""
    return fields(claim, without=["earlier"])


def claim_row(claim: Claim, container: Audited, regions: Mapping[str, str]) -> dict[str, Any]:
    """A claim with its ids; its office gets a code only where it is a single office whose spelling is known."""
    code = canonical_agency(claim.agency, claim.region_code, regions) if claim.agency else None
    return _claim_fields(claim) | {
        "claim_id": claim_id(container.container_id, container.version_no, claim),
        "fact_id": fact_id(container.container_id, claim),
        "agency_code": code,
    }


_CITED = ("stated_by", "scope", "origin", "agency", "label", "printed", "value", "unit", "locator", "quote")


def cited_rows(finding: Finding, container: Audited) -> Iterator[dict[str, Any]]:
    """The figures that a finding cites, under its id."""
    own = finding_id(finding.check_id, container.container_id, finding.subject)
    for number, figure in enumerate(finding.cited, start=1):
        yield {"finding_id": own, "figure_no": number} | {name: getattr(figure, name) for name in _CITED}


def finding_row(finding: Finding, container: Audited | None, *, container_id: str | None = None) -> dict[str, Any]:
    """A finding with its id, which depends on check, container and subject only."""
    place = container.container_id if container else container_id or ""
    row = fields(finding, without=["cited"]) | {"finding_id": finding_id(finding.check_id, place, finding.subject)}
    return redacted_row("findings", row)
