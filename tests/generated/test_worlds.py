"""Mailboxes over a year in which everything agrees: no check over the whole warehouse calls anything wrong."""

import os
import re
from pathlib import Path

import duckdb
import pytest

from pipelines import build
from pipelines.audit.wide import wide_findings
from pipelines.audit.wide.desks import clock_findings
from pipelines.audit.wide.observed import observed_rows
from pipelines.fill import fill
from tests.generated.alarms import FILE, Said, rows_of_worlds, write
from tests.generated.worlds import archive, bulletins, letter_page, lookups_of, registry_of, world
from warehouse.build import Rows

WANTED = int(os.environ.get("WENZHENG_WORLDS", "2"))
"""How many mailboxes are generated; ``make soak`` asks for 150 and writes what it measured to the docs."""
SOAK = 150


def test_a_seed_always_gives_the_same_world() -> None:
    first, again, other = world(3), world(3), world(4)
    assert first == again
    assert list(bulletins(first)) == list(bulletins(again))
    assert [letter_page(x) for x in first.letters] != [letter_page(x) for x in other.letters]


def test_what_a_world_counts_adds_up() -> None:
    for seed in range(20):
        one = world(seed)
        public = [sum(x.received_on.month == m.number for x in one.letters) for m in one.months]
        assert all(n <= m.completed <= m.received for n, m in zip(public, one.months, strict=True))
        assert all(x.received_on < x.signed_on <= x.replied_on for x in one.letters)


def test_no_mailbox_is_called_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[Said] = []

    def heard(con: duckdb.DuckDBPyConnection) -> Rows:
        observed = observed_rows(con)
        found = {"letters": clock_findings(con), "observed": observed["findings"], "warehouse": wide_findings(con)}
        for runs, listed in found.items():
            for f in listed:
                seed = int(re.findall(r"demo-(\d+)-", str(f["source_id"]))[0])
                said.append(Said(seed, f["check_id"], runs, f["verdict"], f["severity"], f["statement_zh"]))
        return observed | {"findings": [f for listed in found.values() for f in listed]}

    monkeypatch.setattr(build, "rows_over_all_letters", heard)
    worlds = [world(seed) for seed in range(WANTED)]
    archive(worlds, tmp_path)
    filled = fill(tmp_path, lookups=lookups_of(worlds))
    assert (filled.failures, filled.refusals) == ([], [])
    build.build_warehouse(tmp_path, registry_of(worlds))
    measured = rows_of_worlds(said, WANTED, f"generated mailboxes over a year, seeds 0-{WANTED - 1}")
    write(measured, FILE if WANTED >= SOAK else tmp_path / FILE.name)
    assert [one for one in said if one.is_false] == []
    # Each world has bulletins enough for a series, letters enough for a desk, and counters read twice.
    always = {("A5", "warehouse"), ("X1", "warehouse"), ("X2", "warehouse"), ("M1", "warehouse"), ("M2", "warehouse")}
    always |= {("P2", "warehouse"), ("T1", "letters"), ("T3", "letters"), ("V1", "observed")}
    applied = {(row["check_id"], row["runs"]) for row in measured if row["n_applied"] == WANTED}
    assert always <= applied
