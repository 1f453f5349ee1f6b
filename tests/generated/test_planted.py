"""One figure broken in a consistent bulletin: the audit says so, and names it."""

import os
from random import Random

import pytest

from tests.generated.errors import Kind
from tests.generated.planting import finding_of, generated, kinds, plantings
from tests.generated.printed import figures

WANTED = int(os.environ.get("WENZHENG_PLANTED", "5"))
"""How many of each kind are planted; ``make soak`` asks for 100."""
ALLOWED = WANTED * 5 // 100
FIRST = 10_000


def name(kind: Kind) -> str:
    return kind.name


def test_there_are_kinds_enough() -> None:
    assert len(kinds()) >= 30
    assert len({kind.name for kind in kinds()}) == len(kinds())


@pytest.mark.parametrize("kind", kinds(), ids=name)
def test_a_planted_error_is_found(kind: Kind, capsys: pytest.CaptureFixture[str]) -> None:
    missed = [
        f"seed {seed}: {planted.was.role} {planted.was.text} -> {planted.broken.text}"
        for seed, planted in plantings(kind, WANTED, FIRST)
        if finding_of(kind, seed, planted) is None
    ]
    if WANTED >= 100:
        with capsys.disabled():
            print(f"\n{kind.name:28} {WANTED - len(missed)}/{WANTED}", end="")
    assert len(missed) <= ALLOWED, "\n".join(missed)


@pytest.mark.parametrize("kind", kinds(), ids=name)
def test_a_planting_changes_one_figure_only(kind: Kind) -> None:
    ((seed, planted),) = plantings(kind, 1, FIRST)
    before, after = dict(figures(generated(seed))), dict(figures(planted.bulletin))
    assert before.keys() == after.keys()
    assert sum(before[place] != after[place] for place in before) <= 1
    assert kind.plant(generated(seed), Random(f"{kind.name} {seed}")) == planted
