"""How often each check speaks of something that does not fit where everything does.

What belongs here: counting over generated bulletins and mailboxes, and the file ``docs/false_alarms.csv``. What does
not: what is generated (``bulletins``, ``worlds``).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from pipelines.audit.finding import CHECKS, Finding
from pipelines.check import DISCREPANCY_FROM, is_discrepancy
from tests.generated.printed import Fact

FILE = Path(__file__).parents[2] / "docs" / "false_alarms.csv"
COLUMNS = ("check_id", "runs", "n_documents", "n_applied", "n_false", "version")

Read = tuple[Iterable[Finding], AbstractSet[Fact]]
"""What is found in one document, and what is to be told of it although its figures agree."""
Row = dict[str, str | int]


def is_false(finding: Finding, facts: AbstractSet[Fact]) -> bool:
    """Whether a finding shows a discrepancy where there is none."""
    return is_discrepancy(finding) and (finding.check_id, finding.verdict) not in facts


@dataclass(frozen=True, slots=True)
class Said:
    """A finding over a mailbox: the seed of its world, the check and what it runs on, verdict, severity, sentence."""

    seed: int
    check_id: str
    runs: str
    verdict: str
    severity: int
    statement: str

    @property
    def is_false(self) -> bool:
        """Whether it shows a discrepancy where there is none; what is only told (severity 1) is left to the reader, and
        that the public record cannot verify a rate is true of a site that shows a part of its letters.
        """
        shown = self.severity >= DISCREPANCY_FROM.get(self.verdict, 4)
        unverifiable = (self.check_id, self.verdict) == ("V1", "unverifiable")
        return shown and (self.verdict == "inconsistent" or self.severity > 1) and not unverifiable


def rows(read: Iterable[Read], version: str) -> list[Row]:
    """One row an id of checks that run on documents: the documents given to it, those on which it came to a verdict,
    and those on which it showed a discrepancy that is none. ``version`` says which documents.
    """
    applied: Counter[str] = Counter()
    false: Counter[str] = Counter()
    documents = 0
    for findings, facts in read:
        listed = list(findings)
        documents += 1
        applied.update({f.check_id for f in listed})
        false.update({f.check_id for f in listed if is_false(f, facts)})
    ids = sorted({check.check_id for check in CHECKS if check.runs == "document"})
    return [_row(i, "document", documents, applied[i], false[i], version) for i in ids]


def rows_of_worlds(said: Collection[Said], worlds: int, version: str) -> list[Row]:
    """The same for the checks that need the warehouse, over mailboxes instead of documents."""
    keys = sorted({(check.check_id, check.runs) for check in CHECKS if check.runs != "document"})
    measured = []
    for check_id, runs in keys:
        here = [one for one in said if (one.check_id, one.runs) == (check_id, runs)]
        false = len({one.seed for one in here if one.is_false})
        measured.append(_row(check_id, runs, worlds, len({one.seed for one in here}), false, version))
    return measured


def _row(check_id: str, runs: str, documents: int, applied: int, false: int, version: str) -> Row:
    return {
        "check_id": check_id,
        "runs": runs,
        "n_documents": documents,
        "n_applied": applied,
        "n_false": false,
        "version": version,
    }


def write(measured: Collection[Row], path: Path = FILE) -> None:
    """The rows as CSV, in place of those on the same kind of thing; the others stay."""
    kinds = {row["runs"] == "document" for row in measured}
    kept: list[Row] = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            kept = [dict(row) for row in csv.DictReader(file) if (row["runs"] == "document") not in kinds]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted((*kept, *measured), key=lambda row: (str(row["runs"]), str(row["check_id"]))))
