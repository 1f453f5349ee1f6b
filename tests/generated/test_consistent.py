"""Bulletins in which every figure agrees with every other: nothing in them is called wrong."""

import csv
import os
from pathlib import Path

from pipelines.audit.finding import Finding
from pipelines.register import registered_checks
from tests.generated.alarms import COLUMNS, FILE, Read, is_false, rows, write
from tests.generated.bulletins import bulletin
from tests.generated.planting import parsed
from tests.generated.printed import Fact, figures
from tests.generated.sections import phrases
from tests.generated.spans import span
from tests.generated.writing import FORMS, payload

WANTED = int(os.environ.get("WENZHENG_GENERATED", "120"))
"""How many bulletins are generated; ``make soak`` asks for 2,000 and writes what it measured to the docs."""
SOAK, WORLDS = 2000, 150


def test_a_seed_always_gives_the_same_bulletin() -> None:
    assert payload(bulletin(7)) == payload(bulletin(7))
    assert payload(bulletin(7)) != payload(bulletin(8))


def test_bulletins_vary() -> None:
    """Every form, and within 400 seeds every figure that is broken elsewhere and every period."""
    from random import Random

    some = [bulletin(seed) for seed in range(400)]
    assert {b.form for b in some} == FORMS.keys()
    assert len({b.title for b in some}) > 200
    roles = {figure.role for b in some for _, figure in figures(b)}
    assert {
        "share",
        "change",
        "earlier",
        "average",
        "month",
        "satisfied",
        "total:completed",
        "kind:share",
        "rank",
    } <= roles
    assert len(roles) > 60
    assert {span(Random(seed)).kind for seed in range(100)} == {"week", "month", "quarter", "half", "year"}
    assert sum(map(len, phrases().values())) > 70


def test_nothing_is_called_wrong(tmp_path: Path) -> None:
    found: list[Read] = []
    told: set[Fact] = set()
    wrong: list[str] = []
    for seed in range(WANTED):
        generated = bulletin(seed)
        read = parsed(generated)
        assert read.claims, f"nothing was read from the bulletin of seed {seed}"
        found.append((read.findings, generated.facts))
        told |= generated.facts & {(f.check_id, f.verdict) for f in read.findings}
        wrong += [
            f"seed {seed}: {f.check_id} {f.verdict} {f.severity}: {f.statement_zh}"
            for f in read.findings
            if is_false(f, generated.facts) and (f.verdict == "inconsistent" or f.severity > 1)
        ]
    measured = rows(found, f"generated documents, seeds 0-{WANTED - 1}")
    write(measured, FILE if WANTED >= SOAK else tmp_path / FILE.name)
    assert wrong == []
    assert {("V1", "unverifiable"), ("D2", "needs_definition")} <= told
    often = {"A2", "A3", "A4", "A6", "A9", "A1", "N1"}
    assert all(row["n_applied"] for row in measured if row["check_id"] in often)


def test_the_measured_rates_are_those_of_a_soak() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        measured = list(csv.DictReader(file))
    assert tuple(measured[0]) == COLUMNS
    assert {(row["runs"] == "document", int(row["n_documents"])) for row in measured} == {(True, SOAK), (False, WORLDS)}
    registered = {(check.check_id, check.runs) for check in registered_checks()}
    assert {(row["check_id"], row["runs"]) for row in measured} <= registered


def test_false_alarms_are_counted_by_document_and_check() -> None:
    def one(check_id: str, verdict: str, severity: int) -> Finding:
        words = {"subject": "x", "statement_zh": "x", "statement_en": "x"}
        return Finding(check_id=check_id, verdict=verdict, severity=severity, **words)

    facts = {("A6", "needs_definition")}
    measured = rows(
        [
            ([one("A1", "consistent", 0), one("A1", "inconsistent", 2), one("A1", "inconsistent", 2)], set()),
            ([one("A1", "consistent", 0), one("A2", "unusual", 1), one("A6", "needs_definition", 2)], facts),
            ([], set()),
        ],
        "by hand",
    )
    by_id = {row["check_id"]: (row["n_documents"], row["n_applied"], row["n_false"]) for row in measured}
    assert by_id["A1"] == (3, 2, 1)
    assert by_id["A2"] == (3, 1, 0)
    assert by_id["A6"] == (3, 1, 0)
    assert by_id["A9"] == (3, 0, 0)
