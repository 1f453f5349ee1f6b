"""How often each check speaks of something that does not fit in a bulletin in which everything does.

What belongs here: counting over generated bulletins, and the file ``docs/false_alarms.csv``. What does not: the
bulletins (``bulletins``).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from pathlib import Path

from pipelines.audit.finding import CHECKS, Finding
from pipelines.check import is_discrepancy
from tests.generated.printed import Fact

FILE = Path(__file__).parents[2] / "docs" / "false_alarms.csv"
COLUMNS = ("check_id", "n_documents", "n_applied", "n_false", "version")


Read = tuple[Iterable[Finding], AbstractSet[Fact]]
"""What is found in one document, and what is to be told of it although its figures agree."""


def is_false(finding: Finding, facts: AbstractSet[Fact]) -> bool:
    """Whether a finding shows a discrepancy where there is none."""
    return is_discrepancy(finding) and (finding.check_id, finding.verdict) not in facts


def rows(read: Iterable[Read], version: str) -> list[dict[str, str | int]]:
    """One row a check: the documents given to it, those on which it came to a verdict, and those on which it showed a
    discrepancy that is none. ``version`` says which documents.
    """
    applied: Counter[str] = Counter()
    false: Counter[str] = Counter()
    documents = 0
    for findings, facts in read:
        listed = list(findings)
        documents += 1
        applied.update({f.check_id for f in listed})
        false.update({f.check_id for f in listed if is_false(f, facts)})
    ids = sorted({check.check_id for check in CHECKS} | applied.keys())
    return [
        {"check_id": i, "n_documents": documents, "n_applied": applied[i], "n_false": false[i], "version": version}
        for i in ids
    ]


def write(measured: list[dict[str, str | int]], path: Path = FILE) -> None:
    """The rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(measured)
