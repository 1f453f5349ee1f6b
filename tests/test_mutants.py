"""Whatever is done to a document, it is read or refused with one sentence, within 20 seconds and 1 GiB.

``WENZHENG_MUTANTS`` sets how many are tried (300 without it; the long fault runs use 10,000).
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

MUTANTS = int(os.environ.get("WENZHENG_MUTANTS", "300"))
ROOT = Path(__file__).parent.parent


def read_in_a_child(first: int, end: int) -> tuple[dict[int, tuple[str, str, float]], str]:
    """What became of each document (format and damage, outcome, seconds), and the last words of the child.

    A document without an outcome has an empty one: there the child ended.
    """
    command = [sys.executable, "-m", "tests.mutants", str(first), str(end)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    found = {}
    for before, behind in zip(lines[::2], [*lines[1::2], None], strict=False):
        seed, kind, damage = before
        said, seconds = behind or ("", 0.0)
        found[seed] = (f"{kind}, {damage}", said, seconds)
    return found, done.stderr.strip()


def test_every_damaged_document_is_accounted_for(capsys: pytest.CaptureFixture[str]) -> None:
    wrong, worst, parsed = [], (0.0, ""), 0
    first = 0
    while first < MUTANTS:
        found, last_words = read_in_a_child(first, MUTANTS)
        assert found, last_words
        for seed, (what, said, seconds) in found.items():
            worst = max(worst, (seconds, f"{seed} ({what})"))
            parsed += said == "parsed"
            if not said:
                wrong.append(f"{seed} ({what}): the reader ended\n{last_words[-2000:]}")
            elif said != "parsed" and re.fullmatch(r"(?:quarantined|irrelevant): \S[^\n]{20,600}[.)]", said) is None:
                wrong.append(f"{seed} ({what}): {said!r} is no clear sentence")
        first = max(found) + 1
    with capsys.disabled():
        print(
            f"\n{MUTANTS} damaged documents: {parsed} read, {MUTANTS - parsed - len(wrong)} refused, "
            f"{len(wrong)} wrong; "
            f"slowest {worst[0]} s, {worst[1]}"
        )
    assert wrong == [], "\n".join(wrong)
