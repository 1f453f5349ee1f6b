"""The register of all checks, for ``wenzheng checks`` and for ``docs/checks.md``, which is made from it.

What belongs here: bringing the registering modules together, the order, the page. What does not: any check
(``pipelines.audit``, ``pipelines.audit.wide``), and what a check is (``pipelines.audit.finding``).

    python -m pipelines.register > docs/checks.md
    python -m pipelines.register zh > docs/checks.zh-CN.md
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipelines import audit
from pipelines.audit import wide
from pipelines.audit.finding import CHECKS, RUNS, VERDICTS, Check
from pipelines.audit.wording import percent
from pipelines.pages import page

REGISTERING = (audit, wide)
"""The packages and modules whose import registers checks."""

FALSE_ALARMS = Path(__file__).parents[1] / "docs" / "false_alarms.csv"
COLUMNS = ("check_id", "runs", "n_documents", "n_applied", "n_false", "version")


class RegisterError(ValueError):
    """An unknown check, or a file of measurements that cannot be used; the message is one sentence."""


def registered_checks() -> tuple[Check, ...]:
    """Every check, by letter and number of its id; checks of one id in the order in which they were registered."""
    return tuple(sorted(CHECKS, key=lambda c: _place(c.check_id)))


def _place(check_id: str) -> tuple[str, int]:
    return check_id[0], int(check_id[1:])


def listed(checks: Sequence[Check], check_id: str | None) -> tuple[Check, ...]:
    """The checks of one id, or all. Raises ``RegisterError`` for an id that no check has."""
    wanted = None if check_id is None else check_id.upper()
    chosen = tuple(check for check in checks if wanted in (None, check.check_id))
    if not chosen:
        known = ", ".join(dict.fromkeys(check.check_id for check in checks))
        raise RegisterError(f"there is no check {check_id!r}; there are {known}")
    return chosen


def shown_json(checks: Iterable[Check]) -> str:
    """Checks as a JSON list."""
    rows = [
        {
            "check_id": check.check_id,
            "name_zh": check.name_zh,
            "name_en": check.name_en,
            "definition": check.definition,
            "definition_zh": check.definition_zh,
            "tolerance": check.tolerance,
            "tolerance_zh": check.tolerance_zh,
            "verdicts": check.gives,
            "runs": check.runs,
        }
        for check in checks
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """What the checks of one id that run on one thing gave on generated documents or mailboxes in which all agrees.

    ``n_applied`` counts those on which they came to a verdict, ``n_false`` those among them where they showed a
    discrepancy that is none; ``version`` says what was generated.
    """

    check_id: str
    runs: str
    n_documents: int
    n_applied: int
    n_false: int
    version: str

    @property
    def rate(self) -> Fraction | None:
        """False alarms by document; a check that never spoke raised none, unless nothing was given to it."""
        return Fraction(self.n_false, self.n_applied or self.n_documents) if self.n_documents else None


def false_alarms(path: Path = FALSE_ALARMS) -> dict[tuple[str, str], FalseAlarms]:
    """The measurements by check id and what it runs on; empty where nothing was measured yet (no file, or only its
    header).

    Raises ``RegisterError`` with file and line.
    """
    if not path.exists():
        return {}
    found: dict[tuple[str, str], FalseAlarms] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = tuple(next(reader, COLUMNS))
        if header != COLUMNS:
            raise RegisterError(
                f"{path.name}, line 1: expected the columns {','.join(COLUMNS)}, got {','.join(header)}"
            )
        for cells in reader:
            one = _measured(cells, f"{path.name}, line {reader.line_num}")
            if (one.check_id, one.runs) in found:
                raise RegisterError(f"{path.name}, line {reader.line_num}: {one.check_id} {one.runs} stands twice")
            found[one.check_id, one.runs] = one
    return found


def _measured(cells: Sequence[str], place: str) -> FalseAlarms:
    if len(cells) != len(COLUMNS):
        raise RegisterError(f"{place}: expected {len(COLUMNS)} cells, got {len(cells)}")
    check_id, runs, *numbers, version = cells
    if not re.fullmatch(r"[A-Z]\d+", check_id):
        raise RegisterError(f"{place}: check_id {check_id!r} is no id of a check")
    if runs not in RUNS:
        raise RegisterError(f"{place}: runs {runs!r}, expected one of {', '.join(RUNS)}")
    if not all(re.fullmatch(r"\d+", number) for number in numbers):
        raise RegisterError(f"{place}: expected whole numbers, got {', '.join(numbers)}")
    documents, applied, false = map(int, numbers)
    if false > applied:
        raise RegisterError(f"{place}: n_false {false} is more than n_applied {applied}")
    return FalseAlarms(check_id, runs, documents, applied, false, version)


def rate_text(measured: FalseAlarms | None) -> str:
    """The measured rate as the page shows it; a dash where nothing was measured."""
    if measured is None:
        return "—"
    if measured.rate is None:
        return "nothing was given to it"
    if not measured.n_applied:
        return f"{percent(measured.rate * 100, 2)} (silent in all {measured.n_documents})"
    return f"{percent(measured.rate * 100, 2)} ({measured.n_false} of {measured.n_applied})"


def checks_page(checks: Sequence[Check], measured: Mapping[tuple[str, str], FalseAlarms]) -> str:
    """``docs/checks.md``."""
    return page(
        "checks.md.j2",
        checks=checks,
        rates={(c.check_id, c.runs): rate_text(measured.get((c.check_id, c.runs))) for c in checks},
        measured=sorted({(one.n_documents, one.version) for one in measured.values()}),
        verdicts=VERDICTS,
        runs=RUNS,
    )


def checks_page_zh(checks: Sequence[Check]) -> str:
    """``docs/checks.zh-CN.md``."""
    return page("checks.zh.md.j2", checks=checks, verdicts=VERDICTS)


if __name__ == "__main__":
    is_chinese = sys.argv[1:] == ["zh"]
    known = registered_checks()
    print(checks_page_zh(known) if is_chinese else checks_page(known, false_alarms()), end="")
