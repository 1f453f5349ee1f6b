"""How often each check speaks of something that does not fit in a bulletin in which everything does.

What belongs here: counting over generated bulletins, and the file ``docs/false_alarms.csv``. What does not: the
bulletins (``bulletins``).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pipelines.audit.finding import CHECKS, Finding
from pipelines.check import is_discrepancy

FILE = Path(__file__).parents[2] / "docs" / "false_alarms.csv"
COLUMNS = ("check_id", "n_documents", "n_applied", "n_false", "version")


def rows(findings_of_each: Iterable[Iterable[Finding]], version: str) -> list[dict[str, str | int]]:
    """One row a check: the documents given to it, those on which it came to a verdict, and those on which it showed a
    discrepancy. ``version`` says which documents.
    """
    applied: Counter[str] = Counter()
    false: Counter[str] = Counter()
    documents = 0
    for findings in findings_of_each:
        listed = list(findings)
        documents += 1
        applied.update({f.check_id for f in listed})
        false.update({f.check_id for f in listed if is_discrepancy(f)})
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
