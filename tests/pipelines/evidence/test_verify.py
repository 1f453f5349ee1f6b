"""Findings done all over again from the archive: the same, something else, and an archive that is damaged or gone."""

import dataclasses
import shutil
from pathlib import Path

from pipelines.evidence.case import Case
from pipelines.evidence.verify import differences, verify
from scrapers.registry import load_sources
from tests.pipelines.evidence.cases import found


def with_other(case: Case, **fields: object) -> Case:
    """A case whose warehouse says something else."""
    return dataclasses.replace(case, finding={**case.finding, **fields})


def test_a_finding_of_a_document_comes_out_the_same(warehouse: Path) -> None:
    verified = verify(warehouse, found(warehouse, "A1", "扶风"), load_sources())
    assert verified.holds
    assert [capture.problem for capture in verified.captures] == [None]


def test_what_the_warehouse_says_otherwise_is_named(warehouse: Path) -> None:
    case = with_other(found(warehouse, "A6", "郧西"), recomputed="-27.5%", severity=1)
    verified = verify(warehouse, case, load_sources())
    assert not verified.holds
    assert {(d.field, d.was) for d in verified.differences} == {("recomputed", "-27.5%"), ("severity", "1")}


def test_a_finding_over_letters_is_found_in_a_warehouse_made_anew(warehouse: Path) -> None:
    case = with_other(found(warehouse, "T1", "丹凤"), severity=2)
    (difference,) = verify(warehouse, case, load_sources()).differences
    assert (difference.field, difference.was, difference.is_now) == ("severity", "2", "3")


def test_a_finding_that_is_not_there_any_more(warehouse: Path) -> None:
    (difference,) = differences(found(warehouse, "A6", "郧西").finding, None)
    assert (difference.field, difference.is_now) == ("finding", "no such finding any more")


def test_another_parser_is_named(warehouse: Path) -> None:
    case = found(warehouse, "A1", "扶风")
    other = dataclasses.replace(case, build={**case.build, "parser_version": "an older one"})
    assert "built by parser an older one" in (verify(warehouse, other, load_sources()).parser or "")


def test_a_damaged_payload_is_named_and_nothing_is_concluded(warehouse: Path, tmp_path: Path) -> None:
    case = found(warehouse, "A1", "扶风")
    shutil.copytree(warehouse / "archive", tmp_path / "archive")
    (capture,) = case.captures
    segment = tmp_path / capture["warc_file"]
    held = bytearray(segment.read_bytes())
    held[capture["warc_offset"] + 600] ^= 0xFF
    segment.write_bytes(held)
    verified = verify(tmp_path, case, load_sources())
    assert not verified.holds
    assert verified.captures[0].problem
    assert verified.differences == ()


def test_a_capture_that_is_gone_is_named(warehouse: Path, tmp_path: Path) -> None:
    case = found(warehouse, "A1", "扶风")
    (one,) = verify(tmp_path, case, load_sources()).captures
    assert one.problem == "the archive holds no such capture any more, or its record is damaged"
