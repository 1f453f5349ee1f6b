"""A finding done all over again from the archive: read, hash, parse, audit, compare.

What belongs here: doing it again and naming what differs. What does not: parsing (``pipelines.fill``), building
(``warehouse.build``). Nothing of the live lake or warehouse is used but the row that is held against the new one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.build import DATABASE, build_warehouse
from pipelines.evidence.case import Case
from pipelines.fill import FillReport, capture_rows, fill, parser_version
from pipelines.lake_rows import OVER_ALL_LETTERS
from pipelines.parse import Lookups, unambiguous_regions
from scrapers.archive import Archive
from scrapers.captures import ArchiveError, Capture
from scrapers.registry import Registry
from warehouse.query import session

Row = Mapping[str, Any]

# What says where a row came from and not what was found, and what the case adds to it.
_NOT_COMPARED = {
    "capture_id",
    "first_seen_build",
    "claim_ids",
    "region_name",
    "source_name",
    "source_region",
    "source_channel",
}


@dataclass(frozen=True, slots=True)
class Hashed:
    """A capture read again: ``problem`` is ``None`` where its bytes have the hash that the warehouse names."""

    capture_id: str
    sha256: str
    warc_file: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not what it was; ``was`` stands in the warehouse, ``is_now`` came out this time."""

    field: str
    was: str
    is_now: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier version of the document, and the verdict on it; ``None`` where it has no such finding."""

    version_no: int
    verdict: str | None


@dataclass(frozen=True, slots=True)
class Verified:
    """What doing it again gave. ``parser`` names both versions where the warehouse was built by another one."""

    captures: tuple[Hashed, ...]
    differences: tuple[Difference, ...]
    parser: str | None
    verdict: str | None = None
    """What came out this time; ``None`` where a payload is damaged or nothing came out."""
    earlier: tuple[Earlier, ...] = ()
    """What earlier versions of the document give where that is another verdict."""

    @property
    def holds(self) -> bool:
        """Whether every payload has its hash and the finding came out the same."""
        return not self.differences and all(capture.problem is None for capture in self.captures)


def verify(data_dir: Path, case: Case, registry: Registry) -> Verified:
    """Read the captures of a finding again, hash them, and find it anew from the archive alone."""
    stored = _stored(data_dir, case.captures)
    hashed = tuple(_hashed(row, stored.get(row["capture_id"])) for row in case.captures)
    if any(one.problem for one in hashed):
        return Verified(hashed, (), _parser(case, registry))
    anew = _of_one_capture(case, stored, registry) or _of_the_archive(data_dir, case.finding_id, registry)
    verdict = str(anew["verdict"]) if anew else None
    earlier = tuple(one for one in _earlier(data_dir, case, registry) if one.verdict != verdict)
    return Verified(hashed, tuple(differences(case.finding, anew)), _parser(case, registry), verdict, earlier)


def _parser(case: Case, registry: Registry) -> str | None:
    then, now = str(case.build["parser_version"]), parser_version(registry)
    return None if then == now else f"the warehouse was built by parser {then}, this is {now}"


_EARLIER = """
    SELECT version_no, capture_id, source_id FROM documents
    WHERE document_id = $document AND NOT is_current ORDER BY version_no
"""


def _earlier(data_dir: Path, case: Case, registry: Registry) -> Iterator[Earlier]:
    """The verdict on each earlier version of the document of a finding that its one capture gives."""
    if case.finding["document_id"] is None or any(check.runs != "document" for check in case.checks):
        return
    with session(data_dir / DATABASE) as asked:
        versions = asked.ask(_EARLIER, {"document": case.finding["document_id"]}).records
    stored = _stored(data_dir, versions)
    for version in versions:
        if version["capture_id"] in stored:
            found = _of_capture(stored[version["capture_id"]], case.finding_id, registry)
            yield Earlier(version["version_no"], str(found["verdict"]) if found else None)


def _stored(data_dir: Path, captures: Collection[Row]) -> dict[str, Capture]:
    """Captures as the archive has them."""
    wanted = {row["capture_id"] for row in captures}
    archive = Archive(data_dir)
    sources = sorted({str(row["source_id"]) for row in captures})
    found = (capture for source_id in sources for capture in archive.contents(source_id).captures)
    return {capture.capture_id: capture for capture in found if capture.capture_id in wanted}


def _hashed(row: Row, capture: Capture | None) -> Hashed:
    problem = None
    if capture is None:
        problem = "the archive holds no such capture any more, or its record is damaged"
    elif capture.sha256 != row["sha256"]:
        problem = f"the archive names the SHA-256 {capture.sha256}"
    else:
        try:
            capture.payload()
        except ArchiveError as error:
            problem = str(error)
    return Hashed(row["capture_id"], row["sha256"], row["warc_file"], problem)


def _of_one_capture(case: Case, stored: Mapping[str, Capture], registry: Registry) -> Row | None:
    """The finding as its one capture gives it; ``None`` for findings that need more than one document or letter."""
    if case.finding["check_id"] in OVER_ALL_LETTERS or len(stored) != 1:
        return None
    (capture,) = stored.values()
    return _of_capture(capture, case.finding_id, registry)


def _of_capture(capture: Capture, finding_id: str, registry: Registry) -> Row | None:
    found = capture_rows(capture, Lookups(unambiguous_regions(), registry), FillReport())
    return next((row for row in found.get("findings", []) if row["finding_id"] == finding_id), None)


def _of_the_archive(data_dir: Path, finding_id: str, registry: Registry) -> Row | None:
    """The finding as a warehouse has it that is built from the archive alone, in a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="wenzheng-verify-") as name:
        anew = Path(name)
        for part in ("archive", "sources"):
            if (data_dir / part).exists():
                (anew / part).symlink_to((data_dir / part).resolve())
        fill(anew, lookups=Lookups(unambiguous_regions(), registry))
        build_warehouse(anew, registry)
        with session(anew / DATABASE) as asked:
            found = asked.ask("SELECT * FROM findings WHERE finding_id = $id", {"id": finding_id}).records
    return found[0] if found else None


def differences(was: Row, anew: Row | None) -> Iterator[Difference]:
    """What of a finding is not what it was; ``None`` is a finding that did not come out at all."""
    if anew is None:
        yield Difference("finding", str(was["subject"]), "no such finding any more")
        return
    for field in was:
        if field not in _NOT_COMPARED and field in anew and _plain(was[field]) != _plain(anew[field]):
            yield Difference(field, _shown(was[field]), _shown(anew[field]))
    if len(was["claim_ids"]) != len(anew["claim_ids"]):
        yield Difference("claims", str(len(was["claim_ids"])), str(len(anew["claim_ids"])))


def _shown(value: Any) -> str:
    """A value on one line; steps and readings between semicolons, as findings list them."""
    return "；".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _plain(value: Any) -> Any:
    """A value as the warehouse stores it: fractions as floating point, tuples as lists."""
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return float(value) if hasattr(value, "numerator") and not isinstance(value, bool) else value
